"""Fills a database with web addresses; run as `python -m bench.inside.links WHAT CITIES PORT`.

With "name" it makes the tables, and the addresses of the sites of so many cities, as answers would
name them. With "tomorrow" it lets a day pass for each second host, so that what is on the others
is not due. With "keep" it wants pages of some of them kept. With "tell" it prints as JSON what
became of all: how many addresses were checked on the last day, how many of those more than once,
how many are left, how many of those whose hosts were in no trouble, how many hosts are held still,
and how many pages are kept.
"""

import json
import sys
from collections.abc import Iterable

from django.conf import settings
from django.core.management import call_command
from django.db.models import Count, F
from django.utils import timezone

from bench.plan import EDITION
from bench.sites import KEPT_A_HOST, FarmHost, due_again, hosts_of, kept_of, urls_of
from responses.domain.checks.named import address_digest
from responses.domain.checks.recording import EVERY, register
from responses.domain.checks.targets import Target, target_of
from responses.domain.kept.keeping import place_pages, want_pages
from responses.enums import Action, Role, State
from responses.link_states import PageState
from responses.models import (
    Address,
    Check,
    City,
    Edition,
    Event,
    Host,
    KeptPage,
    Response,
    SectionWork,
    User,
)

_MARK = settings.DATA_DIR / "checks-before"
"""How many checks there were before the second day."""


def name(hosts: list[FarmHost], port: int) -> None:
    """Make the tables, and register the addresses."""
    call_command("migrate", verbosity=0)
    call_command("load_edition", f"fixtures/{EDITION}.json", verbosity=0)
    register(_targets(url for host in hosts for url in urls_of(host, port)), timezone.now())


def tomorrow(hosts: list[FarmHost], _port: int) -> None:
    """Let a day pass for the hosts of `due_again`, and mark where its checks begin."""
    names = [host.ip for host in due_again(hosts)]
    Host.objects.filter(name__in=names).update(
        free_at=F("free_at") - EVERY, front_at=F("front_at") - EVERY
    )
    # Of the others, those in trouble wait a day more: their ten minutes may end meanwhile.
    others = Host.objects.exclude(name__in=names).filter(pauses__gt=0)
    others.update(free_at=F("free_at") + EVERY)
    Address.objects.filter(host__name__in=names).update(
        due_at=F("due_at") - EVERY, checked_at=F("checked_at") - EVERY
    )
    _MARK.write_text(str(Check.objects.count()))


def keep(hosts: list[FarmHost], port: int) -> None:
    """Want pages kept, as an approval does."""
    now, edition = timezone.now(), Edition.objects.get(code=EDITION)
    city = City.objects.create(slug="kept", name={"ko": "보존", "en": "Kept"})
    response = Response.objects.create(city=city, edition=edition)
    section = edition.sections.all()[0]
    work = SectionWork.objects.create(response=response, section=section)
    approval = Event.objects.create(
        work=work,
        action=Action.APPROVE,
        actor=User.objects.create(email="kept@city.example"),
        actor_role=Role.REVIEWER,
        from_state=State.IN_REVIEW,
        to_state=State.APPROVED,
        digest="0" * 64,
        versions={},
        created_at=now,
    )
    urls = [url for host in kept_of(hosts) for url in [*urls_of(host, port)][:KEPT_A_HOST]]
    want_pages(response, _targets(urls), now, approval=approval)
    while KeptPage.objects.filter(host=None).exists():
        place_pages(now)


def _targets(urls: Iterable[str]) -> dict[str, Target]:
    return {address_digest(target): target for target in map(target_of, urls)}


def told() -> dict[str, int]:
    """Return what became of all, on the last day."""
    before = int(_MARK.read_text()) if _MARK.exists() else 0
    checks = Check.objects.order_by("pk").values_list("pk", flat=True)[before:]
    last = Check.objects.filter(pk__gte=checks.first() or 0)
    checked = last.values("address").annotate(times=Count("pk")).order_by()
    left = Address.objects.filter(checked_at=None)
    return {
        "checked": checked.count(),
        "twice": checked.filter(times__gt=1).count(),
        "left": left.count(),
        "lost": left.filter(host__pauses=0).count(),
        "held": Host.objects.exclude(held_by="").count(),
        "kept": KeptPage.objects.filter(state=PageState.KEPT).count(),
    }


if __name__ == "__main__":
    what, cities, port = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if what == "tell":
        print(json.dumps(told()))
    else:
        {"name": name, "tomorrow": tomorrow, "keep": keep}[what](hosts_of(cities), port)
