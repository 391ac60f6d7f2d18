"""A sealed response as one ZIP file: what it says, how it is printed, and who signed it.

The same text and seal give the same bytes, so that an archive can be made again from what
is stored and compared.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from responses.domain.signing.approval_line import Signature
from responses.domain.snapshot.plain import read_text
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.archived_pages import (
    PAGES,
    PageOfLink,
    filed_pages,
    pages_of_links,
)
from responses.domain.submissions.attached import (
    MANIFEST,
    Filed,
    archive_digest,
    attached,
    filed,
    told,
)
from responses.domain.submissions.response_json import plain_seal, response_json, schema_text
from responses.domain.submissions.sealing import (
    APPROVALS,
    EVIDENCE,
    FILES,
    FIRST_FORMAT,
    FORMAT,
    README,
    RESPONSE,
    SCHEMA,
    SECOND_FORMAT,
    SNAPSHOT,
    THIRD_FORMAT,
    Prepared,
    Seal,
    digest_of,
    pdf_languages,
    pdf_name,
)

from .evidence_csv import evidence_csv, heads
from .files_csv import files_csv
from .pages_csv import pages_csv
from .pdf import render_apart
from .readme import readme

MOST_IN_BOTH = 2_000_000
"""Of how many characters a text that is sealed may be to be printed in both languages, too.

A larger one would take minutes, and its seal fail for the sake of a file that nobody has to send.
"""

# The oldest time that a ZIP file can tell.
_OLDEST = datetime(1980, 1, 1, tzinfo=UTC)


class _Telling(NamedTuple):
    """How a format tells things: the heads of tables, times as they are told, files' dates.

    And whether it tells of translations, and has a PDF in both languages, where a city has some;
    and whether it has a text of which alone its PDFs can be made again, and its table of evidence
    the addresses in texts.
    """

    heads: Callable[[Snapshot], Iterable[str]]
    told: Callable[[str, Seal], str]
    date: Callable[[Seal], datetime]
    has_readme: bool
    has_translations: bool = False
    has_json: bool = False


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
    SECOND_FORMAT: _Telling(heads, _there, lambda seal: seal.sealed_at, has_readme=True),
}
_THIRD = _EARLIER[SECOND_FORMAT]._replace(has_translations=True)
_FORMS = {**_EARLIER, THIRD_FORMAT: _THIRD, FORMAT: _THIRD._replace(has_json=True)}


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
    links = None if prepared.pages is None else pages_of_links(snapshot, prepared.pages)
    in_store = [*filed(of_answers), *filed_pages(links or ())]
    files = {
        **({README: readme(snapshot, seal, languages, links)} if form.has_readme else {}),
        SNAPSHOT: prepared.text.encode(),
        **(_for_programs(snapshot, seal) if form.has_json else {}),
        **{pdf_name(language): render_apart(snapshot, language, seal) for language in languages},
        APPROVALS: _json(_approvals(snapshot, seal)),
        EVIDENCE: evidence_csv(
            snapshot,
            form.heads(snapshot),
            snapshot.submission_language if form.has_translations else "",
            in_texts=form.has_json,
        ),
        **({FILES: files_csv(snapshot, of_answers)} if of_answers else {}),
        **(_of_pages(snapshot, seal, links) if links else {}),
    }
    files[MANIFEST] = _json(_manifest(snapshot, seal, files, in_store))
    archive = _zip(files, form.date(seal))
    return Package(files, archive, archive_digest(archive))


def _of_pages(snapshot: Snapshot, seal: Seal, links: Sequence[PageOfLink]) -> Mapping[str, bytes]:
    form = _FORMS[seal.format]
    return {PAGES: pages_csv(snapshot, links, lambda moment: form.told(moment, seal))}


def _for_programs(snapshot: Snapshot, seal: Seal) -> Mapping[str, bytes]:
    text = response_json(snapshot, seal)
    return {RESPONSE: text.encode(), SCHEMA: schema_text().encode()}


def read_file(archive: bytes, name: str) -> bytes:
    """Return one file of an archive; raises `KeyError` if it has none of that name."""
    with ZipFile(BytesIO(archive)) as pack:
        return pack.read(name)


def _manifest(
    snapshot: Snapshot, seal: Seal, files: Mapping[str, bytes], in_store: Sequence[Filed]
) -> dict[str, Any]:
    return {
        "city": snapshot.city_slug,
        "edition": snapshot.edition.code,
        **plain_seal(seal),
        **(_languages(snapshot) if _FORMS[seal.format].has_translations else {}),
        "files": {
            name: {"bytes": len(content), "sha256": digest_of(content)}
            for name, content in files.items()
        }
        | told(in_store),
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
            **_apart(section, seal),
        }
        for section in snapshot.sections
    ]


def _apart(section: SectionSnapshot, seal: Seal) -> dict[str, Any]:
    """Return that signatures are not of translations, and who confirmed these; if it is so."""
    review = section.translations_review if section.is_confirmed else None
    confirmed = {"translations_confirmed": _signature(review, seal)} if review else {}
    return {"originals_alone": True} | confirmed if section.originals_alone else {}


def _signature(signature: Signature, seal: Seal) -> dict[str, Any]:
    plain = signature.to_json()
    return plain | {"at": _FORMS[seal.format].told(plain["at"], seal)}


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
