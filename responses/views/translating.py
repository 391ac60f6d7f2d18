"""Translating one section: the answers to read, and beside each what it is in the other language.

It is the section's page in another view, at the same address, so that every link of a card holds.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from responses.domain.answers.presence import others_present
from responses.domain.answers.revisions import read_translated
from responses.domain.assignment.plan import read_holders
from responses.domain.content.marked import marked
from responses.domain.content.translating import parted, worded
from responses.domain.glossary.terms import read_all
from responses.domain.permissions import Permission
from responses.domain.review.afterwards import why_not_confirm
from responses.domain.signing.turns import read_turn
from responses.domain.snapshot.answer import AnswerSnapshot, TranslationSnapshot
from responses.domain.snapshot.section import SectionSnapshot
from responses.enums import Action
from responses.forms.answer.aids import Aids
from responses.forms.answer.form import SectionForm
from responses.localized import localized
from responses.pages.changes import ChangedPart, ChangedSince
from responses.pages.onward import Onward, onward, untranslated
from responses.pages.printed import PrintedAnswer, printed_section
from responses.pages.threads import open_in
from responses.wording.saving import nothing_to_save, saved_translations
from responses.wording.translations import into_words, translated_count

from .closed import (
    may_be_translated_later,
    may_move,
    no_translation_reason,
    partial_notice,
)
from .places import SectionPage, WritingPage
from .said import said_here
from .writing import save_form

VIEWS = ("translation", "both")
"""How a section can be seen, besides its answers alone; `show` in the address says it."""


def wanted(request: HttpRequest, page: WritingPage) -> bool:
    """Return whether the address asks for translations, of a city that submits some.

    Raises 404, which gives back what was typed, where they are sent to a city that no longer does.
    """
    shown = request.GET.get("show") in VIEWS
    submits = bool(page.access.snapshot.submission_language)
    if shown and not submits and request.method == "POST":
        raise Http404
    return shown and submits


def translating(page: WritingPage) -> HttpResponse:
    """Show what is to be translated of a section; save. Replies as the section's page does."""
    request = page.request
    if request.method != "POST":
        return _page(page, _form(page))
    page.access.require(Permission.EDIT)
    if "rows" in request.POST:
        return _page(page, _form(page, data=request.POST, button=request.POST["rows"]))
    return _save(page)


def translations(page: WritingPage) -> Sequence[TranslationSnapshot]:
    """Return what of a section has words to translate, or a translation, or can be written first.

    The last for who can translate it alone: where the original says nothing yet and is asked to.
    """
    free = {
        answer.question.pk
        for answer in page.section.answers
        if answer.question.pk in page.translatable and not answer.settled
    }
    found = (answer.translation for answer in page.section.answers)
    return [
        each
        for each in found
        if each
        and (each.version or each.is_needed or (each.may_come_first and each.question.pk in free))
    ]


def _all(page: WritingPage) -> Sequence[TranslationSnapshot]:
    """Return every translation of a section, begun or not."""
    return [each.translation for each in page.section.answers if each.translation]


def _form(page: WritingPage, **options: Any) -> SectionForm:
    """Return a form of the translations that the person can write, and of those that were sent."""
    found, data = translations(page), options.get("data")
    sent = SectionForm(found, data).typed if data else ()
    mine = [
        each for each in found if each.question.pk in page.translatable or each.question.key in sent
    ]
    return translation_form(page, mine, leaves_rest=True, **options)


def translation_form(
    page: SectionPage, found: Sequence[TranslationSnapshot], **options: Any
) -> SectionForm:
    """Return a form of translations, with the terms of the glossary; a query if there are any."""
    shown = page.access.snapshot
    terms = read_all(page.access.response.city) if found else {}
    return SectionForm(
        found,
        language=shown.submission_language,
        edition=shown.edition,
        aids=Aids(terms, shown.repeated),
        **options,
    )


def _save(page: WritingPage) -> HttpResponse:
    """Save what can be saved, and reply with what cannot."""
    confirmed = page.request.POST.get("confirm", "")
    form = _form(page, data=page.request.POST, confirmed=confirmed)
    done = save_form(page, form, _page, _all)
    if isinstance(done, HttpResponse):
        return done
    _after, saved = done
    back = page.request.get_full_path()
    if confirmed in form.answers and saved == 1:
        number = form.answers[confirmed].question.number
        messages.success(page.request, _("%(number)s: the translation stays.") % {"number": number})
        return redirect(f"{back}#{confirmed}")
    messages.success(page.request, saved_translations(saved) if saved else nothing_to_save())
    return redirect(back)


def _page(
    page: WritingPage, form: SectionForm, *, saved: int = 0, status: int = 200
) -> HttpResponse:
    found, access = translations(page), page.access
    said = said_here(page, "section", (access.snapshot.submission_language,))
    context = {
        "holders": read_holders(page.access.response, page.shape),
        "form": form,
        "show": page.request.GET["show"],
        "takes_files": False,
        "into": into_words(page.access.snapshot),
        "count": translated_count(found) if any(each.is_needed for each in found) else "",
        "rest": [each for each in found if each.question.key not in form.answers],
        "originals": _Printed(page.section, lambda answer: answer),
        "translated": _Printed(page.section, lambda answer: answer.translated),
        "shows_originals": page.request.GET["show"] == "both",
        "changed": _changed(page, found),
        "talk": {key: each.threads for key, each in open_in(said).items()},
        "said": said,
        "spoken_of": [each.question for each in found],
        "may_talk": access.may(Permission.COMMENT),
        "onward": _onward(page) if form.answers else None,
        "may_send": False,
        "asked": page.called_back(),
        "closed": no_translation_reason(page.access, page.section),
        "closed_to_writers": not page.translatable and access.may(Permission.EDIT),
        "may_come_later": access.may(Permission.EDIT)
        and may_be_translated_later(access, page.section),
        "may_set": access.may(Permission.SET_LANGUAGES),
        "may_move": not page.translatable and may_move(page.access, page.section),
        "partly": partial_notice(page.access, page.section, page.translatable),
        "denied": status == HTTPStatus.FORBIDDEN,
        "confirming": _confirming(page),
        "problems": form.problems,
        "saved": saved_translations(saved) if saved else "",
        "waiting": len(page.waiting()),
        "others": others_present(page.access.response, page.shape, page.access.user),
        **page.access.snapshot.edition.neighbours(page.shape),
    }
    return page.render("responses/section/translating.html", context, status=status)


class Confirming(NamedTuple):
    """That somebody may confirm the translations of a section, or why they cannot.

    `due` counts the answers that are not wholly translated.
    """

    refusal: str | Promise
    due: int


def _confirming(page: WritingPage) -> Confirming | None:
    """Return whether the person can confirm the translations; three queries where they may."""
    section = page.section
    access, person = page.access, page.access.user
    if Action.REVIEW_TRANSLATIONS not in access.actions(section):
        return None
    work = access.response.works.get(section=page.shape.pk)
    work.response = access.response
    if not read_turn(work, person, access.role, timezone.localdate()).is_in_line:
        return None
    refusal = why_not_confirm(work, section, person)
    return Confirming(refusal, len(section.translations) - section.translated)


def _onward(page: WritingPage) -> Onward:
    """Return the way to the next answer that the person can translate and that needs it."""
    access, show = page.access, page.request.GET["show"]
    mine = access.reach.translations
    return onward(
        access.snapshot,
        page.shape,
        mine,
        lambda section: f"{page.written_at(section)}?show={show}",
        untranslated,
    )


class _Printed:
    """The answers of a section as they will be printed, each once it is asked for."""

    def __init__(
        self, section: SectionSnapshot, of: Callable[[AnswerSnapshot], AnswerSnapshot]
    ) -> None:
        self.section = section
        self.of = of

    def __getitem__(self, key: str) -> PrintedAnswer:
        """Return that of which a translation is, by the key of that."""
        original, _language = parted(key)
        answer = next(each for each in self.section.answers if each.question.key == original)
        [printed] = printed_section(replace(self.section, answers=(self.of(answer),))).answers
        return printed


def _changed(page: WritingPage, found: Sequence[TranslationSnapshot]) -> Mapping[str, ChangedSince]:
    """Return how each original's words changed since they were translated.

    A query if any text did: a phrase says itself of which words it is.
    """
    outdated = [each for each in found if each.is_outdated]
    then = read_translated(page.access.response, [each for each in outdated if each.has_old_texts])
    return {
        each.question.key: ChangedSince(
            worded(each.original.question),
            then.get(each.question.key, each.original.content),
            each.original.content,
            tuple(_phrases(each)),
        )
        for each in outdated
    }


def _phrases(translation: TranslationSnapshot) -> Iterator[ChangedPart]:
    """Yield how each phrase has changed of which earlier words are translated."""
    for key, found in translation.behind.items():
        label = localized(translation.question.parts_by_key[key].label)
        yield from (ChangedPart(label, marked(then, now)) for then, now in found.values())
