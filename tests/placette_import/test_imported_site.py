"""A whole blog, from its export to the built site: pictures, comments, old addresses, and nothing that was private."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from placette.engine.content import addresses
from placette_import.waiting import TABLE
from tests.fixture_site import copy_project, run, write_setting
from tests.placette_import.fixture_wordpress import write_wordpress

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with the blog in it, checked and built."""
    folder = tmp_path_factory.mktemp("imported")
    project, uploads = copy_project("minimal", folder), folder / "export" / "wp-content/uploads/2019/05"
    write_wordpress(folder / "export" / "blog.xml", texts=12, comments=6)
    uploads.mkdir(parents=True)
    for name in ("bassin", "pont"):
        Image.radial_gradient("L").convert("RGB").save(uploads / f"{name}.jpg")
    write_setting(project, "REPLIES_OPEN = True; SHARING_CARDS = PICTURES_ON_PAGES = False")
    imported = run(project, "invoke", "import", "../export/blog.xml")
    assert imported.returncode == 0, imported.stdout + imported.stderr
    return project


def built(project: Path) -> str:
    """The text of all that the site shows, once it is built."""
    made = run(project, "invoke", "build")
    assert made.returncode == 0, made.stdout + made.stderr
    files = [path for path in (project / "output").rglob("*") if path.suffix in {".html", ".xml", ".json", ".txt"}]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_the_check_has_nothing_to_fix_and_what_is_left_is_counted(project: Path) -> None:
    checked = run(project, "invoke", "check", "--all")
    assert checked.returncode == 0, checked.stdout
    assert "photo-awaited" in checked.stdout
    count = len((project / TABLE).read_text(encoding="utf-8-sig").splitlines()) - 1
    assert f"images à décrire, {count}" in " ".join(run(project, "invoke", "status").stdout.split())


def test_a_filled_in_table_counts_down(project: Path) -> None:
    lines = (project / TABLE).read_text(encoding="utf-8-sig").splitlines()
    filled = [lines[0], *(f"{line}Le pont, vu de la rive." for line in lines[1:2]), *lines[2:]]
    (project / TABLE).write_text("\n".join(filled), encoding="utf-8")
    told = run(project, "invoke", "describe-pictures")
    assert "Images décrites\u00a0: 1" in told.stdout, told.stderr
    assert run(project, "invoke", "check").returncode == 0


def test_comments_wait_and_appear_when_somebody_has_read_them(project: Path) -> None:
    assert "je me souviens de l’hiver" not in built(project)
    team = project / "content/authors/equipe.md"
    team.write_text("---\nnom: L’équipe\nprofil: équipe\n---\nNous.\n", encoding="utf-8")
    assert run(project, "invoke", "accept-comments", "rien", "--reader", "equipe").returncode == 2
    assert run(project, "invoke", "accept-comments", "texte-1", "--reader", "personne").returncode == 2
    assert run(project, "invoke", "accept-comments", "texte-1", "--reader", "equipe").returncode == 0
    shown = built(project)
    assert "je me souviens de l’hiver" in shown
    assert re.findall(r"[\w.]+@(?:mail|lavoir)\.example", shown) == []
    for secret in ("SECRET-PRIVE", "SECRET-PROTEGE", "prive-0", "192.0.2."):
        assert secret not in shown


def test_every_old_address_answers_on_the_built_site(project: Path) -> None:
    built(project)
    output, export = project / "output", (project.parent / "export/blog.xml").read_text(encoding="utf-8")
    moved, gone = addresses.moved_from(output), addresses.gone_from(output)
    links = set(re.findall(r"<link>https://lavoir\.example/([\w/-]+)</link>|uploads/([\w/.]+)\]\]>", export))
    olds = [link or f"wp-content/uploads/{upload}" for link, upload in links]
    lost = [old for old in olds if f"/{old}" not in moved and not addresses.is_gone(old, gone)]
    assert len(olds) == 12 + 8 + 2 + 2 + 1
    assert [old for old in lost if not (output / addresses.file_at(old)).is_file()] == []
    rules = (output / ".htaccess").read_text(encoding="utf-8")
    assert [number for number in range(101, 113) if f'"^p={number}$"' not in rules] == []
