from dataclasses import replace
from typing import Any

import pytest

from responses.domain.content.completeness import (
    Judgement,
    Settled,
    Status,
    is_answered,
    is_excused,
    judge,
    settling,
)
from responses.domain.content.content import EMPTY, Content, canonical
from responses.domain.edition.shapes import EditionShape, Follows, QuestionShape, SectionShape
from tests.support.shapes import make_question

LINKS = [{"label": "a", "url": "b.kr"}]
NO_LINKS = [{"label": "", "url": "없음"}, {"label": "해당 없음", "url": ""}]
WHOLE = {"name": "Kim", "title": "CIO", "agency": "City hall"}
A, I, U = Status.ANSWERED, Status.INCOMPLETE, Status.UNANSWERED  # noqa: E741

# Kinds that the question asks for, what was answered, how far that is, what is still lacking,
# where the edition does not say what is required.
CASES: list[tuple[tuple[str, ...], dict[str, Any], Status, tuple[str, ...]]] = [
    (("text",), {}, U, ("text",)),
    (("text",), {"text": "a"}, A, ()),
    (("links",), {}, U, ("links",)),
    (("links",), {"links": LINKS}, A, ()),
    (("text", "links"), {}, U, ("links",)),
    (("text", "links"), {"text": "a"}, I, ("links",)),
    (("text", "links"), {"links": LINKS}, A, ()),
    (("yes_no", "text"), {}, U, ("yes-no",)),
    (("yes_no", "text"), {"text": "a"}, I, ("yes-no",)),
    (("yes_no", "text"), {"yes-no": "yes"}, A, ()),
    (("yes_no", "text"), {"yes-no": "no"}, A, ()),
    (("yes_no", "text", "links"), {"yes-no": "yes"}, I, ("links",)),
    (("yes_no", "text", "links"), {"yes-no": "no"}, A, ()),
    (("yes_no", "text", "links"), {"text": "a", "links": LINKS}, I, ("yes-no",)),
    (("yes_no", "text", "links"), {"yes-no": "yes", "links": LINKS}, A, ()),
    (("yes_no", "percentage"), {"yes-no": "yes"}, I, ("percentage",)),
    (("yes_no", "percentage"), {"percentage": "0"}, I, ("yes-no",)),
    (("yes_no", "percentage"), {"yes-no": "yes", "percentage": "0"}, A, ()),
    (("percentage", "text"), {"percentage": "85.4"}, A, ()),
    (("choices", "text"), {"text": "a"}, I, ("choices",)),
    (("choices", "text"), {"choices": ["plan"]}, A, ()),
    (("yes_no", "contact", "text"), {"contact": WHOLE}, I, ("yes-no",)),
    (("yes_no", "contact"), {"yes-no": "yes", "contact": {"name": "Kim"}}, I, ("contact",)),
    (("yes_no", "contact"), {"yes-no": "yes", "contact": WHOLE}, A, ()),
    ((), {"text": "a"}, I, ("yes-no", "choices", "percentage", "contact", "links")),
]
# The same, where the edition says that these parts are required and the others are not.
SAID: list[tuple[tuple[str, ...], set[str], dict[str, Any], Status, tuple[str, ...]]] = [
    (("text", "links"), {"text", "links"}, {"links": LINKS}, I, ("text",)),
    (("text", "links"), {"links"}, {"links": LINKS}, A, ()),
    (("text", "links"), {"text"}, {"links": LINKS}, I, ("text",)),
    (("text", "links"), {"text"}, {"text": "a"}, A, ()),
    (("text", "links"), set(), {}, U, ("text", "links")),
    (("yes_no", "text"), {"yes-no", "text"}, {"yes-no": "yes"}, I, ("text",)),
    (("yes_no", "text"), {"yes-no", "text"}, {"yes-no": "no"}, A, ()),
    (("yes_no", "text"), {"yes-no", "text"}, {"yes-no": "yes", "text": "a"}, A, ()),
    (("yes_no", "text", "links"), {"yes-no", "text", "links"}, {}, U, ("yes-no", "text", "links")),
]


@pytest.mark.parametrize(("kinds", "parts", "expected", "missing"), CASES)
def test_status_and_lacking_agree(
    kinds: tuple[str, ...], parts: dict[str, Any], expected: Status, missing: tuple[str, ...]
) -> None:
    question = make_question(*kinds)
    found = judge(question, canonical(question, parts))
    assert found.status is expected
    assert tuple(part.key for part in found.lacking) == missing


@pytest.mark.parametrize("reason", ["", "Not our task."])
@pytest.mark.parametrize(("kinds", "parts"), [case[:2] for case in CASES])
def test_whether_all_is_answered_is_as_it_is_judged(
    kinds: tuple[str, ...], parts: dict[str, Any], reason: str
) -> None:
    question = make_question(*kinds)
    edition = make_edition(question)
    content = canonical(question, parts, reason)
    status = judge(question, content).status
    assert is_answered(edition, question, {question.key: content}) is (status is A)
    assert is_answered(edition, question, {}) is False


@pytest.mark.parametrize(("kinds", "required", "parts", "expected", "missing"), SAID)
def test_what_the_edition_says_is_required_is_required(
    kinds: tuple[str, ...],
    required: set[str],
    parts: dict[str, Any],
    expected: Status,
    missing: tuple[str, ...],
) -> None:
    asked = make_question(*kinds)
    question = replace(
        asked, parts=tuple(replace(each, required=each.key in required) for each in asked.parts)
    )
    found = judge(question, canonical(question, parts))
    assert found.status is expected
    assert tuple(part.key for part in found.lacking) == missing


ODDS: list[tuple[tuple[str, ...], dict[str, Any], tuple[str, ...]]] = [
    (("choices",), {"choices": ["plan"]}, ("“No” is chosen, but 1 item is ticked.",)),
    (
        ("choices",),
        {"choices": ["plan", "budget", "staff"]},
        ("“No” is chosen, but 3 items are ticked.",),
    ),
    (("percentage",), {"percentage": "4.5"}, ("“No” is chosen, but the percentage is 4.5%.",)),
    (("percentage",), {"percentage": "0"}, ()),
    (("contact",), {"contact": {"name": "Kim"}}, ("“No” is chosen, but a contact is entered.",)),
    (("text", "links"), {"text": "We plan one.", "links": LINKS}, ()),
]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(("kinds", "parts", "expected"), ODDS)
def test_what_does_not_fit_a_no_is_named_and_not_refused(
    kinds: tuple[str, ...], parts: dict[str, Any], expected: tuple[str, ...]
) -> None:
    question = make_question("yes_no", *kinds)
    assert judge(question, canonical(question, {"yes-no": "no", **parts})) == Judgement(
        A, (), expected
    )
    for other in ({"yes-no": "yes"}, {}):
        assert judge(question, canonical(question, {**other, **parts})).at_odds == ()


NOTHING: list[tuple[tuple[str, ...], dict[str, Any], tuple[str, ...]]] = [
    (("yes_no", "text"), {}, ()),
    (("yes_no", "text"), {"yes-no": "no", "text": "We plan none."}, ()),
    (("yes_no", "text"), {"yes-no": "yes"}, ("yes-no",)),
    (("yes_no", "text"), {"yes-no": "yes", "text": "a"}, ("yes-no, text",)),
    (("text", "links"), {"text": "a", "links": LINKS}, ("text, links",)),
    (("choices", "percentage"), {"choices": ["plan"]}, ("choices",)),
]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(("kinds", "parts", "beside"), NOTHING)
def test_nothing_to_report_beside_an_answer_is_named_and_not_refused(
    kinds: tuple[str, ...], parts: dict[str, Any], beside: tuple[str, ...]
) -> None:
    question = make_question(*kinds)
    told = "“Nothing to report” is ticked, but there is an answer, too: "
    assert judge(question, canonical(question, parts, "Not our task.")) == Judgement(
        A, (), tuple(f"{told}{each}." for each in beside)
    )
    assert judge(question, canonical(question, parts)).at_odds == ()


def make_chain() -> EditionShape:
    """Return an edition of three questions: the second follows the first, the third that."""
    kinds = {"first": ("yes_no",), "second": ("yes_no", "text"), "third": ("text",)}
    follows = {"second": Follows("first", "yes"), "third": Follows("second", "yes")}
    questions = tuple(
        replace(make_question(*asked), pk=pk, key=key, number=key.title(), follows=follows.get(key))
        for pk, (key, asked) in enumerate(kinds.items(), 1)
    )
    return make_edition(*questions)


def make_edition(*questions: QuestionShape) -> EditionShape:
    """Return an edition of one section."""
    return EditionShape("e", 2030, {}, "", (SectionShape(1, "s", "S", {}, questions),))


# What the first and the second say, and what then settles the second and the third.
CHAIN: list[tuple[dict[str, str], str, str]] = [
    ({}, "", ""),
    ({"first": "yes"}, "", ""),
    ({"first": "no"}, "first", "first"),
    ({"second": "no"}, "", "second"),
    ({"first": "yes", "second": "no"}, "", "second"),
    ({"first": "yes", "second": "yes"}, "", ""),
    ({"first": "no", "second": "yes"}, "first", "first"),
]


@pytest.mark.parametrize(("decisions", "second", "third"), CHAIN)
def test_a_follow_up_is_settled_by_what_it_follows(
    decisions: dict[str, str], second: str, third: str
) -> None:
    edition = make_chain()
    said = {key: Content({"yes-no": decision}) for key, decision in decisions.items()}

    def settled(key: str) -> Settled | None:
        return settling(edition, edition.questions_by_key[key], said)

    for key, expected in (("first", ""), ("second", second), ("third", third)):
        found = settled(key)
        assert (found.by.key if found else "") == expected
        assert found is None or found.said == "no"
    question = edition.questions_by_key["third"]
    assert is_answered(edition, question, said) is bool(third)
    assert judge(question, EMPTY, settled("third")).status is (A if third else U)


def test_having_nothing_to_report_settles_no_follow_up() -> None:
    edition = make_chain()
    said = {"first": Content({}, "Another authority does this.")}
    assert settling(edition, edition.questions_by_key["second"], said) is None


@pytest.mark.usefixtures("english")
def test_an_answer_to_a_settled_follow_up_is_asked_about() -> None:
    edition = make_chain()
    first, _, third = edition.questions_by_key.values()
    assert judge(third, Content({"text": "a"}), Settled(first, "no")) == Judgement(
        A, (), ("First means that this question does not apply, but it has an answer.",)
    )
    assert judge(third, EMPTY, Settled(first, "no")) == Judgement(A)


def test_follow_ups_are_known_by_what_they_follow() -> None:
    followers = make_chain().followers
    assert {key: [each.key for each in found] for key, found in followers.items()} == {
        "first": ["second", "third"],
        "second": ["third"],
    }


@pytest.mark.parametrize(("kinds", "parts"), [case[:2] for case in CASES])
def test_nothing_to_report_is_a_complete_answer(
    kinds: tuple[str, ...], parts: dict[str, Any]
) -> None:
    question = make_question(*kinds)
    content = canonical(question, parts, "Another authority does this.")
    found = judge(question, content)
    assert (found.status, found.lacking) == (Status.ANSWERED, ())
    assert is_excused(question, content) is True


@pytest.mark.parametrize(("answer", "excused"), [("yes", False), ("no", True), ("", False)])
def test_no_needs_no_evidence(answer: str, excused: bool) -> None:  # noqa: FBT001
    question = make_question()
    assert is_excused(question, canonical(question, {"yes-no": answer})) is excused


def test_the_word_no_in_a_text_is_no_answer_no() -> None:
    question = make_question("yes_no", "text")
    assert is_excused(question, canonical(question, {"text": "no"})) is False


def test_nothing_is_unanswered() -> None:
    assert judge(make_question(), EMPTY).status is Status.UNANSWERED


@pytest.mark.parametrize("nothing", ["\u3164", "\u200b\u2060", "\u2800", "○", "□ \n - "])
def test_what_an_older_answer_does_not_say_is_unanswered(nothing: str) -> None:
    question = make_question("text", "links")
    content = Content({"text": nothing, "links": [{"label": "", "url": nothing}]}, nothing)
    found = judge(question, content)
    assert found.status is Status.UNANSWERED
    assert [part.key for part in found.lacking] == ["links"]


@pytest.mark.usefixtures("english")
def test_what_is_no_address_is_named_and_no_evidence() -> None:
    question = make_question("links")
    label = question.parts[0].label["en"]
    named = tuple(f"{label}: “{word}” is not a web address." for word in ("없음", "해당 없음"))
    lacking = Judgement(I, question.parts, named)
    assert judge(question, Content({"links": NO_LINKS})) == lacking
    assert judge(question, Content({"links": [*LINKS, *NO_LINKS]})) == Judgement(A, (), named)
    # One that was mistyped may be meant as an address, for which another is offered.
    mistyped = Content({"links": [{"label": "", "url": "https:/a.kr"}]})
    assert judge(question, mistyped) == Judgement(A)
