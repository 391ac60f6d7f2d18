import pytest
from django.template import Engine
from django.utils.translation import override

from responses.forms.answer import frames
from responses.forms.answer.frames import render_cached


def test_render_cached_escapes_values_and_does_not_read_slots_in_them() -> None:
    html = render_cached("responses/parts/_link_opens.html", {"address": "<\0address\0>"})

    assert html.count("&lt;\0address\0&gt;") == 1


def test_render_cached_misses_no_value() -> None:
    with pytest.raises(KeyError, match="address"):
        render_cached("responses/parts/_link_opens.html", {})


def test_frames_are_kept_for_each_language() -> None:
    compiled = Engine.get_default().from_string("{% load i18n %}{% translate 'Monday' %}")
    shown = {}
    for language in ("en", "ko"):
        with override(language):
            shown[language] = frames._frame(compiled, language)

    assert shown == {"en": ("Monday",), "ko": ("월요일",)}
