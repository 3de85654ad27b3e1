"""A site that lacks what the law asks for is built and looked at, but not published: no option lifts that."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.features.legal.fixture_town import PLAIN, TOWN, write_pages
from tests.fixture_site import copy_project, invoke, run, write_setting

pytestmark = [pytest.mark.no_cover, pytest.mark.whole, pytest.mark.story]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town's project whose settings say everything but the director's name; the host's is invented."""
    project = copy_project("minimal", tmp_path_factory.mktemp("publication"))
    write_pages(project / "content")
    host = TOWN["LEGAL_HOST"] | {"name": "Hôte (fictif)"}
    settings = {**PLAIN, **TOWN, "LEGAL_DIRECTOR": "", "LEGAL_HOST": host, "BUILDING_EXECUTOR": "serial"}
    write_setting(project, "import datetime")
    for name, value in settings.items():
        write_setting(project, f"{name} = {value!r}")
    return project


def test_it_is_built_and_the_last_line_says_that_something_is_missing(project: Path) -> None:
    done = invoke(project, "build")
    assert done.stdout.splitlines()[-1].startswith("Le site ne peut pas encore être publié")
    assert "2 renseignements" in done.stdout
    status = run(project, "invoke", "status").stdout
    assert "À remplir avant de publier (2)" in status
    assert "LEGAL_DIRECTOR" in status


@pytest.mark.parametrize(
    "command",
    [
        ("build", "--production"),
        ("build", "--production", "--skip-invalid"),
        ("publish", "--to", "folder", "--remote", "online"),
        ("publish", "--to", "folder", "--remote", "online", "--force"),
        ("publish", "--to", "folder", "--remote", "online", "--force", "--skip-invalid"),
    ],
    ids=" ".join,
)
def test_it_is_not_published_whatever_the_option(project: Path, command: tuple[str, ...]) -> None:
    before = sorted((project / "output").rglob("*"))
    done = invoke(project, *command, code=2)
    said = done.stdout + done.stderr
    assert "LEGAL_DIRECTOR n’est pas renseigné.  [legal-missing, à corriger]" in said
    assert 'LEGAL_HOST["name"] dit' in said
    assert "Aucune option ne lève ce refus." in said
    assert sorted((project / "output").rglob("*")) == before
    assert not (project / "online").exists()


def test_no_file_says_whether_a_build_is_to_be_published(project: Path) -> None:
    settings = project / "publishconf.py"
    kept = settings.read_text(encoding="utf-8")
    settings.write_text(f"{kept}\nBUILDING_PUBLICATION = False\n", encoding="utf-8")
    done = run(project, "invoke", "build", "--production")
    settings.write_text(kept, encoding="utf-8")
    assert done.returncode == 2
    assert "BUILDING_PUBLICATION  →  invoke build --production" in done.stderr


def test_a_page_that_is_refused_counts_as_missing(project: Path) -> None:
    page = project / "content" / "pages" / "mentions-legales.md"
    kept = page.read_text(encoding="utf-8")
    page.write_text(f"{kept}\n[un lien](javascript:alert(1))\n", encoding="utf-8")
    done = run(project, "invoke", "build", "--production", "--skip-invalid")
    page.write_text(kept, encoding="utf-8")
    assert done.returncode == 2
    assert "LEGAL_NOTICE_PAGE nomme la page" in done.stderr


def test_once_all_is_said_the_site_is_published(project: Path) -> None:
    write_setting(project, f"LEGAL_DIRECTOR, LEGAL_HOST = 'Jeanne Morel, maire', {TOWN['LEGAL_HOST']!r}")
    done = invoke(project, "build", "--production")
    assert "ne peut pas encore" not in done.stdout
    assert "Jeanne Morel" in (project / "output" / "mentions-legales" / "index.html").read_text(encoding="utf-8")
