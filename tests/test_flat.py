"""Every page that lists what people make takes as much work with a thousand rows as with a page.

Work is calls of functions, which no machine's speed changes: `FULL` rows fill a page of each list,
or a choice of people, and `MANY` are many pages. What databases do besides is in script/bench.
"""

import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from secrets import token_hex
from types import FrameType

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from responses.domain.checks.targets import target_of
from responses.domain.kept.keeping import want_pages
from responses.domain.people.finding import FEW
from responses.enums import Action, AuditKind, Refusal, Role, Source, State
from responses.models import (
    Answer,
    AuditRecord,
    City,
    Deputy,
    Event,
    Handout,
    IncomingFile,
    Invitation,
    Membership,
    Notice,
    RefusedText,
    Remark,
    Response,
    Return,
    Revision,
    SectionWork,
    StoredFile,
    Submission,
    Term,
    Thread,
    User,
)
from responses.notice_kinds import NoticeKind
from tests.support.factories import find, make_member, make_response, make_submission
from tests.views.test_access import names

pytestmark = pytest.mark.django_db

FULL, MANY, MORE = FEW, 1_000, 1.1
CITY = "/springfield/"
RESPONSE = f"{CITY}test-2030/"
QUESTION = f"{RESPONSE}beta/b-1/"
Fill = Callable[[Response, User, int], None]


def people(city: City, number: int, role: Role) -> list[User]:
    made = User.objects.bulk_create(
        User(email=f"{role}{each}@city.example", name=f"{role} {each:04}")
        for each in range(User.objects.count(), User.objects.count() + number)
    )
    Membership.objects.bulk_create(Membership(city=city, user=each, role=role) for each in made)
    return made


def members(response: Response, _reader: User, number: int) -> None:
    people(response.city, number, Role.CONTRIBUTOR)


def reviewers(response: Response, _reader: User, number: int) -> None:
    people(response.city, number, Role.REVIEWER)


def unnamed(response: Response, _reader: User, number: int) -> None:
    City.objects.filter(pk=response.city_id).update(submission_language="en")
    made = people(response.city, 2 * number, Role.REVIEWER)
    User.objects.filter(pk__in=[each.pk for each in made]).update(name="김민수")


def invitations(response: Response, reader: User, number: int) -> None:
    now, there = timezone.now(), Invitation.objects.count()
    Invitation.objects.bulk_create(
        Invitation(
            city=response.city,
            email=f"i{each}@city.example",
            role=Role.VIEWER,
            digest=f"{each:064}",
            invited_by=reader,
            created_at=now,
            expires_at=now,
        )
        for each in range(there, there + number)
    )


def deputies(response: Response, reader: User, number: int) -> None:
    chief = response.city.memberships.get(user__name="Starter").user
    today, there = timezone.localdate(), Deputy.objects.count()
    Deputy.objects.bulk_create(
        Deputy(city=response.city, person=chief, deputy=reader, first_day=day, last_day=day)
        for day in (today + timedelta(days=each) for each in range(there, there + number))
    )


def records(response: Response, reader: User, number: int) -> None:
    AuditRecord.objects.bulk_create(
        AuditRecord(
            at=timezone.now(), kind=AuditKind.EXPORT, person=reader, city=response.city, subject="x"
        )
        for _ in range(number)
    )


def terms(response: Response, _reader: User, number: int) -> None:
    City.objects.filter(pk=response.city_id).update(submission_language="en")
    there = Term.objects.count()
    Term.objects.bulk_create(
        Term(city=response.city, language="en", original=f"말 {each}", translation=f"word {each}")
        for each in range(there, there + number)
    )


def threads(response: Response, reader: User, number: int) -> None:
    question = find(response, "b-1")[1].pk
    made = Thread.objects.bulk_create(
        Thread(
            response=response,
            question_id=question,
            required=each % 2 == 0,
            started_by=reader,
            last_by=reader,
        )
        for each in range(number)
    )
    Remark.objects.bulk_create(
        Remark(thread=each, author=reader, text="So.", version=0, created_at=timezone.now())
        for each in made
    )


def waiting(response: Response, _reader: User, number: int) -> None:
    threads(response, response.city.memberships.get(user__name="Starter").user, number)


def mentions(response: Response, reader: User, number: int) -> None:
    waiting(response, reader, number)
    called = Remark.mentioned.through
    called.objects.bulk_create(
        called(remark_id=remark, user=reader)
        for remark in Remark.objects.order_by("-pk").values_list("pk", flat=True)[:number]
    )


def kept(response: Response, reader: User, number: int) -> None:
    work = SectionWork.objects.get(response=response, section__key="alpha")
    event = Event.objects.create(
        work=work,
        action=Action.APPROVE,
        actor=reader,
        actor_role=Role.REVIEWER,
        from_state=State.IN_REVIEW,
        to_state=State.APPROVED,
        versions={},
        created_at=timezone.now(),
    )
    pages = {f"{each:064}": target_of(f"https://a.kr/{each}") for each in range(number)}
    want_pages(response, pages, timezone.now(), approval=event)


def remarks(response: Response, reader: User, number: int) -> None:
    question = find(response, "b-1")[1].pk
    thread, _made = Thread.objects.get_or_create(response=response, question_id=question)
    Remark.objects.bulk_create(
        Remark(thread=thread, author=reader, text="So.", version=0, created_at=timezone.now())
        for _ in range(number)
    )


def revisions(response: Response, reader: User, number: int) -> None:
    other, now = make_member(response.city, Role.CONTRIBUTOR), timezone.now()
    answer, _made = Answer.objects.get_or_create(
        response=response,
        question_id=find(response, "b-1")[1].pk,
        defaults={"version": 1, "content": {}, "updated_at": now, "updated_by": reader},
    )
    there = answer.version if answer.revisions.exists() else 0
    Revision.objects.bulk_create(
        Revision(
            answer=answer,
            version=version,
            content={"parts": {"text": f"x {version}"}},
            author=(reader, other)[version % 2],
            source=Source.AUTOSAVE,
            created_at=now + timedelta(minutes=version),
        )
        for version in range(there + 1, there + number + 1)
    )
    content = {"parts": {"text": f"x {there + number}"}}
    Answer.objects.filter(pk=answer.pk).update(version=there + number, content=content)


def refused(response: Response, reader: User, number: int) -> None:
    RefusedText.objects.bulk_create(
        RefusedText(
            response=response,
            question_id=find(response, "b-1")[1].pk,
            author=reader,
            base_version=0,
            content={"parts": {"text": f"Mine {each}"}},
            refusal=Refusal.STALE,
            created_at=timezone.now(),
        )
        for each in range(number)
    )


def notices(response: Response, reader: User, number: int) -> None:
    there = Notice.objects.count()
    Notice.objects.bulk_create(
        Notice(
            person=reader,
            kind=NoticeKind.SEALED,
            response=response,
            key=f"k{each}",
            created_at=timezone.now(),
        )
        for each in range(there, there + number)
    )


def submissions(response: Response, _reader: User, number: int) -> None:
    first = Submission.objects.order_by("pk").first() or make_submission(response)
    there = Submission.objects.count()
    Submission.objects.bulk_create(
        Submission(
            response=response,
            number=each,
            sealed_at=first.sealed_at,
            sealed_by=first.sealed_by,
            snapshot=first.snapshot,
            digest=f"{each:064}",
            archive=b"archive",
            archive_digest=f"{each:064}",
        )
        for each in range(there + 1, there + number + 1)
    )


def incoming_files(response: Response, reader: User, number: int) -> None:
    there = IncomingFile.objects.count()
    digests = [f"{each:064}" for each in range(there, there + number)]
    facts = {"type": "unread", "size": 1, "width": 0, "height": 0, "created_at": timezone.now()}
    StoredFile.objects.bulk_create(StoredFile(digest=each, **facts) for each in digests)
    IncomingFile.objects.bulk_create(
        IncomingFile(response=response, file_id=each, name=each, by=reader, at=timezone.now())
        for each in digests
    )


def handouts(response: Response, reader: User, number: int) -> None:
    Handout.objects.bulk_create(_handout(response, reader) for _ in range(number))


def returned(response: Response, reader: User, number: int) -> None:
    """Return as many files, each with an answer that was taken over."""
    if not Handout.objects.exists():
        _handout(response, reader).save()
    handout, now = Handout.objects.get(), timezone.now()
    files = [
        StoredFile(digest=token_hex(32), type="xlsx", size=1, created_at=now) for _ in range(number)
    ]
    StoredFile.objects.bulk_create(files)
    became = {"b-1": {"became": "written", "digest": "", "left": [], "version": 1}}
    Return.objects.bulk_create(
        Return(
            handout=handout,
            file=file,
            name="filled.xlsx",
            returned_by="Roads",
            at=now,
            read_at=now,
            answers=became,
        )
        for file in files
    )


def _handout(response: Response, reader: User) -> Handout:
    held = {"b-1": {"version": 0, "content": {"parts": {}}}}
    return Handout(
        response=response,
        key=token_hex(16),
        held=held,
        format="xlsx",
        language="ko",
        addressee="Roads",
        due_on=timezone.localdate(),
        by=reader,
        at=timezone.now(),
    )


FLAT: Mapping[tuple[str, str], tuple[str, Fill]] = {
    ("members", "members"): (f"{CITY}members/", members),
    ("members", "invitations"): (f"{CITY}members/", invitations),
    ("kept_pages", "kept"): (f"{RESPONSE}evidence/pages/", kept),
    ("deputies", "reviewers"): (f"{CITY}deputies/", reviewers),
    ("deputies", "deputies"): (f"{CITY}deputies/", deputies),
    ("audit", "members"): (f"{CITY}audit/", members),
    ("audit", "records"): (f"{CITY}audit/", records),
    ("glossary", "terms"): (f"{CITY}glossary/", terms),
    ("glossary", "reviewers"): (f"{CITY}glossary/", unnamed),
    ("assignment", "members"): (f"{RESPONSE}assignment/", members),
    ("talk", "members"): (f"{QUESTION}talk/", members),
    ("talk", "threads"): (f"{QUESTION}talk/", threads),
    ("talk", "remarks"): (f"{QUESTION}talk/", remarks),
    ("people", "members"): (f"{QUESTION}people/", members),
    ("suggest", "members"): (f"{QUESTION}suggest/", members),
    ("history", "revisions"): (f"{QUESTION}history/", revisions),
    ("unsaved", "refused texts"): (f"{RESPONSE}beta/unsaved/", refused),
    ("section", "threads"): (f"{RESPONSE}beta/", threads),
    ("section", "remarks"): (f"{RESPONSE}beta/", remarks),
    ("review", "threads"): (f"{RESPONSE}beta/review/", threads),
    ("act", "threads"): (f"{RESPONSE}beta/send/", threads),
    ("dashboard", "threads"): (f"{RESPONSE}dashboard/", threads),
    ("dashboard", "members"): (f"{RESPONSE}dashboard/", members),
    ("overview", "members"): (RESPONSE, members),
    ("submissions", "submissions"): (f"{RESPONSE}submissions/", submissions),
    ("submissions", "threads"): (f"{RESPONSE}submissions/", threads),
    ("seal", "threads"): (f"{RESPONSE}submissions/seal/", threads),
    ("compare_submissions", "submissions"): (
        f"{RESPONSE}submissions/compare/?from=1&to=2",
        submissions,
    ),
    ("handouts", "handouts"): (f"{RESPONSE}handouts/", handouts),
    ("handout", "returned files"): (f"{RESPONSE}handouts/{{handout}}/", returned),
    ("export", "submissions"): (f"{RESPONSE}export/", submissions),
    ("imports", "files"): (f"{RESPONSE}import/", incoming_files),
    ("notices", "notices"): ("/notices/", notices),
    ("my_work", "members"): ("/", members),
    ("my_work", "threads"): ("/", threads),
    ("my_work", "waiting threads"): ("/", waiting),
    ("my_work", "mentions"): ("/", mentions),
}
"""The address and what people make that its page lists, with how much of it is made."""

NO_LIST: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("preview", "verify", "shortcuts", "guides", "guide", "invitation", "start"),
            "give_back",
            *("autosave", "add_file", "presence", "city_settings", "set_language", "recheck"),
            *("login", "logout"),
            *("sign_in_again", "password_change", "password_change_done", "password_reset"),
            *("password_reset_done", "password_reset_confirm", "password_reset_complete"),
            *("admin_sign_in", "admin_sign_out", "admin_password", "notice"),
        ),
        "one thing, or something that is not made by people",
    ),
    **dict.fromkeys(
        (
            *("audit_csv", "glossary_csv", "progress_xlsx", "response_pdf", "submission_file"),
            *("answer_file", "export_file", "coverage_file", "response_schema", "imported_file"),
            *("handed_file", "returned_original", "blank_file", "kept_page"),
        ),
        "a file: of everything, which is its purpose, or one that was attached",
    ),
    **dict.fromkeys(
        ("incoming_file", "edit_proposal"), "the lines of one file, in pages: see pages/incoming.py"
    ),
    "coverage": "the same, with what answers name for each, counted",
    "services": "the indicators of an edition, of which people make none",
    "indicators": "the links of one answer, of which there can be so many",
    "repairs": "it looks at what every answer names, and lists it in pages: see views/repairing.py",
    "evidence_link": "it shows one address, and its last thirty checks",
    "evidence": "it counts what every answer names, and lists it in pages: see pages/evidence.py",
    "search": "it reads every answer that the person may see: see domain/snapshot/search.py",
    "profile": "the cities of one person, who is in few",
    "admin:index": "Django's own, in pages",
}
"""The addresses without such a list, and why."""


def calls(work: Callable[[], object]) -> int:
    """Return how many functions are called while something is done."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(trace)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def test_every_address_lists_as_flat_or_says_why_not() -> None:
    listed = {name for name, _what in FLAT}
    assert listed & NO_LIST.keys() == set()
    assert listed | NO_LIST.keys() == set(names(get_resolver().url_patterns))


@pytest.mark.parametrize("case", FLAT, ids=" of ".join)
def test_a_thousand_rows_take_as_much_work_as_a_page_of_them(
    case: tuple[str, str], client: Client
) -> None:
    path, fill = FLAT[case]
    response = make_response()
    reader = make_member(response.city, Role.COORDINATOR, "Reader")
    client.force_login(reader)

    def address() -> str:
        # A handout that is looked at is there once something came back for it.
        return path.format(handout=Handout.objects.values_list("pk", flat=True).first())

    def work(number: int) -> int:
        fill(response, reader, number)
        for _ in range(2):
            assert client.get(address()).status_code == 200
        return calls(lambda: client.get(address()))

    before = work(FULL)
    assert work(MANY - FULL) <= MORE * before
