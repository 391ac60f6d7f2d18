"""Questions as a file to be filled in by people without accounts, and returned, by its format.

The same handout gives the same bytes.
"""

from collections.abc import Callable, Mapping

from django.utils import translation

from responses.enums import HandoutFormat, complete
from responses.models import Handout

from .handout_frame import HandoutFrame, frame


def handout_file(handout: Handout) -> bytes:
    """Return the file that was handed out, in its own language."""
    with translation.override(handout.language):
        return _MAKERS[HandoutFormat(handout.format)](handout, frame(handout))


def handout_name(handout: Handout) -> str:
    """Return what the file is called."""
    response = handout.response
    return f"{response.city.slug}-{response.edition.code}-{handout.pk}.{handout.format}"


def _xlsx(handout: Handout, framed: HandoutFrame) -> bytes:
    from .handout_xlsx import handout_xlsx  # noqa: PLC0415 - slow to load

    return handout_xlsx(handout, framed)


def _docx(handout: Handout, framed: HandoutFrame) -> bytes:
    from .handout_docx import handout_docx  # noqa: PLC0415 - only asked for now and then

    return handout_docx(handout, framed)


def _hwpx(handout: Handout, framed: HandoutFrame) -> bytes:
    from .handout_hwpx import handout_hwpx  # noqa: PLC0415 - only asked for now and then

    return handout_hwpx(handout, framed)


_MAKERS: Mapping[HandoutFormat, Callable[[Handout, HandoutFrame], bytes]] = complete(
    HandoutFormat,
    {HandoutFormat.DOCX: _docx, HandoutFormat.HWPX: _hwpx, HandoutFormat.XLSX: _xlsx},
)
_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA: Mapping[HandoutFormat, str] = complete(
    HandoutFormat,
    {
        HandoutFormat.DOCX: f"{_OFFICE}.wordprocessingml.document",
        HandoutFormat.HWPX: "application/hwp+zip",
        HandoutFormat.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    },
)
"""The types of the files, as the web calls them."""
