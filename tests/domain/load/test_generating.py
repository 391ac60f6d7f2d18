from collections import Counter

import pytest
from django.db.models import Count
from pytest_django import Settings

from responses.domain.content.content import files_in
from responses.domain.load.generating import Amount, generate
from responses.domain.snapshot.failing import read_failing
from responses.domain.snapshot.snapshot import read_snapshot
from responses.link_states import LinkState
from responses.models import Address, Event, Host, LinkNote, Notice, Proof, Response, StoredFile
from responses.notice_kinds import NoticeKind
from tests.support import invariants

pytestmark = pytest.mark.django_db


def test_the_second_half_of_a_load_has_translators_and_files() -> None:
    list(generate(Amount(2, 2, 6), None))
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
    list(generate(Amount(1, 2, 1), None))
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
