"""Bytes are stored once, whole or not at all, and belong to the responses they were brought to."""

from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import IO

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.domain.content.files import FileFacts
from responses.domain.files import storing
from responses.domain.files.stored import brought, facts_of, stream
from responses.domain.files.storing import CHUNK, bring, store
from responses.domain.files.unfit import Unfit, UnfitError
from responses.enums import Role
from responses.models import FileChunk, Response, StoredFile, Upload, User
from tests.support.factories import make_city, make_member, make_response
from tests.support.files import PDF, picture
from tests.support.racing import ROUNDS, Race

pytestmark = pytest.mark.django_db


def pdf(size: int, letter: bytes = b"x") -> bytes:
    """Return a PDF of so many bytes."""
    return PDF[:9] + letter * (size - 15) + b"%%EOF\n"


@pytest.fixture
def response() -> Response:
    return make_response()


@pytest.fixture
def author(response: Response) -> User:
    return make_member(response.city, Role.CONTRIBUTOR)


def test_a_file_is_stored_in_pieces_and_comes_back_to_the_byte(
    response: Response, author: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    given = pdf(2 * CHUNK + 1)
    facts = bring(response, BytesIO(given), author=author, named=())
    assert (facts.type, facts.size, facts.width, facts.height) == ("pdf", 2 * CHUNK + 1, 0, 0)
    with django_assert_num_queries(4):
        assert [len(piece) for piece in stream(facts.digest)] == [CHUNK, CHUNK, 1]
    assert b"".join(stream(facts.digest)) == given
    assert list(stream("0" * 64)) == []


def test_a_picture_has_the_digest_of_what_is_stored(response: Response, author: User) -> None:
    facts = bring(response, BytesIO(picture("PNG", (40, 30))), author=author, named=())
    content = b"".join(stream(facts.digest))
    assert (facts.type, facts.size, facts.width, facts.height) == ("png", len(content), 40, 30)
    assert bring(response, BytesIO(content), author=author, named=()) == facts


def test_the_same_bytes_are_stored_once_whoever_brings_them(
    response: Response, author: User
) -> None:
    other = make_response(make_city("shelbyville"))
    first = bring(response, BytesIO(PDF), author=author, named=())
    assert facts_of(other, first.digest) is None
    assert bring(other, BytesIO(PDF), author=author, named=()) == first
    assert (StoredFile.objects.count(), FileChunk.objects.count()) == (1, 1)
    assert facts_of(response, first.digest) == facts_of(other, first.digest) == first
    assert brought(response.pk, [first.digest, "0" * 64]) == {first: False}


def test_who_brings_it_again_is_who_brought_it_last(response: Response, author: User) -> None:
    again = make_member(response.city, Role.COORDINATOR)
    bring(response, BytesIO(PDF), author=author, named=())
    Upload.objects.update(at=timezone.now() - timedelta(days=40))
    bring(response, BytesIO(PDF), author=again, named=())
    upload = Upload.objects.get()
    assert (upload.by, timezone.now() - upload.at < timedelta(minutes=1)) == (again, True)


def test_what_fails_half_way_leaves_nothing(response: Response, author: User) -> None:
    class Broken(BytesIO):
        """Fails at its third piece, once it has been judged and measured."""

        reads = 0

        def read(self, size: int | None = -1, /) -> bytes:
            if self.reads and self.tell() >= 2 * CHUNK:
                raise OSError
            return super().read(size)

        def seek(self, place: int, whence: int = 0, /) -> int:
            self.reads += place == 0 and whence == 0
            return super().seek(place, whence)

    given = Broken(pdf(3 * CHUNK))
    facts = FileFacts("0" * 64, "pdf", 3 * CHUNK, 0, 0)
    with pytest.raises(OSError):  # noqa: PT011 - of whatever the disk fails of
        store(given, facts)
    assert (StoredFile.objects.count(), FileChunk.objects.count()) == (0, 0)


def test_the_files_of_a_response_have_a_limit_together(
    response: Response, author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "RESPONSE_MAX", 250)
    first = bring(response, BytesIO(pdf(100, b"a")), author=author, named=())
    second = bring(response, BytesIO(pdf(100, b"b")), author=author, named=())
    assert bring(response, BytesIO(pdf(100, b"a")), author=author, named=()) == first
    with pytest.raises(UnfitError) as refusal:
        bring(response, BytesIO(pdf(100, b"c")), author=author, named=())
    assert refusal.value.why is Unfit.FULL
    assert StoredFile.objects.count() == 2
    # What no answer names counts for a day; what one names, always.
    Upload.objects.update(at=timezone.now() - timedelta(days=2))
    with pytest.raises(UnfitError):
        bring(
            response,
            BytesIO(pdf(100, b"c")),
            author=author,
            named=(first.digest, second.digest),
        )
    bring(response, BytesIO(pdf(100, b"c")), author=author, named=(first.digest,))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_one", [True, False], ids=["one response", "two responses"])
def test_two_at_once_store_one_file_whole(race: Race, *, is_one: bool) -> None:
    response = make_response()
    responses = response, response if is_one else make_response(make_city("shelbyville"))
    people = [make_member(each.city, Role.CONTRIBUTOR) for each in responses]
    for number in range(ROUNDS):
        given = pdf(CHUNK + 1) + str(number).encode()

        def brings(place: int, given: bytes = given) -> FileFacts:
            content: IO[bytes] = BytesIO(given)
            return bring(responses[place], content, author=people[place], named=())

        mine, theirs = race(partial(brings, 0), partial(brings, 1))
        assert mine == theirs
        assert b"".join(stream(mine.digest)) == given
        if number % 20 == 19:
            assert (StoredFile.objects.count(), FileChunk.objects.count()) == (20, 40)
            assert Upload.objects.count() == (20 if is_one else 40)
            Upload.objects.all().delete()
            StoredFile.objects.all().delete()
    assert connection.in_atomic_block is False
