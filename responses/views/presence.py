"""Saying that one has a section open, and hearing who else has and what they saved."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from responses.domain.answers.presence import leave, mark_present, others_present
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.domain.snapshot.section import SectionSnapshot
from responses.forms.answer.widgets import Names, as_fields
from responses.wording.translations import translated_count

from .access import ResponseAccess, response_or_404
from .autosave import follow_ups, told
from .closed import read_only_reason
from .posted import number


@require_POST
def presence(request: HttpRequest, city: str, edition: str, section: str) -> HttpResponse:
    """Note that the person is in a section, or leaves it, and return what happened meanwhile.

    `people` are the others there, `changed` has by question key what each answer says whose
    version is another than the page has, `closed` why the person cannot write, if so, and
    `translated` how many answers are translated, if there are any to translate.
    """
    access = response_or_404(request, city, edition)
    shape = access.section(section)
    if "leaving" in request.POST:
        leave(access.response, shape, access.user)
        return HttpResponse(status=204)
    mark_present(access.response, shape, access.user)
    now = access.snapshot.sections_by_key[shape.key]
    return JsonResponse(
        {
            "people": others_present(access.response, shape, access.user),
            "changed": {
                key: _changed(answer, access)
                for key, answer in now.said.items()
                if _is_other(answer, request.POST)
            },
            "closed": str(
                read_only_reason(access, now, translating=_translates(now, request.POST))
            ),
            "translated": translated_count(now.translations) if now.translations else "",
        }
    )


def _translates(section: SectionSnapshot, sent: Mapping[str, str]) -> bool:
    """Return whether the page that sent its versions is one of translations alone."""
    names = {Names.of(answer.question).version for answer in section.answers}
    return bool(sent.keys() & _versions_of_translations(section)) and not sent.keys() & names


def _versions_of_translations(section: SectionSnapshot) -> set[str]:
    found = (answer.translation for answer in section.answers if answer.translation)
    return {Names.of(each.question).version for each in found}


def _is_other(answer: AnswerSnapshot, sent: Mapping[str, str]) -> bool:
    """Return whether the page that sent its versions has another one of this answer."""
    return number(sent, Names.of(answer.question).version) not in {None, answer.version}


def _changed(answer: AnswerSnapshot, access: ResponseAccess) -> Mapping[str, Any]:
    """Return an answer as its card shows it, and in words who changed it, if somebody else did."""
    person = str(access.user)
    by = answer.changed.who if answer.changed else ""
    words = {"number": answer.question.number, "who": by}
    return {
        **told(answer),
        "follow_ups": follow_ups(access.snapshot, answer.question),
        "fields": as_fields(answer.question, answer.entered),
        "said": "" if by == person else _("%(number)s: %(who)s changed this answer.") % words,
        "other": ""
        if by == person
        else _("%(who)s has saved a different text here in the meantime.") % words,
    }
