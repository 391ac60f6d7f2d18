"""What proves something, and what is noted of it, when its address becomes another one."""

from typing import Any

import pytest
from django.utils import timezone

from responses.domain.auditing import Actor
from responses.domain.checks.found import Hop, LinkFound
from responses.domain.checks.noting import note_link
from responses.domain.checks.readdressed import readdressed
from responses.domain.checks.recording import record, release
from responses.domain.checks.states import digest_of
from responses.domain.content.content import EMPTY, canonical
from responses.domain.content.identity import identified
from responses.domain.coverage.claiming import PurposeChange, choose_purposes
from responses.link_states import Finding
from responses.models import Address, Host, LinkNote, Proof, Response, User
from tests.support.checked import note_checks
from tests.support.factories import (
    find,
    make_edition,
    make_member,
    make_response,
    shape_of,
    write,
)
from tests.support.indicators import with_indicators

pytestmark = pytest.mark.django_db

A, B, C = "https://a.kr/page", "https://a.kr/pages/2", "https://c.kr/other"
BOTH, ONE = ("content/7", "content/8"), ["content/7"]


def rows(*urls: str, label: str = "") -> list[dict[str, str]]:
    return [{"label": label, "url": url} for url in urls]


@pytest.fixture
def response() -> Response:
    return make_response(edition=make_edition(with_indicators()))


@pytest.fixture
def writer(response: Response) -> User:
    return make_member(response.city, "contributor")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"links": rows(A, C)}, {"links": rows(C, A)}, []),
        ({"links": rows(A, C)}, {"links": rows(C, B)}, [(A, B)]),
        ({"links": rows(A)}, {"links": rows(A, B)}, []),
        ({"links": rows(A)}, {"links": rows(C)}, [(A, C)]),
        ({"links": rows(A, label="안내")}, {"links": rows(C, label="안내")}, [(A, C)]),
        ({"links": rows(A, label="안내")}, {"links": rows(A, label="소개")}, []),
        ({"links": rows(A)}, {"links": rows(f"{A}#top")}, []),
        ({"text": f"○ {A} 안내\n○ {C}"}, {"text": f"○ {B} 안내\n○ {C}"}, [(A, B)]),
        ({"text": f"○ {A} 와 {C}"}, {"text": f"○ {C} 와 {A}"}, []),
        ({"text": f"○ {A}"}, {"text": f"○ {A}\n○ {B}"}, []),
        ({"text": f"○ {A}"}, {"text": "○ 안내"}, []),
    ],
)
def test_an_address_is_followed_where_it_stays_in_its_row_or_its_place(
    before: dict[str, Any],
    after: dict[str, Any],
    expected: list[tuple[str, str]],
    response: Response,
) -> None:
    question = find(response, "a-2" if "text" in before else "a-1")[1]
    first = identified(question, canonical(question, before), EMPTY, 1)
    second = identified(question, canonical(question, after), first, 2)
    found = [(each.before, each.after) for each in readdressed(question, first, second)]
    assert found == expected


def chosen() -> dict[str, list[str]]:
    found: dict[str, list[str]] = Proof.objects.get().purposes["a-1"]
    return found


def choose(response: Response, writer: User, url: str) -> None:
    section, question = find(response, "a-1")
    change = {digest_of(url): PurposeChange(BOTH, BOTH[:1])}
    choose_purposes(response, shape_of(response), section, question, change, author=writer)


def test_a_link_is_for_the_same_indicators_behind_another_address(
    response: Response, writer: User
) -> None:
    write(response, "a-1", writer, links=rows(A, C, label="안내"))
    choose(response, writer, A)
    # Typed over, also by way of what is no address; and back.
    for url in (B, "https://", "https://b.kr", A, "https://b.kr"):
        write(response, "a-1", writer, links=rows(url, C, label="안내"))
    assert chosen() == {digest_of("https://b.kr"): ONE}
    # What stood there already is for what it was for.
    write(response, "a-1", writer, links=rows("https://b.kr", "https://b.kr", label="안내"))
    assert chosen() == {digest_of("https://b.kr"): ONE}
    write(response, "a-1", writer, links=rows(A, "https://b.kr", label="안내"))
    assert chosen() == {digest_of("https://b.kr"): ONE, digest_of(A): ONE}
    # A link that is taken out and comes back has it again.
    write(response, "a-1", writer, links=rows(A, label="안내"))
    write(response, "a-1", writer, links=rows(A, "https://b.kr", label="안내"))
    assert chosen() == {digest_of("https://b.kr"): ONE, digest_of(A): ONE}


def test_a_link_stays_for_what_it_was_where_two_change_places(
    response: Response, writer: User
) -> None:
    write(response, "a-1", writer, links=[*rows(A, label="하나"), *rows(C, label="둘")])
    choose(response, writer, A)
    write(response, "a-1", writer, links=[*rows(C, label="하나"), *rows(A, label="둘")])
    assert chosen() == {digest_of(A): ONE}


OLD, LED, DAMAGED = "http://old.kr/a", "https://new.kr/b", "https://d.kr/?a=1¤tPage=2"


def test_a_note_goes_with_an_address_to_the_same_page_alone(
    response: Response, writer: User
) -> None:
    urls = [DAMAGED, OLD, A, C]
    labels = ["하나", "둘", "셋", "넷"]
    links = [{"label": label, "url": url} for label, url in zip(labels, urls, strict=True)]
    write(response, "a-1", writer, links=links)
    key = note_checks(OLD, Finding.WORKS, last=timezone.now())
    address = Address.objects.get(pk=key)
    Host.objects.filter(pk=address.host_id).update(held_by="tests")
    hops = (Hop(OLD, 301), Hop(LED, 200))
    now = timezone.now()
    assert record("tests", address.host_id, key, LinkFound(Finding.MOVED, hops=hops), now)
    release("tests")
    for number, url in enumerate(urls):
        note_link(response, digest_of(url), url, f"이유 {number}", actor=Actor(writer))
    after = ["https://d.kr/?a=1&currentPage=2", LED, B, C]
    links = [{"label": label, "url": url} for label, url in zip(labels, after, strict=True)]
    write(response, "a-1", writer, links=links)
    notes = dict(LinkNote.objects.values_list("digest", "text"))
    said = [notes.get(digest_of(url)) for url in after]
    # Nobody has said of the third that it is right though it fails: it is another page.
    assert said == ["이유 0", "이유 1", None, "이유 3"]
    # Those before keep theirs, as they may come back, or stand in another answer.
    assert [notes[digest_of(url)] for url in urls] == [f"이유 {number}" for number in range(4)]
