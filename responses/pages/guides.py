"""The help for each role: which guides there are, and which paragraph of each speaks of a page."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.enums import Role

TRANSLATOR, ADMINISTRATOR = "translator", "administrator"

GUIDES: Mapping[str, str | Promise] = {
    **{str(role): role.label for role in Role},
    TRANSLATOR: _("Translator"),
    ADMINISTRATOR: _("Administrator"),
}
"""Whom each guide is for, by its name; templates/responses/guides/ has its text by language."""

PICTURES: Mapping[str, str | Promise] = {
    Role.CONTRIBUTOR: _("A section while it is written"),
    Role.REVIEWER: _("A section in review, as it will be printed"),
    Role.COORDINATOR: _("The dashboard of a response"),
    Role.VIEWER: _("A response with its sections"),
    TRANSLATOR: _("A translation while it is written"),
    ADMINISTRATOR: _("The page for a new city"),
}
"""The page on the picture of each guide; `script/pictures --published` draws them."""

TRANSLATION = "translation"
"""What stands behind the name of a page that shows a translation: `section translation`."""

# What each page is about, and at the end of the pages of the account: the way back.
_EVIDENCE = ("evidence", "evidence_link", "kept_pages", "coverage", "services")
_OWN = ("profile", "password_change", "password_change_done")
_READ = ("section", "review", "history", "talk", "unsaved")

PARAGRAPHS: Mapping[str, Mapping[str, str]] = {
    Role.CONTRIBUTOR: {
        **dict.fromkeys(("my_work", "notices", "overview", "search", "shortcuts"), "mine"),
        **dict.fromkeys(("section", "indicators"), "writing"),
        **dict.fromkeys((*_EVIDENCE, "repairs"), "links"),
        **dict.fromkeys(("unsaved", "history"), "saving"),
        **dict.fromkeys(("act", "review"), "sending"),
        **dict.fromkeys(("submissions", "compare_submissions", "export", "verify"), "sending"),
        **dict.fromkeys(("talk", "suggest"), "talking"),
        **dict.fromkeys(("glossary", TRANSLATION), "translating"),
        **dict.fromkeys(_OWN, "asking"),
    },
    Role.REVIEWER: {
        **dict.fromkeys(("my_work", "notices", "overview", "search", "shortcuts"), "mine"),
        **dict.fromkeys((*_READ, *_EVIDENCE, "suggest", "indicators"), "reading"),
        **dict.fromkeys(("act", "glossary", TRANSLATION), "signing"),
        **dict.fromkeys(("submissions", "compare_submissions", "export", "verify"), "signing"),
        "deputies": "deputies",
        **dict.fromkeys(_OWN, "asking"),
    },
    Role.COORDINATOR: {
        **dict.fromkeys(("my_work", "notices", "shortcuts"), "mine"),
        **dict.fromkeys(("members", "deputies", "audit"), "people"),
        **dict.fromkeys(("city_settings", "glossary", TRANSLATION), "people"),
        "assignment": "assigning",
        **dict.fromkeys(("handouts", "handout", "export"), "handing"),
        **dict.fromkeys(("imports", "incoming_file", "edit_proposal"), "importing"),
        **dict.fromkeys(("overview", "dashboard", "search", "act", "suggest"), "following"),
        **dict.fromkeys(_READ, "following"),
        **dict.fromkeys((*_EVIDENCE, "repairs", "indicators"), "links"),
        **dict.fromkeys(("submissions", "seal", "compare_submissions", "verify"), "sealing"),
        **dict.fromkeys(_OWN, "asking"),
    },
    Role.VIEWER: {
        **dict.fromkeys(("my_work", "notices", "search", "shortcuts"), "mine"),
        **dict.fromkeys((*_READ, *_EVIDENCE, "overview", "glossary", TRANSLATION), "reading"),
        "indicators": "reading",
        **dict.fromkeys(("submissions", "compare_submissions", "export", "verify"), "files"),
        **dict.fromkeys(_OWN, "asking"),
    },
    TRANSLATOR: {
        **dict.fromkeys(("my_work", "notices", "overview", "search", "shortcuts"), "mine"),
        **dict.fromkeys(("section", "suggest", "glossary", "indicators"), "translating"),
        **dict.fromkeys((*_EVIDENCE, "repairs"), "translating"),
        **dict.fromkeys(("unsaved", "history", "review", "act"), "saving"),
        **dict.fromkeys(("submissions", "compare_submissions", "export", "verify"), "saving"),
        **dict.fromkeys(("talk", *_OWN), "asking"),
    },
    ADMINISTRATOR: {
        **dict.fromkeys(("my_work", "notices", "search", "shortcuts"), "mine"),
        **dict.fromkeys(("admin:index", "admin:app_list", "city"), "mine"),
        **dict.fromkeys(("user", "membership"), "accounts"),
        **dict.fromkeys(("edition", "section", "question"), "editions"),
        **dict.fromkeys(("response", "answer", "revision", "event", "auditrecord"), "records"),
        **dict.fromkeys(("verify", *_OWN), "asking"),
    },
}
"""The id of the paragraph that speaks of a page, by the guide and the name of its address.

Of pages of the administration it is the name of the model that they are of.
"""


def paragraph(guide: str, about: str) -> str:
    """Return where a guide speaks of a page, as the end of an address; empty: at its start.

    Behind the name of the page may stand `TRANSLATION`, if it shows one.
    """
    page, _space, shows = about.partition(" ")
    told = PARAGRAPHS[guide]
    found = (shows == TRANSLATION and told.get(TRANSLATION)) or told.get(page)
    return f"#{found}" if found else ""
