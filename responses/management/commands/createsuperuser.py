"""`manage.py createsuperuser`: makes an administrator, and asks in English, as all commands do."""

from django.contrib.auth.management.commands import createsuperuser
from django.core.management.base import no_translations


class Command(createsuperuser.Command):
    """Django's command, whose own words have no translation: nor have those of ours in between."""

    handle = no_translations(createsuperuser.Command.handle)
