"""One city's answer to one edition, and its sections' progress."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from responses.enums import State

from .city import City
from .questionnaire import Edition, Section


class Response(models.Model):
    """One city's answer to one edition; made by `domain.drafting.start_response`."""

    city = models.ForeignKey(City, models.PROTECT, related_name="responses", verbose_name=_("city"))
    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="responses", verbose_name=_("edition")
    )
    created_at = models.DateTimeField(_("started"), auto_now_add=True)

    class Meta:
        ordering = ("city", "-edition__year")
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = (
            models.UniqueConstraint(fields=("city", "edition"), name="response_one_an_edition"),
        )

    def __str__(self) -> str:
        return f"{self.city} · {self.edition}"


class SectionWork(models.Model):
    """One section of one response: where it stands and who has it.

    `state`, `state_since` and `approval` are written by `domain.workflow.perform` alone.
    `approval` is the event of the last approval, and in force only while the state is
    approved; it is remembered afterwards, to know who has written since. `department` and
    `due_on` are given out in the administration.
    """

    response = models.ForeignKey(
        Response, models.CASCADE, related_name="works", verbose_name=_("response")
    )
    section = models.ForeignKey(
        Section, models.PROTECT, related_name="works", verbose_name=_("section")
    )
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT)
    state_since = models.DateTimeField(_("in this state since"), auto_now_add=True)
    approval = models.ForeignKey(
        "Event", models.PROTECT, null=True, related_name="+", verbose_name=_("approval")
    )
    department = models.CharField(_("department"), max_length=100, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)

    class Meta:
        ordering = ("section__position",)
        verbose_name = _("section of a response")
        verbose_name_plural = _("sections of responses")
        constraints = (
            models.UniqueConstraint(fields=("response", "section"), name="work_one_a_section"),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="work_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.APPROVED) | models.Q(approval__isnull=False),
                name="work_approved_has_approval",
            ),
        )

    def __str__(self) -> str:
        return f"{self.response} · {self.section}"


class Presence(models.Model):
    """That a person had the page of a section open, and when last; written by `domain.presence`."""

    work = models.ForeignKey(
        SectionWork, models.CASCADE, related_name="presences", verbose_name=_("section")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="presences",
        verbose_name=_("person"),
    )
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = (
            models.UniqueConstraint(fields=("work", "person"), name="presence_one_a_person"),
        )

    def __str__(self) -> str:
        return f"{self.work_id} · {self.person_id}"
