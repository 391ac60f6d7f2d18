"""Who answers: people, cities, and what a person is to a city."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from responses.enums import Language, Role
from responses.localized import localized
from responses.validators import validate_slug_not_reserved


class UserManager(BaseUserManager["User"]):
    """Makes accounts, which are known by their e-mail address whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new account; without a password nobody can sign in to it yet."""
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
    """A person's account, known by e-mail address, with the name as that person writes it."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=100)

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ("name",)  # type: ignore[assignment]

    class Meta:
        ordering = ("name", "email")
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_any_case_unique"),)

    def __str__(self) -> str:
        return self.name or self.email

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
    """A city that answers, with its name per language."""

    slug = models.SlugField(_("slug"), unique=True, validators=[validate_slug_not_reserved])
    name = models.JSONField(
        _("name"), help_text=_('Per language, such as {"ko": "서울특별시", "en": "Seoul"}')
    )
    language = models.CharField(
        _("working language"), max_length=2, choices=Language.choices, default=Language.KO
    )

    class Meta:
        ordering = ("slug",)
        verbose_name = _("city")
        verbose_name_plural = _("cities")

    def __str__(self) -> str:
        return localized(self.name)


class Membership(models.Model):
    """One person's role in one city."""

    city = models.ForeignKey(
        City, models.CASCADE, related_name="memberships", verbose_name=_("city")
    )
    user = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)

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
        return f"{self.user} ({self.get_role_display()})"
