"""How much memory it takes to judge a picture, measured in a process of its own."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
MOST = 150 * 1024  # kB above what the process takes at rest

MAKE = """
import ast, sys
from PIL import Image
Image.MAX_IMAGE_PIXELS = None
path, kind, mode, width, height, options = sys.argv[1:]
size = int(width), int(height)
slope = Image.linear_gradient("L").resize(size)
across = slope.transpose(Image.Transpose.ROTATE_90).resize(size)
bands = {"L": 1, "RGB": 3, "RGBA": 4}[mode]
picture = slope if bands == 1 else Image.merge(mode, [slope, across, slope, across][:bands])
picture.save(path, kind, **ast.literal_eval(options))
"""
JUDGE = """
import sys
from io import BytesIO
from PIL import Image
from responses.domain.files.judgement import judged

def told(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name))

path, kind = sys.argv[1:]
small = BytesIO()
Image.new("RGB", (50, 50)).save(small, kind)
with judged(small) as found:
    assert found.type == kind.lower()
with open("/proc/self/clear_refs", "w") as peak:
    peak.write("5")
rest = told("VmRSS")
with open(path, "rb") as given, judged(given) as found:
    print(found.width, found.height, told("VmHWM") - rest)
"""
# Interlaced, or of 16 bits a colour, which Pillow does not write: each row as it is, and black.
TELL = """
import sys, zlib
path, width, height, depth, colours, interlaced = sys.argv[1], *map(int, sys.argv[2:])
seven = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4)]
seven += [(0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
packed, rows = zlib.compressobj(1), []
for left, top, across, down in seven if interlaced else [(0, 0, 1, 1)]:
    wide, high = -(-(width - left) // across), -(-(height - top) // down)
    row = bytes(1 + (wide * depth * {2: 3, 3: 1, 6: 4}[colours] + 7) // 8)
    rows += [packed.compress(row) for _ in range(high)]
head = width.to_bytes(4) + height.to_bytes(4) + bytes((depth, colours, 0, 0, interlaced))
palette = [(b"PLTE", bytes(6))] if colours == 3 else []
pieces = [(b"IHDR", head), *palette, (b"IDAT", b"".join(rows) + packed.flush()), (b"IEND", b"")]
with open(path, "wb") as file:
    file.write(b"\\x89PNG\\r\\n\\x1a\\n")
    for name, data in pieces:
        file.write(len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4))
"""
PROGRESSIVE = {"progressive": True, "subsampling": 0, "quality": 60}
CASES: dict[str, tuple[str, str, tuple[int, int], dict[str, Any], tuple[int, int]]] = {
    "photograph": ("JPEG", "RGB", (8160, 6120), {"quality": 80}, (2400, 1800)),
    "whole photograph": ("JPEG", "RGB", (3605, 3605), {"quality": 80}, (2400, 2400)),
    "progressive": ("JPEG", "RGB", (4000, 4000), PROGRESSIVE, (2000, 2000)),
    "progressive of a camera": (
        *("JPEG", "RGB", (5773, 5773), PROGRESSIVE | {"subsampling": 2}, (2400, 2400)),
    ),
    "progressive in grey": ("JPEG", "L", (7071, 7071), PROGRESSIVE, (2400, 2400)),
    "chart": ("PNG", "RGB", (7071, 7071), {"compress_level": 1}, (2400, 2400)),
    "clear chart": ("PNG", "RGBA", (7071, 7071), {"compress_level": 1}, (2400, 2400)),
    "whole chart": ("PNG", "RGBA", (4000, 4000), {"compress_level": 1}, (2400, 2400)),
    "webp": ("WEBP", "RGBA", (3000, 2000), {"method": 0}, (2400, 1600)),
}


def run(program: str, *arguments: object) -> str:
    return subprocess.run(  # noqa: S603 - our own programs
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.parametrize("case", CASES)
def test_no_picture_takes_more(case: str, tmp_path: Path) -> None:
    kind, mode, size, options, kept = CASES[case]
    path = tmp_path / "picture"
    run(MAKE, path, kind, mode, *size, options)
    width, height, taken = map(int, run(JUDGE, path, kind).split())
    assert (width, height) == kept
    assert taken < MOST


@pytest.mark.parametrize(
    ("depth", "colours", "interlaced"),
    [(16, 6, 1), (1, 3, 1)],
    ids=["interlaced and wide", "interlaced of two colours"],
)
def test_nor_does_a_png_of_another_kind(
    depth: int, colours: int, interlaced: int, tmp_path: Path
) -> None:
    path = tmp_path / "picture"
    run(TELL, path, 7071, 7071, depth, colours, interlaced)
    width, height, taken = map(int, run(JUDGE, path, "PNG").split())
    assert (width, height) == (2400, 2400)
    assert taken < MOST
