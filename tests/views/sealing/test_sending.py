"""What is to be sent of a submission, and the record that it was."""

import re

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext

from responses.domain.auditing import Actor
from responses.domain.permissions import NotAllowedError
from responses.domain.submissions.delivering import Sent, deliver
from responses.enums import AuditKind
from responses.models import (
    AuditRecord,
    Delivery,
    Response,
    Submission,
    User,
)
from responses.wording import dates
from tests.support.factories import (
    approve_all,
    make_submission,
    write,
)
from tests.views.sealing.pages import SEAL, URL, reopen, sent, text

pytestmark = pytest.mark.django_db


def sealed_one(client: Client, response: Response, reviewer: User) -> Submission:
    approve_all(response, reviewer)
    client.post(SEAL)
    return Submission.objects.get()


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
    said = "The English PDF shows the answers in Korean, as written."
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
        (["V.2 chart.png", "VI.1 plan.pdf"], "The answers refer to 1 document, which"),
        (["VI.1 plan.pdf", "VI.1 table.csv"], "The answers refer to 2 documents, which"),
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
    assert ("The answers refer to" in html) is bool(words)
