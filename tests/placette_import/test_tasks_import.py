"""``placette import`` in a terminal: the plan on one screen, then files that the check reads; exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from placette_import.import_tasks import plan_lines
from placette_import.plan import ImportPlan, Planned, TextOutcome
from placette_import.values import EntryStatus, ImportSource, SourceUpload
from tests.fixture_site import ROOT, copy_project, run
from tests.placette_import.fixture_wordpress import write_wordpress

pytestmark = pytest.mark.whole


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project("minimal", tmp_path)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    uploads = tmp_path / "export" / "wp-content" / "uploads" / "2019" / "05"
    uploads.mkdir(parents=True)
    for name in ("bassin.jpg", "pont.jpg"):
        Image.linear_gradient("L").resize((400, 300)).convert("RGB").save(uploads / name)
    return write_wordpress(tmp_path / "export" / "blog.xml", texts=12)


def placette(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command ``placette`` in a folder."""
    program = [sys.executable, "-m", "placette.command_line", *words]
    paths = {**os.environ, "PYTHONPATH": str(ROOT / "plugins"), "PYTHONIOENCODING": "utf-8"}
    given = {"capture_output": True, "encoding": "utf-8", "stdin": subprocess.DEVNULL}
    return subprocess.run(program, cwd=folder, env=paths, check=False, **given)  # type: ignore[call-overload, no-any-return]


def texts(project: Path) -> set[str]:
    return {path.relative_to(project).as_posix() for path in (project / "content").rglob("*.md")}


def test_the_plan_is_shown_on_one_screen_and_nothing_is_written(project: Path, export: Path) -> None:
    before = texts(project)
    shown = run(project, "invoke", "import", str(export), "--show")
    assert shown.returncode == 0, shown.stderr
    assert len(shown.stdout.splitlines()) <= 24
    for words in ("12 billets, du 2015-01-06 au 2015-03-02", "2 brouillons", "8 pages", "30 commentaires", "recette 1"):
        assert words in shown.stdout
    assert texts(project) == before
    assert not (project / "import.yml").exists()


def test_what_is_there_once_is_told_in_the_singular() -> None:
    post = Planned("wp:1", TextOutcome.RENEWED, "", "", datetime(2019, 5, 1), "", ("lea",), "Vie locale")
    texts = {"1": post, "2": replace(post, is_draft=True), "3": replace(post, category="")}
    counted = {"left": Counter({EntryStatus.REVISION: 1}), "comments": 1, "addresses": 1}
    plan = ImportPlan("b.example", texts=texts, **counted)  # type: ignore[arg-type]
    source = ImportSource("wordpress", "", "", lambda: iter(()), uploads={"1": SourceUpload("1", "/a.jpg")})
    assert [line.strip() for line in plan_lines(source, plan)][1:] == [
        "1 billet, du 2019-05-01 au 2019-05-01",
        "1 brouillon, qui le reste",
        "1 page",
        "1 personne",
        "1 image ou fichier",
        "1 commentaire",
        "1 ancienne adresse",
        "Depuis le dernier import\u00a0: 3 mis à jour, car ils ont changé là-bas",
        "Restent dehors\u00a0:",
        "anciennes versions\u00a0: 1",
    ]


def test_a_blog_comes_into_a_site_and_again_with_nothing_doubled(project: Path, export: Path) -> None:
    first = placette(project, "import", str(export))
    assert first.returncode in {0, 1}, first.stderr
    assert "Traceback" not in first.stderr
    assert "content/articles/2015/texte-1/index.md" in texts(project)
    assert (project / "import.yml").is_file()
    moved = (project / ".moved.txt").read_text(encoding="utf-8")
    assert "2015/01/texte-2/ -> 2015/texte-2/\n" in moved, "its category is new here"
    assert "recette/la-tarte/ -> disparue\n" in moved
    import_file = project / "import.yml"
    import_file.write_text(
        import_file.read_text(encoding="utf-8").replace('recette: ""', "recette: post"), encoding="utf-8"
    )
    placette(project, "import", str(export))
    assert "recette/la-tarte/ -> 2015/la-tarte/\n" in (project / ".moved.txt").read_text(encoding="utf-8")
    written = texts(project)
    again = placette(project, "import", str(export))
    assert "23 inchangés" in again.stdout
    assert texts(project) == written


def test_from_outside_a_site_it_is_told_which(project: Path, export: Path) -> None:
    shown = placette(project.parent, "import", str(export), "--folder", "project", "--show")
    assert (shown.returncode, "12 billets" in shown.stdout) == (0, True), shown.stderr
    asked = placette(project.parent, "import", str(export), "--folder", "neuf")
    assert asked.returncode == 2
    assert not (project.parent / "neuf").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("absent.xml",), "« absent.xml »"),
        (("pelicanconf.py",), "pelicanconf.py"),
        (("--from", "joomla", "pelicanconf.py"), "wordpress, blogger, ghost"),
    ],
)
def test_what_cannot_be_used_ends_with_2_and_says_why(words: tuple[str, ...], told: str, project: Path) -> None:
    refused = run(project, "invoke", "import", *words)
    assert refused.returncode == 2
    assert told.strip("« »") in refused.stderr
    assert "Traceback" not in refused.stderr


def test_what_was_left_out_ends_with_1(project: Path, export: Path) -> None:
    text = export.read_text(encoding="utf-8")
    export.write_text(text[: text.index("Texte 8 ")], encoding="utf-8")
    told = run(project, "invoke", "import", str(export), "--show")
    assert told.returncode == 1
    assert "blog.xml:" in told.stdout
