"""The strictness that the other tests rely on is there."""

from pathlib import Path

import pytest
from django.contrib import admin
from django.template import Context, Engine, Origin, Template

from tests.support.strict_templates import OURS, UndefinedVariableError

UNDEFINED = {
    "variable": "{{ missing }}",
    "attribute": "{{ known.missing }}",
    "filtered": '{{ missing|default:"x" }}',
    "tag argument": "{% with other=missing %}{% endwith %}",
    "if": "{% if missing %}{% endif %}",
    "else": "{% if not known %}{% elif missing %}{% endif %}",
    "and": "{% if known and missing %}{% endif %}",
    "comparison": "{% if missing == 1 %}{% endif %}",
    "for": "{% for each in missing %}{% endfor %}",
    "blocktranslate": "{% load texts %}{% blocktranslate %}a {{ missing }}{% endblocktranslate %}",
    "plural": (
        "{% load texts %}{% blocktranslate count n=1 %}a{% plural %}{{ missing }}{{ n }}"
        "{% endblocktranslate %}"
    ),
}


def render(source: str, folder: str) -> str:
    template = Template(source, origin=Origin(f"{folder}/page.html"))
    return template.render(Context({"known": "here"}))


@pytest.mark.parametrize("source", UNDEFINED.values(), ids=UNDEFINED)
def test_undefined_variable_fails_in_our_templates(source: str) -> None:
    with pytest.raises(UndefinedVariableError):
        render(source, OURS)


@pytest.mark.parametrize("source", UNDEFINED.values(), ids=UNDEFINED)
def test_undefined_variable_is_let_be_in_the_templates_of_others(source: str) -> None:
    assert "missing" not in render(source, str(Path(admin.__file__).parent))


def test_defined_variables_render_in_our_templates() -> None:
    source = (
        '{% load texts %}{{ known|upper }} {{ ""|default:known }}'
        "{% blocktranslate count n=2 with too=known %}a{% plural %} {{ n }} {{ too }}"
        "{% endblocktranslate %}{% if not known and missing %}never looked at{% endif %}"
    )
    assert render(source, OURS) == "HERE here 2 here"


def test_loaded_templates_of_ours_are_strict() -> None:
    template = Engine.get_default().get_template("responses/base.html")
    assert str(template.origin).startswith(OURS)
