from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from responses.models import User
from tests.support.factories import PASSWORD

pytestmark = pytest.mark.django_db


def test_createsuperuser_asks_in_one_language(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["nobody", "kim@city.example", "Kim", PASSWORD, PASSWORD])
    asked: list[str] = []

    def answer(question: str = "Password: ") -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr("getpass.getpass", answer)
    out, problems = StringIO(), StringIO()
    terminal = SimpleNamespace(isatty=lambda: True)
    call_command("createsuperuser", stdin=terminal, stdout=out, stderr=problems)
    address = "E-mail address: "
    assert asked == [address, address, "Name: ", "Password: ", "Password (again): "]
    assert problems.getvalue() == "Error: Enter a valid email address.\n"
    assert out.getvalue() == "Superuser created successfully.\n"
    made = User.objects.get()
    assert (made.email, made.name, made.is_superuser) == ("kim@city.example", "Kim", True)
    assert made.check_password(PASSWORD)
