"""What is asked about in a translation: Korean words, addresses, tables."""

import re

import pytest
from django.test import Client

from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Role
from responses.models import (
    Response,
    User,
)
from tests.support.browser import form_at, words
from tests.support.factories import (
    make_member,
    translate,
    write,
)
from tests.views.translating.pages import BOTH, LABEL, PREVIEW, SECTION, TEXT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_korean_left_in_a_translation_is_asked_about(browser: Client) -> None:
    form = form_at(browser.get(BOTH), PREVIEW)
    left = "The translation still has Korean in it."
    saved = browser.post(BOTH, form.typed({TEXT: "○ One 명", LABEL: "Eungdapso"}), follow=True)
    assert f"{left} Please check." in words(saved)
    # Done, but for a look at it: so it says wherever it is counted.
    marked = "1 of 1 answers with text, 1 with Korean in it"
    assert marked in words(saved)
    assert "Translated, but Korean in it" in words(saved)
    assert marked in words(browser.get("/springfield/test-2030/"))
    ready = "The writers of the section send it for review, with the translation."
    assert ready in words(saved)
    checked = words(browser.get(f"{SECTION}send/")).partition("Answers to check: 1")[2]
    assert left in checked
    form = form_at(saved, PREVIEW)
    saved = browser.post(BOTH, form.typed({TEXT: "○ One", LABEL: "Eungdapso"}), follow=True)
    assert left not in words(saved)
    assert "Korean in it" not in words(saved)
    assert left not in words(browser.get(f"{SECTION}send/"))


def test_who_signs_reads_the_same_of_a_translation_as_who_sends(
    browser: Client, response: Response, writer: User
) -> None:
    write(response, "a-2", writer, text="○ 표\n가\t1\n나\t2")
    translate(response, "a-2", writer, text="○ One 명")
    pages = [browser.get(f"{SECTION}send/")]
    browser.post(f"{SECTION}send/")
    browser.force_login(make_member(response.city, Role.REVIEWER, "Han"))
    pages.append(browser.get(f"{SECTION}review/"))
    digest = read_snapshot(response).sections_by_key["alpha"].digest
    seen = {"ask": "1", "seen": digest, "step": "0"}
    pages.append(browser.post(f"{SECTION}approve/", seen))
    for page in pages:
        listed = page.content.decode().partition('id="odd"')[2].partition("</ul>")[0]
        assert re.findall('href="([^"]*)"', listed) == [f"{SECTION}?show=both#a-2_en"]
        assert "The translation still has Korean in it." in listed
        assert "The original has a table that the translation does not have." in listed


@pytest.mark.parametrize(
    ("typed", "asks"),
    [
        ("https://eungdapso.seoul.go.kr", True),
        ("WWW.eungdapso.kr/", True),
        ("Eungdapso (https://eungdapso.seoul.go.kr)", False),
        ("Eungdapso.kr", False),
    ],
)
def test_an_address_in_place_of_the_name_of_a_link_is_asked_about(
    typed: str,
    asks: bool,  # noqa: FBT001 - a case
    browser: Client,
) -> None:
    form = form_at(browser.get(BOTH), PREVIEW)
    saved = browser.post(BOTH, form.typed({TEXT: "○ One", LABEL: typed}), follow=True)
    assert "응답소 (Name of the link)" in words(saved)
    asked = "A web address stands where a name, such as that of a link, is to be translated."
    assert (asked in words(saved)) is asks
    assert (asked in words(browser.get(f"{SECTION}send/"))) is asks


def test_a_table_that_a_translation_lacks_is_asked_about(
    browser: Client, response: Response, writer: User
) -> None:
    lacks = "The original has a table that the translation does not have. Please check."
    write(response, "a-2", writer, text="○ 표\n가\t1\n나\t2")
    for text, asks in (("○ Table", True), ("○ Table\nA\t1\nB\t2", False)):
        translate(response, "a-2", writer, text=text)
        assert (lacks in words(browser.get(BOTH))) is asks
