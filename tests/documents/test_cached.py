import pytest
from pytest_django import DjangoAssertNumQueries

from responses.documents.cached import file_name, response_pdf
from responses.documents.pdf import render_pdf, rendering_key
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.renderings import cached, store
from responses.enums import Role
from tests.support.factories import make_member, make_response, write

from .snapshots import approved, make_answer, make_question, make_section, make_snapshot

pytestmark = pytest.mark.django_db


def test_response_pdf_renders_and_keeps_what_it_rendered() -> None:
    response = make_response()
    snapshot = read_snapshot(response)
    content = response_pdf(response, snapshot, "ko")
    assert content == render_pdf(snapshot, "ko")
    assert cached(response, "ko", rendering_key(snapshot, "ko")) == content


def test_response_pdf_renders_nothing_that_is_kept(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    response = make_response()
    snapshot = read_snapshot(response)
    store(response, "ko", rendering_key(snapshot, "ko"), b"rendered before")
    with django_assert_num_queries(1):
        assert response_pdf(response, snapshot, "ko") == b"rendered before"


def test_response_pdf_renders_anew_after_a_change() -> None:
    response = make_response()
    before = response_pdf(response, read_snapshot(response), "ko")
    write(response, "b-1", make_member(response.city, Role.CONTRIBUTOR), text="Changed")
    assert response_pdf(response, read_snapshot(response), "ko") != before


def test_file_name_tells_city_edition_language_and_draft() -> None:
    answer = make_answer(make_question())
    draft = make_snapshot(make_section(answer))
    assert file_name(draft, "ko") == "springfield-test-2030-ko-draft.pdf"
    final = make_snapshot(approved(make_section(answer)))
    assert file_name(final, "en") == "springfield-test-2030-en.pdf"
