"""A form acts once, however often its button is pressed."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from typing import Any, overload

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from responses.domain import once as spent
from responses.domain.digests import digest
from responses.domain.once import Said
from responses.models import SpentForm

from .access import signed_in

View = Callable[..., HttpResponse]


def once(view: View) -> View:
    """Let a view act once on each form that has a token (`{% once %}`).

    The view runs in a transaction, in which the form is spent if the reply leads on. The same
    form, sent again, gets that reply once more, with its messages, and nothing is done. One
    that was refused is not spent: what was typed comes again with the next press. A form
    without a token, such as that of a page opened before tokens were, acts as it always did.
    """

    @wraps(view)
    def taken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        return act_once(request, lambda: view(request, *args, **kwargs))

    return acts_once(taken)


def acts_once(view: View) -> View:
    """Mark a view that calls `act_once` itself, as all that it does would take too long in it."""
    view.acts_once = True  # type: ignore[attr-defined]
    return view


@overload
def act_once(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse: ...
@overload
def act_once(
    request: HttpRequest, act: Callable[[], HttpResponse | None]
) -> HttpResponse | None: ...
def act_once(request: HttpRequest, act: Callable[[], HttpResponse | None]) -> HttpResponse | None:
    """Do what a form asks for, and spend it, in one transaction, if the reply leads on.

    The same form, sent again, is answered as it was. Where `act` gives no reply, it did nothing.
    """
    if not request.POST.get(spent.FIELD):
        return act()
    waiting: list[Callable[[], None]] = []
    request.afterwards = waiting  # type: ignore[attr-defined]
    known = len(messages.get_messages(request))
    with transaction.atomic():
        form, is_first = spent.take(_digest(request), signed_in(request))
        if not is_first:
            return _answered(request, form)
        reply = act()
        if reply is None or reply.status_code != HTTPStatus.FOUND:
            spent.give_back(form)
            return reply
        spent.keep_reply(form, reply.headers["Location"], _said(request, known))
    for each in waiting:
        each()
    if waiting:
        spent.keep_reply(form, reply.headers["Location"], _said(request, known))
    return reply


def answered(request: HttpRequest) -> HttpResponse | None:
    """Return how a form was answered that has done what it asks for; one query if it can have."""
    if not request.POST.get(spent.FIELD):
        return None
    form = spent.find(_digest(request))
    return _answered(request, form) if form else None


def afterwards(request: HttpRequest, act: Callable[[], None]) -> None:
    """Do what takes long, such as sending an e-mail, once all the rest is committed."""
    waiting: list[Callable[[], None]] | None = getattr(request, "afterwards", None)
    if waiting is None:
        act()
    else:
        waiting.append(act)


def _answered(request: HttpRequest, form: SpentForm) -> HttpResponse:
    """Answer as a form was answered when it was sent first."""
    done = (messages.INFO, _("This has already been done."))
    for level, text, *has_link in form.said or [done]:
        said = mark_safe(text) if any(has_link) else text  # noqa: S308 - as it was said first
        messages.add_message(request, level, said)
    return redirect(form.location)


def _said(request: HttpRequest, known: int) -> list[Said]:
    """Return the messages of the reply, which are still to be shown: those but the `known`."""
    said = messages.get_messages(request)
    found = [
        (each.level, str(each.message), isinstance(each.message, SafeString)) for each in said
    ][known:]
    said.used = False  # type: ignore[union-attr]
    return found


def _digest(request: HttpRequest) -> str:
    """Return by what a form is known again: all that is in it but Django's own token."""
    posted = sorted((name, values) for name, values in request.POST.lists())
    content = [field for field in posted if field[0] != "csrfmiddlewaretoken"]
    sent = request.FILES
    files = [[name, _digest_of(each)] for name in sorted(sent) for each in sent.getlist(name)]
    said = [signed_in(request).pk, request.get_full_path(), content, *([files] if files else [])]
    return digest(said)


def _digest_of(file: UploadedFile) -> str:
    """Return the digest of a file, which is then read from its beginning again."""
    found = sha256()
    for piece in file.chunks():
        found.update(piece)
    file.seek(0)
    return found.hexdigest()
