from datetime import UTC, datetime

from responses.documents.exports import FORMATS
from responses.documents.extract import Extract
from responses.documents.pdf import render_pdf
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.response_json import read_response_json, response_json
from responses.domain.submissions.sealing import Reopened, Seal

from .demo_figures import demo_figures
from .snapshots import approved, make_section, make_snapshot

JSON = FORMATS["response.json"]


def test_json_of_the_demo_rebuilds_its_pdf_to_the_byte(
    demo: Snapshot, demo_ko: bytes, demo_en: bytes
) -> None:
    read = read_response_json(JSON.make(Extract(demo, "ko")).decode())
    for language, drawn in (("ko", demo_ko), ("en", demo_en)):
        again = render_pdf(
            read.snapshot, language, read.seal, after=read.after, figures=demo_figures
        )
        assert again == drawn


def test_json_rebuilds_the_pdf_of_what_is_sealed_and_of_what_was_reopened() -> None:
    at = datetime(2026, 11, 14, 12, 4, 5, tzinfo=UTC)
    seal = Seal(1, at, "Kim", 7, "a" * 64, "", "https://lgq.example/verify/")
    for snapshot, sealed, after in (
        (make_snapshot(approved(make_section())), seal, None),
        (make_snapshot(), None, Reopened(2, differs=True)),
    ):
        read = read_response_json(response_json(snapshot, sealed, after))
        again = render_pdf(read.snapshot, "en", read.seal, after=read.after)
        assert again == render_pdf(snapshot, "en", sealed, after=after)
