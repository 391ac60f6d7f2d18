"""How static files are collected."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Comments that have lines for themselves. Those inside of a line stay, as do all lines of code.
_COMMENTS = re.compile(rb"^[ \t]*(?:/\*[^*]*\*+(?:[^/*][^*]*\*+)*/|//[^\n]*)[ \t]*\n", re.MULTILINE)
_OWN = re.compile(r"(?:js|css)/.*\.(?:js|css)")


def without_comments(source: bytes) -> bytes:
    """Return one of our own scripts or style sheets as browsers need it.

    In comments stand the types of scripts and what people read: a third of the bytes. No script
    has a text of several lines, so that what begins like a comment is one.
    """
    return _COMMENTS.sub(b"", source)


@dataclass(frozen=True, slots=True)
class _WithoutComments:
    """Gives the files of a storage without their comments."""

    storage: Storage

    def open(self, name: str) -> File[Any]:
        with self.storage.open(name) as file:
            return ContentFile(without_comments(file.read()))


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names each file by its content, in the imports of scripts too.

    A browser that keeps a script for good must not keep it beside others of another release.
    """

    support_js_module_import_aggregation = True

    def post_process(
        self, paths: Mapping[str, tuple[Storage, str]], *args: Any, **options: Any
    ) -> Iterator[tuple[str, str | None, Any]]:
        """Make the files that are sent, our own without comments."""
        lean: dict[str, Any] = {
            name: (_WithoutComments(storage) if _OWN.fullmatch(name) else storage, path)
            for name, (storage, path) in paths.items()
        }
        yield from super().post_process(lean, *args, **options)
