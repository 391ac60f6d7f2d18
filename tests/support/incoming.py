"""A filled questionnaire that was brought to a response and read, as values written here.

It answers A.2 surely and B.1 unsurely, and its last line is in no answer.
"""

from io import BytesIO
from typing import Any

from responses.domain.auditing import Actor
from responses.domain.incoming.doubts import Doubt
from responses.domain.incoming.placed import FileProposal, PlacedLines, Suggested
from responses.domain.incoming.receiving import keep_read, receive
from responses.models import IncomingFile, Response, User

CONTENT = b"filled"
LINES: list[dict[str, Any]] = [
    {"text": "A. Alpha", "is_heading": True},
    {"text": "A.2 Explain"},
    {"text": "○ one"},
    {"text": "- two <b>", "comments": ["Kim: sure?"]},
    {"text": "B.1 Only text"},
    {"text": "three", "is_changed": True},
    {"text": "a stray line", "is_margin": True},
]
DOUBTS = (Doubt.NUMBER_ALONE, Doubt.TITLE)
ONE_TWO = "○ one\n- two <b>"
PLACED = PlacedLines(
    {
        "a-2": FileProposal("a-2", (3, 4), (2,), Suggested({"text": ONE_TWO}, 0.9, sure=True)),
        "b-1": FileProposal("b-1", (6,), (5,), Suggested({"text": "three"}, 0.5, doubts=DOUBTS)),
    },
    headings=(1,),
    not_placed=(7,),
)


def make_incoming(
    response: Response, person: User, placed: PlacedLines = PLACED, name: str = "filled.txt"
) -> IncomingFile:
    """Return such a file."""
    found = receive(response, name, BytesIO(CONTENT), actor=Actor(person))
    keep_read(found.pk, LINES, placed, "")
    found.refresh_from_db()
    return found
