"""Giving a response out: who has which section and question, until when, and who signs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from responses.domain.assignment.assigning import (
    AssignmentOutdatedError,
    AssignmentRefusedError,
    apply_changes,
)
from responses.domain.assignment.plan import departments_of, read_assignments, read_people
from responses.domain.permissions import Permission
from responses.forms.assignment.buttons import (
    COPYABLE,
    NOTHING_DONE,
    Rearranged,
    apply_button,
    with_question,
)
from responses.forms.assignment.cards import delegation_cards, pattern, problems, section_cards
from responses.forms.assignment.form import AssignmentForm
from responses.forms.assignment.typed import TypedAssignment, read_typed
from responses.wording.saving import nothing_to_save, saved_changes

from .access import ResponseAccess, response_or_404

POSTS = ("주무관", "팀장", "과장", "담당관", "국장")
"""Posts that sign in Korean cities, lowest first; people type what they like."""


@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Show a coordinator who has what, and give it out; a button `rows` only changes the page.

    Replies 422 to what cannot be given out so, and 409 where somebody else has meanwhile
    changed what is to be changed: then what is so now stands beside what was typed.
    """
    access = response_or_404(request, city, edition)
    access.require(Permission.ASSIGN)
    if request.method != "POST":
        return _page(request, access, _form(access))
    plan, shape = read_assignments(access.response), access.snapshot.edition
    typed = read_typed(request.POST, plan, shape)
    if "rows" in request.POST:
        done = apply_button(typed, request.POST, plan)
        return _page(request, access, _form(access, done.typed, judged=False), done)
    chosen = request.POST.get("hand", "")
    if chosen in shape.questions_by_key:
        # Chosen to be handed over, but not said to whom.
        typed = with_question(typed, chosen)
    return _save(request, access, typed.shortened())


def _form(
    access: ResponseAccess, typed: TypedAssignment | None = None, **options: bool
) -> AssignmentForm:
    plan = read_assignments(access.response)
    return AssignmentForm(plan, read_people(access.response.city, plan), typed, **options)


def _save(request: HttpRequest, access: ResponseAccess, typed: TypedAssignment) -> HttpResponse:
    """Save what was typed, or show it with what stands in the way."""
    form = _form(access, typed)
    if form.is_outdated or form.is_faulty:
        return _page(request, access, form)
    try:
        changed = apply_changes(access.response, form.changes, actor=access.actor)
    except (AssignmentOutdatedError, AssignmentRefusedError):
        # Somebody was faster by a moment: what is so now says what is the matter.
        return _page(request, access, _form(access, form.typed))
    messages.success(request, saved_changes(changed) if changed else nothing_to_save())
    return redirect("assignment", access.response.city.slug, access.response.edition.code)


def _page(
    request: HttpRequest,
    access: ResponseAccess,
    form: AssignmentForm,
    done: Rearranged = NOTHING_DONE,
) -> HttpResponse:
    """Return the page, as saving or an operation left it."""
    edition, sent = access.snapshot.edition, request.POST
    found = problems(form, edition)
    questions = edition.questions_by_key.values()
    context = {
        "snapshot": access.snapshot,
        "cards": section_cards(form, edition, done.opened),
        "handed": delegation_cards(form, edition),
        "free": [question for question in questions if question.key not in form.delegations],
        "departments": departments_of(access.response.city),
        "posts": POSTS,
        "pattern": pattern(form.people),
        "problems": found,
        "outdated": form.is_outdated,
        "typed": request.method == "POST",
        "focus": done.focus,
        "said": done.said,
        "due_all": sent.get("due-all", ""),
        "copy": {"from": sent.get("copy-from"), "to": sent.getlist("copy-to")},
        "what": COPYABLE,
        "copied": sent.getlist("copy-what"),
    }
    status = 409 if form.is_outdated and form.judged else 422 if found else 200
    return render(request, "responses/assigning/assignment.html", context, status=status)
