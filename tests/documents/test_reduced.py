"""Pictures in a PDF have what paper shows of them, and no more; what needs no change stays."""

from io import BytesIO

import pytest
from PIL import Image

from responses.documents.reduced import MOST, reduced
from tests.support.files import PDF, picture, saved


def noise(mode: str, size: tuple[int, int]) -> Image.Image:
    """Return a picture in which nothing is even, as in a photograph."""
    bands = [Image.effect_noise(size, 90) for _band in range(len(mode))]
    return bands[0] if mode == "L" else Image.merge(mode, bands)


def printed(given: bytes) -> tuple[str | None, tuple[int, int], str]:
    """Return what becomes of a picture: format, size and mode."""
    content = reduced(BytesIO(given))
    assert content == reduced(BytesIO(given))
    found = Image.open(BytesIO(content))
    found.load()
    return found.format, found.size, found.mode


def test_a_picture_has_at_most_200_dots_an_inch_where_it_is_as_large_as_it_can_be() -> None:
    assert MOST == (1276, 1575)


@pytest.mark.parametrize(
    "given",
    [
        picture("PNG", (1276, 900)),
        picture("PNG", (30, 1575)),
        picture("JPEG", (1276, 1575)),
        saved(noise("RGB", (300, 300)), "JPEG"),
        saved(Image.new("L", (50, 50), 90), "PNG"),
        b"",
        PDF,
        picture("PNG")[:60],
    ],
    ids=["chart", "tower", "photograph", "small", "grey", "nothing", "PDF", "cut"],
)
def test_what_needs_no_change_stays_to_the_byte(given: bytes) -> None:
    assert reduced(BytesIO(given)) == given


@pytest.mark.parametrize(
    ("size", "becomes"),
    [
        ((2400, 1200), (1276, 638)),
        ((1200, 2400), (788, 1575)),
        ((2400, 50), (1276, 27)),
        ((50, 2400), (33, 1575)),
        ((2400, 1), (1276, 1)),
        ((1277, 10), (1276, 10)),
    ],
)
def test_a_larger_one_is_made_as_large_as_print_needs(
    size: tuple[int, int], becomes: tuple[int, int]
) -> None:
    assert printed(picture("PNG", size)) == ("PNG", becomes, "RGB")
    assert printed(picture("JPEG", size)) == ("JPEG", becomes, "RGB")


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_photograph_is_packed_as_one_whatever_it_came_as(mode: str) -> None:
    given = saved(noise(mode, (600, 500)), "PNG")
    assert printed(given) == ("JPEG", (600, 500), mode)
    assert len(reduced(BytesIO(given))) < len(given)
    webp = saved(noise("RGB", (600, 500)), "WEBP")
    assert printed(webp) == ("JPEG", (600, 500), "RGB")


def test_a_drawing_keeps_its_edges_whatever_it_came_as() -> None:
    assert printed(picture("WEBP", (600, 500))) == ("PNG", (600, 500), "RGB")
    content = Image.open(BytesIO(reduced(BytesIO(picture("PNG", (2400, 2000))))))
    assert (content.getpixel((100, 100)), content.getpixel((1200, 100))) == (
        (255, 0, 0),
        (0, 0, 255),
    )


@pytest.mark.parametrize("size", [(60, 40), (2000, 40)])
def test_what_is_clear_is_white_on_paper(size: tuple[int, int]) -> None:
    clear = Image.new("RGBA", size, (0, 90, 0, 0))
    clear.paste((0, 90, 0, 255), (0, 0, 20, 40))
    content = Image.open(BytesIO(reduced(BytesIO(saved(clear, "PNG")))))
    assert (content.mode, content.getpixel((0, 20))) == ("RGB", (0, 90, 0))
    assert content.getpixel((content.width - 1, 20)) == (255, 255, 255)


def test_a_photograph_that_is_clear_in_part_is_packed_as_one() -> None:
    assert printed(saved(noise("RGBA", (300, 200)), "PNG")) == ("JPEG", (300, 200), "RGB")
