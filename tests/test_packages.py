"""What a package brings is there where ``PLUGINS`` lists it, and nowhere else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib  # type: ignore[import-untyped]
import pytest

from placette.commands.manual import REFERENCES, manuals_of_packages, names_of, of_site, read_manual
from placette.defaults import PLUGINS
from placette.engine.base import installed
from placette.engine.base.files import write_atomic
from placette.engine.base.translation import HERE, SettingError, load_catalogue
from placette.engine.rendering.ports import Ports
from placette.features.decisions import CORRESPONDENCE
from placette.plugin import known_settings, listed, load_site, offered
from placette.tasks import TASKS, tasks_of_packages
from tests.fixture_site import ROOT, invoke, run, write_setting
from tests.tools.quality.catalogues import CATALOGUES

TASKS_OF = {
    "placette_archive": {"archive"},
    "placette_gazette": {"book", "gazette", "letter", "poster", "sheet"},
    "placette_import": {"accept-comments", "fill-in", "import", "import-events"},
    "placette_landscapes": set[str](),
    "placette_letters": {"letters"},
    "placette_mentions": {"mentions"},
    "placette_network": {"gather", "network", "source"},
}
PREFIX_OF = {
    "placette_gazette": "GAZETTE",
    "placette_landscapes": "PICTURES",
    "placette_letters": "LETTERS",
    "placette_mentions": "MENTIONS",
    "placette_network": "NETWORK",
}
"""What the names of their settings begin with, where they have any."""
PACKAGES = ROOT / "plugins"
ALL = set[str]().union(*TASKS_OF.values())


def site(folder: Path, *lines: str) -> Path:
    """A settings file of these lines; gives its folder."""
    written = "\n".join(("from placette.defaults import *", *lines))
    (folder / "pelicanconf.py").write_text(f"{written}\n", encoding="utf-8")
    return folder


def test_every_package_beside_the_core_is_known_and_listed_by_default() -> None:
    beside = sorted(path.parent.name for path in (ROOT / "plugins").glob("placette_*/manifest.json"))
    assert list(installed.packages()) == beside == sorted(TASKS_OF)
    assert {*PLUGINS} >= {*beside}


@pytest.mark.parametrize("package", TASKS_OF)
def test_its_tasks_are_there_where_it_is_listed(package: str, tmp_path: Path) -> None:
    assert {*tasks_of_packages(ROOT)} == ALL
    assert ALL.isdisjoint(TASKS)
    settings = f"PLUGINS = without({package!r})"
    assert {*tasks_of_packages(site(tmp_path, settings))} == ALL - TASKS_OF[package]


def test_where_the_settings_fail_all_are_there_to_say_so(tmp_path: Path) -> None:
    assert {*tasks_of_packages(site(tmp_path, "PLUGINS = nothing"))} == ALL
    assert {*tasks_of_packages(tmp_path / "nowhere")} == ALL


@pytest.mark.whole
def test_invoke_lists_the_tasks_of_the_packages_that_a_site_lists(project: Path) -> None:
    assert "  sheet  " in run(project, "invoke", "--list", "more").stdout
    write_setting(project, "PLUGINS = without('placette_letters')")
    listed = run(project, "invoke", "--list").stdout + run(project, "invoke", "--list", "more").stdout
    assert ("  archive  " in listed, "  sheet  " in listed, "  letters  " in listed) == (True, True, False)
    refused = run(project, "invoke", "letters", "--list")
    assert (refused.returncode, "vient avec placette_letters\u00a0: ajoutez" in refused.stderr) == (2, True)
    unknown = run(project, "invoke", "new", "--letters")
    assert (unknown.returncode, "vient avec" in unknown.stderr) == (2, False)


@pytest.mark.parametrize("name", ["LETTERS_MAILBOX", "LETTERS_MAILBX"])
def test_a_setting_of_one_that_is_left_out_is_answered_with_what_to_write(name: str, tmp_path: Path) -> None:
    file = site(tmp_path, "PLUGINS = without('placette_letters')", f'{name} = "imaps://a@b.example"') / "pelicanconf.py"
    with pytest.raises(SettingError, match=rf"^{name}\W+PLUGINS ne cite pas placette_letters\. .*\(\*PLUGINS, .pla"):
        load_site(file)


def test_its_settings_and_services_go_with_it(tmp_path: Path) -> None:
    settings = load_site(site(tmp_path, "PLUGINS = without('placette_letters')") / "pelicanconf.py")
    assert {"LETTERS_MAILBOX", "MENTIONS_WEEKS"} & known_settings(settings) == {"MENTIONS_WEEKS"}
    assert (offered(Ports.FORGET, settings), offered(CORRESPONDENCE, settings)) == ([], [])


@pytest.mark.parametrize("package", TASKS_OF)
def test_a_site_that_does_not_list_it_carries_nothing_of_it(package: str, tmp_path: Path) -> None:
    """No task, no setting and no chapter in its manual, no template in its theme; all of the other packages."""
    others = {*TASKS_OF} - {package}
    project = site(tmp_path, f"PLUGINS = without({package!r})")
    bare = load_site(project / "pelicanconf.py")
    for lang, paths_of_references in REFERENCES.items():
        settings, tasks, _keys = (
            of_site((ROOT / "docs" / path).read_text(encoding="utf-8"), names_of(bare)) for path in paths_of_references
        )
        assert {*re.findall(r"^## `invoke (\S+)`$", tasks, re.MULTILINE)} & ALL == ALL - TASKS_OF[package]
        prefixes = {*re.findall(r"^### `([A-Z]+)_…`$", settings, re.MULTILINE)}
        assert {one for one, prefix in PREFIX_OF.items() if prefix in prefixes} == others & PREFIX_OF.keys()
        manual = read_manual(ROOT / "docs", lang, manuals_of_packages(bare))
        paths = {chapter.path for chapter in manual.chapters}
        assert {one for one in TASKS_OF if chapters_of(one, lang) & paths} == others
        assert [path for path in chapters_of(package, lang) if f"/{path})" in manual.door] == []
    folders = {feature.templates for feature in listed(bare)} - {None}
    assert folders == {folder for one in others if (folder := PACKAGES / one / "templates").is_dir()}


def chapters_of(package: str, lang: str) -> set[str]:
    folder = PACKAGES / package / "manual"
    return {path.relative_to(folder).as_posix() for path in folder.glob(f"{lang}/**/*.md")}


@pytest.mark.parametrize("package", TASKS_OF)
def test_the_core_has_no_word_template_style_or_chapter_of_it(package: str) -> None:
    folder, theme = PACKAGES / package, ROOT / "themes" / "placette"
    for own, place in (("templates", theme / "templates"), ("manual", ROOT / "docs")):
        files = [path for path in (folder / own).rglob("*") if path.is_file()]
        assert [path for path in files if (place / path.relative_to(folder / own)).exists()] == []
    words, *others = (
        {entry.msgid for entry in polib.pofile(str(ROOT / place / "fr.po"))}
        for place in sorted(CATALOGUES, key=lambda place: place != f"plugins/{package}/locale")
    )
    assert words
    assert [said for other in others for said in words & other] == []
    own_classes, of_theme = (
        {name for path in where.rglob("*.html") for name in classes_in(path.read_text(encoding="utf-8"))}
        for where in (folder, theme)
    )
    sheets = "".join(path.read_text(encoding="utf-8") for path in theme.rglob("*.css"))
    assert {*re.findall(r"\.([a-z][\w-]*)", sheets)} & own_classes <= of_theme


def classes_in(template: str) -> set[str]:
    return {name for value in re.findall(r'class="([^"]*)"', template) for name in re.findall(r"[a-z][\w-]*", value)}


@pytest.mark.whole
def test_nobody_is_written_to_without_letters_and_a_decision_is_made_all_the_same(project: Path) -> None:
    write_setting(project, "PLUGINS = without('placette_letters')")
    for option in ("--notice=https://carnets.example/2026/bonjour/", "--letter=2026-0001"):
        refused = run(project, "invoke", "decide", option)
        assert (refused.returncode, "ajoutez placette_letters à PLUGINS" in refused.stderr) == (2, True)
    told = ("--reasons", "Le texte ne contient aucune attaque personnelle.", "--by", "la rédaction")
    decided = invoke(project, "decide", "--what", "maintenu", *told)
    assert "Prévenez vous-même la personne concernée." in decided.stdout
    assert len(list((project / "content" / "decisions").rglob("*.md"))) == 1


@pytest.mark.parametrize("folder", [(), (ROOT / "themes" / "placette" / "locale", HERE)])
def test_its_words_are_its_own_and_found_behind_those_of_the_core(folder: tuple[Path, ...]) -> None:
    words = load_catalogue("fr", folder)
    sentence = "The form is served on http://127.0.0.1:{port}/. Ctrl+C ends it."
    own = (ROOT / "plugins" / "placette_letters" / "locale" / "fr.po").read_text(encoding="utf-8")
    assert f'msgid "{sentence}"' in own
    assert f'msgid "{sentence}"' not in (HERE / "fr.po").read_text(encoding="utf-8")
    assert words.gettext(sentence).startswith("Le formulaire")
    assert words.ngettext("{count} letter is open.", "{count} letters are open.", 3) == "{count} lettres en cours."
    assert words.gettext("nobody says this") == "nobody says this"
    assert load_catalogue("en").gettext(sentence) == sentence


@pytest.mark.whole
def test_the_mark_of_the_code_covers_packages_that_are_installed(tmp_path: Path) -> None:
    shutil.copytree(PACKAGES / "placette" / "engine", tmp_path / "placette" / "engine")
    command = [sys.executable, "-c", "from placette.engine.base import versions; print(versions.code_version())"]
    marks = []
    for name in ("placette", "placette_recipes", "placette_recipes-1.0.dist-info"):
        write_atomic(tmp_path / name / "__init__.py", b"# another")
        marks.append(subprocess.check_output(command, env={**os.environ, "PYTHONPATH": str(tmp_path)}))
    assert marks[0] != marks[1] == marks[2]


@pytest.mark.whole
def test_what_the_web_can_reach_knows_nothing_that_writes_to_a_forge_or_publishes() -> None:
    wanted = "('placette_letters.proposing', 'placette.commands.publishing', 'placette_letters.answering')"
    code = "import sys, placette_letters.form.application; "
    code += f"print([name for name in sys.modules if name.startswith({wanted})])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
