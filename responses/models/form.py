"""Forms that were sent with success; written by `domain.once` alone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SpentForm(models.Model):
    """The record that a form did what it asks for, and with which reply.

    `digest` is that of everything in the form, its token included: what is typed anew into the
    same page is another form. `said` has the messages of the reply, each a level, a text and
    whether that is HTML.
    """

    digest = models.CharField(_("digest"), max_length=64, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    location = models.TextField(_("address"))
    said = models.JSONField(_("text"), default=list)
    created_at = models.DateTimeField(_("time"), db_index=True)

    class Meta:
        verbose_name = _("spent form")
        verbose_name_plural = _("spent forms")

    def __str__(self) -> str:
        return self.digest
