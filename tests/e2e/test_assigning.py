"""A coordinator gives a response out on one page; two of them do not undo each other unseen."""

import re
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from responses.domain.assignment.keeping import keep_line
from responses.domain.assignment.plan import Wanted, read_assignments, read_candidates
from responses.domain.auditing import Actor
from responses.domain.signing.approval_line import Step
from responses.enums import Role
from responses.models import Membership, SectionWork, User
from tests.support.factories import assign, delegate, make_member

from .cast import SITE, Cast
from .conftest import Look, Opener
from .measures import shortcomings_both_ways
from .steps import button, follow, heading, press, problems, question, said
from .test_accessibility import UNFOLD, on

PAGE = f"{SITE}assignment/"


def row(page: Page, title: str) -> Locator:
    """Return the line of a section or question, opened."""
    line = page.locator("details.lgq-give").filter(has=page.locator("summary", has_text=title))
    if line.get_attribute("open") is None:
        line.locator("> summary").click()
    return line


def choose(place: Locator, label: str, *names: str) -> None:
    """Tick people in a list of them, which is opened for it."""
    picker = place.locator("details.lgq-picker").filter(has_text=label).first
    if picker.get_attribute("open") is None:
        picker.locator("summary").click()
    for name in names:
        picker.get_by_role("checkbox", name=re.compile(f"^{name} ")).check()


def step(place: Locator, number: int) -> Locator:
    """Return a step of an approval line, the first being 1."""
    return place.locator("[data-step-row]").nth(number - 1)


def post(place: Locator, number: int) -> Locator:
    """Return the field for the post at a step."""
    return place.get_by_role("combobox", name=f"Step {number}: post", exact=True)


def tool(place: Locator, number: int, what: str) -> None:
    """Press a button of a step: "move up", "move down" or "remove"."""
    place.get_by_role("button", name=f"Step {number}: {what}", exact=True).click()


def test_translators_are_chosen_and_named_in_the_closed_line(visit: Opener, cast: Cast) -> None:
    cast.response.city.submission_language = "en"
    cast.response.city.save()
    page = visit(cast.coordinator)
    page.goto(PAGE)
    section = row(page, "Legal framework")
    line = section.locator("> summary")
    expect(line.get_by_text("Translators:")).to_be_hidden()
    choose(section, "Translators", str(cast.contributor))
    expect(line.get_by_text(f"Translators: {cast.contributor}")).to_be_visible()
    due = line.get_by_text("Due date of the translation:")
    expect(due).to_be_hidden()
    section.get_by_label("Due date of the translation").fill("1 May 2030")
    expect(due).to_have_text("Due date of the translation: 1 May 2030")
    press(page, "save")
    legal = read_assignments(cast.response).sections["legal"].assignment
    assert legal.translators == (cast.contributor.pk,)
    assert legal.translation_due_on == date(2030, 5, 1)
    line = page.locator("summary").filter(has_text="Legal framework")
    expect(line.get_by_text(f"Translators: {cast.contributor}")).to_be_visible()
    due = line.get_by_text("Due date of the translation:")
    expect(due).to_have_text("Due date of the translation: 1 May 2030")


def test_a_removed_step_comes_back_where_it_was(visit: Opener, cast: Cast) -> None:
    page = visit(cast.coordinator)
    page.goto(f"{SITE}assignment/")
    section = row(page, "Legal framework")
    for number, title in enumerate(("팀장", "과장", "국장"), start=1):
        press(section, "add step")
        post(section, number).fill(title)
    tool(section, 2, "remove")
    undo = button(section, "undo")
    expect(undo).to_be_focused()
    expect(undo).to_have_accessible_description("과장: Step removed.")
    expect(post(section, 2)).to_have_value("국장")
    place = section.locator("[data-step-row]").first
    down, remove = (
        place.locator(f'[data-step="{what}"]').bounding_box() for what in ("down", "remove")
    )
    assert down
    assert remove
    assert remove["x"] - (down["x"] + down["width"]) >= 24
    page.keyboard.press("Enter")
    expect(post(section, 2)).to_be_focused()
    assert [post(section, number).input_value() for number in (1, 2, 3)] == ["팀장", "과장", "국장"]
    tool(section, 2, "remove")
    tool(section, 2, "move up")
    expect(post(section, 1)).to_have_value("국장")


def test_a_step_asks_for_what_it_needs(visit: Opener, cast: Cast) -> None:
    make_member(cast.response.city, Role.REVIEWER, "Mayor Ahn")
    Membership.objects.filter(user__name="Mayor Ahn").update(post="국장", department="법무과")
    page = visit(cast.coordinator)
    page.goto(PAGE)
    section = row(page, "Legal framework")
    expect(section).to_contain_text("If you choose several people, one of them signs.")
    press(section, "add step")
    # Who is chosen brings their post along, but never over one that is typed.
    choose(step(section, 1), "People who can sign", "Mayor Ahn")
    expect(post(section, 1)).to_have_value("국장")
    expect(section.locator("summary").first).to_contain_text("국장")
    press(section, "add step")
    post(section, 2).fill("과장")
    choose(step(section, 2), "People who can sign", "Mayor Ahn")
    expect(post(section, 2)).to_have_value("과장")
    # Whose consent it is is asked where it is one alone; ticked again, it is there again.
    department = step(section, 2).get_by_label("other department")
    expect(department).to_be_hidden()
    step(section, 2).get_by_label("Consent only").check()
    expect(section.locator("summary").first).to_contain_text(
        "국장 Mayor Ahn → 과장 Mayor Ahn (consent)"
    )
    required = step(section, 2).get_by_text("(Required)")
    expect(required).to_be_visible()
    expect(department).to_have_value("법무과")
    department.fill("예산과")
    step(section, 2).get_by_label("Consent only").uncheck()
    expect(department).to_be_hidden()
    expect(required).to_be_hidden()
    expect(section.locator("summary").first).not_to_contain_text("consent")
    step(section, 2).get_by_label("Consent only").check()
    expect(department).to_have_value("예산과")
    step(section, 2).get_by_label("Consent only").uncheck()
    expect(page.locator(".lgq-save")).to_contain_text("There are unsaved changes")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_response_is_given_out_on_one_page(visit: Opener, cast: Cast, *, scripts: bool) -> None:
    mayor = make_member(cast.response.city, Role.REVIEWER, "Mayor Ahn")
    page = visit(cast.coordinator, java_script_enabled=scripts)
    page.goto(SITE)
    follow(page, "assignment")
    expect(heading(page, "assignment")).to_be_visible()

    section = row(page, "Legal framework")
    section.get_by_label("Department", exact=True).fill("법무담당관")
    section.get_by_label("Due date").fill("2030-05-01")
    choose(section, "Contributors", "Contributor Oh")
    press(section, "add step")
    expect(post(section, 1)).to_be_focused()
    page.keyboard.type("국장")
    choose(step(section, 1), "People who can sign", "Mayor Ahn")
    press(section, "add step")
    expect(post(section, 2)).to_be_focused()
    page.keyboard.type("과장")
    choose(step(section, 2), "People who can sign", "Reviewer Baek")
    tool(section, 2, "move up")
    expect(post(section, 1)).to_have_value("과장")
    expect(post(section, 2)).to_have_value("국장")
    press(section, "add step")
    tool(section, 3, "remove")
    expect(section.locator("[data-step-row]")).to_have_count(2)

    # Nothing is open that is not being worked on, so that the page stays short.
    if page.locator(".lgq-copy").get_attribute("open") is None:
        page.locator(".lgq-copy > summary").click()
    page.get_by_label("Copy from", exact=True).select_option("legal")
    for name in ("Approval line", "Due date", "VI. Social media"):
        page.get_by_role("checkbox", name=name, exact=True).check()
    press(page, "copy")
    said(page, "Copied, but not saved yet.")

    page.get_by_label("Question", exact=True).select_option("iii-3")
    press(page, "hand over")
    handed = page.locator("details.lgq-give-question")
    expect(handed.get_by_label("Department", exact=True)).to_be_focused()
    page.keyboard.type("재정담당관")
    choose(handed, "People who can write it", "Contributor Moon")
    page.locator(".lgq-save").get_by_role("button", name="Save", exact=True).click()
    said(page, "Saved the assignment of 2 sections, 1 question.")

    plan = read_assignments(cast.response)
    legal, social = (plan.sections[key].assignment for key in ("legal", "social-media"))
    assert (legal.department, legal.contributors) == ("법무담당관", (cast.contributor.pk,))
    assert [(each.title, each.people) for each in legal.approval_line] == [
        ("과장", (cast.reviewer.pk,)),
        ("국장", (mayor.pk,)),
    ]
    assert (social.department, social.due_on) == ("", legal.due_on)
    assert social.approval_line == legal.approval_line

    reader = visit(cast.viewer)
    reader.goto(f"{SITE}legal/")
    expect(reader.locator(".lgq-facts")).to_contain_text("법무담당관")
    expect(reader.locator(".lgq-facts")).to_contain_text("Contributor Oh")
    writer = visit(cast.colleague)
    writer.goto(f"{SITE}strategy/")
    expect(question(writer, "III.3")).to_contain_text("Delegated to 재정담당관")


def test_a_row_follows_what_is_typed_in_it(visit: Opener, cast: Cast) -> None:
    SectionWork.objects.filter(section__key="strategy").update(due_on=date(2030, 1, 2))
    delegate(cast.response, "iii-3", cast.colleague, department="Law")
    page = visit(cast.coordinator)
    page.goto(PAGE)
    section = row(page, "Legal framework")
    line = section.locator("> summary")
    before = line.inner_text()
    expect(line).to_contain_text("Department None")
    section.get_by_label("Department", exact=True).fill("법무담당관")
    expect(line).to_contain_text("법무담당관")
    due = section.get_by_label("Due date", exact=True)
    for typed, shown in (
        ("2999-05-01", "1 May 2999"),
        ("2. 2. 2020", "2. 2. 2020"),
        ("2020-02-02", "2 Feb 2020 overdue"),
    ):
        due.fill(typed)
        expect(line).to_contain_text(shown)
    press(section, "add step")
    expect(line).to_contain_text("Any reviewer")
    post(section, 1).fill("팀장")
    press(section, "add step")
    post(section, 2).fill("국장")
    expect(line).to_contain_text("팀장 → 국장")
    tool(section, 1, "move down")
    expect(line).to_contain_text("국장 → 팀장")
    for number in (2, 1):
        tool(section, number, "remove")
    for field in (due, section.get_by_label("Department", exact=True)):
        field.fill("")
    assert line.inner_text() == before
    handed = page.locator("details.lgq-give-question")
    handed.locator("> summary").click()
    expect(handed.locator("> summary")).to_contain_text("2 Jan 2030")
    handed.get_by_label("Due date").fill("2030-01-01")
    handed.get_by_label("Department", exact=True).fill("Audit")
    expect(handed.locator("> summary")).to_contain_text("1 Jan 2030")
    expect(handed.locator("> summary")).to_contain_text("Audit")
    handed.get_by_label("Due date").fill("")
    expect(handed.locator("> summary")).to_contain_text("2 Jan 2030")


def test_a_long_list_of_people_is_searched_by_name(visit: Opener, cast: Cast) -> None:
    for number in range(20):
        make_member(cast.response.city, Role.CONTRIBUTOR, f"Writer {number:02}")
    page = visit(cast.coordinator)
    page.goto(PAGE)
    section = row(page, "Legal framework")
    choose(section, "Contributors", "Writer 07")
    section.get_by_label("Find a name").fill("writer 1")
    expect(section.locator(".lgq-picker-choices").first.get_by_role("checkbox")).to_have_count(11)
    expect(section.locator("[data-chosen]").first).to_have_text("Writer 07")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{PAGE}$"))
    expect(section.get_by_label("Find a name")).to_be_focused()


def test_people_of_a_large_city_are_found_by_the_server(visit: Opener, cast: Cast) -> None:
    people = User.objects.bulk_create(
        User(email=f"w{number}@city.example", name=f"Signer {number:03}") for number in range(101)
    )
    Membership.objects.bulk_create(
        Membership(city=cast.response.city, user=each, role=Role.REVIEWER) for each in people
    )
    page = visit(cast.coordinator)
    page.goto(PAGE)
    section = row(page, "Legal framework")
    section.get_by_label("Department", exact=True).fill("Law")
    for number, name in ((1, "Signer 007"), (2, "Signer 042")):
        press(section, "add step")
        post(section, number).fill("팀장")
        signers = step(section, number).locator("details.lgq-picker")
        signers.locator("summary").click()
        find = signers.get_by_label("Find by name, address, department or post")
        find.fill(name)
        find.press("Enter")
        expect(signers.get_by_text("1 person found.")).to_be_visible()
        expect(find).to_be_focused()
        signers.get_by_role("checkbox", name=re.compile(f"^{name} ")).check()
    expect(section.get_by_label("Department", exact=True)).to_have_value("Law")
    page.locator(".lgq-save").get_by_role("button", name="Save", exact=True).click()
    said(page, "Saved the assignment of 1 section.")
    expect(row(page, "Legal framework")).to_contain_text("팀장 Signer 007 → 팀장 Signer 042")
    line = SectionWork.objects.get(response=cast.response, section__key="legal")
    assert [each["people"] for each in line.approval_line] == [[people[7].pk], [people[42].pk]]


def test_what_two_coordinators_type_stands_side_by_side(visit: Opener, cast: Cast) -> None:
    other = make_member(cast.response.city, Role.COORDINATOR, "Coordinator Seo")
    page, second = visit(cast.coordinator), visit(other)
    for each in (page, second):
        each.goto(PAGE)
    row(page, "Legal framework").get_by_label("Department", exact=True).fill("법무담당관")
    row(second, "Legal framework").get_by_label("Department", exact=True).fill("감사담당관")
    row(second, "Social media").get_by_label("Department", exact=True).fill("홍보담당관")
    press(page.locator(".lgq-save"), "save")
    said(page, "Saved the assignment of 1 section.")
    press(second.locator(".lgq-save"), "save")
    expect(problems(second)).to_be_focused()
    section = row(second, "Legal framework")
    expect(section.locator(".lgq-now")).to_contain_text("법무담당관")
    expect(section.get_by_label("Department", exact=True)).to_have_value("감사담당관")
    expect(row(second, "Social media").get_by_label("Department", exact=True)).to_have_value(
        "홍보담당관"
    )
    press(section, "take now")
    expect(row(second, "Legal framework").get_by_label("Department", exact=True)).to_have_value(
        "법무담당관"
    )
    press(second.locator(".lgq-save"), "save")
    said(second, "Saved the assignment of 1 section.")


def test_the_page_is_for_everybody(visit: Opener, cast: Cast, look: Look) -> None:
    assign(cast.response, "legal", cast.contributor)
    delegate(cast.response, "iii-3", cast.colleague)
    page = visit(cast.coordinator, **look)
    found = [*on(page, PAGE)]
    page.locator("#s-legal--add").click()
    page.locator("#s-legal--0--title").fill("국장")
    page.locator("#s-legal--0--up").wait_for(state="attached")
    other = read_assignments(cast.response).sections["social-media"].section
    cast.response.works.get(section=other.pk).contributors.set([cast.colleague])
    page.locator("#s-social-media--department").fill("홍보담당관")
    page.locator(".lgq-save [type=submit]").click()
    expect(problems(page)).to_be_focused()
    expect(page.locator(".lgq-now")).to_have_count(1)
    found += shortcomings_both_ways(page)
    page.evaluate(UNFOLD)
    found += shortcomings_both_ways(page)
    found += on(page, f"{SITE}strategy/")
    assert "\n".join(found) == ""


# --- Saved approval lines ----------------------------------------------------


class Presses:
    """Counts what a person presses, and the pages that load; a select takes two presses."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = self.loads = 0
        page.on("domcontentloaded", self._loaded)

    def _loaded(self, _page: object) -> None:
        self.loads += 1

    @property
    def work(self) -> tuple[int, int]:
        """How often it was pressed and how many pages were loaded, once the last is."""
        self.page.wait_for_load_state()
        return self.count, self.loads

    def press(self, target: Locator) -> None:
        self.count += 1
        target.click()

    def choose(self, select: Locator, label: str) -> None:
        self.count += 2
        select.select_option(label=label)


def three_signers(cast: Cast) -> list[str]:
    """Return the names of three who sign."""
    for name in ("Manager Seo", "Director Nam"):
        make_member(cast.response.city, Role.REVIEWER, name)
    return ["Reviewer Baek", "Manager Seo", "Director Nam"]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_section_with_a_saved_line_of_three_takes_eight_presses(
    visit: Opener, cast: Cast, *, scripts: bool
) -> None:
    names = three_signers(cast)
    page = visit(cast.coordinator, java_script_enabled=scripts)
    page.goto(PAGE)
    section = row(page, "Legal framework")
    for number, (title, name) in enumerate(
        zip(("팀장", "과장", "국장"), names, strict=True), start=1
    ):
        press(section, "add step")
        post(section, number).fill(title)
        choose(step(section, number), "People who can sign", name)
    keep = section.locator(".lgq-keep")
    keep.locator("summary").click()
    keep.get_by_label("Name of the line").fill("국장 전결")
    keep.get_by_role("button", name="Save this line").click()
    said(page, "The line is saved as 국장 전결.")
    # Nothing else is saved by that.
    assert read_assignments(cast.response).sections["legal"].assignment.approval_line == ()

    page.goto(PAGE)
    hand, social = Presses(page), page.locator('[data-section="social-media"]')
    hand.press(social.locator("> summary"))
    hand.press(social.locator(".lgq-give-fields > .lgq-picker > summary"))
    hand.press(social.get_by_role("checkbox", name=re.compile("^Contributor Oh ")))
    hand.press(social.get_by_label("Due date", exact=True))
    page.keyboard.type("31 Dec 2030")
    hand.choose(social.get_by_label("Saved approval line"), "국장 전결")
    if scripts:
        expect(post(social, 3)).to_have_value("국장")
        expect(step(social, 3).locator("[data-chosen]")).to_have_text("Director Nam")
        expect(social.locator("> summary")).to_contain_text("Contributor Oh")
    hand.press(page.locator(".lgq-save").get_by_role("button", name="Save", exact=True))
    said(page, "Saved the assignment of 1 section.")
    assert hand.work == (7, 1)  # at most eight
    given = read_assignments(cast.response).sections["social-media"].assignment
    assert [each.title for each in given.approval_line] == ["팀장", "과장", "국장"]
    assert (str(given.due_on), given.contributors) == ("2030-12-31", (cast.contributor.pk,))


def test_what_is_changed_by_hand_is_no_longer_the_saved_line(visit: Opener, cast: Cast) -> None:
    steps = (Step("팀장", (cast.reviewer.pk,)),)
    people = read_candidates(cast.response.city, read_assignments(cast.response), Wanted()).people
    keep_line(cast.response.city, "팀장 전결", steps, people, actor=Actor(cast.coordinator))
    page = visit(cast.coordinator)
    page.goto(PAGE)
    section = row(page, "Legal framework")
    saved = section.get_by_label("Saved approval line")
    saved.select_option(label="팀장 전결")
    expect(section.get_by_role("button", name="Fill in this line")).to_be_hidden()
    post(section, 1).fill("국장")
    expect(saved).to_have_value("")
    page.locator(".lgq-save").get_by_role("button", name="Save", exact=True).click()
    said(page, "Saved the assignment of 1 section.")
    line = read_assignments(cast.response).sections["legal"].assignment.approval_line
    assert [each.title for each in line] == ["국장"]
    # It goes to all sections by one tick, which stands for each.
    page.locator("summary", has_text="Copy from another section").click()
    every = page.get_by_role("checkbox", name="All sections", exact=True)
    every.check()
    boxes = page.locator('[name="copy-to"]:checked')
    expect(boxes).to_have_count(8)
    boxes.first.uncheck()
    expect(every).not_to_be_checked()


@pytest.mark.parametrize(
    ("locale", "shown", "typed"),
    [("ko-KR", "2030. 5. 1.", "2030. 12. 31."), ("en-GB", "1 May 2030", "Dec 31, 2030")],
)
def test_a_day_is_in_the_form_of_the_reader(
    visit: Opener, cast: Cast, locale: str, shown: str, typed: str
) -> None:
    SectionWork.objects.filter(section__key="legal").update(due_on=date(2030, 5, 1))
    page = visit(cast.coordinator, locale=locale)
    page.goto(PAGE)
    page.locator("#s-legal").click()
    field = page.locator('[name="s-legal--due"]')
    expect(field).to_have_value(shown)
    calendar = page.locator('.lgq-day:has([name="s-legal--due"]) > [type="date"]')
    # The calendar is the browser's own and is opened by a person; what it chooses is written.
    calendar.evaluate(
        "(each) => { each.value = '2030-05-02'; each.dispatchEvent(new Event('change')); }"
    )
    expect(field).to_have_value(shown.replace("1 May", "2 May").replace("5. 1.", "5. 2."))
    expect(field).to_be_focused()
    field.fill(typed)
    page.locator(".lgq-save .btn-primary").click()
    expect(page.locator('[name="s-legal--due"]')).not_to_have_value(
        typed if locale == "en-GB" else ""
    )
    assert SectionWork.objects.get(section__key="legal").due_on == date(2030, 12, 31)
