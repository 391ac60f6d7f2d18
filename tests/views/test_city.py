"""A city's settings: in which languages it answers, and when translations are reviewed."""

import pytest
from django.test import Client

from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.enums import Action, AuditKind, Role
from responses.models import AuditRecord, City, Response, User
from tests.support.browser import words
from tests.support.factories import find, make_member, translate, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

URL = "/springfield/settings/"


@pytest.fixture
def browser(client: Client, coordinator: User) -> Client:
    client.force_login(coordinator)
    return client


def choose(browser: Client, language: str, when: str) -> int:
    sent = {"submission_language": language, "translations": when}
    return browser.post(URL, sent).status_code


def test_a_coordinator_says_when_translations_are_reviewed(
    browser: Client, response: Response
) -> None:
    assert 'value="with_section" ' in browser.get(URL).content.decode()
    assert choose(browser, "en", "afterwards") == 302
    city = City.objects.get()
    assert (city.submission_language, city.translations_afterwards) == ("en", True)
    assert choose(browser, "en", "with_section") == 302
    assert not City.objects.get().translations_afterwards
    records = AuditRecord.objects.filter(kind=AuditKind.CITY_SETTINGS).order_by("pk")
    assert [each.subject for each in records] == [
        "제출 언어: — → 영어",
        "번역문을 나중에 검토",
        "번역문을 영역과 함께 검토",
    ]


def test_a_language_that_cannot_be_given_up_is_told_at_its_field(
    browser: Client, response: Response, writer: User
) -> None:
    choose(browser, "en", "with_section")
    response.city.refresh_from_db()
    write(response, "b-1", writer, text="하나")
    translate(response, "b-1", writer, text="One")
    perform(Move(Action.SEND), response, find(response, "b-1")[0], actor=Actor(writer))
    page = browser.post(URL, {"submission_language": "", "translations": "afterwards"})
    assert page.status_code == 422
    assert "Withdraw or reopen these sections first." in words(page)
    # All or nothing.
    assert not City.objects.get().translations_afterwards


def test_a_page_from_before_the_question_leaves_it_as_it_is(
    browser: Client, response: Response
) -> None:
    choose(browser, "en", "afterwards")
    assert browser.post(URL, {"submission_language": "en"}).status_code == 302
    assert City.objects.get().translations_afterwards
    assert choose(browser, "en", "never") == 422
    assert City.objects.get().translations_afterwards


def test_others_do_not_see_the_settings(client: Client, response: Response) -> None:
    client.force_login(make_member(response.city, Role.REVIEWER))
    assert client.get(URL).status_code == 403
