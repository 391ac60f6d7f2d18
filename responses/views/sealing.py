"""Sealing a response, its submissions and their files, and what differs between two of them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from responses.documents import package
from responses.documents.drawing import TooLargeError
from responses.domain.chaining import chain_records
from responses.domain.kept.kept import pages_of_seal
from responses.domain.permissions import Permission
from responses.domain.snapshot.plain import read_text
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions import sealing
from responses.domain.submissions.archived_pages import PAGES_AT_SEAL
from responses.domain.submissions.attached import has_files, whole, whole_size
from responses.domain.submissions.delivering import deliver
from responses.domain.submissions.renderings import expected
from responses.domain.submissions.sealing import ARCHIVE, SealRefusedError
from responses.forms.delivery import DeliveryForm
from responses.models import Submission, User
from responses.pages.changes import changed_answers
from responses.pages.sealing import SealCheck, moves_meanwhile, seal_check
from responses.pages.standing import read_standing
from responses.pages.submissions import submission_view
from responses.sealing_jobs import (
    Confirmed,
    SealJob,
    leave_seal_to_worker,
    read_seal,
    seal_under_way,
)
from responses.validators import parse_number
from responses.wording.addresses import digest_address
from responses.wording.files import SEAL_AGAIN, TOO_LARGE, UNSEALED, large_words

from . import posted
from .access import ResponseAccess, response_or_404, visited
from .once import act_once, acts_once, answered, once
from .posted import moment, number_or_404
from .stored import send_stored
from .taking import taken_out

NOW = "now"
"""What the address of a comparison calls the response as it stands."""
PAGE = 20
"""How many submissions stand on a page."""
_TYPES = {
    "zip": "application/zip",
    "pdf": "application/pdf",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


@require_http_methods(["GET", "HEAD", "POST"])
@once
def submissions(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Show the submissions of a response, and what stands in the way of the next.

    By POST, record that one of them was sent.
    """
    access = response_or_404(request, city, edition)
    if request.method != "POST":
        visited(request, "submissions", access.response)
        return _page(request, access)
    access.require(Permission.SEAL)
    number = number_or_404(request.POST, "number")
    made = get_object_or_404(sealing.submissions_of(access.response), number=number)
    form = DeliveryForm(made, request.POST)
    if not form.is_valid():
        return _page(request, access, form, number)
    if deliver(made, form.said(), actor=access.actor):
        words = _("It is recorded that submission no. %(number)d was sent.")
        messages.success(request, words % {"number": number})
    return redirect("submissions", city, edition)


def _page(
    request: HttpRequest, access: ResponseAccess, failed: DeliveryForm | None = None, of: int = 0
) -> HttpResponse:
    """Return the page, with a form that was refused for the submission that it is of."""
    place = (access.response.city.slug, access.response.edition.code)
    page = Paginator(sealing.submissions_of(access.response), PAGE).get_page(
        request.GET.get("page")
    )
    made = list(page)
    newest = (
        next(iter(made), None) if page.number == 1 else sealing.last_submission(access.response)
    )
    standing = read_standing(access.snapshot, newest)
    may_seal = access.may(Permission.SEAL)
    named = access.snapshot
    if named.submission_language:
        named = sealing.with_named(named, access.response)
    rows = [
        {
            "shown": submission_view(*place, each),
            "form": (failed if each.number == of else DeliveryForm(each)) if may_seal else None,
            "is_now": each is standing.sealed,
            "to_send": each is standing.to_send,
            "to_record": each is standing.to_record,
        }
        for each in made
    ]
    context = {
        "snapshot": access.snapshot,
        "now": [row for row in rows if row["is_now"]],
        "rows": [row for row in rows if not row["is_now"]],
        "page": page,
        "submissions": made,
        "standing": standing,
        "check": _check(request, access, named),
        "due": access.snapshot.due_on,
        "may_seal": may_seal,
        "archive": ARCHIVE,
        "as_it_stands": NOW,
        "form": failed,
    }
    status = 422 if failed else 200
    return render(request, "responses/sealing/submissions.html", context, status=status)


class NotSealed(NamedTuple):
    """Why a response was not sealed, and since when it may have moved."""

    refusal: SealRefusedError
    since: datetime


@require_http_methods(["GET", "HEAD", "POST"])
@acts_once
def seal(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Ask whether to seal a response, by what is still open in it; seal it.

    A worker does it, if one is at work, of exactly what was confirmed; meanwhile a page waits
    (202), under an address that names the job. Replies 409 where it cannot be sealed, or was not.
    Whoever asks for what is sealed as it stands, as by a second press of the button, is led to
    the submission.
    """
    now = timezone.now()
    access = response_or_404(request, city, edition)
    access.require(Permission.SEAL)
    if request.method == "POST":
        return _press(request, access, now)
    long = expected(access.snapshot)
    if key := request.GET.get("job"):
        job = read_seal(access.response, key, long, now)
        return _follow(request, access, job, now) if job else redirect("seal", city, edition)
    if under_way := seal_under_way(access.response, long, now):
        return redirect(_followed_at(access, under_way.key))
    last = sealing.last_submission(access.response)
    if sealing.is_sealed(access.snapshot, last):
        return redirect("submissions", city, edition)
    return _ask(request, access, now, last)


def _press(request: HttpRequest, access: ResponseAccess, now: datetime) -> HttpResponse:
    """Have a response sealed as it was confirmed: by a worker, or here and now if there is none.

    The form is spent in the transaction that leaves it to the worker, or seals; the documents are
    made before, as that would keep everybody else from writing.
    """
    if again := answered(request):
        return again
    since = moment(request.POST, "since", now)
    chain_records()
    try:
        prepared = sealing.prepare(
            access.response,
            actor=access.actor,
            address=digest_address(),
            seen=request.POST.get("seen"),
        )
        confirmed = Confirmed(prepared.confirmed, since)
        long = expected(access.snapshot)
        if left := act_once(request, lambda: _left(access, confirmed, long, now)):
            return left
        made = package.build(prepared)
        return act_once(request, lambda: _kept(request, access, prepared, made))
    except SealRefusedError as refusal:
        if refusal.reason == sealing.SEALED_ALREADY:
            return _sealed(request, access)
        why = refusal
    except TooLargeError:
        why = SealRefusedError(TOO_LARGE)
    # As it is by now.
    access = replace(access)
    last = sealing.last_submission(access.response)
    return _ask(request, access, now, last, NotSealed(why, since))


def _left(
    access: ResponseAccess, confirmed: Confirmed, long: timedelta, now: datetime
) -> HttpResponse | None:
    """Leave a seal to a worker, and lead to the page that waits for it, if one is at work."""
    key = leave_seal_to_worker(access.response, access.actor, confirmed, long, now)
    return redirect(_followed_at(access, key)) if key else None


def _kept(
    request: HttpRequest,
    access: ResponseAccess,
    prepared: sealing.Prepared,
    made: package.Package,
) -> HttpResponse:
    """Seal a response with the files that were made of it."""
    sealing.seal(
        access.response,
        prepared,
        files=made.files,
        archive=made.archive,
        archive_digest=made.digest,
        actor=access.actor,
    )
    return _sealed(request, access, prepared.seal.number)


def _follow(
    request: HttpRequest, access: ResponseAccess, job: SealJob, now: datetime
) -> HttpResponse:
    """Show that a worker is sealing, or what came of it."""
    if job.end is None:
        return _wait(request, access, job)
    if number := parse_number(job.end):
        return _sealed(request, access, number)
    last = sealing.last_submission(access.response)
    if sealing.is_sealed(access.snapshot, last):
        return _sealed(request, access)
    return _ask(request, access, now, last, NotSealed(_why_not(access, job), job.confirmed.at))


def _why_not(access: ResponseAccess, job: SealJob) -> SealRefusedError:
    """Return why a worker did not seal, as far as it still holds."""
    if words := UNSEALED.get(job.end or ""):
        return SealRefusedError(words % {"person": get_object_or_404(User, pk=job.person)})
    try:
        sealing.prepare(access.response, actor=access.actor, address="", seen=job.confirmed.digest)
    except SealRefusedError as refusal:
        return refusal
    return SealRefusedError(SEAL_AGAIN)


def _followed_at(access: ResponseAccess, key: str) -> str:
    """Return the address of the page that shows what becomes of a seal left to a worker."""
    place = (access.response.city.slug, access.response.edition.code)
    return f"{reverse('seal', args=place)}?{urlencode({'job': key})}"


def _sealed(request: HttpRequest, access: ResponseAccess, number: int = 0) -> HttpResponse:
    """Lead to the submission, and say that it is the new one, of this number, or was there."""
    # A script asks by HEAD whether the page that it waits for is there.
    if request.method != "HEAD" and number:
        words = _("The response is sealed as submission no. %(number)d.")
        messages.success(request, words % {"number": number})
    elif request.method != "HEAD":
        messages.info(request, sealing.SEALED_ALREADY)
    return redirect("submissions", access.response.city.slug, access.response.edition.code)


def _wait(request: HttpRequest, access: ResponseAccess, job: SealJob) -> HttpResponse:
    context = {
        "snapshot": access.snapshot,
        "job": job,
        "person": get_object_or_404(User, pk=job.person),
        "address": _followed_at(access, job.key),
        "large": large_words(access.snapshot),
    }
    page = render(request, "responses/sealing/sealing.html", context, status=202)
    page["Cache-Control"] = "no-store"
    return page


def _ask(
    request: HttpRequest,
    access: ResponseAccess,
    now: datetime,
    last: Submission | None,
    failed: NotSealed | None = None,
) -> HttpResponse:
    """Ask whether to seal; say why it `failed` before, and what has moved since."""
    response, snapshot = access.response, access.snapshot
    named = sealing.with_named(snapshot, response)
    check = _check(request, access, named)
    context = {
        "snapshot": snapshot,
        "check": check,
        "is_printed": response.city.services_annex,
        "seen": "" if check.refuses else sealing.text_digest(named, response),
        "since": now.isoformat(),
        "refusal": failed and failed.refusal,
        "moves": moves_meanwhile(response, snapshot, failed.since) if failed else (),
        "differs": failed and failed.refusal.reason == sealing.MOVED_ON,
        "large": large_words(snapshot),
        "standing": read_standing(snapshot, last),
    }
    status = 409 if failed else 200
    return render(request, "responses/sealing/seal.html", context, status=status)


def _check(request: HttpRequest, access: ResponseAccess, named: Snapshot) -> SealCheck:
    """Return what is open in a response; two queries, or one. It is `named` as documents are."""
    place = (access.response.city.slug, access.response.edition.code)
    return seal_check(
        access.response,
        named,
        {name: posted.number(request.GET, name) for name in ("required", "threads")},
        lambda section: reverse("review", args=(*place, section)),
        lambda section: f"{reverse('section', args=(*place, section))}?show=both",
        sealer=access.user if access.may(Permission.SEAL) else None,
    )


@require_safe
def file(request: HttpRequest, city: str, edition: str, number: int, name: str) -> HttpResponseBase:
    """Send the archive of a submission, or one of the files in it, to the byte.

    The files of answers are streamed into the archive out of the store.
    """
    access = response_or_404(request, city, edition)
    submission = Submission.objects.filter(response=access.response, number=number).first()
    if submission is None:
        raise Http404
    content = bytes(submission.archive)
    called = sealing.called(city, edition, number, name)
    headers = {
        "Content-Disposition": f'attachment; filename="{called}"',
        "X-Content-Type-Options": "nosniff",
    }
    kind = _TYPES.get(name.rpartition(".")[2])
    if name == PAGES_AT_SEAL:
        added = get_object_or_404(submission.files, name=name)
        files = pages_of_seal(submission.pk)
        return send_stored(request, access.response.city, called, files, added.size)
    if name != ARCHIVE:
        try:
            content = package.read_file(content, name)
        except KeyError:
            raise Http404 from None
    taken_out(request, access.response.city, called)
    if name != ARCHIVE or not has_files(content):
        return HttpResponse(content, content_type=kind, headers=headers)
    headers["Content-Length"] = str(whole_size(content))
    if request.method == "HEAD":
        return HttpResponse(content_type=kind, headers=headers)
    return StreamingHttpResponse(whole(content), content_type=kind, headers=headers)


@require_safe
def compare(request: HttpRequest, city: str, edition: str) -> HttpResponse:
    """Show question by question what changed from one submission to another, or to `NOW`."""
    access = response_or_404(request, city, edition)
    found = Submission.objects.filter(response=access.response).defer("archive")
    to_now = request.GET.get("to") == NOW
    before = get_object_or_404(found, number=number_or_404(request.GET, "from"))
    after = None if to_now else get_object_or_404(found, number=number_or_404(request.GET, "to"))
    now = read_text(after.snapshot) if after else access.snapshot
    context = {
        "snapshot": access.snapshot,
        "before": before,
        "after": after,
        "changes": list(changed_answers(read_text(before.snapshot), now)),
    }
    return render(request, "responses/sealing/compare.html", context)
