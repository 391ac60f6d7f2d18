from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.domain.checks.named import target_or_none
from responses.models import Answer, Response, User
from tests.support.checked import named_targets
from tests.support.factories import make_city, make_member, make_response, write

pytestmark = pytest.mark.django_db


def link(url: str, label: str = "") -> dict[str, str]:
    return {"label": label, "url": url}


def urls(**asked: object) -> list[str]:
    return sorted(target.url for target in named_targets(**asked).values())  # type: ignore[arg-type]


def test_each_address_is_named_once_however_many_answers_do(
    response: Response, writer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    write(response, "a-1", writer, links=[link("www.a.kr"), link("https://WWW.a.kr/#top", "A")])
    write(response, "a-2", writer, links=[link("http://b.kr:444/x"), link("", "none")])
    write(response, "b-1", writer, text="○ 누리집(https://c.kr/예산)과 www.a.kr을 보십시오.")
    found = ["http://b.kr:444/x", "https://c.kr/%EC%98%88%EC%82%B0", "https://www.a.kr/"]
    assert urls() == found
    with django_assert_num_queries(3):
        assert urls() == found


def test_those_of_one_city_and_of_late_are_told_apart(response: Response, writer: User) -> None:
    write(response, "a-2", writer, links=[link("a.kr")])
    other = make_response(make_city("shelbyville"), response.edition)
    write(other, "a-2", make_member(other.city, "contributor"), links=[link("b.kr")])
    assert urls() == ["https://a.kr/", "https://b.kr/"]
    assert urls(city=response.city) == ["https://a.kr/"]
    now = timezone.now()
    Answer.objects.filter(response=other).update(updated_at=now - timedelta(hours=1))
    assert urls(changed_since=now - timedelta(minutes=1)) == ["https://a.kr/"]


@pytest.mark.parametrize("url", ["", "not an address", "mailto:a@b.kr", "file:///etc", "a" * 3000])
def test_what_cannot_be_linked_is_not_checked(url: str) -> None:
    assert target_or_none(url) is None
