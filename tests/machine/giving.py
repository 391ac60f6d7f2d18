"""How one response is given out to people who write and sign: a part of a machine.

It is put together in `tests/machine/test_machine.py`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from responses.domain.assignment.assigning import AssignmentChanges, apply_changes
from responses.domain.assignment.assignment import Assignment, DelegationTerms, digest_of
from responses.domain.auditing import Actor
from responses.domain.people.deputies import add_deputy, remove_deputy
from responses.domain.signing.approval_line import Step
from responses.enums import Role
from responses.models import Deputy
from tests.machine.filing import FilingDesk
from tests.machine.model import CAST, ORIGINALS, PERIODS, SECTIONS, Given, Handed, Post

SIGNERS = ("Cho", "Dan", "Eve", "Ida")
signers = st.sampled_from(SIGNERS)
sections = st.sampled_from(SECTIONS)
# Translations are handed over with their originals.
originals = st.sampled_from(list(ORIGINALS))
coordinators = st.sampled_from(["Fay"] * 12 + list(CAST))
periods = st.sampled_from(["now", *PERIODS])
# At 0 anything goes; else what is possible is done by those who may.
fitting = st.integers(0, 3)


class GivingDesk(FilingDesk):
    """The giving out: of sections, questions and approval lines; and who signs for whom."""

    @initialize(data=st.data(), role=st.sampled_from([Role.CONTRIBUTOR, Role.REVIEWER]))
    def begin(self, data: st.DataObject, role: Role) -> None:
        self._appoint("Eve", role)
        for section in SECTIONS:
            given = self._given(data, section, fits=1)
            self._carry_out("Fay", {section: (given, Given())}, {})
        first, *others = data.draw(st.permutations(SIGNERS))
        for pair in zip([first, *others], [*others, first], strict=True):
            self._name_deputy("Fay", pair, data.draw(periods))

    @rule(data=st.data(), who=coordinators, section=sections, key=originals, fits=fitting)
    def give_out(self, data: st.DataObject, who: str, section: str, key: str, fits: int) -> None:
        """Give out a section or a question, or both or nothing."""
        what = data.draw(st.sampled_from(["section", "section", "question", "both"]))
        given: dict[str, tuple[Given, Given]] = {}
        handed: dict[str, tuple[Handed, Handed]] = {}
        if what != "question":
            past = self.model.given[section]
            given[section] = (self._given(data, section, fits), self._seen(data, past))
        if what != "section":
            to = self._writers(data, fits)
            wish = data.draw(st.sampled_from([to, to, None]))
            handed[key] = (wish, self._seen(data, self.model.handed[key]))
        self._carry_out(who, given, handed)

    @rule(data=st.data(), who=coordinators, period=st.none() | periods)
    def change_deputies(self, data: st.DataObject, who: str, period: str | None) -> None:
        """Name a deputy for some days, or end that somebody is one."""
        if period:
            pairs = [
                *permutations(SIGNERS, 2),
                *permutations(SIGNERS, 2),
                *zip(CAST, CAST, strict=True),
            ]
            pair = data.draw(st.sampled_from(pairs))
            self._name_deputy(data.draw(st.sampled_from([who, who, pair[0]])), pair, period)
        elif self.model.deputies:
            self._end_deputy(data, who)

    def _name_deputy(self, who: str, pair: tuple[str, str], period: str) -> None:
        error = self.model.name_deputy(who, *pair, period)
        days = (timezone.localdate() + timedelta(days=each) for each in PERIODS[period])
        person, deputy = (self.cast[each] for each in pair)
        with self._unless(error is None, error or Exception):
            add_deputy(self.response.city, person, deputy, *days, actor=Actor(self.cast[who]))

    def _end_deputy(self, data: st.DataObject, who: str) -> None:
        named = data.draw(st.sampled_from(sorted(self.model.deputies)))
        person, deputy, period = named
        error = self.model.end_deputy(who, named)
        row = Deputy.objects.get(
            person=self.cast[person],
            deputy=self.cast[deputy],
            first_day=timezone.localdate() + timedelta(days=PERIODS[period][0]),
        )
        with self._unless(error is None, error or Exception):
            remove_deputy(row, actor=Actor(self.cast[who]))

    # Helpers

    def _seen(self, data: st.DataObject, past: list[Any]) -> Any:
        """Return what a page showed: mostly how it is now."""
        return data.draw(st.sampled_from([*past[:2], past[-1], past[-1], past[-1]]))

    def _some(self, data: st.DataObject, most: int, among: Iterable[str]) -> list[str]:
        """Return a few people in the order of their accounts."""
        found = st.lists(st.sampled_from(sorted(among)), unique=True, max_size=most)
        return sorted(data.draw(found))

    def _writers(self, data: st.DataObject, fits: int) -> tuple[str, ...]:
        may = [each for each in CAST if not fits or self.model.roles[each] is Role.CONTRIBUTOR]
        return tuple(self._some(data, 2, may))

    def _given(self, data: st.DataObject, section: str, fits: int) -> Given:
        """Return how a section may be given out; what is signed of its line mostly stays."""
        model = self.model
        contributors = self._writers(data, fits)
        now = model.given[section][-1]
        department = data.draw(st.sampled_from(["", "Parks", "Roads", now.department]))
        same: bool = data.draw(st.booleans())
        if now.line and same:
            return Given(department, contributors, now.line)
        kept = now.line[: len(model.in_force(section))] if fits else ()
        left = [each for each in CAST if not fits or model.roles[each] is Role.REVIEWER]
        line = [*kept]
        for number in range(len(kept), data.draw(st.sampled_from([0, 1, 2, 2, 3, 3]))):
            taken = {each for post in line for each in post.people}
            free = [each for each in left if not fits or each not in taken]
            if not free:
                break
            signers = self._some(data, 2, free) or free[:1]
            consents = data.draw(st.sampled_from([False, False, True]))
            line.append(Post(f"Post {number}", tuple(signers), consents))
        if fits and len(line) > len(kept):
            line[-1] = replace(line[-1], consents=False)
        return Given(department, contributors, tuple(line))

    def _carry_out(
        self,
        who: str,
        given: dict[str, tuple[Given, Given]],
        handed: dict[str, tuple[Handed, Handed]],
    ) -> None:
        due = self.model.apply_changes(who, given, handed)
        changes = AssignmentChanges(
            {key: self._assignment(each) for key, (each, _seen) in given.items()},
            {key: digest_of(self._assignment(seen)) for key, (_each, seen) in given.items()},
            {key: self._terms(each) for key, (each, _seen) in handed.items()},
            {key: digest_of(self._terms(seen)) for key, (_each, seen) in handed.items()},
        )
        with self._unless(isinstance(due, int), due if isinstance(due, type) else Exception):
            assert apply_changes(self.response, changes, actor=Actor(self.cast[who])) == due

    def _assignment(self, given: Given) -> Assignment:
        line = (
            Step(post.title, self._keys(post.people), post.consents, post.department)
            for post in given.line
        )
        return Assignment(given.department, None, self._keys(given.contributors), tuple(line))

    def _terms(self, handed: Handed) -> DelegationTerms | None:
        return None if handed is None else DelegationTerms("Statistics", None, self._keys(handed))

    def _keys(self, names: Iterable[str]) -> tuple[int, ...]:
        return tuple(self.cast[each].pk for each in names)
