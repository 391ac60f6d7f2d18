"""What a response may prove, beside its answers; by `domain.coverage.claiming`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .response import Response


class Proof(models.Model):
    """What a response says of indicators beside its answers, in one row, read and locked at once.

    `purposes` has for which indicators links are where a writer chose so: by the key of their
    question, then by the digest of their address. It is no part of an answer's content, so that
    no digest and no approval depends on it. `services` has what no question asks for, by the keys
    of indicators: values of `domain.snapshot.services`. `portal` is the last
    look at the city's site, a value of `domain.coverage.portal`, or empty.
    """

    response = models.OneToOneField(
        Response, models.CASCADE, related_name="proof", verbose_name=_("response")
    )
    purposes = models.JSONField(_("indicators of links"), default=dict, blank=True)
    services = models.JSONField(_("services"), default=dict, blank=True)
    portal = models.JSONField(_("what a program sees on the city's site"), default=dict, blank=True)
    services_at = models.DateTimeField(_("services changed"), null=True, blank=True)

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")

    def __str__(self) -> str:
        return str(self.response)
