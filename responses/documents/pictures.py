"""Pictures in office documents: in types that those show, as large as a page lets them be. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image

from responses.domain.content.files import FileFacts

from .figures import Source
from .reduced import reduced

_BEGINNINGS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg"}


@dataclass(slots=True)
class Pictures:
    """The pictures that a document shows so far, by their names in its package."""

    source: Source
    stored: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def pixels_of(self, name: str) -> tuple[int, int]:
        """Return how many pixels wide and high a picture is as it is stored."""
        with Image.open(BytesIO(self.stored[name])) as opened:
            return opened.size

    def name_of(self, digest: str) -> str:
        """Return the name of a picture, which is stored; nothing if its bytes are not there."""
        if digest not in self.names:
            content = reduced(BytesIO(b"".join(self.source(digest))))
            end = picture_end(content)
            # Readers of Hancom documents find a picture by the number in its name.
            name = self.names[digest] = f"image{len(self.stored) + 1}.{end}" if end else ""
            if end:
                self.stored[name] = content
        return self.names[digest]


def picture_end(content: bytes) -> str:
    """Return how the name of a picture ends that office programs show, else nothing."""
    return next((end for sign, end in _BEGINNINGS.items() if content.startswith(sign)), "")


def types_of(pictures: Mapping[str, bytes]) -> Mapping[str, str]:
    """Return the media types of pictures by their names."""
    return {name: f"image/{name.rpartition('.')[2]}" for name in pictures}


def fitted(facts: FileFacts, pixel: int, widest: int, highest: int) -> tuple[int, int]:
    """Return how wide and high a picture is, in the units of which a pixel has so many."""
    width, height = facts.width * pixel, facts.height * pixel
    scale = min(1.0, widest / width, highest / height)
    return int(width * scale), int(height * scale)
