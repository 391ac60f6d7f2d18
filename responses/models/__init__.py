"""The tables of LGQ Desk."""

from .answer import Answer, RefusedText, Revision
from .audit import AuditRecord
from .city import City, Membership, User
from .document import RenderedDocument
from .questionnaire import Edition, Part, Question, Section
from .response import Presence, Response, SectionWork
from .review import Event
from .submission import Submission, SubmissionFile
from .talk import Remark, Thread

__all__ = [
    "Answer",
    "AuditRecord",
    "City",
    "Edition",
    "Event",
    "Membership",
    "Part",
    "Presence",
    "Question",
    "RefusedText",
    "Remark",
    "RenderedDocument",
    "Response",
    "Revision",
    "Section",
    "SectionWork",
    "Submission",
    "SubmissionFile",
    "Thread",
    "User",
]
