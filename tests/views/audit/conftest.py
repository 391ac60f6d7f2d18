"""A city in which a coordinator is signed in, and a viewer whom things are done to."""

import pytest
from django.test import Client

from responses.enums import Role
from tests.support.acts import Scene
from tests.support.factories import make_member, make_response


@pytest.fixture
def scene(client: Client) -> Scene:
    response = make_response()
    kang = make_member(response.city, Role.COORDINATOR, "Kang")
    ann = make_member(response.city, Role.VIEWER, "Ann")
    client.force_login(kang)
    return Scene(client, response, kang, ann)
