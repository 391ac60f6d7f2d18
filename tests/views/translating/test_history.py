"""The history of a translation, and its versions restored."""

import re

import pytest
from django.test import Client

from responses.models import (
    Answer,
    City,
    Response,
    User,
)
from tests.support.browser import form_at, words
from tests.support.factories import (
    translate,
    write,
)
from tests.views.translating.pages import BOTH, LINKS, SECTION, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_translation_has_a_history_of_its_own(
    browser: Client, response: Response, writer: User
) -> None:
    translate(response, "a-2", writer, text="○ One")
    translate(response, "a-2", writer, text="○ Two")
    url, of_original = f"{SECTION}a-2_en/history/", f"{SECTION}a-2/history/"
    page = browser.get(url)
    assert f'<a href="{of_original}">History of the original</a>' in page.content.decode()
    assert f'href="{BOTH}#a-2_en"' in page.content.decode()
    assert "Two" in words(browser.get(f"{url}?from=1&to=2"))
    there = f'<a href="{url}">History of the translation into English</a>'
    assert there in browser.get(of_original).content.decode()
    City.objects.update(submission_language="")
    assert "translation" not in words(browser.get(of_original))


def test_a_version_of_a_translation_is_restored_as_one_of_what_it_translates(
    browser: Client, response: Response, writer: User
) -> None:
    rows = [{"of": "응답소", "text": "Eungdapso"}]
    translate(response, "a-2", writer, text="○ One", links=rows)
    translate(response, "a-2", writer, text="○ Uno", links=rows)
    url = f"{SECTION}a-2_en/history/"
    note = "The original has changed since this version was written."
    assert note not in words(browser.get(f"{url}?restore=1"))
    write(response, "a-2", writer, text="○ 하나 둘", links=LINKS)
    translate(response, "a-2", writer, text="○ One two", links=rows)
    page = browser.get(f"{url}?restore=1")
    assert note in words(page)
    typed = form_at(page, ("restore", "1")).typed({"restore": "1"})
    restored = browser.post(url, typed, follow=True)
    assert "Version 1 is restored as version 4." in words(restored)
    assert stored() == [("a-2", "", 2, None), ("a-2", "en", 4, 1)]
    assert Answer.objects.get(language="en").content["parts"]["text"] == "○ One"
    assert "Original changed since" in words(browser.get(BOTH))
    assert browser.get(f"{url}?restore=9").status_code == 404


def test_a_table_that_has_changed_since_is_shown_by_its_cells(
    browser: Client, response: Response, writer: User
) -> None:
    table = "구분\t2020\n서울\t3,208명\n부산\t12명"
    write(response, "a-2", writer, text=table, links=LINKS)
    translate(response, "a-2", writer, text="One", links=[])
    write(response, "a-2", writer, text=table.replace("12", "13"), links=LINKS)
    html = browser.get(BOTH).content.decode()
    since = html.partition("lgq-changed-since")[2].partition('name="confirm"')[0]
    assert re.findall(r"<t[dh]( class=[^>]*)?>", since) == [
        "",
        ' class="outline-figure"',
        "",
        ' class="lgq-changed-cell outline-figure"',
    ]
    assert "12명" in since
    assert "13명" in since
