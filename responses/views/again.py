"""Signing in again in place: what was posted too late, or by somebody else, waits for its person.

A form says in its hidden fields `person` whose page it stands on. It is never taken as posted
by anybody else, and what is in it is handed back until that person has signed in.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from responses.domain.auditing import record_refused_sign_in
from responses.domain.once import FIELD
from responses.forms.account import SignInForm

from .access import address_of
from .account import held_back, sign_in

# The fields for signing in stand among those of any other form.
PREFIX = "again"
CREDENTIALS = frozenset(f"{PREFIX}-{name}" for name in ("username", "password"))
# What nobody wants to find in the source of a page; it is typed once more.
SECRETS = CREDENTIALS | {"csrfmiddlewaretoken", "old_password", "new_password1", "new_password2"}
# What is longer is shown, to be copied by who cannot sign in; what is shorter is soon typed again.
SHOWN = 12
WRONG_ACCOUNT = _(
    "This is not the account that opened the page. Nothing was saved. Sign in as the person who "
    "opened it."
)


class PageOwner(StrEnum):
    """Whether a request comes from the person whose page it is."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    OTHER_PERSON = "other_person"


SAID = {
    PageOwner.SIGNED_OUT: _("You are signed out. Sign in again to save your text."),
    PageOwner.OTHER_PERSON: _(
        "Someone else is signed in here now. Nothing was saved. Sign in as the person who opened "
        "this page."
    ),
}


class SignInAgainMiddleware(LoginRequiredMiddleware):
    """Lets nobody in who is not signed in, and takes a form from nobody but its person.

    Whoever asks for a page is sent to sign in, as Django does. Who posts gets a 401 page that
    carries what was posted; signing in there takes it to where it was going. Scripts that ask
    for JSON get `{"state", "message"}`.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Return what the person gets instead of the page that they asked for, if anything."""
        if request.method == "POST" and _is_for_people(request, view_func):
            return _posted(request)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def process_response(self, _request: HttpRequest, reply: HttpResponseBase) -> HttpResponseBase:
        """Let nobody else's cache keep a page; a browser may, to go back to what was typed."""
        reply.headers.setdefault("Cache-Control", "private, no-cache")
        return reply


def _is_for_people(request: HttpRequest, view: Callable[..., HttpResponseBase]) -> bool:
    """Return whether a page is ours and for people who are signed in."""
    # Other applications, such as the admin, have names of their own and ask in their own way.
    match = request.resolver_match
    return bool(match and not match.app_names and getattr(view, "login_required", True))


def _posted(request: HttpRequest) -> HttpResponse | None:
    """Return a reply in place of the view's, or nothing if the view may take the form."""
    owner = _owner(request, request.POST)
    if owner is not PageOwner.SIGNED_IN:
        if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
            return _json(owner)
        form = SignInForm(
            request, request.POST if CREDENTIALS & request.POST.keys() else None, prefix=PREFIX
        )
        if not _signs_in(request, form):
            return held_back(_page(request, owner, form), form.held)
    if CREDENTIALS & request.POST.keys():
        request.POST = _without(request.POST, CREDENTIALS)  # type: ignore[assignment]
    return None


def _owner(request: HttpRequest, said: QueryDict) -> PageOwner:
    """Return whether who is signed in is the person that the page says; a page may name nobody."""
    if not request.user.is_authenticated:
        return PageOwner.SIGNED_OUT
    return PageOwner.SIGNED_IN if _is(request.user, said) else PageOwner.OTHER_PERSON


def _is(user: Any, said: QueryDict) -> bool:
    return set(said.getlist("person")) <= {str(user.pk)}


def _signs_in(request: HttpRequest, form: SignInForm) -> bool:
    """Sign in who filled in the form, if it is the person that the page says."""
    if not form.is_valid():
        return False
    if not _is(form.get_user(), request.POST):
        form.add_error(None, WRONG_ACCOUNT)
        _note_refusal(request, form)
        return False
    sign_in(request, form.get_user())
    return True


def _note_refusal(request: HttpRequest, form: SignInForm) -> None:
    """Record that nobody was signed in, as it is another account than that of the page."""
    record_refused_sign_in(form.cleaned_data["username"], address_of(request))


def _without(posted: QueryDict, names: frozenset[str]) -> QueryDict:
    rest = posted.copy()
    for name in names & rest.keys():
        del rest[name]
    rest._mutable = False  # noqa: SLF001, what every view may rely on
    return rest


def carried(posted: QueryDict) -> dict[str, list[tuple[str, str]]]:
    """Return every value that is to be posted again, those that can be read meanwhile apart."""
    found: dict[str, list[tuple[str, str]]] = {"hidden": [], "shown": []}
    for name, values in posted.lists():
        if name not in SECRETS:
            # The values of one name stay together, as their order means something.
            long = name not in {"seen", FIELD} and any(len(value) > SHOWN for value in values)
            found["shown" if long else "hidden"] += [(name, value) for value in values]
    return found


def _page(
    request: HttpRequest, owner: PageOwner, form: SignInForm | None, status: int = 401
) -> HttpResponse:
    """Return the page that holds what was posted; without a form, it is posted by a button."""
    # Nothing keeps a file that was chosen: no page can put it into its field again.
    files = [each.name for field in request.FILES for each in request.FILES.getlist(field)]
    context = {"owner": owner, "form": form, "files": files, **carried(request.POST)}
    reply = render(request, "responses/account/again.html", context, status=status)
    reply.headers["Cache-Control"] = "no-store"
    return reply


def _json(owner: PageOwner) -> JsonResponse:
    return JsonResponse({"state": owner, "message": str(SAID[owner])}, status=401)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Say that nothing was saved; what was typed on a page of ours that has aged is handed back.

    Signing in, in another window too, makes the forms of older pages worthless. A browser says
    where a form was sent from: only our own is handed back, to be sent again with a press.
    """
    origin, match = request.headers.get("Origin"), request.resolver_match
    ours = origin and reason != REASON_BAD_ORIGIN % origin
    if request.method != "POST" or not (ours and match and _is_for_people(request, match.func)):
        return plain_csrf_failure(request, reason)
    if reason == REASON_NO_CSRF_COOKIE and CREDENTIALS & request.POST.keys():
        # The page that was handed back set a cookie, which this browser does not keep.
        return plain_csrf_failure(request, reason)
    owner = _owner(request, request.POST)
    form = None if owner is PageOwner.SIGNED_IN else SignInForm(request, prefix=PREFIX)
    return _page(request, owner, form, status=403)


@login_not_required
@ensure_csrf_cookie
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Say in JSON whether `person` is signed in; sign in with `username` and `password` by POST.

    Replies 422 to what does not sign anybody in, 429 where it was tried too often, and 401 to the
    account of another person, who is then not signed in.
    """
    if request.method != "POST":
        return JsonResponse({"state": _owner(request, request.GET)})
    if _owner(request, request.POST) is not PageOwner.SIGNED_IN:
        form = SignInForm(request, request.POST)
        if not form.is_valid():
            return held_back(JsonResponse({"problems": _problems(form)}, status=422), form.held)
        if not _is(form.get_user(), request.POST):
            _note_refusal(request, form)
            reply = {"state": PageOwner.OTHER_PERSON, "message": str(WRONG_ACCOUNT)}
            return JsonResponse(reply, status=401)
        sign_in(request, form.get_user())
    return JsonResponse({"state": PageOwner.SIGNED_IN})


def _problems(form: SignInForm) -> list[dict[str, str]]:
    """Return what is wrong, each with the name of its field or none."""
    return [
        {"target": "" if name == "__all__" else name, "message": str(message)}
        for name, messages in form.errors.items()
        for message in messages
    ]
