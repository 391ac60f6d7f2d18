"""What a server compressed, unasked: read to a bound, or not at all. Pure."""

import zlib

_GZIP, _ZLIB, _RAW = 31, 15, -15
_WAYS = {"": None, "identity": None, "gzip": (_GZIP,), "x-gzip": (_GZIP,), "deflate": (_ZLIB, _RAW)}


def decoded(body: bytes, encoding: str, most: int) -> bytes | None:
    """Return at most so many bytes of a body; None if it cannot be read.

    What is encoded twice or in another way, such as br, has no bounded reader here.
    """
    ways = _WAYS.get(encoding.strip().lower(), ())
    if ways is None:
        return body[:most]
    for way in ways:
        try:
            return zlib.decompressobj(way).decompress(body, most)
        except zlib.error:
            continue
    return None
