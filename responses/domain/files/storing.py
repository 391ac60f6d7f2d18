"""Stores the bytes of files, once each; the one writer of them, and of who brought which where.

And removes those that nothing has named for `KEPT`.
"""

import re
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import IO

from django.db import transaction
from django.db.models import Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from responses.domain.content.files import FileFacts
from responses.models import (
    FileChunk,
    RefusedText,
    Response,
    Revision,
    SectionWork,
    StoredFile,
    SubmissionFile,
    Upload,
    User,
)

from .judgement import judged, type_at_sight
from .unfit import Unfit, UnfitError

CHUNK = 256 * 1024
"""How many bytes stand in one row, and so how many of a file are in memory."""
RESPONSE_MAX = 200_000_000
"""How many bytes the files of a response may have together."""
_COUNTED = timedelta(days=1)
"""How long what was brought counts, though no answer names it."""
KEPT = timedelta(days=30)
"""How long a file is kept, at least, once nothing names it any more."""
_DIGEST, _NAMES_FILES = re.compile(r"\b[0-9a-f]{64}\b"), '"digest"'


def bring(
    response: Response,
    given: IO[bytes],
    *,
    author: User,
    named: Collection[str],
    name: str = "",
) -> FileFacts:
    """Judge a file, store it, and let the answers of a response name it; return what it is.

    `named` has the digests that answers name now, `name` is what the file is called. Raises
    `UnfitError`. The bytes are read from their beginning, more than once, and a piece at a time.
    """
    with judged(given, name) as found:
        digest, size = measured(found.bytes)
        facts = FileFacts(digest, found.type, size, found.width, found.height)
        _keep(response, found.bytes, facts, author, named)
    return facts


@transaction.atomic
def bring_again(response: Response, digests: Collection[str], *, author: User) -> set[FileFacts]:
    """Let the answers of a response name files that another one of its city has; return which.

    Of these as many as there is room for.
    """
    Response.objects.select_for_update(no_key=True).get(pk=response.pk)
    there = StoredFile.objects.filter(
        pk__in=digests, uploads__response__city=response.city_id
    ).distinct()
    found: set[FileFacts] = set()
    room = RESPONSE_MAX - (response.uploads.aggregate(bytes=Sum("file__size"))["bytes"] or 0)
    for file in there.order_by("pk"):
        room -= file.size
        if room >= 0:
            found.add(FileFacts(file.digest, file.type, file.size, file.width, file.height))
            usual = {"by": author, "at": timezone.now()}
            Upload.objects.get_or_create(response=response, file=file, defaults=usual)
    return found


@transaction.atomic
def _keep(
    response: Response,
    content: IO[bytes],
    facts: FileFacts,
    author: User,
    named: Collection[str],
) -> None:
    # One after the other, so that two do not both take the last room.
    Response.objects.select_for_update(no_key=True).get(pk=response.pk)
    if _taken(response, named, without=facts.digest) + facts.size > RESPONSE_MAX:
        raise UnfitError(Unfit.FULL)
    store(content, facts)
    Upload.objects.update_or_create(
        response=response,
        file_id=facts.digest,
        defaults={"by": author, "at": timezone.now(), "unnamed_since": None},
    )


def store_imported(response: Response, given: IO[bytes], file_type: str) -> StoredFile:
    """Store the bytes of a file that answers are imported from, or that is returned, as they are.

    In the transaction that records that it came in, or the import, as that keeps the file. No
    answer can name it unless somebody brings it, too: so it has the type that it would have then,
    and that of its reader where none could bring it. Raises `UnfitError`.
    """
    Response.objects.select_for_update(no_key=True).get(pk=response.pk)
    digest, size = measured(given)
    imported = (
        Q(imports__response=response)
        | Q(incoming_files__response=response)
        | Q(returns__handout__response=response)
    )
    mine = StoredFile.objects.filter(imported).order_by().values("pk")
    there = StoredFile.objects.filter(pk__in=mine).exclude(pk=digest)
    if (there.aggregate(bytes=Sum("size"))["bytes"] or 0) + size > RESPONSE_MAX:
        raise UnfitError(Unfit.FULL)
    return store(given, FileFacts(digest, _type_if_brought(given) or file_type, size, 0, 0))


def store_kept(given: IO[bytes], room: int) -> StoredFile | None:
    """Store a page that is kept (WARC), as it is; None if it needs more bytes than there is room.

    In the transaction that keeps it, as that keeps the file.
    """
    digest, size = measured(given)
    if size > room:
        return None
    return store(given, FileFacts(digest, "warc", size, 0, 0))


def _type_if_brought(given: IO[bytes]) -> str:
    """Return the type that a file has for who brings it; nothing if it is not taken."""
    try:
        return type_at_sight(given)
    except UnfitError:
        return ""


@transaction.atomic
def store(given: IO[bytes], facts: FileFacts) -> StoredFile:
    """Store the bytes of a file that is not there yet; all of them or none, however many do."""
    file, is_new = _stored(facts)
    if not is_new and not StoredFile.objects.select_for_update().filter(pk=file.pk).exists():
        # It was removed since it was found.
        file, is_new = _stored(facts)
    if is_new:
        given.seek(0)
        number = 0
        while content := given.read(CHUNK):
            FileChunk.objects.create(file=file, number=number, content=content)
            number += 1
    return file


def _stored(facts: FileFacts) -> tuple[StoredFile, bool]:
    return StoredFile.objects.get_or_create(
        digest=facts.digest, defaults={**facts._asdict(), "created_at": timezone.now()}
    )


def named_again(response: int, digests: Collection[str]) -> None:
    """Know that something of a response names files; in the transaction that writes so."""
    marked = Upload.objects.filter(response=response, unnamed_since__isnull=False)
    marked.filter(file__in=digests).update(unnamed_since=None)


def remove_unused(now: datetime) -> int:
    """Remove the files that nothing has named for `KEPT`; return how many.

    What names a file is a revision, which stays for ever, a refused text or a submission. Safe to
    be called at any time, and by several at once.
    """
    with_files = Upload.objects.order_by("response").values_list("response", flat=True).distinct()
    for response in list(with_files):
        if set(_uploads(response)) - _named(response):
            _let_go(response, now)
    return sum(_removed(digest) for digest in list(_unbrought().values_list("pk", flat=True)))


@transaction.atomic
def _let_go(response: int, now: datetime) -> None:
    """Take from a response the files that it has not named for `KEPT`, and mark the others."""
    # Who names a file takes one of these locks, and who brings one the other.
    list(SectionWork.objects.select_for_update().filter(response=response).order_by("pk"))
    Response.objects.select_for_update(no_key=True).get(pk=response)
    named = _named(response)
    unnamed = Upload.objects.filter(response=response).exclude(file__in=named)
    named_again(response, named)
    unnamed.filter(unnamed_since=None).update(unnamed_since=now)
    unnamed.filter(unnamed_since__lte=now - KEPT, at__lte=now - KEPT).delete()


@transaction.atomic
def _removed(digest: str) -> bool:
    """Remove a file unless it was brought to a response since; return whether it was removed."""
    # Who brings it takes the same lock.
    is_there = StoredFile.objects.select_for_update().filter(pk=digest).exists()
    if not is_there or not _unbrought().filter(pk=digest).exists():
        return False
    StoredFile.objects.filter(pk=digest).delete()
    return True


def _unbrought() -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(
        uploads__isnull=True,
        imports__isnull=True,
        incoming_files__isnull=True,
        returns__isnull=True,
        kept_pages__isnull=True,
    )


def _uploads(response: int) -> QuerySet[Upload, str]:
    return Upload.objects.filter(response=response).values_list("file_id", flat=True)


def _named(response: int) -> set[str]:
    """Return the digests that anything of a response names."""
    sealed = SubmissionFile.objects.filter(submission__response=response)
    return {*_named_in_texts(response), *sealed.values_list("digest", flat=True)}


def _named_in_texts(response: int) -> Iterator[str]:
    """Yield the digests that revisions and refused texts have, in whichever kind of part."""
    revisions = Revision.objects.filter(answer__response=response)
    for rows in (revisions, RefusedText.objects.filter(response=response)):
        said = rows.annotate(text=Cast("content", TextField())).filter(text__contains=_NAMES_FILES)
        for text in said.order_by().values_list("text", flat=True).iterator(chunk_size=100):
            yield from _DIGEST.findall(text)


def measured(given: IO[bytes]) -> tuple[str, int]:
    """Return the digest and the size of some bytes, read a piece at a time."""
    given.seek(0)
    digest, size = sha256(), 0
    while content := given.read(CHUNK):
        digest.update(content)
        size += len(content)
    return digest.hexdigest(), size


def _taken(response: Response, named: Collection[str], *, without: str) -> int:
    """Return how many bytes the other files of a response have that count."""
    counts = Q(file__in=named) | Q(at__gt=timezone.now() - _COUNTED)
    found = response.uploads.filter(counts).exclude(file=without)
    return found.aggregate(bytes=Sum("file__size"))["bytes"] or 0
