"""The form of all services of a response: four fields each, and what the page showed at first."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from responses.characters import is_blank, without_controls
from responses.domain.content.links import fault
from responses.domain.content.repairs import offer
from responses.domain.content.values import limited_as, read_line
from responses.domain.coverage.claiming import ServiceChange
from responses.domain.snapshot.services import AVAILABLE, NO_SERVICE, Service
from responses.enums import Repair
from responses.pages.services import name_of
from responses.validators import URL_MAX
from responses.wording.repairs import repair_question, repairs_words

CHOOSE = _("Choose one from the list.")
_SEEN_MAX = 20_000
"""How long what a page showed of a service can be, in JSON."""


class ServicesTyped(NamedTuple):
    """What was typed, as it was, by indicator; what of it can be written; and what is wrong.

    What is wrong is by the names of fields, as `pages.services.name_of` gives them.
    """

    typed: Mapping[str, Service]
    changes: Mapping[str, ServiceChange]
    problems: Mapping[str, str]


def read_typed(data: Mapping[str, str], keys: Iterable[str]) -> ServicesTyped:
    """Read what was sent of services, by the keys of their indicators."""
    typed: dict[str, Service] = {}
    changes: dict[str, ServiceChange] = {}
    problems: dict[str, str] = {}
    for key in keys:
        if name_of(key, "seen") not in data:
            continue
        before = _seen(data[name_of(key, "seen")])
        sent = Service(
            *(data.get(name_of(key, field), shown) for field, shown in before._asdict().items())
        )
        typed[key] = sent
        faults, after = _judged(key, before, sent)
        problems |= faults
        if not faults:
            changes[key] = ServiceChange(before, after)
    return ServicesTyped(typed, changes, problems)


def _seen(text: str) -> Service:
    """Return what a page showed of a service; nothing where no page of ours says so."""
    try:
        told = json.loads(text) if len(text) <= _SEEN_MAX else []
    except (ValueError, RecursionError):
        return NO_SERVICE
    fits = isinstance(told, list) and len(told) == len(NO_SERVICE)
    return Service(*told) if fits and all(isinstance(each, str) for each in told) else NO_SERVICE


def _judged(key: str, before: Service, sent: Service) -> tuple[dict[str, str], Service]:
    """Return what is wrong with a service by the names of its fields, and what it says."""
    problems: dict[str, str] = {}
    found: list[str] = []
    for field, shown, text in zip(Service._fields, before, sent, strict=True):
        try:
            # What was there before is not judged anew.
            found.append(text if text == shown else _READ[field](text))
        except ValidationError as faulty:
            problems[name_of(key, field)] = faulty.messages[0]
            found.append(text)
    return problems, Service(*found)


def _read_available(text: str) -> str:
    if text not in AVAILABLE:
        raise ValidationError(CHOOSE)
    return text


def _read_url(text: str) -> str:
    url = limited_as(lambda typed: without_controls(typed).strip(), text, URL_MAX)
    if is_blank(url):
        return ""
    if wrong := fault(url):
        raise ValidationError(str(wrong))
    meant = offer(url)
    if meant and Repair.UNSEEN in meant.kinds:
        # No list of offers stands beside this field, and nobody would find it in print.
        asked = repair_question((Repair.UNSEEN,))
        raise ValidationError(f"{asked} {repairs_words([(url, meant)])}")
    return url


_READ = {
    "available": _read_available,
    "url": _read_url,
    "department": read_line,
    "note": read_line,
}
