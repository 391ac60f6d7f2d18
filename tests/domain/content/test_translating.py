from typing import Any

import pytest
from django.core.exceptions import ValidationError

from responses.domain.content.combining import combined
from responses.domain.content.content import EMPTY, Content, canonical
from responses.domain.content.kinds import KINDS
from responses.domain.content.translating import (
    TranslationStatus,
    behind,
    elsewhere,
    in_translation,
    judge_translation,
    kept,
    lacking,
    named,
    parted,
    placed,
    seeded,
    translated,
    wording,
)
from responses.forms.answer.kinds import ENTRIES
from tests.support.shapes import make_question

QUESTION = make_question()
ASKS = translated(QUESTION, "en")
CONTACT = {"name": "김하나", "title": "과장", "agency": "디지털정책과", "email": "a@seoul.go.kr"}
LINKS = [
    {"label": "열린데이터광장", "url": "data.seoul.go.kr"},
    {"label": "", "url": "www.seoul.go.kr"},
    {"label": "응답소", "url": "eungdapso.seoul.go.kr"},
]
ORIGINAL = canonical(
    QUESTION,
    {
        "yes-no": "yes",
        "choices": ["plan"],
        "percentage": "23.1",
        "contact": CONTACT,
        "text": "○ 예산 공개",
        "links": LINKS,
    },
)
WHOLE = canonical(
    ASKS,
    {
        "text": "○ Budget published",
        "contact": [
            {"of": "김하나", "text": "Kim Hana"},
            {"of": "과장", "text": "Director"},
            {"of": "디지털정책과", "text": "Digital Policy Division"},
        ],
        "links": [
            {"of": "응답소", "text": "Eungdapso"},
            {"of": "열린데이터광장", "text": "Open Data Plaza"},
        ],
    },
)


def without(content: Content, key: str) -> Content:
    return Content({each: value for each, value in content.parts.items() if each != key})


def test_a_translation_asks_for_words_alone() -> None:
    assert (ASKS.key, ASKS.language, ASKS.pk) == ("q-1_en", "en", QUESTION.pk)
    assert ASKS.number == "Q.1 EN"
    assert {part.key: part.kind for part in ASKS.parts} == {
        "contact": "phrases",
        "text": "text",
        "links": "phrases",
    }
    assert translated(QUESTION, "en") is ASKS


@pytest.mark.parametrize(("key", "language"), [("q-1", ""), ("q-1", "en")])
def test_a_key_names_question_and_language(key: str, language: str) -> None:
    assert parted(named(key, language)) == (key, language)


def test_each_kind_is_translated_by_one_that_can_be_entered() -> None:
    wanted = {kind.translated for kind in KINDS.values()} - {""}
    assert wanted == {"text", "phrases"}
    assert wanted <= ENTRIES.keys()
    assert not KINDS["phrases"].asked


def test_words_are_replaced_and_nothing_else() -> None:
    said = in_translation(QUESTION, ORIGINAL, WHOLE)
    assert said.parts == {
        **ORIGINAL.parts,
        "text": "○ Budget published",
        "contact": {
            **CONTACT,
            "name": "Kim Hana",
            "title": "Director",
            "agency": "Digital Policy Division",
        },
        "links": [
            {"label": "Open Data Plaza", "url": "data.seoul.go.kr"},
            {"label": "", "url": "www.seoul.go.kr"},
            {"label": "Eungdapso", "url": "eungdapso.seoul.go.kr"},
        ],
    }


def test_rows_that_move_come_or_go_keep_the_labels_of_the_others() -> None:
    fresh = {"label": "새 자료", "url": "new.seoul.go.kr"}
    moved = Content({**ORIGINAL.parts, "links": [LINKS[2], fresh, LINKS[0]]})
    said = in_translation(QUESTION, moved, WHOLE)
    assert said.parts["links"] == [
        {**LINKS[2], "label": "Eungdapso"},
        fresh,
        {**LINKS[0], "label": "Open Data Plaza"},
    ]
    assert [part.key for part in lacking(QUESTION, moved, WHOLE)] == ["links"]


@pytest.mark.parametrize(
    ("original", "translation", "outdated", "expected"),
    [
        (EMPTY, EMPTY, False, TranslationStatus.NEEDLESS),
        (Content({"yes-no": "yes", "percentage": "3"}), EMPTY, False, TranslationStatus.NEEDLESS),
        (ORIGINAL, EMPTY, False, TranslationStatus.UNTRANSLATED),
        (ORIGINAL, without(WHOLE, "text"), False, TranslationStatus.PARTLY),
        (ORIGINAL, without(WHOLE, "links"), True, TranslationStatus.PARTLY_OUTDATED),
        (ORIGINAL, WHOLE, True, TranslationStatus.OUTDATED),
        (ORIGINAL, WHOLE, False, TranslationStatus.TRANSLATED),
        (Content(nothing_to_report="업무 아님"), EMPTY, False, TranslationStatus.UNTRANSLATED),
        (
            Content(nothing_to_report="업무 아님"),
            Content(nothing_to_report="Not ours"),
            False,
            TranslationStatus.TRANSLATED,
        ),
    ],
)
def test_judge_translation(
    original: Content,
    translation: Content,
    outdated: bool,  # noqa: FBT001
    expected: TranslationStatus,
) -> None:
    assert judge_translation(QUESTION, original, translation, outdated=outdated) is expected


def test_a_form_has_a_row_for_each_phrase_and_keeps_those_that_are_gone() -> None:
    shorter = Content({**ORIGINAL.parts, "links": LINKS[:1]})
    rows = seeded(QUESTION, shorter, without(WHOLE, "contact")).parts
    assert rows["links"] == [
        {"of": "열린데이터광장", "text": "Open Data Plaza", "at": "1.0.label"},
        {"of": "응답소", "text": "Eungdapso", "at": ""},
    ]
    assert rows["contact"] == [
        {"of": phrase, "text": "", "at": at}
        for phrase, at in (("김하나", "name"), ("과장", "title"), ("디지털정책과", "agency"))
    ]


def links(*said: str) -> Content:
    """Return an answer with links: a label each, or an identity, `=`, and a label."""
    pairs = [each.rpartition("=") for each in said]
    made = [{"label": label, "url": f"{place}.kr"} for place, (*_, label) in enumerate(pairs)]
    ids = [named or f"1.{place}" for place, (named, *_) in enumerate(pairs)]
    return Content({"links": made}, row_ids={"links": ids})


def phrases(*said: str) -> Content:
    """Return a translation of labels: of what, in what words, and `@` which row, if known."""
    rows = []
    for each in said:
        words, _, row = each.partition("@")
        of, _, text = words.partition("=")
        rows.append({"of": of, "text": text} | ({"at": f"{row}.label"} if row else {}))
    return Content({"links": rows} if rows else {})


@pytest.mark.parametrize(
    ("original", "translation", "said", "was", "gone"),
    [
        # Rows that say the same have translations of their own, wherever they stand.
        (("가", "가"), ("가=A@1.0", "가=B@1.1"), "A B", "", ""),
        (("1.1=가", "1.0=가"), ("가=A@1.0", "가=B@1.1"), "B A", "", ""),
        # Words that are corrected keep their translation, and are known to be others.
        (("나",), ("가=A@1.0",), "A", "가", ""),
        (("나", "가"), ("가=A@1.0", "가=B@1.1"), "A B", "가", ""),
        # A row that is no more says what it was; the same words again take it.
        (("1.1=나",), ("가=A@1.0", "나=B@1.1"), "B", "", "가"),
        (("5.0=가",), ("가=A@1.0",), "A", "", ""),
        (("5.0=가", "5.1=가"), ("가=A@1.0", "가=B@1.1"), "A B", "", ""),
        # New words are not translated, unless another row says them.
        (("가", "5.1=다"), ("가=A@1.0",), "A 다", "", ""),
        (("가", "5.1=가"), ("가=A@1.0",), "A A", "", ""),
        # Without a place, as once, phrases are known by their words.
        (("나", "가", "가"), ("가=A", "나=B"), "B A A", "", ""),
        (("가", "가"), ("가=A", "가=B"), "A B", "", ""),
        (("다",), ("가=A",), "다", "", "가"),
        # A place that is sent twice is one.
        (("가",), ("가=A@1.0", "가=B@1.0"), "A", "", "가"),
    ],
)
def test_a_phrase_is_known_by_its_place_and_else_by_its_words(
    original: tuple[str, ...], translation: tuple[str, ...], said: str, was: str, gone: str
) -> None:
    first, second = links(*original), phrases(*translation)
    rows: Any = in_translation(QUESTION, first, second).parts["links"]
    assert " ".join(row["label"] for row in rows) == said
    found = behind(QUESTION, first, second)
    assert " ".join(then for each in found.values() for then, _now in each.values()) == was
    entered: Any = seeded(QUESTION, first, second).parts["links"]
    assert " ".join(row["of"] for row in entered[len(original) :]) == gone
    status = judge_translation(QUESTION, first, second, outdated=False)
    whole = TranslationStatus.OUTDATED if was else TranslationStatus.TRANSLATED
    assert (status is whole) == (not lacking(QUESTION, first, second))


@pytest.mark.parametrize(
    ("before", "sent", "expected"),
    [
        # Left alone: still of the words that it was of, unless somebody says that it is right.
        (("가=A@1.0",), ("나=A@1.0",), ("가=A@1.0",)),
        (("가=A@1.0", "다=C@1.1"), ("나=A@1.0", "다=D@1.1"), ("가=A@1.0", "다=D@1.1")),
        (("가=A@1.0",), ("나=B@1.0",), ("나=B@1.0",)),
        # Nothing is new in places that become known, in the order of rows, or in words said twice.
        (("가=A",), ("가=A@1.0",), ("가=A",)),
        (("가=A@1.0", "나=B@1.1"), ("나=B@1.1", "가=A@1.0"), ("가=A@1.0", "나=B@1.1")),
        (("가=A@1.0",), ("가=A@1.0", "가=A@5.1"), ("가=A@1.0",)),
        # It is in translations that differ, change places or are gone.
        (("가=A@1.0", "가=B@1.1"), ("가=B@1.0", "가=A@1.1"), ("가=B@1.0", "가=A@1.1")),
        (("가=A@1.0", "나=B@1.1"), ("가=A@1.0",), ("가=A@1.0",)),
        (("가=A@1.0",), (), ()),
        ((), ("가=A@1.0",), ("가=A@1.0",)),
    ],
)
def test_phrases_that_are_left_alone_stay_of_what_they_were(
    before: tuple[str, ...], sent: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert kept(ASKS, phrases(*before), phrases(*sent)) == phrases(*expected)


def test_who_says_that_they_are_right_says_so_of_all() -> None:
    before, sent = phrases("가=A@1.0", "다=C@1.1"), phrases("나=A@1.0", "다=C@1.1")
    assert kept(ASKS, before, sent, confirmed=True) == sent
    texts = Content({"text": "One"})
    assert kept(ASKS, texts, Content({"text": "Two"})) == Content({"text": "Two"})


def test_a_contact_keeps_its_translation_by_field() -> None:
    other = Content({"contact": {**CONTACT, "title": "팀장"}})
    rows: Any = WHOLE.parts["contact"]
    said = [{**row, "at": at} for row, at in zip(rows, ("name", "title", "agency"), strict=True)]
    translation = Content({"contact": said})
    assert behind(QUESTION, other, translation) == {"contact": {"title": ("과장", "팀장")}}
    told: Any = in_translation(QUESTION, other, translation).parts["contact"]
    assert told["title"] == "Director"


@pytest.mark.parametrize(
    ("before", "mine", "theirs", "expected"),
    [
        # By place, both where the words are others and where they are the same.
        ("가=A@1.0 나=B@1.1", "다=C@1.0 나=B@1.1", "가=A@1.0 나=D@1.1", "다=C@1.0 나=D@1.1"),
        ("가=A@1.0 가=B@1.1", "가=A@1.0 가=C@1.1", "가=D@1.0 가=B@1.1", "가=D@1.0 가=C@1.1"),
        ("", "가=A@1.0", "가=B@1.1", "가=A@1.0 가=B@1.1"),
        # By words, where one side does not say where.
        ("가=A", "가=A@1.0", "가=B", "가=B@1.0"),
        ("가=A", "가=B", "가=A 나=C", "가=B 나=C"),
    ],
)
def test_translations_of_phrases_are_merged(
    before: str, mine: str, theirs: str, expected: str
) -> None:
    base, here, there = (phrases(*each.split()) for each in (before, mine, theirs))
    made = combined(ASKS, base, here, there)
    assert made.content == phrases(*expected.split())
    assert not made.overlaps


@pytest.mark.parametrize("at", ["1.0.label", "name", "12.199.caption", ""])
def test_a_place_is_read(at: str) -> None:
    row = {"of": "가", "text": "A", "at": at}
    expected = row if at else {"of": "가", "text": "A"}
    assert canonical(ASKS, {"links": [row]}).parts["links"] == [expected]


@pytest.mark.parametrize("at", ["=", "1.label", "1.0.", "1.0.label ", "x" * 60, "9" * 20 + ".0.a"])
def test_no_other_place_is_taken(at: str) -> None:
    with pytest.raises(ValidationError):
        canonical(ASKS, {"links": [{"of": "가", "text": "A", "at": at}]})


def test_a_translation_goes_along_into_another_response() -> None:
    """There its rows are those of a first version; of other answers it is known by its words."""
    original, translation = links("3.0=나", "1.0=가"), phrases("가=A@1.0", "다=B@3.0")
    there = elsewhere(QUESTION, original, original.alone, translation)
    assert there == phrases("가=A@1.1", "다=B@1.0")
    assert behind(QUESTION, original.alone, there) == {"links": {"1.0.label": ("다", "나")}}
    assert elsewhere(QUESTION, original, links("가"), translation) == phrases("가=A", "다=B")
    assert placed(QUESTION, links("4.0=가"), phrases("가=A")) == phrases("가=A@4.0")


def test_a_phrase_without_translation_is_not_kept() -> None:
    rows = [{"of": "응답소", "text": ""}, {"of": "과장", "text": "Director"}]
    assert canonical(ASKS, {"links": rows}).parts == {"links": rows[1:]}


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"percentage": "24", "choices": ["law"], "yes-no": "no"}, True),
        ({"links": LINKS[:1]}, True),
        ({"text": "○ 예산과 결산 공개"}, False),
    ],
)
def test_only_texts_outdate_a_translation(
    changes: dict[str, Any],
    same: bool,  # noqa: FBT001
) -> None:
    after = Content({**ORIGINAL.parts, **changes})
    assert (wording(QUESTION, after) == wording(QUESTION, ORIGINAL)) is same


def test_a_reason_that_is_not_translated_stays() -> None:
    original = Content(nothing_to_report="업무 아님")
    assert in_translation(QUESTION, original, EMPTY) == original
    assert in_translation(QUESTION, original, Content(nothing_to_report="Not ours")) == Content(
        nothing_to_report="Not ours"
    )
