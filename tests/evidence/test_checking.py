import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count, pairwise
from pathlib import Path
from threading import Event, Thread
from time import monotonic, time
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from responses.domain.checks import recording
from responses.domain.checks.named import address_digest
from responses.domain.checks.recording import HOLD, claim, register
from responses.domain.checks.targets import target_of
from responses.evidence import checking, holds
from responses.evidence.checking import (
    Checker,
    OfflineError,
    Tally,
    asking_as_set,
    checking_meanwhile,
)
from responses.evidence.fetching import Asking
from responses.evidence.judging import look_at
from responses.evidence.pace import Pace
from responses.link_states import Finding, LinkState
from responses.models import Address, Check, Host, Response, User
from survey_site import settings as site
from tests.evidence.conftest import Yard
from tests.support import PATIENCE
from tests.support.factories import write
from tests.support.farm import FARM, Talk
from tests.support.plays import PLAYS, to

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
W, D = LinkState.WORKS, LinkState.DOUBTFUL


def known(*urls: str) -> set[str]:
    targets = {address_digest(target): target for target in map(target_of, urls)}
    register(targets, timezone.now())
    return set(targets)


def run(
    yard: Yard, *, only: set[str] | None = None, asking: Asking | None = None
) -> dict[str, int]:
    tally = Tally()
    Checker(asking or yard.asking, Event(), 4).run(tally, only=only)
    return tally.checked


def test_what_is_due_is_checked_once_and_then_is_not(yard: Yard) -> None:
    known(yard.url("page"), yard.url("pdf"), yard.url("gone"), yard.url("page", "good"))
    assert run(yard) == {W: 3, D: 1}
    assert run(yard) == {}
    assert Check.objects.count() == 4
    assert Host.objects.filter(held_by="").count() == 2
    assert yard.tap.forbidden == []


def test_only_some_are_checked_if_only_they_are_asked_for(yard: Yard) -> None:
    only = known(yard.url("page"))
    known(yard.url("pdf"), yard.url("page", "good"))
    assert run(yard, only=only) == {W: 1}


def test_a_host_is_asked_once_at_a_time_and_not_too_often(yard: Yard) -> None:
    known(*(yard.url(f"page?{number}") for number in range(3)), yard.url("page", "good"))
    before = len(yard.farm.asked)
    run(yard, asking=replace(yard.asking, turn=Pace(0.1).turn))
    at = sorted(each.at for each in yard.farm.asked[before:] if each.host.startswith("site"))
    assert len(at) == 6
    assert min(later - one for one, later in pairwise(at)) >= 0.09


def test_where_a_head_tells_nothing_no_more_are_sent(yard: Yard) -> None:
    """Not to the other addresses of that host, nor the next time; others are asked as before."""
    known(*(yard.url(f"{path}?{n}") for path in ("no-head", "pdf") for n in range(2)))
    known(yard.url("pdf", "another"))
    before = len(yard.farm.asked)
    Address.objects.filter(url__contains="pdf").update(due_at=timezone.now())
    for _ in range(2):
        assert run(yard) == {W: 5}
        Address.objects.update(due_at=timezone.now())
    asked = [(each.method, each.host[:4]) for each in yard.farm.asked[before:]]
    assert asked.count(("HEAD", "site")) == 1
    assert asked.count(("GET", "site")) == 8
    assert asked.count(("HEAD", "anot")) == 2
    assert set(Host.objects.values_list("name", "answers_head")) == {
        ("site.example", False),
        ("another.example", True),
    }


def test_who_asks_to_be_left_alone_is_for_all_its_addresses(yard: Yard) -> None:
    known(yard.url("too-many"), yard.url("page"))
    Address.objects.filter(url=yard.url("page")).update(due_at=timezone.now())
    assert run(yard) == {LinkState.GUARDED: 1}
    assert Address.objects.get(url=yard.url("page")).checked_at is None
    assert run(yard) == {}


def test_a_fault_of_ours_is_told_and_holds_up_nothing(
    yard: Yard, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    known(yard.url("page"), yard.url("broken"))

    def fails(url: str, asking: Asking, **options: Any) -> object:
        if "broken" in url:
            raise RecursionError
        return look_at(url, asking, **options)

    monkeypatch.setattr(checking, "look_at", fails)
    assert run(yard) == {W: 1, LinkState.UNKNOWN: 1}
    assert "Not checked: http://site.example" in caplog.text
    assert Check.objects.get(finding=Finding.UNREADABLE).detail == "a fault of ours"


def test_a_name_that_is_gone_counts_where_others_are_reached(yard: Yard) -> None:
    known("http://gone.example:8080/", yard.url("page"))
    assert run(yard) == {W: 1, D: 1}


def test_a_name_that_is_gone_counts_alone_too(yard: Yard) -> None:
    known("http://gone.example:8080/")
    assert run(yard) == {D: 1}
    assert Host.objects.get().held_by == ""


def test_where_nobody_is_reached_the_fault_is_ours(yard: Yard) -> None:
    known(*(f"http://gone{number}.example:8080/" for number in range(12)))
    with pytest.raises(OfflineError):
        run(yard)
    assert not Check.objects.exists()
    assert not Host.objects.exclude(held_by="").exists()


@pytest.mark.parametrize(("gone", "most"), [(1, 1), (9, 1), (12, 2), (30, 3)])
def test_where_what_worked_last_still_answers_the_others_are_gone(
    yard: Yard, gone: int, most: int
) -> None:
    known(yard.url("page"))
    run(yard)
    before = len(yard.farm.asked)
    known(*(f"http://gone{number}.example:8080/" for number in range(gone)))
    assert run(yard) == {D: gone}
    # By a HEAD and a GET each time.
    assert 2 <= len(yard.farm.asked) - before <= 2 * most
    assert not Host.objects.exclude(held_by="").exists()


def test_who_was_asked_for_that_is_free_for_what_is_due_there(yard: Yard) -> None:
    sites = [f"s{number}.example" for number in range(3)]
    yard.names.answers |= {each: [[FARM]] for each in sites}
    port = yard.farm.ports["plain"]
    known(*(f"http://{each}:{port}/page" for each in sites))
    run(yard)
    Host.objects.update(free_at=timezone.now())
    known(*(f"http://gone{number}.example:8080/" for number in range(16)))
    Host.objects.filter(name__startswith="gone").update(free_at=timezone.now() - HOLD)
    known(*(f"http://{each}:{port}/pdf" for each in sites))
    assert run(yard) == {D: 16, W: 3}


@pytest.mark.parametrize("gone", [1, 9, 12])
def test_where_what_worked_last_is_not_reached_either_nobody_is_gone(yard: Yard, gone: int) -> None:
    known("http://worked.example:8080/")
    Address.objects.update(
        state=W, checked_at=timezone.now(), due_at=timezone.now() + timedelta(days=1)
    )
    known(*(f"http://gone{number}.example:8080/" for number in range(gone)))
    with pytest.raises(OfflineError):
        run(yard)
    assert not Check.objects.exists()
    assert not Host.objects.exclude(held_by="").exists()


def test_those_that_are_gone_hold_up_no_new_link(yard: Yard) -> None:
    known(*(f"http://gone{number}.example:8080/" for number in range(12)))
    known(yard.url("page"))
    tally = Tally()
    Checker(yard.asking, Event(), 16).run(tally)
    assert tally.checked == {D: 12, W: 1}


def test_what_was_failing_before_is_no_sign_of_a_fault_of_ours(yard: Yard) -> None:
    known(*(f"http://gone{number}.example:8080/" for number in range(12)))
    now = timezone.now()
    Address.objects.update(state=LinkState.FAILING, since=now, failed_at=now, told=True)
    assert run(yard) == {LinkState.FAILING: 12}


def work_side_by_side(asking: Callable[[], Asking]) -> int:
    """Let two workers check what is due, each asking in its own way; return how much works."""
    tallies = [Tally(), Tally()]

    def work(tally: Tally) -> None:
        try:
            Checker(asking(), Event(), 3).run(tally)
        finally:
            connection.close()

    threads = [Thread(target=work, args=(tally,)) for tally in tallies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return sum(tally.checked.get(W, 0) for tally in tallies)


@pytest.mark.django_db(transaction=True)
def test_two_workers_check_each_address_once(yard: Yard) -> None:
    sites = [f"s{number}.example" for number in range(8)]
    for each in sites:
        yard.names.answers[each] = [[FARM]]
    port = yard.farm.ports["plain"]
    known(*(f"http://{each}:{port}/pdf?{page}" for each in sites for page in range(3)))
    before = len(yard.farm.asked)
    assert work_side_by_side(lambda: yard.asking) == 24
    asked = [f"{each.host}{each.path}" for each in yard.farm.asked[before:]]
    assert len(asked) == len(set(asked)) == 24
    assert Check.objects.count() == 24


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have workers wait for each other for a moment alone."""
    later = timedelta(seconds=0.5)
    for module in (checking, recording):
        monkeypatch.setattr(module, "LATER", later)
    monkeypatch.setattr(holds, "PATIENCE", 0.5)


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
@pytest.mark.usefixtures("hurried")
def test_two_workers_keep_the_pace_of_a_host_that_addresses_lead_to(yard: Yard) -> None:
    """Each has a clock of its own, as two processes have; some are led to each other's hosts."""
    port, pause = yard.farm.ports["plain"], 0.1
    sites = [f"s{number}.example" for number in range(4)]
    yard.names.answers |= {each: [[FARM]] for each in (*sites, "hub.example", "unnamed.example")}

    def hub(talk: Talk) -> None:
        talk.wait(0.03)
        PLAYS["/pdf"](talk)

    def lead(talk: Talk) -> None:
        name = talk.asked.path.removeprefix("/to-").partition("?")[0]
        to(talk, f"http://{name}.example:{{port}}/{'pdf' if name == 's0' else 'hub'}")

    names = ("hub", "unnamed", "s0")
    yard.farm.plays |= {"/hub": hub, **dict.fromkeys([f"/to-{name}" for name in names], lead)}
    urls = [f"http://{each}:{port}/{path}" for each in sites for path in ("to-hub", "to-unnamed")]
    urls += [
        f"http://hub.example:{port}/{path}" for path in ("hub?1", "hub?2", "to-s0?1", "to-s0?2")
    ]
    known(*urls)
    before = len(yard.farm.asked)
    works = work_side_by_side(lambda: replace(yard.asking, turn=Pace(pause).turn, pause=pause))
    assert works == Check.objects.count() == len(urls)
    assert not Host.objects.exclude(held_by="").exists()
    for name in ("hub", "unnamed", *(each[:2] for each in sites)):
        at = [each.at for each in yard.farm.asked[before:] if each.host.startswith(f"{name}.")]
        gaps = [later - one for one, later in pairwise(sorted(at))]
        assert min(gaps) >= 0.9 * pause, name


@pytest.mark.usefixtures("hurried")
def test_what_leads_to_a_host_that_another_holds_is_checked_once_it_is_free(yard: Yard) -> None:
    """No check is recorded meanwhile, and the first host is not asked again and again."""
    yard.names.answers["hub.example"] = [[FARM]]
    yard.farm.plays["/to-hub"] = lambda talk: to(talk, "http://hub.example:{port}/pdf")
    now = timezone.now()
    Host.objects.create(
        name="hub.example", free_at=now, held_by="other", held_until=now + timedelta(seconds=3)
    )
    known(yard.url("to-hub"), yard.url("pdf"))
    before = len(yard.farm.asked)
    assert run(yard) == {W: 2}
    assert Check.objects.get(address__url=yard.url("to-hub")).at >= now + timedelta(seconds=3)
    asked = [each.path for each in yard.farm.asked[before:] if each.host.startswith("site")]
    assert 2 <= asked.count("/to-hub") <= 5
    assert asked.count("/pdf") == 1


@pytest.mark.usefixtures("hurried")
def test_who_is_asked_whether_we_are_reached_leads_to_no_host_that_another_holds(
    yard: Yard,
) -> None:
    yard.names.answers["hub.example"] = [[FARM]]
    yard.farm.plays["/to-hub"] = lambda talk: to(talk, "http://hub.example:{port}/pdf")
    known(yard.url("to-hub"))
    assert run(yard) == {W: 1}
    hub = Host.objects.filter(name="hub.example")
    hub.update(held_by="other", held_until=timezone.now() + HOLD)
    known("http://gone.example:8080/")
    before = len(yard.farm.asked)
    pause = 0.4
    asking = replace(yard.asking, turn=Pace(pause).turn, pause=pause)
    assert run(yard, asking=asking) == {D: 1}
    assert {each.host.partition(".")[0] for each in yard.farm.asked[before:]} == {"site"}
    # Who was asked is let go with the pause that it has after any request.
    site = Host.objects.get(name="site.example")
    assert site.held_until
    passed = site.held_until.timestamp() - time() + monotonic() - yard.farm.asked[-1].at
    assert (site.held_by, passed >= 0.9 * pause) == ("", True)
    assert hub.get().held_by == "other"


def test_what_a_dead_worker_held_is_checked_by_the_next(yard: Yard) -> None:
    known(yard.url("page"))
    claim("dead", timezone.now() - HOLD, 1)
    assert run(yard) == {W: 1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.real_clock
@pytest.mark.race
def test_what_a_killed_worker_was_at_is_checked_by_another_and_nothing_twice(
    response: Response, writer: User, yard: Yard
) -> None:
    asked = count(1)
    stuck = Event()

    def third_halts(talk: Talk) -> None:
        if next(asked) == 3:
            stuck.set()
            talk.wait(PATIENCE)
        PLAYS["/pdf"](talk)

    yard.farm.plays["/third-halts"] = third_halts
    urls = [f"http://{FARM}:{yard.farm.ports['plain']}/third-halts?{n}" for n in range(5)]
    write(response, "a-2", writer, links=[{"label": "", "url": url} for url in urls])
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        url = urlsplit(site.DATABASE_URL)._replace(path=f"/{name}").geturl()
    environment = {"DJANGO_SETTINGS_MODULE": "survey_site.settings", "DATABASE_URL": url}
    environment |= {"CHECK_LINKS": "true", "LINK_FARM": "true"}
    with subprocess.Popen(
        [sys.executable, "manage.py", "check_links"], cwd=ROOT, env=os.environ | environment
    ) as process:
        stuck.wait(PATIENCE)
        process.kill()
    assert Check.objects.count() == 2
    assert run(yard) == {}
    Host.objects.update(held_until=timezone.now())
    assert run(yard) == {W: 3}
    checked = Check.objects.order_by("address__url").values_list("address__url", flat=True)
    assert list(checked) == urls


@pytest.fixture
def switched_on(settings: Settings) -> None:
    settings.CHECK_LINKS = settings.LINK_FARM = True


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("switched_on")
def test_links_are_checked_as_long_as_the_worker_works(
    response: Response, writer: User, yard: Yard
) -> None:
    write(response, "a-2", writer, links=[{"label": "", "url": yard.url("pdf")}])
    before = len(yard.farm.asked)
    with checking_meanwhile():
        end = monotonic() + PATIENCE
        while not Check.objects.exists() and monotonic() < end:
            Event().wait(0.05)
    assert Check.objects.get().finding == Finding.WORKS
    assert [each.method for each in yard.farm.asked[before:]] == ["HEAD"]
    assert Host.objects.get().held_by == ""


@pytest.mark.django_db(transaction=True)
def test_nothing_connects_unless_the_settings_allow_it(
    response: Response, writer: User, yard: Yard
) -> None:
    write(response, "a-2", writer, links=[{"label": "", "url": yard.url("pdf")}])
    with checking_meanwhile():
        Event().wait(0.3)
    assert yard.tap.connected == []
    assert not Address.objects.exists()


@pytest.mark.usefixtures("switched_on")
def test_in_a_farm_this_machine_alone_is_asked(yard: Yard) -> None:
    yard.names.answers["real.example"] = [["1.1.1.1"]]
    known("http://real.example/", "http://real.example:8080/")
    assert run(yard, asking=asking_as_set(Event())) == {LinkState.UNKNOWN: 1, D: 1}
    assert yard.tap.connected == []
    found = Check.objects.order_by("finding").values_list("finding", flat=True)
    assert list(found) == [Finding.NOT_PUBLIC, Finding.PORT]


def test_outside_of_a_farm_this_machine_is_never_asked(yard: Yard) -> None:
    known(f"http://{FARM}:8080/", "http://localhost:8080/")
    yard.names.answers["localhost"] = [["127.0.0.1"]]
    assert run(yard, asking=asking_as_set(Event())) == {D: 2}
    assert yard.tap.connected == []


def test_we_say_who_we_are(settings: Settings) -> None:
    settings.SITE_URL = "https://desk.한국"
    assert asking_as_set(Event()).agent == "LGQ-Desk-links/1 (+https://desk.%ED%95%9C%EA%B5%AD)"
