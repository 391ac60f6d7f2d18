from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.template import Context, Engine, loader
from django.utils import translation
from pytest_django import Settings

from responses.pages import remembered
from responses.pages.remembered import render_remembered
from tests.support.strict_templates import UndefinedVariableError

WAYS = "responses/partials/_talk_link.html"
VALUES: Mapping[str, Any] = {"href": "/x/", "key": "a-1", "number": "A.1", "open": 1, "count": 2}


@dataclass(frozen=True)
class Said:
    """A value that has no hash."""

    texts: list[str]


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Begin with nothing remembered; return the templates as they are rendered."""
    monkeypatch.setattr(remembered, "_memory", remembered._Memory())
    rendered: list[str] = []

    def recorded(template: str, values: dict[str, Any]) -> Any:
        rendered.append(template)
        return loader.render_to_string(template, values)

    with translation.override("en"):
        monkeypatch.setattr(remembered, "render_to_string", recorded)
        yield rendered


def test_equal_values_are_rendered_once(memory: list[str]) -> None:
    first = render_remembered(WAYS, VALUES)
    assert render_remembered(WAYS, {**VALUES}) == first
    assert "(<strong>" not in first
    assert "<strong>(1 open)</strong>" in first
    assert memory == [WAYS]


@pytest.mark.parametrize(
    ("name", "value"),
    [("href", "/y/"), ("key", "a-2"), ("number", "A.2"), ("open", 0), ("count", None)],
)
def test_each_value_makes_another_piece(memory: list[str], name: str, value: Any) -> None:
    pieces = [render_remembered(WAYS, VALUES), render_remembered(WAYS, {**VALUES, name: value})]
    if name != "count":
        assert pieces[0] != pieces[1]
    assert [render_remembered(WAYS, VALUES), render_remembered(WAYS, {**VALUES, name: value})] == (
        pieces
    )
    assert memory == [WAYS, WAYS]


def test_values_without_a_hash_are_compared(memory: list[str]) -> None:
    pieces = [
        render_remembered(WAYS, {**VALUES, "said": Said(texts)})
        for texts in (["a"], ["b"], ["a"], ["b"])
    ]
    assert len({*pieces}) == 1
    assert memory == [WAYS, WAYS]


def test_each_language_and_each_template_has_its_own(memory: list[str]) -> None:
    pieces = []
    for language in ("en", "ko", "en", "ko"):
        with translation.override(language):
            pieces.append(render_remembered(WAYS, VALUES))
    assert pieces[:2] == pieces[2:]
    assert "Discussion" in pieces[0]
    assert "Discussion" not in pieces[1]
    other = "responses/review/_deleted.html"
    assert render_remembered(other, {**VALUES, "slot": {"text": "x"}}) not in pieces
    assert memory == [WAYS, WAYS, other]


def test_the_oldest_are_forgotten(memory: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    length = len(render_remembered(WAYS, VALUES))
    monkeypatch.setattr(remembered, "MOST", length * 60)
    for number in range(59):
        render_remembered(WAYS, {**VALUES, "nothing": number})
    render_remembered(WAYS, VALUES)
    assert memory.count(WAYS) == 60
    for number in range(59, 65):
        render_remembered(WAYS, {**VALUES, "nothing": number})
    render_remembered(WAYS, VALUES)
    assert memory.count(WAYS) == 66
    render_remembered(WAYS, {**VALUES, "nothing": 0})
    assert memory.count(WAYS) == 67
    assert remembered._memory.size == length * 60


def test_what_is_long_is_not_remembered(memory: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MOST", len(render_remembered(WAYS, VALUES)) * 50 - 1)
    for _ in range(2):
        render_remembered(WAYS, {**VALUES, "nothing": 1})
    assert memory == [WAYS] * 3


def test_a_developer_sees_each_change(memory: list[str], settings: Settings) -> None:
    settings.DEBUG = True
    for _ in range(2):
        render_remembered(WAYS, VALUES)
    assert memory == [WAYS, WAYS]


def test_a_remembered_partial_knows_nothing_of_its_page() -> None:
    given = " ".join(f"{name}={name}" for name in VALUES if name != "open")
    tag = f'{{% load lgq %}}{{% remembered "{WAYS}" {given} %}}'
    page = Engine.get_default().from_string(tag)
    with pytest.raises(UndefinedVariableError, match="open"):
        page.render(Context(dict(VALUES)))
