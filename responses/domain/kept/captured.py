"""What came of asking for a page that is to be kept. Pure."""

from dataclasses import dataclass
from typing import IO

from responses.domain.checks.found import LinkFound
from responses.link_states import KeptBody

BODY_MAX = 5_000_000
"""How many bytes of a body are kept; what is larger is cut there, and marked so."""


@dataclass(frozen=True, slots=True)
class Captured:
    """What was found, and if a server answered, all that it said as a WARC file.

    `size` and `digest` (SHA-256) are of the body in it.
    """

    found: LinkFound
    file: IO[bytes] | None = None
    body: KeptBody = KeptBody.WHOLE
    size: int = 0
    digest: str = ""
