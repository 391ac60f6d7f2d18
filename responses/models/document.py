"""Rendered files, kept so that the same snapshot is rendered once, and who makes them ahead."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from responses.enums import Language

from .response import Response


class RenderedDocument(models.Model):
    """The newest file made of a response in one language; `key` says of what it was made.

    That in both languages has none.

    A row in the database, not a file, so that every web process sees it whole or not at all.
    """

    response = models.ForeignKey(
        Response, models.CASCADE, related_name="documents", verbose_name=_("response")
    )
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    key = models.CharField(_("key"), max_length=64)
    content = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("rendered document")
        verbose_name_plural = _("rendered documents")
        constraints = (
            models.UniqueConstraint(
                fields=("response", "language"), name="document_one_a_language"
            ),
        )

    def __str__(self) -> str:
        return f"{self.response_id} · {self.language}"


class Pulse(models.Model):
    """The one record that a worker is at work, and when last; it goes when the worker ends.

    Web processes leave to a worker what somebody waits for, and do it themselves if there is none.
    """

    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("sign of a worker")
        verbose_name_plural = _("signs of workers")

    def __str__(self) -> str:
        return str(self.at)
