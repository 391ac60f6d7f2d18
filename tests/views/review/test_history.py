"""The history of a section on its review page."""

import re

import pytest
from django.conf import settings
from django.test import Client

from responses.domain.glossary.glossary import Glossary
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Role
from responses.models import AuditRecord, Membership, Response, User
from tests.support.factories import make_member, write
from tests.views.review.pages import REVIEW, give_line, move, read, text_of

pytestmark = pytest.mark.django_db


def test_review_shows_the_history(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    move(response, Action.SEND, writer, comment="Please look.")
    move(response, Action.REQUEST_CHANGES, reviewer, comment="Add links.")
    html = read(client, writer).split('id="history"')[1]
    assert re.findall(r"<strong>([^<]*)</strong> <span[^>]*>([^<]*)</span>", html) == [
        ("Sent for review", "Writer, Contributor"),
        ("Changes requested", "Reviewer, Reviewer"),
    ]
    assert re.findall(r"(Please look|Add links)\.", html) == ["Please look", "Add links"]


def test_history_calls_the_only_signature_as_its_tile_does(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ko"
    first, last = Step("팀장", (reviewer.pk,)), Step("국장", (head.pk,))
    for line, expected in (((last,), ["결재"]), ((first, last), ["결재", "최종 결재"])):
        give_line(response, *line)
        move(response, Action.SEND, writer)
        for actor in (reviewer, head)[-len(line) :]:
            move(response, Action.APPROVE, actor)
        html = read(client, writer)
        tiles = re.findall(r'class="signed-as" data-as="\w+">.*?</svg> (.*?)</span>', html)
        told = re.findall(r"<strong>([^<]*) · [^<]*</strong>", html.split('id="history"')[1])
        assert (tiles, told[-len(line) :]) == (expected, expected)
        move(response, Action.REOPEN, reviewer)
    records = AuditRecord.objects.filter(subject__contains=" · 국장").order_by("pk")
    assert [each.subject.split(" · ")[2] for each in records] == ["결재", "최종 결재"]


def test_people_of_one_name_are_told_apart_where_they_signed_and_in_the_history(
    client: Client, response: Response, writer: User
) -> None:
    roads, taxes, other = (make_member(response.city, Role.REVIEWER, "Kim") for _ in range(3))
    for person, department in ((roads, "Roads"), (taxes, "Taxes"), (other, "")):
        Membership.objects.filter(user=person).update(department=department)
    write(response, "a-2", writer, text="One")
    give_line(response, *(Step("Head", (each.pk,)) for each in (roads, taxes, other)))
    move(response, Action.SEND, writer)
    for person in (roads, taxes, other):
        move(response, Action.APPROVE, person, comment="")
    client.force_login(writer)
    html = text_of(client.get(REVIEW).content)
    names = ["Kim(Roads)", "Kim(Taxes)", f"Kim({other.email})"]
    line, _, history = html.partition('id="history"')
    assert [line.count(f"{name} <time") for name in names] == [1, 1, 1]
    assert [history.count(f">{name}, Reviewer<") for name in names] == [1, 1, 1]
    assert "Writer, Contributor" in history
    signed = read_snapshot(response).sections_by_key["alpha"].signed
    assert [each.by for each in signed] == names
    glossary = Glossary("ko", {"Roads": "도로과"}, {taxes.pk: "김세금"})
    assert [glossary.name(each.person, each.by) for each in signed][:2] == [
        "Kim (도로과)",
        "김세금 (Taxes)",
    ]
    assert glossary.name(0, "Kim (PhD)") == "Kim (PhD)"
