"""Translations where they are read alone, and what the page of both takes."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.snapshot.plain import read_contents
from responses.enums import Refusal, Role, State
from responses.models import (
    City,
    RefusedText,
    Response,
    Submission,
    User,
)
from tests.support.browser import form_at, words
from tests.support.factories import (
    make_member,
    make_submission,
    translate,
    write,
)
from tests.views.translating.pages import BOTH, LINKS, PREVIEW, SECTION, TEXT, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.mark.parametrize("language", ["ko", "xx", ""])
def test_there_is_no_other_language(browser: Client, language: str) -> None:
    assert browser.get(f"{SECTION}a-2_{language}/history/").status_code == 404
    assert browser.post(f"{SECTION}a-2_{language}/save/", {}).status_code == 404


def test_a_city_that_submits_in_its_own_language_has_no_translations(
    browser: Client,
) -> None:
    text = "○ One\n" * 50
    typed = form_at(browser.get(BOTH), PREVIEW).typed({TEXT: text})
    City.objects.update(submission_language="")
    lost = browser.post(BOTH, typed)
    assert lost.status_code == 404
    assert text in lost.content.decode()
    page = browser.get(SECTION)
    assert "?show=both" not in page.content.decode()
    assert browser.get(f"{SECTION}a-2_en/history/").status_code == 404


def test_translations_are_read_where_they_cannot_be_written(
    browser: Client, response: Response, writer: User
) -> None:
    translate(response, "a-2", writer, text="○ One", links=[{"of": "응답소", "text": "E."}])
    response.works.update(state=State.IN_REVIEW)
    said = words(browser.get(BOTH))
    assert "One" in said
    assert "하나" in said
    assert "Eungdapso" not in said


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_translation_is_read_as_its_document_says_it(
    language: str, client: Client, response: Response, writer: User
) -> None:
    write(response, "a-1", writer, text="○ 하나", yes_no="yes")
    translate(response, "a-1", writer, text="○ One")
    client.force_login(make_member(response.city, Role.REVIEWER))
    client.cookies["django_language"] = language
    html = client.get(BOTH).content.decode()
    _head, _, card = html.partition('<section class="lgq-card lgq-translation" id="a-1_en"')
    assert 'data-number="A.1 EN"' in card
    original, _, translation = card.partition("</section>")[0].partition(' lang="en">')
    assert ("예" in original) == (language == "ko")
    assert "Yes" in translation
    assert "예" not in translation
    assert "One" in translation


@pytest.mark.parametrize("count", [1, 2])
def test_query_count_of_the_page(
    browser: Client,
    response: Response,
    writer: User,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Session, person, access, snapshot, what is the person's, terms, threads, holders, refused,
    others.

    And what the originals said, where any has changed since.
    """
    for key in ("a-2", "a-1")[:count]:
        write(response, key, writer, text="○ 하나", links=LINKS)
        translate(response, key, writer, text="○ One")
    browser.get(BOTH)
    with django_assert_num_queries(10):
        browser.get(BOTH)
    for key in ("a-2", "a-1")[:count]:
        write(response, key, writer, text="○ 둘", links=LINKS)
    with django_assert_num_queries(11):
        page = browser.get(BOTH)
    assert words(page).count("The translation is still right") == count


def test_a_card_that_was_drawn_before_shows_what_is_there_now(
    browser: Client, response: Response, writer: User
) -> None:
    """What it shows is known by all that can change in it."""
    rows = [{"of": "응답소", "text": "Eungdapso"}]
    translate(response, "a-2", writer, text="○ One", links=rows)

    def card(url: str = BOTH, **headers: str) -> str:
        twice = {browser.get(url, headers=headers).content.decode() for _ in range(2)}
        cards = {
            re.sub(r'.*(<section [^>]*id="a-2_en".*?</section>).*', r"\1", each, flags=re.DOTALL)
            for each in twice
        }
        assert len(cards) == 1
        return cards.pop()

    seen = [card(), card(BOTH.replace("both", "translation"))]
    assert ["하나" in each for each in seen] == [True, False]
    response.city.terms.create(language="en", original="하나", translation="The One")
    seen.append(card())
    assert ["The One" in each for each in seen] == [False, False, True]
    write(response, "a-2", writer, text="○ 하나 둘", links=LINKS)
    seen.append(card())
    assert ["still right" in each for each in seen] == [False, False, False, True]
    write(response, "a-2", writer, text="○ 하나", links=LINKS)
    seen.append(card())
    assert "and says the same again" in seen[-1]
    assert 'name="of-a-2_en" value="3"' in seen[-1]
    seen.append(card(**{"accept-language": "ko"}))
    assert "다시 같아졌습니다" in seen[-1]
    form = form_at(browser.get(BOTH), ("confirm", "a-2_en"))
    browser.post(BOTH, form.typed({"confirm": "a-2_en"}))
    seen.append(card())
    translate(response, "a-2", writer, text="○ Uno", links=rows)
    seen.append(card())
    assert "Uno" in seen[-1]
    assert len(set(seen)) == len(seen)


def test_a_viewer_reads_both_and_writes_nothing(
    client: Client, response: Response, writer: User
) -> None:
    translate(response, "a-2", writer, text="○ One")
    typed = {"version-a-2_en": "1", "of-a-2_en": "1", TEXT: "○ Mine"}
    viewer = make_member(response.city, Role.VIEWER)
    client.force_login(viewer)
    page = client.get(BOTH)
    assert ("하나" in words(page), "One" in words(page)) == (True, True)
    assert "<textarea" not in page.content.decode()
    assert client.post(BOTH, typed | {"person": str(viewer.pk)}).status_code == 403
    assert client.post(f"{SECTION}a-2_en/save/", typed).status_code == 403
    history = client.get(f"{SECTION}a-2_en/history/?from=0&to=1")
    assert (history.status_code, "Restore" in words(history)) == (200, False)
    assert client.get(f"{SECTION}a-2_en/history/?restore=1").status_code == 403
    assert stored()[1] == ("a-2", "en", 1, 1)


def test_a_sealed_response_shows_its_translations_and_keeps_what_comes_late(
    browser: Client, response: Response, writer: User
) -> None:
    translate(response, "a-2", writer, text="○ One")
    typed = form_at(browser.get(BOTH), PREVIEW).typed({TEXT: "○ Late"})
    make_submission(response)
    page = browser.get(BOTH)
    assert ("하나" in words(page), "One" in words(page)) == (True, True)
    assert f'name="{TEXT}"' not in page.content.decode()
    assert browser.post(BOTH, typed).status_code == 409
    late = RefusedText.objects.get()
    assert (late.language, late.refusal) == ("en", Refusal.CLOSED)
    assert late.content["parts"]["text"] == "○ Late"
    assert "Late" in browser.get(f"{SECTION}unsaved/").content.decode()
    sealed = Submission.objects.get()
    assert read_contents(sealed.snapshot)["a-2_en"].parts["text"] == "○ One"
    assert stored()[1] == ("a-2", "en", 1, 1)
