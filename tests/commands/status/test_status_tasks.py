"""``invoke status`` and ``invoke links`` in a terminal, as the editor sees them on a Monday."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.status.fixture_server import Server, served
from tests.commands.status.test_git_history import on
from tests.fixture_site import commit, copy_project, git, invoke, run, write_file

pytestmark = [pytest.mark.no_cover, pytest.mark.whole, pytest.mark.story]

POST = "articles/2026/bonjour/index.md"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served() as server:
        yield server


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Path:
    """A repository with a post that links to this machine, a committed draft, and one of which git knows nothing."""
    project = copy_project("minimal", tmp_path_factory.mktemp("status"), "BUILDING_EXECUTOR = 'serial'")
    post = project / "content" / POST
    source = post.read_text(encoding="utf-8")
    post.write_text(f"{source}\nVoir [ici]({server.url}/here).\n", encoding="utf-8")
    for name in ("un", "deux"):
        draft = project / f"content/articles/2026/{name}/index.md"
        write_file(draft, source.replace("\n---\n", "\nstatus: draft\n---\n", 1))
        if name == "un":
            git(project, "init", "-q")
            commit(project, "x", "content", **on("2026-05-01"))
    return project


def test_the_state_of_the_site_is_told_and_nothing_is_built(project: Path) -> None:
    done = run(project, "invoke", "status")
    assert (done.returncode, done.stderr) == (0, "")
    assert "En attente (2)" in done.stdout
    assert "2 mai 2026" in done.stdout.replace("\u00a0", " ")
    assert "pas dans git" in done.stdout
    assert "n’ont jamais été vérifiés" in done.stdout.replace("\u00a0", " ")
    assert not (project / "output").exists()


def test_links_into_this_machine_are_not_asked_and_block_nothing(project: Path, server: Server) -> None:
    done = run(project, "invoke", "links")
    assert (done.returncode, done.stderr) == (0, "")
    line = (project / "content" / POST).read_text(encoding="utf-8").split("\n").index(
        f"Voir [ici]({server.url}/here)."
    ) + 1
    assert f"{POST}:{line}" in done.stdout
    assert "réseau privé" in done.stdout
    assert server.asked == []


def test_the_page_lies_beside_the_site_and_the_json_where_it_is_wanted(project: Path) -> None:
    done = invoke(project, "status", "--page", "--json", "etat/lundi.json")
    page = project / ".placette" / "status.html"
    assert str(page) in done.stderr
    assert "Où en est le site" in page.read_text(encoding="utf-8")
    sections = json.loads((project / "etat" / "lundi.json").read_text(encoding="utf-8"))["sections"]
    (waiting,) = (one["rows"] for one in sections if one["name"] == "waiting")
    assert [row["since"] for row in waiting] == ["2026-05-02", None]
    assert not (project / "output").exists()
    page.unlink()
    page.mkdir()
    refused = run(project, "invoke", "status", "--page")
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    assert "status.html" in refused.stderr
