"""The e-mails: invitations, links for passwords, appointments, handouts, what a person is told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import formataddr
from hashlib import sha256
from itertools import groupby

from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext, ngettext

from responses.documents.handouts import MEDIA, handout_name
from responses.domain.assignment.due_dates import read_due_dates
from responses.domain.assignment.holdings import read_holdings
from responses.domain.chaining import Head, head_of
from responses.domain.edition.editions import edition_shape
from responses.domain.notices.called import tell_actors_apart
from responses.domain.notices.pressing import worth_saying
from responses.domain.notices.together import together
from responses.domain.people.labels import read_labels
from responses.enums import HandoutFormat, Role
from responses.models import City, Deputy, Handout, Invitation, Notice, Section, User
from responses.notice_kinds import MailChoice, NoticeKind
from responses.pages.handouts import what_words
from responses.wording.addresses import public, site_host
from responses.wording.dates import day
from responses.wording.holdings import holding_words
from responses.wording.names import edition_name
from responses.wording.notices import (
    SENTENCES,
    due_words,
    place,
    places,
    quote,
    sentence_of_all,
    signs_for,
    target,
)


@dataclass(frozen=True, slots=True)
class MailedNotice:
    """One notice as a mail shows it; `quoted` are the lines of what somebody said.

    What is told of several `places` as one leads to each of these, by name and address. `due`
    says until when what it gives is due; where the places have several dates, each names its own.
    """

    sentence: str
    quoted: Sequence[str]
    address: str
    places: Sequence[tuple[str, str]] = ()
    due: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What a mail says of one section, or of a response as a whole."""

    response: str
    section: str
    items: Sequence[MailedNotice]


def invitation_mail(invitation: Invitation, secret: str, *, sender: User) -> EmailMultiAlternatives:
    """Return the mail with the link of an invitation, in the city's working language.

    It says what is assigned to the person already, and the same whether or not the address has
    an account. Four queries.
    """
    called = read_labels({sender.pk}, [invitation.city_id])
    person = invitation.person_id or 0
    held = read_holdings(invitation.city, {person}).get(person, [])
    with translation.override(invitation.city.language):
        city = one_line(str(invitation.city))
        context = {
            "invitation": invitation,
            "city": city,
            "role": Role(invitation.role).label,
            "sender": called[sender.pk],
            "given": [holding_words(each) for each in held if not each.done],
            "link": public(reverse("invitation", args=(secret,))),
            "language": translation.get_language(),
            "subject": gettext("Invitation to %(city)s") % {"city": city},
        }
        mail = EmailMultiAlternatives(
            f"[LGQ Desk] {context['subject']}",
            render_to_string("responses/mail/invitation.txt", context),
            to=[formataddr((one_line(invitation.name), invitation.email))],
            headers={"Auto-Submitted": "auto-generated"},
        )
        html = render_to_string("responses/mail/invitation.html", context)
        mail.attach_alternative(html, "text/html")
    return mail


def notices_mail(person: User, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    """Return the mail that tells a person of notices, of which there is one at least.

    It is in the person's language, else in that of the city it tells of last. The same notices
    give the same Message-ID, so that a mail server can know a second copy. Two queries for dates
    if something is given, and one for each city that has several of one name.
    """
    tell_actors_apart(notices)
    told = worth_saying(together(notices, apart=False))
    due = read_due_dates(notices)
    with translation.override(person.language or notices[-1].response.city.language):
        headers = _headers(person, notices)
        return _mail(person, _subject(told), _groups(told, due), headers, _heads(person))


def appointment_mail(deputy: Deputy, *, sender: User) -> EmailMultiAlternatives:
    """Return the mail that tells a person of being appointed deputy, as a notice would.

    For a city without a response, at which no notice can stand. One query.
    """
    person, city = deputy.deputy, deputy.city
    called = read_labels({sender.pk, deputy.person_id}, [city.pk])
    with translation.override(person.language or city.language):
        said = str(SENTENCES[NoticeKind.DEPUTY]) % {"actor": called[sender.pk]}
        quoted = [signs_for(called[deputy.person_id], deputy.first_day, deputy.last_day)]
        address = public(reverse("deputies", args=[city.slug]))
        subject = one_line(f"{NoticeKind.DEPUTY.label}: {city}")
        groups = [Group(str(city), "", [MailedNotice(said, quoted, address)])]
        return _mail(person, subject, groups, {"Auto-Submitted": "auto-generated"})


def password_mail(person: User, language: str) -> EmailMultiAlternatives:
    """Return the mail with a link that sets a person's password, in theirs or this language."""
    key = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    with translation.override(person.language or language):
        link = public(reverse("password_reset_confirm", args=(key, token)))
        return EmailMultiAlternatives(
            gettext("Set your LGQ Desk password"),
            render_to_string("responses/mail/password.txt", {"person": person, "link": link}),
            to=[formataddr((one_line(person.name), person.email))],
            headers={"Auto-Submitted": "auto-generated"},
        )


def handout_mail(handout: Handout, secret: str, file: bytes) -> EmailMultiAlternatives:
    """Return the mail that brings a handout, in its own language: its file, and where to return it.

    No query, if the handout was read with its response and who made it.
    """
    with translation.override(handout.language):
        said = gettext("%(city)s: please fill in %(what)s by %(day)s")
        link = public(reverse("give_back", args=(secret,)))
        mail = _to_addressee(handout, said, "responses/mail/handout", {"link": link})
        media = MEDIA[HandoutFormat(handout.format)]
        mail.attach(handout_name(handout), file, media)
    return mail


def withdrawn_mail(handout: Handout) -> EmailMultiAlternatives:
    """Return the mail that tells that a handout was withdrawn, as `handout_mail` does."""
    with translation.override(handout.language):
        said = gettext("%(city)s: no need to fill in %(what)s")
        return _to_addressee(handout, said, "responses/mail/withdrawn", {})


def _to_addressee(
    handout: Handout, subject: str, template: str, more: dict[str, str]
) -> EmailMultiAlternatives:
    """Return a mail to whom a handout is addressed, in the active language."""
    city, sender = one_line(str(handout.response.city)), one_line(str(handout.by))
    what = what_words(edition_shape(handout.response.edition), handout)
    context = {
        "handout": handout,
        "city": city,
        "sender": sender,
        "what": what,
        "language": translation.get_language(),
        "subject": subject % {"city": city, "what": what, "day": day(handout.due_on)},
        **more,
    }
    mail = EmailMultiAlternatives(
        f"[LGQ Desk] {context['subject']}",
        render_to_string(f"{template}.txt", context),
        to=[handout.email],
        reply_to=[formataddr((sender, handout.by.email))],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return mail


def _mail(
    person: User,
    subject: str,
    groups: Sequence[Group],
    headers: dict[str, str],
    heads: Sequence[tuple[City, Head]] = (),
) -> EmailMultiAlternatives:
    """Return a mail to a person, in the active language."""
    context = {
        "person": person,
        "groups": groups,
        "heads": heads,
        "language": translation.get_language(),
        "preferences": public(reverse("notices")),
        "subject": subject,
    }
    mail = EmailMultiAlternatives(
        f"[LGQ Desk] {subject}",
        render_to_string("responses/mail/notices.txt", context),
        to=[formataddr((one_line(person.name), person.email))],
        headers=headers,
    )
    mail.attach_alternative(render_to_string("responses/mail/notices.html", context), "text/html")
    return mail


def _heads(person: User) -> list[tuple[City, Head]]:
    """Return the heads of the chains of a coordinator's cities, for the one mail of a day.

    Kept by many outside the product, they tell what was removed in it. No query for others.
    """
    if person.mail != MailChoice.DAILY:
        return []
    cities = City.objects.filter(memberships__user=person, memberships__role=Role.COORDINATOR)
    return [(city, head) for city in cities if (head := head_of(city))]


def _subject(told: Sequence[Sequence[Notice]]) -> str:
    """Return in one line what there is to tell: of one thing what it is, of several how many."""
    first, where, count = told[0][0], _where(told[0][0]), len(told)
    if count == 1:
        parts = filter(None, (places(told[0]), where))
        return one_line(f"{first.get_kind_display()}: {' · '.join(parts)}")
    if len({each[0].response_id for each in told}) > 1:
        return ngettext("%(count)d notice", "%(count)d notices", count) % {"count": count}
    sections = {_section(notice) for notices in told for notice in notices}
    if len(sections) == 1 and (section := sections.pop()):
        where = f"{section} · {where}"
    said = ngettext("%(count)d notice about %(where)s", "%(count)d notices about %(where)s", count)
    return one_line(said % {"count": count, "where": where})


def _headers(person: User, notices: Iterable[Notice]) -> dict[str, str]:
    """Return who sends this, to what, and that no machine should answer it."""
    host = site_host()
    told = ",".join(str(notice.pk) for notice in notices)
    name = sha256(f"{person.pk}:{told}".encode()).hexdigest()[:32]
    return {
        "Message-ID": f"<notices.{name}@{host}>",
        "List-Id": f"LGQ Desk <notices.{host}>",
        "Auto-Submitted": "auto-generated",
    }


def _groups(told: Sequence[Sequence[Notice]], due: Mapping[int, date]) -> list[Group]:
    """Return what is told by response and section, in the order of the questionnaire.

    What is told of several places as one stands with what is of the response as a whole.
    """

    def place_of(each: Sequence[Notice]) -> tuple[str, int, int]:
        section = _section(each[0]) if len(each) == 1 else None
        return _where(each[0]), each[0].response_id, section.position if section else -1

    found = groupby(sorted(told, key=place_of), place_of)
    groups = [list(items) for _place, items in found]
    return [_group(items, due) for items in groups]


def _group(told: Sequence[Sequence[Notice]], due: Mapping[int, date]) -> Group:
    section = _section(told[0][0]) if len(told[0]) == 1 else None
    return Group(_where(told[0][0]), str(section or ""), [_item(each, due) for each in told])


def _item(told: Sequence[Notice], due: Mapping[int, date]) -> MailedNotice:
    addresses = [public(target(each)) for each in told]
    days = [due_words(due.get(each.pk)) for each in told]
    alike = days[0] if len(set(days)) == 1 else ""
    names = [
        place(each) if alike or not said else f"{place(each)} · {said}"
        for each, said in zip(told, days, strict=True)
    ]
    return MailedNotice(
        sentence_of_all(told),
        quote(told[0]).splitlines(),
        addresses[0],
        [] if len(told) == 1 else [*zip(names, addresses, strict=True)],
        alike,
    )


def _where(notice: Notice) -> str:
    return f"{notice.response.city} · {edition_name(notice.response.edition.code)}"


def _section(notice: Notice) -> Section | None:
    return notice.question.section if notice.question else notice.section


def one_line(text: str) -> str:
    """Return a text that can stand in a header, where a line break would begin another one."""
    return " ".join(text.split())
