"""Long lists that share a page, each cut into pages by itself. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

ROWS = 20
"""How many rows of a list one page has."""

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T]):
    """One page of a list of `count` rows.

    `previous` and `next` are the addresses of the pages beside it, empty at the ends. They leave
    the other lists as they are.
    """

    items: Sequence[T]
    count: int
    number: int
    pages: int
    previous: str
    next: str

    def showing(self, items: Sequence[U]) -> "ListPage[U]":
        """Return the page with what is shown of its rows."""
        return ListPage(items, self.count, self.number, self.pages, self.previous, self.next)


def list_page(
    name: str,
    found: Sequence[T],
    asked: Mapping[str, int | None],
    rows: int = ROWS,
    *,
    at: str = "",
) -> ListPage[T]:
    """Return the page that is asked for of a list, or the nearest that there is.

    `asked` has the numbers of pages by the names of lists, which are the ids of their headings;
    `at` is the address at which they are shown, if not this one.
    """
    pages = -(-len(found) // rows) or 1
    number = min(max(asked.get(name) or 1, 1), pages)

    def address(to: int) -> str:
        numbers = {each: at for each, at in {**asked, name: to}.items() if at}
        return f"{at}?{urlencode(numbers)}#{name}" if 1 <= to <= pages else ""

    return ListPage(
        items=found[(number - 1) * rows : number * rows],
        count=len(found),
        number=number,
        pages=pages,
        previous=address(number - 1),
        next=address(number + 1),
    )


def places_of(page: ListPage[int]) -> range:
    """Return the places that a page has of a range of places."""
    return range(page.items[0], page.items[-1] + 1) if page.items else range(0)
