"""``placette import`` in a terminal: a plan, files that the check reads, and a built site without what was private."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from placette.engine.content import addresses
from placette_import.answers import PAGE, TABLES
from placette_import.import_tasks import plan_lines
from placette_import.plan import ImportPlan, Planned, TextOutcome, old_path
from placette_import.values import EntryStatus, ImportSource, SourceUpload
from tests.fixture_site import ROOT, copy_project, edit_file, invoke, run, write_file, write_setting
from tests.placette_import.fixture_chance import PROGRAMS, draw, write_blog
from tests.placette_import.fixture_importing import entries_of
from tests.placette_import.fixture_wordpress import COMMENTS, SITE, write_wordpress

pytestmark = pytest.mark.whole


def write_export(folder: Path, comments: int = COMMENTS) -> Path:
    """Write a blog of twelve texts with its pictures."""
    uploads = folder / "export" / "wp-content" / "uploads" / "2019" / "05"
    uploads.mkdir(parents=True)
    for name in ("bassin.jpg", "pont.jpg"):
        Image.radial_gradient("L").convert("RGB").save(uploads / name)
    return write_wordpress(folder / "export" / "blog.xml", texts=12, comments=comments)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write_export(tmp_path)


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
    shown = invoke(project, "import", str(export), "--show")
    assert len(shown.stdout.splitlines()) <= 24
    for words in (
        "12 billets, du 2015-01-06 au 2015-03-02",
        "wp:status: draft 2",
        "8 pages",
        "30 commentaires",
        "recette 1",
    ):
        assert words in shown.stdout
    assert texts(project) == before
    assert not (project / "import.yml").exists()


def test_what_is_there_once_is_told_in_the_singular() -> None:
    post = Planned("wp:1", TextOutcome.RENEWED, "", "", datetime(2019, 5, 1), "", ("lea",), "Vie locale")
    texts = {"1": post, "2": replace(post, is_draft=True), "3": replace(post, category="")}
    counted = {"left": Counter({EntryStatus.REVISION: 1}), "comments": 1}
    plan = ImportPlan("b.example", texts=texts, **counted)  # type: ignore[arg-type]
    source = ImportSource("wordpress", "", "", lambda: iter(()), uploads={"1": SourceUpload("1", "/a.jpg")})
    assert [line.strip() for line in plan_lines(source, plan)][1:] == [
        "1 billet, du 2019-05-01 au 2019-05-01",
        "1 brouillon, qui le reste",
        "1 page",
        "1 personne",
        "1 image ou fichier",
        "1 commentaire",
        "1 ancienne adresse de page",
        "1 ancienne adresse de fichier",
        "Depuis le dernier import\u00a0: 3 mis à jour, car ils ont changé là-bas",
        "Restent dehors\u00a0:",
        "anciennes versions\u00a0: 1",
    ]


def test_what_import_yml_lets_in_comes_to_its_old_address(project: Path, export: Path) -> None:
    placette(project, "import", str(export))
    moved = (project / ".moved.txt").read_text(encoding="utf-8")
    assert "2015/01/texte-2/ -> 2015/texte-2/\n" in moved, "its category is new here"
    assert "recette/la-tarte/ -> disparue\n" in moved
    edit_file(project / "import.yml", 'recette: ""', "recette: post")
    placette(project, "import", str(export))
    assert "recette/la-tarte/ -> 2015/la-tarte/\n" in (project / ".moved.txt").read_text(encoding="utf-8")


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
    refused = invoke(project, "import", *words, code=2)
    assert told.strip("« »") in refused.stderr
    assert "Traceback" not in refused.stderr


def test_what_was_left_out_ends_with_1(project: Path, export: Path) -> None:
    text = export.read_text(encoding="utf-8")
    export.write_text(text[: text.index("Texte 8 ")], encoding="utf-8")
    told = invoke(project, "import", str(export), "--show", code=1)
    assert "blog.xml:" in told.stdout


def test_what_the_check_refuses_waits_and_its_address_comes_home(project: Path, export: Path) -> None:
    whole, page = export.read_text(encoding="utf-8"), project / "content/pages/page-0.md"
    export.write_text(re.sub(r"\[Un billet d’avant.*?\]\]>", "[]]>", whole, count=1, flags=re.DOTALL), encoding="utf-8")
    assert "1 brouillon, tant que" in invoke(project, "import", "../export/blog.xml").stdout
    assert "statut: brouillon" in (project / "content/articles/2015/texte-1/index.md").read_text(encoding="utf-8")
    moved = project / ".moved.txt"
    assert "2015/01/texte-1/ -> archives/  # placette import: " in moved.read_text(encoding="utf-8")
    export.write_text(whole.replace("[<p>Qui nous sommes.</p>]", "[]", 1), encoding="utf-8")
    told = invoke(project, "import", "../export/blog.xml").stdout
    assert "1 mis à jour" in told
    assert "1 laissé dehors" in told, "a page that has no words there any more"
    assert "Qui nous sommes" in page.read_text(encoding="utf-8")
    assert "2015/01/texte-1/ -> 2015/texte-1/\n" in moved.read_text(encoding="utf-8")
    assert (project / ".placette/import-refused/pages/page-0.md").is_file()
    invoke(project, "check")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with the blog in it, checked and built."""
    folder = tmp_path_factory.mktemp("imported")
    project = copy_project("minimal", folder)
    write_export(folder, comments=6)
    write_setting(project, "REPLIES_OPEN = True; SHARING_CARDS = PICTURES_ON_PAGES = False")
    invoke(project, "import", "../export/blog.xml")
    return project


def built(project: Path) -> str:
    """The text of all that the site shows, once it is built."""
    invoke(project, "build")
    files = [path for path in (project / "output").rglob("*") if path.suffix in {".html", ".xml", ".json", ".txt"}]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_the_check_has_nothing_to_fix_and_what_is_left_is_counted(imported: Path) -> None:
    checked = invoke(imported, "check", "--all")
    assert "photo-awaited" in checked.stdout
    count = len((imported / TABLES["pictures"].file).read_text(encoding="utf-8-sig").splitlines()) - 1
    assert f"images à décrire, {count}" in " ".join(run(imported, "invoke", "status").stdout.split())


def test_filled_in_tables_count_down_and_what_cannot_be_taken_stays_in_them(imported: Path) -> None:
    pictures, minors = (imported / table.file for table in TABLES.values())
    lines = pictures.read_text(encoding="utf-8-sig").splitlines()
    path, picture = lines[1].split(";")[:2]
    write_file(pictures, f"{lines[1]}Le pont, vu de la rive.\n{path};absent.jpg;;Rien\n{path};{picture};;Deux\n")
    rows = minors.read_text(encoding="utf-8-sig").splitlines()
    assert "photo" in rows[1]
    saved = imported.parent / "saved.csv"
    write_file(saved, f"{rows[1].split(';')[0]};;;AUCUN ?\n{rows[2].split(';')[0]};;;aucun\n")
    filled = run(imported, "invoke", "fill-in")
    assert (filled.returncode, "Images décrites\u00a0: 1" in filled.stdout) == (1, True), filled.stderr
    assert re.findall(r"pictures-to-describe.csv:(\d) ", filled.stdout) == ["2", "3"]
    filled = run(imported, "invoke", "fill-in", "--kind", "minors", "--table", str(saved))
    assert (filled.returncode, "enfants\u00a0: 1" in filled.stdout) == (1, True), filled.stderr
    assert "saved.csv:1 Écrivez aucun" in filled.stdout
    assert minors.read_text(encoding="utf-8-sig").splitlines()[1].endswith(";AUCUN ?")
    assert 'value="AUCUN ?"' in (imported / PAGE).read_text(encoding="utf-8")
    assert "mineurs: aucun\n" in (imported / "content" / rows[2].split(";")[0]).read_text(encoding="utf-8")
    for words in ("--kind", "rien"), ("--kind", "minors", "--table", "absent.csv"), ("--table", str(saved)):
        invoke(imported, "fill-in", *words, code=2)
    invoke(imported, "check")


def test_comments_wait_and_appear_when_somebody_has_read_them(imported: Path) -> None:
    assert "je me souviens de l’hiver" not in built(imported)
    team = imported / "content/authors/equipe.md"
    team.write_text("---\nnom: L’équipe\nprofil: équipe\n---\nNous.\n", encoding="utf-8")
    invoke(imported, "accept-comments", "rien", "--reader", "equipe", code=2)
    invoke(imported, "accept-comments", "texte-1", "--reader", "personne", code=2)
    invoke(imported, "accept-comments", "texte-1", "--reader", "equipe")
    shown = built(imported)
    assert "je me souviens de l’hiver" in shown
    assert re.findall(r"[\w.]+@(?:mail|lavoir)\.example", shown) == []
    for secret in ("SECRET-PRIVE", "SECRET-PROTEGE", "prive-0", "192.0.2."):
        assert secret not in shown


NIGHT = [pytest.param(program, 200, marks=pytest.mark.night) for program in PROGRAMS]


@pytest.mark.parametrize(("program", "count"), [("wordpress", 14), *NIGHT])
def test_a_blog_comes_is_checked_built_and_comes_again(program: str, count: int, tmp_path: Path) -> None:
    project, chance = copy_project("minimal", tmp_path), Random()
    export = write_blog(program, draw(chance, count), tmp_path / "export")
    invoke(project, "import", str(export))
    files = [*project.glob("*.*"), *project.glob(".*.txt"), *(project / "content").rglob("*")]
    first = {path: path.read_bytes() for path in files if path.is_file()}
    for task in ("check", "build", "import"):
        invoke(project, task, *[str(export)] * (task == "import"))
    assert [path for path, data in first.items() if path.read_bytes() != data] == []
    output, files_after = project / "output", {*(project / "content").rglob("*")}
    assert files_after <= {*files}
    gone, moved = addresses.gone_from(output), addresses.moved_from(output)
    rules = (output / ".htaccess").read_text(encoding="utf-8")
    with entries_of(export) as (_source, entries):
        entries_then = [entry for entry in entries.values() if entry.date and entry.date.year < 2030]
    for old in {old_path(old, SITE) for entry in entries_then for old in entry.addresses}:
        path, _mark, query = addresses.read_old_address(old).partition("?")
        is_page = f"/{path}" in moved or addresses.is_gone(path, gone) or (output / addresses.file_at(path)).is_file()
        assert f'"^{query}$"' in rules if query else is_page, old
