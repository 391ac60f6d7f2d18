"""Words that are translated already in another answer, offered beside those that are not."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.models import Response, User
from tests.support.browser import Page, form_at
from tests.support.factories import translate, write
from tests.views.translating.pages import BOTH, LABEL, LINKS, PREVIEW, TEXT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

NONE = "해당 없음: 우리 시에 해당 사업 없음"


def offers(page: Page) -> dict[str, tuple[str, str]]:
    """Return by field what a page offers, and where that is from."""
    return {
        field: (number, text)
        for field, hidden, number, text in re.findall(
            r'data-same="([^"]*)"[^>]*?( hidden)?>.*?data-same-number>([^<]*)<.*?'
            r"data-translation>([^<]*)<",
            page.content.decode(),
            re.DOTALL,
        )
        if not hidden
    }


def test_words_that_are_translated_elsewhere_are_taken_by_one_press(
    browser: Client,
    response: Response,
    writer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    write(response, "a-1", writer, nothing_to_report=NONE)
    write(response, "a-2", writer, text="○ 같음\n○ 둘", links=LINKS)
    write(response, "b-1", writer, text="○ 같음\n○ 둘")
    assert offers(browser.get(BOTH)) == {}
    translate(response, "b-1", writer, text="○ Same\n○ Two")
    # What the answers say is read with them: no query comes for it.
    with django_assert_num_queries(10):
        page = browser.get(BOTH)
    assert offers(page) == {TEXT: ("B.1", "○ Same\n○ Two")}
    button = ("rows", f"term {TEXT} ○ Same\n○ Two")
    sent = form_at(page, button).typed({LABEL: "Eung", "rows": button[1]})
    pressed = browser.post(BOTH, sent)
    form = form_at(pressed, PREVIEW)
    assert form.fields[TEXT] == ["○ Same\r\n○ Two"]
    assert form.fields[LABEL] == ["Eung"]
    # Nothing is offered to who has typed, nor from a translation of what was said before.
    assert offers(pressed) == {}
    write(response, "b-1", writer, text="○ 바뀜")
    write(response, "b-1", writer, text="○ 같음\n○ 둘")
    assert offers(browser.get(BOTH)) == {}


def test_reasons_and_names_of_links_are_offered_from_other_answers(
    browser: Client, response: Response, writer: User
) -> None:
    write(response, "a-1", writer, nothing_to_report=NONE)
    write(response, "a-2", writer, text="○ 하나", links=[LINKS[0], {**LINKS[0], "url": "a.kr"}])
    write(response, "b-1", writer, nothing_to_report=NONE)
    translate(response, "b-1", writer, nothing_to_report="None: no such project")
    assert offers(browser.get(BOTH)) == {"reason-a-1_en": ("B.1", "None: no such project")}
    write(response, "a-1", writer, links=LINKS)
    translate(response, "a-1", writer, links=[{"of": "응답소", "text": "Eungdapso"}])
    found = offers(browser.get(BOTH))
    second = LABEL.replace("--0--", "--1--")
    assert found == {LABEL: ("A.1", "Eungdapso"), second: ("A.1", "Eungdapso")}
    # What the glossary has in whole it offers itself.
    term = response.city.terms.create(language="en", original="응답소", translation="Eungdapso")
    assert offers(browser.get(BOTH)) == {}
    term.delete()
    page = browser.get("/springfield/test-2030/alpha/a-2_en/suggest/")
    assert [*offers(page).values()] == [("A.1", "Eungdapso")] * 2
