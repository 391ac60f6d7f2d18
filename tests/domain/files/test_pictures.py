"""Pictures written anew: nothing hidden is left, they stand upright, and none is too large."""

from io import BytesIO
from tempfile import TemporaryFile

import pytest
from PIL import Image

from responses.domain.files import pictures
from responses.domain.files.pictures import write_anew
from responses.domain.files.unfit import Unfit, UnfitError
from tests.support.files import (
    PLACE,
    moving,
    photograph,
    picture,
    png_head,
    saved,
    webp_head,
    with_text,
)

RED, BLUE = (255, 0, 0), (0, 0, 255)


def anew(given: bytes, type_key: str) -> bytes:
    with TemporaryFile() as into:
        size = write_anew(BytesIO(given), type_key, into)
        into.seek(0)
        content = into.read()
    assert size == read(content).size
    return content


def read(given: bytes) -> Image.Image:
    return Image.open(BytesIO(given))


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP"])
def test_a_picture_stays_what_it_is_and_becomes_the_same_bytes_twice(name: str) -> None:
    given = picture(name, (400, 300))
    content = anew(given, name.lower())
    found = read(content)
    assert (found.format, found.size, found.mode) == (name, (400, 300), "RGB")
    left, right = found.getpixel((10, 10)), found.getpixel((390, 10))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    # Nothing but a little of the sharpness.
    assert (left[0] > 230, left[2] < 30) == (right[2] > 230, right[0] < 30) == (True, True)
    assert content == anew(given, name.lower())


def test_a_photograph_loses_what_is_stored_in_it_and_stands_upright() -> None:
    given = photograph()
    assert PLACE.encode() in given
    content = anew(given, "jpeg")
    found = read(content)
    assert PLACE.encode() not in content
    assert b"Hong" not in content
    assert dict(found.getexif()) == {}
    assert found.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    # Turned by a quarter, its left half is above.
    assert found.size == (300, 400)
    above, below = found.getpixel((150, 20)), found.getpixel((150, 380))
    assert isinstance(above, tuple)
    assert isinstance(below, tuple)
    assert (above[0] > 200, below[2] > 200) == (True, True)


def test_texts_in_a_png_and_profiles_in_a_webp_are_gone() -> None:
    assert PLACE.encode() in with_text()
    assert PLACE.encode() not in anew(with_text(), "png")
    profiled = picture("WEBP", icc_profile=PLACE.encode())
    assert PLACE.encode() in profiled
    assert PLACE.encode() not in anew(profiled, "webp")


@pytest.mark.parametrize(
    ("size", "kept"),
    [((2400, 2400), (2400, 2400)), ((4800, 1200), (2400, 600)), ((1000, 3000), (800, 2400))],
)
@pytest.mark.parametrize("name", ["PNG", "JPEG"])
def test_a_large_picture_is_made_smaller(
    name: str, size: tuple[int, int], kept: tuple[int, int]
) -> None:
    assert read(anew(picture(name, size), name.lower())).size == kept


def test_a_png_that_says_behind_its_rows_how_it_stands_is_turned_as_well() -> None:
    said = Image.Exif()
    said[0x0112] = 6
    given = saved(Image.linear_gradient("L").resize((2500, 1900)), "PNG", exif=said)
    at = given.index(b"eXIf") - 4
    behind = at + 12 + int.from_bytes(given[at : at + 4])
    chunk, rest = given[at:behind], given[:at] + given[behind:]
    end = rest.index(b"IEND") - 4
    late = rest[:end] + chunk + rest[end:]
    whole = anew(given, "png")
    assert anew(late, "png") == whole
    assert read(whole).size == (1824, 2400)


def test_a_jpeg_is_decoded_at_half_its_size_where_it_is_large() -> None:
    content = anew(picture("JPEG", (3800, 3500)), "jpeg")
    found = read(content)
    assert found.size == (1900, 1750)
    assert read(anew(picture("JPEG", (3800, 3400)), "jpeg")).size == (2400, 2147)


def test_transparency_stays_whichever_way_it_was_said() -> None:
    clear = Image.new("RGBA", (10, 10), (255, 0, 0, 0))
    found = read(anew(saved(clear, "PNG"), "png"))
    assert (found.mode, found.getpixel((5, 5))) == ("RGBA", (255, 0, 0, 0))
    palette = Image.new("P", (10, 10), 0)
    found = read(anew(saved(palette, "PNG", transparency=0), "png"))
    assert found.mode == "RGBA"
    assert found.getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_shades_of_grey_stay_apart_in_sixteen_bits_as_in_eight() -> None:
    wide = Image.new("I;16", (2, 1))
    wide.putpixel((0, 0), 0x4000)
    wide.putpixel((1, 0), 0xC000)
    found = read(anew(saved(wide, "PNG"), "png"))
    assert (found.mode, found.getpixel((0, 0)), found.getpixel((1, 0))) == ("L", 0x40, 0xC0)
    inked = Image.new("CMYK", (10, 10), (0, 255, 255, 0))
    assert read(anew(saved(inked, "JPEG"), "jpeg")).mode == "RGB"


@pytest.mark.parametrize(
    ("given", "type_key", "why"),
    [
        (png_head(7_072, 7_071), "png", Unfit.TOO_MANY_PIXELS),
        (png_head(30_000, 30_000), "png", Unfit.TOO_MANY_PIXELS),
        (png_head(7_071, 7_071), "png", Unfit.DAMAGED),
        (webp_head(b"VP8 ", 7_072, 7_071), "webp", Unfit.TOO_MANY_PIXELS),
        (webp_head(b"VP8L", 7_072, 7_071), "webp", Unfit.TOO_MANY_PIXELS),
        (webp_head(b"VP8X", 7_072, 7_071), "webp", Unfit.TOO_MANY_PIXELS),
        (webp_head(b"VP8L", 3_000, 2_000), "webp", Unfit.DAMAGED),
        (png_head(100, 100), "png", Unfit.DAMAGED),
        (photograph()[:2000], "jpeg", Unfit.DAMAGED),
        (picture("PNG")[:60], "png", Unfit.DAMAGED),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "jpeg", Unfit.DAMAGED),
        (moving("PNG"), "png", Unfit.MOVING),
        (moving("WEBP"), "webp", Unfit.MOVING),
    ],
    ids=[
        *("50 million", "bomb", "no rows"),
        *("large WebP", "large WebP without loss", "large WebP with more", "no WebP"),
        *("no pixels", "cut JPEG", "cut PNG", "no JPEG", "APNG", "WebP"),
    ],
)
def test_what_cannot_be_printed_is_refused(given: bytes, type_key: str, why: Unfit) -> None:
    with TemporaryFile() as into, pytest.raises(UnfitError) as refusal:
        write_anew(BytesIO(given), type_key, into)
    assert refusal.value.why is why


@pytest.mark.parametrize("seconds", [0.001, 0.3])
def test_one_that_takes_too_long_is_given_up(
    seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "SECONDS_MAX", seconds)
    given = picture("PNG", (7_000, 7_000), compress_level=1)
    with TemporaryFile() as into, pytest.raises(UnfitError) as refusal:
        write_anew(BytesIO(given), "png", into)
    assert refusal.value.why is Unfit.TOO_DEMANDING
    monkeypatch.undo()
    assert read(anew(picture(), "png")).size == (40, 30)
