"""The fixed terms of a city: how they come to be translated; the only code that writes `Term`."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from responses.domain.auditing import Actor, record
from responses.domain.permissions import NotAllowedError, Permission, RefusedError, may
from responses.enums import AuditKind
from responses.models import City, Term

MOST_TERMS = 2_000
"""How many terms a city can have; a page has fifty of them, a file all."""

NO_LANGUAGE = _("The city has no submission language any more. A coordinator chooses one.")
TOO_MANY = _("A glossary holds at most %(limit)d terms. Remove some first.")
THERE_ALREADY = _("The glossary has this term already, as “%(translation)s”. Change it there.")
CHANGED = _("This term was changed in the meantime. It is now %(term)s.")
REMOVED = _("This term was removed in the meantime. Add it again if it is needed.")
_NOTHING = "—"
_BATCH = 200
_FEW = 2


class TermRefusedError(RefusedError):
    """A term cannot be written."""


class TermText(NamedTuple):
    """A term of the working language and its translation, each in one line."""

    original: str
    translation: str

    def __str__(self) -> str:
        return f"{self.original} → {self.translation}"


class ImportedTerms(NamedTuple):
    """How many terms a file added and changed, and how many were there as it says."""

    added: int
    changed: int
    same: int


@transaction.atomic
def add_term(city: City, said: TermText, *, actor: Actor) -> None:
    """Add a term; raises `NotAllowedError`, and `TermRefusedError` if it is there, or no room."""
    now = _locked(city, actor)
    known = _known(now)
    _refuse_known(said, known)
    _refuse_too_many(len(known) + 1)
    _add(now, [said])
    _record(now, [_change(said.original, "", said.translation)], actor)


@transaction.atomic
def change_term(term: Term, before: TermText, said: TermText, *, actor: Actor) -> None:
    """Change a term that somebody has seen as `before`; raises as `add_term` does.

    Also refused is what somebody else has changed or removed meanwhile.
    """
    city = _locked(term.city, actor)
    known = _known(city)
    now = _as_seen(term, before, known)
    if said == now:
        return
    if said.original != now.original:
        _refuse_known(said, known)
        changes = [_change(now.original, now.translation, "")]
        changes.append(_change(said.original, "", said.translation))
    else:
        changes = [_change(said.original, now.translation, said.translation)]
    Term.objects.filter(pk=term.pk).update(**said._asdict())
    _record(city, changes, actor)


@transaction.atomic
def remove_term(term: Term, *, actor: Actor) -> None:
    """Remove a term, if it is still there; raises `NotAllowedError`."""
    city = _locked(term.city, actor)
    now = Term.objects.filter(pk=term.pk).first()
    if now is None:
        return
    now.delete()
    _record(city, [_change(now.original, now.translation, "")], actor)


@transaction.atomic
def import_terms(city: City, terms: Collection[TermText], *, actor: Actor) -> ImportedTerms:
    """Add all of some terms, each once, and change the translation of those that are there.

    What the glossary has besides stays. Raises as `add_term` does, and then writes nothing.
    """
    now = _locked(city, actor)
    known = _known(now)
    new = [said for said in terms if said.original not in known]
    old = [(known[said.original], said) for said in terms if said.original in known]
    changed = [(row, said) for row, said in old if row.translation != said.translation]
    _refuse_too_many(len(known) + len(new))
    changes = [_change(said.original, "", said.translation) for said in new]
    changes += [_change(said.original, row.translation, said.translation) for row, said in changed]
    _add(now, new)
    for row, said in changed:
        row.translation = said.translation
    Term.objects.bulk_update([row for row, _said in changed], ["translation"], batch_size=_BATCH)
    if changes:
        _record(now, changes, actor)
    return ImportedTerms(len(new), len(changed), len(old) - len(changed))


def _locked(city: City, actor: Actor) -> City:
    """Let changes of one city's glossary take turns, and check that the actor may make one."""
    now = City.objects.select_for_update().get(pk=city.pk)
    if not may(actor.person, Permission.WRITE_GLOSSARY, now):
        raise NotAllowedError
    if not now.submission_language:
        raise TermRefusedError(NO_LANGUAGE)
    return now


def _known(city: City) -> Mapping[str, Term]:
    found = Term.objects.filter(city=city, language=city.submission_language)
    return {each.original: each for each in found.order_by("pk")}


def _refuse_known(said: TermText, known: Mapping[str, Term]) -> None:
    if there := known.get(said.original):
        raise TermRefusedError(THERE_ALREADY % {"translation": there.translation}, "original")


def _refuse_too_many(number: int) -> None:
    if number > MOST_TERMS:
        raise TermRefusedError(TOO_MANY % {"limit": MOST_TERMS})


def _as_seen(term: Term, before: TermText, known: Mapping[str, Term]) -> TermText:
    """Return a term as it is now, which is as it was seen."""
    row = next((each for each in known.values() if each.pk == term.pk), None)
    if row is None:
        raise TermRefusedError(REMOVED)
    now = TermText(row.original, row.translation)
    if now != before:
        raise TermRefusedError(CHANGED % {"term": now})
    return now


def _add(city: City, terms: Sequence[TermText]) -> None:
    language = city.submission_language
    rows = [Term(city=city, language=language, **said._asdict()) for said in terms]
    Term.objects.bulk_create(rows, batch_size=_BATCH)


def _change(original: str, before: str, after: str) -> str:
    return f"{original}: {before or _NOTHING} → {after or _NOTHING}"


def _record(city: City, changes: Sequence[str], actor: Actor) -> None:
    """Write into the city's audit what was changed; of a file, how much and the first of it."""
    record(AuditKind.GLOSSARY, actor, city, lambda: _described(changes))


def _described(changes: Sequence[str]) -> str:
    listed = "; ".join(changes)
    if len(changes) <= _FEW:
        return listed
    return gettext("%(number)d terms: %(changes)s") % {"number": len(changes), "changes": listed}
