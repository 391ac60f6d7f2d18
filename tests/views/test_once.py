"""A form acts once, however often and however fast its button is pressed."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event as Signal
from time import sleep
from typing import Any

import pytest
from django.contrib.admin import site
from django.core import mail
from django.db import connections
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from responses.domain.once import KEPT, forget_old
from responses.domain.talk import talking
from responses.enums import Action, AuditKind, Role, State
from responses.models import (
    AuditRecord,
    Deputy,
    Event,
    Invitation,
    Notice,
    Pulse,
    Remark,
    Response,
    SectionWork,
    SpentForm,
    Submission,
    Thread,
    User,
)
from responses.notice_kinds import NoticeKind
from tests.support import PATIENCE
from tests.support.browser import form_at, forms_of
from tests.support.factories import approve_all, make_member, make_response, make_user

ROOT = Path(__file__).resolve().parents[2]
SECTION = "/springfield/test-2030/beta/"
TALK = f"{SECTION}b-1/talk/"
MEMBERS, DEPUTIES = "/springfield/members/", "/springfield/deputies/"
TOKEN = {"once": "a-token"}
START = {"do": "start", "text": "So?"} | TOKEN
MOMENT = 0.3  # s, in which the second would be done if it did not wait

BY_STATE = {
    "preview": "writes nothing",
    "verify": "writes nothing",
    "notices": "marks read what is read, and keeps the same preferences",
    "start": "a city has one response to an edition",
    "city_settings": "chooses the same language",
    "kept_pages": "chooses the same",
    "assignment": "says what is to be so, and a line kept under a name takes that one's place",
    "section": "writes from a version, and an answer that says this already stays as it is",
    "autosave": "writes from a version, and an answer that says this already stays as it is",
    "add_file": "a file is stored once, and brought to a response once",
    "unsaved": "a text that is settled is there no longer",
    "presence": "a person has one record in a section",
    "invitation": "its link works once",
    "give_back": "the same file comes back once",
    "set_language": "chooses the same language",
    "login": "signs in who is signed in",
    "logout": "signs out who is signed out",
    "admin_sign_out": "signs out who is signed out",
    "sign_in_again": "signs in who is signed in",
    "password_change": "sets the same password",
    "password_reset": "its links work until one of them is used",
    "password_reset_confirm": "its link works once",
}
"""Every address that takes a form without acting once by its token, and why that is harmless."""


def addresses(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """Yield every address of ours; what the administration adds has a key that is unique."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif pattern.namespace != "admin":
            yield from addresses(pattern.url_patterns)


def takes_forms(pattern: URLPattern) -> bool:
    """Return whether a view does anything but refuse POST; it may find no person, or no city."""
    view_class = getattr(pattern.callback, "view_class", None)
    if view_class:
        return hasattr(view_class, "post")
    try:
        kwargs = dict.fromkeys(pattern.pattern.converters, "x")
        return bool(pattern.callback(RequestFactory().post("/"), **kwargs).status_code != 405)
    except Exception:  # noqa: BLE001, a view that takes the form misses something in it
        return True


@pytest.mark.django_db
def test_every_address_that_takes_forms_acts_once_or_says_why_not() -> None:
    taking = [each for each in addresses(get_resolver().url_patterns) if takes_forms(each)]
    once = {str(each.name) for each in taking if getattr(each.callback, "acts_once", False)}
    assert once == {
        *(
            "members",
            "deputies",
            "dashboard",
            "submissions",
            "seal",
            "act",
            "history",
            "talk",
            "suggest",
        ),
        *("profile", "glossary", "imports", "incoming_file", "edit_proposal"),
        *("evidence_link", "recheck", "repairs"),
        *("handouts", "handout", "indicators", "services", "coverage"),
    }
    assert {str(each.name) for each in taking} - once == set(BY_STATE)


@pytest.mark.django_db
def test_the_administration_adds_nothing_twice(rf: RequestFactory) -> None:
    """Each table to which it adds has a key that is unique, so that a second row is refused."""
    request = rf.get("/admin/")
    request.user = make_user("Root", is_staff=True, is_superuser=True)
    adding = [model for model, admin in site._registry.items() if admin.has_add_permission(request)]
    assert {model._meta.model_name for model in adding} >= {"user", "city", "membership"}
    for model in adding:
        keys = [each for each in model._meta.fields if each.unique and not each.primary_key]
        assert keys or model._meta.total_unique_constraints, model


FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL)
BY_STATE_ALONE = {
    *(
        "city/city_settings",
        "account/again",
        "account/login",
        "account/password_change",
        "account/password_reset",
    ),
    *("account/password_reset_confirm", "assigning/assignment", "invitations/invitation"),
    "returns/give_back",
    *("notices/notices", "header/_language", "header/_menu", "kept/kept_pages"),
    *(
        "section/_form",
        "unsaved/_comparison",
        "verify/verify",
        "work/_startable",
    ),
}
"""The templates of forms that lead to the addresses of `BY_STATE`."""


def test_every_form_that_acts_once_has_a_token() -> None:
    folder = ROOT / "templates" / "responses"
    without = {
        path.relative_to(folder).with_suffix("").as_posix()
        for path in folder.rglob("*.html")
        for form in FORM.findall(path.read_text(encoding="utf-8"))
        if not any(
            token in form for token in ("{% once %}", "{{ slot.once }}", "talk/_hidden.html")
        )
    }
    assert without == BY_STATE_ALONE
    assert "{% once %}" in (folder / "talk" / "_hidden.html").read_text(encoding="utf-8")
    filled = [path for path in folder.rglob("*.html") if "_in_place_form.html" in path.read_text()]
    assert [path.name for path in filled] == ["_in_place_forms.html"]
    assert "{% once as token %}" in filled[0].read_text(encoding="utf-8")


@pytest.fixture
def member(client: Client, response: Response, reviewer: User) -> Client:
    """Return the browser of a reviewer."""
    client.force_login(reviewer)
    return client


@pytest.fixture
def leader(client: Client, response: Response) -> Client:
    """Return the browser of a coordinator."""
    client.force_login(make_member(response.city, Role.COORDINATOR))
    return client


def said(client: Client, page: Any) -> list[str]:
    """Return the messages on the page to which a reply leads."""
    html = client.get(page["Location"].partition("#")[0]).content.decode()
    return re.findall(r'<p class="lgq-message"[^>]*>([^<]*)</p>', html)


def both(client: Client, address: str, data: dict[str, Any]) -> tuple[Any, list[str]]:
    """Send a form twice; return the reply and its messages, which are the same both times."""
    first = client.post(address, data)
    told = said(client, first)
    second = client.post(address, data)
    assert (second.status_code, second["Location"]) == (first.status_code, first["Location"])
    assert said(client, second) == told != []
    return first, told


@pytest.mark.django_db
@pytest.mark.parametrize("address", [TALK, f"{SECTION}b-1/suggest/"])
def test_a_thread_is_started_once(address: str, member: Client) -> None:
    fields = {"s-q-b-1--text": "○ New", "s-version-b-1": "0"}
    both(member, address, START | (fields if address != TALK else {}))
    assert (Thread.objects.count(), Remark.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_reply_is_made_once(member: Client) -> None:
    said(member, member.post(TALK, START))
    sent = {"do": "reply", "thread": Thread.objects.get().pk, "text": "Yes."} | TOKEN
    assert both(member, TALK, sent)[1] == ["Your reply is in the thread. Starter has been told."]
    assert [each.text for each in Remark.objects.order_by("pk")] == ["So?", "Yes."]


@pytest.mark.django_db
def test_something_else_typed_into_the_same_page_is_not_taken_for_the_same(member: Client) -> None:
    """Whoever goes back, to a page as it was, says something else by it."""
    for text in ("One.", "Two.", "One."):
        member.post(TALK, START | {"text": text})
    assert [each.text for each in Remark.objects.order_by("pk")] == ["One.", "Two."]


@pytest.mark.django_db
def test_the_same_words_on_a_page_opened_anew_are_said_again(member: Client) -> None:
    tokens = {
        token
        for _time in range(2)
        for token in re.findall(r'name="once" value="([^"]+)"', member.get(TALK).content.decode())
    }
    assert len(tokens) == 2
    for token in tokens:
        member.post(TALK, START | {"once": token})
    assert Thread.objects.count() == 2


@pytest.mark.django_db
def test_a_form_that_is_refused_is_not_spent(member: Client) -> None:
    """What was wrong with it may be mended elsewhere; the next press acts."""
    faulty = START | {"text": " "}
    assert member.post(TALK, faulty).status_code == 422
    assert not SpentForm.objects.exists()
    assert member.post(TALK, faulty | {"text": "Now."}).status_code == 302
    assert Remark.objects.get().text == "Now."


@pytest.mark.django_db
def test_a_form_without_a_token_acts_as_ever(member: Client) -> None:
    for _time in range(2):
        member.post(TALK, {"do": "start", "text": "So?"})
    assert Thread.objects.count() == 2
    assert not SpentForm.objects.exists()


@pytest.mark.django_db
def test_a_form_of_somebody_else_is_another_form(member: Client, writer: User) -> None:
    member.post(TALK, START)
    member.force_login(writer)
    member.post(TALK, START)
    assert [each.author for each in Remark.objects.order_by("pk")][1] == writer


@pytest.mark.django_db
def test_the_page_that_asks_to_sign_in_again_carries_the_token_unseen(
    client: Client, response: Response
) -> None:
    html = client.post(TALK, START | {"once": "x" * 22}).content.decode()
    assert f'<input type="hidden" name="once" value="{"x" * 22}">' in html


@pytest.mark.django_db
def test_a_comment_on_a_section_is_made_once(member: Client) -> None:
    both(member, f"{SECTION}comment/", {"comment": "Good."} | TOKEN)
    assert Event.objects.filter(action=Action.COMMENT).count() == 1


@pytest.mark.django_db
def test_a_section_is_sent_once(client: Client, response: Response, writer: User) -> None:
    client.force_login(writer)
    both(client, f"{SECTION}send/", TOKEN)
    assert Event.objects.filter(action=Action.SEND).count() == 1


@pytest.mark.django_db
def test_a_section_is_sent_once_by_its_state_too(
    client: Client, response: Response, writer: User
) -> None:
    client.force_login(writer)
    assert [client.post(f"{SECTION}send/").status_code for _time in range(2)] == [302, 409]
    assert Event.objects.filter(action=Action.SEND).count() == 1
    assert SectionWork.objects.get(section__key="beta").state == State.IN_REVIEW


@pytest.mark.django_db
def test_a_response_is_sealed_once_by_its_state(leader: Client, response: Response) -> None:
    approve_all(response, make_member(response.city, Role.REVIEWER))
    pages = [leader.post("/springfield/test-2030/submissions/seal/") for _time in range(2)]
    assert [page["Location"] for page in pages] == ["/springfield/test-2030/submissions/"] * 2
    assert Submission.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("at_work", [False, True])
def test_a_response_is_sealed_once_by_its_token(
    leader: Client, response: Response, *, at_work: bool
) -> None:
    """The same press is answered the same, with the same words, by a worker or without one."""
    approve_all(response, make_member(response.city, Role.REVIEWER))
    address = "/springfield/test-2030/submissions/seal/"
    [form] = [each for each in forms_of(leader.get(address)) if "seen" in each.fields]
    if at_work:
        Pulse.objects.create(at=timezone.now())
        pages = [leader.post(address, form.fields) for _time in range(2)]
        assert pages[0]["Location"] == pages[1]["Location"] != "/springfield/test-2030/submissions/"
        assert DBTaskResult.objects.count() == SpentForm.objects.count() == 1
        return
    _page, told = both(leader, address, form.fields)
    assert told == ["The response is sealed as submission no. 1."]
    assert Submission.objects.count() == SpentForm.objects.count() == 1


@pytest.mark.django_db
def test_a_seal_that_is_refused_is_not_spent(leader: Client, response: Response) -> None:
    form = {"seen": "0" * 64} | TOKEN
    assert leader.post("/springfield/test-2030/submissions/seal/", form).status_code == 409
    assert not SpentForm.objects.exists()


@pytest.mark.django_db
def test_an_assignment_is_made_once_by_its_state(leader: Client, writer: User) -> None:
    address = "/springfield/test-2030/assignment/"
    form = form_at(leader.get(address), ("rows", "copy"))
    sent = form.typed({"s-alpha--department": "Law", "s-alpha--contributors": [str(writer.pk)]})
    assert [leader.post(address, sent).status_code for _time in range(2)] == [302, 302]
    assert SectionWork.objects.get(section__key="alpha").department == "Law"
    assert Notice.objects.filter(kind=NoticeKind.ASSIGNED).count() == 1
    assert AuditRecord.objects.filter(kind=AuditKind.ASSIGNMENT).count() == 1


@pytest.mark.django_db
def test_an_invitation_is_sent_once(leader: Client) -> None:
    new = {"do": "invite", "email": "new@city.example", "name": "New", "role": "reviewer"}
    both(leader, MEMBERS, new | TOKEN)
    first = Invitation.objects.get()
    both(leader, MEMBERS, {"do": "renew", "invitation": first.pk} | TOKEN)
    assert Invitation.objects.get().digest != first.digest
    assert len(mail.outbox) == 2
    both(leader, MEMBERS, {"do": "withdraw", "invitation": first.pk} | TOKEN)


@pytest.mark.django_db
def test_a_member_is_removed_once(leader: Client, writer: User) -> None:
    sent = {"do": "remove", "member": writer.memberships.get().pk} | TOKEN
    assert both(leader, MEMBERS, sent)[1][0].startswith("Writer is no longer a member.")


@pytest.mark.django_db
def test_a_deputy_is_appointed_once(leader: Client, response: Response, reviewer: User) -> None:
    other, today = make_member(response.city, Role.REVIEWER), timezone.localdate()
    days = {"new-first_day": today.isoformat(), "new-last_day": today.isoformat()}
    pair = {"new-person": reviewer.pk, "new-deputy": other.pk}
    both(leader, DEPUTIES, {"do": "add"} | pair | days | TOKEN)
    both(leader, DEPUTIES, {"do": "remove", "deputy": Deputy.objects.get().pk} | TOKEN)


@pytest.mark.django_db
def test_a_mail_that_fails_is_told_each_time(
    leader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_mail: Any) -> None:
        assert SpentForm.objects.exists()
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    new = {"do": "invite", "email": "new@city.example", "name": "New", "role": "reviewer"}
    told = both(leader, MEMBERS, new | TOKEN)[1]
    assert [each.partition(" could")[2] for each in told] == [
        " not be sent. Try “Send again” later."
    ]


@pytest.mark.django_db
def test_acting_once_takes_seven_queries(
    member: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Two of a transaction, two to look and two to spend; one to keep the reply.

    The others are of the act itself, one of them to say who was told, and one to find who wrote
    the answer, as nobody is assigned.
    """
    member.post(TALK, START)  # and reads the edition
    for sent, queries in ((START | {"text": "A"}, 25), ({"do": "start", "text": "B"}, 18)):
        with django_assert_num_queries(queries):
            member.post(TALK, sent)


@pytest.mark.django_db
def test_old_forms_are_forgotten(member: Client) -> None:
    member.post(TALK, START)
    assert forget_old(timezone.now() + KEPT - timedelta(minutes=1)) == 0
    assert forget_old(timezone.now() + KEPT + timedelta(minutes=1)) == 1


# Two presses at once, each with a database connection of its own.


@pytest.fixture
def race(transactional_db: None) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Give a function that begins something in another thread."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit
        pool.submit(connections.close_all).result(PATIENCE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("status", [302, 422])
def test_of_two_equal_forms_at_once_one_acts(
    status: int,
    race: Callable[[Callable[[], Any]], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second waits for the first, and acts if that failed: then nothing typed is lost."""
    response = make_response()
    person = make_member(response.city, Role.REVIEWER)
    tried: list[int] = []
    first_acts = Signal()
    start = talking.start

    def slowly(*args: Any, **options: Any) -> Thread:
        tried.append(1)
        if len(tried) == 2:
            return start(*args, **options)
        first_acts.set()
        sleep(MOMENT)
        if status == 422:
            raise talking.RemarkRefusedError(talking.NOTHING_SAID)
        return start(*args, **options)

    monkeypatch.setattr("responses.views.talk.talking.start", slowly)

    def press() -> Any:
        client = Client(headers={"accept-language": "en"})
        client.force_login(person)
        first_acts.wait(PATIENCE)
        return client.post(TALK, START)

    coming = race(press)
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    pages = [client.post(TALK, START), coming.result(PATIENCE)]
    assert [page.status_code for page in pages] == [status, 302]
    assert len(tried) == (1 if status == 302 else 2)
    assert [each.text for each in Remark.objects.all()] == ["So?"]
    thread = Thread.objects.get().pk
    assert pages[1]["Location"] == f"{TALK}?thread={thread}#thread-{thread}"
