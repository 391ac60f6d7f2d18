from datetime import timedelta

import pytest
from django.utils import timezone

from responses.evidence.gathering import Gathering
from responses.link_states import LinkState
from responses.models import Address, Host, Notice, Response, User
from tests.support.factories import write

pytestmark = pytest.mark.django_db


def test_new_addresses_are_found_within_a_minute_and_all_once_a_day(
    response: Response, writer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten = timezone.now() - timedelta(days=31)
    Host.objects.create(name="hub.kr", free_at=forgotten, held_until=forgotten)
    gather = Gathering()
    gather()
    assert not Host.objects.exists()
    write(response, "a-2", writer, links=[{"label": "", "url": "a.kr"}])
    gather()
    assert not Address.objects.exists()
    monkeypatch.setattr(gather, "_next", 0)
    gather()
    assert list(Address.objects.values_list("url", flat=True)) == ["https://a.kr/"]
    # Who names one that is known to fail is told when it is found.
    since = timezone.now() - timedelta(days=1)
    Address.objects.update(state=LinkState.FAILING, since=since, told=True)
    write(response, "b-1", writer, text="https://a.kr/")
    assert not Notice.objects.exists()
    monkeypatch.setattr(gather, "_next", 0)
    gather()
    assert {each.question.key for each in Notice.objects.all() if each.question} == {"a-2", "b-1"}
