"""Words searched in the answers that the person may see."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from responses.domain.snapshot.search import numbered, read_searchable
from responses.domain.snapshot.search import search as find
from responses.forms.search import SearchForm

from .access import signed_in

PAGE = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show in which answers the words stand that are asked for, by response and section.

    The questions whose number the words are come first.

    Replies 404 where another place is asked for than the person may see, and 422 for too long a
    line; nothing is searched for either.
    """
    places = read_searchable(signed_in(request))
    form = SearchForm(request.GET, places)
    if form.asks_elsewhere():
        raise Http404
    status, page = (200, None) if form.is_valid() else (422, None)
    if form.is_valid() and form.cleaned_data["words"]:
        page = Paginator(find(places, form.asked()), PAGE).get_page(request.GET.get("page"))
    questions = numbered(places, form.asked())[:PAGE] if page is not None else []
    context = {"form": form, "page": page, "places": places, "questions": questions}
    return render(request, "responses/search/search.html", context, status=status)
