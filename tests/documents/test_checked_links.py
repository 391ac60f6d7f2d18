from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import translation

from responses.documents.checked_links import checked_links
from responses.documents.markup import response_html
from responses.documents.pdf import render_pdf, rendering_key
from responses.domain.snapshot.links import SnapshotLink
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.response_json import read_response_json, response_json
from responses.link_states import LinkState

from .reading import open_pdf
from .snapshots import saying

LINKS = [
    {"label": "예산", "url": "a.kr/1"},
    {"label": "", "url": "b.kr"},
    {"label": "없는 주소", "url": "http://c.kr:0/"},
    {"label": "아직", "url": ""},
]
FAILS = SnapshotLink("a.kr/1", LinkState.FAILING, date(2026, 11, 29), "국내에서만 열립니다.")


def snapshot(*links: SnapshotLink) -> Snapshot:
    return replace(saying(links=LINKS, text="https://A.kr/1#top 과 d.kr/x"), links=links)


def rows(*links: SnapshotLink) -> list[tuple[Any, ...]]:
    with translation.override("en"):
        [question] = checked_links(snapshot(*links), "en")
    assert question.number
    return [(each.label, each.url, each.state, each.checked, each.note) for each in question.links]


def test_each_link_stands_with_its_state_whatever_way_it_is_written() -> None:
    assert rows(FAILS, SnapshotLink("d.kr/x", LinkState.WORKS, date(2026, 11, 28))) == [
        ("예산", "a.kr/1", "Failing", "29\xa0Nov\xa02026", "국내에서만 열립니다."),
        ("", "b.kr", "Not checked yet", "", ""),
        ("없는 주소", "http://c.kr:0/", "Cannot tell", "", ""),
        ("", "https://A.kr/1#top", "Failing", "29\xa0Nov\xa02026", "국내에서만 열립니다."),
        ("", "d.kr/x", "Works", "28\xa0Nov\xa02026", ""),
    ]


def test_nothing_of_it_is_printed_where_links_are_not_checked() -> None:
    unchecked = replace(snapshot(), links=None)
    assert checked_links(unchecked, "en") == []
    for language in ("en", "ko"):
        assert 'id="checked"' not in response_html(unchecked, language)
        assert 'id="checked"' in response_html(snapshot(FAILS), language)


def test_the_same_states_give_the_same_file_also_from_its_json() -> None:
    one, other = snapshot(FAILS), snapshot(replace(FAILS, state=LinkState.DOUBTFUL))
    assert rendering_key(one, "en") != rendering_key(other, "en")
    again = read_response_json(response_json(one)).snapshot
    assert again.links == one.links
    content = render_pdf(one, "en")
    assert render_pdf(again, "en") == content
    pages = [page.extract_text() for page in open_pdf(content).pages]
    [found] = [text for text in pages if "How each link of the answers stood" in text]
    assert "Failing" in found
    assert "Right all the same: 국내에서만 열립니다." in found
