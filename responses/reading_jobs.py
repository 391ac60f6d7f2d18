"""Reading filled questionnaires, which a worker does; how it is asked for, and found again."""

from datetime import datetime
from enum import Enum, auto

from django.db import transaction
from django_tasks import task

from responses.domain.answers.imported_files import bring_imported
from responses.domain.content.content import files_in
from responses.domain.edition.editions import edition_shape
from responses.domain.files.stored import stream
from responses.domain.incoming.receiving import keep_read, keep_refusal
from responses.domain.submissions.renderings import is_at_work
from responses.intake.of_edition import other_edition
from responses.intake.proposals import propose
from responses.intake.reading import read_file
from responses.intake.refusals import UnreadableFileError
from responses.intake.stored import placed_of, stored_lines
from responses.jobs import READING, is_in_vain, under_way
from responses.models import Edition, IncomingFile
from responses.tasks import URGENT


@task(priority=URGENT)
def read_incoming(pk: int) -> str:
    """Read a filled questionnaire, unless somebody has; return what came of it."""
    rows = IncomingFile.objects.select_related("response__edition", "response__city")
    found = rows.filter(pk=pk, lines__isnull=True).first()
    if found is None:
        return "read or removed"
    edition = found.response.edition
    try:
        text = read_file(b"".join(stream(found.file_id)))
    except UnreadableFileError as refusal:
        keep_refusal(pk, refusal.name)
        return refusal.name
    shape = edition_shape(edition)
    others = map(edition_shape, Edition.objects.exclude(pk=edition.pk))
    other = other_edition(shape, others, text)
    proposed = propose(shape, text)
    named = [files_in(each.question, each.content) for each in proposed.answers]
    wanted = {file.facts for files in named for file in files}
    with transaction.atomic():
        bring_imported(found.response, wanted, proposed.pictures, author=found.by)
    placed = placed_of(proposed, found.response.city.submission_language)
    keep_read(pk, stored_lines(text.lines), placed, other.code if other else "")
    return f"{len(text.lines)} lines"


class ReadingState(Enum):
    """How far the reading of a file is: it is done, or waits, perhaps for a worker to come."""

    DONE = auto()
    WAITS = auto()
    NO_WORKER = auto()


def leave_reading_to_worker(found: IncomingFile, now: datetime) -> ReadingState:
    """Have a file read by a worker, and tell how far that is; to be asked until it is done."""
    if found.lines is not None or found.refusal:
        return ReadingState.DONE
    with transaction.atomic():
        # Of two who ask at once the second finds the job of the first.
        rows = IncomingFile.objects.select_for_update(no_key=True)
        unread = rows.filter(pk=found.pk, lines__isnull=True, refusal="").order_by()
        if not list(unread.values_list("pk")):
            return ReadingState.DONE
        if not under_way(read_incoming, found.pk, lasts=READING).exists():
            if is_in_vain(read_incoming, found.pk):
                keep_refusal(found.pk, "unread")
                return ReadingState.DONE
            read_incoming.enqueue(found.pk)
    return ReadingState.WAITS if is_at_work(now) else ReadingState.NO_WORKER
