"""The manual is complete, its references are current, and it is built as a site that passes the gate."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from placette.commands.manual import LANGUAGES, REFERENCES, manuals_of_packages, read_manual
from placette.engine.findings.problems import manual_folder
from placette.plugin import load_site
from placette.tasks import every_task
from tests.fixture_site import ROOT, invoke, run
from tests.tools.quality.references import references_of, shipped_settings

DOCS = manual_folder()
BROUGHT = manuals_of_packages(load_site(ROOT / "pelicanconf.py"))
HOMES = {path.relative_to(home).as_posix(): home for home in (DOCS, *BROUGHT) for path in home.glob("??/**/*.md")}


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return references_of(shipped_settings(), every_task())


@pytest.mark.parametrize("path", [path for paths in REFERENCES.values() for path in paths])
def test_the_references_are_current(path: str, made: dict[str, str]) -> None:
    """Where this fails, run ``invoke references``."""
    assert (DOCS / path).read_text(encoding="utf-8") == made[path]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_task_and_option_has_a_sentence_in_the_reference(lang: str, made: dict[str, str]) -> None:
    chapter = made[REFERENCES[lang][1]]
    assert set(re.findall(r"^## `invoke ([\w-]+)`$", chapter, re.MULTILINE)) == {
        one.name.replace("_", "-") for one in every_task()
    }
    assert "| `--dry-run` |" in chapter
    assert re.findall(r"^\| `.*` \| *\|", chapter, re.MULTILINE) == []


def test_the_reference_has_names_that_a_settings_file_can_write(made: dict[str, str]) -> None:
    names = re.findall(r"^\| `([^`]+)` \|", made["en/settings.md"], re.MULTILINE)
    assert {"SITENAME", "PUBLISHING_TO", "AGENDA_URL", "COMMUNE_FEED_ICS"} <= set(names)
    assert [name for name in names if not name.isidentifier() or names.count(name) > 1] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_door_lists_every_chapter(lang: str) -> None:
    found = {chapter.path for chapter in read_manual(DOCS, lang, BROUGHT).chapters}
    assert found == {path for path in HOMES if path.startswith(f"{lang}/")}
    assert len(BROUGHT) == len([*ROOT.glob("plugins/*/manual")])


def test_both_languages_have_as_many_chapters() -> None:
    counts = {lang: len(read_manual(DOCS, lang, BROUGHT).chapters) for lang in LANGUAGES}
    assert len(set(counts.values())) == 1, counts


@pytest.mark.parametrize("path", sorted(HOMES))
def test_a_chapter_begins_with_its_title_and_a_plain_sentence(path: str) -> None:
    heading, summary = (HOMES[path] / path).read_text(encoding="utf-8").split("\n\n")[:2]
    assert re.fullmatch(r"# [^#`\[]+", heading)
    assert re.fullmatch(r"[^#`\[*|]+", summary)
    assert len(summary) <= 300


@pytest.mark.whole
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_manual_is_built_with_a_menu_and_every_chapter(lang: str, project: Path) -> None:
    shutil.copytree(DOCS, project / "docs")
    invoke(project, "manual", "--language", lang)
    chapters = read_manual(DOCS, lang, BROUGHT).chapters
    home = LexborHTMLParser((project / "output-manual" / "index.html").read_text(encoding="utf-8"))
    menu = [(node.text(), node.attributes["href"]) for node in home.css(".menu__link")]
    assert menu == [(chapter.label, f"/{chapter.slug}/") for chapter in chapters if chapter.label]
    assert home.css_first("header a.button").attributes["href"] == f"/{chapters[1].slug}/"  # type: ignore[union-attr]
    named = {f"/{chapter.slug}/" for chapter in chapters if chapter.label}
    assert named <= {a.attributes["href"] for a in home.css("main a[href]")}
    for chapter in chapters:
        page = LexborHTMLParser((project / "output-manual" / chapter.slug / "index.html").read_text(encoding="utf-8"))
        assert [node.text().strip() for node in page.css("h1")] != [""]
        assert len(page.css("main img")) == chapter.text.count("](../pictures/")
    mapped = re.findall(
        r"<loc>http://[^/]+/(.*?)</loc>", (project / "output-manual" / "sitemap.xml").read_text(encoding="utf-8")
    )
    assert {"", *(f"{chapter.slug}/" for chapter in chapters)} <= set(mapped)
    settings = project / "output-manual" / Path(REFERENCES[lang][0]).stem / "index.html"
    assert {"READING_LICENCE", "LETTERS_MAILBOX"} <= set(re.findall(r"\w+", settings.read_text(encoding="utf-8")))
    assert not (project / "output").exists()


@pytest.mark.whole
def test_another_language_is_refused(project: Path) -> None:
    refused = run(project, "invoke", "manual", "--language", "oc")
    assert (refused.returncode, "fr, en" in refused.stderr) == (2, True), refused.stderr


def test_nothing_in_the_manual_names_a_setting_that_does_not_exist(made: dict[str, str]) -> None:
    known = set(re.findall(r"`([A-Z][A-Z_]+[A-Z])`", made["en/settings.md"])) | {"PAGES_TOKEN", "GATHER_TOKEN"}
    named = {
        (path.name, name)
        for home in (DOCS, *BROUGHT)
        for path in home.rglob("*.md")
        for name in re.findall(r"\b([A-Z]+_[A-Z_]+[A-Z])\b", path.read_text(encoding="utf-8"))
    }
    assert sorted((path, name) for path, name in named if name not in known) == []


def test_the_manual_of_the_repository_is_where_the_readme_says() -> None:
    assert "(docs/README.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
