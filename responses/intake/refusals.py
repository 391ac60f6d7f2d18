"""Why a file cannot be read, and what to do about it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.permissions import RefusedError

OLD = _(
    "This is a file of an older Hancom Office, Word or Excel (HWP, DOC, XLS). Open it there, save "
    "it as HWPX, DOCX or XLSX, and choose that file."
)
PROTECTED = _(
    "This file is protected by a password. Open it, remove the password, save it, and choose it "
    "again."
)
OTHER = _(
    "Files of this type cannot be read. Open the file, save it as DOCX, HWPX, XLSX or plain text, "
    "and choose that file."
)
MISNAMED = _(
    "This file is not what its name says: there is nothing but text in it. Choose the file that "
    "was filled in; if it is this one, name it .txt first."
)
OWN_WORKBOOK = _(
    "This workbook was made by LGQ Desk, and has no answers to read back. Choose the JSON, Word, "
    "Hancom or Excel file of the response."
)
TOO_LARGE = _("This file is larger than 20 MB. Choose a smaller one.")
TOO_LONG = _(
    "This file has more text than a questionnaire has. Choose a file with the questionnaire alone."
)
TOO_MUCH = _(
    "This file has more in it than can be read. Save it without pictures or as plain text, and "
    "choose that file."
)
DAMAGED = _("This file is damaged and cannot be read. Choose another copy of it.")
EMPTY = _("There is no text in this file.")

UNREAD = _(
    "Reading this file failed. Save it as plain text, and choose that file, or tell the people who "
    "run this site."
)
REASONS: Mapping[str, str | Promise] = {
    "old": OLD,
    "protected": PROTECTED,
    "other": OTHER,
    "misnamed": MISNAMED,
    "own_workbook": OWN_WORKBOOK,
    "too_large": TOO_LARGE,
    "too_long": TOO_LONG,
    "too_much": TOO_MUCH,
    "damaged": DAMAGED,
    "empty": EMPTY,
    "unread": UNREAD,
}
"""Each reason under its name, by which it is stored, to be said in the language of who reads it."""


class UnreadableFileError(RefusedError):
    """A file cannot be read; the reason says what to do."""

    @property
    def name(self) -> str:
        """The name of the reason."""
        return next(name for name, reason in REASONS.items() if reason is self.reason)
