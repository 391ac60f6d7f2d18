import html as entities
import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.drafting import save_answer
from responses.domain.answers.opening import AnswerRef
from responses.domain.answers.writes import Write
from responses.domain.auditing import Actor
from responses.domain.content.content import canonical
from responses.domain.glossary.glossary import Glossary
from responses.domain.people.deputies import add_deputy
from responses.domain.progress.duties import Task
from responses.domain.progress.worklist import read_worklist
from responses.domain.review.workflow import Move, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.talk.talking import Said, start
from responses.enums import Action, Role, State
from responses.models import AuditRecord, Event, Membership, Response, SectionWork, User
from tests.support.browser import form_at
from tests.support.factories import assign, find, make_member, make_submission, shape_of, write

pytestmark = pytest.mark.django_db

ALPHA = "/springfield/test-2030/alpha/"
REVIEW = f"{ALPHA}review/"


def digest(response: Response) -> str:
    return read_snapshot(response).sections_by_key["alpha"].digest


def move(response: Response, action: Action, actor: User, comment: str = "Because.") -> Event:
    shape = shape_of(response).sections_by_key["alpha"]
    seen = digest(response)
    return perform(Move(action, comment=comment, seen=seen), response, shape, actor=Actor(actor))


def state(response: Response) -> State:
    return State(SectionWork.objects.get(response=response, section__key="alpha").state)


def read(client: Client, person: User, path: str = REVIEW) -> str:
    client.force_login(person)
    return text_of(client.get(path).content)


def text_of(content: bytes) -> str:
    return " ".join(entities.unescape(content.decode()).split())


def actions(html: str) -> list[str]:
    return re.findall(
        rf'(?:formaction|href)="{ALPHA}([a-z_]+)/"', html.partition('id="decision"')[2]
    )


def said(client: Client) -> list[str]:
    """Return the messages that the next page shows."""
    html = text_of(client.get("/").content)
    return re.findall(r'<p class="lgq-message"[^>]*>([^<]*)</p>', html)


def test_review_shows_every_part_as_it_will_be_printed(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    link = {"label": "Portal", "url": "portal.example/a?b=1&c"}
    parts = {"yes_no": "yes", "percentage": "23.1", "text": "○ One <b>bold</b>", "links": [link]}
    write(response, "a-1", writer, choices=["plan"], contact={"title": "CIO"}, **parts)
    html = read(client, reviewer)
    words = " ".join(re.sub(r"<[^>]*>", " ", html).split())
    assert "☑ ticked: Yes ☐ No" in words
    assert "☑ ticked: plan ☐ budget ☐ staff" in words
    assert "Title CIO" in words
    assert "A.2 Explain In short. text — not answered —" in words
    assert "One <b>bold</b>" in html  # as text: `read` undoes its escaping
    assert '<a href="https://portal.example/a?b=1&c" rel="noopener noreferrer">' in html


def test_review_shows_the_codes_that_are_printed_for_symbols_that_no_font_has(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    code = (
        '<span class="lgq-code">{}<span class="visually-hidden"> (cannot be printed)</span></span>'
    )
    link = {"label": "포털\ue123", "url": "portal.example/🎉"}
    write(response, "a-2", writer, text="□ 완료✅\na\tที่\nb\t\u202ec", links=[link])
    html = read(client, reviewer)
    assert f"완료{code.format('[U+2705]')}" in html
    assert f"{code.format('[U+0E17][U+0E35][U+0E48]')}</th>" in html
    assert f"{code.format('[U+202E]')}c</td>" in html
    assert f"포털{code.format('[U+E123]')}" in html
    assert f">portal.example/{code.format('[U+1F389]')}</a>" in html
    move(response, Action.SEND, writer)
    move(response, Action.REQUEST_CHANGES, reviewer)
    write(response, "a-2", writer, text="□ 모두 완료✅\na\tที่\nb\t\u202ec", links=[link])
    changed = read(client, reviewer, f"{REVIEW}?changes=1")
    assert "lgq-pieces" in changed
    assert f"완료{code.format('[U+2705]')}" in changed
    for page in (f"{ALPHA}a-2/history/?from=1&to=2", f"{ALPHA}a-2/talk/"):
        assert f"완료{code.format('[U+2705]')}" in read(client, reviewer, page)


def test_symbols_that_cannot_be_printed_are_named_before_sending_and_signing(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    assert 'id="symbols"' not in read(client, writer, f"{ALPHA}send/")
    write(response, "a-2", writer, text="□ 완료✅ \u202eb")
    html = read(client, writer, f"{ALPHA}send/")
    listed = html.partition('id="symbols"')[2].partition("</ul>")[0]
    assert re.findall('href="([^"]*)"', listed) == [f"{ALPHA}#a-2"]
    assert ">✅ [U+2705], [U+202E]</span>" in listed
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    page = client.post(f"{ALPHA}approve/", {"ask": "1", "seen": digest(response), "step": "0"})
    html = text_of(page.content)
    assert "<strong>Symbols that cannot be printed: 1</strong>" in html
    listed = html.partition('id="symbols"')[2].partition("</ul>")[0]
    assert re.findall('href="([^"]*)"', listed) == [f"{REVIEW}#a-2"]
    assert ">✅ [U+2705], [U+202E]</span>" in listed


def test_addresses_that_need_repair_are_named_before_sending_and_signing(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    assert 'id="repairs"' not in read(client, writer, f"{ALPHA}send/")
    links = [{"label": "", "url": "https://a.kr/\u200bx"}, {"label": "", "url": "b.kr"}]
    write(response, "a-2", writer, text="보기 http//c.kr/", links=links)
    html = read(client, writer, f"{ALPHA}send/")
    listed = html.partition('id="repairs"')[2].partition("</ul>")[0]
    assert re.findall('href="([^"]*)"', listed) == [f"{ALPHA}#a-2"]
    assert re.findall('lgq-muted">([^<]*)<', listed) == [
        "https://a.kr/[U+200B]x → https://a.kr/x; http//c.kr/ → http://c.kr/"
    ]
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    page = client.post(f"{ALPHA}approve/", {"ask": "1", "seen": digest(response), "step": "0"})
    html = text_of(page.content)
    assert "<strong>Addresses that may be meant otherwise: 1</strong>" in html
    listed = html.partition('id="repairs"')[2].partition("</ul>")[0]
    assert re.findall('href="([^"]*)"', listed) == [f"{REVIEW}#a-2"]


def test_review_never_takes_an_answer_for_markup(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    write(response, "a-2", writer, text="<script>alert(1)</script>")
    move(response, Action.SEND, writer, comment="<img src=x>")
    client.force_login(reviewer)
    html = client.get(REVIEW).content.decode()
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 1
    assert html.count("&lt;img src=x&gt;") == 2  # above the answers, and in the history


def test_review_shows_the_history(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    move(response, Action.SEND, writer, comment="Please look.")
    move(response, Action.REQUEST_CHANGES, reviewer, comment="Add links.")
    html = read(client, writer).split('id="history"')[1]
    assert re.findall(r"<strong>([^<]*)</strong> <span[^>]*>([^<]*)</span>", html) == [
        ("Sent for review", "Writer, Contributor"),
        ("Changes requested", "Reviewer, Reviewer"),
    ]
    assert re.findall(r"(Please look|Add links)\.", html) == ["Please look", "Add links"]


@pytest.fixture
def mended(response: Response, writer: User, reviewer: User) -> Response:
    """Return the response with a section that was sent, sent back, changed and sent again."""
    write(response, "a-2", writer, text="An old word")
    move(response, Action.SEND, writer)
    move(response, Action.REQUEST_CHANGES, reviewer)
    write(response, "a-2", writer, text="A new word")
    move(response, Action.SEND, writer)
    return response


@pytest.mark.usefixtures("mended")
def test_review_marks_what_changed_and_can_hide_it(client: Client, reviewer: User) -> None:
    html = re.sub(r'<span class="visually-hidden">[^<]*</span>', "", read(client, reviewer))
    assert re.findall(r"<(ins|del)>([^<]*)</", html) == [("del", "An old"), ("ins", "A new")]
    assert "1 answer has changed since the last review: Changes requested, Reviewer," in html
    assert f'href="{REVIEW}?changes=0"' in html
    hidden = read(client, reviewer, f"{REVIEW}?changes=0")
    assert (hidden.count("<ins>"), hidden.count("<del>")) == (0, 0)
    assert f'href="{REVIEW}?changes=1"' in hidden
    assert "A new word" in hidden


def test_who_decides_for_the_first_time_reads_a_section_without_marks(
    client: Client, mended: Response, writer: User, reviewer: User
) -> None:
    second = make_member(mended.city, Role.REVIEWER, "Second")
    clean = read(client, second)
    assert (clean.count("<ins>"), clean.count("<del>")) == (0, 0)
    assert ">Changed since the last review<" not in clean
    assert f'href="{REVIEW}?changes=1"' in clean
    assert "<ins>" in read(client, second, f"{REVIEW}?changes=1")
    assert "<ins>" in read(client, reviewer)
    assert ">Changed since the last review<" in read(client, reviewer)
    assert "<ins>" in read(client, writer)


def test_review_says_when_nothing_changed_since_the_last_review(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    write(response, "a-2", writer, text="As it was")
    move(response, Action.SEND, writer)
    move(response, Action.REQUEST_CHANGES, reviewer)
    assert "No answer has changed since the last review" in read(client, writer)


def test_review_names_the_signature_it_compares_with_and_that_it_is_void(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    give_line(response, Step("팀장", (reviewer.pk,)), Step("국장", (head.pk,)))
    for action, actor in ((Action.SEND, writer), (Action.APPROVE, reviewer)):
        move(response, action, actor)
    move(response, Action.WITHDRAW, writer)
    assert "<span>withdrawn from review " in read(client, writer)
    move(response, Action.SEND, writer)
    words = "since the last review: Signed · 팀장 (no longer valid), Reviewer,"
    assert words in read(client, reviewer)
    for actor in (reviewer, head):
        move(response, Action.APPROVE, actor)
    assert "since the last review: Approved · 국장, Head," in read(client, writer)


def test_void_signatures_say_which_were_consents(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    law = Step("팀장", (reviewer.pk,), consents=True, department="Law")
    give_line(response, law, Step("국장", (head.pk,)))
    move(response, Action.SEND, writer)
    move(response, Action.APPROVE, reviewer)
    move(response, Action.WITHDRAW, writer)
    assert "<s>팀장 (Consent) Reviewer" in " ".join(read(client, writer).split())


def test_a_line_that_ends_with_a_consent_from_former_days_says_so_everywhere(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    consent = Step("과장", (head.pk,), consents=True, department="Law")
    for line in ((Step("팀장", (reviewer.pk,)), consent), (consent,)):
        give_line(response, *line)
        move(response, Action.SEND, writer)
        if len(line) > 1:
            move(response, Action.APPROVE, reviewer)
        client.force_login(head)
        seen, step = digest(response), str(len(line) - 1)
        asked = client.post(f"{ALPHA}approve/", {"ask": "1", "seen": seen, "step": step})
        assert "With your consent the section is approved." in text_of(asked.content)
        move(response, Action.APPROVE, head)
        html = read(client, writer)
        assert state(response) is State.APPROVED
        assert "by the consent of Head, 과장, " in html
        assert "<strong>Consented · 과장</strong>" in html
        assert "since the last review: Consented · 과장, Head," in html
        assert "</svg> Consented</span>" in html
        assert "Approved · 과장" not in html
        move(response, Action.REOPEN, reviewer)


def test_history_calls_the_only_signature_as_its_tile_does(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ko"
    first, last = Step("팀장", (reviewer.pk,)), Step("국장", (head.pk,))
    for line, expected in (((last,), ["결재"]), ((first, last), ["결재", "최종 결재"])):
        give_line(response, *line)
        move(response, Action.SEND, writer)
        for actor in (reviewer, head)[-len(line) :]:
            move(response, Action.APPROVE, actor)
        html = read(client, writer)
        tiles = re.findall(r'class="signed-as" data-as="\w+">.*?</svg> (.*?)</span>', html)
        told = re.findall(r"<strong>([^<]*) · [^<]*</strong>", html.split('id="history"')[1])
        assert (tiles, told[-len(line) :]) == (expected, expected)
        move(response, Action.REOPEN, reviewer)
    records = AuditRecord.objects.filter(subject__contains=" · 국장").order_by("pk")
    assert [each.subject.split(" · ")[2] for each in records] == ["결재", "최종 결재"]


def test_review_compares_nothing_before_the_first_review(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    write(response, "a-2", writer, text="New")
    move(response, Action.SEND, writer)
    assert "since the last review" not in read(client, reviewer)


@pytest.mark.parametrize(
    ("moves", "role", "expected"),
    [
        ([], Role.COORDINATOR, ["send", "comment"]),
        ([], Role.CONTRIBUTOR, ["send", "comment"]),
        ([], Role.REVIEWER, ["comment"]),
        ([], Role.VIEWER, []),
        ([Action.SEND], Role.COORDINATOR, ["withdraw", "comment"]),
        ([Action.SEND], Role.CONTRIBUTOR, ["withdraw", "comment"]),
        ([Action.SEND], Role.REVIEWER, ["approve", "request_changes", "comment"]),
        ([Action.SEND], Role.VIEWER, []),
        ([Action.SEND, Action.APPROVE], Role.COORDINATOR, ["reopen", "comment"]),
        ([Action.SEND, Action.APPROVE], Role.CONTRIBUTOR, ["comment"]),
        ([Action.SEND, Action.APPROVE], Role.REVIEWER, ["reopen", "comment"]),
        ([Action.SEND, Action.APPROVE], Role.VIEWER, []),
    ],
)
def test_review_offers_what_the_role_can_do_now(
    *,
    moves: list[Action],
    role: Role,
    expected: list[str],
    client: Client,
    response: Response,
    writer: User,
    reviewer: User,
) -> None:
    for action in moves:
        move(response, action, reviewer if action is Action.APPROVE else writer)
    assert actions(read(client, make_member(response.city, role))) == expected


def test_review_offers_no_approval_to_who_wrote_it(
    client: Client, response: Response, writer: User
) -> None:
    write(response, "a-2", writer, text="Mine")
    move(response, Action.SEND, writer)
    Membership.objects.filter(user=writer).update(role=Role.REVIEWER)
    html = read(client, writer)
    assert actions(html) == ["request_changes", "comment"]
    assert "You wrote part of this section, or a suggestion of yours was accepted in it, " in html


@pytest.mark.parametrize("answers", [1, 2])
def test_review_takes_eight_queries_however_much_changed(
    *,
    answers: int,
    client: Client,
    response: Response,
    writer: User,
    reviewer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    keys = ("a-1", "a-2")[:answers]
    for key in keys:
        write(response, key, writer, text="First")
    move(response, Action.SEND, writer)
    move(response, Action.REQUEST_CHANGES, reviewer)
    for key in keys:
        write(response, key, writer, text="Second")
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    # session, person, response, snapshot, history, who is there, what it said then,
    # who wrote it, threads, texts that wait; what is read with it
    with django_assert_num_queries(11):
        client.get(REVIEW)


def test_act_send_by_get_lists_what_is_missing_and_changes_nothing(
    client: Client, response: Response, writer: User
) -> None:
    html = read(client, writer, f"{ALPHA}send/")
    assert "2 of 2 questions are not fully answered." in html
    assert re.findall(rf'href="({ALPHA}#[^"]*)"', html) == [f"{ALPHA}#a-1", f"{ALPHA}#a-2"]
    assert state(response) is State.DRAFT


def test_act_send_by_get_tells_of_texts_that_are_not_saved(
    client: Client, response: Response, writer: User
) -> None:
    write(response, "a-2", make_member(response.city, Role.CONTRIBUTOR), text="Theirs")
    section, question = find(response, "a-2")
    late = Write(question, canonical(question, {"text": "Mine"}), 0)
    assert "could not be saved" not in read(client, writer, f"{ALPHA}send/")
    save_answer(response, section, late, author=writer)
    html = read(client, writer, f"{ALPHA}send/")
    assert "1 of your texts in this section could not be saved." in html
    assert f'href="{ALPHA}unsaved/"' in html


def test_act_send_by_get_asks_even_when_nothing_is_missing(
    client: Client, response: Response, writer: User
) -> None:
    for key in ("a-1", "a-2"):
        write(response, key, writer, nothing_to_report="Not our task")
    html = read(client, writer, f"{ALPHA}send/")
    assert "Every question is answered." in html
    assert '<button type="submit" class="btn btn-primary">Send for review</button>' in html


def test_act_send_by_get_leads_back_when_it_is_in_review_already(
    client: Client, response: Response, writer: User
) -> None:
    move(response, Action.SEND, writer)
    client.force_login(writer)
    page = client.get(f"{ALPHA}send/")
    assert (page.status_code, page.headers["Location"]) == (302, REVIEW)


def test_people_of_one_name_are_told_apart_where_they_signed_and_in_the_history(
    client: Client, response: Response, writer: User
) -> None:
    roads, taxes, other = (make_member(response.city, Role.REVIEWER, "Kim") for _ in range(3))
    for person, department in ((roads, "Roads"), (taxes, "Taxes"), (other, "")):
        Membership.objects.filter(user=person).update(department=department)
    write(response, "a-2", writer, text="One")
    give_line(response, *(Step("Head", (each.pk,)) for each in (roads, taxes, other)))
    move(response, Action.SEND, writer)
    for person in (roads, taxes, other):
        move(response, Action.APPROVE, person, comment="")
    client.force_login(writer)
    html = text_of(client.get(REVIEW).content)
    names = ["Kim(Roads)", "Kim(Taxes)", f"Kim({other.email})"]
    line, _, history = html.partition('id="history"')
    assert [line.count(f"{name} <time") for name in names] == [1, 1, 1]
    assert [history.count(f">{name}, Reviewer<") for name in names] == [1, 1, 1]
    assert "Writer, Contributor" in history
    signed = read_snapshot(response).sections_by_key["alpha"].signed
    assert [each.by for each in signed] == names
    glossary = Glossary("ko", {"Roads": "도로과"}, {taxes.pk: "김세금"})
    assert [glossary.name(each.person, each.by) for each in signed][:2] == [
        "Kim (도로과)",
        "김세금 (Taxes)",
    ]
    assert glossary.name(0, "Kim (PhD)") == "Kim (PhD)"


def test_names_in_a_comment_that_name_nobody_are_said(
    client: Client, response: Response, reviewer: User
) -> None:
    client.force_login(reviewer)
    page = client.post(f"{ALPHA}comment/", {"comment": "@없는사람 @Reviewer"}, follow=True)
    html = page.content.decode()
    assert "Your comment is in the history." in html
    assert "No member has this name, so nobody was told: “없는사람”." in html


def test_act_by_get_only_reads(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    page = client.get(f"{ALPHA}approve/")
    assert (page.status_code, page.headers["Location"]) == (302, REVIEW)
    assert state(response) is State.IN_REVIEW


@pytest.mark.parametrize(
    ("moves", "action", "role", "target", "place", "message"),
    [
        ([], Action.SEND, Role.CONTRIBUTOR, State.IN_REVIEW, "/",
         "A. Alpha is sent for review. Next: a reviewer."),
        ([Action.SEND], Action.WITHDRAW, Role.CONTRIBUTOR, State.DRAFT, ALPHA,
         "A. Alpha is withdrawn from review and open for writing."),
        ([Action.SEND], Action.APPROVE, Role.REVIEWER, State.APPROVED, "/",
         "A. Alpha is approved."),
        ([Action.SEND], Action.REQUEST_CHANGES, Role.REVIEWER, State.CHANGES_REQUESTED, "/",
         "A. Alpha is back with its writers. Starter, Writer have been told."),
        ([Action.SEND, Action.APPROVE], Action.REOPEN, Role.COORDINATOR, State.DRAFT, REVIEW,
         "A. Alpha is open for writing again. Reviewer, Starter, Writer have been told."),
        ([], Action.COMMENT, Role.REVIEWER, State.DRAFT, REVIEW,
         "Your comment is in the history. Starter has been told."),
    ],
)  # fmt: skip
def test_act_does_what_it_says_and_leads_on(
    *,
    moves: list[Action],
    action: Action,
    role: Role,
    target: State,
    place: str,
    message: str,
    client: Client,
    response: Response,
    writer: User,
    reviewer: User,
) -> None:
    for step in moves:
        move(response, step, reviewer if step is Action.APPROVE else writer)
    actor = make_member(response.city, role)
    client.force_login(actor)
    page = client.post(f"{ALPHA}{action}/", {"comment": "Said so.", "seen": digest(response)})
    assert (page.status_code, page.headers["Location"]) == (302, place)
    assert said(client) == [message]
    event = Event.objects.latest("pk")
    assert (event.action, event.actor, event.comment) == (action, actor, "Said so.")
    assert state(response) is target


@pytest.mark.parametrize("action", [Action.REQUEST_CHANGES, Action.COMMENT])
def test_act_without_the_comment_it_needs_says_so_at_the_box(
    action: Action, client: Client, response: Response, writer: User, reviewer: User
) -> None:
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    page = client.post(f"{ALPHA}{action}/", {"comment": " ", "seen": digest(response)})
    assert page.status_code == 422
    assert '<a href="#comment">Give the reason in the comment.</a>' in text_of(page.content)
    assert 'aria-describedby="comment-help comment-error comment-names"' in text_of(page.content)
    assert state(response) is State.IN_REVIEW


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.REVIEWER])
def test_reopening_asks_why_by_what_becomes_void_and_keeps_the_comment(
    role: Role, client: Client, response: Response, writer: User, reviewer: User
) -> None:
    """As a form, so without scripts, too."""
    move(response, Action.SEND, writer)
    move(response, Action.APPROVE, reviewer)
    person = make_member(response.city, role)
    client.force_login(person)
    pressed = {"comment": "A figure & more", "ask": "1"}
    asked = text_of(client.post(f"{ALPHA}reopen/", pressed).content)
    assert "1 signature becomes void." in asked
    assert "Submission no." not in asked
    assert re.findall(r"<textarea[^>]*> (.*?)</textarea>", asked) == ["A figure & more"]
    assert f'action="{ALPHA}reopen/"' in asked
    assert state(response) is State.APPROVED
    refused = client.post(f"{ALPHA}reopen/", {"comment": " "})
    html = text_of(refused.content)
    assert refused.status_code == 422
    assert '<a href="#comment">Give the reason.</a>' in html
    assert 'aria-describedby="comment-help comment-error comment-names"' in html
    assert "1 signature becomes void." in html
    assert state(response) is State.APPROVED
    make_submission(response)
    assert "Submission no. 1 stays as it is." in read(client, person, f"{ALPHA}reopen/")
    client.post(f"{ALPHA}reopen/", {"comment": "A figure."})
    assert state(response) is State.DRAFT
    page = client.post(f"{ALPHA}reopen/", pressed)
    assert page.status_code == 409
    assert "The state of this section has just changed." in text_of(page.content)
    assert client.get(f"{ALPHA}reopen/").headers["Location"] == REVIEW


def test_act_tells_the_second_reviewer_and_keeps_the_comment(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    move(response, Action.SEND, writer)
    seen = digest(response)
    move(response, Action.APPROVE, make_member(response.city, Role.REVIEWER))
    client.force_login(reviewer)
    page = client.post(f"{ALPHA}request_changes/", {"comment": "Wait & see", "seen": seen})
    assert page.status_code == 409
    html = text_of(page.content)
    assert "The state of this section has just changed. Check its current state." in html
    assert re.findall(r"<textarea[^>]*> (.*?)</textarea>", html) == ["Wait & see"]
    assert 'data-state="approved"' in html
    assert state(response) is State.APPROVED


def test_act_refuses_approval_of_other_answers_than_were_seen(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    seen = digest(response)
    write(response, "a-2", writer, text="Meanwhile")
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    page = client.post(f"{ALPHA}approve/", {"comment": "Fine", "seen": seen})
    assert page.status_code == 409
    html = text_of(page.content)
    assert "The answers have changed since you opened this page." in html
    assert re.findall(r'name="seen" value="(\w+)"', html) == [digest(response)]
    assert state(response) is State.IN_REVIEW


def test_act_refuses_approval_of_ones_own_text(
    client: Client, response: Response, writer: User
) -> None:
    write(response, "a-2", writer, text="Mine")
    move(response, Action.SEND, writer)
    Membership.objects.filter(user=writer).update(role=Role.REVIEWER)
    client.force_login(writer)
    page = client.post(f"{ALPHA}approve/", {"seen": digest(response)})
    assert page.status_code == 409
    assert state(response) is State.IN_REVIEW


def test_act_of_an_unknown_name_is_not_found(
    client: Client, response: Response, writer: User
) -> None:
    client.force_login(writer)
    assert client.post(f"{ALPHA}explode/").status_code == 404


def test_review_says_whom_a_deputy_signs_for(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    line = [Step("국장", (head.pk,)).to_json()]
    response.works.filter(section__key="beta").update(approval_line=line)
    today = timezone.localdate()
    add_deputy(response.city, head, reviewer, today, today, actor=Actor(head))
    section = shape_of(response).sections_by_key["beta"]
    perform(Move(Action.SEND), response, section, actor=Actor(writer))
    client.force_login(reviewer)
    html = client.get("/springfield/test-2030/beta/review/").content.decode()
    assert "You sign as the deputy of Head (代)." in html
    assert buttons(html)[0] == "Approve as deputy"
    assert "Required to request changes or to comment." in html
    seen = read_snapshot(response).sections_by_key["beta"].digest
    perform(Move(Action.APPROVE, seen=seen, step=0), response, section, actor=Actor(reviewer))
    told = {
        language: client.get(
            "/springfield/test-2030/beta/review/", headers={"accept-language": language}
        ).content.decode()
        for language in ("en", "ko")
    }
    assert 'Reviewer <span class="deputy">(代, for Head)</span>' in told["en"]
    assert '代 Reviewer <span class="deputy">(Head 대결)</span>' in told["ko"]
    # Nor does the head of the page give the deputy the other's post.
    assert "by Reviewer, 代, for 국장 Head, " in text_of(told["en"].encode())
    assert "Reviewer(代, 국장 Head 대결)" in text_of(told["ko"].encode())


@pytest.mark.parametrize(
    ("consents", "more", "message"),
    [
        (False, True, "You have signed A. Alpha as the deputy of Head (代). Next: "),
        (True, True, "You have consented to A. Alpha as the deputy of Head (代). Next: "),
        (
            *(False, False),
            "You have signed A. Alpha as the deputy of Head (代). The section is approved.",
        ),
    ],
)
def test_who_signed_as_a_deputy_is_told_for_whom(  # noqa: PLR0917 - what is told, and of whom
    client: Client,
    response: Response,
    writer: User,
    reviewer: User,
    consents: bool,  # noqa: FBT001
    more: bool,  # noqa: FBT001
    message: str,
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    last = make_member(response.city, Role.REVIEWER, "Last")
    line = [Step("국장", (head.pk,), consents)] + [Step("시장", (last.pk,))] * more
    give_line(response, *line)
    today = timezone.localdate()
    add_deputy(response.city, head, reviewer, today, today, actor=Actor(head))
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    client.post(f"{ALPHA}approve/", {"seen": digest(response), "step": "0"})
    [told] = said(client)
    assert told.startswith(message)


def buttons(html: str) -> list[str]:
    """Return the names of the buttons of the decision."""
    form = html.partition('<form method="post" data-kept="comment">')[2].partition("</form>")[0]
    return [name.strip() for name in re.findall(r"<button[^>]*>([^<]*)</button>", form)]


def give_line(response: Response, *steps: Step) -> None:
    stored = [step.to_json() for step in steps]
    response.works.filter(section__key="alpha").update(approval_line=stored)


@pytest.mark.parametrize("people", [1, 3])
def test_a_line_takes_two_queries_however_many_are_in_it(
    *,
    people: int,
    client: Client,
    response: Response,
    writer: User,
    reviewer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    heads = [make_member(response.city, Role.REVIEWER, f"Head {n}") for n in range(people)]
    away = [reviewer, *(make_member(response.city, Role.REVIEWER, f"A{n}") for n in range(people))]
    first = Step("팀장", tuple(person.pk for person in away))
    give_line(response, first, *(Step("국장", (head.pk,)) for head in heads))
    today = timezone.localdate()
    for person, head in zip(away, heads, strict=False):
        add_deputy(response.city, person, head, today, today, actor=Actor(person))
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    # session, person, response, snapshot, history, who is there, who wrote it, threads, texts that
    # wait; what is read with it; who acts for whom, and how all of them are called
    with django_assert_num_queries(12):
        html = text_of(client.get(REVIEW).content)
    pairs = (f"{head}, for {person}" for person, head in zip(away, heads, strict=False))
    assert f"Deputy: {'; '.join(pairs)}</p>" in html


def test_send_page_says_who_signs_and_that_it_can_be_withdrawn(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    assert "Next: a reviewer" in read(client, writer, f"{ALPHA}send/")
    head = make_member(response.city, Role.REVIEWER, "Head")
    give_line(response, Step("팀장", (reviewer.pk,)), Step("과장", (head.pk,), True, "Law"))
    html = read(client, writer, f"{ALPHA}send/")
    assert "In this order: 팀장 Reviewer → Law 과장 Head (consents)" in html
    assert "Until it is approved, you can withdraw it on its review page." in html


def test_a_reviewer_reads_the_note_of_who_sent_before_the_answers(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    move(response, Action.SEND, writer, comment="Please check the sums.")
    html = read(client, reviewer, f"{ALPHA}review/")
    above, _, below = html.partition('class="lgq-printed"')
    assert f"Note of {writer} on sending" in above
    assert "Please check the sums." in above
    assert "Please check the sums." in below  # in the history
    move(response, Action.REQUEST_CHANGES, reviewer, comment="Other.")
    assert "on sending" not in read(client, reviewer, f"{ALPHA}review/")


UNMET_AS = {
    Action.REQUEST_CHANGES: "Named in the request for changes and not changed since:",
    Action.REOPEN: "Named in the reason for reopening and not changed since:",
}
UNMET = re.compile(r"<strong>([^<]* and not changed since:)</strong>(.*?)</li>")


def unmet(html: str) -> list[tuple[str, list[str]]]:
    return [(words, re.findall(r'href="([^"]*)"', links)) for words, links in UNMET.findall(html)]


@pytest.mark.parametrize("call", UNMET_AS)
def test_what_was_asked_for_and_is_not_changed_is_named_to_both_sides(
    call: Action, client: Client, response: Response, writer: User, reviewer: User
) -> None:
    words = UNMET_AS[call]
    write(response, "a-2", writer, text="As it was")
    move(response, Action.SEND, writer)
    if call is Action.REOPEN:
        move(response, Action.APPROVE, reviewer)
    move(response, call, reviewer, comment="A.1, A.2와 B.1을 고쳐 주십시오.")
    send, ask = f"{ALPHA}send/", f"{ALPHA}approve/"
    both = [f"{ALPHA}#a-1", f"{ALPHA}#a-2"]
    assert unmet(read(client, writer, send)) == [(words, both)]
    write(response, "a-1", writer, yes_no="yes")
    write(response, "a-2", writer, text="Other")
    write(response, "a-2", writer, text="As it was")
    assert unmet(read(client, writer, send)) == [(words, both[1:])]
    move(response, Action.SEND, writer)
    there = [(words, [f"{REVIEW}#a-2"])]
    assert unmet(read(client, reviewer)) == there
    asked = client.post(ask, {"ask": "1", "seen": digest(response)}).content
    assert unmet(text_of(asked)) == there
    move(response, Action.WITHDRAW, writer)
    assert unmet(read(client, writer, send)) == [(words, both[1:])]
    write(response, "a-2", writer, text="New")
    assert unmet(read(client, writer, send)) == []
    move(response, Action.SEND, writer)
    assert unmet(read(client, reviewer)) == []


def test_sending_leads_to_the_next_open_section_or_to_my_work(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    for key in ("alpha", "beta"):
        assign(response, key, writer)
    client.force_login(writer)
    beta = "/springfield/test-2030/beta/"
    assert client.post(f"{ALPHA}send/").headers["Location"] == beta
    assert client.post(f"{beta}send/").headers["Location"] == "/"


@pytest.mark.parametrize(
    ("role", "message"),
    [
        (Role.CONTRIBUTOR, "Nobody can sign it yet. The coordinator has been told."),
        (Role.COORDINATOR, "Nobody can sign it yet. Appoint a reviewer under Assignment."),
    ],
)
def test_sending_says_that_nobody_can_sign(
    role: Role, message: str, client: Client, response: Response
) -> None:
    client.force_login(make_member(response.city, role))
    client.post(f"{ALPHA}send/")
    assert said(client) == [f"A. Alpha is sent for review. {message}"]


@pytest.mark.parametrize(("consents", "act"), [(False, "sign"), (True, "consent to")])
def test_signing_says_that_nobody_can_sign_or_consent_next(
    *,
    consents: bool,
    act: str,
    client: Client,
    response: Response,
    writer: User,
    reviewer: User,
) -> None:
    line = Step("팀장", (reviewer.pk,)), Step("국장", (writer.pk,), consents)
    give_line(response, *line)
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    client.post(f"{ALPHA}approve/", {"seen": digest(response), "step": "0"})
    assert said(client) == [
        f"You have signed A. Alpha. Nobody can {act} it yet. The coordinator has been told."
    ]


def test_what_is_open_stands_above_the_decision(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    write(response, "a-1", writer, nothing_to_report="Not our task")
    place = AnswerRef("springfield", "test-2030", "alpha", "a-1")
    start(reviewer, place, Said("Why?"), required=True)
    start(writer, place, Said("How?"))
    move(response, Action.SEND, writer)
    html = read(client, reviewer).partition('id="decision"')[2].partition("<form")[0]
    words = " ".join(re.sub(r"<[^>]*>", " ", html).split())
    assert "Questions not fully answered: 1 A.2" in words
    assert "Threads to resolve before sealing: 1 A.1 Other unresolved threads: 1 A.1" in words
    talk = f"{ALPHA}a-1/talk/"
    assert re.findall('href="([^"]*)"', html) == [f"{REVIEW}#a-2", talk, talk]
    assert "Questions not fully answered" not in read(client, writer)


def test_the_page_that_asks_for_a_signature_tells_required_threads_from_others(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    for key, required in (("a-1", True), ("a-2", False)):
        place = AnswerRef("springfield", "test-2030", "alpha", key)
        start(reviewer, place, Said("Why?"), required=required)
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    page = client.post(f"{ALPHA}approve/", {"ask": "1", "seen": digest(response), "step": "0"})
    words = " ".join(re.sub(r"<[^>]*>", " ", text_of(page.content)).split())
    assert "Threads to resolve before sealing: 1 A.1 Other unresolved threads: 1 A.2" in words
    assert "do not keep you from signing" in words


def test_the_page_that_asks_before_sending_names_open_threads(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    assert 'id="points"' not in read(client, writer, f"{ALPHA}send/")
    for key, required in (("a-1", True), ("a-2", False)):
        place = AnswerRef("springfield", "test-2030", "alpha", key)
        start(reviewer, place, Said("Why?"), required=required)
    html = read(client, writer, f"{ALPHA}send/")
    words = " ".join(re.sub(r"<[^>]*>", " ", html).split())
    assert "Threads to resolve before sealing: 1 A.1 Other unresolved threads: 1 A.2" in words
    assert "You can still send the section while threads are open." in words
    assert "The whole response cannot be sealed until those" in words
    assert f'<a href="{ALPHA}a-1/talk/">A.1</a>' in html


def test_the_page_that_asks_before_sending_names_lines_left_over(
    client: Client, response: Response, writer: User
) -> None:
    html = read(client, writer, f"{ALPHA}send/?left=a-2&left=b-1&left=<b>")
    listed = html.partition('id="left"')[2].partition("</ul>")[0]
    assert re.findall('href="([^"]*)"', listed) == [f"{ALPHA}#a-2"]
    assert 'id="left"' not in read(client, writer, f"{ALPHA}send/")


def test_signing_is_asked_for_with_what_is_missing_and_what_was_typed(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    give_line(response, Step("팀장", (reviewer.pk,), consents=True), Step("국장", (head.pk,)))
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    seen = digest(response)
    asked = {"ask": "1", "seen": seen, "step": "0", "comment": "Read & agreed"}
    page = client.post(f"{ALPHA}approve/", asked)
    html = text_of(page.content)
    assert (page.status_code, state(response)) == (200, State.IN_REVIEW)
    assert not Event.objects.filter(action=Action.APPROVE).exists()
    for words in (
        "<h1>Consent</h1>",
        "You consent to the section as you have just read it: 0 of 2 questions are fully answered.",
        "Your consent cannot be taken back.",
        "Next: 국장 Head",
        f'name="seen" value="{seen}"',
        'name="step" value="0"',
        "Read & agreed</textarea>",
    ):
        assert words in html
    client.post(f"{ALPHA}approve/", {name: asked[name] for name in ("seen", "step", "comment")})
    assert Event.objects.get(action=Action.APPROVE).comment == "Read & agreed"
    assert said(client) == ["You have consented to A. Alpha. Next: 국장 Head."]


def test_withdrawing_what_is_signed_is_asked_about_first(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    give_line(response, Step("팀장", (reviewer.pk,)), Step("국장", (head.pk,)))
    move(response, Action.SEND, writer)
    html = read(client, writer)
    assert ('name="ask"' in html, 'name="step" value="0"' in html) == (False, True)
    # Somebody signs while the writer looks at that page.
    move(response, Action.APPROVE, reviewer)
    client.force_login(writer)
    page = client.post(f"{ALPHA}withdraw/", {"step": "0", "comment": "A & B"})
    html = text_of(page.content)
    assert (page.status_code, state(response)) == (200, State.IN_REVIEW)
    for words in (
        "1 signature becomes void. The section then has to be sent for review and signed anew.",
        'name="step" value="1"',
        "A & B</textarea>",
    ):
        assert words in html
    assert 'name="ask"' in read(client, writer)
    assert "1 signature becomes void." in read(client, writer, f"{ALPHA}withdraw/")
    assert client.post(f"{ALPHA}withdraw/", {"step": "1", "ask": "1"}).status_code == 200
    assert client.post(f"{ALPHA}withdraw/").status_code == 200
    assert state(response) is State.IN_REVIEW
    client.post(f"{ALPHA}withdraw/", {"step": "1", "comment": "A & B"})
    assert state(response) is State.DRAFT
    assert Event.objects.get(action=Action.WITHDRAW).comment == "A & B"
    assert client.post(f"{ALPHA}withdraw/", {"step": "1", "ask": "1"}).status_code == 409


def test_signing_is_not_asked_for_where_it_would_be_refused(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    client.force_login(reviewer)
    assert client.post(f"{ALPHA}approve/", {"ask": "1"}).status_code == 409
    give_line(response, Step("팀장", (writer.pk,)), Step("국장", (reviewer.pk,)))
    move(response, Action.SEND, writer)
    page = client.post(f"{ALPHA}approve/", {"ask": "1", "seen": digest(response)})
    assert page.status_code == 409
    assert "It is now the turn of 팀장 to sign this section." in text_of(page.content)


def test_who_can_no_longer_sign_is_marked_before_it_is_their_turn(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    give_line(response, Step("팀장", (reviewer.pk,)), Step("국장", (head.pk,)))
    Membership.objects.filter(user=head).update(role=Role.VIEWER)
    assert "In this order: 팀장 Reviewer → 국장 Head (cannot sign)" in read(
        client, writer, f"{ALPHA}send/"
    )
    move(response, Action.SEND, writer)
    html = read(client, writer)
    assert "<p>Head (cannot sign)</p>" in html
    assert "<p>Reviewer</p>" in html


def test_signing_twice_in_one_line_is_warned_of_and_not_refused(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    give_line(response, Step("팀장", (reviewer.pk,)), Step("국장", (head.pk,)))
    today = timezone.localdate()
    add_deputy(response.city, head, reviewer, today, today, actor=Actor(head))
    move(response, Action.SEND, writer)
    warning = "You have already signed this section (팀장). You would now sign 2 steps"
    assert warning not in read(client, reviewer)
    move(response, Action.APPROVE, reviewer)
    assert warning in read(client, reviewer)
    page = client.post(f"{ALPHA}approve/", {"ask": "1", "seen": digest(response), "step": "1"})
    assert warning in text_of(page.content)
    assert "You sign the section as you have just read it: " in text_of(page.content)
    assert "A signature cannot be taken back." in text_of(page.content)
    page = client.post(f"{ALPHA}approve/", {"seen": digest(response), "step": "1"})
    assert (page.status_code, state(response)) == (302, State.APPROVED)
    html = read(client, writer)
    tiles = re.findall(r'class="signed-as" data-as="\w+">.*?</svg> (.*?)</span>', html)
    assert tiles == ["Signed", "Signed as deputy"]


def test_a_third_signature_in_one_line_is_counted_as_such(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    posts = ("팀장", "담당관", "국장")
    give_line(response, *(Step(post, (reviewer.pk,)) for post in posts))
    move(response, Action.SEND, writer)
    move(response, Action.APPROVE, reviewer)
    move(response, Action.APPROVE, reviewer)
    shown = read(client, reviewer)
    assert (
        "You have already signed this section (팀장, 담당관). You would now sign 3 steps" in shown
    )


def test_each_signature_is_asked_for_in_its_own_words(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    move(response, Action.SEND, writer)
    steps = Step("팀장", (reviewer.pk,)), Step("국장", (head.pk,))
    for line, button, said_there in (
        ((), "Approve", "With your signature the section is approved."),
        (steps[:1], "Approve", "With your signature the section is approved."),
        (steps, "Sign", "Next: 국장 Head"),
        ((Step("팀장", (reviewer.pk,), consents=True), steps[1]), "Consent", "Next: 국장 Head"),
    ):
        give_line(response, *line)
        assert buttons(read(client, reviewer))[0] == button
        page = client.post(f"{ALPHA}approve/", {"ask": "1", "seen": digest(response), "step": "0"})
        assert said_there in text_of(page.content)
        assert "This is the last signature." not in text_of(page.content)


def test_who_consented_is_told_so_and_tiles_of_consents_say_it(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    give_line(
        response,
        Step("담당관", (reviewer.pk,), consents=True),
        Step("건축과장", (head.pk,), consents=True),
        Step("국장", (head.pk,)),
    )
    waits = '<p>Reviewer</p> <p class="lgq-muted">No consent yet</p>'
    assert waits in read(client, writer)
    move(response, Action.SEND, writer)
    html = read(client, writer)
    assert html.count("<strong>Waiting for this consent</strong>") == 1
    assert (html.count("No consent yet"), html.count("Not signed yet")) == (1, 1)
    move(response, Action.APPROVE, reviewer)
    assert "You have already consented to this section." in read(client, reviewer)


def test_the_tile_names_the_deputy_while_it_waits(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    give_line(response, Step("국장", (head.pk,)))
    today = timezone.localdate()
    add_deputy(response.city, head, reviewer, today, today, actor=Actor(head))
    assert "Deputy: Reviewer" not in read(client, writer)
    move(response, Action.SEND, writer)
    assert "<p>Head</p> <p>Deputy: Reviewer</p>" in read(client, writer)
    move(response, Action.APPROVE, head)
    assert "Deputy: Reviewer" not in read(client, writer)


def test_send_page_says_that_nobody_can_review_yet(
    client: Client, response: Response, writer: User
) -> None:
    words = "Nobody who can review this section has joined yet."
    assert words in read(client, writer, f"{ALPHA}send/")
    make_member(response.city, Role.REVIEWER)
    assert words not in read(client, writer, f"{ALPHA}send/")


def test_pages_of_the_coordinator_say_what_nobody_can_sign(
    client: Client, response: Response, writer: User
) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    move(response, Action.SEND, writer)
    html = read(client, coordinator, "/")
    assert 'href="/springfield/test-2030/assignment/#s-alpha"' in html
    assert "Appoint a reviewer" in html
    html = read(client, coordinator, "/springfield/test-2030/dashboard/")
    assert '<strong class="lgq-dash-late">Nobody can sign it: appoint a reviewer</strong>' in html


def test_a_signer_whose_suggestion_is_accepted_is_told_of_at_each_step(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    """Before it is suggested, accepted and sent, and to whoever can name another signer."""
    coordinator = make_member(response.city, Role.COORDINATOR)
    give_line(response, Step("팀장", (reviewer.pk,)), Step("국장", (reviewer.pk,)))
    write(response, "a-2", writer, text="One")
    before = "Once a writer accepts your suggestion you count as one of the section's authors"
    suggesting = f"{ALPHA}a-2/suggest/"
    assert before in read(client, reviewer, suggesting)
    assert before not in read(client, writer, suggesting)
    place = AnswerRef("springfield", "test-2030", "alpha", "a-2")
    suggested = canonical(find(response, "a-2")[1], {"text": "Two"})
    made = start(reviewer, place, Said("", 1, suggested))
    at = "Reviewer is in the approval line and cannot sign this section once you accept."
    assert at in read(client, writer, f"{ALPHA}a-2/talk/")
    client.force_login(writer)
    accept = "accept", str(made.remarks.get().pk)
    talk = f"{ALPHA}a-2/talk/"
    client.post(talk, form_at(client.get(talk), accept).typed({accept[0]: accept[1]}))
    why = "Reviewer wrote part of it, or a suggestion of theirs was accepted in it."
    assert f"Nobody can review this section: {why[:-1]}. You can" in read(
        client, writer, f"{ALPHA}send/"
    )
    today = timezone.localdate()
    deputy = make_member(response.city, Role.REVIEWER, "Deputy")
    add_deputy(response.city, reviewer, deputy, today, today, actor=Actor(reviewer))
    client.force_login(writer)
    client.post(f"{ALPHA}send/")
    nobody = "Nobody can sign it yet. The coordinator has been told."
    assert said(client) == [f"A. Alpha is sent for review. {why} {nobody}"]
    for person in (reviewer, deputy):
        assert Task.REVIEW not in [duty.task for duty in read_worklist(person).duties]
    page = read(client, coordinator, "/springfield/test-2030/assignment/")
    assert page.count("Reviewer wrote part of this section, or a suggestion of theirs") == 1
