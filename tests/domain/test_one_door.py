"""Rules 1 and 2 of ARCHITECTURE.md, read off the source: one door for answers, one for states.

What is looked for are calls that write: of a model's manager, of a related manager, of a
model's class, of an instance in a module that knows the model, and of SQL.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    path
    for path in (ROOT / "responses").rglob("*.py")
    if not {"migrations", "models"} & set(path.parts)
)

DRAFTING, WORKFLOW = "responses/domain/drafting.py", "responses/domain/workflow.py"
PRESENCE = "responses/domain/presence.py"
# By which names a model's rows are reached, and the one module that may write them.
DOORS = {
    "Answer": DRAFTING,
    "answers": DRAFTING,
    "Revision": DRAFTING,
    "revisions": DRAFTING,
    "RefusedText": DRAFTING,
    "refused_texts": DRAFTING,
    # With a response go its answers.
    "Response": DRAFTING,
    "Event": WORKFLOW,
    "events": WORKFLOW,
    # A response is made with its sections; their states are another matter: see `STATE`.
    "SectionWork": DRAFTING,
    "works": DRAFTING,
    "Presence": PRESENCE,
    "presences": PRESENCE,
}
WRITES = {
    f"{prefix}{name}"
    for prefix in ("", "a")
    for name in (
        *("create", "get_or_create", "update_or_create", "bulk_create"),
        *("update", "bulk_update", "save", "delete", "add", "remove", "set", "clear"),
    )
}
STATE = {"state", "state_since", "approval", "approval_id"}
FREE = {"department", "due_on"}
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


def is_harmless(call: ast.Call) -> bool:
    """Return whether a `save` writes nothing, or only what anybody may."""
    values = {keyword.arg: keyword.value for keyword in call.keywords}
    commit, fields = values.get("commit"), values.get("update_fields")
    if isinstance(fields, ast.Tuple):
        return {each.value for each in fields.elts if isinstance(each, ast.Constant)} <= FREE
    return isinstance(commit, ast.Constant) and commit.value is False


def writes(source: str, module: str) -> Iterator[str]:
    """Yield each call of a module that writes what only another module may write."""
    tree = ast.parse(source)
    known = DOORS.keys() & imported(tree)
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        *path, last = chain(call.func) or [""]
        doors = {DOORS[name] for name in path if name in DOORS}
        names = {keyword.arg for keyword in call.keywords}
        if last in DOORS and last[0].isupper() and not path:
            doors = {DOORS[last]}
        elif last == "update" and path and path[0] != "self" and not doors:
            doors = {WORKFLOW} if names & STATE else set()
        elif last == "update" and {"SectionWork", "works"} & set(path):
            doors = {WORKFLOW} if names & STATE or None in names else set()
        elif last in {"save", "delete"} and known and len(path) == 1:
            doors = set() if is_harmless(call) else {DOORS[name] for name in known}
        elif last in SQL:
            doors = {""}
        elif last not in WRITES:
            continue
        if doors - {module}:
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
    ],
)
def test_the_search_finds(line: str) -> None:
    source = f"async def view():\n    {line.splitlines()[-1]}"
    assert len(list(writes(f"{line.rpartition(chr(10))[0]}\n{source}", "elsewhere.py"))) >= 1


@pytest.mark.parametrize(
    "line",
    [
        "Answer.objects.filter(pk=1).count()",
        "SectionWork.objects.filter(pk=1).update(department='x', due_on=None)",
        "form.save()",
        "from responses.models import SectionWork\nwork.save(update_fields=('due_on',))",
        "from responses.models import Answer\nform.save(commit=False)",
        "seen.update(pks)",
        "Membership.objects.create(user=user)",
        "City.objects.filter(pk=1).update(name={})",
    ],
)
def test_the_search_lets_be(line: str) -> None:
    assert list(writes(line, "elsewhere.py")) == []


@pytest.mark.parametrize(
    ("line", "module"),
    [
        ("Answer.objects.create(version=1)", DRAFTING),
        ("Event.objects.create(work=work)", WORKFLOW),
        ("SectionWork.objects.filter(pk=1).update(**fields)", WORKFLOW),
        ("SectionWork.objects.bulk_create([])", DRAFTING),
    ],
)
def test_the_search_knows_the_doors(line: str, module: str) -> None:
    other = DRAFTING if module == WORKFLOW else WORKFLOW
    assert list(writes(line, module)) == []
    assert len(list(writes(line, other))) == 1
