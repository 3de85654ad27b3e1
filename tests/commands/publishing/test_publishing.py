"""``invoke publish``, as an editor types it: what it says, what it refuses, what it puts online."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.fixture_site import (
    BUILT,
    commit,
    copy_project,
    edit_file,
    git,
    invoke,
    make_repository,
    write_file,
    write_setting,
)

pytestmark = pytest.mark.whole

_POST = "content/articles/2026/bonjour/index.md"


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """An empty repository that serves the site."""
    git(tmp_path, "init", "--quiet", "--bare", "host.git")
    return tmp_path / "host.git"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project under git."""
    folder = copy_project("minimal", tmp_path)
    write_setting(folder, 'LETTERBOX_ADDRESS = ""')  # a page that stays would change what share vanishes
    (folder / "content/authors/partie.md").write_text("---\nstatus: withdrawn\n---\n")
    return make_repository(folder, BUILT)


def publish(project: Path, *arguments: object, code: int | None = None) -> subprocess.CompletedProcess[str]:
    alone = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0"}
    done = invoke(project, "publish", *map(str, arguments), code=code, **alone)
    assert "Traceback" not in done.stderr
    return done


def rewrite(project: Path, old: str, new: str) -> None:
    edit_file(project / _POST, old, new)
    git(project, "commit", "--quiet", "-am", f"{old} → {new}")


def served(host: Path, path: str) -> str:
    return git(host, "show", f"gh-pages:{path}")


def test_a_site_is_looked_at_published_and_published_again(project: Path, host: Path) -> None:
    done = publish(project, "--remote", host, "--dry-run", code=0)
    assert "\n+ " in done.stdout
    assert "/2026/bonjour/" in done.stdout
    assert git(host, "branch", "--list") == ""
    publish(project, "--remote", host, code=0)
    files = git(host, "ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    assert {".nojekyll", "index.html", "404.html", "feeds/all.atom.xml", "2026/bonjour/index.html"} <= set(files)
    assert not [path for path in files if path.endswith((".md", ".py"))]
    assert 'Redirect gone "/auteurs/partie/"\n' in served(host, ".htaccess") + "\n"
    assert "https://carnets-auvergne.example/2026/bonjour/" in served(host, "sitemap.xml")
    rewrite(project, "L'eau est revenue", "L'eau est repartie")
    done = publish(project, "--remote", host, code=0)
    assert "\n~ " in done.stdout
    assert "repartie" in served(host, "2026/bonjour/index.html")
    assert git(project, "status", "--short") == "?? .addresses.txt"
    assert "2026/bonjour/" in (project / ".addresses.txt").read_text(encoding="utf-8").splitlines()
    done = publish(project, "--remote", host, code=0)
    assert "déjà en ligne" in done.stdout
    assert git(host, "rev-list", "--count", "gh-pages") == "2"


def test_changes_are_recorded_with_what_is_published_unless_something_is_to_fix(project: Path, host: Path) -> None:
    edit_file(project / _POST, "L'eau est revenue", "L'eau est repartie")
    write_file(project / "content/pages/essai.md", "---\ntitre: Essai\n---\n\nUn mot.\n")
    write_file(project / "notes.csv", "who,where\n")
    before = git(project, "rev-parse", "HEAD")
    assert "invoke publish --save" in publish(project, "--remote", host, code=2).stderr
    edit_file(project / _POST, "title:", "titl:")
    assert "Rien n’a été enregistré" in publish(project, "--remote", host, "--save", "Essai", code=1).stderr
    assert git(project, "rev-parse", "HEAD") == before
    edit_file(project / _POST, "titl:", "title:")
    assert "notes.csv" in publish(project, "--remote", host, "--save", "Essai", code=2).stderr
    assert git(project, "rev-parse", "HEAD") == before
    (project / "notes.csv").unlink()
    publish(project, "--remote", host, "--save", "Corriger le lavoir", code=0)
    subjects = git(project, "log", "--format=%s", f"{before}..").splitlines()
    assert subjects == ["Noter les adresses publiées", "Corriger le lavoir"]
    assert git(project, "status", "--short") == ""


def test_what_makes_doubt_is_told_all_at_once_and_stops_the_publication(project: Path, host: Path) -> None:
    write_setting(project, 'SEARCH_URL = FOLLOW_URL = ""')  # two pages less: what vanishes is a larger share
    git(project, "commit", "--quiet", "--all", "--message", "Leave search out")
    old = git(project, "rev-parse", "HEAD")
    rewrite(project, "L'eau est revenue", "L'eau est repartie")
    publish(project, "--remote", host, code=0)
    (project / ".addresses.txt").unlink()
    online = git(host, "rev-parse", "gh-pages")
    git(project, "checkout", "--quiet", old)
    shutil.rmtree(project / "content/articles/2026/bonjour")
    done = publish(project, "--remote", host, code=2)
    reasons = (_POST, "plus récent", "disparaîtraient")
    assert [reason for reason in reasons if reason not in done.stderr] == []
    assert git(host, "rev-parse", "gh-pages") == online
    done = publish(project, "--remote", host, "--force", code=0)
    assert [reason for reason in reasons if reason not in done.stdout] == []
    assert "2026/bonjour/index.html" not in git(host, "ls-tree", "-r", "--name-only", "gh-pages").splitlines()


def test_an_address_that_was_published_is_not_lost_in_silence(project: Path, host: Path) -> None:
    publish(project, "--remote", host, code=0)
    git(project, "add", ".addresses.txt")
    git(project, "mv", "content/articles/2026/bonjour", "content/articles/2026/bonjour-salut")
    git(project, "commit", "--quiet", "-m", "Rename")
    online = git(host, "rev-parse", "gh-pages")
    done = publish(project, "--remote", host, code=1)
    assert "address-lost" in done.stderr
    assert "2026/bonjour-salut/" in done.stderr
    assert git(host, "rev-parse", "gh-pages") == online


def test_texts_to_mend_stop_everything_before_anything_is_sent(project: Path, host: Path) -> None:
    rewrite(project, "authors: [lea]", "authors: [leo]")
    done = publish(project, "--remote", host, code=1)
    assert "author-unknown" in done.stdout + done.stderr
    assert git(host, "branch", "--list") == ""


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ((), "git remote add origin"),
        (("--remote", "HOST", "--branch", "main"), "main"),
        (("--to", "ftp", "--remote", "x"), "gh-pages, ssh, folder, rclone"),
        (("--to", "ssh"), "--remote user@host:/var/www/site"),
        (("--to", "ssh", "--remote", "serveur"), "« serveur »"),
        (("--to", "rclone", "--remote", "mairie"), "nom:dossier"),
    ],
)
def test_without_a_place_to_go_nothing_is_built_and_the_way_is_shown(
    project: Path, host: Path, arguments: tuple[str, ...], hint: str
) -> None:
    done = publish(project, *(str(host) if argument == "HOST" else argument for argument in arguments), code=2)
    assert hint in done.stderr.replace("\u00a0", " ")
    assert not (project / ".placette/release/site").exists()
    assert git(host, "branch", "--list") == ""


def test_the_other_texts_are_published_when_some_need_mending(project: Path, host: Path) -> None:
    broken = project / "content/articles/2026/casse/index.md"
    broken.parent.mkdir()
    broken.write_text("---\ntitle: Cassé\ndate: demain\nauthors: [lea]\ncategory: Nature\n---\nDu texte.\n", "utf-8")
    commit(project, "Un texte")
    refused = publish(project, "--remote", host)
    assert (refused.returncode, "Rien n’a été envoyé" in refused.stderr) == (1, True), refused.stderr
    done = publish(project, "--remote", host, "--skip-invalid")
    assert (done.returncode, "[date-format, " in done.stdout) == (0, True), done.stderr
    assert "L’eau" in served(host, "2026/bonjour/index.html")


def test_what_lies_behind_a_link_in_the_place_of_the_site_to_publish_stays(project: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    write_file(away / "photos/a.jpg", b"a")
    (project / ".placette/release").mkdir(parents=True)
    (project / ".placette/release/site").symlink_to(away, target_is_directory=True)
    publish(project, "--to", "folder", "--remote", tmp_path / "www", code=0)
    assert (tmp_path / "www/current/index.html").is_file()
    assert [path.name for path in sorted(away.rglob("*"))] == ["photos", "a.jpg"]
