"""Every address that leaves the site begins with SITE_URL."""

import re
from pathlib import Path

from django.conf import settings

from responses.wording.addresses import public, site_host

ROOT = Path(__file__).resolve().parents[2]
OTHER_WAYS = re.compile(r"build_absolute_uri|get_current_site|get_host\(|\bSITE_URL\b")


def test_an_address_begins_with_the_site() -> None:
    assert public("/verify/") == f"{settings.SITE_URL}/verify/"
    assert settings.SITE_URL.endswith(site_host() + ":8000")


def test_nothing_else_makes_addresses_that_leave_the_site() -> None:
    files = [*(ROOT / "responses").rglob("*.py"), *(ROOT / "templates").rglob("*.*")]
    made = [
        str(path.relative_to(ROOT)) for path in files if OTHER_WAYS.search(path.read_text("utf-8"))
    ]
    # A backup keeps what the setting is, and makes no address of it; who checks links names it to
    # the sites that are asked, and puts nothing behind it.
    assert sorted(made) == [
        "responses/domain/backups/taking.py",
        "responses/evidence/checking.py",
        "responses/wording/addresses.py",
    ]
    mails = [*(ROOT / "templates/responses/mail").iterdir()]
    assert [path.name for path in mails if re.search(r"\{% ?url |://", path.read_text())] == []
