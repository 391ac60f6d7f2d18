"""Saying that one has a section open, and hearing who else has and what they saved."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from responses.domain.presence import be_here, leave, others_here

from .access import response_or_404
from .section import why_closed


@require_POST
def presence(request: HttpRequest, city: str, edition: str, section: str) -> HttpResponse:
    """Note that the person is in a section, or leaves it, and return what happened meanwhile.

    `people` are the others there and `closed` says why the person cannot write, if so.
    """
    access = response_or_404(request, city, edition)
    shape = access.section(section)
    if "leaving" in request.POST:
        leave(access.response, shape, access.user)
        return HttpResponse(status=204)
    be_here(access.response, shape, access.user)
    part = access.snapshot.sections_by_key[shape.key]
    return JsonResponse(
        {
            "people": others_here(access.response, shape, access.user),
            "changed": {},
            "closed": str(why_closed(access, part)),
        }
    )
