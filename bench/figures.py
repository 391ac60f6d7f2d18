"""What is made of the measurements: percentiles, rows and their ratios to a floor. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median


@dataclass(frozen=True, slots=True)
class Sample:
    """One run of requests: how long each took, how long all took, and the workers' CPU time."""

    latencies_ms: tuple[float, ...]
    seconds: float
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class Round:
    """What one round measured of one page: alone, and with several connections at once."""

    alone: Sample
    crowd: Sample

    @property
    def rps(self) -> float:
        """Requests per second with several connections."""
        return len(self.crowd.latencies_ms) / self.crowd.seconds

    @property
    def cpu_ms(self) -> float:
        """CPU milliseconds per request over both runs."""
        samples = (self.alone, self.crowd)
        requests = sum(len(sample.latencies_ms) for sample in samples)
        return 1000 * sum(sample.cpu_seconds for sample in samples) / requests


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report; None where there is nothing to say."""

    name: str
    database: str
    rps: float | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None
    p99_ms: float | None = None
    cpu_ms: float | None = None
    queries: int | None = None
    floor: str | None = None
    ratio: float | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """What became of many people typing at once.

    The times are those of saves, refused ones too; `cores` is how many of them the workers
    kept busy; `errors` has every reply that was neither, and `lost` every acknowledged text
    that was not in the database afterwards.
    """

    database: str
    people: int
    seconds: float
    saved: int
    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    cores: float
    refused: int
    heartbeats: int
    errors: int
    lost: int


@dataclass(frozen=True, slots=True)
class Waits:
    """How many seconds each press of a PDF waited; 0 of one that found it ready."""

    seconds: tuple[float, ...]

    @property
    def share(self) -> float:
        """The share of presses that waited."""
        return sum(each > 0 for each in self.seconds) / len(self.seconds)


@dataclass(frozen=True, slots=True)
class Pressed:
    """How presses of PDFs fared beside people typing, and after these had left."""

    during: Waits
    after: Waits


@dataclass(frozen=True, slots=True)
class Paced:
    """How people at human pace fared; `errors` has every reply that was not as expected."""

    database: str
    people: int
    seconds: float
    requests: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    cores: float
    errors: int


@dataclass(frozen=True, slots=True)
class Held:
    """How much memory a process held after a tenth of so many requests, and after all."""

    database: str
    process: str
    requests: int
    first_mb: float
    last_mb: float

    @property
    def growth(self) -> float:
        """What it held in the end as a multiple of what it held at first."""
        return self.last_mb / self.first_mb


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that `percent` of all values do not exceed (nearest rank).

    Raises `ValueError` if there is no value.
    """
    if not values:
        raise ValueError("There is no percentile of nothing.")
    return sorted(values)[max(ceil(len(values) * percent / 100), 1) - 1]


def ratio_of(rounds: Sequence[Round], floor: Sequence[Round]) -> float:
    """Return the median of the rounds' own ratios of CPU time to the floor's.

    Both of a pair ran seconds apart, so whatever else slows the machine slows both.
    """
    return median(one.cpu_ms / other.cpu_ms for one, other in zip(rounds, floor, strict=True))


def slower(rounds: Sequence[Round], floor: Sequence[Round]) -> float:
    """Return how many times as long as its floor a page took alone, the median of the rounds.

    Unlike `ratio_of`, with what the database does in processes of its own.
    """
    return median(
        median(one.alone.latencies_ms) / median(other.alone.latencies_ms)
        for one, other in zip(rounds, floor, strict=True)
    )


def row_of(
    name: str,
    database: str,
    rounds: Mapping[str, Sequence[Round]],
    *,
    queries: int | None = None,
    floor: str | None = None,
) -> Row:
    """Return the row of a page from all pages' rounds; empty if the page was not measured."""
    mine = rounds.get(name)
    if not mine:
        return Row(name, database, floor=floor)
    latencies = [value for one in mine for value in one.alone.latencies_ms]
    return Row(
        name,
        database,
        rps=median(one.rps for one in mine),
        p50_ms=percentile(latencies, 50),
        p95_ms=percentile(latencies, 95),
        p99_ms=percentile(latencies, 99),
        cpu_ms=median(one.cpu_ms for one in mine),
        queries=queries,
        floor=floor,
        ratio=ratio_of(mine, rounds[floor]) if floor and rounds.get(floor) else None,
    )


@dataclass(frozen=True, slots=True)
class Worked:
    """What it takes to make or read a file: seconds of CPU time, and memory at its most."""

    name: str
    seconds: float
    megabytes: float


@dataclass(slots=True)
class Checked:
    """How soon links were checked, or pages kept: how many, with how many requests.

    `paper_seconds` is how long it takes at least; `megabytes` what one worker had at most; `faults`
    how many were checked twice, lost, or asked for impolitely.
    """

    name: str
    database: str
    number: int
    requests: int
    seconds: float
    paper_seconds: float
    megabytes: float
    least_pause: float
    faults: int = 0

    @property
    def share(self) -> float:
        """The throughput as a share of what is possible on paper."""
        return self.paper_seconds / self.seconds
