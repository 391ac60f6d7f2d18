"""Which addresses there are to be checked, looked for as long as a worker works."""

from datetime import datetime, timedelta
from time import monotonic

from django.utils import timezone

from responses.domain.checks.named import by_digest, read_namings
from responses.domain.checks.recording import EVERY, forget_hosts, register
from responses.domain.kept.keeping import place_pages
from responses.domain.submissions.sealing import add_pages
from responses.domain.telling.failing_links import tell_of_links, tell_of_namings

_GATHER = 60.0  # s, between two looks for addresses that were just written


class Gathering:
    """Looks now and then for the addresses that answers name, new ones or daily all, and tells."""

    def __init__(self) -> None:
        self._next = monotonic()
        self._all_at: datetime | None = None
        self._seen: datetime | None = None

    def __call__(self) -> None:
        """Look, if it is time."""
        if monotonic() < self._next:
            return
        self._next = monotonic() + _GATHER
        now = timezone.now()
        is_all = self._all_at is None or now - self._all_at >= EVERY
        # A minute more, as what was written then may not have been committed.
        since = None if is_all or not self._seen else self._seen - timedelta(minutes=1)
        namings = list(read_namings(changed_since=since))
        register(by_digest(namings), now)
        place_pages(now)
        tell_of_links()
        tell_of_namings(namings)
        add_pages()
        self._seen = now
        if is_all:
            forget_hosts(now)
            self._all_at = now
