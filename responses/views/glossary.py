"""The fixed terms of a city with their translations: to be read, written and exchanged."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from responses.characters import one_line
from responses.documents import glossary_csv as table
from responses.domain.assignment.untranslated import Untranslated, read_untranslated
from responses.domain.glossary.glossing import (
    TermRefusedError,
    TermText,
    add_term,
    change_term,
    import_terms,
    remove_term,
)
from responses.domain.glossary.terms import read_terms
from responses.domain.permissions import Permission, may
from responses.forms.terms import (
    FILE_MAX,
    ROWS_MAX,
    TOO_LARGE,
    UNREADABLE,
    TermForm,
    TermsForm,
)
from responses.intake.refusals import UnreadableFileError
from responses.intake.tables import text_of_table
from responses.models import City, Term
from responses.validators import TERM_MAX
from responses.wording.glossary import imported_words

from .access import actor_of, city_or_404, signed_in
from .once import once
from .posted import chosen, number, number_or_404
from .taking import taken_out

PAGE = 50
Form = TermForm | TermsForm


@require_http_methods(["GET", "HEAD", "POST"])
@once
def glossary(request: HttpRequest, city: str) -> HttpResponse:
    """Show the city's terms to its members; add, change, remove or import some by POST."""
    place = city_or_404(request, city, Permission.VIEW)
    if request.method != "POST":
        return _page(request, place)
    if not _may_write(request, place):
        raise PermissionDenied
    return chosen(request.POST, "do", _DO)(request, place)


@require_safe
def glossary_csv(request: HttpRequest, city: str) -> HttpResponse:
    """Send all terms as a table; that it was sent is recorded."""
    place = city_or_404(request, city, Permission.VIEW)
    if not place.submission_language:
        raise Http404
    name = f"{place.slug}-glossary.csv"
    taken_out(request, place, name)
    return HttpResponse(
        table.glossary_csv(place, read_terms(place)),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _add(request: HttpRequest, city: City) -> HttpResponse:
    form = TermForm(city, request.POST)
    if not form.is_valid():
        return _page(request, city, form)
    try:
        add_term(city, form.said, actor=actor_of(request))
    except TermRefusedError as refusal:
        return _refused(request, city, form, refusal)
    return _done(request, _("Added: %(term)s") % {"term": form.said})


def _change(request: HttpRequest, city: City) -> HttpResponse:
    term = _term(request, city)
    if term is None:
        return _gone(request)
    form = TermForm(city, request.POST, term=term)
    if not form.is_valid():
        return _page(request, city, form)
    seen = (request.POST.get(f"seen_{name}", "") for name in TermText._fields)
    try:
        change_term(term, TermText(*seen), form.said, actor=actor_of(request))
    except TermRefusedError as refusal:
        return _refused(request, city, form, refusal)
    return _done(request, _("Saved: %(term)s") % {"term": form.said})


def _remove(request: HttpRequest, city: City) -> HttpResponse:
    term = _term(request, city)
    if term is None:
        return _gone(request)
    remove_term(term, actor=actor_of(request))
    return _done(request, _("Removed: %(term)s") % {"term": term})


def _import(request: HttpRequest, city: City) -> HttpResponse:
    form = _terms_form(request)
    if not form.is_valid():
        return _page(request, city, form)
    try:
        made = import_terms(city, form.terms, actor=actor_of(request))
    except TermRefusedError as refusal:
        return _refused(request, city, form, refusal)
    return _done(request, imported_words(*made))


def _terms_form(request: HttpRequest) -> TermsForm:
    """Return the form of what is imported, with what its file says, or why that is not read."""
    file = request.FILES.get("file")
    if file is None:
        return TermsForm(request.POST)
    text = ""
    fault: str | Promise = TOO_LARGE if (file.size or 0) > FILE_MAX else ""
    if not fault:
        try:
            text = text_of_table(file.read(), ROWS_MAX)
        except UnreadableFileError as refusal:
            fault = _FAULTS.get(refusal.name) or refusal.reason
    return TermsForm(request.POST, file=file.name or "", text=text, fault=fault)


# What is said otherwise of a glossary than of a questionnaire.
_FAULTS: Mapping[str, str | Promise] = {
    "other": UNREADABLE,
    "too_long": TOO_LARGE,
    "too_much": TOO_LARGE,
}
_DO: Mapping[str, Callable[[HttpRequest, City], HttpResponse]] = {
    "add": _add,
    "change": _change,
    "remove": _remove,
    "import": _import,
}


def _may_write(request: HttpRequest, city: City) -> bool:
    return may(signed_in(request), Permission.WRITE_GLOSSARY, city)


def _term(request: HttpRequest, city: City) -> Term | None:
    """Return the term that a form is of, or None if somebody has removed it meanwhile."""
    asked = number_or_404(request.POST, "term")
    return Term.objects.select_related("city").filter(pk=asked, city=city).first()


def _gone(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("This term was removed in the meantime."))
    return redirect(request.get_full_path())


def _refused(
    request: HttpRequest, city: City, form: Form, refusal: TermRefusedError
) -> HttpResponse:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.reason))
    return _page(request, city, form)


def _done(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(request.get_full_path())


def _page(request: HttpRequest, city: City, failed: Form | None = None) -> HttpResponse:
    """Return the list; the errors of a failed form are shown in it and on top."""
    may_write = _may_write(request, city)
    words = one_line(request.GET.get("q", "")[:TERM_MAX])
    found = Paginator(read_terms(city, words), PAGE)
    untranslated = (
        read_untranslated(city) if may_write and city.submission_language else Untranslated()
    )
    context = {
        "city": city,
        "may_write": may_write,
        "may_set": may_write and may(signed_in(request), Permission.SET_LANGUAGES, city),
        "query": words,
        "page": found.get_page(request.GET.get("page")),
        "untranslated": untranslated,
        "change": _change_form(request, city, failed) if may_write else None,
        "add": failed
        if isinstance(failed, TermForm) and failed.term is None
        else _add_form(request, city),
        "several": failed if isinstance(failed, TermsForm) else TermsForm(),
        "failed": failed,
        "edition": request.GET.get("edition", ""),
    }
    status = 422 if failed else 200
    return render(request, "responses/glossary/glossary.html", context, status=status)


def _add_form(request: HttpRequest, city: City) -> TermForm:
    return TermForm(city, original=one_line(request.GET.get("original", "")[:TERM_MAX]))


def _change_form(request: HttpRequest, city: City, failed: Form | None) -> TermForm | None:
    """Return the form of the term that is to be changed, if one is."""
    if isinstance(failed, TermForm) and failed.term is not None:
        return failed
    asked = number(request.GET, "term")
    if asked is None or request.method == "POST":
        return None
    terms = Term.objects.filter(city=city, language=city.submission_language)
    return TermForm(city, term=get_object_or_404(terms, pk=asked))
