"""Rules 1 and 2 of ARCHITECTURE.md, read off the source: each table has one module that writes it.

An answer has one door, `drafting`, which asks and locks; the modules of its room that write
stand behind that door, and nothing else comes to `saving`.

What is looked for are calls that write: of a model's manager, of a related manager, of a
model's class, of an instance in a module that knows the model, and of SQL. Then every way in
from outside is tried with each version that a page may say or fail to say.
"""

import ast
import json
from collections.abc import Callable, Iterator
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
from tests.support.factories import find, make_member, make_user, write

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    path
    for path in (ROOT / "responses").rglob("*.py")
    if not {"migrations", "models"} & set(path.parts)
)

DRAFTING, WORKFLOW = "responses/domain/answers/drafting.py", "responses/domain/review/workflow.py"
AFTERWARDS = "responses/domain/review/afterwards.py"
SAVING, REFUSED = "responses/domain/answers/saving.py", "responses/domain/answers/refused.py"
STARTING = "responses/domain/answers/starting.py"
PRESENCE, TALKING = "responses/domain/answers/presence.py", "responses/domain/talk/talking.py"
AUDITING, NOTICES = "responses/domain/auditing.py", "responses/domain/notices/notices.py"
DEPUTIES, ASSIGNING = (
    "responses/domain/people/deputies.py",
    "responses/domain/assignment/assigning.py",
)
GLOSSING = "responses/domain/glossary/glossing.py"
KEEPING = "responses/domain/assignment/keeping.py"
INVITING, MEMBERS = "responses/domain/people/invitations.py", "responses/domain/people/members.py"
SEALING = "responses/domain/submissions/sealing.py"
DELIVERING = "responses/domain/submissions/delivering.py"
RENDERINGS = "responses/domain/submissions/renderings.py"
ONCE = "responses/domain/once.py"
CHAINING = "responses/domain/chaining.py"
STORING = "responses/domain/files/storing.py"
IMPORTING = "responses/domain/answers/importing.py"
RECEIVING = "responses/domain/incoming/receiving.py"
CHECKS = "responses/domain/checks/recording.py"
NOTING = "responses/domain/checks/noting.py"
KEPT = "responses/domain/kept/keeping.py"
HANDING = "responses/domain/handouts/handing.py"
CLAIMING = "responses/domain/coverage/claiming.py"
RETURNING = "responses/domain/handouts/returning.py"
EDITIONS = "responses/domain/definition/loading.py"
COMPILED = "responses/domain/compiled.py"
# Those that speak SQL, too: what that compiles, and whole tables, whatever is in them, and owners.
BELOW = {
    "responses/domain/prepared.py",
    "responses/domain/backups/taking.py",
    "responses/domain/backups/restoring.py",
    "responses/management/commands/limit_role.py",
    "responses/checks.py",
}
# What is measured with: it fills tables at once, with rows of its own, and chains by the one door;
# tests/management/commands/test_generate_load.py holds what it writes to `verify_records`.
LOAD = "responses/domain/load.py"
# By which names a model's rows are reached, and the one module that may write them.
DOORS = {
    "Answer": SAVING,
    "answers": SAVING,
    "Revision": SAVING,
    "revisions": SAVING,
    "RefusedText": REFUSED,
    "refused_texts": REFUSED,
    # With a response go its answers.
    "Response": STARTING,
    "responses": STARTING,
    "Event": WORKFLOW,
    "events": WORKFLOW,
    # A response is made with its sections; what stands in them is another matter: see `COLUMNS`.
    "SectionWork": STARTING,
    "works": STARTING,
    "AuditRecord": AUDITING,
    "audit_records": AUDITING,
    "HeldTries": AUDITING,
    "held_tries": AUDITING,
    "Notice": NOTICES,
    "notices": NOTICES,
    "SavedLine": KEEPING,
    "saved_lines": KEEPING,
    "Term": GLOSSING,
    "terms": GLOSSING,
    "Deputy": DEPUTIES,
    "deputies": DEPUTIES,
    "Delegation": ASSIGNING,
    "delegations": ASSIGNING,
    "contributors": ASSIGNING,
    "assigned_works": ASSIGNING,
    "translators": ASSIGNING,
    "translated_works": ASSIGNING,
    "Invitation": INVITING,
    "invitations": INVITING,
    "Presence": PRESENCE,
    "presences": PRESENCE,
    "Thread": TALKING,
    "threads": TALKING,
    "Remark": TALKING,
    "remarks": TALKING,
    "mentioned": TALKING,
    "Submission": SEALING,
    "submissions": SEALING,
    "SubmissionFile": SEALING,
    "Delivery": DELIVERING,
    "deliveries": DELIVERING,
    "files": SEALING,
    "RenderedDocument": RENDERINGS,
    "Pulse": RENDERINGS,
    "documents": RENDERINGS,
    "SpentForm": ONCE,
    "StoredFile": STORING,
    "FileChunk": STORING,
    "chunks": STORING,
    "Upload": STORING,
    "uploads": STORING,
    "Import": IMPORTING,
    "imports": IMPORTING,
    "IncomingFile": RECEIVING,
    "incoming_files": RECEIVING,
    "Handout": HANDING,
    "handouts": HANDING,
    "Return": RETURNING,
    "returns": RETURNING,
    "ChainEntry": CHAINING,
    "chain_entries": CHAINING,
    "Address": CHECKS,
    "Check": CHECKS,
    "Host": CHECKS,
    "LinkNote": NOTING,
    "link_notes": NOTING,
    "Proof": CLAIMING,
    "proof": CLAIMING,
    "KeptPage": KEPT,
    "kept_pages": KEPT,
    "Membership": MEMBERS,
    "memberships": MEMBERS,
    # With an edition go its sections, questions and parts.
    "Edition": EDITIONS,
    "editions": EDITIONS,
    "Section": EDITIONS,
    "sections": EDITIONS,
    "Question": EDITIONS,
    "questions": EDITIONS,
    "Part": EDITIONS,
    "parts": EDITIONS,
}
FILLED = {*DOORS.values()} - {CHAINING, SEALING, REFUSED, EDITIONS, ONCE, STORING}
FILLED -= {IMPORTING, RECEIVING, CHECKS, NOTING, HANDING, RETURNING}
FILLED -= {CLAIMING}
FILLED -= {IMPORTING, RECEIVING, CHECKS, HANDING, RETURNING, KEPT}
WRITES = {
    f"{prefix}{name}"
    for prefix in ("", "a")
    for name in (
        *("create", "get_or_create", "update_or_create", "bulk_create"),
        *("update", "bulk_update", "save", "delete", "add", "remove", "set", "clear"),
    )
}
STATE = ("state", "state_since", "approval", "approval_id", "signatures")
GIVEN = ("department", "due_on", "approval_line", "translation_due_on")
APART = ("originals_alone", "translations_open", "translations_review")
COLUMNS = (
    dict.fromkeys(STATE, WORKFLOW)
    | dict.fromkeys(GIVEN, ASSIGNING)
    | dict.fromkeys(APART, AFTERWARDS)
)
SQL = {"raw", "cursor", "execute", "executemany", "_raw_delete"}


def chain(node: ast.expr) -> list[str]:
    """Return the names in `a.b(…).c`: a, b, c."""
    match node:
        case ast.Attribute(value=value, attr=attr):
            return [*chain(value), attr]
        case ast.Call(func=func):
            return chain(func)
        case ast.Name(id=name):
            return [name]
    return []


def imported(tree: ast.Module) -> set[str]:
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {alias.name for node in imports for alias in node.names}


def imported_modules(tree: ast.Module, room: str) -> set[str]:
    """Return all that is imported by a module of a room, such as `responses.domain.answers`."""
    found = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            of = ".".join(filter(None, (room if node.level else "", node.module)))
            found |= {of, *(f"{of}.{each.name}" for each in node.names)}
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
    return found


def is_harmless(call: ast.Call) -> bool:
    """Return whether a `save` writes nothing."""
    commit = {keyword.arg: keyword.value for keyword in call.keywords}.get("commit")
    return isinstance(commit, ast.Constant) and commit.value is False


def opened(module: str, call: str) -> set[str]:
    """Return the doors that a module may go past by a call: its own, and what fills tables more."""
    fills = module == LOAD and (call in {"bulk_create", "bulk_update"} or call[0].isupper())
    return {module} | (FILLED if fills else set())


def writes(source: str, module: str) -> Iterator[str]:
    """Yield each call of a module that writes what only another module may write."""
    tree = ast.parse(source)
    known = DOORS.keys() & imported(tree)
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        *path, last = chain(call.func) or [""]
        doors = {DOORS[name] for name in path if name in DOORS}
        names = {keyword.arg or "" for keyword in call.keywords}
        if last in DOORS and last[0].isupper() and not path:
            doors = {DOORS[last]}
        elif last == "update" and path and path[0] != "self" and not doors:
            doors = {COLUMNS[name] for name in names if name in COLUMNS}
        elif last == "update" and {"SectionWork", "works"} & set(path):
            doors = {COLUMNS.get(name, WORKFLOW) for name in names}
        elif last in {"save", "delete"} and known and len(path) == 1:
            doors = set() if is_harmless(call) else {DOORS[name] for name in known}
        elif last == "Update":
            # Rows that are not named here are notices: nothing else is changed so.
            doors = {DOORS[name] for name in chain(call.args[0]) if name in DOORS} or {NOTICES}
        elif last in SQL:
            doors = set() if module in BELOW else {COMPILED}
        elif last not in WRITES:
            continue
        if doors - opened(module, last):
            yield f"{module}:{call.lineno}: {ast.unparse(call)}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_answers_and_states_are_written_by_their_one_door_alone(path: Path) -> None:
    module = path.relative_to(ROOT).as_posix()
    assert list(writes(path.read_text(encoding="utf-8"), module)) == []


@pytest.mark.parametrize(
    "line",
    [
        "Answer.objects.create(version=1)",
        "Answer.objects.filter(pk=1).exclude(pk=2).update(version=2)",
        "Answer.objects.using('x').all().delete()",
        "Answer(version=1)",
        "response.answers.create(version=1)",
        "response.answers.filter(pk=1).update(version=2)",
        "answer.revisions.all().delete()",
        "Revision.objects.bulk_create([])",
        "RefusedText.objects.get_or_create(pk=1)",
        "response.refused_texts.all().delete()",
        "Event.objects.create(work=work)",
        "AuditRecord.objects.create(kind='seal')",
        "city.audit_records.create(kind='seal')",
        "ChainEntry.objects.bulk_create([])",
        "city.chain_entries.create(number=1)",
        "await Event.objects.acreate(work=work)",
        "work.events.create(action='send')",
        "SectionWork.objects.filter(pk=1).update(state='approved')",
        "SectionWork.objects.update(department='x', approval=None)",
        "SectionWork.objects.update(**fields)",
        "response.works.update(state='draft')",
        "found.update(state='draft')",
        "SectionWork.objects.create(response=response)",
        "Response.objects.filter(pk=1).delete()",
        "from responses.models import Answer\nanswer.save()",
        "from responses.models import Event\nevent.delete()",
        "from responses.models import SectionWork\nwork.save(update_fields=('due_on', 'state'))",
        "from responses.models import SectionWork\nwork.save(update_fields=fields)",
        "from responses.models import Answer\nform.save(commit=True)",
        "connection.cursor().execute('UPDATE')",
        "Answer.objects.raw('SELECT 1')",
        "Thread.objects.filter(pk=1).update(required=False)",
        "response.threads.all().delete()",
        "thread.remarks.create(text='x')",
        "Remark.objects.filter(pk=1).update(text='x')",
        "remark.mentioned.add(user)",
        "SectionWork.objects.filter(pk=1).update(department='x', due_on=None)",
        "found.update(approval_line=[])",
        "found.update(translations_open=True)",
        "from responses.models import SectionWork\nwork.save(update_fields=('due_on',))",
        "work.contributors.set([user])",
        "person.assigned_works.add(work)",
        "work.translators.set([user])",
        "person.translated_works.add(work)",
        "Delegation.objects.create(department='x')",
        "response.delegations.all().delete()",
        "Term.objects.filter(pk=1).delete()",
        "city.terms.create(original='x')",
        "Deputy.objects.filter(pk=1).delete()",
        "city.deputies.create(person=person)",
        "Invitation.objects.filter(pk=1).update(used_at=None)",
        "city.invitations.create(email='x')",
        "Notice.objects.filter(pk=1).update(mailed_at=None)",
        "person.notices.create(kind='sent')",
        "Submission.objects.create(number=1)",
        "response.submissions.create(number=1)",
        "Submission.objects.filter(pk=1).update(digest='')",
        "from responses.models import Submission\nsubmission.delete()",
        "SubmissionFile.objects.bulk_create([])",
        "submission.files.all().delete()",
        "RenderedDocument.objects.update_or_create(key='x')",
        "response.documents.all().delete()",
        "SpentForm.objects.filter(pk=1).delete()",
        "StoredFile.objects.filter(pk=1).delete()",
        "file.chunks.create(number=1)",
        "response.uploads.all().delete()",
        "Import.objects.create(name='x')",
        "response.imports.all().delete()",
        "Handout.objects.filter(pk=1).update(digest='')",
        "response.handouts.create(key='x')",
        "Return.objects.create(name='x')",
        "handout.returns.all().delete()",
        "KeptPage.objects.filter(pk=1).update(file=None)",
        "response.kept_pages.all().delete()",
        "Membership.objects.create(user=user)",
        "Membership(user=user)",
        "city.memberships.create(user=user)",
        "person.memberships.all().delete()",
        "from responses.models import Membership\nmembership.save()",
        "from responses.models import Membership\nformset.save()",
        "Edition.objects.filter(code='x').delete()",
        "Edition.objects.get_or_create(code='x')",
        "from responses.models import Edition\nedition.delete()",
        "edition.sections.all().delete()",
        "section.questions.create(key='x')",
        "Part.objects.bulk_create([])",
        "Update(Answer.objects.filter(pk=1), {'version': 2})",
        "Update(found, {'read_at': now})",
    ],
)
def test_the_search_finds(line: str) -> None:
    source = f"async def view():\n    {line.splitlines()[-1]}"
    assert len(list(writes(f"{line.rpartition(chr(10))[0]}\n{source}", "elsewhere.py"))) >= 1


@pytest.mark.parametrize(
    "line",
    [
        "Answer.objects.filter(pk=1).count()",
        "form.save()",
        "from responses.models import Answer\nform.save(commit=False)",
        "seen.update(pks)",
        "City.objects.filter(pk=1).update(name={})",
    ],
)
def test_the_search_lets_be(line: str) -> None:
    assert list(writes(line, "elsewhere.py")) == []


@pytest.mark.parametrize(
    ("line", "module"),
    [
        ("Answer.objects.create(version=1)", SAVING),
        ("RefusedText.objects.create(pk=1)", REFUSED),
        ("Event.objects.create(work=work)", WORKFLOW),
        ("SectionWork.objects.filter(pk=1).update(**fields)", WORKFLOW),
        ("SectionWork.objects.filter(pk=1).update(department='x')", ASSIGNING),
        ("SectionWork.objects.bulk_create([])", STARTING),
        ("Submission.objects.create(number=1)", SEALING),
        ("SubmissionFile.objects.bulk_create([])", SEALING),
        ("RenderedDocument.objects.update_or_create(key='x')", RENDERINGS),
        ("SpentForm.objects.get_or_create(digest=digest)", ONCE),
        ("FileChunk.objects.create(number=1)", STORING),
        ("Membership.objects.get_or_create(user=user)", MEMBERS),
        ("Edition.objects.create(code='x')", EDITIONS),
        ("Update(found, {'read_at': now})", NOTICES),
        ("Update(Notice.objects.all(), {'read_at': now})", NOTICES),
        ("database.cursor()", COMPILED),
    ],
)
def test_the_search_knows_the_doors(line: str, module: str) -> None:
    assert list(writes(line, module)) == []
    for other in {*DOORS.values(), DRAFTING} - {module}:
        assert len(list(writes(line, other))) == 1


def test_what_is_measured_with_only_adds_and_chains_by_the_door() -> None:
    assert list(writes("Revision.objects.bulk_create([])", LOAD)) == []
    for line in (
        "Revision.objects.filter(pk=1).delete()",
        "SectionWork.objects.filter(pk=1).update(state='draft')",
        "ChainEntry.objects.bulk_create([])",
        "Submission.objects.bulk_create([])",
    ):
        assert len(list(writes(line, LOAD))) == 1


def room_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).parent.parts)


@pytest.mark.parametrize(
    "line",
    [
        "from .saving import Saving",
        "from . import saving",
        "from responses.domain.answers.saving import Saving",
        "from responses.domain.answers import saving",
        "import responses.domain.answers.saving",
    ],
)
def test_the_search_finds_who_imports_a_module(line: str) -> None:
    found = imported_modules(ast.parse(line), "responses.domain.answers")
    assert "responses.domain.answers.saving" in found
    elsewhere = imported_modules(ast.parse(line), "responses.views")
    assert ("responses.domain.answers.saving" in elsewhere) is ("answers" in line)


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
