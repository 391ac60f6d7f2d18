"""Saving while typing, as the scripts of the section's page ask for it."""

import json
import re
from functools import lru_cache
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from responses.domain.answers.drafting import save_answer
from responses.domain.answers.writes import Write
from responses.domain.auditing import Actor
from responses.domain.content import pasted
from responses.domain.content.content import canonical
from responses.domain.content.finding import Reading
from responses.domain.edition import editions
from responses.domain.review.workflow import Move, perform
from responses.enums import Action, Refusal, Role, Source
from responses.forms.answer.kinds import links as entered
from responses.models import Answer, RefusedText, Response, Revision, User
from tests.support.browser import form_at
from tests.support.factories import assign, delegate, find, make_city, make_member, shape_of, write

pytestmark = pytest.mark.django_db

URL = "/springfield/test-2030/alpha/"
SAVE = f"{URL}a-2/save/"
TEXT = "\n □ 하나\n  ○ 둘 <웅녀웅남>\n"


@pytest.fixture
def typist(client: Client, writer: User) -> Client:
    client.force_login(writer)
    return client


@pytest.fixture
def colleague(response: Response) -> User:
    return make_member(response.city, Role.CONTRIBUTOR, "Kim")


def send(client: Client, version: int | str, text: str = "", **more: str) -> tuple[int, Any]:
    """Autosave A.2 and return the status and what the reply says."""
    fields = {"version-a-2": str(version), "q-a-2--text": text} | {
        name.replace("__", "--").replace("_", "-"): value for name, value in more.items()
    }
    page = client.post(SAVE, fields)
    return page.status_code, json.loads(page.content)


def test_autosave_saves_to_the_byte(typist: Client, response: Response, writer: User) -> None:
    status, told = send(typist, 0, TEXT.replace("\n", "\r\n"), q_a_2__links__0__url="data.kr")

    assert (status, told["state"], told["version"], told["changed"]) == (200, "saved", 1, True)
    assert (told["fields"], told["problems"], told["answered"]) == (None, [], True)
    assert "by Writer" in told["saved"]
    assert 'href="a-2/history/"' in told["saved"]
    assert 'data-status="answered"' in told["status"]
    revision = Revision.objects.get()
    assert (revision.source, revision.author, revision.version) == (Source.AUTOSAVE, writer, 1)
    assert revision.content == Answer.objects.get().content
    assert revision.content == {"parts": {"text": TEXT, "links": [{"label": "", "url": "data.kr"}]}}


def test_autosave_goes_on_from_the_version_it_was_told(typist: Client, response: Response) -> None:
    for version in range(3):
        status, told = send(typist, version, f"○ {version}")
        assert (status, told["version"]) == (200, version + 1)


def test_autosave_is_answered_where_two_threads_read_the_edition_at_once(
    typist: Client, response: Response, colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each then has a shape of its own, equal to the other."""
    write(response, "a-2", colleague, text="Theirs")
    monkeypatch.setattr(editions, "_read", lru_cache(maxsize=0)(editions._read.__wrapped__))
    assert send(typist, 0, "Mine")[0] == 409


def test_autosave_again_changes_nothing_and_says_who_saved(
    typist: Client, response: Response
) -> None:
    send(typist, 0, "One")

    status, told = send(typist, 1, "One")

    assert (status, told["version"], told["changed"], told["fields"]) == (200, 1, False, None)
    assert "by Writer" in told["saved"]


def test_autosave_whose_reply_was_lost_can_be_sent_again(
    typist: Client, response: Response
) -> None:
    send(typist, 0, "One")

    status, told = send(typist, 0, "One")

    assert (status, told["version"], told["changed"], told["fields"]) == (200, 1, False, None)


def test_autosave_goes_on_where_a_reply_was_lost(typist: Client, response: Response) -> None:
    send(typist, 0, "○ One")

    status, told = send(typist, 0, "○ One two")

    assert (status, told["version"], told["fields"]) == (200, 2, None)
    assert Answer.objects.get().content == {"parts": {"text": "○ One two"}}


def test_autosave_from_two_windows_of_one_person_is_combined(
    typist: Client, response: Response
) -> None:
    send(typist, 0, "○ One\n○ Two\n○ Three")
    send(typist, 1, "○ One, here\n○ Two\n○ Three")

    status, told = send(typist, 1, "○ One\n○ Two\n○ Three, there")

    both = "○ One, here\n○ Two\n○ Three, there"
    assert (status, told["state"], told["version"]) == (200, "saved", 3)
    assert Answer.objects.get().content == {"parts": {"text": both}}
    assert ["q-a-2--text", both] in told["fields"]
    assert not RefusedText.objects.exists()


def test_autosave_that_types_back_its_base_is_told_what_is_saved(
    typist: Client, response: Response
) -> None:
    send(typist, 0, "One")
    send(typist, 1, "One two")

    status, told = send(typist, 1, "One")

    assert (status, told["version"], told["changed"]) == (200, 2, False)
    assert ["q-a-2--text", "One two"] in told["fields"]


def test_autosave_over_a_colleague_is_refused_with_their_text(
    typist: Client, response: Response, colleague: User, writer: User
) -> None:
    write(response, "a-2", colleague, text="Theirs", links=[{"label": "L", "url": "a.kr"}])

    status, told = send(typist, 0, "Mine")

    kept = RefusedText.objects.get()
    assert (kept.author, kept.base_version, kept.refusal) == (writer, 0, Refusal.STALE)
    assert kept.content == {"parts": {"text": "Mine"}}
    assert (status, told["state"], told["version"]) == (409, "refused", 1)
    assert (told["text"], told["compare"]) == (kept.pk, f"{URL}unsaved/")
    assert told["way"] == "Compare and combine"
    assert told["message"].startswith("Kim saved this answer at ")
    assert told["fields"] == [
        ["q-a-2--text", "Theirs"],
        ["q-a-2--links--0--label", "L"],
        ["q-a-2--links--0--url", "a.kr"],
        ["q-a-2--links--paste", ""],
        ["reason-a-2", ""],
    ]
    assert Answer.objects.get().content["parts"]["text"] == "Theirs"


def test_autosave_that_goes_on_from_a_refused_text_takes_its_place(
    typist: Client, response: Response, colleague: User
) -> None:
    write(response, "a-2", colleague, text="Theirs")
    _, told = send(typist, 0, "Mine")

    status, again = send(typist, 0, "Mine and more", continues=str(told["text"]))

    assert (status, again["text"]) == (409, told["text"])
    assert RefusedText.objects.get().content == {"parts": {"text": "Mine and more"}}


def test_autosave_cannot_go_on_from_a_colleagues_refused_text(
    typist: Client, response: Response, colleague: User
) -> None:
    write(response, "a-2", colleague, text="Theirs")
    section, question = find(response, "a-2")
    other = make_member(response.city, Role.CONTRIBUTOR)
    late = Write(question, canonical(question, {"text": "Other"}), 0)
    kept = save_answer(response, section, late, author=other).refused
    assert kept

    send(typist, 0, "Mine", continues=str(kept.pk))

    texts = RefusedText.objects.order_by("pk").values_list("author__name", "content__parts__text")
    assert list(texts) == [(other.name, "Other"), ("Writer", "Mine")]


@pytest.mark.parametrize("version", ["", "x", "-1", "7"])
def test_autosave_without_a_version_that_was_is_refused(
    typist: Client, response: Response, version: str
) -> None:
    status, told = send(typist, version, "Mine")

    assert (status, told["state"]) == (428, "refused")
    assert RefusedText.objects.get().content == {"parts": {"text": "Mine"}}
    assert not Answer.objects.exists()


def test_autosave_into_a_closed_section_is_refused(
    typist: Client, response: Response, colleague: User
) -> None:
    section, _ = find(response, "a-2")
    perform(Move(Action.SEND), response, section, actor=Actor(colleague))

    status, told = send(typist, 0, "Mine")

    assert (status, told["state"]) == (409, "refused")
    sent = re.compile(r"Kim sent this section for review \([^()]+\)\.")
    assert sent.fullmatch(told["brief"])
    assert told["message"] == f"{told['brief']} Your text is kept."
    assert (told["way"], told["compare"]) == ("Read your text", f"{URL}unsaved/")
    assert RefusedText.objects.get().refusal == Refusal.CLOSED


def test_autosave_saves_the_links_that_were_found_beside_lines_without_any(
    typist: Client, response: Response
) -> None:
    pasted = {"q_a_2__links__paste": "A: a.kr\n그냥 글자", "q_a_2__links__0__url": "b.kr"}

    status, told = send(typist, 0, "Text", **pasted)

    assert (status, told["state"], told["problems"]) == (200, "saved", [])
    assert (told["version"], told["left"]) == (1, ["q-a-2--links--paste"])
    assert Answer.objects.get().content["parts"] == {
        "links": [{"label": "", "url": "b.kr"}, {"label": "A", "url": "a.kr"}],
        "text": "Text",
    }
    _, told = send(typist, 1, "Text", q_a_2__links__0__url="b.kr")
    assert told["left"] == []


def test_autosave_tells_of_lines_that_are_left_where_it_is_refused(
    typist: Client, response: Response, colleague: User
) -> None:
    write(response, "a-2", colleague, text="Theirs")

    status, told = send(typist, 0, "Mine", q_a_2__links__paste="그냥 글자")

    assert (status, told["left"]) == (409, ["q-a-2--links--paste"])


def test_autosave_saves_the_sound_parts_beside_a_faulty_one(
    typist: Client, response: Response, writer: User
) -> None:
    write(response, "a-2", writer, links=[{"label": "Old", "url": "old.kr"}])
    links = {"q_a_2__links__0__label": "Label without address"}

    status, told = send(typist, 1, "Text", **links)

    problem = {
        "target": "q-a-2--links--0--url",
        "message": "Enter the address of this link, or remove the row.",
    }
    assert (status, told["state"], told["problems"]) == (422, "faulty", [problem])
    assert (told["version"], told["changed"]) == (2, True)
    # The browser keeps the faulty part apart from what is saved.
    assert ["q-a-2--text", "Text"] in told["has"]
    assert ["q-a-2--links--0--url", "old.kr"] in told["has"]
    assert Answer.objects.get().content == {
        "parts": {"text": "Text", "links": [{"label": "Old", "url": "old.kr"}]}
    }


def test_autosave_keeps_a_faulty_reason_out_and_the_rest_in(
    typist: Client, response: Response
) -> None:
    status, told = send(typist, 0, "Text", nothing_a_2="yes", reason_a_2=" ")

    assert (status, [each["target"] for each in told["problems"]]) == (422, ["reason-a-2"])
    assert Answer.objects.get().content == {"parts": {"text": "Text"}}


def test_autosave_that_is_faulty_and_outdated_changes_nothing(
    typist: Client, response: Response, writer: User
) -> None:
    write(response, "a-2", writer, text="Saved")

    status, told = send(typist, 0, "x" * 20_001)

    assert (status, told["state"], told["version"]) == (422, "faulty", None)
    assert [each["target"] for each in told["problems"]] == ["q-a-2--text"]
    assert Answer.objects.get().content == {"parts": {"text": "Saved"}}


def test_autosave_of_nothing_is_no_request(typist: Client, response: Response) -> None:
    page = typist.post(SAVE, {"q-a-1--text": "Another question"})

    assert (page.status_code, json.loads(page.content)["state"]) == (400, "unreadable")
    assert not Answer.objects.exists()


@pytest.mark.parametrize("path", ["alpha/b-1", "alpha/none", "none/a-2"])
def test_autosave_finds_only_the_questions_of_its_section(
    typist: Client, response: Response, path: str
) -> None:
    assert typist.post(f"/springfield/test-2030/{path}/save/", {}).status_code == 404


def test_autosave_tells_readers_that_they_do_not_write(
    client: Client, response: Response, reviewer: User
) -> None:
    client.force_login(reviewer)

    status, told = send(client, 0, "Mine")

    assert (status, told["state"]) == (403, "forbidden")
    assert told["message"] == "Not saved: this answer is assigned to other people."
    assert not Answer.objects.exists()


def test_autosave_takes_handed_questions_alone(
    typist: Client, response: Response, writer: User, colleague: User
) -> None:
    assign(response, "alpha", colleague)
    delegate(response, "a-1", writer)

    assert (send(typist, 0, "Mine")[0], Answer.objects.count()) == (403, 0)
    delegate(response, "a-2", writer)
    assert send(typist, 0, "Mine")[0] == 200


def test_autosave_is_of_one_city(client: Client, response: Response) -> None:
    client.force_login(make_member(make_city("shelbyville"), Role.COORDINATOR))

    assert client.post(SAVE, {"version-a-2": "0", "q-a-2--text": "x"}).status_code == 404


def test_autosave_and_the_page_without_scripts_read_the_same_fields(
    typist: Client, response: Response
) -> None:
    shown = form_at(typist.get(URL), ("then", "send")).fields
    mine = {name: values for name, values in shown.items() if "-a-2" in name}

    assert mine == {
        "version-a-2": ["0"],
        "q-a-2--text": [""],
        "q-a-2--links--0--label": [""],
        "q-a-2--links--0--url": [""],
        "q-a-2--links--paste": [""],
        "reason-a-2": [""],
    }
    assert typist.post(SAVE, mine).status_code == 200
    assert not Answer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_autosave_tells_of_symbols_that_cannot_be_printed(
    typist: Client, response: Response
) -> None:
    shape_of(response)
    with CaptureQueriesContext(connection) as queries:
        status, told = send(typist, 0, "□ 완료✅ \u202eb\ue123")
    assert (status, told["state"], told["problems"]) == (200, "saved", [])
    assert "3 symbols cannot be printed. The PDF has their codes instead: " in told["saved"]
    assert "✅\u00a0[U+2705], [U+202E], [U+E123]" in told["saved"]
    assert Answer.objects.get().content["parts"]["text"] == "□ 완료✅ \u202eb\ue123"
    assert len(queries) == 7
    assert "cannot be printed" in typist.get(URL).content.decode()
    assert "cannot be printed" not in send(typist, 1, "□ 완료")[1]["saved"]


@pytest.mark.parametrize("version", [0, 1, 2], ids=["first", "second", "third"])
@pytest.mark.parametrize("handed", [False, True], ids=["all", "handed"])
def test_autosave_takes_seven_queries(
    *, typist: Client, response: Response, writer: User, version: int, handed: bool
) -> None:
    shape_of(response)
    if handed:
        assign(response, "alpha", make_member(response.city, Role.CONTRIBUTOR))
        delegate(response, "a-2", writer)
    for number in range(version):
        write(response, "a-2", writer, text=f"{number}")
    with CaptureQueriesContext(connection) as queries:
        status, _ = send(typist, version, "Mine")
    # Session, person, BEGIN, the locked section with its answer, two writes, COMMIT.
    assert (status, len(queries)) == (200, 7)


@pytest.mark.parametrize(("text", "code"), [("Mine", 200), ("x" * 20_001, 422)])
def test_autosave_reads_what_was_typed_before_it_locks(
    text: str, code: int, typist: Client, response: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    shape_of(response)
    outside = len(connection.atomic_blocks)
    read: list[int] = []

    def reading(text: str) -> Reading:
        read.append(len(connection.atomic_blocks) - outside)
        return pasted.read_pasted(text)

    monkeypatch.setattr(entered, "read_pasted", reading)
    status, _ = send(typist, 0, text, q_a_2__links__paste="a.kr\nb.kr")

    assert (status, len(Answer.objects.get().content["parts"]["links"])) == (code, 2)
    assert read == [0]
