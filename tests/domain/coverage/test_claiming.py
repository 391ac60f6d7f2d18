"""What a response may prove, written by two people at the same moment."""

from functools import partial

import pytest

from responses.domain.auditing import Actor
from responses.domain.checks.states import digest_of
from responses.domain.coverage.claiming import (
    PurposeChange,
    ServiceChange,
    choose_purposes,
    write_services,
)
from responses.domain.snapshot.services import NO_SERVICE, Service
from responses.enums import Role
from responses.models import Proof
from tests.support.factories import find, make_edition, make_member, make_response, shape_of
from tests.support.indicators import with_indicators
from tests.support.racing import Race

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 20
LINK = digest_of("a.kr")


def test_two_who_write_at_once_lose_nothing(race: Race) -> None:
    response = make_response(edition=make_edition(with_indicators()))
    first, second = (make_member(response.city, Role.CONTRIBUTOR) for _ in range(2))
    shape, (section, question) = shape_of(response), find(response, "a-1")
    both = ("content/7", "content/8")

    def wrote(key: str, note: str) -> dict[str, ServiceChange]:
        return {f"services/{key}": ServiceChange(NO_SERVICE, Service(note=note))}

    for number in range(ROUNDS):
        if number % 2:
            # Of every other round nothing is there yet.
            Proof.objects.all().delete()
        else:
            Proof.objects.update(purposes={}, services={})
        write = partial(write_services, response, shape)
        race(
            partial(write, wrote("253", "one"), actor=Actor(first)),
            partial(write, wrote("254", "two"), actor=Actor(second)),
        )
        choose = partial(choose_purposes, response, shape, section, question)
        race(
            partial(choose, {LINK: PurposeChange(both, both[:1])}, author=first),
            partial(choose, {LINK: PurposeChange(both, (*both, "services/253"))}, author=second),
        )
        proof = Proof.objects.get()
        assert {key: each["note"] for key, each in proof.services.items()} == {
            "services/253": "one",
            "services/254": "two",
        }
        assert proof.purposes == {"a-1": {LINK: ["content/7", "services/253"]}}
