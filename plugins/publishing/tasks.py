"""Task: publish."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

import ghp_import
from invoke import Context, task
from invoke.exceptions import Exit

from plugins.core.message import N_
from plugins.core.words import site_root, site_words

ROOT = site_root()
_ = site_words(ROOT).gettext
_OUTPUT = ".placette/publication"


@task(
    help={
        "remote": N_("The git remote, or the address of a repository (origin)."),
        "branch": N_("The branch that the host serves (gh-pages)."),
        "dry_run": N_("Build and tell, but send nothing."),
    }
)
def publish(_context: Context, remote: str = "origin", branch: str = "gh-pages", dry_run: bool = False) -> None:
    """Build for production and send the site to a branch that the host serves."""
    if not _has_remote(remote):
        raise Exit(
            _("There is no git remote “{remote}”. Add it: git remote add {remote} ADDRESS").format(remote=remote), 2
        )
    if _git("branch", "--show-current").stdout.strip() == branch:
        raise Exit(
            _("“{branch}” is the branch you work on; publishing would overwrite it. Choose another one.").format(
                branch=branch
            ),
            2,
        )
    output = ROOT / _OUTPUT
    shutil.rmtree(output, ignore_errors=True)
    _build_for_production()
    count = sum(1 for path in output.rglob("*") if path.is_file())
    if dry_run:
        print(_("{count} files are ready; nothing was sent.").format(count=count))
        return
    _send(output, remote, branch)
    print(_("Published: {count} files on {remote}, branch {branch}.").format(count=count, remote=remote, branch=branch))


def _build_for_production() -> None:
    """Build with publishconf.py into a folder of its own, which nobody serves."""
    command = [sys.executable, "-m", "invoke", "build", "--production", "--output", _OUTPUT]
    built = subprocess.run(command, cwd=ROOT, check=False)
    if built.returncode:
        raise Exit(_("Nothing was sent: mend the above first."), built.returncode)


def _has_remote(remote: str) -> bool:
    if "/" in remote or "\\" in remote:
        return True
    return _git("remote", "get-url", remote).returncode == 0


def _send(output: Path, remote: str, branch: str) -> None:
    """One commit on the branch, pushed: the host sees the old site or the new one.

    The commit follows what the host has, since somebody else may have published; a first time there is nothing.
    """
    _git("fetch", remote, f"+refs/heads/{branch}:refs/heads/{branch}")
    options = {"remote": remote, "branch": branch, "mesg": _message(), "push": True, "nojekyll": True}
    try:
        with chdir(ROOT):
            ghp_import.ghp_import(str(output), **options)
    except (ghp_import.GhpError, subprocess.CalledProcessError) as error:
        raise Exit(_("The site was built but could not be sent: {what}").format(what=error), 2) from error


def _message() -> str:
    commit = _git("rev-parse", "--short", "HEAD").stdout.strip()
    return f"Publish {commit}".strip()


def _git(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
