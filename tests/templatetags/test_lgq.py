import re

import pytest
from django.template import Context, Template
from django.utils import translation

from responses.domain.comparing.differences import differences
from responses.domain.content.marked import marked
from responses.templatetags import lgq


@pytest.mark.parametrize(("language", "expected"), [("ko", "서울특별시"), ("en", "Seoul")])
def test_localized_follows_the_reader(language: str, expected: str) -> None:
    with translation.override(language):
        page = Template("{% load lgq %}{{ city|localized }}")
        assert page.render(Context({"city": {"ko": "서울특별시", "en": "Seoul"}})) == expected


@pytest.mark.parametrize(("active", "other"), [("ko", ("en", "English")), ("en", ("ko", "한국어"))])
def test_other_languages_are_named_in_themselves(active: str, other: tuple[str, str]) -> None:
    with translation.override(active):
        found = lgq.other_languages()
    assert [(language["code"], language["name_local"]) for language in found] == [other]


def link(target: str, said: str) -> str:
    return f'<a href="{target}" rel="noopener noreferrer">{said}</a>'


def test_marks_show_addresses_as_links_and_none_torn() -> None:
    before = "자세한 내용은 https://a.kr/1 참고\n<b> www.b.kr\n끝"
    after = "자세한 내용은 https://a.kr/2 참고\n<b> www.b.kr\n끝"
    html = lgq.marks(differences(before, after))
    assert re.sub(r"<span class=.*?</span>", "", html) == (
        f"자세한 내용은<del> {link('https://a.kr/1', 'https://a.kr/1')}</del>"
        f"<ins> {link('https://a.kr/2', 'https://a.kr/2')}</ins> 참고\n"
        f"&lt;b&gt; {link('https://www.b.kr', 'www.b.kr')}\n끝"
    )


def test_marks_leave_no_empty_line_around_a_table() -> None:
    table = "구분\t2020\n서울\t1\n부산\t2"
    html = lgq.marks(marked(f"앞\n{table}\n뒤", f"앞\n{table.replace('1', '3')}\n뒤"))
    assert html.startswith('앞<div class="outline-table"')
    assert html.endswith("</div>뒤")
