"""The page behind the link of a handout, for whoever has the link; no account is needed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from responses.documents.handouts import handout_name
from responses.domain.files.unfit import UnfitError
from responses.domain.handouts.handing import HandoutRefusedError, find, held_answers
from responses.domain.handouts.returning import bring_back, edition_of, read_returned
from responses.domain.people.trying import looked_up_in_vain, lookup_wait
from responses.domain.submissions.renderings import is_at_work
from responses.forms.handouts import ReturnForm
from responses.handout_tasks import read_return
from responses.models import Handout
from responses.pages.handouts import asks_yes_or_no, due_words, returned_file
from responses.wording.uploads import REFUSALS
from responses.wording.waiting import wait_words

from .access import address_of
from .account import held_back
from .handouts import file_reply, given_file
from .taking import taken_out


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what is asked for and what came back; take the filled file by POST.

    Nothing else of the response is shown. Replies 202 as long as a file waits to be read.
    """
    found = find(secret)
    if found is None:
        return _void(request)
    form = ReturnForm(request.POST, request.FILES) if request.method == "POST" else ReturnForm()
    if request.method == "POST" and _is_taken(request, found, form):
        return _private(redirect(request.path))
    edition = edition_of(found)
    questions = [each.question for each in held_answers(edition, found.held)]
    files = [returned_file(edition, each, None) for each in read_returned(found)]
    waits = any(each.waits for each in files)
    context = {
        "handout": found,
        "secret": secret,
        "city": found.response.city,
        "edition": found.response.edition.code,
        "questions": questions,
        "yes_or_no": asks_yes_or_no(questions),
        "due": due_words(found),
        "file_name": handout_name(found),
        "form": form,
        "files": files,
        "waits": waits,
        "at_work": waits and is_at_work(timezone.now()),
        "address": request.path,
    }
    status = 422 if form.errors else 202 if waits else 200
    return _private(render(request, "responses/returns/give_back.html", context, status=status))


def _is_taken(request: HttpRequest, found: Handout, form: ReturnForm) -> bool:
    """Keep the file that a form brings, and have it read; else the form says why it is not."""
    given = given_file(request, form)
    if given is None:
        return False
    try:
        returned = bring_back(found, given, actor=None, address=address_of(request))
    except UnfitError as unfit:
        form.add_error("file", str(REFUSALS[unfit.why]))
        return False
    except HandoutRefusedError as refusal:
        form.add_error("file", str(refusal.reason))
        return False
    if returned.read_at is None:
        read_return.enqueue(returned.pk)
    return True


@login_not_required
@never_cache
@require_safe
def blank_file(request: HttpRequest, secret: str) -> HttpResponse:
    """Send the file that is to be filled in, to who has the link."""
    found = find(secret)
    if found is None:
        return _void(request)
    taken_out(request, found.response.city, handout_name(found))
    return _private(file_reply(found))


def _void(request: HttpRequest) -> HttpResponse:
    """Return the one page for every link that does not work, for whatever reason.

    It is 429 for a network that has tried too many; a link that works is never held back.
    """
    address = address_of(request)
    wait = lookup_wait(address)
    if not wait:
        looked_up_in_vain(address)
    context = {"wait": wait_words(wait) if wait else ""}
    page = render(request, "responses/returns/void.html", context, status=404)
    return _private(held_back(page, wait or None))


def _private(reply: HttpResponse) -> HttpResponse:
    """Return a reply whose address no other page is told, as the secret stands in it."""
    reply.headers["Referrer-Policy"] = "strict-origin"
    return reply
