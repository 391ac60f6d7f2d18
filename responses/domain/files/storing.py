"""Stores the bytes of files, once each; the one writer of them, and of who brought which where."""

from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256
from typing import IO

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from responses.domain.content.files import FileFacts
from responses.models import FileChunk, Response, StoredFile, Upload, User

from .judgement import judged
from .unfit import Unfit, UnfitError

CHUNK = 256 * 1024
"""How many bytes stand in one row, and so how many of a file are in memory."""
RESPONSE_MAX = 200 * 1024 * 1024
"""How many bytes the files of a response may have together."""
_COUNTED = timedelta(days=1)
"""How long what was brought counts, though no answer names it."""


def bring(
    response: Response, given: IO[bytes], *, author: User, named: Collection[str]
) -> FileFacts:
    """Judge a file, store it, and let the answers of a response name it; return what it is.

    `named` has the digests that answers name now. Raises `UnfitError`. The bytes are read from
    their beginning, more than once, and a piece at a time.
    """
    with judged(given) as found:
        digest, size = _measured(found.bytes)
        facts = FileFacts(digest, found.type, size, found.width, found.height)
        _keep(response, found.bytes, facts, author, named)
    return facts


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
        response=response, file_id=facts.digest, defaults={"by": author, "at": timezone.now()}
    )


@transaction.atomic
def store(given: IO[bytes], facts: FileFacts) -> StoredFile:
    """Store the bytes of a file that is not there yet; all of them or none, however many do."""
    file, is_new = StoredFile.objects.get_or_create(
        digest=facts.digest, defaults={**facts._asdict(), "created_at": timezone.now()}
    )
    if is_new:
        given.seek(0)
        number = 0
        while content := given.read(CHUNK):
            FileChunk.objects.create(file=file, number=number, content=content)
            number += 1
    return file


def _measured(given: IO[bytes]) -> tuple[str, int]:
    """Return the digest and the size of some bytes."""
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
