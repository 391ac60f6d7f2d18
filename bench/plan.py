"""What is measured, as data: the pages, their floors, and the targets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

CITY, EDITION, SECTION = "seoul", "lgq-2022", "strategy"
RESPONSE = f"/{CITY}/{EDITION}/"
HEAVIEST = "organization"
"""The section whose translation page costs most beside its own page."""
FLOOR_SECTION = "social-media"
"""Where the floor saves, so that it does not change what the product saves."""

FLOOR_FILE = "floor"
"""The digest of the file to which the floor adds pieces; nothing else reads it."""

COORDINATOR, REVIEWER = "coordinator", "reviewer"
"""Who asks: the first person of that role in the demo's first city."""

FEW, MANY = 231, 10_000
"""How many responses the two databases hold."""

# The other cities, by their numbers: each has one use, so that no measurement disturbs another.
SAVING, TYPING, TYPING_8 = range(1, 5), range(5, 6), range(6, 14)
SHORT, LONG, REFUSED = range(14, 15), range(15, 16), range(16, 17)
"""Those with an answer of few revisions, of many, and with many refused texts to it."""
CROWDED = range(17, 22)
"""Those where many people type at once."""
QUIET, TALKED_OF = range(22, 23), range(23, 24)
"""Those with few remarks about an answer, and with many."""
REVIEWED = range(24, 224)
"""Those of which one person, who coordinates the first, reviews the others."""
BRINGING, ILLUSTRATED = range(224, 228), range(228, 229)
"""Those to which files are brought, and the one with an answer that has `FIGURES` of them."""
LINKED = range(229, 230)
"""The one whose answers name `LINKS` web addresses, all checked."""

SHORT_HISTORY, LONG_HISTORY = 21, 1000
"""How many revisions an answer has; a page of its history shows 20 sittings."""
REFUSALS = 20
FIGURES, FILED = 20, "vi-1"
"""How many pictures an answer has, and the question with them, to which files are brought, too."""
LINKS: Mapping[str, int] = {"iii-3": 200, "vi-1": 100}
"""How many web addresses which answers have."""
HISTORY = "iii-3"
"""The question with the long history, and of which much is said."""
LITTLE_SAID, MUCH_SAID, A_THREAD = 10, 10_000, 10
"""How many remarks there are about an answer, and in each thread."""

SEATS = (
    *((SECTION, key) for key in ("iii-1", "iii-3", "iii-4", "iii-5")),
    *(("organization", key) for key in ("i-1", "i-2-1")),
    *(("covid-19", key) for key in ("vii-1", "vii-2")),
    *(("smart-city", key) for key in ("viii-2", "viii-2")),
)
"""Where the people of a crowded city type at once; two are in each other's way."""


class Does(Enum):
    """What is done with a page: read it, save its form, type into an answer, or bring it files."""

    READ = auto()
    SAVE = auto()
    TYPE = auto()
    BRING = auto()


@dataclass(frozen=True, slots=True)
class Page:
    """One thing to ask for.

    `server` is that of bench.__main__: the product, the product that remembers no card, the
    floor, or the product on the large database. `role` says who of the demo's first city asks,
    unless `cities` are given: then it is their coordinators, each for their own city, or the one
    of them for all connections.
    """

    name: str
    path: str
    floor: str | None = None
    server: str = "product"
    role: str = COORDINATOR
    does: Does = Does.READ
    cities: range | None = None
    connections: tuple[int, int] = (1, 4)
    """How many ask at once: for the times, and for the requests per second."""


@dataclass(frozen=True, slots=True)
class Target:
    """How much a page may cost: CPU time as a multiple of its floor's or in ms, and queries."""

    ratio: float | None = None
    queries: int | None = None
    cpu_ms: float | None = None


VIEW, SAVE, PLAIN, CRISPY = (
    "floor: view",
    "floor: save",
    "floor: form, plain",
    "floor: form, crispy",
)
UPLOAD_FLOOR, UPLOAD = "floor: upload", "upload of a file"
SECTION_FILES = f"section page, {FIGURES} files"
NAIVE, NAIVE_FIGURES = "floor: naive PDF", f"floor: naive PDF, {FIGURES} figures"
AUTOSAVE_8 = f"autosave, {len(TYPING_8)} connections"
SECTION_COLD = "section page, cold"
SECTION_HEAVIEST, BOTH_HEAVIEST = f"section page, {HEAVIEST}", f"translation page, {HEAVIEST}"
HISTORY_LONG = f"history, {LONG_HISTORY:,} revisions"
UNSAVED_LONG = f"unsaved page, {LONG_HISTORY:,} revisions"
UNSAVED_MANY = f"unsaved page, {REFUSALS} texts"
OWN_SECTION = f"/{{city}}/{EDITION}/{SECTION}/"
OWN_FILED = f"/{{city}}/{EDITION}/{FLOOR_SECTION}/"
EVIDENCE = f"evidence page, {sum(LINKS.values())} links"
DASHBOARD_TALK = f"dashboard, {MUCH_SAID:,} comments"
DASHBOARD_LONG = f"dashboard, {LONG_HISTORY:,} revisions"
DASHBOARD_CITIES = f"dashboard, {len(REVIEWED)} cities"
MY_WORK_QUIET = f"my work, {LITTLE_SAID} comments, 1 city"
MY_WORK_TALK = f"my work, {MUCH_SAID:,} comments, 1 city"
MY_WORK_CITIES = f"my work, {len(REVIEWED)} cities"
OWN_DASHBOARD = f"/{{city}}/{EDITION}/dashboard/"
OWN_HISTORY, OWN_UNSAVED = f"{OWN_SECTION}{HISTORY}/history/", f"{OWN_SECTION}unsaved/"

FLOORS = (
    Page(VIEW, "/view/", server="floor"),
    Page(PLAIN, "/form-plain/", server="floor"),
    Page(CRISPY, "/form-crispy/", server="floor"),
    Page(SAVE, "/save/", server="floor", does=Does.SAVE, cities=SAVING),
)
"""The floors come first, so that each page of a round runs soon after its floor."""

PAGES = (
    Page("overview", RESPONSE, VIEW),
    Page("section page", f"{RESPONSE}{SECTION}/", CRISPY),
    Page("translation page", f"{RESPONSE}{SECTION}/?show=both", "section page"),
    Page(SECTION_HEAVIEST, f"{RESPONSE}{HEAVIEST}/", CRISPY),
    Page(BOTH_HEAVIEST, f"{RESPONSE}{HEAVIEST}/?show=both", SECTION_HEAVIEST),
    Page(SECTION_FILES, OWN_FILED, CRISPY, cities=ILLUSTRATED),
    Page("save", OWN_SECTION, SAVE, does=Does.SAVE, cities=SAVING),
    Page("autosave", OWN_SECTION, SAVE, does=Does.TYPE, cities=TYPING, connections=(1, 1)),
    Page("PDF again", f"{RESPONSE}response.pdf?language=ko", VIEW),
    Page("my work", "/", VIEW),
    Page("review page", f"{RESPONSE}online-services/review/", VIEW, role=REVIEWER),
    Page("history", OWN_HISTORY, VIEW, cities=SHORT),
    Page(HISTORY_LONG, OWN_HISTORY, "history", cities=LONG),
    Page("unsaved page", OWN_UNSAVED, VIEW, cities=SHORT),
    Page("dashboard", OWN_DASHBOARD, VIEW, cities=QUIET),
    Page(EVIDENCE, f"/{{city}}/{EDITION}/evidence/", VIEW, cities=LINKED),
)

MORE = (
    Page(UPLOAD_FLOOR, "/upload/", server="floor", does=Does.BRING),
    Page(UPLOAD, OWN_FILED, UPLOAD_FLOOR, does=Does.BRING, cities=BRINGING),
    Page(SECTION_COLD, f"{RESPONSE}{SECTION}/", CRISPY, server="cold"),
    *(
        Page(end.upper(), f"{RESPONSE}export/response.{end}?language=ko", VIEW)
        for end in ("docx", "hwpx", "xlsx")
    ),
    Page(AUTOSAVE_8, OWN_SECTION, SAVE, does=Does.TYPE, cities=TYPING_8, connections=(8, 8)),
    Page(UNSAVED_LONG, OWN_UNSAVED, "unsaved page", cities=LONG),
    Page(UNSAVED_MANY, OWN_UNSAVED, "unsaved page", cities=REFUSED),
    Page(DASHBOARD_TALK, OWN_DASHBOARD, "dashboard", cities=TALKED_OF),
    Page(MY_WORK_QUIET, "/", VIEW, cities=QUIET),
    Page(MY_WORK_TALK, "/", MY_WORK_QUIET, cities=TALKED_OF),
    Page(DASHBOARD_LONG, OWN_DASHBOARD, "dashboard", cities=LONG),
    Page(DASHBOARD_CITIES, OWN_DASHBOARD, "dashboard", cities=REVIEWED[:1]),
    Page(MY_WORK_CITIES, "/", VIEW, cities=REVIEWED[:1], connections=(1, 1)),
)
"""A quick run leaves these out."""

LARGE = (
    Page(f"overview, {MANY:,} responses", RESPONSE, "overview", server="large"),
    Page(f"section page, {MANY:,} responses", f"{RESPONSE}{SECTION}/", "section page", "large"),
    Page(f"my work, {MANY:,} responses", "/", "my work", "large"),
)

RENDER, RENDER_CHANGED = "PDF render, all new", "PDF render, one answer changed"
PDFS = (Page(NAIVE, ""), Page(RENDER, "", NAIVE), Page(RENDER_CHANGED, "", NAIVE))
"""Not asked for over HTTP: bench.pdf renders them in warm processes."""
RENDER_FIGURES = f"PDF render, {FIGURES} figures"
FIGURED_PDFS = (Page(NAIVE_FIGURES, ""), Page(RENDER_FIGURES, "", NAIVE_FIGURES))
"""So, too, and left out by a quick run: that of the city with pictures."""

TARGETS: Mapping[str, Target] = {
    "overview": Target(ratio=2, queries=8),
    "section page": Target(ratio=0.6, queries=10),
    "translation page": Target(ratio=1.6, queries=12),
    BOTH_HEAVIEST: Target(ratio=1.6, queries=11),
    SECTION_FILES: Target(ratio=0.5, queries=8),
    SECTION_COLD: Target(ratio=1.0),
    UPLOAD: Target(ratio=2.5, queries=21),
    "save": Target(ratio=3),
    "autosave": Target(ratio=2, queries=7),
    AUTOSAVE_8: Target(ratio=2, queries=7),
    "PDF again": Target(ratio=3),
    "review page": Target(ratio=3.5),
    "history": Target(ratio=3.5, queries=8),
    HISTORY_LONG: Target(ratio=1.1, queries=8),
    "unsaved page": Target(ratio=3, queries=8),
    UNSAVED_LONG: Target(ratio=1.1, queries=8),
    UNSAVED_MANY: Target(queries=8),
    "dashboard": Target(ratio=3.5, queries=10),
    EVIDENCE: Target(queries=9, cpu_ms=60),
    DASHBOARD_TALK: Target(ratio=1.1, queries=10),
    DASHBOARD_LONG: Target(queries=10),
    DASHBOARD_CITIES: Target(ratio=1.2, queries=10),
    "my work": Target(ratio=3),
    MY_WORK_QUIET: Target(queries=9),
    MY_WORK_TALK: Target(ratio=1.1, queries=9),
    # Who reviews is told, too, who signs for them and what they sign later: two queries more.
    MY_WORK_CITIES: Target(ratio=6, queries=11),
    RENDER: Target(ratio=0.6),
    RENDER_FIGURES: Target(ratio=1),
    RENDER_CHANGED: Target(ratio=0.6),
    f"overview, {MANY:,} responses": Target(ratio=1.2),
    f"section page, {MANY:,} responses": Target(ratio=1.2),
}


@dataclass(frozen=True, slots=True)
class Work:
    """How many seconds of CPU time a file may take, and how much memory, if that is bounded.

    What takes long is measured `once`, the first time; else it is the median of some times.
    """

    seconds: float
    megabytes: float | None = None
    once: bool = False


FILES: Mapping[str, Work] = {
    "make DOCX": Work(0.3),
    "make HWPX": Work(0.5),
    "make XLSX": Work(0.5),
    "read a filled questionnaire": Work(1.0),
    "read our DOCX": Work(1.0),
    "read 500 pages of DOCX": Work(10.0, 300.0, once=True),
    "read 20,000 lines": Work(10.0, 300.0, once=True),
}
"""What is made and read with `--files`, of the demo's first response."""


def servers_of(pages: Iterable[Page]) -> list[str]:
    """Return the servers that these pages need, each once, in order."""
    return list(dict.fromkeys(page.server for page in pages))
