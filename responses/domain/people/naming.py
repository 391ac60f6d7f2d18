"""How a person writes their own name in Latin letters, which nobody else decides."""

from django.db import transaction

from responses.domain.auditing import Actor, record
from responses.enums import AuditKind
from responses.models import User


@transaction.atomic
def write_latin_name(name: str, *, actor: Actor) -> None:
    """Keep one's own name in Latin letters, or none if it is empty."""
    person = User.objects.select_for_update().get(pk=actor.person.pk)
    if person.latin_name == name:
        return
    User.objects.filter(pk=person.pk).update(latin_name=name)
    changed = f"{person.latin_name or '—'} → {name or '—'}"
    record(AuditKind.LATIN_NAME, actor, None, lambda: f"{person} · {person.email} · {changed}")
