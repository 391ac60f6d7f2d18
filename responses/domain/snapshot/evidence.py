"""The web addresses that the answers of a response give as evidence. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from responses.domain.checks.named import address_digest, target_or_none
from responses.domain.checks.states import digest_of
from responses.domain.checks.targets import Target
from responses.domain.content.links import href
from responses.domain.edition.shapes import QuestionShape

from .section import SectionSnapshot


class Evidence(NamedTuple):
    """One address: where it is given, its label, and as it was typed; `translated` is the label.

    One that stands in a text alone is `in_text`.
    """

    section: SectionSnapshot
    question: QuestionShape
    number: int
    label: str
    translated: str
    url: str
    in_text: bool = False


@dataclass(frozen=True, slots=True)
class NamedAddress:
    """An address with all places of a response that name it, in the form's order.

    `url` is as the first of them has it. `digest` is that of the Address, empty for what cannot
    be linked.
    """

    digest: str
    url: str
    named: Sequence[Evidence]


def evidence(sections: Iterable[SectionSnapshot], *, in_texts: bool = True) -> Iterator[Evidence]:
    """Yield the addresses in the form's order, those of an answer numbered from 1.

    Behind its links come those that stand `in_texts` of it alone, each once, without a label.
    """
    for section in sections:
        for answer in section.answers:
            links = zip(answer.links, answer.translated.links, strict=True)
            found = [(link.label, translated.label, link.url, False) for link, translated in links]
            if in_texts:
                known = {href(link.url) for link in answer.links}
                urls = answer.urls_in_texts
                found += [("", "", url, True) for url in urls if href(url) not in known]
            for number, each in enumerate(found, start=1):
                yield Evidence(section, answer.question, number, *each)


def named_addresses(sections: Iterable[SectionSnapshot]) -> list[NamedAddress]:
    """Return each address once, however many answers name it, and however they write it.

    A link that has a label and no address yet is left out.
    """
    found: dict[str, list[Evidence]] = {}
    for each in evidence(sections):
        if each.url:
            # No digest begins with a blank.
            found.setdefault(digest_of(each.url) or f" {each.url}", []).append(each)
    return [
        NamedAddress("" if key.startswith(" ") else key, named[0].url, named)
        for key, named in found.items()
    ]


def named_in(section: SectionSnapshot, question: QuestionShape) -> list[NamedAddress]:
    """Return the addresses of one answer that can be asked for, each once."""
    answers = tuple(each for each in section.answers if each.question.pk == question.pk)
    found = named_addresses([replace(section, answers=answers)])
    return [each for each in found if each.digest]


def targets_named(
    sections: Iterable[SectionSnapshot], urls: Iterable[str] = ()
) -> dict[str, Target]:
    """Return by their digests what the addresses of sections ask for, and others as typed."""
    named = (each.url for each in named_addresses(sections))
    found = (target_or_none(url) for url in (*named, *filter(None, urls)))
    return {address_digest(target): target for target in found if target}
