"""Editions of the questionnaire: written by `domain.definition` alone, frozen once answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from responses.localized import bracketed, localized
from responses.validators import validate_slug_not_reserved


class Edition(models.Model):
    """One issue of the questionnaire, such as LGQ 2022.

    `digest` is the SHA-256 of the definition it was loaded from; equal digests mean
    equal wording throughout. A new definition is a new row with a new primary key. `rules`
    is that of what it says is required and follows what, which may change: it is no wording.
    `indicators` are those of the UN's index that cities are judged by, each with its `criterion`,
    its `code` and its `meaning` in short, which is ours.
    """

    code = models.SlugField(_("code"), unique=True, validators=[validate_slug_not_reserved])
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.JSONField(_("title"))
    digest = models.CharField(_("digest"), max_length=64)
    rules = models.CharField(_("digest of the rules"), max_length=64, blank=True)
    indicators = models.JSONField(_("indicators"), default=list, blank=True)

    class Meta:
        ordering = ("-year", "code")
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        return localized(self.title)


class Section(models.Model):
    """One part of an edition, with its roman number."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="sections", verbose_name=_("edition")
    )
    key = models.SlugField(_("key"))
    number = models.CharField(_("number"), max_length=10)
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.JSONField(_("title"))

    class Meta:
        ordering = ("position",)
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = (
            models.UniqueConstraint(fields=("edition", "key"), name="section_key_unique"),
            models.UniqueConstraint(fields=("edition", "position"), name="section_position_unique"),
        )

    def __str__(self) -> str:
        return f"{self.number}. {localized(self.title)}"


class Question(models.Model):
    """One numbered answer slot.

    `lead` is a prompt that a run of questions shares and `indicators` are those that the answer may
    be evidence for, as `criterion/code` where the edition has its own. `follows` is empty, or for
    a follow-up `{"question": key, "answer": "yes" or "no"}`.
    """

    section = models.ForeignKey(
        Section, models.CASCADE, related_name="questions", verbose_name=_("section")
    )
    key = models.SlugField(_("key"))
    number = models.CharField(_("number"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"))
    lead = models.JSONField(_("lead"), default=dict, blank=True)
    wording = models.JSONField(_("wording"))
    help = models.JSONField(_("help"), default=dict, blank=True)
    indicators = models.JSONField(_("indicators"), default=list, blank=True)
    follows = models.JSONField(_("follows"), default=dict, blank=True)

    class Meta:
        ordering = ("section__position", "position")
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = (
            models.UniqueConstraint(fields=("section", "key"), name="question_key_unique"),
            models.UniqueConstraint(
                fields=("section", "position"), name="question_position_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {localized(self.wording)}"


class Part(models.Model):
    """A kind of answer that a question asks for.

    `kind` is a key of `domain.content.kinds.KINDS`. `choices` is a list of
    `{"key": str, "label": wording}` for a kind that takes choices, and empty for the others.
    `required` is null where the edition does not say.
    """

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="parts", verbose_name=_("question")
    )
    key = models.SlugField(_("key"))
    kind = models.CharField(_("kind"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"))
    label = models.JSONField(_("label"))
    choices = models.JSONField(_("choices"), default=list, blank=True)
    required = models.BooleanField(_("required"), null=True, blank=True)

    class Meta:
        ordering = ("position",)
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        constraints = (
            models.UniqueConstraint(fields=("question", "key"), name="part_key_unique"),
            models.UniqueConstraint(fields=("question", "position"), name="part_position_unique"),
        )

    def __str__(self) -> str:
        return bracketed(localized(self.label), self.kind)
