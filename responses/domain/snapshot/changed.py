"""Which pages are others than when the sections that name them were approved."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from responses.domain.checks.changes import read_changes
from responses.domain.checks.states import LinkStatus
from responses.link_states import PageChange

from .evidence import NamedAddress


def read_changed(
    named: Iterable[NamedAddress], statuses: Mapping[str, LinkStatus]
) -> Mapping[str, PageChange]:
    """Return by their digests how pages changed since what names them was approved, first of all.

    `statuses` are how the addresses stand. One query; none where no section is approved.
    """
    digests = {statuses[each.digest].key: each.digest for each in named if each.digest in statuses}
    since = {
        statuses[each.digest].key: moment
        for each in named
        if each.digest in statuses and (moment := _approved(each))
    }
    return {digests[key]: change for key, change in read_changes(since).items()}


def _approved(address: NamedAddress) -> datetime | None:
    approvals = (naming.section.approval for naming in address.named)
    return min((each.at for each in approvals if each), default=None)
