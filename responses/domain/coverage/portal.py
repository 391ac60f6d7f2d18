"""What a program sees on the front page of a city's site, and what it does not. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Feature(StrEnum):
    """What is looked for."""

    PHONES = "phones"
    SITE_MAP = "site_map"
    SEARCH = "search"
    CONTACT = "contact"
    PRIVACY = "privacy"
    NETWORKS = "networks"
    VALID_HTML = "valid_html"
    ENGINES = "engines"
    ACCESSIBLE = "accessible"
    SECURE = "secure"


INDICATORS: Mapping[Feature, str] = {
    Feature.PHONES: "technology/204",
    Feature.SITE_MAP: "technology/205",
    Feature.SEARCH: "literacy/206",
    Feature.CONTACT: "technology/214",
    Feature.PRIVACY: "literacy/234",
    Feature.NETWORKS: "literacy/273",
    Feature.VALID_HTML: "technology/208",
    Feature.ENGINES: "technology/202",
    Feature.ACCESSIBLE: "technology/210",
}
"""Of which indicator of LOSI each is a sign; a secure connection is of none."""

PORTAL = "institutional/281"
"""The indicator for which the first link is that of the city's site."""


class Verdict(StrEnum):
    """What a rule says, and never more; `SCRIPTED` where a script has yet to make the page."""

    SEEN = "seen"
    NOT_SEEN = "not_seen"
    UNTOLD = "untold"
    SCRIPTED = "scripted"


@dataclass(frozen=True, slots=True)
class JudgedFeature:
    """What a rule says of a feature, and what it saw: words of the page, never ours."""

    feature: Feature
    verdict: Verdict
    seen: str = ""


@dataclass(frozen=True, slots=True)
class PortalLook:
    """One look at a city's site: its address, when, and what was judged."""

    url: str
    at: str
    judged: Sequence[JudgedFeature]

    def to_json(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "PortalLook":
        """Return what `to_json` gave."""
        judged = (
            JudgedFeature(Feature(each["feature"]), Verdict(each["verdict"]), each["seen"])
            for each in plain["judged"]
        )
        return cls(plain["url"], plain["at"], tuple(judged))
