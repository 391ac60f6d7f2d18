import json
import re
import unicodedata
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from responses.characters import UNPRINTABLE, is_blank, says_nothing, with_signs
from responses.domain.content.completeness import is_empty
from responses.domain.content.content import EMPTY, Content, canonical
from responses.domain.digests import digest
from responses.validators import LINE_MAX, LINKS_MAX, TEXT_MAX, URL_MAX
from tests.support.shapes import CHOICES, make_question
from tests.support.strategies import contents, pasted, texts, typed_parts, urls

EVERYTHING = make_question()

FULL: dict[str, Any] = {
    "yes-no": "yes",
    "choices": ["plan", "staff"],
    "percentage": "23.1",
    "contact": {"name": "", "title": "과장", "agency": "서울시청", "email": ""},
    "text": "○ 하나\n  - 둘",
    "links": [{"label": "서울", "url": "https://www.seoul.go.kr/"}, {"label": "", "url": "x"}],
}

# What JSON can hold, and so what a file to be imported can hold where a value belongs.
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["label", "url", "name", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(contents(EVERYTHING))
def test_canonical_is_idempotent(content: Content) -> None:
    plain = content.to_json()
    again = canonical(EVERYTHING, plain["parts"], plain.get("nothing_to_report", ""))
    assert (again, again.to_json()) == (content, plain)


@given(contents(EVERYTHING))
def test_canonical_accepts_the_values_of_a_content(content: Content) -> None:
    assert canonical(EVERYTHING, content.parts, content.nothing_to_report) == content


@given(contents(EVERYTHING))
def test_content_survives_json(content: Content) -> None:
    assert Content.from_json(json.loads(json.dumps(content.to_json()))) == content


@given(contents(EVERYTHING))
def test_content_survives_a_database_that_reorders_keys(content: Content) -> None:
    stored = json.loads(json.dumps(content.to_json(), sort_keys=True))
    assert Content.from_json(stored) == content
    assert digest(Content.from_json(stored).to_json()) == digest(content.to_json())


@given(texts)
@example("\uf09e")
def test_text_keeps_everything_but_composition_line_ends_and_signs_of_symbol_fonts(
    text: str,
) -> None:
    kept = canonical(EVERYTHING, {"text": text}).parts.get("text", "")
    ends = re.sub("\r\n|[\r\u2028\u2029]", "\n", text)
    expected = unicodedata.normalize("NFC", with_signs(ends))
    assert kept == ("" if says_nothing(expected) else expected)


@given(pasted)
def test_whatever_is_pasted_is_read(text: str) -> None:
    parts = {"text": text, "links": [{"label": text, "url": "a.kr"}], "contact": {"title": text}}
    content = canonical(EVERYTHING, parts, text)
    assert UNPRINTABLE.search("".join(map(str, content.to_json().values()))) is None
    assert canonical(EVERYTHING, content.parts, content.nothing_to_report) == content


@pytest.mark.parametrize(
    ("key", "typed", "read"),
    [
        ("text", "a\x00b", "ab"),
        ("text", "a\ud800b", "a\ufffdb"),
        ("text", "a\x0cb\x0bc\x85d\u2028e", "a\nb\nc\nd\ne"),
        ("text", "\u200ba", "\u200ba"),
        ("links", [{"label": "\ufeffa\x0bb", "url": "b\x00c"}], [{"label": "a b", "url": "bc"}]),
        (
            "links",
            [{"label": "a\ud800", "url": "\ufeffb\u200b"}],
            [{"label": "a\ufffd", "url": "\ufeffb\u200b"}],
        ),
        (
            "contact",
            {"name": "\ufeff홍\u200b길동", "email": "\u200bhong@city.kr\u2060"},
            {"name": "홍길동", "title": "", "agency": "", "email": "hong@city.kr"},
        ),
        ("percentage", "\u200b23.1", "23.1"),
    ],
)
def test_what_nobody_sees_is_read_and_not_refused(key: str, typed: Any, read: Any) -> None:
    assert canonical(EVERYTHING, FULL | {key: typed}).parts[key] == read


@pytest.mark.parametrize("nothing", ["\u3164", "\u200b", "\u2060", "\u2800", "○", " - ", "\x00"])
def test_what_says_nothing_is_no_answer(nothing: str) -> None:
    parts = {
        "text": nothing,
        "percentage": nothing,
        "contact": {"name": nothing, "email": nothing},
        "links": [{"label": nothing, "url": nothing}],
    }
    assert canonical(EVERYTHING, parts, nothing) == EMPTY


@pytest.mark.parametrize("lone", ["1.", "① ", "가.\n나.", "○ (1)", "ㅇ"])
def test_a_lone_numbering_answers_nothing_and_may_be_a_name(lone: str) -> None:
    assert canonical(EVERYTHING, {"text": lone}) == EMPTY
    assert canonical(EVERYTHING, {"text": f"{lone}\n1"}) != EMPTY
    named = canonical(EVERYTHING, {"links": [{"label": lone, "url": "a.kr"}]}, lone)
    assert named.parts["links"] == [{"label": " ".join(lone.split()), "url": "a.kr"}]
    assert is_empty(canonical(EVERYTHING, {}, lone.split("\n", maxsplit=1)[0]))


@given(urls)
def test_url_is_kept_to_the_byte_but_for_outer_space(url: str) -> None:
    content = canonical(EVERYTHING, {"links": [{"label": "a", "url": f" {url}\n"}]})
    kept = "" if is_blank(url) else re.sub("[\u2028\u2029]", " ", url).strip()
    assert content.parts["links"] == [{"label": "a", "url": kept}]


@given(typed_parts(EVERYTHING), typed_parts(EVERYTHING))
def test_digests_are_equal_only_for_equal_contents(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    left, right = canonical(EVERYTHING, one), canonical(EVERYTHING, other)
    assert (digest(left.to_json()) == digest(right.to_json())) == (left == right)


@given(st.dictionaries(st.sampled_from(list(EVERYTHING.parts_by_key)), junk), junk)
def test_canonical_takes_any_types_or_refuses_them_in_words(
    parts: dict[str, Any], reason: Any
) -> None:
    try:
        content = canonical(EVERYTHING, parts, reason)
    except ValidationError as refusal:
        assert refusal.message_dict.keys() <= {*parts, "nothing_to_report"}  # noqa: PT017
    else:
        assert canonical(EVERYTHING, content.parts, content.nothing_to_report) == content


def test_canonical_reads_every_kind_of_part() -> None:
    content = canonical(EVERYTHING, FULL)
    assert content.parts == {
        "yes-no": "yes",
        "choices": ["plan", "staff"],
        "percentage": "23.1",
        "contact": {"name": "", "title": "과장", "agency": "서울시청", "email": ""},
        "text": "○ 하나\n  - 둘",
        "links": [
            {"label": "서울", "url": "https://www.seoul.go.kr/"},
            {"label": "", "url": "x"},
        ],
    }
    assert content.to_json() == {"parts": FULL}


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("yes-no", ""),
        ("choices", []),
        ("percentage", "  "),
        ("contact", {"name": " ", "title": "", "agency": "", "email": ""}),
        ("contact", {}),
        ("text", " \n\t"),
        ("links", [{"label": " ", "url": " "}]),
        ("links", ""),
        ("links", None),
    ],
)
def test_a_part_without_an_answer_has_no_entry(key: str, typed: Any) -> None:
    content = canonical(EVERYTHING, {key: typed})
    assert content == EMPTY
    assert not content


def test_zero_percent_and_no_are_answers() -> None:
    content = canonical(EVERYTHING, {"percentage": "0", "yes-no": "no"})
    assert content.parts == {"percentage": "0", "yes-no": "no"}


def test_nothing_to_report_is_an_answer_in_one_line() -> None:
    content = canonical(EVERYTHING, {}, " not \n asked ")
    assert content
    assert content.to_json() == {"parts": {}, "nothing_to_report": "not asked"}


def test_choices_are_kept_in_the_forms_order_once_each() -> None:
    content = canonical(EVERYTHING, {"choices": [*reversed(CHOICES), *CHOICES]})
    assert content.parts["choices"] == [*CHOICES]


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("other", "x"),
        ("yes-no", "maybe"),
        ("yes-no", True),
        ("yes-no", False),
        ("yes-no", ["yes"]),
        ("choices", ["plan", "unknown"]),
        ("choices", "plan"),
        ("choices", [["plan"]]),
        ("percentage", "101"),
        ("percentage", 0),
        ("percentage", 85.4),
        ("contact", {"name": "a", "phone": "b"}),
        ("contact", ["a"]),
        ("contact", {"name": 1}),
        ("contact", {"email": "not-mail"}),
        ("contact", {"name": "a" * (LINE_MAX + 1)}),
        ("text", ["a"]),
        ("text", "a" * (TEXT_MAX + 1)),
        ("links", "https://www.seoul.go.kr/"),
        ("links", ["https://www.seoul.go.kr/"]),
        ("links", [{"label": "a", "url": "b", "title": "c"}]),
        ("links", [{"label": "a", "url": None, "x": ""}]),
        ("links", [{"label": "a" * (LINE_MAX + 1), "url": "b"}]),
        ("links", [{"label": "a", "url": "b" * (URL_MAX + 1)}]),
        ("links", [{"label": "a", "url": "b\nc"}]),
        ("links", [{"label": "a", "url": "b"}] * (LINKS_MAX + 1)),
    ],
)
def test_canonical_refuses_with_an_entry_for_the_faulty_part(key: str, typed: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        canonical(EVERYTHING, FULL | {key: typed})
    assert list(refusal.value.message_dict) == [key]


def test_canonical_refuses_all_faulty_parts_at_once() -> None:
    long = "a" * (TEXT_MAX + 1)
    with pytest.raises(ValidationError) as refusal:
        canonical(EVERYTHING, {"yes-no": "maybe", "text": long, "choices": ["plan"]}, long)
    assert set(refusal.value.message_dict) == {"yes-no", "text", "nothing_to_report"}


def test_limits_themselves_are_allowed() -> None:
    parts = {
        "text": "가" * TEXT_MAX,
        "links": [{"label": "a" * LINE_MAX, "url": "b" * URL_MAX}] * LINKS_MAX,
    }
    assert canonical(EVERYTHING, parts).to_json() == {"parts": parts}


def test_a_part_that_the_question_does_not_ask_for_is_refused() -> None:
    with pytest.raises(ValidationError) as refusal:
        canonical(make_question("text"), {"text": "a", "links": []})
    assert list(refusal.value.message_dict) == ["links"]


def test_digest_does_not_depend_on_the_order_of_keys() -> None:
    one = {"a": 1, "b": {"c": ["가"], "d": ""}}
    other = {"b": {"d": "", "c": ["가"]}, "a": 1}
    assert digest(one) == digest(other)


def test_digest_is_the_sha256_of_compact_sorted_json() -> None:
    assert digest({"b": "가", "a": [1]}) == (
        "de494187876095ea7ed11e31d488e0eaecff12a884f388bf6aecdaabd4faf4e5"
    )
