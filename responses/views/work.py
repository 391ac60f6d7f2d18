"""What waits for me, and starting a response."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from responses.domain.answers.starting import start_response
from responses.domain.permissions import Permission
from responses.domain.progress.worklist import read_worklist
from responses.domain.submissions.ready import final_tasks
from responses.domain.talk.threads import waiting_threads
from responses.models import Edition
from responses.pages.work import grouped

from .access import actor_of, city_or_404, signed_in


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person, then their responses, then what they may start."""
    person = signed_in(request)
    worklist = read_worklist(person)
    to_seal, to_send = final_tasks(worklist.responses)
    threads = waiting_threads(person)
    context = {
        "worklist": worklist,
        "tasks": len(to_seal) + len(to_send) + worklist.tasks,
        "threads": len(threads),
        "waiting": grouped(
            ("_seal", to_seal),
            ("_send", to_send),
            ("_assign", worklist.to_assign),
            ("_waiting", worklist.waiting),
        ),
        "talk": grouped(("_thread", threads)),
        "unsaved": grouped(("_unsaved", worklist.unsaved)),
    }
    return render(request, "responses/work/my_work.html", context)


@require_POST
def start(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Start the city's response to an edition, or go on with the one there is."""
    place = city_or_404(request, city, Permission.START_RESPONSE)
    found = get_object_or_404(Edition, code=edition)
    start_response(place, found, actor=actor_of(request))
    said = _(
        "The response is started. Every section is open for writing. The first steps are on "
        "“My work”."
    )
    messages.success(request, said)
    return redirect("overview", city, edition)
