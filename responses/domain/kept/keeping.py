"""The one writer of kept pages: which are to be kept, and what came of asking for each.

An approval and a seal write no more than which pages they want; a worker does the rest. Whoever
holds the host of a page asks for it (`checks.recording`), and records what came.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Sum

from responses.domain.checks.named import target_or_none
from responses.domain.checks.recording import LATER, leave_alone, register, still_held
from responses.domain.checks.targets import Target
from responses.domain.files.storing import KEPT, store_kept
from responses.enums import Action, State
from responses.link_states import Finding, PageState
from responses.models import Event, Host, KeptPage, Response, Submission, SubmissionFile

from .captured import Captured

ROOM = 200_000_000
"""How many bytes the kept pages of a response may have together."""
WAITS = (
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
)
"""After how long a page that did not come is asked for again; after the last try no more."""
_FOR_GOOD = frozenset({Finding.NO_ADDRESS, Finding.NOT_PUBLIC, Finding.PORT, Finding.SCHEME})
_FOR_NOW = frozenset({429, *range(500, 600)})
"""The statuses of servers that will perhaps show the page later."""
_BATCH = 500


def want_pages(
    response: Response,
    targets: Mapping[str, Target],
    now: datetime,
    *,
    approval: Event | None = None,
    submission: Submission | None = None,
) -> None:
    """Have the pages of these addresses, by their digests, kept as of an approval or a seal.

    In the transaction that approves or seals. What an earlier approval of the section still waits
    for is no longer wanted.
    """
    if approval:
        before = KeptPage.objects.filter(
            response=response, approval__work=approval.work_id, state=PageState.WAITING
        )
        before.exclude(approval=approval).delete()
    KeptPage.objects.bulk_create(
        KeptPage(
            response=response,
            approval=approval,
            submission=submission,
            digest=digest,
            url=target.url,
            due_at=now,
        )
        for digest, target in targets.items()
    )


def place_pages(now: datetime) -> None:
    """Note the hosts of the pages that are to be kept, so that workers find them."""
    new = KeptPage.objects.filter(state=PageState.WAITING, host=None).order_by("pk")
    urls = dict(new.values_list("digest", "url")[:_BATCH])
    targets = {digest: target for digest, url in urls.items() if (target := target_or_none(url))}
    if not targets:
        return
    register(targets, now)
    names = {target.host for target in targets.values()}
    hosts = dict(Host.objects.filter(name__in=names).values_list("name", "pk"))
    by_host: dict[int, list[str]] = {}
    for digest, target in targets.items():
        by_host.setdefault(hosts[target.host], []).append(digest)
    for host, digests in by_host.items():
        new.filter(digest__in=digests).order_by().update(host=host)


@transaction.atomic
def record_page(
    holder: str, host: int, page: int, captured: Captured, now: datetime
) -> PageState | None:
    """Keep what came of asking for a page, or note why nothing did; return how it stands.

    None, and nothing is written, if one no longer holds the host, or the page is not wanted.
    """
    held = still_held(holder, host)
    row = KeptPage.objects.filter(pk=page, host=host, state=PageState.WAITING).first()
    if held is None or row is None:
        return None
    found = captured.found
    leave_alone(held, found, now)
    row.tries += 1
    row.at, row.finding, row.status, row.final_url = now, found.finding, found.status, found.url
    wait = None if _is_final(captured) else next(iter(WAITS[row.tries - 1 :]), None)
    if wait:
        row.due_at = now + wait
    elif captured.file is None:
        row.state = PageState.FAILED
    else:
        _keep(row, captured)
    # By its state, as it may have been taken away since, and is not to come back.
    fields = {
        name: getattr(row, name)
        for name in (
            *("state", "due_at", "tries", "at", "finding", "status", "final_url"),
            *("type", "body", "size", "body_digest", "file"),
        )
    }
    waiting = KeptPage.objects.filter(pk=page, state=PageState.WAITING)
    return PageState(row.state) if waiting.update(**fields) else None


@transaction.atomic
def put_page_off(holder: str, host: int, page: int, now: datetime) -> None:
    """Ask for a page a little later, as nobody may ask now where it leads."""
    if still_held(holder, host):
        waiting = KeptPage.objects.filter(pk=page, host=host, state=PageState.WAITING)
        waiting.update(due_at=now + LATER)


def _is_final(captured: Captured) -> bool:
    """Return whether to ask again would bring nothing else."""
    found = captured.found
    if captured.file is None:
        return found.finding in _FOR_GOOD
    return found.status not in _FOR_NOW


def _keep(row: KeptPage, captured: Captured) -> None:
    """Store the file of a page, if the response has room for it."""
    if captured.file is None:
        return
    # One after the other, so that two do not both take the last room.
    Response.objects.select_for_update(no_key=True).get(pk=row.response_id)
    mine = KeptPage.objects.filter(response=row.response_id)
    taken = mine.aggregate(bytes=Sum("file__size"))["bytes"] or 0
    file = store_kept(captured.file, ROOM - taken)
    if file is None:
        row.state = PageState.NO_ROOM
        return
    row.state, row.file, row.type = PageState.KEPT, file, captured.found.type
    row.body, row.size, row.body_digest = captured.body, captured.size, captured.digest


def let_pages_go(now: datetime) -> int:
    """Remove the pages of approvals that another one followed long ago; return how many.

    Unless a sealed archive has them. Pages of seals stay.
    """
    later = Event.objects.filter(
        work=OuterRef("approval__work"),
        action=Action.APPROVE,
        to_state=State.APPROVED,
        pk__gt=OuterRef("approval"),
        created_at__lte=now - KEPT,
    )
    sealed = SubmissionFile.objects.filter(
        submission__response=OuterRef("response"), digest=OuterRef("file")
    )
    old = KeptPage.objects.filter(Exists(later), ~Exists(sealed), approval__isnull=False)
    pages = list(old.values_list("pk", flat=True))
    return KeptPage.objects.filter(pk__in=pages).delete()[0]
