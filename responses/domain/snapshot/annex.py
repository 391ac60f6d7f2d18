"""What documents tell beside the answers: whom to ask, and services as they are printed. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from responses.localized import Wording


@dataclass(frozen=True, slots=True)
class CityContact:
    """A person to ask about a whole response; department and post are perhaps empty.

    `person` is the key of their account, or 0 in what was sealed before it was kept.
    """

    name: str
    department: str
    post: str
    email: str
    person: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the contact as it is sealed."""
        plain = asdict(self)
        return plain if self.person else {k: each for k, each in plain.items() if k != "person"}


@dataclass(frozen=True, slots=True)
class SnapshotService:
    """What a city says of an indicator that no question asks for; see `services.Service`."""

    criterion: str
    code: str
    meaning: Wording
    available: str = ""
    url: str = ""
    department: str = ""
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as it is sealed; what there is nothing of is left out."""
        plain = asdict(self) | {"meaning": dict(self.meaning)}
        return {key: value for key, value in plain.items() if value}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "SnapshotService":
        """Return what `to_json` gave."""
        return cls(**plain)
