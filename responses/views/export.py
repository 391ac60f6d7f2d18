"""The page of all files of a response, and those that are made as somebody asks for them."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from responses.documents.exports import content_of, offered, wanted
from responses.domain.permissions import Permission
from responses.domain.submissions.sealing import last_submission
from responses.pages.export import exports
from responses.pages.standing import read_standing
from responses.wording.files import large_words, pdf_labels

from .access import response_or_404
from .taking import taken_out


@require_safe
def export(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Show in which formats a response can be taken out, each with its picture, and the buttons.

    While it stands as it was sealed, they give the sealed files where there are some.
    """
    access = response_or_404(request, city, edition)
    snapshot = access.snapshot
    standing = read_standing(snapshot, last_submission(access.response))
    context = {
        "snapshot": snapshot,
        "may_import": access.may(Permission.IMPORT),
        "may_hand_out": access.may(Permission.ASSIGN),
        "standing": standing,
        "exports": exports(snapshot, standing.sealed),
        "languages": pdf_labels(snapshot).items(),
        "language": get_language(),
        "large": large_words(snapshot),
    }
    return render(request, "responses/export/export.html", context)


@require_safe
def export_file(request: HttpRequest, city: str, edition: str, name: str) -> HttpResponseBase:
    """Send a response as a file; while it stands as it was sealed, the sealed one if there is one.

    That is sent from the submission's own address, and is known to `/verify/`.
    """
    access = response_or_404(request, city, edition)
    snapshot = access.snapshot
    asked, section = request.GET.get("language", ""), request.GET.get("section", "")
    file = wanted(snapshot, name, asked, section, otherwise=get_language() or "")
    if file is None:
        raise Http404
    given = offered(access.response, snapshot, file)
    if given.sealed:
        return redirect("submission_file", city, edition, given.sealed.number, given.inside)
    content = content_of(access.response, snapshot, file, given)
    taken_out(request, access.response.city, given.name)
    return HttpResponse(
        content,
        content_type=file.form.media,
        headers={
            "Content-Disposition": f'attachment; filename="{given.name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
