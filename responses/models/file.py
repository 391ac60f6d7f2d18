"""Files, each stored once, and by whom they were brought; written by `domain.files.storing`.

Those that answers were imported from are recorded by `domain.answers.importing`.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .response import Response


class StoredFile(models.Model):
    """The bytes of a file, known by their digest (SHA-256), whoever brought them.

    They are there as soon as this row is, and never change. `type` is a key of
    `domain.content.files.TYPES`, told by the bytes, or of an imported file that of its reader; what
    is no picture is 0 wide and high.
    """

    digest = models.CharField(_("digest"), max_length=64, primary_key=True)
    type = models.CharField(_("type"), max_length=10)
    size = models.PositiveBigIntegerField(_("bytes"))
    width = models.PositiveIntegerField(_("width"), default=0)
    height = models.PositiveIntegerField(_("height"), default=0)
    created_at = models.DateTimeField(_("time"))

    class Meta:
        ordering = ("digest",)
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return f"{self.digest[:12]} · {self.type}"


class FileChunk(models.Model):
    """Some of the bytes of a file, so that no process has to hold all of them."""

    file = models.ForeignKey(
        StoredFile, models.CASCADE, related_name="chunks", verbose_name=_("stored file")
    )
    number = models.PositiveIntegerField(_("number"))
    content = models.BinaryField(_("content"))

    class Meta:
        ordering = ("file", "number")
        verbose_name = _("piece of a file")
        verbose_name_plural = _("pieces of files")
        constraints = (
            models.UniqueConstraint(fields=("file", "number"), name="chunk_one_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.file_id} · {self.number}"


class Upload(models.Model):
    """The record that a file was brought to a response, by whom and when last.

    Its answers can name it and its members can read it, and those of no other response. The
    time since when nothing of the response names it is that at which the tidying first found so.
    """

    response = models.ForeignKey(
        Response, models.CASCADE, related_name="uploads", verbose_name=_("response")
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="uploads", verbose_name=_("stored file")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="uploads", verbose_name=_("person")
    )
    at = models.DateTimeField(_("time"))
    unnamed_since = models.DateTimeField(_("named by nothing since"), null=True, blank=True)

    class Meta:
        ordering = ("response", "at")
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        constraints = (
            models.UniqueConstraint(fields=("response", "file"), name="upload_one_a_file"),
        )

    def __str__(self) -> str:
        return f"{self.response_id} · {self.file_id}"


class Import(models.Model):
    """The record that answers were imported from a file, which is kept.

    `answers` has by the key of a question the numbers of the file's lines that its answer came
    from, as "lines", and as "version" what it became, null where it was kept to be merged.
    """

    response = models.ForeignKey(
        Response, models.CASCADE, related_name="imports", verbose_name=_("response")
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="imports", verbose_name=_("stored file")
    )
    name = models.CharField(_("name of the file"), max_length=150)
    answers = models.JSONField(_("answers"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports", verbose_name=_("person")
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        ordering = ("response", "at")
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return f"{self.response_id} · {self.name}"


class IncomingFile(models.Model):
    """A filled questionnaire that was brought to a response, what was read of it, and what became.

    Until a worker has read it both are null; `refusal` is the key of the reason why it could not.
    `lines` has what stands in it, `placed` where each line belongs and the state of each proposal:
    see `domain/incoming/placed.py`. `edition` is the code of the other edition that it is of.
    """

    response = models.ForeignKey(
        Response, models.CASCADE, related_name="incoming_files", verbose_name=_("response")
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="incoming_files", verbose_name=_("stored file")
    )
    name = models.CharField(_("name of the file"), max_length=150)
    lines = models.JSONField(_("lines"), null=True)
    placed = models.JSONField(_("where each line belongs"), null=True)
    edition = models.CharField(_("other edition"), max_length=50, blank=True)
    refusal = models.CharField(_("reason for refusal"), max_length=20, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="incoming_files",
        verbose_name=_("person"),
    )
    at = models.DateTimeField(_("time"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ("response", "-at", "-pk")
        verbose_name = _("incoming file")
        verbose_name_plural = _("incoming files")
        constraints = (
            models.UniqueConstraint(fields=("response", "file"), name="incoming_one_a_file"),
        )

    def __str__(self) -> str:
        return f"{self.response_id} · {self.name}"
