"""Files that nothing names any more are removed, and never one that something names."""

from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pytest

from responses.domain.answers.drafting import save_answer
from responses.domain.answers.known_files import UnknownFileError
from responses.domain.answers.refused import discard_refused
from responses.domain.answers.writes import Write
from responses.domain.content.content import canonical
from responses.domain.content.files import FileFacts
from responses.domain.content.kinds.files import row_of
from responses.domain.files.stored import stream
from responses.domain.files.storing import KEPT, bring, remove_unused
from responses.enums import Role
from responses.models import FileChunk, RefusedText, Response, StoredFile, Upload, User
from tests.support.factories import find, make_city, make_edition, make_member, make_response
from tests.support.files import CSV, PDF
from tests.support.racing import ROUNDS, Race
from tests.views.test_files import make_files_definition

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def response() -> Response:
    return make_response(edition=make_edition(make_files_definition()))


@pytest.fixture
def author(response: Response) -> User:
    return make_member(response.city, Role.CONTRIBUTOR)


def brought(response: Response, author: User, content: bytes = PDF, *, at: datetime) -> FileFacts:
    facts = bring(response, BytesIO(content), author=author, named=())
    Upload.objects.filter(response=response, file=facts.digest).update(at=at)
    return facts


def name(response: Response, author: User, facts: FileFacts, base: int) -> Any:
    section, question = find(response, "b-1")
    content = canonical(question, {"files": [row_of("plan.pdf", facts)]})
    return save_answer(
        response, section, Write(question, content, base_version=base), author=author
    )


def test_a_file_that_nothing_names_is_removed_after_thirty_days(
    response: Response, author: User
) -> None:
    brought(response, author, at=NOW)
    assert remove_unused(NOW) == 0
    assert remove_unused(NOW + KEPT - SECOND) == 0
    assert StoredFile.objects.count() == 1
    assert remove_unused(NOW + KEPT) == 1
    left = (Upload.objects.count(), StoredFile.objects.count(), FileChunk.objects.count())
    assert left == (0, 0, 0)


def test_one_that_a_revision_names_stays_though_the_answer_does_not(
    response: Response, author: User
) -> None:
    facts = brought(response, author, at=NOW)
    remove_unused(NOW)
    outcome = name(response, author, facts, 0)
    assert Upload.objects.get().unnamed_since is None
    section, question = find(response, "b-1")
    emptied = canonical(question, {"text": "none"})
    save_answer(response, section, Write(question, emptied, outcome.version), author=author)
    assert remove_unused(NOW + 2 * KEPT) == 0
    assert b"".join(stream(facts.digest)) == PDF


def test_one_that_a_refused_text_names_stays_thirty_days_longer_than_it(
    response: Response, author: User
) -> None:
    facts = brought(response, author, at=NOW)
    name(response, author, brought(response, author, CSV, at=NOW), 0)
    name(response, author, facts, 0)
    [refused] = RefusedText.objects.all()
    assert remove_unused(NOW + KEPT) == 0
    discard_refused(response, author, [refused.pk])
    assert remove_unused(NOW + KEPT + DAY) == 0
    assert remove_unused(NOW + 2 * KEPT) == 0
    assert remove_unused(NOW + 2 * KEPT + DAY) == 1
    assert StoredFile.objects.get().type == "csv"


def test_one_that_another_response_has_stays(response: Response, author: User) -> None:
    other = make_response(make_city("shelbyville"), response.edition)
    their = make_member(other.city, Role.CONTRIBUTOR)
    facts = brought(response, author, at=NOW)
    name(other, their, brought(other, their, at=NOW), 0)
    remove_unused(NOW)
    assert remove_unused(NOW + KEPT) == 0
    assert list(Upload.objects.values_list("response", "file")) == [(other.pk, facts.digest)]


def test_one_that_is_brought_again_stays_thirty_days_more(response: Response, author: User) -> None:
    brought(response, author, at=NOW)
    remove_unused(NOW)
    brought(response, author, at=NOW + KEPT)
    assert remove_unused(NOW + KEPT) == 0
    assert remove_unused(NOW + 2 * KEPT) == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("names", [True, False], ids=["an answer", "who brings it"])
def test_no_file_is_removed_that_is_named_or_brought_at_the_same_moment(
    race: Race,
    names: bool,  # noqa: FBT001 - a value
) -> None:
    response = make_response(edition=make_edition(make_files_definition()))
    author = make_member(response.city, Role.CONTRIBUTOR)
    version = 0
    for number in range(ROUNDS):
        content = PDF + str(number).encode()
        facts = brought(response, author, content, at=NOW)
        remove_unused(NOW)
        acts = (
            partial(bring, response, BytesIO(content), author=author, named=()),
            partial(named_or_unknown, response, author, facts, version),
        )
        done, gone = race(acts[names], partial(remove_unused, NOW + KEPT))
        if names and done is None:
            assert (gone, StoredFile.objects.filter(pk=facts.digest).exists()) == (1, False)
            continue
        assert b"".join(stream(facts.digest)) == content
        assert Upload.objects.filter(response=response, file=facts.digest).exists()
        version = done.version if names else 0
        if not names:
            Upload.objects.all().delete()
            StoredFile.objects.all().delete()


def named_or_unknown(response: Response, author: User, facts: FileFacts, version: int) -> Any:
    """Have an answer name a file; None where it was removed before."""
    try:
        return name(response, author, facts, version)
    except UnknownFileError:
        return None
