"""Where words stand in answers: what is a hit, and what of a line is shown."""

import pytest
from django.utils import translation

from responses.domain.content.content import Content
from responses.domain.content.matches import EXCERPTS, Stretch, Words, lines_of
from responses.domain.edition.shapes import ChoiceShape, PartShape, QuestionShape


def marked(line: tuple[Stretch, ...]) -> str:
    return "".join(f"[{each.text}]" if each.hit else each.text for each in line)


def shown(typed: str, *lines: str) -> list[str]:
    return [marked(line) for line in Words(typed).excerpts(lines).lines]


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("디지털", ["서울디지털재단"]),
        ("SEOUL", ["https://seoul.go.kr"]),
        ("éa", ["ÉA"]),
        ("예산 시민", ["시민이 읽는", "예산"]),
        (".go.kr", ["seoul.go.kr"]),
        ("(a*", ["x (A*"]),
        # What nobody sees and what carries something, on either side.
        ("❤하트", ["\u2764\ufe0f하트"]),
        ("\u2764\ufe0f하트", ["❤하트"]),
        ("神社", ["神\ufe00社"]),
    ],
)
def test_all_words_occur_in_any_case_and_order_also_within_words(
    typed: str, lines: list[str]
) -> None:
    assert Words(typed).are_in(lines)


@pytest.mark.parametrize(
    ("typed", "lines"),
    [("예산 시민", ["예산"]), ("go.kr", ["gookr"]), ("ab", ["a", "b"]), ("", ["a"])],
)
def test_a_word_that_is_missing_is_no_hit(typed: str, lines: list[str]) -> None:
    assert not Words(typed).are_in(lines)


def test_the_longer_of_two_words_is_marked_and_each_place() -> None:
    assert shown("서울 서울시", "서울시와 서울, SEOUL") == ["[서울시]와 [서울], SEOUL"]


def test_long_lines_are_cut_around_the_words() -> None:
    line = f"{'가' * 200}나{'다' * 300}라{'마' * 200}"
    assert shown("나 라", line) == [f"… {'가' * 50}[나]{'다' * 90}… {'다' * 50}[라]{'마' * 90} …"]
    assert shown("나", f"나{'다' * 91}") == [f"[나]{'다' * 90} …"]


def test_each_word_is_shown_then_the_first_lines_and_the_others_counted() -> None:
    lines = ["a", "a", "x", "a", "a", "b"]
    found = Words("a b").excerpts(lines)
    assert [marked(line) for line in found.lines] == ["[a]", "[a]", "[b]"]
    assert (len(found.lines), found.more) == (EXCERPTS, 2)
    four = Words("a b c d").excerpts(["a", "b", "c", "d", "a"])
    assert (len(four.lines), four.more) == (4, 1)


def test_lines_are_of_every_kind_of_part_and_the_reason_of_none() -> None:
    parts = tuple(
        PartShape(kind, kind, {}, (ChoiceShape("plan", {"en": "A plan"}),))
        for kind in ("yes_no", "choices", "percentage", "contact", "text", "links")
    )
    question = QuestionShape(1, "a", "A", {}, {}, {}, (), parts)
    person = {"name": "김하늘", "title": "과장", "agency": "", "email": "a@b.kr"}
    content = Content(
        {
            "links": [{"label": "포털", "url": "https://a.kr/"}],
            "text": "□ 표\n구분\t값\n\n  - 서\u200b울",
            "contact": person,
            "choices": ["plan"],
            "percentage": "23.1",
            "yes_no": "yes",
        },
        "이유",
    )
    with translation.override("en"):
        lines = lines_of(question, content)
    assert lines == [
        *("Yes", "A plan", "23.1%", "김하늘", "과장", "a@b.kr"),
        *("□ 표", "구분\u2003값", "- 서울", "포털 https://a.kr/", "이유"),
    ]


def test_decomposed_addresses_are_found_as_they_are_read() -> None:
    question = QuestionShape(1, "a", "A", {}, {}, {}, (), (PartShape("links", "links", {}, ()),))
    decomposed = "\u1109\u1165"
    content = Content({"links": [{"label": "", "url": f"https://a.kr/{decomposed}"}]})
    assert lines_of(question, content) == ["https://a.kr/서"]
