import gzip
import zlib

import pytest

from responses.evidence.decoding import decoded
from tests.support.plays import bomb


@pytest.mark.parametrize(
    ("body", "encoding", "found"),
    [
        (b"plain", "", b"plain"),
        (b"plain", "identity", b"plain"),
        (gzip.compress(b"page", mtime=0), "gzip", b"page"),
        (gzip.compress(b"page", mtime=0), " X-GZIP ", b"page"),
        (zlib.compress(b"page"), "deflate", b"page"),
        (zlib.compress(b"page")[2:-4], "deflate", b"page"),
        (gzip.compress(b"page", mtime=0), "gzip, gzip", None),
        (b"page", "gzip", None),
        (bomb("br"), "br", None),
        (b"page", "zstd", None),
        (bomb("gzip"), "gzip", bytes(1000)),
        (bomb("deflate"), "deflate", bytes(1000)),
        (b"x" * 2000, "", b"x" * 1000),
    ],
)
def test_what_is_packed_is_read_to_a_bound(body: bytes, encoding: str, found: bytes | None) -> None:
    assert decoded(body, encoding, 1000) == found
