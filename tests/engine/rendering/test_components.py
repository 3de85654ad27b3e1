"""A component gives what Jinja's own macros give, and refuses what they refuse."""

from __future__ import annotations

import gettext
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateRuntimeError, UndefinedError

from placette.engine.rendering.components import (
    IMPORT,
    ComponentCode,
    PageFrames,
    chain_of,
    parent_of,
    print_parts,
    put_into,
    shape_of,
)
from placette.engine.rendering.templates import Compilations, Theme, template_marks

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


BASE = (
    '{% from "head" import head %}{% from "foot" import foot %}'
    "{% block top %}<{{ page }}>{{ head(page) }}{% endblock %}[{{ site }}"
    "{% block main required %}{% endblock %}]{{ foot(site) }}"
)
FILES = {
    "base.html": BASE,
    "head": "{% macro head(page) %}h{{ page }}{% endmacro %}",
    "foot": '{% from "deep" import deep %}{% macro foot(site) %}f{{ deep() }}{% endmacro %}',
    "deep": "{% macro deep() %}d{% endmacro %}",
    "list.html": '{# A list. #}\n{% extends "base.html" %}\n{% from "card" import card %}'
    "{% block main %}{{ card(page) }}{% endblock %}",
    "card": "{% macro card(page) %}c{{ page }}{% endmacro %}",
    "part.html": '{% extends "list.html" %}{% block top %}{{ super() }}!{% endblock %}',
    "alone.html": "{{ page }}",
}


def make_theme(**changed: str) -> Theme:
    """A theme with some files changed (``list`` stands for ``list.html``)."""
    files = FILES | {(name if name in FILES else f"{name}.html"): text for name, text in changed.items()}
    theme = Theme(loader=DictLoader(files), autoescape=True, undefined=StrictUndefined)
    theme.bytecode_cache = Compilations(gettext.NullTranslations(), "")
    return theme


CHANGES: dict[str, tuple[dict[str, str], bool]] = {
    "around the blocks": ({"base": BASE + "\n<!-- -->"}, True),
    "what is called there": ({"foot": "{% macro foot(site) %}F{% endmacro %}"}, True),
    "what that calls": ({"deep": "{% macro deep() %}D{% endmacro %}"}, True),
    "in a block of the outermost": ({"base": BASE.replace("<", "«")}, False),
    "what is called in a block": ({"head": "{% macro head(page) %}H{% endmacro %}"}, False),
    "what the page calls": ({"card": "{% macro card(page) %}C{% endmacro %}"}, False),
    "the page": ({"list": FILES["list.html"].replace("card(page)", "page")}, False),
    "the order of blocks": (
        {
            "base": BASE.replace("{% block top", "{% block main required %}{% endblock %}{% block top")
            .replace("]", "", 1)
            .replace("{% block main required %}{% endblock %}{{ foot", "{{ foot")
        },
        False,
    ),
}


@pytest.mark.parametrize(("changed", "around"), CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("name", ["list.html", "part.html"])
def test_a_change_around_blocks_leaves_the_mark_of_blocks(name: str, changed: dict[str, str], around: bool) -> None:
    before = template_marks([name], make_theme())[name]
    now = template_marks([name], make_theme(**changed))[name]
    assert before.page_frame == now.page_frame == "base.html"
    assert before.whole != now.whole
    assert (before.blocks == now.blocks) == around


UNFIT = {
    "the page": "{{ page }}{% block a %}{% endblock %}",
    "the page, called": '{% from "card" import card %}{{ card(page) }}{% block a %}{% endblock %}',
    "the page, in a condition": "{% if page %}x{% endif %}{% block a %}{% endblock %}",
    "a name that pages may set": "{{ word }}{% block a %}{% endblock %}",
    "a block once more": "{% block a %}{% endblock %}{{ self.a() }}",
    "what is included": '{% include "alone.html" %}{% block a %}{% endblock %}',
    "what sees all": '{% from "card" import card with context %}{% block a %}{% endblock %}',
    "a name for the blocks": "{% set word = 1 %}{% block a %}{{ word }}{% endblock %}",
    "a macro for the blocks": "{% macro m() %}{% endmacro %}{% block a %}{{ m() }}{% endblock %}",
    "a block that may be printed": "{% if site %}{% block a %}{% endblock %}{% endif %}",
    "any component": "{% from site import card %}{% block a %}{{ card(page) }}{% endblock %}",
    "no blocks": "{{ site }}",
}


@pytest.mark.parametrize("base", UNFIT.values(), ids=UNFIT)
def test_what_surrounds_blocks_and_looks_at_the_page_is_no_frame(base: str) -> None:
    assert shape_of(Theme().parse(base), Theme()) is None


def test_a_component_that_is_in_both_is_no_frame() -> None:
    marks = template_marks(["list.html"], make_theme(card='{% include "base.html" %}'))["list.html"]
    assert (marks.page_frame, marks.blocks) == ("", "")


@pytest.mark.parametrize(
    ("source", "parent"),
    [
        ('{# A list. #}\n{% extends "base.html" %}', "base.html"),
        ("x{%- extends 'base.html' -%}", "base.html"),
        ('{# {% extends "base.html" %} #}', ""),
        ("{% extends page %}", ""),
        ('{% if site %}{% extends "base.html" %}{% endif %}', ""),
    ],
)
def test_a_template_extends_what_it_says(source: str, parent: str) -> None:
    assert parent_of(Theme().parse(source)) == parent


def test_a_circle_ends() -> None:
    assert chain_of("a", {"a": "b", "b": "c", "c": "b"}) == ["a", "b", "c"]


@pytest.mark.parametrize("name", ["list.html", "part.html", "alone.html"])
def test_parts_are_what_is_printed(name: str) -> None:
    plain = Environment(loader=DictLoader(FILES), autoescape=True)
    page_parts = print_parts(make_theme().get_template(name), {"site": "s", "page": "p"})
    assert b"".join(page_parts).decode() == plain.get_template(name).render(site="s", page="p")
    assert len(page_parts) == (1 if name == "alone.html" else 5)


def test_blocks_stay_in_another_frame() -> None:
    page = print_parts(make_theme().get_template("part.html"), {"site": "s", "page": "p"})
    changed = make_theme(base=BASE.replace("[", "(").replace("]", ")"))
    page_frames: Any = PageFrames(changed)
    assert put_into(page_frames.of("base.html", "t"), page) == (b"", b"<p>hp!", b"(t", b"cp", b")fd")
    assert page_frames.of("base.html", "t") is page_frames.of("base.html", "t") is not page_frames.of("base.html", "s")
    assert put_into(page_frames.of("base.html", "t")[:3], page) == ()
    assert put_into((b"a",), (b"b",)) == (b"a",)
    assert put_into((), ()) == ()


def test_a_page_without_what_it_must_have_is_refused() -> None:
    with pytest.raises(TemplateRuntimeError, match="main"):
        print_parts(make_theme(list='{% extends "base.html" %}').get_template("list.html"), {"site": "s", "page": "p"})
