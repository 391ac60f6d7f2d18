"""What a coordinator sets for the whole city."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from responses.domain.coverage.claiming import print_services
from responses.domain.glossary.choosing import LanguageRefusedError, choose_submission_language
from responses.domain.permissions import Permission
from responses.domain.review.afterwards import review_translations_afterwards
from responses.forms.terms import AFTERWARDS, SubmissionLanguageForm
from responses.models import City

from .access import actor_of, city_or_404
from .tabs import editions_of


@require_http_methods(["GET", "HEAD", "POST"])
def city_settings(request: HttpRequest, city: str) -> HttpResponse:
    """Show in which languages a city works and submits; by POST, choose the second.

    And when translations into it are reviewed.
    """
    place = city_or_404(request, city, Permission.SET_LANGUAGES)
    editions = editions_of(request, place)
    services = reverse("services", args=(city, editions[0])) if editions else ""
    data = request.POST if request.method == "POST" else None
    form = SubmissionLanguageForm(place, data, services=services)
    if form.is_bound and form.is_valid() and _choose(request, place, form):
        messages.success(request, _("The settings are saved."))
        return redirect(request.get_full_path())
    context = {"city": place, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "responses/city/city_settings.html", context, status=status)


def _choose(request: HttpRequest, city: City, form: SubmissionLanguageForm) -> bool:
    """Write what was chosen, all or nothing; return whether it could be, or say why not."""
    actor, chosen = actor_of(request), form.cleaned_data
    try:
        with transaction.atomic():
            choose_submission_language(city, chosen["submission_language"], actor=actor)
            print_services(city, wanted=chosen["services_annex"], actor=actor)
            if when := chosen["translations"]:
                review_translations_afterwards(city, afterwards=when == AFTERWARDS, actor=actor)
    except LanguageRefusedError as refusal:
        form.add_error(refusal.field, str(refusal.reason))
        return False
    return True
