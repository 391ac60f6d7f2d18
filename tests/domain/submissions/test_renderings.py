from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.submissions.renderings import QUIET, SETTLED, cached, due, newest, store
from responses.enums import Action, Role
from responses.models import Event, RenderedDocument, Revision
from tests.support.factories import make_city, make_member, make_response, shape_of, write

pytestmark = pytest.mark.django_db


def test_kept_returns_what_was_kept_of_the_same_key_and_language() -> None:
    response = make_response()
    store(response, "ko", "a" * 64, b"\x00PDF\xff")
    assert cached(response, "ko", "a" * 64) == b"\x00PDF\xff"
    assert cached(response, "ko", "b" * 64) is None
    assert cached(response, "en", "a" * 64) is None
    assert cached(make_response(make_city("shelbyville")), "ko", "a" * 64) is None


def test_keep_keeps_the_newest_file_of_each_language_alone() -> None:
    response = make_response()
    for language, key in (("ko", "a"), ("en", "a"), ("ko", "b")):
        store(response, language, key, f"{language} {key}".encode())
    rows = RenderedDocument.objects.order_by("language").values_list("language", "key")
    assert list(rows) == [("en", "a"), ("ko", "b")]
    assert cached(response, "ko", "b") == b"ko b"


def test_the_file_in_both_languages_is_kept_beside_those_in_one() -> None:
    response = make_response()
    for language in ("ko", "en", "both"):
        store(response, language, "a", language.encode())
    store(response, "both", "b", b"both b")
    assert [cached(response, each, "a") for each in ("ko", "en", "both")] == [b"ko", b"en", None]
    assert cached(response, "both", "b") == b"both b"
    assert newest(response, "both") == ("b", b"both b")
    assert RenderedDocument.objects.count() == 3


def test_kept_takes_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    response = make_response()
    store(response, "ko", "a", b"PDF")
    with django_assert_num_queries(1):
        cached(response, "ko", "a")


SECOND = timedelta(seconds=1)


def test_files_are_due_when_nobody_has_written_for_a_while(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    responses = [make_response(), make_response(make_city("shelbyville"))]
    for response in responses:
        write(response, "b-1", make_member(response.city, Role.CONTRIBUTOR), text="First")
    write(responses[0], "b-1", make_member(responses[0].city, Role.CONTRIBUTOR), text="Second")
    written = dict(Revision.objects.order_by("pk").values_list("answer__response", "created_at"))
    first, last = (written[response.pk] + QUIET for response in reversed(responses))
    # The response that is written in again waits for the later of the two.
    assert due(first - SECOND, first) == {responses[1].pk}
    assert due(first, last) == {responses[0].pk}
    with django_assert_num_queries(2):
        assert due(last, last + QUIET) == set()


def test_files_are_due_as_soon_as_a_section_has_moved() -> None:
    response = make_response()
    writer = make_member(response.city, Role.CONTRIBUTOR)
    write(response, "b-1", writer, text="Text")
    section = shape_of(response).sections_by_key["beta"]
    perform(Move(Action.SEND), response, section, actor=Actor(writer))
    moved = Event.objects.get().created_at + SETTLED
    assert due(moved - SECOND, moved) == {response.pk}
    assert due(moved, moved + SECOND) == set()
