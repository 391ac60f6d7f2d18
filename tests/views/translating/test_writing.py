"""Translations are written beside their originals, saved and kept."""

import json
import re
from functools import partial

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.content.kinds import KINDS
from responses.enums import Refusal, Role, Source
from responses.forms.answer.kinds.phrases import FIELDS
from responses.models import (
    Answer,
    City,
    RefusedText,
    Response,
    Revision,
    User,
)
from tests.support.browser import form_at, words
from tests.support.factories import (
    make_member,
    translate,
    write,
)
from tests.views.translating.pages import BOTH, LABEL, LINKS, PREVIEW, SECTION, TEXT, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

LABELLED = {"of": "응답소", "text": "Eungdapso", "at": "1.0.label"}


def test_words_are_translated_beside_the_original(browser: Client) -> None:
    page = browser.get(BOTH)
    said = words(page)
    assert "0 of 1 answers with text" in said
    assert "Not translated" in said
    assert "하나" in said
    legend = page.content.decode().partition("<legend>")[2].partition("</legend>")[0]
    assert re.findall(r'<span class="lgq-need[^>]*>([^<]*)<', legend) == ["Required"]
    form = form_at(page, PREVIEW)
    assert form.fields["q-a-2_en--links--0--of"] == ["응답소"]
    typed = form.typed({TEXT: "○ One", LABEL: "Eungdapso"})
    after = browser.post(BOTH, typed, follow=True)
    assert after.redirect_chain == [(BOTH, 302)]
    assert "Saved 1 translation." in words(after)
    assert "1 of 1 answers with text" in words(after)
    assert stored() == [("a-2", "", 1, None), ("a-2", "en", 1, 1)]
    assert Answer.objects.get(language="en").content == {
        "parts": {"text": "○ One", "links": [LABELLED]}
    }


def test_a_translation_alone_shows_no_original(browser: Client) -> None:
    assert "하나" not in words(browser.get(f"{SECTION}?show=translation"))


def test_a_refused_translation_is_settled_like_any_text(
    browser: Client, response: Response, writer: User
) -> None:
    typed = form_at(browser.get(BOTH), PREVIEW).typed({TEXT: "○ Mine"})
    translate(response, "a-2", make_member(response.city, Role.COORDINATOR), text="○ Theirs")
    # Nobody who combines two texts has this one beside them.
    write(response, "a-2", writer, text="○ 둘", links=LINKS)
    page = browser.post(BOTH, typed)
    assert page.status_code == 409
    refused = RefusedText.objects.get()
    assert (refused.language, refused.refusal) == ("en", Refusal.STALE)
    form = form_at(page, ("do", "combine"))
    combined = f"t{refused.pk}-{TEXT}"
    assert form.fields[combined]
    data = form.typed({"do": "combine", combined: "○ Both"})
    browser.post(f"{SECTION}unsaved/", data)
    assert Answer.objects.get(language="en").content["parts"]["text"] == "○ Both"
    assert stored() == [("a-2", "", 2, None), ("a-2", "en", 2, 1)]
    assert Revision.objects.latest("pk").source == Source.COMBINATION
    assert not RefusedText.objects.exists()


def test_a_translation_is_saved_while_it_is_typed(
    browser: Client,
    response: Response,
    writer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    translate(response, "a-2", writer, text="○ One")
    form = form_at(browser.get(BOTH), PREVIEW)
    typed = form.typed({TEXT: "○ One more", LABEL: "Eungdapso"})
    # Who is signed in takes two.
    with django_assert_num_queries(7):
        reply = browser.post(f"{SECTION}a-2_en/save/", typed)
    told = json.loads(reply.content)
    assert (reply.status_code, told["state"], told["version"]) == (200, "saved", 2)
    assert "Translated" in told["status"]
    assert stored() == [("a-2", "", 1, None), ("a-2", "en", 2, 1)]


@pytest.mark.parametrize("path", [BOTH, f"{SECTION}a-2_en/save/"])
def test_a_translation_is_of_no_version_that_is_not_there_yet(browser: Client, path: str) -> None:
    form = form_at(browser.get(BOTH), PREVIEW)
    reply = browser.post(path, form.typed({TEXT: "○ One", "of-a-2_en": "99"}))
    assert reply.status_code in {200, 302}
    assert stored()[1] == ("a-2", "en", 1, 1)


def test_an_unsaved_translation_waits_for_its_language(
    browser: Client, response: Response, writer: User
) -> None:
    typed = form_at(browser.get(BOTH), PREVIEW).typed({TEXT: "○ Mine"})
    translate(response, "a-2", make_member(response.city, Role.COORDINATOR), text="○ Theirs")
    browser.post(BOTH, typed)
    unsaved = f"{SECTION}unsaved/"
    assert "Mine" in browser.get(unsaved).content.decode()
    City.objects.update(submission_language="")
    assert "Mine" not in browser.get(unsaved).content.decode()
    for path in (SECTION, "/"):
        assert f'href="{unsaved}' not in browser.get(path).content.decode()
    City.objects.update(submission_language="en")
    assert "Mine" in browser.get(unsaved).content.decode()
    for path in (SECTION, "/"):
        assert f'href="{unsaved}' in browser.get(path).content.decode()


def test_each_phrase_says_what_it_is() -> None:
    found = [kind.phrases for kind in KINDS.values() if kind.translated == "phrases"]
    given = [each.args[0] for each in found if isinstance(each, partial)]
    assert len(given) == len(found) == 3
    fields = [field for each in given for field in getattr(each, "fields", each)]
    assert {each.key for each in fields if each.words} == FIELDS.keys()


def test_nothing_is_asked_of_phrases_that_the_original_does_not_have(
    browser: Client, response: Response, writer: User
) -> None:
    lines = '<fieldset class="lgq-part lgq-phrases">'
    assert lines in browser.get(BOTH).content.decode()
    write(response, "a-2", writer, text="○ 하나")
    page = browser.get(BOTH).content.decode()
    assert TEXT in page
    assert lines not in page


def test_a_contact_that_is_translated_in_part_is_saved_and_shown(
    browser: Client, response: Response, writer: User
) -> None:
    contact = {"name": "김하나", "title": "과장", "agency": "시청", "email": "a@city.example"}
    write(response, "a-1", writer, contact=contact)
    form = form_at(browser.get(BOTH), PREVIEW).typed({"q-a-1_en--contact--0--text": "Kim Hana"})
    saved = browser.post(f"{SECTION}a-1_en/save/", form, headers={"accept": "application/json"})
    assert saved.status_code == 200
    page = browser.get(BOTH)
    assert page.status_code == 200
    assert "Missing: contact" in words(page)


def test_only_what_the_original_says_is_asked_for(
    browser: Client, response: Response, writer: User
) -> None:
    write(response, "b-1", writer, **{"nothing-to-report": "해당 없음"})
    page = browser.get("/springfield/test-2030/beta/?show=both")
    needs = re.findall(r'<span class="lgq-need[^>]*>([^<]*)<', page.content.decode())
    assert needs == ["Nothing to translate", "Required"]


def test_a_phrase_that_is_gone_from_the_original_says_so(
    browser: Client, response: Response, writer: User
) -> None:
    translate(response, "a-2", writer, text="○ One", links=[{"of": "응답소", "text": "E."}])
    gone = "No longer in the original"
    assert gone not in words(browser.get(BOTH))
    write(response, "a-2", writer, text="○ 하나", links=[{**LINKS[0], "label": "새 이름"}])
    assert words(browser.get(BOTH)).count(gone) == 1
