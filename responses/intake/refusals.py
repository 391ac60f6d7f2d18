"""Why a file cannot be read, and what to do about it."""

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
OWN_WORKBOOK = _(
    "This workbook was made by LGQ Desk to work on, and is not read back. Choose the JSON, Word or "
    "Hancom file of the response."
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


class UnreadableFileError(RefusedError):
    """A file cannot be read; the reason says what to do."""
