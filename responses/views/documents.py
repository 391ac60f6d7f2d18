"""Files of a response."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from responses.documents import cached
from responses.documents.pdf import rendering_key
from responses.domain.auditing import record_export
from responses.domain.snapshot.contacts import with_contacts
from responses.domain.submissions.sealing import pdf_name
from responses.enums import Language

from .access import response_or_404


@require_safe
def response_pdf(request: HttpRequest, city: str, edition: str) -> HttpResponseBase:
    """Send the whole response as a PDF, in the language asked for or that of the interface.

    Of a response that is sealed as it stands that is the sealed one, which `/verify/` knows.
    A browser that has the same file already is told so, and nothing is rendered or read.
    """
    access = response_or_404(request, city, edition)
    language = request.GET.get("language", get_language())
    if language not in Language.values:
        raise Http404
    snapshot = access.snapshot
    offered = cached.offered_pdf(access.response, snapshot, language)
    if offered.sealed:
        number = offered.sealed.number
        return redirect("submission_file", city, edition, number, pdf_name(language))
    snapshot = with_contacts(snapshot, access.response.city)
    etag = f'"{rendering_key(snapshot, language, offered.after)}"'
    reply = HttpResponse(
        content_type="application/pdf",
        headers={"ETag": etag, "Cache-Control": "private, no-cache"},
    )
    known = get_conditional_response(request, etag=etag, response=reply)
    if known and known is not reply:
        return known
    reply["Content-Disposition"] = f'attachment; filename="{offered.name}"'
    reply.content = cached.read_pdf(access.response, snapshot, language, offered)
    record_export(access.response.city, offered.name, actor=access.actor)
    return reply
