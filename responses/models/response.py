"""One city's answer to one edition, and its sections' progress."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from responses.enums import State

from .city import City
from .questionnaire import Edition, Question, Section


class Response(models.Model):
    """One city's answer to one edition; made by `domain.answers.starting`.

    `keeps_pages` is whether the pages of its links are kept as evidence when a section is
    approved, and when it is sealed.
    """

    city = models.ForeignKey(City, models.PROTECT, related_name="responses", verbose_name=_("city"))
    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="responses", verbose_name=_("edition")
    )
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    keeps_pages = models.BooleanField(_("pages of links are kept"), default=False)

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

    `domain.review.workflow.perform` alone writes `state`, `state_since`, `approval` and
    `signatures`. `approval` is the event of the last approval, and in force only while the state is
    approved; it is remembered afterwards, to know who has written since. `signatures` are those
    given since the section was last sent to review, in order.

    `domain.review.afterwards` writes `originals_alone`, whether an approval is of the originals and
    not of their translations (of an open section: whether it will be), `translations_open`,
    whether translations can be written while it is closed, and `translations_review`, the
    signature of who last confirmed them; whether it counts says its digest.

    `domain.assignment.assigning` writes the rest: `contributors` write the section (none: every
    contributor of the city does), `translators` translate what these write, besides, until
    `translation_due_on`, and `approval_line` are the steps that sign it, in order (none: one
    reviewer does). Steps and signatures are values of `domain.signing.approval_line`, read and
    replaced as a whole.
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
    contributors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="assigned_works",
        verbose_name=_("contributors"),
    )
    translators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="translated_works",
        verbose_name=_("translators"),
    )
    translation_due_on = models.DateField(_("translation due on"), null=True, blank=True)
    approval_line = models.JSONField(_("approval line"), default=list, blank=True)
    signatures = models.JSONField(_("signatures"), default=list, blank=True)
    originals_alone = models.BooleanField(_("approved without translations"), default=False)
    translations_open = models.BooleanField(_("open for translation"), default=False)
    translations_review = models.JSONField(_("review of translations"), null=True, blank=True)

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


class Delegation(models.Model):
    """One question of a response, handed to another department, by `domain.assignment.assigning`.

    Its `people` may write that question, beside whoever writes its section.
    """

    response = models.ForeignKey(
        Response, models.CASCADE, related_name="delegations", verbose_name=_("response")
    )
    question = models.ForeignKey(
        Question, models.PROTECT, related_name="delegations", verbose_name=_("question")
    )
    department = models.CharField(_("department"), max_length=100)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="delegations",
        verbose_name=_("contributors"),
    )

    class Meta:
        ordering = ("question__position",)
        verbose_name = _("delegated question")
        verbose_name_plural = _("delegated questions")
        constraints = (
            models.UniqueConstraint(
                fields=("response", "question"), name="delegation_one_a_question"
            ),
        )

    def __str__(self) -> str:
        return f"{self.response_id} · {self.question_id} · {self.department}"


class Presence(models.Model):
    """That a person had the page of a section open, and when last; by `domain.answers.presence`."""

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
