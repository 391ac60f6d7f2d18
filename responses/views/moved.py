"""What is said after an action on a section, and which page follows."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from responses.domain.notices.called import people_told
from responses.domain.permissions import Permission
from responses.domain.progress.duties import writes
from responses.domain.progress.worklist import read_worklist
from responses.domain.signing.approval_line import ANY_REVIEWER, Signature
from responses.domain.signing.turns import next_step
from responses.domain.telling.audiences import read_signers
from responses.enums import Action, State, complete
from responses.models import Event, SectionWork
from responses.pages.signing import next_signer, read_barred
from responses.wording.names import section_name
from responses.wording.talk import told_people

from .places import SectionPage
from .told import told_words

# Where each action leads, and what is said there.
_AFTER: Mapping[Action, tuple[str, Any]] = complete(
    Action,
    {
        Action.SEND: ("onward", _("%(section)s is sent for review.")),
        Action.WITHDRAW: (
            "section",
            _("%(section)s is withdrawn from review and open for writing."),
        ),
        Action.APPROVE: ("my_work", _("%(section)s is approved.")),
        Action.REQUEST_CHANGES: ("my_work", _("%(section)s is back with its writers.")),
        Action.REOPEN: ("review", _("%(section)s is open for writing again.")),
        Action.COMMENT: ("review", _("Your comment is in the history.")),
        Action.REVIEW_TRANSLATIONS: (
            "my_work",
            _("The translations of %(section)s are confirmed."),
        ),
    },
)

# An approval before the last step of the approval line leads to the next one.
_SIGNED = {
    False: _("You have signed %(section)s."),
    True: _("You have consented to %(section)s."),
}

_SIGNED_FOR = {
    False: _("You have signed %(section)s as the deputy of %(name)s (代)."),
    True: _("You have consented to %(section)s as the deputy of %(name)s (代)."),
}

_APPROVED_FOR = _(
    "You have signed %(section)s as the deputy of %(name)s (代). The section is approved."
)

_NEXT = _("Next: %(next)s.")

# Who is told that nobody can sign, or consent, is who can appoint somebody.
_NOBODY = {
    (False, False): _("Nobody can sign it yet. The coordinator has been told."),
    (False, True): _("Nobody can sign it yet. Appoint a reviewer under Assignment."),
    (True, False): _("Nobody can consent to it yet. The coordinator has been told."),
    (True, True): _("Nobody can consent to it yet. Appoint a reviewer under Assignment."),
}

_BARRED = _("%(names)s wrote part of it, or a suggestion of theirs was accepted in it.")

# What can leave a section in review waiting for the next signature.
_LED_ON = frozenset({Action.SEND, Action.APPROVE})

_TOLD = frozenset({Action.REQUEST_CHANGES, Action.REOPEN})
"""The actions after which it is said who was told, as nobody signs next."""


def told_after(page: SectionPage, event: Event) -> str:
    """Return what is said to the person who did an action, by its event."""
    signed = Signature.from_json(event.signature) if event.signature else None
    said: Promise | str = _AFTER[Action(event.action)][1]
    if signed:
        said = _signed(signed, is_approved=event.to_state == State.APPROVED)
    name = signed.signed_for if signed else ""
    told = str(said) % {"section": section_name(page.shape), "name": name}
    if event.action in _LED_ON and event.to_state == State.IN_REVIEW:
        told = f"{told} {_next(page)}"
    key = f"event:{event.pk}"
    response = page.access.response.pk
    if event.action == Action.COMMENT:
        return format_html("{} {}", told, told_words(page, people_told(response, key)))
    # Who has to act is told in each case, who is named in a comment because of it.
    by_name = event.action not in _TOLD
    if event.comment or not by_name:
        told = f"{told} {told_people(people_told(response, key, by_name=by_name))}"
    return told.strip()


def address_after(page: SectionPage, action: Action) -> str:
    """Return the address of the page that follows an action."""
    name = _AFTER[action][0]
    if name == "onward":
        return _onward(page)
    return reverse(name) if name == "my_work" else page.address(name)


def _signed(signed: Signature, *, is_approved: bool) -> Promise | str:
    """Return what is said to who signed."""
    if is_approved:
        return _APPROVED_FOR if signed.signed_for else _AFTER[Action.APPROVE][1]
    return (_SIGNED_FOR if signed.signed_for else _SIGNED)[signed.consents]


def _next(page: SectionPage) -> str:
    """Say who signs the section next; or that nobody can, and what comes of that."""
    works = SectionWork.objects.select_related("approval", "response__city")
    work = works.get(response=page.access.response, section=page.shape.pk)
    if read_signers([work], timezone.localdate())[work.pk]:
        return _NEXT % {"next": next_signer(work)}
    step = next_step(work) or ANY_REVIEWER
    told = str(_NOBODY[step.consents, page.access.may(Permission.ASSIGN)])
    barred = read_barred([(work, step)], page.access.response.city).get(work.pk)
    return f"{_BARRED % {'names': barred}} {told}" if barred else told


def _onward(page: SectionPage) -> str:
    """Return the address of the person's next open section of the response, or of My work."""
    response = page.access.response
    mine = [
        duty.section.shape
        for duty in read_worklist(page.access.user).duties
        if duty.section.of.pk == response.pk and writes(duty.task)
    ]
    order = [section.key for section in page.access.snapshot.edition.sections]
    here = order.index(page.shape.key)
    mine.sort(key=lambda section: (order.index(section.key) < here, order.index(section.key)))
    if not mine:
        return reverse("my_work")
    return reverse("section", args=[response.city.slug, response.edition.code, mine[0].key])
