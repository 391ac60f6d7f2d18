"""A sealed response as one ZIP file: what it says, how it is printed, and who signed it.

The same text and seal give the same bytes, so that an archive can be made again from what
is stored and compared.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from csv import writer
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from io import BytesIO, StringIO
from typing import Any, NamedTuple
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from responses.domain.content.links import href
from responses.domain.signing.approval_line import Signature
from responses.domain.snapshot.plain import read_text
from responses.domain.snapshot.snapshot import SectionSnapshot, Snapshot
from responses.domain.submissions.attached import (
    MANIFEST,
    Attached,
    archive_digest,
    attached,
    told,
)
from responses.domain.submissions.sealing import (
    APPROVALS,
    EVIDENCE,
    FILES,
    FIRST_FORMAT,
    FORMAT,
    README,
    SECOND_FORMAT,
    SNAPSHOT,
    Prepared,
    Seal,
    digest_of,
    pdf_languages,
    pdf_name,
)
from responses.enums import Language
from responses.localized import bracketed, localized

from .files_csv import files_csv
from .pdf import render_apart
from .readme import languages_of, readme
from .spreadsheet_text import safe

MOST_IN_BOTH = 2_000_000
"""Of how many characters a text that is sealed may be to be printed in both languages, too.

A larger one would take minutes, and its seal fail for the sake of a file that nobody has to send.
"""

# The oldest time that a ZIP file can tell.
_OLDEST = datetime(1980, 1, 1, tzinfo=UTC)
_LABEL = _("Label")
_HEADS = (_("Section"), _("Question"), _("Number"), _LABEL, _("Address"), _("Link"))


class _Telling(NamedTuple):
    """How a format tells things: the heads of tables, times as they are told, files' dates.

    And whether it tells of translations, and has a PDF in both languages, where a city has some.
    """

    heads: Callable[[Snapshot], Iterable[str]]
    told: Callable[[str, Seal], str]
    date: Callable[[Seal], datetime]
    has_readme: bool
    has_translations: bool = False


def _heads(snapshot: Snapshot) -> Iterable[str]:
    """Return the heads of the evidence in all languages, the city's first."""
    for head in _HEADS:
        yield _in_all(snapshot, partial(str, head))


def _in_all(snapshot: Snapshot, say: Callable[[], str]) -> str:
    """Return some words in all languages, the city's first."""
    return " / ".join(dict.fromkeys(_in(each, say) for each in languages_of(snapshot)))


def _in(language: str, say: Callable[[], str]) -> str:
    with translation.override(language):
        return say()


def _there(moment: str, seal: Seal) -> str:
    """Return a moment in the time zone of the sealing."""
    return datetime.fromisoformat(moment).astimezone(seal.sealed_at.tzinfo).isoformat()


def _pdfs(text: str, snapshot: Snapshot, form: _Telling) -> Sequence[str]:
    """Return the languages of an archive's PDFs, by the text that is sealed."""
    has_both = form.has_translations and len(text) <= MOST_IN_BOTH
    return pdf_languages(snapshot.submission_language if has_both else "")


_EARLIER: Mapping[str, _Telling] = {
    FIRST_FORMAT: _Telling(
        lambda _snapshot: ("section", "question", "number", "label", "address", "link"),
        lambda moment, _seal: moment,
        lambda _seal: _OLDEST,
        has_readme=False,
    ),
    SECOND_FORMAT: _Telling(_heads, _there, lambda seal: seal.sealed_at, has_readme=True),
}
_FORMS = {**_EARLIER, FORMAT: _EARLIER[SECOND_FORMAT]._replace(has_translations=True)}


@dataclass(frozen=True, slots=True)
class Package:
    """The files of a submission by name, the manifest among them, and the ZIP of them all.

    The files of answers stay in the store; `digest` is that of the ZIP with them.
    """

    files: Mapping[str, bytes]
    archive: bytes
    digest: str


def build(prepared: Prepared) -> Package:
    """Return the files of what was prepared for sealing."""
    # Everything is made of the text as it can be read again, not of what it was made from.
    snapshot, seal = read_text(prepared.text), prepared.seal
    form, of_answers = _FORMS[seal.format], attached(snapshot)
    languages = _pdfs(prepared.text, snapshot, form)
    files = {
        **({README: readme(snapshot, seal, languages)} if form.has_readme else {}),
        SNAPSHOT: prepared.text.encode(),
        **{pdf_name(language): render_apart(snapshot, language, seal) for language in languages},
        APPROVALS: _json(_approvals(snapshot, seal)),
        EVIDENCE: _evidence(snapshot, form),
        **({FILES: files_csv(snapshot, of_answers)} if of_answers else {}),
    }
    files[MANIFEST] = _json(_manifest(snapshot, seal, files, of_answers))
    archive = _zip(files, form.date(seal))
    return Package(files, archive, archive_digest(archive))


def read_file(archive: bytes, name: str) -> bytes:
    """Return one file of an archive; raises `KeyError` if it has none of that name."""
    with ZipFile(BytesIO(archive)) as pack:
        return pack.read(name)


def _manifest(
    snapshot: Snapshot, seal: Seal, files: Mapping[str, bytes], of_answers: Sequence[Attached]
) -> dict[str, Any]:
    said = asdict(seal)
    if not seal.head:  # as before records were chained
        del said["head"]
    return {
        "city": snapshot.city_slug,
        "edition": snapshot.edition.code,
        **said,
        "sealed_at": seal.sealed_at.isoformat(),
        **(_languages(snapshot) if _FORMS[seal.format].has_translations else {}),
        "files": {
            name: {"bytes": len(content), "sha256": digest_of(content)}
            for name, content in files.items()
        }
        | told(of_answers),
    }


def _languages(snapshot: Snapshot) -> dict[str, Any]:
    """Return in which languages the response is, and how far it is translated, if it is."""
    if not snapshot.submission_language:
        return {}
    statuses = Counter(each.translation_status for each in snapshot.translations)
    return {
        "language": snapshot.language,
        "submission_language": snapshot.submission_language,
        "translations": {status: statuses[status] for status in sorted(statuses)},
    }


def _approvals(snapshot: Snapshot, seal: Seal) -> list[dict[str, Any]]:
    return [
        {
            "section": section.section.key,
            "number": section.section.number,
            "digest": section.digest,
            "signatures": [_signature(signature, seal) for signature in section.signed],
        }
        for section in snapshot.sections
    ]


def _signature(signature: Signature, seal: Seal) -> dict[str, Any]:
    plain = signature.to_json()
    return plain | {"at": _FORMS[seal.format].told(plain["at"], seal)}


def _evidence(snapshot: Snapshot, form: _Telling) -> bytes:
    """Return every link as a table that a spreadsheet opens, in UTF-8 as Excel knows it."""
    table = StringIO()
    rows = writer(table)
    into = snapshot.submission_language if form.has_translations else ""
    rows.writerow(_with_translation(form.heads(snapshot), _translated_label(snapshot, into)))
    for section in snapshot.sections:
        title = _title(section, snapshot, into)
        for answer in section.answers:
            links = zip(answer.links, answer.translated.links, strict=True)
            for number, (link, translated) in enumerate(links, start=1):
                place = (title, answer.question.number, number)
                row = (*place, *map(safe, (link.label, link.url, href(link.url))))
                rows.writerow(_with_translation(row, safe(translated.label) if into else None))
    return table.getvalue().encode("utf-8-sig")


def _with_translation(row: Iterable[Any], translated: str | None) -> list[Any]:
    """Return a row with the translated label behind the label, if there is to be one."""
    cells = list(row)
    if translated is not None:
        cells.insert(_HEADS.index(_LABEL) + 1, translated)
    return cells


def _translated_label(snapshot: Snapshot, into: str) -> str | None:
    """Return the head of the labels in the submission language, if there is one."""
    if not into:
        return None
    return _in_all(snapshot, lambda: bracketed(str(_LABEL), str(Language(into).label)))


def _title(section: SectionSnapshot, snapshot: Snapshot, into: str) -> str:
    """Return what a section is called in the languages in which the response is."""
    languages = (snapshot.language, into) if into else (snapshot.language,)
    titles = [localized(section.section.title, each) for each in languages]
    return f"{section.section.number}. {' / '.join(dict.fromkeys(titles))}"


def _json(plain: object) -> bytes:
    return (json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _zip(files: Mapping[str, bytes], date: datetime) -> bytes:
    """Return a ZIP of the files, not compressed: how well it is depends on the machine."""
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_STORED) as pack:
        for name, content in files.items():
            entry = ZipInfo(name, date.timetuple()[:6])
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            pack.writestr(entry, content)
    return archive.getvalue()
