"""The pictures of the demo as they are stored, for documents that are made without a database."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from io import BytesIO
from tempfile import TemporaryFile

from responses.domain.demo_files import make
from responses.domain.files.pictures import write_anew

PICTURES = ("surveys-by-year.png", "satisfaction-2021.png", "data-analyses.png")


def demo_figures(digest: str) -> Iterable[bytes]:
    """Return the bytes of a picture by its digest; none of any other."""
    return [_stored()[digest]] if digest in _stored() else []


@cache
def _stored() -> dict[str, bytes]:
    return {sha256(content).hexdigest(): content for content in map(_anew, PICTURES)}


def _anew(name: str) -> bytes:
    with TemporaryFile() as into:
        write_anew(BytesIO(make(name)), "png", into)
        into.seek(0)
        return into.read()
