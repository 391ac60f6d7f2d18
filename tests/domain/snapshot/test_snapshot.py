from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F, Value
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.content.completeness import Status
from responses.domain.content.links import LinkValue
from responses.domain.review.workflow import Move, perform
from responses.domain.signing.approval_line import Signature, Step
from responses.domain.snapshot import snapshot as snapshots
from responses.domain.snapshot.answer import LastChange
from responses.domain.snapshot.plain import to_plain
from responses.domain.snapshot.snapshot import Snapshot, read_snapshot
from responses.enums import Action, Language, Role, State
from responses.models import Answer, City, Event, Response, SectionWork, User
from tests.support.factories import (
    find,
    make_city,
    make_definition,
    make_edition,
    make_member,
    make_response,
    translate,
    wording,
    write,
)

pytestmark = pytest.mark.django_db

LINKS = [{"label": "a", "url": "b.kr"}, {"label": "c", "url": "d.kr"}]


def read(response: Response) -> Snapshot:
    """Return the snapshot as another request would read it."""
    return read_snapshot(Response.objects.select_related("city", "edition").get(pk=response.pk))


def do(action: Action, response: Response, actor: User, key: str = "beta") -> Event:
    part = read(response).sections_by_key[key]
    return perform(
        Move(action, comment="x", seen=part.digest), response, part.section, actor=Actor(actor)
    )


def test_empty_response_has_every_question_unanswered(response: Response) -> None:
    snapshot = read(response)
    assert (snapshot.city_slug, snapshot.city_name, snapshot.language) == (
        "springfield",
        wording("Springfield"),
        "ko",
    )
    assert [
        [(a.question.key, a.version, a.changed, a.status) for a in part.answers]
        for part in snapshot.sections
    ] == [
        [("a-1", 0, None, Status.UNANSWERED), ("a-2", 0, None, Status.UNANSWERED)],
        [("b-1", 0, None, Status.UNANSWERED)],
    ]
    assert (snapshot.answered, snapshot.total, snapshot.approved) == (0, 3, False)
    assert snapshot.changed_at == max(part.state_since for part in snapshot.sections)


def test_snapshot_shows_answers_where_they_belong(response: Response, writer: User) -> None:
    contact = {"title": "CIO"}
    write(response, "a-1", writer, yes_no="yes", links=LINKS[:1], contact=contact, percentage="1")
    write(response, "a-2", writer, links=LINKS)
    write(response, "b-1", writer, nothing_to_report="none")
    alpha, beta = read(response).sections
    assert alpha.answers[0].content.parts == {
        "yes-no": "yes",
        "links": [{"label": "a", "url": "b.kr"}],
        "contact": {"name": "", "title": "CIO", "agency": "", "email": ""},
        "percentage": "1",
    }
    assert [part.key for part in alpha.answers[0].lacking] == ["choices", "contact"]
    assert [each.status for each in alpha.answers] == [Status.INCOMPLETE, Status.ANSWERED]
    assert alpha.open_answers == (alpha.answers[0],)
    assert (alpha.answered, alpha.link_count, beta.answered, beta.link_count) == (1, 3, 1, 0)
    assert alpha.answers[1].links == (LinkValue("a", "b.kr"), LinkValue("c", "d.kr"))
    assert beta.answers[0].content.nothing_to_report == "none"
    assert alpha.versions == {"a-1": 1, "a-2": 1}


def test_last_change_is_the_newest_of_the_section(response: Response, writer: User) -> None:
    other = make_member(response.city, Role.COORDINATOR, "Other")
    write(response, "a-2", writer, text="a")
    write(response, "a-1", other, text="b")
    write(response, "a-2", writer, text="c")
    alpha, beta = read(response).sections
    newest = Answer.objects.get(question__key="a-2").updated_at
    assert (alpha.changed, beta.changed) == (LastChange("Writer", newest), None)
    assert [each.version for each in alpha.answers] == [1, 2]
    assert read(response).changed_at == newest


def test_person_without_a_name_is_known_by_address(response: Response, writer: User) -> None:
    write(response, "b-1", writer, text="a")
    User.objects.filter(pk=writer.pk).update(name="", email="w@city.example")
    change = read(response).sections[1].changed
    assert change
    assert change.by == "w@city.example"


def test_department_and_due_date_are_shown(response: Response) -> None:
    response.works.filter(section__key="beta").update(department="Office", due_on="2030-05-01")
    alpha, beta = read(response).sections
    assert (alpha.department, alpha.due_on) == ("", None)
    assert (beta.department, beta.due_on) == ("Office", date(2030, 5, 1))


def test_approval_is_shown_only_while_in_force(
    response: Response, writer: User, reviewer: User
) -> None:
    write(response, "b-1", writer, text="a")
    do(Action.SEND, response, writer)
    event = do(Action.APPROVE, response, reviewer)
    beta = read(response).sections[1]
    assert (beta.state, beta.state_since) == (State.APPROVED, event.created_at)
    assert beta.approval == make_signature(reviewer.pk, event.created_at, beta.digest)
    do(Action.REOPEN, response, reviewer)
    beta = read(response).sections[1]
    assert (beta.state, beta.approval, beta.signed) == (State.DRAFT, None, ())
    assert [signature.by for signature in beta.signatures] == ["Reviewer"]


def test_approved_only_when_every_section_is(
    response: Response, writer: User, reviewer: User
) -> None:
    for key in ("alpha", "beta"):
        assert read(response).approved is False
        do(Action.SEND, response, writer, key)
        do(Action.APPROVE, response, reviewer, key)
    assert read(response).approved is True


def test_responses_of_other_cities_and_editions_stay_apart(
    response: Response, writer: User
) -> None:
    write(response, "b-1", writer, text="here")
    elsewhere = make_response(make_city("elsewhere"))
    write(elsewhere, "b-1", elsewhere.city.memberships.get().user, text="there")
    texts = [read(each).sections[1].answers[0].content.parts for each in (response, elsewhere)]
    assert texts == [{"text": "here"}, {"text": "there"}]
    assert [part.answered for part in read(elsewhere).sections] == [0, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_whole_response_is_read_in_one_query(
    response: Response,
    writer: User,
    reviewer: User,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for key in ("a-1", "a-2", "b-1")[:count]:
        write(response, key, writer, text="a")
    do(Action.SEND, response, writer)
    do(Action.APPROVE, response, reviewer)
    found = Response.objects.select_related("city", "edition").get()
    with django_assert_num_queries(1):
        snapshot = read_snapshot(found)
        assert len(snapshot.digest) == 64
        assert sum(bool(a.content) for part in snapshot.sections for a in part.answers) == count


# What a document shows changes its digest, and a section's words change that of the section.
Act = Callable[[Response, User], object]


def write_b(**parts: Any) -> Act:
    return lambda response, writer: write(response, "b-1", writer, **parts)


def rename_city(response: Response, _writer: User) -> None:
    City.objects.update(name=wording("Shelbyville"))


def send(response: Response, writer: User) -> None:
    do(Action.SEND, response, writer)


def comment(response: Response, writer: User) -> None:
    do(Action.COMMENT, response, writer)


def assign(response: Response, _writer: User) -> None:
    SectionWork.objects.update(department="Office", due_on="2030-05-01")


def refuse(response: Response, writer: User) -> None:
    question = find(response, "b-1")[1]
    response.refused_texts.create(
        question_id=question.pk,
        author=writer,
        content={"parts": {"text": "z"}},
        refusal="stale",
        created_at=response.created_at,
    )


def nothing(response: Response, writer: User) -> None:
    pass


def save_the_same(response: Response, writer: User) -> None:
    write(response, "b-1", writer, text="a")


CHANGES: Mapping[str, tuple[Act, bool, bool]] = {
    # name: (act, changes the section's digest, changes the response's digest)
    "text": (write_b(text="b"), True, True),
    "text emptied": (write_b(), True, True),
    "spaces": (write_b(text="a "), True, True),
    "nothing to report": (write_b(text="a", nothing_to_report="none"), True, True),
    "state": (send, False, True),
    "city": (rename_city, False, True),
    "nothing": (nothing, False, False),
    "same text": (save_the_same, False, False),
    "comment": (comment, False, False),
    "department and due date": (assign, False, False),
    "refused text": (refuse, False, False),
}


@pytest.mark.parametrize(("act", "section", "whole"), CHANGES.values(), ids=CHANGES)
def test_digest_changes_with_what_is_shown_and_only_then(
    response: Response,
    writer: User,
    act: Act,
    section: bool,  # noqa: FBT001
    whole: bool,  # noqa: FBT001
) -> None:
    write(response, "b-1", writer, text="a")
    before = read(response)
    act(response, writer)
    after = read(response)
    assert (before.sections[1].digest != after.sections[1].digest) is section
    assert (before.digest != after.digest) is whole
    assert before.sections[0].digest == after.sections[0].digest


def test_digest_of_a_section_forgets_what_was_undone(response: Response, writer: User) -> None:
    write(response, "b-1", writer, text="a")
    before = read(response).sections[1].digest
    for value in ("b", "a"):
        write(response, "b-1", writer, text=value)
    assert read(response).sections[1].digest == before


def test_digest_changes_with_approval_and_not_with_the_name_of_who_signed(
    response: Response, writer: User, reviewer: User
) -> None:
    digests = []
    for action, actor in ((Action.SEND, writer), (Action.APPROVE, reviewer)):
        do(action, response, actor)
        digests.append(read(response).digest)
    User.objects.filter(pk=reviewer.pk).update(name="Somebody Else")
    digests.append(read(response).digest)
    assert digests[0] != digests[1]
    assert digests[1] == digests[2]


def test_same_answers_to_another_edition_have_another_digest(
    response: Response, writer: User
) -> None:
    """The wording of the question belongs to what is approved."""
    definition = make_definition("other-2032", sections=make_definition()["sections"][1:])
    definition["sections"][0]["questions"][0]["wording"] = wording("Something else")
    other = make_response(response.city, make_edition(definition))
    for each in (response, other):
        write(each, "b-1", writer, text="a")
    assert read(response).sections[1].digest != read(other).sections[0].digest


def make_signature(person: int, at: datetime, digest: str) -> Signature:
    """Return the signature of a reviewer on the default line."""
    return Signature("", False, "", person, "Reviewer", Role.REVIEWER, at, digest)


def changed(snapshot: Snapshot, **fields: Any) -> Snapshot:
    """Return the snapshot with these fields of its last section changed, and nothing else."""
    *others, last = snapshot.sections
    return replace(snapshot, sections=(*others, replace(last, **fields)))


def test_each_thing_that_a_document_shows_is_in_the_digest(response: Response) -> None:
    snapshot = read(response)
    edition = snapshot.edition
    signature = make_signature(1, snapshot.changed_at, "0" * 64)

    def signed(**fields: Any) -> Snapshot:
        """Return the snapshot, approved, with its signature changed in these fields."""
        return changed(snapshot, state=State.APPROVED, signatures=(replace(signature, **fields),))

    variants = [
        snapshot,
        replace(snapshot, city_slug="other"),
        replace(snapshot, city_name=wording("Other")),
        replace(snapshot, edition=replace(edition, code="other")),
        replace(snapshot, edition=replace(edition, digest="other")),
        changed(snapshot, state=State.IN_REVIEW),
        changed(snapshot, state_since=snapshot.changed_at + timedelta(seconds=1)),
        changed(snapshot, line=(Step("과장"),)),
        changed(snapshot, line=(Step("과장", consents=True),)),
        changed(snapshot, line=(Step("과장", consents=True, department="Office"),)),
        changed(snapshot, state=State.APPROVED),
        signed(),
        signed(title="과장"),
        signed(consents=True),
        signed(department="Office"),
        signed(by="Other"),
        signed(role=Role.COORDINATOR),
        signed(at=signature.at + timedelta(seconds=1)),
        signed(digest="1" * 64),
        signed(signed_for="Boss"),
    ]
    digests = [each.digest for each in variants]
    assert len(set(digests)) == len(digests)


def answered(response: Response, writer: User) -> Response:
    """Let a response say something in every kind of part, translate it, and send it."""
    City.objects.update(submission_language=Language.EN)
    link = {"label": "a", "url": "b.kr"}
    write(
        response,
        "a-1",
        writer,
        yes_no="no",
        choices=["plan"],
        percentage="5",
        contact={"name": "n", "email": "a@b.kr"},
        text="가",
        links=[link, link],
    )
    translate(response, "a-1", writer, text="ga", links=[{"of": "a", "text": "A"}])
    do(Action.SEND, response, writer, "alpha")
    return response


def set_answer(of: str, **fields: Any) -> Callable[[Response], object]:
    return lambda _: Answer.objects.filter(language=of).update(**fields)


def set_city(**fields: Any) -> Callable[[Response], object]:
    return lambda response: City.objects.filter(pk=response.city_id).update(**fields)


def set_work(**fields: Any) -> Callable[[Response], object]:
    return lambda response: response.works.filter(section__key="alpha").update(**fields)


def rename_writers(_response: Response) -> None:
    User.objects.update(name="Other")


SIGNED_AT = datetime(2030, 5, 1, tzinfo=UTC)
STEP = [{"key": "x", "title": "과장", "consents": False, "department": "", "people": []}]
OTHER, LATER = {"parts": {"text": "b"}}, F("updated_at") + Value(timedelta(microseconds=1))
# Everything that a snapshot shows.
INPUTS: Mapping[str, Callable[[Response], object]] = {
    "content": set_answer("", content=OTHER),
    "version": set_answer("", version=9),
    "time": set_answer("", updated_at=LATER),
    "author": rename_writers,
    "version of the words": set_answer("", words_version=7),
    "translation": set_answer("en", content=OTHER),
    "version of the translation": set_answer("en", version=9),
    "what is translated": set_answer("en", translates=7),
    "time of the translation": set_answer("en", updated_at=LATER),
    "language of the translation": set_answer("en", language="ko"),
    "slug": set_city(slug="elsewhere"),
    "name": set_city(name=wording("Shelbyville")),
    "language": set_city(language=Language.EN, submission_language=""),
    "submission language": set_city(submission_language=""),
    "state": set_work(state=State.DRAFT),
    "since when": set_work(state_since=F("state_since") + Value(timedelta(microseconds=1))),
    "department": set_work(department="Office"),
    "due date": set_work(due_on=date(2030, 5, 1)),
    "line": set_work(approval_line=STEP),
    "signatures": set_work(signatures=[make_signature(1, SIGNED_AT, "x").to_json()]),
}


def test_same_rows_are_read_once(
    response: Response, writer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    answered(response, writer)
    before = read(response)
    assert before.digest
    found = Response.objects.select_related("city", "edition").get()
    with django_assert_num_queries(1):
        assert read_snapshot(found) is before


@pytest.mark.parametrize("change", INPUTS.values(), ids=INPUTS)
def test_what_is_remembered_has_everything_that_a_snapshot_shows(
    response: Response, writer: User, change: Callable[[Response], object]
) -> None:
    answered(response, writer)
    before = read(response)
    change(response)
    after = read(response)
    snapshots._remembered.cache_clear()
    assert after == read(response)
    assert after != before


def test_same_rows_of_another_response_are_another_snapshot(response: Response) -> None:
    edition = make_edition(make_definition("other", title=wording("Other")))
    other = make_response(response.city, edition)
    assert [read(each).edition.code for each in (response, other, response)] == [
        "test-2030",
        "other",
        "test-2030",
    ]


@pytest.mark.parametrize(("length", "kept"), [(3_000, True), (201_000, False)])
def test_nothing_long_is_remembered(
    response: Response, writer: User, length: int, *, kept: bool
) -> None:
    write(response, "b-1", writer, text="a")
    Answer.objects.update(content={"parts": {"text": "가" * length}})
    assert (read(response) is read(response)) is kept


def test_what_is_at_odds_is_said_in_the_language_of_each_reader(
    response: Response, writer: User
) -> None:
    answered(response, writer)
    said = {}
    for language in ("en", "ko", "en"):
        with translation.override(language):
            said[language] = read(response).sections[0].answers[0].at_odds
    assert said == {
        "en": (
            "“No” is chosen, but 1 item is ticked.",
            "“No” is chosen, but the percentage is 5%.",
            "“No” is chosen, but a contact is entered.",
        ),
        "ko": (
            "‘아니요’인데 항목 1개가 선택되어 있습니다.",
            "‘아니요’인데 비율이 5%로 입력되어 있습니다.",
            "‘아니요’인데 담당자 정보가 입력되어 있습니다.",
        ),
    }


def test_numbers_of_persons_are_told_of_originals_and_of_translations(
    response: Response, writer: User
) -> None:
    City.objects.update(submission_language="en")
    contact = {"name": "김", "title": "과장 010-1111-2222", "agency": "총무과", "email": ""}
    links = [{"label": "담당자: 이 063-281-2114", "url": "https://a.kr/01012345678"}]
    write(response, "a-1", writer, yes_no="yes", contact=contact, text="가", links=links)
    translate(response, "a-1", writer, text="Kim, 010-3333-4444")
    answer = read(response).answers_by_key["a-1"]
    assert answer.translation
    said = "Telephone numbers of persons, which the UN will read: "
    with translation.override("en"):
        assert f"{said}010-1111-2222, 063-281-2114." in answer.at_odds
        assert f"{said}010-3333-4444." in answer.translation.at_odds


def test_a_text_with_too_many_addresses_is_told_so(response: Response, writer: User) -> None:
    said = "Only the first 200 addresses in a text are checked and listed."
    for count, told in ((200, False), (201, True)):
        write(response, "b-1", writer, text="\n".join(f"a{n}.kr" for n in range(count)))
        answer = read(response).answers_by_key["b-1"]
        with translation.override("en"):
            assert (said in answer.at_odds, len(answer.urls_in_texts)) == (told, 200)


def test_no_page_changes_the_snapshot_that_it_shows(
    response: Response, writer: User, client: Client
) -> None:
    answered(response, writer)
    client.force_login(writer)
    before = read(response)
    plain = to_plain(before)
    place = (before.city_slug, before.edition.code)
    for name in ("overview", "dashboard", "assignment", "submissions", "seal"):
        client.get(reverse(name, args=place))
    for name in ("section", "review", "unsaved"):
        for each in before.sections:
            client.get(reverse(name, args=(*place, each.section.key)), {"show": "both"})
    assert read(response) is before
    snapshots._remembered.cache_clear()
    assert read(response) == before
    assert to_plain(read(response)) == plain
