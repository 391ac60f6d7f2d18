"""Whether a file or a digest is of a sealed submission; for anybody who has one."""

from datetime import timedelta
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from responses.domain.people.trying import looked_up_in_vain, lookup_wait
from responses.domain.submissions.verifying import find
from responses.wording.files import file_words
from responses.wording.waiting import wait_words

from .access import address_of
from .account import held_back
from .uploads import is_too_large

_DIGITS, _LENGTH = frozenset("0123456789abcdef"), 64


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Tell whether a file (POST) or a digest (GET) is of a submission, and of which.

    Nobody guesses 256 bits: whoever has a digest has the file, and may be told what it is. Replies
    429 to a network that has asked for too much that is not here; no digest of its file is made.
    """
    typed = request.GET.get("digest", "")
    digest = "".join(typed.lower().split())
    of_file, problem, sent = request.method == "POST", "", None
    address = address_of(request)
    wait = lookup_wait(address) if of_file or digest else timedelta()
    if wait:
        problem, digest = wait_words(wait), ""
    elif of_file:
        sent = request.FILES.get("file")
        digest = _digest(sent) if sent else ""
        problem = "" if sent else _("Choose a file.")
        if is_too_large(request):
            problem = _("This file is larger than any file of a submission. Choose another one.")
    elif "digest" in request.GET and not digest:
        problem = _("Enter a digest. A file that you chose has to be chosen again.")
    elif digest and (len(digest) != _LENGTH or not set(digest) <= _DIGITS):
        problem, digest = _("A digest has 64 characters: the digits 0–9 and the letters a–f."), ""
    found = find(digest) if digest else []
    if digest and not found:
        looked_up_in_vain(address)
    context = {
        "typed": typed,
        "digest": digest,
        "problem": problem,
        "of_file": of_file,
        "file_name": sent.name if sent else "",
        "found": [(each, file_words(each.name)) for each in found],
    }
    status = 422 if problem else 200
    page = render(request, "responses/verify/verify.html", context, status=status)
    return held_back(page, wait or None)


def _digest(sent: UploadedFile) -> str:
    """Return the SHA-256 of a file, which is read in pieces and not kept."""
    digest = sha256()
    for piece in sent.chunks():
        digest.update(piece)
    return digest.hexdigest()
