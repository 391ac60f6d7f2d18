import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.submissions.renderings import cached, store
from responses.models import RenderedDocument
from tests.support.factories import make_city, make_response

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


def test_kept_takes_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    response = make_response()
    store(response, "ko", "a", b"PDF")
    with django_assert_num_queries(1):
        cached(response, "ko", "a")
