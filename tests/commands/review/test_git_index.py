"""``invoke check`` advises on changed texts, and ``--fix`` mends them alone, in a real repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.commands.review.git_index import changed_here
from tests.fixture_site import BUILT, commit, copy_project, git, invoke, make_repository, run, write_file

pytestmark = pytest.mark.whole

POST = "content/articles/2026/{}/index.md"
TEXT = "---\ntitre: {title}\ndate: {date}\nauteurs: [lea]\nrubrique: Nature\ntags: [a]\n---\nVoir www.a.example.\n"


def write(project: Path, name: str, date: str = "2026-05-02") -> Path:
    return write_file(project / POST.format(name), TEXT.format(title=name.title(), date=date))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A branch of a project whose trunk has a post with advice, and a date that could be mended."""
    project = copy_project("minimal", tmp_path)
    write(project, "ancien", "2 mai 2026")
    return make_repository(project, BUILT, "texte")


def names(paths: list[Path] | None) -> list[str]:
    return [path.parent.name for path in paths or []]


def test_what_was_committed_here_changed_or_just_written_is_known(project: Path, tmp_path: Path) -> None:
    content = project / "content"
    assert changed_here(content) == []
    write(project, "un")
    commit(project, "un")
    write(project, "deux")
    write_file(content / "articles/2026/été nouveau/index.md", "x")
    git(project, "rm", "-q", POST.format("bonjour"))
    (project / "README.md").write_text("x", encoding="utf-8")
    assert names(changed_here(content)) == ["deux", "un", "été nouveau"]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert changed_here(elsewhere) is None


def test_advice_is_about_ones_own_text_and_all_advice_comes_with_the_errors(project: Path) -> None:
    write(project, "nouveau", "3 mai 2026")
    done = invoke(project, "check", code=1)
    assert done.stdout.index("[date-format, à corriger]") < done.stdout.index("[link-bare, conseil]")
    assert done.stdout.count("[link-bare, conseil]") == 1
    assert "--all les montre" in done.stdout
    assert run(project, "invoke", "check", "--all").stdout.count("[link-bare, conseil]") == 2


def test_only_what_was_changed_here_is_mended(project: Path) -> None:
    own = write(project, "nouveau", "3 mai 2026")
    invoke(project, "check", "--fix", code=1)
    assert "date: 2026-05-03" in own.read_text(encoding="utf-8")
    assert "date: 2 mai 2026" in (project / POST.format("ancien")).read_text(encoding="utf-8")
    invoke(project, "check", "--fix", "--all")
    assert "date: 2026-05-02" in (project / POST.format("ancien")).read_text(encoding="utf-8")


def test_nothing_is_mended_where_nothing_was_changed(project: Path) -> None:
    done = run(project, "invoke", "check", "--fix")
    assert "Rien n’a été modifié ici" in done.stdout
    assert "date: 2 mai 2026" in (project / POST.format("ancien")).read_text(encoding="utf-8")
