"""Every way to write an answer is known, and tried with each version that a page may say or not."""

import ast
import json
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from inspect import Parameter, signature
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client

from responses.domain.answers.drafting import restore, save_answer
from responses.domain.answers.writes import Write
from responses.domain.content.content import canonical
from responses.enums import Role, Source
from responses.models import Answer, RefusedText, Response, Revision, User
from tests.domain.doors import DRAFTING, MODULES, ROOT, chain, imported_modules
from tests.support.factories import find, make_member, make_user, write


def room_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).parent.parts)


def test_nothing_but_the_door_of_answers_leads_to_what_writes_them() -> None:
    """Who asks whether somebody may write, and locks, is `drafting`; `saving` does neither."""
    users = {
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if "responses.domain.answers.saving"
        in imported_modules(ast.parse(path.read_text(encoding="utf-8")), room_of(path))
    }
    assert users == {DRAFTING}


# Which modules call a way into `drafting` that writes an answer; each is tried out below.
WAYS = {"save_answers", "save_answer", "autosave", "restore", "combine"}
CALLERS = {
    "responses/views/writing.py": {"save_answers"},
    "responses/views/unsaved.py": {"combine"},
    "responses/views/autosave.py": {"autosave"},
    "responses/views/history.py": {"restore"},
    "responses/domain/demo.py": {"save_answer"},
    # Accepting repairs; it starts from the version in which they were offered.
    "responses/views/repairing.py": {"save_answer"},
    # Accepting what a file says; it starts from no answer.
    "responses/domain/answers/importing.py": {"save_answers"},
    # Merging what a returned file says; it starts from what was handed out, or from now.
    "responses/domain/handouts/returning.py": {"save_answers"},
    # Accepting a suggestion; tests/views/test_talk.py tries it with every version.
    "responses/domain/talk/talking.py": {"save_answer"},
}


def ways_in(source: str) -> set[str]:
    """Return which ways into `drafting` a module takes, by import or by attribute."""
    tree, found = ast.parse(source), set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("drafting"):
            found |= WAYS & {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute) and "drafting" in chain(node):
            found |= WAYS & {node.attr}
    return found


def unversioned(source: str) -> list[str]:
    """Return the calls that make a write, or restore a version, without saying from which."""
    return [
        ast.unparse(call)
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and (chain(call.func) or [""])[-1] in {"Write", "restore"}
        and len(call.args) < 3
        and "base_version" not in {keyword.arg for keyword in call.keywords}
    ]


def test_every_caller_that_writes_an_answer_is_known() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): ways_in(path.read_text(encoding="utf-8"))
        for path in MODULES
        if path != ROOT / DRAFTING
    }
    assert {module: ways for module, ways in found.items() if ways} == CALLERS


@pytest.mark.parametrize("module", [DRAFTING, *CALLERS, "responses/forms/answer/form.py"])
def test_every_write_says_from_which_version(module: str) -> None:
    assert unversioned((ROOT / module).read_text(encoding="utf-8")) == []


def test_the_search_finds_callers_and_writes_without_version() -> None:
    assert ways_in("from .drafting import restore as back, WRITABLE") == {"restore"}
    assert ways_in("from . import drafting\ndrafting.save_answer(x)") == {"save_answer"}
    assert ways_in("from .drafting import Write\nstory.restore(x)") == set()
    assert unversioned("Write(question, content)") == ["Write(question, content)"]
    assert unversioned("drafting.Write(question, content, base_version=None)") == []


def test_a_version_can_be_unknown_but_not_left_out() -> None:
    (version,) = (each for each in fields(Write) if each.name == "base_version")
    assert (version.default, version.default_factory) == (MISSING, MISSING)
    assert signature(restore).parameters["base_version"].default is Parameter.empty


# Each way in from outside, with the version that a page says or does not say.

SECTION = "/springfield/test-2030/alpha/"
Send = Callable[[Client, str | None], Any]
TYPED = "○ Mine"


def version_field(name: str, version: str | None) -> dict[str, str]:
    return {} if version is None else {name: version}


def by_form(client: Client, version: str | None) -> Any:
    sent = {"q-a-2--text": TYPED} | version_field("version-a-2", version)
    return client.post(SECTION, sent)


def by_autosave(client: Client, version: str | None) -> Any:
    sent = {"q-a-2--text": TYPED} | version_field("version-a-2", version)
    return client.post(f"{SECTION}a-2/save/", sent)


def by_restoring(client: Client, version: str | None) -> Any:
    sent = {"restore": "1"} | version_field("base", version)
    return client.post(f"{SECTION}a-2/history/", sent)


def by_combining(client: Client, version: str | None) -> Any:
    """Combine a text that was refused before."""
    text = RefusedText.objects.get().pk
    sent = {"text": str(text), "do": "combine", f"t{text}-q-a-2--text": TYPED}
    return client.post(f"{SECTION}unsaved/", sent | version_field(f"t{text}-version-a-2", version))


@dataclass(frozen=True)
class Way:
    """A way in: how to take it, what its success looks like, and what it would write."""

    send: Send
    success: int
    writes: str


WAYS_IN = [
    Way(by_form, 302, TYPED),
    Way(by_autosave, 200, TYPED),
    Way(by_restoring, 302, "○ First"),
    Way(by_combining, 302, TYPED),
]
ways = pytest.mark.parametrize("way", WAYS_IN, ids=lambda way: way.send.__name__)


@pytest.fixture
def client_of_writer(client: Client, response: Response, writer: User) -> Client:
    """Sign in the writer, beside a colleague who wrote two versions of A.2."""
    colleague = make_member(response.city, Role.CONTRIBUTOR, "Colleague")
    for text in ("○ First", "○ Second"):
        write(response, "a-2", colleague, text=text)
    client.force_login(writer)
    return client


def refuse_a_text(response: Response, writer: User) -> None:
    """Leave the writer one refused text, which only a combination settles."""
    section, question = find(response, "a-2")
    stale = Write(question, canonical(question, {"text": "○ Refused"}), 0)
    assert save_answer(response, section, stale, author=writer).refused


def texts_of(model: type[Revision] | type[RefusedText]) -> list[str]:
    return [row.content["parts"]["text"] for row in model.objects.order_by("pk")]


@ways
@pytest.mark.django_db
def test_the_version_of_now_is_written_over(
    way: Way, client_of_writer: Client, response: Response, writer: User
) -> None:
    refuse_a_text(response, writer)
    assert way.send(client_of_writer, "2").status_code == way.success
    assert texts_of(Revision) == ["○ First", "○ Second", way.writes]
    assert Answer.objects.get().version == 3


@ways
@pytest.mark.parametrize("version", [None, "", "x", "3", "-1", "99999999999"])
@pytest.mark.django_db
def test_without_a_version_nothing_is_written(
    way: Way, version: str | None, client_of_writer: Client, response: Response, writer: User
) -> None:
    refuse_a_text(response, writer)
    assert way.send(client_of_writer, version).status_code == 428
    assert texts_of(Revision) == ["○ First", "○ Second"]
    assert texts_of(RefusedText) == ["○ Refused", way.writes]


@ways
@pytest.mark.parametrize("version", ["0", "1"])
@pytest.mark.django_db
def test_over_an_older_version_nothing_is_written(
    way: Way, version: str, client_of_writer: Client, response: Response, writer: User
) -> None:
    """The reply shows what the answer says now, and what was typed is kept."""
    refuse_a_text(response, writer)
    page = way.send(client_of_writer, version)
    assert page.status_code == 409
    said = json.loads(page.content) if page["Content-Type"] == "application/json" else None
    # Where the difference is marked, word by word, the bullet is no part of it.
    assert "Second" in (str(said["fields"]) if said else page.content.decode())
    assert texts_of(Revision) == ["○ First", "○ Second"]
    assert texts_of(RefusedText) == ["○ Refused", way.writes]


@pytest.mark.parametrize("model", ["answer", "revision"])
@pytest.mark.django_db
def test_the_administration_writes_no_answer(
    model: str, client_of_writer: Client, response: Response
) -> None:
    client_of_writer.force_login(make_user("Root", is_staff=True, is_superuser=True))
    row = (Answer if model == "answer" else Revision).objects.get(version=2)
    pages = [f"{row.pk}/change/", f"{row.pk}/delete/", "add/"]
    sent = {"version": "7", "content": "{}"}
    replies = [client_of_writer.post(f"/admin/responses/{model}/{page}", sent) for page in pages]
    assert [page.status_code for page in replies] == [403, 403, 403]
    assert texts_of(Revision) == ["○ First", "○ Second"]


@pytest.mark.django_db
def test_the_administration_knows_no_refused_texts(client_of_writer: Client) -> None:
    client_of_writer.force_login(make_user("Root", is_staff=True, is_superuser=True))
    assert client_of_writer.get("/admin/responses/refusedtext/").status_code == 404


@pytest.mark.django_db
def test_the_demo_is_written_by_the_same_door() -> None:
    """Loading it again, where answers stand already, writes over nothing."""
    call_command("load_demo", stdout=StringIO())
    written = list(Answer.objects.order_by("pk").values_list("version", "content", "updated_by"))
    last = Revision.objects.filter(version=F("answer__version")).order_by("answer_id")
    revisions = last.values_list("version", "content", "author")
    assert list(revisions) == written
    assert set(Revision.objects.values_list("source", flat=True)) == {Source.DEMO}
    with pytest.raises(CommandError):
        call_command("load_demo", stdout=StringIO())
    assert list(revisions.all()) == written
    assert not RefusedText.objects.exists()
