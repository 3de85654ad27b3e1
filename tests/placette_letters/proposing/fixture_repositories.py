"""Real repositories: an editor's clone with a site in it, and forges that record all pushes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from placette_letters.letter import Gap, LetterProposal
from tests.fixture_site import git, make_repository, write_file

FOLDER = PurePosixPath("articles/2026/le-lavoir")
POST = f"content/{FOLDER}/index.md"
BRANCH = "lettres/2026-0042"
MATTER = (
    '---\ntitre: "Le lavoir"\ndate: 2026-06-03\nrubrique: "Patrimoine"\nrésumé: # à compléter\nstatut: brouillon\n---\n'
)
BODY = "\nL'eau est revenue.\n\nElle est froide.\n"
PROC_RECEIVE = Path(__file__).with_name("proc-receive").read_text(encoding="utf-8")


def make_proposal(
    text: str = MATTER + BODY, gaps: tuple[Gap, ...] = (Gap("summary"),), title: str = "Le lavoir", **files: bytes
) -> LetterProposal:
    """Return a proposal of one post; ``files`` are others beside it, with ``_`` for the point of their names."""
    beside = {f"{FOLDER}/{name.replace('_', '.')}": data for name, data in files.items()}
    content = {f"{FOLDER}/index.md": text.encode(), **beside}
    return LetterProposal("2026-0042", title, FOLDER, content, gaps)


def make_forge(folder: Path, hook: str = "", body: str = "") -> Path:
    """A bare repository whose ``hook`` (if any) runs ``body``."""
    git(folder, "init", "--quiet", "--bare", "--initial-branch", "main", "forge.git")
    forge = folder / "forge.git"
    git(forge, "config", "receive.advertisePushOptions", "true")
    if hook:
        program = forge / "hooks" / hook
        program.write_text(body, encoding="utf-8")
        program.chmod(0o755)
    return forge


def make_clone(folder: Path, forge: Path | None = None) -> Path:
    """Make an editor's clone with one commit, an untracked file, a staged one, and hooks that always fail."""
    clone = folder / "site"
    write_file(clone / "content/authors/lea.md", "---\nname: Léa\nkind: habitante\n---\n")
    make_repository(clone)
    if forge:
        git(clone, "remote", "add", "origin", str(forge))
        git(clone, "push", "--quiet", "origin", "main")
    (clone / "content/notes.txt").write_text("untracked", encoding="utf-8")
    (clone / "content/staged.md").write_text("staged", encoding="utf-8")
    git(clone, "add", "content/staged.md")
    for name in ("reference-transaction", "pre-push", "post-commit", "pre-commit"):
        hook = clone / ".git/hooks" / name
        hook.write_text(f"#!/bin/sh\ntouch '{clone.parent}/hook-ran'\nexit 1\n", encoding="utf-8")
        hook.chmod(0o755)
    return clone


def without_hooks(clone: Path) -> None:
    """Let the editor themselves commit."""
    for hook in (clone / ".git/hooks").glob("*"):
        hook.unlink()


def editors_state(clone: Path) -> tuple[str, ...]:
    """Return all that must stay as it is: HEAD, the index, the working tree."""
    status = git(clone, "status", "--porcelain", "--untracked-files=all", "--branch")
    return git(clone, "rev-parse", "HEAD"), git(clone, "symbolic-ref", "HEAD"), git(clone, "ls-files", "-s"), status


def edit(clone: Path, changes: Mapping[str, str | None], *, amend: bool = False, branch: str = BRANCH) -> str:
    """Have the editor change files of a branch in a working tree of its own; the new commit."""
    without_hooks(clone)
    tree = clone.parent / "worktree"
    git(clone, "worktree", "add", "--quiet", str(tree), branch)
    for path, text in changes.items():
        if text is None:
            (tree / path).unlink()
        else:
            write_file(tree / path, text)
    git(tree, "add", "--all")
    git(tree, "commit", "--quiet", *(["--amend", "--no-edit"] if amend else ["-m", "Edit"]))
    git(clone, "worktree", "remove", "--force", str(tree))
    return git(clone, "rev-parse", branch)


def shown(repository: Path, path: str = POST, branch: str = BRANCH) -> str:
    return git(repository, "show", f"{branch}:{path}") + "\n"
