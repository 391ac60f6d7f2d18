"""The tables of LGQ Desk."""

from .address import Address, Check, Host, LinkNote
from .answer import Answer, RefusedText, Revision
from .audit import AuditRecord, HeldTries
from .chain import ChainEntry
from .city import City, Deputy, Invitation, Membership, SavedLine, Term, User
from .document import Pulse, RenderedDocument
from .file import FileChunk, Import, IncomingFile, StoredFile, Upload
from .form import SpentForm
from .handout import Handout, Return
from .kept_page import KeptPage
from .notice import Notice
from .proof import Proof
from .questionnaire import Edition, Part, Question, Section
from .response import Delegation, Presence, Response, SectionWork
from .review import Event
from .submission import Delivery, Submission, SubmissionFile
from .talk import Remark, Thread

__all__ = [
    "Address",
    "Answer",
    "AuditRecord",
    "ChainEntry",
    "Check",
    "City",
    "Delegation",
    "Delivery",
    "Deputy",
    "Edition",
    "Event",
    "FileChunk",
    "Handout",
    "HeldTries",
    "Host",
    "Import",
    "IncomingFile",
    "Invitation",
    "KeptPage",
    "LinkNote",
    "Membership",
    "Notice",
    "Part",
    "Presence",
    "Proof",
    "Pulse",
    "Question",
    "RefusedText",
    "Remark",
    "RenderedDocument",
    "Response",
    "Return",
    "Revision",
    "SavedLine",
    "Section",
    "SectionWork",
    "SpentForm",
    "StoredFile",
    "Submission",
    "SubmissionFile",
    "Term",
    "Thread",
    "Upload",
    "User",
]
