import pytest
from django.db import IntegrityError, transaction

from responses.domain.auditing import Actor
from responses.domain.glossary.choosing import (
    LanguageRefusedError,
    choose_submission_language,
)
from responses.domain.permissions import NotAllowedError
from responses.enums import AuditKind, Role, State
from responses.models import AuditRecord, City, Response, User
from tests.support.factories import make_city, make_member, translate, write

pytestmark = pytest.mark.django_db


def test_a_coordinator_chooses_another_language_than_that_of_the_work() -> None:
    city = make_city()
    ann = Actor(make_member(city, Role.COORDINATOR, "Ann"))
    for language in ("en", "en", ""):
        choose_submission_language(city, language, actor=ann)
        city.refresh_from_db()
        assert city.submission_language == language
    records = AuditRecord.objects.filter(kind=AuditKind.CITY_SETTINGS).order_by("pk")
    assert [(each.person, each.city, each.subject) for each in records] == [
        (ann.person, city, "제출 언어: — → 영어"),
        (ann.person, city, "제출 언어: 영어 → —"),
    ]
    with pytest.raises(LanguageRefusedError):
        choose_submission_language(city, "ko", actor=ann)


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.REVIEWER, Role.VIEWER])
def test_nobody_else_does(role: Role) -> None:
    city = make_city()
    with pytest.raises(NotAllowedError):
        choose_submission_language(city, "en", actor=Actor(make_member(city, role)))


def test_no_city_submits_in_the_language_in_which_it_works() -> None:
    city = make_city()
    with pytest.raises(IntegrityError), transaction.atomic():
        City.objects.filter(pk=city.pk).update(submission_language="ko")


def test_what_is_signed_with_translations_stays_as_it_was_signed(
    response: Response, writer: User, coordinator: User
) -> None:
    actor = Actor(coordinator)
    choose_submission_language(response.city, "en", actor=actor)
    response.city.refresh_from_db()
    write(response, "a-2", writer, text="하나")
    translate(response, "a-2", writer, text="One")
    response.works.filter(section__key="beta").update(state=State.IN_REVIEW)
    choose_submission_language(response.city, "", actor=actor)
    choose_submission_language(response.city, "en", actor=actor)
    response.works.filter(section__key="alpha").update(state=State.IN_REVIEW)
    with pytest.raises(LanguageRefusedError, match="번역문"):
        choose_submission_language(response.city, "", actor=actor)
