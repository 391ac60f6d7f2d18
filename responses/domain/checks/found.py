"""What a check of a web address found. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from responses.link_states import Finding


@dataclass(frozen=True, slots=True)
class Hop:
    """One address on the way, and the status that its server gave: 0 if none."""

    url: str
    status: int


FOR_GOOD = frozenset({301, 308})
"""By which statuses a server says that a page has another address for good."""


@dataclass(frozen=True, slots=True)
class LinkFound:
    """What a check found: the finding, and what was seen on the way.

    `content` is a digest by which a change is known, of what people read on a page, and of the
    bytes of anything else, or of what its server says of them. `pause` says for how many seconds
    the server wants to be left alone, 0 if it does not say. `head_failed` if a HEAD told what was
    not so, such as that there is nothing, or was not answered.
    """

    finding: Finding
    status: int = 0
    detail: str = ""
    hops: tuple[Hop, ...] = ()
    type: str = ""
    charset: str = ""
    title: str = ""
    language: str = ""
    content: str = ""
    tls_until: datetime | None = None
    pause: int = 0
    head_failed: bool = False

    @property
    def url(self) -> str:
        """The address that was asked last, empty if none was."""
        return self.hops[-1].url if self.hops else ""


def led_to(hops: Sequence[Hop]) -> str:
    """Return the address that a link should rather have, by how it led to its page; empty if none.

    That is where it was led for good, or the same by https.
    """
    good = 0
    while good < len(hops) and hops[good].status in FOR_GOOD:
        good += 1
    if 0 < good < len(hops):
        return hops[good].url
    first = hops[0].url if hops else ""
    secure = f"https://{first.removeprefix('http://')}"
    return secure if first != secure and any(each.url == secure for each in hops) else ""
