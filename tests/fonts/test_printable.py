import sys
import unicodedata
from pathlib import Path

import pytest
from django.conf import settings as site

from responses.fonts import named_fonts
from responses.fonts.printable import _TO_ASK as TO_ASK
from responses.fonts.printable import coverage, is_printable, unprintable, with_codes


def marked(codes: str) -> str:
    return f"<b>{codes}</b>"


def test_what_nobody_need_ask_the_fonts_is_in_them() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    known = TO_ASK.sub("", every)
    assert "".join(each for each in "가힣漢A①□※é“" if each in known) == "가힣漢A①□※é“"
    assert [each for each in known if not is_printable(each, coverage())] == []


def test_each_symbol_that_cannot_be_printed_is_found_once_in_order() -> None:
    assert unprintable("□ 가🎉 \uf0a7나🎉\n✅ b") == ("🎉", "\uf0a7", "✅")
    assert unprintable("□ 서울특별시 23.1% ①・ Ünïcödé Ελλάς Москва 日本語 العربية 😀") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ที่", ("ท", "\u0e35", "\u0e48")),
        ("के", ("क", "\u0947")),
        ("q\u0301 ع\u064b", ()),
        ("☎\ufe0f 葛\U000e0100 \u180b \u034f", ()),
        ("👩\u200d👦", ("👩", "👦")),
        ("a\xadb\u200bc\u2060d\ufeff\u3164\u202f\u2028", ()),
        ("a\u202eb\u202dc", ("\u202e", "\u202d")),
        ("a\u200e\u200f\u202ab\u202c\u2067c\u2069", ()),
    ],
    ids=["Thai", "Hindi", "marks", "selectors", "joined", "unseen", "turning", "embedding"],
)
def test_marks_and_what_nobody_sees(text: str, found: tuple[str, ...]) -> None:
    assert unprintable(text) == found


def test_codes_stand_in_the_text_of_html_and_not_in_its_tags() -> None:
    html = '<a href="/🎉" title="🎉">ที่ 가🎉✅</a> &lt;\u202e&gt;'
    assert with_codes(html, marked) == (
        '<a href="/🎉" title="🎉"><b>[U+0E17][U+0E35][U+0E48]</b> 가<b>[U+1F389][U+2705]</b></a>'
        " &lt;<b>[U+202E]</b>&gt;"
    )


def test_html_without_such_symbols_stays_as_it_is() -> None:
    html = "<p>가 A ① é ع</p>"
    assert with_codes(html, marked) is html


def test_every_category_is_judged_by_the_fonts_unless_it_has_no_ink() -> None:
    """So that no sign prints as an empty box."""
    unseen = {
        unicodedata.category(each)
        for each in map(chr, range(0x80, sys.maxunicode + 1))
        if is_printable(each, lambda _character: False)
    }
    assert unseen == {"Cc", "Cf", "Cn", "Lo", "Mn", "So", "Zl", "Zp", "Zs"}
    assert not is_printable("\u0301", lambda _character: False)


@pytest.mark.parametrize("lacks", ["the folder", "the fonts"])
def test_pages_go_on_where_the_fonts_cannot_be_read(
    lacks: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(site, "DATA_DIR", tmp_path / "file")
    if lacks == "the fonts":
        monkeypatch.setattr(site, "DATA_DIR", tmp_path)
        monkeypatch.setattr(named_fonts, "FOLDER", tmp_path)
    coverage.cache_clear()
    assert unprintable("완료✅") == ()
    assert with_codes("<p>✅</p>", marked) == "<p>✅</p>"
    monkeypatch.undo()
    assert unprintable("완료✅") == ("✅",)
