"""Tests of texts of templates that are translated once."""

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Engine, engines
from django.templatetags import i18n as of_django
from django.utils.safestring import SafeString
from django.utils.translation import override

from responses.templatetags.texts import TranslatedOnce, translate

OURS = Engine(libraries={"texts": "responses.templatetags.texts"})
DJANGOS = Engine(libraries={"i18n": "django.templatetags.i18n"})
TEXTS = [
    '{% translate "Answered" %}',
    "{% trans 'Answered' %}",
    '{% translate "Change" context "who has a section" %}',
    '{% translate "Change" context which %}',
    "{% translate \"No '<b>' & no 5%\" %}",
    '{% translate "Answered" as it %}[{{ it }}]',
    '{% translate "Answered"|upper %}',
    "{% translate word %}",
    '{% translate "Answered" noop %}',
    '{% translate _("Answered") %}',
    "{% autoescape off %}{% translate 'a & b' %}{% endautoescape %}{% translate 'a & b' %}",
]


@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_those_of_django_in_any_order(text: str) -> None:
    ours = OURS.from_string(f"{{% load texts %}}{text}")
    djangos = DJANGOS.from_string(f"{{% load i18n %}}{text}")
    contexts = [
        {"word": "Answered", "which": "who has a section"},
        {"word": "Question", "which": ""},
    ]
    for language, context, escapes in product(("ko", "en", "ko"), contexts, (True, False)):
        with override(language):
            ways = [
                template.render(Context(context, autoescape=escapes))
                for template in (ours, djangos)
            ]
        assert ways[0] == ways[1]
        assert type(ways[0]) is SafeString


def test_what_is_fixed_is_translated_once_and_nothing_else() -> None:
    once = [
        len(
            OURS.from_string(f"{{% load texts %}}{text}").nodelist.get_nodes_by_type(TranslatedOnce)
        )
        for text in TEXTS
    ]
    assert once == [1, 1, 1, 0, 1, 1, 0, 0, 0, 1, 2]


def test_library_has_all_that_stands_in_djangos() -> None:
    [library] = [OURS.template_libraries["texts"]]
    assert library.tags.keys() == of_django.register.tags.keys()
    assert library.filters.keys() == of_django.register.filters.keys()
    assert library.tags["blocktranslate"] is of_django.register.tags["blocktranslate"]


def test_our_templates_load_it_and_never_djangos() -> None:
    folder = Path(__file__).resolve().parents[2] / "templates"
    loads = {
        path.relative_to(folder).as_posix(): set(" ".join(found).split())
        for path in folder.rglob("*.*")
        if (found := re.findall(r"{%-? *load ([^%]*)%}", path.read_text("utf-8")))
    }
    assert len(loads) > 100
    assert [name for name, libraries in loads.items() if "i18n" in libraries] == []


def test_no_two_libraries_have_one_name() -> None:
    django: Any = engines["django"]
    assert django.check() == []
    assert django.engine.template_libraries["texts"].tags["translate"] is translate
