import pytest

from responses.domain.auditing import Actor
from responses.domain.checks.noting import NoteRefusedError, note_link
from responses.models import AuditRecord, LinkNote, Response, User

pytestmark = pytest.mark.django_db

DIGEST = "0" * 64


def notes() -> list[str]:
    return list(LinkNote.objects.values_list("text", flat=True))


def test_a_note_is_kept_changed_and_taken_away_and_each_is_recorded(
    response: Response, writer: User
) -> None:
    for text, kept in [
        ("  only\nin Korea ", ["only in Korea"]),
        ("only in Korea", ["only in Korea"]),
        ("Only in Korea", ["Only in Korea"]),
        ("\u200b ", []),
        ("", []),
    ]:
        note_link(response, DIGEST, "a.kr/1", text, actor=Actor(writer))
        assert notes() == kept
    told = AuditRecord.objects.filter(kind="link_note").order_by("pk")
    assert list(told.values_list("subject", flat=True)) == [
        "test-2030 · a.kr/1 · only in Korea",
        "test-2030 · a.kr/1 · Only in Korea",
        "test-2030 · a.kr/1",
    ]


@pytest.mark.parametrize("text", ["x" * 201, "x" * 2_000_000])
def test_a_long_note_is_refused(text: str, response: Response, writer: User) -> None:
    with pytest.raises(NoteRefusedError, match="200"):
        note_link(response, DIGEST, "a.kr/1", text, actor=Actor(writer))
    assert notes() == []
