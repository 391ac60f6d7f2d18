"""What the buttons of the page for assignment do to what is typed, without saving anything.

A button named `rows` sends the whole page with an operation such as `up strategy 2`; the page
comes back changed, and nothing of it is judged.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.characters import one_line
from responses.domain.assignment.assignment import everybody_in
from responses.domain.assignment.keeping import NamedLine
from responses.domain.assignment.plan import Plan, Wanted
from responses.enums import State
from responses.forms.days import read_day
from responses.validators import parse_number
from responses.wording.dates import typed_day

from .typed import Data, TypedAssignment, TypedDelegation, TypedSection, TypedStep, steps_of

COPIED = _("Copied, but not saved yet.")
NOT_COPIED = _("Choose a section to copy from, sections to copy to, and the fields to copy.")
DATED = _("The date is filled in for all sections, but not saved yet.")
NO_DAY = _("Enter the date for all sections first.")
LINE_FILLED = _("The saved line is filled in, but not saved in the section yet.")
COPYABLE: Mapping[str, str | Promise] = {
    "department": _("Department"),
    "due": _("Due date"),
    "contributors": _("Contributors"),
    "line": _("Approval line"),
    "translation": _("Translators and their due date"),
}
"""What can be copied from one section to others, with what it is called."""

WORDS_MAX = 200
"""How much is read of the words by which people are found."""
Rows = list[TypedStep]


@dataclass(frozen=True, slots=True)
class Rearranged:
    """What is typed after an operation, where the cursor goes, and what is said about it.

    Sections and questions in `opened` are unfolded; those in `copied` are filled in from another
    and stay folded, as their rows say it. `due_fault` is what is wrong with the date for all
    sections.
    """

    typed: TypedAssignment
    focus: str = ""
    said: str | Promise = ""
    opened: frozenset[str] = frozenset()
    copied: frozenset[str] = frozenset()
    due_fault: str | Promise = ""


NOTHING_DONE = Rearranged(TypedAssignment({}, {}))


_LOOK = "--look"


def asked_picker(data: Data) -> str:
    """Return in which list of people somebody asked for others by words, or nothing."""
    return next((name.removesuffix(_LOOK) for name in data if name.endswith(_LOOK)), "")


def wanted_people(typed: TypedAssignment, data: Data, lines: Iterable[NamedLine]) -> Wanted:
    """Return whom to read of many: who is typed or in a saved line, and who was asked for."""
    keys = {
        *(key for line in lines for step in line.steps for key in step.people),
        *(key for each in typed.sections.values() for key in everybody_in(each.value)),
        *(key for each in typed.delegations.values() for key in each.people),
    }
    picker = asked_picker(data)
    return Wanted(keys, picker, one_line(data.get(f"{picker}--find", "")[:WORDS_MAX]))


def apply_button(
    typed: TypedAssignment, data: Data, plan: Plan, lines: Iterable[NamedLine] = ()
) -> Rearranged:
    """Do the operation that was asked for; one that makes no sense changes nothing."""
    if picker := asked_picker(data):
        key = picker.split("--")[0].partition("-")[2]
        return Rearranged(typed, f"{picker}--find", opened=frozenset({key}))
    verb, _space, rest = data.get("rows", "").partition(" ")
    key, _space, place = rest.partition(" ")
    if act := _ON_PAGE.get(verb):
        return act(typed, data, plan, lines)
    if verb == "now" and rest in plan.sections:
        shown = TypedSection.of(plan.sections[rest].assignment)
        return _with(typed, rest, shown, f"s-{rest}")
    if verb == "now-question":
        return _as_now(typed, rest, plan)
    if key not in typed.sections:
        return Rearranged(typed)
    return _in_section(typed, verb, key, place)


def _in_section(typed: TypedAssignment, verb: str, key: str, place: str) -> Rearranged:
    """Do what concerns the approval line of one section."""
    if verb == "line":
        # What is read from the page has the steps of the line that was chosen already.
        return Rearranged(typed, f"s-{key}--saved", LINE_FILLED, frozenset({key}))
    rows = list(typed.sections[key].steps)
    if verb == "add":
        rows.append(TypedStep())
        focus = f"{len(rows) - 1}--title"
    elif verb in _ON_ROW and (row := _row(rows, place)) is not None:
        focus = _ON_ROW[verb](rows, row)
    else:
        return Rearranged(typed)
    return _with(typed, key, replace(typed.sections[key], steps=tuple(rows)), f"s-{key}--{focus}")


def _with(typed: TypedAssignment, key: str, section: TypedSection, focus: str) -> Rearranged:
    changed = replace(typed, sections={**typed.sections, key: section})
    return Rearranged(changed, focus, opened=frozenset({key}))


def _as_now(typed: TypedAssignment, key: str, plan: Plan) -> Rearranged:
    """Show a question as it is handed over now, or not at all."""
    others = {each: terms for each, terms in typed.delegations.items() if each != key}
    now = plan.delegations.get(key)
    shown = {key: TypedDelegation.of(now)} if now else {}
    return Rearranged(replace(typed, delegations=others | shown), f"h-{key}" if now else "hand")


def _row(rows: Rows, place: str) -> int | None:
    """Return which row a place names, or None if there is none."""
    row = parse_number(place)
    return row if row is not None and row < len(rows) else None


def _remove(rows: Rows, index: int) -> str:
    del rows[index]
    return f"{min(index, len(rows) - 1)}--title" if rows else "add"


def _up(rows: Rows, index: int) -> str:
    above = max(index - 1, 0)
    rows[above : index + 1] = reversed(rows[above : index + 1])
    return f"{above}--{'up' if above else 'down'}"


def _down(rows: Rows, index: int) -> str:
    rows[index : index + 2] = reversed(rows[index : index + 2])
    below = min(index + 1, len(rows) - 1)
    return f"{below}--{'down' if below < len(rows) - 1 else 'up'}"


def _copy(typed: TypedAssignment, data: Data, plan: Plan, lines: Iterable[NamedLine]) -> Rearranged:
    """Copy what was ticked from one section into others; lines that are signed stay.

    Of a saved line there is nothing but the line to be copied.
    """
    saved = {f"line-{line.pk}": TypedSection(steps=steps_of(line)) for line in lines}
    chosen = data.get("copy-from", "")
    source = saved.get(chosen) or typed.sections.get(chosen)
    targets = _ticked(data, "to", typed.sections) - {chosen}
    what = {"line"} if chosen in saved else _ticked(data, "what", copyable(plan))
    if source is None or not targets or not what:
        return Rearranged(typed, "copy", NOT_COPIED)
    sections = {
        key: _copied(source, each, what - _fixed(plan, key)) if key in targets else each
        for key, each in typed.sections.items()
    }
    return Rearranged(replace(typed, sections=sections), "said", COPIED, copied=frozenset(targets))


def _ticked(data: Data, name: str, all_of_them: Collection[str]) -> set[str]:
    """Return which of a list are ticked: each, where that is ticked for all."""
    every = name in data.getlist("copy-every")
    return {*all_of_them} if every else {*all_of_them} & {*data.getlist(f"copy-{name}")}


def _fixed(plan: Plan, key: str) -> set[str]:
    """Return what of a section cannot be copied into."""
    now = plan.sections[key]
    return {"line"} if now.signed or now.state is State.APPROVED else set()


def _copied(source: TypedSection, target: TypedSection, what: set[str]) -> TypedSection:
    return TypedSection(
        department=(source if "department" in what else target).department,
        due=(source if "due" in what else target).due,
        contributors=(source if "contributors" in what else target).contributors,
        steps=(source if "line" in what else target).steps,
        seen=target.seen,
        translators=(source if "translation" in what else target).translators,
        translation_due=(source if "translation" in what else target).translation_due,
    )


def _date(typed: TypedAssignment, data: Data, *_others: object) -> Rearranged:
    """Put one day into every section, as the page writes it; none that cannot be read."""
    try:
        day = read_day(data.get("due-all", ""))
    except ValidationError as fault:
        return Rearranged(typed, "due-all", due_fault=fault.messages[0])
    if day is None:
        return Rearranged(typed, "due-all", due_fault=NO_DAY)
    due = typed_day(day)
    sections = {key: replace(each, due=due) for key, each in typed.sections.items()}
    return Rearranged(replace(typed, sections=sections), "said", DATED)


def _hand(typed: TypedAssignment, data: Data, *_others: object) -> Rearranged:
    """Add a question to those that are handed over."""
    key = data.get("hand", "")
    return Rearranged(with_question(typed, key), f"h-{key}--department" if key else "hand")


def with_question(typed: TypedAssignment, key: str) -> TypedAssignment:
    """Return what is typed with a question, if there is a key, among those handed over."""
    if not key or key in typed.delegations:
        return typed
    return replace(typed, delegations={**typed.delegations, key: TypedDelegation()})


_ON_PAGE: Mapping[str, Callable[[TypedAssignment, Data, Plan, Iterable[NamedLine]], Rearranged]] = {
    "copy": _copy,
    "date": _date,
    "hand": _hand,
}
_ON_ROW: Mapping[str, Callable[[Rows, int], str]] = {"remove": _remove, "up": _up, "down": _down}


def copyable(plan: Plan) -> Mapping[str, str | Promise]:
    """Return what can be copied in a city: translators where there are any."""
    return {key: each for key, each in COPYABLE.items() if plan.translates or key != "translation"}
