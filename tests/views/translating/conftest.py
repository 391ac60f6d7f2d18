"""A writer of a city that submits in another language, signed in."""

import pytest
from django.test import Client

from responses.enums import Role
from responses.models import (
    Response,
    User,
)
from tests.support.factories import (
    make_member,
    write,
)
from tests.views.translating.pages import LINKS


@pytest.fixture
def writer(response: Response) -> User:
    response.city.submission_language = "en"
    response.city.save()
    writer = make_member(response.city, Role.CONTRIBUTOR, "Kim")
    write(response, "a-2", writer, text="○ 하나", links=LINKS)
    return writer


@pytest.fixture
def browser(client: Client, writer: User) -> Client:
    client.force_login(writer)
    return client
