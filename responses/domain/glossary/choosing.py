"""In which language the UN reads what a city answers: the only code that writes it."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from responses.domain.auditing import Actor, record
from responses.domain.permissions import NotAllowedError, Permission, RefusedError, may
from responses.enums import ORIGINAL, WRITABLE, AuditKind, Language
from responses.models import Answer, City, SectionWork

SAME_LANGUAGE = _("The city works in this language. Choose another one, or none.")

TRANSLATIONS_SIGNED = _(
    "Sections in review or approved have translations, which are signed with them. "
    "Withdraw or reopen these sections first."
)


class LanguageRefusedError(RefusedError):
    """A city cannot submit in a language."""


@transaction.atomic
def choose_submission_language(city: City, language: str, *, actor: Actor) -> None:
    """Let a city submit in a language, or in its working language alone if it is empty.

    What the glossary has in another language stays. Raises `NotAllowedError` if the actor may
    not choose, and `LanguageRefusedError` for the language in which the city works, and while
    translations are signed.
    """
    # Who sends, signs or seals takes one of the same locks, and reads the language behind it; then
    # the city, in the order of who joins one.
    works = SectionWork.objects.select_for_update(of=("self",)).filter(response__city=city)
    list(works.order_by("pk").values_list("pk"))
    now = City.objects.select_for_update().get(pk=city.pk)
    if not may(actor.person, Permission.SET_LANGUAGES, city):
        raise NotAllowedError
    if language == now.language:
        raise LanguageRefusedError(SAME_LANGUAGE, "submission_language")
    if language == now.submission_language:
        return
    if _signs_translations(now):
        raise LanguageRefusedError(TRANSLATIONS_SIGNED, "submission_language")
    City.objects.filter(pk=now.pk).update(submission_language=language)
    changed = _called(now.submission_language), _called(language)
    record(AuditKind.CITY_SETTINGS, actor, city, lambda: _said(*changed))


def _signs_translations(city: City) -> bool:
    """Return whether a section that is signed, or is to be, has translations; one query."""
    works = SectionWork.objects.filter(response__city=city, originals_alone=False)
    closed = works.exclude(state__in=WRITABLE)
    translated = Answer.objects.filter(
        response=OuterRef("response"), question__section=OuterRef("section")
    )
    return closed.filter(Exists(translated.exclude(language=ORIGINAL))).exists()


def _said(before: Promise | str, after: Promise | str) -> str:
    return gettext("Submission language: %(before)s → %(after)s") % {
        "before": before,
        "after": after,
    }


def _called(language: str) -> Promise | str:
    return Language(language).label if language else "—"
