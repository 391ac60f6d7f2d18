"""Questions handed out as files to people without accounts, as coordinators see them."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from responses.documents.handouts import MEDIA, handout_file, handout_name
from responses.domain.files.stored import stream
from responses.domain.files.unfit import Unfit, UnfitError
from responses.domain.handouts.handing import (
    HandoutRefusedError,
    address_to,
    first_of,
    hand_out,
    handouts_of,
    is_open,
    withdraw,
)
from responses.domain.handouts.returning import GivenFile, bring_back, read_returned
from responses.domain.permissions import Permission
from responses.domain.submissions.renderings import is_at_work
from responses.enums import HandoutFormat
from responses.forms.handouts import ForwardedForm, HandoutForm, MailHandoutForm, ReturnForm
from responses.handout_tasks import mail_handout, mail_withdrawn, read_return
from responses.models import Handout, Return
from responses.pages.handouts import (
    due_words,
    handout_row,
    lots,
    returned_file,
    standing_words,
    what_words,
)
from responses.wording.uploads import REFUSALS

from .access import ResponseAccess, response_or_404, visited
from .once import once
from .posted import chosen
from .taking import taken_out
from .uploads import is_too_large

PAGE = 20
_SENDING = gettext_lazy("The file is being sent to %(email)s.")
"""How many handouts stand on a page."""
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}


@require_http_methods(["GET", "HEAD", "POST"])
@once
def handouts(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Show which questions were handed out as files; hand some out by POST."""
    access = _access(request, city, edition)
    response, snapshot = access.response, access.snapshot
    found = lots(snapshot, response.delegations.order_by("question__section", "question"))
    posted = request.method == "POST"
    form = HandoutForm(found, response.city.language, request.POST if posted else None)
    if posted and form.is_valid():
        made = hand_out(response, form.said(), actor=access.actor)
        if made.email:
            mail_handout.enqueue(made.pk)
            messages.success(request, _SENDING % {"email": made.email})
        else:
            messages.success(request, _("The file is ready."))
        return redirect("handout", city, edition, made.pk)
    rows = handouts_of(response).prefetch_related("returns")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "snapshot": snapshot,
        "form": form,
        "page": page,
        "rows": [handout_row(snapshot.edition, each) for each in page],
    }
    status = 422 if posted else 200
    return render(request, "responses/handouts/handouts.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def handout(request: HttpRequest, city: str, edition: str, pk: int) -> HttpResponse:
    """Show a handout and what came back; mail it, withdraw it, or return a file by POST.

    Replies 202 as long as a file that came back waits to be read.
    """
    access = _access(request, city, edition)
    found = _handout_or_404(access, pk)
    if request.method != "POST":
        return _page(request, access, found)
    return chosen(request.POST, "do", _DO)(request, access, found)


def _mail(request: HttpRequest, access: ResponseAccess, found: Handout) -> HttpResponse:
    form = MailHandoutForm(request.POST)
    if not form.is_valid():
        return _page(request, access, found, mail=form)
    try:
        address_to(found, form.cleaned_data["email"], actor=access.actor)
    except HandoutRefusedError as refusal:
        form.add_error(None, str(refusal.reason))
        return _page(request, access, found, mail=form)
    mail_handout.enqueue(found.pk)
    messages.success(request, _SENDING % {"email": found.email})
    return redirect(request.path)


def _withdraw(request: HttpRequest, access: ResponseAccess, found: Handout) -> HttpResponse:
    try:
        with transaction.atomic():
            withdraw(found, actor=access.actor)
            if found.mailed_at:
                mail_withdrawn.enqueue(found.pk)
    except HandoutRefusedError as refusal:
        messages.warning(request, str(refusal.reason))
        return redirect(request.path)
    said = _("The link no longer works, and nothing can be returned by it.")
    if found.mailed_at:
        told = _("%(email)s is told so by e-mail.") % {"email": found.email}
        said = f"{said} {told}"
    messages.success(request, said)
    return redirect(request.path)


def _bring(request: HttpRequest, access: ResponseAccess, found: Handout) -> HttpResponse:
    form = ForwardedForm(request.POST, request.FILES)
    given = given_file(request, form)
    if given is None:
        return _page(request, access, found, back=form)
    try:
        returned = bring_back(found, given, actor=access.actor)
    except UnfitError as unfit:
        form.add_error("file", str(REFUSALS[unfit.why]))
        return _page(request, access, found, back=form)
    if returned.read_at is None:
        read_return.enqueue(returned.pk)
    else:
        messages.info(request, _("This file was returned before. Nothing has changed."))
    return redirect(request.path)


_DO: Mapping[str, Callable[[HttpRequest, ResponseAccess, Handout], HttpResponse]] = {
    "mail": _mail,
    "withdraw": _withdraw,
    "return": _bring,
}


def given_file(request: HttpRequest, form: ReturnForm) -> GivenFile | None:
    """Return the file that a form brings, or None if the form says why there is none."""
    if is_too_large(request):
        # Nothing of it was read, so that it would seem to have been forgotten.
        form.full_clean()
        form.errors.pop("file", None)
        form.add_error("file", str(REFUSALS[Unfit.TOO_LARGE]))
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    return GivenFile(file.name, file.file, form.cleaned_data["returned_by"])


def _page(
    request: HttpRequest,
    access: ResponseAccess,
    found: Handout,
    *,
    mail: MailHandoutForm | None = None,
    back: ForwardedForm | None = None,
) -> HttpResponse:
    visited(request, "handout", access.response, handout=found.pk)
    snapshot = access.snapshot
    place = (snapshot.city_slug, snapshot.edition.code)
    files = [returned_file(snapshot.edition, each, place) for each in read_returned(found)]
    waits = any(each.waits for each in files)
    failed = mail or back
    context = {
        "snapshot": snapshot,
        "handout": found,
        "what": what_words(snapshot.edition, found),
        "standing": standing_words(found),
        "due": due_words(found),
        "file_name": handout_name(found),
        "is_open": is_open(found),
        "form": failed,
        "mail": mail or MailHandoutForm(initial={"email": found.email}),
        "back": back or ForwardedForm(),
        "files": files,
        "waits": waits,
        "at_work": waits and is_at_work(timezone.now()),
        "address": request.path,
    }
    status = 422 if failed else 202 if waits else 200
    page = render(request, "responses/handouts/handout.html", context, status=status)
    page["Cache-Control"] = "no-store"
    return page


@require_safe
def handed_file(request: HttpRequest, city: str, edition: str, pk: int, name: str) -> HttpResponse:
    """Send the file of a handout, as it was handed out."""
    access = _access(request, city, edition)
    found = _handout_or_404(access, pk)
    if name != handout_name(found):
        raise Http404
    taken_out(request, access.response.city, name)
    return file_reply(found)


def file_reply(found: Handout) -> HttpResponse:
    """Return the reply that sends the file of a handout."""
    disposition = content_disposition_header(True, handout_name(found)) or "attachment"
    return HttpResponse(
        handout_file(found),
        content_type=MEDIA[HandoutFormat(found.format)],
        headers={**SAFE, "Content-Disposition": disposition},
    )


@require_safe
def returned_original(
    request: HttpRequest, city: str, edition: str, pk: int, number: int
) -> StreamingHttpResponse:
    """Send a file that came back, as it came."""
    access = _access(request, city, edition)
    found = Return.objects.filter(handout__response=access.response, handout=pk, pk=number).first()
    if found is None:
        raise Http404
    taken_out(request, access.response.city, found.name)
    disposition = content_disposition_header(True, found.name) or "attachment"
    reply = StreamingHttpResponse(stream(found.file_id), content_type="application/octet-stream")
    for header, said in {**SAFE, "Content-Disposition": disposition}.items():
        reply[header] = said
    return reply


def _access(request: HttpRequest, city: str, edition: str) -> ResponseAccess:
    access = response_or_404(request, city, edition)
    access.require(Permission.ASSIGN)
    return access


def _handout_or_404(access: ResponseAccess, pk: int) -> Handout:
    found = first_of(handouts_of(access.response).filter(pk=pk))
    if found is None:
        raise Http404
    found.response = access.response
    return found
