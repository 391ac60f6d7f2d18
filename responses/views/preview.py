"""Typed text as it is printed, its addresses, and pasted text as rows of links, for scripts."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from responses.domain.content.kinds.links import ROWS
from responses.domain.content.pasted import read_pasted, several_in
from responses.domain.content.rows import too_many
from responses.forms.answer.addresses import addresses_found
from responses.forms.answer.kinds.links import LinkRow
from responses.validators import TEXT_MAX

from .posted import chosen


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Return a fragment of HTML for `text`, by `kind`; 413 if it is too long, 400 if unknown."""
    text = request.POST.get("text", "")
    if len(text) > TEXT_MAX:
        words = _("This is longer than the %(limit)s characters that can be saved.")
        return _too_much(words % {"limit": f"{TEXT_MAX:,}"})
    return chosen(request.POST, "kind", _KINDS)(request, text)


def _too_much(words: str) -> HttpResponse:
    return HttpResponse(words, content_type="text/plain", status=413)


def _text(request: HttpRequest, text: str) -> HttpResponse:
    return render(request, "responses/preview/text.html", {"text": text})


def _links(request: HttpRequest, text: str) -> HttpResponse:
    reading = read_pasted(text)
    if len(reading.links) > ROWS.limit:
        return _too_much(" ".join(too_many(ROWS).messages))
    rows = [LinkRow("x", n, link.label, link.url) for n, link in enumerate(reading.links)]
    context = {"rows": rows, "rest": reading.left}
    return render(request, "responses/preview/links.html", context)


def _address(request: HttpRequest, text: str) -> HttpResponse:
    typed = text.strip()
    row = LinkRow("x", 0, "", typed, several=several_in(typed))
    return render(request, "responses/preview/address.html", {"row": row})


def _addresses(request: HttpRequest, text: str) -> HttpResponse:
    context = {"found": addresses_found(text.replace("\r\n", "\n"))}
    return render(request, "responses/preview/found.html", context)


_KINDS: Mapping[str, Callable[[HttpRequest, str], HttpResponse]] = {
    "text": _text,
    "links": _links,
    "address": _address,
    "addresses": _addresses,
}
