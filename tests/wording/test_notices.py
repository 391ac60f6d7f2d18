from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import translation

from responses.domain.notices.inbox import read_inbox
from responses.domain.notices.notices import NewNotice, notify, notify_all
from responses.enums import Role
from responses.models import Notice, Response
from responses.notice_kinds import NoticeKind
from responses.wording.dates import NO_BREAK
from responses.wording.notices import (
    BY_NOBODY,
    DATED,
    NOT_ASSIGNED,
    OF_SEVERAL,
    SENTENCES,
    place,
    quote,
    sentence,
    target,
)
from tests.support.factories import find, make_member, make_submission
from tests.support.handouts import make_handout

pytestmark = pytest.mark.django_db

HOME, TALK = "/springfield/test-2030/", "alpha/a-2/talk/?show=1#remark-1"


@dataclass(frozen=True)
class Kind:
    """What a kind says with which text, and where it leads; of a question if it is `single`."""

    kind: str
    words: str
    path: str
    text: str = ""
    single: bool = False
    role: Role = Role.CONTRIBUTOR

    def __str__(self) -> str:
        return self.kind


DAY = "2030-05-06"
DUE = "6\u00a0May\u00a02030"
OFFICE = "Roads"
KINDS = [
    Kind("assigned", "Kim assigned A. Alpha to you", "alpha/"),
    Kind("handed", "Kim delegated A.2 to you", "alpha/#a-2", single=True),
    Kind("due_in_week", f"A. Alpha is due on {DUE}", "alpha/", DAY),
    Kind("due_in_week", f"A.2 is due on {DUE}", "alpha/#a-2", DAY, single=True),
    Kind(
        "due_in_week",
        f"A. Alpha is not assigned, and due on {DUE}. Assign someone.",
        "assignment/#s-alpha",
        f"{DAY} unassigned",
        role=Role.COORDINATOR,
    ),
    Kind(
        "overdue",
        f"A.2 is not assigned, and overdue since {DUE}. Assign someone.",
        "assignment/#h-a-2",
        f"{DAY} unassigned",
        single=True,
        role=Role.COORDINATOR,
    ),
    Kind("due_tomorrow", f"A. Alpha is due soon, on {DUE}", "alpha/", DAY),
    Kind(
        "overdue",
        f"A.2 is overdue: it was due on {DUE}",
        "alpha/#a-2",
        DAY,
        single=True,
    ),
    Kind("sent", "It is your turn to sign A. Alpha, drafted by Kim", "alpha/review/"),
    Kind("consent", "It is your turn to consent to A. Alpha, drafted by Kim", "alpha/review/"),
    Kind("changes_requested", "Kim requested changes in A. Alpha", "alpha/", "Why?"),
    Kind("approved", "Kim approved A. Alpha", "alpha/review/"),
    Kind("mentioned", "Kim mentioned you in the discussion of A.2", TALK, "@Lee", single=True),
    Kind("replied", "Kim replied in your thread on A.2", TALK, "So.", single=True),
    Kind("reopened", "Kim reopened A. Alpha", "alpha/", "So."),
    Kind(
        "no_signer",
        "Nobody can review A. Alpha yet. Appoint a reviewer.",
        "assignment/#s-alpha",
        role=Role.COORDINATOR,
    ),
    Kind("signed_for", "Kim signed A. Alpha for you (代). You need only read it.", "alpha/review/"),
    Kind(
        "consented_for",
        "Kim consented to A. Alpha for you (代). You need only read it.",
        "alpha/review/",
    ),
    Kind("withdrawn", "Kim withdrew A. Alpha from review", "alpha/review/"),
    Kind("commented", "Kim commented on A. Alpha", "alpha/review/", "So."),
    Kind(
        "mentioned",
        "Kim mentioned you in the discussion of A. Alpha",
        "alpha/review/#history",
        "@Lee",
    ),
    Kind("remarked", "Kim wrote in the discussion of A.2", TALK, "So.", single=True),
    Kind("required", "Kim wants a thread on A.2 resolved before sealing", TALK, single=True),
    Kind("suggested", "Kim suggested an answer to A.2", TALK, "So.", single=True),
    Kind("accepted", "Kim accepted a suggestion for A.2", TALK, single=True),
    Kind("declined", "Kim declined a suggestion for A.2", TALK, "No.", single=True),
    Kind("resolved", "Kim resolved a thread on A.2", TALK, single=True),
    Kind("thread_reopened", "Kim reopened a thread on A.2", TALK, single=True),
    Kind("urged_to_write", "Kim reminds you to finish A. Alpha", "alpha/"),
    Kind("urged_to_write", f"Kim reminds you to finish A. Alpha, due on {DUE}", "alpha/", DAY),
    Kind("translate", "Kim asked you to translate A. Alpha", "alpha/?show=both"),
    Kind("urged_to_translate", "Kim reminds you to translate A. Alpha", "alpha/?show=both"),
    Kind(
        "urged_to_translate",
        f"Kim reminds you to translate A. Alpha, due on {DUE}",
        "alpha/?show=both",
        DAY,
    ),
    Kind(
        "due_in_week",
        f"The translation of A. Alpha is due on {DUE}",
        "alpha/?show=both",
        f"{DAY} translation",
    ),
    Kind(
        "due_tomorrow",
        f"The translation of A. Alpha is due soon, on {DUE}",
        "alpha/?show=both",
        f"{DAY} translation",
    ),
    Kind(
        "overdue",
        f"The translation of A. Alpha is overdue: it was due on {DUE}",
        "alpha/?show=both",
        f"{DAY} translation",
    ),
    Kind("urged_to_sign", "Kim reminds you to sign A. Alpha", "alpha/review/"),
    Kind("urged_to_consent", "Kim reminds you to consent to A. Alpha", "alpha/review/"),
    Kind("link_fails", "A link in A.2 no longer works", "alpha/#a-2", "https://a.kr/", single=True),
    Kind("link_works", "A link in A.2 works again", "alpha/#a-2", "https://a.kr/", single=True),
    Kind(
        "translations_confirmed",
        "Kim confirmed the translations of A. Alpha",
        "alpha/review/",
    ),
    Kind(
        "answer_returned",
        "The file that Roads returned changed A.2",
        "alpha/#a-2",
        OFFICE,
        single=True,
    ),
    Kind(
        "answer_left",
        "What Roads returned differs from A.2. The coordinator decides what stands.",
        "alpha/#a-2",
        OFFICE,
        single=True,
    ),
    Kind("released", "Kim no longer requires a thread on A.2 to be resolved", TALK, single=True),
]


@pytest.mark.parametrize("case", KINDS, ids=str)
def test_each_kind_says_what_and_leads_there(
    case: Kind, response: Response, client: Client
) -> None:
    notice = told(case, response)
    with translation.override("en"):
        # Who returned a file stands in the sentence.
        quoted = "" if case.text.startswith(DAY) or case.text == OFFICE else case.text
        assert (sentence(notice), quote(notice)) == (case.words, quoted)
    assert target(notice) == HOME + case.path
    client.force_login(notice.person)
    assert client.get(target(notice)).status_code == 200


def test_sealed_leads_to_the_submissions(response: Response, client: Client) -> None:
    reader = make_member(response.city, Role.VIEWER)
    make_submission(response)
    notice = read_inbox(reader).get(kind=NoticeKind.SEALED)
    told = "Sealer sealed the response of Springfield"
    with translation.override("en"):
        assert sentence(notice) == f"{told} as submission no. 1"
        assert (place(notice), quote(notice)) == ("No. 1", "")
        notice.text = ""  # as it was told before notices kept the number
        assert sentence(notice) == told
    with translation.override("ko"):
        notice.text = "2"
        assert sentence(notice).endswith("응답서를 제2호로 최종 확정했습니다")
    assert target(notice) == f"{HOME}submissions/"


def test_who_is_appointed_deputy_is_led_to_the_deputies_of_the_city(
    response: Response, client: Client
) -> None:
    case = Kind("deputy", "", "", "Head · 2030-05-06 – 2030-05-07", role=Role.REVIEWER)
    notice = told(case, response)
    with translation.override("en"):
        assert sentence(notice) == "Kim appointed you as a deputy (代)"
        assert quote(notice).replace(NO_BREAK, " ") == "You sign for Head, 6 May 2030 – 7 May 2030."
    assert target(notice) == "/springfield/deputies/"
    client.force_login(notice.person)
    assert client.get(target(notice)).status_code == 200


def test_what_is_told_of_a_handout_leads_to_it(response: Response, client: Client) -> None:
    sender = make_member(response.city, Role.COORDINATOR)
    handout = make_handout(response, sender, "a-2", "b-1")
    texts = {NoticeKind.FILE_DUE: f"{DAY} Roads"}
    words = {
        NoticeKind.FILE_RETURNED: "Roads returned a file",
        NoticeKind.FILE_TO_MERGE: "Roads returned another answer to A.2: merge the two",
        NoticeKind.FILE_UNREADABLE: "Roads returned a file that cannot be read",
        NoticeKind.FILE_DUE: f"Roads has not returned the file due on {DUE}",
    }
    client.force_login(sender)
    for kind, said in words.items():
        about = find(response, "a-2")[1] if kind is NoticeKind.FILE_TO_MERGE else None
        text, key = texts.get(kind, "Roads"), f"{kind}:{handout.pk}"
        notify(kind, [sender], response, question=about, text=text, key=key)
        notice = read_inbox(sender).get(key=key)
        with translation.override("en"):
            assert (sentence(notice), quote(notice)) == (said, "")
        assert target(notice) == f"{HOME}handouts/{handout.pk}/"
        assert client.get(target(notice)).status_code == 200
        notice.refresh_from_db()
        assert notice.read_at


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_says_more_than_one_thing_ends_with_a_full_stop(language: str) -> None:
    several = [said for pairs in (OF_SEVERAL, NOT_ASSIGNED, DATED) for said in pairs.values()]
    with translation.override(language):
        said = [str(each) for each in (*SENTENCES.values(), *BY_NOBODY.values(), *sum(several, ()))]
    assert [each for each in said if each.endswith(".") != (". " in each)] == []


def test_every_kind_is_tried() -> None:
    others = {
        "sealed",
        "deputy",
        "file_returned",
        "file_to_merge",
        "file_unreadable",
        "file_due",
        "services",
    }
    assert {case.kind for case in KINDS} | others == set(NoticeKind.values)


def told(case: Kind, response: Response) -> Notice:
    actor = make_member(response.city, Role.COORDINATOR, "Kim")
    reader = make_member(response.city, case.role, "Lee")
    section, question = find(response, "a-2")
    notify(
        NoticeKind(case.kind),
        [reader],
        response,
        section=section,
        question=question if case.single else None,
        actor=actor,
        text=case.text,
        key="remark:1",
    )
    return read_inbox(reader).get()


@pytest.mark.parametrize(
    ("kind", "place", "words"),
    [
        (NoticeKind.ASSIGNED, {"section": "alpha"}, "A. Alpha is assigned to you"),
        (NoticeKind.HANDED, {"question": "a-2"}, "A.2 is delegated to you"),
    ],
)
def test_what_somebody_finds_on_joining_is_done_by_nobody(
    kind: NoticeKind, place: dict[str, str], words: str, response: Response
) -> None:
    section, question = find(response, place.get("question", "a-2"))
    person = make_member(response.city, Role.CONTRIBUTOR)
    asked = "question" in place
    notice = NewNotice(
        kind,
        frozenset({person.pk}),
        response,
        "joined:1",
        section=None if asked else section.pk,
        question=question.pk if asked else None,
    )
    notify_all([notice])
    with translation.override("en"):
        assert sentence(read_inbox(person).get(key="joined:1")) == words
