"""Threads on translations, beside them and on their own page, in a browser without scripts."""

import re
from typing import Any

import pytest
from django.test import Client

from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.content.content import canonical
from responses.domain.content.translating import translated
from responses.domain.glossary.choosing import choose_submission_language
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.talk.talking import Said, reply, start
from responses.enums import Action, Role
from responses.models import Answer, Notice, Remark, Response, Thread, User
from tests.support.browser import Page, form_at, forms_of, words
from tests.support.factories import (
    approve_all,
    assign,
    find,
    make_member,
    name_translators,
    translate,
    translate_afterwards,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

SECTION = "/springfield/test-2030/alpha/"
BOTH = f"{SECTION}?show=both"
TALK, SUGGEST = f"{SECTION}a-2_en/talk/", f"{SECTION}a-2_en/suggest/"
ORIGINAL = AnswerRef("springfield", "test-2030", "alpha", "a-2")
PLACE = ORIGINAL._replace(question="a-2_en")
TEXT = "s-q-a-2_en--text"


@pytest.fixture
def translator(response: Response) -> User:
    return make_member(response.city, Role.CONTRIBUTOR, "Translator")


@pytest.fixture(autouse=True)
def _submits(response: Response, writer: User, translator: User) -> None:
    assign(response, "alpha", writer)
    name_translators(response, "alpha", translator)
    write(response, "a-2", writer, text="○ 하나")
    translate(response, "a-2", translator, text="○ One")


@pytest.fixture
def browser(client: Client, translator: User) -> Client:
    client.force_login(translator)
    return client


def do(browser: Client, button: tuple[str, str], **typed: str) -> Page:
    """Press a button of the page of the talk, and follow."""
    name, value = button
    form = next(each for each in forms_of(browser.get(TALK)) if button in each.buttons)
    return browser.post(TALK, form.typed({**typed, name: value}), follow=True)


def in_place(browser: Client, url: str, text: str) -> Any:
    """Start a thread by the form under the translation, and follow."""
    form = next(each for each in forms_of(browser.get(url)) if each.action == TALK)
    return browser.post(TALK, form.typed({"text": text, "do": "start"}), follow=True)


def suggested(response: Response, author: User, text: str) -> Remark:
    content = canonical(translated(find(response, "a-2")[1], "en"), {"text": text})
    return start(author, PLACE, Said("Better so.", None, content)).remarks.get()


def beside(html: str, key: str) -> str:
    """Return what stands beside an answer, or a translation, of what was said about it."""
    inside = html.partition(f'id="said-{key}">')[2].partition("data-unreachable")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", inside).split())


@pytest.mark.parametrize("view", ["both", "translation"])
def test_a_thread_is_started_under_the_translation(browser: Client, view: str) -> None:
    url = f"{SECTION}?show={view}"
    page = in_place(browser, url, "Is it “one”?")
    assert page.redirect_chain == [(f"{url}#a-2_en", 302)]
    assert "The thread is started. Writer has been told." in words(page)
    thread = Thread.objects.get()
    assert (thread.language, thread.question.key) == ("en", "a-2")
    html = page.content.decode()
    assert beside(html, "a-2_en").startswith("Open thread · started by Translator A.2 EN")
    assert "Is it “one”?" in beside(html, "a-2_en")
    link = re.sub(r"<[^>]*>", "", html.partition('id="to-talk-a-2_en"')[2].partition("</a>")[0])
    assert link.partition(">")[2] == "Discussion (1 open) A.2 EN"


def test_each_page_shows_what_is_said_of_what_it_shows(
    browser: Client, reviewer: User, writer: User
) -> None:
    start(reviewer, ORIGINAL, Said("Which year?"))
    start(reviewer, PLACE, Said("Is it “one”?"))

    def seen(url: str) -> tuple[bool, bool]:
        html = browser.get(url).content.decode()
        return "Which year?" in html, "Is it “one”?" in html

    assert seen(SECTION) == (True, False)
    assert seen(BOTH) == (False, True)
    assert seen(f"{SECTION}a-2/talk/") == (True, False)
    assert seen(TALK) == (False, True)
    assert seen(f"{SECTION}review/") == (True, True)
    review = browser.get(f"{SECTION}review/").content.decode()
    about = review.partition('id="a-2_en"')[2]
    assert "About the translation into English" in about
    assert "Is it “one”?" in about.partition("</section>")[0]
    assert review.count('id="a-2_en"') == 1


def test_a_thread_about_a_translation_is_answered_on_the_reading_page(
    browser: Client, reviewer: User
) -> None:
    thread = start(reviewer, PLACE, Said("Is it “one”?"))
    review = f"{SECTION}review/"
    page = browser.get(review)
    own = next(each for each in forms_of(page) if each.fields.get("thread") == [str(thread.pk)])
    sent = browser.post(TALK, own.typed({"text": "Yes, it is.", "do": "reply"}))
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{review}#a-2_en")
    remarks = thread.remarks.order_by("pk").values_list("text", flat=True)
    assert [*remarks] == ["Is it “one”?", "Yes, it is."]
    # Of a translation of which nothing is said there is no form.
    assert "a-1_en" not in page.content.decode()


def test_a_card_that_was_drawn_before_shows_what_was_said_since(
    browser: Client, reviewer: User
) -> None:
    browser.get(BOTH)
    thread = start(reviewer, PLACE, Said("Is it “one”?"))
    assert "Is it “one”?" in beside(browser.get(BOTH).content.decode(), "a-2_en")
    reply(reviewer, PLACE, thread.pk, Said("Or “a”?"))
    assert "Or “a”?" in beside(browser.get(BOTH).content.decode(), "a-2_en")


def test_the_talk_leads_to_its_original_and_back(browser: Client, reviewer: User) -> None:
    html = browser.get(TALK).content.decode()
    assert "<h1>Discussion of A.2 EN</h1>" in html
    assert f'href="{BOTH}#a-2_en"' in html
    assert f'href="{SECTION}a-2/talk/">Discussion of the original</a>' in html
    said = words(browser.get(TALK))
    assert "Original, version 1" in said
    assert "하나" in said
    assert "Current translation, version 1" in said
    assert "suggestions on this translation will be listed here" in said
    other = browser.get(f"{SECTION}a-2/talk/").content.decode()
    assert f'href="{TALK}">Discussion of the translation into English</a>' in other


def test_a_thread_goes_from_its_start_to_its_end_and_back(
    browser: Client, client: Client, response: Response, writer: User, translator: User
) -> None:
    do(browser, ("do", "start"), text="Is it “one”?")
    assert "Your reply is in the thread." in words(do(browser, ("do", "reply"), text="@Writer?"))
    assert "on version 1" in words(browser.get(TALK))
    translate(response, "a-2", translator, text="○ The one")
    assert "on version 1; the translation is at 2 now" in words(browser.get(TALK))
    assert "The thread is resolved." in words(do(browser, ("do", "resolve")))
    assert "The thread is open again." in words(do(browser, ("do", "reopen")))
    mention = Notice.objects.get(person=writer, kind="mentioned")
    client.force_login(writer)
    remark = Remark.objects.latest("pk")
    page = client.get(f"/notices/{mention.pk}/")
    assert page["Location"] == f"{TALK}?show={remark.pk}#remark-{remark.pk}"
    assert "Translator mentioned you in the discussion of A.2 EN" in words(client.get("/notices/"))


def test_a_page_settles_what_it_shows_alone(client: Client, reviewer: User, writer: User) -> None:
    for place in (ORIGINAL, PLACE):
        start(reviewer, place, Said("Why?"))
    client.force_login(writer)

    def unread() -> set[str]:
        found = Notice.objects.filter(person=writer, kind="remarked", read_at=None)
        return set(found.values_list("language", flat=True))

    def after(url: str) -> set[str]:
        Notice.objects.update(read_at=None)
        client.get(url)
        return unread()

    assert after(SECTION) == {"en"}
    assert after(BOTH) == {""}
    assert after(f"{SECTION}review/") == set()
    assert after(TALK) == {""}
    assert after(f"{SECTION}a-2/talk/") == {"en"}


def test_a_translation_is_suggested_beside_its_original_and_accepted(
    browser: Client, client: Client, response: Response, reviewer: User, translator: User
) -> None:
    links = [{"label": "응답소", "url": "eungdapso.seoul.go.kr"}]
    response.city.terms.create(language="en", original="응답소", translation="Eungdapso")
    write(response, "a-2", writer_of(response), text="○ 하나\n○ 응답소", links=links)
    client.force_login(reviewer)
    page = client.get(SUGGEST)
    assert "<h1>Suggest a translation for A.2 EN</h1>" in page.content.decode()
    assert "응답소" in words(page)
    assert "Edit the translation as you would write it." in words(page)
    assert 'data-terms="s-q-a-2_en--text"' in page.content.decode()
    form = form_at(page, ("do", "suggest"))
    assert form.fields[TEXT] == ["○ One"]
    sent = {TEXT: "○ One\n○ Eungdapso", "s-q-a-2_en--links--0--text": "Eungdapso"}
    page = client.post(SUGGEST, form.typed({**sent, "do": "suggest"}), follow=True)
    remark = Remark.objects.get()
    assert (remark.version, remark.translates) == (1, 2)
    assert remark.suggestion == {
        "parts": {
            "text": "○ One\n○ Eungdapso",
            "links": [{"of": "응답소", "text": "Eungdapso", "at": "2.0.label"}],
        }
    }
    assert "Suggested translation" in words(page)
    assert "Accept the suggestion" not in words(page)
    client.force_login(translator)
    done = words(do(client, ("accept", str(remark.pk))))
    assert "The suggestion is accepted as version 2 of the translation." in done
    assert Answer.objects.get(language="en").translates == 2
    assert "Accepted as version 2" in done
    history = client.get(f"{SECTION}a-2_en/history/?from=1&to=2")
    assert "Eungdapso" in words(history)


def writer_of(response: Response) -> User:
    """Return who writes the original."""
    return response.works.get(section__key="alpha").contributors.get()


def test_who_does_not_write_it_accepts_nothing(
    client: Client, response: Response, reviewer: User
) -> None:
    remark = suggested(response, reviewer, "○ The one")
    other = make_member(response.city, Role.CONTRIBUTOR, "Other")
    client.force_login(other)
    assert "Accept the suggestion" not in words(client.get(TALK))
    form = forms_of(client.get(TALK))[1]
    sent = form.typed({"accept": str(remark.pk)})
    assert client.post(TALK, sent).status_code == 403
    assert "assigned to other people" in words(client.get(TALK))


def test_where_translations_come_afterwards_they_are_talked_about_after_approval(
    client: Client, response: Response, reviewer: User, translator: User
) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    translate_afterwards(response, "b-1", coordinator)
    remark = suggested(response, reviewer, "○ The one")
    start(reviewer, PLACE, Said("Late?"), required=True)
    client.force_login(writer_of(response))
    # What a signature is not of keeps nobody from it.
    assert "Threads to resolve" not in words(client.get(f"{SECTION}send/"))
    approve_all(response, reviewer)
    client.force_login(translator)
    assert "start a thread under it" not in words(client.get(BOTH))
    page = do(client, ("accept", str(remark.pk)))
    assert "accepted as version 2 of the translation" in words(page)
    client.force_login(reviewer)
    assert "If something has to change, start a thread under it." in words(client.get(BOTH))
    assert in_place(client, BOTH, "“The”?").redirect_chain == [(f"{BOTH}#a-2_en", 302)]


def test_sending_signing_and_sealing_say_how_many_are_about_translations(
    client: Client, response: Response, reviewer: User, writer: User
) -> None:
    start(reviewer, ORIGINAL, Said("Which year?"), required=True)
    start(reviewer, PLACE, Said("Is it “one”?"), required=True)
    start(reviewer, PLACE, Said("Or “a”?"))
    listed = (
        "Threads to resolve before sealing: 2 A.2 A.2 EN "
        "Other unresolved threads: 1 A.2 EN 2 are about translations"
    )
    client.force_login(writer)
    page = client.get(f"{SECTION}send/")
    assert listed in words(page)
    assert f'<a href="{TALK}">A.2 EN</a>' in page.content.decode()
    assert f'data-kept-at="{TALK}"' in page.content.decode()
    section = find(response, "a-2")[0]
    perform(Move(Action.SEND), response, section, actor=Actor(writer))
    client.force_login(reviewer)
    seen = read_snapshot(response).sections_by_key["alpha"].digest
    asked = client.post(f"{SECTION}approve/", {"ask": "1", "seen": seen, "step": "0"})
    assert listed in words(asked)
    client.force_login(make_member(response.city, Role.COORDINATOR))
    page = client.get("/springfield/test-2030/submissions/seal/")
    assert f'href="{TALK}?thread=' in page.content.decode()
    assert "A.2 EN Is it “one”?" in words(page)
    assert "2 are about translations" in words(page)


def test_they_are_counted_where_the_work_is_followed(
    client: Client, response: Response, reviewer: User, translator: User
) -> None:
    thread = start(reviewer, PLACE, Said("Is it “one”?"))
    client.force_login(translator)
    home = client.get("/").content.decode()
    assert f'href="{TALK}?thread={thread.pk}#thread-{thread.pk}">Discussion of A.2 EN' in home
    client.force_login(make_member(response.city, Role.COORDINATOR))
    said = words(client.get("/springfield/test-2030/dashboard/"))
    assert said.count("1 is about a translation") == 2


def test_no_file_is_brought_to_a_translation(browser: Client) -> None:
    assert browser.post(f"{SECTION}a-2_en/files/", {}).status_code == 404


@pytest.mark.parametrize("page", ["talk", "suggest", "people"])
def test_what_does_not_concern_a_person_is_not_there(
    browser: Client, response: Response, page: str
) -> None:
    url = f"{SECTION}a-2_en/{page}/"
    assert browser.get(url).status_code == 200
    assert browser.get(url.replace("a-2_en", "a-2_ko")).status_code == 404
    browser.force_login(make_member(response.city, Role.VIEWER))
    assert browser.get(url).status_code == (200 if page == "talk" else 403)
    coordinator = make_member(response.city, Role.COORDINATOR)
    choose_submission_language(response.city, "", actor=Actor(coordinator))
    browser.force_login(coordinator)
    assert browser.get(url).status_code == 404


def test_of_people_those_come_first_who_translate(
    browser: Client, response: Response, translator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are too many to list all."""
    monkeypatch.setattr("responses.domain.people.mentions.FEW", 3)

    def listed(key: str) -> list[str]:
        html = browser.get(f"{SECTION}{key}/people/").content.decode()
        return re.findall(r"<span data-name>@([^<]*)</span>", html)

    make_member(response.city, Role.CONTRIBUTOR, "Aaron")
    assert (listed("a-2"), listed("a-2_en")) == (
        ["Starter", "Writer"],
        ["Starter", "Translator", "Writer"],
    )
