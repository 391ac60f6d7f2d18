"""Every address of the site, as everyone: who sees it, who is told what, and nobody else.

A stranger is a coordinator of another city, so that it is the city that decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from responses.domain.auditing import Actor
from responses.domain.files.storing import bring
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Role
from responses.models import IncomingFile, Response, User
from tests.support.factories import (
    PASSWORD,
    assign,
    make_city,
    make_definition,
    make_edition,
    make_member,
    make_response,
    make_submission,
    name_translators,
    shape_of,
)
from tests.support.files import PDF
from tests.support.incoming import CONTENT, make_incoming

pytestmark = pytest.mark.django_db

LOGIN = 0  # sent to sign in
AGAIN = 401  # asked to sign in again, on a page that keeps what was posted
ROLES = ("anonymous", "stranger", *Role.values)  # coordinator, contributor, reviewer, viewer
CITY = {"city": "springfield"}
RESPONSE = CITY | {"edition": "test-2030"}
SECTION = RESPONSE | {"section": "alpha"}
QUESTION = SECTION | {"question": "a-1"}
SEALED_FILE = RESPONSE | {"number": "1", "name": "archive.zip"}
FILE = RESPONSE | {"digest": sha256(PDF).hexdigest(), "name": "plan.pdf"}
HANDOUT = RESPONSE | {"pk": "1"}
TWO = {"from": "1", "to": "1"}
# What was brought to be imported is the only one of its table.
INCOMING, DIGEST = RESPONSE | {"pk": "1"}, sha256(CONTENT).hexdigest()
PROPOSAL, IMPORTED = INCOMING | {"question": "a-2"}, RESPONSE | {"digest": DIGEST}
STARTED = {"do": "start", "text": "x"}
REQUIRED = {"do": "start", "text": "x", "required": "yes"}

ANYONE = (200, 200, 200, 200, 200, 200)
COORDINATORS = (LOGIN, 404, 200, 403, 403, 403)
SIGNED_IN = (LOGIN, 200, 200, 200, 200, 200)
MEMBERS = (LOGIN, 404, 200, 200, 200, 200)
WRONG_METHOD = (LOGIN, 405, 405, 405, 405, 405)


@dataclass(frozen=True)
class Case:
    """One request, and the status that each of `ROLES` gets."""

    name: str
    statuses: tuple[int, ...]
    method: str = "get"
    kwargs: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    before: tuple[Action, ...] = ()
    sealed: bool = False
    brought: bool = False
    incoming: bool = False

    def __str__(self) -> str:
        return "-".join((self.method, self.name, *self.kwargs.get("action", "").split()))


def act(action: str, statuses: tuple[int, ...], *before: Action, method: str = "post") -> Case:
    return Case("act", statuses, method, SECTION | {"action": action}, {"comment": "So."}, before)


CASES = [
    Case("my_work", SIGNED_IN),
    Case("preview", WRONG_METHOD),
    Case(
        "preview", (AGAIN, 200, 200, 200, 200, 200), "post", data={"kind": "text", "text": "○ One"}
    ),
    Case("members", (LOGIN, 404, 200, 403, 403, 403), kwargs=CITY),
    Case("members", (AGAIN, 404, 422, 403, 403, 403), "post", CITY, {"do": "invite"}),
    Case("deputies", (LOGIN, 404, 200, 403, 200, 403), kwargs=CITY),
    Case("deputies", (AGAIN, 404, 422, 403, 422, 403), "post", CITY, {"do": "add"}),
    Case("glossary", MEMBERS, kwargs=CITY),
    Case("glossary", (AGAIN, 404, 422, 422, 403, 403), "post", CITY, {"do": "add"}),
    # Of a city that submits in one language; the others: see its tests.
    Case("glossary_csv", (LOGIN, 404, 404, 404, 404, 404), kwargs=CITY),
    Case("city_settings", (LOGIN, 404, 200, 403, 403, 403), kwargs=CITY),
    Case("city_settings", (AGAIN, 404, 302, 403, 403, 403), "post", CITY),
    Case("audit", (LOGIN, 404, 200, 403, 403, 403), kwargs=CITY),
    Case("audit_csv", (LOGIN, 404, 200, 403, 403, 403), kwargs=CITY),
    Case("start", WRONG_METHOD, kwargs=CITY | {"edition": "test-2032"}),
    Case("start", (AGAIN, 404, 302, 403, 403, 403), "post", CITY | {"edition": "test-2032"}),
    Case("overview", MEMBERS, kwargs=RESPONSE),
    Case("response_pdf", MEMBERS, kwargs=RESPONSE),
    Case("imports", COORDINATORS, kwargs=RESPONSE),
    Case("imports", (AGAIN, 404, 422, 403, 403, 403), "post", RESPONSE),
    Case("imports", (AGAIN, 404, 302, 403, 403, 403), "post", RESPONSE, {"remove": "9999"}),
    Case("incoming_file", (LOGIN, 404, 404, 403, 403, 403), kwargs=RESPONSE | {"pk": "9999"}),
    Case("incoming_file", COORDINATORS, kwargs=INCOMING, incoming=True),
    Case(
        *("incoming_file", (AGAIN, 404, 302, 403, 403, 403), "post", INCOMING, {"do": "accept"}),
        incoming=True,
    ),
    Case("incoming_file", (AGAIN, 404, 400, 403, 403, 403), "post", INCOMING, incoming=True),
    Case("edit_proposal", COORDINATORS, kwargs=PROPOSAL, incoming=True),
    Case("edit_proposal", (AGAIN, 404, 422, 403, 403, 403), "post", PROPOSAL, incoming=True),
    Case("imported_file", (LOGIN, 404, 200, 404, 404, 404), kwargs=IMPORTED, incoming=True),
    Case("imported_file", (LOGIN, 404, 404, 404, 404, 404), kwargs=IMPORTED),
    Case("evidence", MEMBERS, kwargs=RESPONSE),
    Case("repairs", (LOGIN, 404, 200, 200, 403, 403), kwargs=RESPONSE),
    Case("repairs", (AGAIN, 404, 302, 302, 403, 403), "post", RESPONSE),
    # Where links are not checked; elsewhere: see its tests.
    Case("recheck", WRONG_METHOD, kwargs=RESPONSE),
    Case("recheck", (AGAIN, 404, 404, 404, 404, 403), "post", RESPONSE),
    # Of addresses that are named: see its tests.
    Case("evidence_link", (LOGIN, 404, 404, 404, 404, 404), kwargs=RESPONSE | {"digest": "x"}),
    Case("evidence_link", (AGAIN, 404, 404, 404, 404, 404), "post", RESPONSE | {"digest": "x"}),
    Case("kept_pages", MEMBERS, kwargs=RESPONSE),
    Case("kept_pages", (AGAIN, 404, 302, 403, 403, 403), "post", RESPONSE, {"do": "keep"}),
    # Of pages that there are: see their tests.
    Case("kept_page", (LOGIN, 404, 404, 404, 404, 404), kwargs=RESPONSE | {"pk": "1"}),
    Case("export", MEMBERS, kwargs=RESPONSE),
    Case("export_file", MEMBERS, kwargs=RESPONSE | {"name": "response.json"}),
    Case("handouts", (LOGIN, 404, 200, 403, 403, 403), kwargs=RESPONSE),
    Case("handouts", (AGAIN, 404, 422, 403, 403, 403), "post", RESPONSE),
    # Of handouts that there are: see their tests.
    Case("handout", (LOGIN, 404, 404, 403, 403, 403), kwargs=HANDOUT),
    Case("handout", (AGAIN, 404, 404, 403, 403, 403), "post", HANDOUT),
    Case("handed_file", (LOGIN, 404, 404, 403, 403, 403), kwargs=HANDOUT | {"name": "x.xlsx"}),
    Case("returned_original", (LOGIN, 404, 404, 403, 403, 403), kwargs=HANDOUT | {"number": "1"}),
    Case("give_back", (404,) * 6, kwargs={"secret": "x"}),
    Case("give_back", (404,) * 6, "post", {"secret": "x"}),
    Case("blank_file", (404,) * 6, kwargs={"secret": "x"}),
    Case("invitation", (404,) * 6, kwargs={"secret": "x"}),
    Case("invitation", (404,) * 6, "post", {"secret": "x"}),
    Case("notices", SIGNED_IN),
    Case("notices", (AGAIN, 302, 302, 302, 302, 302), "post", data={"do": "read"}),
    # One's own lead to what they are about: see their tests.
    Case("notice", (LOGIN, 404, 404, 404, 404, 404), kwargs={"pk": "1"}),
    Case("search", SIGNED_IN),
    Case("search", SIGNED_IN, data={"words": "so"}),
    Case("verify", ANYONE),
    Case("verify", (422,) * 6, "post"),
    Case("shortcuts", ANYONE),
    Case("response_schema", ANYONE),
    # To the guide of one's role: see their tests.
    Case("guides", (200, 302, 302, 302, 302, 302)),
    Case("guide", ANYONE, kwargs={"name": "viewer"}),
    Case("guide", (404,) * 6, kwargs={"name": "nobody"}),
    Case("dashboard", (LOGIN, 404, 200, 403, 403, 403), kwargs=RESPONSE),
    Case("dashboard", (AGAIN, 404, 400, 403, 403, 403), "post", RESPONSE),
    Case("progress_xlsx", (LOGIN, 404, 200, 403, 403, 403), kwargs=RESPONSE),
    # The edition of these has no indicators; others: see its tests.
    Case("coverage", (LOGIN, 404, 404, 404, 404, 404), kwargs=RESPONSE),
    Case("coverage", (AGAIN, 404, 404, 404, 404, 404), "post", RESPONSE),
    Case(
        *("coverage_file", (LOGIN, 404, 404, 404, 404, 404)),
        kwargs=RESPONSE | {"name": "coverage.csv"},
    ),
    Case("services", (LOGIN, 404, 404, 404, 404, 404), kwargs=RESPONSE),
    Case("services", (AGAIN, 404, 404, 404, 404, 404), "post", RESPONSE),
    Case("submissions", MEMBERS, kwargs=RESPONSE),
    Case("submissions", (AGAIN, 404, 404, 403, 403, 403), "post", RESPONSE),
    Case("seal", (LOGIN, 404, 200, 403, 403, 403), kwargs=RESPONSE),
    Case("seal", (AGAIN, 404, 409, 403, 403, 403), "post", RESPONSE),
    Case("compare_submissions", (LOGIN, 404, 404, 404, 404, 404), kwargs=RESPONSE),
    Case("compare_submissions", MEMBERS, kwargs=RESPONSE, data=TWO, sealed=True),
    Case("submission_file", (LOGIN, 404, 404, 404, 404, 404), kwargs=SEALED_FILE),
    Case("submission_file", MEMBERS, kwargs=SEALED_FILE, sealed=True),
    Case("answer_file", (LOGIN, 404, 404, 404, 404, 404), kwargs=FILE),
    Case("answer_file", MEMBERS, kwargs=FILE, brought=True),
    Case("assignment", (LOGIN, 404, 200, 403, 403, 403), kwargs=RESPONSE),
    Case("assignment", (AGAIN, 404, 302, 403, 403, 403), "post", RESPONSE),
    Case("section", MEMBERS, kwargs=SECTION),
    Case("section", (AGAIN, 404, 302, 302, 403, 403), "post", SECTION),
    Case("unsaved", MEMBERS, kwargs=SECTION),
    Case("unsaved", (AGAIN, 404, 302, 302, 302, 302), "post", SECTION),
    Case("presence", WRONG_METHOD, kwargs=SECTION),
    Case("presence", (AGAIN, 404, 200, 200, 200, 200), "post", SECTION),
    Case("presence", (AGAIN, 404, 204, 204, 204, 204), "post", SECTION, {"leaving": "1"}),
    Case("autosave", WRONG_METHOD, kwargs=QUESTION),
    Case("autosave", (AGAIN, 404, 400, 400, 403, 403), "post", QUESTION),
    Case("add_file", WRONG_METHOD, kwargs=QUESTION),
    Case("add_file", (AGAIN, 404, 400, 400, 403, 403), "post", QUESTION),
    Case("history", MEMBERS, kwargs=QUESTION),
    Case("history", (AGAIN, 404, 404, 404, 403, 403), "post", QUESTION),
    # The edition of these has no indicators; others: see its tests.
    Case("indicators", (LOGIN, 404, 404, 404, 404, 404), kwargs=QUESTION),
    Case("indicators", (AGAIN, 404, 404, 404, 404, 404), "post", QUESTION),
    Case("talk", MEMBERS, kwargs=QUESTION),
    Case("talk", (AGAIN, 404, 302, 302, 302, 403), "post", QUESTION, STARTED),
    Case("talk", (AGAIN, 404, 302, 403, 302, 403), "post", QUESTION, REQUIRED),
    Case("talk", (AGAIN, 404, 400, 400, 400, 403), "post", QUESTION),
    Case("talk", (AGAIN, 404, 404, 404, 403, 403), "post", QUESTION, {"accept": "1"}),
    Case("people", (LOGIN, 404, 200, 200, 200, 403), kwargs=QUESTION),
    Case("suggest", (LOGIN, 404, 200, 200, 200, 403), kwargs=QUESTION),
    Case("suggest", (AGAIN, 404, 422, 422, 422, 403), "post", QUESTION),
    Case("review", MEMBERS, kwargs=SECTION),
    act("send", (LOGIN, 404, 200, 200, 403, 403), method="get"),
    act("send", (AGAIN, 404, 302, 302, 403, 403)),
    act("withdraw", (AGAIN, 404, 302, 302, 403, 403), Action.SEND),
    act("approve", (LOGIN, 404, 403, 403, 302, 403), Action.SEND, method="get"),
    act("approve", (AGAIN, 404, 403, 403, 302, 403), Action.SEND),
    act("request_changes", (AGAIN, 404, 403, 403, 302, 403), Action.SEND),
    act("reopen", (AGAIN, 404, 302, 403, 302, 403), Action.SEND, Action.APPROVE),
    act("comment", (AGAIN, 404, 302, 302, 302, 403)),
    act("publish", (AGAIN, 404, 404, 404, 404, 404)),
    Case("set_language", (302,) * 6, "post", data={"language": "en"}),
    Case("login", (200, 302, 302, 302, 302, 302)),
    Case("logout", (405,) * 6),
    Case("logout", (302,) * 6, "post"),
    Case("sign_in_again", ANYONE),
    Case("sign_in_again", (422, 200, 200, 200, 200, 200), "post"),
    Case("profile", SIGNED_IN),
    Case("profile", (AGAIN, 404, 404, 404, 404, 404), "post", data={"do": "place", "member": "0"}),
    Case("password_change", SIGNED_IN),
    Case("password_change", (AGAIN, 200, 200, 200, 200, 200), "post"),
    Case("password_change_done", SIGNED_IN),
    Case("password_reset", ANYONE),
    Case("password_reset_done", ANYONE),
    Case("password_reset_confirm", ANYONE, kwargs={"uidb64": "x", "token": "y"}),
    Case("password_reset_complete", ANYONE),
    # From the administration to these: see its tests for who is staff.
    Case("admin_sign_in", (302, 403, 403, 403, 403, 403)),
    Case("admin_sign_out", (302,) * 6, "post"),
    Case("admin_password", (LOGIN, 302, 302, 302, 302, 302)),
    # The admin sends everyone who is no staff to its own page for signing in.
    Case("admin:index", (302,) * 6),
]


TRANSLATION = SECTION | {"question": "a-1_en"}
# What a contributor gets who is named to translate section A, which others write, where that is
# not what other contributors get of a section of theirs.
TRANSLATOR = {
    # Their city submits in another language.
    "get-glossary_csv": 200,
    "post-autosave": 403,
    "post-add_file": 403,
    "post-talk accept": 403,
    "get-act-send": 302,
    "post-act-send": 409,
    "post-act-withdraw": 409,
}
# Of a city that submits in English: what each of `ROLES` gets, and that translator.
NAMED = {"accept"}
OF_TRANSLATIONS = [
    (Case("section", MEMBERS, kwargs=SECTION, data={"show": "both"}), 200),
    (Case("history", MEMBERS, kwargs=TRANSLATION), 200),
    (Case("history", (AGAIN, 404, 404, 404, 403, 403), "post", TRANSLATION), 404),
    (Case("autosave", (AGAIN, 404, 400, 403, 403, 403), "post", TRANSLATION), 400),
    (Case("autosave", (AGAIN, 404, 400, 403, 403, 403), "post", QUESTION), 403),
    (Case("talk", MEMBERS, kwargs=TRANSLATION), 200),
    (Case("talk", (AGAIN, 404, 302, 302, 302, 403), "post", TRANSLATION, STARTED), 302),
    (Case("talk", (AGAIN, 404, 302, 403, 302, 403), "post", TRANSLATION, REQUIRED), 403),
    # They may accept what there would have to be.
    (Case("talk", (AGAIN, 404, 404, 403, 403, 403), "post", TRANSLATION, {"accept": "1"}), 404),
    (Case("people", (LOGIN, 404, 200, 200, 200, 403), kwargs=TRANSLATION), 200),
    (Case("suggest", (LOGIN, 404, 200, 200, 200, 403), kwargs=TRANSLATION), 200),
    (Case("suggest", (AGAIN, 404, 422, 422, 422, 403), "post", TRANSLATION), 422),
    (Case("add_file", (AGAIN, 404, 404, 404, 404, 404), "post", TRANSLATION), 404),
]


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """Yield the name of every address; the admin, which is not ours, counts as its front page."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name or f"unnamed: {pattern.pattern}"
        elif pattern.namespace == "admin":
            yield "admin:index"
        else:
            yield from names(pattern.url_patterns)


def test_every_address_has_a_case() -> None:
    assert set(names(get_resolver().url_patterns)) == {case.name for case in CASES}


def prepared(case: Case) -> Response:
    """Return a response of which everything has happened that a case asks for."""
    response = make_response()
    make_edition(make_definition("test-2032"))
    for action in case.before:
        move(response, action)
    if case.sealed:
        make_submission(response)
    if case.brought:
        author = make_member(response.city, Role.CONTRIBUTOR)
        bring(response, BytesIO(PDF), author=author, named=())
    if case.incoming:
        found = make_incoming(response, make_member(response.city, Role.COORDINATOR))
        IncomingFile.objects.filter(pk=found.pk).update(id=INCOMING["pk"])
    return response


@pytest.mark.parametrize("case", CASES, ids=str)
def test_everyone_gets_the_status_of_the_table(case: Case) -> None:
    response = prepared(case)
    data = case.data | {"seen": digest(response)} if case.name == "act" else case.data
    found, expected = {}, {}
    for role, status in zip(ROLES, case.statuses, strict=True):
        with transaction.atomic():
            found[role] = reply(case, someone(role, response), data)
            transaction.set_rollback(True)
        expected[role] = (status or 302, status == LOGIN)
    assert found == expected


def status_for_translator(case: Case, response: Response) -> int:
    """Return what somebody gets who is named to translate section A, which another writes."""
    translator = make_member(response.city, Role.CONTRIBUTOR)
    assign(response, "alpha", make_member(response.city, Role.CONTRIBUTOR))
    name_translators(response, "alpha", translator)
    data = case.data | {"seen": digest(response)} if case.name == "act" else case.data
    return reply(case, translator, data)[0]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_translator_gets_what_a_contributor_does_but_of_others_originals(case: Case) -> None:
    response = prepared(case)
    contributor = case.statuses[ROLES.index(Role.CONTRIBUTOR)]
    expected = TRANSLATOR.get(" ".join((str(case), *NAMED.intersection(case.data))), contributor)
    assert status_for_translator(case, response) == (expected or 302)


@pytest.mark.parametrize(("case", "translator"), OF_TRANSLATIONS, ids=str)
def test_translations_are_for_their_translators(case: Case, translator: int) -> None:
    response = make_response()
    assert status_for_translator(case, response) == translator
    for role, status in zip(ROLES, case.statuses, strict=True):
        assert reply(case, someone(role, response), case.data)[0] == (status or 302)


def reply(case: Case, user: User | None, data: dict[str, str]) -> tuple[int, bool]:
    """Return the status that a person gets, and whether they are sent to sign in."""
    client = Client()
    if user:
        client.force_login(user)
    page = getattr(client, case.method)(reverse(case.name, kwargs=case.kwargs), data)
    return page.status_code, page.headers.get("Location", "").startswith("/accounts/login/?next=")


def someone(role: str, response: Response) -> User | None:
    if role == "anonymous":
        return None
    if role == "stranger":
        return make_member(make_city("shelbyville"), Role.COORDINATOR)
    return make_member(response.city, role)


def digest(response: Response) -> str:
    return read_snapshot(response).sections_by_key["alpha"].digest


def move(response: Response, action: Action) -> None:
    role = Role.REVIEWER if action is Action.APPROVE else Role.CONTRIBUTOR
    actor = make_member(response.city, role)
    section = shape_of(response).sections_by_key["alpha"]
    perform(Move(action, seen=digest(response)), response, section, actor=Actor(actor))


def test_who_has_left_a_city_is_a_stranger(client: Client) -> None:
    response = make_response()
    person = make_member(response.city, Role.COORDINATOR)
    client.force_login(person)
    assert client.get(reverse("overview", kwargs=RESPONSE)).status_code == 200
    person.memberships.all().delete()
    assert client.get(reverse("overview", kwargs=RESPONSE)).status_code == 404


def test_a_disabled_account_is_signed_out(client: Client) -> None:
    response = make_response()
    person = make_member(response.city, Role.COORDINATOR)
    assert client.login(username=person.email, password=PASSWORD)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(reverse("overview", kwargs=RESPONSE)).status_code == 302
