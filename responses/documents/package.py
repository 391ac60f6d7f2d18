"""A sealed response as one ZIP file: what it says, how it is printed, and who signed it.

The same text and seal give the same bytes, so that an archive can be made again from what
is stored and compared.
"""

import json
from collections.abc import Mapping
from csv import writer
from dataclasses import asdict, dataclass
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from responses.domain.content.links import href
from responses.domain.snapshot.plain import read_text
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.sealing import (
    MANIFEST,
    SNAPSHOT,
    Prepared,
    Seal,
    digest_of,
    pdf_name,
)
from responses.enums import Language
from responses.localized import localized

from .pdf import render_pdf
from .spreadsheet_text import safe

FORMAT = "lgq-desk-submission/1"
# The oldest time that a ZIP file can tell; the time of sealing is in the manifest.
_TIME = (1980, 1, 1, 0, 0, 0)
_EVIDENCE = ("section", "question", "number", "label", "address", "link")


@dataclass(frozen=True, slots=True)
class Package:
    """The files of a submission by name, the manifest among them, and the ZIP of them all."""

    files: Mapping[str, bytes]
    archive: bytes


def build(prepared: Prepared) -> Package:
    """Return the files of what was prepared for sealing."""
    # Everything is made of the text as it can be read again, not of what it was made from.
    snapshot, seal = read_text(prepared.text), prepared.seal
    files = {
        SNAPSHOT: prepared.text.encode(),
        **{
            pdf_name(language): render_pdf(snapshot, language, seal) for language in Language.values
        },
        "approvals.json": _json(_approvals(snapshot)),
        "evidence.csv": _evidence(snapshot),
    }
    files[MANIFEST] = _json(_manifest(snapshot, seal, files))
    return Package(files, _zip(files))


def read_file(archive: bytes, name: str) -> bytes:
    """Return one file of an archive; raises `KeyError` if it has none of that name."""
    with ZipFile(BytesIO(archive)) as pack:
        return pack.read(name)


def _manifest(snapshot: Snapshot, seal: Seal, files: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "city": snapshot.city_slug,
        "edition": snapshot.edition.code,
        **asdict(seal),
        "sealed_at": seal.sealed_at.isoformat(),
        "files": {
            name: {"bytes": len(content), "sha256": digest_of(content)}
            for name, content in files.items()
        },
    }


def _approvals(snapshot: Snapshot) -> list[dict[str, Any]]:
    return [
        {
            "section": section.section.key,
            "number": section.section.number,
            "digest": section.digest,
            "signatures": [signature.to_json() for signature in section.signed],
        }
        for section in snapshot.sections
    ]


def _evidence(snapshot: Snapshot) -> bytes:
    """Return every link as a table that a spreadsheet opens, in UTF-8 as Excel knows it."""
    table = StringIO()
    rows = writer(table)
    rows.writerow(_EVIDENCE)
    for section in snapshot.sections:
        title = localized(section.section.title, snapshot.language)
        for answer in section.answers:
            for number, link in enumerate(answer.links, start=1):
                place = (f"{section.section.number}. {title}", answer.question.number, number)
                rows.writerow([*place, *map(safe, (link.label, link.url, href(link.url)))])
    return table.getvalue().encode("utf-8-sig")


def _json(plain: object) -> bytes:
    return (json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _zip(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of the files, not compressed: how well it is depends on the machine."""
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_STORED) as pack:
        for name, content in files.items():
            entry = ZipInfo(name, _TIME)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            pack.writestr(entry, content)
    return archive.getvalue()
