"""Suggesting what an answer could say, in a browser without scripts."""

import pytest
from django.test import Client

from responses.domain.answers.opening import AnswerRef
from responses.domain.talk.talking import Said, start
from responses.models import Remark, Response, User
from tests.support.browser import form_at, words
from tests.support.factories import write

pytestmark = pytest.mark.django_db

SECTION = "/springfield/test-2030/beta/"
URL = f"{SECTION}b-1/talk/"
SUGGEST = f"{SECTION}b-1/suggest/"
UNSAVED = f"{SECTION}unsaved/"
PLACE = AnswerRef("springfield", "test-2030", "beta", "b-1")


@pytest.fixture
def page_of(client: Client, writer: User) -> Client:
    """Sign the writer in."""
    client.force_login(writer)
    return client


def test_a_suggestion_starts_from_the_answer_and_marks_what_it_changes(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    write(response, "b-1", writer, text="□ 하나\n□ 둘")
    client.force_login(reviewer)
    shown = form_at(client.get(SUGGEST), ("do", "suggest")).fields
    assert shown["s-q-b-1--text"] == ["□ 하나\r\n□ 둘"]
    sent = shown | {"s-q-b-1--text": ["□ 하나\n□ 셋"], "text": ["Three, I think."]}
    page = client.post(SUGGEST, {**sent, "do": "suggest"}, follow=True)
    remark = Remark.objects.get()
    assert page.redirect_chain == [
        (f"{URL}?thread={remark.thread_id}#thread-{remark.thread_id}", 302)
    ]
    assert remark.suggestion == {"parts": {"text": "□ 하나\n□ 셋"}}
    assert (remark.text, remark.version) == ("Three, I think.", 1)
    told = words(page)
    assert "deleted: 둘 end of deletion inserted: 셋 end of insertion" in told
    assert "Accept the suggestion" not in told  # a reviewer does not write answers


def test_a_suggestion_can_stand_in_a_thread(page_of: Client, writer: User) -> None:
    thread = start(writer, PLACE, Said("How else?"))
    page = page_of.get(f"{SUGGEST}?thread={thread.pk}")
    assert "In the thread started by Writer: How else?" in words(page)
    form = form_at(page, ("do", "suggest"))
    page_of.post(SUGGEST, form.typed({"s-q-b-1--text": "So", "do": "suggest"}))
    assert thread.remarks.count() == 2


def test_a_suggestion_that_changes_nothing_is_refused(page_of: Client) -> None:
    form = form_at(page_of.get(SUGGEST), ("do", "suggest"))
    page = page_of.post(SUGGEST, form.typed({"text": "As it is", "do": "suggest"}))
    assert page.status_code == 422
    assert "So far it is the same as the current answer" in words(page)
    assert form_at(page, ("do", "suggest")).fields["text"] == ["As it is"]


def test_a_faulty_suggestion_is_shown_again_with_everything_typed(page_of: Client) -> None:
    url = "/springfield/test-2030/alpha/a-1/suggest/"
    form = form_at(page_of.get(url), ("do", "suggest"))
    typed = {"s-q-a-1--percentage": "120", "s-q-a-1--text": "New", "text": "Why", "do": "suggest"}
    page = page_of.post(url, form.typed({**typed}))
    assert page.status_code == 422
    fields = form_at(page, ("do", "suggest")).fields
    assert [fields[name] for name in typed if name != "do"] == [["120"], ["New"], ["Why"]]
    assert b'href="#s-q-a-1--percentage"' in page.content
    assert not Remark.objects.exists()


def test_rows_of_a_suggestion_are_added_without_a_script(page_of: Client) -> None:
    url = "/springfield/test-2030/alpha/a-2/suggest/"
    form = form_at(page_of.get(url), ("do", "suggest"))
    typed = {"text": "Why", "s-q-a-2--links--0--url": "a.kr", "rows": "add s-q-a-2--links"}
    page = page_of.post(url, form.typed({**typed}))
    assert page.status_code == 200
    fields = form_at(page, ("do", "suggest")).fields
    assert "s-q-a-2--links--1--url" in fields
    assert fields["text"] == ["Why"]


def test_an_address_of_a_suggestion_moves_to_its_links_without_a_script(page_of: Client) -> None:
    url = "/springfield/test-2030/alpha/a-2/suggest/"
    form = form_at(page_of.get(url), ("do", "suggest"))
    typed = {
        "s-q-a-2--text": "포털(https://a.kr/)를",
        "rows": "move s-q-a-2--text 2 (https%3A//a.kr/)",
    }
    page = page_of.post(url, form.typed({**typed}))
    fields = form_at(page, ("do", "suggest")).fields
    assert fields["s-q-a-2--text"] == ["포털를"]
    assert (fields["s-q-a-2--links--0--label"], fields["s-q-a-2--links--0--url"]) == (
        ["포털"],
        ["https://a.kr/"],
    )
    assert "The text was changed. Not saved yet" in words(page)
