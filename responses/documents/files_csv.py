"""The files of answers as a table: where each is named, what is said of it, and its digest."""

from collections.abc import Callable, Sequence
from csv import writer
from functools import partial
from io import StringIO

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from responses.domain.content.content import files_in
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.attached import Attached
from responses.enums import Language
from responses.localized import bracketed

from .readme import languages_of
from .spreadsheet_text import safe

_CAPTION, _ALTERNATIVE = _("Caption"), _("Alternative text")
_BEFORE = (_("Question"), _("Number"), _("Name of the file"), _("File"))
_BEHIND = (_("Type"), _("Bytes"), "SHA-256")


def files_csv(snapshot: Snapshot, of_answers: Sequence[Attached]) -> bytes:
    """Return a table that a spreadsheet opens; a file that two answers name has two rows."""
    names = {each.file.facts.digest: each.name for each in of_answers}
    into = snapshot.submission_language
    table = StringIO()
    rows = writer(table)
    said = (_CAPTION, _ALTERNATIVE)
    heads = [partial(str, each) for each in (*_BEFORE, *said)]
    heads += [partial(_in_brackets, each, into) for each in said if into]
    heads += [partial(str, each) for each in _BEHIND]
    rows.writerow([_in_all(snapshot, each) for each in heads])
    for answer in snapshot.answers_by_key.values():
        ours = files_in(answer.question, answer.content)
        theirs = files_in(answer.question, answer.translated.content)
        for number, (file, other) in enumerate(zip(ours, theirs, strict=True), start=1):
            texts = [file.caption, file.alternative]
            texts += [other.caption, other.alternative] if into else []
            facts = file.facts
            place = (answer.question.number, number, safe(file.name), safe(names[facts.digest]))
            about = (file.type.label, facts.size, facts.digest)
            rows.writerow([*place, *map(safe, texts), *about])
    return table.getvalue().encode("utf-8-sig")


def _in_brackets(words: object, into: str) -> str:
    return bracketed(words, Language(into).label)


def _in_all(snapshot: Snapshot, say: Callable[[], str]) -> str:
    """Return some words in all languages, the city's first."""
    said = []
    for language in languages_of(snapshot):
        with translation.override(language):
            said.append(say())
    return " / ".join(dict.fromkeys(said))
