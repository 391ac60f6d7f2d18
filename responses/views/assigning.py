"""Giving a response out: who has which section and question, until when, and who signs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from responses.characters import one_line
from responses.domain.assignment.assigning import (
    AssignmentOutdatedError,
    AssignmentRefusedError,
    apply_changes,
)
from responses.domain.assignment.changed_by import changed_by_oneself
from responses.domain.assignment.keeping import (
    NamedLine,
    drop_line,
    faults_of_line,
    keep_line,
    read_lines,
)
from responses.domain.assignment.plan import read_assignments, read_candidates, read_names_in_use
from responses.domain.permissions import Permission
from responses.domain.signing.turns import next_step
from responses.enums import State
from responses.forms.assignment.buttons import (
    NOTHING_DONE,
    Rearranged,
    apply_button,
    asked_picker,
    copyable,
    wanted_people,
    with_question,
)
from responses.forms.assignment.cards import (
    KeepRefused,
    delegation_cards,
    pattern,
    problems,
    saved_cards,
    section_cards,
)
from responses.forms.assignment.form import AssignmentForm
from responses.forms.assignment.typed import TypedAssignment, read_typed, typed_of
from responses.pages.signing import read_barred
from responses.wording.assigning import (
    empty_steps_left_out,
    saved_assignment,
    translated_too_late,
    what_changed,
)
from responses.wording.posts import POSTS
from responses.wording.saving import nothing_to_save

from .access import ResponseAccess, response_or_404
from .posted import chosen, number_or_404


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page shows beside what is typed: the saved lines, what a button did, why not."""

    lines: list[NamedLine]
    done: Rearranged = NOTHING_DONE
    refused: KeepRefused | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Show a coordinator who has what, and give it out.

    A button `rows` only changes the page; a button `line` keeps or drops a saved approval line.

    Replies 422 to what cannot be given out so, and 409 where somebody else has meanwhile
    changed what is to be changed: then what is so now stands beside what was typed.
    """
    access = response_or_404(request, city, edition)
    access.require(Permission.ASSIGN)
    lines = read_lines(access.response.city)
    if request.method != "POST":
        return _page(request, access, _form(request, access, lines), _Shown(lines))
    plan, shape = read_assignments(access.response), access.snapshot.edition
    typed = read_typed(request.POST, plan, shape, lines)
    if "rows" in request.POST or asked_picker(request.POST):
        done = apply_button(typed, request.POST, plan, lines)
        return _page(
            request,
            access,
            _form(request, access, lines, done.typed, judged=False),
            _Shown(lines, done),
        )
    if "line" in request.POST:
        return _line(request, access, _form(request, access, lines, typed, judged=False))
    asked = request.POST.get("hand", "")
    if asked in shape.questions_by_key:
        # Chosen to be handed over, but not said to whom.
        typed = with_question(typed, asked)
    return _save(request, access, typed, lines)


def _form(
    request: HttpRequest,
    access: ResponseAccess,
    lines: list[NamedLine],
    typed: TypedAssignment | None = None,
    **options: bool,
) -> AssignmentForm:
    plan = read_assignments(access.response)
    typed = typed or typed_of(plan)
    wanted = wanted_people(typed, request.POST, lines)
    candidates = read_candidates(access.response.city, plan, wanted)
    return AssignmentForm(plan, candidates, typed, **options)


def _save(
    request: HttpRequest, access: ResponseAccess, typed: TypedAssignment, lines: list[NamedLine]
) -> HttpResponse:
    """Save what was typed, or show it with what stands in the way."""
    form = _form(request, access, lines, typed)
    if form.is_outdated or form.is_faulty:
        return _page(request, access, form, _Shown(lines))
    try:
        changed = apply_changes(access.response, form.changes, actor=access.actor)
    except (AssignmentOutdatedError, AssignmentRefusedError):
        # Somebody was faster by a moment: what is so now says what is the matter.
        return _page(request, access, _form(request, access, lines, form.typed), _Shown(lines))
    messages.success(request, " ".join(_done(access, form, changed)))
    late = translated_too_late(access.snapshot.edition, form.changes.sections)
    if late and not access.response.city.translations_afterwards:
        messages.warning(request, late)
    return redirect("assignment", access.response.city.slug, access.response.edition.code)


def _done(access: ResponseAccess, form: AssignmentForm, changed: int) -> Iterator[str]:
    """Yield what was saved and what was not, a sentence each."""
    if changed:
        yield saved_assignment(form.changes)
        yield what_changed(access.snapshot.edition, form.plan, form.changes, form.people)
    else:
        yield nothing_to_save()
    if empty := sum(each.empty_steps for each in form.sections.values()):
        yield empty_steps_left_out(empty)


def _line(request: HttpRequest, access: ResponseAccess, form: AssignmentForm) -> HttpResponse:
    """Keep the line of a section under a name, or drop one; what is typed stays on the page."""
    verb, _space, key = request.POST["line"].partition(" ")
    return chosen({"do": verb}, "do", _LINES)(request, access, form, key)


def _keep(
    request: HttpRequest, access: ResponseAccess, form: AssignmentForm, key: str
) -> HttpResponse:
    if key not in form.sections:
        raise BadRequest
    city, name = access.response.city, request.POST.get(f"s-{key}--keep", "")
    steps = form.sections[key].value.approval_line
    if faults := tuple(faults_of_line(name, steps, form.people)):
        rows = tuple(map(form.sections[key].at_row, faults))
        refused = KeepRefused(key, name, rows)
        done = replace(NOTHING_DONE, focus=f"s-{key}--keep")
        return _page(request, access, form, _Shown(read_lines(city), done, refused))
    replaced = keep_line(city, name, steps, form.people, actor=access.actor)
    said = _LINE_REPLACED if replaced else _LINE_KEPT
    done = Rearranged(form.typed, "said", said % {"name": one_line(name)}, frozenset({key}))
    return _page(request, access, form, _Shown(read_lines(city), done))


def _drop(
    request: HttpRequest, access: ResponseAccess, form: AssignmentForm, key: str
) -> HttpResponse:
    city = access.response.city
    name = drop_line(city, number_or_404({"line": key}, "line"), actor=access.actor)
    said = _LINE_DROPPED % {"name": name} if name else _LINE_GONE
    return _page(
        request, access, form, _Shown(read_lines(city), Rearranged(form.typed, "said", said))
    )


_LINE_KEPT = _(
    "The line is saved as %(name)s. Other sections can choose it now. What is typed in this "
    "section is not saved yet."
)
_LINE_REPLACED = _("The saved line %(name)s is changed. Sections that have it stay as they are.")
_LINE_DROPPED = _("The saved line %(name)s is deleted. Sections that have it stay as they are.")
_LINE_GONE = _("This saved line has already been deleted.")
_LINES: Mapping[str, Callable[[HttpRequest, ResponseAccess, AssignmentForm, str], HttpResponse]] = {
    "keep": _keep,
    "drop": _drop,
}


def _barred(access: ResponseAccess) -> Mapping[int, str]:
    """Return who wrote part of sections that wait for them to sign, by the key of the section.

    Four queries at most, and none while nothing is in review.
    """
    if all(section.state is not State.IN_REVIEW for section in access.snapshot.sections):
        return {}
    found = access.response.works.filter(state=State.IN_REVIEW).select_related("approval")
    waiting = {work: step for work in found if (step := next_step(work))}
    barred = read_barred([*waiting.items()], access.response.city)
    return {work.section_id: barred[work.pk] for work in waiting if work.pk in barred}


def _own(access: ResponseAccess, form: AssignmentForm) -> frozenset[str]:
    """Return what the person changed themselves in another window, as who else would have."""
    outdated = {*form.conflicts, *form.delegation_conflicts}
    edition = access.snapshot.edition
    return changed_by_oneself(access.response, edition, outdated, access.user)


def _page(
    request: HttpRequest, access: ResponseAccess, form: AssignmentForm, shown: _Shown
) -> HttpResponse:
    """Return the page, as saving or an operation left it."""
    edition, sent, done = access.snapshot.edition, request.POST, shown.done
    in_use = read_names_in_use(access.response.city)
    saved = saved_cards(shown.lines, form.people)
    found = problems(form, edition)
    questions = edition.questions_by_key.values()
    context = {
        "snapshot": access.snapshot,
        "cards": section_cards(form, edition, done.opened, shown.lines, shown.refused),
        "barred": _barred(access),
        "untouched": {each.section.key for each in access.snapshot.sections if each.untouched},
        "reopened": {each.section.key for each in access.snapshot.sections if each.reopened},
        "saved": saved,
        "saved_steps": {line.key: line.steps for line in saved},
        "handed": delegation_cards(form, edition, done.opened),
        "free": [question for question in questions if question.key not in form.delegations],
        "departments": in_use.departments,
        "posts": dict.fromkeys([*POSTS, *in_use.posts]),
        "pattern": pattern(form.candidates),
        "problems": found,
        "outdated": form.is_outdated,
        "own": _own(access, form),
        "typed": request.method == "POST",
        "focus": done.focus,
        "said": done.said,
        "due_all": sent.get("due-all", ""),
        "due_fault": done.due_fault,
        "copy": {
            "from": sent.get("copy-from"),
            "to": sent.getlist("copy-to"),
            "every": sent.getlist("copy-every"),
        },
        "what": copyable(form.plan),
        "translates": form.plan.translates,
        "translated_with_sections": not access.response.city.translations_afterwards,
        "copied": sent.getlist("copy-what"),
        "copied_into": done.copied,
    }
    refused = found or shown.refused or done.due_fault
    status = 409 if form.is_outdated and form.judged else 422 if refused else 200
    return render(request, "responses/assigning/assignment.html", context, status=status)
