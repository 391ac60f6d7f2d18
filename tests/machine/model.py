"""What should be in the database, whatever people do: a model, written apart from the product.

People, sections and questions are known by name. Each function says what should become of one
step, as the error that it should raise if any, and brings the model up to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from responses.domain.assignment.assigning import AssignmentOutdatedError, AssignmentRefusedError
from responses.domain.people.deputies import DeputyRefusedError
from responses.domain.permissions import NotAllowedError
from responses.enums import Action, Refusal, Role, Source, State
from responses.notice_kinds import NoticeKind

ORIGINALS = {"a-1": "alpha", "a-2": "alpha", "b-1": "beta"}
# The city submits in English: each answer has a translation, which is one, too.
WHERE = ORIGINALS | {f"{key}_en": section for key, section in ORIGINALS.items()}
SECTIONS = ("alpha", "beta")
# Eve changes sides: what she may do is not what she might do when she wrote. Han is of another
# city. By name they stand in the order of their accounts, as people in a line do.
CAST = {
    "Ann": Role.CONTRIBUTOR,
    "Ben": Role.CONTRIBUTOR,
    "Cho": Role.REVIEWER,
    "Dan": Role.REVIEWER,
    "Eve": Role.CONTRIBUTOR,
    "Fay": Role.COORDINATOR,
    "Gil": Role.VIEWER,
    "Han": None,
    "Ida": Role.REVIEWER,
}
WRITE = {Role.CONTRIBUTOR, Role.COORDINATOR}
DECIDE = {Role.REVIEWER}
OPEN = {State.DRAFT, State.CHANGES_REQUESTED}
STEPS: dict[Action, tuple[set[State], State | None, set[Role]]] = {
    Action.SEND: (OPEN, State.IN_REVIEW, WRITE),
    Action.WITHDRAW: ({State.IN_REVIEW}, State.DRAFT, WRITE),
    Action.APPROVE: ({State.IN_REVIEW}, State.APPROVED, DECIDE),
    Action.REQUEST_CHANGES: ({State.IN_REVIEW}, State.CHANGES_REQUESTED, DECIDE),
    Action.REOPEN: ({State.APPROVED}, State.DRAFT, {Role.REVIEWER, Role.COORDINATOR}),
    Action.COMMENT: (set(State), None, {*WRITE, *DECIDE}),
    Action.REVIEW_TRANSLATIONS: ({State.APPROVED}, None, DECIDE),
}
SAY_WHY = {Action.REQUEST_CHANGES, Action.REOPEN, Action.COMMENT}
# In days from today, far enough from it for a run to pass midnight.
PERIODS = {"past": (-9, -2), "now": (-5, 5), "future": (2, 9), "backwards": (5, -5)}

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """One version of an answer; that of a translation says which version `of` the original."""

    author: str
    content: Plain
    source: Source
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A refused text."""

    author: str
    key: str
    base: int | None
    content: Plain
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Post:
    """A step of an approval line; one that consents is another department's."""

    title: str = ""
    people: tuple[str, ...] = ()
    consents: bool = False

    @property
    def department(self) -> str:
        return "Legal" if self.consents else ""


ANYBODY = Post()


@dataclass(frozen=True, slots=True)
class Given:
    """Who has a section."""

    department: str = ""
    contributors: tuple[str, ...] = ()
    line: tuple[Post, ...] = ()


Handed = tuple[str, ...] | None
"""To whom a question is handed, if it is."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature; `whom` is for whom, but for oneself."""

    title: str
    consents: bool
    department: str
    by: str
    whom: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """An event."""

    section: str
    action: Action
    who: str
    versions: dict[str, int]
    signed: Signed | None = None


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """A notice; `place` is a section or a question, if it is of one."""

    kind: NoticeKind
    person: str
    actor: str
    place: str = ""


def original(key: str) -> str:
    """Return the key of an answer, or of what a translation is of."""
    return key.partition("_")[0]


def _reason(said: Said) -> str:
    return str(said.content.get("nothing_to_report", ""))


@dataclass
class Model:
    """What should be in the database."""

    roles: dict[str, Role | None] = field(default_factory=lambda: dict(CAST))
    answers: dict[str, list[Said]] = field(default_factory=lambda: {key: [] for key in WHERE})
    kept: dict[int, Kept] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=lambda: dict.fromkeys(SECTIONS, State.DRAFT))
    approved: dict[str, dict[str, int]] = field(default_factory=dict)
    events: list[Done] = field(default_factory=list)
    # As they were given out in turn, to have something outdated.
    given: dict[str, list[Given]] = field(
        default_factory=lambda: {key: [Given()] for key in SECTIONS}
    )
    handed: dict[str, list[Handed]] = field(
        default_factory=lambda: {key: [None] for key in ORIGINALS}
    )
    deputies: set[tuple[str, str, str]] = field(default_factory=set)
    signed: dict[str, list[Signed]] = field(default_factory=lambda: {key: [] for key in SECTIONS})
    sender: dict[str, str] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    sealed: list[tuple[str, str]] = field(default_factory=list)
    moved: bool = True
    # Whether translations come after their sections: as the city says, as each section goes by
    # it, where they can be written although it is closed, and who confirmed them last.
    afterwards: bool = False
    alone: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(SECTIONS, False))
    translatable: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(SECTIONS, False))
    confirmed: dict[str, str] = field(default_factory=dict)
    sealed_since: set[str] = field(default_factory=set)

    # Writing

    def says(self, key: str, version: int) -> Plain:
        return self.answers[key][version - 1].content if version else {"parts": {}}

    def versions(self, section: str, *, whole: bool = False) -> dict[str, int]:
        """Return the version of each answer of a section, and of each translation there is.

        Without translations where they come afterwards, unless for the `whole` of it.
        """
        alone = self.alone[section] and not whole
        return {
            key: len(said)
            for key, said in self.answers.items()
            if WHERE[key] == section and (key in ORIGINALS or (said and not alone))
        }

    def translations(self, section: str) -> list[list[Said]]:
        """Return all versions of each translation of a section that there is."""
        return [
            said
            for key, said in self.answers.items()
            if WHERE[key] == section and key not in ORIGINALS and said
        ]

    def words_version(self, key: str) -> int:
        """Return the version in which an answer last began to say something else in words."""
        said = [(each.content["parts"].get("text"), _reason(each)) for each in self.answers[key]]
        changed = [number for number, pair in enumerate(pairwise(said), 2) if pair[0] != pair[1]]
        # Of a first version without any, nothing that came before it is of other words.
        return max(changed, default=int(any(map(any, said))))

    def is_outdated(self, key: str) -> bool:
        """Return whether a translation is of other words than its original has now."""
        said = self.answers[key]
        return bool(said) and (said[-1].of or 0) < self.words_version(original(key))

    def wrote_since_approval(self, who: str, section: str) -> bool:
        before = self.approved.get(section, {})
        return any(
            said.author == who
            for key in self.versions(section)
            for said in self.answers[key][before.get(key, 0) :]
        )

    def writes(self, who: str, section: str, key: str = "") -> bool:
        """Return whether somebody may write a section, or one question of it, if it is open."""
        if self.roles[who] is Role.COORDINATOR:
            return True
        circle = self.given[section][-1].contributors
        handed = self.handed[original(key)][-1] if key else ()
        asked = not circle or who in circle or who in (handed or ())
        return self.roles[who] is Role.CONTRIBUTOR and bool(asked)

    def takes(self, key: str) -> bool:
        """Return whether an answer, or a translation, can be written as its section stands."""
        translatable = key not in ORIGINALS and self.translatable[WHERE[key]]
        return self.states[WHERE[key]] in OPEN or translatable

    def judged(self, key: str, said: Said, base: int | None) -> Refusal | bool:
        """Return why a write is refused, or else whether it changes the answer.

        What a page sends without its person having touched it is no change; whoever restores
        or combines means what is sent. A translation is confirmed as it is by who says that it
        is of a newer original.
        """
        version, content, source = len(self.answers[key]), said.content, said.source
        if base is None or not 0 <= base <= version:
            return Refusal.UNVERSIONED
        same = content == self.says(key, version)
        if same and not self._confirms(key, said):
            return False
        pages = source in {Source.FORM, Source.AUTOSAVE} and base < version
        if pages and content == self.says(key, base):
            return False
        if not self.takes(key):
            return Refusal.CLOSED
        return Refusal.STALE if base != version else True

    def _confirms(self, key: str, said: Said) -> bool:
        before = self.answers[key]
        if said.of is None or said.source is Source.AUTOSAVE or not before:
            return False
        return said.of > (before[-1].of or 0)

    # Signing

    def line(self, section: str) -> tuple[Post, ...]:
        return self.given[section][-1].line or (ANYBODY,)

    def in_force(self, section: str) -> list[Signed]:
        return [] if self.states[section] in OPEN else self.signed[section]

    def next_post(self, section: str) -> Post | None:
        signed, line = len(self.in_force(section)), self.line(section)
        return line[signed] if self.states[section] is State.IN_REVIEW else None

    def signs_for(self, who: str, post: Post) -> list[str]:
        """Return for whom somebody stands at a post: themselves, or whose deputy they are."""
        if self.roles[who] not in DECIDE:
            return []
        if post is ANYBODY or who in post.people:
            return [who]
        return [
            person
            for person in post.people
            if self.roles[person] in DECIDE and (person, who, "now") in self.deputies
        ]

    def may_sign_for(self, who: str, section: str) -> str | None:
        """Return for whom somebody may sign now; a deputy of two, for the first in the line."""
        post = self.next_post(section)
        if post is None:
            return None
        whom = self.signs_for(who, post)[:1]
        wrote = any(self.wrote_since_approval(each, section) for each in (who, *whom))
        return whom[0] if whom and not wrote else None

    # Acting

    def may(self, action: Action, who: str, section: str) -> bool:
        """Return whether somebody may do something to a section as it stands."""
        sources, _target, roles = STEPS[action]
        if self.roles[who] not in roles or self.states[section] not in sources:
            return False
        if action in {Action.SEND, Action.WITHDRAW}:
            return self.writes(who, section)
        if action in {Action.REQUEST_CHANGES, Action.REVIEW_TRANSLATIONS} and not any(
            self.signs_for(who, post) for post in self.line(section)
        ):
            return False
        if action is Action.REVIEW_TRANSLATIONS:
            return self.may_confirm(who, section)
        return action is not Action.APPROVE or self.may_sign_for(who, section) is not None

    def may_confirm(self, who: str, section: str) -> bool:
        """Return whether there are translations to confirm, of others alone."""
        found = self.translations(section)
        says = any(each[-1].content["parts"] or _reason(each[-1]) for each in found)
        own = any(said.author == who for each in found for said in each)
        return self.translatable[section] and says and not own

    def choose(self, who: str, *, afterwards: bool) -> type[Exception] | None:
        """Say when translations are reviewed; what was signed stays as it was signed."""
        if self.roles[who] is not Role.COORDINATOR:
            return NotAllowedError
        changes, self.afterwards = afterwards != self.afterwards, afterwards
        for section in SECTIONS if changes else ():
            if self.states[section] in OPEN:
                self.alone[section] = afterwards
            elif afterwards and section not in self.sealed_since | self.translated:
                self.alone[section] = self.translatable[section] = True
        return None

    @property
    def translated(self) -> set[str]:
        return {section for section in SECTIONS if self.translations(section)}

    def act(self, action: Action, who: str, section: str) -> None:
        """Do what somebody may."""
        target = STEPS[action][1] or self.states[section]
        signature = self._signature(who, section) if action is Action.APPROVE else None
        if action is Action.WITHDRAW:
            target = self._called_back_to(section)
        whole = action is Action.REVIEW_TRANSLATIONS
        done = Done(section, action, who, self.versions(section, whole=whole), signature)
        self.events.append(done)
        if whole:
            self.confirmed[section] = who
        if action is Action.SEND:
            self.signed[section], self.sender[section] = [], who
            self.translatable[section] = self.alone[section]
        if signature:
            self.signed[section].append(signature)
            if len(self.signed[section]) < len(self.line(section)):
                target = State.IN_REVIEW
            else:
                self.approved[section] = done.versions
        self.moved |= target is not self.states[section]
        if target is not self.states[section]:
            self.sealed_since.discard(section)
        if target is not self.states[section] and target in OPEN:
            self.alone[section], self.translatable[section] = self.afterwards, False
        self.states[section] = target
        self._tell_of(action, who, section)

    def _called_back_to(self, section: str) -> State:
        """Return the state in which a section was before it was sent."""
        calls = [
            each.action
            for each in self.events
            if each.section == section and each.action in {Action.REQUEST_CHANGES, Action.REOPEN}
        ]
        asked = calls[-1:] == [Action.REQUEST_CHANGES]
        return State.CHANGES_REQUESTED if asked else State.DRAFT

    def _signature(self, who: str, section: str) -> Signed:
        post, whom = self.next_post(section), self.may_sign_for(who, section)
        assert post
        assert whom
        other = "" if whom == who else whom
        return Signed(post.title, post.consents, post.department, who, other)

    # Giving out

    def apply_changes(
        self,
        who: str,
        sections: Mapping[str, tuple[Given, Given]],
        questions: Mapping[str, tuple[Handed, Handed]],
    ) -> type[Exception] | int:
        """Give out what is wished, each with what was seen; return how much of it is a change."""
        if self.roles[who] is not Role.COORDINATOR:
            return NotAllowedError
        given = {
            key: wish
            for key, (wish, seen) in sections.items()
            if wish not in (seen, self.given[key][-1])
        }
        handed = {
            key: wish
            for key, (wish, seen) in questions.items()
            if wish not in (seen, self.handed[key][-1])
        }
        if any(sections[key][1] != self.given[key][-1] for key in given) or any(
            questions[key][1] != self.handed[key][-1] for key in handed
        ):
            return AssignmentOutdatedError
        writers = [*(each.contributors for each in given.values()), *handed.values()]
        if any(self.roles[each] not in WRITE for people in writers for each in people or ()):
            return AssignmentRefusedError
        if any(self._is_faulty(key, wish.line) for key, wish in given.items()):
            return AssignmentRefusedError
        for key, wish in given.items():
            self._give(who, key, wish)
        for key, people in handed.items():
            new = {*(people or ())} - {*(self.handed[key][-1] or ())}
            self.tell(NoticeKind.HANDED, new, who, key)
            self.handed[key].append(people)
        return len(given) + len(handed)

    def _give(self, who: str, section: str, wish: Given) -> None:
        before, signed = self.given[section][-1], len(self.signed[section])
        new = {*wish.contributors} - {*before.contributors}
        self.tell(NoticeKind.ASSIGNED, new, who, section)
        if self.states[section] is State.IN_REVIEW:
            now, then = (
                self._with_deputies(
                    {each for post in line[signed : signed + 1] for each in post.people}
                )
                for line in (wish.line, before.line)
            )
            self.tell(self._asked_as(wish.line[signed:]), now - then, self.sender[section], section)
        self.given[section].append(wish)

    def _with_deputies(self, people: set[str]) -> set[str]:
        """Return people and who signs for them today, if both can sign."""
        return people | {
            deputy
            for person, deputy, when in self.deputies
            if person in people
            and when == "now"
            and {*map(self.roles.get, (person, deputy))} <= DECIDE
        }

    def _is_faulty(self, section: str, line: tuple[Post, ...]) -> bool:
        """Return whether a line cannot take the place of the present one."""
        now = self.given[section][-1].line
        if line == now:
            return False
        signed = len(self.signed[section]) if self.states[section] is State.IN_REVIEW else 0
        named = [each for post in line for each in post.people]
        return (
            self.states[section] is State.APPROVED
            or line[:signed] != now[:signed]
            or (signed > 0 and len(line) <= signed)
            or (bool(line) and line[-1].consents)
            or len(named) > len(set(named))
            or not all(post.people for post in line)
            or any(self.roles[each] not in DECIDE for post in line[signed:] for each in post.people)
        )

    # Deputies

    def name_deputy(
        self, who: str, person: str, deputy: str, period: str
    ) -> type[Exception] | None:
        """Say who signs for whom, in one of `PERIODS`."""
        if not self._may_say_for(who, person):
            return NotAllowedError
        (first, last), pair = PERIODS[period], {person, deputy}
        taken = any(
            (away in pair or other == person) and start <= last and first <= end
            for away, other, when in self.deputies
            for start, end in [PERIODS[when]]
        )
        signers = {each for each in pair if self.roles[each] in DECIDE}
        if len(pair) < 2 or first > last or signers != pair or taken:
            return DeputyRefusedError
        self.deputies.add((person, deputy, period))
        return None

    def end_deputy(self, who: str, named: tuple[str, str, str]) -> type[Exception] | None:
        if not self._may_say_for(who, named[0]):
            return NotAllowedError
        self.deputies.remove(named)
        return None

    def _may_say_for(self, who: str, person: str) -> bool:
        own = who == person and self.roles[who] in DECIDE
        return own or self.roles[who] is Role.COORDINATOR

    # Sealing

    def may_seal(self, who: str) -> bool:
        all_approved = set(self.states.values()) == {State.APPROVED}
        return self.roles[who] is Role.COORDINATOR and all_approved and self.moved

    def seal(self, who: str, text: str) -> None:
        self.sealed.append((who, text))
        self.translatable, self.sealed_since = dict.fromkeys(SECTIONS, False), {*SECTIONS}
        self.moved = False
        self.tell(NoticeKind.SEALED, {each for each in CAST if self.roles[each]}, who)

    # Telling

    def tell(self, kind: NoticeKind, people: Iterable[str], actor: str, place: str = "") -> None:
        self.told += [Told(kind, each, actor, place) for each in {*people} - {actor}]

    def _tell_of(self, action: Action, who: str, section: str) -> None:
        """Tell each person once, as the first that fits; of what to sign, who sent it tells."""
        coordinators = self._all(Role.COORDINATOR)
        able = self._all(Role.CONTRIBUTOR) | coordinators
        keys = [key for key, where in ORIGINALS.items() if where == section]
        handed = {each for key in keys for each in self.handed[key][-1] or ()}
        writers = self._writers(section) | handed & able
        asked = ({*self.given[section][-1].contributors} | handed) & able or coordinators
        sender = {self.sender[section]} if section in self.sender else set()
        signed, signers = self.signed[section], self._next_signers(section)
        told: dict[NoticeKind, set[str]] = {}
        if action is Action.APPROVE:
            consents = signed[-1].consents
            kind = NoticeKind.CONSENTED_FOR if consents else NoticeKind.SIGNED_FOR
            told[kind] = {signed[-1].whom} - {""}
        match action, self.states[section]:
            case ((Action.SEND | Action.APPROVE), State.IN_REVIEW):
                stuck = set() if signers else coordinators
                asked_as = self._asked_as(self.line(section)[len(signed) :])
                told = {asked_as: signers, NoticeKind.NO_SIGNER: stuck} | told
            case Action.APPROVE, State.APPROVED:
                told[NoticeKind.APPROVED] = writers | sender | coordinators
            case Action.WITHDRAW, _:
                told[NoticeKind.WITHDRAWN] = signers | {each.by for each in signed}
            case Action.REQUEST_CHANGES, _:
                told[NoticeKind.CHANGES_REQUESTED] = writers | sender
            case Action.REOPEN, _:
                told[NoticeKind.REOPENED] = writers | sender | {each.by for each in signed}
            case Action.REVIEW_TRANSLATIONS, _:
                # Nobody is named to translate.
                told[NoticeKind.TRANSLATIONS_CONFIRMED] = writers | coordinators
            case Action.COMMENT, state:
                to_sign = signers if state is State.IN_REVIEW else set()
                told[NoticeKind.COMMENTED] = asked | sender | to_sign
        done: set[str] = {who}
        for kind, people in told.items():
            asks = kind in {NoticeKind.SENT, NoticeKind.CONSENT}
            actor = self.sender[section] if asks else who
            self.tell(kind, people - done, actor, section)
            done |= people

    def _asked_as(self, left: Sequence[Post]) -> NoticeKind:
        """Return as what those of the first of the steps that are left are told."""
        return NoticeKind.CONSENT if left and left[0].consents else NoticeKind.SENT

    def _next_signers(self, section: str) -> set[str]:
        """Return who could sign next, or could until it was withdrawn, for whomever."""
        line, signed = self.line(section), len(self.signed[section])
        free = {each for each in CAST if not self.wrote_since_approval(each, section)}
        return {
            each
            for post in line[signed : signed + 1]
            for each in free
            if free.intersection(self.signs_for(each, post))
        }

    def _writers(self, section: str) -> set[str]:
        contributors, coordinators = self._all(Role.CONTRIBUTOR), self._all(Role.COORDINATOR)
        circle = {*self.given[section][-1].contributors}
        return circle & (contributors | coordinators) or coordinators

    def _all(self, role: Role) -> set[str]:
        return {each for each, its in self.roles.items() if its is role}
