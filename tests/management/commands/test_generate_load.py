from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count
from pytest_django import Settings

from responses.domain.chaining import CHAINED
from responses.domain.content.content import files_in
from responses.domain.snapshot.failing import read_failing
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Role, State
from responses.link_states import LinkState
from responses.models import (
    Address,
    Answer,
    ChainEntry,
    City,
    Edition,
    Event,
    Host,
    LinkNote,
    Membership,
    Notice,
    Proof,
    Response,
    Revision,
    SectionWork,
    StoredFile,
    User,
)
from responses.notice_kinds import NoticeKind
from tests.support import invariants

pytestmark = pytest.mark.django_db


def generate(**amount: object) -> str:
    out = StringIO()
    call_command("generate_load", stdout=out, **amount)
    return out.getvalue()


def test_a_load_is_as_if_people_had_written_it(settings: Settings) -> None:
    settings.DEMO_PASSWORD = "open sesame"
    assert generate(cities=2, editions=2, revisions=3) == "2 of 2 cities\n"
    assert [city.slug for city in City.objects.all()] == ["load-1", "load-2"]
    assert [edition.code for edition in Edition.objects.order_by("year")] == [
        "load-2020",
        "lgq-2022",
    ]
    assert Response.objects.count() == 4
    originals = Answer.objects.filter(language="")
    assert originals.count() == 4 * 24
    assert Revision.objects.filter(answer__language="").count() == 4 * 24 * 3
    records = sum(kind.records.count() for kind in CHAINED.values())
    assert ChainEntry.objects.count() == records
    out = StringIO()
    call_command("verify_records", stdout=out)
    assert "Records that differ from the chain: 0." in out.getvalue()
    states = SectionWork.objects.filter(response__edition__code="lgq-2022").values_list("state")
    assert dict(states.annotate(Count("pk")).order_by()) == dict.fromkeys(State.values, 4)
    assert User.objects.get(email="writer1@load-2.example").check_password("open sesame")
    roles = Membership.objects.filter(city__slug="load-2").values_list("role", flat=True)
    assert set(roles) == {Role.COORDINATOR, Role.CONTRIBUTOR, Role.REVIEWER}
    # Nobody gets an e-mail of it, and of what is over nothing waits.
    assert not Notice.objects.filter(mailed_at=None).exists()
    unread = Notice.objects.filter(read_at=None)
    assert {notice.response.edition.code for notice in unread} == {"lgq-2022"}


def test_the_second_half_of_a_load_has_translators_and_files() -> None:
    generate(cities=2, editions=2, revisions=6)
    plain, submitting = (
        Response.objects.select_related("city", "edition").get(
            city__slug=slug, edition__code="lgq-2022"
        )
        for slug in ("load-1", "load-2")
    )
    assert [each.city.submission_language for each in (plain, submitting)] == ["", "en"]
    assert not plain.uploads.exists()
    assert {each.works.filter(translators=None).count() for each in (plain, submitting)} == {0, 8}
    snapshot = read_snapshot(submitting)
    assert Counter(each.translation_status for each in snapshot.translations) == {
        "translated": 12,
        "outdated": 8,
    }
    assert {each.version for each in snapshot.translations} == {2}
    past = invariants.read(submitting)
    invariants.assert_history_is_whole(past)
    invariants.assert_translations_are_of_words(past)
    invariants.assert_approvals_are_of_content(past)
    invariants.assert_files_are_there(submitting)
    named = [
        (answer.question.number, file.name)
        for answer in snapshot.answers_by_key.values()
        for file in files_in(answer.question, answer.content)
    ]
    assert named == [
        (number, name)
        for number in ("V.2", "VI.1", "VIII.2")
        for name in ("plan.pdf", "figures.csv")
    ]
    # One that all have, and one of each response.
    assert StoredFile.objects.count() == 1 + 2


def test_a_load_has_evidence_with_states_notes_purposes_and_services(settings: Settings) -> None:
    settings.CHECK_LINKS = True
    generate(cities=1, editions=2, revisions=1)
    old, response = Response.objects.select_related("city", "edition").order_by("edition__year")
    own = Address.objects.filter(url__contains=".load-1.example/")
    states = dict(own.values_list("state").annotate(Count("pk")).order_by())
    assert states == {LinkState.WORKS: 45, LinkState.FAILING: 14}
    assert Host.objects.filter(name__endswith=".load-1.example").count() == 10
    # Nobody is told of any.
    assert not own.filter(state=LinkState.FAILING, told=False).exists()
    assert not Notice.objects.filter(kind=NoticeKind.LINK_FAILS).exists()
    failing = read_failing(response.pk, read_snapshot(response).sections)
    assert len(failing) == 13
    assert LinkNote.objects.get().response == response
    confirmed = Event.objects.exclude(failing=None)
    assert {event.work.response for event in confirmed} == {response}
    assert sum(len(event.failing or ()) for event in confirmed) == 12
    proof = Proof.objects.get()
    assert proof.response == response
    assert len(proof.purposes) == 7
    assert len(proof.services) == 12
    invariants.assert_events_are_whole(invariants.read(old))


def test_a_second_load_is_refused_and_changes_nothing() -> None:
    generate(cities=1, editions=1, revisions=1)
    with pytest.raises(CommandError, match="There is a load already"):
        generate(cities=1, editions=1, revisions=1)
    assert City.objects.count() == 1


def test_without_a_password_nobody_can_sign_in(settings: Settings) -> None:
    settings.DEMO_PASSWORD = ""
    generate(cities=1, editions=1, revisions=1)
    assert not any(person.has_usable_password() for person in User.objects.all())


def test_in_production_it_has_to_be_told_and_opens_no_door(settings: Settings) -> None:
    settings.SECURE, settings.DEMO_PASSWORD = True, "open sesame"
    with pytest.raises(CommandError, match="--in-production"):
        generate(cities=1, editions=1, revisions=1)
    assert not City.objects.exists()
    generate(cities=1, editions=1, revisions=1, in_production=True)
    assert not any(person.has_usable_password() for person in User.objects.all())


@pytest.mark.parametrize("amount", [{"cities": 0}, {"editions": 0}, {"revisions": -1}])
def test_nothing_is_no_load(amount: dict[str, int]) -> None:
    with pytest.raises(CommandError, match="at least one"):
        generate(**amount)
