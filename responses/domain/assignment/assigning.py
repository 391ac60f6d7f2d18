"""Gives sections and single questions to people: the only code that writes who has what.

That is the department, the dates, the contributors, the translators and the approval line of a
`SectionWork`, and `Delegation`. A page says what it showed of each section it sends, so that
nobody takes back unseen what somebody else has just given out. The people concerned are told.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from responses.domain.auditing import Actor, record
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import QuestionShape
from responses.domain.notices.notices import (
    NewNotice,
    notify_all,
    settle,
    settle_reminders,
    settle_unassigned,
)
from responses.domain.people.deputies import read_deputies_of
from responses.domain.permissions import NotAllowedError, Permission, may
from responses.domain.signing.approval_line import Step, read_line
from responses.domain.signing.turns import asked_as, drafter
from responses.enums import AuditKind, State
from responses.localized import localized
from responses.models import AuditRecord, City, Delegation, Response, SectionWork
from responses.notice_kinds import REMINDERS, NoticeKind

from .assignment import (
    Assigned,
    Assignment,
    DelegationTerms,
    Fault,
    People,
    digest_of,
    everybody_in,
    faults_of,
    faults_of_terms,
    is_change,
    names,
)
from .plan import Plan, Wanted, read_assignments, read_candidates

NONE = "—"


@dataclass(frozen=True, slots=True)
class AssignmentChanges:
    """What a coordinator wants sections and questions to be, and the digests of what they saw.

    What is not named stays as it is. A question of None is taken back, and one that was not
    handed over has an empty digest.
    """

    sections: Mapping[str, Assignment] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    delegations: Mapping[str, DelegationTerms | None] = field(default_factory=dict)
    delegations_seen: Mapping[str, str] = field(default_factory=dict)


class AssignmentRefusedError(Exception):
    """Something cannot be so; `faults` are by section key, `delegation_faults` by question key.

    Nothing was changed.
    """

    def __init__(
        self, faults: Mapping[str, list[Fault]], delegation_faults: Mapping[str, list[Fault]]
    ) -> None:
        super().__init__(faults, delegation_faults)
        self.faults = faults
        self.delegation_faults = delegation_faults


class AssignmentOutdatedError(Exception):
    """Some sections or questions are not as the actor saw them, by key; nothing was changed."""

    def __init__(self, sections: frozenset[str], questions: frozenset[str]) -> None:
        super().__init__(sections, questions)
        self.sections = sections
        self.questions = questions


def assign(
    response: Response,
    sections: Mapping[str, Assignment],
    *,
    seen: Mapping[str, str],
    actor: Actor,
) -> int:
    """Give sections out; see `apply_changes`, which it is for sections alone."""
    return apply_changes(response, AssignmentChanges(sections, seen), actor=actor)


def delegate(
    response: Response,
    question: QuestionShape,
    to: DelegationTerms,
    *,
    seen: str = "",
    actor: Actor,
) -> int:
    """Hand one question to another department; see `apply_changes`."""
    changes = AssignmentChanges(
        delegations={question.key: to}, delegations_seen={question.key: seen}
    )
    return apply_changes(response, changes, actor=actor)


def set_due_date(
    response: Response, day: date, seen: Mapping[str, date | None], *, actor: Actor
) -> int:
    """Have some sections be due on one day; `seen` are their dates that the actor saw, by key.

    Everything else of them stays. See `apply_changes`, which it is for dates alone; it raises
    `AssignmentOutdatedError` for those that somebody else has dated anew.
    """
    now = {key: read.assignment for key, read in read_assignments(response).sections.items()}
    outdated = {key for key, due_on in seen.items() if now[key].due_on not in {due_on, day}}
    if outdated:
        raise AssignmentOutdatedError(frozenset(outdated), frozenset())
    wanted = {key: replace(now[key], due_on=day) for key in seen}
    digests = {key: now[key].digest for key in seen}
    return apply_changes(response, AssignmentChanges(wanted, digests), actor=actor)


def take_back(
    response: Response,
    question: QuestionShape,
    *,
    seen: str,
    actor: Actor,
) -> int:
    """Take a question back that was handed over; see `apply_changes`."""
    changes = AssignmentChanges(
        delegations={question.key: None}, delegations_seen={question.key: seen}
    )
    return apply_changes(response, changes, actor=actor)


@transaction.atomic
def apply_changes(response: Response, changes: AssignmentChanges, *, actor: Actor) -> int:
    """Give out and hand over what is wanted, and return how many sections and questions changed.

    All of it or nothing: raises `NotAllowedError` if the actor may not assign,
    `AssignmentOutdatedError` if something is neither as they saw it nor as they want it, and
    `AssignmentRefusedError` if something cannot be so. What they want as they saw it is no change.
    """
    # Everybody who assigns takes the same locks in the same order, and so do those who sign.
    works = {
        work.section_id: work
        for work in SectionWork.objects.select_for_update(of=("self",))
        .filter(response=response)
        .order_by("pk")
    }
    if not may(actor.person, Permission.ASSIGN, response.city):
        raise NotAllowedError
    plan = read_assignments(response)
    sections, questions = _wanted(plan, changes)
    # Of strangers not even the names, whatever keys are sent.
    given = (*sections.values(), *questions.values())
    keys = {key for each in given if each for key in everybody_in(each)}
    people = read_candidates(response.city, plan, Wanted(keys)).people
    _refuse_faulty(plan, sections, questions, people)
    change = _Change(response, actor, people)
    told: list[NewNotice] = []
    for key, wanted in sections.items():
        told += change.section(plan.sections[key], wanted, works[plan.sections[key].section.pk])
    for key, terms in questions.items():
        told += change.question(key, plan.delegations.get(key), terms)
    # All at one time, so that somebody who gets several is told as of one thing.
    notify_all(told)
    return len(sections) + len(questions)


def lock_sections(city: City) -> list[SectionWork]:
    """Lock all sections of a city, as who assigns and who signs do; call it before other locks."""
    works = SectionWork.objects.select_for_update(of=("self",)).filter(response__city=city)
    return list(works.order_by("pk"))


def replace_person(works: Iterable[SectionWork], before: int, after: int) -> None:
    """Give all that one person has of some sections and their questions to another.

    They are given by their keys; call it in a transaction, after `lock_sections`. Nobody is
    told, and nothing is recorded: it is the same person, who has joined.
    """
    for work in works:
        if any(before in step["people"] for step in work.approval_line):
            line = [
                step.with_person(before, after).to_json() for step in read_line(work.approval_line)
            ]
            SectionWork.objects.filter(pk=work.pk).update(approval_line=line)
    keys = [work.pk for work in works]
    for work in SectionWork.objects.filter(pk__in=keys, contributors=before):
        work.contributors.add(after)
        work.contributors.remove(before)
    for work in SectionWork.objects.filter(pk__in=keys, translators=before):
        work.translators.add(after)
        work.translators.remove(before)
    responses = {work.response_id for work in works}
    for delegation in Delegation.objects.filter(response__in=responses, people=before):
        delegation.people.add(after)
        delegation.people.remove(before)


def _wanted(
    plan: Plan, changes: AssignmentChanges
) -> tuple[dict[str, Assignment], dict[str, DelegationTerms | None]]:
    """Return what is to be changed, or raise `AssignmentOutdatedError`."""
    now = {key: each.assignment for key, each in plan.sections.items()}
    sections = {key: each.canonical for key, each in changes.sections.items()}
    delegations = {key: each and each.canonical for key, each in changes.delegations.items()}
    changed = {
        key: each for key, each in sections.items() if is_change(each, changes.seen[key], now[key])
    }
    moved = {
        key: each
        for key, each in delegations.items()
        if is_change(each, changes.delegations_seen[key], plan.delegations.get(key))
    }
    outdated = [
        {key for key in changed if digest_of(now[key]) != changes.seen[key]},
        {
            key
            for key in moved
            if digest_of(plan.delegations.get(key)) != changes.delegations_seen[key]
        },
    ]
    if any(outdated):
        raise AssignmentOutdatedError(*map(frozenset, outdated))
    return changed, moved


def _refuse_faulty(
    plan: Plan,
    sections: Mapping[str, Assignment],
    questions: Mapping[str, DelegationTerms | None],
    people: People,
) -> None:
    faults = {
        key: found
        for key, wanted in sections.items()
        if (found := [*faults_of(wanted, plan.sections[key], people)])
    }
    delegation_faults = {
        key: found
        for key, terms in questions.items()
        if terms and (found := [*faults_of_terms(terms, people)])
    }
    if faults or delegation_faults:
        raise AssignmentRefusedError(faults, delegation_faults)


@dataclass(frozen=True, slots=True)
class _Change:
    """Writes one change after the other, records each and yields what people are to be told."""

    response: Response
    actor: Actor
    people: People

    def section(self, now: Assigned, wanted: Assignment, work: SectionWork) -> Iterator[NewNotice]:
        """Give one section out, and yield what is to be told of it."""
        before, section = now.assignment, now.section
        SectionWork.objects.filter(pk=work.pk).update(
            department=wanted.department,
            due_on=wanted.due_on,
            approval_line=[step.to_json() for step in wanted.approval_line],
            translation_due_on=wanted.translation_due_on,
        )
        work.contributors.set(wanted.contributors)
        if wanted.translators != before.translators:
            work.translators.set(wanted.translators)

        def describe() -> str:
            title = f"{section.number}. {localized(section.title)}"
            return f"{title} · {'; '.join(self._differences(before, wanted))}"

        made = self._record(describe)
        if wanted.due_on != before.due_on:
            settle_reminders(self.response, section)
        elif wanted.contributors and not before.contributors:
            settle_unassigned(self.response, section)
        if wanted.translation_due_on != before.translation_due_on:
            settle_reminders(self.response, section, of_translation=True)
        yield NewNotice(
            NoticeKind.TRANSLATE,
            frozenset(wanted.translators) - frozenset(before.translators),
            self.response,
            f"translate:{made.pk}",
            section=section.pk,
            actor=self.actor.person,
        )
        yield NewNotice(
            NoticeKind.ASSIGNED,
            frozenset(wanted.contributors) - frozenset(before.contributors),
            self.response,
            f"assigned:{made.pk}",
            section=section.pk,
            actor=self.actor.person,
        )
        if now.state is State.IN_REVIEW:
            yield NewNotice(
                asked_as(next(iter(wanted.approval_line[now.signed :]), None)),
                self._with_deputies(_signers(wanted, now.signed))
                - self._with_deputies(_signers(before, now.signed)),
                self.response,
                f"sent:{made.pk}",
                section=section.pk,
                actor=drafter(work),
            )

    def question(
        self, key: str, before: DelegationTerms | None, wanted: DelegationTerms | None
    ) -> Iterator[NewNotice]:
        """Hand one question over, or take it back, and yield what is to be told of it."""
        question = edition_shape(self.response.edition).questions_by_key[key]
        if wanted is None:
            Delegation.objects.filter(response=self.response, question=question.pk).delete()
        else:
            delegation, _created = Delegation.objects.update_or_create(
                response=self.response,
                question_id=question.pk,
                defaults={"department": wanted.department, "due_on": wanted.due_on},
            )
            delegation.people.set(wanted.people)
        made = self._record(lambda: f"{question.number} · {self._terms(before, wanted)}")
        settle(self.response, REMINDERS, question=question)
        yield NewNotice(
            NoticeKind.HANDED,
            frozenset(wanted.people if wanted else ()) - frozenset(before.people if before else ()),
            self.response,
            f"handed:{made.pk}",
            question=question.pk,
            actor=self.actor.person,
        )

    def _with_deputies(self, people: frozenset[int]) -> frozenset[int]:
        """Return people and who signs for them today; one query."""
        acting = read_deputies_of(people, self.response.city, timezone.localdate())
        return people | {each.deputy_id for each in acting}

    def _record(self, describe: Callable[[], str]) -> AuditRecord:
        code = self.response.edition.code
        return record(
            AuditKind.ASSIGNMENT,
            self.actor,
            self.response.city,
            lambda: f"{code} · {describe()}",
        )

    def _differences(self, before: Assignment, after: Assignment) -> Iterator[str]:
        """Yield in words each thing that changes."""
        yield from _difference(_("department"), before.department, after.department)
        yield from _difference(_("due on"), before.due_on, after.due_on)
        for label, one, other in (
            (_("contributors"), before.contributors, after.contributors),
            (_("translators"), before.translators, after.translators),
        ):
            yield from _difference(label, names(one, self.people), names(other, self.people))
        days = before.translation_due_on, after.translation_due_on
        yield from _difference(_("translation due on"), *days)
        lines = (self._line(each.approval_line) for each in (before, after))
        yield from _difference(_("approval line"), *lines)

    def _line(self, line: Iterable[Step]) -> str:
        return ", ".join(map(self._step, line))

    def _step(self, step: Step) -> str:
        return step.marked(step.named(filter(None, [names(step.people, self.people)])))

    def _terms(self, before: DelegationTerms | None, after: DelegationTerms | None) -> str:
        return "; ".join(
            _difference(_("delegated question"), self._handed(before), self._handed(after))
        )

    def _handed(self, terms: DelegationTerms | None) -> str:
        if terms is None:
            return ""
        people, due = names(terms.people, self.people), terms.due_on or ""
        return ", ".join(str(each) for each in (terms.department, people, due) if each)


def _difference(label: object, before: object, after: object) -> Iterator[str]:
    if before != after:
        yield f"{label}: {before or NONE} → {after or NONE}"


def _signers(assignment: Assignment, signed: int) -> frozenset[int]:
    """Return who signs the step after those that are signed."""
    steps = assignment.approval_line[signed : signed + 1]
    return frozenset(key for step in steps for key in step.people)
