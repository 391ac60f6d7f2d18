"""The fixed vocabularies of LGQ Desk: roles, states, actions."""

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
        raise LookupError(f"{vocabulary.__name__}: {sorted(missing, key=str)}")
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
    MERGED = "merged", _("Taken over, together with changes made meanwhile")
    CONFLICT = "conflict", _("Kept, as the same was changed here meanwhile")
    CLOSED = "closed", _("Kept, as the section is closed")


class NoticeKind(TextChoices):
    """What a notice tells a person of."""

    ASSIGNED = "assigned", _("Section assigned to you")
    HANDED = "handed", _("Question delegated to you")
    DUE_IN_WEEK = "due_in_week", _("Due in 7 days")
    DUE_TOMORROW = "due_tomorrow", _("Due tomorrow")
    OVERDUE = "overdue", _("Overdue")
    SENT = "sent", _("Waiting for your signature")
    CONSENT = "consent", _("Waiting for your consent")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    APPROVED = "approved", _("Approved")
    MENTIONED = "mentioned", _("You were mentioned")
    REPLIED = "replied", _("Reply in your thread")
    REOPENED = "reopened", _("Reopened")
    SEALED = "sealed", _("Response sealed")
    NO_SIGNER = "no_signer", _("Nobody can sign")
    SIGNED_FOR = "signed_for", _("Signed for you")
    CONSENTED_FOR = "consented_for", _("Consented for you")
    DEPUTY = "deputy", _("Appointed deputy")
    WITHDRAWN = "withdrawn", _("Withdrawn from review")
    COMMENTED = "commented", _("Comment on a section")
    REMARKED = "remarked", _("Remark on an answer")
    REQUIRED = "required", _("Thread to resolve before sealing")
    SUGGESTED = "suggested", _("Answer suggested")
    ACCEPTED = "accepted", _("Suggestion accepted")
    DECLINED = "declined", _("Suggestion declined")
    RESOLVED = "resolved", _("Thread resolved")
    THREAD_REOPENED = "thread_reopened", _("Thread reopened")
    RELEASED = "released", _("Thread no longer to resolve before sealing")
    URGED_TO_WRITE = "urged_to_write", _("Reminder to write")
    URGED_TO_SIGN = "urged_to_sign", _("Reminder to sign")
    URGED_TO_CONSENT = "urged_to_consent", _("Reminder to consent")
    TRANSLATE = "translate", _("Translation assigned to you")
    URGED_TO_TRANSLATE = "urged_to_translate", _("Reminder to translate")
    LINK_FAILS = "link_fails", _("Link no longer works")
    LINK_WORKS = "link_works", _("Link works again")
    TRANSLATIONS_CONFIRMED = "translations_confirmed", _("Translations confirmed")
    FILE_RETURNED = "file_returned", _("File returned")
    FILE_TO_MERGE = "file_to_merge", _("Returned answer to merge")
    ANSWER_RETURNED = "answer_returned", _("Answer changed by a returned file")
    ANSWER_LEFT = "answer_left", _("Returned answer not taken over yet")
    FILE_UNREADABLE = "file_unreadable", _("Returned file not readable")
    FILE_DUE = "file_due", _("File not returned yet")
    SERVICES = "services", _("Services assigned to your department")


_ANSWERS = frozenset({"section", "review", "talk"})
"""The pages that show answers and what is said about them."""
_WITH_SERVICES = _ANSWERS | {"services"}
_HANDOUT = frozenset({"handout"})
_WRITTEN = frozenset(State) - WRITABLE


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What the product does with a kind of notice.

    `page` names the page that it leads to; empty: where answers are written, or, where it asks to
    `translate`, translations. A reminder has `days`: it is told once something is due in so many
    days at most; its text is the day that something is due, in ISO form, perhaps with `UNASSIGNED`
    or `TRANSLATION`, and it is made in the morning and no use a day later. With `to_coordinators`
    they are told beside those who write.

    What settles it, so that nobody finds it unread: opening one of the pages `read_on` that
    shows what it is about; that its section comes into a state of `moot_in`, unless it asks to
    `translate` what can be translated then, too; and, with `ends_with_thread`, that the person
    answers in the thread or somebody resolves it. A mention in a thread is settled there alone, as
    on other pages it is easily not seen. A notice that `asks` wants something to be done; any other
    is news. With `several`, what is told of many places at one time is told as one.
    """

    page: str = ""
    days: int | None = None
    to_coordinators: bool = False
    read_on: frozenset[str] = _ANSWERS
    moot_in: frozenset[State] = frozenset()
    ends_with_thread: bool = False
    asks: bool = False
    several: bool = False
    translate: bool = False


NOTICES = complete(
    NoticeKind,
    {
        NoticeKind.ASSIGNED: NoticeFacts(moot_in=_WRITTEN, asks=True, several=True),
        NoticeKind.HANDED: NoticeFacts(moot_in=_WRITTEN, asks=True, several=True),
        # Of several reminders that fit, the first one is told.
        NoticeKind.OVERDUE: NoticeFacts(
            days=-1,
            to_coordinators=True,
            read_on=_WITH_SERVICES,
            moot_in=_WRITTEN,
            asks=True,
            several=True,
        ),
        NoticeKind.DUE_TOMORROW: NoticeFacts(
            days=1, read_on=_WITH_SERVICES, moot_in=_WRITTEN, asks=True, several=True
        ),
        NoticeKind.DUE_IN_WEEK: NoticeFacts(
            days=7, read_on=_WITH_SERVICES, moot_in=_WRITTEN, asks=True, several=True
        ),
        NoticeKind.SENT: NoticeFacts(
            page="review", moot_in=frozenset(State), asks=True, several=True
        ),
        NoticeKind.CONSENT: NoticeFacts(
            page="review", moot_in=frozenset(State), asks=True, several=True
        ),
        NoticeKind.CHANGES_REQUESTED: NoticeFacts(moot_in=_WRITTEN, asks=True),
        NoticeKind.APPROVED: NoticeFacts(page="review", moot_in=WRITABLE),
        NoticeKind.MENTIONED: NoticeFacts(page="talk", ends_with_thread=True, asks=True),
        NoticeKind.REPLIED: NoticeFacts(page="talk", ends_with_thread=True),
        NoticeKind.REOPENED: NoticeFacts(moot_in=_WRITTEN, asks=True),
        NoticeKind.SEALED: NoticeFacts(page="submissions", read_on=frozenset({"submissions"})),
        NoticeKind.NO_SIGNER: NoticeFacts(page="assignment", moot_in=frozenset(State), asks=True),
        NoticeKind.SIGNED_FOR: NoticeFacts(page="review"),
        NoticeKind.CONSENTED_FOR: NoticeFacts(page="review"),
        NoticeKind.DEPUTY: NoticeFacts(page="deputies"),
        NoticeKind.WITHDRAWN: NoticeFacts(page="review", moot_in=_WRITTEN),
        NoticeKind.COMMENTED: NoticeFacts(page="review", asks=True),
        NoticeKind.REMARKED: NoticeFacts(page="talk", ends_with_thread=True, asks=True),
        NoticeKind.REQUIRED: NoticeFacts(page="talk", ends_with_thread=True, asks=True),
        NoticeKind.SUGGESTED: NoticeFacts(page="talk", ends_with_thread=True, asks=True),
        NoticeKind.ACCEPTED: NoticeFacts(page="talk"),
        NoticeKind.DECLINED: NoticeFacts(page="talk"),
        NoticeKind.RESOLVED: NoticeFacts(page="talk"),
        NoticeKind.THREAD_REOPENED: NoticeFacts(page="talk", ends_with_thread=True),
        NoticeKind.RELEASED: NoticeFacts(page="talk", ends_with_thread=True),
        NoticeKind.URGED_TO_WRITE: NoticeFacts(moot_in=_WRITTEN, asks=True, several=True),
        NoticeKind.URGED_TO_SIGN: NoticeFacts(
            page="review", moot_in=frozenset(State), asks=True, several=True
        ),
        NoticeKind.URGED_TO_CONSENT: NoticeFacts(
            page="review", moot_in=frozenset(State), asks=True, several=True
        ),
        NoticeKind.TRANSLATE: NoticeFacts(
            moot_in=_WRITTEN, asks=True, several=True, translate=True
        ),
        NoticeKind.URGED_TO_TRANSLATE: NoticeFacts(
            moot_in=_WRITTEN, asks=True, several=True, translate=True
        ),
        NoticeKind.LINK_FAILS: NoticeFacts(read_on=_WITH_SERVICES, asks=True),
        NoticeKind.LINK_WORKS: NoticeFacts(read_on=_WITH_SERVICES),
        NoticeKind.TRANSLATIONS_CONFIRMED: NoticeFacts(page="review", moot_in=WRITABLE),
        NoticeKind.FILE_RETURNED: NoticeFacts(page="handout", read_on=_HANDOUT),
        NoticeKind.FILE_TO_MERGE: NoticeFacts(
            page="handout", read_on=_HANDOUT, asks=True, several=True
        ),
        NoticeKind.ANSWER_RETURNED: NoticeFacts(several=True),
        NoticeKind.ANSWER_LEFT: NoticeFacts(several=True),
        NoticeKind.FILE_UNREADABLE: NoticeFacts(page="handout", read_on=_HANDOUT, asks=True),
        NoticeKind.FILE_DUE: NoticeFacts(page="handout", read_on=_HANDOUT, asks=True),
        NoticeKind.SERVICES: NoticeFacts(
            page="services", read_on=frozenset({"services"}), asks=True
        ),
    },
)
OF_LINKS = frozenset({NoticeKind.LINK_FAILS, NoticeKind.LINK_WORKS})
"""The kinds that tell of a web address: of an answer, or without a question of a service."""
REMINDERS = {kind: facts.days for kind, facts in NOTICES.items() if facts.days is not None}
"""The kinds that tell of a due date, with how many days before it they do."""
UNASSIGNED = "unassigned"
"""What stands after the day of a reminder of what nobody is assigned to, for who assigns it."""
TRANSLATION = "translation"
"""What stands after the day of a reminder of a translation."""


URGINGS = (
    NoticeKind.URGED_TO_WRITE,
    NoticeKind.URGED_TO_TRANSLATE,
    NoticeKind.URGED_TO_SIGN,
    NoticeKind.URGED_TO_CONSENT,
)
"""The kinds by which a coordinator reminds those who have to act now."""
WITH_DAY = frozenset({NoticeKind.URGED_TO_WRITE, NoticeKind.URGED_TO_TRANSLATE})
"""Those of them whose text is the day that it is due, in ISO form, where it is."""


class MailChoice(TextChoices):
    """When a person wants to get their notices by e-mail."""

    AT_ONCE = "at_once", _("As things happen, grouped in one e-mail")
    DAILY = "daily", _("One e-mail a day")


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


class PageChange(TextChoices):
    """How a page is another than when what names it was approved."""

    SITE = "site", _("leads to another site")
    TITLE = "title", _("has another title")
    FILE = "file", _("is another file")


class LinkState(TextChoices):
    """How a web address stands, by all that was found when it was checked."""

    UNCHECKED = "unchecked", _("Not checked yet")
    WORKS = "works", _("Works")
    MOVED = "moved", _("Moved")
    DOUBTFUL = "doubtful", _("Failed once")
    FAILING = "failing", _("Failing")
    SUSPECTED = "suspected", _("Perhaps gone")
    GUARDED = "guarded", _("Closed to programs")
    UNKNOWN = "unknown", _("Cannot tell")


FOUND = frozenset({LinkState.WORKS, LinkState.MOVED})
"""The states of an address whose page is there."""


class Finding(TextChoices):
    """What was found when a web address was checked, once."""

    WORKS = "works", _("The page is there.")
    MOVED = "moved", _("The page has moved for good to another address.")
    MISSING = "missing", _("The server says that there is no such page.")
    SAYS_MISSING = "says_missing", _("The page itself says that it was not found.")
    SERVICED = "serviced", _("The page says that the site is down for maintenance.")
    FRONT_PAGE = "front_page", _("The address leads to the front page of the site.")
    ERROR_PAGE = "error_page", _("The address leads to an error page of the site.")
    GUARDED = "guarded", _("The server does not show the page to programs.")
    SIGN_IN = "sign_in", _("The address leads to a sign-in page.")
    SERVER_FAULT = "server_fault", _("The server reports a fault of its own.")
    NO_NAME = "no_name", _("The name of the site is not known.")
    NO_CONNECTION = "no_connection", _("The server takes no connection.")
    SILENT = "silent", _("The server does not answer in time.")
    CLOSED = "closed", _("The server ends the connection without an answer.")
    EXPIRED = "expired", _("The certificate of the site has expired.")
    CERTIFICATE = "certificate", _("The certificate of the site is not valid for it.")
    ISSUER = "issuer", _("The issuer of the site's certificate is not known.")
    INSECURE = "insecure", _("No secure connection to the server could be made.")
    NOT_PUBLIC = "not_public", _("The address is of a private network.")
    PORT = "port", _("The port is not one of web servers.")
    SCHEME = "scheme", _("The address leads to something other than a web page.")
    NO_ADDRESS = "no_address", _("This is not an address of a web page.")
    LOOP = "loop", _("The server leads in a circle.")
    UNREADABLE = "unreadable", _("The answer of the server cannot be read.")
    ODD_STATUS = "odd_status", _("The server answers with something unusual.")


FINDINGS = complete(
    Finding,
    {
        Finding.WORKS: LinkState.WORKS,
        Finding.MOVED: LinkState.MOVED,
        Finding.MISSING: LinkState.FAILING,
        Finding.SAYS_MISSING: LinkState.SUSPECTED,
        Finding.SERVICED: LinkState.SUSPECTED,
        Finding.FRONT_PAGE: LinkState.SUSPECTED,
        Finding.ERROR_PAGE: LinkState.SUSPECTED,
        Finding.GUARDED: LinkState.GUARDED,
        Finding.SIGN_IN: LinkState.SUSPECTED,
        Finding.SERVER_FAULT: LinkState.FAILING,
        Finding.NO_NAME: LinkState.FAILING,
        Finding.NO_CONNECTION: LinkState.FAILING,
        Finding.SILENT: LinkState.FAILING,
        # Some servers treat programs so, and browsers that have cookies or look for missing
        # certificates of issuers can do more than we.
        Finding.CLOSED: LinkState.UNKNOWN,
        Finding.EXPIRED: LinkState.FAILING,
        Finding.CERTIFICATE: LinkState.FAILING,
        Finding.ISSUER: LinkState.UNKNOWN,
        Finding.INSECURE: LinkState.UNKNOWN,
        Finding.NOT_PUBLIC: LinkState.FAILING,
        Finding.PORT: LinkState.UNKNOWN,
        Finding.SCHEME: LinkState.UNKNOWN,
        Finding.NO_ADDRESS: LinkState.UNKNOWN,
        Finding.LOOP: LinkState.UNKNOWN,
        Finding.UNREADABLE: LinkState.UNKNOWN,
        Finding.ODD_STATUS: LinkState.UNKNOWN,
    },
)
"""What each finding says of an address; what fails once is doubtful, and failing on another day."""


class PageState(TextChoices):
    """Whether the page of a link is kept as evidence of what was there."""

    WAITING = "waiting", _("Not kept yet")
    KEPT = "kept", _("Kept")
    FAILED = "failed", _("Not kept")
    NO_ROOM = "no_room", _("Not kept: no more room")


class KeptBody(TextChoices):
    """How much of what a server sent is kept with the page of a link."""

    WHOLE = "whole", _("whole")
    CUT = "cut", _("cut: the page is larger")
    LEFT_OUT = "left_out", _("headers only: neither a web page nor a PDF")
