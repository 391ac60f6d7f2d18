"""Pages that are kept as evidence, as pages and archives tell of them."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from responses.domain.files.stored import stream
from responses.link_states import KeptBody, PageState
from responses.models import KeptPage, Response


class KeptFacts(NamedTuple):
    """How a page is kept: when it was asked for, what came, and the digest and size of its file.

    Of what is not kept, why: by its state, and by what was found last.
    """

    state: PageState
    at: datetime | None = None
    finding: str = ""
    final_url: str = ""
    status: int = 0
    type: str = ""
    body: str = ""
    size: int = 0
    body_digest: str = ""
    file: str = ""
    file_size: int = 0

    @property
    def is_kept(self) -> bool:
        """Whether there is a file."""
        return self.state is PageState.KEPT

    @property
    def is_cut(self) -> bool:
        """Whether more was there than is kept."""
        return self.body in {KeptBody.CUT, KeptBody.LEFT_OUT}


_DIGEST = re.compile("[0-9a-f]{64}")
_FACTS = (*KeptFacts._fields[:-2], "file_id", "file__size")

PagesByLink = Mapping[tuple[str, str], KeptFacts]
"""Kept pages by the keys of their sections and the digests of their addresses."""


def pages_of_approvals(response: Response) -> PagesByLink:
    """Return the pages of the approvals that sections have now; one query."""
    rows = KeptPage.objects.filter(response=response, approval=F("approval__work__approval"))
    found = rows.order_by("pk").values_list("approval__work__section__key", "digest", *_FACTS)
    return {(section, digest): _facts(*facts) for section, digest, *facts in found}


def _facts(state: str, *rest: object) -> KeptFacts:
    *middle, file, size = rest
    said: Any = (*middle, file or "", size or 0)
    return KeptFacts(PageState(state), *said)


def list_pages(response: Response, digest: str = "") -> QuerySet[KeptPage]:
    """Return the pages of a response, newest first; those of one address if one is asked for."""
    found = KeptPage.objects.filter(response=response).order_by("-pk")
    found = found.select_related("file", "submission", "approval__work__section")
    if digest and not _DIGEST.fullmatch(digest):
        return found.none()
    return found.filter(digest=digest) if digest else found


def count_kept(response: Response, digests: Collection[str]) -> Mapping[str, int]:
    """Return how often the pages of some addresses are kept, by their digests; one query."""
    found: dict[str, int] = {}
    rows = KeptPage.objects.filter(response=response, digest__in=digests, state=PageState.KEPT)
    for digest in rows.order_by().values_list("digest", flat=True):
        found[digest] = found.get(digest, 0) + 1
    return found


def pages_of_seal(submission: int) -> list[str]:
    """Return the digests of the files of the pages that a seal has kept, in their order."""
    rows = KeptPage.objects.filter(submission=submission, state=PageState.KEPT)
    return [each for each in rows.order_by("pk").values_list("file", flat=True) if each]


def in_one(files: Collection[str]) -> Iterator[bytes]:
    """Yield WARC files one behind the other, which are one again; a piece in memory at a time."""
    for digest in files:
        yield from stream(digest)


def stored_pages(response: Response) -> QuerySet[KeptPage, tuple[str, str, int]]:
    """Return of the pages that are kept the address, and digest and size of the file."""
    kept = KeptPage.objects.filter(response=response, state=PageState.KEPT).order_by("pk")
    return kept.values_list("url", "file", "file__size")
