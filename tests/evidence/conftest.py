from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from responses.evidence.fetching import Asking, Limits
from responses.evidence.network import Network, believing, is_public
from tests.support.certificates import PAST, UNTIL, make_certificate, make_issuer
from tests.support.farm import FARM, Farm, Names, Tap, new_farm, tapped
from tests.support.plays import PLAYS


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    """Give a farm with sites by http, and by https with certificates of each sort."""
    folder = tmp_path_factory.mktemp("certificates")
    known, other = make_issuer(folder, "known"), make_issuer(folder, "other")
    kinds = {
        "good": (known, "good.example", UNTIL),
        "past": (known, "past.example", PAST),
        "another": (known, "another.example", UNTIL),
        "own": (None, "own.example", UNTIL),
        "stranger": (other, "stranger.example", UNTIL),
    }
    with new_farm(PLAYS) as farm:
        for name, (issuer, host, until) in kinds.items():
            farm.open(name, make_certificate(folder, issuer, host, until))
        farm.known = known.file
        yield farm


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Give what hosts are called; those of the farm are there."""
    names = Names()
    sites = ("site", "good", "past", "wrong", "own", "stranger", "another")
    names.answers = {f"{site}.example": [[FARM]] for site in sites}
    monkeypatch.setattr("socket.getaddrinfo", names.lookup)
    return names


@pytest.fixture
def tap() -> Iterator[Tap]:
    with tapped() as tap:
        yield tap


@dataclass(frozen=True, slots=True)
class Yard:
    """The farm with the names of its sites, how it is asked, and whom this process connected to."""

    farm: Farm
    names: Names
    tap: Tap
    asking: Asking

    def url(self, path: str, site: str = "site") -> str:
        return f"http://{site}.example:{self.farm.ports['plain']}/{path}"


@pytest.fixture(scope="module")
def network(farm: Farm) -> Network:
    """Reach what the product does, but that the farm, too, is a public place."""
    return Network(
        lambda ip: ip == FARM or is_public(ip),
        lambda port: port > 1024,
        believing(farm.known),
    )


@pytest.fixture
def yard(farm: Farm, names: Names, tap: Tap, network: Network) -> Yard:
    return Yard(farm, names, tap, Asking(network, "Test (+https://desk.example)"))


IMPATIENT = Limits(connect=4, read=0.3, whole=0.5)
"""For whose head never ends; anything else has the time that it has in the product."""

LESS_PATIENT = Limits(connect=4, read=1.2, whole=1.5)
"""For whose body never ends: its head has to come in time, on a machine that is busy, too."""
