"""The fonts that documents are set in, and no other: each by its file, package and versions.

`python -m responses.fonts.named_fonts` names those that are missing, as script/setup asks.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path("/usr/share/fonts")
_VERSION_NAME = 5  # of a font's table of names
_VERSION = re.compile(r"\d+\.\d+")


@dataclass(frozen=True, slots=True)
class NamedFont:
    """One face, in a file that a package of Debian and Ubuntu installs, and its known versions."""

    family: str
    style: str
    file: str
    package: str
    versions: tuple[str, ...]
    index: int = 0

    @property
    def path(self) -> Path:
        """Where its file is."""
        return FOLDER / self.file

    def version(self) -> str:
        """Return the version that the file itself tells, such as 2.37."""
        with TTFont(self.path, fontNumber=self.index, lazy=True) as font:
            found = _VERSION.search(font["name"].getDebugName(_VERSION_NAME) or "")
        return found[0] if found else ""


_NOTO = ("fonts-noto-cjk", ("2.004",), 1)
_AMIRI = ("fonts-hosny-amiri", ("0.113", "1.000"))
_DEJAVU = ("fonts-dejavu-core", ("2.37",))
# In the order of static/css/document.css. The versions are those of Debian 12 and 13 and of
# Ubuntu 22.04 and 24.04, whose Noto is the same to the byte. Another version is printed with
# all the same, under another rendering key, and `check` warns of it.
FONTS = (
    NamedFont("Noto Sans CJK KR", "Regular", "opentype/noto/NotoSansCJK-Regular.ttc", *_NOTO),
    NamedFont("Noto Sans CJK KR", "Bold", "opentype/noto/NotoSansCJK-Bold.ttc", *_NOTO),
    NamedFont("Amiri", "Regular", "opentype/fonts-hosny-amiri/Amiri-Regular.ttf", *_AMIRI),
    NamedFont("Amiri", "Bold", "opentype/fonts-hosny-amiri/Amiri-Bold.ttf", *_AMIRI),
    NamedFont("DejaVu Sans", "Regular", "truetype/dejavu/DejaVuSans.ttf", *_DEJAVU),
    NamedFont("DejaVu Sans", "Bold", "truetype/dejavu/DejaVuSans-Bold.ttf", *_DEJAVU),
)


def missing() -> list[str]:
    """Return for each font whose file is not there what to say of it."""
    return [
        f"The font file {font.path} is missing; Debian and Ubuntu have it in {font.package}."
        for font in FONTS
        if not font.path.is_file()
    ]


def unknown() -> list[str]:
    """Return for each font of a version that is not known what to say of it."""
    found = [(font, font.version()) for font in FONTS if font.path.is_file()]
    return [
        f"The font file {font.path} is of version {version or 'none'}; "
        f"known are {', '.join(font.versions)}."
        for font, version in found
        if version not in font.versions
    ]


if __name__ == "__main__":
    sys.exit("\n".join(missing()) or None)
