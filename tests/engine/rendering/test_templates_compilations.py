"""What was compiled is compiled once, and is the same for the environment that takes it over."""

from __future__ import annotations

import gettext
import sys
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import pytest
from jinja2 import nodes

from placette.defaults import JINJA_ENVIRONMENT
from placette.engine.rendering import templates
from placette.engine.rendering.templates import Theme

FILES = {
    "base.html": "{% block main %}{% endblock %}\n",
    "page.html": '{% extends "base.html" %}{% block main %}p{{ page }}{% endblock %}\n',
    "list.html": '{% extends "base.html" %}{% block main %}l{{ page }}{% endblock %}\n',
}
Names = list[str | None]


@pytest.fixture(autouse=True)
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that compiled templates are kept in, from one process to the next."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "cached"))
    return Path(cache_from_source(templates.__file__)).parent


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Names:
    """The names of the templates that are compiled."""
    names: Names = []
    compile_: Any = Theme.compile

    def spy(self: Theme, source: str, name: str | None = None, *others: Any, **options: Any) -> object:
        code = compile_(self, source, name, *others, **options)
        names.append(name)
        return code

    monkeypatch.setattr(Theme, "compile", spy)
    return names


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that are parsed."""
    sources: list[str] = []
    parse = Theme.parse

    def spy(self: Theme, source: str, *names: str | None) -> nodes.Template:
        sources.append(source)
        return parse(self, source, *names)

    monkeypatch.setattr(Theme, "parse", spy)
    return sources


def make_theme(folder: Path, **changed: str) -> Theme:
    folder.mkdir(exist_ok=True)
    for name, source in {**FILES, **{f"{name}.html": source for name, source in changed.items()}}.items():
        (folder / name).write_text(source, encoding="utf-8")
    return templates.make_environment([folder], frozenset(), JINJA_ENVIRONMENT, gettext.GNUTranslations())


def printed(theme: Theme, name: str, value: int = 1) -> str:
    return theme.get_template(f"{name}.html").render(page=value)


def test_a_change_compiles_what_has_changed_alone(tmp_path: Path, compiled: Names, cached: Path) -> None:
    first = make_theme(tmp_path / "here")
    assert (printed(first, "page"), printed(first, "list")) == ("p1", "l1")
    assert sorted(map(str, compiled)) == ["base.html", "list.html", "page.html"]
    compiled.clear()
    second = make_theme(tmp_path / "here", list="L{{ page }}")
    assert (printed(second, "page"), printed(second, "list")) == ("p1", "L1")
    assert compiled == ["list.html"]
    assert len(list(cached.iterdir())) == 3, "the last version of each"


def test_the_same_template_elsewhere_says_where_it_lies(tmp_path: Path, compiled: Names) -> None:
    for name in ("here", "there"):
        template = make_theme(tmp_path / name, page="{{ 1 // page }}").get_template("page.html")
        assert template.filename == str(tmp_path / name / "page.html")
        with pytest.raises(ZeroDivisionError) as caught:
            template.render(page=0)
        assert str(caught.traceback[-1].path) == str(tmp_path / name / "page.html")
    assert compiled == ["page.html"]


def test_no_template_is_parsed_twice(tmp_path: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    marks = templates.template_marks(["page.html"], make_theme(tmp_path / "here"))
    assert sorted(parsed) == sorted([FILES["base.html"], FILES["page.html"]])
    parsed.clear()
    assert templates.template_marks(["page.html"], make_theme(tmp_path / "there")) == marks
    assert parsed == []
    changed = {"page": '{% extends "list.html" %}'}
    assert templates.template_marks(["page.html"], make_theme(tmp_path / "beyond", **changed)) != marks
    assert sorted(parsed) == sorted([changed["page"], FILES["list.html"]])
    parsed.clear()
    monkeypatch.setattr(templates, "code_version", lambda: "other")
    templates.template_marks(["base.html"], make_theme(tmp_path / "later"))
    assert parsed == [FILES["base.html"]]


def test_a_change_marks_all_that_include_it(tmp_path: Path) -> None:
    names = ["page.html", "list.html"]
    before = templates.template_marks(names, make_theme(tmp_path / "theme"))
    base = templates.template_marks(names, make_theme(tmp_path / "theme", base="{% block main %}{% endblock %}."))
    assert all(before[name] != base[name] for name in names)
    one = templates.template_marks(names, make_theme(tmp_path / "other", list="{{ page }}"))
    assert (one["page.html"] == before["page.html"]) is (one["list.html"] != before["list.html"]) is True


@pytest.mark.parametrize("damage", ["cut", "bit", "foreign", "folder"])
def test_a_damaged_file_is_made_again(tmp_path: Path, compiled: Names, cached: Path, damage: str) -> None:
    assert printed(make_theme(tmp_path / "theme"), "list") == "l1"
    for path in cached.iterdir():
        data = path.read_bytes()
        path.unlink()
        if damage == "folder":
            path.mkdir()
        else:
            path.write_bytes({"cut": data[:-9], "bit": data[:40] + b"?" + data[41:], "foreign": b"x" * 99}[damage])
    compiled.clear()
    assert printed(make_theme(tmp_path / "theme"), "list") == "l1"
    assert sorted(map(str, compiled)) == ["base.html", "list.html"]
