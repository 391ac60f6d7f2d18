"""What the mails say, as a mail server gets them."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone, translation
from pytest_django import Settings

from responses.domain.answers.opening import AnswerRef
from responses.domain.assignment.assigning import AssignmentChanges, apply_changes
from responses.domain.assignment.assignment import Assignment, DelegationTerms
from responses.domain.assignment.plan import read_assignments
from responses.domain.auditing import Actor
from responses.domain.chaining import chain_records, head_of
from responses.domain.notices.due_mail import notices_to_mail
from responses.domain.notices.inbox import read_inbox
from responses.domain.notices.notices import NewNotice, mark_read, notify, notify_all
from responses.domain.review.workflow import Move, perform
from responses.domain.talk.talking import Said, start
from responses.enums import Action, Language, Role
from responses.mails import notices_mail
from responses.models import Edition, Notice, Response, SectionWork, User
from responses.notice_kinds import MailChoice, NoticeKind
from responses.wording.notices import OF_HANDOUTS, sentence
from tests.support.factories import find, make_city, make_member, make_response, shape_of
from tests.support.handouts import make_handout
from tests.support.indicators import with_indicators
from tests.support.mail_server import Mailbox, part, subject_of

pytestmark = pytest.mark.django_db

HOST = "https://lgq.example"
DUE = "6\u00a0May\u00a02030"
WHERE = "Springfield · TEST 2030"
# How each kind is said, of question A.2 or, where it is about more, section A.
SAID: Mapping[NoticeKind, tuple[str, str]] = {
    NoticeKind.ASSIGNED: ("Section assigned to you: A. Alpha", "Actor assigned A. Alpha to you"),
    NoticeKind.HANDED: ("Question delegated to you: A.2", "Actor delegated A.2 to you"),
    NoticeKind.DUE_IN_WEEK: ("Due in 7 days: A. Alpha", f"A. Alpha is due on {DUE}"),
    NoticeKind.DUE_TOMORROW: ("Due tomorrow: A.2", f"A.2 is due soon, on {DUE}"),
    NoticeKind.OVERDUE: (
        "Overdue: A. Alpha",
        f"A. Alpha is overdue: it was due on {DUE}",
    ),
    NoticeKind.SENT: (
        "Waiting for your signature: A. Alpha",
        "It is your turn to sign A. Alpha, drafted by Actor",
    ),
    NoticeKind.CONSENT: (
        "Waiting for your consent: A. Alpha",
        "It is your turn to consent to A. Alpha, drafted by Actor",
    ),
    NoticeKind.CHANGES_REQUESTED: (
        "Changes requested: A. Alpha",
        "Actor requested changes in A. Alpha",
    ),
    NoticeKind.APPROVED: ("Approved: A. Alpha", "Actor approved A. Alpha"),
    NoticeKind.MENTIONED: (
        "You were mentioned: A.2",
        "Actor mentioned you in the discussion of A.2",
    ),
    NoticeKind.REPLIED: (
        "Reply in your thread: A.2",
        "Actor replied in your thread on A.2",
    ),
    NoticeKind.REOPENED: ("Reopened: A. Alpha", "Actor reopened A. Alpha"),
    NoticeKind.SEALED: ("Response sealed", "Actor sealed the response of Springfield"),
    NoticeKind.NO_SIGNER: (
        "Nobody can sign: A. Alpha",
        "Nobody can review A. Alpha yet. Appoint a reviewer.",
    ),
    NoticeKind.SIGNED_FOR: (
        "Signed for you: A. Alpha",
        "Actor signed A. Alpha for you (代). You need only read it.",
    ),
    NoticeKind.DEPUTY: ("Appointed deputy: A. Alpha", "Actor appointed you as a deputy (代)"),
    NoticeKind.WITHDRAWN: (
        "Withdrawn from review: A. Alpha",
        "Actor withdrew A. Alpha from review",
    ),
    NoticeKind.COMMENTED: ("Comment on a section: A. Alpha", "Actor commented on A. Alpha"),
    NoticeKind.REMARKED: ("Remark on an answer: A.2", "Actor wrote in the discussion of A.2"),
    NoticeKind.REQUIRED: (
        "Thread to resolve before sealing: A.2",
        "Actor wants a thread on A.2 resolved before sealing",
    ),
    NoticeKind.SUGGESTED: ("Answer suggested: A.2", "Actor suggested an answer to A.2"),
    NoticeKind.ACCEPTED: ("Suggestion accepted: A.2", "Actor accepted a suggestion for A.2"),
    NoticeKind.DECLINED: ("Suggestion declined: A.2", "Actor declined a suggestion for A.2"),
    NoticeKind.RESOLVED: ("Thread resolved: A.2", "Actor resolved a thread on A.2"),
    NoticeKind.THREAD_REOPENED: ("Thread reopened: A.2", "Actor reopened a thread on A.2"),
    NoticeKind.RELEASED: (
        "Thread no longer to resolve before sealing: A.2",
        "Actor no longer requires a thread on A.2 to be resolved",
    ),
    NoticeKind.URGED_TO_WRITE: (
        "Reminder to write: A. Alpha",
        "Actor reminds you to finish A. Alpha",
    ),
    NoticeKind.TRANSLATE: (
        "Translation assigned to you: A. Alpha",
        "Actor asked you to translate A. Alpha",
    ),
    NoticeKind.URGED_TO_TRANSLATE: (
        "Reminder to translate: A. Alpha",
        "Actor reminds you to translate A. Alpha",
    ),
    NoticeKind.URGED_TO_SIGN: ("Reminder to sign: A. Alpha", "Actor reminds you to sign A. Alpha"),
    NoticeKind.URGED_TO_CONSENT: (
        "Reminder to consent: A. Alpha",
        "Actor reminds you to consent to A. Alpha",
    ),
    NoticeKind.LINK_FAILS: ("Link no longer works: A.2", "A link in A.2 no longer works"),
    NoticeKind.LINK_WORKS: ("Link works again: A.2", "A link in A.2 works again"),
    NoticeKind.TRANSLATIONS_CONFIRMED: (
        "Translations confirmed: A. Alpha",
        "Actor confirmed the translations of A. Alpha",
    ),
    NoticeKind.FILE_RETURNED: ("File returned", "Roads returned a file"),
    NoticeKind.FILE_TO_MERGE: (
        "Returned answer to merge: A.2",
        "Roads returned another answer to A.2: merge the two",
    ),
    NoticeKind.ANSWER_RETURNED: (
        "Answer changed by a returned file: A.2",
        "The file that Roads returned changed A.2",
    ),
    NoticeKind.ANSWER_LEFT: (
        "Returned answer not taken over yet: A.2",
        "What Roads returned differs from A.2. The coordinator decides what stands.",
    ),
    NoticeKind.FILE_UNREADABLE: (
        "Returned file not readable",
        "Roads returned a file that cannot be read",
    ),
    NoticeKind.FILE_DUE: (
        "File not returned yet",
        f"Roads has not returned the file due on {DUE}",
    ),
    NoticeKind.SERVICES: (
        "Services assigned to your department",
        "Actor assigned entries of the list of services to your department, Police",
    ),
    NoticeKind.CONSENTED_FOR: (
        "Consented for you: A. Alpha",
        "Actor consented to A. Alpha for you (代). You need only read it.",
    ),
}
OF_THREADS = {
    NoticeKind.MENTIONED,
    NoticeKind.REPLIED,
    NoticeKind.REMARKED,
    NoticeKind.REQUIRED,
    NoticeKind.SUGGESTED,
    NoticeKind.ACCEPTED,
    NoticeKind.DECLINED,
    NoticeKind.RESOLVED,
    NoticeKind.THREAD_REOPENED,
    NoticeKind.RELEASED,
}
OF_WHOLE = {NoticeKind.SEALED, NoticeKind.SERVICES}
OF_LINKS = {NoticeKind.LINK_FAILS, NoticeKind.LINK_WORKS}
OF_RETURNED = {NoticeKind.ANSWER_RETURNED, NoticeKind.ANSWER_LEFT}
OF_QUESTIONS = (
    OF_THREADS
    | OF_LINKS
    | OF_RETURNED
    | {NoticeKind.HANDED, NoticeKind.DUE_TOMORROW, NoticeKind.FILE_TO_MERGE}
)
# Who is told; contributors of everything else.
ROLES = {
    NoticeKind.SENT: Role.REVIEWER,
    NoticeKind.URGED_TO_SIGN: Role.REVIEWER,
    NoticeKind.SIGNED_FOR: Role.REVIEWER,
    NoticeKind.CONSENT: Role.REVIEWER,
    NoticeKind.CONSENTED_FOR: Role.REVIEWER,
    NoticeKind.URGED_TO_CONSENT: Role.REVIEWER,
    NoticeKind.DEPUTY: Role.REVIEWER,
    NoticeKind.NO_SIGNER: Role.COORDINATOR,
    **dict.fromkeys(OF_HANDOUTS, Role.COORDINATOR),
}
DATED = {
    *(NoticeKind.DUE_IN_WEEK, NoticeKind.DUE_TOMORROW, NoticeKind.OVERDUE),
    NoticeKind.FILE_DUE,
}


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.SITE_URL = HOST


def tell(response: Response, person: User, kind: NoticeKind, text: str = "") -> Notice:
    """Tell somebody of something of a kind, as the product does."""
    # One person, as people of one name are told apart.
    known = User.objects.filter(name="Actor", memberships__city=response.city).first()
    actor = known or make_member(response.city, Role.COORDINATOR, "Actor")
    if kind == NoticeKind.SERVICES:
        # Of an edition in which no question asks for them.
        Edition.objects.update(indicators=with_indicators()["indicators"])
        text = "Police"
    section, question = find(response, "a-2")
    key = f"{kind}:{Notice.objects.count()}"
    if kind in OF_THREADS:
        place = AnswerRef(response.city.slug, response.edition.code, "alpha", "a-2")
        key = f"remark:{start(actor, place, Said(text or 'So.')).remarks.get().pk}"
    if kind in OF_HANDOUTS:
        handout = make_handout(response, actor, "a-2")
        key, text = f"{key}:{handout.pk}", handout.addressee
    if kind in OF_RETURNED:
        text = "Roads"
    if kind in DATED:
        text = f"2030-05-06 {text}".strip()
    notify(
        kind,
        [person],
        response,
        section=None if kind in OF_WHOLE or kind in OF_HANDOUTS else section,
        question=question if kind in OF_QUESTIONS else None,
        actor=None if kind in DATED else actor,
        text=text,
        key=key,
    )
    return Notice.objects.get(person=person, key=key)


def compose(person: User) -> EmailMultiAlternatives:
    fresh = User.objects.get(pk=person.pk)
    return notices_mail(fresh, list(read_inbox(fresh).order_by("pk")))


def send(person: User, served: Mailbox) -> EmailMessage:
    """Return the mail about all that a person was told, as the mail server got it."""
    compose(person).send()
    return served.mails[-1]


def speaking(person: User, language: str) -> User:
    User.objects.filter(pk=person.pk).update(language=language)
    return person


def links(text: str) -> list[str]:
    return re.findall(rf"{HOST}[^\s\"<]*", text)


@pytest.mark.parametrize("kind", NoticeKind)
def test_each_kind_arrives_and_leads_to_its_place(
    kind: NoticeKind, response: Response, client: Client, served: Mailbox
) -> None:
    role = ROLES.get(kind, Role.CONTRIBUTOR)
    person = speaking(make_member(response.city, role, "Reader"), Language.EN)
    tell(response, person, kind)
    mail = send(person, served)
    subject, said = SAID[kind]
    is_placed = kind not in OF_WHOLE and kind not in OF_HANDOUTS - OF_QUESTIONS
    separator = " · " if is_placed else ": "
    assert subject_of(mail) == f"[LGQ Desk] {subject}{separator}{WHERE}"
    text, html = part(mail, "plain"), part(mail, "html")
    assert f"\n- {said}\n" in text
    assert f">{said}</a>" in html
    assert 'lang="en"' in html
    assert links(text) == links(html)
    client.force_login(person)
    for link in links(text):
        page = client.get(link.removeprefix(HOST))
        assert page.status_code == 200
        place = urlsplit(link).fragment
        assert not place or f'id="{place}"' in page.content.decode()


@pytest.mark.parametrize("kind", NoticeKind)
def test_each_kind_arrives_in_korean(
    kind: NoticeKind, response: Response, writer: User, served: Mailbox
) -> None:
    notice = tell(response, speaking(writer, Language.KO), kind)
    mail = send(writer, served)
    with translation.override("ko"):
        said, label = sentence(notice), notice.get_kind_display()
    assert subject_of(mail).startswith(f"[LGQ Desk] {label}: ")
    text, html = part(mail, "plain"), part(mail, "html")
    assert text.startswith("Writer 님께")
    assert f"\n- {said}\n" in text
    assert f">{said}</a>" in html
    assert 'lang="ko"' in html


@pytest.mark.parametrize("kind", [NoticeKind.APPROVED, NoticeKind.HANDED])
def test_a_mail_leads_to_the_very_question(
    kind: NoticeKind, response: Response, writer: User
) -> None:
    tell(response, writer, kind)
    assert links(str(compose(writer).body)) == [
        {
            NoticeKind.APPROVED: f"{HOST}/springfield/test-2030/alpha/review/",
            NoticeKind.HANDED: f"{HOST}/springfield/test-2030/alpha/#a-2",
        }[kind],
        f"{HOST}/notices/",
    ]


def test_without_a_choice_the_city_decides_the_language(response: Response, writer: User) -> None:
    tell(response, writer, NoticeKind.SEALED)
    assert 'lang="ko"' in str(compose(writer).alternatives[0][0])
    response.city.language = Language.EN
    response.city.save()
    assert 'lang="en"' in str(compose(writer).alternatives[0][0])
    speaking(writer, Language.KO)
    assert 'lang="ko"' in str(compose(writer).alternatives[0][0])


def test_a_mail_is_in_order_of_the_questionnaire(response: Response, served: Mailbox) -> None:
    person = speaking(make_member(response.city, Role.CONTRIBUTOR, "Reader"), Language.EN)
    other = make_response(make_city("aberdeen"))
    other.city.memberships.create(user=person, role=Role.VIEWER)
    actor = make_member(response.city, Role.COORDINATOR, "Actor")
    for number, key in enumerate(("b-1", "a-1", "b-1")):
        section, question = find(response, key)
        notify(
            NoticeKind.HANDED,
            [person],
            response,
            section=section,
            question=question,
            actor=actor,
            key=str(number),
        )
    notify(NoticeKind.SEALED, [person], other, actor=actor, key="3")
    notify(NoticeKind.SEALED, [person], response, actor=actor, key="4")
    mail = send(person, served)
    assert subject_of(mail) == "[LGQ Desk] 5 notices"
    assert part(mail, "plain") == (
        "Dear Reader,\n"
        "\n"
        "Aberdeen · TEST 2030\n"
        "\n"
        "- Actor sealed the response of Aberdeen\n"
        f"  {HOST}/aberdeen/test-2030/submissions/\n"
        "\n"
        "Springfield · TEST 2030\n"
        "\n"
        "- Actor sealed the response of Springfield\n"
        f"  {HOST}/springfield/test-2030/submissions/\n"
        "\n"
        "A. Alpha\n"
        "\n"
        "- Actor delegated A.1 to you\n"
        f"  {HOST}/springfield/test-2030/alpha/#a-1\n"
        "\n"
        "B. Beta\n"
        "\n"
        "- Actor delegated B.1 to you\n"
        f"  {HOST}/springfield/test-2030/beta/#b-1\n"
        "\n"
        "- Actor delegated B.1 to you\n"
        f"  {HOST}/springfield/test-2030/beta/#b-1\n"
        "\n"
        "-- \n"
        "You receive this e-mail because you have an LGQ Desk account and this concerns you.\n"
        "All notices and notification settings:\n"
        f"{HOST}/notices/\n"
    )
    html = part(mail, "html")
    assert re.findall(r"<h[23] [^>]*>(.*?)</h", html) == [
        "Aberdeen · TEST 2030",
        "Springfield · TEST 2030",
        "A. Alpha",
        "B. Beta",
    ]


def test_what_is_told_of_several_sections_is_said_once(
    response: Response, writer: User, served: Mailbox
) -> None:
    actor = make_member(response.city, Role.COORDINATOR, "Actor")
    notify_all(
        NewNotice(
            NoticeKind.URGED_TO_WRITE,
            frozenset({writer.pk}),
            response,
            section.key,
            section=section.pk,
            actor=actor,
        )
        for section in shape_of(response).sections
    )
    mail = send(speaking(writer, Language.EN), served)
    assert subject_of(mail) == f"[LGQ Desk] Reminder to write: 2 sections · {WHERE}"
    places = [("A. Alpha", "alpha"), ("B. Beta", "beta")]
    links_said = [f"  {name}\n  {HOST}/springfield/test-2030/{key}/\n" for name, key in places]
    said = "- Actor reminds you to finish 2 sections\n" + "".join(links_said)
    assert f"{WHERE}\n\n{said}\n-- \n" in part(mail, "plain")
    for name, key in places:
        assert f'<a href="{HOST}/springfield/test-2030/{key}/">{name}</a>' in part(mail, "html")
    Notice.objects.filter(section__key="beta").delete()
    assert compose(writer).subject == f"[LGQ Desk] Reminder to write: A. Alpha · {WHERE}"


def test_a_mail_asks_for_one_thing_once(response: Response, writer: User, served: Mailbox) -> None:
    speaking(writer, Language.EN)
    for kind in (NoticeKind.ASSIGNED, NoticeKind.URGED_TO_WRITE, NoticeKind.DUE_IN_WEEK):
        tell(response, writer, kind)
    mail = send(writer, served)
    assert subject_of(mail) == f"[LGQ Desk] Reminder to write: A. Alpha · {WHERE}"
    asked = "Actor reminds you to finish A. Alpha"
    assert asks(mail) == [asked]
    # To translate is something else, and so is a question of the section.
    translate = tell(response, writer, NoticeKind.TRANSLATE)
    tell(response, writer, NoticeKind.HANDED)
    due = f"The translation of A. Alpha is due on {DUE}"
    both = [asked, "Actor asked you to translate A. Alpha", "Actor delegated A.2 to you"]
    assert asks(send(writer, served)) == both
    Notice.objects.filter(kind=NoticeKind.DUE_IN_WEEK).update(text="2030-05-06 translation")
    assert asks(send(writer, served)) == [asked, due, both[2]]
    # What was assigned beside it is still told whole.
    beta = shape_of(response).sections[1]
    translate.pk, translate.key, translate.section_id = None, "beta", beta.pk
    translate.save()
    Notice.objects.filter(kind=NoticeKind.TRANSLATE).update(created_at=translate.created_at)
    told = [asked, due, "Actor asked you to translate 2 sections", both[2]]
    assert sorted(asks(send(writer, served))) == sorted(told)


def test_the_mail_of_an_act_names_all_that_was_given_and_until_when(
    response: Response, writer: User, coordinator: User, served: Mailbox
) -> None:
    response.city.submission_language = "en"
    response.city.save()
    plan = read_assignments(response)
    days = {"alpha": date(2030, 5, 6), "beta": date(2030, 5, 7)}
    changes = AssignmentChanges(
        {
            key: Assignment(
                due_on=day,
                contributors=(writer.pk,),
                translators=(writer.pk,),
                translation_due_on=date(2030, 5, 9),
            )
            for key, day in days.items()
        },
        {key: each.assignment.digest for key, each in plan.sections.items()},
        {
            "a-1": DelegationTerms("Law", date(2030, 5, 3), (writer.pk,)),
            "a-2": DelegationTerms("Law", None, (writer.pk,)),
        },
        dict.fromkeys(("a-1", "a-2"), ""),
    )
    apply_changes(response, changes, actor=Actor(coordinator))
    # What was seen on the way is no less given: one of each, and then nothing else is left out.
    seen = Notice.objects.filter(person=writer).order_by("kind", "pk")
    firsts = dict(seen.values_list("kind", "pk"))
    mark_read(writer, firsts.values())
    speaking(writer, Language.EN)
    mail_of_act(writer).send()
    text, beside = part(served.mails[-1], "plain"), f"{HOST}/springfield/test-2030"
    for said in (
        (
            "- Coordinator assigned 2 sections to you\n"
            f"  A. Alpha · Due on {DUE}\n  {beside}/alpha/\n"
            f"  B. Beta · Due on {DUE.replace('6', '7')}\n  {beside}/beta/\n"
        ),
        (
            "- Coordinator delegated 2 questions to you\n"
            f"  A.1 · Due on {DUE.replace('6', '3')}\n  {beside}/alpha/#a-1\n"
            f"  A.2 · Due on {DUE}\n  {beside}/alpha/#a-2\n"
        ),
        (
            "- Coordinator asked you to translate 2 sections\n"
            f"  Due on {DUE.replace('6', '9')}\n"
            f"  A. Alpha\n  {beside}/alpha/?show=both\n  B. Beta\n  {beside}/beta/?show=both\n"
        ),
    ):
        assert said in text
    assert "<br>Due on 9" in part(served.mails[-1], "html")
    mark_read(writer)
    assert notices_to_mail(writer, timezone.now()) == []


def test_whoever_can_sign_is_mailed_what_they_saw_and_not_what_moved_since(
    response: Response, reviewer: User, coordinator: User
) -> None:
    SectionWork.objects.filter(response=response).update(due_on=date(2030, 5, 6))
    sections = shape_of(response).sections
    for kind in (NoticeKind.SENT, NoticeKind.URGED_TO_SIGN):
        notify_all(
            NewNotice(
                kind,
                frozenset({reviewer.pk}),
                response,
                f"{kind}:{section.key}",
                section=section.pk,
                actor=coordinator,
            )
            for section in sections
        )
    mark_read(reviewer, Notice.objects.filter(key__endswith="alpha").values_list("pk", flat=True))
    speaking(reviewer, Language.EN)
    said = "It is your turn to sign 2 sections, drafted by Coordinator\n  Due on 6"
    Notice.objects.filter(kind=NoticeKind.URGED_TO_SIGN).update(mailed_at=timezone.now())
    assert said in str(mail_of_act(reviewer).body)
    Notice.objects.update(mailed_at=None)
    assert "reminds you to sign 2 sections" in str(mail_of_act(reviewer).body)
    perform(Move(Action.SEND), response, sections[0], actor=Actor(coordinator))
    mark_read(reviewer, Notice.objects.filter(section=sections[0].pk).values_list("pk", flat=True))
    assert "reminds you to sign B. Beta" in str(mail_of_act(reviewer).body)


def mail_of_act(person: User) -> EmailMultiAlternatives:
    """Return the mail that a worker would send now."""
    fresh = User.objects.get(pk=person.pk)
    return notices_mail(fresh, notices_to_mail(fresh, timezone.now()))


def asks(mail: EmailMessage) -> list[str]:
    return re.findall("^- (.*)$", part(mail, "plain"), re.MULTILINE)


@pytest.mark.parametrize(
    ("kinds", "subject"),
    [
        ([NoticeKind.APPROVED] * 2, f"2 notices about A. Alpha · {WHERE}"),
        ([NoticeKind.APPROVED, NoticeKind.SEALED, NoticeKind.HANDED], f"3 notices about {WHERE}"),
        ([NoticeKind.SEALED] * 2, f"2 notices about {WHERE}"),
    ],
)
def test_several_notices_are_counted(
    kinds: list[NoticeKind], subject: str, response: Response, writer: User
) -> None:
    for kind in kinds:
        tell(response, speaking(writer, Language.EN), kind)
    assert compose(writer).subject == f"[LGQ Desk] {subject}"


def test_who_gets_one_mail_a_day_is_told_so(response: Response, writer: User) -> None:
    User.objects.filter(pk=writer.pk).update(mail=MailChoice.DAILY, language=Language.EN)
    tell(response, writer, NoticeKind.APPROVED)
    mail = compose(writer)
    reason = "chose one e-mail a day."
    assert reason in str(mail.body)
    assert reason in str(mail.alternatives[0][0])


def test_who_coordinates_keeps_the_heads_of_the_chains_by_the_mail_of_a_day(
    response: Response, writer: User, coordinator: User
) -> None:
    chain_records()
    head = head_of(response.city)
    assert head
    told = f"Springfield: {head.number}, {head.digest}"
    for choice, told_to in (
        (MailChoice.DAILY, [coordinator]),
        (MailChoice.AT_ONCE, []),
    ):
        for person in (writer, coordinator):
            User.objects.filter(pk=person.pk).update(mail=choice, language=Language.EN)
            tell(response, person, NoticeKind.APPROVED)
            mail = compose(person)
            bodies = (str(mail.body), str(mail.alternatives[0][0]))
            assert [told in body for body in bodies] == [person in told_to] * 2


def test_what_was_said_stands_as_a_quotation_and_is_never_markup(
    response: Response, served: Mailbox
) -> None:
    person = speaking(make_member(response.city, Role.CONTRIBUTOR, "Reader"), Language.EN)
    tell(response, person, NoticeKind.MENTIONED, "<웅녀> & *****개\n- Actor approved A. Alpha")
    mail = send(person, served)
    quoted = "\n  > <웅녀> & *****개\n  > - Actor approved A. Alpha\n"
    assert quoted in part(mail, "plain")
    assert "&lt;웅녀&gt; &amp; *****개<br>- Actor approved A. Alpha" in part(mail, "html")
    assert "<웅녀>" not in part(mail, "html")


@pytest.mark.parametrize(
    "name", ["김하늘", 'Kim, "Sky" (과장)', "O'Neill; Ltd <x@y.example>", "ⓐ" * 100]
)
def test_names_of_any_kind_arrive(
    name: str, response: Response, writer: User, served: Mailbox
) -> None:
    User.objects.filter(pk=writer.pk).update(name=name)
    tell(response, writer, NoticeKind.APPROVED)
    [address] = send(writer, served)["To"].addresses
    assert (address.display_name, address.addr_spec) == (name, writer.email)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028"])
def test_no_name_begins_a_header(
    end: str, response: Response, writer: User, served: Mailbox
) -> None:
    evil = f"Kim{end}Bcc: spy@elsewhere.example"
    User.objects.filter(pk=writer.pk).update(name=evil)
    response.city.name = {"ko": f"City{end}Bcc: spy@elsewhere.example"}
    response.city.save()
    tell(response, writer, NoticeKind.APPROVED)
    mail = send(writer, served)
    assert mail["Bcc"] is None
    assert [address.addr_spec for address in mail["To"].addresses] == [writer.email]
    assert "\n" not in subject_of(mail)


def test_headers_say_what_a_mail_is(
    response: Response, writer: User, served: Mailbox, settings: Settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = "LGQ 데스크 <lgq@city.example>"
    tell(response, writer, NoticeKind.APPROVED)
    began = datetime.now(UTC).replace(microsecond=0)
    mail = send(writer, served)
    [sender] = mail["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("LGQ 데스크", "lgq@city.example")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "LGQ Desk <notices.lgq.example>"
    assert re.fullmatch(r"<notices\.[0-9a-f]{32}@lgq\.example>", mail["Message-ID"])
    sent = mail["Date"].datetime.replace(tzinfo=UTC)
    assert began <= sent <= datetime.now(UTC)
    assert [each.get_content_type() for each in mail.iter_parts()] == ["text/plain", "text/html"]


def test_the_same_notices_have_the_same_message_id(
    response: Response, writer: User, reviewer: User
) -> None:
    tell(response, writer, NoticeKind.SEALED)
    tell(response, reviewer, NoticeKind.SEALED)

    def known_as(person: User) -> str:
        return str(compose(person).extra_headers["Message-ID"])

    first = known_as(writer)
    assert (known_as(writer) == first, known_as(reviewer) == first) == (True, False)
    tell(response, writer, NoticeKind.REOPENED)
    assert known_as(writer) != first


def test_a_mail_is_easy_on_dark_screens(response: Response, writer: User) -> None:
    """It says that it knows of them, and sets no colour of text or ground itself."""
    tell(response, writer, NoticeKind.MENTIONED, "So.")
    html = str(compose(writer).alternatives[0][0])
    assert '<meta name="color-scheme" content="light dark">' in html
    assert not re.search(r"[\"; ](color|background)[a-z-]*:", html)
    assert "<table" not in html
