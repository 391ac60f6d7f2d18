"""The row of tabs above all pages of a response, and above those of its city."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from responses.domain.permissions import Permission, allows
from responses.enums import Role

from .hrefs import href_of


class _Page(NamedTuple):
    """A page that has a tab: its name, and the names of the pages that stand below it.

    One `in_two_languages` is of cities that submit in another language than they work in.
    """

    name: str
    label: str | Promise
    permission: Permission
    of_city: bool = False
    in_two_languages: bool = False
    below: frozenset[str] = frozenset()


FEWEST = 2
# Pages without a row, such as a section's, stand below the first one.
PAGES = (
    _Page("overview", pgettext_lazy("a tab", "Response"), Permission.VIEW),
    _Page("dashboard", _("Dashboard"), Permission.ASSIGN),
    _Page(
        "assignment",
        _("Assignment"),
        Permission.ASSIGN,
        below=frozenset({"handouts", "handout"}),
    ),
    _Page("members", _("People"), Permission.MANAGE_MEMBERS, of_city=True),
    _Page("deputies", _("Deputies"), Permission.NAME_DEPUTIES, of_city=True),
    _Page(
        "evidence",
        pgettext_lazy("a tab", "Evidence"),
        Permission.VIEW,
        below=frozenset({"evidence_link", "repairs", "services", "coverage", "kept_pages"}),
    ),
    _Page(
        "submissions",
        _("Submissions"),
        Permission.VIEW,
        below=frozenset({"compare_submissions", "seal"}),
    ),
    _Page("export", pgettext_lazy("a tab", "Export"), Permission.VIEW),
    _Page(
        "imports",
        pgettext_lazy("a tab", "Import"),
        Permission.IMPORT,
        below=frozenset({"incoming_file", "edit_proposal"}),
    ),
    _Page("glossary", _("Glossary"), Permission.VIEW, of_city=True, in_two_languages=True),
    _Page("audit", _("Audit"), Permission.AUDIT, of_city=True),
    _Page("city_settings", _("Settings"), Permission.SET_LANGUAGES, of_city=True),
)


class Tab(NamedTuple):
    """One tab; `current` is "page" on its own page, "true" on one below it, or empty."""

    label: str
    href: str
    current: str


def tabs(
    city: str, edition: str, role: Role, page: str, *, in_two_languages: bool = False
) -> tuple[Tab, ...]:
    """Return the tabs for a role on a page; none where there is nothing to choose from.

    `edition` is empty in a city that answers none yet: its own pages are all that it has.
    """
    known = [
        each
        for each in PAGES
        if allows(role, each.permission)
        and (edition or each.of_city)
        and (in_two_languages or not each.in_two_languages)
    ]
    if len(known) < FEWEST:
        return ()
    here = next((each for each in PAGES if page == each.name or page in each.below), PAGES[0])
    return tuple(
        Tab(
            label=str(each.label),
            href=_href(each, city, edition),
            current=("page" if page == each.name else "true") if each is here else "",
        )
        for each in known
    )


def _href(page: _Page, city: str, edition: str) -> str:
    """Return the address of a page; those of a city say from which response one comes."""
    if not page.of_city:
        return href_of(page.name, city, edition)
    return href_of(page.name, city) + (f"?edition={edition}" if edition else "")
