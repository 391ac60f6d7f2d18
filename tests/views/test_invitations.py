"""From the coordinator's form by the mail and its link to the city; and what nobody learns."""

import re
from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from responses.domain.auditing import Actor
from responses.domain.people.invitations import find, invite
from responses.enums import AuditKind, Role
from responses.models import AuditRecord, City, Invitation, Membership, SectionWork, User
from tests.support.browser import forms_of
from tests.support.factories import (
    PASSWORD,
    assign,
    delegate,
    make_city,
    make_member,
    make_response,
    make_user,
)

pytestmark = pytest.mark.django_db

MEMBERS = "/springfield/members/"
EMAIL = "new@city.example"
NEW = {"do": "invite", "email": EMAIL, "name": "", "role": "reviewer"}
CHOSEN: dict[str, str | list[str]] = {
    "name": "As I write it",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


@pytest.fixture
def city() -> City:
    made = make_city()
    City.objects.filter(pk=made.pk).update(
        language="en", name={"ko": "스프링필드", "en": "Springfield"}
    )
    made.refresh_from_db()
    return made


@pytest.fixture
def desk(client: Client, coordinator: User) -> Client:
    """Return the coordinator's browser."""
    client.force_login(coordinator)
    return client


@pytest.fixture
def guest() -> Client:
    """Return the browser of who was invited, with all that a browser checks."""
    return Client(headers={"accept-language": "en", "origin": "http://testserver"})


@pytest.fixture
def secret(city: City, coordinator: User) -> str:
    return invite(city, EMAIL, "New", Role.REVIEWER, actor=Actor(coordinator))[1]


def link(secret: str) -> str:
    return reverse("invitation", args=(secret,))


def said(page: Any) -> str:
    """Return what a page says, without its markup."""
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).replace("&#x27;", "'").split())


def sent() -> EmailMultiAlternatives:
    """Return the one mail that was sent."""
    [letter] = mail.outbox
    assert isinstance(letter, EmailMultiAlternatives)
    return letter


def link_in(letter: EmailMultiAlternatives) -> str:
    [link] = re.findall(r"https?://[^/]*(/invitations/[\w-]{43}/)", str(letter.body))
    return str(link)


# --- Inviting ---------------------------------------------------------------


def test_an_invitation_is_mailed_and_listed(desk: Client) -> None:
    page = desk.post(MEMBERS, NEW | {"name": "Lee\nKim"}, follow=True)
    assert page.redirect_chain == [(MEMBERS, 302)]
    assert f"An invitation is on its way to {EMAIL}. The link is valid until" in said(page)
    assert f"Invited Lee Kim {EMAIL}" in said(page)
    letter = sent()
    assert letter.recipients() == [f"Lee Kim <{EMAIL}>"]
    assert letter.subject == "[LGQ Desk] Invitation to Springfield"
    assert "Coordinator invites you to Springfield" in letter.body
    path = link_in(letter)
    assert find(path.split("/")[2]) == Invitation.objects.get()


def test_the_mail_says_the_same_as_html_in_the_citys_language(desk: Client, city: City) -> None:
    City.objects.update(language="ko")
    desk.post(MEMBERS, NEW | {"name": "<b>Lee</b>"})
    letter = sent()
    [(html, kind)] = letter.alternatives
    assert kind == "text/html"
    assert isinstance(html, str)
    assert '<html lang="ko">' in html
    assert "&lt;b&gt;Lee&lt;/b&gt;" in html
    assert "스프링필드" in letter.body
    assert link_in(letter) in html
    assert html.count("http") == 2  # the link, and what it says


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_mail_says_what_is_assigned_already_and_by_when(
    desk: Client, city: City, coordinator: User, language: str
) -> None:
    City.objects.update(language=language)
    invitation, _secret = invite(city, EMAIL, "Kim", Role.CONTRIBUTOR, actor=Actor(coordinator))
    assert invitation.person
    response = make_response(city)
    assign(response, "alpha", invitation.person)
    assign(response, "beta", coordinator)
    delegate(response, "b-1", invitation.person, due_on=date(2030, 12, 5))
    line = [
        {"title": "과장", "people": [invitation.person.pk], "consents": False, "department": ""}
    ]
    SectionWork.objects.filter(section__key="beta").update(approval_line=line)
    desk.post(MEMBERS, {"do": "renew", "invitation": invitation.pk})
    [letter] = mail.outbox
    assert isinstance(letter, EmailMultiAlternatives)
    told = str(letter.body).replace("\xa0", " ")
    said = {
        "en": [
            "Assigned to you already:\n",
            "- Write A. Alpha\n- Sign B. Beta when it is your turn\n",
            "- Write B.1 Only text, by 5 Dec 2030\n\nOpen this page",
        ],
        "ko": ["이미 배정된 업무:\n", "- 결재: B. ", "- 작성: B.1 ", ", 2030. 12. 5.까지\n"],
    }[language]
    for words in said:
        assert words in told
    assert "<li>" in str(letter.alternatives[0][0])


def test_nothing_tells_the_coordinator_who_has_an_account(desk: Client) -> None:
    """Compare all that is answered, listed and mailed, but for the address itself."""
    make_user()
    User.objects.create_user("known@other.example", PASSWORD, name="Known", is_active=True)
    User.objects.create_user("close@other.example", PASSWORD, name="Shut", is_active=False)
    addresses = ["known@other.example", "close@other.example", "other@other.example"]
    replies = {answered(desk, email) for email in addresses}
    assert len(replies) == 1
    assert "EMAIL" in replies.pop()


def answered(desk: Client, email: str) -> str:
    """Return everything that comes of inviting an address, which stands there as EMAIL."""
    Invitation.objects.all().delete()
    mail.outbox.clear()
    reply = desk.post(MEMBERS, NEW | {"email": email})
    shown = desk.get(MEMBERS)
    letter = sent()
    # Its length grows with the number of the invitation, which is taken out below.
    around = [each for each in headers(shown) if each[0] != "Content-Length"]
    everything = [
        *(reply.status_code, headers(reply), reply.content.decode()),
        *(shown.status_code, around, shown.content.decode()),
        *(letter.subject, letter.recipients(), letter.body, letter.alternatives),
    ]
    told = "\n".join(map(str, everything)).replace(email, "EMAIL")
    told = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", told)
    told = re.sub(r'name="once" value="[\w-]+"', "", told)
    told = re.sub(r"/invitations/[\w-]{43}/", "", told)
    return re.sub(r'name="invitation" value="\d+"|invited-\d+-', "", told)


def test_a_member_is_not_invited_again(desk: Client, city: City) -> None:
    person = make_member(city, Role.VIEWER)
    page = desk.post(MEMBERS, NEW | {"email": person.email.upper()})
    assert page.status_code == 422
    assert "This person is already a member. Change the role in the list." in said(page)
    assert mail.outbox == []


def test_a_mail_server_that_refuses_is_told_to_the_coordinator(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise SMTPRecipientsRefused({})

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        page = desk.post(MEMBERS, NEW, follow=True)
    assert f"The invitation to {EMAIL} could not be sent. Try “Send again” later." in said(page)
    [invitation] = Invitation.objects.all()
    desk.post(MEMBERS, {"do": "renew", "invitation": invitation.pk})
    letter = sent()
    assert find(link_in(letter).split("/")[2]) == invitation


def test_renewing_sends_another_link_and_ends_the_first(desk: Client, secret: str) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert "Link expired" in said(desk.get(MEMBERS))
    page = desk.post(MEMBERS, {"do": "renew", "invitation": Invitation.objects.get().pk})
    assert (page.status_code, page.headers["Location"]) == (302, MEMBERS)
    path = link_in(sent())
    assert (desk.get(link(secret)).status_code, desk.get(path).status_code) == (404, 200)


def test_withdrawing_ends_the_link(desk: Client, secret: str) -> None:
    pk = Invitation.objects.get().pk
    page = desk.post(MEMBERS, {"do": "withdraw", "invitation": pk}, follow=True)
    assert f"The invitation to {EMAIL} is withdrawn. Its link no longer works." in said(page)
    assert desk.get(link(secret)).status_code == 404
    assert desk.post(MEMBERS, {"do": "withdraw", "invitation": pk}).status_code == 404


@pytest.mark.parametrize("do", ["renew", "withdraw"])
def test_invitations_of_another_city_are_not_found(do: str, desk: Client) -> None:
    elsewhere = make_city("shelbyville")
    actor = make_member(elsewhere, Role.COORDINATOR)
    invitation, secret = invite(elsewhere, EMAIL, "", Role.VIEWER, actor=Actor(actor))
    page = desk.post(MEMBERS, {"do": do, "invitation": invitation.pk})
    assert page.status_code == 404
    assert find(secret) == invitation
    assert desk.post(MEMBERS, {"do": do, "invitation": "x"}).status_code == 404


# --- Joining ----------------------------------------------------------------


def test_who_is_new_makes_an_account_and_joins(guest: Client, secret: str) -> None:
    page = guest.get(link(secret))
    assert "Invitation to Springfield" in said(page)
    assert "Your role: Reviewer." in said(page)
    assert EMAIL in said(page)
    [form] = [each for each in forms_of(page) if "password1" in each.fields]
    assert form.fields["name"] == ["New"]
    page = guest.post(link(secret), form.typed(CHOSEN), follow=True)
    assert page.redirect_chain == [("/", 302)]
    assert "Welcome to Springfield. Your role: Reviewer." in said(page)
    person = User.objects.get(email=EMAIL)
    assert (person.name, person.memberships.get().role) == ("As I write it", Role.REVIEWER)
    assert Client().login(username=EMAIL, password=PASSWORD)
    kinds = AuditRecord.objects.filter(person=person).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [AuditKind.MEMBER_ADDED, AuditKind.SIGN_IN]
    again = Client().get(link(secret))
    assert again.status_code == 404


@pytest.mark.parametrize(
    ("change", "field", "error"),
    [
        ({"name": ""}, "name", "Your name: This field is required."),
        ({"password2": "other"}, "password2", "Confirm password: The two password fields"),
        (
            {"password1": "12345", "password2": "12345"},
            "password1",
            "Password: This password is too short.",
        ),
        (
            {"password1": "new@city.example", "password2": "new@city.example"},
            "password1",
            "Password: The password is too similar to the e-mail address.",
        ),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    change: dict[str, str], field: str, error: str, guest: Client, secret: str
) -> None:
    page = guest.post(link(secret), CHOSEN | change)
    assert page.status_code == 422
    assert f'<a href="#id_{field}">{error}' in page.content.decode().replace("&#x27;", "'")
    assert PASSWORD not in page.content.decode()
    assert find(secret)
    assert not User.objects.filter(email=EMAIL).exists()


def test_who_has_an_account_signs_in_and_joins(guest: Client, city: City, secret: str) -> None:
    person = User.objects.create_user(EMAIL, PASSWORD, name="Known")
    page = guest.get(link(secret))
    assert f"{EMAIL} already has an account. Sign in to it, and you can join." in said(page)
    [sign_in] = re.findall(r'href="(/accounts/login/[^"]*)"', page.content.decode())
    page = guest.post(sign_in, {"username": EMAIL, "password": PASSWORD}, follow=True)
    assert page.redirect_chain == [(link(secret), 302)]
    assert "You are signed in as Known." in said(page)
    [form] = [each for each in forms_of(page) if not each.action]
    page = guest.post(link(secret), form.fields, follow=True)
    assert "Welcome to Springfield. Your role: Reviewer." in said(page)
    assert Membership.objects.get(user=person).city == city


def test_an_account_is_not_taken_over_by_a_link(guest: Client, secret: str) -> None:
    person = User.objects.create_user(EMAIL, "its own password", name="Known")
    page = guest.post(link(secret), CHOSEN)
    assert page.status_code == 409
    assert "already has an account" in said(page)
    person.refresh_from_db()
    assert (person.name, person.check_password("its own password")) == ("Known", True)
    assert not person.memberships.exists()


def test_somebody_else_is_asked_to_sign_out_first(
    desk: Client, coordinator: User, secret: str
) -> None:
    page = desk.get(link(secret))
    assert f"The invitation is for {EMAIL}, but Coordinator is signed in here." in said(page)
    page = desk.post(link(secret), CHOSEN)
    assert (page.status_code, find(secret) is not None) == (409, True)
    form = next(each for each in forms_of(page) if each.action == reverse("logout"))
    page = desk.post(form.action, form.fields, follow=True)
    assert page.redirect_chain == [(link(secret), 302)]
    assert "Create the account and join" in said(page)


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_program_that_looks_at_the_link_does_not_use_it_up(
    method: str, guest: Client, secret: str
) -> None:
    for _ in range(3):
        assert getattr(guest, method)(link(secret)).status_code == 200
    assert guest.post(link(secret), CHOSEN).status_code == 302


def test_a_void_link_says_nothing_of_why(guest: Client, city: City, coordinator: User) -> None:
    secrets = [
        invite(city, f"{name}@city.example", "", Role.VIEWER, actor=Actor(coordinator))[1]
        for name in ("used", "expired", "withdrawn")
    ]
    guest.post(link(secrets[0]), CHOSEN)
    guest.logout()
    Invitation.objects.filter(email="expired@city.example").update(expires_at=timezone.now())
    Invitation.objects.filter(email="withdrawn@city.example").delete()
    secrets.append("x" * 43)
    for ask in (guest.get, guest.post):
        replies = [ask(link(secret)) for secret in secrets]
        told = {
            (page.status_code, str(headers(page)), plain(page, secret))
            for page, secret in zip(replies, secrets, strict=True)
        }
        assert len(told) == 1
        assert replies[0].status_code == 404
        words = said(replies[0])
        assert "This link is no longer valid Have you joined already? Sign in" in words


def test_a_network_that_tries_too_many_links_is_told_to_wait(
    guest: Client, city: City, coordinator: User
) -> None:
    _invitation, secret = invite(
        city, "new@city.example", "", Role.VIEWER, actor=Actor(coordinator)
    )
    for _try in range(20):
        assert guest.get(link("x" * 43)).status_code == 404
    held = guest.get(link("x" * 43))
    assert (held.status_code, held.headers["Retry-After"]) == (429, "2")
    assert "There were too many tries" in said(held)
    assert guest.get(link(secret)).status_code == 200


def headers(page: Any) -> list[tuple[str, str]]:
    """Return the headers of a reply, but for the one that tells the second it was sent."""
    return sorted(each for each in page.headers.items() if each[0] != "Expires")


def plain(page: Any, secret: str) -> str:
    """Return a page without what is of this request alone."""
    token = r'name="csrfmiddlewaretoken" value="\w+"'
    return re.sub(token, "", page.content.decode().replace(secret, ""))


@pytest.mark.parametrize("void", [False, True])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_secret_is_told_to_no_other_page_and_kept_by_no_cache(
    method: str,
    void: bool,  # noqa: FBT001 - a case
    guest: Client,
    secret: str,
) -> None:
    page = getattr(guest, method)(link("x" if void else secret))
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page.headers["Cache-Control"]


def test_the_page_speaks_the_language_of_who_reads_it(guest: Client, secret: str) -> None:
    with translation.override("ko"):
        page = guest.get(link(secret), headers={"accept-language": "ko"})
    assert '<html lang="ko">' in page.content.decode()
    assert "스프링필드" in said(page)
