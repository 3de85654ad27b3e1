"""The content folder as git has it: about to be committed, committed, or changed by a proposal."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from placette.engine.base.files import write_atomic
from placette.engine.base.git import GitError, run_git
from placette.engine.texts.characters import TEXT_LIMIT

_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX")
"""Variables that git sets for hooks, and that would lead it away from the top of the working tree."""
_INDEX = "GIT_INDEX_FILE"


def check_out_index(folder: Path, into: Path) -> Path:
    """Write the indexed files of ``folder`` below ``into``; returns the path of the copy. Raises ``GitError``.

    Links are written as links, so a reader must check each entry first.
    """
    top, environment = _repository_of(folder)
    inside = (folder.parent.resolve() / folder.name).relative_to(top.resolve()).as_posix()
    return _check_out(top, inside, into, environment)


def staged_here(folder: Path) -> list[Path]:
    """Return the files of ``folder`` that the next commit changes. Raises ``GitError``."""
    top, environment = _repository_of(folder)
    names = run_git(top, "diff", "--cached", "--name-only", "-z", "--no-renames", "--", environment=environment)
    paths = (top.resolve() / name for name in os.fsdecode(names).split("\0") if name)
    return [path for path in paths if path.is_relative_to(folder.resolve())]


def _repository_of(folder: Path) -> tuple[Path, dict[str, str]]:
    """Return the top of the working tree, and the environment in which git finds it and a hook's index."""
    environment = without_hook_variables(os.environ)
    top = Path(os.fsdecode(run_git(folder, "rev-parse", "--show-toplevel", environment=environment)).rstrip("\r\n"))
    return top, environment | ({_INDEX: str(top / os.environ[_INDEX])} if _INDEX in os.environ else {})


def check_out_commit(repository: Path, own: str, into: Path) -> Path:
    """Write the files of the folder ``own`` as in the last commit below ``into``; like ``check_out_index``."""
    environment = {**without_hook_variables(os.environ), _INDEX: str(into.resolve() / ".index")}
    run_git(repository, "read-tree", "HEAD", environment=environment)
    return _check_out(repository, own.rstrip("/"), into, environment)


def is_changed(repository: Path, own: str) -> bool:
    """Return whether the working tree of a folder differs from the last commit, files that git ignores left out."""
    return bool(run_git(repository, "status", "--porcelain", "--untracked-files=all", "--", own))


def _check_out(top: Path, own: str, into: Path, environment: Mapping[str, str]) -> Path:
    names = run_git(top, "ls-files", "-z", "--cached", "--", f":(literal){own}", environment=environment)
    prefix = f"--prefix={into.resolve().as_posix()}/"
    run_git(top, "checkout-index", "-z", "--stdin", prefix, given=names, environment=environment)
    content = into / own
    if content.is_symlink():
        raise GitError(f"{own} -> {content.readlink()}")
    content.mkdir(parents=True, exist_ok=True)
    return content


def without_hook_variables(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without those variables, so that git finds the repository by itself."""
    return {name: value for name, value in environment.items() if name not in {*_OF_HOOKS, _INDEX}}


_TRUNKS = ("origin/HEAD", "upstream/HEAD", "origin/main", "origin/master", "main", "master")
"""Branches to which texts are proposed; the first that exists is used."""
_STATUS = ("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--")


def changed_here(content: Path) -> list[Path] | None:
    """Return the files of a content folder that differ from the trunk, committed or not; None outside a repository."""
    environment = without_hook_variables(os.environ)
    try:
        top = Path(
            os.fsdecode(run_git(content, "rev-parse", "--show-toplevel", environment=environment)).rstrip("\r\n")
        )
        status = run_git(top, *_STATUS, environment=environment)
        uncommitted = (line[3:] for line in os.fsdecode(status).split("\0") if line)
        names = {*_committed(top, environment), *uncommitted}
    except (GitError, OSError):
        return None
    root = content.resolve()
    return sorted(path for name in names if (path := top.resolve() / name).is_relative_to(root) and path.is_file())


def _committed(top: Path, known: dict[str, str]) -> Iterator[str]:
    """Yield the files that this branch changed; none where there is no trunk to compare with."""
    for trunk in _TRUNKS:
        try:
            run_git(
                top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{trunk}^{{commit}}", environment=known
            )
        except GitError:
            continue
        revisions = ("--end-of-options", f"{trunk}...HEAD", "--")
        changed = run_git(top, "diff", "--name-only", "-z", "--no-renames", *revisions, environment=known)
        yield from filter(None, os.fsdecode(changed).split("\0"))
        return


_DIFF = ("diff", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--ignore-submodules=none")
"""Lists submodules too: a ``.gitmodules`` in the proposal could ask git to hide them."""
_ORDINARY = frozenset({"100644", "100755"})
"""Modes of regular files. A submodule has no content, and a link's content is its target."""
WITH_CONTENT = _ORDINARY | {"120000"}
"""Modes of what git keeps bytes of."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """One changed file: its path from the repository's root, what happened (A, M, D, T), its new mode.

    ``blob`` is git's name for the new content, ``before`` those of the former ones; ``commit`` is what changed it.
    """

    path: str
    status: str
    mode: str
    blob: str = ""
    before: tuple[str, ...] = ()
    commit: str = ""


def list_changes(repository: Path, base: str) -> tuple[FileChange, ...]:
    """Return the changes from the common ancestor with ``base`` to the proposal's last commit. Raises ``GitError``.

    A renamed file counts as a removal and an addition.
    """
    return parse_changes(run_git(repository, *_DIFF, "--end-of-options", f"{base}...HEAD", "--"))


def parse_changes(raw: bytes) -> tuple[FileChange, ...]:
    """Parse ``git diff --raw -z``: ``:oldmode newmode oldsha newsha status NUL path NUL``.

    ``git diff-tree --stdin -c`` writes ``commit NUL`` before those of a commit, and of a merge as many colons, old
    modes and old blobs as it has parents.
    """
    fields, commit, changes = iter(raw.split(b"\0")), "", []
    for head in fields:
        if not head.startswith(b":"):
            commit = head.decode("ascii")
            continue
        facts, path = head.decode("ascii").lstrip(":").split(" "), next(fields).decode("utf-8", "surrogateescape")
        parents = len(facts) // 2 - 1
        before = tuple(name for mode, name in zip(facts, facts[parents + 1 : -2], strict=False) if mode in WITH_CONTENT)
        changes.append(FileChange(path, facts[-1][:1], facts[parents], facts[-2], before, commit))
    return tuple(changes)


_EACH = ("diff-tree", "--stdin", "-c", "-r", "--root", *_DIFF[1:])


def list_history(repository: Path, base: str) -> tuple[FileChange, ...]:
    """Return what each commit of the proposal changes, the first ones first; a merge, what none of its parents has.

    Raises ``GitError``.
    """
    commits = run_git(repository, "rev-list", "--reverse", "--end-of-options", f"{base}..HEAD", "--")
    return parse_changes(run_git(repository, *_EACH, given=commits))


def list_messages(repository: Path, base: str) -> list[tuple[str, str]]:
    """Return the name and the message of each commit of the proposal; raises ``GitError``."""
    options = ("log", "-z", "--reverse", "--no-show-signature", "--no-notes", "--encoding=UTF-8", "--format=%H%n%B")
    logged = run_git(repository, *options, "--end-of-options", f"{base}..HEAD", "--").decode("utf-8", "replace")
    return [
        (commit, message) for commit, _, message in (record.partition("\n") for record in logged.split("\0")) if commit
    ]


def proposed_texts(repository: Path, changes: Iterable[FileChange]) -> dict[str, bytes]:
    """Return the Markdown files that a proposal adds or changes, by path; raises ``GitError``."""
    return _read_blobs(repository, {c.path: c.blob for c in changes if c.mode in _ORDINARY and c.path.endswith(".md")})


def base_texts(repository: Path, base: str, folder: str) -> dict[str, bytes]:
    """Return the Markdown files of ``folder`` as the proposal left them in ``base``, by path; raises ``GitError``."""
    ancestor = run_git(repository, "merge-base", "--end-of-options", base, "HEAD").decode("ascii").strip()
    listed = list_tree(repository, ancestor, folder)
    texts = {path: blob for path, mode, blob in listed if mode in _ORDINARY and path.endswith(".md")}
    return _read_blobs(repository, texts)


def list_tree(repository: Path, commit: str, *folders: str) -> Iterator[tuple[str, str, str]]:
    """Yield the path, git's mode and git's name of every file of a commit; raises ``GitError``."""
    listed = run_git(repository, "ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit, *folders)
    for line in filter(None, listed.split(b"\0")):
        facts, _, name = line.partition(b"\t")
        mode, _type, blob = facts.decode("ascii").split(" ")
        yield name.decode("utf-8", "surrogateescape"), mode, blob


def _read_blobs(repository: Path, blobs: dict[str, str]) -> dict[str, bytes]:
    """Return the content of each path's blob, read in one go; empty for a blob larger than a text may be."""
    sizes = blob_sizes(repository, blobs.values())
    contents = read_blobs(repository, (blob for blob, size in sizes.items() if size <= TEXT_LIMIT))
    return {path: contents.get(blob, b"") for path, blob in blobs.items()}


def blob_sizes(repository: Path, names: Iterable[str]) -> dict[str, int]:
    """Return the size in bytes of each of these objects that is the content of a file; raises ``GitError``."""
    blobs = sorted(set(names))
    lines = _cat_file(repository, "--batch-check=%(objecttype) %(objectsize)", blobs).decode("ascii").splitlines()
    facts = [(name, *line.split(" ")) for name, line in zip(blobs, lines, strict=True)]
    if lost := next((name for name, kind, _ in facts if kind == name), ""):  # «name missing»
        raise GitError(f"{lost}: missing")
    return {name: int(size) for name, kind, size in facts if kind == "blob"}


def read_blobs(repository: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Return the content of each of these blobs, read in one go (``size LF content LF`` each); raises ``GitError``."""
    blobs = sorted(set(names))
    answer = _cat_file(repository, "--batch=%(objectsize)", blobs)
    contents, place = {}, 0
    for blob in blobs:
        start = answer.index(b"\n", place) + 1
        size = answer[place:start].strip()
        if not size.isdigit():  # «name missing»
            raise GitError(f"{blob}: missing")
        end = start + int(size)
        contents[blob] = answer[start:end]
        place = end + 1
    return contents


def _cat_file(repository: Path, question: str, blobs: list[str]) -> bytes:
    return run_git(repository, "cat-file", question, given="".join(f"{blob}\n" for blob in blobs).encode("ascii"))


MARK = "# Placette: invoke check --staged"
"""The line that identifies a hook as ours."""
_SCRIPT = """#!/bin/sh
{mark}
# {about}
cd {folder} || exit 1
[ -f pelicanconf.py ] || exit 0
if [ ! -x {python} ]; then
  echo {absent} >&2
  exit 1
fi
exec {python} -m invoke check --staged
"""


class ForeignHookError(Exception):
    """A hook of another program is there; the message is its path."""


def hook_script(python: Path, folder: str, about: str, absent: str) -> str:
    """Return the script. ``folder`` is the path of the site from the top of the working tree, where git runs the hook.

    In another repository, to which a shared hooks folder (``core.hooksPath``) may bring it, it does nothing.
    ``about`` explains it in a comment; ``absent`` is printed if that Python no longer exists.
    """
    quoted = {"folder": f"./{folder}", "python": python.as_posix(), "absent": absent}
    return _SCRIPT.format(mark=MARK, about=about, **{name: shlex.quote(text) for name, text in quoted.items()})


def hook_path(site: Path) -> Path:
    """Return the path of git's hook for the repository of ``site``; raises ``GitError``."""
    return site / _ask_git(site, "--git-path", "hooks") / "pre-commit"


def folder_in_repository(site: Path) -> str:
    """Return ``site``'s path from the top of the working tree, empty or with a final slash. Raises ``GitError``."""
    return _ask_git(site, "--show-prefix")


def _ask_git(site: Path, *question: str) -> str:
    """Return the answer of ``git rev-parse`` under the person's own settings, which may include ``core.hooksPath``."""
    environment = without_hook_variables(os.environ)
    try:
        process = subprocess.run(
            ["git", "--no-optional-locks", "rev-parse", *question],
            cwd=site,
            env=environment,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise GitError(str(error)) from error
    if process.returncode:
        raise GitError(process.stderr.decode(errors="replace").strip())
    return os.fsdecode(process.stdout).rstrip("\r\n")


def write_hook(path: Path, script: str, *, force: bool) -> None:
    """Put the hook in place. Raises ``ForeignHookError`` if there is another (unless ``force``), or ``OSError``."""
    if os.path.lexists(path) and not (force or is_ours(path)):
        raise ForeignHookError(path)
    if path.is_symlink():
        path.unlink()
    write_atomic(path, script.encode())
    path.chmod(0o755)


def remove_hook(path: Path) -> bool:
    """Remove our hook; returns whether there was one. Raises ``ForeignHookError`` if it isn't ours, or ``OSError``."""
    if not os.path.lexists(path):
        return False
    if not is_ours(path):
        raise ForeignHookError(path)
    path.unlink()
    return True


def is_ours(path: Path) -> bool:
    """Return whether a hook is ours."""
    return not path.is_symlink() and path.is_file() and MARK.encode() in path.read_bytes().splitlines()
