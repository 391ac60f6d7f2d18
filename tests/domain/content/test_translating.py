from typing import Any

import pytest

from responses.domain.content.content import EMPTY, Content, canonical
from responses.domain.content.kinds import KINDS
from responses.domain.content.translating import (
    TranslationStatus,
    in_translation,
    judge_translation,
    lacking,
    named,
    parted,
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
        {"of": "열린데이터광장", "text": "Open Data Plaza"},
        {"of": "응답소", "text": "Eungdapso"},
    ]
    assert rows["contact"] == [
        {"of": phrase, "text": ""} for phrase in ("김하나", "과장", "디지털정책과")
    ]


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
