import html
import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.domain.checks.found import Hop, LinkFound
from responses.domain.checks.recording import record, release
from responses.enums import State
from responses.link_states import Finding
from responses.models import Address, Host, Response, SectionWork, User
from tests.support.checked import note_checks
from tests.support.factories import write

pytestmark = pytest.mark.django_db

PAGE = "/springfield/test-2030/evidence/repairs/"
MOVED, TO = "http://old.kr/a#top", "https://new.kr/b"
SECURE, ALONE = "http://safe.kr/x", "http://alone.kr/"
TEXT = "○ 안내 http//c.kr/1 과 http://safe.kr/x 을 보십시오."
ENTITY = "https://d.kr/?a=1¤tPage=2"


def led(url: str, *hops: tuple[str, int], finding: Finding) -> None:
    """Record that a check of an address was led so."""
    key = note_checks(url, Finding.WORKS, last=timezone.now() - timedelta(days=1))
    address = Address.objects.get(pk=key)
    Host.objects.filter(pk=address.host_id).update(held_by="tests")
    found = LinkFound(finding, hops=tuple(Hop(*each) for each in hops))
    assert record("tests", address.host_id, key, found, timezone.now())
    release("tests")


@pytest.fixture
def scene(response: Response, writer: User, client: Client) -> Response:
    """Return a response with four addresses to repair and one that is right."""
    links = [{"label": "", "url": url} for url in (MOVED, "right.kr", ENTITY)]
    write(response, "a-1", writer, links=links)
    write(response, "a-2", writer, text=f"{TEXT} {ALONE} http://gone.kr")
    led("http://old.kr/a", ("http://old.kr/a", 301), (TO, 200), finding=Finding.MOVED)
    led(SECURE, (SECURE, 302), ("https://safe.kr/x", 200), finding=Finding.WORKS)
    led("right.kr", ("https://right.kr/", 302), ("https://right.kr/ko", 200), finding=Finding.WORKS)
    # Of a site that answers by https alone, and of one that does by neither.
    led(ALONE, (ALONE, 0), ("https://alone.kr/", 200), finding=Finding.NO_CONNECTION)
    led("http://gone.kr", ("http://gone.kr/", 0), finding=Finding.NO_CONNECTION)
    client.force_login(writer)
    return response


def offered(client: Client) -> list[list[str]]:
    """Return what the boxes of the page say: question, address before, address after."""
    page = client.get(PAGE).content.decode()
    values = re.findall(r'name="repair" value="([^"]*)" checked', page)
    return [json.loads(html.unescape(each)) for each in values]


ALL = [
    ["a-1", MOVED, f"{TO}#top"],
    ["a-1", ENTITY, "https://d.kr/?a=1&currentPage=2"],
    ["a-2", "http//c.kr/1", "http://c.kr/1"],
    ["a-2", SECURE, "https://safe.kr/x"],
    ["a-2", ALONE, "https://alone.kr/"],
]


def press(client: Client, *ticked: list[str]) -> str:
    page = client.post(PAGE, {"repair": [json.dumps(each) for each in ticked]}, follow=True)
    assert page.status_code == 200
    return " ".join(html.unescape(page.content.decode()).split())


def said(response: Response, key: str) -> object:
    return response.answers.get(question__key=key).content["parts"]


def test_all_that_is_offered_is_repaired_with_one_press(
    scene: Response, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(PAGE)
    with django_assert_num_queries(7):
        assert sorted(offered(client)) == sorted(ALL)
    told = press(client, *ALL)
    assert "5 addresses are repaired." in told
    assert "There is nothing to repair" in told
    urls = [link["url"] for link in said(scene, "a-1")["links"]]  # type: ignore[index]
    assert urls == [f"{TO}#top", "right.kr", "https://d.kr/?a=1&currentPage=2"]
    assert said(scene, "a-2") == {
        "text": "○ 안내 http://c.kr/1 과 https://safe.kr/x 을 보십시오. https://alone.kr/ http://gone.kr"
    }
    assert [each.version for each in scene.answers.order_by("question__key")] == [2, 2]


def test_what_changed_meanwhile_is_left_and_named_and_the_rest_is_repaired(
    scene: Response, client: Client, writer: User
) -> None:
    write(scene, "a-2", writer, text="○ 다른 글 http://safe.kr/x")
    told = press(client, ALL[0], ALL[2], ALL[3])
    assert "2 addresses are repaired." in told
    assert "A.2: http//c.kr/1 is left as it is" in told
    assert said(scene, "a-2") == {"text": "○ 다른 글 https://safe.kr/x"}


def test_nothing_is_offered_or_taken_that_one_cannot_write(scene: Response, client: Client) -> None:
    SectionWork.objects.filter(response=scene).update(state=State.IN_REVIEW)
    assert offered(client) == []
    assert "A.1: http://old.kr/a#top is left as it is" in press(client, ALL[0])
    assert [each.version for each in scene.answers.all()] == [1, 1]


@pytest.mark.parametrize(
    "sent",
    ["", "1", "[]", '["a-1", 1, 2]', '["a-1", "b"]', "[" * 100_000, "x" * 50_000, '{"a": 1}'],
)
def test_what_no_page_of_ours_sends_is_refused(sent: str, scene: Response, client: Client) -> None:
    assert client.post(PAGE, {"repair": sent}).status_code == 400


def test_nothing_ticked_is_said(scene: Response, client: Client) -> None:
    assert "Nothing was ticked." in press(client)
