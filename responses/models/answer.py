"""Answers, their revisions, and refused texts; changed by way of `domain.answers` alone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from responses.enums import ORIGINAL, Refusal, Source

from .questionnaire import Question
from .response import Response


class Answer(models.Model):
    """What a response says to one question; every write raises `version`, the first makes it 1.

    `content` is the canonical form that `domain.content.content.Content.to_json` gives. With a
    `language` it is a translation, of the version of the original that it `translates`; that is
    outdated once the original's `words_version`, in which its texts last changed, is a later one.
    `returned_by` says who returned the file that this version came in, if it came in one.
    """

    response = models.ForeignKey(
        Response, models.CASCADE, related_name="answers", verbose_name=_("response")
    )
    question = models.ForeignKey(
        Question, models.PROTECT, related_name="answers", verbose_name=_("question")
    )
    language = models.CharField(_("language"), max_length=10, blank=True, default=ORIGINAL)
    version = models.PositiveIntegerField(_("version"))
    words_version = models.PositiveIntegerField(_("version of its words"), default=0)
    translates = models.PositiveIntegerField(_("translated version"), null=True, blank=True)
    content = models.JSONField(_("content"))
    updated_at = models.DateTimeField(_("last change"))
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("last changed by"),
    )
    returned_by = models.CharField(_("returned by"), max_length=100, blank=True, default="")

    class Meta:
        ordering = ("question__section__position", "question__position")
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = (
            models.UniqueConstraint(
                fields=("response", "question", "language"), name="answer_one_a_language"
            ),
            models.CheckConstraint(
                condition=models.Q(language=ORIGINAL, translates__isnull=True)
                | (~models.Q(language=ORIGINAL) & models.Q(translates__isnull=False)),
                name="answer_translates_if_in_language",
            ),
            models.CheckConstraint(
                condition=models.Q(version__gte=1), name="answer_version_from_1"
            ),
        )

    def __str__(self) -> str:
        return f"{self.response} · {self.question} · {self.version}"


class Revision(models.Model):
    """The record of one version of an answer: who, when, what, by which way; `append_only`.

    That of a translation says which version of the original it `translates`.
    """

    answer = models.ForeignKey(
        Answer, models.CASCADE, related_name="revisions", verbose_name=_("answer")
    )
    version = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("content"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="revisions", verbose_name=_("author")
    )
    source = models.CharField(_("source"), max_length=20, choices=Source.choices)
    translates = models.PositiveIntegerField(_("translated version"), null=True, blank=True)
    created_at = models.DateTimeField(_("written"))

    class Meta:
        ordering = ("answer", "version")
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = (
            models.UniqueConstraint(fields=("answer", "version"), name="revision_one_a_version"),
        )
        # The worker asks each second what has been written lately.
        indexes = (models.Index(fields=("created_at",), name="revision_written"),)

    def __str__(self) -> str:
        return f"{self.answer_id} · {self.version}"


class RefusedText(models.Model):
    """Content that somebody typed and that could not be saved, kept until they settle it.

    `base_version` is the version of the answer it started from: 0 where there was none
    yet, null where the page did not say.
    """

    response = models.ForeignKey(
        Response, models.CASCADE, related_name="refused_texts", verbose_name=_("response")
    )
    question = models.ForeignKey(
        Question, models.PROTECT, related_name="refused_texts", verbose_name=_("question")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="refused_texts",
        verbose_name=_("author"),
    )
    language = models.CharField(_("language"), max_length=10, blank=True, default=ORIGINAL)
    base_version = models.PositiveIntegerField(_("version it started from"), null=True)
    content = models.JSONField(_("content"))
    refusal = models.CharField(_("reason for refusal"), max_length=20, choices=Refusal.choices)
    created_at = models.DateTimeField(_("typed"))

    class Meta:
        ordering = ("question__position", "created_at")
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")

    def __str__(self) -> str:
        return f"{self.response_id} · {self.question_id} · {self.author_id}"
