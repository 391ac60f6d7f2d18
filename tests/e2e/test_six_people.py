"""Six people of three departments take a city from an empty response to sealed submissions."""

import json
import re
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from pytest_django import Settings

from responses.domain.demo import FIXTURES
from responses.enums import Role
from responses.models import City, Membership, User
from tests.support.factories import PASSWORD, make_city, make_edition
from tests.support.mail_server import Mailbox

from .cast import SITE
from .conftest import Opener
from .six_people import (
    AHN,
    BAEK,
    BUDGET,
    DIGITAL,
    INVITED,
    KANG,
    MOON,
    NOH,
    OH,
    QUESTIONS,
    SECTIONS,
    Person,
    Story,
    answer,
    approve,
    send,
    sign,
    sign_in,
    take_up,
)
from .steps import (
    button,
    field,
    follow,
    heading,
    link,
    press,
    problems,
    question,
    said,
    save_section,
    text,
    unfold,
)
from .test_assigning import choose, post, row, step
from .test_invitations import MEMBERS, fill_passwords, link_to
from .test_talk import thread

STRATEGY, SERVICES, SMART = (SECTIONS[key] for key in ("strategy", "online-services", "smart-city"))
SOCIAL, COVID = SECTIONS["social-media"], SECTIONS["covid-19"]
# Sections that nobody is assigned to and any reviewer approves, by who writes them.
OPEN = {
    "organization": OH,
    "legal": OH,
    "satisfaction": MOON,
    "social-media": MOON,
    "covid-19": MOON,
}

# Who signed what, at last.
WHOLE_LINE = [BAEK.name, NOH.name, AHN.name]
SIGNERS = {
    **{key: [NOH.name] for key in SECTIONS},
    "strategy": WHOLE_LINE,
    "online-services": [NOH.name, f"{BAEK.name} for {AHN.name}"],
    "smart-city": WHOLE_LINE,
}

PUBLISHED = "What is published"
FIRST = "□ 재정 공개\n  ○ 세입·세출 현황"
SUGGESTED = f"{FIRST}\n  ○ 결산서"
LAST = f"{SUGGESTED}\n※ 매월 갱신"
WHY_BACK = "□ III.3: 갱신 주기를 적어 주세요"
USED = "How social media is used"
REOPENED_FOR = "채널 하나가 더 생김"
CHANNELS = "□ 유튜브, 카카오톡"

# What each was told of, in the inbox and by mail: one of every kind of notice but for due dates.
TOLD = [
    (OH, "Coordinator Kang assigned 2 sections to you"),
    (MOON, "Coordinator Kang delegated III.2 to you"),
    (OH, "Writer Moon mentioned you in the discussion of III.3"),
    (MOON, "Writer Oh accepted a suggestion for III.3"),
    (BAEK, f"It is your turn to sign {STRATEGY}, drafted by Writer Oh"),
    (NOH, f"It is your turn to consent to {STRATEGY}, drafted by Writer Oh"),
    (BAEK, f"It is your turn to sign {SERVICES}, drafted by Writer Moon"),
    (OH, f"Director Ahn requested changes in {STRATEGY}"),
    (OH, f"Director Ahn approved {STRATEGY}"),
    (MOON, f"Coordinator Kang reopened {SOCIAL}"),
    (NOH, f"Coordinator Kang reopened {SOCIAL}"),
    (AHN, "Coordinator Kang sealed the response of Busan as submission no. 1"),
]


@pytest.fixture
def story(visit: Opener, served: Mailbox, settings: Settings, base_url: str) -> Story:
    """Begin with what an operator has made: a city, a questionnaire, and a coordinator."""
    settings.SITE_URL, settings.MAIL_DELAY = base_url, 0
    make_edition(json.loads((FIXTURES / "lgq-2022.json").read_text("utf-8")))
    City.objects.filter(pk=make_city("busan").pk).update(language="en")
    kang = User.objects.create_user(KANG.email, PASSWORD, name=KANG.name)
    Membership.objects.create(city=make_city("busan"), user=kang, role=Role.COORDINATOR)
    return Story(visit, served)


@pytest.mark.long
def test_six_people_take_a_city_from_nothing_to_sealed_submissions(story: Story) -> None:
    kang_starts_and_invites_the_others(story)
    kang_gives_everything_out(story)
    everybody_writes_what_is_theirs(story)
    an_answer_is_talked_about(story)
    the_line_signs_and_the_director_wants_changes(story)
    it_is_written_again_and_signed_in_order(story)
    a_deputy_signs_for_the_director(story)
    everything_else_is_approved(story)
    one_thread_keeps_kang_from_sealing(story)
    archive = the_response_is_sealed(story)
    anybody_can_verify(story, archive)
    kang_reopens_and_seals_again(story)
    an_auditor_sees_who_did_what(story)
    everybody_was_told(story)
    assert "\n".join(story.lacking) == ""


def kang_starts_and_invites_the_others(story: Story) -> None:
    page = story.pages[KANG] = story.visit()
    sign_in(page, KANG)
    press(page, "start")
    said(page, "The response is started. Every section is open for writing.")
    follow(page, "invite the people")
    for person in INVITED:
        field(page, "email").fill(person.email)
        field(page, "name").fill(person.name)
        page.get_by_role("combobox", name="Role", exact=True).select_option(person.role)
        press(page, "invite")
        said(page, re.compile(rf"An invitation is on its way to {person.email}\."))
    story.measure(page)
    for person in INVITED:
        story.pages[person] = come(story, person)
    page.goto(MEMBERS)
    for person in INVITED:
        expect(page.get_by_label(f"Role of {person.name}")).to_have_value(person.role)


def come(story: Story, person: Person) -> Page:
    """Make an account by the link in one's mail, in one's own browser."""
    page = story.visit()
    page.goto(link_to(story.post, person.email))
    expect(field(page, "your name")).to_have_value(person.name)
    fill_passwords(page)
    press(page, "make the account")
    expect(heading(page, "my work")).to_be_visible()
    said(page, re.compile(r"Welcome to Busan\."))
    return page


def kang_gives_everything_out(story: Story) -> None:
    page = story.pages[KANG]
    page.goto(SITE)
    follow(page, "assignment")
    own = row(page, STRATEGY.partition(" ")[2])
    give(own, DIGITAL, OH)
    sign_here(own, 1, "팀장", BAEK)
    sign_here(own, 2, "과장", NOH)
    step(own, 2).get_by_label("Consent only").check()
    step(own, 2).get_by_label("other department").fill(BUDGET)
    sign_here(own, 3, "국장", AHN)

    theirs = row(page, SERVICES.partition(" ")[2])
    give(theirs, BUDGET, MOON)
    sign_here(theirs, 1, "과장", NOH)
    sign_here(theirs, 2, "국장", AHN)

    unfold(page, "copy")
    page.get_by_label("Copy from", exact=True).select_option("strategy")
    for name in ("Department", "Contributors", "Approval line", "Due date", SMART):
        page.get_by_role("group").get_by_role("checkbox", name=name, exact=True).check()
    press(page, "copy")
    said(page, "Copied, but not saved yet.")

    page.get_by_label("Question", exact=True).select_option("iii-2")
    press(page, "hand over")
    handed = page.locator("details.lgq-give-question")
    handed.get_by_label("Department", exact=True).fill(BUDGET)
    choose(handed, "People who can write it", MOON.name)
    story.measure(page)
    press(page.locator(".lgq-save"), "save")
    said(page, "Saved the assignment of 3 sections, 1 question.")
    expect(handed.locator("summary").first).to_contain_text("Due date 1 May 2030")
    story.measure(page)
    story.post_is_delivered()


def give(section: Locator, department: str, person: Person) -> None:
    """Give a section to a department and one of its people."""
    section.get_by_label("Department", exact=True).fill(department)
    section.get_by_label("Due date").fill("2030-05-01")
    choose(section, "Contributors", person.name)


def sign_here(section: Locator, number: int, title: str, person: Person) -> None:
    """Add a step to the approval line of a section."""
    press(section, "add step")
    post(section, number).fill(title)
    choose(step(section, number), "People who can sign", person.name)


def everybody_writes_what_is_theirs(story: Story) -> None:
    oh, moon = story.pages[OH], story.pages[MOON]
    answer(oh, "strategy", but=("iii-2", "iii-3"))
    published = question(oh, "III.3")
    published.get_by_role("radio", name="Yes").check()
    text(published, PUBLISHED).fill(FIRST)
    link(published, 1, "address").fill("https://busan.example/budget")
    save_section(oh)
    said(oh, "Everything is saved.")

    moon.goto(f"{SITE}strategy/")
    expect(moon.get_by_text("1 question of this section is delegated to you.")).to_be_visible()
    expect(moon.locator("[data-question]")).to_have_count(1)
    answer(moon, "strategy")
    for page, section, holders in (
        (moon, "smart-city", f"{DIGITAL} ({OH.name})"),
        (oh, "online-services", f"{BUDGET} ({MOON.name})"),
    ):
        page.goto(f"{SITE}{section}/")
        expect(page.get_by_role("main")).to_contain_text(
            f"This section is assigned to other people: {holders}. You can read it."
        )
        expect(page.get_by_role("main").get_by_role("textbox")).to_have_count(0)

    answer(oh, "smart-city")
    answer(moon, "online-services")
    for section, writer in OPEN.items():
        answer(story.pages[writer], section)
        send(story.pages[writer], section)
    kang = story.pages[KANG]
    kang.goto(SITE)
    expect(kang.get_by_text(f"{QUESTIONS} of {QUESTIONS} questions answered")).to_be_visible()


def an_answer_is_talked_about(story: Story) -> None:
    """One writer asks another, who replies and takes a suggestion; Kang wants something settled."""
    oh, moon, kang = (story.pages[person] for person in (OH, MOON, KANG))
    moon.goto(f"{SITE}strategy/iii-3/talk/")
    field(moon, "remark").fill("○ 결산서도 공개합니다. @Writer Oh")
    press(moon, "start thread")
    theirs = thread(moon, MOON.name)
    expect(theirs).to_contain_text("Mentioned: Writer Oh")
    follow(theirs, "suggest")
    text(moon, PUBLISHED).fill(SUGGESTED)
    press(moon, "suggest")
    said(moon, "Your suggestion is in the thread.")

    kang.goto(f"{SITE}covid-19/vii-1/talk/")
    field(kang, "remark").fill("○ 주소가 바뀌지 않았습니까?")
    kang.get_by_label("Must be resolved before the response is sealed").check()
    press(kang, "start thread")

    story.post_is_delivered()
    oh.goto(address_in_mail(story, OH, "Writer Moon mentioned you"))
    expect(oh.locator(":target")).to_contain_text("결산서도 공개합니다.")
    asked = thread(oh, MOON.name)
    field(asked, "reply").fill("고맙습니다.")
    press(asked, "accept")
    said(oh, re.compile(r"The suggestion is accepted as version \d+ of the answer\."))
    oh.goto(f"{SITE}strategy/")
    expect(text(oh, PUBLISHED)).to_have_value(SUGGESTED)
    story.post_is_delivered()
    moon.goto(f"{SITE}strategy/iii-3/talk/")
    expect(theirs).to_contain_text("고맙습니다.")
    expect(theirs).to_contain_text("Resolved by Writer Oh")


def address_in_mail(story: Story, person: Person, words: str) -> str:
    """Return the address that stands in a person's mails below a sentence."""
    found = re.search(rf"{words}.*?(http://\S+)", story.mails_to(person), re.DOTALL)
    assert found
    return found[1]


def the_line_signs_and_the_director_wants_changes(story: Story) -> None:
    oh, baek, noh, ahn = (story.pages[person] for person in (OH, BAEK, NOH, AHN))
    take_up(oh, "strategy")
    send(oh, "strategy")
    ahn.goto(f"{SITE}strategy/review/")
    expect(ahn.get_by_role("main")).to_contain_text(
        "It is now the turn of 팀장 to sign this section."
    )
    sign(baek, "strategy", "sign")
    sign(noh, "strategy", "consent")
    take_up(ahn, "strategy")
    line = ahn.get_by_role("region", name="Approval line")
    for signed in (f"팀장 Signed {BAEK.name}", f"과장 {BUDGET} Consented {NOH.name}"):
        expect(line.get_by_role("listitem").filter(has_text=spaced(signed))).to_be_visible()
    expect(line.locator("[aria-current=step]")).to_contain_text(AHN.name)
    story.measure(ahn)
    field(ahn, "comment").fill(WHY_BACK)
    press(ahn, "request changes")
    said(ahn, f"{STRATEGY} is back with its writers.")
    story.post_is_delivered()


def spaced(words: str) -> re.Pattern[str]:
    """Return words as they stand on a page with other white space between them."""
    return re.compile(r"\s+".join(map(re.escape, words.split())))


def it_is_written_again_and_signed_in_order(story: Story) -> None:
    oh = story.pages[OH]
    take_up(oh, "strategy")
    expect(oh.locator(".lgq-asked")).to_contain_text(WHY_BACK)
    void_for(oh, "the section is back with its writers.")
    story.measure(oh)
    take_up(oh, "strategy")
    text(oh, PUBLISHED).fill(LAST)
    save_section(oh)
    said(oh, "Everything is saved.")
    void_for(oh, "the answers have changed since.")
    take_up(oh, "strategy")
    send(oh, "strategy")
    story.post_is_delivered()

    baek = story.pages[BAEK]
    take_up(baek, "strategy")
    expect(question(baek, "III.3").get_by_role("insertion")).to_contain_text("매월 갱신")
    expect(baek.get_by_text("Changed since the last review", exact=True)).to_have_count(1)
    sign(baek, "strategy", "sign")
    story.post_is_delivered()
    sign(story.pages[NOH], "strategy", "consent")
    approve(story.pages[AHN], "strategy")
    story.post_is_delivered()


def void_for(page: Page, why: str) -> None:
    """Expect both signatures to be shown as void on the review page, each with the reason."""
    page.goto(f"{SITE}strategy/review/")
    void = page.locator("ul.lgq-line-void").get_by_role("listitem")
    expect(void).to_contain_text(
        [spaced(f"팀장 {BAEK.name}"), spaced(f"과장 (Consent) {NOH.name}")]
    )
    expect(void.filter(has_text=f"Void: {why}")).to_have_count(2)


def a_deputy_signs_for_the_director(story: Story) -> None:
    """Ahn goes away and names Baek, who has not signed in that line."""
    ahn, baek, moon, noh = (story.pages[person] for person in (AHN, BAEK, MOON, NOH))
    ahn.goto(SITE)
    follow(ahn, "deputies")
    ahn.get_by_role("combobox", name="Deputy").select_option(f"{BAEK.name} · {BAEK.email}")
    ahn.get_by_label("Last day").fill("2999-12-31")
    press(ahn, "name deputy")
    said(ahn, re.compile(rf"{BAEK.name} signs for {AHN.name} from"))
    story.measure(ahn)
    take_up(moon, "online-services")
    send(moon, "online-services")
    sign(noh, "online-services", "sign")
    story.post_is_delivered()
    told = f"You have signed {{}} as the deputy of {AHN.name} (代). The section is approved."
    approve(baek, "online-services", how="approve as deputy", told=told)
    moon.goto(f"{SITE}online-services/review/")
    line = moon.get_by_role("region", name="Approval line")
    expect(line).to_contain_text(f"(代, for {AHN.name})")
    # The post is that of whom the deputy signed for.
    expect(moon.locator(".lgq-facts")).to_contain_text(f"by {BAEK.name}, 代, for 국장 {AHN.name},")
    story.measure(moon)


def everything_else_is_approved(story: Story) -> None:
    """One section by the line that was copied, the others by any reviewer."""
    oh, baek, noh, ahn = (story.pages[person] for person in (OH, BAEK, NOH, AHN))
    take_up(oh, "smart-city")
    send(oh, "smart-city")
    sign(baek, "smart-city", "sign")
    sign(noh, "smart-city", "consent")
    approve(ahn, "smart-city")
    approve(noh, *OPEN)


def one_thread_keeps_kang_from_sealing(story: Story) -> None:
    kang = story.pages[KANG]
    kang.goto(SITE)
    expect(kang.get_by_text("8 of 8 sections approved")).to_be_visible()
    follow(kang, "dashboard")
    services = kang.get_by_role("row", name=re.compile(SERVICES.partition(" ")[2]))
    expect(services).to_contain_text(spaced(f"{BUDGET} {MOON.name}"))
    expect(services).to_contain_text("2 of 2 signed")
    covid = kang.get_by_role("row", name=re.compile(COVID.partition(" ")[2]))
    expect(covid).to_contain_text("1 must be resolved before sealing")
    story.measure(kang)
    kang.goto(SITE)
    follow(kang, "submissions")
    expect(kang.get_by_role("heading", name="Threads to resolve first")).to_be_visible()
    expect(kang.get_by_role("link", name="Seal the response")).to_have_count(0)
    kang.goto(f"{SITE}submissions/seal/")
    expect(kang.get_by_role("heading", name="Threads to resolve first")).to_be_visible()
    expect(button(kang, "seal")).to_have_count(0)
    story.measure(kang)
    kang.get_by_role("link", name="주소가 바뀌지 않았습니까?").click()
    press(thread(kang, KANG.name), "resolve")
    said(kang, "The thread is resolved.")


def the_response_is_sealed(story: Story) -> ZipFile:
    """Seal it as No. 1, and return the archive, in which each file is what its manifest says."""
    kang = story.pages[KANG]
    kang.goto("/")
    follow(kang, "to seal")
    story.measure(kang)
    press(kang, "seal")
    said(kang, "The response is sealed as submission no. 1.")
    archive = downloaded(kang, 1)
    manifest = json.loads(archive.read("manifest.json"))
    assert manifest["sealed_by"] == KANG.name
    for name, said_of in manifest["files"].items():
        assert sha256(archive.read(name)).hexdigest() == said_of["sha256"], name
    assert signers(archive) == SIGNERS
    return archive


def signers(archive: ZipFile) -> dict[str, list[str]]:
    """Return who signed each section, in order, and whom deputies signed for."""
    return {
        each["section"]: [
            " for ".join(filter(None, (signature["by"], signature["signed_for"])))
            for signature in each["signatures"]
        ]
        for each in json.loads(archive.read("approvals.json"))
    }


def downloaded(page: Page, number: int) -> ZipFile:
    """Download the archive of a submission."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=f"Download the archive (ZIP) {number}").click()
    return ZipFile(BytesIO(coming.value.path().read_bytes()))


def anybody_can_verify(story: Story, archive: ZipFile) -> None:
    """Somebody who is not signed in has the PDF, and a copy of it with one byte changed."""
    page, content = story.visit(), archive.read("response-en.pdf")
    verify(page, content)
    said(page, "Yes: this belongs to a sealed submission.")
    said(page, spaced("No. 1"))
    story.measure(page)
    verify(page, bytes([content[0] ^ 1]) + content[1:])
    expect(problems(page)).to_contain_text("No: no sealed submission here has this file.")
    story.measure(page)


def verify(page: Page, content: bytes) -> None:
    page.goto("/verify/")
    given = FilePayload(name="response.pdf", mimeType="application/pdf", buffer=content)
    page.get_by_label("File: the archive, or any file from it").set_input_files(given)
    press(page, "verify")


def kang_reopens_and_seals_again(story: Story) -> None:
    kang, moon = story.pages[KANG], story.pages[MOON]
    kang.goto(f"{SITE}social-media/review/")
    press(kang, "reopen")
    expect(kang.get_by_text("Submission no. 1 stays as it is.")).to_be_visible()
    story.measure(kang)
    field(kang, "reason").fill(REOPENED_FOR)
    press(kang, "reopen")
    said(kang, f"{SOCIAL} is open for writing again.")
    story.post_is_delivered()
    take_up(moon, "social-media")
    text(moon, USED).fill(CHANNELS)
    send(moon, "social-media")
    approve(story.pages[NOH], "social-media")

    kang.goto("/")
    follow(kang, "to seal")
    story.measure(kang)
    press(kang, "seal")
    said(kang, "The response is sealed as submission no. 2.")
    story.measure(kang)
    names = [json.loads(downloaded(kang, each).read("manifest.json")) for each in (1, 2)]
    assert [each["number"] for each in names] == [1, 2]
    press(kang, "show what differs")
    expect(kang.get_by_role("heading", level=1)).to_have_text("From submission no. 1 to no. 2")
    expect(kang.get_by_role("heading", level=2)).to_have_count(1)
    expect(kang.get_by_role("insertion")).to_contain_text("유튜브, 카카오톡")
    story.measure(kang)


def an_auditor_sees_who_did_what(story: Story) -> None:
    """Beside Kang, who alone has the audit, an auditor asks who answered, changed and signed."""
    kang = story.pages[KANG]
    kang.goto(f"{SITE}strategy/iii-3/history/")
    sitting = kang.locator(".lgq-sittings > li").filter(has_text="매월 갱신")
    expect(sitting.first).to_contain_text(OH.name)
    kang.goto(f"{SITE}strategy/iii-2/history/")
    expect(kang.locator(".lgq-sittings > li")).to_contain_text([MOON.name])
    kang.goto(f"{SITE}online-services/review/")
    signed = kang.get_by_role("region", name="History").get_by_role("listitem")
    expect(signed).to_contain_text([MOON.name, NOH.name, f"{BAEK.name}"])

    kang.goto(SITE)
    follow(kang, "audit")
    kang.get_by_label("Action").select_option(label="Section status changed")
    kang.get_by_label("Words in the subject").fill("Strategy")
    press(kang, "show")
    story.measure(kang)
    acts = kang.locator(".lgq-audit > li")
    expect(acts).to_contain_text([AHN.name, NOH.name, BAEK.name, OH.name, AHN.name])
    follow(kang, "show all")
    for person, words in (
        (BAEK, f"{SERVICES} · Approve · 代, for 국장 {AHN.name}"),
        (AHN, f"{STRATEGY} · Request changes"),
        (KANG, f"{SOCIAL} · Reopen"),
        (KANG, "busan-lgq-2022-submission-1.zip"),
    ):
        record = acts.filter(has_text=words)
        expect(record.first).to_contain_text(person.name)
    with kang.expect_download() as coming:
        follow(kang, "download audit")
    table = coming.value.path().read_text("utf-8-sig")
    assert [each.name for each in (KANG, *INVITED) if each.name not in table] == []


def everybody_was_told(story: Story) -> None:
    """In the inbox and by mails that arrived: of one happening once."""
    story.post_is_delivered()
    for person in (KANG, *INVITED):
        page = story.pages[person]
        page.goto("/notices/")
        mailed = story.mails_to(person)
        for words in (words for whom, words in TOLD if whom is person):
            told = page.get_by_role("listitem").filter(has_text=words)
            expect(told.get_by_role("link").first).to_be_visible()
            assert words in mailed
    story.measure(page)
