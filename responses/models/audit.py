"""Who did what with the product, beside what answers and sections record of themselves."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from responses.enums import AuditKind

from .city import City


class AuditRecord(models.Model):
    """One thing that somebody did; written by `domain.auditing`, never changed: `append_only`.

    `person` is none where nobody was signed in, such as at a refused sign-in; `city` is none
    where it was of no city. `subject` says what it was done to, in words that need nothing
    else to be understood, and `address` from which network address.
    """

    at = models.DateTimeField(_("time"), db_index=True)
    kind = models.CharField(_("action"), max_length=30, choices=AuditKind.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="audit_records",
        verbose_name=_("person"),
    )
    city = models.ForeignKey(
        City, models.PROTECT, null=True, related_name="audit_records", verbose_name=_("city")
    )
    subject = models.CharField(_("subject"), max_length=500)
    address = models.GenericIPAddressField(_("IP address"), null=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("audit record")
        verbose_name_plural = _("audit records")
        indexes = (models.Index(fields=("city", "-id"), name="audit_of_a_city"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.subject}"


class HeldTries(models.Model):
    """How often it was tried again during the wait after a try; written by `domain.auditing`.

    Such tries are counted here, so that nobody can fill the audit with them.
    """

    record = models.OneToOneField(
        AuditRecord, models.PROTECT, related_name="held_tries", verbose_name=_("audit record")
    )
    count = models.PositiveBigIntegerField(_("tries during the wait"))

    class Meta:
        verbose_name = _("tries during a wait")
        verbose_name_plural = _("tries during a wait")

    def __str__(self) -> str:
        return str(self.count)
