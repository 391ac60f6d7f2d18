"""The settings as another process reads them from its environment."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SECRET_KEY = "0123456789" * 5
SAFE = {
    "MODE": "production",
    "SECRET_KEY": SECRET_KEY,
    "ALLOWED_HOSTS": "lgq.city.example",
    "SITE_URL": "https://lgq.city.example",
}
REPORT = """
import json
from survey_site import settings as s
names = (
    "SECRET_KEY ALLOWED_HOSTS DEBUG SECURE_SSL_REDIRECT SESSION_COOKIE_SECURE "
    "CSRF_COOKIE_SECURE SECURE_HSTS_SECONDS SECURE_HSTS_INCLUDE_SUBDOMAINS "
    "SECURE_HSTS_PRELOAD SECURE_PROXY_SSL_HEADER MODE DEMO_PASSWORD "
    "SITE_URL DEFAULT_FROM_EMAIL CHECK_LINKS"
)
found = {name: getattr(s, name) for name in names.split()}
print(json.dumps(found | {"ENGINE": s.DATABASES["default"]["ENGINE"]}))
"""


def start(data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a new process that has this environment and no other."""
    kept = {"PATH": os.environ["PATH"], "DATA_DIR": str(data)}
    # Set empty, so that a developer's own .env file has no say.
    unset = dict.fromkeys(
        (
            *("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "DEMO_PASSWORD"),
            *("SITE_URL", "DEFAULT_FROM_EMAIL", "CHECK_LINKS", "LINK_FARM"),
        ),
        "",
    )
    unset["DATABASE_URL"] = f"sqlite:///{data}/db.sqlite3"
    return subprocess.run(  # noqa: S603
        [sys.executable, "-W", "error", "-c", REPORT],
        env=unset | kept | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def read(data: Path, **environment: str) -> dict[str, Any]:
    process = start(data, **environment)
    assert process.returncode == 0, process.stderr
    settings: dict[str, Any] = json.loads(process.stdout)
    return settings


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({"DEBUG": "1"}, ["DEBUG must be off"]),
        ({"LINK_FARM": "true"}, ["LINK_FARM must be off"]),
        ({"SECRET_KEY": ""}, ["SECRET_KEY must have 50 characters or more"]),
        ({"SECRET_KEY": "k" * 49}, ["SECRET_KEY must have 50 characters or more"]),
        ({"SECRET_KEY": "k" * 60}, ["SECRET_KEY must be random"]),
        ({"SECRET_KEY": "lgq-desk" * 10}, ["SECRET_KEY must be random"]),
        ({"ALLOWED_HOSTS": ""}, ["ALLOWED_HOSTS must name this site's hosts"]),
        ({"ALLOWED_HOSTS": "a.example,*"}, ["ALLOWED_HOSTS must name this site's hosts"]),
        ({"SITE_URL": ""}, ["SITE_URL must be this site's https:// address"]),
        ({"SITE_URL": "lgq.city.example"}, ["SITE_URL must be this site's https:// address"]),
        (
            {"SITE_URL": "http://lgq.city.example"},
            ["SITE_URL must be this site's https:// address"],
        ),
        (
            {"SITE_URL": "https://lgq.city.example/desk"},
            ["SITE_URL must be this site's https:// address"],
        ),
        (
            {"DEBUG": "1", "SECRET_KEY": ""},
            ["DEBUG must be off", "SECRET_KEY must have 50 characters or more"],
        ),
    ],
)
def test_production_refuses_what_is_unsafe(
    tmp_path: Path, change: dict[str, str], faults: list[str]
) -> None:
    process = start(tmp_path, **SAFE | change)
    last = process.stderr.strip().splitlines()[-1]
    said = last.partition("MODE=production refuses to start: ")[2]
    assert (process.returncode, said) == (1, f"{'; '.join(faults)}.")


def test_production_is_the_mode_unless_said_otherwise(tmp_path: Path) -> None:
    unsaid = {name: value for name, value in SAFE.items() if name != "MODE"}
    assert read(tmp_path, **unsaid)["MODE"] == "production"


def test_unknown_mode_is_refused(tmp_path: Path) -> None:
    process = start(tmp_path, **SAFE | {"MODE": "staging"})
    assert "MODE is 'staging'; it must be 'local' or 'production'." in process.stderr


def test_production_is_https_only_and_trusts_no_proxy(tmp_path: Path) -> None:
    assert read(tmp_path, **SAFE) == {
        "SECRET_KEY": SECRET_KEY,
        "ALLOWED_HOSTS": ["lgq.city.example"],
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,
        "SECURE_HSTS_PRELOAD": False,
        "SECURE_PROXY_SSL_HEADER": None,
        "MODE": "production",
        "DEMO_PASSWORD": "",
        "SITE_URL": "https://lgq.city.example",
        "DEFAULT_FROM_EMAIL": "LGQ Desk <noreply@lgq.city.example>",
        "CHECK_LINKS": False,
        "ENGINE": "django.db.backends.sqlite3",
    }
    assert list(tmp_path.iterdir()) == []


def test_proxy_is_trusted_when_asked(tmp_path: Path) -> None:
    header = read(tmp_path, **SAFE, TRUST_PROXY="1")["SECURE_PROXY_SSL_HEADER"]
    assert header == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_hosts_below_the_site_are_bound_to_https_when_asked(tmp_path: Path) -> None:
    found = read(tmp_path, **SAFE, HSTS_SUBDOMAINS="1")
    assert (found["SECURE_HSTS_INCLUDE_SUBDOMAINS"], found["SECURE_HSTS_PRELOAD"]) == (True, True)


def test_a_start_with_a_secret_key_writes_nothing(tmp_path: Path) -> None:
    kept = tmp_path / "secret-key"
    kept.write_text("x" * 60)
    before = tmp_path.stat().st_mtime_ns
    assert read(tmp_path, MODE="local")["SECRET_KEY"] == "x" * 60
    assert tmp_path.stat().st_mtime_ns == before


def test_local_keeps_its_secret_key_to_itself(tmp_path: Path) -> None:
    data = tmp_path / "var"
    first, second = (read(data, MODE="local")["SECRET_KEY"] for _ in range(2))
    kept = data / "secret-key"
    assert first == second == kept.read_text()
    assert len(first) >= 50
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_local_serves_this_machine(tmp_path: Path) -> None:
    settings = read(tmp_path, MODE="local", ALLOWED_HOSTS="desk.example")
    assert settings["ALLOWED_HOSTS"] == ["desk.example", "localhost", "127.0.0.1", "[::1]"]
    assert (settings["DEBUG"], settings["SECURE_SSL_REDIRECT"]) == (False, False)


@pytest.mark.parametrize(
    "name",
    [
        *("MODE", "DATA_DIR", "DATABASE_URL", "TIME_ZONE", "EMAIL_URL"),
        *("MAIL_DELAY", "MORNING_HOUR", "LOG_LEVEL"),
    ],
)
def test_what_is_set_to_nothing_is_named(tmp_path: Path, name: str) -> None:
    process = start(tmp_path, **{"MODE": "local", name: " "})
    last = process.stderr.strip().splitlines()[-1]
    said = f"Set but empty: {name}. Give a value, or leave the variable out."
    assert last == f"django.core.exceptions.ImproperlyConfigured: {said}"
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_database_is_refused_in_words(tmp_path: Path) -> None:
    process = start(tmp_path, MODE="local", DATABASE_URL="desk.sqlite3")
    assert "DATABASE_URL must begin with sqlite:/// or postgres://." in process.stderr


def test_database_url_chooses_the_database(tmp_path: Path) -> None:
    url = "postgres://desk@db.example/desk"
    assert read(tmp_path, MODE="local", DATABASE_URL=url)["ENGINE"] == (
        "django.db.backends.postgresql"
    )


def test_mails_lead_to_the_site_and_come_from_it(tmp_path: Path) -> None:
    names = ("SITE_URL", "DEFAULT_FROM_EMAIL")
    local = read(tmp_path, MODE="local")
    assert [local[name] for name in names] == [
        "http://localhost:8000",
        "LGQ Desk <noreply@localhost>",
    ]
    given = read(tmp_path, **SAFE | {"SITE_URL": "https://a.example:8443/"})
    assert [given[name] for name in names] == [
        "https://a.example:8443",
        "LGQ Desk <noreply@a.example>",
    ]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("MORNING_HOUR", "24", "from 0 to 23"),
        ("MORNING_HOUR", "acht", "from 0 to 23"),
        ("MAIL_DELAY", "5m", "from 0 to 86400"),
        ("MAIL_DELAY", "-1", "from 0 to 86400"),
        ("MAIL_DELAY", "9" * 5000, "from 0 to 86400"),
        ("TRUST_PROXY", "ja", "true or false"),
        ("TIME_ZONE", "Seoul", "one such as Asia/Seoul"),
        ("LOG_LEVEL", "loud", "one such as INFO or WARNING"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name(
    tmp_path: Path, name: str, value: str, expected: str
) -> None:
    last = start(tmp_path, MODE="local", **{name: value}).stderr.strip().splitlines()[-1]
    said = f"{name} is {value}; it must be {expected}."
    assert last == f"django.core.exceptions.ImproperlyConfigured: {said}"


def test_a_key_of_backups_that_can_be_guessed_stops_the_start(tmp_path: Path) -> None:
    process = start(tmp_path, MODE="local", BACKUP_KEY="k" * 15)
    assert "BACKUP_KEY must have 16 characters or more." in process.stderr
