"""A follow-up that its parent's "no" settles is settled on every page and in every file."""

import json
import re
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.definition.loading import load
from responses.domain.snapshot.plain import read_text, snapshot_text
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.telling.reminders import remind
from responses.enums import Role
from responses.models import Answer, Edition, Response, User
from responses.pages.onward import Onward, onward
from responses.pages.printed import printed_section
from tests.support.browser import words
from tests.support.factories import (
    assign,
    delegate,
    make_city,
    make_edition,
    make_follow_up,
    make_member,
    make_response,
    shape_of,
    write,
)
from tests.support.worklists import all_waiting

pytestmark = pytest.mark.django_db

URL = "/springfield/test-2031/gamma/"
SETTLED = "Not applicable: C.1 is answered “No”"
DUE = date(2030, 5, 20)


@pytest.fixture
def asked() -> Response:
    """Return Springfield's response to an edition with a follow-up."""
    return make_response(make_city(), make_edition(make_follow_up()))


@pytest.fixture
def kim(asked: Response) -> User:
    return make_member(asked.city, Role.CONTRIBUTOR, "Kim")


@pytest.fixture
def page_of(client: Client, kim: User) -> Client:
    client.force_login(kim)
    return client


def fresh(response: Response) -> Response:
    return Response.objects.select_related("city", "edition").get(pk=response.pk)


def test_no_settles_the_follow_up_and_writes_nothing(
    page_of: Client, asked: Response, kim: User
) -> None:
    assign(asked, "gamma", kim)
    assert SETTLED not in words(page_of.get(URL))
    write(asked, "c-1", kim, yes_no="no")
    page = words(page_of.get(URL))
    assert SETTLED in page
    assert "2 of 2 answered" in page
    assert SETTLED in words(page_of.get(f"{URL}review/"))
    assert "Every question is answered." in words(page_of.get(f"{URL}send/"))
    assert Answer.objects.count() == 1
    (gamma,) = [item for item in all_waiting(kim) if item.section.key == "gamma"]
    assert (gamma.unanswered, gamma.total) == (0, 2)
    write(asked, "c-1", kim, yes_no="yes")
    assert SETTLED not in words(page_of.get(URL))
    (gamma,) = [item for item in all_waiting(kim) if item.section.key == "gamma"]
    assert gamma.unanswered == 1


def test_autosave_tells_what_a_choice_settles(
    page_of: Client, asked: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page_of.get(URL)
    sent = {"version-c-1": "0", "q-c-1--yes-no": "no"}
    # One more than for a question without follow-ups: the response as it is now.
    with django_assert_num_queries(8):
        told = json.loads(page_of.post(f"{URL}c-1/save/", sent).content)
    (follow_up,) = told["follow_ups"]
    assert (follow_up["question"], follow_up["answered"]) == ("c-1-a", True)
    assert SETTLED in follow_up["status"]
    sent = {"version-c-1-a": "0", "q-c-1-a--text": "It was planned."}
    told = json.loads(page_of.post(f"{URL}c-1-a/save/", sent).content)
    assert SETTLED in told["status"]
    assert "C.1 means that this question does not apply, but it has an answer." in told["saved"]


def test_another_window_hears_what_a_choice_settles(page_of: Client, asked: Response) -> None:
    write(asked, "c-1", make_member(asked.city, Role.CONTRIBUTOR, "Lee"), yes_no="no")
    told = json.loads(page_of.post(f"{URL}presence/", {"version-c-1": "0"}).content)
    (follow_up,) = told["changed"]["c-1"]["follow_ups"]
    assert SETTLED in follow_up["status"]


def test_a_settled_question_that_was_delegated_reminds_nobody(asked: Response, kim: User) -> None:
    other = make_member(asked.city, Role.CONTRIBUTOR)
    assign(asked, "gamma", kim)
    delegate(asked, "c-1-a", other, due_on=DUE)
    write(asked, "c-1", kim, yes_no="no")
    assert remind(DUE) == 0
    write(asked, "c-1", kim, yes_no="yes")
    assert remind(DUE) > 0


def test_what_settles_is_kept_in_the_text_of_a_snapshot(asked: Response, kim: User) -> None:
    write(asked, "c-1", kim, yes_no="no")
    snapshot = read_snapshot(fresh(asked))
    again = read_text(snapshot_text(snapshot))
    assert snapshot_text(again) == snapshot_text(snapshot)
    assert again.digest == snapshot.digest
    settled = again.answers_by_key["c-1-a"].settled
    assert settled
    assert (settled.by.key, settled.said, again.answered) == ("c-1", "no", 2)
    required = [part.required for part in again.answers_by_key["c-1-a"].question.parts]
    assert required == [True, False]


def test_a_settled_question_is_printed_as_such_and_asks_for_no_part(
    asked: Response, kim: User
) -> None:
    write(asked, "c-1", kim, yes_no="no")
    gamma = read_snapshot(fresh(asked)).sections_by_key["gamma"]
    assert printed_section(gamma).answers[1].parts == ()


def test_renewed_rules_are_known_to_a_process_at_once(
    page_of: Client, asked: Response, kim: User
) -> None:
    definition = make_follow_up()
    definition["sections"][2]["questions"][1].pop("follows")
    write(asked, "c-1", kim, yes_no="no")
    before = read_snapshot(fresh(asked))
    assert SETTLED in words(page_of.get(URL))
    load(definition)
    assert SETTLED not in words(page_of.get(URL))
    after = read_snapshot(fresh(asked))
    assert after.digest != before.digest
    assert [each.digest for each in after.sections] == [each.digest for each in before.sections]
    assert Edition.objects.get().digest == asked.edition.digest


def test_each_part_says_whether_it_is_required(page_of: Client) -> None:
    page = words(page_of.get(URL))
    assert "yes_no Required" in page
    assert "text Required if C.1 is answered “Yes”" in page
    assert "links Optional" in page
    page = words(page_of.get("/springfield/test-2031/alpha/"))
    assert "percentage Required if “Yes”" in page
    assert "E-mail address Optional" in page


def test_send_page_asks_about_what_does_not_fit(
    page_of: Client, asked: Response, kim: User
) -> None:
    write(asked, "a-1", kim, yes_no="no", choices=["plan", "staff"], percentage="3")
    page = words(page_of.get("/springfield/test-2031/alpha/send/"))
    assert (
        "“No” is chosen, but 2 items are ticked. “No” is chosen, but the percentage is 3%." in page
    )
    assert "You can still send the section." in page


def test_nothing_to_report_beside_an_answer_is_asked_about_wherever_it_goes_on(
    page_of: Client, asked: Response, kim: User
) -> None:
    write(asked, "a-2", kim, text="We do.", nothing_to_report="No project.")
    told = "“Nothing to report” is ticked, but there is an answer, too: text."
    section = "/springfield/test-2031/alpha/"
    assert f"{told} Please check." in words(page_of.get(section))
    sending = page_of.get(f"{section}send/")
    assert told in words(sending).partition("Answers to check: 1")[2]
    page_of.post(f"{section}send/")
    page_of.force_login(make_member(asked.city, Role.REVIEWER, "Han"))
    assert told in words(page_of.get(f"{section}review/"))
    seen = {"ask": "1", "seen": read_snapshot(asked).sections_by_key["alpha"].digest, "step": "0"}
    assert told in words(page_of.post(f"{section}approve/", seen))


def test_missing_fields_of_a_contact_are_named(page_of: Client, asked: Response, kim: User) -> None:
    write(asked, "a-1", kim, yes_no="yes", contact={"name": "Kim"})
    page = words(page_of.get("/springfield/test-2031/alpha/"))
    assert "Missing: choices, percentage, contact (Title, Agency), links" in page


def test_the_way_on_leads_through_what_is_the_persons(asked: Response, kim: User) -> None:
    write(asked, "c-1", kim, yes_no="no")
    snapshot, sections = read_snapshot(fresh(asked)), shape_of(asked).sections
    every = {each.pk for each in shape_of(asked).questions_by_key.values()}
    b_1 = {question.pk for question in sections[1].questions}

    def way(section: int, mine: set[int]) -> Onward:
        return onward(snapshot, sections[section], mine, lambda each: f"/{each.key}/")

    assert way(0, every) == Onward("#a-1", "/beta/#b-1", "B")
    assert way(1, every) == Onward("#b-1", "/alpha/#a-1", "A")
    assert way(2, every) == Onward("", "/alpha/#a-1", "A")
    assert way(2, b_1) == Onward("", "/beta/#b-1", "B")
    assert way(1, b_1) == Onward("#b-1", "")
    assert way(0, set()) == Onward("", "")


def test_the_way_on_names_another_section(page_of: Client, asked: Response, kim: User) -> None:
    page = "/springfield/test-2031/gamma/"
    assert page_of.get(page).content.decode().count(">Next unanswered question</a>") == 2
    write(asked, "c-1", kim, yes_no="no")
    said = ">Next unanswered question, in section A</a>"
    assert page_of.get(page).content.decode().count(said) == 2


def test_clearing_a_choice_without_scripts_saves_nothing_yet(
    page_of: Client, asked: Response, kim: User
) -> None:
    write(asked, "c-1", kim, yes_no="yes")
    sent = {"version-c-1": "1", "q-c-1--yes-no": "yes", "rows": "clear q-c-1--yes-no"}
    html = page_of.post(URL, sent).content.decode()
    assert not re.search(r'name="q-c-1--yes-no"[^>]* checked', html)
    assert re.search(r'id="q-c-1--yes-no--yes"[^>]* autofocus', html)
    assert Answer.objects.get().version == 1
    page_of.post(URL, {"version-c-1": "1", "person": str(kim.pk)})
    assert Answer.objects.get().content == {"parts": {}}
