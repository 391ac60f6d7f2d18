"""Which module is the door of each table, and what the source of a module imports and writes.

An answer has one door, `drafting`, which asks and locks; the modules of its room that write
stand behind that door, and nothing else comes to `saving`.

What is looked for are calls that write: of a model's manager, of a related manager, of a
model's class, of an instance in a module that knows the model, and of SQL.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

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
LOAD = {f"responses/domain/load/{name}.py" for name in ("generating", "answers", "talk", "moves")}
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
# The doors that `LOAD` goes past, as it fills whole tables.
FILLED = {*DOORS.values()} - {
    *(CHAINING, SEALING, REFUSED, EDITIONS, ONCE, STORING, IMPORTING, RECEIVING),
    *(CHECKS, NOTING, KEPT, HANDING, RETURNING, CLAIMING),
}
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
    fills = module in LOAD and (call in {"bulk_create", "bulk_update"} or call[0].isupper())
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
