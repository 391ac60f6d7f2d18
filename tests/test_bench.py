import json
import os
import time
from collections import Counter
from dataclasses import replace
from email import message_from_bytes
from io import StringIO
from urllib.parse import parse_qsl

import pytest
from django.core.management import call_command

from bench import pace, scale
from bench.figures import (
    Checked,
    Held,
    Paced,
    Pressed,
    Round,
    Row,
    Sample,
    Typed,
    Waits,
    percentile,
    ratio_of,
    row_of,
    slower,
)
from bench.forms import forms_of, part_of, question_of
from bench.inside.populate import EDITION_FILE, fill
from bench.load import Browser, Chosen
from bench.people import asker_of, demo_email, slug_of
from bench.plan import (
    BRINGING,
    CITY,
    CROWDED,
    FEW,
    FIGURED_PDFS,
    FLOOR_SECTION,
    FLOORS,
    ILLUSTRATED,
    LARGE,
    LINKED,
    MORE,
    PAGES,
    PDFS,
    QUIET,
    REVIEWED,
    SEATS,
    SECTION,
    TALKED_OF,
    TARGETS,
    Does,
    Page,
    Target,
)
from bench.report import (
    as_json,
    checked_table,
    held_table,
    paced_table,
    pressed_table,
    scale_as_json,
    table,
    typed_table,
    verdict,
)
from bench.rounds import behind_floors
from bench.servers import Server, _cpu_seconds
from bench.sites import Content, Trouble, hosts_of, on_paper
from bench.visitors import FILE_SIZE, Reader, Typist, Uploader
from responses.models import Answer, Response
from tests.support.invariants import named_in_contents


def make_round(cpu_ms: float, latencies: tuple[float, ...] = (1.0, 2.0)) -> Round:
    """Return a round of requests that took so long and so much CPU time each."""
    sample = Sample(latencies, seconds=0.5, cpu_seconds=cpu_ms * len(latencies) / 1000)
    return Round(sample, sample)


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 1), (1, 1), (50, 50), (95, 95), (99, 99), (99.5, 100), (100, 100)]
)
def test_percentile_is_the_nearest_rank(percent: float, expected: float) -> None:
    assert percentile([*range(100, 0, -1)], percent) == expected


def test_percentile_of_one_value_is_that_value() -> None:
    assert [percentile([7.0], percent) for percent in (1, 50, 99)] == [7.0, 7.0, 7.0]


def test_percentile_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 50)


def test_ratio_is_the_median_of_the_rounds_own_ratios() -> None:
    # The machine was ten times slower in the last round, for both.
    page = [make_round(4), make_round(6), make_round(50)]
    floor = [make_round(2), make_round(2), make_round(20)]
    assert ratio_of(page, floor) == 2.5


def test_slower_is_the_median_of_the_rounds_own_ratios_of_times() -> None:
    page = [make_round(1, (2.0, 4.0, 90.0)), make_round(1, (6.0,)), make_round(1, (50.0,))]
    floor = [make_round(1, (2.0, 2.0)), make_round(1, (2.0,)), make_round(1, (20.0,))]
    assert slower(page, floor) == 2.5


def test_row_has_medians_of_rounds_and_percentiles_of_all_requests() -> None:
    rounds = {
        "page": [make_round(4, (1.0, 2.0)), make_round(6, (3.0, 4.0)), make_round(5, (5.0, 6.0))],
        "floor": [make_round(2), make_round(2), make_round(2)],
    }
    assert row_of("page", "SQLite", rounds, queries=7, floor="floor") == Row(
        name="page",
        database="SQLite",
        rps=4.0,
        p50_ms=3.0,
        p95_ms=6.0,
        p99_ms=6.0,
        cpu_ms=5.0,
        queries=7,
        floor="floor",
        ratio=2.5,
    )


def test_row_of_a_page_that_failed_is_empty() -> None:
    assert row_of("page", "SQLite", {"page": []}, queries=7, floor="floor") == Row(
        "page", "SQLite", floor="floor"
    )


def test_row_without_its_floor_has_no_ratio() -> None:
    assert row_of("page", "SQLite", {"page": [make_round(4)]}, floor="floor").ratio is None


@pytest.mark.parametrize(
    ("ratio", "queries", "expected"),
    [
        (2.5, 8, "≤ 2.5 × view ok, ≤ 8 queries ok"),
        (2.51, 9, "≤ 2.5 × view OVER, ≤ 8 queries OVER"),
        (None, None, "≤ 2.5 × view NOT MEASURED, ≤ 8 queries NOT MEASURED"),
    ],
)
def test_verdict_says_whether_the_target_is_met(
    ratio: float | None, queries: int | None, expected: str
) -> None:
    row = Row("overview", "SQLite", floor="view", ratio=ratio, queries=queries)
    assert verdict(row, Target(ratio=2.5, queries=8)) == expected


def test_verdict_says_whether_cpu_time_is_met() -> None:
    said = [verdict(Row("p", "SQLite", cpu_ms=ms), Target(cpu_ms=60)) for ms in (60.0, 60.1)]
    assert said == ["≤ 60 ms ok", "≤ 60 ms OVER"]


def test_table_groups_rows_by_database_and_aligns_them() -> None:
    rows = [
        Row("view", "SQLite", 1234.5, 1, 2, 3, 4.567, 3),
        Row("overview", "SQLite", 99, 10, 20, 30, 8, 6, "view", 1.75),
        Row("view", "PostgreSQL"),
    ]
    assert table(rows, {"overview": Target(ratio=2.5)}).splitlines() == [
        "",
        "SQLite",
        "            req/s  p50 ms  p95 ms  p99 ms  CPU ms  queries  × floor  target",
        "view      1,234.5    1.00    2.00    3.00    4.57        3        –",
        "overview     99.0   10.00   20.00   30.00    8.00        6     1.75  ≤ 2.5 × view ok",
        "",
        "PostgreSQL",
        "      req/s  p50 ms  p95 ms  p99 ms  CPU ms  queries  × floor  target",
        "view      –       –       –       –       –        –        –",
    ]


def test_json_has_the_rows_with_every_field() -> None:
    rows = [Row("overview", "SQLite", 99.12345, 1, 2, 3, 4, 6, "view", 1.75), Row("save", "SQLite")]
    assert json.loads(as_json(rows))["pages"] == [
        {
            "name": "overview",
            "database": "SQLite",
            "rps": 99.123,
            "p50_ms": 1,
            "p95_ms": 2,
            "p99_ms": 3,
            "cpu_ms": 4,
            "queries": 6,
            "floor": "view",
            "ratio": 1.75,
        },
        {
            "name": "save",
            "database": "SQLite",
            "rps": None,
            "p50_ms": None,
            "p95_ms": None,
            "p99_ms": None,
            "cpu_ms": None,
            "queries": None,
            "floor": None,
            "ratio": None,
        },
    ]


def test_sites_are_those_of_the_cities_and_take_their_time() -> None:
    hosts = hosts_of(200)
    assert (len(hosts), sum(len(each.contents) for each in hosts)) == (2_000, 12_000)
    assert len({each.ip for each in hosts}) == 2_000
    troubles = Counter(each.trouble for each in hosts)
    assert (troubles[Trouble.DEAD], troubles[Trouble.BUSY]) == (20, 20)
    assert sum(each.checkable for each in hosts) == 11_860
    # PDF, three pages, the front page: 8 requests of 0.1 s, and a second between two.
    assert hosts[1].contents == (Content.PDF, *[Content.PAGE] * 3)
    assert hosts[1].seconds(1) == pytest.approx(7.8)
    assert [each.seconds(1) for each in (hosts[37], hosts[73])] == [0.0, 0.1]
    assert hosts[1].waits_to_keep() == [0.1] * 3
    # At the places of all together, or as long as the one that takes longest.
    assert (on_paper([1, 2, 3], 2), on_paper([9, 1], 2)) == (3, 9)


def test_checked_table_says_what_is_possible_on_paper() -> None:
    checked = Checked("check", "SQLite", 1186, 2362, 134.4, 100.8, 95.2, 1.0009)
    assert checked_table([checked, replace(checked, seconds=150.0, faults=1)]).splitlines() == [
        "",
        "Links",
        (
            "               links  requests      s  s on paper  links/s  on paper  % of it  MB a "
            "worker  least pause s  faults  target"
        ),
        (
            "SQLite: check  1,186     2,362  134.4       100.8      8.8      11.8       75       "
            "    95           1.00       0  ≥ 70 % ok, ≤ 250 MB ok, 0 faults ok"
        ),
        (
            "SQLite: check  1,186     2,362  150.0       100.8      7.9      11.8       67       "
            "    95           1.00       1  ≥ 70 % UNDER, ≤ 250 MB ok, 0 faults OVER"
        ),
    ]


def make_typed(database: str = "SQLite", **changes: int) -> Typed:
    """Return what became of fifty people of whom nobody met an error."""
    return Typed(
        database,
        people=50,
        seconds=60,
        per_second=21.5,
        p50_ms=12.3456,
        p95_ms=45.6,
        p99_ms=78.9,
        cores=0.25,
        **({"saved": 1290, "refused": 12, "heartbeats": 200, "errors": 0, "lost": 0} | changes),
    )


def test_typed_table_says_what_became_of_the_crowds() -> None:
    crowds = [make_typed(), make_typed("PostgreSQL", errors=1), make_typed("Third", lost=2)]
    assert typed_table(crowds).splitlines() == [
        "",
        "50 people typing at once for 60 s",
        (
            "            saved  saves/s  p50 ms  p95 ms  p99 ms  cores  refused  heartbeats  errors"
            "  lost  target"
        ),
        (
            "SQLite      1,290    21.50   12.35   45.60   78.90   0.25       12         200       0"
            "     0  0 errors, 0 lost ok"
        ),
        (
            "PostgreSQL  1,290    21.50   12.35   45.60   78.90   0.25       12         200       1"
            "     0  0 errors, 0 lost OVER"
        ),
        (
            "Third       1,290    21.50   12.35   45.60   78.90   0.25       12         200       0"
            "     2  0 errors, 0 lost OVER"
        ),
    ]


def test_typed_table_of_nobody_is_empty() -> None:
    assert typed_table([]) == ""


def test_json_has_the_crowds_with_every_field() -> None:
    assert json.loads(as_json([], [make_typed()]))["typing"] == [
        {
            "database": "SQLite",
            "people": 50,
            "seconds": 60,
            "saved": 1290,
            "per_second": 21.5,
            "p50_ms": 12.346,
            "p95_ms": 45.6,
            "p99_ms": 78.9,
            "cores": 0.25,
            "refused": 12,
            "heartbeats": 200,
            "errors": 0,
            "lost": 0,
        }
    ]


def test_pressed_table_says_how_many_presses_waited() -> None:
    pressed = Pressed(Waits((0.0, 4.25, 8.0, 3.0)), Waits((0.0, 0.0)))
    assert pressed_table(pressed).splitlines() == [
        "",
        "Presses of PDFs, a worker at work",
        "                   presses  waited %  p50 s  longest s  target",
        "while people type        4        75    3.0        8.0",
        "after they left          2         0    0.0        0.0  0 waited ok",
    ]
    assert "0 waited OVER" in pressed_table(replace(pressed, after=Waits((0.0, 0.1))))


def test_every_floor_and_target_names_a_page() -> None:
    pages = [*FLOORS, *PAGES, *MORE, *LARGE, *PDFS, *FIGURED_PDFS]
    names = [page.name for page in pages]
    assert {page.floor for page in pages if page.floor} - set(names) == set()
    assert set(TARGETS) - set(names) == set()
    assert len(set(names)) == len(names)


def test_each_page_is_asked_for_soon_after_its_floor() -> None:
    view, save, overview = Page("view", ""), Page("save", ""), Page("overview", "", "view")
    history, long = Page("history", "", "view"), Page("long", "", "history")
    autosave, alone = Page("autosave", "", "save"), Page("alone", "", "none such")
    pages = [view, save, overview, long, alone, history, autosave]
    asked = [view, overview, history, long, save, autosave, alone]
    assert behind_floors([view, save, overview, autosave, history, long, alone]) == asked
    assert len(behind_floors(pages)) == len(pages)


def test_forms_of_reads_what_a_browser_would_send() -> None:
    page = """
        <form method="get" action="/search/"><input name="q"></form>
        <form method="POST" id="answers">
          <input type="hidden" name="version" value="3">
          <input type="radio" name="yes" value="yes">
          <input type="radio" name="yes" value="" checked>
          <input type="checkbox" name="item" value="a" checked>
          <input type="checkbox" name="item" value="b" checked>
          <input type="checkbox" name="item" value="c">
          <input type="text" name="gone" value="x" disabled>
          <textarea name="text">
○ 하나 &amp; 둘
  - 셋</textarea>
          <textarea name="short">.</textarea>
          <select name="language">
            <option value="ko">한국어</option><option value="en" selected>English</option>
          </select>
          <template><input name="row" value="new"><textarea name="none"></textarea></template>
          <button name="action" value="save">Save</button><input type="submit" name="go">
        </form>
        <input name="outside" value="1"><input name="bar" value="2" form="answers">
    """
    search, answers = forms_of(page)
    assert (search.method, search.action, search.fields) == ("get", "/search/", [("q", "")])
    assert answers.method == "post"
    assert answers.fields == [
        ("version", "3"),
        ("yes", ""),
        ("item", "a"),
        ("item", "b"),
        ("text", "○ 하나 & 둘\n  - 셋"),
        ("short", "."),
        ("language", "en"),
        ("bar", "2"),
    ]
    assert answers.texts == ["text", "short"]
    assert answers.longest_text() == "text"


def test_form_changes_the_named_fields_alone() -> None:
    (form,) = forms_of('<form method="post"><input name="a" value="1"><input name="b"></form>')
    assert form.changed({"b": "2"}) == [("a", "1"), ("b", "2")]


SECTION_PAGE = """
    <form method="post" id="section">
      <input type="hidden" name="csrfmiddlewaretoken" value="secret">
      <input type="hidden" name="person" value="7">
      <input type="hidden" name="version-a-1" value="4">
      <textarea name="q-a-1--text">Short</textarea>
      <input type="hidden" name="version-a-1-b" value="2">
      <input type="checkbox" name="q-a-1-b--items" value="x" checked>
      <input type="checkbox" name="q-a-1-b--items" value="y" checked>
      <textarea name="q-a-1-b--text">The longest text</textarea>
      <textarea name="q-a-1-b--links--paste"></textarea>
      <input name="reason-a-1-b" value="">
    </form>
"""


class SectionBrowser(Browser):
    """A browser that has loaded one page of a section."""

    def get(self, path: str) -> tuple[int, str]:
        assert path == "/city/edition/section/"
        return 200, SECTION_PAGE


@pytest.fixture
def typist() -> Typist:
    return Typist(SectionBrowser(1, {"csrftoken": "token"}), "/city/edition/section/", name="Kim")


def sent(typist: Typist) -> list[tuple[str, str]]:
    """Return the fields that are sent to save what is typed next."""
    return parse_qsl(typist.next().body.decode(), keep_blank_values=True)


def test_names_of_fields_say_question_and_part() -> None:
    assert (question_of("q-a-1-b--text"), part_of("q-a-1-b--text")) == ("a-1-b", "text")


def test_typist_sends_one_question_as_the_script_does(typist: Typist) -> None:
    request = typist.next()
    assert (request.path, request.expected) == ("/city/edition/section/a-1-b/save/", 200)
    assert request.headers["X-CSRFToken"] == "token"
    assert parse_qsl(request.body.decode(), keep_blank_values=True) == [
        ("person", "7"),
        ("version-a-1-b", "2"),
        ("q-a-1-b--items", "x"),
        ("q-a-1-b--items", "y"),
        ("q-a-1-b--text", "The longest text\n○ Kim 1"),
        ("q-a-1-b--links--paste", ""),
        ("reason-a-1-b", ""),
    ]


def test_typist_goes_on_from_the_version_that_was_saved(typist: Typist) -> None:
    typist.next()
    typist.heard(b'{"version": 3, "fields": null}')
    fields = dict(sent(typist))
    assert (fields["version-a-1-b"], fields["q-a-1-b--text"]) == ("3", "The longest text\n○ Kim 2")


def test_typist_types_on_in_what_somebody_else_saved(typist: Typist) -> None:
    typist.next()
    typist.heard(b'{"version": 9, "fields": [["q-a-1-b--text", "Theirs"]]}')
    assert sent(typist) == [
        ("person", "7"),
        ("version-a-1-b", "9"),
        ("q-a-1-b--text", "Theirs\n○ Kim 2"),
    ]


def test_typist_types_on_from_an_old_version_after_a_heartbeat(typist: Typist) -> None:
    assert parse_qsl(typist.beat().body.decode()) == [("version-a-1", "4"), ("version-a-1-b", "2")]
    typist.heard_others(b'{"changed": {"a-1": {"version": 5}, "a-1-b": {"version": 6}}}')
    assert parse_qsl(typist.beat().body.decode()) == [("version-a-1", "5"), ("version-a-1-b", "6")]
    assert dict(sent(typist))["version-a-1-b"] == "2"


def test_a_file_is_sent_as_a_browser_sends_it() -> None:
    browser = Browser(1, {"csrftoken": "token"})
    request = browser.sending_file(
        "/files/", [("person", "7")], Chosen("file", "a.pdf", b"\r\n\0x")
    )
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    parts = list(message_from_bytes(head + request.body).walk())[1:]
    said = [
        (part.get_param("name", header="Content-Disposition"), part.get_filename())
        for part in parts
    ]
    assert said == [("person", None), ("file", "a.pdf")]
    assert [part.get_payload(decode=True) for part in parts] == [b"7", b"\r\n\0x"]
    assert (request.method, request.expected) == ("POST", 200)


def test_an_uploader_brings_another_file_each_time() -> None:
    browser = SectionBrowser(1, {"csrftoken": "token"})
    first, second = (Uploader(browser, "/city/edition/section/") for _ in range(2))
    sent = [each.next() for each in (first, first, second)]
    assert {each.path for each in sent} == {"/city/edition/section/vi-1/files/"}
    assert {b'name="q-vi-1--files--file"; filename="plan.pdf"' in each.body for each in sent} == {
        True
    }
    assert len({each.body for each in sent}) == 3
    assert {len(each.body) // FILE_SIZE for each in sent} == {1}


def test_cities_have_one_use_each_and_are_all_made() -> None:
    writers = [
        page.cities for page in (*PAGES, *MORE) if page.cities and page.does is not Does.READ
    ]
    uses = [number for cities in [*writers, CROWDED] for number in cities]
    assert len(set(uses)) == len(uses)
    assert max(CROWDED) < min(*QUIET, *TALKED_OF, *REVIEWED)
    assert max(REVIEWED) < min(*BRINGING, *ILLUSTRATED)
    assert max(*BRINGING, *ILLUSTRATED) < LINKED[0]
    assert LINKED[0] + len({"seoul", "busan"}) <= FEW


def test_fifty_people_type() -> None:
    assert len(CROWDED) * len(SEATS) == 50


def test_pages_are_asked_for_by_the_coordinators_of_their_cities_in_turn() -> None:
    page = Page("page", "/{city}/", cities=range(3, 5))
    assert [asker_of(page, connection) for connection in range(3)] == [
        ("coordinator3@bench.example", "/bench-3/"),
        ("coordinator4@bench.example", "/bench-4/"),
        ("coordinator3@bench.example", "/bench-3/"),
    ]
    assert asker_of(Page("page", "/"), 1) == (demo_email("coordinator"), "/")


def test_every_page_of_a_load_is_held_to_its_time_with_the_demo_alone() -> None:
    assert [page.floor for page in scale.LOADED] == [page.name for page in scale.ALONE]
    assert {page.server for page in scale.LOADED} == {"large"}
    assert {scale.TARGETS[page.name].ratio for page in scale.LOADED} == {1.2}


def test_two_hundred_people_of_a_load_are_in_fifty_cities() -> None:
    people = pace.cast(193, 200)
    assert len(set(people)) == 200
    assert {city for city, _name in people} == set(range(1, 51))
    assert {name for _city, name in people} == {"coordinator", "writer1", "writer2", "reviewer"}


@pytest.fixture
def two_pages(monkeypatch: pytest.MonkeyPatch) -> list[Reader]:
    """Return who reads two pages, of which each is a file that has to be made first."""
    replies = iter([202, 200, 202, 200])
    monkeypatch.setattr(Browser, "get", lambda _self, _path: (next(replies), ""))
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    return [Reader(Browser(80), path) for path in ("/a/", "/b/")]


def test_a_rounder_asks_for_every_page_in_turn(two_pages: list[Reader]) -> None:
    rounder = scale.Rounder(two_pages)
    assert [rounder.next().path for _ in range(3)] == ["/a/", "/b/", "/a/"]


def test_what_a_scale_run_found_is_told_with_its_verdict() -> None:
    fared = Paced("SQLite", 200, 180.0, 4500, 20.0, 60.0, 90.0, 0.8, errors=1)
    held = [Held("SQLite", name, 10_000, 100.0, last) for name, last in (("a", 104), ("b", 106))]
    assert paced_table([fared]).splitlines()[1:] == [
        "200 people at human pace for 180 s",
        "        requests  p50 ms  p95 ms  p99 ms  cores  errors  target",
        "SQLite     4,500   20.00   60.00   90.00   0.80       1  0 errors OVER",
    ]
    assert [line.rpartition(" ")[2] for line in held_table(held).splitlines()[3:]] == ["ok", "OVER"]
    told = json.loads(scale_as_json([], [fared], held))
    assert (told["paced"][0]["errors"], told["memory"][1]["last_mb"]) == (1, 106)


def test_cpu_time_and_memory_of_processes_are_those_of_the_system() -> None:
    assert _cpu_seconds(os.getpid()) == pytest.approx(time.process_time(), abs=0.01)
    assert Server(os.getpid(), port=0).memory_mb()["master"] > 10


@pytest.mark.django_db
def test_other_cities_say_what_the_demo_says_in_its_own_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "a long one for the demo")
    call_command("load_edition", EDITION_FILE, stdout=StringIO())
    call_command("load_demo", stdout=StringIO())
    there = Response.objects.count()
    fill(there + 2)
    others = Answer.objects.filter(response__city__slug__in=[slug_of(1), slug_of(2)])
    said = Answer.objects.filter(
        response__city__slug=CITY, question__section__key__in=[SECTION, FLOOR_SECTION], language=""
    )
    assert Response.objects.count() == there + 2
    assert others.count() == 2 * said.count() > 0
    assert not others.exclude(language="").exists()
    # Nobody has brought its files to them.
    assert not named_in_contents(list(others.values_list("content", flat=True)))
    assert named_in_contents(list(said.values_list("content", flat=True)))
