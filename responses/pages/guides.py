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

PARAGRAPHS: Mapping[str, Mapping[str, str]] = {
    Role.CONTRIBUTOR: {
        "section": "writing",
        "unsaved": "saving",
        "history": "saving",
        "indicators": "writing",
        "act": "sending",
        "review": "sending",
        "talk": "talking",
        "suggest": "talking",
        "submissions": "sending",
    },
    Role.REVIEWER: {
        "section": "reading",
        "history": "reading",
        "review": "reading",
        "talk": "reading",
        "suggest": "reading",
        "act": "signing",
        "deputies": "deputies",
    },
    Role.COORDINATOR: {
        "members": "people",
        "deputies": "people",
        "audit": "people",
        "assignment": "assigning",
        "handouts": "handing",
        "handout": "handing",
        "export": "handing",
        "imports": "importing",
        "incoming_file": "importing",
        "edit_proposal": "importing",
        "services": "following",
        "coverage": "following",
        "dashboard": "following",
        "section": "following",
        "act": "following",
        "review": "following",
        "submissions": "sealing",
        "seal": "sealing",
        "compare_submissions": "sealing",
    },
    Role.VIEWER: {
        "section": "reading",
        "review": "reading",
        "history": "reading",
        "talk": "reading",
        "submissions": "files",
        "compare_submissions": "files",
        "verify": "files",
    },
    TRANSLATOR: {"section": "translating", "unsaved": "saving", "history": "saving"},
    ADMINISTRATOR: {},
}
"""The id of the paragraph that speaks of a page, by the guide and the name of its address."""


def paragraph(guide: str, about: str) -> str:
    """Return where a guide speaks of a page, as the end of an address; empty: at its start."""
    found = PARAGRAPHS[guide].get(about)
    return f"#{found}" if found else ""
