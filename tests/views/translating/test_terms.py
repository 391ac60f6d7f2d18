"""Terms of the glossary beside what is translated."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.models import (
    Response,
    User,
)
from tests.support.browser import form_at
from tests.support.factories import (
    write,
)
from tests.views.translating.pages import BOTH, LABEL, LINKS, PREVIEW, SECTION, TEXT, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_terms_of_the_glossary_stand_beside_what_is_translated(
    browser: Client,
    response: Response,
    writer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    write(response, "a-2", writer, text="□ 응답소와 시장실\n○ 시장", links=LINKS)
    city = response.city
    terms = {"응답소": "Eungdapso", "시장": "Mayor", "시장실": "Mayor's Office", "구": "Gu"}
    for original, translation in terms.items():
        city.terms.create(language="en", original=original, translation=translation)
    city.terms.create(language="ko", original="구청", translation="다른 언어")
    browser.get(BOTH)
    # One is that of the terms, however many fields there are.
    with django_assert_num_queries(10):
        page = browser.get(BOTH)
    html = page.content.decode()
    beside = {
        field: re.findall(r'<span lang="ko">([^<]*)</span> → <span lang="en" [^>]*>([^<]*)<', part)
        for field, part in re.findall(r'data-terms="([^"]*)"(.*?)</ul>', html, re.DOTALL)
    }
    assert beside == {
        TEXT: [
            ("응답소", "Eungdapso"),
            ("시장실", "Mayor&#x27;s Office"),
            ("시장", "Mayor"),
        ],
        LABEL: [("응답소", "Eungdapso")],
    }
    assert "data-terms" not in browser.get(SECTION).content.decode()


def test_a_press_puts_a_term_behind_the_text_and_loses_nothing(
    browser: Client, response: Response, writer: User
) -> None:
    write(response, "a-1", writer, nothing_to_report="응답소가 없음")
    write(response, "a-2", writer, text="□ 응답소", links=LINKS)
    response.city.terms.create(language="en", original="응답소", translation='The "Eungdapso"')
    page = browser.get(BOTH)
    typed: dict[str, str | list[str]] = {
        TEXT: "○ Of",
        LABEL: "",
        "reason-a-1_en": "None (",
        "q-a-2_en--links--0--of": "응답소",
    }
    for field, after in [
        (TEXT, '○ Of The "Eungdapso"'),
        (LABEL, 'The "Eungdapso"'),
        ("reason-a-1_en", 'None (The "Eungdapso"'),
    ]:
        button = ("rows", f'term {field} The "Eungdapso"')
        pressed = browser.post(BOTH, form_at(page, button).typed({**typed, "rows": button[1]}))
        form = form_at(pressed, PREVIEW)
        assert {name: form.fields[name] for name in typed} == {
            name: [after if name == field else text] for name, text in typed.items()
        }
        html = pressed.content.decode()
        focused = re.findall(r'<(?:input|textarea) [^>]*id="([^"]*)"[^>]* autofocus', html)
        assert focused == [field]
    assert stored() == [("a-1", "", 1, None), ("a-2", "", 2, None)]
    before = form_at(page, PREVIEW).typed(typed)
    # What no button of the page says changes nothing, such as a version or the original.
    kept = {**typed, "version-a-2_en": "0"}
    for name in ("version-a-2_en", "q-a-2_en--links--0--of", "q-a-2--text", "person"):
        form = form_at(browser.post(BOTH, {**before, "rows": f"term {name} 9"}), PREVIEW)
        assert {each: form.fields[each] for each in kept} == {k: [v] for k, v in kept.items()}


def test_terms_stand_beside_a_reason_for_nothing_to_report(
    browser: Client, response: Response, writer: User
) -> None:
    response.city.terms.create(language="en", original="응답소", translation="Eungdapso")
    write(response, "a-1", writer, nothing_to_report="응답소가 없음")
    html = browser.get(BOTH).content.decode()
    assert 'data-terms="reason-a-1_en"' in html
    # What was typed stays, and the terms beside it.
    typed = form_at(browser.get(BOTH), PREVIEW).typed({LABEL: "x" * 20_001})
    assert 'data-terms="reason-a-1_en"' in browser.post(BOTH, typed).content.decode()
