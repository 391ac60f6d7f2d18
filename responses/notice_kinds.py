"""What a notice can tell of, and what the product does with each kind; when people get e-mails."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from responses.enums import WRITABLE, State, complete


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
