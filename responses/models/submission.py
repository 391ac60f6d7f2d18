"""Sealed responses; by `domain.submissions.sealing` alone, and never changed: see `append_only`.

And when they were sent, which may be corrected.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .response import Response


class Submission(models.Model):
    """A response as it was sealed: what it said, to the byte, and the files made of it.

    `snapshot` is the text of snapshot.json and `digest` its SHA-256; `archive` is the ZIP
    file that holds it with everything else but the files of answers, which stay in the store;
    `archive_digest` is the SHA-256 of the archive with them (`domain.submissions.attached`).
    """

    response = models.ForeignKey(
        Response, models.PROTECT, related_name="submissions", verbose_name=_("response")
    )
    number = models.PositiveIntegerField(_("number"))
    sealed_at = models.DateTimeField(_("sealed"))
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="submissions",
        verbose_name=_("sealed by"),
    )
    snapshot = models.TextField(_("snapshot"))
    digest = models.CharField(_("digest"), max_length=64, db_index=True)
    archive = models.BinaryField(_("archive"))
    archive_digest = models.CharField(_("digest of the archive"), max_length=64, db_index=True)

    class Meta:
        ordering = ("response", "number")
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = (
            models.UniqueConstraint(fields=("response", "number"), name="submission_one_a_number"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="submission_number_from_1"
            ),
        )

    def __str__(self) -> str:
        return f"{self.response} · {self.number}"


class SubmissionFile(models.Model):
    """One file of a submission's archive, by which a file that somebody has is known again."""

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="files", verbose_name=_("submission")
    )
    name = models.CharField(_("name"), max_length=100)
    size = models.PositiveBigIntegerField(_("bytes"))
    digest = models.CharField(_("digest"), max_length=64, db_index=True)

    class Meta:
        ordering = ("submission", "name")
        verbose_name = _("file of a submission")
        verbose_name_plural = _("files of submissions")
        constraints = (
            models.UniqueConstraint(fields=("submission", "name"), name="file_one_a_name"),
        )

    def __str__(self) -> str:
        return f"{self.submission_id} · {self.name}"


class Delivery(models.Model):
    """The record that a submission was sent to the UN: when, how, and the number of its receipt.

    Written by `domain.submissions.delivering` alone; it may be corrected, and the audit says how.
    """

    submission = models.OneToOneField(
        Submission, models.PROTECT, related_name="delivery", verbose_name=_("submission")
    )
    day = models.DateField(_("date sent"))
    means = models.CharField(_("means"), max_length=100)
    receipt = models.CharField(_("receipt number"), max_length=100, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="deliveries",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ("submission",)
        verbose_name = _("record of sending")
        verbose_name_plural = _("records of sending")

    def __str__(self) -> str:
        return f"{self.submission} · {self.day}"
