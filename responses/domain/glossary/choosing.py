"""In which language the UN reads what a city answers: the only code that writes it."""

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from responses.domain.auditing import Actor, record
from responses.domain.permissions import NotAllowedError, Permission, RefusedError, may
from responses.enums import AuditKind, Language
from responses.models import City

SAME_LANGUAGE = _("The city works in this language. Choose another one, or none.")


class LanguageRefusedError(RefusedError):
    """A city cannot submit in a language."""


@transaction.atomic
def choose_submission_language(city: City, language: str, *, actor: Actor) -> None:
    """Let a city submit in a language, or in its working language alone if it is empty.

    What the glossary has in another language stays. Raises `NotAllowedError` if the actor may
    not choose, and `LanguageRefusedError` for the language in which the city works.
    """
    now = City.objects.select_for_update().get(pk=city.pk)
    if not may(actor.person, Permission.SET_LANGUAGES, city):
        raise NotAllowedError
    if language == now.language:
        raise LanguageRefusedError(SAME_LANGUAGE, "submission_language")
    if language == now.submission_language:
        return
    City.objects.filter(pk=now.pk).update(submission_language=language)
    changed = _called(now.submission_language), _called(language)
    record(AuditKind.CITY_SETTINGS, actor, city, lambda: _said(*changed))


def _said(before: Promise | str, after: Promise | str) -> str:
    return gettext("Submission language: %(before)s → %(after)s") % {
        "before": before,
        "after": after,
    }


def _called(language: str) -> Promise | str:
    return Language(language).label if language else "—"
