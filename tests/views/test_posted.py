"""Whatever stands where a number should, no page fails; whatever button is named, one answer."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from responses.domain.answers.drafting import save_answer
from responses.domain.answers.opening import AnswerRef
from responses.domain.answers.writes import Write
from responses.domain.auditing import Actor
from responses.domain.content.content import canonical
from responses.domain.people import trying
from responses.domain.people.deputies import add_deputy
from responses.domain.people.invitations import invite
from responses.domain.review.workflow import Move, perform
from responses.domain.talk.talking import Said, start
from responses.enums import Action, Role
from responses.models import Handout, IncomingFile, RefusedText, Response, Thread, User
from responses.validators import parse_number
from responses.views import posted
from tests.support.factories import find, make_member, make_submission, shape_of, write
from tests.support.handouts import make_handout
from tests.support.incoming import make_incoming

pytestmark = pytest.mark.django_db

VIEWS = Path(posted.__file__).parent
NUMBERS = {
    "5,000 digits": "9" * 5000,
    "20 digits": "9" * 20,
    "9 digits": "9" * 9,
    "below nought": "-1",
    "full width": "１２",
    "underscored": "1_000",
    "empty": "",
    "NUL": "1\x00",
}
CITY = {"city": "springfield"}
RESPONSE = CITY | {"edition": "test-2030"}
SECTION = RESPONSE | {"section": "alpha"}
QUESTION = SECTION | {"question": "a-2"}
INCOMING = RESPONSE | {"pk": "{incoming}"}


@dataclass(frozen=True)
class Numeric:
    """A field that is read as a number: of which page, sent how, and with what else.

    `{}` in the name or in `data` stands for the key of what the page is about.
    """

    page: str
    name: str
    method: str = "post"
    kwargs: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.page} {self.name}"


LIST = "q-a-2--links"
OPERATED = {"rows": f"remove {LIST} {{number}}", f"{LIST}--0--url": "a.kr"}
DATED = {"do": "due", "section": "alpha", "due": "2030-05-01"}
NUMERIC = [
    Numeric("act", "step", kwargs=SECTION | {"action": "approve"}, data={"seen": "x"}),
    Numeric("assignment", "s-alpha--contributors", kwargs=RESPONSE, data={"s-alpha--seen": "x"}),
    Numeric("assignment", "s-alpha--0--people", kwargs=RESPONSE, data={"s-alpha--seen": "x"}),
    Numeric("assignment", "h-a-1--people", kwargs=RESPONSE, data={"h-a-1--seen": "x"}),
    Numeric("assignment", "s-alpha--{number}--title", kwargs=RESPONSE, data={"s-alpha--seen": ""}),
    Numeric("assignment", "", kwargs=RESPONSE, data={"rows": "up alpha {number}"}),
    Numeric("assignment", "due-all", kwargs=RESPONSE, data={"rows": "date"}),
    Numeric("assignment", "s-alpha--due", kwargs=RESPONSE, data={"s-alpha--seen": "x"}),
    Numeric("dashboard", "due", kwargs=RESPONSE, data={"do": "due", "section": "alpha"}),
    Numeric("dashboard", "due-alpha", kwargs=RESPONSE, data=DATED),
    Numeric("audit", "person", "get", CITY),
    Numeric("audit", "page", "get", CITY),
    Numeric("audit", "since", "get", CITY),
    Numeric("audit_csv", "person", "get", CITY),
    Numeric("autosave", "version-a-2", kwargs=QUESTION, data={"q-a-2--text": "x"}),
    Numeric(
        "autosave", "continues", kwargs=QUESTION, data={"q-a-2--text": "x", "version-a-2": "0"}
    ),
    Numeric(
        "autosave",
        "q-a-2--links--{number}--url",
        kwargs=QUESTION,
        data={"q-a-2--text": "x", "version-a-2": "1"},
    ),
    Numeric("compare_submissions", "from", "get", RESPONSE, {"to": "1"}),
    Numeric("compare_submissions", "to", "get", RESPONSE, {"from": "1"}),
    Numeric("deputies", "deputy", kwargs=CITY, data={"do": "remove"}),
    Numeric("deputies", "new-deputy", kwargs=CITY, data={"do": "add"}),
    Numeric("deputies", "new-person", kwargs=CITY, data={"do": "add"}),
    Numeric("handouts", "page", "get", RESPONSE),
    Numeric("handouts", "new-due_on", kwargs=RESPONSE),
    Numeric("history", "page", "get", QUESTION),
    Numeric("history", "from", "get", QUESTION, {"to": "1"}),
    Numeric("history", "to", "get", QUESTION, {"from": "0"}),
    Numeric("history", "restore", "get", QUESTION),
    Numeric("history", "restore", kwargs=QUESTION, data={"base": "1"}),
    Numeric("history", "base", kwargs=QUESTION, data={"restore": "1"}),
    Numeric("imports", "page", "get", RESPONSE),
    Numeric("imports", "remove", kwargs=RESPONSE),
    Numeric("incoming_file", "lines", "get", INCOMING),
    Numeric("incoming_file", "line", kwargs=INCOMING, data={"do": "move", "to": "a-1"}),
    Numeric("members", "member", kwargs=CITY, data={"do": "change", "role": "viewer"}),
    Numeric("members", "member", kwargs=CITY, data={"do": "remove"}),
    Numeric("members", "invitation", kwargs=CITY, data={"do": "renew"}),
    Numeric("members", "invitation", kwargs=CITY, data={"do": "withdraw"}),
    Numeric("notices", "page", "get"),
    Numeric("notices", "person", data={"do": "read"}),
    Numeric("presence", "version-a-2", kwargs=SECTION),
    Numeric("profile", "member", data={"do": "place"}),
    Numeric("section", "version-a-2", kwargs=SECTION, data={"q-a-2--text": "x"}),
    Numeric("section", "", kwargs=SECTION, data=OPERATED),
    Numeric("sign_in_again", "person", "get"),
    Numeric("sign_in_again", "person"),
    Numeric("suggest", "thread", "get", QUESTION),
    Numeric(
        "suggest", "thread", kwargs=QUESTION, data={"s-q-a-2--text": "x", "s-version-a-2": "1"}
    ),
    Numeric(
        "suggest", "s-version-a-2", kwargs=QUESTION, data={"s-q-a-2--text": "x", "text": "So."}
    ),
    Numeric("talk", "thread", kwargs=QUESTION, data={"do": "reply", "text": "x"}),
    Numeric("talk", "thread", kwargs=QUESTION, data={"do": "resolve"}),
    Numeric("talk", "version", kwargs=QUESTION, data={"do": "start", "text": "x"}),
    Numeric("submissions", "number", kwargs=RESPONSE),
    Numeric("submissions", "s1-day", kwargs=RESPONSE, data={"number": "1", "s1-means": "Post"}),
    Numeric("search", "page", "get", data={"words": "One"}),
    Numeric("talk", "accept", kwargs=QUESTION, data={"version": "1"}),
    Numeric("talk", "version", kwargs=QUESTION, data={"accept": "{remark}"}),
    Numeric("unsaved", "text", kwargs=SECTION, data={"do": "discard"}),
    Numeric(
        "unsaved", "t{text}-version-a-2", kwargs=SECTION, data={"do": "combine", "text": "{text}"}
    ),
]


@pytest.fixture
def chief(client: Client, response: Response, writer: User, reviewer: User) -> User:
    """Sign a coordinator in who has one of everything that can be named by a number."""
    person = make_member(response.city, Role.COORDINATOR, "Kang")
    day, other = timezone.localdate(), make_member(response.city, Role.REVIEWER)
    add_deputy(response.city, reviewer, other, day, day, actor=Actor(person))
    invite(response.city, "new@city.example", "New", Role.VIEWER, actor=Actor(person))
    make_submission(response)
    section, question = find(response, "a-2")
    perform(Move(Action.REOPEN, comment="Once more."), response, section, actor=Actor(person))
    write(response, "a-2", writer, text="One")
    content = canonical(question, {"text": "Two"})
    said = Said("Better so.", None, content)
    start(writer, AnswerRef("springfield", "test-2030", "alpha", "a-2"), said)
    save_answer(response, section, Write(question, content, 0), author=person)  # too late
    make_handout(response, person, "b-1")
    make_incoming(response, person)
    client.force_login(person)
    return person


def turn_to_decide(client: Client, response: Response, chief: User, reviewer: User) -> None:
    """Sign a reviewer in before whom a section waits."""
    section = shape_of(response).sections_by_key["alpha"]
    perform(Move(Action.SEND), response, section, actor=Actor(chief))
    client.force_login(reviewer)


def test_no_number_makes_a_page_fail(response: Response, chief: User, reviewer: User) -> None:
    """Each of them on its own, but of one response, as it takes longer to make than to ask."""
    known, failed = keys(), []
    for numeric in NUMERIC:
        trying._IN_VAIN.clear()
        # What fails is told as a page, so that all that fails is told.
        client = Client(raise_request_exception=False, headers={"accept-language": "en"})
        with transaction.atomic():
            if numeric.page == "act":
                turn_to_decide(client, response, chief, reviewer)
            else:
                client.force_login(chief)
            ask, address = getattr(client, numeric.method), address_of(numeric, known)
            for name, number in NUMBERS.items():
                if ask(address, sent(numeric, number, known)).status_code >= 500:
                    failed.append(f"{numeric}: {name}")
            transaction.set_rollback(True)
    assert failed == []


def keys() -> dict[str, str]:
    """Return the keys of a suggestion, a refused text, a handout and an imported file."""
    return {
        "remark": str(Thread.objects.get().remarks.get().pk),
        "text": str(RefusedText.objects.get().pk),
        "handout": str(Handout.objects.get().pk),
        "incoming": str(IncomingFile.objects.get().pk),
    }


def address_of(view: Numeric, known: dict[str, str]) -> str:
    """Return the address of a page, of what is known by these keys."""
    return reverse(
        view.page, kwargs={name: said.format(**known) for name, said in view.kwargs.items()}
    )


def sent(numeric: Numeric, value: str, known: dict[str, str]) -> dict[str, str]:
    """Return what is sent to a page with something in the place of a number."""
    words = known | {"number": value}
    own = {numeric.name: "x" if "{number}" in numeric.name else value} if numeric.name else {}
    return {
        name.format(**words): text.format(**words) for name, text in {**numeric.data, **own}.items()
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [("/notices/", "/"), ("/springfield/test-2030/submissions/", "/archive.zip")],
)
def test_no_number_in_an_address_makes_a_page_fail(
    before: str, after: str, client: Client, chief: User
) -> None:
    for number in NUMBERS.values():
        assert client.get(f"{before}{number}{after}").status_code in {200, 404}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("7", 7),
        ("9" * 9, 10**9 - 1),
        ("9" * 10, None),
        (" 1", None),
        ("01", None),
        *((text, None) for name, text in NUMBERS.items() if name != "9 digits"),
    ],
)
def test_numbers_are_read_as_the_product_writes_them(text: str, number: int | None) -> None:
    assert parse_number(text) == number
    assert posted.number({"n": text}, "n") == number


def test_what_is_not_sent_is_no_number() -> None:
    assert posted.number({}, "n") is None


def readers() -> Iterator[str]:
    """Yield where a view reads a number by itself."""
    for path in VIEWS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="int")):
                    yield f"{path.name}:{node.lineno} int()"
                case ast.Attribute(attr="isdecimal" | "isdigit" | "isnumeric"):
                    yield f"{path.name}:{node.lineno} {node.attr}"
                case ast.Import(names=[ast.alias(name="re")]):
                    yield f"{path.name}:{node.lineno} re"


def test_views_read_numbers_by_the_one_reader_alone() -> None:
    assert list(readers()) == []


# --- Buttons ---------------------------------------------------------------


DISPATCHING = [
    Numeric("assignment", "line", kwargs=RESPONSE),
    Numeric("dashboard", "do", kwargs=RESPONSE, data={"section": "alpha"}),
    Numeric("deputies", "do", kwargs=CITY),
    Numeric("glossary", "do", kwargs=CITY),
    Numeric("handout", "do", kwargs=RESPONSE | {"pk": "{handout}"}),
    Numeric("incoming_file", "do", kwargs=INCOMING),
    Numeric("kept_pages", "do", kwargs=RESPONSE),
    Numeric("members", "do", kwargs=CITY),
    Numeric("notices", "do"),
    Numeric("preview", "kind", data={"text": "x"}),
    Numeric("profile", "do"),
    Numeric("talk", "do", kwargs=QUESTION, data={"text": "x"}),
    Numeric("unsaved", "do", kwargs=SECTION, data={"text": "{text}"}),
]


def test_an_unknown_button_gets_the_one_answer(client: Client, chief: User) -> None:
    known = keys()
    for view in DISPATCHING:
        address = address_of(view, known)
        with transaction.atomic():
            for word in ("", "shred", "x" * 5000, "NUL\x00"):
                page = client.post(address, sent(view, word, known))
                assert page.status_code == 400, view
                assert "<h1>This request cannot be read</h1>" in page.content.decode(), view
            assert client.post(address).status_code in {400, 302}, view
            transaction.set_rollback(True)


def test_every_view_that_dispatches_is_in_the_table() -> None:
    found = {
        path.stem
        for path in VIEWS.glob("*.py")
        if re.search(r"\bchosen\(", path.read_text(encoding="utf-8")) and path.stem != "posted"
    }
    assert found == {module_of(view) for view in DISPATCHING}


def module_of(view: Numeric) -> str:
    """Return the name of the module that a page is shown by."""
    address = address_of(view, {"handout": "1", "incoming": "1"})
    return resolve(address).func.__module__.rpartition(".")[2]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2030-05-06T11:00:00.000001+00:00", datetime(2030, 5, 6, 11, 0, 0, 1, tzinfo=UTC)),
        ("2030-05-06T20:00:00+09:00", datetime(2030, 5, 6, 11, tzinfo=UTC)),
        *((none, None) for none in ("2031-01-01T00:00:00+00:00", "2030-05-06T11:00:00")),
        *((none, None) for none in ("", "9" * 5000, "soon", "2030-05-06T11:00:00+00:00 x")),
    ],
)
def test_a_moment_is_read_or_it_is_now(said: str, read: datetime | None) -> None:
    """Also of one that is still to come, or has no time zone."""
    now = datetime(2030, 5, 6, 12, tzinfo=UTC)
    assert posted.moment({"at": said}, "at", now) == (read or now)
