import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from responses.domain.auditing import Actor
from responses.domain.notices.inbox import unread_count
from responses.domain.notices.notices import notify
from responses.domain.telling.urging import urge
from responses.enums import Role
from responses.models import Notice, Response, User
from responses.notice_kinds import MailChoice, NoticeKind
from responses.views.notices import PAGE
from tests.support.browser import form_at
from tests.support.factories import assign, find, make_member, shape_of

pytestmark = pytest.mark.django_db

URL = "/notices/"


@pytest.fixture
def kim(response: Response) -> User:
    return make_member(response.city, Role.COORDINATOR, "Kim")


@pytest.fixture
def tab(writer: User, client: Client) -> Client:
    client.force_login(writer)
    return client


def tell(response: Response, person: User, actor: User, key: str = "x:1", text: str = "") -> Notice:
    section, question = find(response, "a-2")
    notify(
        NoticeKind.MENTIONED,
        [person],
        response,
        section=section,
        question=question,
        actor=actor,
        text=text,
        key=key,
    )
    return Notice.objects.get(person=person, key=key)


def rows(page: str) -> list[str]:
    """Return what each row of the inbox says, without its markup."""
    found = re.findall(r"<li( data-unread)?>(.*?)</li>", page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for _unread, row in found]


def html(page: object) -> str:
    return page.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_notices_are_newest_first_with_what_was_said_and_where(
    tab: Client, response: Response, writer: User, kim: User
) -> None:
    first = tell(response, writer, kim, "x:1", "@Writer <b>look</b>")
    second = tell(response, writer, kim, "x:2")
    page = html(tab.get(URL))
    assert re.findall(r'href="/notices/(\d+)/"', page) == [str(second.pk), str(first.pk)]
    assert "<blockquote>@Writer &lt;b&gt;look&lt;/b&gt;</blockquote>" in page
    said, *_ = rows(page)
    assert said.startswith(
        "Kim mentioned you in the discussion of A.2 Unread Explain Springfield ·"
    )


def test_what_is_told_of_several_sections_is_one_row_with_a_link_to_each(
    tab: Client, response: Response, writer: User, kim: User
) -> None:
    for key in ("alpha", "beta"):
        assign(response, key, writer)
    urge(response, shape_of(response).sections, actor=Actor(kim))
    page = html(tab.get(URL))
    assert page.count("Kim reminds you to finish 2 sections") == 1
    assert page.count("<li data-unread>") == 1
    assert '<span class="lgq-unread-count">1 ' in page
    found = re.findall(r'<a href="(/notices/\d+/)">([^<]+)</a>', page)
    assert [name for _href, name in found] == ["A. Alpha", "B. Beta"]
    # Of two that are told as one, one is left, and the page that settles the other says so.
    page = html(tab.get("/springfield/test-2030/alpha/"))
    assert '<span class="lgq-unread-count">1 ' in page
    assert tab.get(found[0][0]).headers["Location"] == "/springfield/test-2030/alpha/"
    page = html(tab.get(URL))
    assert "Kim reminds you to finish B. Beta</a>" in page
    assert "Kim reminds you to finish A. Alpha</a>" in page


def test_only_what_is_unread_says_so(
    tab: Client, response: Response, writer: User, kim: User
) -> None:
    notice = tell(response, writer, kim)
    tell(response, writer, kim, "x:2")
    tab.get(f"/notices/{notice.pk}/")
    page = html(tab.get(URL))
    assert page.count("<li data-unread>") == 1
    assert ["Unread" in row for row in rows(page)] == [True, False]


def test_every_page_says_how_much_is_unread(
    tab: Client, response: Response, writer: User, kim: User
) -> None:
    assert "lgq-unread-count" not in html(tab.get("/"))
    tell(response, writer, kim)
    tell(response, writer, kim, "x:2")
    for address in ("/", URL, "/springfield/test-2030/", "/springfield/test-2030/beta/"):
        assert re.search(r'lgq-unread-count">2 <span[^>]*>unread<', html(tab.get(address)))
    assert "lgq-unread-count" not in html(Client().get("/verify/"))


def test_a_notice_leads_to_the_question_and_is_read_by_that(
    tab: Client, response: Response, writer: User, kim: User
) -> None:
    notice = tell(response, writer, kim)
    page = tab.head(f"/notices/{notice.pk}/")
    assert (page.status_code, unread_count(writer)) == (302, 1)
    page = tab.get(f"/notices/{notice.pk}/")
    assert page.headers["Location"] == "/springfield/test-2030/alpha/a-2/talk/?x=1#x-1"
    assert unread_count(writer) == 0
    assert tab.get(f"/notices/{notice.pk}/").status_code == 302


def test_nobody_opens_or_reads_the_notices_of_others(
    tab: Client, response: Response, writer: User, kim: User
) -> None:
    notice = tell(response, kim, writer)
    assert tab.get(f"/notices/{notice.pk}/").status_code == 404
    assert rows(html(tab.get(URL))) == []
    tab.post(URL, {"do": "read"})
    assert unread_count(kim) == 1


def test_who_has_left_the_city_finds_nothing_there(
    tab: Client, response: Response, writer: User, kim: User
) -> None:
    notice = tell(response, writer, kim)
    writer.memberships.all().delete()
    assert tab.get(f"/notices/{notice.pk}/").status_code == 404
    assert "There are no notices yet." in html(tab.get(URL))


def test_all_are_marked_as_read_by_one_button(
    tab: Client, response: Response, writer: User, kim: User
) -> None:
    assert "Mark all as read" not in html(tab.get(URL))
    tell(response, writer, kim)
    page = tab.post(URL, form_at(tab.get(URL), ("do", "read")).typed({"do": "read"}), follow=True)
    assert page.redirect_chain == [(URL, 302)]
    assert "All notices are marked as read." in html(page)
    assert unread_count(writer) == 0


def test_preferences_are_kept(tab: Client, writer: User) -> None:
    form = form_at(tab.get(URL), ("do", "prefer"))
    assert (form.fields["mail"], form.fields["language"]) == (["at_once"], [""])
    page = tab.post(URL, form.typed({"mail": "daily", "language": "en", "do": "prefer"}))
    assert page.headers["Location"] == URL
    writer.refresh_from_db()
    assert (writer.mail, writer.language) == (MailChoice.DAILY, "en")
    form = form_at(tab.get(URL), ("do", "prefer"))
    assert (form.fields["mail"], form.fields["language"]) == (["daily"], ["en"])


def test_preferences_that_are_none_are_refused(tab: Client, writer: User) -> None:
    page = tab.post(URL, {"do": "prefer", "mail": "never", "language": "xx"})
    assert page.status_code == 422
    assert "There is a problem" in html(page)
    writer.refresh_from_db()
    assert (writer.mail, writer.language) == (MailChoice.AT_ONCE, "")


def test_anything_else_is_not_found(tab: Client) -> None:
    assert tab.post(URL, {"do": "shred"}).status_code == 400
    assert tab.get("/notices/999999/").status_code == 404


def test_notices_come_by_pages(tab: Client, response: Response, writer: User, kim: User) -> None:
    for number in range(PAGE + 1):
        tell(response, writer, kim, f"x:{number}")
    first, second = html(tab.get(URL)), html(tab.get(f"{URL}?page=2"))
    assert (len(rows(first)), len(rows(second))) == (PAGE, 1)
    assert 'rel="next"' in first
    assert 'rel="prev"' in second


def test_notices_take_four_queries_however_many(
    tab: Client,
    response: Response,
    writer: User,
    kim: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for count in (1, PAGE):
        for number in range(count):
            tell(response, writer, kim, f"{count}:{number}")
        with django_assert_num_queries(4):
            tab.get(URL)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "As things happen, grouped in one e-mail after 10 minutes",
                "One e-mail a day, at 07:00",
            ],
        ),
        ("ko", ["수시로(10분 단위로 모아 발송)", "하루 한 번(매일 07:00)"]),
    ],
)
def test_settings_say_after_how_long_and_at_which_hour_mail_goes_out(
    tab: Client, settings: Settings, language: str, words: list[str]
) -> None:
    settings.MAIL_DELAY, settings.MORNING_HOUR = 600, 7
    page = html(tab.get(URL, headers={"accept-language": language}))
    assert [each for each in words if each not in page] == []


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("", NoticeKind.REMARKED),
        ("review/", NoticeKind.REMARKED),
        ("a-2/talk/", NoticeKind.REMARKED),
        ("a-2/talk/", NoticeKind.MENTIONED),
    ],
)
def test_opening_what_a_notice_is_about_by_any_way_settles_it(
    page: str, kind: NoticeKind, client: Client, response: Response, writer: User
) -> None:
    question = find(response, "a-2")[1]
    notify(kind, [writer], response, question=question, key="remark:1")
    client.force_login(writer)
    client.head(f"/springfield/test-2030/alpha/{page}")
    assert Notice.objects.get().read_at is None
    html = client.get(f"/springfield/test-2030/alpha/{page}").content.decode()
    assert Notice.objects.get().read_at
    assert "lgq-unread-count" not in html


@pytest.mark.parametrize("page", ["", "review/", "a-1/talk/"])
def test_a_mention_stays_unread_until_its_thread_is_opened(
    page: str, client: Client, response: Response, writer: User
) -> None:
    question = find(response, "a-2")[1]
    notify(NoticeKind.MENTIONED, [writer], response, question=question, key="remark:1")
    client.force_login(writer)
    html = client.get(f"/springfield/test-2030/alpha/{page}").content.decode()
    assert Notice.objects.get().read_at is None
    assert "lgq-unread-count" in html


def test_what_asks_for_something_stands_above_news(
    client: Client, response: Response, writer: User
) -> None:
    section = find(response, "a-2")[0]
    for kind in (NoticeKind.ASSIGNED, NoticeKind.APPROVED):
        notify(kind, [writer], response, section=section, key=f"{kind}:1")
    client.force_login(writer)
    html = client.get("/notices/").content.decode()
    marks = [
        'href="#preferences"',
        "To do",
        "A. Alpha is assigned to you",
        "News",
        "approved A. Alpha",
    ]
    assert sorted(marks, key=html.index) == marks
    client.get("/springfield/test-2030/alpha/")
    html = client.get("/notices/?show=unread").content.decode()
    assert "Every notice is read." in html
    assert "A. Alpha is assigned to you" not in html
