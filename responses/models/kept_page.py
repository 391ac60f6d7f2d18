"""Pages that are kept as evidence of what was there; written by `domain.kept.keeping` alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from responses.link_states import Finding, KeptBody, PageState

from .address import Host
from .file import StoredFile
from .response import Response
from .review import Event
from .submission import Submission


class KeptPage(models.Model):
    """The page of one address, as it was when a section was approved or a response sealed.

    `digest` and `url` are those of the Address: as servers are asked for it. It waits until a
    worker has asked, from `due_at` on; then it is kept, or not and why, and never changed again.
    `file` has what the servers were sent and what they said (WARC), `final_url` the address that
    was asked last; `size` and `body_digest` (SHA-256) are of the body that the file holds.
    """

    response = models.ForeignKey(
        Response, models.CASCADE, related_name="kept_pages", verbose_name=_("response")
    )
    approval = models.ForeignKey(
        Event, models.PROTECT, null=True, related_name="kept_pages", verbose_name=_("approval")
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, related_name="kept_pages", verbose_name=_("seal")
    )
    digest = models.CharField(_("digest"), max_length=64)
    url = models.TextField(_("address"))
    state = models.CharField(
        _("state"), max_length=10, choices=PageState.choices, default=PageState.WAITING
    )
    host = models.ForeignKey(
        Host, models.PROTECT, null=True, related_name="kept_pages", verbose_name=_("host")
    )
    due_at = models.DateTimeField(_("to be asked at"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    at = models.DateTimeField(_("last asked"), null=True)
    finding = models.CharField(_("finding"), max_length=20, choices=Finding.choices, blank=True)
    status = models.PositiveSmallIntegerField(_("status"), default=0)
    final_url = models.TextField(_("last address"), blank=True)
    type = models.CharField(_("type"), max_length=100, blank=True)
    body = models.CharField(_("body"), max_length=10, choices=KeptBody.choices, blank=True)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    body_digest = models.CharField(_("digest of the body"), max_length=64, blank=True)
    file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        related_name="kept_pages",
        verbose_name=_("stored file"),
    )

    class Meta:
        ordering = ("response", "pk")
        verbose_name = _("kept page")
        verbose_name_plural = _("kept pages")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(approval__isnull=True) ^ models.Q(submission__isnull=True),
                name="kept_at_approval_or_seal",
            ),
            models.CheckConstraint(
                condition=models.Q(state=PageState.KEPT, file__isnull=False)
                | (~models.Q(state=PageState.KEPT) & models.Q(file__isnull=True)),
                name="kept_has_file",
            ),
            models.UniqueConstraint(fields=("approval", "digest"), name="kept_once_an_approval"),
            models.UniqueConstraint(fields=("submission", "digest"), name="kept_once_a_seal"),
        )
        indexes = (
            models.Index(
                fields=("host", "due_at"),
                condition=models.Q(state=PageState.WAITING),
                name="kept_page_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.response_id} · {self.url}"
