"""Sessions that ended while somebody typed: they sign in again and nothing is lost or mixed up."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from responses.domain.auditing import record_refused_sign_in
from responses.enums import Role
from responses.models import Answer, Presence, User
from tests.support.browser import Form, form_at, forms_of
from tests.support.factories import PASSWORD, make_member

pytestmark = pytest.mark.django_db

URL = "/springfield/test-2030/alpha/"
AGAIN = reverse("sign_in_again")
ORIGIN = {"origin": "http://testserver"}
JSON = {"accept": "application/json"}
TEXT = "\n □ 하나\n  ○ 둘 ※ <웅녀웅남을 찾습니다>\n\t*****개 실국** &amp; \"¤t'\n\n"
TYPED: dict[str, str | list[str]] = {
    "q-a-1--yes-no": "yes",
    "q-a-1--choices": ["staff", "plan"],
    "q-a-1--text": TEXT.replace("\n", "\r\n"),
    "q-a-1--links--0--label": "링크",
    "q-a-1--links--0--url": "https://서울.한국/?a=1&b=%25",
}
CONTENT: dict[str, Any] = {
    "yes-no": "yes",
    "choices": ["plan", "staff"],
    "text": TEXT,
    "links": [{"label": "링크", "url": "https://서울.한국/?a=1&b=%25"}],
}


@pytest.fixture
def tab(writer: User) -> Client:
    """Return the writer's browser, which proves with every form where it has it from."""
    client = Client(headers={"accept-language": "en", **ORIGIN}, enforce_csrf_checks=True)
    client.force_login(writer)
    return client


@pytest.fixture
def other(writer: User) -> User:
    city = writer.memberships.get().city
    return make_member(city, Role.CONTRIBUTOR, "Somebody Else")


def section(tab: Client) -> Form:
    return form_at(tab.get(URL), ("then", "send"))


def end_sessions() -> None:
    Session.objects.all().delete()


def credentials(person: User, password: str = PASSWORD) -> dict[str, str | list[str]]:
    return {"again-username": person.email, "again-password": password}


def held(page: Any) -> Form:
    """Return the form of the page that asks to sign in again."""
    [form] = forms_of(page)
    return form


def stored() -> list[tuple[str, Any]]:
    """Return who wrote each answer and what it says."""
    return [(answer.updated_by.name, answer.content["parts"]) for answer in Answer.objects.all()]


def said(page: Any) -> str:
    """Return what a page says, without its markup."""
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).replace("&#x27;", "'").split())


def test_what_was_typed_when_the_session_ended_is_saved_by_signing_in(
    tab: Client, writer: User
) -> None:
    sent = section(tab).typed(TYPED)
    end_sessions()

    page = tab.post(URL, sent)

    assert (page.status_code, page.headers["Cache-Control"]) == (401, "no-store")
    assert "Your text is still here: sign in to continue." in said(page)
    assert stored() == []
    form = held(page)
    carried = {name: value for name, value in sent.items() if name != "csrfmiddlewaretoken"}
    assert {name: form.fields[name] for name in carried} == carried
    assert form.action == ""

    page = tab.post(URL, form.typed(credentials(writer)))

    assert (page.status_code, page.headers["Location"]) == (302, URL)
    assert stored() == [("Writer", CONTENT)]
    assert "Saved 1 answer." in tab.get(URL).content.decode()


def test_the_button_that_was_pressed_is_pressed_still(tab: Client, writer: User) -> None:
    sent = section(tab).typed(TYPED | {"then": "send"})
    end_sessions()
    form = held(tab.post(URL, sent))
    page = tab.post(URL, form.typed(credentials(writer)))
    assert page.headers["Location"] == f"{URL}send/"


@pytest.mark.parametrize("fault", ["password", "account", "disabled", "empty"])
def test_whoever_cannot_sign_in_loses_nothing(fault: str, tab: Client, writer: User) -> None:
    sent = section(tab).typed(TYPED)
    end_sessions()
    given = credentials(writer, "wrong" if fault == "password" else PASSWORD)
    if fault == "account":
        given["again-username"] = "nobody@city.example"
    if fault == "disabled":
        User.objects.filter(pk=writer.pk).update(is_active=False)
    if fault == "empty":
        given = {"again-username": "", "again-password": ""}
    form = held(tab.post(URL, sent))

    page = tab.post(URL, form.typed(given))

    assert page.status_code == 401
    words = (
        "Password: This field is required."
        if fault == "empty"
        else "The e-mail address or the password is wrong."
    )
    assert words in said(page)
    assert PASSWORD not in page.content.decode()
    again = held(page).fields
    assert {name: again[name] for name in TYPED} == {
        name: [value] if isinstance(value, str) else value for name, value in TYPED.items()
    }
    assert stored() == []
    assert tab.get(URL).status_code == 302

    if fault != "disabled":
        tab.post(URL, held(page).typed(credentials(writer)))
        assert stored() == [("Writer", CONTENT)]


def test_a_page_is_never_saved_by_whoever_else_signs_in(
    tab: Client, writer: User, other: User
) -> None:
    sent = section(tab).typed(TYPED)
    end_sessions()
    form = held(tab.post(URL, sent))

    page = tab.post(URL, form.typed(credentials(other)))

    assert page.status_code == 401
    assert "This is not the account that opened the page." in said(page)
    assert writer.name not in page.content.decode()
    assert tab.get(URL).status_code == 302
    tab.post(URL, held(page).typed(credentials(writer)))
    assert stored() == [("Writer", CONTENT)]


def test_a_page_is_never_saved_by_whoever_else_is_signed_in(
    tab: Client, writer: User, other: User
) -> None:
    sent = section(tab).typed(TYPED)
    tab.force_login(other)

    page = tab.post(URL, sent)

    assert page.status_code == 401
    assert "Sign in again Somebody Else is signed in here now," in said(page)
    assert writer.name not in page.content.decode()
    assert stored() == []

    page = tab.post(URL, held(page).typed(credentials(writer)))

    assert page.headers["Location"] == URL
    assert stored() == [("Writer", CONTENT)]
    assert tab.session["_auth_user_id"] == str(writer.pk)


@pytest.mark.parametrize("named", ["0", "999999", "x", "", "two"])
def test_a_page_that_names_nobody_here_tells_nothing_of_anybody(
    named: str, tab: Client, writer: User
) -> None:
    sent = section(tab).typed(TYPED)
    sent["person"] = [str(writer.pk), "999999"] if named == "two" else [named]
    page = tab.post(URL, sent)
    assert page.status_code == 401
    assert "Sign in again Writer is signed in here now," in said(page)
    assert stored() == []


def test_signing_in_begins_a_new_session_with_new_tokens(tab: Client, writer: User) -> None:
    sent = section(tab).typed(TYPED)
    before = tab.cookies["csrftoken"].value
    Session.objects.update(session_data="")
    key = tab.cookies["sessionid"].value
    form = held(tab.post(URL, sent))
    tab.post(URL, form.typed(credentials(writer)))
    assert tab.cookies["sessionid"].value != key
    assert tab.cookies["csrftoken"].value != before
    assert not Session.objects.filter(pk=key).exists()


def test_signing_in_again_needs_the_token_of_the_page(tab: Client, writer: User) -> None:
    sent = section(tab).typed(TYPED | credentials(writer))
    end_sessions()
    del sent["csrfmiddlewaretoken"]
    page = tab.post(URL, sent, headers={"origin": "https://evil.example"})
    assert page.status_code == 403
    assert forms_of(page) == [] or "again-username" not in forms_of(page)[-1].fields
    assert tab.get(URL).status_code == 302
    assert stored() == []


def test_an_older_page_is_handed_back_to_be_sent_again(tab: Client, writer: User) -> None:
    sent = section(tab).typed(TYPED)
    end_sessions()
    data = {"username": writer.email, "password": PASSWORD, "next": "https://evil.example/"}
    token = forms_of(tab.get("/accounts/login/"))[0].fields["csrfmiddlewaretoken"]
    tab.post("/accounts/login/", data | {"csrfmiddlewaretoken": token[0]})

    page = tab.post(URL, sent)

    assert page.status_code == 403
    assert "press the button to send it again" in said(page)
    assert stored() == []
    assert tab.post(URL, held(page).fields).headers["Location"] == URL
    assert stored() == [("Writer", CONTENT)]


def test_an_older_page_of_somebody_else_asks_to_sign_in(
    tab: Client, writer: User, other: User
) -> None:
    sent = section(tab).typed(TYPED)
    tab.cookies.clear()
    tab.force_login(other)
    page = tab.post(URL, sent)
    assert page.status_code == 403
    tab.post(URL, held(page).typed(credentials(writer)))
    assert stored() == [("Writer", CONTENT)]


def test_a_browser_that_keeps_no_cookies_is_told_so(tab: Client, writer: User) -> None:
    sent = section(tab).typed(TYPED)
    tab.cookies.clear()
    form = held(tab.post(URL, sent))
    tab.cookies.clear()
    page = tab.post(URL, form.typed(credentials(writer)))
    assert page.status_code == 403
    assert "your browser keeps no cookies for this site" in said(page)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
def test_a_forged_form_is_not_handed_back(origin: str | None, writer: User) -> None:
    client = Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)
    client.force_login(writer)
    sent = section(client).typed(TYPED) | {"csrfmiddlewaretoken": ["x" * 64]}
    page = client.post(URL, sent, headers={"origin": origin} if origin else {})
    assert page.status_code == 403
    assert "하나" not in page.content.decode()


@pytest.mark.parametrize("path", [URL, "/", "/accounts/password/"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_whoever_asks_for_a_page_is_sent_to_sign_in_as_ever(
    method: str, path: str, client: Client
) -> None:
    page = getattr(client, method)(path)
    assert (page.status_code, page.headers["Location"]) == (302, f"/accounts/login/?next={path}")


def test_the_administration_asks_in_its_own_way(client: Client) -> None:
    page = client.post("/admin/responses/city/add/", {"slug": "x"})
    assert page.headers["Location"] == "/accounts/login/?next=/admin/responses/city/add/"


def test_nothing_that_is_posted_leads_to_another_site(tab: Client, writer: User) -> None:
    sent = section(tab).typed(TYPED | {"next": "https://evil.example/"})
    end_sessions()
    page = tab.post(f"{URL}?next=//evil.example/", sent)
    assert held(page).action == ""
    page = tab.post(f"{URL}?next=//evil.example/", held(page).typed(credentials(writer)))
    assert page.headers["Location"] == URL


def test_passwords_are_typed_once_more(tab: Client, writer: User) -> None:
    form = forms_of(tab.get("/accounts/password/"))[-1]
    chosen = "a sentence nobody guesses"
    sent = form.typed({"old_password": PASSWORD, "new_password1": chosen, "new_password2": chosen})
    end_sessions()
    page = tab.post("/accounts/password/", sent)
    assert page.status_code == 401
    assert chosen not in page.content.decode()
    page = tab.post("/accounts/password/", held(page).typed(credentials(writer)))
    assert page.status_code == 200
    assert Client().login(username=writer.email, password=PASSWORD)


def test_a_very_large_form_survives(tab: Client, writer: User) -> None:
    rows = {
        f"q-a-1--links--{n}--{what}": f"{what} {n} {'가' * 90}"
        for n in range(2000)
        for what in ("label", "url")
    }
    long = "○ 서울\r\n" * 40_000
    sent = section(tab).typed({**TYPED, **rows, "q-a-2--text": long})
    end_sessions()
    form = held(tab.post(URL, sent))
    assert {name: form.fields[name] for name in rows} == {n: [v] for n, v in rows.items()}
    assert form.fields["q-a-2--text"] == [long]
    page = tab.post(URL, form.typed(credentials(writer)))
    assert page.status_code in {302, 422}
    assert tab.session["_auth_user_id"] == str(writer.pk)


@pytest.mark.parametrize("path", [URL, f"{URL}a-1/save/", f"{URL}presence/"])
def test_a_script_is_told_in_json(path: str, tab: Client, writer: User, other: User) -> None:
    sent = section(tab).typed(TYPED)
    tab.force_login(other)
    page = tab.post(path, sent, headers=JSON)
    assert (page.status_code, page.json()["state"]) == (401, "other_person")
    end_sessions()
    page = tab.post(path, sent | credentials(writer), headers=JSON)
    words = "You are signed out. Sign in again to save your text."
    assert (page.status_code, page.json()) == (401, {"state": "signed_out", "message": words})
    assert (stored(), Presence.objects.filter(person=other).count()) == ([], 0)


# --- The dialog's own address ---------------------------------------------------


def ask(client: Client, person: User, as_: User, password: str = PASSWORD) -> tuple[int, Any]:
    data = {"username": as_.email, "password": password, "person": person.pk}
    page = client.post(AGAIN, data)
    return page.status_code, page.json()


def test_sign_in_again_signs_in_the_person_of_the_page(client: Client, writer: User) -> None:
    assert ask(client, writer, writer) == (200, {"state": "signed_in"})
    assert client.get(URL).status_code == 200


def test_sign_in_again_refuses_another_account(client: Client, writer: User, other: User) -> None:
    status, reply = ask(client, writer, other)
    assert (status, reply["state"]) == (401, "other_person")
    assert client.get(URL).status_code == 302


def test_sign_in_again_says_what_signing_in_says(client: Client, writer: User) -> None:
    words = "The e-mail address or the password is wrong. Check both, or set a new password."
    assert ask(client, writer, writer, "wrong") == (
        422,
        {"problems": [{"target": "", "message": words}]},
    )
    assert ask(client, writer, writer, "") == (
        422,
        {"problems": [{"target": "password", "message": "This field is required."}]},
    )


def test_sign_in_again_ends_the_session_of_another_person(
    client: Client, writer: User, other: User
) -> None:
    client.force_login(other)
    key = client.session.session_key
    assert ask(client, writer, writer)[0] == 200
    assert client.session["_auth_user_id"] == str(writer.pk)
    assert not Session.objects.filter(pk=key).exists()


def test_sign_in_again_asks_no_password_of_who_is_back(client: Client, writer: User) -> None:
    client.force_login(writer)
    assert ask(client, writer, writer, "")[0] == 200


def test_sign_in_again_needs_the_token_which_it_gives(writer: User) -> None:
    client = Client(headers={"accept-language": "en", **ORIGIN}, enforce_csrf_checks=True)
    data = {"username": writer.email, "password": PASSWORD, "person": writer.pk}
    assert client.post(AGAIN, data).status_code == 403
    client.get(AGAIN)
    token = client.cookies["csrftoken"].value
    page = client.post(AGAIN, data, headers={"x-csrftoken": token})
    assert page.json() == {"state": "signed_in"}


@pytest.mark.parametrize(
    ("who", "state"), [("writer", "signed_in"), ("other", "other_person"), ("", "signed_out")]
)
def test_sign_in_again_says_who_is_there(
    who: str, state: str, client: Client, writer: User, other: User
) -> None:
    if who:
        client.force_login({"writer": writer, "other": other}[who])
    page = client.get(AGAIN, {"person": writer.pk})
    assert (page.status_code, page.json()) == (200, {"state": state})
    assert "no-store" in page.headers["Cache-Control"]


# --- Every form says whose page it stands on ------------------------------------

# Whom these find in the browser, they are for.
FOR_ANYBODY = {
    "responses/account/login.html",
    "responses/account/password_reset.html",
    "responses/account/password_reset_confirm.html",
    "responses/account/again.html",
    "responses/account/password_change.html",
    # For whose address it was sent to, which the view compares.
    "responses/invitations/invitation.html",
    # For who has the link of a handout, with or without an account.
    "responses/returns/give_back.html",
    "responses/header/_language.html",
    "responses/header/_menu.html",
    "responses/verify/verify.html",
}
POSTING = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL)
PERSON = '<input type="hidden" name="person" value="{{ user.pk }}">'
# A form that is filled as a frame has it of whoever fills it.
FILLED = PERSON.replace("user.pk", "slot.person")
INCLUDED = "responses/talk/_hidden.html"


def test_every_form_says_whose_page_it_stands_on() -> None:
    folder = Path(settings.BASE_DIR, "templates")
    assert PERSON in (folder / INCLUDED).read_text("utf-8")
    said = re.compile(f"{re.escape(PERSON)}|{re.escape(FILLED)}|include .{re.escape(INCLUDED)}.")
    filled = [path for path in folder.rglob("*.html") if FILLED in path.read_text("utf-8")]
    assert {path.name for path in filled} == {"_in_place_form.html", "_in_thread_form.html"}
    filling = (folder / "responses/partials/_in_place_forms.html").read_text("utf-8")
    filled_in = re.findall(r"\{% filled [^%]*/(\w+\.html)\"[^%]* person=user\.pk ", filling)
    assert filled_in == ["_in_place_form.html", "_in_thread_form.html"]
    without = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.html")
        if not all(map(said.search, POSTING.findall(path.read_text("utf-8"))))
    }
    assert without == FOR_ANYBODY


def test_who_tries_too_often_waits_and_loses_nothing(tab: Client, writer: User) -> None:
    sent = section(tab).typed(TYPED)
    end_sessions()
    for _ in range(5):
        record_refused_sign_in(writer.email, "127.0.0.1")
    form = held(tab.post(URL, sent))

    page = tab.post(URL, form.typed(credentials(writer)))

    assert (page.status_code, page.headers["Retry-After"]) == (429, "30")
    assert "There were too many tries. Try again in 30 seconds." in said(page)
    assert held(page).fields["q-a-1--text"] == sent["q-a-1--text"]
    token = tab.cookies["csrftoken"].value
    asked = {"username": writer.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    reply = tab.post(AGAIN, asked)
    assert (reply.status_code, reply.headers["Retry-After"]) == (429, "30")
    assert reply.json() == {
        "problems": [
            {"target": "", "message": "There were too many tries. Try again in 30 seconds."}
        ]
    }
    assert stored() == []
