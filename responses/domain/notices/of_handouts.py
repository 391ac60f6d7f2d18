"""How the keys of notices of handouts are made: they end with the key of the handout."""

from datetime import date

from django.db.models import Q

from responses.models import Notice


def returned_key(returned: int, handout: int) -> str:
    """Return the key of a notice that a file came back."""
    return f"returned:{returned}:{handout}"


def kept_key(text: int, handout: int | str = "") -> str:
    """Return the key of a notice of a returned answer that is kept as a refused text.

    Without a handout, how such a key begins.
    """
    return f"kept:{text}:{handout}"


def changed_key(returned: int, question: int, handout: int) -> str:
    """Return the key of a notice that a file that came back changed an answer."""
    return f"changed:{returned}:{question}:{handout}"


def due_key(day: date, handout: int, *, is_over: bool) -> str:
    """Return the key of a notice that a file did not come back: before the day, or after it."""
    return f"file-{'over' if is_over else 'due'}:{day.isoformat()}:{handout}"


def handout_of(notice: Notice) -> int:
    """Return the key of the handout that a notice is about. Pure."""
    return int(notice.key.rpartition(":")[2])


def of_handout(handout: int) -> Q:
    """Return the condition that a notice is about a handout."""
    return Q(key__endswith=f":{handout}")
