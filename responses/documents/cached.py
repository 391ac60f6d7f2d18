"""Files of a response: what was sealed, or rendered only when there is something new to render."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from typing import NamedTuple

from django.conf import settings

from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.renderings import cached, store
from responses.domain.submissions.sealing import (
    Reopened,
    called,
    is_sealed,
    last_submission,
    pdf_name,
    reopened_since,
)
from responses.models import Response, Submission

from .package import read_file
from .pdf import render_apart, rendering_key


class OfferedPdf(NamedTuple):
    """Which PDF of a response is given out: the one of the submission `sealed`, or a working one.

    `name` is what it is called; `after` says after which submission the response was
    reopened, if it was.
    """

    name: str
    sealed: Submission | None
    after: Reopened | None


def offered_pdf(response: Response, snapshot: Snapshot, language: str) -> OfferedPdf:
    """Return which PDF a response is as it stands now; one query, two if it was reopened."""
    last = last_submission(response)
    if last and is_sealed(snapshot, last):
        place = (snapshot.city_slug, snapshot.edition.code)
        return OfferedPdf(called(*place, last.number, pdf_name(language)), last, None)
    return OfferedPdf(file_name(snapshot, language), None, reopened_since(snapshot, last))


def read_pdf(response: Response, snapshot: Snapshot, language: str, offered: OfferedPdf) -> bytes:
    """Return the PDF that is given out, to the byte; one query if it is made already."""
    if offered.sealed:
        return read_file(bytes(offered.sealed.archive), pdf_name(language))
    return response_pdf(response, snapshot, language, offered.after)


def response_pdf(
    response: Response, snapshot: Snapshot, language: str, after: Reopened | None = None
) -> bytes:
    """Return the working PDF of a response in `language`; one query if it was rendered before.

    `after` says after which submission the response was reopened, if it was.
    """
    key = rendering_key(snapshot, language, after)
    content = cached(response, language, key)
    if content is None:
        content = render_apart(snapshot, language, after=after)
        store(response, language, key, content)
    return content


@contextmanager
def turn(key: str) -> Iterator[bool]:
    """Give the turn to render what `key` names, or False if somebody on this machine has it."""
    path = settings.DATA_DIR / f"rendering-{key}.lock"
    with path.open("w") as file:
        try:
            flock(file, LOCK_EX | LOCK_NB)
            # Who had it before has perhaps removed the file since it was opened.
            mine = path.stat().st_ino == os.fstat(file.fileno()).st_ino
        except (BlockingIOError, FileNotFoundError):
            mine = False
        try:
            yield mine
        finally:
            if mine:
                path.unlink()


def file_name(snapshot: Snapshot, language: str) -> str:
    """Return what to call a file of a response, such as seoul-lgq-2022-ko-draft.pdf."""
    draft = "" if snapshot.approved else "-draft"
    return f"{snapshot.city_slug}-{snapshot.edition.code}-{language}{draft}.pdf"
