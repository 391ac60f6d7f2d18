"""The Django application."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class ResponsesConfig(AppConfig):
    """The one application of LGQ Desk."""

    name = "responses"
    verbose_name = "LGQ Desk"

    def ready(self) -> None:
        """Register the checks of the machine."""
        from .checks import (  # noqa: PLC0415 (its imports need settings)
            check_fonts,
            check_mail,
            check_role,
            check_subsetter,
        )

        register(check_fonts)
        register(check_subsetter)
        register(check_mail, deploy=True)
        register(check_role, Tags.database, deploy=True)
