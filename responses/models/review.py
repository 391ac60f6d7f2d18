"""What was done to the sections of a response."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from responses.enums import Action, Role, State

from .response import SectionWork


class Event(models.Model):
    """The append-only record of one action on a section; by `domain.review.workflow.perform`.

    `digest` is that of the section's content at that moment and `versions` says of which
    version of each answer it was made: `{question key: version}`. `signature` says at which step
    of the approval line an approval was given, and for whom: see
    `domain.signing.approval_line`. `failing` are the web addresses that failed then, if any did,
    which the person had before them.
    """

    work = models.ForeignKey(
        SectionWork, models.CASCADE, related_name="events", verbose_name=_("section")
    )
    action = models.CharField(_("action"), max_length=20, choices=Action.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="events", verbose_name=_("person")
    )
    actor_role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    from_state = models.CharField(_("from state"), max_length=20, choices=State.choices)
    to_state = models.CharField(_("to state"), max_length=20, choices=State.choices)
    comment = models.TextField(_("comment"), blank=True)
    digest = models.CharField(_("digest"), max_length=64)
    versions = models.JSONField(_("versions"))
    signature = models.JSONField(_("signature"), null=True)
    failing = models.JSONField(_("failing links"), null=True)
    created_at = models.DateTimeField(_("time"))

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("created_at",), name="event_time"),)
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.get_action_display()} · {self.actor}"
