"""What people are told of, in the product and by e-mail; written by `domain.notices` alone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from responses.enums import ORIGINAL
from responses.notice_kinds import NoticeKind

from .questionnaire import Question, Section
from .response import Response


class Notice(models.Model):
    """One thing that one person is told of, once.

    `key` names what it tells of, such as `due-tomorrow:2026-11-30:works/7`, so that nobody is
    told of it twice. `section` and `question` say where to look, with a `language` where it tells
    of a thread on the translation into it; `text` what was said there, or the day or the number
    that the kind tells of; before it, for a deputy, for whom they act.
    `mailed_at` is none until the mail server has taken an e-mail with it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=NoticeKind.choices)
    key = models.CharField(_("key"), max_length=200)
    response = models.ForeignKey(
        Response, models.CASCADE, related_name="notices", verbose_name=_("response")
    )
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, related_name="+", verbose_name=_("section")
    )
    question = models.ForeignKey(
        Question, models.PROTECT, null=True, related_name="+", verbose_name=_("question")
    )
    language = models.CharField(_("language"), max_length=10, blank=True, default=ORIGINAL)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("caused by"),
    )
    text = models.TextField(_("text"), blank=True)
    created_at = models.DateTimeField(_("time"))
    read_at = models.DateTimeField(_("read"), null=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = (models.UniqueConstraint(fields=("person", "key"), name="notice_once"),)
        indexes = (
            models.Index(fields=("response", "kind"), name="notice_kind"),
            models.Index(
                fields=("person",), condition=models.Q(read_at__isnull=True), name="notice_unread"
            ),
            models.Index(
                fields=("person",),
                condition=models.Q(mailed_at__isnull=True),
                name="notice_unmailed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} · {self.key}"
