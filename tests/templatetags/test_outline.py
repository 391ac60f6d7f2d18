import re

import pytest
from django.template import Context, Template
from django.utils.translation import override

from responses.templatetags import outline

TEMPLATE = Template("{% load outline %}{% outline text %}")


def rendered(text: str) -> str:
    """Return what the tag shows, with runs of white space as one space and none around tags."""
    html = re.sub(r"\s+", " ", TEMPLATE.render(Context({"text": text})))
    return re.sub(r" ?(</?(?:ul|li|p|br|div|table|thead|tbody|tr|th|td)\b[^>]*>) ?", r"\1", html)


def test_outline_shows_nested_lists_with_their_markers_as_text() -> None:
    assert rendered("□ 가\n  - 나\n  ※ 다") == (
        '<ul class="outline"><li class="outline-item"><span class="outline-marker">□</span> 가'
        '<ul class="outline"><li class="outline-dash"><span class="outline-marker">-</span> 나</li>'
        '<li class="outline-note"><span class="outline-marker">※</span> 다</li></ul></li></ul>'
    )


def test_outline_shows_paragraphs_with_their_line_breaks() -> None:
    assert rendered("가\n나\n\n다") == (
        '<p class="outline-text">가<br>나</p><p class="outline-text">다</p>'
    )


def test_outline_shows_tables() -> None:
    assert rendered("가\t나\n다").endswith("가 나<br>다</p>")
    assert rendered("가\t나\n다\t라").endswith(
        '<table><thead><tr><th scope="col">가</th><th scope="col">나</th></tr></thead>'
        "<tbody><tr><td>다</td><td>라</td></tr></tbody></table></div>"
    )


def test_columns_of_figures_are_marked_as_such() -> None:
    assert rendered("가\t나\n다\t1,000명").endswith(
        '<th scope="col">가</th><th scope="col" class="outline-figure">나</th></tr></thead>'
        '<tbody><tr><td>다</td><td class="outline-figure">1,000명</td></tr></tbody></table></div>'
    )


@pytest.mark.parametrize("text", ["{0}", "- {0}", "가\t{0}\n나\t다", "○ 가\n  {0}"])
def test_outline_takes_nothing_for_markup(text: str) -> None:
    hostile = "<img src=x onerror=alert(1)>&{{ 1 }}**굵게**"
    escaped = "&lt;img src=x onerror=alert(1)&gt;&amp;{{ 1 }}**굵게**"
    html = rendered(text.format(hostile))
    assert html.count(escaped) == 1
    assert "<img" not in html


def test_outline_of_nothing_shows_nothing() -> None:
    assert rendered(" \n").strip() == ""


def test_texts_are_shown_as_if_each_were_the_first() -> None:
    table, long = "가\t나\n다\t라", "○ 가\n" * outline._KEPT
    texts = ["○ 가", "○ 가 ", table, "○ 나", table, "○ 가", "", long, "<b>", "○ 가"]
    for text, language in [(text, language) for text in texts for language in ("ko", "en")]:
        with override(language):
            assert outline.show_outline(text) == outline._shown.__wrapped__(text, language)
    with override("en"):
        assert 'aria-label="Table"' in outline.show_outline(table)


def test_long_text_is_not_kept() -> None:
    outline._shown.cache_clear()
    for length in (outline._KEPT, outline._KEPT + 1):
        assert "가" in outline.show_outline("가" * length)
    assert outline._shown.cache_info().currsize == 1


def test_addresses_in_a_text_are_links_and_stay_as_typed() -> None:
    assert rendered("○ b.kr/한?a=1&b=2를 봄\n  <b>") == (
        '<ul class="outline"><li class="outline-item"><span class="outline-marker">○</span> '
        '<a href="https://b.kr/%ED%95%9C?a=1&amp;b=2" rel="noopener noreferrer">'
        "b.kr/한?a=1&amp;b=2</a>를 봄<br>&lt;b&gt;</li></ul>"
    )
    assert rendered("가\t나\nb.kr\t다").endswith(
        '<td><a href="https://b.kr" rel="noopener noreferrer">b.kr</a></td><td>다</td></tr>'
        "</tbody></table></div>"
    )
