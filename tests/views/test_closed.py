"""What people see and can do who are asked to write a section, a question of it, or nothing."""

import re
from collections.abc import Callable, Mapping

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.content.content import canonical
from responses.domain.permissions import Permission, roles_with
from responses.domain.review.workflow import Move, perform
from responses.domain.talk.talking import Said, start
from responses.enums import WRITABLE, Action, Refusal, Role, State
from responses.models import Answer, RefusedText, Remark, Response, SectionWork, User
from responses.views.closed import CLOSED, CLOSED_BY
from tests.support.browser import Page, form_at, forms_of, words
from tests.support.factories import (
    approve_all,
    assign,
    delegate,
    find,
    make_member,
    shape_of,
    write,
)

pytestmark = pytest.mark.django_db

RESPONSE = "/springfield/test-2030/"
URL = f"{RESPONSE}alpha/"
SEND = ("then", "send")
COMBINE = ("do", "combine")
OTHERS = "This section is assigned to other people: Welfare (Kim, Lee). You can read it."
HANDED = (
    "1 question of this section is delegated to you. The others are assigned to: Welfare (Kim, "
    "Lee)."
)


@pytest.fixture
def me(client: Client, response: Response) -> User:
    """Sign a contributor in who is not among those whom the section is assigned to."""
    people = (make_member(response.city, Role.CONTRIBUTOR, name) for name in ("Lee", "Kim"))
    assign(response, "alpha", *people)
    SectionWork.objects.filter(section__key="alpha").update(department="Welfare")
    me = make_member(response.city, Role.CONTRIBUTOR, "Me")
    client.force_login(me)
    return me


def asked(page: Page) -> set[str]:
    """Return the keys of the questions that a page has fields for."""
    names = {name for form in forms_of(page) for name in form.fields}
    return {found[1] for name in names if (found := re.fullmatch(r"version-(.*)", name))}


# --- Reading -------------------------------------------------------------


def test_who_is_asked_for_nothing_reads_the_section_and_who_writes_it(
    client: Client, response: Response, me: User
) -> None:
    write(response, "a-2", make_member(response.city, Role.COORDINATOR), text="○ Theirs")

    page = client.get(URL)

    told = words(page)
    assert (asked(page), OTHERS in told) == (set(), True)
    assert "Theirs" in told
    assert [form for form in forms_of(page) if form.action == URL] == []


def test_who_is_asked_for_nothing_is_told_names_alone_without_a_department(
    client: Client, response: Response, me: User
) -> None:
    SectionWork.objects.update(department="")

    assert "This section is assigned to other people: Kim, Lee." in words(client.get(URL))


def test_the_reading_page_of_an_open_section_says_whose_it_is(
    client: Client, response: Response, me: User
) -> None:
    # The front page leads there who cannot write.
    assert OTHERS in words(client.get(f"{URL}review/"))
    assign(response, "alpha", me)
    assert "assigned to other people" not in words(client.get(f"{URL}review/"))
    client.force_login(make_member(response.city, Role.REVIEWER))
    assert "assigned to other people" not in words(client.get(f"{URL}review/"))


def test_who_was_handed_a_question_answers_it_and_reads_the_others(
    client: Client, response: Response, me: User
) -> None:
    write(response, "a-1", make_member(response.city, Role.COORDINATOR), text="○ Theirs")
    delegate(response, "a-2", me)

    page = client.get(URL)

    told = words(page)
    assert (asked(page), HANDED in told, OTHERS in told) == ({"a-2"}, True, False)
    assert "Other questions of this section (read-only) A.1 Everything" in told
    assert "Theirs" in told
    assert SEND not in next(form for form in forms_of(page) if form.action == URL).buttons
    assert "data-send" not in page.content.decode()


@pytest.mark.parametrize("people", [(), ("me",)], ids=["nobody", "me"])
def test_who_is_asked_for_all_is_told_nothing_of_others(
    client: Client, response: Response, me: User, people: tuple[str, ...]
) -> None:
    assign(response, "alpha", *(me for _ in people))
    delegate(response, "a-2", me)

    page = client.get(URL)

    assert (asked(page), SEND in form_at(page, SEND).buttons) == ({"a-1", "a-2"}, True)
    assert "assigned to" not in words(page)
    assert "(read-only)" not in words(page)


@pytest.mark.parametrize("given", ["others", "handed"])
def test_a_closed_section_says_that_it_is_closed(
    given: str, client: Client, response: Response, me: User
) -> None:
    give(response, me, given)
    coordinator = make_member(response.city, Role.COORDINATOR)
    perform(Move(Action.SEND), response, find(response, "a-2")[0], actor=Actor(coordinator))
    told = words(client.get(URL))
    assert "In review: answers cannot be changed now." in told
    assert "assigned to" not in told
    assert "delegated to you" not in told


def test_other_pages_offer_only_what_they_may_do(
    client: Client, response: Response, me: User
) -> None:
    for key in ("a-1", "a-2"):
        for text in ("One", "Two"):
            write(response, key, make_member(response.city, Role.COORDINATOR), text=text)
            suggest(response, me, key)
    delegate(response, "a-2", me)
    signs = {"history": "Restore version 1", "talk": "Accept the suggestion"}
    pages = {
        (key, name): words(client.get(f"{URL}{key}/{name}/"))
        for key in ("a-1", "a-2")
        for name in signs
    }
    seen = {
        (key, name): (signs[name] in told, OTHERS in told) for (key, name), told in pages.items()
    }
    assert seen == {
        ("a-1", "history"): (False, True),
        ("a-1", "talk"): (False, True),
        ("a-2", "history"): (True, False),
        ("a-2", "talk"): (True, False),
    }


@pytest.mark.parametrize(
    ("given", "edits", "sends"),
    [("others", False, False), ("handed", True, False), ("assigned", True, True)],
)
def test_overview_and_review_lead_to_writing_where_there_is_something_to_write(
    *,
    given: str,
    edits: bool,
    sends: bool,
    client: Client,
    response: Response,
    me: User,
) -> None:
    give(response, me, given)
    html = client.get(RESPONSE).content.decode()
    assert f'href="{URL}{"" if edits else "review/"}"' in html
    assert f'href="{URL}{"" if edits else "review/"}#a-2"' in html
    told = words(client.get(f"{URL}review/"))
    assert ("Edit the answers" in told, "Send for review" in told) == (edits, sends)
    asking = client.get(f"{URL}send/")
    assert asking.status_code == (200 if sends else 302)


def test_withdrawing_is_offered_to_who_may_send(
    client: Client, response: Response, me: User
) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    perform(Move(Action.SEND), response, find(response, "a-2")[0], actor=Actor(coordinator))
    delegate(response, "a-2", me)
    assert "Withdraw from review" not in words(client.get(f"{URL}review/"))
    assign(response, "alpha", me)
    assert "Withdraw from review" in words(client.get(f"{URL}review/"))


def test_a_heartbeat_tells_that_a_section_is_given_to_others(
    client: Client, response: Response, me: User
) -> None:
    assert client.post(f"{URL}presence/").json()["closed"] == OTHERS
    delegate(response, "a-2", me)
    assert client.post(f"{URL}presence/").json()["closed"] == ""


# --- Writing -------------------------------------------------------------


def give(response: Response, me: User, given: str) -> None:
    """Give the section, A.2, A.1 or nothing to the person."""
    if given == "assigned":
        assign(response, "alpha", me)
    elif given != "others":
        delegate(response, {"handed": "a-2", "neighbour": "a-1"}[given], me)


def suggest(response: Response, author: User, key: str = "a-2") -> Remark:
    content = canonical(find(response, key)[1], {"text": "Suggested"})
    at = AnswerRef("springfield", "test-2030", "alpha", key)
    return start(author, at, Said("Better:", None, content)).remarks.get()


def refuse(response: Response, author: User) -> RefusedText:
    question = find(response, "a-2")[1]
    return RefusedText.objects.create(
        response=response,
        question_id=question.pk,
        author=author,
        base_version=0,
        content={"parts": {"text": "Mine"}},
        refusal=Refusal.STALE,
        created_at=response.created_at,
    )


def by_form(client: Client, response: Response, me: User) -> int:
    return client.post(URL, {"version-a-2": "2", "q-a-2--text": "New"}).status_code


def by_autosave(client: Client, response: Response, me: User) -> int:
    sent = {"version-a-2": "2", "q-a-2--text": "New"}
    return client.post(f"{URL}a-2/save/", sent).status_code


def by_restoring(client: Client, response: Response, me: User) -> int:
    return client.post(f"{URL}a-2/history/", {"restore": "1", "base": "2"}).status_code


def by_combining(client: Client, response: Response, me: User) -> int:
    refused = RefusedText.objects.get(author=me)
    own = {f"t{refused.pk}-version-a-2": "2", f"t{refused.pk}-q-a-2--text": "New"}
    sent = {"text": str(refused.pk), "do": "combine"} | own
    return client.post(f"{URL}unsaved/", sent).status_code


def by_accepting(client: Client, response: Response, me: User) -> int:
    remark = Remark.objects.get()
    sent = {"accept": str(remark.pk), "thread": str(remark.thread_id), "version": "2"}
    return client.post(f"{URL}a-2/talk/", sent).status_code


WAYS: Mapping[str, Callable[[Client, Response, User], int]] = {
    "form": by_form,
    "autosave": by_autosave,
    "restore": by_restoring,
    "combine": by_combining,
    "accept": by_accepting,
}

TABLE = """
             form  autosave  restore  combine  accept
assigned     302   200       302      302      302
handed       302   200       302      302      302
others       403   403       403      403      403
neighbour    403   403       403      403      403
"""
CELLS = [
    (given, way, int(status))
    for given, *statuses in map(str.split, TABLE.splitlines()[2:])
    for way, status in zip(WAYS, statuses, strict=True)
]


@pytest.mark.parametrize(("given", "way", "status"), CELLS)
def test_every_way_of_writing_is_for_those_alone_who_are_asked(
    *, given: str, way: str, status: int, client: Client, response: Response, me: User
) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    for text in ("One", "Two"):
        write(response, "a-2", coordinator, text=text)
    suggest(response, coordinator)
    refuse(response, me)
    give(response, me, given)

    assert WAYS[way](client, response, me) == status

    assert Answer.objects.get().version == (2 if status == 403 else 3)
    assert RefusedText.objects.exists() is (way != "combine" or status == 403)


def test_what_is_sent_for_others_stays_on_the_page_and_saves_nothing(
    client: Client, response: Response, me: User
) -> None:
    """The section is given to others while the person has the page open."""
    everyone = list(response.works.get(section__key="alpha").contributors.all())
    assign(response, "alpha")
    shown = form_at(client.get(URL), SEND)
    sent = shown.typed({"q-a-1--text": "○ Mine", "q-a-2--text": "○ Mine too"})
    assign(response, "alpha", *everyone)

    page = client.post(URL, sent)

    assert (page.status_code, Answer.objects.count()) == (403, 0)
    told = words(page)
    assert "Nothing was saved Some of these answers are now assigned to other people." in told
    assert OTHERS in told
    [form] = [form for form in forms_of(page) if form.action == URL]
    assert (form.fields["q-a-1--text"], form.fields["q-a-2--text"]) == (["○ Mine"], ["○ Mine too"])


def test_what_is_sent_beside_a_handed_question_stays_on_the_page_and_saves_nothing(
    client: Client, response: Response, me: User
) -> None:
    delegate(response, "a-2", me)
    form = next(form for form in forms_of(client.get(URL)) if form.action == URL)
    sent = form.typed({"q-a-2--text": "○ Mine", "q-a-1--text": "○ Theirs", "version-a-1": "0"})

    page = client.post(URL, sent)

    assert (page.status_code, Answer.objects.count()) == (403, 0)
    assert asked(page) == {"a-1", "a-2"}
    assert "○ Theirs" in page.content.decode()


def test_a_handed_question_is_saved_by_the_form_without_the_others(
    client: Client, response: Response, me: User
) -> None:
    delegate(response, "a-2", me)
    form = next(form for form in forms_of(client.get(URL)) if form.action == URL)

    page = client.post(URL, form.typed({"q-a-2--text": "○ Mine"}), follow=True)

    assert "Saved 1 answer." in words(page)
    assert Answer.objects.get().content == {"parts": {"text": "○ Mine"}}


def test_a_fault_in_a_handed_question_leaves_the_others_to_be_read(
    client: Client, response: Response, me: User
) -> None:
    delegate(response, "a-2", me)
    form = next(form for form in forms_of(client.get(URL)) if form.action == URL)

    page = client.post(URL, form.typed({"q-a-2--links--0--label": "No address"}))

    assert (page.status_code, asked(page)) == (422, {"a-2"})
    assert "(read-only) A.1 Everything" in words(page)


def test_a_row_is_added_to_a_handed_question(client: Client, response: Response, me: User) -> None:
    delegate(response, "a-2", me)
    form = next(form for form in forms_of(client.get(URL)) if form.action == URL)

    page = client.post(URL, form.fields | {"rows": ["add q-a-2--links"]})

    assert (page.status_code, asked(page)) == (200, {"a-2"})
    assert "q-a-2--links--1--url" in page.content.decode()


def test_unsaved_texts_of_others_questions_are_kept_to_be_read(
    client: Client, response: Response, me: User
) -> None:
    refuse(response, me)

    page = client.get(f"{URL}unsaved/")

    told = words(page)
    assert "combine them with the answers once you can write there again" in told
    assert OTHERS in told
    assert [form.buttons for form in forms_of(page) if form.action.endswith("unsaved/")] == [
        [("do", "discard")]
    ]
    delegate(response, "a-2", me)
    assert COMBINE in form_at(client.get(f"{URL}unsaved/"), COMBINE).buttons


def test_a_combination_that_is_denied_stays_on_the_page(
    client: Client, response: Response, me: User
) -> None:
    delegate(response, "a-2", me)
    refused = refuse(response, me)
    form = form_at(client.get(f"{URL}unsaved/"), COMBINE)
    me.delegations.get().people.clear()

    name = f"t{refused.pk}-q-a-2--text"
    page = client.post(f"{URL}unsaved/", form.typed({name: "○ Both", "do": "combine"}))

    assert (page.status_code, Answer.objects.count()) == (403, 0)
    assert "Nothing was saved" in words(page)
    assert form_at(page, COMBINE).fields[name] == ["○ Both"]
    assert RefusedText.objects.get() == refused


# --- What it costs -------------------------------------------------------


@pytest.mark.parametrize("people", [1, 100])
@pytest.mark.parametrize(
    ("given", "queries"), [("assigned", 9), ("handed", 10), ("neighbour", 10), ("others", 10)]
)
def test_section_takes_one_query_more_to_name_others_however_many(
    *,
    given: str,
    queries: int,
    people: int,
    client: Client,
    response: Response,
    me: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    others = [make_member(response.city, Role.CONTRIBUTOR) for _ in range(people)]
    assign(response, "alpha", *others)
    give(response, me, given)
    shape_of(response)  # the edition is known to the process
    with django_assert_num_queries(queries):
        assert client.get(URL).status_code == 200


def test_every_state_that_is_not_open_says_why() -> None:
    assert CLOSED.keys() == CLOSED_BY.keys() == set(State) - WRITABLE


def test_who_reopens_is_named_as_the_permissions_have_it() -> None:
    with translation.override("en"):
        assert "a reviewer or coordinator reopens" in str(CLOSED[State.APPROVED])
    assert roles_with(Permission.REOPEN) == {Role.REVIEWER, Role.COORDINATOR}


@pytest.mark.parametrize(
    ("state", "led"),
    [
        (State.DRAFT, {Role.COORDINATOR: False, Role.CONTRIBUTOR: False}),
        (State.IN_REVIEW, {Role.COORDINATOR: True, Role.CONTRIBUTOR: True, Role.REVIEWER: True}),
        (State.APPROVED, {Role.COORDINATOR: True, Role.CONTRIBUTOR: False, Role.REVIEWER: True}),
    ],
)
def test_only_who_can_move_a_section_is_led_to_the_review_page(
    state: State, led: Mapping[Role, bool], client: Client, response: Response
) -> None:
    if state is State.APPROVED:
        approve_all(response, make_member(response.city, Role.REVIEWER))
    else:
        SectionWork.objects.filter(response=response).update(state=state)
    for role in Role:
        client.force_login(make_member(response.city, role))
        told = words(client.get(URL))
        assert ("Go to the review page" in told) == led.get(role, False), role
