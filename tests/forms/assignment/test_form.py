"""What is typed on the page for assignment: read, settled with what is so now, and operated on."""

from datetime import date

import pytest
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from responses.domain.assignment.assignment import (
    Assigned,
    Assignment,
    Candidates,
    DelegationTerms,
    Person,
)
from responses.domain.assignment.plan import Plan
from responses.domain.edition.shapes import EditionShape, SectionShape
from responses.domain.signing.approval_line import Step
from responses.enums import Role, State
from responses.forms.assignment.buttons import apply_button
from responses.forms.assignment.cards import delegation_cards, section_cards
from responses.forms.assignment.form import AssignmentForm
from responses.forms.assignment.typed import (
    TypedAssignment,
    TypedDelegation,
    TypedSection,
    TypedStep,
    read_typed,
    readable_day,
    typed_of,
)
from responses.forms.days import DAY_FAR, DAY_UNREADABLE
from tests.support.factories import wording
from tests.support.shapes import make_question

KEY, OTHER, QUESTION = "covid-19", "beta", "q-1"
SHAPE = EditionShape(
    "test-2030",
    2030,
    wording("Test"),
    "",
    (
        SectionShape(1, KEY, "A", wording("Alpha"), (make_question(),)),
        SectionShape(2, OTHER, "B", wording("Beta"), ()),
    ),
)
PEOPLE = {
    1: Person(1, "Ann", "ann@city.example", Role.CONTRIBUTOR),
    2: Person(2, "Ben", "ben@city.example", Role.REVIEWER),
    3: Person(3, "Cho", "cho@city.example", None),
}
CANDIDATES = Candidates(PEOPLE)
GIVEN = Assignment("Office", date(2030, 5, 1), (1,), (Step("Head", (2,)),))


def plan(
    given: Assignment = GIVEN,
    *,
    state: State = State.DRAFT,
    signed: int = 0,
    handed: DelegationTerms | None = None,
) -> Plan:
    first, second = SHAPE.sections
    return Plan(
        {
            KEY: Assigned(first, state, signed, given),
            OTHER: Assigned(second, State.DRAFT, 0, Assignment()),
        },
        {QUESTION: handed} if handed else {},
    )


def sent(typed: TypedAssignment, **more: str | list[str]) -> MultiValueDict[str, str]:
    """Return what a browser sends of a page that shows this."""
    data: dict[str, list[str]] = {}
    for key, each in typed.sections.items():
        name = f"s-{key}"
        data |= {f"{name}--department": [each.department], f"{name}--due": [each.due]}
        data |= {
            f"{name}--seen": [each.seen],
            f"{name}--contributors": [*map(str, each.contributors)],
        }
        for place, row in enumerate(each.steps):
            data |= {f"{name}--{place}--title": [row.title]}
            data |= {f"{name}--{place}--department": [row.department]}
            data |= {f"{name}--{place}--people": [*map(str, row.people)]}
            data |= {f"{name}--{place}--consents": ["yes"]} if row.consents else {}
    for key, terms in typed.delegations.items():
        name = f"h-{key}"
        data |= {f"{name}--department": [terms.department], f"{name}--due": [terms.due]}
        data |= {f"{name}--seen": [terms.seen], f"{name}--people": [*map(str, terms.people)]}
        data |= {f"{name}--back": ["yes"]} if terms.back else {}
    extra = {name: [value] if isinstance(value, str) else value for name, value in more.items()}
    return MultiValueDict({name: value for name, value in (data | extra).items() if value})


# --- Reading ---------------------------------------------------------------

LINES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=5)
KEYS = st.lists(st.integers(0, 10**9 - 1), max_size=3).map(tuple)
STEPS = st.builds(TypedStep, LINES, KEYS, st.booleans(), LINES)


@given(
    st.builds(TypedSection, LINES, LINES, KEYS, st.lists(STEPS, max_size=12).map(tuple), LINES),
    st.builds(TypedDelegation, LINES, LINES, KEYS, st.booleans(), LINES),
)
def test_what_is_sent_is_read_as_it_was_typed(
    section: TypedSection, terms: TypedDelegation
) -> None:
    typed = TypedAssignment({KEY: section, OTHER: TypedSection()}, {QUESTION: terms})
    assert read_typed(sent(typed), plan(), SHAPE) == typed


def test_what_is_not_sent_is_as_it_is() -> None:
    now = plan(handed=DelegationTerms("Law"))
    assert read_typed(MultiValueDict(), now, SHAPE) == typed_of(now)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2030-05-01", date(2030, 5, 1)),
        (" 2030. 5. 1. ", date(2030, 5, 1)),
        ("2030/5/1", date(2030, 5, 1)),
        ("2030.5.1", date(2030, 5, 1)),
        ("", None),
        ("   ", None),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: date | None) -> None:
    assert readable_day(text) == day
    assert TypedSection(due=text).faults == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        *((text, DAY_UNREADABLE) for text in ("soon", "2030-02-30", "30-05-01", "2030-05-01x")),
        ("２０３０-05-01", DAY_UNREADABLE),
        *((text, DAY_FAR) for text in ("1999-12-31", "3000-01-01", "0001-01-01")),
    ],
)
def test_what_is_no_day_is_kept_and_said(text: str, message: str) -> None:
    section = TypedSection(due=text)
    [fault] = section.faults
    assert (readable_day(text), fault.field, fault.message) == (None, "due", str(message))
    assert TypedDelegation(due=text).faults == [fault]
    assert TypedDelegation(due=text, back=True).faults == []


# --- Settling with what is so now -------------------------------------------


def settled(typed: TypedSection, now: Assignment) -> tuple[TypedSection, Assignment | None]:
    form = AssignmentForm(plan(now), CANDIDATES, TypedAssignment({KEY: typed}, {}))
    return form.sections[KEY], form.conflicts.get(KEY)


MINE = TypedSection("Mine", seen=GIVEN.digest)
NEWER = Assignment("Newer")


@pytest.mark.parametrize(
    ("typed", "now", "shown", "conflict"),
    [
        (TypedSection.of(GIVEN), GIVEN, TypedSection.of(GIVEN), None),
        (MINE, GIVEN, MINE, None),
        # Untouched, so it is shown as it is now.
        (TypedSection.of(GIVEN), NEWER, TypedSection.of(NEWER), None),
        # The same as somebody else's.
        (TypedSection("Newer", seen=GIVEN.digest), NEWER, TypedSection.of(NEWER), None),
        (MINE, NEWER, TypedSection("Mine", seen=NEWER.digest), NEWER),
        (
            TypedSection("Newer", due="x", seen=GIVEN.digest),
            NEWER,
            TypedSection("Newer", due="x", seen=NEWER.digest),
            NEWER,
        ),
    ],
)
def test_what_is_typed_is_settled_with_what_is_so_now(
    typed: TypedSection, now: Assignment, shown: TypedSection, conflict: Assignment | None
) -> None:
    assert settled(typed, now) == (shown, conflict)


def test_only_what_is_changed_is_wished() -> None:
    typed = TypedAssignment(
        {KEY: TypedSection.of(GIVEN), OTHER: TypedSection("New", seen=Assignment().digest)},
        {QUESTION: TypedDelegation("Law", seen="")},
    )
    changes = AssignmentForm(plan(), CANDIDATES, typed).changes
    assert changes.sections == {OTHER: Assignment("New")}
    assert changes.seen == {OTHER: Assignment().digest}
    assert (changes.delegations, changes.delegations_seen) == (
        {QUESTION: DelegationTerms("Law")},
        {QUESTION: ""},
    )


def test_nothing_is_wrong_before_it_is_judged() -> None:
    typed = TypedAssignment({KEY: TypedSection(due="x", seen=GIVEN.digest)}, {})
    assert AssignmentForm(plan(), CANDIDATES, typed).is_faulty
    assert not AssignmentForm(plan(), CANDIDATES, typed, judged=False).is_faulty


# --- Operating ---------------------------------------------------------------


def titles(rows: str, count: int = 3) -> tuple[str, str]:
    """Return the titles after an operation on a line of steps a, b, c, and the focus."""
    steps = tuple(TypedStep(letter) for letter in "abc"[:count])
    section = TypedSection(steps=steps, seen="x")
    done = apply_button(
        TypedAssignment({KEY: section}, {}), MultiValueDict({"rows": [rows]}), plan()
    )
    return "".join(each.title or "_" for each in done.typed.sections[KEY].steps), done.focus


@pytest.mark.parametrize(
    ("rows", "after", "focus"),
    [
        (f"add {KEY}", "abc_", "--3--title"),
        (f"remove {KEY} 1", "ac", "--1--title"),
        (f"remove {KEY} 2", "ab", "--1--title"),
        (f"up {KEY} 2", "acb", "--1--up"),
        (f"up {KEY} 1", "bac", "--0--down"),
        (f"up {KEY} 0", "abc", "--0--down"),
        (f"down {KEY} 0", "bac", "--1--down"),
        (f"down {KEY} 1", "acb", "--2--up"),
        (f"down {KEY} 2", "abc", "--2--up"),
    ],
)
def test_steps_are_moved(rows: str, after: str, focus: str) -> None:
    assert titles(rows) == (after, f"s-{KEY}{focus}")


def test_the_last_step_can_go() -> None:
    assert titles(f"remove {KEY} 0", count=1) == ("", f"s-{KEY}--add")


@pytest.mark.parametrize(
    "rows", ["", "up", f"up {KEY}", f"up {KEY} 3", f"up {KEY} -1", f"up {KEY} ²", "add x", "x y z"]
)
def test_what_makes_no_sense_changes_nothing(rows: str) -> None:
    assert titles(rows) == ("abc", "")


# --- Drawing -----------------------------------------------------------------


def test_people_who_fit_can_be_chosen_and_those_who_were_are_shown() -> None:
    form = AssignmentForm(plan(Assignment(contributors=(3,))), CANDIDATES)
    picker = section_cards(form, SHAPE)[0].picker
    assert [(each.person.name, each.chosen, each.fits) for each in picker.choices] == [
        ("Ann", False, True),
        ("Cho", True, False),
    ]
    assert picker.chosen == "Cho (cannot write)"


@pytest.mark.parametrize(
    ("state", "signed", "locked"),
    [
        (State.DRAFT, 0, [False, False]),
        (State.IN_REVIEW, 0, [False, False]),
        (State.IN_REVIEW, 1, [True, False]),
        (State.APPROVED, 0, [True, True]),
    ],
)
def test_steps_that_stay_are_read_only(state: State, signed: int, locked: list[bool]) -> None:
    line = (Step("Head", (2,)), Step("Mayor", (2,)))
    now = plan(Assignment(approval_line=line), state=state, signed=signed)
    form = AssignmentForm(now, CANDIDATES)
    card = section_cards(form, SHAPE)[0]
    assert [step.locked for step in card.steps] == locked
    assert card.fixed == all(locked)


def test_questions_that_nobody_changed_are_closed() -> None:
    now = plan(handed=DelegationTerms("Law"))
    [card] = delegation_cards(AssignmentForm(now, CANDIDATES), SHAPE)
    assert not card.opened
    typed = TypedAssignment(
        {}, {QUESTION: TypedDelegation("New", seen=DelegationTerms("Law").digest)}
    )
    [card] = delegation_cards(AssignmentForm(now, CANDIDATES, typed), SHAPE)
    assert card.opened
