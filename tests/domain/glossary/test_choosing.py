import pytest
from django.db import IntegrityError, transaction

from responses.domain.auditing import Actor
from responses.domain.glossary.choosing import (
    LanguageRefusedError,
    choose_submission_language,
)
from responses.domain.permissions import NotAllowedError
from responses.enums import AuditKind, Role
from responses.models import AuditRecord, City
from tests.support.factories import make_city, make_member

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
