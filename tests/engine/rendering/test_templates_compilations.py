"""What was compiled is compiled once in a process, and is the same for the environment that takes it over."""

from __future__ import annotations

import gettext
import json
import sys
from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError, nodes

from placette.defaults import JINJA_ENVIRONMENT
from placette.engine.base.files import Store
from placette.engine.base.translation import Catalogue
from placette.engine.rendering import templates
from placette.engine.rendering import templates as compilations
from placette.engine.rendering.templates import Theme

FILES = {
    "base.html": "{% block main %}{% endblock %}\n",
    "page.html": '{% extends "base.html" %}{% block main %}{% memo page %}p{{ page }}{% endmemo %}{% endblock %}\n',
    "list.html": '{% extends "base.html" %}{% block main %}{% memo page %}l{{ page }}{% endmemo %}{% endblock %}\n',
}


class Words(Catalogue):
    """A catalogue that says «mot» for everything."""

    def gettext(self, message: str) -> str:
        return "mot" if message else ""


class Marked(Words):
    """One that was read from files."""

    mark = "fr-1"


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
    return templates.make_environment(
        [folder], frozenset(), JINJA_ENVIRONMENT, words, Store(folder.with_name(f"{folder.name}-store"))
    )


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that compiled templates are kept in, from one process to the next."""
    folder = tmp_path / "kept"
    monkeypatch.setattr(compilations, "__file__", str(folder / "compilations.py"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    return folder / "__pycache__"


def begin_anew(compiled: list[str | None]) -> None:
    """As a new process: nothing in memory."""
    templates._THEMES.clear()
    compilations._COMPILATIONS.clear()
    compiled.clear()


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


def test_a_sentence_in_several_strings_is_compiled_in_and_moves_no_line(tmp_path: Path) -> None:
    source = '{{ _(\n  "wo"\n  "rd"\n) }}{{ _("at %(num)s", num=1) }}{{ _("a"\n"%") }}\n{{ 1 // page }}'
    theme = make_theme(tmp_path, Words())
    read = theme.preprocess(source)
    assert read.replace("\n", "").startswith('{{ ("mot"|safe) }}{{ _("at %(num)s", num=1) }}{{ _("a""%") }}')
    assert read.count("\n") == source.count("\n")


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
    assert len(theme.bytecode_cache._findings) <= 2


def test_the_next_process_compiles_what_has_changed_alone(
    tmp_path: Path, compiled: list[str | None], kept: Path
) -> None:
    said = {"page": '{% memo page %}{{ _("word") }} {{ page }}{% endmemo %}'}
    make_theme(tmp_path / "theme", Marked(), **said)
    assert printed(make_theme(tmp_path / "theme", Marked(), **said), "page") == "mot 1"
    assert printed(make_theme(tmp_path / "theme", Marked(), **said), "list") == "l1"
    begin_anew(compiled)
    theme = make_theme(tmp_path / "elsewhere", Marked(), **said)
    assert (printed(theme, "page"), printed(theme, "list")) == ("mot 1", "l1")
    assert compiled == []
    assert theme.get_template("page.html").filename == str(tmp_path / "elsewhere" / "page.html")
    begin_anew(compiled)
    assert printed(make_theme(tmp_path / "theme", Marked(), page="{{ page }}!"), "page") == "1!"
    assert compiled == ["page.html"]
    assert len(list(kept.iterdir())) == 3, "the last version of each"


def test_the_next_process_parses_no_template_that_it_knows(
    tmp_path: Path, compiled: list[str | None], kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []
    parse = Theme.parse

    def spy(self: Theme, source: str, *names: str | None) -> nodes.Template:
        parsed.append(source)
        return parse(self, source, *names)

    monkeypatch.setattr(Theme, "parse", spy)
    marks = templates.template_marks(["page.html"], make_theme(tmp_path / "here", Marked()))
    assert sorted(parsed) == sorted([FILES["base.html"], FILES["page.html"]])
    begin_anew(compiled)
    parsed.clear()
    assert templates.template_marks(["page.html"], make_theme(tmp_path / "there", Marked())) == marks
    assert parsed == []
    begin_anew(compiled)
    changed = {"page": '{% extends "list.html" %}'}
    assert templates.template_marks(["page.html"], make_theme(tmp_path / "beyond", Marked(), **changed)) != marks
    assert sorted(parsed) == sorted([changed["page"], FILES["list.html"]])
    begin_anew(compiled)
    parsed.clear()
    monkeypatch.setattr(compilations, "code_version", lambda: "other")
    templates.template_marks(["base.html"], make_theme(tmp_path / "later", Marked()))
    assert parsed == [FILES["base.html"]]


def test_another_catalogue_or_other_code_compiles_anew(
    tmp_path: Path, compiled: list[str | None], kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"page": '{{ _("word") }}'}
    assert printed(make_theme(tmp_path, Marked(), **said), "page") == "mot"
    begin_anew(compiled)
    changed = Marked()
    changed.mark = "fr-2"
    assert printed(make_theme(tmp_path, changed, **said), "page") == "mot"
    assert compiled == ["page.html"]
    begin_anew(compiled)
    monkeypatch.setattr(compilations, "code_version", lambda: "other")
    assert printed(make_theme(tmp_path, changed, **said), "page") == "mot"
    assert compiled == ["page.html"]
    assert len(list(kept.iterdir())) == 1


@pytest.mark.parametrize("damage", ["empty", "cut", "bit", "foreign", "folder"])
def test_a_damaged_file_is_made_again(tmp_path: Path, compiled: list[str | None], kept: Path, damage: str) -> None:
    assert printed(make_theme(tmp_path, Marked()), "list") == "l1"
    for path in kept.iterdir():
        data = path.read_bytes()
        path.unlink()
        if damage == "folder":
            path.mkdir()
        else:
            changed = {"empty": b"", "cut": data[:-9], "bit": data[:40] + b"?" + data[41:], "foreign": b"x" * 99}
            path.write_bytes(changed[damage])
    begin_anew(compiled)
    assert printed(make_theme(tmp_path, Marked()), "list") == "l1"
    assert sorted(map(str, compiled)) == ["base.html", "list.html"]


def test_nothing_is_kept_where_python_keeps_nothing(
    tmp_path: Path, compiled: list[str | None], kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert printed(make_theme(tmp_path, Marked()), "list") == "l1"
    assert not kept.exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    kept.parent.write_text("not a folder", encoding="utf-8")
    begin_anew(compiled)
    assert printed(make_theme(tmp_path, Marked()), "list") == "l1"
    assert compiled != []


def test_a_change_of_one_template_has_that_one_parsed(
    tmp_path: Path, compiled: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []
    parse = Theme.parse

    def spy(self: Theme, source: str, *others: object) -> object:
        parsed.append(source)
        return parse(self, source, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(Theme, "parse", spy)
    before = templates.template_marks(["page.html", "list.html"], make_theme(tmp_path / "theme", Words()))
    assert sorted(parsed) == sorted(FILES.values())
    begin_anew(compiled)
    parsed.clear()
    changed = {"base": "<!-- {% block main %}{% endblock %} -->\n"}
    after = templates.template_marks(["page.html", "list.html"], make_theme(tmp_path / "theme", Words(), **changed))
    assert parsed == [changed["base"]]
    assert before["page.html"] != after["page.html"]
    assert before["list.html"] != after["list.html"]


def test_references_to_what_the_theme_has_not_are_not_believed(tmp_path: Path) -> None:
    theme = make_theme(tmp_path / "theme", Words())
    (marks,) = {templates.template_marks(["page.html"], theme)["page.html"]}
    assert theme.store
    kept = json.loads(theme.store.get("findings") or b"")
    theme.store.put("findings", json.dumps(dict.fromkeys(kept, (("absent.html",), "", None))).encode())
    templates._THEMES.clear()
    again = make_theme(tmp_path / "theme", Words())
    assert templates.template_marks(["page.html"], again) == {"page.html": marks}
