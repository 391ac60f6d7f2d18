"""What the page shows on which a response is given out, and what it asks to change."""

from dataclasses import replace
from functools import cached_property

from responses.domain.assignment.assigning import AssignmentChanges
from responses.domain.assignment.assignment import (
    Assignment,
    Candidates,
    DelegationTerms,
    Fault,
    People,
    digest_of,
    faults_of,
    faults_of_terms,
    is_change,
)
from responses.domain.assignment.plan import Plan

from .typed import TypedAssignment, TypedDelegation, TypedSection, typed_of


class AssignmentForm:
    """What the page shows: what is typed where anything is, otherwise what is so now.

    `conflicts` and `delegation_conflicts` hold what is so now where somebody else changed what
    the person did too. From then on it counts as seen: saving again puts the person's in its
    place. Nothing is found wrong with what is not `judged` yet.
    """

    def __init__(
        self,
        plan: Plan,
        candidates: Candidates,
        typed: TypedAssignment | None = None,
        *,
        judged: bool = True,
    ) -> None:
        typed = typed or typed_of(plan)
        self.plan, self.candidates, self.judged = plan, candidates, judged
        self.people: People = candidates.people
        self.conflicts: dict[str, Assignment] = {}
        self.delegation_conflicts: dict[str, DelegationTerms | None] = {}
        self.sections = {
            key: self._settled(key, each.placed(plan.sections[key].signed, self.people))
            for key, each in typed.sections.items()
        }
        settled = {
            key: self._settled_delegation(key, each) for key, each in typed.delegations.items()
        }
        self.delegations = {key: each for key, each in settled.items() if each}

    @property
    def typed(self) -> TypedAssignment:
        """What is typed, to be worked on."""
        return TypedAssignment(self.sections, self.delegations)

    @cached_property
    def changes(self) -> AssignmentChanges:
        """What is to be changed."""
        sections = {
            key: each.value for key, each in self.sections.items() if each.value.digest != each.seen
        }
        delegations = {
            key: each.value
            for key, each in self.delegations.items()
            if digest_of(each.value) != each.seen
        }
        return AssignmentChanges(
            sections,
            {key: self.sections[key].seen for key in sections},
            delegations,
            {key: self.delegations[key].seen for key in delegations},
        )

    def faults(self, key: str) -> list[Fault]:
        """Return what is wrong with a section that is to be changed."""
        if not self.judged:
            return []
        found = self.sections[key].faults
        if wanted := self.changes.sections.get(key):
            faults = faults_of(wanted, self.plan.sections[key], self.people)
            found += map(self.sections[key].at_row, faults)
        return found

    def delegation_faults(self, key: str) -> list[Fault]:
        """Return what is wrong with a question that is to be handed over."""
        if not self.judged:
            return []
        found = self.delegations[key].faults
        if wanted := self.changes.delegations.get(key):
            found += faults_of_terms(wanted, self.people)
        return found

    @property
    def is_faulty(self) -> bool:
        """Whether anything is wrong."""
        return any(map(self.faults, self.sections)) or any(
            map(self.delegation_faults, self.delegations)
        )

    @property
    def is_outdated(self) -> bool:
        """Whether somebody else changed what the person did too."""
        return bool(self.conflicts or self.delegation_conflicts)

    def _settled(self, key: str, typed: TypedSection) -> TypedSection:
        now = self.plan.sections[key].assignment
        if typed.seen == now.digest:
            return typed
        if is_change(typed.value, typed.seen, now) or typed.faults:
            self.conflicts[key] = now
            return replace(typed, seen=now.digest)
        return TypedSection.of(now)

    def _settled_delegation(self, key: str, typed: TypedDelegation) -> TypedDelegation | None:
        now = self.plan.delegations.get(key)
        if typed.seen == digest_of(now):
            return typed
        if is_change(typed.value, typed.seen, now) or typed.faults:
            self.delegation_conflicts[key] = now
            return replace(typed, seen=digest_of(now))
        return TypedDelegation.of(now) if now else None
