"""What was done in a city, for its coordinators."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from responses.documents import audit_csv as table
from responses.domain.auditing import people_of, records_of
from responses.domain.chaining import head_of
from responses.domain.people.labels import has_namesake, namesakes_of, tell_apart
from responses.domain.permissions import Permission
from responses.forms.audit import AuditSearchForm
from responses.localized import bracketed
from responses.models import City
from responses.pages.audit import said_of

from .access import city_or_404
from .tabs import editions_of
from .taking import taken_out

PAGE, CHUNK = 50, 2000


@require_safe
def audit(request: HttpRequest, city: str) -> HttpResponse:
    """Show the records that are asked for, newest first."""
    place = city_or_404(request, city, Permission.AUDIT)
    return _page(request, place, AuditSearchForm(request.GET, people_of(place)))


@require_safe
def audit_csv(request: HttpRequest, city: str) -> HttpResponseBase:
    """Send all records that are asked for as a table; that it was sent is recorded first."""
    place = city_or_404(request, city, Permission.AUDIT)
    form = AuditSearchForm(request.GET, people_of(place))
    if not form.is_valid():
        return _page(request, place, form)
    name = f"{place.slug}-audit.csv"
    asked = bracketed(name, form.said()) if form.said() else name
    sent = taken_out(request, place, asked)
    records = records_of(place, form.search())
    # As of now: what is recorded while it is sent, itself to begin with, is not in it.
    records = records.filter(pk__lt=sent.pk) if sent else records.none()
    return StreamingHttpResponse(
        table.lines(
            records.iterator(chunk_size=CHUNK), editions_of(request, place), namesakes_of(place.pk)
        ),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _page(request: HttpRequest, city: City, form: AuditSearchForm) -> HttpResponse:
    """Return the page; where the form cannot be read, without any records."""
    status, page = 422, None
    if form.is_valid():
        records = records_of(city, form.search())
        records = records.annotate(has_namesake=has_namesake("person", city.pk))
        status, page = 200, Paginator(records, PAGE).get_page(request.GET.get("page"))
        tell_apart(page.object_list, city.pk, "person")
    context = {
        "city": city,
        "form": form,
        "page": page,
        "rows": [(each, said_of(each, editions_of(request, city))) for each in page or ()],
        "searched": form.has_changed(),
        "head": head_of(city),
        "edition": request.GET.get("edition", ""),  # from which response one came
    }
    return render(request, "responses/audit/audit.html", context, status=status)
