"""A site is checked and built in any place, by any user, in any locale, with or without git, and offline."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.fixture_site import EPOCH, commit, complaints, copy_project, git, make_repository

pytestmark = [pytest.mark.whole, pytest.mark.everyday]

_NOBODY = 65534
_OFFLINE = """
import sys


def refuse(event, arguments):
    if event == "socket.getaddrinfo" or (event == "socket.connect" and isinstance(arguments[1], tuple)):
        raise OSError(101, "Network is unreachable")


sys.addaudithook(refuse)
"""
"""Stands in for a namespace without network where none may be made."""
_ASKS = "import socket; socket.create_connection(('192.0.2.1', 9), 5)"


def run(project: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a project with no more of this machine's environment than it needs."""
    known = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ}
    variables = {**known, "HOME": str(project), "SOURCE_DATE_EPOCH": EPOCH, **environment}
    return subprocess.run(
        command,
        cwd=project,
        env=variables,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )


def assert_works(project: Path, *before: str, **environment: str) -> None:
    """Check and build a site, each command after the words ``before``, and read its output and its files."""
    invoke = (*before, sys.executable, "-m", "invoke")
    checked = run(project, *invoke, "check", "--all", **environment)
    assert (checked.returncode, complaints(checked)) == (0, "")
    assert "Le billet n’a pas d’image" in checked.stdout, "sentences keep their accents"
    built = run(project, *invoke, "build", **environment)
    assert (built.returncode, complaints(built)) == (0, "")
    assert "1 billet publié" in built.stdout
    page = (project / "output/2026/bonjour/index.html").read_text(encoding="utf-8")
    assert "L’eau est revenue" in page
    assert list((project / "output").rglob("*.avif")) or list((project / "output").rglob("*.svg"))


@pytest.fixture
def repository(project: Path) -> Path:
    """A project with two commits."""
    make_repository(project)
    commit(project)
    return project


def test_below_a_path_with_spaces_accents_and_signs(tmp_path: Path) -> None:
    assert_works(copy_project("minimal", tmp_path / "Mes carnets d’été (n° 1) & l'eau, 100 %"))


@pytest.mark.parametrize("lang", ["C", "POSIX"])
def test_in_a_locale_that_knows_no_accent(lang: str, tmp_path: Path) -> None:
    project = copy_project("minimal", tmp_path / "été")
    assert_works(project, LANG=lang, LC_ALL=lang, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")


def test_in_a_shallow_clone(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), "clone")
    assert (tmp_path / "clone/.git/shallow").is_file()
    assert_works(tmp_path / "clone")


def test_in_an_archive_without_git(repository: Path, tmp_path: Path) -> None:
    git(repository, "archive", "--format=zip", "--prefix=site/", f"--output={tmp_path / 'site.zip'}", "HEAD")
    with ZipFile(tmp_path / "site.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    assert not (tmp_path / "unpacked/site/.git").exists()
    assert_works(tmp_path / "unpacked/site")


def test_where_git_is_not_installed(project: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert_works(project, PATH=str(tmp_path / "empty"))


def test_without_a_network(project: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(_OFFLINE, encoding="utf-8")
    cut = ["unshare", "--net"] if shutil.which("unshare") else []
    before = cut if cut and not run(project, *cut, "true").returncode else []
    environment = {} if before else {"PYTHONPATH": str(tmp_path)}
    assert "unreachable" in run(project, *before, sys.executable, "-c", _ASKS, **environment).stderr
    assert_works(project, *before, **environment)


@contextmanager
def owned_by_nobody(name: str) -> Iterator[Path]:
    """Make a project in a folder that only ``nobody`` may write to."""
    with tempfile.TemporaryDirectory() as folder:
        project = copy_project(name, Path(folder))
        for path in (Path(folder), project, *project.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY)
        yield project


def as_nobody(project: Path) -> list[str]:
    """Return the prefix that runs a command as ``nobody``, who may write nowhere else.

    Where Python's own library lies in root's folder it keeps the right to read everything.
    """
    become = ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"]
    found = run(project, *become, sys.executable, "-c", "import os; print(os.__file__)").stdout.strip()
    reading = "dac_read_search"
    return become if found == os.__file__ else [*become, f"--inh-caps=+{reading}", f"--ambient-caps=+{reading}"]


def test_as_an_ordinary_user(project: Path, tmp_path: Path) -> None:
    if getattr(os, "geteuid", lambda: 1)():
        assert_works(project)
        return
    with owned_by_nobody("minimal") as own:
        before = as_nobody(own)
        writes = f"open({str(tmp_path / 'mine')!r}, 'w')"
        assert "PermissionError" in run(own, *before, sys.executable, "-c", writes).stderr
        assert_works(own, *before)
        assert (own / "output/index.html").stat().st_uid == _NOBODY
