"""The Django application."""

from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    """The one application of LGQ Desk."""

    name = "responses"
    verbose_name = "LGQ Desk"
