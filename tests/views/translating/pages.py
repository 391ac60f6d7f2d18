"""The addresses of a section in two languages, and what is stored of it."""

import re

from responses.models import (
    Answer,
)
from tests.support.browser import Page

SECTION = "/springfield/test-2030/alpha/"
BOTH = f"{SECTION}?show=both"
TEXT, LABEL = "q-a-2_en--text", "q-a-2_en--links--0--text"
PREVIEW = ("rows", f"preview {TEXT}")
LINKS = [{"label": "응답소", "url": "eungdapso.seoul.go.kr"}]


def stored() -> list[tuple[str, str, int, int | None]]:
    fields = ("question__key", "language", "version", "translates")
    return list(Answer.objects.order_by("question", "language").values_list(*fields))


def since(page: Page) -> str:
    """Return what a page says of how the original has changed since it was translated."""
    html = page.content.decode().partition("data-changed-since")[2].partition("<button")[0]
    said = re.sub("</?(?!ins|del)[^>]*>", " ", html.partition("<p>")[2])
    return " ".join(said.split())
