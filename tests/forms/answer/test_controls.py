import pytest

from responses.forms.answer.kinds.links import LinkRow, breakable

ROW = LinkRow("q-a--links", 1, "<b>", "map.kr/?a=1&b=2")


def test_link_row_escapes_what_was_typed() -> None:
    assert 'value="&lt;b&gt;"' in ROW.html
    assert 'name="q-a--links--1--url" value="map.kr/?a=1&amp;b=2"' in ROW.html


def test_link_row_says_where_an_address_without_scheme_leads() -> None:
    assert ROW.href == "https://map.kr/?a=1&b=2"
    assert "Opens" in ROW.note
    assert LinkRow("x", 0, "", "https://map.kr").note == ""


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://a.kr/b-c?d=1", "https://<wbr>a.<wbr>kr/<wbr>b-<wbr>c?<wbr>d=<wbr>1"),
        ("a<b>", "a&lt;b&gt;"),
        ("", ""),
    ],
)
def test_address_breaks_after_separators_and_nowhere_else(address: str, shown: str) -> None:
    assert breakable(address) == shown


def test_link_row_links_to_nothing_that_is_no_address() -> None:
    row = LinkRow("x", 0, "", "javascript:alert(1)")

    assert row.href == ""
    assert "href" not in row.html


def test_link_row_offers_the_address_that_was_meant() -> None:
    row = LinkRow("q-a--links", 2, "", "https://a.kr/?x=1¤tPage=2")

    assert 'value="use q-a--links 2"' in row.note
    assert "https://a.kr/?x=1&amp;currentPage=2" in row.note
    assert "https://a.kr/?x=1¤tPage=2" in row.html


def test_link_row_takes_the_cursor_where_it_is_asked_to() -> None:
    html = LinkRow("x", 3, "", "", focus="up").html

    assert html.count(" autofocus") == 1
    assert 'id="x--3--up" autofocus' in html
