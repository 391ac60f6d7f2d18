"""The pages of links that a response keeps, as the page of them shows each."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from responses.domain.checks.targets import host_of
from responses.link_states import KeptBody, LinkState, PageState
from responses.localized import localized
from responses.models import KeptPage
from responses.wording.dates import moment
from responses.wording.kept import why_not_kept

from .hrefs import href_of

_SHAPES = {
    PageState.WAITING: LinkState.UNCHECKED,
    PageState.KEPT: LinkState.WORKS,
    PageState.FAILED: LinkState.FAILING,
    PageState.NO_ROOM: LinkState.FAILING,
}


class KeptRow(NamedTuple):
    """A page that is kept, or is to be: of what, since when, what came, and where its file is.

    `shape` is that of its state, `digest` that of the body if there is one, `why` says why it is
    not kept, `final_url` where the address led,
    `href` is empty where there is no file.
    """

    url: str
    state: str
    shape: LinkState
    occasion: str
    at: str
    why: str
    final_url: str
    status: int
    type: str
    body: str
    is_cut: bool
    size: int
    digest: str
    href: str
    file_size: int


def kept_row(city: str, edition: str, page: KeptPage) -> KeptRow:
    """Return a page that was read with its file and its occasion."""
    state, file = PageState(page.state), page.file
    return KeptRow(
        url=page.url,
        state=str(state.label),
        shape=_SHAPES[state],
        occasion=_occasion(page),
        at=moment(page.at) if page.at else "",
        why=why_not_kept(page.state, page.finding),
        final_url=page.final_url if page.final_url != page.url else "",
        status=page.status,
        type=page.type,
        body=str(KeptBody(page.body).label) if page.body else "",
        is_cut=page.body in {KeptBody.CUT, KeptBody.LEFT_OUT},
        size=page.size,
        digest=page.body_digest if page.size else "",
        href=href_of("kept_page", city, edition, page.pk) if file else "",
        file_size=file.size if file else 0,
    )


def _occasion(page: KeptPage) -> str:
    """Return what had the page kept."""
    if page.approval:
        section = page.approval.work.section
        title = f"{section.number}. {localized(section.title)}"
        return _("Approval of %(section)s") % {"section": title}
    number = page.submission.number if page.submission else 0
    return _("Seal of submission no. %(number)d") % {"number": number}


def file_name(city: str, edition: str, page: KeptPage) -> str:
    """Return what the file of a page is called, such as seoul-lgq-2022-page-12-a.kr.warc.gz."""
    return f"{city}-{edition}-page-{page.pk}-{host_of(page.url)[:60]}.warc.gz"
