"""PDFs are drawn in a process of its own, within limits, and are the same as those drawn here."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from responses.documents import drawing
from responses.documents.drawing import TooLargeError, draw_apart, draw_here, meanwhile
from responses.documents.pdf import render_apart
from responses.domain.snapshot.snapshot import Snapshot

from .demo_figures import demo_figures

PAGE = '<html lang="en"><head><title>A page</title></head><body><p>Some words</p></body></html>'


@pytest.fixture(autouse=True)
def _nobody_else() -> Iterator[None]:
    """Leave no process with other limits to other tests."""
    drawing._end()
    yield
    drawing._end()


def test_a_document_drawn_apart_is_the_same_to_the_byte(demo: Snapshot, demo_ko: bytes) -> None:
    assert render_apart(demo, "ko", figures=demo_figures) == demo_ko


def test_it_is_drawn_again_where_the_other_process_has_ended() -> None:
    drawn = draw_apart(PAGE)
    (other,) = drawing._others
    other.kill()
    assert drawn == draw_apart(PAGE) == draw_here(PAGE)
    assert drawing._others != [other]


def test_one_that_ended_while_it_was_told_a_page_is_ended_like_any_other() -> None:
    other = drawing._start()
    assert other.stdin
    other.stdin.write(PAGE.encode())
    other.kill()
    other.wait()
    drawing._end()
    assert draw_apart(PAGE) == draw_here(PAGE)


@pytest.mark.parametrize(("limit", "most"), [("CPU_SECONDS", 0), ("MEMORY", 1)])
def test_what_takes_more_than_the_limits_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    monkeypatch.setattr(drawing, limit, most)
    with pytest.raises(TooLargeError):
        draw_apart(PAGE)
    assert drawing._others == []


def test_what_takes_too_long_on_the_clock_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "SECONDS", 0)
    with pytest.raises(TooLargeError):
        draw_apart(PAGE)


def test_signs_are_given_as_long_as_the_other_process_draws() -> None:
    signs: list[int] = []
    with meanwhile(timedelta(milliseconds=1), lambda: signs.append(len(signs))):
        drawn = draw_apart(PAGE)
    assert len(signs) > 10  # it takes the other process longer to start
    after = len(signs)
    assert drawn == draw_apart(PAGE)
    assert len(signs) == after


def test_signs_do_not_prolong_how_long_a_document_may_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(drawing, "SECONDS", 0.05)
    signs: list[int] = []
    sign = meanwhile(timedelta(milliseconds=1), lambda: signs.append(1))
    with sign, pytest.raises(TooLargeError):
        draw_apart(PAGE)
    assert 0 < len(signs) < 60
