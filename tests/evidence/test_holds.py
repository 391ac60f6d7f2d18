from dataclasses import replace
from datetime import timedelta
from queue import Empty, SimpleQueue
from time import monotonic

import pytest
from django.utils import timezone
from pytest_django import Settings

from responses.domain.checks.recording import claim_way
from responses.domain.coverage.portal import Feature, Verdict
from responses.evidence import holds
from responses.evidence.fetching import fetch
from responses.evidence.holds import (
    HeldElsewhereError,
    Holds,
    LeftWay,
    WantedWay,
    Ways,
    holding,
)
from responses.evidence.pace import ToldToEndError
from responses.models import Host, Response
from responses.portal_tasks import enqueue_portal, judge_portal
from tests.evidence.conftest import Yard
from tests.support.farm import FARM

pytestmark = pytest.mark.django_db


def held_by() -> dict[str, str]:
    return dict(Host.objects.values_list("name", "held_by"))


def hold_for(name: str, seconds: float) -> None:
    now = timezone.now()
    until = now + timedelta(seconds=seconds)
    Host.objects.create(name=name, free_at=now, held_by="other", held_until=until)


def test_a_host_is_held_until_the_last_has_asked_it_and_its_pause_is_over() -> None:
    held = Holds("me", 0.0)
    told: SimpleQueue[bool] = SimpleQueue()
    for _ in range(2):
        held.want(WantedWay("a.kr", told))
    held.keep()
    assert [told.get_nowait(), told.get_nowait(), held_by()] == [True, True, {"a.kr": "me"}]
    held.leave("a.kr")
    held.keep()
    assert held_by() == {"a.kr": "me"}
    held.leave("a.kr")
    held.keep()
    assert (held_by(), len(held)) == ({"a.kr": ""}, 0)
    lasting = Holds("me", 60.0)
    lasting.want(WantedWay("a.kr", told))
    lasting.keep()
    lasting.leave("a.kr")
    lasting.keep()
    assert (held_by(), len(lasting)) == ({"a.kr": "me"}, 1)


def test_who_waits_for_what_another_holds_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_for("a.kr", 60)
    told: SimpleQueue[bool] = SimpleQueue()
    held = Holds("me", 0.0)
    held.want(WantedWay("a.kr", told))
    held.keep()
    with pytest.raises(Empty):
        told.get_nowait()
    monkeypatch.setattr(holds, "PATIENCE", 0.0)
    held.want(WantedWay("a.kr", told))
    held.keep()
    assert (told.get_nowait(), held_by()) == (False, {"a.kr": "other"})

    def refuse(said: WantedWay | LeftWay) -> None:
        assert isinstance(said, WantedWay)
        said.told.put(False)

    with pytest.raises(HeldElsewhereError), Ways(refuse, lambda: False).turn("a.kr"):
        pass
    with pytest.raises(ToldToEndError), Ways(lambda _said: None, lambda: True).turn("a.kr"):
        pass


def test_who_claims_may_ask_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """As others do: what they ask is held with its pause, and what another holds is left."""
    held = Holds("me", 60.0)
    with held.turn("a.kr", lambda: False):
        assert held_by() == {"a.kr": "me"}
    held.keep()
    assert (held_by(), len(held)) == ({"a.kr": "me"}, 1)
    hold_for("b.kr", 60)
    monkeypatch.setattr(holds, "PATIENCE", 0.0)
    with pytest.raises(HeldElsewhereError), held.turn("b.kr", lambda: False):
        pass
    with pytest.raises(ToldToEndError), held.turn("b.kr", lambda: True):
        pass
    assert held_by() == {"a.kr": "me", "b.kr": "other"}


def test_a_dead_worker_holds_no_way() -> None:
    hold_for("a.kr", -1)
    assert claim_way("me", "a.kr", timezone.now())
    assert claim_way("me", "a.kr", timezone.now())
    assert not claim_way("you", "a.kr", timezone.now())


def test_who_looks_at_a_portal_waits_for_who_holds_its_host(
    response: Response, yard: Yard, settings: Settings
) -> None:
    settings.CHECK_LINKS = settings.LINK_FARM = True
    hold_for(FARM, 1)
    begun, before = monotonic(), len(yard.farm.asked)
    url = f"http://{FARM}:{yard.farm.ports['plain']}/portal"
    assert judge_portal.call(response.pk, url) == "looked at"
    assert yard.farm.asked[before].at - begun > 0.9
    assert held_by() == {FARM: ""}
    look = response.proof.portal["judged"]
    assert {
        "feature": Feature.PRIVACY,
        "verdict": Verdict.SEEN,
        "seen": "개인정보 처리방침",
    } in look


def test_who_looks_at_a_portal_that_another_holds_for_long_looks_later(
    response: Response, yard: Yard, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CHECK_LINKS = settings.LINK_FARM = True
    monkeypatch.setattr(holds, "SHORT_PATIENCE", 0.1)
    hold_for(FARM, 60)
    url = f"http://{FARM}:{yard.farm.ports['plain']}/portal"
    assert judge_portal.call(response.pk, url) == "put off"
    assert not enqueue_portal(response.pk, url)
    assert (yard.tap.connected, held_by()) == ([], {FARM: "other"})
    assert judge_portal.call(response.pk, url, 45) == "not looked at"
    Host.objects.update(held_by="", held_until=None)
    assert judge_portal.call(response.pk, url, 1) == "looked at"


def test_what_was_asked_is_let_go_with_its_pause(yard: Yard) -> None:
    with holding(replace(yard.asking, pause=60.0)) as asking:
        assert fetch(yard.url("page"), asking).status == 200
    now = timezone.now()
    assert not claim_way("other", "site.example", now + timedelta(seconds=50))
    assert claim_way("other", "site.example", now + timedelta(seconds=60))
