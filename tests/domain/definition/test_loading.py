import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from responses.domain.content.content import canonical
from responses.domain.content.kinds import KINDS
from responses.domain.definition.loading import (
    DefinitionError,
    Loaded,
    _parted,
    faults_of,
    load,
)
from responses.domain.digests import digest
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import Follows
from responses.models import Edition, Part, Question, Section
from tests.support.factories import (
    find,
    make_definition,
    make_edition,
    make_response,
    shape_of,
    wording,
    write,
)

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
LGQ_2022: dict[str, Any] = json.loads((FIXTURES / "lgq-2022.json").read_text("utf-8"))

LGQ_2022_BEFORE = "6f1bb4b476de7355ca26754ed9220a6642dd31317ff8bd540279c5d53e1f31a0"

INDICATORS_BEFORE = {
    "i-1": ["#281", "#212"],
    "i-2-1": ["#222", "#236"],
    "i-2-2": ["#222", "#236"],
    "i-2-3": ["#222", "#236"],
    "ii-1": ["#224", "#234"],
    "ii-1-1": ["#224", "#234"],
    "iii-3": ["#219"],
    "iii-5": ["#223"],
    "iv-2": ["#289"],
    "iv-3": ["#289"],
    "v-1": ["#293"],
    "v-2": ["#294"],
    "v-3": ["#294"],
    "vi-1": ["#273"],
    "vii-1": ["#290"],
    "vii-2": ["#225a"],
    "viii-1": ["#238", "#239"],
    "viii-1-a": ["#238", "#239"],
}

ASKED = [key for key, kind in KINDS.items() if kind.asked]
Change = Callable[[dict[str, Any]], object]


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Edition, Section, Question, Part))


def changed(change: Change) -> dict[str, Any]:
    definition: dict[str, Any] = json.loads(json.dumps(make_definition()))
    change(definition)
    return definition


def question(definition: dict[str, Any], section: int = 0, place: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = definition["sections"][section]["questions"][place]
    return found


INDICATOR = {"criterion": "content", "code": "7", "meaning": wording("news")}
NO_KEY = "is no key: use the letters a to z, digits and single hyphens"
FAULTS: dict[str, tuple[Change, list[str]]] = {
    "nothing": (dict.clear, [f"$: '{key}' is a required property" for key in make_definition()]),
    "year": (lambda d: d.update(year="2030"), ["$.year: '2030' is not of type 'integer'"]),
    "unknown": (
        lambda d: d.update(colour=1),
        ["$: Additional properties are not allowed ('colour' was unexpected)"],
    ),
    "one language": (
        lambda d: d["title"].pop("ko"),
        ["$.title: 'ko' is a required property"],
    ),
    "another language": (
        lambda d: d["title"].update(fr="x"),
        ["$.title: Additional properties are not allowed ('fr' was unexpected)"],
    ),
    "empty wording": (
        lambda d: d["title"].update(ko=""),
        ["$.title.ko: '' should be non-empty"],
    ),
    "no sections": (lambda d: d.update(sections=[]), ["$.sections: [] should be non-empty"]),
    "key": (
        lambda d: question(d).update(key="A_1"),
        [
            f"$.sections[0].questions[0].key: 'A_1' {NO_KEY}",
        ],
    ),
    "key with a line end": (
        lambda d: question(d).update(key="a-1\n"),
        [f"$.sections[0].questions[0].key: 'a-1 ' {NO_KEY}"],
    ),
    "kind": (
        lambda d: question(d, 1)["parts"][0].update(kind="photo"),
        [
            f"$.sections[1].questions[0].parts[0].kind: 'photo' is not one of {ASKED}",
        ],
    ),
    "choices elsewhere": (
        lambda d: question(d, 1)["parts"][0].update(choices=[{"key": "a", "label": wording("A")}]),
        ["$.sections[1].questions[0].parts[0]: only the kind 'choices' has choices"],
    ),
    "choices missing": (
        lambda d: question(d)["parts"][1].pop("choices"),
        ["$.sections[0].questions[0].parts[1]: 'choices' is a required property"],
    ),
    "follows what is not asked": (
        lambda d: question(d, 1).update(follows={"question": "a-9", "answer": "yes"}),
        ["question 'b-1': follows: no question 'a-9' comes before it"],
    ),
    "follows itself": (
        lambda d: question(d, 1).update(follows={"question": "b-1", "answer": "yes"}),
        ["question 'b-1': follows: no question 'b-1' comes before it"],
    ),
    "follows what decides nothing": (
        lambda d: question(d, 1).update(follows={"question": "a-2", "answer": "yes"}),
        ["question 'b-1': follows: 'a-2' does not ask for one yes or no"],
    ),
    "follows perhaps": (
        lambda d: question(d, 1).update(follows={"question": "a-1", "answer": "perhaps"}),
        [
            "$.sections[1].questions[0].follows.answer: 'perhaps' is not one of ['yes', 'no']",
        ],
    ),
    "indicator that is not there": (
        lambda d: d.update(indicators=[INDICATOR]),
        [
            "question 'a-2': there is no indicator '#7'",
        ],
    ),
    "indicator twice": (
        lambda d: (
            d.update(indicators=[INDICATOR, INDICATOR]),
            question(d, 0, 1).update(indicators=["content/7"]),
        ),
        ["$.indicators: 'content/7' is there 2 times"],
    ),
    "indicator without a meaning": (
        lambda d: d.update(indicators=[{"criterion": "content", "code": "7"}]),
        ["$.indicators[0]: 'meaning' is a required property"],
    ),
    "two faults": (
        lambda d: (d.update(year=1), d.pop("code")),
        ["$: 'code' is a required property", "$.year: 1 is less than the minimum of 2000"],
    ),
    "control character": (
        lambda d: question(d)["wording"].update(en="a\x00b"),
        ["$.sections[0].questions[0].wording.en: character U+0000 cannot be stored or printed"],
    ),
    "surrogate": (
        lambda d: question(d).update(indicators=["\ud800"]),
        ["$.sections[0].questions[0].indicators[0]: character U+D800 cannot be stored or printed"],
    ),
    "reserved code": (
        lambda d: d.update(code="members"),
        ["$.code: 'members' is an address of the site itself"],
    ),
    "reserved section": (
        lambda d: d["sections"][1].update(key="start"),
        ["$.sections: 'start' is an address of the site itself"],
    ),
    "section keys": (
        lambda d: d["sections"][1].update(key="alpha"),
        ["$.sections: key 'alpha' is used 2 times"],
    ),
    "section numbers": (
        lambda d: d["sections"][1].update(number="A"),
        ["$.sections: number 'A' is used 2 times"],
    ),
    "question keys in two sections": (
        lambda d: question(d, 1).update(key="a-1"),
        ["$.sections[*].questions: key 'a-1' is used 2 times"],
    ),
    "question numbers": (
        lambda d: question(d, 1).update(number="A.1"),
        ["$.sections[*].questions: number 'A.1' is used 2 times"],
    ),
    "part keys": (
        lambda d: question(d)["parts"][0].update(key="text"),
        ["question 'a-1': parts: key 'text' is used 2 times"],
    ),
    "choice keys": (
        lambda d: question(d)["parts"][1]["choices"][0].update(key="staff"),
        ["question 'a-1': choices: key 'staff' is used 2 times"],
    ),
}


@pytest.mark.parametrize(("change", "faults"), FAULTS.values(), ids=FAULTS)
def test_faults_of_gives_one_line_a_fault(change: Change, faults: list[str]) -> None:
    assert faults_of(changed(change)) == faults


@pytest.mark.parametrize(
    "definition",
    [None, [], "x", 1, {"title": {"ko": {"a": {}}}}, {"sections": [{"questions": [None]}]}],
)
def test_faults_of_takes_anything_that_json_can_hold(definition: Any) -> None:
    faults = faults_of(definition)
    assert faults
    assert [fault for fault in faults if "\n" in fault or len(fault) > 300] == []


def test_faults_of_does_not_repeat_half_the_file() -> None:
    (fault,) = faults_of(changed(lambda d: d.update(title=["x" * 10_000])))
    assert len(fault) < 250


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "faults"), FAULTS.values(), ids=FAULTS)
def test_load_of_a_faulty_definition_changes_nothing(change: Change, faults: list[str]) -> None:
    make_edition()
    before = counts()
    with pytest.raises(DefinitionError) as refusal:
        load(changed(change))
    assert refusal.value.faults == faults
    assert counts() == before


@pytest.mark.django_db
def test_load_again_changes_nothing() -> None:
    assert load(make_definition()) is Loaded.CREATED
    before = edition_shape(Edition.objects.get())
    assert load(json.loads(json.dumps(make_definition(), sort_keys=True))) is Loaded.UNCHANGED
    assert edition_shape(Edition.objects.get()) == before
    assert counts() == (1, 2, 3, 9)


@pytest.mark.django_db
def test_load_replaces_an_edition_that_nobody_answers() -> None:
    load(make_definition())
    shape = edition_shape(Edition.objects.get())
    assert load(changed(lambda d: d["sections"].pop(0))) is Loaded.UPDATED
    replaced = edition_shape(Edition.objects.get())
    assert [section.key for section in shape.sections] == ["alpha", "beta"]
    assert [section.key for section in replaced.sections] == ["beta"]
    assert replaced.digest != shape.digest
    assert counts() == (1, 1, 1, 1)


@pytest.mark.django_db
def test_edition_shape_is_never_that_of_an_earlier_load() -> None:
    """Going back to an earlier definition makes new rows, which an old shape would miss."""
    for title in ("First", "Second", "First"):
        load(make_definition(title=wording(title)))
        shape = edition_shape(Edition.objects.get())
        assert shape.title == wording(title)
        assert {section.pk for section in shape.sections} == set(
            Section.objects.values_list("pk", flat=True)
        )


@pytest.mark.django_db
def test_load_leaves_an_edition_with_responses_frozen() -> None:
    edition = make_response().edition
    assert load(make_definition()) is Loaded.UNCHANGED
    assert load(make_definition(title=wording("Other"))) is Loaded.KEPT
    edition.refresh_from_db()
    assert edition.title == wording("Test")
    with pytest.raises(ProtectedError):
        edition.delete()


def with_rules(definition: dict[str, Any]) -> None:
    question(definition, 0, 1)["parts"][0].update(required=True)
    question(definition, 1).update(follows={"question": "a-1", "answer": "no"})


@pytest.mark.django_db
def test_what_is_required_and_follows_is_renewed_where_the_wording_is_frozen() -> None:
    response = make_response()
    before = edition_shape(response.edition)
    assert load(changed(with_rules)) is Loaded.UPDATED
    assert load(changed(with_rules)) is Loaded.UNCHANGED
    edition = Edition.objects.get()
    now = edition_shape(edition)
    assert (edition.pk, now.digest) == (response.edition.pk, before.digest)
    assert now.questions_by_key["b-1"].follows == Follows("a-1", "no")
    assert [part.required for part in now.questions_by_key["a-2"].parts] == [True, None]
    assert load(make_definition()) is Loaded.UPDATED
    assert edition_shape(Edition.objects.get()) == before


@pytest.mark.django_db
def test_rules_are_no_part_of_the_digest_of_the_wording() -> None:
    load(make_definition())
    load(changed(with_rules) | {"code": "other-2030"})
    load(make_definition("other-2031"))
    rules = dict(Edition.objects.values_list("code", "rules"))
    assert rules["test-2030"] == rules["other-2031"] != rules["other-2030"]
    wordings = [digest(_parted(make_definition())[0]), digest(_parted(changed(with_rules))[0])]
    assert wordings[0] == wordings[1] == Edition.objects.get(code="test-2030").digest


def test_the_wording_of_lgq_2022_is_that_of_what_was_stored_before_it_had_rules_and_more() -> None:
    wording, _rules = _parted(LGQ_2022)
    with_files = []
    for asked in (each for section in wording["sections"] for each in section["questions"]):
        parts = [part for part in asked["parts"] if part["kind"] != "files"]
        with_files += [asked["key"]] if parts != asked["parts"] else []
        asked["parts"] = parts
        asked["indicators"] = INDICATORS_BEFORE.get(asked["key"], [])
    assert len(wording.pop("indicators")) == 95
    assert with_files == ["v-2", "vi-1", "viii-2"]
    assert digest(wording) == LGQ_2022_BEFORE


@pytest.mark.django_db
def test_another_edition_is_loaded_and_answered_without_a_change_of_code() -> None:
    """Its sections, numbers, questions and combinations of parts are all of its own."""
    part = {"key": "how-many", "kind": "percentage", "label": wording("Share")}
    box = {
        "key": "which",
        "kind": "choices",
        "label": wording("Which"),
        "choices": [{"key": key, "label": wording(key)} for key in ("x", "y")],
    }
    note = {"key": "note", "kind": "text", "label": wording("Note")}
    definition = {
        "code": "lgq-2044",
        "year": 2044,
        "title": wording("LGQ 2044"),
        "sections": [
            {
                "key": "crisis",
                "number": "1",
                "title": wording("Crisis"),
                "questions": [
                    {
                        "key": "share",
                        "number": "1-1",
                        "wording": wording("How many?"),
                        "parts": [box, part, note, note | {"key": "note-2"}],
                    }
                ],
            }
        ],
    }
    make_edition()
    assert load(definition) is Loaded.CREATED
    response = make_response(edition=Edition.objects.get(code="lgq-2044"))
    author = response.city.memberships.get().user
    outcome = write(response, "share", author, which=["y"], how_many="12,5", note_2="○ 하나")
    assert (outcome.version, outcome.changed) == (1, True)
    assert response.answers.get().content == {
        "parts": {"which": ["y"], "how-many": "12.5", "note-2": "○ 하나"}
    }
    assert [work.section.key for work in response.works.all()] == ["crisis"]
    with pytest.raises(ValidationError):
        canonical(find(response, "share")[1], {"links": []})
    assert shape_of(response).year == 2044
