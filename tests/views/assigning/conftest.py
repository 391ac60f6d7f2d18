"""A coordinator who is signed in, and people of the city."""

import pytest
from django.test import Client

from responses.models import Response, User


@pytest.fixture
def coordinator(response: Response, coordinator: User, client: Client) -> User:
    """Return the coordinator, signed in, who has a response before them."""
    client.force_login(coordinator)
    return coordinator
