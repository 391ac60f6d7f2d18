"""What replies have in common."""

from responses.enums import Refusal


def status_of(refusal: Refusal) -> int:
    """Return the status of a reply that tells of a refused text."""
    return 428 if refusal is Refusal.UNVERSIONED else 409
