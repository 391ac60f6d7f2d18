"""What is measured, as data: the pages, their floors, and the targets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

CITY, EDITION, SECTION = "seoul", "lgq-2022", "strategy"
RESPONSE = f"/{CITY}/{EDITION}/"
FLOOR_SECTION = "social-media"
"""Where the floor saves, so that it does not change what the product saves."""

COORDINATOR, REVIEWER = "coordinator", "reviewer"
"""Who asks: the first person of that role in the demo's first city."""

WRITERS = 4
"""How many connections ask at once; each saves in a city of its own."""

FEW, MANY = 10, 10_000
"""How many responses the two databases hold."""


@dataclass(frozen=True, slots=True)
class Page:
    """One thing to ask for.

    `server` is that of bench.__main__: the product, the floor, or the product on the large
    database. A page that `saves` is a form, sent back with one answer changed each time.
    """

    name: str
    path: str
    floor: str | None = None
    server: str = "product"
    role: str = COORDINATOR
    saves: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """How much a page may cost: CPU time as a multiple of its floor's, and queries."""

    ratio: float | None = None
    queries: int | None = None


VIEW, SAVE, PLAIN, CRISPY = (
    "floor: view",
    "floor: save",
    "floor: form, plain",
    "floor: form, crispy",
)
NAIVE = "floor: naive PDF"

FLOORS = (
    Page(VIEW, "/view/", server="floor"),
    Page(PLAIN, "/form-plain/", server="floor"),
    Page(CRISPY, "/form-crispy/", server="floor"),
    Page(SAVE, "/save/", server="floor", saves=True),
)
"""The floors come first, so that each page of a round runs soon after its floor."""

PAGES = (
    Page("overview", RESPONSE, VIEW),
    Page("section page", f"{RESPONSE}{SECTION}/", CRISPY),
    Page("save", f"/{{city}}/{EDITION}/{SECTION}/", SAVE, saves=True),
    Page("PDF again", f"{RESPONSE}response.pdf?language=ko", VIEW),
    Page("my work", "/", VIEW),
    Page("review page", f"{RESPONSE}online-services/review/", VIEW, role=REVIEWER),
)

LARGE = (
    Page(f"overview, {MANY:,} responses", RESPONSE, "overview", server="large"),
    Page(f"section page, {MANY:,} responses", f"{RESPONSE}{SECTION}/", "section page", "large"),
    Page(f"my work, {MANY:,} responses", "/", "my work", "large"),
)

RENDER = "PDF render"
PDFS = (Page(NAIVE, ""), Page(RENDER, "", NAIVE))
"""Not asked for over HTTP: bench.pdf renders them in warm processes."""

TARGETS: Mapping[str, Target] = {
    "overview": Target(ratio=2.5, queries=8),
    "section page": Target(ratio=1.2, queries=10),
    "save": Target(ratio=4),
    "PDF again": Target(ratio=3),
    RENDER: Target(ratio=0.75),
    f"overview, {MANY:,} responses": Target(ratio=1.2),
    f"section page, {MANY:,} responses": Target(ratio=1.2),
}


def servers_of(pages: Iterable[Page]) -> list[str]:
    """Return the servers that these pages need, each once, in order."""
    return list(dict.fromkeys(page.server for page in pages))
