from dataclasses import replace

from responses.documents.addresses import printed_addresses
from responses.documents.markup import response_html
from responses.documents.pdf import render_pdf, rendering_key
from responses.domain.snapshot.annex import SnapshotService
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.response_json import read_response_json, response_json

from .reading import open_pdf
from .snapshots import saying

POLICE = SnapshotService(
    *("services", "253", {"ko": "경찰 신고", "en": "report to the police"}),
    *("yes", "police.kr/신고", "경찰과", "전화도 받습니다."),
)
DRIVING = SnapshotService("services", "254", {"ko": "운전면허", "en": "driving licence"}, "no")


def snapshot(*services: SnapshotService) -> Snapshot:
    return replace(saying(text="하나"), services=services)


def test_services_are_printed_and_sealed_where_there_are_any() -> None:
    without, one = snapshot(), snapshot(POLICE, DRIVING)
    assert 'id="services"' not in response_html(without, "en")
    assert (without.digest, "services" in without.beside) == (saying(text="하나").digest, False)
    assert rendering_key(one, "en") != rendering_key(snapshot(POLICE), "en")
    assert [each.number for each in printed_addresses(one, "en")] == ["253"]
    again = read_response_json(response_json(one)).snapshot
    assert again.services == one.services
    content = render_pdf(one, "en")
    assert render_pdf(again, "en") == content
    pages = [page.extract_text() for page in open_pdf(content).pages]
    [found] = [text for text in pages if "report to the police" in text]
    assert "Available online" in found
    assert "driving licence" in found
    assert "전화도 받습니다." in found
