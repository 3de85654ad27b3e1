"""Git from below: blobs, trees, commits and branches, without a working tree, an index or a hook of anybody's."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from placette.desks.letters.proposing.errors import ProposingError
from placette.engine.base.message import N_

NAME, EMAIL = "Lettres", "lettres@invalid"
"""Who commits: the desk. No sender's name or address gets into a repository's history (RFC 2606 for the domain)."""
LOCAL_PATIENCE = 120.0
"""Seconds that git has for work on this machine."""
_GIT = (
    *("git", "-c", "core.quotepath=off", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"),
    *("-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "commit.gpgSign=false"),
)
_LEADING_AWAY = frozenset(
    "GIT_DIR GIT_WORK_TREE GIT_PREFIX GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES"
    " GIT_COMMON_DIR GIT_NAMESPACE".split()
)
"""Variables that git sets for hooks, and that would lead it to another repository or index."""
_FAILED = N_("Git could not write the proposal: {what}")
_SLOW = N_("Git did not answer within {seconds} seconds. Try again later.")
_ABSENT = N_("Git is not installed.")


def run_git_bounded(
    repository: Path,
    *arguments: str,
    given: bytes = b"",
    extra: Mapping[str, str] | None = None,
    seconds: float = LOCAL_PATIENCE,
) -> subprocess.CompletedProcess[bytes]:
    """What git did; raises ``ProposingError`` when it takes too long or isn't there.

    It runs in a session of its own: it can ask nobody for a password, and is killed with all that it started.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _LEADING_AWAY}
    environment |= {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", **(extra or {})}
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(
            [*_GIT, *arguments],
            cwd=repository, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise ProposingError(_ABSENT) from error
    with process:
        try:
            out, err = process.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            _kill(process)
            raise ProposingError(_SLOW, seconds=round(seconds)) from error
        except BaseException:
            _kill(process)
            raise
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def ask(repository: Path, *arguments: str, given: bytes = b"", extra: Mapping[str, str] | None = None) -> str:
    """Git's answer on one line; raises ``ProposingError`` when it fails."""
    done = run_git_bounded(repository, *arguments, given=given, extra=extra)
    if done.returncode:
        raise ProposingError(_FAILED, what=done.stderr.decode("utf-8", "replace").strip() or done.returncode)
    return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")


def resolve_commit(repository: Path, name: str) -> str:
    """The full name of a commit; empty where there is none."""
    done = run_git_bounded(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return "" if done.returncode else done.stdout.decode("ascii").strip()


def is_ancestor(repository: Path, older: str, newer: str) -> bool:
    """Whether one commit is the other or comes before it."""
    return run_git_bounded(repository, "merge-base", "--is-ancestor", older, newer).returncode == 0


def blobs_in(repository: Path, tree: str) -> dict[str, tuple[str, str]]:
    """Mode and blob of every file of a tree or commit, by path."""
    rows = ask(repository, "ls-tree", "-r", "-z", "--full-tree", tree).split("\0")
    parted = (row.split("\t", 1) for row in rows if row)
    return {path: (facts.split(" ")[0], facts.split(" ")[2]) for facts, path in parted}


def write_blob(repository: Path, data: bytes) -> str:
    """The name of a blob with these bytes, which is now there."""
    return ask(repository, "hash-object", "-w", "--stdin", given=data)


def read_blob(repository: Path, blob: str) -> bytes:
    """The bytes of a blob."""
    done = run_git_bounded(repository, "cat-file", "blob", blob)
    if done.returncode:
        raise ProposingError(_FAILED, what=done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


def write_tree(repository: Path, onto: str, changed: Mapping[str, tuple[str, str] | None]) -> str:
    """A tree like ``onto``, with mode and blob of each ``changed`` path; None takes the file out."""
    with _index() as index:
        ask(repository, "read-tree", onto, extra=index)
        rows = [f"{mode} {blob}\t{path}" for path, (mode, blob) in _present(changed)]
        if gone := [path for path, entry in changed.items() if entry is None]:
            zero = "0" * len(ask(repository, "rev-parse", onto))
            rows += [f"0 {zero}\t{path}" for path in gone]
        ask(
            repository, "update-index", "-z", "--add", "--replace", "--index-info",
            given="".join(f"{row}\0" for row in rows).encode("utf-8", "surrogateescape"), extra=index,
        )  # fmt: skip
        return ask(repository, "write-tree", extra=index)


def _present(changed: Mapping[str, tuple[str, str] | None]) -> Iterator[tuple[str, tuple[str, str]]]:
    return ((path, entry) for path, entry in changed.items() if entry is not None)


@contextmanager
def _index() -> Iterator[dict[str, str]]:
    """The variable that names an index of our own."""
    with TemporaryDirectory(prefix="placette-") as folder:
        yield {"GIT_INDEX_FILE": str(Path(folder) / "index")}


def write_commit(repository: Path, tree: str, parents: tuple[str, ...], message: str) -> str:
    """A commit of the desk's."""
    who = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in _IDENTITY.items()}
    before = [word for parent in parents for word in ("-p", parent)]
    return ask(repository, "commit-tree", tree, *before, "-F", "-", given=message.encode("utf-8", "replace"), extra=who)


_IDENTITY = {"NAME": NAME, "EMAIL": EMAIL}


def move_ref(repository: Path, ref: str, new: str, old: str) -> bool:
    """Have a branch name ``new``, if it still names ``old`` (empty: if there is none yet); whether it was done."""
    return run_git_bounded(repository, "update-ref", ref, new, old or "0" * len(new)).returncode == 0
