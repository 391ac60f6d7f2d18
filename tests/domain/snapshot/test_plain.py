import json

import pytest

from responses.domain.auditing import Actor
from responses.domain.content.translating import TranslationStatus
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.annex import CityContact
from responses.domain.snapshot.contacts import with_contacts
from responses.domain.snapshot.plain import UnreadableError, read_contents, read_text, snapshot_text
from responses.domain.snapshot.snapshot import Snapshot, read_snapshot
from responses.enums import Action, Role
from responses.models import City, Response, User
from tests.support.factories import make_member, shape_of, translate, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def snapshot(response: Response, writer: User, reviewer: User) -> Snapshot:
    """Return a response with every kind of part, one section approved and one being written."""
    write(
        response,
        "a-1",
        writer,
        yes_no="no",
        choices=["plan"],
        percentage="23.1",
        contact={"name": "김 <b>"},
        text="□ 하나\n\t둘 *****개 실국**",
        links=[{"label": "ㄱ", "url": "https://서울.한국/?a=¤tPage"}],
    )
    write(response, "a-2", writer, nothing_to_report="없음")
    alpha = shape_of(response).sections_by_key["alpha"]
    perform(Move(Action.SEND), response, alpha, actor=Actor(writer))
    seen = read_snapshot(response).sections_by_key["alpha"].digest
    perform(Move(Action.APPROVE, seen=seen), response, alpha, actor=Actor(reviewer))
    write(response, "b-1", make_member(response.city, Role.CONTRIBUTOR), text="둘")
    return read_snapshot(response)


def test_text_is_read_back_as_the_same_snapshot(snapshot: Snapshot) -> None:
    again = read_text(snapshot_text(snapshot))
    assert snapshot_text(again) == snapshot_text(snapshot)
    assert again.digest == snapshot.digest
    for there, here in zip(again.sections, snapshot.sections, strict=True):
        assert (there.state, there.signed) == (here.state, here.signed)
        assert [(each.content, each.version, each.changed) for each in there.answers] == [
            (each.content, each.version, each.changed) for each in here.answers
        ]


def test_text_names_the_coordinators_once_they_were_asked_for(
    snapshot: Snapshot, response: Response
) -> None:
    kim = make_member(response.city, Role.COORDINATOR, "Kim")
    response.city.memberships.filter(user=kim).update(department="Data Team", post="Head")
    named = with_contacts(snapshot, response.city)
    assert named.contacts
    assert CityContact("Kim", "Data Team", "Head", kim.email, kim.pk) in named.contacts
    assert named.digest != snapshot.digest
    again = read_text(snapshot_text(named))
    assert (again.contacts, again.digest) == (named.contacts, named.digest)
    # Without them the text is as it was before it could name any.
    assert "contacts" not in json.loads(snapshot_text(snapshot))
    assert read_text(snapshot_text(snapshot)).contacts is None


def test_text_holds_the_wording_of_the_edition(snapshot: Snapshot) -> None:
    plain = json.loads(snapshot_text(snapshot))
    question = plain["edition"]["sections"][0]["questions"][0]
    assert question["wording"] == {"ko": "Everything (한국어)", "en": "Everything"}
    assert "하나" in snapshot_text(snapshot)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "lgq-desk-snapshot/3"}', "null"])
def test_other_text_is_no_snapshot(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_text(text)


def test_translations_are_read_back(response: Response, writer: User) -> None:
    City.objects.update(submission_language="en")
    response.city.refresh_from_db()
    write(response, "a-2", writer, text="하나")
    translate(response, "a-2", writer, text="One")
    write(response, "a-2", writer, text="둘")
    snapshot = read_snapshot(response)
    text = snapshot_text(snapshot)
    again = read_text(text)
    assert snapshot_text(again) == text
    assert again.digest == snapshot.digest
    statuses = {each.question.key: each.translation_status for each in again.translations}
    assert statuses == {"a-2_en": TranslationStatus.OUTDATED}
    contents = read_contents(text)
    assert (contents["a-2"].parts, contents["a-2_en"].parts) == ({"text": "둘"}, {"text": "One"})
