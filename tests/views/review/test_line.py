"""The approval line on the review page: its tiles, void signatures and deputies."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.people.deputies import add_deputy
from responses.domain.review.workflow import Move, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Role, State
from responses.models import Response, User
from tests.support.factories import make_member, shape_of
from tests.views.review.pages import (
    ALPHA,
    REVIEW,
    buttons,
    digest,
    give_line,
    move,
    read,
    said,
    state,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_void_signatures_say_which_were_consents(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    law = Step("팀장", (reviewer.pk,), consents=True, department="Law")
    give_line(response, law, Step("국장", (head.pk,)))
    move(response, Action.SEND, writer)
    move(response, Action.APPROVE, reviewer)
    move(response, Action.WITHDRAW, writer)
    assert "<s>팀장 (Consent) Reviewer" in " ".join(read(client, writer).split())


def test_a_line_that_ends_with_a_consent_from_former_days_says_so_everywhere(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    consent = Step("과장", (head.pk,), consents=True, department="Law")
    for line in ((Step("팀장", (reviewer.pk,)), consent), (consent,)):
        give_line(response, *line)
        move(response, Action.SEND, writer)
        if len(line) > 1:
            move(response, Action.APPROVE, reviewer)
        client.force_login(head)
        seen, step = digest(response), str(len(line) - 1)
        asked = client.post(f"{ALPHA}approve/", {"ask": "1", "seen": seen, "step": step})
        assert "With your consent the section is approved." in text_of(asked.content)
        move(response, Action.APPROVE, head)
        html = read(client, writer)
        assert state(response) is State.APPROVED
        assert "by the consent of Head, 과장, " in html
        assert "<strong>Consented · 과장</strong>" in html
        assert "since the last review: Consented · 과장, Head," in html
        assert "</svg> Consented</span>" in html
        assert "Approved · 과장" not in html
        move(response, Action.REOPEN, reviewer)


def test_review_says_whom_a_deputy_signs_for(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    line = [Step("국장", (head.pk,)).to_json()]
    response.works.filter(section__key="beta").update(approval_line=line)
    today = timezone.localdate()
    add_deputy(response.city, head, reviewer, today, today, actor=Actor(head))
    section = shape_of(response).sections_by_key["beta"]
    perform(Move(Action.SEND), response, section, actor=Actor(writer))
    client.force_login(reviewer)
    html = client.get("/springfield/test-2030/beta/review/").content.decode()
    assert "You sign as the deputy of Head (代)." in html
    assert buttons(html)[0] == "Approve as deputy"
    assert "Required to request changes or to comment." in html
    seen = read_snapshot(response).sections_by_key["beta"].digest
    perform(Move(Action.APPROVE, seen=seen, step=0), response, section, actor=Actor(reviewer))
    told = {
        language: client.get(
            "/springfield/test-2030/beta/review/", headers={"accept-language": language}
        ).content.decode()
        for language in ("en", "ko")
    }
    assert 'Reviewer <span class="deputy">(代, for Head)</span>' in told["en"]
    assert '代 Reviewer <span class="deputy">(Head 대결)</span>' in told["ko"]
    # Nor does the head of the page give the deputy the other's post.
    assert "by Reviewer, 代, for 국장 Head, " in text_of(told["en"].encode())
    assert "Reviewer(代, 국장 Head 대결)" in text_of(told["ko"].encode())


@pytest.mark.parametrize(
    ("consents", "more", "message"),
    [
        (False, True, "You have signed A. Alpha as the deputy of Head (代). Next: "),
        (True, True, "You have consented to A. Alpha as the deputy of Head (代). Next: "),
        (
            *(False, False),
            "You have signed A. Alpha as the deputy of Head (代). The section is approved.",
        ),
    ],
)
def test_who_signed_as_a_deputy_is_told_for_whom(  # noqa: PLR0917 - what is told, and of whom
    client: Client,
    response: Response,
    writer: User,
    reviewer: User,
    consents: bool,  # noqa: FBT001
    more: bool,  # noqa: FBT001
    message: str,
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    last = make_member(response.city, Role.REVIEWER, "Last")
    line = [Step("국장", (head.pk,), consents)] + [Step("시장", (last.pk,))] * more
    give_line(response, *line)
    today = timezone.localdate()
    add_deputy(response.city, head, reviewer, today, today, actor=Actor(head))
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    client.post(f"{ALPHA}approve/", {"seen": digest(response), "step": "0"})
    [told] = said(client)
    assert told.startswith(message)


@pytest.mark.parametrize("people", [1, 3])
def test_a_line_takes_two_queries_however_many_are_in_it(
    *,
    people: int,
    client: Client,
    response: Response,
    writer: User,
    reviewer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    heads = [make_member(response.city, Role.REVIEWER, f"Head {n}") for n in range(people)]
    away = [reviewer, *(make_member(response.city, Role.REVIEWER, f"A{n}") for n in range(people))]
    first = Step("팀장", tuple(person.pk for person in away))
    give_line(response, first, *(Step("국장", (head.pk,)) for head in heads))
    today = timezone.localdate()
    for person, head in zip(away, heads, strict=False):
        add_deputy(response.city, person, head, today, today, actor=Actor(person))
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    # session, person, response, snapshot, history, who is there, who wrote it, threads, texts that
    # wait; what is read with it; who acts for whom, and how all of them are called
    with django_assert_num_queries(12):
        html = text_of(client.get(REVIEW).content)
    pairs = (f"{head}, for {person}" for person, head in zip(away, heads, strict=False))
    assert f"Deputy: {'; '.join(pairs)}</p>" in html


def test_the_tile_names_the_deputy_while_it_waits(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    give_line(response, Step("국장", (head.pk,)))
    today = timezone.localdate()
    add_deputy(response.city, head, reviewer, today, today, actor=Actor(head))
    assert "Deputy: Reviewer" not in read(client, writer)
    move(response, Action.SEND, writer)
    assert "<p>Head</p> <p>Deputy: Reviewer</p>" in read(client, writer)
    move(response, Action.APPROVE, head)
    assert "Deputy: Reviewer" not in read(client, writer)
