"""All that "My work" would show of a worklist if it were one long page."""

from responses.domain.progress.shown import Waiting, WorkShown, read_shown
from responses.domain.progress.worklist import Worklist, read_worklist
from responses.models import User


def shown(worklist: Worklist) -> WorkShown:
    """Return what is shown of everything that waits, and of all responses."""
    return read_shown(worklist.own, worklist.duties, worklist.responses)


def all_waiting(person: User) -> list[Waiting]:
    """Return everything that waits for a person, soonest due first."""
    return list(shown(read_worklist(person)).waiting.values())
