import pytest

from responses.domain.snapshot.evidence import named_addresses
from responses.domain.snapshot.snapshot import read_snapshot
from responses.models import Response, User
from tests.support.factories import write

pytestmark = pytest.mark.django_db


def link(url: str, label: str = "") -> dict[str, str]:
    return {"label": label, "url": url}


def test_an_address_stands_once_with_all_that_name_it(response: Response, writer: User) -> None:
    links = [link("www.a.kr", "A"), link("https://WWW.a.kr/#top"), link("b.kr", "B")]
    write(response, "a-1", writer, links=links)
    write(response, "a-2", writer, text="○ 누리집(https://www.a.kr/)과 c.kr/1을 보십시오.")
    write(response, "b-1", writer, text="c.kr/1, c.kr/1")
    found = named_addresses(read_snapshot(response).sections)
    assert [
        (each.url, [(of.question.number, of.label, of.in_text) for of in each.named])
        for each in found
    ] == [
        ("www.a.kr", [("A.1", "A", False), ("A.1", "", False), ("A.2", "", True)]),
        ("b.kr", [("A.1", "B", False)]),
        ("c.kr/1", [("A.2", "", True), ("B.1", "", True)]),
    ]
    assert len({each.digest for each in found}) == 3


def test_what_cannot_be_linked_stands_by_itself_and_a_link_without_address_not_at_all(
    response: Response, writer: User
) -> None:
    write(response, "a-2", writer, links=[link("", "none"), link("http://a.kr:0/", "X")])
    found = named_addresses(read_snapshot(response).sections)
    assert [(each.url, each.digest) for each in found] == [("http://a.kr:0/", "")]
