from typing import Any

import pytest
from django.template import Context, Engine
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from responses.pages import frames
from responses.pages.frames import render_cached


def test_render_cached_escapes_values_and_does_not_read_slots_in_them() -> None:
    html = render_cached("responses/parts/_link_opens.html", {"address": "<\0address\0>"})

    assert html.count("&lt;\0address\0&gt;") == 1


def test_render_cached_misses_no_value() -> None:
    with pytest.raises(KeyError, match="address"):
        render_cached("responses/parts/_link_opens.html", {})


def test_a_partial_is_filled_by_its_tag() -> None:
    field = "responses/partials/_in_place_field.html"
    tag = f'{{% load lgq %}}{{% filled "{field}" key=key number=number people="/p/" %}}'
    html = Engine.get_default().from_string(tag).render(Context({"key": "x", "number": "<"}))

    assert 'id="say-x"' in html
    assert 'data-people="/p/"' in html
    assert html.count("&lt;") == 2


def test_frames_are_kept_for_each_language() -> None:
    shown = []
    for language in ("en", "ko", "en"):
        with override(language):
            shown.append(render_cached("responses/header/_administration.html", {}))

    assert [">Administration<" in html for html in shown] == [True, False, True]
    assert ">관리<" in shown[1]


@pytest.mark.parametrize(
    "value", ["<a> & 'b' \"c\"", mark_safe("<b>"), gettext_lazy("Required"), 12, None]
)
def test_values_are_escaped_as_templates_do(value: Any) -> None:
    assert frames._escaped(value) == conditional_escape(value)
