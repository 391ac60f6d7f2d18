"""Web addresses that answers name, their hosts and what was found; by `domain.checks.recording`.

What people say of one is written by `domain.checks.noting`.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from responses.link_states import Finding, LinkState

from .response import Response


class Host(models.Model):
    """A machine that web addresses lead to, asked by one worker at a time.

    Nobody asks it before `free_at`. Who asks it holds it, by a name of their own, until
    `held_until` and no longer, so that what a dead worker held comes back. `answers_head` until a
    HEAD was not answered there, or refused, where a GET was not. `front` is what the front page of
    its site was like (`domain.checks.front`) when it was asked for last, at `front_at`.
    """

    name = models.CharField(_("name"), max_length=300, unique=True)
    free_at = models.DateTimeField(_("not to be asked before"))
    pauses = models.PositiveSmallIntegerField(_("pauses one after another"), default=0)
    held_by = models.CharField(_("held by"), max_length=40, blank=True, default="")
    held_until = models.DateTimeField(_("held until"), null=True, blank=True)
    answers_head = models.BooleanField(_("answers to a HEAD"), default=True)
    front = models.JSONField(_("front page"), default=dict, blank=True)
    front_at = models.DateTimeField(_("front page asked for"), null=True, blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("host")
        verbose_name_plural = _("hosts")

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """A web address that answers name, once, however many do; known by the digest of its `url`.

    `url` is as servers are asked for it. `state`, its time and `failed_at` follow from what was
    found so far; `due_at` is when it is checked next, if an answer still names it then.
    `told` says whether those were told who wrote it that it fails, and not yet that it works;
    `asked_at` is when somebody last asked for a check before it was due. `title` and `tls_until`
    are of its page when that was last found.
    """

    digest = models.CharField(_("digest"), max_length=64, unique=True)
    url = models.TextField(_("address"))
    host = models.ForeignKey(Host, models.PROTECT, related_name="addresses", verbose_name=_("host"))
    named_at = models.DateTimeField(_("last seen in an answer"))
    due_at = models.DateTimeField(_("to be checked at"))
    checked_at = models.DateTimeField(_("last checked"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=LinkState.choices, default=LinkState.UNCHECKED
    )
    since = models.DateTimeField(_("so since"), null=True, blank=True)
    failed_at = models.DateTimeField(_("failed first"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked for"), null=True, blank=True)
    told = models.BooleanField(_("told that it fails"), default=False)
    title = models.CharField(_("title"), max_length=300, blank=True, default="")
    tls_until = models.DateTimeField(_("certificate valid until"), null=True, blank=True)

    class Meta:
        ordering = ("url",)
        verbose_name = _("web address")
        verbose_name_plural = _("web addresses")
        indexes = (models.Index(fields=("host", "due_at"), name="address_due"),)

    def __str__(self) -> str:
        return self.url


class Check(models.Model):
    """What was found when an address was checked once; never changed: see `append_only`.

    `hops` has the address and the status of each request, `url` the last of them; `content` is a
    digest by which a change of what is there is known.
    """

    address = models.ForeignKey(
        Address, models.CASCADE, related_name="checks", verbose_name=_("web address")
    )
    at = models.DateTimeField(_("time"))
    finding = models.CharField(_("finding"), max_length=20, choices=Finding.choices)
    status = models.PositiveSmallIntegerField(_("status"), default=0)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    url = models.TextField(_("last address"), blank=True)
    hops = models.JSONField(_("requests"), default=list)
    type = models.CharField(_("type"), max_length=100, blank=True)
    charset = models.CharField(_("character set"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=40, blank=True)
    content = models.CharField(_("digest of the content"), max_length=64, blank=True)
    tls_until = models.DateTimeField(_("certificate valid until"), null=True, blank=True)

    class Meta:
        ordering = ("address", "at")
        verbose_name = _("check of an address")
        verbose_name_plural = _("checks of addresses")
        indexes = (models.Index(fields=("address", "-at"), name="check_newest"),)

    def __str__(self) -> str:
        return f"{self.address_id} · {self.finding}"


class LinkNote(models.Model):
    """Why a link of a response is right though its address fails; one an address and response.

    Known by the digest of its Address. An empty note is no row. Written by `domain.checks.noting`.
    """

    response = models.ForeignKey(
        Response, models.CASCADE, related_name="link_notes", verbose_name=_("response")
    )
    digest = models.CharField(_("digest"), max_length=64)
    text = models.CharField(_("note"), max_length=200)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="link_notes",
        verbose_name=_("person"),
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        ordering = ("pk",)
        verbose_name = _("note at a link")
        verbose_name_plural = _("notes at links")
        constraints = (
            models.UniqueConstraint(fields=("response", "digest"), name="one_note_a_link"),
        )

    def __str__(self) -> str:
        return self.text
