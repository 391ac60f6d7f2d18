"""Discussions in My work."""

import re

import pytest
from django.test import Client

from responses.domain.answers.opening import AnswerRef
from responses.domain.talk.talking import Said, Turn, reply, start, turn
from responses.enums import Role
from responses.models import Response, User
from tests.support.factories import (
    assign,
    make_member,
)
from tests.support.many import many_remarks

pytestmark = pytest.mark.django_db


def test_open_threads_and_mentions_wait_for_those_whose_turn_it_is(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    place = AnswerRef("springfield", "test-2030", "alpha", "a-2")
    second = make_member(response.city, Role.REVIEWER, "Second")
    assign(response, "alpha", writer)

    def waits(person: User) -> str:
        client.force_login(person)
        html = client.get("/").content.decode()
        return html.partition('id="discussions"')[2].partition('id="responses"')[0]

    thread = start(reviewer, place, Said("Why so few?\nReally."), required=True)
    shown = waits(writer)
    way = f"talk/?thread={thread.pk}#thread-{thread.pk}"
    assert f'href="/springfield/test-2030/alpha/a-2/{way}"' in shown
    assert "Reviewer wrote" in shown
    assert "Why so few?<" in shown
    assert "Must be resolved before sealing" in shown
    assert (waits(reviewer), waits(second)) == ("", "")
    reply(writer, place, thread.pk, Said("@Second knows."))
    assert waits(writer) == ""
    assert "Writer mentioned you" in waits(second)
    assert "Writer wrote" in waits(reviewer)
    # What is said after it does not stand in its place until the person has answered.
    reply(reviewer, place, thread.pk, Said("More is to come."))
    assert "Reviewer wrote" in waits(writer)
    assert "Writer mentioned you" in waits(second)
    assert "@Second knows.<" in waits(second)
    assert "More is to come." not in waits(second)
    reply(second, place, thread.pk, Said("I do."))
    reply(reviewer, place, thread.pk, Said("Then tell."))
    assert "Reviewer wrote" in waits(second)
    assert "Then tell.<" in waits(second)
    turn(reviewer, place, thread.pk, Turn.RESOLVE)
    assert [waits(each) for each in (writer, reviewer, second)] == ["", "", ""]


@pytest.mark.parametrize("waiting", [100, 101])
def test_of_many_threads_the_newest_hundred_wait(
    waiting: int, client: Client, response: Response, writer: User, reviewer: User
) -> None:
    assign(response, "beta", writer)
    threads = many_remarks(response, "b-1", 10 * waiting, reviewer)
    place = AnswerRef("springfield", "test-2030", "beta", "b-1")
    reply(reviewer, place, threads[1].pk, Said("And this?"))
    client.force_login(writer)
    html = client.get("/").content.decode()
    shown = html.partition('id="discussions"')[2].partition("</section>")[0]
    said = {100: "100", 101: "100+"}[waiting]
    assert f'<span class="lgq-count">{said}</span>' in shown
    assert "page 1 of 5" in shown
    first = re.findall(r"thread=(\d+)#", shown)
    newest = [threads[1], *threads[:-20:-1]]
    assert first == [str(each.pk) for each in newest]
    last = client.get("/?discussions=5").content.decode()
    assert (f"thread={threads[0].pk}#" in last) is (waiting == 100)
