"""What documents say beside the answers: the one list of pieces, for covers and before sealing."""

from typing import NamedTuple

from responses.domain.glossary.glossary import Glossary
from responses.domain.snapshot.snapshot import Snapshot

from .printed import names_beside


class Beside(NamedTuple):
    """The pieces, as a document says them; each is counted on its cover where it is kept.

    `names` are posts, departments and people, `notes` what people noted of links and services, and
    `addresses` those of services: the answers have theirs themselves.
    """

    names: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()


def beside(snapshot: Snapshot, glossary: Glossary, sealer: tuple[int, str] | None = None) -> Beside:
    """Return what a document has beside its answers, in the active language and by a glossary.

    `sealer` is who seals it, as the key of an account and a name.
    """
    noted = [each.note for group in (snapshot.links or (), snapshot.services) for each in group]
    return Beside(
        frozenset(names_beside(snapshot, glossary, sealer)),
        frozenset(map(glossary.term, noted)),
        frozenset(each.url for each in snapshot.services),
    )
