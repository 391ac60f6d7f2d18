"""Settling in a browser without scripts what could not be saved."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.drafting import save_answer
from responses.domain.answers.writes import Write
from responses.domain.auditing import Actor
from responses.domain.content.content import Content
from responses.domain.review.workflow import Move, perform
from responses.enums import Action, Role, Source
from responses.models import Answer, Membership, RefusedText, Response, Revision, User
from tests.support.browser import focused, form_at, words
from tests.support.factories import find, make_member, write
from tests.support.section_page import URL, content, fields, send_to_review, typed

pytestmark = pytest.mark.django_db

UNSAVED = f"{URL}unsaved/"
COMBINE = ("do", "combine")


@pytest.fixture
def writer(response: Response) -> User:
    return make_member(response.city, Role.CONTRIBUTOR, "Kim")


@pytest.fixture
def page_of(client: Client, writer: User) -> Client:
    """Return the writer's browser."""
    client.force_login(writer)
    return client


@pytest.fixture
def refused(page_of: Client, response: Response, writer: User) -> RefusedText:
    """Keep a text of the writer's that somebody else was quicker than."""
    write(response, "a-2", writer, text="○ One\n○ Two", links=[{"label": "A", "url": "a.kr"}])
    sent = fields(page_of) | {
        "q-a-2--text": ["○ One\r\n○ Mine"],
        "q-a-2--links--1--label": ["B"],
        "q-a-2--links--1--url": ["b.kr"],
    }
    other = make_member(response.city, Role.CONTRIBUTOR, "Lee")
    links = [{"label": "A", "url": "a.kr"}, {"label": "C", "url": "c.kr"}]
    write(response, "a-2", other, text="○ One\n○ Theirs", links=links)
    page_of.post(URL, sent)
    return RefusedText.objects.get()


def marked(page: Any, tag: str) -> list[str]:
    html = re.sub("</?a\\b[^>]*>", "", page.content.decode())
    return re.findall(rf"<{tag}>.*?</span>(.*?)<span", html, re.DOTALL)


def test_unsaved_marks_both_texts_against_what_they_started_from(
    page_of: Client, refused: RefusedText
) -> None:
    page = page_of.get(UNSAVED)

    assert marked(page, "ins") == [" Mine", "B\nb.kr", " Theirs", "C\nc.kr"]
    assert marked(page, "del") == [" Two", " Two"]
    html = page.content.decode()
    assert f'id="t{refused.pk}"' in html
    assert "by Lee" in html
    assert re.search(r"Both started from version 1, saved .* by Kim", html)
    assert "Both of you changed the same place in: text." in html


@pytest.mark.parametrize(
    ("mine", "said"),
    [
        (["○ One\r\n○ Two\r\n○ Mine"], "do not touch the same lines; both are in the proposal."),
        (["○ 1\r\n○ Mine"], "do not touch the same lines; both are in the proposal."),
        (["○ Uno\r\n○ Two"], "Both of you changed the same place in: text."),
        (["○ One\r\n○ Theirs"], "Your text and the answer are now the same."),
    ],
)
def test_unsaved_says_whether_the_changes_touch(
    page_of: Client, response: Response, writer: User, mine: list[str], said: str
) -> None:
    write(response, "a-2", writer, text="○ One\n○ Two")
    sent = fields(page_of) | {"q-a-2--text": mine}
    other = make_member(response.city, Role.CONTRIBUTOR)
    write(response, "a-2", other, text="○ 1\n○ Two")
    page_of.post(URL, sent)
    if "now the same" in said:
        write(response, "a-2", other, text="○ One\n○ Theirs")

    assert said in page_of.get(UNSAVED).content.decode()


def test_unsaved_text_that_names_no_version_is_marked_against_the_answer(
    page_of: Client, response: Response, writer: User
) -> None:
    write(response, "a-2", writer, text="○ One\n○ Two")
    sent = fields(page_of) | {"q-a-2--text": ["○ One\r\n○ Mine"]}
    del sent["version-a-2"]

    page = page_of.post(URL, sent)

    assert page.status_code == 428
    assert (marked(page, "ins"), marked(page, "del")) == ([" Mine"], [" Two"])
    assert "The version that your text started from is not known" in page.content.decode()


@pytest.mark.parametrize("number", [(1, 1), (20, 20), (1, 1000)])
def test_unsaved_takes_eight_queries_however_many_texts_and_revisions(
    number: tuple[int, int],
    page_of: Client,
    response: Response,
    writer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    texts, revisions = number
    section, question = find(response, "a-2")
    other = make_member(response.city, Role.CONTRIBUTOR)
    write(response, "a-2", other, text="○ 1")
    answer, first = Answer.objects.get(), Revision.objects.get()
    Revision.objects.bulk_create(
        Revision(
            answer=answer,
            version=version,
            content={"parts": {"text": f"○ {version}"}},
            author=other,
            source=Source.AUTOSAVE,
            created_at=first.created_at,
        )
        for version in range(2, revisions + 2)
    )
    Answer.objects.update(version=revisions + 1)
    for each in range(texts):
        stale = Write(question, Content({"text": f"○ Mine {each}"}), revisions - each)
        save_answer(response, section, stale, author=writer)

    # Which texts there are, and those of this page.
    with django_assert_num_queries(8):
        page = page_of.get(UNSAVED)
    assert page.content.decode().count("Discard my text permanently") == min(texts, 2)


def test_unsaved_compares_a_few_texts_on_each_page(
    page_of: Client, response: Response, writer: User
) -> None:
    section, question = find(response, "a-2")
    write(response, "a-2", make_member(response.city, Role.CONTRIBUTOR), text="○ 1")
    for each in range(12):
        stale = Write(question, Content({"text": f"○ Mine {each}"}), 0)
        save_answer(response, section, stale, author=writer)
    keys = list(RefusedText.objects.order_by("created_at").values_list("pk", flat=True))

    def shown(page: Any) -> list[str]:
        return re.findall(r"Text (\d+ of \d+)", page.content.decode())

    first, last = page_of.get(UNSAVED), page_of.get(f"{UNSAVED}?texts=99")
    assert shown(first) == [f"{number} of 12" for number in (1, 2)]
    assert f'href="{UNSAVED}?texts=2#texts"' in first.content.decode()
    assert shown(last) == ["11 of 12", "12 of 12"]
    sent = {"text": str(keys[7]), "do": "combine", f"t{keys[7]}-version-a-2": "1"}
    sent[f"t{keys[7]}-q-a-2--text"] = "x" * 20_001
    faulty = page_of.post(UNSAVED, sent)
    assert (faulty.status_code, shown(faulty)[0]) == (422, "7 of 12")


def test_unsaved_proposes_a_combination(page_of: Client, refused: RefusedText) -> None:
    shown = form_at(page_of.get(UNSAVED), COMBINE).fields

    prefix = f"t{refused.pk}-"
    urls = [values[0] for name, values in shown.items() if name.endswith("--url")]
    assert urls == ["a.kr", "b.kr", "c.kr"]
    assert shown[f"{prefix}q-a-2--text"] == ["○ One\r\n○ Mine"]
    assert shown[f"{prefix}version-a-2"] == ["2"]


def test_unsaved_saves_the_combination_and_settles_the_text(
    page_of: Client, refused: RefusedText, writer: User
) -> None:
    form = form_at(page_of.get(UNSAVED), COMBINE)
    sent = form.typed({f"t{refused.pk}-q-a-2--text": "○ Both", "do": "combine"})

    page = page_of.post(UNSAVED, sent, follow=True)

    assert page.redirect_chain == [(URL, 302)]
    assert "The combined text is saved." in page.content.decode()
    assert content("a-2")["parts"]["text"] == "○ Both"
    last = Revision.objects.latest("version")
    assert (last.version, last.source, last.author) == (3, Source.COMBINATION, writer)
    assert not RefusedText.objects.exists()


def test_unsaved_combination_that_is_stale_too_is_kept_beside_the_first(
    page_of: Client, refused: RefusedText, response: Response
) -> None:
    form = form_at(page_of.get(UNSAVED), COMBINE)
    sent = form.typed({f"t{refused.pk}-q-a-2--text": "○ Both", "do": "combine"})
    write(response, "a-2", make_member(response.city, Role.CONTRIBUTOR), text="○ Newer")

    page = page_of.post(UNSAVED, sent)

    texts = RefusedText.objects.order_by("pk")
    assert page.status_code == 409
    assert [text.content["parts"]["text"] for text in texts] == ["○ One\n○ Mine", "○ Both"]
    assert content("a-2") == {"parts": {"text": "○ Newer"}}


def test_unsaved_combination_with_a_fault_keeps_what_was_typed(
    page_of: Client, refused: RefusedText
) -> None:
    name = f"t{refused.pk}-q-a-2--links--0--url"
    form = form_at(page_of.get(UNSAVED), COMBINE)

    page = page_of.post(UNSAVED, form.typed({name: "no address", "do": "combine"}))

    assert page.status_code == 422
    assert form_at(page, COMBINE).fields[name] == ["no address"]
    assert f'<a href="#{name}">A.2: ' in page.content.decode()
    assert RefusedText.objects.get() == refused


def test_unsaved_changes_rows_without_saving(page_of: Client, refused: RefusedText) -> None:
    name = f"t{refused.pk}-q-a-2--links"
    form = form_at(page_of.get(UNSAVED), COMBINE)

    page = page_of.post(UNSAVED, form.typed({"rows": f"remove {name} 0"}))

    assert form_at(page, COMBINE).fields[f"{name}--0--url"] == ["b.kr"]
    assert focused(page) == [f"{name}--0--label"]
    assert content("a-2")["parts"]["text"] == "○ One\n○ Theirs"


def test_unsaved_discards_a_text_when_its_author_asks(
    page_of: Client, refused: RefusedText
) -> None:
    page = page_of.post(UNSAVED, {"text": refused.pk, "do": "discard"}, follow=True)

    assert page.redirect_chain == [(URL, 302)]
    assert not RefusedText.objects.exists()
    assert content("a-2")["parts"]["text"] == "○ One\n○ Theirs"


def test_unsaved_texts_are_their_authors_alone(
    client: Client, refused: RefusedText, response: Response
) -> None:
    client.force_login(make_member(response.city, Role.COORDINATOR))

    page = client.post(UNSAVED, {"text": refused.pk, "do": "discard"}, follow=True)

    assert page.redirect_chain == [(UNSAVED, 302)]
    assert "All your texts in this section are saved or settled." in page.content.decode()
    assert RefusedText.objects.get() == refused


def test_unsaved_texts_can_be_discarded_but_not_combined_by_who_writes_no_longer(
    page_of: Client, refused: RefusedText, writer: User
) -> None:
    sent = form_at(page_of.get(UNSAVED), COMBINE).typed({"do": "combine"})
    Membership.objects.filter(user=writer).update(role=Role.VIEWER)

    assert page_of.post(UNSAVED, sent).status_code == 403
    assert page_of.post(UNSAVED, {"text": refused.pk, "do": "discard"}).status_code == 302


def test_unsaved_knows_no_other_way_to_settle(page_of: Client, refused: RefusedText) -> None:
    assert page_of.post(UNSAVED, {"text": refused.pk, "do": "x"}).status_code == 400


def test_unsaved_content_of_a_closed_section_is_combined_once_it_is_open(
    page_of: Client, response: Response, writer: User
) -> None:
    sent = typed(page_of, q_a_2__text="Mine")
    send_to_review(response, writer)
    told = words(page_of.post(URL, sent))
    assert f"{writer} sent this section for review (" in told
    way = f'<a href="{UNSAVED}">%s</a>'
    assert way % "Read your text" in page_of.get(URL).content.decode()
    section, _ = find(response, "a-2")
    perform(Move(Action.WITHDRAW), response, section, actor=Actor(writer))
    assert way % "Compare and combine" in page_of.get(URL).content.decode()

    form = form_at(page_of.get(UNSAVED), COMBINE)
    page_of.post(UNSAVED, form.typed({"do": "combine"}))

    assert Content.from_json(content("a-2")) == Content({"text": "Mine"})
    assert not RefusedText.objects.exists()
