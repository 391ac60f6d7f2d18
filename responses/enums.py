"""The fixed vocabularies: roles, states, actions, records; those of notices and links are apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ORIGINAL = ""
"""The language of an answer that is no translation: the one in which its city works."""

BOTH = "both"
"""The language of a document that says everything in that in which its city works, and beside it
in that in which it submits."""

RESPONSE_JSON = "response.json"
"""What the file is called that says all of a response, in archives and attached to PDFs."""

K = TypeVar("K", bound=Enum)
V = TypeVar("V")


def complete(vocabulary: type[K], table: Mapping[K, V]) -> Mapping[K, V]:
    """Return a table that has a row for each word of a vocabulary; raises `LookupError` if not."""
    if missing := set(vocabulary) ^ table.keys():
        words = ", ".join(sorted(map(str, missing)))
        raise LookupError(f"Missing or unknown rows in a table by {vocabulary.__name__}: {words}")
    return table


class Role(TextChoices):
    """What a person is to a city."""

    COORDINATOR = "coordinator", _("Coordinator")
    CONTRIBUTOR = "contributor", _("Contributor")
    REVIEWER = "reviewer", _("Reviewer")
    VIEWER = "viewer", _("Viewer")


class YesNo(TextChoices):
    """The two answers to a yes/no part; a third state is to have given none."""

    YES = "yes", _("Yes")
    NO = "no", _("No")


class State(TextChoices):
    """Where a section of a response stands."""

    DRAFT = "draft", _("Writing")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    APPROVED = "approved", _("Approved")


@dataclass(frozen=True, slots=True)
class StateFacts:
    """What a state means for a section.

    `is_open`: its answers can be written. `keeps_signatures`: those given since it was last
    sent count. `is_done`: nothing is to be done any more, so that it is never late.
    """

    is_open: bool
    keeps_signatures: bool
    is_done: bool


STATES = complete(
    State,
    {
        State.DRAFT: StateFacts(is_open=True, keeps_signatures=False, is_done=False),
        State.IN_REVIEW: StateFacts(is_open=False, keeps_signatures=True, is_done=False),
        State.CHANGES_REQUESTED: StateFacts(is_open=True, keeps_signatures=False, is_done=False),
        State.APPROVED: StateFacts(is_open=False, keeps_signatures=True, is_done=True),
    },
)
WRITABLE = frozenset(state for state, facts in STATES.items() if facts.is_open)
"""The states in which a section's answers can be written."""


class Action(TextChoices):
    """What a person can do to a section as a whole."""

    SEND = "send", _("Send for review")
    WITHDRAW = "withdraw", _("Withdraw from review")
    APPROVE = "approve", _("Approve")
    REQUEST_CHANGES = "request_changes", _("Request changes")
    REOPEN = "reopen", _("Reopen")
    COMMENT = "comment", pgettext_lazy("verb", "Comment")
    REVIEW_TRANSLATIONS = "review_translations", _("Confirm the translations")


class TalkAct(TextChoices):
    """What a person can do in the discussion of an answer."""

    START = "start", _("Start a thread")
    START_REQUIRED = "start_required", _("Start a thread to be resolved before sealing")
    REPLY = "reply", _("Reply")
    SUGGEST = "suggest", _("Suggest an answer")
    ACCEPT = "accept", _("Accept the suggestion")
    DECLINE = "decline", _("Decline the suggestion")
    RESOLVE = "resolve", _("Resolve")
    REOPEN = "reopen", _("Reopen the thread")
    REQUIRE = "require", _("Require resolution before sealing")
    RELEASE = "release", _("Do not require resolution before sealing")


class HandoutAct(Enum):
    """What becomes of a file that was handed out: it comes back, or is due and does not.

    And of one answer in it: it is written, or left to be merged by hand.
    """

    TAKEN = auto()
    KEPT = auto()
    WRITTEN = auto()
    LEFT = auto()
    REFUSED = auto()
    MISSED = auto()


class DeskAct(TextChoices):
    """What a coordinator can do from the dashboard about who has to act on a section."""

    REMIND = "remind", _("Send a reminder")


class SignedAs(TextChoices):
    """What a signature is in its approval line; a deputy's consent is a consent."""

    APPROVED = "approved", pgettext_lazy("a signature", "Approved")
    ALONE = "alone", pgettext_lazy("the only signature", "Approved")
    SIGNED = "signed", pgettext_lazy("a signature", "Signed")
    CONSENTED = "consented", pgettext_lazy("a signature", "Consented")
    DEPUTY = "deputy", pgettext_lazy("a signature", "Signed as deputy")


class Source(TextChoices):
    """By which way a revision came to be."""

    FORM = "form", _("Form")
    AUTOSAVE = "autosave", _("Saved while typing")
    COMBINATION = "combination", _("Combination of two texts")
    RESTORE = "restore", _("Earlier version restored")
    SUGGESTION = "suggestion", _("Suggestion accepted")
    IMPORT = "import", _("Imported from a file")
    HANDOUT = "handout", _("From a returned file")
    DEMO = "demo", _("Demonstration data")


class AuditKind(TextChoices):
    """What an audit record tells of."""

    SIGN_IN = "sign_in", _("Signed in")
    SIGN_IN_REFUSED = "sign_in_refused", _("Sign-in refused")
    SIGN_OUT = "sign_out", _("Signed out")
    PASSWORD = "password", _("Password changed")
    PASSWORD_MAIL = "password_mail", _("Password link requested")
    PASSWORD_RESET = "password_reset", _("Password set through an e-mail link")
    MEMBER_ADDED = "member_added", _("Person added")
    INVITED = "invited", _("Person invited")
    ROLE_CHANGED = "role_changed", _("Role changed")
    PLACE_CHANGED = "place_changed", _("Department or post changed")
    LATIN_NAME = "latin_name", _("Name in Latin letters changed")
    MEMBER_REMOVED = "member_removed", _("Person removed")
    CITY_SETTINGS = "city_settings", _("City settings changed")
    GLOSSARY = "glossary", _("Glossary changed")
    RESPONSE_STARTED = "response_started", _("Response started")
    IMPORTED = "imported", _("Answers imported from a file")
    HANDED_OUT = "handed_out", _("File handed out")
    RETURNED = "returned", _("File returned")
    ASSIGNMENT = "assignment", _("Assignment changed")
    SERVICES = "services", _("Services changed")
    REMINDED = "reminded", _("Reminder sent")
    DEPUTY = "deputy", _("Deputy changed")
    LINK_NOTE = "link_note", _("Note at a link changed")
    TRANSITION = "transition", _("Section status changed")
    EXPORT = "export", _("File downloaded")
    SEAL = "seal", _("Response sealed")
    DELIVERY = "delivery", _("Sending recorded")
    ADMINISTRATION = "administration", _("Changed in the administration")


class HandoutFormat(TextChoices):
    """As which file questions are handed out."""

    DOCX = "docx", _("Word document (DOCX)")
    HWPX = "hwpx", _("Hancom document (HWPX)")
    XLSX = "xlsx", _("Workbook (XLSX)")


class Became(TextChoices):
    """What became of one answer in a file that was returned."""

    SAME = "same", _("Unchanged")
    WRITTEN = "written", _("Taken over")
    MERGED = "merged", _("Taken over, together with changes made in the meantime")
    CONFLICT = "conflict", _("Kept for comparison, as the answer was also changed here")
    CLOSED = "closed", _("Kept, as the section is closed")


class Refusal(TextChoices):
    """Why a text that somebody typed was not saved as the answer."""

    STALE = "stale", _("This answer was saved in the meantime.")
    UNVERSIONED = "unversioned", _("The page did not say which version it started from.")
    CLOSED = "closed", _("The section was no longer open for writing.")


class Repair(StrEnum):
    """A kind of repair that an address may need; see `domain.content.repairs`."""

    UNSEEN = "unseen"
    BROKEN = "broken"
    SCHEME = "scheme"
    HOST = "host"
    ENTITY = "entity"
    AROUND = "around"
    SESSION = "session"
    TRACKING = "tracking"


class Coordinated(TextChoices):
    """Whether a city has a coordinator, as administrators see it; the best of it counts."""

    JOINED = "joined", pgettext_lazy("a coordinator", "joined")
    INVITED = "invited", pgettext_lazy("a person", "invited")
    EXPIRED = "expired", pgettext_lazy("a person", "invitation expired")
    MISSING = "missing", pgettext_lazy("a coordinator", "missing")


class Language(TextChoices):
    """A language in which the city answers and the interface speaks."""

    KO = "ko", _("Korean")
    EN = "en", _("English")


LATIN = frozenset({Language.EN})
"""The languages that are written in Latin letters, people's names among the rest."""
