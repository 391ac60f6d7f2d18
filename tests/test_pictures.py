"""`script/pictures` draws every page that there is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import get_resolver, resolve

from tests.pictures.pages import FILES, LEADS_ON, LEFT_OUT, POSTED, SHOTS
from tests.views.test_access import CASES, names

ROOT = Path(__file__).resolve().parent.parent
MADE = {
    "reset": "/accounts/reset/x/y/",
    "invitation": "/invitations/x/",
    "digest": "0" * 64,
    "link": "0" * 64,
    "sealing": "x",
    "returned": "/returns/x/",
    "unsealed": "x",
    **dict.fromkeys(("read", "damaged", "unread", "handout"), "1"),
}
# Django's 404 page has no address.
NOWHERE = "refused-unknown"


def drawn() -> set[str]:
    """Return the name of each address of which there is a picture."""
    paths = [shot.path.format_map(MADE) for shot in SHOTS if shot.name != NOWHERE]
    paths += [path.format(language="ko") for path in FILES.values()]
    found = (resolve(path.partition("?")[0]) for path in paths)
    return {"admin:index" if each.namespace == "admin" else each.view_name for each in found}


def test_every_page_is_drawn_or_left_out_with_a_reason() -> None:
    known = set(names(get_resolver().url_patterns))
    assert known - drawn() == LEFT_OUT.keys()


def test_names_are_given_once() -> None:
    given = [shot.name for shot in SHOTS] + [*FILES]
    assert len(given) == len(set(given))


def test_what_is_left_out_as_posted_shows_nothing_to_anybody() -> None:
    """Nobody gets a page by GET there, as tests/views/test_access.py says."""
    shown = {case.name for case in CASES if case.method == "get" and 200 in case.statuses}
    assert shown & {name for name, why in LEFT_OUT.items() if why in {POSTED, LEADS_ON}} == set()


@pytest.mark.parametrize(
    ("asked", "said"), [("nothing-of-this-name", "no page begins with"), ("--address", "expected")]
)
def test_what_cannot_be_drawn_is_said(asked: str, said: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "tests.pictures", asked],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, said in done.stderr) == (2, True)
