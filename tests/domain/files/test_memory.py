"""How much memory it takes to write a picture anew, measured in a process of its own."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
# kB: of who brings it, above what that takes at rest; and of the process that decodes it.
MOST, MOST_DECODING = 10 * 1024, 900 * 1024
SIZE = (7071, 7071)  # 50 megapixels

MAKE = """
import ast, sys
from PIL import Image
Image.MAX_IMAGE_PIXELS = None
path, kind, mode, width, height, options = sys.argv[1:]
size = int(width), int(height)
slope = Image.linear_gradient("L").resize(size)
across = slope.transpose(Image.Transpose.ROTATE_90)
bands = {"RGB": 3, "RGBA": 4}[mode]
picture = Image.merge(mode, [slope, across, slope, across][:bands])
picture.save(path, kind, **ast.literal_eval(options))
"""
JUDGE = """
import resource, sys
from responses.domain.files.judgement import judged
from responses.domain.files.unfit import UnfitError

def told(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name))

path, limit = sys.argv[1:]
if int(limit):
    resource.setrlimit(resource.RLIMIT_AS, (int(limit), int(limit)))
with open("/proc/self/clear_refs", "w") as peak:
    peak.write("5")
rest = told("VmRSS")
try:
    with open(path, "rb") as given, judged(given) as found:
        decoding = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        print(found.width, found.height, told("VmHWM") - rest, decoding)
except UnfitError as refusal:
    print(refusal.why)
"""
PROGRESSIVE = {"progressive": True, "subsampling": 0, "quality": 60}
CASES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "progressive": ("JPEG", "RGB", PROGRESSIVE),
    "clear chart": ("PNG", "RGBA", {"compress_level": 1}),
    "webp": ("WEBP", "RGBA", {"method": 0}),
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
def test_the_largest_pictures_are_taken_and_take_nothing_here(case: str, tmp_path: Path) -> None:
    kind, mode, options = CASES[case]
    path = tmp_path / "picture"
    run(MAKE, path, kind, mode, *SIZE, options)
    width, height, taken, decoding = map(int, run(JUDGE, path, 0).split())
    assert (width, height) == (2400, 2400)
    assert (taken < MOST, decoding < MOST_DECODING) == (True, True)


def test_one_that_takes_more_than_there_is_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    run(MAKE, path, "PNG", "RGBA", *SIZE, {"compress_level": 1})
    assert run(JUDGE, path, 150_000_000).strip() == "too_demanding"
