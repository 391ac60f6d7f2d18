"""Background work of handouts: mailing them, and reading what comes back.

As in `tasks`, a job that is lost is found again by what is due: `enqueue_handouts`.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# In Django 6 it is django.tasks.
from django_tasks import task

from responses.documents.handouts import handout_file
from responses.domain.content.content import Content
from responses.domain.files.stored import stream
from responses.domain.handouts.blanks import ReturnedAnswer, returned_answer
from responses.domain.handouts.handing import (
    HeldAnswer,
    first_of,
    held_answers,
    held_digest,
    mailed_in_vain,
    new_secret,
    sent,
    to_mail,
)
from responses.domain.handouts.returning import (
    edition_of,
    merge_returned,
    refuse,
    unread,
    unread_keys,
)
from responses.domain.permissions import NotAllowedError
from responses.intake.handed import HandedText, others_since, read_handed
from responses.intake.proposals import propose
from responses.intake.reading import read_file
from responses.intake.refusals import UNREAD, UnreadableFileError
from responses.intake.unmarked import read_unmarked
from responses.jobs import READING, is_in_vain, wait_after, without_job
from responses.mails import handout_mail, withdrawn_mail
from responses.models import Handout, Return

logger = logging.getLogger(__name__)

SOON = 5
"""The priority: somebody waits for what came of it."""
OTHER_HANDOUT = _("This file belongs to another handout. Choose the file that was handed out here.")


@task(priority=SOON)
def mail_handout(handout: int, tries: int = 0) -> str:
    """Mail a handout with its file and a new link, unless that is done; return what came of it."""
    found = first_of(to_mail().filter(pk=handout))
    secret = new_secret(found) if found else None
    if found is None or secret is None:
        return "nothing to mail"
    try:
        handout_mail(found, secret, handout_file(found)).send()
    except OSError as error:  # of the network, or what the mail server says (an SMTPException)
        wait = wait_after(tries)
        mail_handout.using(run_after=timezone.now() + wait).enqueue(handout, tries + 1)
        logger.warning("No handout by mail, again in %s: %s", wait, error)
        return f"put off: {error}"
    sent(found)
    return "sent"


@task(priority=SOON)
def mail_withdrawn(handout: int, tries: int = 0) -> str:
    """Tell whom a handout was mailed to that it was withdrawn; return what came of it."""
    found = first_of(mailed_in_vain().filter(pk=handout))
    if found is None:
        return "nothing to mail"
    try:
        withdrawn_mail(found).send()
    except OSError as error:
        wait = wait_after(tries)
        mail_withdrawn.using(run_after=timezone.now() + wait).enqueue(handout, tries + 1)
        logger.warning("No word by mail of a withdrawn handout, again in %s: %s", wait, error)
        return f"put off: {error}"
    return "sent"


@task(priority=SOON)
def read_return(returned: int) -> str:
    """Read a file that came back and merge what it changed; return what came of it."""
    found = unread(returned)
    if found is None:
        return "nothing to read"
    content = b"".join(stream(found.file_id))
    try:
        answers = list(_answers(found.handout, content))
    except UnreadableFileError as refusal:
        _refuse(found, refusal.reason)
        return "not readable"
    try:
        merge_returned(found, answers)
    except NotAllowedError:
        logger.warning("A returned file waits for a coordinator: %d", returned)
        return "no coordinator"
    return f"{len(answers)} answers"


def enqueue_handouts() -> int:
    """Enqueue a job for each handout to be mailed and each return to be read that has none.

    A file whose reading failed too often is refused.
    """
    mails = without_job(mail_handout, [handout.pk for handout in to_mail()])
    returns = without_job(read_return, unread_keys(), lasts=READING)
    for handout in mails:
        mail_handout.enqueue(handout)
    for returned in returns:
        if not is_in_vain(read_return, returned):
            read_return.enqueue(returned)
        elif found := unread(returned):
            _refuse(found, UNREAD)
    return len(mails) + len(returns)


def _refuse(returned: Return, reason: str | Promise) -> None:
    """Note why a file cannot be read, for each reader to get it in their own language."""
    with translation.override(None):
        refuse(returned, str(reason))


def _answers(handout: Handout, content: bytes) -> Iterator[ReturnedAnswer]:
    """Yield what a file answers to each question that was handed out.

    By its own blanks; of one that has lost their tags, by the words around them; of a file that has
    none of these any more, what it surely answers, as of any other.
    """
    held = held_answers(edition_of(handout), handout.held)
    handed = read_handed(content)
    if handed is not None and handed.blanks:
        _require_same(handout, handed)
        before = read_handed(handout_file(handout)) or HandedText({}, {})
    elif both := read_unmarked(handout_file(handout), content):
        _require_same(handout, handed or HandedText({}, {}))
        before, handed = both
    else:
        yield from _placed(handout, held, content)
        return
    others = _others(held, others_since(before, handed))
    for each in held:
        answer = returned_answer(each.question, each.content, before.blanks, handed.blanks)
        yield replace(answer, others=tuple(others.get(each.question.key, ())))


def _others(held: list[HeldAnswer], by_tag: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return lines that stand in no blank by the question above each; else they are the first's."""
    found: dict[str, list[str]] = {}
    keys = {each.question.key for each in held}
    for tag, lines in by_tag.items():
        key = tag.partition(".")[0]
        if held:
            found.setdefault(key if key in keys else held[0].question.key, []).extend(lines)
    return found


def _require_same(handout: Handout, handed: HandedText) -> None:
    """Refuse a file that says of itself that it is of another handout, or held something else."""
    same = {"handout": handout.key, "digest": held_digest(handout)}
    if any(handed.about.get(name, said) != said for name, said in same.items()):
        raise UnreadableFileError(OTHER_HANDOUT)


def _placed(handout: Handout, held: list[HeldAnswer], content: bytes) -> Iterator[ReturnedAnswer]:
    text = read_file(content)
    lines = {line.number: line.text for line in text.lines}
    proposed = {each.question.key: each for each in propose(edition_of(handout), text).answers}
    for each in held:
        found = proposed.get(each.question.key)
        if found is None:
            continue
        if found.is_sure and found.content:
            # What the file does not say of an answer, such as its files, stays.
            parts = {**each.content.parts, **found.content.parts}
            reason = found.content.nothing_to_report or each.content.nothing_to_report
            yield ReturnedAnswer(each.question, Content(parts, reason))
        else:
            left = tuple(lines[number] for number in found.lines)
            yield ReturnedAnswer(each.question, each.content, left)
