"""How large the file of a form may be, which is judged before it is read."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from responses.validators import parse_number

FILE_MAX = 32 * 1024 * 1024
"""How many bytes a form with a file may have: some times the largest archive of a submission."""


class BoundedUpload(FileUploadHandler):
    """Takes the fields before a file, and no file, from a form that is too large."""

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ARG002 - Django calls it
        META: dict[str, str],  # noqa: N803, ARG002 - Django names it
        content_length: int,
        boundary: str,  # noqa: ARG002 - Django calls it
        encoding: str | None = None,  # noqa: ARG002 - Django calls it
    ) -> None:
        """Note how large the form is."""
        self._is_too_large = content_length > FILE_MAX

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Stop reading where it is too large; what is left is drained without being kept."""
        super().new_file(*args, **kwargs)
        if self._is_too_large:
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django calls it
        """Pass the file on."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to those who keep it."""


def is_too_large(request: HttpRequest) -> bool:
    """Return whether the file of a form was not read, as the form is too large."""
    return (parse_number(request.META.get("CONTENT_LENGTH", "")) or 0) > FILE_MAX
