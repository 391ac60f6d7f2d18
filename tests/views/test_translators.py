"""Who is named to translate a section: they write its translations, are told, and nothing else."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from responses.documents.markup import response_html
from responses.domain.assignment.assigning import AssignmentRefusedError
from responses.domain.assignment.assigning import assign as give
from responses.domain.assignment.assignment import Assignment
from responses.domain.assignment.plan import read_assignments
from responses.domain.auditing import Actor
from responses.domain.backups.tables import applied, tables
from responses.domain.joining import change_role
from responses.domain.review.workflow import Move, TransitionRefusedError, perform
from responses.domain.snapshot.plain import read_text, snapshot_text
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.telling.reminders import remind
from responses.enums import Action, Role, State
from responses.models import Answer, AuditRecord, Membership, Notice, RefusedText, Response, User
from responses.notice_kinds import NoticeKind
from responses.wording.dates import near_day
from responses.wording.originals import translation_words
from tests.support.browser import form_at, words
from tests.support.factories import assign, make_member, name_translators, translate, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

RESPONSE = "/springfield/test-2030/"
SECTION = f"{RESPONSE}alpha/"
BOTH = f"{SECTION}?show=both"
REVIEW = f"{SECTION}review/"
TEXT = "q-a-2_en--text"
PREVIEW = ("rows", f"preview {TEXT}")


@pytest.fixture
def translator(response: Response, writer: User) -> User:
    """Return who translates A, which another writes, and in which A.2 is answered."""
    translator = make_member(response.city, Role.CONTRIBUTOR, "Lee")
    assign(response, "alpha", writer)
    assign(response, "beta", writer)
    name_translators(response, "alpha", translator)
    write(response, "a-2", writer, text="○ 하나")
    return translator


@pytest.fixture
def browser(client: Client, translator: User) -> Client:
    client.force_login(translator)
    return client


def kinds(person: User) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def move(response: Response, action: Action, by: User) -> None:
    section = read_snapshot(response).sections_by_key["alpha"]
    perform(
        Move(action, comment="So.", seen=section.digest),
        response,
        section.section,
        actor=Actor(by),
    )


def test_translations_are_written_and_the_originals_read(browser: Client) -> None:
    page = browser.get(SECTION)
    said = words(page)
    assert "This section is assigned to other people: Writer. You can read it." in said
    assert 'href="?show=both">Translate it<' in page.content.decode()
    assert "하나" in said
    assert "Translators: Lee" in said
    both = browser.get(BOTH)
    assert "assigned to other people" not in words(both)
    typed = form_at(both, PREVIEW).typed({TEXT: "○ One"})
    assert browser.post(BOTH, typed).status_code == 302
    assert Answer.objects.get(language="en").content == {"parts": {"text": "○ One"}}
    assert f'href="{BOTH}"' in browser.get(RESPONSE).content.decode()


@pytest.mark.parametrize("question", ["a-2", "b-1"])
def test_the_original_is_refused(browser: Client, question: str) -> None:
    section = {"a": "alpha", "b": "beta"}[question[0]]
    data = {f"q-{question}--text": "Mine", f"version-{question}": "0"}
    for url in (f"{RESPONSE}{section}/", f"{RESPONSE}{section}/{question}/save/"):
        assert browser.post(url, data).status_code == 403
    assert browser.post(f"{SECTION}act/send/", {"comment": ""}).status_code in {403, 404}
    assert Answer.objects.count() == 1


def test_the_translation_of_another_section_is_refused(browser: Client, response: Response) -> None:
    write(response, "b-1", make_member(response.city, Role.COORDINATOR), text="둘")
    data = {"q-b-1_en--text": "Two", "version-b-1_en": "0", "of-b-1_en": "1"}
    assert browser.post(f"{RESPONSE}beta/?show=both", data).status_code == 403
    assert browser.post(f"{RESPONSE}beta/b-1_en/save/", data).status_code == 403
    assert not Answer.objects.exclude(language="").exists()


def test_it_is_saved_while_it_is_typed(
    browser: Client,
    response: Response,
    translator: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    translate(response, "a-2", translator, text="○ One")
    typed = form_at(browser.get(BOTH), PREVIEW).typed({TEXT: "○ One more"})
    with django_assert_num_queries(7):
        reply = browser.post(f"{SECTION}a-2_en/save/", typed)
    assert (reply.status_code, reply.json()["state"]) == (200, "saved")


def test_a_refused_translation_is_settled(
    browser: Client, response: Response, writer: User
) -> None:
    typed = form_at(browser.get(BOTH), PREVIEW).typed({TEXT: "○ Mine"})
    translate(response, "a-2", writer, text="○ Theirs")
    page = browser.post(BOTH, typed)
    assert page.status_code == 409
    assert "You can read and copy your texts here" not in words(page)
    combined = f"t{RefusedText.objects.get().pk}-{TEXT}"
    data = form_at(page, ("do", "combine")).typed({"do": "combine", combined: "○ Both"})
    browser.post(f"{SECTION}unsaved/", data)
    assert Answer.objects.get(language="en").content["parts"]["text"] == "○ Both"


def test_an_earlier_translation_is_restored_and_no_original(
    browser: Client, response: Response, translator: User
) -> None:
    translate(response, "a-2", translator, text="○ One")
    translate(response, "a-2", translator, text="○ Two")
    url = f"{SECTION}a-2_en/history/"
    asked = form_at(browser.get(f"{url}?restore=1"), ("restore", "1"))
    assert browser.post(url, asked.typed({"restore": "1"})).status_code == 302
    assert Answer.objects.get(language="en").content["parts"]["text"] == "○ One"
    original = {"restore": "1", "base": "1", "once": "x"}
    assert browser.post(f"{SECTION}a-2/history/", original).status_code == 403


def test_who_may_write_nothing_any_more_translates_nothing(
    browser: Client, translator: User
) -> None:
    typed = form_at(browser.get(BOTH), PREVIEW).typed({TEXT: "○ One"})
    Membership.objects.filter(user=translator).update(role=Role.REVIEWER)
    assert browser.post(BOTH, typed).status_code == 403
    assert browser.post(f"{SECTION}a-2_en/save/", typed).status_code == 403


def test_who_signs_reads_the_translation_and_which_figures_differ(
    browser: Client, response: Response, writer: User, translator: User
) -> None:
    def said(href: str) -> str:
        return " ".join(browser.get(href).content.decode().split())

    note = "Signatures are for the answers and for their translations into English, which stand"
    assert note in said(REVIEW)
    assert "lgq-read-translation" not in said(REVIEW)
    write(response, "a-2", writer, text="○ 이용률 3.5%")
    translate(response, "a-2", translator, text="○ Use: 35%")
    lacks = "Figures of the original that the translation lacks: 3.5%."
    odd = f"{lacks} Figures that only the translation has: 35%."
    assert lacks in said(BOTH)
    move(response, Action.SEND, writer)
    assert '<details class="lgq-read-translation">' in said(REVIEW)
    browser.force_login(make_member(response.city, Role.REVIEWER))
    assert '<details class="lgq-read-translation" open>' in said(REVIEW)
    assert "Use: 35%" in said(REVIEW)
    assert odd in said(REVIEW)
    browser.force_login(make_member(response.city, Role.COORDINATOR))
    assert odd in said(f"{RESPONSE}submissions/seal/")
    response.works.update(originals_alone=True)
    assert (note in said(REVIEW), "lgq-read-translation" in said(REVIEW)) == (False, False)


def test_nobody_signs_what_they_translated(response: Response, translator: User) -> None:
    translate(response, "a-2", translator, text="○ One")
    change_role(
        Membership.objects.get(user=translator),
        Role.REVIEWER,
        actor=Actor(Membership.objects.get(city=response.city, role=Role.COORDINATOR).user),
    )
    move(response, Action.SEND, response.city.memberships.get(role=Role.COORDINATOR).user)
    with pytest.raises(TransitionRefusedError, match="You wrote part of this section"):
        move(response, Action.APPROVE, translator)
    move(response, Action.APPROVE, make_member(response.city, Role.REVIEWER))
    assert response.works.get(section__key="alpha").state == State.APPROVED


# --- The assignment ------------------------------------------------------


def now(response: Response) -> Assignment:
    return read_assignments(response).sections["alpha"].assignment


@pytest.fixture
def desk(client: Client, response: Response, coordinator: User) -> Client:
    response.city.submission_language = "en"
    response.city.save()
    client.force_login(coordinator)
    return client


ASSIGNMENT = f"{RESPONSE}assignment/"


def test_translators_are_named_with_a_date_of_their_own(
    desk: Client, response: Response, writer: User
) -> None:
    form = form_at(desk.get(ASSIGNMENT), ("rows", "add alpha"))
    typed = form.typed(
        {"s-alpha--translators": str(writer.pk), "s-alpha--translation-due": "1 May 2030"}
    )
    page = desk.post(ASSIGNMENT, typed, follow=True)
    assert "A. Alpha: translators (Writer), translation due on 1 May 2030" in words(page)
    found = now(response)
    assert (found.translators, str(found.translation_due_on)) == ((writer.pk,), "2030-05-01")
    [record] = AuditRecord.objects.filter(kind="assignment")
    assert "번역자: — → Writer; 번역 기한: — → 2030-05-01" in record.subject
    notice = Notice.objects.get(person=writer)
    assert notice.kind == NoticeKind.TRANSLATE
    # Saved as it is, nobody is told again, and what is not on the page stays.
    again = form_at(desk.get(ASSIGNMENT), ("rows", "add alpha"))
    desk.post(ASSIGNMENT, again.fields)
    assert now(response) == found
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("due", "later", "is_late"),
    [("30 Apr 2030", False, True), ("1 May 2030", False, False), ("30 Apr 2030", True, False)],
)
def test_a_translation_that_is_due_after_its_section_is_asked_about(
    due: str,
    later: bool,  # noqa: FBT001 - a case
    is_late: bool,  # noqa: FBT001 - a case
    desk: Client,
    response: Response,
) -> None:
    response.city.translations_afterwards = later
    response.city.save()
    form = form_at(desk.get(ASSIGNMENT), ("rows", "add alpha"))
    typed = form.typed({"s-alpha--due": due, "s-alpha--translation-due": "1 May 2030"})
    said = words(desk.post(ASSIGNMENT, typed, follow=True))
    late = "A. Alpha: the translation is due after the section, with which it is reviewed."
    assert (late in said) is is_late
    # It stays beside the field, too, and in the row of the section while that is folded.
    row = "1 May 2030 after the due date of the section Approval line"
    assert (row in words(desk.get(ASSIGNMENT))) is is_late
    beside = "This is after the due date of the section, with which the translation is reviewed."
    assert (beside in words(desk.get(ASSIGNMENT))) is is_late
    # And so it is where the dashboard dates the section anew.
    dashboard = f"{RESPONSE}dashboard/"
    form = form_at(desk.get(dashboard), ("do", "due"))
    dated = form.typed({"section": "alpha", "due": "29 Apr 2030", "do": "due"})
    assert (late in words(desk.post(dashboard, dated, follow=True))) is not later


def test_a_date_that_cannot_be_read_stands_beside_its_field(desk: Client) -> None:
    form = form_at(desk.get(ASSIGNMENT), ("rows", "add alpha"))
    page = desk.post(ASSIGNMENT, form.typed({"s-alpha--translation-due": "soon"}))
    assert page.status_code == 422
    html = page.content.decode()
    assert 'href="#s-alpha--translation-due"' in html
    assert 'id="s-alpha--translation-due--fault"' in html
    assert 'value="soon"' in html


def test_a_reviewer_cannot_be_named(response: Response, coordinator: User, reviewer: User) -> None:
    name_translators(response, "alpha")
    wanted, seen = Assignment(translators=(reviewer.pk,)), now(response).digest
    with pytest.raises(AssignmentRefusedError) as refused:
        give(response, {"alpha": wanted}, seen={"alpha": seen}, actor=Actor(coordinator))
    assert [fault.field for fault in refused.value.faults["alpha"]] == ["translators"]


def test_they_are_copied_to_other_sections(desk: Client, response: Response, writer: User) -> None:
    name_translators(response, "alpha", writer, due_on=timezone.localdate())
    form = form_at(desk.get(ASSIGNMENT), ("rows", "add alpha"))
    data = form.typed(
        {"rows": "copy", "copy-from": "alpha", "copy-to": "beta", "copy-what": "translation"}
    )
    copied = form_at(desk.post(ASSIGNMENT, data), ("rows", "add alpha"))
    desk.post(ASSIGNMENT, copied.fields)
    plan = read_assignments(response).sections
    beta = plan["beta"].assignment
    assert (beta.translators, beta.translation_due_on) == ((writer.pk,), timezone.localdate())


def test_nobody_is_named_in_a_city_that_submits_as_it_works(
    client: Client, response: Response, coordinator: User, writer: User
) -> None:
    client.force_login(coordinator)
    page = client.get(ASSIGNMENT)
    assert "Translators" not in words(page)
    form = form_at(page, ("rows", "add alpha"))
    crafted = {"s-alpha--translators": str(writer.pk), "s-alpha--translation-due": "1 May 2030"}
    client.post(ASSIGNMENT, {**form.fields, **{key: [each] for key, each in crafted.items()}})
    assert not response.works.filter(translators=writer).exists()


# --- Being told ----------------------------------------------------------


def test_my_work_says_what_to_translate_until_it_is_done(
    browser: Client,
    response: Response,
    writer: User,
    translator: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    today = timezone.localdate()
    name_translators(response, "alpha", translator, due_on=today + timedelta(days=3))
    browser.get("/")
    with django_assert_num_queries(10):
        page = browser.get("/")
    said = words(page)
    assert "A. Alpha Translate A.2" in said
    assert "3 days left" in said
    assert f'href="{BOTH}#next"' in page.content.decode()
    translate(response, "a-2", translator, text="○ One")
    assert "You have no tasks." in words(browser.get("/"))
    write(response, "a-2", writer, text="○ 둘")
    write(response, "a-1", writer, text="○ 셋")
    assert "Translate A.1, A.2" in words(browser.get("/"))
    response.works.update(state=State.IN_REVIEW)
    assert "Translate" not in words(browser.get("/"))


def test_who_is_named_to_translate_reads_where_before_anything_is_written(
    browser: Client, response: Response, writer: User, translator: User
) -> None:
    def later() -> str:
        html = browser.get("/").content.decode()
        coming = html.partition('<h2 id="to-translate">')[2].partition("</section>")[0]
        return " ".join(strip_tags(coming).split())

    days = timezone.localdate() + timedelta(days=3)
    name_translators(response, "beta", translator, due_on=days)
    assert ("B. Beta Nothing is written yet Due" in later(), "A. Alpha" in later()) == (True, False)
    assert "3 days left" in later()
    translate(response, "a-2", translator, text="○ One")
    page = browser.get("/").content.decode()
    assert f'<a href="{BOTH}">A. Alpha</a>' in page
    assert "A. Alpha Everything written so far is translated" in later()
    assert "Contributor, translator" in page
    response.works.filter(section__key="alpha").update(state=State.IN_REVIEW)
    assert "A. Alpha" in later()
    write(response, "b-1", writer, text="○ 하나")
    assert "B. Beta" not in later()
    browser.force_login(writer)
    assert later() == ""
    assert "Contributor, translator" not in browser.get("/").content.decode()


def test_what_has_no_date_of_its_own_is_due_with_its_section(
    browser: Client, response: Response
) -> None:
    response.works.update(due_on=timezone.localdate() + timedelta(days=5))
    assert "5 days left" in words(browser.get("/"))


def test_due_dates_are_told_once_while_something_is_left(
    response: Response, translator: User, coordinator: User
) -> None:
    today = timezone.localdate()
    name_translators(response, "alpha", translator, due_on=today + timedelta(days=7))
    remind(today)
    remind(today + timedelta(days=1))
    assert kinds(translator) == ["due_in_week"]
    remind(today + timedelta(days=8))
    assert kinds(translator) == ["due_in_week", "overdue"]
    assert kinds(coordinator) == ["overdue"]
    name_translators(response, "alpha", translator, due_on=today)
    translate(response, "a-2", translator, text="○ One")
    Notice.objects.all().delete()
    remind(today)
    assert kinds(translator) == []


def test_another_date_settles_the_reminders_of_that_date_alone(
    response: Response, translator: User, writer: User, coordinator: User
) -> None:
    today = timezone.localdate()
    name_translators(response, "alpha", translator, due_on=today)
    response.works.filter(section__key="alpha").update(due_on=today)
    remind(today)
    assert (kinds(translator), kinds(writer)) == (["due_tomorrow"], ["due_tomorrow"])

    def unread() -> list[User]:
        found = Notice.objects.filter(read_at=None, kind="due_tomorrow").order_by("person")
        return [each.person for each in found.select_related("person")]

    def date(**changes: Any) -> None:
        seen = now(response)
        wanted = {"alpha": replace(seen, **changes)}
        give(response, wanted, seen={"alpha": seen.digest}, actor=Actor(coordinator))

    date(translation_due_on=today + timedelta(days=30))
    assert unread() == [writer]
    date(due_on=today + timedelta(days=30))
    assert unread() == []
    remind(today + timedelta(days=29))
    assert kinds(translator) == ["due_tomorrow", "due_tomorrow"]


def test_a_backup_has_who_translates(response: Response, translator: User) -> None:
    [table] = [
        each for each in tables(applied()) if each.name == "responses_sectionwork_translators"
    ]
    assert [row[2] for row in table.rows()] == [translator.pk]


def test_the_reminder_of_a_coordinator_reaches_translators_too(
    desk: Client, response: Response, translator: User, writer: User
) -> None:
    page = desk.post(f"{RESPONSE}dashboard/", {"remind": "alpha"}, follow=True)
    assert "Reminders sent: A. Alpha (Lee, Writer)" in words(page)
    assert (kinds(translator), kinds(writer)) == (["urged_to_translate"], ["urged_to_write"])
    desk.post(f"{RESPONSE}dashboard/", {"remind": "alpha"})
    assert len(kinds(translator)) == 1
    Notice.objects.all().delete()
    translate(response, "a-2", translator, text="○ One")
    desk.post(f"{RESPONSE}dashboard/", {"remind": "alpha"})
    assert (kinds(translator), kinds(writer)) == ([], ["urged_to_write"])


def test_who_translates_what_nobody_writes_is_told_apart(
    desk: Client, response: Response, translator: User
) -> None:
    assign(response, "alpha")
    page = desk.post(f"{RESPONSE}dashboard/", {"remind": "alpha"}, follow=True)
    assert "translator: Lee" in words(page)
    assert "delegated question" not in words(page)


@pytest.mark.parametrize(
    ("actions", "told"),
    [
        ((Action.SEND,), []),
        ((Action.SEND, Action.REQUEST_CHANGES), ["changes_requested"]),
        ((Action.SEND, Action.APPROVE), ["approved"]),
        ((Action.SEND, Action.APPROVE, Action.REOPEN), ["approved", "reopened"]),
        ((Action.COMMENT,), []),
    ],
)
def test_moves_that_open_or_end_their_work_are_told(  # noqa: PLR0917 - fixtures
    actions: tuple[Action, ...],
    told: list[str],
    response: Response,
    translator: User,
    writer: User,
    reviewer: User,
) -> None:
    for action in actions:
        move(response, action, writer if action in {Action.SEND, Action.COMMENT} else reviewer)
    assert kinds(translator) == told


def test_who_joins_is_told_what_to_translate(response: Response, translator: User) -> None:
    membership = Membership.objects.get(user=translator)
    coordinator = Actor(response.city.memberships.get(role=Role.COORDINATOR).user)
    change_role(membership, Role.VIEWER, actor=coordinator)
    membership.refresh_from_db()
    change_role(membership, Role.CONTRIBUTOR, actor=coordinator)
    assert kinds(translator) == ["translate"]


# --- Where work is planned -----------------------------------------------


def in_workbook(desk: Client) -> list[list[Any]]:
    """Return what the workbook of the dashboard says of the translations of each section."""
    book = load_workbook(BytesIO(desk.get(f"{RESPONSE}dashboard/progress.xlsx").content))
    return [[cell.value for cell in row][-6:] for row in book["Sections"].iter_rows()]


def test_who_translates_and_how_far_is_on_the_dashboard_and_in_its_workbook(
    desk: Client, response: Response, writer: User, translator: User
) -> None:
    due_on = timezone.localdate() + timedelta(days=2)
    name_translators(response, "alpha", translator, due_on=due_on)
    write(response, "a-1", writer, text="○ 둘")
    translate(response, "a-1", writer, text="○ Two")
    said = words(desk.get(f"{RESPONSE}dashboard/"))
    dated = f"Due date of the translation: {near_day(due_on)}".replace("\xa0", " ")
    assert f"Translators: Lee {dated} 2 days left" in said
    assert "1/2 texts translated" in said
    # Nobody is named for the other section, which has a date of its own in any case.
    assign(response, "beta", writer)
    assert "Due date of the translation" not in said.partition("B Beta")[2]
    name_translators(response, "beta", due_on=due_on)
    rest = words(desk.get(f"{RESPONSE}dashboard/")).partition("B Beta")[2]
    assert f"Writer {dated} State Not begun" in rest
    counts = ["Answers with text", "Of these, translated", "Translations outdated"]
    counts.append("Translations with Korean in them")
    rows = in_workbook(desk)
    assert rows[0] == [*counts, "Translators", "Translation due on"]
    assert rows[1] == [2, 1, 0, 0, "Lee", datetime.combine(due_on, time.min)]
    assert rows[2] == [0, 0, 0, 0, None, datetime.combine(due_on, time.min)]
    # Korean that is left is marked where what is done is counted.
    translate(response, "a-1", writer, text="○ 둘 Two")
    assert "1/2 texts translated, 1 with Korean in it" in words(desk.get(f"{RESPONSE}dashboard/"))
    assert in_workbook(desk)[1][:4] == [2, 1, 0, 1]
    # What is outdated is translated, and said to be outdated, as in the sum above the rows.
    write(response, "a-1", writer, text="○ 셋")
    said = words(desk.get(f"{RESPONSE}dashboard/"))
    assert "Translation into English 1 of 2 answers with text, 1 outdated" in said
    assert "1/2 texts translated, 1 outdated" in said
    assert in_workbook(desk)[1][:4] == [2, 1, 1, 0]


def test_the_list_of_people_says_what_somebody_translates(desk: Client, translator: User) -> None:
    page = desk.get("/springfield/members/")
    assert "Translates A" in words(page)


# --- A translation that comes first --------------------------------------


def test_a_translation_can_come_before_its_original(
    browser: Client, response: Response, writer: User
) -> None:
    page = browser.get(BOTH)
    both = words(page)
    assert "Original not answered yet" in both
    assert both.count("Not answered yet") == 1
    assert "0 of 1 answers with text" in both
    first = "q-a-1_en--text"
    form = form_at(page, ("rows", f"preview {first}"))
    assert form.fields["of-a-1_en"] == ["0"]
    browser.post(BOTH, form.typed({first: "○ Before"}))
    found = Answer.objects.get(question__key="a-1")
    assert (found.language, found.version, found.translates) == ("en", 1, 0)
    snapshot = read_snapshot(response)
    assert (snapshot.answered, len(snapshot.translations)) == (0, 1)
    assert "Translate A.2 " in words(browser.get("/"))
    # Ticks outdate nothing; the first words do.
    write(response, "a-1", writer, yes_no="yes")
    assert "Original changed since" not in words(browser.get(BOTH))
    write(response, "a-1", writer, yes_no="yes", text="○ 앞서")
    after = words(browser.get(BOTH))
    told = after.partition("changed since it was translated:")[2]
    assert "앞서" in told.partition("The translation is still right")[0]
    assert "Translate A.1, A.2" in words(browser.get("/"))


def test_the_first_words_outdate_what_came_before(
    response: Response, writer: User, translator: User
) -> None:
    translate(response, "a-1", translator, text="○ Before")
    write(response, "a-1", writer, text="○ 앞서")
    translation = read_snapshot(response).answers_by_key["a-1"].translation
    assert translation
    assert (translation.of, translation.is_outdated) == (0, True)


def test_it_is_saved_while_it_is_typed_first(
    browser: Client, response: Response, translator: User
) -> None:
    data = {"q-a-1_en--text": "○ Before", "version-a-1_en": "0", "of-a-1_en": "0"}
    reply = browser.post(f"{SECTION}a-1_en/save/", data)
    assert reply.json()["state"] == "saved"
    assert "Original not answered yet" in reply.json()["status"]


def test_what_came_first_is_bound_by_approvals_and_printed_nowhere(
    response: Response, translator: User, writer: User, reviewer: User
) -> None:
    translate(response, "a-2", translator, text="○ One")
    translate(response, "a-1", translator, text="○ Before")
    section = read_snapshot(response).sections_by_key["alpha"]
    assert section.versions == {"a-1": 0, "a-2": 1, "a-1_en": 1, "a-2_en": 1}
    first = read_snapshot(response).in_language("en").answers_by_key["a-1"]
    assert (bool(first.content), first.status) == (False, "unanswered")
    move(response, Action.SEND, writer)
    move(response, Action.APPROVE, reviewer)
    approved = read_snapshot(response)
    assert approved.sections_by_key["alpha"].approval
    sealed = read_text(snapshot_text(approved)).sections_by_key["alpha"]
    assert sealed.digest == approved.sections_by_key["alpha"].digest
    assert sealed.said["a-1_en"].content.parts == {"text": "○ Before"}
    english = approved.in_language("en")
    assert translation_words(english.sections, english.glossary_in("en")) == ""
    printed = response_html(approved, "en")
    assert "One" in printed
    assert "Before" not in printed
