import pytest
from django.test import Client


@pytest.fixture
def client() -> Client:
    """Return a browser that asks for English, in which the tests read pages."""
    return Client(headers={"accept-language": "en"})
