"""Three kinds of part that only the test tree has go all the way, without a line of the product.

Each is a module of what it is, how it is entered, and two templates: see tests/support/kinds.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from responses.documents.handouts import handout_file
from responses.documents.pdf import render_pdf
from responses.domain.content.content import Content, canonical
from responses.domain.content.kinds import KINDS
from responses.domain.definition.loading import faults_of
from responses.domain.snapshot.plain import read_text, snapshot_text
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Role
from responses.models import Answer, RefusedText, Response, Submission, User
from tests.documents.reading import body, visible
from tests.support.browser import focused, form_at, words
from tests.support.factories import (
    approve_all,
    find,
    make_definition,
    make_edition,
    make_member,
    make_response,
    wording,
    write,
)
from tests.support.handouts import FILLS, became, give_back, make_handout
from tests.support.kinds.added import add_kinds

pytestmark = pytest.mark.django_db

URL = "/springfield/test-2030/beta/"
UNSAVED = f"{URL}unsaved/"
LABEL = "What is asked"


@dataclass(frozen=True)
class Case:
    """A kind, with what two people type into its part `it`, and a faulty field of it.

    `told` is what is `stored` in the fields of a page.
    """

    key: str
    mine: Mapping[str, str]
    stored: Any
    theirs: Any
    said: str
    faulty: tuple[str, str, str]
    both: Any
    told: Mapping[str, str]


def in_part(name: str) -> Callable[[bytes], str]:
    """Return what reads the words of a part of an office document."""

    def read(content: bytes) -> str:
        return re.sub("<[^>]*>", " ", ZipFile(BytesIO(content)).read(name).decode())

    return read


READERS: Mapping[str, Callable[[bytes], str]] = {
    "response.md": bytes.decode,
    "response.docx": in_part("word/document.xml"),
    "response.hwpx": in_part("Contents/section0.xml"),
}


def partner(name: str, country: str = "", since: str = "") -> dict[str, str]:
    return {"partner": name, "country": country, "since": since}


CASES = {
    "period": Case(
        key="period",
        mine={"--since": "2024. 3", "--until": "2025년 2월"},
        stored={"since": "2024-03", "until": "2025-02"},
        theirs={"since": "2019-01", "until": ""},
        said="2024-03 2025-02",
        faulty=("--since", "lately", "Enter a month, such as 2026-03."),
        both={"since": "2024-03", "until": "2025-02"},
        told={"--since": "2024-03", "--until": "2025-02"},
    ),
    "quantity": Case(
        key="quantity",
        mine={"--amount": "12,5", "--unit": " km "},
        stored={"amount": "12.5", "unit": "km"},
        theirs={"amount": "13", "unit": "ha"},
        said="12.5 km",
        faulty=("--amount", "many", "Enter a number, such as 12.5."),
        both={"amount": "12.5", "unit": "km"},
        told={"--amount": "12.5", "--unit": "km"},
    ),
    "partners": Case(
        key="partners",
        mine={
            "--0--partner": "Ulsan",
            "--0--country": "Korea",
            "--0--since": "2019",
            "--1--partner": "  ",
            "--2--partner": "Graz",
        },
        stored=[partner("Ulsan", "Korea", "2019"), partner("Graz")],
        theirs=[partner("Oslo", "Norway")],
        said="Ulsan Korea 2019 Graz",
        faulty=("--0--since", "lately", "Enter a year, such as 2026."),
        both=[partner("Ulsan", "Korea", "2019"), partner("Graz"), partner("Oslo", "Norway")],
        told={
            "--0--partner": "Ulsan",
            "--0--country": "Korea",
            "--0--since": "2019",
            "--1--partner": "Graz",
        },
    ),
}


@pytest.fixture(params=CASES)
def case(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> Case:
    """Return a case, with the kinds beside those of the product."""
    add_kinds(monkeypatch, settings)
    return CASES[request.param]


def asking(case: Case) -> dict[str, Any]:
    """Return an edition whose B.1 asks for the kind, then for a text."""
    definition = make_definition()
    part: dict[str, Any] = {"key": "it", "kind": case.key, "label": wording(LABEL)}
    if KINDS[case.key].takes_choices:
        part["choices"] = [{"key": unit, "label": wording(unit)} for unit in ("km", "ha")]
    definition["sections"][1]["questions"][0]["parts"].insert(0, part)
    return definition


@pytest.fixture
def response(case: Case) -> Response:
    return make_response(edition=make_edition(asking(case)))


@pytest.fixture
def page_of(client: Client, writer: User) -> Client:
    client.force_login(writer)
    return client


def sent(case: Case, version: int, prefix: str = "", **others: str) -> dict[str, str]:
    """Return what a browser sends of B.1 with what I typed."""
    typed = {f"{prefix}q-b-1--it{name}": text for name, text in case.mine.items()}
    return {f"{prefix}version-b-1": str(version), **typed, **others}


def stored() -> Any:
    return Answer.objects.get().content["parts"]


def test_an_edition_asks_for_it_only_while_there_is_such_a_kind(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    definition = asking(case)
    assert faults_of(definition) == []
    monkeypatch.delitem(KINDS, case.key)
    assert any(f"'{case.key}' is not one of" in fault for fault in faults_of(definition))


def test_it_is_answered_and_shown_as_it_is_stored(
    case: Case, response: Response, page_of: Client
) -> None:
    empty = form_at(page_of.get(URL), ("then", "send"))
    assert set(empty.fields) >= {f"q-b-1--it{name}" for name in list(case.mine)[:2]}

    page = page_of.post(URL, sent(case, 0), follow=True)

    assert "Saved 1 answer." in words(page)
    assert stored() == {"it": case.stored}
    shown = form_at(page, ("then", "send")).fields
    again = page_of.post(URL, {name: values[-1] for name, values in shown.items()}, follow=True)
    assert "Nothing was changed" in words(again)


def test_a_fault_is_told_at_its_field_and_nothing_is_lost(
    case: Case, response: Response, page_of: Client
) -> None:
    name, text, message = case.faulty
    page = page_of.post(URL, sent(case, 0, **{f"q-b-1--it{name}": text}))

    assert page.status_code == 422
    html = page.content.decode()
    assert f'href="#q-b-1--it{name}"' in html
    assert message in html
    assert form_at(page, ("then", "send")).fields[f"q-b-1--it{name}"] == [text]
    assert not Answer.objects.exists()


def test_it_is_autosaved(case: Case, response: Response, page_of: Client) -> None:
    def save(version: int, **others: str) -> tuple[int, Any]:
        page = page_of.post(f"{URL}b-1/save/", sent(case, version, **others))
        return page.status_code, json.loads(page.content)

    status, told = save(0)
    assert (status, told["state"], told["version"], told["answered"]) == (200, "saved", 1, True)
    assert stored() == {"it": case.stored}

    name, text, message = case.faulty
    status, told = save(1, **{f"q-b-1--it{name}": text, "q-b-1--text": "○ Sound"})
    assert status == 422
    assert [problem["message"] for problem in told["problems"]] == [message]
    assert stored() == {"it": case.stored, "text": "○ Sound"}


def test_others_hear_of_it_in_the_fields_of_the_page(
    case: Case, response: Response, page_of: Client
) -> None:
    write(response, "b-1", make_member(response.city, Role.CONTRIBUTOR), it=case.stored)
    told = json.loads(page_of.post(f"{URL}presence/", {"version-b-1": "0"}).content)
    fields = dict(told["changed"]["b-1"]["fields"])
    assert {name: text for name, text in fields.items() if text} == {
        f"q-b-1--it{name}": text for name, text in case.told.items()
    }


def test_a_conflict_is_shown_marked_and_merged(
    case: Case, response: Response, page_of: Client
) -> None:
    write(response, "b-1", make_member(response.city, Role.CONTRIBUTOR), it=case.theirs)
    page = page_of.post(URL, sent(case, 0))
    assert page.status_code == 409
    refused = RefusedText.objects.get()
    assert refused.content["parts"] == {"it": case.stored}
    told = words(page)
    for word in case.said.split():
        assert f"{word}" in told
    assert LABEL in told

    form = form_at(page, ("do", "combine"))
    page = page_of.post(UNSAVED, form.typed({"do": "combine"}), follow=True)

    assert "The combined text is saved." in words(page)
    assert stored() == {"it": case.both}


def test_history_compares_it_in_words(case: Case, response: Response, page_of: Client) -> None:
    person = make_member(response.city, Role.CONTRIBUTOR)
    write(response, "b-1", person, it=case.stored)
    write(response, "b-1", person, it=case.theirs)

    told = words(page_of.get(f"{URL}b-1/history/", {"from": "0", "to": "1"}))
    assert f"inserted: {case.said} end of insertion" in told
    told = words(page_of.get(f"{URL}b-1/history/", {"from": "1", "to": "2"}))
    assert "deleted:" in told


def test_it_is_searched(case: Case, response: Response, page_of: Client, writer: User) -> None:
    write(response, "b-1", writer, it=case.stored)
    for word in case.said.split():
        assert 'href="/springfield/test-2030/beta/#b-1"' in str(
            page_of.get("/search/", {"words": word}).content
        )


def test_it_is_printed_in_every_language(case: Case, response: Response, writer: User) -> None:
    write(response, "b-1", writer, it=case.stored)
    for language in ("ko", "en"):
        text = "".join(body(render_pdf(read_snapshot(response), language)))
        assert visible(wording(LABEL)[language]) in text
        for word in case.said.split():
            assert visible(word) in text


def test_it_leaves_in_every_format_that_is_worked_on(
    case: Case, response: Response, writer: User, client: Client
) -> None:
    write(response, "b-1", writer, it=case.stored)
    client.force_login(writer)
    for name, reads in READERS.items():
        page = client.get(f"/springfield/test-2030/export/{name}", {"language": "en"})
        told = " ".join(re.findall(r"[\w.]+", reads(page.content)))
        assert LABEL in told
        for word in re.findall(r"[\w.]+", case.said):
            assert word in told


@pytest.mark.parametrize("case", ["partners", "period"], indirect=True)
def test_it_is_handed_out_and_comes_back(case: Case, response: Response, writer: User) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    question = find(response, "b-1")[1]
    slots = KINDS[case.key].slots(question.parts_by_key["it"], case.stored)
    texts = {f"b-1.it.{slot.key}": slot.text for slot in slots}
    for form, fill in FILLS.items():
        write(response, "b-1", writer, it=case.theirs)
        handout = make_handout(response, coordinator, "b-1", form=form)
        content = fill(handout_file(handout), texts)
        returned = give_back(handout, content, coordinator, f"filled.{form}")
        assert became(returned) == {"b-1": "written"}
        assert stored() == {"it": case.stored}


def test_it_is_sealed_and_verified(
    case: Case, response: Response, writer: User, reviewer: User, client: Client
) -> None:
    write(response, "b-1", writer, it=case.stored)
    approve_all(response, reviewer)
    client.force_login(make_member(response.city, Role.COORDINATOR))
    client.post("/springfield/test-2030/submissions/seal/")

    said = StringIO()
    call_command("verify_submissions", stdout=said)
    assert said.getvalue() == "springfield test-2030 no. 1: intact\n"
    text = Submission.objects.get().snapshot
    assert snapshot_text(read_text(text)) == text
    content = read_text(text).sections_by_key["beta"].answers[0].content
    assert content == Content({"it": case.stored})


def test_it_reads_its_own_values_back_as_they_are(case: Case, response: Response) -> None:
    question = find(response, "b-1")[1]
    for value in (case.stored, case.theirs, case.both):
        content = canonical(question, {"it": value})
        assert Content.from_json(json.loads(json.dumps(content.to_json()))) == content
        assert canonical(question, content.parts) == content


@pytest.mark.parametrize("case", ["partners"], indirect=True)
def test_rows_are_added_moved_and_removed_without_a_script(
    case: Case, response: Response, page_of: Client
) -> None:
    typed = sent(case, 0)
    for button, names, focus in (
        ("add q-b-1--it", ["Ulsan", "  ", "Graz", ""], "3--partner"),
        ("remove q-b-1--it 1", ["Ulsan", "Graz"], "1--partner"),
        ("up q-b-1--it 2", ["Ulsan", "Graz", "  "], "1--up"),
        ("down q-b-1--it 0", ["  ", "Ulsan", "Graz"], "1--down"),
    ):
        page = page_of.post(URL, typed | {"rows": button})
        fields = form_at(page, ("then", "send")).fields
        assert [texts[0] for name, texts in fields.items() if name.endswith("partner")] == names
        assert focused(page) == [f"q-b-1--it--{focus}"]
    assert not Answer.objects.exists()
