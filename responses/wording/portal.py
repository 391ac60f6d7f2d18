"""What a program looks for on a city's site, and what it says, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.coverage.portal import Feature, Verdict
from responses.enums import complete
from responses.link_states import LinkState

FEATURES: Mapping[Feature, str | Promise] = complete(
    Feature,
    {
        Feature.PHONES: _("Fits the width of a phone"),
        Feature.SITE_MAP: _("Site map"),
        Feature.SEARCH: _("Search"),
        Feature.CONTACT: _("Contact details"),
        Feature.PRIVACY: _("Privacy policy"),
        Feature.NETWORKS: _("Social networks"),
        Feature.VALID_HTML: _("Valid HTML"),
        Feature.ENGINES: _("Open to search engines"),
        Feature.ACCESSIBLE: _("Basics of accessibility"),
        Feature.SECURE: _("Secure connection"),
    },
)

VERDICTS: Mapping[Verdict, tuple[str | Promise, LinkState]] = complete(
    Verdict,
    {
        Verdict.SEEN: (_("Seen"), LinkState.WORKS),
        Verdict.NOT_SEEN: (_("Not seen"), LinkState.UNKNOWN),
        Verdict.UNTOLD: (_("A program cannot tell"), LinkState.UNCHECKED),
        Verdict.SCRIPTED: (
            _("Cannot be judged: the page is made by a script"),
            LinkState.UNCHECKED,
        ),
    },
)
"""Each in words, and the state of a link of which it has the shape."""
