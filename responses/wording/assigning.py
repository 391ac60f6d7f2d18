"""What a coordinator changed in who has what, and what was not taken, in a sentence."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from responses.domain.assignment.assigning import AssignmentChanges
from responses.domain.assignment.assignment import Assignment, DelegationTerms, People, names
from responses.domain.assignment.plan import Plan
from responses.domain.edition.shapes import EditionShape, SectionShape
from responses.domain.signing.approval_line import Step
from responses.localized import bracketed

from .dates import day
from .names import section_name


def saved_assignment(changes: AssignmentChanges) -> str:
    """Return of how many sections and questions the assignment was saved."""
    counts = (
        ("%(count)d section", "%(count)d sections", len(changes.sections)),
        ("%(count)d question", "%(count)d questions", len(changes.delegations)),
    )
    what = ", ".join(ngettext(*each) % {"count": each[-1]} for each in counts if each[-1])
    return _("Saved the assignment of %(what)s.") % {"what": what}


def translated_too_late(edition: EditionShape, given: Mapping[str, Assignment]) -> str:
    """Return which translations are to be written after their section is due, if any are."""
    late = [
        section
        for section in edition.sections
        if (wanted := given.get(section.key)) and wanted.is_translated_late
    ]
    words = _(
        "%(places)s: the translation is due after the section, with which it is reviewed. "
        "Choose an earlier date for it, or a later one for the section."
    )
    return words % {"places": _places(late)} if late else ""


def what_changed(
    edition: EditionShape, plan: Plan, changes: AssignmentChanges, people: People
) -> str:
    """Return what changes of each section and question; what changes alike is said once.

    Whoever is chosen is named, of `people`.
    """
    alike: dict[str, list[SectionShape]] = {}
    for section in edition.sections:
        if wanted := changes.sections.get(section.key):
            before = plan.sections[section.key].assignment
            words = ", ".join(_of_section(before, wanted, people))
            alike.setdefault(words, []).append(section)
    said = [f"{_places(sections)}: {words}" for words, sections in alike.items()]
    said += [
        f"{question.number}: {_of_question(changes.delegations[key], people)}"
        for key, question in edition.questions_by_key.items()
        if key in changes.delegations
    ]
    words = "; ".join(said)
    # Korean dates end with a full stop.
    return words if words.endswith(".") else f"{words}."


def empty_steps_left_out(count: int) -> str:
    """Return how many steps without anything in them were not saved."""
    words = ngettext(
        "%(count)d empty step was left out.", "%(count)d empty steps were left out.", count
    )
    return words % {"count": count}


def _places(sections: list[SectionShape]) -> str:
    """Return one section by its title, several by their numbers."""
    names = section_name if len(sections) == 1 else _number
    return ", ".join(map(names, sections))


def _number(section: SectionShape) -> str:
    return section.number


def _of_section(before: Assignment, after: Assignment, people: People) -> Iterator[str]:
    if after.department != before.department:
        yield _with(_("department"), after.department) or _("no department")
    if after.contributors != before.contributors:
        chosen = _named(after.contributors, people)
        yield _with(_("contributors"), chosen) or _("not assigned")
    if after.translators != before.translators:
        chosen = _named(after.translators, people)
        yield _with(_("translators"), chosen) or _("no translators")
    if after.approval_line != before.approval_line:
        yield _line(after.approval_line, people)
    if after.due_on != before.due_on:
        yield _("due on %(day)s") % {"day": day(after.due_on)} if after.due_on else _("no due date")
    if due_on := after.translation_due_on:
        if due_on != before.translation_due_on:
            yield _("translation due on %(day)s") % {"day": day(due_on)}
    elif before.translation_due_on:
        yield _("no due date of the translation")


def _with(label: str, more: str) -> str:
    """Return what was changed, to what; nothing if there is nothing of it."""
    return bracketed(label, more) if more else ""


NAMED = 5
"""How many people a message names; of more it says how many."""


def _named(keys: Sequence[int], people: People) -> str:
    shown, rest = names(keys[:NAMED], people), len(keys) - NAMED
    if rest <= 0:
        return shown
    words = ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", rest)
    return words % {"names": shown, "count": rest}


def _line(line: Sequence[Step], people: People) -> str:
    steps = len(line)
    words = ngettext("approval line of %(count)d step", "approval line of %(count)d steps", steps)
    if not steps:
        return _("any reviewer")
    said = (step.marked(step.named(filter(None, [_named(step.people, people)]))) for step in line)
    return bracketed(words % {"count": steps}, " → ".join(said))


def _of_question(terms: DelegationTerms | None, people: People) -> str:
    if terms is None:
        return _("no longer delegated")
    whom = terms.department
    if terms.people:
        whom = bracketed(whom, _named(terms.people, people))
    said = _("delegated to %(department)s") % {"department": whom}
    return ", ".join(
        [said, *([_("due on %(day)s") % {"day": day(terms.due_on)}] if terms.due_on else [])]
    )
