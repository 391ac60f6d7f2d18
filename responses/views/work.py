"""What waits for me, and starting a response."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from responses.domain.answers.starting import start_response
from responses.domain.notices.inbox import read_signed_for
from responses.domain.people.coordinators import read_coordinated
from responses.domain.people.deputies import read_own_deputies
from responses.domain.permissions import Permission, allows
from responses.domain.progress.coming import read_to_sign
from responses.domain.progress.failing import read_failing_links
from responses.domain.progress.latin import read_names_asked
from responses.domain.progress.worklist import read_worklist
from responses.domain.submissions.ready import final_tasks
from responses.domain.talk.waiting import waiting_threads
from responses.enums import Coordinated
from responses.models import City, Edition
from responses.pages.lists import list_page
from responses.pages.work import LISTS, work_page

from .access import actor_of, city_or_404, signed_in
from .posted import number


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person, then their responses, then what they may start.

    Each list is in pages of its own; the query of the address has their numbers.
    """
    person = signed_in(request)
    asked = {name: number(request.GET, name) for name in LISTS}
    worklist = read_worklist(person)
    failing = read_failing_links(worklist.own)
    lists = work_page(
        worklist,
        final_tasks(worklist.responses),
        waiting_threads(worklist.own),
        read_to_sign(worklist.own),
        failing=failing,
        names=read_names_asked(person, worklist.own),
        asked=asked,
    )
    cities = _cities() if person.is_staff and not worklist.member else []
    signs = any(allows(each.role, Permission.DECIDE) for each in worklist.own.cities)
    context = {
        "worklist": worklist,
        "lists": lists,
        "fails": bool(failing),
        "cities": list_page("cities", cities, asked),
        "to_read": list_page("to-read", read_signed_for(person) if signs else [], asked),
        "deputies": read_own_deputies(person, timezone.localdate()) if signs else [],
    }
    return render(request, "responses/work/my_work.html", context)


def _cities() -> list[tuple[City, str]]:
    """Return all cities, and in a word whether each has a coordinator; one query."""
    return [(city, str(Coordinated(city.coordinated).label)) for city in read_coordinated()]


@require_POST
def start(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Start the city's response to an edition, or go on with the one there is."""
    place = city_or_404(request, city, Permission.START_RESPONSE)
    found = get_object_or_404(Edition, code=edition)
    start_response(place, found, actor=actor_of(request))
    said = _("The response is started. Every section is open for writing.")
    onward = _("Begin with the first steps.")
    messages.success(request, f"{said} {onward}")
    return redirect("my_work")
