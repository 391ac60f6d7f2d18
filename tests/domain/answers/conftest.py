import pytest

from responses.enums import Role
from responses.models import Response, User
from tests.support.factories import (
    make_member,
)


@pytest.fixture
def kim(response: Response) -> User:
    return make_member(response.city, Role.CONTRIBUTOR, "Kim")


@pytest.fixture
def lee(response: Response) -> User:
    return make_member(response.city, Role.COORDINATOR, "Lee")
