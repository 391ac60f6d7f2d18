"""Handouts and what came back, as their pages show them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from responses.domain.content.kinds import KINDS
from responses.domain.edition.shapes import EditionShape, QuestionShape
from responses.domain.handouts.handing import held_answers, is_open
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.enums import WRITABLE, Became
from responses.localized import bracketed, localized
from responses.models import Delegation, Handout, Return
from responses.wording.dates import day, moment
from responses.wording.names import section_name

from .hrefs import href_of

Lot = tuple[str, str, Sequence[QuestionShape]]
"""Questions that can be handed out together: a key, what they are called, and they."""


_KEPT_ONES = frozenset({Became.CONFLICT, Became.CLOSED})


class HandoutRow(NamedTuple):
    """A handout in the list: what of, where it stands, and what came back, in words."""

    handout: Handout
    what: str
    standing: str
    returned: str


class ReturnedLine(NamedTuple):
    """What became of the answer to one question; `href` leads to where it can be merged.

    `left` are texts that no answer could take, with `takes`, the words that its fields take, and
    `others` lines outside the fields; `is_odd` says whether what came back contradicts itself.
    """

    number: str
    wording: str
    words: str
    href: str
    left: Sequence[str]
    takes: str
    others: Sequence[str]
    is_odd: bool
    is_kept: bool


class ReturnedFile(NamedTuple):
    """A file that came back: `refusal` says why it cannot be read; neither while it waits."""

    returned: Return
    waits: bool
    refusal: str
    lines: Sequence[ReturnedLine]


def lots(snapshot: Snapshot, delegations: Iterable[Delegation]) -> list[Lot]:
    """Return what can be handed out: each section, and what each department was delegated.

    A section that takes no answers now is named with its state.
    """
    edition = snapshot.edition
    found: list[Lot] = [
        (f"section-{each.section.key}", _lot_name(each), each.section.questions)
        for each in snapshot.sections
    ]
    by_key = {question.pk: question for question in edition.questions_by_key.values()}
    departments: dict[str, list[QuestionShape]] = {}
    for each in delegations:
        departments.setdefault(each.department, []).append(by_key[each.question_id])
    for number, (department, questions) in enumerate(sorted(departments.items()), start=1):
        numbers = ", ".join(question.number for question in questions)
        said = _("%(department)s: %(questions)s") % {
            "department": department,
            "questions": numbers,
        }
        found.append((f"department-{number}", said, questions))
    return found


def _lot_name(section: SectionSnapshot) -> str:
    name = section_name(section.section)
    return name if section.state in WRITABLE else bracketed(name, section.state.label)


def what_words(edition: EditionShape, handout: Handout) -> str:
    """Return what was handed out: the section if it is all of one, else the questions' numbers."""
    keys = handout.held.keys()
    for section in edition.sections:
        if {question.key for question in section.questions} == keys:
            return section_name(section)
    return ", ".join(each.question.number for each in held_answers(edition, handout.held))


def handout_row(edition: EditionShape, handout: Handout) -> HandoutRow:
    """Return a handout in the list, with the files that came back read with it."""
    returned = _returned_words([*handout.returns.all()])
    return HandoutRow(handout, what_words(edition, handout), standing_words(handout), returned)


def _returned_words(returns: Collection[Return]) -> str:
    """Return how many files came back, and what became of them."""
    if not returns:
        return _("Nothing returned yet")
    count = len(returns)
    said = ngettext("%(count)d file returned", "%(count)d files returned", count)
    counts = Counter(map(_fate, returns))
    fates = (words % {"count": counts[words]} for words in _FATES if counts[words])
    return _("%(returned)s: %(fates)s") % {
        "returned": said % {"count": count},
        "fates": ", ".join(fates),
    }


_WRITTEN = gettext_lazy("%(count)d taken over")
_KEPT = gettext_lazy("%(count)d with answers to compare")
_SAME = gettext_lazy("%(count)d without changes")
_REFUSED = gettext_lazy("%(count)d could not be read")
_WAITS = gettext_lazy("%(count)d waiting to be read")
_FATES = (_KEPT, _REFUSED, _WAITS, _WRITTEN, _SAME)
"""What can become of a file, what somebody has to look at first."""


def _fate(returned: Return) -> Promise:
    """Return the words for what became of a file."""
    if returned.read_at is None:
        return _WAITS
    if returned.refusal:
        return _REFUSED
    became = {Became(each["became"]) for each in returned.answers.values()}
    if became & _KEPT_ONES:
        return _KEPT
    return _WRITTEN if became & {Became.WRITTEN, Became.MERGED} else _SAME


def standing_words(handout: Handout) -> str:
    """Return where a handout stands."""
    if handout.withdrawn_at:
        return _("Withdrawn")
    if not is_open(handout):
        return _("The due date is over")
    if handout.mailed_at:
        return _("Sent by e-mail, %(when)s") % {"when": moment(handout.mailed_at)}
    return _("Waiting to be sent by e-mail") if handout.email else _("Not sent by e-mail")


def due_words(handout: Handout) -> str:
    """Return until when it is to be returned."""
    return _("Return by %(day)s") % {"day": day(handout.due_on)}


def returned_file(
    edition: EditionShape, returned: Return, place: tuple[str, str] | None
) -> ReturnedFile:
    """Return a file that came back; with its city and edition as `place`, ways to merge it."""
    lines = () if returned.refusal else tuple(_lines(edition, returned, place))
    # As stored, a reason is in the words of the source.
    refusal = _(returned.refusal) if returned.refusal else ""
    return ReturnedFile(returned, returned.read_at is None, refusal, lines)


def _lines(
    edition: EditionShape, returned: Return, place: tuple[str, str] | None
) -> Iterator[ReturnedLine]:
    for section in edition.sections:
        for question in section.questions:
            found = returned.answers.get(question.key)
            if found is None:
                continue
            became = Became(found["became"])
            left = found["left"]
            is_kept = became in _KEPT_ONES
            name = "unsaved" if is_kept else "section"
            yield ReturnedLine(
                question.number,
                localized(question.wording),
                str(_("Not taken over") if left and became is Became.SAME else became.label),
                href_of(name, *place, section.key) if place else "",
                left,
                _taken_words(question) if left else "",
                # What came back before these were told says nothing of them.
                found.get("others", ()),
                bool(found.get("at_odds")),
                is_kept,
            )


def _taken_words(question: QuestionShape) -> str:
    """Return the words that fields of a question take, if any takes no other; else nothing."""
    words = (
        word
        for part in question.parts
        for slot in KINDS[part.kind].slots(part, None)
        for word in slot.options
    )
    return " / ".join(dict.fromkeys(words))


def asks_yes_or_no(questions: Iterable[QuestionShape]) -> bool:
    """Return whether any question has a field for yes or no."""
    return any(KINDS[part.kind].decides for each in questions for part in each.parts)
