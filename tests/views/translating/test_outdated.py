"""A translation whose original changed: what of it is outdated, and how it is confirmed."""

import json

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.drafting import restore
from responses.domain.definition.loading import load
from responses.models import (
    Answer,
    Response,
    User,
)
from tests.support.browser import form_at, words
from tests.support.factories import (
    find,
    make_definition,
    translate,
    write,
)
from tests.views.translating.pages import BOTH, LABEL, LINKS, PREVIEW, SECTION, TEXT, since, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_what_changed_is_shown_until_the_translation_is_confirmed(
    browser: Client, response: Response, writer: User
) -> None:
    translate(response, "a-2", writer, text="○ One", links=[{"of": "응답소", "text": "E."}])
    fresh = {"label": "", "url": "new.seoul.go.kr"}
    write(response, "a-2", writer, text="○ 하나 둘", links=[*LINKS, fresh])
    page = browser.get(BOTH)
    told = words(page).partition("changed since it was translated:")[2]
    assert "둘" in told.partition("The translation is still right")[0]
    assert "new.seoul.go.kr" not in told.partition("The translation is still right")[0]
    assert "Original changed since" in words(page)
    assert "Missing:" not in words(page)
    form = form_at(page, ("confirm", "a-2_en"))
    untouched = browser.post(BOTH, form.fields, follow=True)
    assert "Original changed since" in words(untouched)
    confirmed = browser.post(BOTH, form.typed({"confirm": "a-2_en"}), follow=True)
    assert "Original changed since" not in words(confirmed)
    assert "A.2 EN: the translation stays." in words(confirmed)
    assert confirmed.redirect_chain == [(f"{BOTH}#a-2_en", 302)]
    assert stored()[1] == ("a-2", "en", 2, 2)


def test_what_is_saved_by_itself_says_of_nothing_that_it_is_still_right(
    browser: Client, response: Response, writer: User
) -> None:
    translate(response, "a-2", writer, text="○ One")
    write(response, "a-2", writer, text="○ 둘", links=LINKS)
    untouched = form_at(browser.get(BOTH), ("confirm", "a-2_en")).fields
    reply = browser.post(f"{SECTION}a-2_en/save/", untouched)
    assert (reply.status_code, json.loads(reply.content)["version"]) == (200, 1)
    assert stored()[1] == ("a-2", "en", 1, 1)


@pytest.mark.parametrize("path", [BOTH, f"{SECTION}a-2_en/save/"])
def test_who_changes_a_label_has_not_looked_at_the_text(
    path: str, browser: Client, response: Response, writer: User
) -> None:
    translate(response, "a-2", writer, text="○ One")
    write(response, "a-2", writer, text="○ 둘", links=LINKS)
    browser.post(path, form_at(browser.get(BOTH), PREVIEW).typed({LABEL: "Eungdapso"}))
    assert stored()[1] == ("a-2", "en", 2, 1)
    assert "Original changed since" in words(browser.get(BOTH))
    browser.post(path, form_at(browser.get(BOTH), PREVIEW).typed({TEXT: "○ Two"}))
    assert stored()[1] == ("a-2", "en", 3, 2)
    assert "Original changed since" not in words(browser.get(BOTH))


SAME = [{"label": "응답소", "url": "one.kr"}, {"label": "응답소", "url": "two.kr"}]
OTHER = "q-a-2_en--links--1--text"


@pytest.fixture
def labelled(browser: Client, response: Response, writer: User) -> Client:
    """Give a browser of who has translated a text and two labels that say the same."""
    write(response, "a-2", writer, text="○ 하나", links=SAME)
    form = form_at(browser.get(BOTH), PREVIEW)
    browser.post(BOTH, form.typed({TEXT: "○ One", LABEL: "Eungdapso", OTHER: "Complaints"}))
    assert stored() == [("a-2", "", 2, None), ("a-2", "en", 1, 2)]
    return browser


def labels() -> list[str]:
    rows = Answer.objects.get(language="en").content["parts"]["links"]
    return [f"{row['of']} {row['text']} {row['at']}" for row in rows]


def test_a_label_that_is_corrected_keeps_its_translation_and_outdates_it(
    labelled: Client,
    response: Response,
    writer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    assert labels() == ["응답소 Eungdapso 1.0.label", "응답소 Complaints 2.1.label"]
    corrected = {**SAME[1], "label": "응답소 누리집"}
    labelled.get(BOTH)
    # Moved as well, and given another address afterwards.
    write(response, "a-2", writer, text="○ 하나", links=[corrected, SAME[0]])
    corrected["url"] = "three.kr"
    write(response, "a-2", writer, text="○ 하나", links=[corrected, SAME[0]])
    with django_assert_num_queries(10):
        page = labelled.get(BOTH)
    assert "Original changed since" in words(page)
    assert "1 of 1 answers with text, 1 outdated" in words(page)
    said = "The original has changed since it was translated: links"
    assert since(page) == f"{said} 응답소<ins> inserted: 누리집 end of insertion"
    fields = form_at(page, PREVIEW).fields
    assert (fields[LABEL], fields[OTHER]) == (["Complaints"], ["Eungdapso"])
    # What was left alone is still of what it was, until somebody says that it is right.
    labelled.post(BOTH, form_at(page, PREVIEW).typed({}))
    assert stored()[1] == ("a-2", "en", 1, 2)
    confirming = form_at(labelled.get(BOTH), ("confirm", "a-2_en"))
    confirmed = labelled.post(BOTH, confirming.typed({"confirm": "a-2_en"}), follow=True)
    assert "A.2 EN: the translation stays." in words(confirmed)
    assert "Original changed since" not in words(confirmed)
    assert stored()[1] == ("a-2", "en", 2, 4)
    assert labels() == ["응답소 누리집 Complaints 2.1.label", "응답소 Eungdapso 1.0.label"]


@pytest.mark.parametrize("path", [BOTH, f"{SECTION}a-2_en/save/"])
def test_who_corrects_the_translation_of_a_label_has_looked_at_that_alone(
    path: str, labelled: Client, response: Response, writer: User
) -> None:
    both = [{**row, "label": f"{row['label']} 누리집"} for row in SAME]
    write(response, "a-2", writer, text="○ 하나", links=both)
    labelled.post(path, form_at(labelled.get(BOTH), PREVIEW).typed({LABEL: "Eungdapso site"}))
    assert labels() == ["응답소 누리집 Eungdapso site 1.0.label", "응답소 Complaints 2.1.label"]
    assert "Original changed since" in words(labelled.get(BOTH))
    reply = labelled.post(path, form_at(labelled.get(BOTH), PREVIEW).typed({OTHER: "Site"}))
    if path != BOTH:
        assert json.loads(reply.content)["outdated"] is False
    assert "Original changed since" not in words(labelled.get(BOTH))


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ([SAME[1], SAME[0]], ["Complaints", "Eungdapso"]),
        ([{**SAME[0], "url": "new.kr"}, SAME[1]], ["Eungdapso", "Complaints"]),
        ([SAME[1]], ["Complaints"]),
        ([{"label": "", "url": "zero.kr"}, *SAME], ["Eungdapso", "Complaints"]),
    ],
)
def test_rows_that_move_come_go_or_lead_elsewhere_outdate_nothing(
    labelled: Client,
    response: Response,
    writer: User,
    links: list[dict[str, str]],
    said: list[str],
) -> None:
    write(response, "a-2", writer, text="○ 하나", links=links)
    page = labelled.get(BOTH)
    assert "1 of 1 answers with text" in words(page)
    assert "Original changed since" not in words(page)
    fields = form_at(page, PREVIEW).fields
    found = [fields.get(name, [""])[0] for name in (LABEL, OTHER)]
    assert [each for each in found if each][: len(said)] == said
    # A row that was taken out and is put back is the same, and so is an earlier version.
    write(response, "a-2", writer, text="○ 하나", links=SAME)
    fields = form_at(labelled.get(BOTH), PREVIEW).fields
    assert (fields[LABEL], fields[OTHER]) == (["Eungdapso"], ["Complaints"])
    alpha, question = find(response, "a-2")
    restore(response, alpha, question, 2, base_version=4, author=writer)
    assert "Original changed since" not in words(labelled.get(BOTH))


def test_translations_stay_with_an_edition_whose_rules_are_renewed(
    browser: Client, response: Response, writer: User
) -> None:
    rows = [{"of": "응답소", "text": "Eungdapso"}]
    translate(response, "a-2", writer, text="○ One", links=rows)
    assert "1 of 1 answers with text" in words(browser.get(BOTH))
    definition = make_definition()
    definition["sections"][0]["questions"][1]["parts"][1]["required"] = False
    load(definition)
    page = browser.get(BOTH)
    assert "1 of 1 answers with text" in words(page)
    typed = form_at(page, PREVIEW).typed({TEXT: "○ Uno"})
    assert browser.post(BOTH, typed).status_code == 302
    assert stored()[1] == ("a-2", "en", 2, 1)
