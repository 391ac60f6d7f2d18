"""The one writer of notes at links: why one is right though its address fails."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from responses.characters import one_line, says_nothing
from responses.domain.auditing import Actor, record
from responses.domain.content.repairs import suggestion
from responses.domain.permissions import RefusedError
from responses.enums import AuditKind
from responses.models import Address, LinkNote, Response

from .readdressed import Readdressed
from .states import digest_of, read_led

NOTE_MAX = 200
TOO_LONG = _("Use at most 200 characters.")


class NoteRefusedError(RefusedError):
    """A note cannot be kept."""


@transaction.atomic
def carry_notes(response: int, changes: Iterable[Readdressed]) -> None:
    """Keep the notes of addresses that became others, where these lead to the same page.

    That is so where the one before was repaired, or where its last check was led there. Of another
    page nobody has said that it is right though it fails. A note that is there stays. One query
    where nothing is noted.
    """
    became = {each.was: each for each in changes}
    notes = LinkNote.objects.select_for_update().filter(response=response, digest__in=became)
    for note in notes.order_by("pk"):
        change = became[note.digest]
        if _is_same_page(change):
            values = {"text": note.text, "author_id": note.author_id, "at": note.at}
            LinkNote.objects.get_or_create(response_id=response, digest=change.now, defaults=values)


def _is_same_page(change: Readdressed) -> bool:
    if suggestion(change.before) == change.after:
        return True
    known = [*Address.objects.filter(digest=change.was).values_list("pk", flat=True)]
    return digest_of(next(iter(read_led(known).values()), "")) == change.now


@transaction.atomic
def note_link(response: Response, digest: str, url: str, text: str, *, actor: Actor) -> None:
    """Keep why a link of a response is right though it fails; an empty text takes the note away.

    The link is known by the digest of its Address; `url` names it in the audit. Who may do so
    is for the caller to decide. Raises `NoteRefusedError`.
    """
    if len(text) > 5 * NOTE_MAX:
        raise NoteRefusedError(TOO_LONG)
    said = one_line(text).strip()
    if len(said) > NOTE_MAX:
        raise NoteRefusedError(TOO_LONG)
    said = "" if says_nothing(said) else said
    notes = LinkNote.objects.select_for_update().filter(response=response, digest=digest)
    before = notes.values_list("text", flat=True).first() or ""
    if said == before:
        return
    if said:
        values = {"text": said, "author": actor.person, "at": timezone.now()}
        LinkNote.objects.update_or_create(response=response, digest=digest, defaults=values)
    else:
        LinkNote.objects.filter(response=response, digest=digest).delete()
    record(
        AuditKind.LINK_NOTE,
        actor,
        response.city,
        lambda: " · ".join(filter(None, (response.edition.code, url, said))),
    )
