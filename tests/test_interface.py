"""The public interface: one page of names that cost nothing before they are used, and what tests of packages need."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import placette
from placette.testing import build_site, check_site, render
from tests.fixture_site import ROOT, SITES, write_file

PAGE = Path(placette.__file__).read_text(encoding="utf-8")
SETTINGS = {
    "TERRITORY_FILE": str(ROOT / "territory.json"),
    "READING_CATEGORIES": {"Nature": "Nos bois, nos oiseaux."},
    "RECIPE_URL": "recettes/{slug}/",
    "RECIPES_URL": "recettes/",
    "RECIPES_FEED_ATOM": "feeds/recettes.atom.xml",
    "RECIPES_FEED_JSON": "feeds/recettes.json",
}
RECIPE = """---
titre: La truffade
résumé: Des pommes de terre, de la tome fraîche.
date: 2026-05-02
auteurs: [lea]
temps: {minutes}
personnes: 4
---
Coupez les pommes de terre en lamelles.
"""


@pytest.mark.whole
def test_to_import_it_costs_nothing() -> None:
    program = "import sys; import placette; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", program], cwd=ROOT / "plugins", encoding="utf-8")
    ours = [name for name in loaded.split() if name.partition(".")[0] not in {*sys.stdlib_module_names, "__main__"}]
    assert [name for name in ours if not name.startswith(("_", "sitecustomize"))] == ["placette"]


def test_each_name_is_there_and_no_other() -> None:
    assert placette._PLACES.keys() <= {*dir(placette)}
    assert [name for name in placette._PLACES if getattr(placette, name, placette) is placette] == []
    with pytest.raises(AttributeError, match="Featur"):
        _ = placette.Featur  # type: ignore[attr-defined]


def test_python_finds_the_names_where_readers_and_type_checkers_do() -> None:
    imports = [
        (alias.asname or alias.name, f"{node.module}.{alias.name}")
        for node in ast.walk(ast.parse(PAGE))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("placette.")
        for alias in node.names
    ]
    assert sorted(imports) == sorted(placette._PLACES.items())


def test_it_is_read_in_ten_minutes() -> None:
    assert len(placette._PLACES) <= 120, "only ever lowered: a name is public when two packages use it"
    lines = PAGE.splitlines()
    imports = [number for number, line in enumerate(lines) if line.startswith("    from placette.")]
    groups = [number for number in imports if number - 1 not in imports]
    assert [lines[number] for number in groups if "#" not in lines[number - 1]] == [], "a group says its subject"


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder with a recipe, and the example's feature where Python finds it."""
    monkeypatch.syspath_prepend(ROOT / "tests" / "examples")
    content = Path(shutil.copytree(SITES / "minimal" / "content", tmp_path / "content"))
    write_file(content / "recipes" / "truffade.md", RECIPE.format(minutes=50))
    return content


@pytest.mark.whole
def test_the_example_is_tested_with_what_comes_along(content: Path, tmp_path: Path) -> None:
    site = build_site(content, tmp_path / "site", "recipes", **SETTINGS)
    assert site.page("recettes/truffade/").css(".recipe__time")[0].text() == "50 min"
    assert "recettes/index.html" in site.files()
    assert len(site.build.problems) == len(check_site(content, tmp_path / "site", "recipes", **SETTINGS))
    (content / "recipes" / "truffade.md").write_text(RECIPE.format(minutes="longtemps"), encoding="utf-8")
    found = check_site(content, tmp_path / "site", "recipes", **SETTINGS)
    assert [(one.path, one.line) for one in found if one.path.startswith("recipes/")] == [("recipes/truffade.md", 6)]


def test_a_macro_prints_what_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "dish.html").write_text("{% macro dish(name) %}<b>{{ name }}</b>{{ _('Skip') }}{% endmacro %}")
    assert render("dish.html", "dish", tmp_path, name="<Aligot>").startswith("<b>&lt;Aligot&gt;</b>")
