"""The report: tables for people, and the same as JSON. Pure."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from bench.figures import Checked, Held, Paced, Pressed, Row, Typed, Waits, Worked, percentile
from bench.plan import FILES, TARGETS, Target

HEADINGS = ("", "req/s", "p50 ms", "p95 ms", "p99 ms", "CPU ms", "queries", "× floor", "target")

TYPED_HEADINGS = (
    *("", "saved", "saves/s", "p50 ms", "p95 ms", "p99 ms", "cores", "refused"),
    *("heartbeats", "errors", "lost", "target"),
)
PRESSED_HEADINGS = ("", "presses", "waited %", "p50 s", "longest s", "target")
PACED_HEADINGS = ("", "requests", "p50 ms", "p95 ms", "p99 ms", "cores", "errors", "target")
WORKED_HEADINGS = ("", "CPU s", "MB", "target")
CHECKED_HEADINGS = (
    *("", "links", "requests", "s", "s on paper", "links/s", "on paper", "% of it", "MB a worker"),
    *("least pause s", "faults", "target"),
)
HELD_HEADINGS = ("", "MB at first", "MB in the end", "× first", "target")
FLAT = 1.05
"""How much a process may hold in the end, as a multiple of what it held at first."""


CHECK_SHARE, CHECK_MB = 0.7, 250
"""The least share of what is possible on paper, and the most memory of a worker."""


def table(rows: Iterable[Row], targets: Mapping[str, Target] = TARGETS) -> str:
    """Return the rows as text, one line each, under a heading for each database."""
    lines: list[str] = []
    by_database: dict[str, list[Row]] = {}
    for row in rows:
        by_database.setdefault(row.database, []).append(row)
    for database, group in by_database.items():
        cells = [HEADINGS, *(_cells(row, targets.get(row.name)) for row in group)]
        lines += ["", database, *_aligned(cells)]
    return "\n".join(lines)


def typed_table(crowds: Sequence[Typed]) -> str:
    """Return what became of people typing at once as text, one line a database."""
    if not crowds:
        return ""
    title = f"{crowds[0].people} people typing at once for {crowds[0].seconds:.0f} s"
    return "\n".join(["", title, *_aligned([TYPED_HEADINGS, *map(_typed_cells, crowds)])])


def pressed_table(pressed: Pressed) -> str:
    """Return how presses of PDFs fared with a worker at work as text, beside a crowd and after."""
    during = _waits_cells("while people type", pressed.during, "")
    none = f"0 waited {'OVER' if pressed.after.share else 'ok'}"
    after = _waits_cells("after they left", pressed.after, none)
    title = "Presses of PDFs, a worker at work"
    return "\n".join(["", title, *_aligned([PRESSED_HEADINGS, during, after])])


def paced_table(paced: Sequence[Paced]) -> str:
    """Return how people at human pace fared as text, one line a database."""
    title = f"{paced[0].people} people at human pace for {paced[0].seconds:.0f} s"
    return "\n".join(["", title, *_aligned([PACED_HEADINGS, *map(_paced_cells, paced)])])


def held_table(held: Sequence[Held]) -> str:
    """Return what processes hold as text, one line a process."""
    first = held[0].requests
    title = f"Memory of each process after {first // 10:,} and after {first:,} requests"
    return "\n".join(["", title, *_aligned([HELD_HEADINGS, *map(_held_cells, held)])])


def scale_as_json(rows: Iterable[Row], paced: Iterable[Paced], held: Iterable[Held]) -> str:
    """Return what `--scale` measures as a JSON object of three lists, with the fields of each."""
    found: Mapping[str, Iterable[Row | Paced | Held]] = {
        "pages": rows,
        "paced": paced,
        "memory": held,
    }
    plain = {name: [*map(_rounded, each)] for name, each in found.items()}
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def as_json(rows: Iterable[Row], crowds: Iterable[Typed] = ()) -> str:
    """Return rows and crowds as a JSON object of two lists, with the fields of each."""
    both = {"pages": [*map(_rounded, rows)], "typing": [*map(_rounded, crowds)]}
    return json.dumps(both, ensure_ascii=False, indent=1) + "\n"


def verdict(row: Row, target: Target | None) -> str:
    """Return the row's target with "ok" or "over", or nothing if it has none."""
    if target is None:
        return ""
    parts = []
    if target.ratio is not None:
        parts.append(f"≤ {target.ratio:g} × {row.floor} {_judged(row.ratio, target.ratio)}")
    if target.queries is not None:
        parts.append(f"≤ {target.queries} queries {_judged(row.queries, target.queries)}")
    if target.cpu_ms is not None:
        parts.append(f"≤ {target.cpu_ms:g} ms {_judged(row.cpu_ms, target.cpu_ms)}")
    return ", ".join(parts)


def _judged(value: float | None, limit: float) -> str:
    if value is None:
        return "NOT MEASURED"
    return "ok" if value <= limit else "OVER"


def _cells(row: Row, target: Target | None) -> tuple[str, ...]:
    times = (row.p50_ms, row.p95_ms, row.p99_ms, row.cpu_ms)
    return (
        row.name,
        _number(row.rps, 1),
        *(_number(value, 2) for value in times),
        _number(row.queries, 0),
        _number(row.ratio, 2),
        verdict(row, target),
    )


def _typed_cells(crowd: Typed) -> tuple[str, ...]:
    times = (crowd.per_second, crowd.p50_ms, crowd.p95_ms, crowd.p99_ms, crowd.cores)
    counts = (crowd.refused, crowd.heartbeats, crowd.errors, crowd.lost)
    none = "ok" if not (crowd.errors or crowd.lost) else "OVER"
    return (
        crowd.database,
        _number(crowd.saved, 0),
        *(_number(value, 2) for value in times),
        *(_number(value, 0) for value in counts),
        f"0 errors, 0 lost {none}",
    )


def _waits_cells(when: str, waits: Waits, target: str) -> tuple[str, ...]:
    return (
        when,
        _number(len(waits.seconds), 0),
        _number(100 * waits.share, 0),
        _number(percentile(waits.seconds, 50), 1),
        _number(max(waits.seconds), 1),
        target,
    )


def _paced_cells(one: Paced) -> tuple[str, ...]:
    times = (one.p50_ms, one.p95_ms, one.p99_ms, one.cores)
    none = "ok" if not one.errors else "OVER"
    return (
        one.database,
        _number(one.requests, 0),
        *(_number(value, 2) for value in times),
        _number(one.errors, 0),
        f"0 errors {none}",
    )


def _held_cells(one: Held) -> tuple[str, ...]:
    return (
        f"{one.database}, {one.process}",
        _number(one.first_mb, 1),
        _number(one.last_mb, 1),
        _number(one.growth, 3),
        f"≤ {FLAT:g} × first {_judged(one.growth, FLAT)}",
    )


def worked_table(rows: Iterable[Worked]) -> str:
    """Return what files take as a table."""
    return "\n".join(_aligned([WORKED_HEADINGS, *map(_worked_cells, rows)]))


def checked_table(rows: Iterable[Checked]) -> str:
    """Return how soon links were checked as a table."""
    return "\n".join(["", "Links", *_aligned([CHECKED_HEADINGS, *map(_checked_cells, rows)])])


def _checked_cells(one: Checked) -> tuple[str, ...]:
    enough = "ok" if one.share >= CHECK_SHARE else "UNDER"
    targets = (
        f"≥ {100 * CHECK_SHARE:.0f} % {enough}",
        f"≤ {CHECK_MB} MB {_judged(one.megabytes, CHECK_MB)}",
        f"0 faults {_judged(one.faults, 0)}",
    )
    return (
        f"{one.database}: {one.name}",
        _number(one.number, 0),
        _number(one.requests, 0),
        _number(one.seconds, 1),
        _number(one.paper_seconds, 1),
        _number(one.number / one.seconds, 1),
        _number(one.number / one.paper_seconds, 1),
        _number(100 * one.share, 0),
        _number(one.megabytes, 0),
        _number(one.least_pause, 2),
        _number(one.faults, 0),
        ", ".join(targets),
    )


def _worked_cells(one: Worked) -> tuple[str, ...]:
    most = FILES[one.name]
    parts = [f"≤ {most.seconds:g} s {_judged(one.seconds, most.seconds)}"]
    if most.megabytes is not None:
        parts.append(f"≤ {most.megabytes:g} MB {_judged(one.megabytes, most.megabytes)}")
    return (one.name, _number(one.seconds, 2), _number(one.megabytes, 0), ", ".join(parts))


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def _aligned(lines: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines with names and targets to the left and numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(
            [
                line[0].ljust(widths[0]),
                *(cell.rjust(width) for cell, width in zip(line[1:-1], widths[1:-1], strict=True)),
                line[-1],
            ]
        ).rstrip()
        for line in lines
    ]


def _rounded(row: Row | Typed | Paced | Held) -> dict[str, object]:
    plain = asdict(row)
    return {
        name: round(value, 3) if isinstance(value, float) else value
        for name, value in plain.items()
    }
