"""What the database itself refuses, whatever the code above it does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from responses.enums import Action, Role, Source, State
from responses.models import (
    Answer,
    City,
    Edition,
    Event,
    Membership,
    Part,
    Question,
    RenderedDocument,
    Response,
    Revision,
    Section,
    SectionWork,
    User,
)
from tests.support.factories import make_city, make_member, make_response, make_user, write

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def writer() -> User:
    """Return somebody who answered one question of a response, whose section went on."""
    response = make_response()
    writer = make_member(response.city, Role.CONTRIBUTOR)
    write(response, "b-1", writer, text="a")
    work = response.works.get(section__key="beta")
    make_event(work, writer)
    RenderedDocument.objects.create(response=response, language="ko", key="x", content=b"x")
    return writer


def make_event(work: SectionWork, actor: User) -> Event:
    return Event.objects.create(
        work=work,
        action=Action.COMMENT,
        actor=actor,
        actor_role=Role.CONTRIBUTOR,
        from_state=State.DRAFT,
        to_state=State.DRAFT,
        digest="x",
        versions={},
        created_at=NOW,
    )


def refuses(act: Callable[[], object]) -> bool:
    """Return whether the database refuses what `act` does, now or at the end of it."""
    try:
        with transaction.atomic():
            act()
            connection.check_constraints()
    except IntegrityError:
        return True
    return False


def twin(model: type[models.Model], **changes: Any) -> Callable[[], object]:
    """Return an act that inserts a second row like the first one, but for `changes`."""

    def insert() -> None:
        row: Any = model._default_manager.order_by("pk")[0]
        row.pk = None
        row._state.adding = True
        for name, value in changes.items():
            setattr(row, name, value() if callable(value) else value)
        row.save()

    return insert


def another_question() -> Question:
    return Question.objects.get(key="a-1")


UNIQUE: dict[str, tuple[type[models.Model], dict[str, Any]]] = {
    "an account an address": (User, {}),
    "an account an address in any case": (User, {"email": lambda: _email().upper()}),
    "a city a slug": (City, {}),
    "a role a person and city": (Membership, {"role": Role.VIEWER}),
    "an edition a code": (Edition, {}),
    "a section key an edition": (Section, {"position": 99}),
    "a section position an edition": (Section, {"key": "other"}),
    "a question key a section": (Question, {"position": 99}),
    "a question position a section": (Question, {"key": "other"}),
    "a part key a question": (Part, {"position": 99}),
    "a part position a question": (Part, {"key": "other"}),
    "a response a city and edition": (Response, {}),
    "a work a response and section": (SectionWork, {}),
    "an answer a response and question": (Answer, {"version": 7}),
    "a revision an answer and version": (Revision, {"source": Source.DEMO}),
    "a document a response and language": (RenderedDocument, {"key": "y"}),
}


def _email() -> str:
    email: str = User.objects.order_by("pk")[0].email
    return email


@pytest.mark.parametrize(("model", "changes"), UNIQUE.values(), ids=UNIQUE)
def test_there_is_one(writer: User, model: type[models.Model], changes: dict[str, Any]) -> None:
    assert refuses(twin(model, **changes))


DIFFERENT: dict[str, tuple[type[models.Model], dict[str, Any]]] = {
    "account": (User, {"email": "other@city.example"}),
    "city": (City, {"slug": "other"}),
    "membership": (Membership, {"user": make_user}),
    "section": (Section, {"key": "other", "position": 99}),
    "question": (Question, {"key": "other", "position": 99}),
    "part": (Part, {"key": "other", "position": 99}),
    "response": (Response, {"city": lambda: make_city("other")}),
    "answer": (Answer, {"question": another_question}),
    "revision": (Revision, {"version": 2}),
    "document": (RenderedDocument, {"language": "en"}),
}


@pytest.mark.parametrize(("model", "changes"), DIFFERENT.values(), ids=DIFFERENT)
def test_there_may_be_different_ones(
    writer: User, model: type[models.Model], changes: dict[str, Any]
) -> None:
    assert not refuses(twin(model, **changes))


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Membership, {"role": "owner"}),
        (SectionWork, {"state": "done"}),
        (SectionWork, {"state": State.APPROVED}),
        (Answer, {"version": 0}),
        (Answer, {"version": -1}),
        (Answer, {"content": None}),
    ],
)
def test_column_takes_only_what_it_may(
    writer: User, model: type[models.Model], change: dict[str, Any]
) -> None:
    assert refuses(lambda: model._default_manager.update(**change))


def test_approved_section_has_an_approval(writer: User) -> None:
    event = Event.objects.get()
    works = SectionWork.objects.filter(pk=event.work_id)
    assert not refuses(lambda: works.update(state=State.APPROVED, approval=event))
    assert refuses(lambda: works.update(approval=None))


@pytest.mark.parametrize("model", [City, Edition, Section, Question])
def test_what_an_answer_rests_on_cannot_be_deleted(writer: User, model: type[models.Model]) -> None:
    answer = Answer.objects.select_related("response__city", "question__section__edition").get()
    rows = {
        City: answer.response.city,
        Edition: answer.response.edition,
        Section: answer.question.section,
        Question: answer.question,
    }
    with pytest.raises(ProtectedError):
        rows[model].delete()


def test_person_who_wrote_cannot_be_deleted(writer: User) -> None:
    with pytest.raises(ProtectedError):
        writer.delete()


def test_person_who_only_decided_cannot_be_deleted(writer: User) -> None:
    reviewer = make_user()
    make_event(SectionWork.objects.all()[0], reviewer)
    with pytest.raises(ProtectedError):
        reviewer.delete()


def test_event_that_is_an_approval_cannot_be_deleted(writer: User) -> None:
    event = Event.objects.get()
    SectionWork.objects.filter(pk=event.work_id).update(approval=event)
    with pytest.raises(ProtectedError):
        event.delete()
