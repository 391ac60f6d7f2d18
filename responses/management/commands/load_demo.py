"""`manage.py load_demo`: load the demonstration and print its accounts."""

import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from responses.domain.demo import Account, DemoRefusedError, accounts_of, load, read_demo
from responses.models import City


class Command(BaseCommand):
    """Loads the demo once; exits 1 with one line, and nothing changed, where it stands already."""

    help = (
        "Loads the demo cities, accounts and answers. DEMO_PASSWORD sets the password of the "
        "accounts, else a random one is kept in DATA_DIR/demo-password; MODE=production "
        "loads the demo only with a good DEMO_PASSWORD."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the one flag."""
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing if there is any city"
        )

    def handle(self, *, if_empty: bool, **_options: Any) -> None:
        """Load the demo and print the accounts with their password."""
        if if_empty and City.objects.exists():
            return
        if settings.SECURE:
            _refuse_weak(settings.DEMO_PASSWORD)
        demo, kept = read_demo(), settings.DATA_DIR / "demo-password"
        password = settings.DEMO_PASSWORD or _kept(kept) or secrets.token_urlsafe(12)
        try:
            with transaction.atomic():
                load(demo, password)
                # In the transaction, so that no account has a password that nobody knows.
                if not settings.SECURE:
                    _keep(kept, password)
        except DemoRefusedError as refusal:
            raise CommandError(str(refusal)) from None
        self._print(accounts_of(demo), password)

    def _print(self, accounts: list[Account], password: str) -> None:
        self.stdout.write(f"The demo is loaded; the password of each account is {password}")
        for account in accounts:
            self.stdout.write(f"  {account.email:<26} {account.role:<12} {account.name}")


def _refuse_weak(password: str) -> None:
    """Let the demo open no door of a production site that is easily guessed."""
    try:
        validate_password(password)
    except ValidationError as error:
        reasons = " ".join(error.messages)
        raise CommandError(f"MODE=production needs a good DEMO_PASSWORD: {reasons}") from None


def _kept(path: Path) -> str:
    return path.read_text().strip() if path.exists() else ""


def _keep(path: Path, password: str) -> None:
    """Keep the password where script/server reads it at each start, for this user alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(password)
