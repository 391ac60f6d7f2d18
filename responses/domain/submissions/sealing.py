"""Sealing a response: what it says goes into a submission that never changes.

Nothing else writes `Submission`. The files are made between `prepare` and `seal`, outside
of any transaction as they take seconds, from the very text that is sealed; `seal` then
locks the response and refuses if anything has moved meanwhile.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from itertools import chain
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from responses.domain.auditing import Actor, record
from responses.domain.chaining import head_of
from responses.domain.compiled import compiled
from responses.domain.kept.keeping import want_pages
from responses.domain.kept.kept import PagesByLink, in_one, pages_of_approvals, pages_of_seal
from responses.domain.notices.notices import notify, settle_sections
from responses.domain.permissions import Permission, RefusedError, may
from responses.domain.review.afterwards import close_translations
from responses.domain.snapshot.contacts import with_contacts
from responses.domain.snapshot.evidence import NamedAddress, targets_named
from responses.domain.snapshot.failing import failing_words, read_failing, with_links
from responses.domain.snapshot.plain import read_contents, read_text, snapshot_text
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.services import read_named_services, with_services
from responses.domain.snapshot.snapshot import Snapshot, read_snapshot
from responses.domain.talk.still_open import is_required_open
from responses.domain.telling.audiences import everybody
from responses.enums import BOTH, RESPONSE_JSON, AuditKind, Language, State
from responses.link_states import PageState
from responses.localized import localized
from responses.models import KeptPage, Response, SectionWork, Submission, SubmissionFile
from responses.notice_kinds import NOTICES, NoticeKind

from .archived_pages import PAGES_AT_SEAL, filed_pages, pages_of_links
from .attached import attached, filed, measured_pieces
from .proving import unlike_signed

ARCHIVE, SNAPSHOT = "archive.zip", "snapshot.json"
"""What the archive is called, and that of its files that says all; MANIFEST says what it is."""
APPROVALS, EVIDENCE, README = "approvals.json", "evidence.csv", "README.txt"
"""Its files for people: who signed, all links, and what the files are."""
FILES = "files.csv"
"""And where answers have files: which, and what is said of them."""
RESPONSE, SCHEMA = RESPONSE_JSON, "response.schema.json"
"""And its files for programs: all that its PDFs are made of, and how that is to be read."""
FIRST_FORMAT, SECOND_FORMAT, THIRD_FORMAT, FORMAT = (
    f"lgq-desk-submission/{number}" for number in (1, 2, 3, 4)
)
"""How the archives were made at first, before they told of translations, before they had
`RESPONSE` and `SCHEMA`, and are made now."""

NOT_YOURS = _("Only a coordinator of the city can seal its response.")
NOT_APPROVED = _("Some sections are not approved yet.")
THREADS_OPEN = _("An open thread must be resolved first.")
SEALED_ALREADY = _("This response is already sealed. Nothing has changed since.")
UNLIKE_SIGNED = _(
    "What these sections say is not what was approved: %(sections)s. Tell your administrator. "
    "Then reopen them, check their answers against the history, and have them approved again."
)
MOVED_ON = _("This response was changed in the meantime. Check its current state.")


class SealRefusedError(RefusedError):
    """A response cannot be sealed now."""


class Unsealed(StrEnum):
    """Why a response is not sealed that a worker was asked to seal."""

    REFUSED = "refused"
    NOT_YOURS = "not yours"
    TOO_LARGE = "too large"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Seal:
    """What a submission says of itself, in its manifest and its documents.

    `account` is the key of the account of who sealed it, `digest` the SHA-256 of the sealed
    text, `before` that of the archive of the submission before this one, or empty, and
    `address` is where the digest can be looked up. `format` says how the archive is made, so
    that an older one can be made again. `head` is the digest of the newest entry of the city's
    chain of records, or empty: who has the archive can tell if any before it is removed.
    """

    number: int
    sealed_at: datetime
    sealed_by: str
    account: int
    digest: str
    before: str
    address: str
    format: str = FORMAT
    head: str = ""


class Reopened(NamedTuple):
    """After which submission a response was reopened, and whether its answers differ from it."""

    number: int
    differs: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """A response that can be sealed: its text, and the seal that it would get.

    `confirmed` is the `text_digest` of what it is, and `failing` how many links fail in it.
    `pages` are those that are kept of its links; None if nobody wants any.
    """

    text: str
    seal: Seal
    confirmed: str = ""
    failing: int = 0
    pages: PagesByLink | None = None


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return sha256(content).hexdigest()


def pdf_name(language: str) -> str:
    """Return what the PDF in a language is called in an archive."""
    return f"response-{language}.pdf"


def pdf_languages(submission_language: str) -> tuple[str, ...]:
    """Return the languages in which there are PDFs of a city that submits in this one, if any."""
    return (*Language.values, BOTH) if submission_language else tuple(Language.values)


def called(city: str, edition: str, number: int, name: str) -> str:
    """Return under which name a file of a submission is taken out of the product.

    Such as seoul-lgq-2022-submission-2.zip, of the archive, and seoul-lgq-2022-submission-2-ko.pdf.
    """
    languages = (*Language.values, BOTH)
    ends = {ARCHIVE: ".zip"} | {pdf_name(each): f"-{each}.pdf" for each in languages}
    return f"{city}-{edition}-submission-{number}" + ends.get(name, f"-{name}")


def open_sections(snapshot: Snapshot) -> list[SectionSnapshot]:
    """Return the sections that still have to be approved before a response can be sealed."""
    return [section for section in snapshot.sections if section.state is not State.APPROVED]


def last_submission(response: Response) -> Submission | None:
    """Return the newest submission of a response, without its contents; one query."""
    return next(iter(_last(response.pk)), None)


def submissions_of(response: Response) -> QuerySet[Submission]:
    """Return the submissions of a response with their files, without contents, newest first."""
    return _without_contents(response.pk).prefetch_related("files").order_by("-number")


def earlier_than(submission: Submission) -> list[Submission]:
    """Return of the same response's submissions before this one the last and the last sent.

    Without contents, newest first, and with who recorded the sending of each; one query.
    """
    found = _without_contents(submission.response_id)
    found = found.filter(number__lt=submission.number).order_by("-number")
    last, sent = found.values("pk")[:1], found.filter(delivery__isnull=False).values("pk")[:1]
    return list(found.filter(Q(pk__in=last) | Q(pk__in=sent)))


@compiled
def _last(response: int) -> QuerySet[Submission, Submission]:
    return _without_contents(response).order_by("-number")[:1]


def _without_contents(response: int) -> QuerySet[Submission]:
    found = Submission.objects.filter(response=response).defer("snapshot", "archive")
    return found.select_related("sealed_by", "delivery__recorded_by")


def is_sealed(snapshot: Snapshot, submission: Submission | None) -> bool:
    """Return whether `submission`, the newest one, is of the response as it stands now."""
    if submission is None or open_sections(snapshot):
        return False
    return all(section.state_since <= submission.sealed_at for section in snapshot.sections)


def reopened_since(snapshot: Snapshot, submission: Submission | None) -> Reopened | None:
    """Return how the response stands to the newest submission if it was reopened since.

    A query, and none unless it was.
    """
    if submission is None or is_sealed(snapshot, submission):
        return None
    said = chain.from_iterable(section.said.items() for section in snapshot.sections)
    now = {key: answer.content for key, answer in said}
    return Reopened(submission.number, read_contents(submission.snapshot) != now)


def says_what_is_sealed(response: Response) -> bool:
    """Return whether the answers of a response are those of its newest submission.

    Two queries, and one more if it was reopened since.
    """
    last = last_submission(response)
    after = reopened_since(read_snapshot(response), last)
    return last is not None and not (after and after.differs)


def text_digest(named: Snapshot, response: Response) -> str:
    """Return the digest of what would be sealed of a response as it stands, and who seals confirms.

    `named` is as `with_named` gives it; with the queries of `read_failing`, and one for services
    where links are checked.
    """
    return _confirmed(snapshot_text(named), _failing(named, response))


def _failing(snapshot: Snapshot, response: Response) -> list[NamedAddress]:
    """Return the addresses that fail of what a response and its list of services say."""
    services = read_named_services(snapshot.edition, response.pk) if settings.CHECK_LINKS else ()
    return read_failing(response.pk, snapshot.sections, services)


def _confirmed(text: str, failing: Iterable[NamedAddress]) -> str:
    """Return the digest of a text and of which links fail, of which who seals has to know.

    Not of how all links stand: a check that changes nothing for who seals keeps nobody from it.
    """
    return digest_of("\n".join((text, *sorted(each.digest for each in failing))).encode())


def with_named(snapshot: Snapshot, response: Response) -> Snapshot:
    """Return a snapshot with all that is sealed of a response but for how its links stand.

    With the queries of `with_contacts` and `with_services`.
    """
    return with_contacts(with_services(snapshot, response), response.city)


def prepare(response: Response, *, actor: Actor, address: str, seen: str | None = None) -> Prepared:
    """Return what would be sealed now; raises `SealRefusedError` if it cannot be.

    `address` is that of the page for looking up digests; the digest is put behind it. `seen` is
    the `text_digest` of what the actor has confirmed: anything else is refused.
    """
    if not may(actor.person, Permission.SEAL, response.city):
        raise SealRefusedError(NOT_YOURS)
    snapshot, last = read_snapshot(response), last_submission(response)
    if open_sections(snapshot):
        raise SealRefusedError(NOT_APPROVED)
    if is_sealed(snapshot, last):
        raise SealRefusedError(SEALED_ALREADY)
    if is_required_open(response):
        raise SealRefusedError(THREADS_OPEN)
    if unlike := unlike_signed(response, snapshot):
        titles = (f"{each.section.number}. {localized(each.section.title)}" for each in unlike)
        raise SealRefusedError(UNLIKE_SIGNED % {"sections": ", ".join(titles)})
    named = with_named(snapshot, response)
    failing = read_failing(response.pk, snapshot.sections)
    confirmed = _confirmed(snapshot_text(named), failing)
    text = snapshot_text(with_links(named, response))
    digest = digest_of(text.encode())
    if seen is not None and seen != confirmed:
        raise SealRefusedError(MOVED_ON)
    head = head_of(response.city)
    number, before = (last.number + 1, last.archive_digest) if last else (1, "")
    seal = Seal(
        number=number,
        sealed_at=_now_here(),
        sealed_by=str(actor.person),
        account=actor.person.pk,
        digest=digest,
        before=before,
        address=f"{address}{digest}",
        head=head.digest if head else "",
    )
    pages = pages_of_approvals(response) if response.keeps_pages else None
    return Prepared(text, seal, confirmed, len(failing), pages)


def _now_here() -> datetime:
    """Return this moment in the site's time zone, as the archive can tell it: by its offset."""
    return datetime.fromisoformat(timezone.localtime().isoformat())


@transaction.atomic
def seal(
    response: Response,
    prepared: Prepared,
    *,
    files: Mapping[str, bytes],
    archive: bytes,
    archive_digest: str = "",
    actor: Actor,
) -> Submission:
    """Keep what was prepared, with the files made of it, as the next submission.

    `archive` lacks the files of answers, which stay in the store; `archive_digest` is that of the
    archive with them, and need not be given where there are none.
    Raises `SealRefusedError` if the actor may not, or if the response has moved since.
    """
    # Whoever moves a section or opens a required thread takes one of the same locks.
    locked = SectionWork.objects.select_for_update().filter(response=response)
    works = list(locked.order_by("pk"))
    # As it stays from here on: who changes the language takes these locks, too.
    response.city.refresh_from_db(fields=["submission_language"])
    now = prepare(response, actor=actor, address="")
    before = (prepared.confirmed, prepared.seal.number)
    if (now.confirmed, now.seal.number) != before:
        raise SealRefusedError(MOVED_ON)
    submission = Submission.objects.create(
        response=response,
        number=prepared.seal.number,
        sealed_at=prepared.seal.sealed_at,
        sealed_by=actor.person,
        snapshot=prepared.text,
        digest=prepared.seal.digest,
        archive=archive,
        archive_digest=archive_digest or digest_of(archive),
    )
    said = read_text(prepared.text)
    _list_files(submission, said, files, prepared)
    if response.keeps_pages:
        targets = targets_named(said.sections, (each.url for each in said.services))
        want_pages(response, targets, submission.sealed_at, submission=submission)
    if close_translations(response):
        places = [(work.response_id, work.section_id) for work in works]
        for kind in (each for each, facts in NOTICES.items() if facts.translate):
            settle_sections(kind, places)
    _record(submission, prepared.failing, actor)
    notify(
        NoticeKind.SEALED,
        everybody(response.city),
        response,
        actor=actor.person,
        text=str(submission.number),
        key=f"submission:{submission.pk}",
    )
    return submission


def _list_files(
    submission: Submission, said: Snapshot, files: Mapping[str, bytes], prepared: Prepared
) -> None:
    """Name each file of a submission: those made of it, those of answers, and pages of links."""
    SubmissionFile.objects.bulk_create(
        SubmissionFile(
            submission=submission, name=name, size=len(content), digest=digest_of(content)
        )
        for name, content in files.items()
    )
    pages = filed_pages(pages_of_links(said, prepared.pages or {}))
    SubmissionFile.objects.bulk_create(
        SubmissionFile(submission=submission, name=name, size=size, digest=digest)
        for name, digest, size in chain(filed(attached(said)), pages)
    )


def _record(submission: Submission, failing: int, actor: Actor) -> None:
    """Write that a response was sealed into the city's audit."""

    def describe() -> str:
        number = gettext("No. %(number)s") % {"number": submission.number}
        told = [failing_words(failing)] if failing else []
        # The digest last, by which it is found again.
        return " · ".join((submission.response.edition.code, number, *told, submission.digest))

    record(AuditKind.SEAL, actor, submission.response.city, describe)


def add_pages() -> int:
    """Add to submissions the pages of their seals, once none is waited for; return to how many.

    That is a file beside the archive, which never changes, with a digest of its own.
    """
    kept = KeptPage.objects.filter(submission=OuterRef("pk"))
    there = SubmissionFile.objects.filter(submission=OuterRef("pk"), name=PAGES_AT_SEAL)
    found = Submission.objects.filter(
        Exists(kept.filter(state=PageState.KEPT)),
        ~Exists(kept.filter(state=PageState.WAITING)),
        ~Exists(there),
    )
    return sum(map(_add_pages, found.order_by("pk").values_list("pk", "response")))


@transaction.atomic
def _add_pages(row: tuple[int, int]) -> bool:
    """Add the pages of a seal to its submission, unless somebody else has just done so."""
    submission, response = row
    Response.objects.select_for_update(no_key=True).get(pk=response)
    files = SubmissionFile.objects.filter(submission=submission, name=PAGES_AT_SEAL)
    if files.exists():
        return False
    size, digest = measured_pieces(in_one(pages_of_seal(submission)))
    files.create(submission_id=submission, name=PAGES_AT_SEAL, size=size, digest=digest)
    return True
