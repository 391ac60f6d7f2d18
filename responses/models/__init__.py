"""The tables of LGQ Desk."""

from .answer import Answer, RefusedText, Revision
from .city import City, Membership, User
from .document import RenderedDocument
from .questionnaire import Edition, Part, Question, Section
from .response import Presence, Response, SectionWork
from .review import Event
from .submission import Submission, SubmissionFile

__all__ = [
    "Answer",
    "City",
    "Edition",
    "Event",
    "Membership",
    "Part",
    "Presence",
    "Question",
    "RefusedText",
    "RenderedDocument",
    "Response",
    "Revision",
    "Section",
    "SectionWork",
    "Submission",
    "SubmissionFile",
    "User",
]
