"""``invoke publish`` sends a built site to a real repository, whole or not at all."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.fixture_site import copy_project, run

_POST = "content/articles/2026/bonjour/index.md"


def git(folder: Path, *arguments: str) -> str:
    """What git answers; raises when it fails."""
    command = ["git", "-c", "user.name=Test", "-c", "user.email=test@a.example", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, encoding="utf-8").stdout.strip()


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """An empty repository that serves the site."""
    git(tmp_path, "init", "--quiet", "--bare", "host.git")
    return tmp_path / "host.git"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project under git."""
    folder = copy_project("minimal", tmp_path)
    (folder / "content/authors/partie.md").write_text("---\nstatus: withdrawn\n---\n")
    (folder / ".gitignore").write_text("/.placette/\n/output/\n__pycache__/\n")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "Begin")
    return folder


def publish(project: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    alone = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0"}
    done = run(project, "invoke", "publish", *(str(argument) for argument in arguments), **alone)
    assert "Traceback" not in done.stderr
    return done


def rewrite(project: Path, old: str, new: str) -> None:
    path = project / _POST
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def served(host: Path, path: str) -> str:
    return git(host, "show", f"gh-pages:{path}")


def test_a_site_is_published_and_published_again(project: Path, host: Path) -> None:
    done = publish(project, "--remote", host)
    assert done.returncode == 0, done.stderr
    files = git(host, "ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    assert {".nojekyll", "index.html", "404.html", "feeds/all.atom.xml", "2026/bonjour/index.html"} <= set(files)
    assert not [path for path in files if path.endswith((".md", ".py"))]
    assert 'Redirect gone "/auteurs/partie/"\n' in served(host, ".htaccess") + "\n"
    assert "https://carnets-auvergne.example/2026/bonjour/" in served(host, "sitemap.xml")
    rewrite(project, "L'eau est revenue", "L'eau est repartie")
    assert publish(project, "--remote", host).returncode == 0
    assert "repartie" in served(host, "2026/bonjour/index.html")
    assert git(host, "rev-list", "--count", "gh-pages") == "2"
    assert git(project, "status", "--short").split() == ["M", _POST]


def test_two_people_may_publish_in_turn(project: Path, host: Path, tmp_path: Path) -> None:
    git(project, "remote", "add", "origin", str(host))
    git(project, "push", "--quiet", "origin", "main")
    git(tmp_path, "clone", "--quiet", "--branch", "main", str(host), "other")
    assert publish(project).returncode == 0
    assert publish(tmp_path / "other").returncode == 0
    rewrite(project, "L'eau est revenue", "L'eau est repartie")
    done = publish(project)
    assert done.returncode == 0, done.stderr
    assert git(host, "rev-list", "--count", "gh-pages") == "3"
    assert "repartie" in served(host, "2026/bonjour/index.html")


def test_a_dry_run_sends_nothing(project: Path, host: Path) -> None:
    done = publish(project, "--remote", host, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert any(character.isdigit() for character in done.stdout.splitlines()[-1])
    assert git(host, "branch", "--list") == ""


def test_without_a_remote_nothing_is_built_and_the_way_to_add_one_is_told(project: Path) -> None:
    done = publish(project)
    assert done.returncode == 2
    assert "git remote add origin" in done.stderr
    assert not (project / ".placette").exists()


def test_the_branch_one_works_on_is_never_overwritten(project: Path, host: Path) -> None:
    done = publish(project, "--remote", host, "--branch", "main")
    assert (done.returncode, "main" in done.stderr) == (2, True)
    assert git(host, "branch", "--list") == ""
    assert git(project, "rev-list", "--count", "main") == "1"


def test_texts_to_mend_leave_the_published_site(project: Path, host: Path) -> None:
    assert publish(project, "--remote", host).returncode == 0
    before = git(host, "rev-parse", "gh-pages")
    rewrite(project, "authors: [lea]", "authors: [leo]")
    done = publish(project, "--remote", host)
    assert done.returncode == 1
    assert "author-unknown" in done.stdout + done.stderr
    assert git(host, "rev-parse", "gh-pages") == before


def test_a_host_that_refuses_keeps_the_published_site_and_the_next_time_is_right(project: Path, host: Path) -> None:
    assert publish(project, "--remote", host).returncode == 0
    before = git(host, "rev-parse", "gh-pages")
    hook = host / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    rewrite(project, "L'eau est revenue", "L'eau est repartie")
    assert publish(project, "--remote", host).returncode == 2
    assert git(host, "rev-parse", "gh-pages") == before
    hook.unlink()
    assert publish(project, "--remote", host).returncode == 0
    assert git(host, "rev-list", "--count", "gh-pages") == "2"


def test_an_address_that_leads_nowhere_is_told(project: Path, tmp_path: Path) -> None:
    done = publish(project, "--remote", tmp_path / "absent.git")
    assert done.returncode == 2
    assert "absent.git" in done.stderr
