"""What a check of a web address found. Pure."""

from dataclasses import dataclass
from datetime import datetime

from responses.enums import Finding


@dataclass(frozen=True, slots=True)
class Hop:
    """One address on the way, and the status that its server gave: 0 if none."""

    url: str
    status: int


@dataclass(frozen=True, slots=True)
class LinkFound:
    """What a check found: the finding, and what was seen on the way.

    `content` is a digest by which a change is known, of what people read on a page, and of the
    bytes of anything else, or of what its server says of them. `pause` says for how many seconds
    the server wants to be left alone, 0 if it does not say.
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

    @property
    def url(self) -> str:
        """The address that was asked last, empty if none was."""
        return self.hops[-1].url if self.hops else ""
