import json

import pytest

from bench.figures import Round, Row, Sample, percentile, ratio_of, row_of
from bench.forms import forms_of
from bench.plan import FLOORS, LARGE, PAGES, PDFS, TARGETS, Target
from bench.report import as_json, table, verdict


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
    assert json.loads(as_json(rows)) == [
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


def test_every_floor_and_target_names_a_page() -> None:
    pages = [*FLOORS, *PAGES, *LARGE, *PDFS]
    names = [page.name for page in pages]
    assert {page.floor for page in pages if page.floor} - set(names) == set()
    assert set(TARGETS) - set(names) == set()
    assert len(set(names)) == len(names)


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
