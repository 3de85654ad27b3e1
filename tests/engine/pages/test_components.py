"""A component gives what Jinja's own macros give, and refuses what they refuse."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError

from placette.engine.pages.components import IMPORT, ComponentCode
from placette.engine.pages.templates import Theme

PARTS = """
{% macro named(one, two="deux", three=one) %}[{{ one }} {{ two }} {{ three }}]{% endmacro %}
{% macro around(kind) %}<{{ kind }}>{{ caller() }}</{{ kind }}>{% endmacro %}
{% macro told(who) %}{{ caller(who) }}{% endmacro %}
{% macro either(word) %}{{ caller() if caller else word }}{% endmacro %}
{% macro many() %}{{ varargs|join("·") }} {{ kwargs.class }}{% endmacro %}
{% macro alone() %}{{ named("<seul>") }}{% endmacro %}
"""
BEGINNING = '{% from "parts" import named, around, told, either, many, alone, named as called %}'
PRINTED = [
    '{{ named("<un>") }}',
    '{{ named("un", three="&") }}{{ named(two="2", one="1") }}',
    '{{ called("un", "deux", "trois") }}',
    '{% call around("p") %}{{ named("<dedans>") }}{% endcall %}',
    '{% call(who) told("<qui>") %}{{ who }} {{ named(who) }}{% endcall %}',
    '{% call either("") %}dit{% endcall %}',
    '{{ many("a", "<b>", class="c") }}',
    "{{ alone() }}{% for n in [1, 2] %}{{ named(n) }}{% endfor %}",
    '{% set kept = named("<un>") %}{{ kept }}{{ kept|length }}{{ named("a") ~ "<" }}',
    '{{ named(*["un", "<deux>"], **{"three": "3"}) }}',
]
REFUSED = [
    ('{{ named("un", "deux", "trois", "quatre") }}', TypeError),
    ('{{ named("un", four="quatre") }}', TypeError),
    ("{{ named() }}", UndefinedError),
    ('{{ around("p") }}', UndefinedError),
    ('{% call named("un") %}{% endcall %}', TypeError),
]


def _printed(kind: type[Environment], text: str) -> str:
    sources = {"parts": PARTS, "page": BEGINNING + text}
    return kind(loader=DictLoader(sources), autoescape=True, undefined=StrictUndefined).get_template("page").render()


@pytest.mark.parametrize("text", PRINTED)
def test_a_component_prints_what_a_macro_prints(text: str) -> None:
    assert _printed(Theme, text) == _printed(Environment, text) != ""


@pytest.mark.parametrize(("text", "error"), REFUSED)
def test_it_refuses_what_a_macro_refuses(text: str, error: type[Exception]) -> None:
    for kind in (Theme, Environment):
        with pytest.raises(error):
            _printed(kind, text)


def test_what_only_has_the_name_of_a_component_is_escaped() -> None:
    theme = Theme(autoescape=True)
    page = theme.from_string("{% macro mark() %}{% endmacro %}{% set mark = given %}{{ mark() }}")
    assert page.render(given=lambda: "<script>") == "&lt;script&gt;"


def test_an_error_is_told_of_the_line_of_its_template() -> None:
    theme = Theme(loader=DictLoader({"page": "\n\n{{ 1 // none }}"}), autoescape=True)
    with pytest.raises(TypeError) as error:
        theme.get_template("page").render()
    assert error.traceback[-1].lineno == 2
    assert IMPORT.strip("; ") in theme.compile("", raw=True)
    assert Theme.code_generator_class is ComponentCode
