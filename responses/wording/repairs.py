"""What is said of an address for which another one is offered."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.content.repairs import Offer
from responses.enums import Repair, complete
from responses.fonts.printable import code
from responses.unseen import with_invisible

_NAMED = 3
"""How many are named; who has more of them looks at the answer."""
_MEANT = _("Did you mean this address?")
LED = _("The page is there. Use that address?")
_QUESTIONS: Mapping[Repair, str | Promise] = complete(
    Repair,
    {
        Repair.UNSEEN: _("This address contains invisible characters. Use it without them?"),
        Repair.BROKEN: _("A break cuts this address in two. Use it in one piece?"),
        Repair.SCHEME: _MEANT,
        Repair.HOST: _MEANT,
        Repair.ENTITY: _MEANT,
        Repair.AROUND: _MEANT,
        Repair.SESSION: _("This address contains a session, which will expire. Use it without?"),
        Repair.TRACKING: _("This address records where readers come from. Use it without that?"),
    },
)


def repair_question(kinds: Sequence[Repair]) -> str | Promise:
    """Return what is asked of an address that these kinds of repair would make another one."""
    return _QUESTIONS[kinds[0]] if len(kinds) == 1 else _MEANT


def repairs_words(found: Sequence[tuple[str, Offer]]) -> str:
    """Name addresses beside what is offered for them."""
    more = " …" if len(found) > _NAMED else ""
    return "; ".join(f"{unseen_shown(url)} → {meant.url}" for url, meant in found[:_NAMED]) + more


def unseen_shown(address: str) -> str:
    """Return an address in which characters that nobody can see, and breaks, are shown."""
    shown = with_invisible(address, code)
    return " ↵ ".join(line.strip() for line in shown.split("\n"))
