"""Files of a response that are made as somebody asks for them."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from responses.documents.exports import FORMATS, content_of, offered
from responses.domain.snapshot.contacts import with_contacts

from .access import response_or_404
from .taking import taken_out


@require_safe
def export_file(request: HttpRequest, city: str, edition: str, name: str) -> HttpResponseBase:
    """Send a response as a file; while it stands as it was sealed, the sealed one if there is one.

    That is sent from the submission's own address, and is known to `/verify/`.
    """
    access = response_or_404(request, city, edition)
    form = FORMATS.get(name)
    if form is None:
        raise Http404
    file = offered(access.response, access.snapshot, form)
    if file.sealed:
        return redirect("submission_file", city, edition, file.sealed.number, file.inside)
    content = content_of(with_contacts(access.snapshot, access.response.city), form, file)
    taken_out(request, access.response.city, file.name)
    return HttpResponse(
        content,
        content_type=form.media,
        headers={
            "Content-Disposition": f'attachment; filename="{file.name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
