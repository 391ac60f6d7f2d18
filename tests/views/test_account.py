"""Signing in and out, passwords, and the frame around every page."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from responses.domain.auditing import Actor, record_refused_sign_in
from responses.domain.people.members import place
from responses.domain.permissions import NotAllowedError
from responses.enums import AuditKind, Role
from responses.models import AuditRecord, HeldTries, Membership
from responses.tasks import mail_password
from tests.support.factories import PASSWORD, make_city, make_member, make_user

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
RESET = "/accounts/reset/"
PROFILE = "/accounts/profile/"
CHOSEN = "a sentence nobody guesses"


def summary(html: str) -> list[tuple[str, str]]:
    """Return the lines of the error summary: where each leads and what it says."""
    box = re.search(r'<div class="lgq-errors".*?</div>', html, re.DOTALL)
    return re.findall(r'<li>\s*(?:<a href="([^"]*)">)?([^<]*)', box[0]) if box else []


def do_jobs() -> None:
    """Send the links that wait, as the worker does."""
    for job in DBTaskResult.objects.all():
        mail_password.call(*job.args_kwargs["args"])


def test_login_leads_to_where_one_wanted_to_go(client: Client) -> None:
    user = make_user()
    asked = client.get("/accounts/password/")
    assert asked.headers["Location"] == f"{LOGIN}?next=/accounts/password/"
    form = client.get(asked.headers["Location"]).content.decode()
    assert re.findall(r'name="next" value="([^"]*)"', form.partition("<h1>")[2])[0] == (
        "/accounts/password/"
    )
    data = {"username": user.email.upper(), "password": PASSWORD, "next": "/accounts/password/"}
    page = client.post(LOGIN, data)
    assert (page.status_code, page.headers["Location"]) == (302, "/accounts/password/")


def test_login_never_leads_to_another_site(client: Client) -> None:
    user = make_user()
    data = {"username": user.email, "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(LOGIN, data).headers["Location"] == "/"


@pytest.mark.parametrize("email", ["known", "nobody@city.example"])
def test_login_says_the_same_whether_or_not_there_is_an_account(email: str, client: Client) -> None:
    address = make_user().email if email == "known" else email
    html = client.post(LOGIN, {"username": address, "password": "wrong"}).content.decode()
    assert summary(html) == [
        (
            "",
            "The e-mail address or the password is wrong. Check both, or set a new password.",
        )
    ]
    assert f'value="{address}"' in html


def test_login_asks_for_what_is_missing_at_the_field(client: Client) -> None:
    html = client.post(LOGIN, {}).content.decode()
    assert [target for target, _ in summary(html)] == ["#id_username", "#id_password"]
    assert "E-mail address" in html


def test_logout_ends_the_session(client: Client) -> None:
    client.force_login(make_user())
    assert client.post("/accounts/logout/").headers["Location"] == LOGIN
    assert client.get("/").status_code == 302


def test_a_person_changes_their_password(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    data = {"old_password": PASSWORD, "new_password1": CHOSEN, "new_password2": CHOSEN}
    page = client.post("/accounts/password/", data, follow=True)
    assert "You are still signed in here." in page.content.decode()
    assert Client().login(username=user.email, password=CHOSEN)


def test_a_password_to_repeat_is_called_alike_everywhere(client: Client) -> None:
    client.force_login(make_user())
    page = client.get("/accounts/password/", headers={"accept-language": "ko"})
    assert "새 비밀번호 확인" in page.content.decode()
    assert "(확인)" not in page.content.decode()


def test_the_old_password_is_not_to_be_guessed(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    data = {"new_password1": CHOSEN, "new_password2": CHOSEN}
    wrong, right = data | {"old_password": "wrong"}, data | {"old_password": PASSWORD}
    tried = [client.post("/accounts/password/", wrong).status_code for _ in range(6)]
    assert tried == [200] * 5 + [429]
    page = client.post("/accounts/password/", right)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "30")
    said = "Old password: There were too many tries. Try again in 30 seconds."
    assert summary(page.content.decode()) == [("#id_old_password", said)]
    assert user.check_password(PASSWORD)
    assert AuditRecord.objects.filter(subject=user.email).count() == 5


def test_a_weak_password_is_refused_at_the_field(client: Client) -> None:
    client.force_login(make_user())
    data = {"old_password": PASSWORD, "new_password1": "12345", "new_password2": "12345"}
    html = client.post("/accounts/password/", data).content.decode()
    assert {target for target, _ in summary(html)} == {"#id_new_password1"}


def test_a_forgotten_password_is_set_by_a_link_that_works_once(client: Client) -> None:
    user = make_user("Kim")
    page = client.post("/accounts/reset/", {"email": user.email}, follow=True)
    assert "If there is an account with this address" in page.content.decode()
    assert mail.outbox == []
    do_jobs()
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == ([f"Kim <{user.email}>"], "Set your LGQ Desk password")
    assert "Dear Kim," in letter.body
    [link] = re.findall(rf"{settings.SITE_URL}(/accounts/reset/\S+)", str(letter.body))
    form = client.get(link, follow=True)
    chosen = {"new_password1": CHOSEN, "new_password2": CHOSEN}
    client.post(form.redirect_chain[-1][0], chosen)
    assert Client().login(username=user.email, password=CHOSEN)
    assert "This link is no longer valid" in client.get(link).content.decode()


def test_a_reset_for_an_unknown_address_says_the_same_and_sends_nothing(client: Client) -> None:
    page = client.post("/accounts/reset/", {"email": "nobody@city.example"}, follow=True)
    assert "If there is an account with this address" in page.content.decode()
    do_jobs()
    assert mail.outbox == []


def test_a_request_does_the_same_for_known_and_unknown_addresses(client: Client) -> None:
    done = []
    for address in (make_user().email, "nobody@city.example"):
        with CaptureQueriesContext(connection) as queries:
            client.post(RESET, {"email": address})
        done.append([re.sub(r"'[^']*'|\d+", "?", each["sql"]) for each in queries])
        assert AuditRecord.objects.get(subject=address).kind == AuditKind.PASSWORD_MAIL
    assert done[0] == done[1]
    assert (mail.outbox, DBTaskResult.objects.count()) == ([], 2)


def test_a_link_for_a_password_leads_to_the_site_whatever_host_was_asked(
    client: Client, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS, settings.SITE_URL = ["*"], "https://lgq.city.example"
    client.post(RESET, {"email": make_user().email}, headers={"host": "evil.example:1337"})
    do_jobs()
    assert re.findall(r"https?://[^/]*", str(mail.outbox[0].body)) == ["https://lgq.city.example"]


@pytest.mark.parametrize("email", ["known", "nobody@city.example"])
def test_who_asks_for_links_too_often_is_told_how_long_to_wait(email: str, client: Client) -> None:
    address = make_user().email if email == "known" else email
    for _ in range(3):
        assert client.post(RESET, {"email": address}).status_code == 302
    for _ in range(3):
        page = client.post(RESET, {"email": address.upper()})
        assert (page.status_code, page.headers["Retry-After"]) == (429, "60")
    html = page.content.decode()
    assert summary(html) == [("", "There were too many tries. Try again in 60 seconds.")]
    assert f'value="{address.upper()}"' in html
    records = AuditRecord.objects.filter(subject=address, kind=AuditKind.PASSWORD_MAIL)
    assert (records.count(), DBTaskResult.objects.count()) == (3, 3)
    assert HeldTries.objects.get().count == 3


@pytest.mark.parametrize("path", ["/", LOGIN, "/nothing/here/"])
def test_the_language_can_be_switched_and_the_page_stays(path: str, client: Client) -> None:
    if path != LOGIN:
        client.force_login(make_user())
    html = client.get(f"{path}?a=1").content.decode()
    assert '<html lang="en">' in html
    [form] = re.findall(r'<form class="lgq-language".*?</form>', html, re.DOTALL)
    assert re.findall(r'name="next" value="([^"]*)"', form) == [f"{path}?a=1"]
    assert re.findall(r'name="language"\s+value="(\w+)"', form) == ["ko"]
    page = client.post("/i18n/setlang/", {"language": "ko", "next": f"{path}?a=1"}, follow=True)
    assert page.redirect_chain == [(f"{path}?a=1", 302)]
    assert '<html lang="ko">' in page.content.decode()


def test_pages_run_no_inline_script_or_style(client: Client) -> None:
    client.force_login(make_user())
    page = client.get("/")
    html = page.content.decode()
    assert re.findall(r"<script(?![^>]* src=)|<style| style=| on\w+=", html) == []
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/", LOGIN, PROFILE, "/help/", "/nothing/here/"])
def test_no_cache_keeps_pages_for_others(path: str, client: Client) -> None:
    client.force_login(make_user())
    said = client.get(path).headers["Cache-Control"]
    assert "private" in said
    assert "no-store" not in said or path == LOGIN


def test_the_first_link_skips_to_the_content(client: Client) -> None:
    html = client.get(LOGIN).content.decode()
    assert re.findall(r'<a [^>]*href="([^"]*)"', html)[0] == "#main"
    assert re.findall(r'id="main"', html) == ['id="main"']


def test_what_is_not_there_says_what_to_do(client: Client) -> None:
    client.force_login(make_user())
    page = client.get("/nothing/here/")
    assert page.status_code == 404
    assert "ask your city's coordinator to add you" in page.content.decode().replace("&#x27;", "'")


def test_a_form_without_its_token_says_that_nothing_was_saved() -> None:
    client = Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)
    page = client.post(LOGIN, {"username": "a"})
    assert page.status_code == 403
    assert "<h1>Nothing was saved</h1>" in page.content.decode()


def test_a_failure_has_a_page_of_its_own(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("responses.views.work.read_worklist", fail)
    client.raise_request_exception = False
    client.force_login(make_user())
    page = client.get("/")
    assert page.status_code == 500
    assert "<h1>Something went wrong</h1>" in page.content.decode()


def test_a_host_that_is_not_ours_cannot_be_read(client: Client) -> None:
    page = client.get(LOGIN, headers={"host": "evil.example"})
    assert page.status_code == 400
    assert "<h1>This request cannot be read</h1>" in page.content.decode()


def test_a_person_keeps_their_own_department_and_post(client: Client) -> None:
    city = make_city()
    person = make_member(city, Role.REVIEWER, "Kim")
    other = make_member(make_city("aurora"), Role.VIEWER, "Lee")
    client.force_login(person)
    ask = "To change your name or address, write to "
    assert f"{ask}the LGQ Desk administrator." in client.get(PROFILE).content.decode()
    boss = make_member(city, Role.COORDINATOR, "Ann")
    make_member(make_city("elsewhere"), Role.COORDINATOR, "Nobody")
    make_member(city, Role.CONTRIBUTOR, "Writer")
    assert f"{ask}a coordinator: Ann ({boss.email})." in client.get(PROFILE).content.decode()
    assert f'<a href="{PROFILE}">My account</a>' in client.get("/").content.decode()
    member = Membership.objects.get(user=person)
    data = {"do": "place", "member": member.pk, "department": " 교통과 ", "post": "팀장"}
    page = client.post(PROFILE, data)
    assert (page.status_code, page.headers["Location"]) == (302, PROFILE)
    member.refresh_from_db()
    assert (member.department, member.post) == ("교통과", "팀장")
    html = client.get(PROFILE).content.decode()
    assert "Your department and post are saved." in html
    assert 'value="교통과"' in html
    assert 'href="/notices/#preferences"' in html
    client.post(PROFILE, data)
    [record] = AuditRecord.objects.filter(kind=AuditKind.PLACE_CHANGED)
    assert (record.person, record.city) == (person, city)
    assert record.subject == f"Kim · {person.email} · – → 교통과 팀장"
    # Those of others, and what is too long, are refused.
    foreign = Membership.objects.get(user=other)
    assert client.post(PROFILE, data | {"member": foreign.pk}).status_code == 404
    page = client.post(PROFILE, data | {"post": "a" * 101})
    assert page.status_code == 422
    assert f'href="#place-{member.pk}-post"' in page.content.decode()
    foreign.refresh_from_db()
    member.refresh_from_db()
    assert (foreign.department, member.post) == ("", "팀장")


def test_a_person_writes_their_own_name_in_latin_letters(client: Client) -> None:
    city = make_city()
    person = make_member(city, Role.CONTRIBUTOR, "홍길동")
    client.force_login(person)
    data = {"do": "latin_name", "latin_name": " Hong  Gil-dong "}
    page = client.post(PROFILE, data)
    assert (page.status_code, page.headers["Location"]) == (302, PROFILE)
    html = client.get(PROFILE).content.decode()
    assert "Your name in Latin letters is saved." in html
    assert 'value="Hong Gil-dong"' in html
    client.post(PROFILE, data)
    [record] = AuditRecord.objects.filter(kind=AuditKind.LATIN_NAME)
    assert (record.person, record.city) == (person, None)
    assert record.subject == f"홍길동 · {person.email} · — → Hong Gil-dong"
    # Their coordinator reads it, and finds them by it.
    client.force_login(make_member(city, Role.COORDINATOR, "Ann"))
    assert record.subject.partition("—")[2] in client.get(f"/{city.slug}/audit/").content.decode()
    found = client.get(f"/{city.slug}/members/?q=gil-dong").content.decode()
    assert found.count(">Hong Gil-dong</span>") == 1
    # Other letters, and what is too long, are refused at the field.
    client.force_login(person)
    for typed in ("홍길동", "HongГ", "a" * 101):
        page = client.post(PROFILE, data | {"latin_name": typed})
        assert page.status_code == 422
        assert 'href="#id_latin_name"' in page.content.decode()
    person.refresh_from_db()
    assert person.latin_name == "Hong Gil-dong"


def test_a_coordinator_s_change_of_a_post_is_recorded_too() -> None:
    city = make_city()
    person, coordinator = make_member(city, Role.VIEWER), make_member(city, Role.COORDINATOR)
    member = Membership.objects.get(user=person)
    place(member, "교통과", "", actor=Actor(coordinator))
    assert AuditRecord.objects.get(kind=AuditKind.PLACE_CHANGED).person == coordinator
    with pytest.raises(NotAllowedError):
        place(Membership.objects.get(user=coordinator), "x", "", actor=Actor(person))


def refuse(account: str, times: int = 5) -> None:
    for _ in range(times):
        record_refused_sign_in(account, "127.0.0.1")


@pytest.mark.parametrize("email", ["known", "nobody@city.example"])
def test_who_tries_too_often_is_told_how_long_to_wait(email: str, client: Client) -> None:
    address = make_user().email if email == "known" else email
    refuse(address)
    page = client.post(LOGIN, {"username": address, "password": PASSWORD})
    assert (page.status_code, page.headers["Retry-After"]) == (429, "30")
    html = page.content.decode()
    assert summary(html) == [("", "There were too many tries. Try again in 30 seconds.")]
    assert f'value="{address}"' in html
    assert client.get("/").status_code == 302
    # Another person of the same network is not held up.
    other = make_user()
    data = {"username": other.email, "password": PASSWORD}
    assert client.post(LOGIN, data).status_code == 302


def test_the_wait_is_said_in_korean(client: Client) -> None:
    refuse("nobody@city.example", times=7)
    data = {"username": "nobody@city.example", "password": "x"}
    html = client.post(LOGIN, data, headers={"accept-language": "ko"}).content.decode()
    assert "시도한 횟수가 너무 많습니다. 2분 뒤에 다시 시도해 주십시오." in html


def test_an_address_that_is_too_long_is_no_try(client: Client) -> None:
    data = {"username": "a" * 60_000, "password": "x"}
    page = client.post(LOGIN, data)
    assert [target for target, _ in summary(page.content.decode())] == ["#id_username"]
    assert not AuditRecord.objects.exists()


def test_a_password_takes_little_memory_and_older_ones_still_sign_in(
    client: Client, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = ["survey_site.hashers.SmallArgon2"]
    user = make_user()
    user.password = Argon2PasswordHasher().encode(PASSWORD, "a" * 22)
    user.save()
    assert "m=102400,t=2,p=8" in user.password
    data = {"username": user.email, "password": PASSWORD}
    assert client.post(LOGIN, data).status_code == 302
    user.refresh_from_db()
    assert "m=19456,t=2,p=1" in user.password
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(("role", "links"), [(Role.REVIEWER, 1), (Role.CONTRIBUTOR, 0)])
def test_who_signs_finds_where_to_appoint_a_deputy(role: Role, links: int, client: Client) -> None:
    client.force_login(make_member(make_city(), role))
    html = client.get(PROFILE).content.decode()
    assert html.count('href="/springfield/deputies/"') == links
