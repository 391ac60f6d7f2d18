"""Questions handed out as a file, and what came back; `domain.handouts` writes them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from responses.enums import Language

from .file import StoredFile
from .response import Response


class Handout(models.Model):
    """That questions of a response were handed out as a file, to be filled in and returned.

    Written by `domain.handouts.handing`. `held` has by the key of a question the "version" of its
    answer that was handed out, and its "content"; `format` is one of `HandoutFormat`. The file
    says by its `key` which handout it is of, and by that alone nobody comes in. `digest` is the
    SHA-256 of the secret in the link that was mailed last, which is nowhere kept; empty before.
    """

    response = models.ForeignKey(
        Response, models.CASCADE, related_name="handouts", verbose_name=_("response")
    )
    key = models.CharField(_("key"), max_length=32, unique=True)
    held = models.JSONField(_("content handed out"))
    format = models.CharField(_("format"), max_length=10)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    addressee = models.CharField(_("addressee"), max_length=100)
    email = models.EmailField(_("e-mail address"), blank=True)
    due_on = models.DateField(_("due on"))
    digest = models.CharField(_("digest"), max_length=64, blank=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="handouts", verbose_name=_("person")
    )
    at = models.DateTimeField(_("time"))
    mailed_at = models.DateTimeField(_("sent by e-mail"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        ordering = ("response", "-at")
        verbose_name = _("handout")
        verbose_name_plural = _("handouts")

    def __str__(self) -> str:
        return f"{self.response_id} · {self.addressee}"


class Return(models.Model):
    """That a file which was handed out came back, by whom; written by `domain.handouts.returning`.

    `by` is the coordinator who uploaded it, or nobody where it came through the link. It is read
    by a worker, at `read_at`: `refusal` says in English why it could not be, else `answers` has by
    the key of a question what "became" of it, its "version" if it was written, the "digest" of
    what the file said, "left", the texts in it that no answer could take, "others", the lines
    that stand outside its fields, and whether it is "at_odds": says that there is nothing to
    report, and an answer.
    """

    handout = models.ForeignKey(
        Handout, models.CASCADE, related_name="returns", verbose_name=_("handout")
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="returns", verbose_name=_("stored file")
    )
    name = models.CharField(_("name of the file"), max_length=150)
    returned_by = models.CharField(_("returned by"), max_length=100)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    at = models.DateTimeField(_("time"))
    read_at = models.DateTimeField(_("read"), null=True)
    refusal = models.TextField(_("reason for refusal"), blank=True)
    answers = models.JSONField(_("answers"), default=dict)

    class Meta:
        ordering = ("handout", "-at")
        verbose_name = _("returned file")
        verbose_name_plural = _("returned files")
        constraints = (
            models.UniqueConstraint(fields=("handout", "file"), name="return_one_a_file"),
        )

    def __str__(self) -> str:
        return f"{self.handout_id} · {self.name}"
