"""Sealing a response in a browser, its files, and what two submissions say differently."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.permissions import NotAllowedError
from responses.domain.review.workflow import Move, perform
from responses.domain.submissions.delivering import Sent, deliver
from responses.domain.submissions.sealing import digest_of
from responses.domain.talk.talking import Said, Turn, start, turn
from responses.enums import Action, AuditKind
from responses.models import AuditRecord, ChainEntry, Delivery, Event, Response, Submission, User
from responses.wording import dates
from tests.support.factories import approve_all, make_submission, shape_of, write

pytestmark = pytest.mark.django_db

URL = "/springfield/test-2030/submissions/"
SEAL = f"{URL}seal/"


@pytest.fixture
def coordinator(response: Response, coordinator: User, client: Client) -> User:
    """Return the coordinator, signed in, who has a response before them."""
    client.force_login(coordinator)
    return coordinator


def text(client: Client, url: str = URL) -> str:
    return client.get(url).content.decode()


def reopen(response: Response, reviewer: User) -> None:
    section = shape_of(response).sections_by_key["beta"]
    perform(
        Move(Action.REOPEN, comment="A figure was wrong."), response, section, actor=Actor(reviewer)
    )


def test_submissions_lists_what_is_not_approved_yet(client: Client, coordinator: User) -> None:
    html = text(client)
    assert "Not approved yet" in html
    assert 'href="/springfield/test-2030/beta/review/"' in html
    assert "Seal the response" not in html


def test_coordinator_seals_an_approved_response(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    approve_all(response, reviewer)
    assert f'href="{SEAL}">Seal the response</a>' in text(client)
    assert "Seal with 3 questions incomplete" in text(client, SEAL)

    page = client.post(SEAL, follow=True)

    submission = Submission.objects.get()
    assert page.redirect_chain == [(URL, 302)]
    html = page.content.decode()
    assert "The response is sealed as submission no. 1." in html
    assert "The response is sealed in its current state." in html
    assert submission.digest in html
    assert (submission.sealed_by, submission.number) == (coordinator, 1)
    # Whatever was recorded before is in the chain, whose head the archive keeps.
    chained = ChainEntry.objects.filter(city=response.city)
    events = Event.objects.order_by("pk").values_list("pk", flat=True)
    assert sorted(chained.filter(kind="event").values_list("record", flat=True)) == list(events)
    with ZipFile(BytesIO(bytes(submission.archive))) as pack:
        assert json.loads(pack.read("manifest.json"))["head"] == chained.latest("number").digest


def test_archive_and_its_files_come_out_as_they_were_sealed(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    approve_all(response, reviewer)
    client.post(SEAL)
    submission = Submission.objects.get()

    page = client.get(f"{URL}1/archive.zip")

    assert page.headers["Content-Disposition"] == (
        'attachment; filename="springfield-test-2030-submission-1.zip"'
    )
    assert digest_of(page.content) == submission.archive_digest
    with ZipFile(BytesIO(page.content)) as pack:
        for name in pack.namelist():
            assert client.get(f"{URL}1/{name}").content == pack.read(name)
    listed = dict(submission.files.values_list("name", "digest"))
    pdf = client.get(f"{URL}1/response-ko.pdf")
    assert pdf.headers["Content-Disposition"] == (
        'attachment; filename="springfield-test-2030-submission-1-ko.pdf"'
    )
    assert (pdf.headers["Content-Type"], digest_of(pdf.content)) == (
        "application/pdf",
        listed["response-ko.pdf"],
    )


@pytest.mark.parametrize("path", ["2/archive.zip", "1/none.pdf", "1/..", "x/archive.zip"])
def test_there_is_no_other_file(
    client: Client, response: Response, coordinator: User, reviewer: User, path: str
) -> None:
    approve_all(response, reviewer)
    client.post(SEAL)
    assert client.get(f"{URL}{path}").status_code == 404


def test_sealing_what_is_not_approved_is_refused_in_words(
    client: Client, coordinator: User
) -> None:
    page = client.post(SEAL)
    assert page.status_code == 409
    assert "Some sections are not approved yet." in page.content.decode()
    assert not Submission.objects.exists()


def test_open_required_threads_are_listed_before_sealing_and_refuse_it(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    approve_all(response, reviewer)
    place = AnswerRef("springfield", "test-2030", "beta", "b-1")
    thread = start(reviewer, place, Said("Who <b>checked</b> this?"), required=True)
    start(reviewer, place, Said("Never mind."))

    html = text(client)
    assert (
        f'href="/springfield/test-2030/beta/b-1/talk/?thread={thread.pk}#thread-{thread.pk}"'
        in html
    )
    assert "Who &lt;b&gt;checked&lt;/b&gt; this?" in html
    assert "Never mind." not in html
    assert "Seal the response" not in html
    asked = text(client, SEAL)
    assert "Threads to resolve first" in asked
    assert 'method="post" data-busy' not in asked
    page = client.post(SEAL)
    assert page.status_code == 409
    assert "An open thread must be resolved first." in page.content.decode()
    assert not Submission.objects.exists()

    turn(coordinator, place, thread.pk, Turn.RESOLVE)
    assert "Seal the response" in text(client)


def test_two_submissions_are_compared_question_by_question(
    client: Client, response: Response, coordinator: User, reviewer: User, writer: User
) -> None:
    write(response, "b-1", writer, text="○ 하나")
    make_submission(response)
    reopen(response, reviewer)
    write(response, "b-1", writer, text="○ 둘")
    make_submission(response)

    html = text(client, f"{URL}compare/?from=1&to=2")

    assert '<h2 id="b-1">' in html
    assert '<h2 id="a-1">' not in html
    assert "하나" in html
    assert "둘" in html
    assert "All answers are the same in both." in text(client, f"{URL}compare/?from=2&to=2")


@pytest.mark.parametrize("query", ["", "?from=1", "?from=1&to=9", "?from=x&to=1"])
def test_only_submissions_that_are_there_are_compared(
    client: Client, response: Response, coordinator: User, query: str
) -> None:
    make_submission(response)
    assert client.get(f"{URL}compare/{query}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.usefixtures("coordinator")
def test_query_count_of_submissions(
    client: Client,
    response: Response,
    reviewer: User,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Session, person, access, snapshot, submissions, their files, open threads;
    the sealed text, as the response was reopened since; and what is read with it, as the person
    has unread notices.
    """
    for _ in range(count):
        make_submission(response)
        reopen(response, reviewer)
    client.get(URL)
    with django_assert_num_queries(9):
        client.get(URL)


def test_seal_asks_by_what_is_open_with_the_way_to_each_question(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    place = AnswerRef("springfield", "test-2030", "beta", "b-1")
    thread = start(reviewer, place, Said("Really?"))
    approve_all(response, reviewer)
    html = " ".join(text(client, SEAL).split())
    assert "3 of 3 questions are not fully answered" in html
    for section, question in (("alpha", "a-1"), ("alpha", "a-2"), ("beta", "b-1")):
        assert f'href="/springfield/test-2030/{section}/review/#{question}"' in html
    assert "1 thread is still open" in html
    assert (
        f'href="/springfield/test-2030/beta/b-1/talk/?thread={thread.pk}#thread-{thread.pk}"'
        in html
    )
    assert "Seal with 3 questions incomplete" in html
    assert "This can take up to a minute." in html


def test_submissions_says_how_many_questions_are_not_answered_before_it_is_asked(
    client: Client, response: Response, coordinator: User, reviewer: User, writer: User
) -> None:
    write(response, "b-1", writer, nothing_to_report="Not our task")
    for _state in ("open", "approved"):
        html = " ".join(text(client, URL).split())
        assert "2 of 3 questions are not fully answered" in html
        assert 'href="/springfield/test-2030/alpha/review/#a-2"' in html
        assert "alpha/review/#b-1" not in html
        approve_all(response, reviewer)
    make_submission(response)
    assert "not fully answered" not in text(client, URL)


def test_seal_asks_about_nothing_where_everything_is_answered(
    client: Client, response: Response, coordinator: User, reviewer: User, writer: User
) -> None:
    for key in ("a-1", "a-2", "b-1"):
        write(response, key, writer, nothing_to_report="Not our task")
    approve_all(response, reviewer)
    html = " ".join(text(client, SEAL).split())
    assert "Every question is answered." in html
    assert 'type="submit"> Seal the response </button>' in html
    assert "incomplete" not in html
    assert "still open" not in html


def test_second_press_seals_nothing_and_leads_to_the_submission(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    approve_all(response, reviewer)
    client.post(SEAL)
    page = client.post(SEAL, follow=True)
    assert page.redirect_chain == [(URL, 302)]
    assert "This response is already sealed." in page.content.decode()
    assert client.get(SEAL).headers["Location"] == URL
    assert Submission.objects.count() == 1


def test_query_count_of_the_page_before_sealing(
    client: Client,
    response: Response,
    coordinator: User,
    reviewer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Session, person, access, the newest submission, snapshot, open threads."""
    approve_all(response, reviewer)
    client.get(SEAL)
    with django_assert_num_queries(6):
        client.get(SEAL)


def test_submissions_tells_both_digests(
    client: Client, response: Response, coordinator: User
) -> None:
    submission = make_submission(response)
    html = text(client)
    assert [digest in html for digest in (submission.digest, submission.archive_digest)] == [
        True
    ] * 2


def sealed_one(client: Client, response: Response, reviewer: User) -> Submission:
    approve_all(response, reviewer)
    client.post(SEAL)
    return Submission.objects.get()


def sent(number: int = 1, **changes: str) -> dict[str, str]:
    """Return what the form of a submission sends."""
    said = {"day": f"{timezone.localdate():%Y-%m-%d}", "means": "E-mail", "receipt": ""} | changes
    return {"number": str(number)} | {f"s{number}-{name}": said[name] for name in said}


def test_after_sealing_two_files_are_to_be_sent_and_the_others_fold(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    sealed_one(client, response, reviewer)
    html = " ".join(text(client).split())
    head, _fold, folded = html.partition("Files for checking")
    assert "Submission no. 1: send these files" in head
    assert re.findall(rf'href="{URL}1/([^"]*)">([^<]*)</a>', head) == [
        ("response-ko.pdf", "Submission no. 1, PDF (Korean)"),
        ("response-en.pdf", "Submission no. 1, PDF (English)"),
    ]
    assert "Once you have sent the files, record it here." in head
    # Beside them, in words, what the city keeps.
    assert f'href="{URL}1/archive.zip">Download the archive (ZIP)<' in head
    others = re.findall(
        rf'href="{URL}1/[^"]*">([^<]*)</a> <span class="lgq-muted">([^·]*) · ', folded
    )
    assert others == [
        ("README.txt", "what each of these files is"),
        ("approvals.json", "who signed each section, and when"),
        ("evidence.csv", "all links to evidence, as a table (UTF-8)"),
        ("manifest.json", "the size and the digest (SHA-256) of each file"),
        ("snapshot.json", "all answers as they were sealed; times are in UTC"),
    ]


def test_sending_is_recorded_shown_and_corrected_and_every_change_is_audited(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    submission = sealed_one(client, response, reviewer)
    front, board = "/springfield/test-2030/", "/springfield/test-2030/dashboard/"
    for address in (URL, front, board):
        assert "Sent to the UN" not in text(client, address)
    assert f'href="{URL}">Send it and record it</a>' in text(client, front)

    page = client.post(URL, sent(receipt="No. 17"), follow=True)
    assert page.redirect_chain == [(URL, 302)]
    assert "It is recorded that submission no. 1 was sent." in page.content.decode()
    for address in (URL, front, board):
        html = " ".join(text(client, address).split())
        assert "Sent to the UN" in html
        assert "· E-mail · Receipt no. No. 17" in html
    client.post(URL, sent(receipt="No. 17"))  # says nothing new
    client.post(URL, sent(means="Post", receipt="No. 17"))

    delivery = Delivery.objects.get()
    today = timezone.localdate()
    assert (delivery.submission, delivery.recorded_by) == (submission, coordinator)
    assert (delivery.day, delivery.means, delivery.receipt) == (today, "Post", "No. 17")
    told = AuditRecord.objects.filter(kind=AuditKind.DELIVERY).order_by("pk")
    with translation.override("ko"):
        number = gettext("No. %(number)s") % {"number": 1}
    first = f"test-2030 · {number} · {today}, E-mail, No. 17"
    assert [each.subject for each in told] == [first, f"{first} → {today}, Post, No. 17"]
    client.force_login(reviewer)
    html = text(client)
    assert "Sent to the UN" in html
    assert "Correct the record" not in html


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"means": " "}, "Means"),
        ({"day": "soon"}, "Enter a date, such as"),
        ({"day": "2999-01-01"}, "Enter a date that is not in the future."),
        ({"day": "2001-01-01"}, "Enter a date on or after the day of sealing."),
    ],
)
@pytest.mark.usefixtures("coordinator")
def test_sending_that_cannot_be_is_refused_in_words(
    client: Client, response: Response, changes: dict[str, str], fault: str
) -> None:
    make_submission(response)
    page = client.post(URL, sent(1, **changes))
    assert page.status_code == 422
    assert fault in page.content.decode().partition('class="lgq-errors"')[2].partition("</ul>")[0]
    assert not Delivery.objects.exists()


def test_sending_is_recorded_by_coordinators_of_what_is_there(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    submission = make_submission(response)
    assert client.post(URL, sent(2)).status_code == 404
    client.force_login(reviewer)
    assert client.post(URL, sent()).status_code == 403
    with pytest.raises(NotAllowedError):
        deliver(submission, Sent(timezone.localdate(), "Post"), actor=Actor(reviewer))
    assert not Delivery.objects.exists()


def test_the_files_to_send_say_that_the_english_pdf_has_korean_answers(
    client: Client, response: Response, coordinator: User, reviewer: User, writer: User
) -> None:
    said = "The English PDF shows the answers in Korean, as they were written."
    write(response, "b-1", writer, text="열린 자료")
    make_submission(response)
    assert said in text(client)
    reopen(response, reviewer)
    assert said not in text(client)  # of an earlier one it may not be so


def test_an_earlier_submission_stays_with_its_record(
    client: Client, response: Response, coordinator: User, reviewer: User, writer: User
) -> None:
    make_submission(response)
    client.post(URL, sent())
    reopen(response, reviewer)
    assert "Reopened since submission no. 1; its answers are the same." in text(client)
    write(response, "b-1", writer, text="Mended")
    html = text(client)
    assert "Changed since submission no. 1." in html
    assert "send these files" not in html
    assert "Sent to the UN" in html
    assert "Sent to the UN" in text(client, "/springfield/test-2030/")
    make_submission(response)
    assert "Sent to the UN" not in text(client, "/springfield/test-2030/")
    html = text(client)
    assert html.index("Submission no. 2: send") < html.index("Earlier submissions")
    assert html.index("Earlier submissions") < html.index("Sent to the UN")


def test_what_is_approved_again_as_it_was_sealed_need_not_be_sealed_and_may_be(
    client: Client, response: Response, coordinator: User, reviewer: User, writer: User
) -> None:
    overview, link = "/springfield/test-2030/", f'href="{SEAL}">Seal the response</a>'
    again, sent_again = "So it need not be sealed again.", "So it need not be sealed or sent again."
    make_submission(response)
    reopen(response, reviewer)
    assert again not in text(client)
    approve_all(response, reviewer)
    for page in (URL, SEAL, overview):
        assert again in text(client, page)
    client.post(URL, sent())
    for page in (URL, SEAL, overview):
        assert sent_again in text(client, page)
    assert f'btn-secondary" {link}' in text(client)
    assert link not in text(client, overview)
    assert "submission no. 1, which has the same" in text(client, SEAL).lower()
    assert client.post(SEAL).status_code == 302
    assert Submission.objects.count() == 2
    assert "need not be sealed" not in text(client) + text(client, overview)
    reopen(response, reviewer)
    write(response, "b-1", writer, text="Mended")
    approve_all(response, reviewer)
    assert "need not be sealed" not in text(client) + text(client, SEAL) + text(client, overview)
    assert f'btn-primary" {link}' in text(client)


def test_what_is_sealed_again_with_the_same_answers_is_not_to_be_sent_again(
    client: Client, response: Response, coordinator: User, reviewer: User, writer: User
) -> None:
    overview, board = "/springfield/test-2030/", "/springfield/test-2030/dashboard/"
    same = "Its answers are the same as those of submission no. 1."
    make_submission(response)
    reopen(response, reviewer)
    make_submission(response)
    for page in (URL, overview, board, "/"):
        assert same in text(client, page)
    asks = ("Send it and record it", "send the files and record it", "no. 2: send", 'id="record"')
    asked = "".join(text(client, page) for page in (URL, overview, board, "/"))
    assert [words for words in asks if words not in asked] == []

    client.post(URL, sent(1))
    day = dates.day(timezone.localdate())
    told = f"Submission no. 1, which has the same answers, was sent to the UN on {day}."
    for page in (URL, overview, board, "/"):
        html = text(client, page)
        assert f"{told} So it need not be sent again." in html
        assert [words for words in asks if words in html] == []
    client.post(URL, sent(2))
    assert "the same" not in text(client) + text(client, overview) + text(client, "/")
    # Of several earlier ones, the one that the UN has counts.
    reopen(response, reviewer)
    write(response, "b-1", writer, text="Mended")
    make_submission(response)
    assert "Its answers are the same" not in text(client) + text(client, "/")
    reopen(response, reviewer)
    write(response, "b-1", writer)
    make_submission(response)
    assert "Submission no. 2, which has the same answers" in text(client)
    reopen(response, reviewer)
    make_submission(response)
    reopen(response, reviewer)
    approve_all(response, reviewer)
    for page in (URL, SEAL, overview, "/"):
        html = text(client, page)
        assert "Reopened since submission no. 5; its answers are the same." in html
        assert "Submission no. 2, which has the same answers, was sent" in html
        assert "So it need not be sealed or sent again." in html


def test_the_front_page_says_what_was_sealed_and_sent_until_the_next_one_is(
    client: Client, response: Response, coordinator: User, reviewer: User, writer: User
) -> None:
    def note() -> str:
        html = text(client, "/springfield/test-2030/")
        return " ".join(html.partition('class="lgq-note"')[2].partition('"lgq-overall"')[0].split())

    make_submission(response)
    client.post(URL, sent(receipt="17"))
    reopen(response, reviewer)
    for told in ("Reopened since", "Changed since"):
        html = note()
        assert "Submission no. 1, sealed on" in html
        assert "Sent to the UN" in html
        assert "Receipt no. 17" in html
        assert told in html
        write(response, "b-1", writer, text="Mended")
    make_submission(response)
    assert "Submission no. 1" not in note()
    assert "Sent to the UN" not in note()


def test_who_sends_is_told_which_files_and_where_to(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    sealed_one(client, response, reviewer)
    html = " ".join(text(client).split())
    assert "Send both: the assessors read the English PDF" in html
    assert "The UN's letter of invitation says where to send them." in html
    client.post(URL, sent())
    assert "letter of invitation" not in text(client)


def test_one_sentence_says_what_sealing_waits_for(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    def said() -> list[str]:
        return re.findall(r"The response can be sealed once ([^.]*)\.", text(client))

    assert said() == ["all of these are approved"]
    place = AnswerRef("springfield", "test-2030", "beta", "b-1")
    start(reviewer, place, Said("Who checked this?"), required=True)
    (both,) = said()
    assert both.startswith("all of these sections are approved and each of these threads is")
    approve_all(response, reviewer)
    assert said() == ["each of these is resolved or no longer required"]
