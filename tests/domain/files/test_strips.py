"""A PNG comes in strips as it would come whole, whatever its rows are told in."""

import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from responses.domain.files import strips as module
from responses.domain.files.strips import comes_in_strips, strips
from tests.support.files import saved

SIZE = (61, 47)


def uneven(mode: str) -> Image.Image:
    """Return a picture in which each row differs from the one above in another way."""
    bands = [Image.effect_noise(SIZE, 60 + 9 * band) for band in range(4)]
    steep = Image.linear_gradient("L").resize(SIZE)
    bands = [Image.blend(each, steep, 0.7) for each in bands]
    return Image.merge("RGBA", bands).convert(mode)


def in_colours(bits: int) -> Image.Image:
    """Return a picture of numbered colours, so many that each takes so many bits."""
    return uneven("RGB").quantize(2**bits)


CASES: dict[str, tuple[Image.Image, dict[str, Any]]] = {
    "one bit": (uneven("1"), {}),
    "grey": (uneven("L"), {}),
    "grey and clear": (uneven("LA"), {}),
    "grey in 16 bits": (uneven("L").convert("I;16").point(lambda shade: shade * 200), {}),
    "1 bit of colours": (in_colours(1), {"bits": 1}),
    "2 bits of colours": (in_colours(2), {"bits": 2}),
    "4 bits of colours": (in_colours(4), {"bits": 4}),
    "8 bits of colours": (in_colours(8), {}),
    "a clear colour": (in_colours(8), {"transparency": 3}),
    "some clear colours": (in_colours(4), {"transparency": bytes(range(0, 160, 10))}),
    "colours": (uneven("RGB"), {}),
    "a colour that is clear": (uneven("RGB"), {"transparency": (9, 9, 9)}),
    "colours and clear": (uneven("RGBA"), {}),
}


@pytest.mark.parametrize("most", [1, 1000, 4000, 10**6])
@pytest.mark.parametrize("case", CASES)
def test_strips_are_the_picture(case: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_STRIP", most)
    picture, options = CASES[case]
    given = BytesIO(saved(picture, "PNG", **options))
    whole = Image.open(BytesIO(given.getvalue()))
    together = Image.new("RGBA", whole.size)
    top, heights = 0, []
    for strip in strips(given):
        assert (strip.mode, strip.width) == (whole.mode, whole.width)
        together.paste(strip.convert("RGBA"), (0, top))
        top += strip.height
        heights.append(strip.height)
    assert together.tobytes() == whole.convert("RGBA").tobytes()
    assert comes_in_strips(given)
    assert sum(heights) == SIZE[1]
    assert {1: len(heights) == SIZE[1], 10**6: len(heights) == 1}.get(most, True)


@pytest.mark.parametrize("at", [60, 200, 2000, -20])
def test_a_picture_that_is_cut_is_refused(at: int) -> None:
    given = saved(uneven("RGB"), "PNG")[:at]
    with pytest.raises(ValueError, match=r"cut|No end|missing|damaged"):
        list(strips(BytesIO(given)))


def test_so_is_one_of_which_a_byte_is_another() -> None:
    given = bytearray(saved(uneven("RGB"), "PNG", compress_level=0))
    given[500] ^= 1
    with pytest.raises((ValueError, zlib.error)):
        list(strips(BytesIO(given)))


def test_rows_that_are_missing_are_missed() -> None:
    given = bytearray(saved(uneven("L"), "PNG"))
    given[20:24] = (SIZE[1] + 1).to_bytes(4)
    with pytest.raises(ValueError, match="missing"):
        list(strips(BytesIO(given)))


@pytest.mark.parametrize(
    ("mode", "place", "said", "comes"),
    [
        ("RGB", 24, 16, True),
        ("RGB", 28, 1, True),
        ("P", 28, 1, True),
        # Its pixels are less than a byte: Pillow makes a byte of each.
        ("1", 28, 1, False),
    ],
)
def test_only_what_is_interlaced_and_small_for_pillow_does_not_come_so(
    mode: str, place: int, said: int, *, comes: bool
) -> None:
    picture = in_colours(8) if mode == "P" else uneven(mode)
    given = bytearray(saved(picture, "PNG"))
    assert comes_in_strips(BytesIO(given))
    given[place] = said
    assert comes_in_strips(BytesIO(given)) is comes
