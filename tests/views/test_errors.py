"""What cannot be read or is too large is refused in words that arrive."""

import http.client
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.enums import Role
from responses.models import Answer, Membership, Response
from responses.views.errors import without_body
from tests.support import PATIENCE
from tests.support.browser import form_at
from tests.support.factories import make_member
from tests.support.servers import served

pytestmark = pytest.mark.django_db

URL = "/springfield/test-2030/alpha/"
JSON = {"accept": "application/json"}
FORM = "application/x-www-form-urlencoded"
TOO_LARGE = "q-a-1--text=" + "x" * (12 * 1024 * 1024)
TOO_MANY = "&".join(f"q-a-1--links--{n}--url=a.kr" for n in range(10_001))


@pytest.fixture
def member(client: Client, response: Response) -> Client:
    client.force_login(make_member(response.city, Role.CONTRIBUTOR))
    return client


@pytest.mark.parametrize("sent", [TOO_LARGE, TOO_MANY], ids=["bytes", "fields"])
def test_too_much_at_once_is_told_as_such(sent: str, member: Client) -> None:
    page = member.post(URL, sent, content_type=FORM)

    html = page.content.decode()
    assert page.status_code == 413
    assert "<h1>This is too much to send at once</h1>" in html
    assert "your text is still on the previous page" in html
    assert "A text can have 20,000 characters, and a list of links 200 rows." in html
    assert "Content-Security-Policy" in page.headers


@pytest.mark.parametrize("sent", [TOO_LARGE, TOO_MANY], ids=["bytes", "fields"])
def test_too_much_at_once_is_told_to_scripts(sent: str, member: Client) -> None:
    page = member.post(URL, sent, content_type=FORM, headers=JSON)

    said = "This is too much to send at once. Nothing was saved."
    assert page.status_code == 413
    assert page.json() == {"state": "too_large", "message": said}


LONG = "Why is <b>this</b>\nso?"


@pytest.mark.parametrize(("role", "status"), [(Role.VIEWER, 403), (None, 404)])
@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("alpha/a-1/talk/", {"do": "start", "text": LONG}),
        ("alpha/send/", {"comment": LONG}),
        ("alpha/a-1/suggest/", {"q-a-1--text": LONG, "version-a-1": "0"}),
    ],
)
def test_what_was_typed_comes_back_with_what_is_no_longer_allowed(
    path: str, sent: dict[str, str], role: Role | None, status: int, member: Client
) -> None:
    """The role was changed, or the person removed, while they wrote."""
    mine = Membership.objects.filter(user=member.session["_auth_user_id"])
    mine.update(role=role) if role else mine.delete()
    address = f"/springfield/test-2030/{path}"

    page = member.post(address, sent)

    assert page.status_code == status
    assert ">\nWhy is &lt;b&gt;this&lt;/b&gt;\nso?</textarea>" in page.content.decode()
    assert "<textarea" not in member.get(address).content.decode()


def test_what_cannot_be_read_and_has_no_page_is_not_found(member: Client) -> None:
    page = member.post(
        "/nowhere/at/all/of/it/x", b"x", content_type="multipart/form-data; boundary="
    )

    assert page.status_code == 404


@pytest.mark.parametrize("headers", [{}, JSON], ids=["page", "script"])
def test_a_fault_of_ours_is_told_as_is_asked(
    headers: dict[str, str], member: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_values: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("responses.views.access.read_snapshot", fail)
    member.raise_request_exception = False
    page = member.post(f"{URL}save/", headers=headers)
    assert page.status_code == 500
    if headers:
        said = "The fault is ours. What was just sent may not be saved."
        assert page.json() == {"state": "failed", "message": said}
    else:
        assert "<h1>Something went wrong</h1>" in page.content.decode()


def test_too_much_in_parts_is_too_much(member: Client) -> None:
    assert member.post(URL, {"q-a-1--text": "x" * (12 * 1024 * 1024)}).status_code == 413


def test_what_cannot_be_read_says_where_the_text_is(member: Client) -> None:
    page = member.post(URL, "x", content_type=f"{FORM}; charset=euc-kr")

    assert page.status_code == 400
    assert "<h1>This request cannot be read</h1>" in page.content.decode()
    assert "your text is still on the previous page" in page.content.decode()


def test_what_cannot_be_read_is_told_to_scripts(member: Client) -> None:
    page = member.post(URL, "x", content_type=f"{FORM}; charset=euc-kr", headers=JSON)

    said = "This request cannot be read. Nothing was saved."
    assert page.status_code == 400
    assert page.json() == {"state": "unreadable", "message": said}


def test_refusing_what_is_too_large_asks_the_database_nothing(
    member: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        member.post(URL, TOO_LARGE, content_type=FORM, headers=JSON)


def test_text_of_one_character_too_many_comes_back_to_the_byte(member: Client) -> None:
    text = ("\n○ <b>가&amp;\t😀\n" * 2_000)[:20_001].ljust(20_001, "끝")
    sent = form_at(member.get(URL), ("then", "send")).typed(
        {
            "q-a-1--text": text.replace("\n", "\r\n"),
            "q-a-1--percentage": "23,1",
            "q-a-2--text": "○ Another",
        }
    )

    page = member.post(URL, sent)

    back = form_at(page, ("then", "send")).fields
    assert page.status_code == 422
    assert "This is 20,001 characters long; at most 20,000 are allowed." in page.content.decode()
    assert 'aria-describedby="q-a-1--text--need q-a-1--text--problem"' in page.content.decode()
    assert back["q-a-1--text"] == [text.replace("\n", "\r\n")]
    assert back["q-a-1--percentage"] == ["23,1"]
    assert list(Answer.objects.values_list("question__key", "content__parts__text")) == [
        ("a-2", "○ Another")
    ]


@pytest.fixture(scope="module")
def gunicorn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Start a real server, which needs no database to refuse, and return its port."""
    with served(tmp_path_factory.mktemp("data")) as port:
        yield port


@pytest.mark.parametrize(("cookie", "status"), [(f"csrftoken={'a' * 32}", 413), ("", 403)])
def test_refusal_reaches_who_first_sends_everything(
    cookie: str, status: int, gunicorn: int
) -> None:
    headers = {"Content-Type": FORM, "Cookie": cookie}
    with closing(http.client.HTTPConnection("127.0.0.1", gunicorn, timeout=PATIENCE)) as connection:
        # Browsers read no answer before all is sent; a connection reset meanwhile raises here.
        connection.request("POST", "/accounts/login/", TOO_LARGE.encode(), headers)
        page = connection.getresponse()
        html = page.read()

    assert page.status == status
    assert html.rstrip().endswith(b"</html>")


def test_an_answer_to_head_has_no_body_for_the_server_to_complain_of(tmp_path: Path) -> None:
    found = []
    with (
        (tmp_path / "log").open("wb") as log,
        served(tmp_path, log) as port,
        closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as asking,
    ):
        for path in ("/accounts/login/", "/schemas/response-2.json"):
            for method in ("GET", "HEAD"):
                asking.request(method, path)
                reply = asking.getresponse()
                found.append((method, reply.status, len(reply.read()) > 0))
    assert found == [("GET", 200, True), ("HEAD", 200, False)] * 2
    assert "no-body" not in (tmp_path / "log").read_text()


def test_the_body_of_a_stream_is_let_go_of_with_the_answer_to_head() -> None:
    closed = []
    source = (each for each in [b"1", b"2"])
    reply = StreamingHttpResponse(source, headers={"Content-Length": "2"})
    reply._resource_closers.append(lambda: closed.append(True))  # type: ignore[attr-defined]
    assert b"".join(without_body(reply)) == b""
    reply.close()
    assert (closed, reply["Content-Length"]) == ([True], "2")
