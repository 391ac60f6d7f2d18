"""The chain of records: who joins it when, and which changes of records it tells of."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.domain import chaining
from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor, record, record_refused_sign_in
from responses.domain.chaining import CHAINED, LATE, chain_faults, chain_records, head_of
from responses.domain.talk.talking import Said, start
from responses.enums import AuditKind
from responses.models import (
    AuditRecord,
    ChainEntry,
    City,
    Remark,
    Response,
    Revision,
    Submission,
    SubmissionFile,
    User,
)
from responses.tasks import look_for_work
from tests.support.factories import make_city, make_response, make_submission, write
from tests.support.racing import two_at_once
from tests.support.tampering import unguarded

pytestmark = pytest.mark.django_db

PLACE = AnswerRef("springfield", "test-2030", "beta", "b-1")
OTHER = AnswerRef("springfield", "test-2030", "alpha", "a-2")


@pytest.fixture
def chained(response: Response, writer: User) -> Response:
    """Return a response with every kind of record, all of them chained."""
    write(response, "a-2", writer, text="○ Alpha")
    write(response, "b-1", writer, text="○ One")
    write(response, "b-1", writer, text="○ Two")
    start(writer, PLACE, Said("So?"))
    start(writer, OTHER, Said("And here?"))
    make_submission(response)
    record_refused_sign_in("nobody@city.example", "192.0.2.1")
    chain_records()
    return response


def test_every_record_joins_the_chain_of_its_city_once(chained: Response) -> None:
    shelbyville = make_response(make_city("shelbyville"))
    look_for_work()
    assert chain_records() == 0
    for kind, each in CHAINED.items():
        pks = each.records.order_by("pk").values_list("pk", flat=True)
        assert pks
        entries = ChainEntry.objects.filter(kind=kind).order_by("record")
        assert list(entries.values_list("record", flat=True)) == list(pks)
    for city in (chained.city, shelbyville.city, None):
        numbers = list(ChainEntry.objects.filter(city=city).values_list("number", flat=True))
        assert sorted(numbers) == list(range(1, len(numbers) + 1)) != []
        head = head_of(city)
        assert head
        assert head.number == len(numbers)
    assert list(chain_faults()) == []


def test_what_is_chained_in_many_batches_is_as_what_is_chained_in_one(
    chained: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = [head_of(city) for city in (chained.city, None)]
    with unguarded():
        ChainEntry.objects.all().delete()
    monkeypatch.setattr(chaining, "BATCH", 2)
    chain_records()
    assert [head_of(city) for city in (chained.city, None)] == heads
    assert list(chain_faults()) == []


def test_a_record_committed_after_later_ones_is_chained_all_the_same(chained: Response) -> None:
    late, *_rest = Revision.objects.order_by("pk")
    row = dict(Revision.objects.filter(pk=late.pk).values()[0])
    with unguarded():
        ChainEntry.objects.filter(kind="revision", record=late.pk).delete()
        Revision.objects.filter(pk=late.pk).delete()
        Revision.objects.create(**row)
    assert chain_records() == 1


def test_of_two_who_chain_the_same_the_first_does(
    response: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = chaining._entries

    def overtaken(kind: str, rows: list[tuple[object, ...]]) -> list[ChainEntry]:
        made = list(entries(kind, rows))
        monkeypatch.setattr(chaining, "_entries", entries)
        chain_records()
        return made

    monkeypatch.setattr(chaining, "_entries", overtaken)
    chain_records()
    assert ChainEntry.objects.filter(kind="auditrecord").count() == AuditRecord.objects.count()
    assert list(chain_faults()) == []


@pytest.mark.django_db(transaction=True)
def test_two_who_chain_at_once_leave_one_unbroken_chain(
    response: Response, writer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chaining, "BATCH", 3)
    with two_at_once() as both:
        for _round in range(8):
            for number in range(4):
                write(response, "b-1", writer, text=f"○ {_round} {number}")
            both(chain_records, chain_records)
            # Who comes second leaves the rest to the next look.
            chain_records()
            assert chain_records() == 0
    assert ChainEntry.objects.filter(kind="revision").count() == Revision.objects.count() == 32
    assert list(chain_faults()) == []


def test_looking_for_records_reads_the_end_of_the_chain_alone(chained: Response) -> None:
    """The largest of a group is looked for among all of it: over years, hundreds of thousands."""
    asked = str(chaining._waiting("revision").query)
    assert "MAX(" not in asked
    assert "LIMIT 1" in asked


def test_chaining_nothing_takes_a_query_a_kind(
    chained: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(6):
        chain_records()


def _first(kind: str) -> int:
    return int(CHAINED[kind].records.earliest("pk").pk)


def _row(kind: str, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(CHAINED[kind].records.model._meta.db_table), [_first(kind)])


def _sets(kind: str, field: str) -> Callable[[], None]:
    return lambda: _row(kind, f"UPDATE {{}} SET {field} WHERE id = %s")  # noqa: S608 - names of ours


def _removes(kind: str, *, with_entry: bool = False) -> Callable[[], None]:
    def remove() -> None:
        if with_entry:
            ChainEntry.objects.filter(kind=kind, record=_first(kind)).delete()
        _row(kind, "DELETE FROM {} WHERE id = %s")

    return remove


def _forges_the_last_entry() -> None:
    entry = ChainEntry.objects.filter(city__isnull=False).latest("number")
    ChainEntry.objects.filter(pk=entry.pk).update(digest="0" * 64)


TAMPERING: dict[str, Callable[[], object]] = {
    "audit record: subject": _sets("auditrecord", "subject = 'Forged'"),
    "audit record: person": _sets("auditrecord", "person_id = NULL"),
    "audit record: address": _sets("auditrecord", "address = '192.0.2.9'"),
    "audit record: deleted": _removes("auditrecord"),
    "audit record: deleted with its entry": _removes("auditrecord", with_entry=True),
    "audit records: all deleted": lambda: AuditRecord.objects.all()._raw_delete("default"),
    "event: actor": _sets("event", "actor_id = (SELECT max(id) FROM responses_user)"),
    "event: digest": _sets("event", "digest = 'x'"),
    "event: comment": _sets("event", "comment = 'Forged'"),
    "event: signature": _sets("event", "signature = '{}'".replace("{", "{{").replace("}", "}}")),
    "event: deleted": _removes("event"),
    "revision: content": _sets("revision", "content = '[]'"),
    "revision: author": _sets("revision", "author_id = (SELECT max(id) FROM responses_user)"),
    "revision: deleted": _removes("revision"),
    "revision: deleted with its entry": _removes("revision", with_entry=True),
    "remark: text": _sets("remark", "text = 'Forged'"),
    "remark: deleted": _removes("remark"),
    "submission: number": _sets("submission", "number = 7"),
    "submission: files deleted": lambda: SubmissionFile.objects.all()._raw_delete("default"),
    "submission: digest of the archive": _sets("submission", "archive_digest = 'x'"),
    "submissions: all deleted": lambda: [
        SubmissionFile.objects.all()._raw_delete("default"),
        Submission.objects.all()._raw_delete("default"),
    ],
    "remarks: all deleted": lambda: [
        Remark.mentioned.through.objects.all().delete(),
        Remark.objects.all()._raw_delete("default"),
    ],
    "entry: digest": _forges_the_last_entry,
    "entry: of another city": lambda: ChainEntry.objects.filter(number=1, city=None).update(
        city=City.objects.create(slug="elsewhere", name={"ko": "x", "en": "x"})
    ),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_is_found(chained: Response, name: str) -> None:
    with unguarded():
        TAMPERING[name]()
    assert list(chain_faults())


def test_what_was_removed_from_the_end_is_missed_by_who_knows_the_head(
    chained: Response,
) -> None:
    head = head_of(chained.city)
    assert head
    assert list(chain_faults([head.digest])) == []
    with unguarded():
        last = ChainEntry.objects.get(digest=head.digest)
        CHAINED[last.kind].records.filter(pk=last.record)._raw_delete("default")
        last.delete()
    assert list(chain_faults()) == []
    assert list(chain_faults([head.digest])) == [
        f"no record has the head {head.digest}: some were removed from the end"
    ]


def test_a_record_that_was_put_among_others_is_found(
    chained: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes a key that is free, far back, where nobody looks for records to chain."""
    monkeypatch.setattr(chaining, "OVERLAP", 1)
    free = AuditRecord.objects.latest("pk").pk - 1
    with unguarded():
        ChainEntry.objects.filter(kind="auditrecord", record=free).delete()
    chain_records()
    assert "1 of auditrecord are among others, and not in the chain" in list(chain_faults())


@pytest.mark.parametrize("kind", ["auditrecord", "event", "revision", "remark", "submission"])
def test_a_record_that_is_put_in_cannot_be_dated_back(chained: Response, kind: str) -> None:
    """However short the time was in which it could be put in without a place in the chain."""
    model = CHAINED[kind].records.model
    time = CHAINED[kind].time
    row = dict(model._default_manager.filter(pk=_first(kind)).values()[0])
    new = {"number": 7} if kind == "submission" else {"version": 7} if kind == "revision" else {}
    made = model(**row | new | {"id": None, time: row[time] - LATE - timedelta(minutes=1)})
    made.save(force_insert=True)

    assert chain_records() == 1
    [fault] = chain_faults()
    assert fault.startswith(f"{kind} {made.pk} is dated ")


def test_a_record_that_waits_for_too_long_is_a_fault(
    response: Response, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window: within it, what was recorded is not chained, and no fault."""
    chain_records()
    record(AuditKind.EXPORT, Actor(coordinator), response.city, lambda: "file.csv")
    assert list(chain_faults()) == []
    later = timezone.now() + LATE
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert list(chain_faults()) == [
        "1 of auditrecord are not in the chain after an hour: is manage.py work running?"
    ]
    look_for_work(later)
    assert list(chain_faults()) == []
