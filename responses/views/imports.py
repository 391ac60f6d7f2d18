"""The files from which answers to a response are imported: brought, read, kept, sent."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from responses.domain.answers.importing import kept_import
from responses.domain.files.stored import stream
from responses.domain.files.unfit import UnfitError
from responses.domain.incoming.receiving import kept_name, receive, remove
from responses.domain.permissions import Permission, RefusedError
from responses.intake.reading import BYTES_MAX, refuse_at_sight
from responses.intake.refusals import EMPTY, REASONS, TOO_LARGE
from responses.models import Import, IncomingFile
from responses.reading_jobs import leave_reading_to_worker
from responses.wording.incoming import NO_FILE
from responses.wording.uploads import REFUSALS

from .access import ResponseAccess, response_or_404
from .once import once
from .posted import number_or_404
from .taking import taken_out
from .uploads import is_too_large

FILES = 20
"""How many files stand on a page."""


@require_http_methods(["GET", "HEAD", "POST"])
@once
def imports(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Show the filled questionnaires of a response; by POST take one, or remove one.

    What nobody can read is refused beside the field (422): at once if its first bytes tell so,
    else when a worker has tried.
    """
    access = response_or_404(request, city, edition)
    access.require(Permission.IMPORT)
    if request.method != "POST":
        return imports_page(request, access)
    if "remove" in request.POST:
        if remove(access.response, number_or_404(request.POST, "remove")):
            messages.success(request, _("The file is removed."))
        return redirect("imports", city, edition)
    try:
        file = _chosen(request)
        found = receive(access.response, file.name or "", file.file, actor=access.actor)  # type: ignore[arg-type]
    except RefusedError as refusal:
        return imports_page(request, access, refusal.reason)
    except UnfitError as unfit:
        return imports_page(request, access, REFUSALS[unfit.why])
    leave_reading_to_worker(found, timezone.now())
    if (name := kept_name(file.name or "")) != found.name:
        words = _("“%(name)s” has the same content as “%(before)s”, which was uploaded before.")
        messages.info(request, words % {"name": name, "before": found.name})
    return redirect("incoming_file", city, edition, found.pk)


def _chosen(request: HttpRequest) -> UploadedFile:
    """Return the file that was chosen, or raise `RefusedError`."""
    if is_too_large(request):
        raise RefusedError(TOO_LARGE)
    file = request.FILES.get("file")
    if file is None:
        raise RefusedError(NO_FILE)
    if not file.size:
        raise RefusedError(EMPTY)
    if file.size > BYTES_MAX:
        raise RefusedError(TOO_LARGE)
    refuse_at_sight(file.file, file.name or "")  # type: ignore[arg-type]
    return file


def imports_page(
    request: HttpRequest,
    access: ResponseAccess,
    refusal: str | Promise = "",
    name: str = "",
) -> HttpResponse:
    """Return the page of all files; with the reason why one, of that name, was refused."""
    found = IncomingFile.objects.filter(response=access.response).select_related("by")
    rows = found.defer("lines", "placed").order_by("-at", "-pk")
    page = Paginator(rows, FILES).get_page(request.GET.get("page"))
    context = {
        "snapshot": access.snapshot,
        "page": page,
        "files": [(each, REASONS.get(each.refusal, "")) for each in page],
        "refusal": refusal,
        "name": name,
    }
    status = 422 if refusal else 200
    return render(request, "responses/imports/imports.html", context, status=status)


@require_safe
def imported_file(request: HttpRequest, city: str, edition: str, digest: str) -> HttpResponseBase:
    """Send a file that answers were imported from, as it came, always to be kept and never shown.

    Who may see the answers may have it; one of which nothing was imported is its importers'.
    """
    access = response_or_404(request, city, edition)
    kept: Import | IncomingFile | None = kept_import(access.response, digest)
    if kept is None and access.may(Permission.IMPORT):
        rows = IncomingFile.objects.filter(response=access.response, file=digest)
        kept = rows.select_related("file").defer("lines", "placed").first()
    if kept is None:
        raise Http404
    headers = {
        "Content-Disposition": content_disposition_header(True, kept.name) or "attachment",
        "Content-Length": str(kept.file.size),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    media = "application/octet-stream"
    taken_out(request, access.response.city, kept.name)
    if request.method == "HEAD":
        return HttpResponse(content_type=media, headers=headers)
    return StreamingHttpResponse(stream(digest), content_type=media, headers=headers)
