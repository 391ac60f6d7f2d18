import copy
import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from responses.characters import holds_korean
from responses.documents.markup import response_html
from responses.domain.assignment.untranslated import read_untranslated
from responses.domain.demo import FIXTURES, Account, DemoRefusedError, accounts_of, load, read_demo
from responses.domain.files.stored import stream
from responses.domain.review.workflow import TransitionRefusedError
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.domain.snapshot.contacts import with_contacts
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot, read_snapshot
from responses.enums import Role, Source, State
from responses.link_states import Finding
from responses.models import (
    Answer,
    City,
    Delegation,
    Edition,
    Event,
    Membership,
    Notice,
    RefusedText,
    Remark,
    Response,
    Revision,
    SectionWork,
    Term,
    Thread,
    Upload,
    User,
)
from tests.support.checked import note_checks
from tests.support.factories import make_city, make_edition, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough secret"
DEMO: dict[str, Any] = dict(read_demo())
SEOUL = DEMO["responses"][0]

AFTER = {
    "send": State.IN_REVIEW,
    "approve": State.APPROVED,
    "request_changes": State.CHANGES_REQUESTED,
}
STATES = {
    key: AFTER[plan["story"][-1]["action"]] if plan["story"] else State.DRAFT
    for key, plan in SEOUL["sections"].items()
} | {"online-services": State.IN_REVIEW}  # signed once, and waits for two others


def snapshot_of(city: str) -> Snapshot:
    response = Response.objects.select_related("city", "edition").get(city__slug=city)
    return read_snapshot(response)


def counts() -> list[int]:
    models = (City, User, Membership, Edition, Response, SectionWork, Answer, Revision, Event)
    return [model.objects.count() for model in models]


def as_in_file(answer: AnswerSnapshot) -> dict[str, Any]:
    """Return what an answer says as the file says it, where files are called by their names."""
    parts = answer.content.to_json()["parts"]
    rows = [
        {"file": each.name, "caption": each.caption, "alternative": each.alternative}
        for each in answer.files
    ]
    return {**parts, "files": rows} if rows else parts


@pytest.fixture
def _loaded() -> None:
    load(DEMO, PASSWORD)


@pytest.mark.usefixtures("_loaded")
def test_load_makes_every_answer_as_it_is_in_the_file() -> None:
    found = {
        answer.question.key: answer
        for part in snapshot_of("seoul").sections
        for answer in part.answers
        if answer.version
    }
    assert {key: as_in_file(answer) for key, answer in found.items()} == {
        key: answer["parts"] for key, answer in SEOUL["answers"].items()
    }
    people = {person["email"]: person["name"] for person in DEMO["people"]}
    assert {key: answer.changed.by for key, answer in found.items() if answer.changed} == {
        key: people[answer["writer"]] for key, answer in SEOUL["answers"].items()
    }
    assert {key: answer.version for key, answer in found.items()} == {
        key: 2 if "before" in answer else 1 for key, answer in SEOUL["answers"].items()
    }


@pytest.mark.usefixtures("_loaded")
def test_load_translates_some_answers_one_of_them_before_it_was_changed() -> None:
    translations = snapshot_of("seoul").translations
    found = {each.question.key: each for each in translations if each.version}
    phrases = [
        row
        for each in found.values()
        for rows in each.content.parts.values()
        if isinstance(rows, list)
        for row in rows
    ]
    assert len(phrases) == 50
    # Each stands at its place.
    assert all(row.pop("at") for row in phrases)
    assert {key: each.content.to_json()["parts"] for key, each in found.items()} == {
        f"{key}_en": answer["translation"]["parts"]
        for key, answer in SEOUL["answers"].items()
        if "translation" in answer
    }
    statuses = Counter(str(each.translation_status) for each in translations)
    assert statuses == {"translated": 10, "outdated": 1, "partly": 1, "untranslated": 4}


@pytest.mark.usefixtures("_loaded")
def test_load_brings_pictures_and_documents_as_people_bring_theirs() -> None:
    sections = snapshot_of("seoul").sections
    found = {
        each.name: each.facts
        for part in sections
        for answer in part.answers
        for each in answer.files
    }
    assert {name: (facts.type, facts.width, facts.height) for name, facts in found.items()} == {
        "surveys-by-year.png": ("png", 1200, 480),
        "satisfaction-2021.png": ("png", 1200, 400),
        "surveys.csv": ("csv", 0, 0),
        "sns-channels.pdf": ("pdf", 0, 0),
        "data-analyses.png": ("png", 1200, 424),
    }
    assert max(facts.size for facts in found.values()) < 20_000
    uploads = Upload.objects.values_list("file_id", "by__email")
    assert dict(uploads) == {
        found[name].digest: f"{writer}@seoul.example"
        for name, writer in (
            ("surveys-by-year.png", "writer2"),
            ("satisfaction-2021.png", "writer2"),
            ("surveys.csv", "writer2"),
            ("sns-channels.pdf", "writer1"),
            ("data-analyses.png", "writer1"),
        )
    }
    assert [part.file_count for part in sections] == [0, 0, 0, 0, 3, 1, 0, 1]
    assert all(b"".join(stream(facts.digest)) for facts in found.values())


@pytest.mark.usefixtures("_loaded")
def test_load_writes_through_the_door_for_answers() -> None:
    assert set(Revision.objects.values_list("source", flat=True)) == {Source.DEMO}
    revisions = Revision.objects.filter(version=F("answer__version"))
    assert [
        (each.version, each.content, each.author_id) for each in revisions.order_by("answer_id")
    ] == [
        (each.version, each.content, each.updated_by_id) for each in Answer.objects.order_by("pk")
    ]
    assert not RefusedText.objects.exists()


@pytest.mark.usefixtures("_loaded")
def test_load_moves_sections_along_their_stories() -> None:
    parts = snapshot_of("seoul").sections
    assert {part.section.key: part.state for part in parts} == STATES
    told = Event.objects.order_by("pk").values_list(
        "work__section__key", "action", "actor__email", "comment"
    )
    assert list(told) == [
        (key, step["action"], step["by"], step["comment"])
        for key, plan in SEOUL["sections"].items()
        for step in plan["story"]
    ]


@pytest.mark.usefixtures("_loaded")
def test_approvals_hold_for_what_stands_there() -> None:
    def holds(part: SectionSnapshot) -> bool:
        return part.approval is not None and part.approval.digest == part.digest

    parts = snapshot_of("seoul").sections
    assert [part.section.key for part in parts if holds(part)] == [
        key for key, state in STATES.items() if state is State.APPROVED
    ]


@pytest.mark.usefixtures("_loaded")
def test_sections_have_departments_and_dates_from_today() -> None:
    today = timezone.localdate()
    assert {
        part.section.key: (part.department, part.due_on) for part in snapshot_of("seoul").sections
    } == {
        key: (plan["department"], today + timedelta(days=plan["due_in_days"]))
        for key, plan in SEOUL["sections"].items()
    }


@pytest.mark.usefixtures("_loaded")
def test_section_in_review_waits_for_the_next_signature_of_its_line() -> None:
    part = snapshot_of("seoul").sections_by_key["online-services"]
    assert [(step.title, step.consents) for step in part.line] == [
        ("팀장", False),
        ("담당관", True),
        ("국장", False),
    ]
    assert [signature.by for signature in part.signed] == ["백도현"]


@pytest.mark.usefixtures("_loaded")
def test_people_have_sections_questions_and_threads() -> None:
    works = SectionWork.objects.filter(contributors__isnull=False)
    assert set(works.values_list("section__key", "contributors__name")) == {
        ("organization", "오지훈"),
        ("legal", "문하린"),
        ("online-services", "오지훈"),
        ("online-services", "문하린"),
    }
    [delegation] = Delegation.objects.all()
    assert (delegation.question.key, delegation.people.get().name) == ("iii-1", "문하린")
    assert dict(Thread.objects.values_list("question__key", "required")) == {
        "i-3": False,
        "iii-2": True,
    }
    assert [person.name for person in Remark.objects.latest("pk").mentioned.all()] == ["문하린"]


@pytest.mark.usefixtures("_loaded")
def test_people_are_told_of_things_but_get_no_mail() -> None:
    assert Notice.objects.count() > 0
    assert not Notice.objects.filter(mailed_at__isnull=True, read_at__isnull=True).exists()


@pytest.mark.usefixtures("_loaded")
def test_second_city_is_empty_and_apart() -> None:
    busan = snapshot_of("busan")
    assert (busan.answered, busan.total) == (0, 24)
    assert {part.state for part in busan.sections} == {State.DRAFT}
    coordinator = User.objects.get(email="coordinator@busan.example")
    assert [each.city.slug for each in coordinator.memberships.all()] == ["busan"]


@pytest.mark.usefixtures("_loaded")
def test_people_have_their_roles_and_the_one_password() -> None:
    found = {
        (each.user.email, each.user.name, each.city.slug, each.role)
        for each in Membership.objects.select_related("user", "city")
    }
    assert found == {(p["email"], p["name"], p["city"], p["role"]) for p in DEMO["people"]}
    coordinators = Membership.objects.filter(role=Role.COORDINATOR)
    assert all(each.department and each.post for each in coordinators)
    assert all(user.check_password(PASSWORD) for user in User.objects.all())
    assert not User.objects.filter(is_staff=True).exists()


@pytest.mark.usefixtures("_loaded")
def test_seoul_submits_in_english_and_says_so_beside_all_its_answers() -> None:
    assert list(City.objects.values_list("slug", "language", "submission_language")) == [
        ("busan", "ko", ""),
        ("seoul", "ko", "en"),
    ]
    seoul = Response.objects.select_related("city", "edition").get(city__slug="seoul")
    assert read_untranslated(seoul.city) == ([], [], [])
    assert Term.objects.count() == 30
    page = response_html(with_contacts(read_snapshot(seoul), seoul.city), "en")
    cover, approvals = page.partition('class="contents"')[0], page.partition('id="approvals"')[2]
    assert not holds_korean(cover)
    assert not holds_korean(approvals)
    assert "Han Seoyun, Officer · coordinator@seoul.example" in cover
    assert "Baek Dohyun" in approvals


def test_accounts_of_names_the_people_in_the_files_order() -> None:
    accounts = accounts_of(DEMO)
    assert accounts[0] == Account(
        *("coordinator@seoul.example", "한서윤", "seoul", Role.COORDINATOR),
        *("디지털정책담당관", "주무관", "Han Seoyun"),
    )
    assert [account.email for account in accounts] == [p["email"] for p in DEMO["people"]]


def test_load_uses_the_edition_that_is_there() -> None:
    edition = make_edition(json.loads((FIXTURES / "lgq-2022.json").read_text("utf-8")))
    load(DEMO, PASSWORD)
    assert Edition.objects.get() == edition


def test_load_leaves_other_cities_alone() -> None:
    make_city("springfield")
    load(DEMO, PASSWORD)
    assert set(City.objects.values_list("slug", flat=True)) == {"springfield", "seoul", "busan"}


def test_load_again_is_refused_in_one_line_and_changes_nothing() -> None:
    load(DEMO, PASSWORD)
    before = counts()
    with pytest.raises(DemoRefusedError) as refusal:
        load(DEMO, "another secret")
    said = str(refusal.value)
    assert said.startswith("The demo was not loaded, as these exist: busan, seoul, ")
    assert "\n" not in said
    assert counts() == before
    coordinators = Membership.objects.filter(role=Role.COORDINATOR)
    assert all(each.department and each.post for each in coordinators)
    assert all(user.check_password(PASSWORD) for user in User.objects.all())


def test_load_never_takes_over_a_city_or_an_account() -> None:
    make_city("busan")
    User.objects.create_user("viewer@seoul.example", "own secret", name="Somebody")
    before = counts()
    with pytest.raises(DemoRefusedError) as refusal:
        load(DEMO, PASSWORD)
    assert str(refusal.value) == (
        "The demo was not loaded, as these exist: busan, viewer@seoul.example."
    )
    assert counts() == before


def test_load_that_fails_half_way_changes_nothing() -> None:
    make_user()
    demo = copy.deepcopy(DEMO)
    plans = demo["responses"][0]["sections"].values()
    [plan["story"] for plan in plans if plan["story"]][-1][-1]["by"] = "viewer@seoul.example"
    before = counts()
    with pytest.raises(TransitionRefusedError):
        load(demo, PASSWORD)
    assert counts() == before


def test_load_takes_no_harm_from_links_that_have_failed_already(settings: Settings) -> None:
    settings.CHECK_LINKS = True
    for url in ("https://www.seoul.go.kr/", "www.seoul.go.kr"):
        note_checks(url, Finding.MISSING, Finding.MISSING, last=timezone.now())
    load(DEMO, PASSWORD)
    told = Event.objects.exclude(failing=None).values_list("action", "failing").order_by("pk")
    assert told.first() == ("send", ["https://www.seoul.go.kr/"])
