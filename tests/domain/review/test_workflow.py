from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.drafting import save_answer
from responses.domain.answers.opening import AnswerRef
from responses.domain.answers.writes import Write
from responses.domain.auditing import Actor
from responses.domain.content.content import canonical
from responses.domain.review.workflow import (
    CHANGED,
    COMMENT_MISSING,
    MOVED_ON,
    NOT_YOURS,
    CommentRefusedError,
    Move,
    TransitionRefusedError,
    available_actions,
    perform,
)
from responses.domain.signing.turns import WROTE_IT, written_since_approval, wrote_since_approval
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.talk import talking
from responses.domain.talk.talking import Said
from responses.enums import Action, Role, Source, State
from responses.models import Event, Membership, Response, SectionWork, User
from responses.validators import TEXT_MAX
from tests.support.factories import (
    find,
    make_city,
    make_member,
    make_response,
    make_user,
    translate_afterwards,
    write,
)

pytestmark = pytest.mark.django_db

KEY = "beta"

# One row an action in a state, one column a role, and where it leads; every other cell is
# refused. Spelled out apart from the code's own tables, so that a change of these is seen.
TABLE = """
                                   coordinator  contributor  reviewer  viewer  leads to
draft              send            yes          yes          -         -       in_review
draft              comment         yes          yes          yes       -       draft
in_review          withdraw        yes          yes          -         -       draft
in_review          approve         -            -            yes       -       approved
in_review          request_changes -            -            yes       -       changes_requested
in_review          comment         yes          yes          yes       -       in_review
changes_requested  send            yes          yes          -         -       in_review
changes_requested  comment         yes          yes          yes       -       changes_requested
approved           reopen          yes          -            yes       -       draft
approved           comment         yes          yes          yes       -       approved
approved           review_translations -        -            yes       -       approved
"""
NEEDS_COMMENT = {Action.REQUEST_CHANGES, Action.REOPEN, Action.COMMENT}

Cell = tuple[Role | None, Action, State]


def legal_cells() -> dict[Cell, State]:
    rows = [line.split() for line in TABLE.strip().splitlines()[1:]]
    columns = (Role.COORDINATOR, Role.CONTRIBUTOR, Role.REVIEWER, Role.VIEWER)
    return {
        (role, Action(action), State(state)): State(target)
        for state, action, *cells, target in rows
        for role, cell in zip(columns, cells, strict=True)
        if cell == "yes"
    }


LEGAL = legal_cells()
CELLS: list[Cell] = list(product((*Role, None), Action, State))


def read(response: Response) -> SectionSnapshot:
    return read_snapshot(response).sections_by_key[KEY]


def work_of(response: Response) -> SectionWork:
    return SectionWork.objects.select_related("approval").get(response=response, section__key=KEY)


def do(action: Action, response: Response, actor: User, **options: Any) -> Event:
    """Perform an action with everything it needs, unless `options` say otherwise."""
    now = read(response).whole if action is Action.REVIEW_TRANSLATIONS else read(response)
    options = {"comment": "because", "seen": now.digest} | options
    move = Move(action, **options)
    return perform(move, response, find(response, "b-1")[0], actor=Actor(actor))


PATHS: dict[State, list[Action]] = {
    State.DRAFT: [],
    State.IN_REVIEW: [Action.SEND],
    State.CHANGES_REQUESTED: [Action.SEND, Action.REQUEST_CHANGES],
    State.APPROVED: [Action.SEND, Action.APPROVE],
}


def bring(response: Response, state: State) -> None:
    """Bring the section to a state by other people's hands."""
    hands = {
        Action.SEND: make_member(response.city, Role.CONTRIBUTOR),
        Action.APPROVE: make_member(response.city, Role.REVIEWER),
    }
    for action in PATHS[state]:
        do(action, response, hands.get(action, hands[Action.APPROVE]))


def everything() -> tuple[list[Any], list[Any]]:
    works = SectionWork.objects.order_by("pk").values_list("state", "state_since", "approval")
    return list(works), list(Event.objects.values_list())


def refuses(act: Callable[[], object], reason: object) -> bool:
    """Return whether `act` is refused for `reason` and leaves everything as it was."""
    before = everything()
    with pytest.raises(TransitionRefusedError) as refusal:
        act()
    return refusal.value.reason == reason and everything() == before


@pytest.mark.parametrize(("role", "action", "state"), CELLS)
def test_perform_allows_exactly_the_legal_cells(
    response: Response, role: Role | None, action: Action, state: State
) -> None:
    translate_afterwards(response, "b-1", make_member(response.city, Role.COORDINATOR), text="One")
    bring(response, state)
    actor = make_member(response.city, role) if role else make_user()
    target = LEGAL.get((role, action, state))
    if target is None:
        legal_for_some_state = any((role, action, each) in LEGAL for each in State)
        reason = MOVED_ON if legal_for_some_state else NOT_YOURS
        assert refuses(lambda: do(action, response, actor), reason)
        return
    event = do(action, response, actor)
    assert (event.action, event.actor, event.actor_role) == (action, actor, role)
    assert (event.from_state, event.to_state, event.comment) == (state, target, "because")
    work = work_of(response)
    assert work.state == target
    assert work.events.last() == event


@pytest.mark.parametrize("role", [*Role, None])
@pytest.mark.parametrize("state", State)
def test_available_actions_are_the_legal_ones_in_the_tables_order(
    role: Role | None, state: State
) -> None:
    expected = [action for action in Action if (role, action, state) in LEGAL]
    assert list(available_actions(role, state)) == expected


@pytest.mark.parametrize(("role", "action", "state"), LEGAL)
def test_comment_is_needed_where_a_reason_is_owed(
    response: Response, role: Role, action: Action, state: State
) -> None:
    translate_afterwards(response, "b-1", make_member(response.city, Role.COORDINATOR), text="One")
    bring(response, state)
    actor = make_member(response.city, role)
    if action in NEEDS_COMMENT:
        assert refuses(lambda: do(action, response, actor, comment=" \n\t "), COMMENT_MISSING)
    else:
        assert do(action, response, actor, comment=" \n ").comment == ""


def test_comment_that_cannot_be_kept_is_refused(response: Response, writer: User) -> None:
    before = everything()
    with pytest.raises(CommentRefusedError):
        do(Action.COMMENT, response, writer, comment="a" * (TEXT_MAX + 1))
    assert everything() == before


@pytest.mark.parametrize(
    ("comment", "kept"), [("a\x00b", "ab"), ("a\ud800b", "a\ufffdb"), ("a\x0bb", "a\nb")]
)
def test_comment_is_read_without_what_nobody_sees(
    response: Response, writer: User, comment: str, kept: str
) -> None:
    assert do(Action.COMMENT, response, writer, comment=comment).comment == kept


@pytest.mark.parametrize("comment", ["\u3164", "\u200b\u2060", "○", " - "])
def test_comment_that_says_nothing_is_none(response: Response, writer: User, comment: str) -> None:
    assert refuses(lambda: do(Action.COMMENT, response, writer, comment=comment), COMMENT_MISSING)


def test_comment_is_kept_as_typed_but_for_composition_and_line_ends(
    response: Response, writer: User
) -> None:
    event = do(Action.COMMENT, response, writer, comment="\n<b>e\u0301</b>\r\n  - 둘 \n")
    event.refresh_from_db()
    assert event.comment == "<b>é</b>\n  - 둘"


def test_event_records_content_and_versions(response: Response, writer: User) -> None:
    write(response, "b-1", writer, text="a")
    write(response, "b-1", writer, text="b")
    event = do(Action.SEND, response, writer)
    event.refresh_from_db()
    assert (event.digest, event.versions) == (read(response).digest, {"b-1": 2})


def test_state_has_stood_since_the_event(response: Response, writer: User) -> None:
    event = do(Action.SEND, response, writer)
    do(Action.COMMENT, response, writer)
    assert work_of(response).state_since == event.created_at


WITHDRAWN: dict[str, tuple[list[Action], State]] = {
    "first draft": ([], State.DRAFT),
    "requested": ([Action.SEND, Action.REQUEST_CHANGES], State.CHANGES_REQUESTED),
    "reopened": ([Action.SEND, Action.APPROVE, Action.REOPEN], State.DRAFT),
    "requested once": (
        [Action.SEND, Action.REQUEST_CHANGES, Action.SEND, Action.APPROVE, Action.REOPEN],
        State.DRAFT,
    ),
    "requested since": (
        [Action.SEND, Action.APPROVE, Action.REOPEN, Action.SEND, Action.REQUEST_CHANGES],
        State.CHANGES_REQUESTED,
    ),
}


@pytest.mark.parametrize("past", WITHDRAWN)
def test_withdrawing_leads_back_to_what_the_section_was_sent_as(
    past: str, response: Response, writer: User, reviewer: User
) -> None:
    actions, target = WITHDRAWN[past]
    for action in actions:
        do(action, response, writer if action is Action.SEND else reviewer)
    stood = work_of(response).state_since
    for _ in range(2):
        do(Action.SEND, response, writer)
        event = do(Action.WITHDRAW, response, writer)
        work = work_of(response)
        assert (event.to_state, work.state) == (target, target)
        # Of a request it is known since when it stands.
        assert work.state_since == (stood if actions else event.created_at)


def test_approval_is_bound_to_content(response: Response, writer: User, reviewer: User) -> None:
    write(response, "b-1", writer, text="a")
    do(Action.SEND, response, writer)
    event = do(Action.APPROVE, response, reviewer)
    work = work_of(response)
    assert (work.approval, event.digest) == (event, read(response).digest)


def test_last_approval_is_remembered_after_reopening(
    response: Response, writer: User, reviewer: User
) -> None:
    do(Action.SEND, response, writer)
    first = do(Action.APPROVE, response, reviewer)
    do(Action.REOPEN, response, reviewer)
    assert work_of(response).approval == first
    do(Action.SEND, response, writer)
    second = do(Action.APPROVE, response, reviewer)
    assert work_of(response).approval == second


def test_one_section_moves_alone(response: Response, writer: User) -> None:
    do(Action.SEND, response, writer)
    elsewhere = make_response(make_city("elsewhere"))
    states = {work.section.key: work.state for work in response.works.all()}
    assert states == {"alpha": State.DRAFT, "beta": State.IN_REVIEW}
    assert set(elsewhere.works.values_list("state", flat=True)) == {State.DRAFT}


@pytest.mark.parametrize("seen", [None, "", "0" * 64])
def test_approval_without_having_seen_the_content_is_refused(
    response: Response, writer: User, reviewer: User, seen: str | None
) -> None:
    do(Action.SEND, response, writer)
    assert refuses(lambda: do(Action.APPROVE, response, reviewer, seen=seen), CHANGED)


def test_approval_of_what_has_changed_meanwhile_is_refused(
    response: Response, writer: User, reviewer: User
) -> None:
    write(response, "b-1", writer, text="a")
    do(Action.SEND, response, writer)
    seen = read(response).digest
    do(Action.WITHDRAW, response, writer)
    write(response, "b-1", writer, text="b")
    do(Action.SEND, response, writer)
    assert refuses(lambda: do(Action.APPROVE, response, reviewer, seen=seen), CHANGED)
    assert do(Action.APPROVE, response, reviewer).to_state == State.APPROVED


def test_other_actions_need_not_have_seen_anything(
    response: Response, writer: User, reviewer: User
) -> None:
    do(Action.SEND, response, writer, seen=None)
    do(Action.REQUEST_CHANGES, response, reviewer, seen=None)
    assert work_of(response).state == State.CHANGES_REQUESTED


def test_stranger_to_this_city_is_refused_whatever_elsewhere(response: Response) -> None:
    coordinator = make_member(make_city("elsewhere"), Role.COORDINATOR)
    assert refuses(lambda: do(Action.SEND, response, coordinator), NOT_YOURS)


def test_deactivated_person_is_refused(response: Response, writer: User) -> None:
    writer.is_active = False
    assert refuses(lambda: do(Action.SEND, response, writer), NOT_YOURS)


# Who wrote since the last approval. Each case is a story of steps by Ann, who was a writer
# and is a reviewer now, and by Ben, another writer; "approve" is by a third person.


def ann_writes(response: Response, ann: User, _ben: User) -> None:
    as_writer(response, ann, f"a{read(response).versions['b-1']}")


def ben_writes(response: Response, _ann: User, ben: User) -> None:
    as_writer(response, ben, f"b{read(response).versions['b-1']}")


def ann_combines(response: Response, ann: User, _ben: User) -> None:
    value = f"c{read(response).versions['b-1']}"
    as_writer(response, ann, value, source=Source.COMBINATION)


def ann_saves_the_same(response: Response, ann: User, _ben: User) -> None:
    current = read(response).answers[0].content.parts.get("text", "")
    as_writer(response, ann, str(current))


def ann_is_refused(response: Response, ann: User, _ben: User) -> None:
    as_writer(response, ann, "late", base=0)


def approve_and_reopen(response: Response, _ann: User, _ben: User) -> None:
    bring(response, State.APPROVED)
    do(Action.REOPEN, response, make_member(response.city, Role.COORDINATOR))


def request_changes(response: Response, _ann: User, _ben: User) -> None:
    bring(response, State.CHANGES_REQUESTED)


def withdraw(response: Response, _ann: User, ben: User) -> None:
    bring(response, State.IN_REVIEW)
    do(Action.WITHDRAW, response, ben)


def as_writer(
    response: Response,
    person: User,
    value: str,
    base: int | None = None,
    source: Source = Source.FORM,
) -> None:
    """Save a text as a contributor, over the newest version unless `base` says otherwise."""
    membership = Membership.objects.filter(user=person)
    role = membership.get().role
    membership.update(role=Role.CONTRIBUTOR)
    section, question = find(response, "b-1")
    version = read(response).versions["b-1"] if base is None else base
    content = canonical(question, {"text": value})
    each = Write(question, content, version)
    save_answer(response, section, each, author=person, source=source)
    membership.update(role=role)


Step = Callable[[Response, User, User], None]
STORIES: list[tuple[list[Step], bool]] = [
    ([], False),
    ([ben_writes], False),
    ([ann_writes], True),
    ([ann_writes, ben_writes], True),
    ([ben_writes, ann_writes], True),
    ([ben_writes, ann_saves_the_same], False),
    ([ben_writes, ann_is_refused], False),
    ([ben_writes, ann_combines], True),
    ([ann_writes, request_changes], True),
    ([ann_writes, request_changes, ben_writes], True),
    ([ann_writes, withdraw], True),
    ([ann_writes, approve_and_reopen], False),
    ([ann_writes, approve_and_reopen, ben_writes], False),
    ([ann_writes, approve_and_reopen, ann_writes], True),
    ([ann_writes, approve_and_reopen, ann_saves_the_same], False),
    ([ben_writes, approve_and_reopen, ann_combines], True),
    ([ben_writes, approve_and_reopen, ann_writes, ben_writes], True),
    ([ann_writes, approve_and_reopen, ben_writes, approve_and_reopen], False),
    ([approve_and_reopen, ann_writes, approve_and_reopen, ben_writes], False),
    ([approve_and_reopen, ann_writes, request_changes], True),
    ([approve_and_reopen, ann_writes], True),
]


@pytest.mark.parametrize(
    ("story", "wrote"),
    STORIES,
    ids=["-".join(step.__name__ for step in story) or "nothing" for story, _ in STORIES],
)
def test_nobody_approves_what_they_wrote_since_the_last_approval(
    response: Response,
    story: list[Step],
    wrote: bool,  # noqa: FBT001
) -> None:
    ann = make_member(response.city, Role.REVIEWER, "Ann")
    ben = make_member(response.city, Role.CONTRIBUTOR, "Ben")
    for step in story:
        step(response, ann, ben)
    assert wrote_since_approval(work_of(response), ann) is wrote
    do(Action.SEND, response, ben)
    if wrote:
        assert refuses(lambda: do(Action.APPROVE, response, ann), WROTE_IT)
    else:
        assert do(Action.APPROVE, response, ann).to_state == State.APPROVED


def test_having_written_elsewhere_does_not_matter(response: Response) -> None:
    ann = make_member(response.city, Role.CONTRIBUTOR, "Ann")
    write(response, "a-2", ann, text="a")
    elsewhere = make_response(make_city("elsewhere"))
    elsewhere.city.memberships.create(user=ann, role=Role.CONTRIBUTOR)
    write(elsewhere, "b-1", ann, text="a")
    works = SectionWork.objects.select_related("approval")
    assert written_since_approval(list(works), ann) == {
        works.get(response=response, section__key="alpha").pk,
        works.get(response=elsewhere, section__key="beta").pk,
    }
    assert wrote_since_approval(work_of(response), ann) is False


def test_nobody_approves_what_they_suggested(
    response: Response, writer: User, reviewer: User
) -> None:
    section, question = find(response, "b-1")
    place = AnswerRef(response.city.slug, response.edition.code, section.key, question.key)
    suggestion = Said(suggestion=canonical(question, {"text": "○ Suggested"}))
    thread = talking.start(reviewer, place, suggestion)
    do(Action.SEND, response, writer)
    do(Action.APPROVE, response, reviewer)  # nobody has accepted it yet
    do(Action.REOPEN, response, reviewer)
    talking.accept(writer, place, thread.remarks.get().pk, base_version=0)
    do(Action.SEND, response, writer)
    assert refuses(lambda: do(Action.APPROVE, response, reviewer), WROTE_IT)
    do(Action.APPROVE, response, make_member(response.city, Role.REVIEWER))


def test_one_who_wrote_may_still_request_changes(response: Response, writer: User) -> None:
    write(response, "b-1", writer, text="a")
    Membership.objects.filter(user=writer).update(role=Role.REVIEWER)
    bring(response, State.IN_REVIEW)
    assert do(Action.REQUEST_CHANGES, response, writer).to_state == State.CHANGES_REQUESTED


DECISIONS = (Action.APPROVE, Action.REQUEST_CHANGES)


@pytest.mark.parametrize(("first", "second"), list(product(DECISIONS, DECISIONS)))
def test_of_two_reviewers_the_second_is_told(
    response: Response, writer: User, reviewer: User, first: Action, second: Action
) -> None:
    do(Action.SEND, response, writer)
    seen = read(response).digest
    other = make_member(response.city, Role.REVIEWER)
    event = do(first, response, reviewer, seen=seen)
    assert refuses(lambda: do(second, response, other, seen=seen), MOVED_ON)
    assert work_of(response).state == event.to_state


@pytest.mark.parametrize(
    ("action", "state", "queries"),
    [
        (Action.SEND, State.DRAFT, 8 + 8),
        (Action.COMMENT, State.DRAFT, 6 + 7),
        (Action.APPROVE, State.IN_REVIEW, 10 + 9),
        (Action.REOPEN, State.APPROVED, 8 + 8),
    ],
)
def test_query_counts_of_perform(
    response: Response,
    action: Action,
    state: State,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Savepoint (2), lock, role, snapshot, event; the move and its record; who wrote.

    Of an approval also how its signer is called.

    Then what is so no longer is settled, who is told of it, who drafted it, and that they are;
    of an approval also who sent the section, as it is assigned to nobody.
    """
    bring(response, state)
    role = Role.REVIEWER if action is Action.APPROVE else Role.COORDINATOR
    actor = make_member(response.city, role)
    section, seen = find(response, "b-1")[0], read(response).digest
    with django_assert_num_queries(queries):
        perform(Move(action, comment="x", seen=seen), response, section, actor=Actor(actor))
