"""An answer names files that were brought to its response, and no others."""

from io import BytesIO

import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.known_files import UnknownFileError, require_known
from responses.domain.answers.writes import Write
from responses.domain.content.content import EMPTY, Content, canonical
from responses.domain.content.files import FileFacts
from responses.domain.content.kinds.files import row_of
from responses.domain.files.storing import bring
from responses.enums import Role
from responses.models import Response
from tests.support.factories import make_city, make_member, make_response
from tests.support.files import PDF
from tests.support.shapes import make_question

pytestmark = pytest.mark.django_db
QUESTION = make_question("text", "files")


@pytest.fixture
def facts() -> FileFacts:
    response = make_response()
    author = make_member(response.city, Role.CONTRIBUTOR)
    return bring(response, BytesIO(PDF), author=author, named=())


def saying(facts: FileFacts, **said: str) -> Content:
    return canonical(QUESTION, {"files": [row_of("plan.pdf", facts) | said]})


def test_a_file_is_looked_up_when_it_is_new_and_never_again(
    facts: FileFacts, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    response = Response.objects.get()
    new, now = saying(facts, caption="The plan"), saying(facts)
    with django_assert_num_queries(1):
        require_known(response.pk, [(Write(QUESTION, new, 0), EMPTY)])
    with django_assert_num_queries(0):
        require_known(response.pk, [(Write(QUESTION, new, 1), now)])
        require_known(response.pk, [(Write(QUESTION, EMPTY, 1), now)])
        text = canonical(QUESTION, {"text": "Yes"})
        require_known(response.pk, [(Write(QUESTION, text, 1), EMPTY)])


@pytest.mark.parametrize(
    "said", [{"digest": "0" * 64}, {"size": "1"}, {"type": "csv"}, {"width": "3"}]
)
def test_what_is_not_so_is_refused(facts: FileFacts, said: dict[str, str]) -> None:
    response = Response.objects.get()
    write = Write(QUESTION, saying(facts, **said), 0)
    with pytest.raises(UnknownFileError):
        require_known(response.pk, [(write, EMPTY)])


def test_a_file_of_another_response_is_unknown(facts: FileFacts) -> None:
    other = make_response(make_city("shelbyville"))
    with pytest.raises(UnknownFileError):
        require_known(other.pk, [(Write(QUESTION, saying(facts), 0), EMPTY)])
