"""Who answers: people, cities, and what a person is to a city."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from responses.characters import one_line
from responses.enums import Language, Role
from responses.localized import bracketed, localized
from responses.notice_kinds import MailChoice
from responses.validators import TERM_MAX, validate_latin, validate_slug_not_reserved


class UserManager(BaseUserManager["User"]):
    """Makes accounts, which are known by their e-mail address whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new account; without a password nobody can sign in to it yet."""
        fields["name"] = one_line(fields.get("name", ""))
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new account that may use the administration."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the account of an e-mail address in any case, or raise `User.DoesNotExist`."""
        return self.get(email__iexact=username)


class User(AbstractUser):
    """A person's account, known by e-mail address, with the name as that person writes it.

    `called_as` is no field: it is how they are told apart from who has the same name, where that
    was asked for (`domain.people.labels.tell_apart`).
    """

    called_as = ""
    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(pgettext_lazy("a person", "name"), max_length=100)
    latin_name = models.CharField(
        _("name in Latin letters"),
        max_length=100,
        blank=True,
        validators=[validate_latin],
        help_text=_("As the person writes it, such as Hong Gildong; printed in English PDFs."),
    )
    language = models.CharField(
        _("language of e-mails"),
        max_length=2,
        choices=Language.choices,
        blank=True,
        help_text=_("Without one, e-mails are in the city's working language."),
    )
    mail = models.CharField(
        _("e-mails"), max_length=20, choices=MailChoice.choices, default=MailChoice.AT_ONCE
    )

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ("name",)  # type: ignore[assignment]

    class Meta:
        ordering = ("name", "email")
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_any_case_unique"),)
        # Who has the same name as somebody; see domain/people/labels.py.
        indexes = (models.Index(fields=("name",), name="user_name"),)

    def __str__(self) -> str:
        return self.called_as or self.name or self.email

    def clean(self) -> None:
        """Keep addresses in lower case, so that one person has one account."""
        super().clean()
        self.email = self.email.lower()

    def get_full_name(self) -> str:
        """Return the name; it is one field, as not every name has two parts."""
        return self.name

    def get_short_name(self) -> str:
        """Return the name, as `get_full_name` does."""
        return self.name


class City(models.Model):
    """A city that answers, with its name per language.

    `submission_language` is that in which the UN reads the answers, or empty if it is `language`;
    written by `domain.glossary.choosing` alone. `translations_afterwards` is whether translations
    are reviewed after their sections, and not with them; written by `domain.review.afterwards`.
    `services_annex` is whether the list of services is part of documents and submissions; written
    by `domain.coverage.claiming`.
    """

    slug = models.SlugField(_("slug"), unique=True, validators=[validate_slug_not_reserved])
    name = models.JSONField(
        _("name"), help_text=_('Per language, such as {"ko": "서울특별시", "en": "Seoul"}')
    )
    language = models.CharField(
        _("working language"), max_length=2, choices=Language.choices, default=Language.KO
    )
    submission_language = models.CharField(
        _("submission language"), max_length=2, choices=Language.choices, blank=True
    )
    translations_afterwards = models.BooleanField(
        _("translations are reviewed afterwards"), default=False
    )
    services_annex = models.BooleanField(_("services are printed"), default=False)

    class Meta:
        ordering = ("slug",)
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(submission_language=models.F("language")),
                name="city_submits_in_another_language",
                violation_error_message=_("The submission language must be another one."),
            ),
        )

    def __str__(self) -> str:
        return localized(self.name)

    def clean(self) -> None:
        """Keep the names in one line."""
        super().clean()
        if isinstance(self.name, dict):
            self.name = {language: one_line(str(text)) for language, text in self.name.items()}


class Membership(models.Model):
    """One person's role in one city, and in which department and post they have it."""

    city = models.ForeignKey(
        City, models.CASCADE, related_name="memberships", verbose_name=_("city")
    )
    user = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    department = models.CharField(
        pgettext_lazy("a person", "department"), max_length=100, blank=True
    )
    post = models.CharField(_("post"), max_length=100, blank=True)

    class Meta:
        ordering = ("city", "user__name")
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (
            models.UniqueConstraint(fields=("city", "user"), name="membership_one_role_a_city"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_role_known"
            ),
        )

    def __str__(self) -> str:
        return bracketed(self.user, self.get_role_display())


class Invitation(models.Model):
    """That somebody was asked by e-mail to join a city; by `domain.people.invitations` alone.

    `digest` is the SHA-256 of the secret in the link, which is nowhere kept. It can be used
    once, until it expires or is withdrawn; the membership is made when it is.

    `person` stands for who was invited until they join, so that work can be assigned to them:
    an account of no address that nobody can sign in to. It says nothing of whether the address
    has an account. Who has none gets this one on joining; else what it has goes to their own.
    """

    city = models.ForeignKey(
        City, models.CASCADE, related_name="invitations", verbose_name=_("city")
    )
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(pgettext_lazy("a person", "name"), max_length=100, blank=True)
    person = models.OneToOneField(
        User, models.CASCADE, null=True, related_name="invitation", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    department = models.CharField(
        pgettext_lazy("a person", "department"), max_length=100, blank=True
    )
    post = models.CharField(_("post"), max_length=100, blank=True)
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    invited_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("used"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        ordering = ("email",)
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = (
            models.UniqueConstraint(
                "city",
                Lower("email"),
                condition=models.Q(used_at__isnull=True),
                name="invitation_one_open_an_address",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="invitation_role_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.city_id} · {self.email}"


class Term(models.Model):
    """How a city says a fixed term in another language; written by `domain.glossary` alone.

    `original` is in the city's working language, such as 팀장, `translation` in `language`.
    """

    city = models.ForeignKey(City, models.CASCADE, related_name="terms", verbose_name=_("city"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    original = models.CharField(_("term"), max_length=TERM_MAX)
    translation = models.CharField(_("translation"), max_length=TERM_MAX)

    class Meta:
        ordering = ("original",)
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "language", "original"), name="term_one_translation"
            ),
        )

    def __str__(self) -> str:
        return f"{self.original} → {self.translation}"


class SavedLine(models.Model):
    """An approval line that a city keeps under a name; by `domain.assignment.keeping` alone.

    `steps` are stored as those of a section's line are. No section refers to it.
    """

    city = models.ForeignKey(
        City, models.CASCADE, related_name="saved_lines", verbose_name=_("city")
    )
    name = models.CharField(_("name"), max_length=50)
    steps = models.JSONField(_("steps"))

    class Meta:
        ordering = ("name",)
        verbose_name = _("saved approval line")
        verbose_name_plural = _("saved approval lines")
        constraints = (
            models.UniqueConstraint(fields=("city", "name"), name="saved_line_one_of_a_name"),
        )

    def __str__(self) -> str:
        return f"{self.city_id} · {self.name}"


class Deputy(models.Model):
    """That one person signs for another in a city for some days; by `domain.people.deputies`."""

    city = models.ForeignKey(City, models.CASCADE, related_name="deputies", verbose_name=_("city"))
    person = models.ForeignKey(
        User, models.CASCADE, related_name="deputies", verbose_name=_("absent reviewer")
    )
    deputy = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("deputy"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        ordering = ("person__name", "first_day")
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "person", "deputy", "first_day"), name="deputy_once_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="deputy_days_in_order"
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("deputy")), name="deputy_somebody_else"
            ),
        )

    def __str__(self) -> str:
        return f"{self.deputy_id} → {self.person_id}"
