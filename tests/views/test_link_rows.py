"""What the rows of links of a section's page say and offer, in a browser without scripts."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from responses.domain.auditing import Actor
from responses.domain.checks.noting import note_link
from responses.domain.checks.states import digest_of
from responses.domain.snapshot.failing import failing_urls
from responses.domain.snapshot.snapshot import read_snapshot
from responses.link_states import Finding
from responses.models import Answer, Response, User
from tests.support.browser import form_at, words
from tests.support.checked import note_checks
from tests.support.factories import write
from tests.support.section_page import SAVE

pytestmark = pytest.mark.django_db

URL = "/springfield/test-2030/alpha/"
NOW = datetime(2026, 11, 29, 3, tzinfo=UTC)
ROWS = "q-a-2--links"
FAILS = "This link failed its last checks."


def saved() -> list[tuple[str, str]]:
    links = Answer.objects.get(question__key="a-2").content["parts"]["links"]
    return [(each["label"], each["url"]) for each in links]


def test_several_addresses_in_one_field_become_rows_by_a_press(
    client: Client, response: Response, writer: User
) -> None:
    client.force_login(writer)
    form = form_at(client.get(URL), SAVE)
    typed = {f"{ROWS}--0--label": ["Both"], f"{ROWS}--0--url": ["a.go.kr, b.go.kr 및 c.go.kr"]}

    page = client.post(URL, form.fields | typed)

    assert page.status_code == 422
    assert words(page).count("This field holds 3 addresses. Make a row of each.") == 2  # and above
    shown = form_at(page, SAVE)
    assert shown.fields[f"{ROWS}--0--url"] == ["a.go.kr, b.go.kr 및 c.go.kr"]
    assert ("rows", f"split {ROWS} 0") in shown.buttons
    split = form_at(client.post(URL, shown.fields | {"rows": [f"split {ROWS} 0"]}), SAVE)
    client.post(URL, split.fields)
    assert saved() == [("Both", "a.go.kr"), ("", "b.go.kr"), ("", "c.go.kr")]


FULL = "There is room for 200 links. Remove other rows first."


def test_where_there_is_no_room_for_several_addresses_it_is_said_beside_their_field(
    client: Client, response: Response, writer: User
) -> None:
    client.force_login(writer)
    form = form_at(client.get(URL), SAVE)
    typed = {f"{ROWS}--{row}--url": [f"a{row}.kr"] for row in range(199)}
    typed[f"{ROWS}--0--url"] = ["b.kr, c.kr"]
    press = {"rows": [f"split {ROWS} 0"]}

    page = client.post(URL, form.fields | typed | press)  # makes 200
    assert FULL not in words(page)
    assert form_at(page, SAVE).fields[f"{ROWS}--1--url"] == ["c.kr"]

    typed[f"{ROWS}--199--url"] = ["a199.kr"]
    page = client.post(URL, form.fields | typed | press)
    assert form_at(page, SAVE).fields[f"{ROWS}--0--url"] == ["b.kr, c.kr"]
    assert words(page).count(FULL) == 1
    note = page.content.decode().partition(f'id="{ROWS}--0--note"')[2].partition("</div>")[0]
    assert FULL in note


def test_a_label_typed_before_an_address_goes_to_its_field_beside_what_is_there(
    client: Client, response: Response, writer: User
) -> None:
    client.force_login(writer)
    form = form_at(client.get(URL), SAVE)
    typed = {f"{ROWS}--0--label": ["Seoul"], f"{ROWS}--0--url": ["Portal https://a.go.kr"]}
    shown = form_at(client.post(URL, form.fields | typed), SAVE)
    used = form_at(client.post(URL, shown.fields | {"rows": [f"use {ROWS} 0"]}), SAVE)
    client.post(URL, used.fields)
    assert saved() == [("Seoul Portal", "https://a.go.kr")]


def test_a_link_that_failed_its_last_checks_is_marked_beside_its_field(
    client: Client,
    response: Response,
    writer: User,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    links = [{"label": "", "url": url} for url in ("works.kr", "fails.kr", "https://noted.kr")]
    write(response, "a-2", writer, links=links)
    note_checks("works.kr", Finding.WORKS, Finding.WORKS, last=NOW)
    for url in ("fails.kr", "https://noted.kr"):
        note_checks(url, Finding.MISSING, Finding.MISSING, last=NOW)
    note_link(response, digest_of("https://noted.kr"), "https://noted.kr", "x", actor=Actor(writer))
    client.force_login(writer)
    assert FAILS not in words(client.get(URL))
    settings.CHECK_LINKS = True
    page = client.get(URL)
    assert words(page).count(FAILS) == 1
    note = page.content.decode().partition(f'id="{ROWS}--1--note"')[2].partition("</div>")[0]
    assert FAILS in note
    assert "<svg" in note
    section = read_snapshot(response).sections[0]
    with django_assert_num_queries(1):
        assert failing_urls(response.pk, section) == {"fails.kr"}
    section = read_snapshot(response).sections[1]
    with django_assert_num_queries(0):
        assert failing_urls(response.pk, section) == frozenset()
