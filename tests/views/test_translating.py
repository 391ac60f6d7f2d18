"""Translating a section in a browser without scripts."""

import json
import re
from functools import partial

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.drafting import restore
from responses.domain.auditing import Actor
from responses.domain.content.kinds import KINDS
from responses.domain.definition.loading import load
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.plain import read_contents
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Refusal, Role, Source, State
from responses.forms.answer.kinds.phrases import FIELDS
from responses.models import (
    Answer,
    City,
    RefusedText,
    Response,
    Revision,
    SectionWork,
    Submission,
    User,
)
from tests.support.browser import Page, form_at, words
from tests.support.factories import (
    approve_all,
    assign,
    find,
    make_definition,
    make_member,
    make_submission,
    translate,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

SECTION = "/springfield/test-2030/alpha/"
BOTH = f"{SECTION}?show=both"
TEXT, LABEL = "q-a-2_en--text", "q-a-2_en--links--0--text"
PREVIEW = ("rows", f"preview {TEXT}")
LINKS = [{"label": "응답소", "url": "eungdapso.seoul.go.kr"}]
LABELLED = {"of": "응답소", "text": "Eungdapso", "at": "1.0.label"}


@pytest.fixture
def writer(response: Response) -> User:
    response.city.submission_language = "en"
    response.city.save()
    writer = make_member(response.city, Role.CONTRIBUTOR, "Kim")
    write(response, "a-2", writer, text="○ 하나", links=LINKS)
    return writer


@pytest.fixture
def browser(client: Client, writer: User) -> Client:
    client.force_login(writer)
    return client


def stored() -> list[tuple[str, str, int, int | None]]:
    fields = ("question__key", "language", "version", "translates")
    return list(Answer.objects.order_by("question", "language").values_list(*fields))


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
        assert "The original has a table that the translation has not." in listed


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
    lacks = "The original has a table that the translation has not. Please check."
    write(response, "a-2", writer, text="○ 표\n가\t1\n나\t2")
    for text, asks in (("○ Table", True), ("○ Table\nA\t1\nB\t2", False)):
        translate(response, "a-2", writer, text=text)
        assert (lacks in words(browser.get(BOTH))) is asks


def test_a_translation_alone_shows_no_original(browser: Client) -> None:
    assert "하나" not in words(browser.get(f"{SECTION}?show=translation"))


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


def since(page: Page) -> str:
    """Return what a page says of how the original has changed since it was translated."""
    html = page.content.decode().partition("data-changed-since")[2].partition("<button")[0]
    said = re.sub("</?(?!ins|del)[^>]*>", " ", html.partition("<p>")[2])
    return " ".join(said.split())


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


@pytest.mark.parametrize("path", [BOTH, f"{SECTION}a-2_en/save/"])
def test_a_translation_is_of_no_version_that_is_not_there_yet(browser: Client, path: str) -> None:
    form = form_at(browser.get(BOTH), PREVIEW)
    reply = browser.post(path, form.typed({TEXT: "○ One", "of-a-2_en": "99"}))
    assert reply.status_code in {200, 302}
    assert stored()[1] == ("a-2", "en", 1, 1)


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


def test_who_translates_reads_why_the_section_came_back(
    browser: Client, client: Client, response: Response
) -> None:
    alpha, _ = find(response, "a-2")
    chief = make_member(response.city, Role.COORDINATOR, "Chief")
    approve_all(response, make_member(response.city, Role.REVIEWER))
    back = Move(Action.REOPEN, comment="Translate the rest.")
    perform(back, response, alpha, actor=Actor(chief))
    said = words(browser.get(BOTH))
    assert "Reopened by Chief: Translate the rest." in said


def test_who_reviews_a_section_comes_to_its_translations(
    browser: Client, response: Response
) -> None:
    assert f'href="{BOTH}"' in browser.get(f"{SECTION}review/").content.decode()
    response.city.submission_language = ""
    response.city.save()
    assert f'href="{BOTH}"' not in browser.get(f"{SECTION}review/").content.decode()


def test_what_is_to_be_translated_is_counted_where_work_is_planned(
    browser: Client,
    client: Client,
    response: Response,
    writer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    assign(response, "alpha", writer)
    write(response, "a-1", writer, text="○ 둘", yes_no="yes")
    browser.get("/")
    with django_assert_num_queries(10):
        page = browser.get("/")
    assert "2 answers to translate" in words(page)
    assert f'href="{BOTH}"' in page.content.decode()
    translate(response, "a-1", writer, text="○ Two")
    assert "1 answer to translate" in words(browser.get("/"))
    write(response, "a-1", writer, text="○ 셋", yes_no="yes")
    assert "2 answers to translate" in words(browser.get("/"))
    overview = words(browser.get("/springfield/test-2030/"))
    assert "Translated into English: 1 of 2 answers with text, 1 outdated" in overview
    client.force_login(make_member(response.city, Role.COORDINATOR))
    dashboard = words(client.get("/springfield/test-2030/dashboard/"))
    assert "Translation into English 1 of 2 answers with text, 1 outdated" in dashboard
    # What is translated in part is outdated, too.
    translate(response, "a-2", writer, text="○ One")
    write(response, "a-2", writer, text="○ 하나 둘", links=LINKS)
    assert "1 of 2 answers with text, 2 outdated" in words(
        client.get("/springfield/test-2030/dashboard/")
    )
    assert "Partly translated, original changed since" in words(browser.get(BOTH))


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


def onward(page: Page) -> tuple[str, str]:
    """Return where the link to the next answer leads, and what it says."""
    links: list[tuple[str, str]]
    links = re.findall(r'<a href="([^"]*)" data-onward[^>]*>([^<]*)<', page.content.decode())
    [link] = dict.fromkeys(links)
    return link


def test_the_next_answer_to_translate_is_one_press_away(
    browser: Client, response: Response, writer: User
) -> None:
    write(response, "b-1", writer, text="○ 둘")
    words = "Next answer to translate"
    assert onward(browser.get(BOTH)) == ("#a-2_en", words)
    translate(response, "a-2", writer, text="○ One", links=[{"of": "응답소", "text": "E."}])
    there = f"{words}, in section B"
    beta = "/springfield/test-2030/beta/?show=both#b-1_en"
    assert onward(browser.get(BOTH)) == (beta, there)
    alone = beta.replace("both", "translation")
    assert onward(browser.get(f"{SECTION}?show=translation")) == (alone, there)
    # What is outdated counts, what others write does not.
    write(response, "a-2", writer, text="○ 셋", links=LINKS)
    assert onward(browser.get(BOTH)) == ("#a-2_en", words)
    translate(response, "a-2", writer, text="○ 3", links=[{"of": "응답소", "text": "E."}])
    assign(response, "beta", make_member(response.city, Role.CONTRIBUTOR))
    assert onward(browser.get(BOTH)) == ("#main", words)


def test_the_front_page_leads_on_to_translate_whom_it_lets(
    client: Client, response: Response, writer: User
) -> None:
    front, onward = SECTION.removesuffix("alpha/"), f'href="{SECTION}?show=both">Go on translating'
    client.force_login(writer)
    assert onward in client.get(front).content.decode()
    SectionWork.objects.filter(section__key="alpha").update(state=State.IN_REVIEW)
    assert onward not in client.get(front).content.decode()
    SectionWork.objects.filter(section__key="alpha").update(state=State.DRAFT)
    client.force_login(make_member(response.city, Role.REVIEWER))
    assert onward not in client.get(front).content.decode()


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
