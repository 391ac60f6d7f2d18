import re
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Role, Source
from responses.models import Membership, RefusedText, Response, Revision, User
from tests.support.browser import form_at, forms_of, words
from tests.support.factories import find, make_member, revise, shape_of, write
from tests.support.tampering import unguarded

pytestmark = pytest.mark.django_db

PAGE = "/springfield/test-2030/beta/b-1/history/"
UNSAVED = "/springfield/test-2030/beta/unsaved/"


@pytest.fixture
def colleague(response: Response) -> User:
    return make_member(response.city, Role.CONTRIBUTOR, "Colleague")


def send(response: Response, actor: User) -> None:
    perform(
        Move(Action.SEND), response, shape_of(response).sections_by_key["beta"], actor=Actor(actor)
    )


def contents(response: Response) -> list[str]:
    return [each.content["parts"].get("text", "") for each in Revision.objects.order_by("version")]


def test_history_of_an_unanswered_question_says_so(client: Client, writer: User) -> None:
    client.force_login(writer)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "Nothing is saved yet." in words(page)
    assert 'type="radio"' not in page.content.decode()


def test_history_tells_people_of_one_name_apart(
    client: Client, response: Response, writer: User
) -> None:
    people = [make_member(response.city, Role.CONTRIBUTOR, "Kim") for _ in range(2)]
    Membership.objects.filter(user=people[0]).update(department="Roads")
    revise(response, "b-1", [*people, writer])
    client.force_login(writer)
    found = re.findall(r"<h2>(.*?)</h2>", client.get(PAGE).content.decode())
    assert found == ["Writer", f"Kim({people[1].email})", "Kim(Roads)"]


def test_history_tells_each_sitting_with_what_it_changed(
    client: Client, response: Response, writer: User, colleague: User
) -> None:
    revise(response, "b-1", [writer, writer, colleague])
    client.force_login(writer)
    page = client.get(PAGE)
    told = words(page)
    assert re.findall(r"<h2>(.*?)</h2>", page.content.decode()) == ["Colleague", "Writer"]
    assert "Colleague 6 May 2030, 18:02 Saved 1 time" in told
    assert "Writer 6 May 2030, 18:00 – 18:01 Saved 2 times" in told
    # A new line at the end, then two lines where there was nothing.
    assert "Line 2 inserted: Line 3 end of insertion" in told
    assert "inserted: Line 1 Line 2 end of insertion" in told


def test_each_reader_and_each_moment_has_its_own_history(
    client: Client, response: Response, writer: User, colleague: User
) -> None:
    revise(response, "b-1", [writer, colleague])
    viewer = make_member(response.city, Role.VIEWER, "Viewer")

    def shown(person: User) -> str:
        client.force_login(person)
        return client.get(PAGE).content.decode()

    assert [shown(each).count("?restore=") for each in (writer, viewer, writer)] == [1, 0, 1]
    User.objects.filter(pk=colleague.pk).update(name="Renamed")
    assert ">Renamed</h2>" in shown(writer)
    # What was the newest version becomes one that can be restored.
    write(response, "b-1", writer, text="Other")
    assert shown(writer).count("?restore=") == 2
    assert shown(viewer).count("?restore=") == 0


def test_history_unfolds_a_sitting_into_its_versions(
    client: Client, response: Response, writer: User, colleague: User
) -> None:
    revise(response, "b-1", [writer, writer, colleague])
    client.force_login(writer)
    html = client.get(PAGE).content.decode()
    assert re.findall(r'href="\?from=(\d)&amp;to=(\d)"', html) == [
        ("2", "3"),
        ("2", "3"),  # the end of the other sitting with the current answer
        ("1", "2"),
        ("0", "1"),
    ]
    # The last version of a sitting is chosen at the sitting's head, and its line says so.
    assert html.count("Last of this sitting: chosen above") == 1


def choices(html: str) -> list[tuple[str, str, bool]]:
    """Return the radios of a page by name and version, and which are chosen."""
    found = re.findall(r'type="radio" name="(\w+)" value="(\d+)"( checked)?>', html)
    return [(name, version, bool(chosen)) for name, version, chosen in found]


def test_two_versions_are_chosen_by_radios_the_last_two_sittings_at_first(
    client: Client, response: Response, writer: User, colleague: User
) -> None:
    revise(response, "b-1", [writer, writer, colleague])
    client.force_login(writer)
    page = client.get(PAGE)
    assert choices(page.content.decode()) == [
        *(("from", "3", False), ("to", "3", True)),
        *(("from", "2", True), ("to", "2", False)),
        *(("from", "1", False), ("to", "1", False)),
        *(("from", "0", False), ("to", "0", False)),
    ]
    assert "inserted: Line 3 end" in words(client.get(PAGE, {"from": "2", "to": "3"}))


def test_versions_of_one_minute_are_told_apart_by_seconds(
    client: Client, response: Response, writer: User
) -> None:
    revise(response, "b-1", [writer] * 4, gap=timedelta(seconds=20))
    client.force_login(writer)
    html = client.get(PAGE).content.decode().partition("<ol reversed>")[2]
    told = re.findall(r'<span class="lgq-muted">6\sMay\s2030, ([^<]+)</span>', html)
    assert told == ["18:01", "18:00:40", "18:00:20", "18:00:00"]


@pytest.mark.parametrize(("number", "chosen"), [("1", ["21", "20"]), ("2", ["1", "0"])])
def test_each_page_of_a_history_compares_what_it_shows(
    number: str, chosen: list[str], client: Client, response: Response, writer: User
) -> None:
    revise(response, "b-1", [writer] * 21, gap=timedelta(hours=1))
    client.force_login(writer)
    found = choices(client.get(PAGE, {"page": number}).content.decode())
    assert [version for _name, version, is_chosen in found if is_chosen] == chosen


def test_who_saved_when_and_why_is_told_of_both_versions(
    client: Client, response: Response, writer: User, colleague: User
) -> None:
    revise(response, "b-1", [writer, colleague, writer])
    with unguarded():
        Revision.objects.filter(version=2).update(source=Source.SUGGESTION)
    client.force_login(writer)
    page = client.get(PAGE, {"from": "1", "to": "2"})
    told = words(page)
    assert "Before Version 1 6 May 2030, 18:00 · Writer After" in told
    assert "Version 2 6 May 2030, 18:01 · Colleague · Suggestion accepted Differences" in told
    assert 'href="?from=2&amp;to=3"' in page.content.decode()
    assert "Before Before the first answer After Version 3" in words(
        client.get(PAGE, {"from": "0", "to": "3"})
    )


def test_history_tells_by_which_way_a_version_came_to_be(
    client: Client, response: Response, writer: User
) -> None:
    revise(response, "b-1", [writer, writer])
    with unguarded():
        Revision.objects.filter(version=2).update(source=Source.COMBINATION)
    client.force_login(writer)
    told = words(client.get(PAGE))
    assert re.findall(r"Saved \d time|Combination of two texts", told) == [
        "Combination of two texts",
        "Saved 1 time",
    ]
    assert "Saved while typing" not in told


def test_history_shows_twenty_sittings_a_page(
    client: Client, response: Response, writer: User, colleague: User
) -> None:
    revise(response, "b-1", [writer, colleague] * 21)
    client.force_login(writer)
    pages = [client.get(PAGE, {"page": number}).content.decode() for number in (1, 2, 3)]
    assert [page.count("lgq-sitting-who") for page in pages] == [20, 20, 2]
    links = [re.findall(r'rel="(prev|next)" href="\?page=(\d)"', page) for page in pages]
    assert links == [[("next", "2")], [("prev", "1"), ("next", "3")], [("prev", "2")]]
    assert "Version 42" in pages[0]
    assert "Version 2<" in pages[2]


@pytest.mark.parametrize(("sent", "shown"), [("x", "Version 21<"), ("-1", "Version 1<")])
def test_history_answers_a_page_that_is_none_with_one_that_is(
    sent: str, shown: str, client: Client, response: Response, writer: User
) -> None:
    revise(response, "b-1", [writer] * 21, gap=timedelta(hours=1))
    client.force_login(writer)
    assert shown in client.get(PAGE, {"page": sent}).content.decode()


@pytest.mark.parametrize("count", [1, 1000])
@pytest.mark.parametrize(
    "asked",
    [
        # Twenty sittings of ten revisions each are more than are read at first.
        ({}, {1: 8, 1000: 9}),
        ({"from": "0", "to": "1"}, {1: 7, 1000: 7}),
        ({"restore": "1"}, {1: 7, 1000: 7}),
    ],
)
def test_history_takes_few_queries_however_many_revisions(
    count: int,
    asked: tuple[dict[str, str], dict[int, int]],
    client: Client,
    response: Response,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    writer, colleague = (make_member(response.city, Role.CONTRIBUTOR) for _ in range(2))
    authors = [writer if number % 20 < 10 else colleague for number in range(count)]
    revise(response, "b-1", authors)
    read_snapshot(response)  # the edition is known to the process
    client.force_login(writer)
    # The list of sittings reads when the section moved.
    query, queries = asked
    with django_assert_num_queries(queries[count]):
        assert client.get(PAGE, query).status_code == 200


def test_any_two_versions_can_be_compared(client: Client, response: Response, writer: User) -> None:
    for text in ("Old and same", "Between", "New and same"):
        write(response, "b-1", writer, text=text)
    client.force_login(writer)
    page = client.get(PAGE, {"from": "1", "to": "3"})
    told = words(page)
    assert "deleted: Old end of deletion inserted: New end of insertion and same" in told
    assert "Version 3 as it would be printed" in told
    assert "Between" not in told
    assert "Before Version 1" in told


def test_a_version_is_compared_with_before_the_first_answer(
    client: Client, response: Response, writer: User
) -> None:
    write(response, "b-1", writer, text="First")
    client.force_login(writer)
    assert "inserted: First end" in words(client.get(PAGE, {"from": "0", "to": "1"}))
    back = words(client.get(PAGE, {"from": "1", "to": "0"}))
    assert back == words(client.get(PAGE, {"from": "0", "to": "1"}))
    assert "Before Before the first answer After Version 1" in back
    assert "These two versions are the same." in words(client.get(PAGE, {"from": "1", "to": "1"}))


@pytest.mark.parametrize(
    "query",
    [
        {"from": "1", "to": "9"},
        {"from": "9", "to": "1"},
        {"from": "", "to": "1"},
        {"from": "0", "to": "١"},
        {"from": "-1", "to": "1"},
        {"from": "0", "to": "9" * 5000},
        {"restore": "0"},
        {"restore": "9"},
        {"restore": "x"},
    ],
)
def test_a_version_that_never_was_is_not_found(
    query: dict[str, str], client: Client, response: Response, writer: User
) -> None:
    write(response, "b-1", writer, text="First")
    client.force_login(writer)
    assert client.get(PAGE, query).status_code == 404


@pytest.mark.parametrize("key", ["a-1", "b-9"])
def test_a_question_of_another_section_is_not_found(key: str, client: Client, writer: User) -> None:
    client.force_login(writer)
    assert client.get(f"/springfield/test-2030/beta/{key}/history/").status_code == 404


def test_restoring_is_asked_for_and_makes_a_new_version(
    client: Client, response: Response, writer: User, colleague: User
) -> None:
    write(response, "b-1", colleague, text="First")
    write(response, "b-1", colleague, text="Second")
    client.force_login(writer)
    page = client.get(PAGE, {"restore": "1"})
    told = words(page)
    assert "deleted: Second end of deletion inserted: First end of insertion" in told
    assert contents(response) == ["First", "Second"]
    button = ("restore", "1")
    form = form_at(page, button)
    done = client.post(form.action, form.fields | dict([button]), follow=True)
    assert done.redirect_chain == [(PAGE, 302)]
    assert "Version 1 is restored as version 3." in words(done)
    assert contents(response) == ["First", "Second", "First"]
    newest = Revision.objects.get(version=3)
    assert (newest.author, newest.source) == (writer, Source.RESTORE)


def test_restoring_what_the_answer_says_is_not_offered(
    client: Client, response: Response, writer: User
) -> None:
    for text in ("Same", "Other", "Same"):
        write(response, "b-1", writer, text=text)
    client.force_login(writer)
    page = client.get(PAGE, {"restore": "1"})
    assert "None: the answer is already the same." in words(page)
    assert [form.buttons for form in forms_of(page) if form.action == PAGE] == [[]]
    done = client.post(PAGE, {"restore": "1", "base": "3"}, follow=True)
    assert "Nothing was changed. The answer is already the same." in words(done)
    assert contents(response) == ["Same", "Other", "Same"]


def test_restoring_over_a_version_that_was_not_shown_is_refused_and_kept(
    client: Client, response: Response, writer: User, colleague: User
) -> None:
    write(response, "b-1", writer, text="First")
    write(response, "b-1", writer, text="Second")
    client.force_login(writer)
    form = form_at(client.get(PAGE, {"restore": "1"}), ("restore", "1"))
    write(response, "b-1", colleague, text="Third")
    page = client.post(PAGE, form.fields | {"restore": "1"})
    kept = RefusedText.objects.get()
    assert page.status_code == 409
    assert f'href="{UNSAVED}#t{kept.pk}-title"' in page.content.decode()
    told = words(page)
    assert "This answer was saved in the meantime." in told
    assert "deleted: Third end of deletion inserted: First end of insertion" in told
    assert contents(response) == ["First", "Second", "Third"]
    again = form_at(page, ("restore", "1"))
    assert again.fields["base"] == ["3"]


def test_restoring_in_a_closed_section_is_refused_and_kept(
    client: Client, response: Response, writer: User
) -> None:
    write(response, "b-1", writer, text="First")
    write(response, "b-1", writer, text="Second")
    send(response, writer)
    client.force_login(writer)
    told = client.get(PAGE)
    assert "In review: answers cannot be changed now." in words(told)
    assert "Restore" not in words(told)
    asked = client.get(PAGE, {"restore": "1"})
    assert [form.buttons for form in forms_of(asked) if form.action == PAGE] == [[]]
    page = client.post(PAGE, {"restore": "1", "base": "2"})
    assert page.status_code == 409
    assert "The section was no longer open for writing." in words(page)
    assert RefusedText.objects.get().content == {"parts": {"text": "First"}}
    assert contents(response) == ["First", "Second"]


@pytest.mark.parametrize("base", ["", "x", "-1", "7", "9" * 30, None])
def test_restoring_without_a_known_base_is_refused(
    base: str | None, client: Client, response: Response, writer: User
) -> None:
    write(response, "b-1", writer, text="First")
    write(response, "b-1", writer, text="Second")
    client.force_login(writer)
    sent = {"restore": "1"} | ({} if base is None else {"base": base})
    assert client.post(PAGE, sent).status_code == 428
    assert contents(response) == ["First", "Second"]
    assert RefusedText.objects.count() == 1


@pytest.mark.parametrize("sent", ["", "0", "9", "x", "9" * 30, "1" * 5000])
def test_restoring_a_version_that_never_was_is_not_found(
    sent: str, client: Client, response: Response, writer: User
) -> None:
    write(response, "b-1", writer, text="First")
    client.force_login(writer)
    assert client.post(PAGE, {"restore": sent, "base": "1"}).status_code == 404
    assert contents(response) == ["First"]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.VIEWER])
def test_who_may_not_edit_reads_only(
    role: Role, client: Client, response: Response, writer: User
) -> None:
    write(response, "b-1", writer, text="First")
    write(response, "b-1", writer, text="Second")
    client.force_login(make_member(response.city, role))
    for query in ({}, {"from": "0", "to": "1"}):
        page = client.get(PAGE, query)
        assert (page.status_code, "Restore" in words(page)) == (200, False)
    assert client.get(PAGE, {"restore": "1"}).status_code == 403
    assert client.post(PAGE, {"restore": "1", "base": "2"}).status_code == 403
    assert contents(response) == ["First", "Second"]


def test_what_was_typed_is_never_taken_for_markup(
    client: Client, response: Response, writer: User
) -> None:
    write(response, "b-1", writer, text="<b>웅녀</b>")
    write(response, "b-1", writer, text="<b>웅남</b>")
    client.force_login(writer)
    for query in ({}, {"from": "1", "to": "2"}, {"restore": "1"}):
        html = client.get(PAGE, query).content.decode()
        assert "<b>" not in html
        assert "&lt;b&gt;웅" in html


def test_a_sitting_over_midnight_tells_both_days(
    client: Client, response: Response, writer: User
) -> None:
    revise(response, "b-1", [writer] * 2, gap=timedelta(minutes=29))
    start = Revision.objects.get(version=1).created_at.replace(hour=14, minute=45)
    with unguarded():
        Revision.objects.filter(version=1).update(created_at=start)
        Revision.objects.filter(version=2).update(created_at=start + timedelta(minutes=29))
    client.force_login(writer)
    assert "6 May 2030, 23:45 – 7 May 2030, 00:14" in words(client.get(PAGE))


def test_a_reason_for_nothing_to_report_is_told(
    client: Client, response: Response, writer: User
) -> None:
    write(response, "b-1", writer, nothing_to_report="No such plan")
    client.force_login(writer)
    assert "Nothing to report inserted: No such plan end" in words(client.get(PAGE))
    shown = words(client.get(PAGE, {"from": "0", "to": "1"}))
    assert "Nothing to report: No such plan" in shown


@pytest.mark.parametrize(
    ("role", "page"),
    [(Role.CONTRIBUTOR, ""), (Role.VIEWER, ""), (Role.CONTRIBUTOR, "review/")],
)
def test_every_page_of_an_answer_leads_to_its_history(
    role: Role, page: str, client: Client, response: Response, writer: User
) -> None:
    write(response, "b-1", writer, text="First")
    client.force_login(make_member(response.city, role))
    address = f"/springfield/test-2030/beta/{page}"
    found = re.findall(r'href="([^"]*history/)"', client.get(address).content.decode())
    assert [urljoin(address, each) for each in found] == [PAGE]


def test_what_was_written_before_and_after_sending_is_told_apart(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    section = find(response, "b-1")[0]
    write(response, "b-1", writer, text="Before")
    perform(Move(Action.SEND), response, section, actor=Actor(writer))
    perform(Move(Action.REQUEST_CHANGES, "So."), response, section, actor=Actor(reviewer))
    write(response, "b-1", writer, text="After")
    client.force_login(writer)
    told = words(client.get(PAGE))
    assert told.count("Saved 1 time") == 2
    assert "Saved 2 times" not in told
