"""Which files an answer may name: those that were brought to its response, as they are."""

from collections.abc import Iterable

from django.core.exceptions import BadRequest

from responses.domain.content.content import Content, files_in
from responses.domain.content.files import FileFacts
from responses.domain.files.stored import brought
from responses.domain.files.storing import named_again

from .writes import Write


class UnknownFileError(BadRequest):
    """An answer was to name a file that nobody brought to its response: no page of ours does."""


def require_known(response: int, writes: Iterable[tuple[Write, Content]]) -> None:
    """Raise `UnknownFileError` unless all files that writes name were brought to the response.

    One query where a write names a file that is not named already, in what its answer says now.
    """
    new = {
        facts
        for write, now in writes
        for facts in _facts(write, write.content) - _facts(write, now)
    }
    if not new:
        return
    known = brought(response, {facts.digest for facts in new})
    if new - known.keys():
        raise UnknownFileError
    if marked := {facts.digest for facts in new if known[facts]}:
        named_again(response, marked)


def _facts(write: Write, content: Content) -> set[FileFacts]:
    return {file.facts for file in files_in(write.question, content)}
