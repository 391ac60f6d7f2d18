from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.drafting import save_answer
from responses.domain.answers.revisions import (
    PAUSE,
    RevisionEntry,
    Sitting,
    read_bases,
    read_contents,
    read_entries,
    read_moved,
    read_sittings,
    sittings,
)
from responses.domain.answers.writes import Write
from responses.domain.auditing import Actor
from responses.domain.content.content import EMPTY, Content
from responses.domain.review.workflow import Move, perform
from responses.enums import Action, Role, Source
from responses.models import Response, User
from tests.support.factories import find, make_city, make_member, make_response, revise, write

START = datetime(2030, 5, 6, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def entries(*moments: tuple[int, timedelta], source: Source = Source.FORM) -> list[RevisionEntry]:
    """Return revisions by (author, time since the start), given oldest first, newest first."""
    made = [
        RevisionEntry(version, author, f"Person {author}", START + since, source)
        for version, (author, since) in enumerate(moments, start=1)
    ]
    return made[::-1]


def versions(found: list[Sitting]) -> list[list[int]]:
    return [[entry.version for entry in sitting.entries] for sitting in found]


def test_sittings_of_nothing_are_none() -> None:
    assert sittings([]) == []


def test_sittings_end_when_somebody_else_writes() -> None:
    made = entries((1, 0 * SECOND), (2, 1 * SECOND), (2, 2 * SECOND), (1, 3 * SECOND))
    assert versions(sittings(made)) == [[4], [3, 2], [1]]


@pytest.mark.parametrize(
    ("gap", "expected"), [(PAUSE - SECOND, [[2, 1]]), (PAUSE, [[2], [1]]), (-PAUSE, [[2, 1]])]
)
def test_sittings_end_with_a_pause(gap: timedelta, expected: list[list[int]]) -> None:
    assert versions(sittings(entries((1, 0 * SECOND), (1, gap)))) == expected


def test_sittings_end_where_the_section_moved() -> None:
    made = entries(*((1, number * SECOND) for number in range(5)))
    assert versions(sittings(made, {0, 2, 4, 5})) == [[5], [4, 3], [2, 1]]


@pytest.mark.django_db
def test_read_moved_gives_the_versions_in_which_the_section_moved(
    response: Response,
    writer: User,
    reviewer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    section, question = find(response, "b-1")
    elsewhere, other = find(response, "a-2")
    for number, (action, person) in enumerate(
        [
            (Action.SEND, writer),
            (Action.REQUEST_CHANGES, reviewer),
            (Action.COMMENT, reviewer),
            (Action.SEND, writer),
        ]
    ):
        perform(Move(action, "So."), response, section, actor=Actor(person))
        if number in {1, 2}:
            write(response, "b-1", writer, text=f"Text {number}")
    perform(Move(Action.SEND), response, elsewhere, actor=Actor(writer))
    with django_assert_num_queries(1):
        assert read_moved(response, question) == {0, 2}
    assert read_moved(response, other) == {0}


def test_sittings_may_be_long_as_only_pauses_count() -> None:
    made = entries(*((1, number * (PAUSE - SECOND)) for number in range(50)))
    assert [len(sitting.entries) for sitting in sittings(made)] == [50]


def test_a_sitting_knows_its_ends_and_what_was_before() -> None:
    made = entries((2, 0 * SECOND), (1, 1 * SECOND), (1, 2 * SECOND), (1, 3 * SECOND))
    [newest, oldest] = sittings(made)
    assert (newest.first.version, newest.last.version, newest.before) == (2, 4, 1)
    assert (oldest.first.version, oldest.last.version, oldest.before) == (1, 1, 0)


@pytest.mark.parametrize("way", sorted(set(Source) - {Source.FORM, Source.AUTOSAVE}))
def test_what_came_by_another_way_than_writing_stands_alone(way: Source) -> None:
    sources = [Source.FORM, Source.AUTOSAVE, way, Source.AUTOSAVE, Source.FORM, way, way]
    made = [
        replace(entry, source=source)
        for entry, source in zip(
            entries(*((1, number * SECOND) for number in range(7))), sources[::-1], strict=True
        )
    ]
    found = sittings(made)
    assert versions(found) == [[7], [6], [5, 4], [3], [2, 1]]
    label = str(way.label)
    assert [each.way for each in found] == [label, label, "", label, ""]


@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.timedeltas(-PAUSE, 3 * PAUSE)),
        max_size=30,
    )
)
def test_sittings_hold_every_revision_once_in_order(steps: list[tuple[int, timedelta]]) -> None:
    since = timedelta()
    moments = [(author, since := since + gap) for author, gap in steps]
    made = entries(*moments)
    found = sittings(made)
    assert [entry for sitting in found for entry in sitting.entries] == made
    for sitting in found:
        assert len({entry.author for entry in sitting.entries}) == 1
        assert all(later.at - earlier.at < PAUSE for later, earlier in pairwise(sitting.entries))
    for newer, older in pairwise(found):
        apart = newer.first.at - older.last.at >= PAUSE
        assert apart or newer.first.author != older.last.author


@pytest.mark.django_db
def test_read_sittings_are_of_one_answer_newest_first(response: Response, writer: User) -> None:
    other = make_member(response.city, Role.CONTRIBUTOR)
    write(response, "b-1", writer, text="One")
    write(response, "b-1", other, text="Two")
    User.objects.filter(pk=other.pk).update(name="")
    write(response, "a-2", writer, text="Another answer")
    elsewhere = make_response(make_city("shelbyville"))
    write(elsewhere, "b-1", make_member(elsewhere.city, Role.CONTRIBUTOR), text="Elsewhere")
    question = find(response, "b-1")[1]
    found = read_sittings(response, question, 2, 20)
    entries = [entry for sitting in found for entry in sitting.entries]
    assert [(each.version, each.author, each.by, each.source) for each in entries] == [
        (2, other.pk, other.email, Source.FORM),
        (1, writer.pk, "Writer", Source.FORM),
    ]
    by_version = {entry.version: entry for entry in entries}
    assert by_version == read_entries(response, question, (0, 1, 2))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (PAUSE - SECOND, [[5], [4, 3], [2, 1]]),
        # Databases write whole seconds without a fraction, and others with one.
        (PAUSE - timedelta(microseconds=1), [[5], [4, 3], [2, 1]]),
        (PAUSE, [[5], [4], [3], [2], [1]]),
    ],
)
def test_read_sittings_are_those_of_the_rule(
    gap: timedelta, expected: list[list[int]], response: Response, writer: User
) -> None:
    other = make_member(response.city, Role.CONTRIBUTOR)
    revise(response, "b-1", [writer, writer, other, other, writer], gap=gap)
    found = read_sittings(response, find(response, "b-1")[1], 5, 20)
    entries = [entry for sitting in found for entry in sitting.entries]
    assert versions(found) == expected
    assert [entry.at for entry in entries[::-1]] == [START + number * gap for number in range(5)]
    assert found == sittings(entries)


@pytest.mark.django_db
@pytest.mark.parametrize("lengths", [[1] * 9, [3, 1, 4, 1], [9], [2, 7], [1, 8]])
def test_as_many_sittings_are_read_as_are_wanted_each_whole(
    lengths: list[int], response: Response, writer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As many revisions as are read at first end in the midst of a sitting, and between two.
    monkeypatch.setattr("responses.domain.answers.revisions._READ_AT_FIRST", 2)
    people = [writer, make_member(response.city, Role.CONTRIBUTOR)]
    authors = [people[at % 2] for at, length in enumerate(lengths) for _ in range(length)]
    revise(response, "b-1", authors)
    question = find(response, "b-1")[1]
    everything = read_sittings(response, question, 9, 9)
    assert [len(each.entries) for each in everything] == lengths[::-1]
    for wanted in range(9):
        found = read_sittings(response, question, 9, wanted)
        # One more tells that there are older ones.
        assert len(found) == min(wanted + 1, len(lengths))
        assert found == everything[: len(found)]
    # What was written since the page began to be made is not on it.
    assert read_sittings(response, question, 8, 9)[0].last.version == 8
    assert read_sittings(response, question, 0, 9) == []


@pytest.mark.django_db
def test_read_contents_gives_the_versions_asked_for(response: Response, writer: User) -> None:
    for words in ("One", "Two", "Three"):
        write(response, "b-1", writer, text=words)
    found = read_contents(response, find(response, "b-1")[1], [0, 1, 3, 9])
    assert found == {0: EMPTY, 1: Content({"text": "One"}), 3: Content({"text": "Three"})}


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "queries"), [(1, 2), (128, 2), (129, 3), (1000, 5)])
def test_reading_takes_few_queries_however_many_revisions(
    count: int,
    queries: int,
    response: Response,
    writer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    revise(response, "b-1", [writer] * count)
    question = find(response, "b-1")[1]
    # A sitting is read whole: 128 revisions of it, then twice as many each time.
    with django_assert_num_queries(queries):
        found = read_sittings(response, question, count, 20)
        assert [len(sitting.entries) for sitting in found] == [count]
    with django_assert_num_queries(1):
        assert len(read_contents(response, question, range(count + 1))) == count + 1


@pytest.mark.django_db
def test_read_bases_are_what_texts_started_from(
    response: Response, writer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    section, question = find(response, "b-1")
    other = make_member(response.city, Role.CONTRIBUTOR)
    for words in ("One", "Two", "Three"):
        write(response, "b-1", writer, text=words)
    late = [Write(question, Content({"text": "Late"}), base) for base in (0, 1, 2, None)]
    texts = [save_answer(response, section, each, author=other).refused for each in late]
    kept = [text for text in texts if text]

    with django_assert_num_queries(1):
        found = read_bases(response, kept)

    bases = [found.get(text.pk) for text in kept]
    assert [base and base.content for base in bases] == [
        EMPTY,
        Content({"text": "One"}),
        Content({"text": "Two"}),
        None,
    ]
    assert [base and base.entry and (base.entry.version, base.entry.by) for base in bases] == [
        None,
        (1, "Writer"),
        (2, "Writer"),
        None,
    ]
