"""Why a file is not taken, in words for the person who chose it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.files.unfit import Unfit
from responses.enums import complete

NO_FILE = _("No file came with this button. Choose one, and press it again.")
REFUSALS: Mapping[Unfit, str | Promise] = complete(
    Unfit,
    {
        Unfit.EMPTY: _("This file is empty. Choose another one."),
        Unfit.TOO_LARGE: _("This file is larger than 20 MB. Choose a smaller one."),
        Unfit.UNKNOWN: _(
            "Files of this type cannot be added. Choose a picture (PNG, JPEG, WebP), or a "
            "PDF, DOCX, XLSX, HWPX or CSV file without a password. Save an HWP file as HWPX or "
            "PDF, and older Office files as DOCX or XLSX."
        ),
        Unfit.NOT_AS_NAMED: _(
            "This file is damaged, or is not of the type that its name says. Save it again and "
            "choose the new copy."
        ),
        Unfit.DAMAGED: _("This file is damaged and cannot be read. Choose another copy of it."),
        Unfit.LOCKED: _("This file asks for a password. Save it without one and choose it again."),
        Unfit.TOO_MANY_PIXELS: _(
            "This picture has more than 50 megapixels. Make it smaller and choose it again."
        ),
        Unfit.TOO_DEMANDING: _(
            "This picture takes too long to read. Choose it once more, or make it smaller first."
        ),
        Unfit.MOVING: _("This picture is animated and cannot be printed. Choose a still one."),
        Unfit.MACROS: _("This file has macros. Save it without them and choose it again."),
        Unfit.EMBEDDED: _(
            "This file contains objects from other programs. Replace them with pictures, save it "
            "and choose it again."
        ),
        Unfit.OUTSIDE: _(
            "This file fetches a template, a picture, data or other contents from another machine "
            "or program. Break these links, save it and choose it again."
        ),
        Unfit.BUSY: _(
            "Other people's pictures are being read right now. Choose this one again in a moment."
        ),
        Unfit.FULL: _(
            "The files of this response would be more than 200 MB together. Choose a smaller file, "
            "or remove others first."
        ),
    },
)
"""What is said of each reason, and what to do."""
