"""What is said on the page that asks before sealing."""

import re
from urllib.parse import unquote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.documents.markup import response_html
from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.sealing import with_named
from responses.domain.talk.talking import Said, Turn, start, turn
from responses.enums import Action, Role
from responses.models import (
    City,
    Membership,
    Response,
    Submission,
    Thread,
    User,
)
from tests.support.drafts import save
from tests.support.factories import (
    approve_all,
    find,
    make_member,
    make_submission,
    translate,
    write,
)
from tests.support.many import many_remarks
from tests.views.sealing.pages import SEAL, URL, text

pytestmark = pytest.mark.django_db


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
    assert f"{title}</h2> <p>These texts are in no answer. Only their authors" in html
    assert f'id="unsettled"> <li> <a href="{beta}review/#b-1">' in html
    assert f'<span class="lgq-muted">{writer}</span>' in html
    assert "Gone" not in html


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
