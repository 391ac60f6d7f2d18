import pytest

from responses.pages.lists import ListPage, list_page

FOUND = list(range(45))


@pytest.mark.parametrize(
    ("asked", "number", "items"),
    [
        (None, 1, FOUND[:20]),
        (1, 1, FOUND[:20]),
        (2, 2, FOUND[20:40]),
        (3, 3, FOUND[40:]),
        (0, 1, FOUND[:20]),
        (4, 3, FOUND[40:]),
        (10**18, 3, FOUND[40:]),
    ],
)
def test_the_page_nearest_to_the_one_asked_for_is_shown(
    asked: int | None, number: int, items: list[int]
) -> None:
    page = list_page("tasks", FOUND, {"tasks": asked})
    assert (page.number, page.items, page.count, page.pages) == (number, items, 45, 3)


def test_an_empty_list_is_one_page_without_neighbours() -> None:
    page: ListPage[int] = list_page("tasks", [], {"tasks": 7})
    assert (page.number, page.pages, page.count, page.previous, page.next) == (1, 1, 0, "", "")


def test_addresses_lead_to_the_neighbours_and_leave_other_lists_alone() -> None:
    page = list_page("tasks", FOUND, {"tasks": 2, "texts": 4, "cities": None})
    assert page.previous == "?tasks=1&texts=4#tasks"
    assert page.next == "?tasks=3&texts=4#tasks"
    assert list_page("tasks", FOUND, {"tasks": 3}).next == ""
    assert list_page("tasks", FOUND, {}).previous == ""
    assert list_page("tasks", FOUND, {}).next == "?tasks=2#tasks"


def test_what_is_shown_of_rows_takes_their_place() -> None:
    page = list_page("tasks", FOUND, {"tasks": 3})
    shown = page.showing([str(item) for item in page.items])
    assert shown.items == ["40", "41", "42", "43", "44"]
    assert (shown.number, shown.count, shown.previous) == (3, 45, "?tasks=2#tasks")
