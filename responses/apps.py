"""The Django application."""

from django.apps import AppConfig
from django.core.checks import register


class ResponsesConfig(AppConfig):
    """The one application of LGQ Desk."""

    name = "responses"
    verbose_name = "LGQ Desk"

    def ready(self) -> None:
        """Register the checks of the machine."""
        from .checks import check_fonts, check_subsetter  # noqa: PLC0415 (its imports need settings)

        register(check_fonts)
        register(check_subsetter)
