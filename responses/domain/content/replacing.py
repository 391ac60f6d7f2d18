"""Addresses of an answer are replaced by others, in its links and in its texts. Pure."""

from collections.abc import Mapping
from typing import Any

from responses.domain.edition.shapes import QuestionShape

from .content import Content, canonical
from .finding import addresses_in
from .kinds import KINDS
from .repairs import offers_in, suggested_label


def replaced(question: QuestionShape, content: Content, others: Mapping[str, str]) -> Content:
    """Return an answer in which each address of `others` is another one; the rest is as it was.

    Raises `ValidationError` if what comes of it is no answer.
    """
    plain = content.to_json()
    parts = dict(plain["parts"])
    for part in question.parts:
        value = parts.get(part.key)
        if isinstance(value, str) and KINDS[part.kind].explains:
            parts[part.key] = _in_text(value, others)
        elif value is not None and KINDS[part.kind].evidence(value):
            parts[part.key] = [_in_row(row, others) for row in value]
    return canonical(question, parts, content.nothing_to_report)


def _in_row(row: Mapping[str, Any], others: Mapping[str, str]) -> Mapping[str, Any]:
    url = row.get("url", "")
    if url not in others:
        return row
    label = row.get("label") or suggested_label(url)
    return {**row, "label": label, "url": others[url]}


def _in_text(text: str, others: Mapping[str, str]) -> str:
    """Return a text with addresses replaced that are found in it, or for which one is offered."""
    places = [(each.place.start, each.place.stop) for each in offers_in(text)]
    places += [(place.start, place.stop) for place in addresses_in(text)]
    end = len(text)
    for start, stop in sorted(dict.fromkeys(places), reverse=True):
        # What begins before the last one and ends in it was part of the same.
        if stop <= end and text[start:stop] in others:
            text = text[:start] + others[text[start:stop]] + text[stop:]
            end = start
    return text
