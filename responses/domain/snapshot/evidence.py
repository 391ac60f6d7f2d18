"""The web addresses that a response gives as evidence: in answers and as services. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from responses.domain.checks.named import address_digest, target_or_none
from responses.domain.checks.states import digest_of
from responses.domain.checks.targets import Target
from responses.domain.content.links import href
from responses.domain.edition.shapes import QuestionShape

from .section import SectionSnapshot
from .services import NamedService


class Evidence(NamedTuple):
    """One address: where it is given, its label, and as it was typed; `translated` is the label.

    One that stands in a text alone is `in_text`, with a `language` in that of a translation.
    """

    section: SectionSnapshot
    question: QuestionShape
    number: int
    label: str
    translated: str
    url: str
    in_text: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class NamedAddress:
    """An address with all places of a response that name it, in the form's order.

    `url` is as the first of them has it. `digest` is that of the Address, empty for what cannot
    be linked. `services` are the entries of the list of services that name it.
    """

    digest: str
    url: str
    named: Sequence[Evidence]
    services: Sequence[NamedService] = ()


def evidence(
    sections: Iterable[SectionSnapshot], *, in_texts: bool = True, in_translations: bool = False
) -> Iterator[Evidence]:
    """Yield the addresses in the form's order, those of an answer numbered from 1.

    Behind its links come those that stand `in_texts` of it alone, each once, without a label; then
    those in the texts of its translation, if they are asked for.
    """
    for section in sections:
        for answer in section.answers:
            links = zip(answer.links, answer.translated.links, strict=True)
            found = [(link.label, translated.label, link.url, False) for link, translated in links]
            if in_texts:
                known = {href(link.url) for link in answer.links}
                urls = answer.urls_in_texts
                found += [("", "", url, True) for url in urls if href(url) not in known]
            number = 0
            for number, each in enumerate(found, start=1):
                yield Evidence(section, answer.question, number, *each)
            if in_translations and (said := answer.translation):
                language = said.question.language
                for more, url in enumerate(said.urls_in_texts, start=number + 1):
                    yield Evidence(section, answer.question, more, "", "", url, True, language)


def named_addresses(
    sections: Iterable[SectionSnapshot], services: Iterable[NamedService] = ()
) -> list[NamedAddress]:
    """Return each address once, however often it is named, and however it is written.

    In answers, in their translations, and as services. A link that has a label and no address yet
    is left out.
    """
    found: dict[str, NamedAddress] = {}
    for each in evidence(sections, in_translations=True):
        if each.url:
            known = _known(found, each.url)
            found[_key(each.url)] = replace(known, named=(*known.named, each))
    for service in services:
        if url := service.service.url:
            known = _known(found, url)
            found[_key(url)] = replace(known, services=(*known.services, service))
    return list(found.values())


def _known(found: Mapping[str, NamedAddress], url: str) -> NamedAddress:
    return found.get(_key(url)) or NamedAddress(digest_of(url), url, ())


def _key(url: str) -> str:
    # No digest begins with a blank.
    return digest_of(url) or f" {url}"


def named_in(section: SectionSnapshot, question: QuestionShape) -> list[NamedAddress]:
    """Return the addresses of one answer that can be asked for, each once.

    Without those of its translation, which are for no indicators of their own.
    """
    answers = tuple(
        replace(each, translation=None)
        for each in section.answers
        if each.question.pk == question.pk
    )
    found = named_addresses([replace(section, answers=answers)])
    return [each for each in found if each.digest]


def targets_named(
    sections: Iterable[SectionSnapshot], urls: Iterable[str] = ()
) -> dict[str, Target]:
    """Return by their digests what the addresses of sections ask for, and others as typed.

    Without those of translations, whose pages are not kept.
    """
    named = (each.url for each in evidence(sections) if each.url)
    found = (target_or_none(url) for url in (*named, *filter(None, urls)))
    return {address_digest(target): target for target in found if target}
