"""Files of a response as it stands, beside its PDFs: which there are, and of which bytes.

Of the same Snapshot each is the same to the byte. While a response stands as it was sealed, a file
that its archive has is given out as it was sealed; any other says of itself that it is not sealed.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.utils import translation

from responses.domain.coverage.purposes import read_chosen
from responses.domain.files.stored import stream
from responses.domain.snapshot.failing import with_beside
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.response_json import response_json
from responses.domain.submissions.sealing import (
    EVIDENCE,
    RESPONSE,
    SNAPSHOT,
    called,
    is_sealed,
    last_submission,
    pdf_languages,
    reopened_since,
)
from responses.domain.talk.transcript import latin_names, transcript
from responses.enums import BOTH, LATIN
from responses.models import Response, Submission

from .evidence_csv import evidence_csv, heads
from .extract import Extract
from .package import read_file


class Format(NamedTuple):
    """A kind of file: how its name ends, its type, how it is made, and where archives have it.

    `sealed` are its names in archives, of which an older one may have the last alone. One that
    `varies` is of all sections or one, and in a language or both; the others are of all. One that
    `is_table` is in a language too, if somebody asks for it; archives have it in both. One that
    `names_people` says who wrote what.
    """

    end: str
    media: str
    make: Callable[[Extract], bytes]
    sealed: tuple[str, ...] = ()
    varies: bool = False
    is_table: bool = False
    names_people: bool = False


class AskedFile(NamedTuple):
    """Which file of a response: its format, its language, and of one that varies the section."""

    form: Format
    language: str = ""
    section: str = ""


class Offered(NamedTuple):
    """A file that is given out: what it is called, and in which submission it is, if in one.

    `inside` is its name there; `last` the newest submission, if the response stands as that.
    """

    name: str
    sealed: Submission | None = None
    inside: str = ""
    last: Submission | None = None


def _json(extract: Extract) -> bytes:
    return response_json(extract.snapshot, after=extract.after).encode()


def _evidence_csv(extract: Extract) -> bytes:
    snapshot, language = extract.snapshot, extract.only
    into = "" if language else snapshot.submission_language
    named = heads(snapshot, language)
    return evidence_csv(snapshot, named, into, language=language, chosen=extract.chosen)


def _evidence_xlsx(extract: Extract) -> bytes:
    from .evidence_xlsx import evidence_xlsx  # noqa: PLC0415 - only asked for now and then

    return evidence_xlsx(extract)


def _xlsx(extract: Extract) -> bytes:
    from .response_xlsx import response_xlsx  # noqa: PLC0415 - only asked for now and then

    return response_xlsx(extract)


def _docx(extract: Extract) -> bytes:
    from .response_docx import response_docx  # noqa: PLC0415 - only asked for now and then

    return response_docx(extract)


def _hwpx(extract: Extract) -> bytes:
    from .response_hwpx import response_hwpx  # noqa: PLC0415 - only asked for now and then

    return response_hwpx(extract)


def _md(extract: Extract) -> bytes:
    from .response_md import response_md  # noqa: PLC0415 - only asked for now and then

    return response_md(extract)


_OFFICE = "application/vnd.openxmlformats-officedocument"
_DOCX, _XLSX = f"{_OFFICE}.wordprocessingml.document", f"{_OFFICE}.spreadsheetml.sheet"
FORMATS: Mapping[str, Format] = {
    "response.json": Format(".json", "application/json", _json, (RESPONSE, SNAPSHOT)),
    "evidence.csv": Format(
        "-evidence.csv", "text/csv; charset=utf-8", _evidence_csv, (EVIDENCE,), is_table=True
    ),
    "evidence.xlsx": Format("-evidence.xlsx", _XLSX, _evidence_xlsx, is_table=True),
    "response.docx": Format(".docx", _DOCX, _docx, varies=True),
    "response.hwpx": Format(".hwpx", "application/hwp+zip", _hwpx, varies=True),
    "response.xlsx": Format(".xlsx", _XLSX, _xlsx, varies=True, names_people=True),
    "response.md": Format(".md", "text/markdown; charset=utf-8", _md, varies=True),
}
"""What there is of a response, by the names in its addresses."""


def wanted(
    snapshot: Snapshot, name: str, asked: str, section: str = "", *, otherwise: str = ""
) -> AskedFile | None:
    """Return which file is asked for, or None if there is no such file of the response.

    Without an `asked` language one that varies is in `otherwise`, and a table in both.
    """
    form = FORMATS.get(name)
    if form is None or (section and section not in snapshot.sections_by_key):
        return None
    language = asked or (BOTH if form.is_table else otherwise or snapshot.language)
    if asked and asked not in pdf_languages(snapshot.submission_language):
        return None
    if form.is_table:
        return AskedFile(form, language)
    return AskedFile(form, language, section) if form.varies else AskedFile(form, snapshot.language)


def offered(response: Response, snapshot: Snapshot, file: AskedFile) -> Offered:
    """Return which file is given out as a response stands now; a query or two."""
    form, last = file.form, last_submission(response)
    place = (snapshot.city_slug, snapshot.edition.code)
    now = last if last and is_sealed(snapshot, last) else None
    is_part = form.is_table and file.language != BOTH
    if form.sealed and now and not is_part:
        names = set(now.files.values_list("name", flat=True))
        inside = next(name for name in form.sealed if name in names)
        return Offered(called(*place, now.number, inside), now, inside)
    variant = (file.section, file.language) if form.varies or is_part else ()
    draft = () if snapshot.approved else ("draft",)
    name = "-".join(filter(None, (*place, *variant, *draft)))
    return Offered(name + form.end, last=last)


def content_of(response: Response, snapshot: Snapshot, file: AskedFile, given: Offered) -> bytes:
    """Return the file that is given out.

    One query if it is sealed; else those of `with_beside`, two for what else it tells, one for
    names in Latin letters, of a table one for indicators, and one a piece of each picture that it
    shows.
    """
    if given.sealed:
        return read_file(bytes(given.sealed.archive), given.inside)
    last = given.last
    same = last.number if last and is_sealed(snapshot, last) else 0
    extract = Extract(
        with_beside(snapshot, response),
        file.language,
        file.section,
        same,
        reopened_since(snapshot, last),
        transcript(response) if file.form.varies else (),
        latin_names(response) if file.form.names_people and file.language in LATIN else {},
        stream,
        read_chosen(response) if file.form.is_table else None,
    )
    with translation.override(extract.first):
        return file.form.make(extract)
