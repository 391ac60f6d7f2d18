"""Whether a digest is of a sealed submission, and whether submissions are as they were sealed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.db.models import Exists, OuterRef, Q

from responses.domain.chaining import is_in_chain
from responses.domain.kept.kept import in_one, pages_of_seal
from responses.domain.snapshot.plain import UnreadableError, read_text
from responses.localized import Wording
from responses.models import Submission, SubmissionFile

from .archived_pages import PAGES_AT_SEAL
from .attached import (
    MANIFEST,
    PAGES_FOLDER,
    Attached,
    archive_digest,
    attached,
    measured,
    measured_pieces,
)
from .sealing import ARCHIVE, SNAPSHOT, digest_of


@dataclass(frozen=True, slots=True)
class Match:
    """What a digest belongs to: a file of a submission, or its archive."""

    city: Wording
    edition: str
    number: int
    sealed_at: datetime
    name: str
    newer: bool

    @property
    def is_content(self) -> bool:
        """Whether it is what the submission says, whose digest its PDFs print."""
        return self.name == SNAPSHOT


def find(digest: str) -> list[Match]:
    """Return what in the sealed submissions has this SHA-256; two queries."""
    names = dict(SubmissionFile.objects.filter(digest=digest).values_list("submission", "name"))
    later = Submission.objects.filter(response=OuterRef("response"), number__gt=OuterRef("number"))
    found = (
        Submission.objects.filter(Q(pk__in=names) | Q(archive_digest=digest))
        .defer("snapshot", "archive")
        .select_related("response__city", "response__edition")
        .annotate(newer=Exists(later))
    )
    return [
        Match(
            city=each.response.city.name,
            edition=each.response.edition.code,
            number=each.number,
            sealed_at=each.sealed_at,
            name=names.get(each.pk, ARCHIVE),
            newer=each.newer,
        )
        for each in found
    ]


def faults(submission: Submission) -> Iterator[str]:
    """Yield what in a submission is not as it was sealed; nothing if it is intact."""
    archive = bytes(submission.archive)
    if archive_digest(archive) != submission.archive_digest:
        yield "the archive does not have its digest"
    if digest_of(submission.snapshot.encode()) != submission.digest:
        yield "the snapshot does not have its digest"
    try:
        named = attached(read_text(submission.snapshot))
        files = _files(archive)
        manifest = json.loads(files[MANIFEST])
    except (UnreadableError, BadZipFile, KeyError, ValueError) as fault:
        yield f"it cannot be read: {fault}"
        return
    if files.get(SNAPSHOT) != submission.snapshot.encode():
        yield "the snapshot is not the one in the archive"
    yield from _row_faults(submission, manifest)
    yield from _file_faults(submission, manifest, files, named)


def _files(archive: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(archive)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def _row_faults(submission: Submission, manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield where the row says something else than the manifest."""
    before = submission.response.submissions.filter(number=submission.number - 1)
    said = {
        "city": submission.response.city.slug,
        "edition": submission.response.edition.code,
        "number": submission.number,
        "sealed_at": _moment(submission.sealed_at.isoformat()),
        "account": submission.sealed_by_id,
        "digest": submission.digest,
        "before": before.values_list("archive_digest", flat=True).first() or "",
    }
    manifest = {**manifest, "sealed_at": _moment(manifest.get("sealed_at"))}
    for key, value in said.items():
        if manifest.get(key) != value:
            yield f"{key} is {value!r}, and in the manifest {manifest.get(key)!r}"
    head = manifest.get("head")
    if head and not is_in_chain(head, submission.response.city):
        yield "its city's chain of records lacks the entry that the manifest names"


def _moment(told: object) -> object:
    """Return a moment as every zone tells it, or what is told where that is none."""
    try:
        return datetime.fromisoformat(str(told)).astimezone(UTC).isoformat()
    except ValueError:
        return told


def _file_faults(
    submission: Submission,
    manifest: Mapping[str, Any],
    files: Mapping[str, bytes],
    named: Iterable[Attached],
) -> Iterator[str]:
    """Yield which files are not as the manifest and the list of files say.

    Of those `named` by answers what counts is what the store has under their digests.
    """
    listed = {file.name: (file.size, file.digest) for file in submission.files.all()}
    # The archive knows nothing of it, as that was there before.
    added = listed.pop(PAGES_AT_SEAL, None)
    if added and added != measured_pieces(in_one(pages_of_seal(submission.pk))):
        yield f"{PAGES_AT_SEAL} is not as it was added"
    there = {name: (len(content), digest_of(content)) for name, content in files.items()}
    there |= {each.name: measured(each.file.facts.digest) for each in named}
    told = {name: (each["bytes"], each["sha256"]) for name, each in manifest["files"].items()}
    pages = ((name, digest) for name, (_size, digest) in told.items() if _is_page(name))
    there |= {name: measured(digest) for name, digest in pages}
    told[MANIFEST] = there[MANIFEST]
    for name in sorted(listed.keys() | there.keys() | told.keys()):
        if not listed.get(name) == there.get(name) == told.get(name):
            yield f"{name} is not as it was sealed"


def _is_page(name: str) -> bool:
    return name.startswith(PAGES_FOLDER)
