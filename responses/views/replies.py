"""What replies have in common."""

from django.contrib import messages
from django.http import HttpRequest

from responses.domain.people.mentions import read_unclear
from responses.enums import Refusal
from responses.models import City
from responses.wording.talk import unclear_names


def status_of(refusal: Refusal) -> int:
    """Return the status of a reply that tells of a refused text."""
    return 428 if refusal is Refusal.UNVERSIONED else 409


def warn_of_names(request: HttpRequest, city: City, text: str) -> None:
    """Say which names behind an @ in a text that was sent name nobody, or several people."""
    if words := unclear_names(read_unclear(city, text)):
        messages.warning(request, words)
