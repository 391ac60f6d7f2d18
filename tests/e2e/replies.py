"""What the server replies to browsers: the pages that it refuses are noted where it does.

Static files come from memory, as a page asks for sixty, which takes longer than to make it.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler

Environ = dict[str, Any]
REFUSED, BROKEN = 400, 500


@dataclass
class Replies:
    """The pages that were refused, with their status; and the static files that were read."""

    refused: list[tuple[int, str]] = field(default_factory=list)
    known: dict[str, tuple[tuple[Any, ...], bytes]] = field(default_factory=dict)

    def note(self, environ: Environ, status: str) -> None:
        """Note a page that is refused, which is no fault: the tests look at what it then says."""
        is_page = environ.get("HTTP_SEC_FETCH_MODE") == "navigate"
        if is_page and REFUSED <= int(status[:3]) < BROKEN:
            path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
            self.refused.append((int(status[:3]), path))

    def is_fault(self, status: int, url: str) -> bool:
        """Return whether it was no page that got this reply; each page excuses one."""
        reply = status, unquote(urlsplit(url).path)
        if reply not in self.refused:
            return True
        self.refused.remove(reply)
        return False


@contextmanager
def noted() -> Iterator[Replies]:
    """Have what the server replies noted."""
    serve: Any = StaticFilesHandler.__call__
    replies = Replies()

    def reply(handler: StaticFilesHandler, environ: Environ, begin: Any) -> Iterable[bytes]:
        def begin_noted(status: str, *head: Any) -> Any:
            replies.note(environ, status)
            return begin(status, *head)

        path = environ["PATH_INFO"]
        if not path.startswith(settings.STATIC_URL) or "HTTP_IF_MODIFIED_SINCE" in environ:
            unread: Iterable[bytes] = serve(handler, environ, begin_noted)
            return unread
        if path not in replies.known:
            heads: list[tuple[Any, ...]] = []
            with closing(serve(handler, environ, lambda *head: heads.append(head))) as pieces:
                replies.known[path] = heads[0], b"".join(pieces)
            # As the product says of them, whose names tell their content.
            heads[0][1].append(("Cache-Control", "max-age=86400"))
        (status, headers), body = replies.known[path]
        begin_noted(status, [*headers])
        return [body]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "__call__", reply)
        yield replies
