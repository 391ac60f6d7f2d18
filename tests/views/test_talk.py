"""Talking about an answer in a browser without scripts."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.content.content import canonical
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.talk.talking import Said, Turn, start, turn
from responses.enums import Action, Role
from responses.models import (
    Answer,
    Membership,
    Notice,
    Question,
    RefusedText,
    Remark,
    Response,
    Thread,
    User,
)
from responses.validators import TEXT_MAX
from tests.support.browser import Page, focused, form_at, forms_of, words
from tests.support.factories import assign, find, make_member, write

pytestmark = pytest.mark.django_db

SECTION = "/springfield/test-2030/beta/"
URL = f"{SECTION}b-1/talk/"
SUGGEST = f"{SECTION}b-1/suggest/"
UNSAVED = f"{SECTION}unsaved/"
PLACE = AnswerRef("springfield", "test-2030", "beta", "b-1")


@pytest.fixture
def page_of(client: Client, writer: User) -> Client:
    """Sign the writer in."""
    client.force_login(writer)
    return client


def do(client: Client, button: tuple[str, str], number: int = 0, /, **typed: str) -> Page:
    """Press a button of the page, that of the thread of a place in the list, and follow."""
    forms = [form for form in forms_of(client.get(URL)) if button in form.buttons]
    name, value = button
    return client.post(URL, forms[number].typed({**typed, name: value}), follow=True)


def suggested(response: Response, author: User, text: str) -> Remark:
    content = canonical(find(response, "b-1")[1], {"text": text})
    return start(author, PLACE, Said("Better so.", None, content)).remarks.get()


def test_talk_of_an_answer_without_any_says_so(page_of: Client) -> None:
    told = words(page_of.get(URL))
    assert "Open 0 There are no open threads." in told
    assert "Not answered yet" in told
    assert "Must be resolved before" not in told  # that is for others to say


def test_who_cannot_resolve_a_thread_reads_who_does(page_of: Client, response: Response) -> None:
    told = "The person who started it, a reviewer or a coordinator resolves this thread."
    reviewer = make_member(response.city, Role.REVIEWER)
    start(reviewer, PLACE, Said("Which year?"))
    assert told not in words(page_of.get(URL))
    start(reviewer, PLACE, Said("Which budget?"), required=True)
    assert words(page_of.get(URL)).count(told) == 1
    page_of.force_login(reviewer)
    assert told not in words(page_of.get(URL))


def test_a_thread_goes_from_its_start_to_its_end_and_back(page_of: Client) -> None:
    page = do(page_of, ("do", "start"), text="○ Who says <b>so</b>?")
    thread = Thread.objects.get()
    assert page.redirect_chain == [(f"{URL}?thread={thread.pk}#thread-{thread.pk}", 302)]  # type: ignore[attr-defined]
    told = words(page)
    assert "The thread is started." in told
    assert "Started by Writer" in told
    assert "○ Who says <b>so</b>?" in told

    assert "Your reply is in the thread." in words(do(page_of, ("do", "reply"), text="Kim."))
    told = words(do(page_of, ("do", "resolve"), text="Thank you."))
    assert "The thread is resolved." in told
    assert "Resolved by Writer" in told
    assert [each.text for each in Remark.objects.order_by("pk")][1:] == ["Kim.", "Thank you."]

    assert "The thread is open again." in words(do(page_of, ("do", "reopen")))
    thread.refresh_from_db()
    assert thread.resolved_at is None


@pytest.mark.parametrize("typed", ["", "x" * (TEXT_MAX + 1)])
def test_what_cannot_be_kept_stays_in_its_field(page_of: Client, writer: User, typed: str) -> None:
    threads = [start(writer, PLACE, Said(name)) for name in ("One", "Two")]
    page = do(page_of, ("do", "reply"), 1, text=typed)
    assert page.status_code == 422  # type: ignore[attr-defined]
    field = f"text-{threads[1].pk}"
    html = page.content.decode()
    assert f'<a href="#{field}">' in html
    assert f'aria-describedby="{field}-error"' in html
    assert html.count("lgq-field-error") == 1
    assert [form.fields.get("text") for form in forms_of(page) if "text" in form.fields] == [
        [""],
        [typed],
        [""],
    ]
    assert focused(page)
    assert Remark.objects.count() == 2


def test_a_faulty_start_keeps_its_text_and_its_mark(client: Client, reviewer: User) -> None:
    client.force_login(reviewer)
    page = do(client, ("do", "start"), text=" ", required="yes")
    form = form_at(page, ("do", "start"))
    assert (form.fields["text"], form.fields["required"]) == ([" "], ["yes"])
    assert "Write something first." in words(page)


def test_a_name_stays_at_its_sign_and_an_address_is_none(
    page_of: Client, response: Response
) -> None:
    writer = make_member(response.city, Role.CONTRIBUTOR)
    start(writer, PLACE, Said("@이도윤님, 확인 바랍니다: kim@city.go.kr"))
    page = page_of.get(URL).content.decode()
    assert '<span class="lgq-at">@이</span>도윤님' in page
    assert "kim@city.go.kr" in page


def test_a_remark_says_on_which_version_it_was_written(
    page_of: Client, response: Response, writer: User
) -> None:
    for text in ("One", "Two", "Three"):
        write(response, "b-1", writer, text=text)
    shown = form_at(page_of.get(URL), ("do", "start")).typed({"text": "Why?", "do": "start"})
    write(response, "b-1", writer, text="Four")
    page = page_of.post(URL, shown, follow=True)
    assert "on version 3; the answer is at 4 now Changes since then" in words(page)
    assert f'href="{SECTION}b-1/history/?from=3&amp;to=4"' in page.content.decode()
    do(page_of, ("do", "reply"), text="Since then?")
    assert "on version 4 Since then?" in words(page_of.get(URL))


def test_members_are_listed_to_be_mentioned(page_of: Client, response: Response) -> None:
    make_member(response.city, Role.REVIEWER, "Baek")
    assert "@Baek Reviewer" in words(page_of.get(URL))
    assert "Mentioned: Baek" in words(do(page_of, ("do", "start"), text="@Baek, is it so?"))


def test_reviewers_and_coordinators_say_what_sealing_waits_for(
    client: Client, reviewer: User
) -> None:
    client.force_login(reviewer)
    assert "Must be resolved before sealing" in words(
        do(client, ("do", "start"), text="Check this.", required="yes")
    )
    told = words(do(client, ("do", "release")))
    assert "The response can be sealed while this thread is open." in told
    assert "Must be resolved before sealing" not in told
    do(client, ("do", "require"))
    assert Thread.objects.get().required


def test_who_did_not_start_a_thread_does_not_resolve_it(page_of: Client, reviewer: User) -> None:
    start(reviewer, PLACE, Said("Why?"), required=True)
    buttons = [button for form in forms_of(page_of.get(URL)) for button in form.buttons]
    assert ("do", "reply") in buttons
    assert not {("do", "resolve"), ("do", "release")} & {*buttons}
    sent = {"do": "resolve", "thread": str(Thread.objects.get().pk)}
    assert page_of.post(URL, sent).status_code == 403


def test_who_reads_only_finds_no_form(client: Client, response: Response, writer: User) -> None:
    suggested(response, writer, "New")
    client.force_login(make_member(response.city, Role.VIEWER))
    page = client.get(URL)
    assert "Better so." in words(page)
    assert [form for form in forms_of(page) if "text" in form.fields] == []
    assert b"accept" not in page.content


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "reply", "thread": "999", "text": "x"},
        {"do": "reply", "thread": "x", "text": "x"},
        {"do": "resolve"},
        {"accept": "999"},
        {"accept": "x"},
    ],
)
def test_what_is_not_there_is_not_found(page_of: Client, sent: dict[str, str]) -> None:
    assert page_of.post(URL, sent).status_code == 404


@pytest.mark.parametrize("url", [f"{SECTION}a-1/talk/", f"{SUGGEST}?thread=9", f"{SECTION}x/talk/"])
def test_another_question_or_thread_is_not_found(page_of: Client, url: str) -> None:
    assert page_of.get(url).status_code == 404


def test_what_is_posted_from_the_page_of_another_person_is_handed_back(
    page_of: Client, reviewer: User
) -> None:
    sent = {"do": "start", "text": "Mine", "person": str(reviewer.pk)}
    assert page_of.post(URL, sent).status_code == 401
    assert not Remark.objects.exists()


def test_people_of_one_name_are_told_apart(page_of: Client, response: Response) -> None:
    first, second = (make_member(response.city, Role.REVIEWER, "김민수") for _ in range(2))
    shown = words(page_of.get(URL))
    assert all(f"@김민수({each.email}) Reviewer" in shown for each in (first, second))
    assert "@Writer Contributor" in shown
    do(page_of, ("do", "start"), text=f"@김민수({second.email})님께")
    assert set(Remark.objects.get().mentioned.all()) == {second}
    do(page_of, ("do", "start"), text="@김민수님께")
    assert set(Remark.objects.latest("pk").mentioned.all()) == {first, second}


# --- Accepting -----------------------------------------------------------


def test_a_suggestion_is_accepted_in_one_click(
    page_of: Client, response: Response, reviewer: User
) -> None:
    remark = suggested(response, reviewer, "Suggested")
    page = do(page_of, ("accept", str(remark.pk)), text="Thank you.")
    told = words(page)
    assert "The suggestion is accepted as version 1 of the answer." in told
    assert "Accepted as version 1" in told
    assert "Thank you." in told
    assert f'href="{SECTION}b-1/history/?from=0&amp;to=1"' in page.content.decode()
    assert Answer.objects.get().content == {"parts": {"text": "Suggested"}}
    assert "Suggestion accepted" in words(page_of.get(f"{SECTION}b-1/history/"))
    # Pressed once more, on a page that is still open.
    again = {"accept": str(remark.pk), "thread": str(remark.thread_id), "version": "0"}
    page = page_of.post(URL, again)
    assert page.status_code == 409
    assert "This suggestion has already been accepted." in words(page)


def test_a_stale_acceptance_is_refused_and_leads_to_what_was_kept(
    page_of: Client, response: Response, writer: User, reviewer: User
) -> None:
    write(response, "b-1", writer, text="One")
    remark = suggested(response, reviewer, "Two")
    button = ("accept", str(remark.pk))
    sent = form_at(page_of.get(URL), button).typed({"text": "Thanks", "accept": button[1]})
    write(response, "b-1", reviewer_who_writes(response), text="Three")
    page = page_of.post(URL, sent)
    kept = RefusedText.objects.get()
    assert page.status_code == 409
    told = words(page)
    assert "The suggestion was not accepted This answer was saved in the meantime." in told
    assert f'href="{UNSAVED}#t{kept.pk}-title"' in page.content.decode()
    form = form_at(page, button)
    assert (form.fields["text"], form.fields["version"]) == (["Thanks"], ["2"])
    assert "Two" in words(page_of.get(UNSAVED))


def reviewer_who_writes(response: Response) -> User:
    return make_member(response.city, Role.COORDINATOR)


def test_acceptance_without_a_version_is_refused(
    page_of: Client, response: Response, reviewer: User
) -> None:
    remark = suggested(response, reviewer, "Two")
    page = page_of.post(URL, {"accept": str(remark.pk), "thread": str(remark.thread_id)})
    assert page.status_code == 428
    assert RefusedText.objects.count() == 1


def test_nothing_is_accepted_in_a_closed_section(
    page_of: Client, response: Response, writer: User, reviewer: User
) -> None:
    remark = suggested(response, reviewer, "Two")
    button = ("accept", str(remark.pk))
    sent = form_at(page_of.get(URL), button).typed({"accept": button[1]})
    perform(Move(Action.SEND), response, find(response, "b-1")[0], actor=Actor(writer))
    page = page_of.post(URL, sent)
    assert page.status_code == 409
    assert "The section was no longer open for writing." in words(page)
    html = page_of.get(URL).content.decode()
    assert "In review: answers cannot be changed now." in html
    assert 'name="accept"' not in html


def test_a_suggestion_is_declined_for_a_reason(
    page_of: Client, response: Response, reviewer: User
) -> None:
    remark = suggested(response, reviewer, "Two")
    button = ("decline", str(remark.pk))
    page = page_of.post(URL, form_at(page_of.get(URL), button).typed({"decline": button[1]}))
    assert page.status_code == 422
    assert "Give the reason for declining." in words(page)
    told = words(do(page_of, button, text="The law says One."))
    assert "The suggestion is declined." in told
    assert "Declined by Writer" in told
    assert "The law says One." in told
    assert b'name="accept"' not in page_of.get(URL).content
    assert Thread.objects.get().resolved_at


# --- Where it is linked and what it costs --------------------------------


def test_cards_and_review_say_how_many_threads_are_open(
    page_of: Client, response: Response, writer: User
) -> None:
    assert "Discussion B.1" in words(page_of.get(SECTION))
    assert "Discussion (" not in words(page_of.get(SECTION))
    for name in ("One", "Two", "Three"):
        start(writer, PLACE, Said(name))
    turn(writer, PLACE, Thread.objects.earliest("pk").pk, Turn.RESOLVE)
    page = page_of.get(SECTION)
    assert "Discussion (2 open) B.1" in words(page)
    assert 'href="b-1/talk/"' in page.content.decode()
    page = page_of.get(f"{SECTION}review/")
    assert "Discussion (2 open) B.1" in words(page)
    assert f'href="{URL}"' in page.content.decode()
    perform(Move(Action.SEND), response, find(response, "b-1")[0], actor=Actor(writer))
    assert "Discussion (2 open) B.1" in words(page_of.get(SECTION))
    for thread in Thread.objects.filter(resolved_at=None):
        turn(writer, PLACE, thread.pk, Turn.RESOLVE)
    assert "Discussion (3 resolved) B.1" in words(page_of.get(SECTION))


def test_who_can_only_read_is_led_to_no_talk_where_there_is_none(
    page_of: Client, response: Response, writer: User
) -> None:
    start(writer, PLACE, Said("One"))
    write(response, "a-1", writer, text="One")
    writer.memberships.update(role=Role.VIEWER)
    for page in ("", "review/"):
        assert "/talk/" not in page_of.get(f"/springfield/test-2030/alpha/{page}").content.decode()
        assert "Discussion (1 open) B.1" in words(page_of.get(f"{SECTION}{page}"))


@pytest.mark.parametrize("count", [1, 1000])
def test_talk_takes_eleven_queries_however_much_is_said(
    count: int,
    page_of: Client,
    response: Response,
    writer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    remark = suggested(response, writer, "New")
    Remark.objects.bulk_create(
        Remark(
            thread=remark.thread,
            author=writer,
            text=f"@Writer {number}",
            version=0,
            suggestion={"parts": {"text": f"New {number}"}} if number % 100 == 0 else None,
            created_at=remark.created_at,
        )
        for number in range(1, count)
    )
    read_snapshot(response)  # the edition is known to the process
    # session, person, response, snapshot, how many threads, those, remarks, who is mentioned,
    # what suggestions were made on, what the person may write, members
    with django_assert_num_queries(11):
        page = page_of.get(URL)
    assert page.content.decode().count("lgq-remark-who") == min(count, 21)


def texts(page: Any) -> list[str]:
    """Return what the remarks of a page say, in order."""
    return re.findall(r'lgq-remark-text">\s*(?:<[^>]*>\s*)*(\w+)', page.content.decode())


def test_of_a_long_thread_the_first_and_newest_are_shown_and_the_others_by_pages(
    page_of: Client, response: Response, writer: User, english: None
) -> None:
    thread = start(writer, PLACE, Said("r0"))
    first = thread.remarks.get()
    copied = {"thread": thread, "author": writer, "version": 0, "created_at": first.created_at}
    many = Remark.objects.bulk_create(
        Remark(text=f"r{number}", suggestion={"parts": {}} if number == 30 else None, **copied)
        for number in range(1, 66)
    )
    newest = [f"r{number}" for number in range(46, 66)]
    address = f"between-{thread.pk}"

    page = page_of.get(URL)
    assert texts(page) == ["r0", *newest]
    way = f"?thread={thread.pk}&amp;{address}"
    assert f'<a href="{way}=1#{address}">45 remarks in between</a>' in page.content.decode()

    page = page_of.get(URL, {address: "1"})
    assert texts(page) == ["r0", *(f"r{number}" for number in range(1, 21)), *newest]
    assert f'rel="next" href="{way}=2#{address}"' in page.content.decode()

    # What is asked to be shown, such as by its link, is on the page.
    page = page_of.get(URL, {"show": str(many[29].pk)})
    assert texts(page)[1] == "r21"
    assert f'id="remark-{many[29].pk}"' in page.content.decode()

    under = page_of.get(SECTION)
    assert texts(under) == ["r0", *newest[-5:]]
    assert "60 remarks in between" in under.content.decode()


def made_threads(response: Response, writer: User, count: int, resolved: int) -> list[Thread]:
    """Make so many threads about an answer, of which the first so many are resolved."""
    question, now = Question.objects.get(key="b-1"), timezone.now()
    threads = Thread.objects.bulk_create(
        Thread(
            response=response,
            question=question,
            resolved_at=now if number < resolved else None,
            resolved_by=writer if number < resolved else None,
        )
        for number in range(count)
    )
    Remark.objects.bulk_create(
        Remark(thread=thread, author=writer, text=f"t{number}", version=0, created_at=now)
        for number, thread in enumerate(threads)
    )
    return threads


def test_many_threads_stand_on_pages(
    page_of: Client, response: Response, writer: User, english: None
) -> None:
    threads = made_threads(response, writer, 90, resolved=45)

    page = page_of.get(URL)
    assert texts(page) == [f"t{at}" for at in [*range(45, 65), *range(20)]]
    told, html = words(page), page.content.decode()
    assert ("Open 45" in told, "Resolved 45" in told) == (True, True)
    assert 'rel="next" href="?open=2#open"' in html
    assert 'rel="next" href="?resolved=2#resolved"' in html

    page = page_of.get(URL, {"open": "3", "resolved": "2"})
    assert texts(page) == [f"t{at}" for at in [*range(85, 90), *range(20, 40)]]
    assert 'rel="next" href="?open=3&amp;resolved=3#resolved"' in page.content.decode()

    # A thread that an address names, a remark of which is to be shown, or in which was typed.
    late, done_with = threads[88], threads[44]
    remark = late.remarks.get()
    for page in (
        page_of.get(URL, {"thread": str(late.pk)}),
        page_of.get(URL, {"show": str(remark.pk)}),
        page_of.post(URL, {"do": "reply", "thread": str(late.pk), "text": ""}),
    ):
        assert texts(page) == [f"t{at}" for at in [*range(85, 90), *range(20)]]
    page = page_of.get(URL, {"thread": str(done_with.pk)})
    assert texts(page) == [f"t{at}" for at in [*range(45, 65), *range(40, 45)]]


@pytest.mark.parametrize("name", ["", "review/"])
def test_of_many_threads_the_newest_stand_under_their_answer_and_all_are_counted(
    name: str, page_of: Client, response: Response, writer: User, english: None
) -> None:
    threads = made_threads(response, writer, 50, resolved=15)
    Thread.objects.filter(pk__in=[each.pk for each in threads[38:]]).update(required=True)
    page = page_of.get(f"{SECTION}{name}")
    assert texts(page) == [f"t{at}" for at in [*range(28, 38), *range(40, 50), *range(5, 15)]]
    assert "Discussion (35 open) B.1" in words(page)
    assert f'<a href="{URL}">20 more threads<' in page.content.decode()


@pytest.mark.parametrize("name", ["", "review/"])
def test_threads_stand_under_their_answers_and_are_added_there(
    name: str, page_of: Client, response: Response, writer: User, reviewer: User
) -> None:
    thread = start(reviewer, PLACE, Said("Why <b>so</b>, A.2?"))
    page = page_of.get(f"{SECTION}{name}")
    html = page.content.decode()
    assert "Why &lt;b&gt;so&lt;/b&gt;, " in html
    assert f'href="{URL}?thread={thread.pk}#thread-{thread.pk}"' in html
    assert 'id="say-b-1"' in html
    back = name.strip("/") or "section"
    sent = {"do": "start", "text": "In place.", "back": back, "person": str(writer.pk)}
    reply = page_of.post(URL, sent)
    assert reply.status_code == 302
    assert reply.headers["Location"] == f"{SECTION}{name}#b-1"
    assert "In place." in words(page_of.get(f"{SECTION}{name}"))
    elsewhere = page_of.post(URL, {**sent, "text": "So.", "back": "//evil.example"})
    assert elsewhere.headers["Location"].startswith(URL)


@pytest.mark.parametrize(
    "role",
    Role,
)
@pytest.mark.parametrize("name", ["", "review/"])
def test_the_way_to_a_thread_says_what_one_can_do_there(
    name: str, role: Role, client: Client, response: Response, reviewer: User
) -> None:
    start(reviewer, PLACE, Said("Why so?"))
    client.force_login(make_member(response.city, role))
    told = words(client.get(f"{SECTION}{name}"))
    assert "See the discussion" in told
    assert ("Reply or resolve" in told) == (role is not Role.VIEWER)
    start(reviewer, PLACE, Said("Which year?"), required=True)
    told = words(client.get(f"{SECTION}{name}"))
    assert told.count("Reply or resolve") == {Role.VIEWER: 0, Role.CONTRIBUTOR: 1}.get(role, 2)


@pytest.mark.parametrize("name", ["", "review/"])
def test_one_replies_and_resolves_where_one_reads(
    name: str, page_of: Client, response: Response, writer: User, reviewer: User
) -> None:
    """And what stands there is read, a mention, too, but not what is folded or left out.

    With all else that the page shows, in one statement.
    """
    threads = [start(reviewer, PLACE, Said(f"Why, @{writer}?")) for _ in range(2)]
    turn(reviewer, PLACE, threads[0].pk, Turn.RESOLVE)
    Notice.objects.update(read_at=None)
    with CaptureQueriesContext(connection) as queries:
        page = page_of.get(f"{SECTION}{name}")
    assert sum('UPDATE "responses_notice"' in each["sql"] for each in queries) == 1
    unread = Notice.objects.filter(person=writer, read_at=None, kind="mentioned")
    assert [each.key for each in unread] == [f"remark:{threads[0].remarks.get().pk}"]
    html = page.content.decode()
    for act in ("reply", "resolve", "reopen"):
        form = next(each for each in forms_of(page) if each.fields.get("thread"))
        assert form.fields["thread"] == [str(threads[1].pk)] or act == "reopen"
        pk = form.fields["thread"][0]
        assert f'form="in-thread-{pk}" name="do" value="{act}"' in html
        page = page_of.post(form.action, form.typed({"text": f"{act}!", "do": act}), follow=True)
        assert page.redirect_chain == [(f"{SECTION}{name}#b-1", 302)]
        html = page.content.decode()
        assert f"{act}!" in html
    assert Thread.objects.filter(resolved_at=None).count() == 1
    refused = page_of.post(form.action, form.typed({"text": " ", "do": "reply"}))
    assert refused.status_code == 422
    assert f'id="text-{pk}-error"' in refused.content.decode()


def test_the_fold_of_a_thread_says_that_the_thread_is_open_not_who_started_it(
    page_of: Client, writer: User, reviewer: User
) -> None:
    thread = start(reviewer, PLACE, Said("Why so?"))
    assert f"Open thread · started by {reviewer}" in words(page_of.get(SECTION))
    turn(writer, PLACE, thread.pk, Turn.RESOLVE)
    assert f"Resolved thread · started by {reviewer}" in words(page_of.get(SECTION))


def test_it_is_said_who_was_told_of_what_was_said(
    page_of: Client, response: Response, writer: User
) -> None:
    choi = make_member(response.city, Role.VIEWER, "Choi")
    told = words(do(page_of, ("do", "start"), text="Is it so, @Choi?"))
    names = ", ".join(sorted({str(each.person) for each in Notice.objects.all()}))
    assert (f"The thread is started. {names} ha" in told, "Choi" in names) == (True, True)
    assert choi.notices.exists()

    words_of_reply = words(do(page_of, ("do", "reply"), text="@Choi?"))
    assert "Your reply is in the thread." in words_of_reply
    assert re.search(r"in the thread\. [^.]*Choi[^.]* been told\.", words_of_reply)

    assert re.search(
        r"is resolved\. [^.]*Choi[^.]* been told\.",
        words(do(page_of, ("do", "resolve"), text="Thanks, @Choi.")),
    )


def test_that_nobody_was_told_is_said_with_the_way_to_assign_somebody(
    client: Client, response: Response
) -> None:
    """In threads, in comments and with what is accepted, in the margin and on the page of talk."""
    alone = Membership.objects.get(city=response.city, role=Role.COORDINATOR).user
    client.force_login(alone)
    nobody = (
        "Nobody was told, as nobody is assigned here. To notify someone, write @ and their name."
    )
    href = "/springfield/test-2030/assignment/#s-beta"
    link = f'{nobody} <a href="{href}">Assign someone</a>'
    page = do(client, ("do", "start"), text="Who?")
    assert f"The thread is started. {link}</p>" in page.content.decode()
    comment = {"comment": "Who?"}
    page = client.post(f"{SECTION}comment/", comment, follow=True)
    assert f"Your comment is in the history. {link}</p>" in page.content.decode()
    assign(response, "beta", alone)
    page = client.post(f"{SECTION}comment/", comment, follow=True)
    said = "in the history. Nobody was told, as nobody else has to act here. To notify someone,"
    assert said in page.content.decode()
    choi = make_member(response.city, Role.REVIEWER, "Choi")
    page = client.post(f"{SECTION}comment/", {"comment": "Who, @Choi?"}, follow=True)
    assert "in the history. Choi has been told.</p>" in page.content.decode()
    client.force_login(choi)
    page = client.post(f"{SECTION}comment/", comment, follow=True)
    assert f"in the history. {alone} has been told.</p>" in page.content.decode()
    perform(Move(Action.SEND), response, find(response, "b-1")[0], actor=Actor(alone))
    asked = {
        "comment": "Add links.",
        "seen": read_snapshot(response).sections_by_key["beta"].digest,
    }
    page = client.post(f"{SECTION}request_changes/", asked, follow=True)
    assert f"is back with its writers. {alone} has been told.</p>" in page.content.decode()


def test_names_that_name_nobody_or_several_are_said(page_of: Client, response: Response) -> None:
    twins = [make_member(response.city, Role.VIEWER, "Choi") for _ in range(2)]
    for act in ("start", "reply", "resolve"):
        told = words(do(page_of, ("do", act), text="@Choi, @없는사람님: office@nowhere.kr"))
        assert "No member has this name, so nobody was told: “없는사람님”. Several" in told
        assert "members have this name, and all of them were told: “Choi”." in told
    one = do(page_of, ("do", "reopen"), text=f"@Choi({twins[0].email})")
    assert "have this name" not in words(one)


def test_the_field_under_an_answer_says_how_one_tells_a_person(page_of: Client) -> None:
    page = page_of.get(SECTION)
    assert "Type @ and a name to notify that person." in words(page)
    assert 'aria-describedby="say-b-1--hint"' in page.content.decode()


def test_talk_compares_a_few_suggestions_and_leads_to_the_others(
    page_of: Client, response: Response, reviewer: User
) -> None:
    made = [suggested(response, reviewer, f"New {number}") for number in range(12)]

    page = page_of.get(URL)
    told, forms = words(page), forms_of(page)
    assert told.count("Show what this suggestion changes") == 2
    assert sum(("accept", str(each.pk)) in form.buttons for each in made for form in forms) == 10
    last = page_of.get(f"{URL}?show={made[11].pk}")
    assert any(("accept", str(made[11].pk)) in form.buttons for form in forms_of(last))
    assert words(last).count("Show what this suggestion changes") == 2


def test_talk_compares_few_long_suggestions(
    page_of: Client, response: Response, reviewer: User
) -> None:
    for number in range(3):
        suggested(response, reviewer, f"{number} " * 10_000)

    told = words(page_of.get(URL))
    assert told.count("Show what this suggestion changes") == 1


@pytest.mark.parametrize("page_name", ["talk", "suggest", "history"])
def test_the_way_back_leads_to_where_the_person_reads_or_writes(
    page_name: str, client: Client, response: Response, writer: User
) -> None:
    address = f"{SECTION}b-1/{page_name}/"
    client.force_login(writer)
    assert f'<a href="{SECTION}#b-1">' in client.get(address).content.decode()
    client.force_login(make_member(response.city, Role.REVIEWER))
    assert f'<a href="{SECTION}review/#b-1">' in client.get(address).content.decode()


def test_a_reviewer_finds_the_way_to_suggest_beside_the_answer(
    client: Client, response: Response
) -> None:
    client.force_login(make_member(response.city, Role.REVIEWER))
    assert f'<a href="{SUGGEST}">' in client.get(f"{SECTION}review/").content.decode()
    client.force_login(make_member(response.city, Role.VIEWER))
    assert SUGGEST not in client.get(f"{SECTION}review/").content.decode()


def test_every_field_whose_words_reach_people_offers_names() -> None:
    """Remarks and comments are searched for an @; see `talking` and `moves`."""
    folder = Path(__file__).resolve().parents[2] / "templates" / "responses"
    fields = {
        path.relative_to(folder).as_posix(): tag
        for path in folder.rglob("*.html")
        for tag in re.findall(r"<textarea\b.*?>\n", path.read_text("utf-8") + "\n", re.DOTALL)
        if re.search(r'name="(?:text|comment)"', tag)
    }
    assert fields.keys() == {
        "partials/_in_place_field.html",
        "partials/_in_place_reply.html",
        "review/_comment.html",
        "talk/_say.html",
    }
    assert [name for name, tag in fields.items() if not re.search(r"data-(people|ment)", tag)] == []
