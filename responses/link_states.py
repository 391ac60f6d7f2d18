"""How web addresses stand, what is found when they are checked, and whether pages are kept."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from responses.enums import complete


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
    SAYS_FAULT = "says_fault", _("The page itself reports a fault.")
    PLACEHOLDER = (
        "placeholder",
        _("Only a placeholder is there: the site is not ready yet, or no longer run."),
    )
    EMPTY = "empty", _("The server answers with an empty page.")
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
        Finding.SAYS_FAULT: LinkState.SUSPECTED,
        Finding.PLACEHOLDER: LinkState.SUSPECTED,
        Finding.EMPTY: LinkState.SUSPECTED,
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
