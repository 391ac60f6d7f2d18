import pytest

from responses.domain.edition.shapes import EditionShape, SectionShape


def section(number: int) -> SectionShape:
    return SectionShape(number, f"s-{number}", str(number), {}, ())


@pytest.mark.parametrize(
    ("place", "previous", "following"), [(0, None, 1), (1, 0, 2), (2, 1, None)]
)
def test_neighbours_are_the_sections_before_and_after(
    place: int, previous: int | None, following: int | None
) -> None:
    sections = tuple(map(section, range(3)))
    edition = EditionShape("e", 2030, {}, "", sections)

    assert edition.neighbours(sections[place]) == {
        "previous": None if previous is None else sections[previous],
        "next": None if following is None else sections[following],
    }
