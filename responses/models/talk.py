"""What people say to each other about an answer; written by `domain.talk.talking` alone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from responses.enums import ORIGINAL

from .questionnaire import Question
from .response import Response


class Thread(models.Model):
    """A conversation about one answer, open until somebody resolves it.

    With a `language` it is about the translation of the answer into it. While a `required` thread
    is open, the response cannot be sealed. Its remarks say who started it and who spoke last; both
    stand here as well, so that of ten thousand threads those that wait for somebody are found by
    an index.
    """

    response = models.ForeignKey(
        Response, models.CASCADE, related_name="threads", verbose_name=_("response")
    )
    question = models.ForeignKey(
        Question, models.PROTECT, related_name="threads", verbose_name=_("question")
    )
    language = models.CharField(_("language"), max_length=10, blank=True, default=ORIGINAL)
    required = models.BooleanField(_("must be resolved before sealing"), default=False)
    resolved_at = models.DateTimeField(_("resolved"), null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("resolved by"),
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("started by"),
    )
    last_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("last remark by"),
    )

    class Meta:
        ordering = ("question__position", "pk")
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        indexes = (
            # Each has all that is asked of it; SQLite looks at `resolved_at`, too.
            # The newest of those that are alike, and how many; see domain/talk/threads.py.
            models.Index(
                fields=("response", "question", "language", "required", "id", "resolved_at"),
                condition=models.Q(resolved_at__isnull=True),
                name="thread_open",
            ),
            models.Index(
                fields=("response", "question", "language", "required", "id", "resolved_at"),
                condition=models.Q(resolved_at__isnull=False),
                name="thread_resolved",
            ),
            # The newest that wait for somebody; see domain/talk/waiting.py.
            models.Index(
                fields=("response", "question", "language", "id", "last_by", "resolved_at"),
                condition=models.Q(resolved_at__isnull=True),
                name="thread_waiting",
            ),
            models.Index(
                fields=("started_by", "id", "last_by", "response", "language", "resolved_at"),
                condition=models.Q(resolved_at__isnull=True),
                name="thread_started_waiting",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="thread_resolved_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.response_id} · {self.question_id}{self.language} · {self.pk}"


class Remark(models.Model):
    """One thing somebody said in a thread, and of which version of the answer.

    A `suggestion` is content proposed for the answer, in the form of `Answer.content`; that for a
    translation names the version of the original that it `translates`. `accepted_version` is the
    version it became, if somebody accepted it, and `declined_by` who declined it, if somebody did;
    the reason is a remark after it. Nothing else of a remark is ever changed: see `append_only`.
    """

    thread = models.ForeignKey(
        Thread, models.CASCADE, related_name="remarks", verbose_name=_("thread")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="remarks", verbose_name=_("author")
    )
    text = models.TextField(_("text"), blank=True)
    version = models.PositiveIntegerField(_("version of the answer"))
    suggestion = models.JSONField(_("suggestion"), null=True)
    translates = models.PositiveIntegerField(_("translated version"), null=True)
    accepted_version = models.PositiveIntegerField(_("accepted as version"), null=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("declined by"),
    )
    mentioned = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("mentioned")
    )
    created_at = models.DateTimeField(_("written"))

    class Meta:
        ordering = ("pk",)
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")

    def __str__(self) -> str:
        return f"{self.thread_id} · {self.author_id}"
