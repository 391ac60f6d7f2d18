"""What a coordinator sets for the whole city."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from responses.domain.glossary.choosing import choose_submission_language
from responses.domain.permissions import Permission
from responses.forms.terms import SubmissionLanguageForm

from .access import actor_of, city_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def city_settings(request: HttpRequest, city: str) -> HttpResponse:
    """Show in which languages a city works and submits; by POST, choose the second."""
    place = city_or_404(request, city, Permission.SET_LANGUAGES)
    form = SubmissionLanguageForm(place, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        language = form.cleaned_data["submission_language"]
        choose_submission_language(place, language, actor=actor_of(request))
        messages.success(request, _("The settings are saved."))
        return redirect(request.get_full_path())
    context = {"city": place, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "responses/city/city_settings.html", context, status=status)
