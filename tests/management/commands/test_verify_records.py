from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from responses.domain.chaining import chain_records, head_of
from responses.models import Response, Revision, User
from tests.support.factories import write
from tests.support.tampering import unguarded

pytestmark = pytest.mark.django_db


def run(*heads: str) -> str:
    out = StringIO()
    call_command("verify_records", *heads, stdout=out)
    return out.getvalue()


@pytest.fixture
def chained(response: Response, writer: User) -> Response:
    write(response, "b-1", writer, text="○ One")
    write(response, "b-1", writer, text="○ Two")
    chain_records()
    return response


def test_what_was_not_touched_is_told_so(chained: Response) -> None:
    head = head_of(chained.city)
    assert head
    assert run(head.digest) == "Records that differ from the chain: 0.\n"


def test_what_differs_from_the_chain_is_told(chained: Response) -> None:
    first = Revision.objects.earliest("pk")
    with unguarded():
        Revision.objects.filter(pk=first.pk).update(author=chained.city.memberships.all()[0].user)
    out = StringIO()
    with pytest.raises(CommandError, match="differ from the chain: 1"):
        call_command("verify_records", stdout=out)
    assert out.getvalue() == (
        f"revision {first.pk}, or its entry in the chain, is not as it was\n"
        "Records that differ from the chain: 1.\n"
    )


def test_a_head_that_is_in_no_chain_is_told(chained: Response) -> None:
    with pytest.raises(CommandError, match="differ from the chain: 1"):
        run("0" * 64)


def test_what_verify_submissions_finds_is_found(chained: Response) -> None:
    with unguarded():
        chained.answers.update(content={})
    with pytest.raises(CommandError, match="Responses that differ from their records: 1"):
        run()
