"""Signatures and consents, each counted by its own word."""

from collections.abc import Iterable

from django.utils.translation import ngettext

from responses.domain.signing.approval_line import Signature


def acts(signatures: Iterable[Signature]) -> str:
    """Return how many signatures and how many consents (협조) there are, such as 2 signatures."""
    given = [each.consents for each in signatures]
    consents = sum(given)
    signed = len(given) - consents
    words = (
        signed and ngettext("%(count)s signature", "%(count)s signatures", signed),
        consents and ngettext("%(count)s consent", "%(count)s consents", consents),
    )
    counts = (signed, consents)
    return ", ".join(
        said % {"count": count} for said, count in zip(words, counts, strict=True) if said
    )
