"""Pictures written anew: nothing hidden is left, they stand upright, and none is too large."""

import struct
import zlib
from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageFile

from responses.domain.files import pictures, strips
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

PROGRESSIVE = saved(Image.new("RGB", (4_200, 4_000)), "JPEG", progressive=True, subsampling="4:4:4")
RED, BLUE = (255, 0, 0), (0, 0, 255)


def anew(given: bytes, type_key: str) -> bytes:
    into = BytesIO()
    size = write_anew(BytesIO(given), type_key, into)
    assert size == read(into.getvalue()).size
    return into.getvalue()


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


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "I;16"])
def test_a_picture_that_is_decoded_in_strips_is_the_same(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = (2500, 1900)
    noise = [Image.effect_noise((250, 190), 80).resize(size) for _band in range(4)]
    whole = Image.merge("RGBA", noise)
    picture = whole.quantize(200) if mode == "P" else whole.convert("L" if mode[0] == "I" else mode)
    if mode == "I;16":
        picture = picture.convert(mode).point(lambda shade: shade * 250)
    said = Image.Exif()
    said[0x0112] = 6
    # How small it is packed says nothing of its pixels, but takes most of the time.
    monkeypatch.setitem(pictures._WRITTEN, "png", ("PNG", {"compress_level": 1}))
    given = saved(picture, "PNG", exif=said, compress_level=1)
    content = anew(given, "png")
    monkeypatch.setattr(pictures, "WHOLE_MAX", 1_000_000)
    assert anew(given, "png") == content
    assert read(content).size == (1824, 2400)


def test_a_png_that_says_behind_its_rows_how_it_stands_is_turned_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
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
    monkeypatch.setattr(pictures, "WHOLE_MAX", 1_000_000)
    assert anew(late, "png") == whole
    assert read(whole).size == (1824, 2400)


SEVEN = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2)]
SEVEN += [(0, 1, 1, 2)]


def told(rows: list[bytes], pixel: int) -> bytes:
    """Return rows as a PNG tells them, each by another one of its five ways."""
    found, above = b"", bytes(len(rows[0]))
    for number, row in enumerate(rows):
        way, left, corner = number % 5, bytes(pixel) + row, bytes(pixel) + above
        guess = [
            (0, a, b, (a + b) // 2, min((a, b, c), key=lambda each: abs(a + b - c - each)))[way]
            for a, b, c in zip(left, above, corner, strict=False)
        ]
        found += bytes([way]) + bytes((x - y) % 256 for x, y in zip(row, guess, strict=True))
        above = row
    return found


def told_png(size: tuple[int, int], depth: int, colours: int, *, interlaced: bool) -> bytes:
    """Return a PNG of noise, which Pillow can read and not write."""
    (width, height), values = size, {0: 1, 2: 3, 3: 1, 6: 4}[colours]
    pixel = depth * values // 8
    noise = Random(7).randbytes(width * height * pixel)  # noqa: S311 - a picture
    rows = [noise[at : at + width * pixel] for at in range(0, len(noise), width * pixel)]
    passes = SEVEN if interlaced else [(0, 0, 1, 1)]
    taken = [
        [
            b"".join(row[at * pixel : (at + 1) * pixel] for at in range(left, width, across))
            for row in rows[top::down]
        ]
        for left, top, across, down in passes
        if left < width
    ]
    pixels = b"".join(told(each, pixel) for each in taken if each)
    head = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, interlaced)
    palette = [(b"PLTE", bytes(range(256)) * 3)] if colours == 3 else []
    pieces = [(b"IHDR", head), *palette, (b"IDAT", zlib.compress(pixels)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in pieces
    )


@pytest.mark.parametrize("size", [(101, 67), (3, 211), (211, 3)])
@pytest.mark.parametrize(
    ("depth", "colours", "interlaced"),
    [
        *((8, colours, True) for colours in (0, 2, 3, 6)),
        *((16, colours, interlaced) for colours in (2, 6) for interlaced in (False, True)),
        (16, 0, True),
    ],
)
def test_what_comes_in_strips_is_what_comes_whole(
    depth: int,
    colours: int,
    interlaced: bool,  # noqa: FBT001 - of the table
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = told_png(size, depth, colours, interlaced=interlaced)
    monkeypatch.setattr(pictures, "SIDE_MAX", 60)
    whole = anew(given, "png")
    monkeypatch.setattr(pictures, "WHOLE_MAX", 100)
    # So many rows at once that some are left for the end.
    monkeypatch.setattr(strips, "_STRIP", 1_000)
    assert anew(given, "png") == whole
    for cut in (given[:-40], given[: len(given) // 2]):
        with pytest.raises(UnfitError):
            anew(cut, "png")


def test_a_progressive_jpeg_may_have_as_many_pixels_as_its_coefficients_let_it() -> None:
    coarse = saved(Image.new("RGB", (4_200, 4_000)), "JPEG", progressive=True, subsampling="4:2:0")
    assert read(anew(coarse, "jpeg")).size == (2100, 2000)
    with pytest.raises(UnfitError):
        anew(PROGRESSIVE, "jpeg")


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
        (png_head(4_001, 4_000, interlaced=True), "png", Unfit.DAMAGED),
        (png_head(4_001, 4_000, depth=16), "png", Unfit.DAMAGED),
        (png_head(4_001, 4_000), "png", Unfit.DAMAGED),
        (PROGRESSIVE, "jpeg", Unfit.TOO_MANY_PIXELS_AT_ONCE),
        (webp_head(b"VP8 ", 3_001, 2_000), "webp", Unfit.TOO_MANY_PIXELS_OF_WEBP),
        (webp_head(b"VP8L", 3_001, 2_000), "webp", Unfit.TOO_MANY_PIXELS_OF_WEBP),
        (webp_head(b"VP8X", 3_001, 2_000), "webp", Unfit.TOO_MANY_PIXELS_OF_WEBP),
        (webp_head(b"VP8L", 3_000, 2_000), "webp", Unfit.DAMAGED),
        (png_head(100, 100), "png", Unfit.DAMAGED),
        (photograph()[:2000], "jpeg", Unfit.DAMAGED),
        (picture("PNG")[:60], "png", Unfit.DAMAGED),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "jpeg", Unfit.DAMAGED),
        (moving("PNG"), "png", Unfit.MOVING),
        (moving("WEBP"), "webp", Unfit.MOVING),
    ],
    ids=[
        *("50 million", "bomb", "interlaced", "of 16 bits", "no strips", "progressive"),
        *("large WebP", "large WebP without loss", "large WebP with more", "no WebP"),
        *("no pixels", "cut JPEG", "cut PNG", "no JPEG", "APNG", "WebP"),
    ],
)
@pytest.mark.parametrize("lenient", [False, True])  # as WeasyPrint makes Pillow
def test_what_cannot_be_printed_is_refused(
    given: bytes,
    type_key: str,
    why: Unfit,
    lenient: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    with pytest.raises(UnfitError) as refusal:
        write_anew(BytesIO(given), type_key, BytesIO())
    assert refusal.value.why is why
