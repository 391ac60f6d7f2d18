"""Sealing a response in a browser, its files, and what two submissions say differently."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext
from django_tasks import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from responses.documents import package
from responses.documents.drawing import TooLargeError
from responses.documents.markup import response_html
from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.permissions import NotAllowedError
from responses.domain.review.workflow import Move, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.delivering import Sent, deliver
from responses.domain.submissions.renderings import ALIVE, beat
from responses.domain.submissions.sealing import digest_of, text_digest, with_named
from responses.domain.talk.talking import Said, Turn, start, turn
from responses.enums import Action, AuditKind, Role
from responses.jobs import DEAD
from responses.models import (
    AuditRecord,
    ChainEntry,
    City,
    Delivery,
    Event,
    Membership,
    Notice,
    Response,
    Submission,
    Thread,
    User,
)
from responses.notice_kinds import NoticeKind
from responses.tasks import Confirmed, leave_seal_to_worker
from responses.wording import dates
from tests.support.browser import forms_of
from tests.support.drafts import save
from tests.support.factories import (
    PASSWORD,
    approve_all,
    find,
    make_city,
    make_member,
    make_response,
    make_submission,
    shape_of,
    translate,
    write,
)
from tests.support.many import many_remarks

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
    assert '<a href="/verify/">Verify a submission</a>' in html
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


def test_translations_are_compared_with_those_of_a_submission(
    client: Client, response: Response, coordinator: User, reviewer: User, writer: User
) -> None:
    City.objects.update(submission_language="en")
    response.city.refresh_from_db()
    link = {"label": "응답소", "url": "eungdapso.seoul.go.kr"}
    write(response, "a-2", writer, text="○ 하나", links=[link])
    write(response, "b-1", writer, text="○ 둘")
    translate(response, "b-1", writer, text="○ Two")
    make_submission(response)
    reopen(response, reviewer)
    assert '<option value="now">' in text(client)
    since = f"{URL}compare/?from=1&to=now"
    assert "The current answers are those of the submission." in text(client, since)
    rows = [{"of": "응답소", "text": "Eungdapso"}]
    section = find(response, "a-2")[0]
    perform(Move(Action.REOPEN, "Once more"), response, section, actor=Actor(reviewer))
    translate(response, "a-2", writer, text="○ One", links=rows)
    translate(response, "b-1", writer, text="○ Zwei")
    html = text(client, since)
    headings = ["a-2_en", "b-1_en"]
    assert re.findall(r'<h2 id="([^"]+)">', html) == headings
    assert re.findall(r'<div class="lgq-pieces" lang="([^"]+)">', html) == ["en"] * 3
    assert "From submission no. 1 to the current answers" in html
    assert "Eungdapso" in html
    make_submission(response)
    assert re.findall(r'<h2 id="([^"]+)">', text(client, f"{URL}compare/?from=1&to=2")) == headings
    City.objects.update(submission_language="")
    gone = text(client, f"{URL}compare/?from=2&to=now")
    assert re.findall(r'<h2 id="([^"]+)">', gone) == headings


@pytest.mark.parametrize("query", ["", "?from=1", "?from=1&to=9", "?from=x&to=1", "?to=now"])
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
    """Session, person, access, snapshot, submissions, their files, open threads, texts that
    wait; the sealed text, as the response was reopened since; and what is read with it, as the
    person has unread notices.
    """
    for _ in range(count):
        make_submission(response)
        reopen(response, reviewer)
    client.get(URL)
    with django_assert_num_queries(11):
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


def test_seal_names_symbols_that_cannot_be_printed_in_originals_and_translations(
    client: Client, response: Response, coordinator: User, reviewer: User, writer: User
) -> None:
    City.objects.update(submission_language="en")
    response.refresh_from_db()
    response.city.refresh_from_db()
    for key in ("a-1", "b-1"):
        write(response, key, writer, nothing_to_report="Not our task")
        translate(response, key, writer, nothing_to_report="Not ours")
    write(response, "a-2", writer, text="완료✅", links=[{"label": "포털\ue123", "url": "a.kr"}])
    translate(response, "a-2", writer, text="Done\U0010fffd")
    approve_all(response, reviewer)
    html = " ".join(text(client, SEAL).split())
    listed = html.partition("<h2>Symbols that cannot be printed</h2>")[2].partition("</ul>")[0]
    alpha = "/springfield/test-2030/alpha/"
    assert re.findall('href="([^"]*)"', listed) == [
        f"{alpha}review/#a-2",
        f"{alpha}?show=both#a-2_en",
    ]
    assert re.findall('lgq-muted">([^<]*)<', listed) == ["✅ [U+2705], [U+E123]", "[U+10FFFD]"]
    assert "You can still seal the response." in html


def test_names_that_stay_korean_are_told_before_sealing_as_the_cover_counts_them(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    City.objects.update(submission_language="en")
    Membership.objects.filter(user=coordinator).update(department="디지털정책과", post="주무관")
    User.objects.filter(pk=reviewer.pk).update(name="이서명")
    response.works.update(approval_line=[Step("과장", (reviewer.pk,)).to_json()])
    response.refresh_from_db()
    response.city.refresh_from_db()
    reviewer.refresh_from_db()
    approve_all(response, reviewer)
    pages = [text(client), text(client, SEAL)]
    terms = ["과장", "디지털정책과", "이서명", "주무관"]
    for html in pages:
        assert "Posts, departments, names and notes that stay in Korean: 4" in html
        listed = html.partition('class="lgq-seal-names"')[2].partition("</ul>")[0]
        assert re.findall(">([^<]+)</a>", listed) == terms
        ways = [unquote(each) for each in re.findall('href="([^"]*)"', listed)]
        assert ways == [f"/springfield/glossary/?original={each}#add" for each in terms]
    sealed = with_named(read_snapshot(response), response)
    cover = response_html(sealed, "en")
    assert "in Korean: posts, departments and names (4)" in cover
    for each in terms:
        response.city.terms.create(language="en", original=each, translation="X")
    assert "that stay in Korean" not in text(client, SEAL)


def test_seal_names_addresses_that_need_repair(
    client: Client, response: Response, coordinator: User, reviewer: User, writer: User
) -> None:
    for key in ("a-1", "b-1"):
        write(response, key, writer, nothing_to_report="Not our task")
    write(response, "a-2", writer, text="□ One", links=[{"label": "", "url": "\ufeffa.kr"}])
    approve_all(response, reviewer)
    html = " ".join(text(client, SEAL).split())
    listed = html.partition('id="repairs"')[2].partition("</ul>")[0]
    assert re.findall('href="([^"]*)"', listed) == ["/springfield/test-2030/alpha/review/#a-2"]
    assert re.findall('lgq-muted">([^<]*)<', listed) == ["[U+FEFF]a.kr → a.kr"]
    assert "You can still seal the response." in html


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


def test_submissions_says_what_is_not_translated(
    client: Client, response: Response, coordinator: User, writer: User
) -> None:
    write(response, "a-2", writer, text="○ 하나")
    write(response, "b-1", writer, text="○ 둘")
    assert "not fully translated" not in text(client)
    City.objects.update(submission_language="en")
    translate(response, "b-1", writer, text="○ Two")
    html = " ".join(text(client).split())
    assert "Answers not fully translated: 1" in html
    assert "is reopened on its review page to be translated." in html
    assert 'href="/springfield/test-2030/alpha/?show=both#a-2_en"' in html
    assert "#b-1_en" not in html


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


def test_texts_that_wait_for_their_authors_are_named_before_sealing_and_signing(
    client: Client, response: Response, coordinator: User, reviewer: User, writer: User
) -> None:
    title = "Texts that are not saved and still wait for their authors"
    write(response, "b-1", coordinator, text="○ one")
    assert save(response, "○ two", 0, writer).refused
    assert save(response, "○ three", 0, writer).refused
    gone = make_member(response.city, Role.CONTRIBUTOR, "Gone")
    assert save(response, "○ four", 0, gone, "b-1").refused
    Membership.objects.filter(user=gone).delete()
    beta = "/springfield/test-2030/beta/"
    client.force_login(writer)
    assert title not in text(client, f"{beta}send/")  # who asks is told of their own
    client.force_login(coordinator)
    for action in (None, Action.SEND):
        if action:
            perform(Move(action), response, find(response, "b-1")[0], actor=Actor(writer))
            client.force_login(reviewer)
        html = text(client, f"{beta}review/" if action else f"{beta}send/")
        assert title in html
        assert html.count(f'<span class="lgq-muted">{writer}</span>') == 1
    approve_all(response, reviewer)
    client.force_login(coordinator)
    html = " ".join(text(client, SEAL).split())
    assert f"{title}</h2> <p>These texts are in no answer. Their authors alone" in html
    assert f'id="unsettled"> <li> <a href="{beta}review/#b-1">' in html
    assert f'<span class="lgq-muted">{writer}</span>' in html
    assert "Gone" not in html


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
    """Session, person, access, snapshot, what a worker is at, the newest submission, open threads,
    texts that wait, whom the documents name, and the names in Latin letters of who signed.
    """
    approve_all(response, reviewer)
    client.get(SEAL)
    with django_assert_num_queries(10):
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
        (
            "response.json",
            "all answers with the seal, for programs; the PDFs can be made again from it",
        ),
        (
            "response.schema.json",
            "how response.json and snapshot.json are to be read (JSON Schema)",
        ),
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


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["V.2 chart.PNG", "V.2 photo.jpeg"], ""),
        (["V.2 chart.png", "VI.1 plan.pdf"], "Answers name 1 document, of which"),
        (["VI.1 plan.pdf", "VI.1 table.csv"], "Answers name 2 documents, of which"),
    ],
)
def test_documents_that_pdfs_only_name_are_told_to_who_sends(
    client: Client, response: Response, coordinator: User, names: list[str], words: str
) -> None:
    submission = make_submission(response)
    for name in names:
        submission.files.create(name=f"files/{name}", size=1, digest="0" * 64)
    html = " ".join(text(client).split())
    assert words in html
    assert ("Answers name" in html) is bool(words)


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


# --- Left to a worker ------------------------------------------------------


@dataclass(frozen=True)
class Desk:
    """A response that is approved whole, and a coordinator who is about to seal it."""

    client: Client
    response: Response
    coordinator: User
    reviewer: User


@pytest.fixture
def desk(
    client: Client,
    response: Response,
    coordinator: User,
    reviewer: User,
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    """Return a desk beside a worker, where PDFs take no time."""
    monkeypatch.setattr(package, "render_apart", lambda *_args, **_more: b"%PDF")
    approve_all(response, reviewer)
    beat(timezone.now() + timedelta(hours=1))
    return Desk(client, response, coordinator, reviewer)


def work() -> None:
    """Do what waits as a worker does, which closes the connection of a test."""
    for each in DBTaskResult.objects.ready():
        each.claim("a worker")
        context = TaskContext(task_result=each.task_result)
        try:
            each.set_successful(each.task.call(context, *each.args_kwargs["args"]))
        except LookupError as fault:
            each.set_failed(fault)


def confirm(client: Client) -> dict[str, str | list[str]]:
    """Return what the page that asks sends if one presses there."""
    page = client.get(SEAL)
    return dict(next(form for form in forms_of(page) if "seen" in form.fields).fields)


def press(client: Client) -> str:
    """Look at the page that asks, and press; return where that leads."""
    page = client.post(SEAL, confirm(client))
    assert page.status_code == 302
    return page["Location"]


def job() -> "DBTaskResult[..., str]":
    """Return the one job in the queue."""
    return DBTaskResult.objects.get()


def alert(page: Any) -> str:
    """Return what a page says first of what went wrong, in one line."""
    found = page.content.decode().partition('class="lgq-errors"')[2].partition("</div>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", found.partition(">")[2]).split())


def test_sealing_is_left_to_a_worker_and_a_page_waits_for_it(desk: Desk) -> None:
    other = make_member(desk.response.city, Role.COORDINATOR, "Other")
    seen = confirm(desk.client)["seen"]
    waiting = press(desk.client)
    assert waiting == f"{SEAL}?job={job().pk}"
    assert not Submission.objects.exists()
    page = desk.client.get(waiting)
    assert (page.status_code, page["Cache-Control"]) == (202, "no-store")
    html = " ".join(page.content.decode().split())
    assert f'http-equiv="refresh" content="3; url={waiting}"' in html
    assert "Making the Korean and the English PDF" in html
    assert "Sealing was asked for by Coordinator" in html
    # Whoever comes to the page that asks, or presses again, waits with them.
    named = with_named(read_snapshot(desk.response), desk.response)
    again = {"seen": text_digest(named, desk.response)}
    for person in (desk.coordinator, other):
        desk.client.force_login(person)
        assert desk.client.get(SEAL)["Location"] == waiting
        assert desk.client.post(SEAL, again)["Location"] == waiting
        assert desk.client.head(waiting).status_code == 202
    assert job().status == TaskResultStatus.READY

    work()
    submission = Submission.objects.get()
    assert (submission.sealed_by, [submission.digest]) == (desk.coordinator, seen)
    desk.client.force_login(desk.coordinator)
    assert desk.client.head(waiting).status_code == 302
    page = desk.client.get(waiting, follow=True)
    assert page.redirect_chain == [(URL, 302)]
    html = page.content.decode()
    assert html.count("The response is sealed as submission no. 1.") == 1
    assert job().return_value == "1"
    assert desk.client.get(SEAL)["Location"] == URL


@pytest.mark.parametrize(
    "left", [timedelta(hours=1), -ALIVE], ids=["by a worker", "by the request"]
)
def test_sealing_is_recorded_and_told_alike_whoever_does_it(desk: Desk, left: timedelta) -> None:
    client, response, coordinator = desk.client, desk.response, desk.coordinator
    beat(timezone.now() + left)
    client.post(SEAL, confirm(client), REMOTE_ADDR="192.0.2.7")
    work()
    submission = Submission.objects.get()
    [told] = AuditRecord.objects.filter(kind=AuditKind.SEAL)
    assert (told.person, told.address) == (coordinator, "192.0.2.7")
    assert told.subject.endswith(submission.digest)
    notices = Notice.objects.filter(kind=NoticeKind.SEALED)
    members = response.city.memberships.exclude(user=coordinator)
    assert {each.person_id for each in notices} == {each.user_id for each in members}
    with ZipFile(BytesIO(bytes(submission.archive))) as pack:
        manifest = json.loads(pack.read("manifest.json"))
    assert (manifest["sealed_by"], manifest["account"]) == ("Coordinator", coordinator.pk)
    assert manifest["address"] == f"{settings.SITE_URL}/verify/?digest={submission.digest}"
    heads = ChainEntry.objects.filter(city=response.city).values_list("digest", flat=True)
    assert manifest["head"] in heads


def _reopened(response: Response, reviewer: User) -> None:
    reopen(response, reviewer)


def _reopened_and_approved(response: Response, reviewer: User) -> None:
    reopen(response, reviewer)
    approve_all(response, reviewer)


def _rewritten(response: Response, reviewer: User) -> None:
    reopen(response, reviewer)
    write(response, "b-1", make_member(response.city, Role.CONTRIBUTOR), text="Meanwhile")
    approve_all(response, reviewer)


def _asked_about(response: Response, reviewer: User) -> None:
    place = AnswerRef("springfield", "test-2030", "beta", "b-1")
    start(reviewer, place, Said("Who checked this?"), required=True)


def _asked_about_and_answered(response: Response, reviewer: User) -> None:
    place = AnswerRef("springfield", "test-2030", "beta", "b-1")
    thread = start(reviewer, place, Said("Who checked this?"), required=True)
    work()
    turn(reviewer, place, thread.pk, Turn.RESOLVE)


def _due_later(response: Response, _reviewer: User) -> None:
    response.works.filter(section__key="beta").update(due_on=date(2031, 1, 1))


MOVED = "This response was changed in the meantime. Check its current state."
MEANWHILE: Mapping[str, tuple[Callable[[Response, User], None], Sequence[str]]] = {
    "reopened": (
        _reopened,
        (
            "Some sections are not approved yet. Since you were asked:",
            "B Beta : Reopened (Reviewer,",
        ),
    ),
    "approved again": (_reopened_and_approved, (MOVED, "Reopened (Reviewer,", "Sent for review")),
    "rewritten": (_rewritten, (MOVED, "Reopened (Reviewer,", "Sent for review")),
    "thread": (_asked_about, ("An open thread must be resolved first.",)),
    "terms": (_due_later, (MOVED, "The sections are as they were. A department, a due date")),
}


@pytest.mark.parametrize("when", ["before the press", "before the worker"])
@pytest.mark.parametrize(("act", "told"), MEANWHILE.values(), ids=MEANWHILE)
def test_nothing_is_sealed_but_what_was_confirmed(
    desk: Desk, when: str, act: Callable[[Response, User], None], told: Sequence[str]
) -> None:
    sent = confirm(desk.client)
    if when == "before the press":
        act(desk.response, desk.reviewer)
        page = desk.client.post(SEAL, sent)
        assert not DBTaskResult.objects.exists()
    else:
        waiting = desk.client.post(SEAL, sent)["Location"]
        act(desk.response, desk.reviewer)
        work()
        assert desk.client.head(waiting).status_code == 409
        page = desk.client.get(waiting)
    assert page.status_code == 409
    said = alert(page)
    assert [words for words in ("Nothing was sealed", *told) if words not in said] == []
    assert not Submission.objects.exists()
    assert not AuditRecord.objects.filter(kind=AuditKind.SEAL).exists()
    # What is confirmed now can be sealed.
    for form in [each for each in forms_of(page) if "seen" in each.fields]:
        desk.client.post(SEAL, form.fields)
        work()
        assert Submission.objects.count() == 1


def test_what_kept_it_from_being_sealed_may_be_settled_by_now(desk: Desk) -> None:
    waiting = press(desk.client)
    _asked_about_and_answered(desk.response, desk.reviewer)
    assert "is settled by now. Seal it again." in alert(desk.client.get(waiting))
    press(desk.client)
    work()
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("loss", ["role", "membership", "account"])
def test_who_loses_the_right_meanwhile_seals_nothing(desk: Desk, loss: str) -> None:
    waiting = press(desk.client)
    membership = desk.coordinator.memberships.get()
    if loss == "role":
        desk.coordinator.memberships.update(role=Role.CONTRIBUTOR)
    elif loss == "membership":
        membership.delete()
    else:
        User.objects.filter(pk=desk.coordinator.pk).update(is_active=False)
    work()
    assert not Submission.objects.exists()
    statuses = {"role": 403, "membership": 404, "account": 302}
    assert desk.client.get(waiting).status_code == statuses[loss]
    desk.client.force_login(make_member(desk.response.city, Role.COORDINATOR, "Other"))
    page = desk.client.get(waiting)
    assert page.status_code == 409
    assert "Coordinator may no longer seal this response. You can seal" in alert(page)


UNFINISHED = "The files were not finished in time"


@pytest.mark.parametrize(
    ("ago", "silent", "status"),
    [
        ({"enqueued_at": timedelta(seconds=10)}, ALIVE, 202),
        ({"enqueued_at": timedelta(seconds=20)}, timedelta(), 202),
        ({"enqueued_at": timedelta(seconds=20)}, ALIVE, 409),
        ({"started_at": timedelta(minutes=2)}, ALIVE, 202),
        ({"started_at": timedelta(minutes=3)}, timedelta(), 409),
    ],
    ids=["waits", "waits for one at work", "waits for nobody", "runs", "its worker has died"],
)
def test_a_job_that_nobody_ends_is_given_back_and_never_done(
    desk: Desk, ago: dict[str, timedelta], silent: timedelta, status: int
) -> None:
    waiting = press(desk.client)
    now = timezone.now()
    DBTaskResult.objects.update(**{name: now - long for name, long in ago.items()})
    if "started_at" in ago:
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    beat(now - silent)
    page = desk.client.get(waiting)
    assert page.status_code == status
    if status == 202:
        return
    assert UNFINISHED in alert(page)
    assert job().status == TaskResultStatus.FAILED
    work()
    assert not Submission.objects.exists()
    # Whoever presses once more gets it, from another worker or at once.
    press(desk.client)
    work()
    assert Submission.objects.count() == 1


def test_what_was_sealed_before_it_was_given_back_is_sealed(desk: Desk) -> None:
    waiting = press(desk.client)
    work()
    long_ago = timezone.now() - timedelta(hours=1)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=long_ago)
    page = desk.client.get(waiting, follow=True)
    assert page.redirect_chain == [(URL, 302)]
    assert "This response is already sealed." in page.content.decode()


@pytest.mark.parametrize("fault", ["given back", "too late", "too large", "fails"])
def test_a_worker_that_does_not_seal_says_why(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """Also one that comes to its end after the job was given back."""

    def render(*_args: object, **_more: object) -> bytes:
        if fault == "given back":
            DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
        elif fault == "too large":
            raise TooLargeError
        elif fault == "fails":
            raise LookupError
        return b"%PDF"

    monkeypatch.setattr(package, "render_apart", render)
    waiting = press(desk.client)
    if fault == "too late":
        DBTaskResult.objects.update(enqueued_at=timezone.now() - DEAD)
    work()
    page = desk.client.get(waiting)
    assert page.status_code == 409
    words = "This response is too large for its PDF" if fault == "too large" else UNFINISHED
    assert words in alert(page)
    assert not Submission.objects.exists()


def test_who_is_signed_out_meanwhile_comes_back_to_what_became_of_it(desk: Desk) -> None:
    waiting = press(desk.client)
    desk.client.logout()
    work()
    assert Submission.objects.get().sealed_by == desk.coordinator
    page = desk.client.get(waiting, follow=True)
    there = page.redirect_chain[-1][0]
    page = desk.client.post(
        there, {"username": desk.coordinator.email, "password": PASSWORD}, follow=True
    )
    assert [where for where, _status in page.redirect_chain] == [waiting, URL]
    assert "The response is sealed as submission no. 1." in page.content.decode()


@pytest.mark.parametrize("key", ["x", "0", "00000000-0000-4000-8000-000000000000", "another's"])
def test_a_job_that_is_none_of_the_response_leads_to_the_page_that_asks(
    desk: Desk, key: str
) -> None:
    if key == "another's":
        other = make_response(make_city("elsewhere"))
        approve_all(other, make_member(other.city, Role.REVIEWER))
        person = make_member(other.city, Role.COORDINATOR)
        confirmed = Confirmed("", timezone.now())
        key = str(
            leave_seal_to_worker(other, Actor(person), confirmed, timedelta(), timezone.now())
        )
    assert desk.client.get(f"{SEAL}?job={key}")["Location"] == SEAL


def test_twenty_threads_stand_on_a_page_before_sealing(
    client: Client, response: Response, coordinator: User
) -> None:
    many_remarks(response, "b-1", 220)
    Thread.objects.filter(pk=Thread.objects.latest("pk").pk).update(required=True)
    assert text(client).count("#thread-") == 1
    html = text(client, SEAL)
    assert html.count("#thread-") == 21
    assert "21 threads are still open" in html
    assert '<a rel="next" href="?threads=2#threads">' in html
    assert text(client, f"{SEAL}?threads=2").count("#thread-") == 2


def test_twenty_submissions_stand_on_a_page(
    client: Client, response: Response, coordinator: User
) -> None:
    first = make_submission(response)
    Submission.objects.bulk_create(
        Submission(
            response=response,
            number=number,
            sealed_at=first.sealed_at,
            sealed_by=coordinator,
            snapshot=first.snapshot,
            digest=f"{number:064}",
            archive=b"archive",
            archive_digest=f"{number:064}",
        )
        for number in range(2, 22)
    )
    html = text(client)
    assert '<a rel="next" href="?page=2">' in html
    shown = re.findall(r'submissions/(\d+)/archive.zip"', html)
    assert [int(number) for number in shown] == [*range(21, 1, -1)]
    last = text(client, f"{URL}?page=2")
    assert re.findall(r'submissions/(\d+)/archive.zip"', last) == ["1"]
