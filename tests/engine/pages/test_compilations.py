"""What was compiled is compiled once in a process, and is the same for the environment that takes it over."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError

from placette.engine.pages import compilations, templates
from placette.engine.pages.templates import Theme

FILES = {
    "base.html": "{% block main %}{% endblock %}\n",
    "page.html": '{% extends "base.html" %}{% block main %}{% memo page %}p{{ page }}{% endmemo %}{% endblock %}\n',
    "list.html": '{% extends "base.html" %}{% block main %}{% memo page %}l{{ page }}{% endmemo %}{% endblock %}\n',
}


class Words(gettext.GNUTranslations):
    """A catalogue that says «mot» for everything."""

    def gettext(self, message: str) -> str:
        return "mot" if message else ""


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The names of the templates that are compiled, in a process that has compiled none yet."""
    names: list[str | None] = []
    compile_ = Theme._generate

    def spy(self: Theme, source: object, name: str | None, *others: object, **options: object) -> str:
        names.append(name)
        return compile_(self, source, name, *others, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Theme, "_generate", spy)
    monkeypatch.setattr(templates, "_THEMES", {})
    monkeypatch.setattr(compilations, "_COMPILATIONS", {})
    return names


def make_theme(folder: Path, words: gettext.GNUTranslations, **changed: str) -> Theme:
    folder.mkdir(exist_ok=True)
    for name, source in {**FILES, **{f"{name}.html": source for name, source in changed.items()}}.items():
        (folder / name).write_text(source, encoding="utf-8")
    return templates.make_environment([folder], frozenset(), templates.OPTIONS, words, None)


def printed(theme: Theme, name: str, value: int = 1) -> str:
    return theme.get_template(f"{name}.html").render(page=value)


def test_a_change_compiles_what_has_changed_alone(tmp_path: Path, compiled: list[str | None]) -> None:
    words = Words()
    first = make_theme(tmp_path, words)
    assert (printed(first, "page"), printed(first, "list")) == ("p1", "l1")
    assert sorted(map(str, compiled)) == ["base.html", "list.html", "page.html"]
    compiled.clear()
    second = make_theme(tmp_path, words, list="L{{ page }}")
    assert second is not first
    assert (printed(second, "page"), printed(second, "list")) == ("p1", "L1")
    assert compiled == ["list.html"]


def test_blocks_that_are_kept_are_never_taken_for_others(tmp_path: Path, compiled: list[str | None]) -> None:
    words = Words()
    assert printed(make_theme(tmp_path, words), "page") == "p1"
    later = make_theme(tmp_path, words, base="{% block main %}{% endblock %}.")
    assert (printed(later, "list"), printed(later, "page")) == ("l1.", "p1.")
    assert compiled.count("page.html") == 1


def test_sentences_are_compiled_in_for_each_catalogue(tmp_path: Path, compiled: list[str | None]) -> None:
    said = {"page": '{{ _("word") }}'}
    assert printed(make_theme(tmp_path, Words(), **said), "page") == "mot"
    other = gettext.GNUTranslations()
    other._catalog = {"word": "word"}  # type: ignore[attr-defined]
    assert printed(make_theme(tmp_path, other, **said), "page") == "word"
    assert compiled == ["page.html", "page.html"]


def test_the_same_template_elsewhere_says_where_it_lies(tmp_path: Path, compiled: list[str | None]) -> None:
    words = Words()
    for name in ("here", "there"):
        template = make_theme(tmp_path / name, words, page="{{ 1 // page }}").get_template("page.html")
        assert template.filename == str(tmp_path / name / "page.html")
        with pytest.raises(ZeroDivisionError) as caught:
            template.render(page=0)
        assert str(caught.traceback[-1].path) == str(tmp_path / name / "page.html")
    assert compiled == ["page.html"]


def test_what_can_not_be_compiled_is_told_each_time(tmp_path: Path, compiled: list[str | None]) -> None:
    words = Words()
    for name in ("here", "there"):
        with pytest.raises(TemplateSyntaxError):
            printed(make_theme(tmp_path / name, words, page="{% if %}"), "page")
    assert compiled == []


def test_no_more_are_kept_than_a_preview_of_some_hours_needs(
    tmp_path: Path, compiled: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compilations, "_MANY", 2)
    words = Words()
    for number in range(5):
        theme = make_theme(tmp_path, words, page=f"{{{{ page }}}}-{number}")
        templates.template_marks(["page.html"], theme)
        assert printed(theme, "page") == f"1-{number}"
    assert len(theme.bytecode_cache._code) <= 2
    assert len(theme.bytecode_cache._references) <= 2
