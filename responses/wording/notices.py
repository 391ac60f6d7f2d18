"""What a notice says in words, and where it leads: the same in the inbox and in e-mails."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from responses.domain.content.translating import named, numbered
from responses.domain.notices.notices import acting_for, said_in
from responses.domain.notices.of_handouts import handout_of
from responses.domain.notices.together import SEVERAL
from responses.enums import complete
from responses.models import Notice
from responses.notice_kinds import (
    NOTICES,
    OF_LINKS,
    REMINDERS,
    TRANSLATION,
    UNASSIGNED,
    WITH_DAY,
    NoticeKind,
)

from .dates import day, period
from .names import section_name

SENTENCES: Mapping[NoticeKind, str | Promise] = complete(
    NoticeKind,
    {
        NoticeKind.ASSIGNED: _("%(actor)s assigned %(place)s to you"),
        NoticeKind.HANDED: _("%(actor)s delegated %(place)s to you"),
        NoticeKind.DUE_IN_WEEK: _("%(place)s is due on %(day)s"),
        NoticeKind.DUE_TOMORROW: _("%(place)s is due soon, on %(day)s"),
        NoticeKind.OVERDUE: _("%(place)s is overdue: it was due on %(day)s"),
        NoticeKind.SENT: _("It is your turn to sign %(place)s, drafted by %(actor)s"),
        NoticeKind.CONSENT: _("It is your turn to consent to %(place)s, drafted by %(actor)s"),
        NoticeKind.CHANGES_REQUESTED: _("%(actor)s requested changes in %(place)s"),
        NoticeKind.APPROVED: _("%(actor)s approved %(place)s"),
        NoticeKind.MENTIONED: _("%(actor)s mentioned you in the discussion of %(place)s"),
        NoticeKind.REPLIED: _("%(actor)s replied in your thread on %(place)s"),
        NoticeKind.REOPENED: _("%(actor)s reopened %(place)s"),
        NoticeKind.SEALED: _("%(actor)s sealed the response of %(city)s"),
        NoticeKind.NO_SIGNER: _("Nobody can review %(place)s yet. Appoint a reviewer."),
        NoticeKind.SIGNED_FOR: _("%(actor)s signed %(place)s for you (代). You need only read it."),
        NoticeKind.CONSENTED_FOR: _(
            "%(actor)s consented to %(place)s for you (代). You need only read it."
        ),
        NoticeKind.DEPUTY: _("%(actor)s appointed you as a deputy (代)"),
        NoticeKind.WITHDRAWN: _("%(actor)s withdrew %(place)s from review"),
        NoticeKind.COMMENTED: _("%(actor)s commented on %(place)s"),
        NoticeKind.REMARKED: _("%(actor)s wrote in the discussion of %(place)s"),
        NoticeKind.REQUIRED: _("%(actor)s wants a thread on %(place)s resolved before sealing"),
        NoticeKind.SUGGESTED: _("%(actor)s suggested an answer to %(place)s"),
        NoticeKind.ACCEPTED: _("%(actor)s accepted a suggestion for %(place)s"),
        NoticeKind.DECLINED: _("%(actor)s declined a suggestion for %(place)s"),
        NoticeKind.RESOLVED: _("%(actor)s resolved a thread on %(place)s"),
        NoticeKind.THREAD_REOPENED: _("%(actor)s reopened a thread on %(place)s"),
        NoticeKind.RELEASED: _("%(actor)s no longer requires a thread on %(place)s to be resolved"),
        NoticeKind.URGED_TO_WRITE: _("%(actor)s reminds you to finish %(place)s"),
        NoticeKind.URGED_TO_SIGN: _("%(actor)s reminds you to sign %(place)s"),
        NoticeKind.URGED_TO_CONSENT: _("%(actor)s reminds you to consent to %(place)s"),
        NoticeKind.TRANSLATE: _("%(actor)s asked you to translate %(place)s"),
        NoticeKind.URGED_TO_TRANSLATE: _("%(actor)s reminds you to translate %(place)s"),
        NoticeKind.LINK_FAILS: _("A link in %(place)s no longer works"),
        NoticeKind.LINK_WORKS: _("A link in %(place)s works again"),
        NoticeKind.TRANSLATIONS_CONFIRMED: _("%(actor)s confirmed the translations of %(place)s"),
        NoticeKind.FILE_RETURNED: _("%(who)s returned a file"),
        NoticeKind.FILE_TO_MERGE: _("%(who)s returned another answer to %(place)s: merge the two"),
        NoticeKind.ANSWER_RETURNED: _("The file that %(who)s returned changed %(place)s"),
        NoticeKind.ANSWER_LEFT: _(
            "What %(who)s returned differs from %(place)s. The coordinator decides what stands."
        ),
        NoticeKind.FILE_UNREADABLE: _("%(who)s returned a file that cannot be read"),
        NoticeKind.FILE_DUE: _("%(who)s has not returned the file due on %(day)s"),
        NoticeKind.SERVICES: _(
            "%(actor)s assigned entries of the list of services to your department, %(who)s"
        ),
    },
)
"""What each kind says, as a link: with a full stop only where it says more than one thing."""

NOT_ASSIGNED: Mapping[NoticeKind, tuple[str | Promise, str | Promise]] = {
    NoticeKind.DUE_IN_WEEK: (
        _("%(place)s is not assigned, and due on %(day)s. Assign someone."),
        _("%(places)s are not assigned, and due on %(day)s. Assign someone."),
    ),
    NoticeKind.DUE_TOMORROW: (
        _("%(place)s is not assigned, and due soon, on %(day)s. Assign someone."),
        _("%(places)s are not assigned, and due soon, on %(day)s. Assign someone."),
    ),
    NoticeKind.OVERDUE: (
        _("%(place)s is not assigned, and overdue since %(day)s. Assign someone."),
        _("%(places)s are not assigned, and overdue since %(day)s. Assign someone."),
    ),
}
"""What coordinators are told of one or several due places that nobody is assigned to."""
if missing := REMINDERS.keys() ^ NOT_ASSIGNED.keys():
    raise LookupError(f"NOT_ASSIGNED: {sorted(missing)}")

TO_TRANSLATE: Mapping[NoticeKind, tuple[str | Promise, str | Promise]] = {
    NoticeKind.DUE_IN_WEEK: (
        _("The translation of %(place)s is due on %(day)s"),
        _("The translations of %(places)s are due on %(day)s"),
    ),
    NoticeKind.DUE_TOMORROW: (
        _("The translation of %(place)s is due soon, on %(day)s"),
        _("The translations of %(places)s are due soon, on %(day)s"),
    ),
    NoticeKind.OVERDUE: (
        _("The translation of %(place)s is overdue: it was due on %(day)s"),
        _("The translations of %(places)s are overdue: they were due on %(day)s"),
    ),
}
"""What translators are told of one or several due places."""
if missing := REMINDERS.keys() ^ TO_TRANSLATE.keys():
    raise LookupError(f"TO_TRANSLATE: {sorted(missing)}")

DATED: Mapping[NoticeKind, tuple[str | Promise, str | Promise]] = {
    NoticeKind.URGED_TO_WRITE: (
        _("%(actor)s reminds you to finish %(place)s, due on %(day)s"),
        _("%(actor)s reminds you to finish %(places)s, due on %(day)s"),
    ),
    NoticeKind.URGED_TO_TRANSLATE: (
        _("%(actor)s reminds you to translate %(place)s, due on %(day)s"),
        _("%(actor)s reminds you to translate %(places)s, due on %(day)s"),
    ),
}
"""What is said besides of one or several places that are due on a day, where they are."""
if wrong := DATED.keys() ^ WITH_DAY:
    raise LookupError(f"DATED: {sorted(wrong)}")

NUMBERED: Mapping[NoticeKind, str | Promise] = {
    NoticeKind.SEALED: _("%(actor)s sealed the response of %(city)s as submission no. %(number)s"),
}
"""What is said besides of what has a number, which older notices do not keep."""

OF_HANDOUTS = frozenset(kind for kind, facts in NOTICES.items() if facts.page == "handout")
"""The kinds whose text is to whom a file was handed out, after the day that it is due if told."""

_NAMING = OF_HANDOUTS | {
    NoticeKind.SERVICES,
    NoticeKind.ANSWER_RETURNED,
    NoticeKind.ANSWER_LEFT,
}
"""And that of one department."""

BY_NOBODY: Mapping[NoticeKind, str | Promise] = {
    NoticeKind.ASSIGNED: _("%(place)s is assigned to you"),
    NoticeKind.HANDED: _("%(place)s is delegated to you"),
    NoticeKind.TRANSLATE: _("%(place)s is yours to translate"),
}
"""What is said of what somebody finds on joining, which nobody does just then."""

OF_SEVERAL: Mapping[NoticeKind, tuple[str | Promise, str | Promise]] = {
    NoticeKind.ASSIGNED: (
        _("%(actor)s assigned %(places)s to you"),
        _("%(places)s are assigned to you"),
    ),
    NoticeKind.HANDED: (
        _("%(actor)s delegated %(places)s to you"),
        _("%(places)s are delegated to you"),
    ),
    NoticeKind.TRANSLATE: (
        _("%(actor)s asked you to translate %(places)s"),
        _("%(places)s are yours to translate"),
    ),
    **{
        kind: (said, said)
        for kind, said in (
            (NoticeKind.DUE_IN_WEEK, _("%(places)s are due on %(day)s")),
            (NoticeKind.DUE_TOMORROW, _("%(places)s are due soon, on %(day)s")),
            (NoticeKind.OVERDUE, _("%(places)s are overdue: they were due on %(day)s")),
            (NoticeKind.SENT, _("It is your turn to sign %(places)s, drafted by %(actor)s")),
            (
                NoticeKind.CONSENT,
                _("It is your turn to consent to %(places)s, drafted by %(actor)s"),
            ),
            (NoticeKind.URGED_TO_WRITE, _("%(actor)s reminds you to finish %(places)s")),
            (NoticeKind.URGED_TO_SIGN, _("%(actor)s reminds you to sign %(places)s")),
            (NoticeKind.URGED_TO_CONSENT, _("%(actor)s reminds you to consent to %(places)s")),
            (NoticeKind.URGED_TO_TRANSLATE, _("%(actor)s reminds you to translate %(places)s")),
            (
                NoticeKind.ANSWER_RETURNED,
                _("The file that %(who)s returned changed %(places)s"),
            ),
            (
                NoticeKind.ANSWER_LEFT,
                _(
                    "What %(who)s returned differs from %(places)s. "
                    "The coordinator decides what stands."
                ),
            ),
            (
                NoticeKind.FILE_TO_MERGE,
                _("%(who)s returned other answers to %(places)s: merge them"),
            ),
        )
    },
}
"""What is said of several places: of what somebody did, and of what nobody did just then."""
if missing := set(SEVERAL) ^ OF_SEVERAL.keys():
    raise LookupError(f"OF_SEVERAL: {sorted(missing)}")


_DEPUTY = re.compile(r"(.+) · (\d{4}-\d\d-\d\d) – (\d{4}-\d\d-\d\d)$")
"""Whom a deputy signs for on which days, as their notice keeps it for readers of each language."""


def sentence(notice: Notice) -> str:
    """Return in one line what happened where, in the active language."""
    kind = NoticeKind(notice.kind)
    if _is_unassigned(notice):
        said = NOT_ASSIGNED[kind][0]
    elif _is_translation_due(notice):
        said = TO_TRANSLATE[kind][0]
    elif kind in DATED and notice.text:
        said = DATED[kind][0]
    elif kind in NUMBERED and notice.text:
        said = NUMBERED[kind]
    else:
        said = SENTENCES[kind] if notice.actor else BY_NOBODY.get(kind, SENTENCES[kind])
    return _as_deputy(notice, str(said) % _words(notice))


def sentence_of_all(notices: Sequence[Notice]) -> str:
    """Return in one line what notices say that are told as one, in the active language."""
    first = notices[0]
    if len(notices) == 1:
        return sentence(first)
    kind = NoticeKind(first.kind)
    done, found = OF_SEVERAL[kind]
    said = done if first.actor else found
    if _is_unassigned(first):
        said = NOT_ASSIGNED[kind][1]
    elif _is_translation_due(first):
        said = TO_TRANSLATE[kind][1]
    elif kind in DATED and first.text:
        said = DATED[kind][1]
    return _as_deputy(first, str(said) % (_words(first) | {"places": places(notices)}))


def _as_deputy(notice: Notice, said: str) -> str:
    """Return what is said, and for whom the reader is to act, or its author did, if for another."""
    name = acting_for(notice)
    if notice.kind == NoticeKind.APPROVED:
        words = gettext("%(said)s, signing for %(name)s (代)")
    else:
        words = gettext("%(said)s. You act for %(name)s (代).")
    return words % {"said": said, "name": name} if name else said


def _words(notice: Notice) -> dict[str, object]:
    """Return what stands in a sentence."""
    return {
        "actor": notice.actor or notice.response.city,
        "place": place(notice),
        "city": notice.response.city,
        "day": day(_due_on(notice)) if _tells_a_day(notice) else "",
        "number": notice.text if notice.kind in NUMBERED else "",
        "who": _addressee(notice) if notice.kind in _NAMING else "",
    }


def _tells_a_day(notice: Notice) -> bool:
    """Return whether a notice keeps when its place is due, instead of what somebody said."""
    is_dated = notice.kind in REMINDERS or notice.kind == NoticeKind.FILE_DUE
    return is_dated or (notice.kind in WITH_DAY and bool(notice.text))


def _addressee(notice: Notice) -> str:
    """Return to whom a file was handed out that a notice tells of."""
    said = said_in(notice)
    return said.partition(" ")[2] if notice.kind == NoticeKind.FILE_DUE else said


def _due_on(notice: Notice) -> date:
    """Return the day that a reminder tells of."""
    return date.fromisoformat(notice.text.partition(" ")[0])


def _is_unassigned(notice: Notice) -> bool:
    """Return whether a notice reminds of what nobody is assigned to."""
    return notice.kind in REMINDERS and notice.text.endswith(UNASSIGNED)


def _is_translation_due(notice: Notice) -> bool:
    """Return whether a notice reminds of a translation."""
    return notice.kind in REMINDERS and notice.text.endswith(TRANSLATION)


def places(notices: Sequence[Notice]) -> str:
    """Return where notices are that are told as one: the place of one, or how many there are."""
    count = len(notices)
    if count == 1:
        return place(notices[0])
    if notices[0].question:
        return ngettext("%(count)d question", "%(count)d questions", count) % {"count": count}
    return ngettext("%(count)d section", "%(count)d sections", count) % {"count": count}


def place(notice: Notice) -> str:
    """Return the number of the question or submission that a notice is about, or its section.

    Or that it is about the list of services. Nothing where it is about none.
    """
    if notice.kind in NUMBERED and notice.text:
        return gettext("No. %(number)s") % {"number": notice.text}
    if notice.question:
        return numbered(notice.question.number, notice.language)
    if is_of_services(notice):
        is_link = notice.kind in OF_LINKS
        return gettext("the list of services") if is_link else gettext("List of services")
    return section_name(notice.section) if notice.section else ""


def is_of_services(notice: Notice) -> bool:
    """Return whether a notice is about an address in the list of services, or when that is due."""
    is_such = notice.kind in OF_LINKS or notice.kind in REMINDERS
    return is_such and notice.question_id is None and notice.section_id is None


def due_words(due_on: date | None) -> str:
    """Return until when something is due, or nothing."""
    return gettext("Due on %(day)s") % {"day": day(due_on)} if due_on else ""


def quote(notice: Notice) -> str:
    """Return the beginning of what somebody said, if a notice tells of that."""
    if notice.kind == NoticeKind.DEPUTY:
        return _DEPUTY.sub(
            lambda found: signs_for(found[1], *map(date.fromisoformat, found.groups()[1:])),
            notice.text,
        )
    is_said = _tells_a_day(notice) or notice.kind in NUMBERED or notice.kind in _NAMING
    return "" if is_said else said_in(notice)


def signs_for(person: object, first_day: date, last_day: date) -> str:
    """Return for whom a deputy signs, and on which days."""
    words = gettext("You sign for %(name)s, %(days)s.")
    return words % {"name": person, "days": period(first_day, last_day)}


def target(notice: Notice) -> str:
    """Return the address of the page that a notice is about, at the very question."""
    response, question = notice.response, notice.question
    section = question.section if question else notice.section
    name = NOTICES[NoticeKind(notice.kind)].page or ("section" if section else "overview")
    if is_of_services(notice):
        name = "services"
    elif _is_unassigned(notice):
        name = "assignment"
    parts = [response.city.slug, response.edition.code]
    if name in {"deputies", "handout", "services"}:
        of_city, more = name == "deputies", [str(handout_of(notice))] if name == "handout" else []
        return reverse(name, args=parts[:1] if of_city else [*parts, *more]) + _service(notice)
    if name == "assignment" and section:
        row = f"h-{question.key}" if question else f"s-{section.key}"
        return f"{reverse(name, args=parts)}#{row}"
    if section and name != "submissions":
        parts.append(section.key)
    if name == "talk" and question:
        # A remark or thread stands on the page under the first words of its notice's key.
        kind, key = notice.key.split(":")[:2]
        talk = reverse(name, args=[*parts, named(question.key, notice.language)])
        return f"{talk}?{_SHOWING.get(kind, kind)}={key}#{kind}-{key}"
    if name == "talk":
        # Mentioned in a comment on the section, which stands in its history.
        return f"{reverse('review', args=parts)}#history"
    if NOTICES[NoticeKind(notice.kind)].translate or _is_translation_due(notice):
        return f"{reverse(name, args=parts)}?show=both"
    return reverse(name, args=parts) + (_question(notice) if question else "")


def _question(notice: Notice) -> str:
    """Return where on the page of its section the question of a notice stands."""
    both = "?show=both" if notice.language else ""
    return f"{both}#{named(notice.question.key, notice.language)}" if notice.question else ""


def _service(notice: Notice) -> str:
    """Return where on its page a service stands: the key of a notice of a link ends with its."""
    found = notice.key.partition("#")[2].replace("/", "-")
    return f"#{found}" if found else ""


_SHOWING = {"remark": "show"}
"""By which name the address of a talk says what its page is to have, where that is not its own."""
