"""Snapshots made without a database, small or by chance."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from responses.domain.content.content import canonical
from responses.domain.edition.shapes import (
    ChoiceShape,
    EditionShape,
    PartShape,
    QuestionShape,
    SectionShape,
)
from responses.domain.signing.approval_line import ANY_REVIEWER, Signature
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.enums import Role, State
from tests.support.factories import wording

MOMENT = datetime(2022, 11, 13, 18, 30, tzinfo=UTC)  # a day later in Seoul
CHOICES = ("plan", "budget", "staff")
KEYS = ("yes_no", "choices", "percentage", "contact", "text", "links")
KINDS = {kind.replace("_", "-"): kind for kind in KEYS}


def make_question(key: str = "a-1", *kinds: str) -> QuestionShape:
    """Return a question with a part of each kind, by default one of every kind."""
    choices = tuple(ChoiceShape(choice, wording(f"Has a {choice}")) for choice in CHOICES)
    parts = tuple(
        PartShape(
            kind.replace("_", "-"),
            kind,
            wording(f"The {kind}"),
            choices if kind == "choices" else (),
        )
        for kind in kinds or KEYS
    )
    number = key.upper().replace("-", ".")
    return QuestionShape(1, key, number, {}, wording(f"Question {number}"), {}, (), parts)


def make_answer(
    question: QuestionShape, reason: str = "", parts: Mapping[str, Any] | None = None
) -> AnswerSnapshot:
    """Return the answer with these values by part key, as `canonical` takes them."""
    return AnswerSnapshot(question, canonical(question, parts or {}, reason), 1, None)


def make_section(*answers: AnswerSnapshot, key: str = "alpha") -> SectionSnapshot:
    """Return a section in writing, with these answers."""
    questions = tuple(answer.question for answer in answers)
    number = {"alpha": "I", "beta": "II", "gamma": "III"}[key]
    shape = SectionShape(1, key, number, wording(key.title()), questions)
    return SectionSnapshot(
        section=shape,
        state=State.DRAFT,
        state_since=MOMENT,
        department="",
        due_on=None,
        line=(ANY_REVIEWER,),
        signatures=(),
        answers=answers,
        edition_digest="e" * 64,
    )


def approved(section: SectionSnapshot) -> SectionSnapshot:
    """Return the same section, approved."""
    signature = Signature(
        title="",
        consents=False,
        department="",
        person=1,
        by="백도현",
        role=Role.REVIEWER,
        at=MOMENT,
        digest=section.digest,
    )
    return replace(section, state=State.APPROVED, signatures=(signature,))


def make_snapshot(*sections: SectionSnapshot) -> Snapshot:
    """Return Springfield's response, by default one section with one unanswered question."""
    sections = sections or (make_section(make_answer(make_question())),)
    edition = EditionShape(
        "test-2030", 2030, wording("Test"), "e" * 64, tuple(part.section for part in sections)
    )
    return Snapshot("springfield", wording("Springfield"), "ko", edition, sections)


def saying(**parts: Any) -> Snapshot:
    """Return a response that says this to its one question; part keys with `_` for `-`."""
    values = {key.replace("_", "-"): value for key, value in parts.items()}
    kinds = [kind for kind in KEYS if kind.replace("_", "-") in values]
    return make_snapshot(make_section(make_answer(make_question("a-1", *kinds), "", values)))


# What people write: Korean, Latin, digits, bullets, brackets, and what others take for markup.
_LETTERS = "가나다라마바사힣서울특별시 abcXYZ 0123456789 .,:;()[]{}<>&\"'%*_#~`|\\/·※⇒「」〈〉"
_LINES = st.text(_LETTERS, max_size=60)
_BULLETS = st.sampled_from(["", "□ ", "  ○ ", "    - ", "※ ", "1. ", "가) ", "\t", "(1) "])
_TEXTS = st.lists(st.builds(str.__add__, _BULLETS, _LINES), max_size=12).map("\n".join)
_ADDRESSES = st.builds(
    "{}{}.seoul.go.kr{}".format,
    st.sampled_from(["", "http://", "https://"]),
    st.text("abcdefgh0123", min_size=1, max_size=12),
    st.sampled_from(["", "/", ":444/land/", "/a?b=1&c=%25EC", "/한글/길?sch_text=¤tPage=1"]),
)
_LINKS = st.fixed_dictionaries({"label": _LINES, "url": _ADDRESSES | _LINES})
_CONTACTS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("name", "title", "agency"), _LINES)
    | {"email": st.just("name@city.go.kr")},
)
_VALUES = st.fixed_dictionaries(
    {},
    optional={
        "yes-no": st.sampled_from(["yes", "no"]),
        "choices": st.lists(st.sampled_from(CHOICES)),
        "percentage": st.decimals(0, 100, places=1).map(str),
        "contact": _CONTACTS,
        "text": _TEXTS,
        "links": st.lists(_LINKS, max_size=5),
    },
)
_ANSWERS = st.builds(
    lambda reason, parts: make_answer(make_question(), reason, parts),
    st.just("") | _LINES,
    _VALUES,
)
SNAPSHOTS = st.builds(
    lambda one, two: make_snapshot(make_section(one), approved(make_section(two, key="beta"))),
    _ANSWERS,
    _ANSWERS,
)
