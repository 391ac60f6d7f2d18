"""Who may sign a section now, and for whom."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from responses.domain.compiled import compiled
from responses.domain.content.translating import named
from responses.domain.people.deputies import read_acting_for
from responses.domain.people.labels import read_labels
from responses.domain.permissions import Permission, allows, roles_with
from responses.enums import ORIGINAL, Action, Role, State
from responses.models import City, Event, Remark, Revision, SectionWork, User
from responses.notice_kinds import NoticeKind

from .approval_line import (
    Signature,
    Step,
    in_force,
    read_line,
    read_signatures,
    signs_for,
)

WROTE_IT = _(
    "You wrote part of this section, or a suggestion of yours was accepted in it, "
    "so someone else must approve it."
)
THEY_WROTE_IT = _(
    "The person you would sign for wrote part of this section, or suggested it, "
    "so someone else must sign it."
)
CONSENT_OF_OTHERS = _(
    "You wrote part of this section, or a suggestion of yours was accepted in it, "
    "so someone else must consent to it: %(step)s."
)
THEIR_CONSENT = _(
    "The person you would consent for wrote part of this section, or suggested it, "
    "so someone else must consent to it: %(step)s."
)
CANNOT_SIGN = pgettext_lazy("a person", "cannot sign")
NOT_IN_LINE = _("You are not in the approval line of this section.")
NOT_YOUR_STEP = _("It is someone else's turn to sign this section.")
STEP_OF_OTHERS = _("It is now the turn of %(step)s to sign this section.")
CONSENT_FIRST = _("It is now the turn of %(step)s to consent to this section (협조).")
SIGNED_ALREADY = _("You have already signed this section. It is someone else's turn now.")
CONSENTED_ALREADY = _("You have already consented to this section. It is someone else's turn now.")


@dataclass(frozen=True, slots=True)
class SigningTurn:
    """Where a section stands in its approval line, as one person sees it.

    `signed` are the signatures in force, and `acting_for` the keys of those for whom the
    person may sign today.
    """

    person: int
    line: tuple[Step, ...]
    signed: tuple[Signature, ...]
    acting_for: frozenset[int]

    @property
    def step(self) -> Step | None:
        """The step that is to be signed next."""
        return self.line[len(self.signed)] if len(self.signed) < len(self.line) else None

    @property
    def is_last(self) -> bool:
        """Whether the next signature approves the section."""
        return len(self.signed) + 1 == len(self.line)

    @property
    def signing_for(self) -> int | None:
        """Whom the person would sign the next step for: mostly themselves, or None."""
        return signs_for(self.step, self.person, self.acting_for) if self.step else None

    @property
    def is_in_line(self) -> bool:
        """Whether the person signs any step, or does so for somebody."""
        return any(signs_for(step, self.person, self.acting_for) is not None for step in self.line)


def asked_as(step: Step | None) -> NoticeKind:
    """Return as what those of a step are told that it is their turn. Pure."""
    return NoticeKind.CONSENT if step and step.consents else NoticeKind.SENT


def turn_of(work: SectionWork, person: User, acting_for: frozenset[int]) -> SigningTurn:
    """Return where a section stands for a person who signs for these others, too. Pure."""
    line = read_line(work.approval_line)
    signed = in_force(State(work.state), read_signatures(work.signatures))
    return SigningTurn(person.pk, line, signed, acting_for)


def read_turn(work: SectionWork, person: User, role: Role | None, day: date) -> SigningTurn:
    """Return where a section stands for a person; at most one query, for deputies.

    `work.response.city` is taken as loaded where the section has a line of its own.
    """
    asked = allows(role, Permission.DECIDE) and work.approval_line
    acting_for = read_acting_for(person, work.response.city, day) if asked else frozenset()
    return turn_of(work, person, acting_for)


def out_of_turn(turn: SigningTurn) -> Promise | str:
    """Return why it is not the person's turn to sign, or nothing if it is. Pure."""
    if not turn.is_in_line:
        return NOT_IN_LINE
    if turn.signing_for is not None:
        return ""
    mine = [signature.consents for signature in turn.signed if signature.person == turn.person]
    if mine:
        return CONSENTED_ALREADY if all(mine) else SIGNED_ALREADY
    if turn.step is None or not turn.step.title:
        return NOT_YOUR_STEP
    said = CONSENT_FIRST if turn.step.consents else STEP_OF_OTHERS
    return _naming(said, turn.step)


def why_not_sign(turn: SigningTurn, work: SectionWork) -> Promise | str:
    """Return why the person cannot sign the next step, or nothing if they can."""
    if reason := out_of_turn(turn):
        return reason
    if wrote_since_approval(work, turn.person):
        return _of_step(turn.step, WROTE_IT, CONSENT_OF_OTHERS)
    other = turn.signing_for if turn.signing_for != turn.person else None
    if other is not None and wrote_since_approval(work, other):
        return _of_step(turn.step, THEY_WROTE_IT, THEIR_CONSENT)
    return ""


def _said_of(said: Any, step: Step) -> str:
    return str(said % {"step": step.named(())})


# In the language of whoever reads it.
_naming = lazy(_said_of, str)


def _of_step(step: Step | None, signing: Promise | str, consenting: Any) -> Promise | str:
    """Return what is said of a step; of one that only consents, with its name."""
    if step is None or not step.consents:
        return signing
    return _naming(consenting, step)


def drafter(work: SectionWork) -> User | None:
    """Return who sent a section to review last (기안); one query."""
    sent = next(iter(_sent(work.pk)), None)
    return sent.actor if sent else None


@compiled
def _sent(work: int) -> QuerySet[Event, Event]:
    sent = Event.objects.filter(work=work, action=Action.SEND)
    return sent.select_related("actor").order_by("-pk")[:1]


def next_step(work: SectionWork) -> Step | None:
    """Return the step of a section in review that is to be signed next. Pure."""
    if work.state != State.IN_REVIEW:
        return None
    line, signed = read_line(work.approval_line), read_signatures(work.signatures)
    return line[len(signed)] if len(signed) < len(line) else None


def names_in(line: Iterable[Step], cities: Iterable[int]) -> Mapping[int, str]:
    """Return the names of all people of a line by their keys; one query if there are any.

    People of one name in these cities, by their keys, are told apart, and of who cannot sign
    there any more it is said.
    """
    return read_signer_names({person for step in line for person in step.people}, cities)


def read_signer_names(people: Collection[int], cities: Iterable[int]) -> Mapping[int, str]:
    """Return the names of people, by their keys, as `names_in` does."""
    decide = roles_with(Permission.DECIDE)
    return read_labels(people, cities, roles=decide, otherwise=str(CANNOT_SIGN))


def waiting_for(person: User, city: City) -> list[SectionWork]:
    """Return the works of a city that are not approved, with a line the person is in; one query."""
    works = SectionWork.objects.filter(response__city=city).exclude(state=State.APPROVED)
    found = works.select_related("section", "response__edition").order_by("response", "pk")
    return [
        work
        for work in found
        if any(person.pk in step.people for step in read_line(work.approval_line))
    ]


def written_since_approval(works: Collection[SectionWork], person: User | int) -> frozenset[int]:
    """Return the keys of those works of which the person wrote a revision since their approval.

    Whose suggestion was accepted wrote what it became, too. Decided by the versions that the
    last approval names, not by clocks; one query. `work.approval` is taken as loaded.
    """
    places = {(work.response_id, work.section_id): work for work in works}
    author = person if isinstance(person, int) else person.pk
    return frozenset(
        work.pk
        for response, section, key, language, version in _written_by(author, *_among(works))
        if (work := places.get((response, section)))
        and _binds(work, language)
        and version > _approved(work, key, language)
    )


@compiled
def _written_by(
    person: int, responses: Collection[int], sections: Collection[int]
) -> QuerySet[Revision, tuple[int, int, str, str, int]]:
    suggested = Remark.objects.filter(
        author=person,
        accepted_version=OuterRef("version"),
        thread__response=OuterRef("answer__response"),
        thread__question=OuterRef("answer__question"),
    )
    written = Revision.objects.filter(
        Q(author=person) | Q(Exists(suggested), answer__language=ORIGINAL),
        answer__response__in=responses,
        answer__question__section__in=sections,
    )
    return written.order_by().values_list(*_WRITTEN, "version")


_WRITTEN = (
    "answer__response",
    "answer__question__section",
    "answer__question__key",
    "answer__language",
)


def _binds(work: SectionWork, language: str) -> bool:
    """Return whether an approval of a section is of what it says in a language."""
    return language == ORIGINAL or not work.originals_alone


def _approved(work: SectionWork, key: str, language: str) -> int:
    """Return the version of an answer that was last approved: 0 if none was."""
    return work.approval.versions.get(named(key, language), 0) if work.approval else 0


def _among(works: Collection[SectionWork]) -> tuple[set[int], set[int]]:
    """Return the keys of the responses and of the sections of some works."""
    return {work.response_id for work in works}, {work.section_id for work in works}


def translated_by(works: Collection[SectionWork], person: User | int) -> frozenset[int]:
    """Return the keys of those works of which the person ever wrote a translation; one query."""
    places = {(work.response_id, work.section_id): work.pk for work in works}
    author = person if isinstance(person, int) else person.pk
    written = _written_by(author, *_among(works))
    return frozenset(
        work
        for response, section, _key, language, _version in written
        if language != ORIGINAL and (work := places.get((response, section)))
    )


def wrote_since_approval(work: SectionWork, person: User | int) -> bool:
    """Return whether the person wrote a revision of the section since it was last approved."""
    return bool(written_since_approval([work], person))


def authors_since_approval(work: SectionWork) -> frozenset[int]:
    """Return the keys of all who wrote a revision of the section since it was last approved.

    As `written_since_approval` has it; two queries. `work.approval` is taken as loaded.
    """
    return read_authors([work])[work.pk]


def read_authors(works: Collection[SectionWork]) -> Mapping[int, frozenset[int]]:
    """Return for each of some works, by key, what `authors_since_approval` does; two queries."""
    found: dict[int, set[int]] = {work.pk: set() for work in works}
    places = {(work.response_id, work.section_id): work for work in works}
    written = _written(*_among(works))
    suggested = [(*row[:3], ORIGINAL, *row[3:]) for row in _suggested(*_among(works))]
    for response, section, key, language, author, version in written + suggested:
        work = places.get((response, section))
        if work and _binds(work, language) and version > _approved(work, key, language):
            found[work.pk].add(author)
    return {key: frozenset(people) for key, people in found.items()}


@compiled
def _written(
    responses: Collection[int], sections: Collection[int]
) -> QuerySet[Revision, tuple[int, int, str, str, int, int]]:
    """Return the last version that each person wrote of each answer, with its place."""
    return (
        Revision.objects.filter(
            answer__response__in=responses, answer__question__section__in=sections
        )
        .order_by()
        .values_list(*_WRITTEN, "author")
        .annotate(Max("version"))
    )


@compiled
def _suggested(
    responses: Collection[int], sections: Collection[int]
) -> QuerySet[Remark, tuple[int, int, str, int, int]]:
    """Return the last version that a suggestion of each person became, as `_written` does."""
    return (
        Remark.objects.filter(
            accepted_version__isnull=False,
            thread__response__in=responses,
            thread__question__section__in=sections,
        )
        .order_by()
        .values_list(
            "thread__response", "thread__question__section", "thread__question__key", "author"
        )
        .annotate(Max("accepted_version"))
    )
