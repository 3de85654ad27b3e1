"""A proposal as a branch. The editor's working tree, index, HEAD and changes stay as they are.

The letter's own changes are a line of commits of its own; each notes a digest of its changes. Where an
editor has changed the branch since, the letter's next commit has two parents: the editor's version and the letter's.
So the common ancestor is always known, on any machine, from the branch alone.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from placette import N_, TranslatableError, Words, _, digest, intake
from placette_letters.letter import RECEIPT_NUMBER, LetterProposal, Remark


class ProposingError(TranslatableError):
    """Nothing was lost, and it may be tried again."""


NAME, EMAIL = "Lettres", "lettres@invalid"
"""The committer of proposals. No sender's name or address enters a repository's history (RFC 2606 for the domain)."""
LOCAL_PATIENCE = 120.0  # Seconds that git has for work on this machine
_GIT = (
    *("git", "--no-optional-locks", "-c", "core.quotepath=off"),
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"),
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
    """Run git. Raises ``ProposingError`` when it takes too long or isn't there.

    It runs in a session of its own: it can't ask for a password, and is killed with all its children.
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
    """Return git's answer on one line; raises ``ProposingError`` when it fails."""
    process = run_git_bounded(repository, *arguments, given=given, extra=extra)
    if process.returncode:
        raise ProposingError(_FAILED, what=process.stderr.decode("utf-8", "replace").strip() or process.returncode)
    return process.stdout.decode("utf-8", "surrogateescape").rstrip("\n")


def resolve_commit(repository: Path, name: str) -> str:
    """Return the full name of a commit; empty where there is none."""
    process = run_git_bounded(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return "" if process.returncode else process.stdout.decode("ascii").strip()


def is_ancestor(repository: Path, older: str, newer: str) -> bool:
    """Return whether one commit is the other or comes before it."""
    return run_git_bounded(repository, "merge-base", "--is-ancestor", "--end-of-options", older, newer).returncode == 0


def blobs_in(repository: Path, tree: str) -> dict[str, tuple[str, str]]:
    """Return mode and blob of every file of a tree or commit, by path."""
    rows = ask(repository, "ls-tree", "-r", "-z", "--full-tree", "--end-of-options", tree).split("\0")
    parted = (row.split("\t", 1) for row in rows if row)
    return {path: (facts.split(" ")[0], facts.split(" ")[2]) for facts, path in parted}


def write_blob(repository: Path, data: bytes) -> str:
    """Return the name of a blob with these bytes, which is now there."""
    return ask(repository, "hash-object", "-w", "--stdin", given=data)


def read_blob(repository: Path, blob: str) -> bytes:
    """Return the bytes of a blob."""
    process = run_git_bounded(repository, "cat-file", "--end-of-options", "blob", blob)
    if process.returncode:
        raise ProposingError(_FAILED, what=process.stderr.decode("utf-8", "replace").strip())
    return process.stdout


def write_tree(
    repository: Path, onto: str, changed: Mapping[str, tuple[str, str] | None], room: Path | None = None
) -> str:
    """Return a tree like ``onto``, with mode and blob of each ``changed`` path; None takes the file out."""
    with TemporaryDirectory(dir=room) as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}  # one of our own
        ask(repository, "read-tree", "--end-of-options", onto, extra=index)
        zero = "0" * len(ask(repository, "rev-parse", "--verify", "--end-of-options", onto))
        rows = (f"{' '.join(entry) if entry else f'0 {zero}'}\t{path}\0" for path, entry in changed.items())
        ask(
            repository, "update-index", "-z", "--add", "--replace", "--index-info",
            given="".join(rows).encode("utf-8", "surrogateescape"), extra=index,
        )  # fmt: skip
        return ask(repository, "write-tree", extra=index)


def write_commit(repository: Path, tree: str, parents: tuple[str, ...], message: str) -> str:
    """Return a commit made by this package."""
    who = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in _IDENTITY.items()}
    before = [word for parent in parents for word in ("-p", parent)]
    data = message.encode("utf-8", "replace")
    return ask(repository, "commit-tree", *before, "-F", "-", "--end-of-options", tree, given=data, extra=who)


_IDENTITY = {"NAME": NAME, "EMAIL": EMAIL}


def move_ref(repository: Path, ref: str, new: str, old: str) -> bool:
    """Have a branch name ``new``, if it still names ``old`` (empty: if there is none yet); whether it was done."""
    return (
        run_git_bounded(repository, "update-ref", "--end-of-options", ref, new, old or "0" * len(new)).returncode == 0
    )


_FENCE = b"---"
_SPACER = b"\x1f"
"""A line between any two: git takes changes of neighbouring lines for one conflict. No text may have this character."""
_UNMERGED = N_("Git could not bring two versions together: {what}")

Stages = dict[int, tuple[str, str]]
"""Mode and blob of a file in conflict: 1 in the common ancestor, 2 in ours, 3 in the other."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A tree, and the paths in which both sides changed the same lines: there, ours are kept."""

    tree: str
    kept: tuple[str, ...] = ()


def merge_commits(repository: Path, ours: str, other: str, room: Path | None = None) -> Merged:
    """Return two commits as one tree. Where both changed the same lines, those of ``ours`` stay.

    ``room`` is a folder for temporary files: nobody but us may read these words.
    """
    process = run_git_bounded(
        repository, "merge-tree", "--write-tree", "-z", "--no-messages", "--end-of-options", ours, other
    )
    if process.returncode not in {0, 1}:
        raise ProposingError(_UNMERGED, what=process.stderr.decode("utf-8", "replace").strip())
    tree, *rows = process.stdout.decode("utf-8", "surrogateescape").rstrip("\0").split("\0")
    conflicts = _conflicts(rows)
    if not conflicts:
        return Merged(tree)
    mine = blobs_in(repository, ours)
    if any("~" in path and path not in mine for path in blobs_in(repository, tree)):
        # A file here, a folder there: git names one of them anew, which no editor would understand.
        return Merged(f"{ours}^{{tree}}", tuple(sorted(conflicts)))
    resolved = {path: _resolved(repository, path, stages, room) for path, stages in conflicts.items()}
    remaining = tuple(sorted(path for path, (_entry, clean) in resolved.items() if not clean))
    entries = {path: entry for path, (entry, _) in resolved.items()}
    return Merged(write_tree(repository, tree, entries, room), remaining)


def _conflicts(rows: list[str]) -> dict[str, Stages]:
    items: dict[str, Stages] = {}
    for row in rows:
        facts, path = row.split("\t", 1)
        mode, blob, stage = facts.split(" ")
        items.setdefault(path, {})[int(stage)] = (mode, blob)
    return items


def _resolved(repository: Path, path: str, stages: Stages, room: Path | None) -> tuple[tuple[str, str] | None, bool]:
    """Return the merged content of a path (None: nothing), and whether both sides are in it."""
    if 2 not in stages or 3 not in stages or not path.endswith(".md"):
        return stages.get(2), False
    base = read_blob(repository, stages[1][1]) if 1 in stages else b""
    ours, other = (read_blob(repository, stages[stage][1]) for stage in (2, 3))
    text, clean = merge_texts(ours, base, other, room)
    return (stages[2][0], write_blob(repository, text)), clean


def merge_texts(ours: bytes, base: bytes, other: bytes, room: Path | None = None) -> tuple[bytes, bool]:
    """Return two versions of a text as one, and whether no line was changed by both; where one was, ours stays."""
    with TemporaryDirectory(dir=room) as folder:
        names = ("ours", "base", "other")
        for name, text in zip(names, (ours, base, other), strict=True):
            (Path(folder) / name).write_bytes(_spaced(text))
        count = run_git_bounded(Path(folder), "merge-file", "-p", "-q", "--", *names).returncode
        process = run_git_bounded(Path(folder), "merge-file", "-p", "-q", "--ours", "--", *names)
    if process.returncode:  # such as one of them holding a NUL, which git takes for no text
        return ours, False
    return process.stdout.replace(b"\n" + _SPACER, b""), count == 0


def _spaced(text: bytes) -> bytes:
    """Return a text with a line between any two of its front matter, where each is an answer of its own."""
    lines = text.split(b"\n")
    end = next((at for at, line in enumerate(lines) if at and line.rstrip() == _FENCE), 0)
    return b"\n".join((*(line + b"\n" + _SPACER for line in lines[:end]), *lines[end:]))


PATIENCE = 120.0  # Seconds that a forge has to answer: a push of sixty photos over a village's line takes one
_UNREACHED = N_("The repository “{remote}” cannot be reached: {what}")
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")


def without_secrets(said: str, token: str = "") -> str:
    """Return a program's output without the token and the passwords of addresses."""
    return _CREDENTIALS.sub("", said.replace(token, "…") if token else said).strip()


def fetched_tip(
    branch: str, repository: Path, remote: str, tip: str, room: Path | None = None
) -> tuple[str, tuple[Remark, ...]]:
    """Return the commit that joins the local branch (``tip``, or empty) and that of ``remote``.

    Where both changed the same lines, those of the forge stay. Raises ``ProposingError`` when it can't be reached.
    """
    there = _fetch(branch, repository, remote) if remote else ""
    if not there or (tip and is_ancestor(repository, there, tip)):
        return tip, ()
    if not tip or is_ancestor(repository, tip, there):
        return there, ()
    merged = merge_commits(repository, there, tip, room)
    both = write_commit(repository, merged.tree, (there, tip), f"Merge {branch}")
    return both, tuple(Remark("proposal-editor-kept", (("path", path), ("commit", tip[:12]))) for path in merged.kept)


def _fetch(branch: str, repository: Path, remote: str) -> str:
    """Return the remote's commit of a branch; empty where it has none."""
    refuse_odd_remote(remote)
    ours = f"refs/placette/{branch}"
    listed = _asked(repository, remote, "ls-remote", "--heads", "--end-of-options", remote, f"refs/heads/{branch}")
    if not listed.strip():
        return ""
    spec = f"+refs/heads/{branch}:{ours}"
    _asked(
        repository, remote, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--end-of-options", remote, spec
    )
    return resolve_commit(repository, ours)


def refuse_odd_remote(remote: str) -> None:
    """Raise for a remote that git would take for an option or a program."""
    if remote.startswith("-") or "::" in remote or not remote.isprintable():
        raise ProposingError(_UNREACHED, remote=remote, what="?")


def _asked(repository: Path, remote: str, *arguments: str) -> bytes:
    process = run_git_bounded(repository, *arguments, seconds=PATIENCE)
    if process.returncode:
        words = without_secrets(process.stderr.decode("utf-8", "replace"))
        raise ProposingError(_UNREACHED, remote=without_secrets(remote), what=words or process.returncode)
    return process.stdout


_TRAILER = "Proposal"
_SUBJECT = 72
_CALLING = re.compile(r"[@#!](?=\w)|\bGH-(?=\d)|:(?=//)", re.IGNORECASE)
_TRIES = 5  # How often it starts again because the branch was moved meanwhile
_LOOKED_AT = 500  # Commits of a branch in which the letter's last one is looked for
_BAD_NUMBER = N_("“{number}” is not the number of a letter.")
_NO_BASE = N_("There is no branch “{name}” to put the proposal on.")
_TAKEN = N_("{path} is already on the branch {name}, and it says something else. The letter needs another title.")
_OPEN = N_("The branch {name} is open in a working tree. Close it (git switch {onto}), then try again.")
_MOVED = N_("The branch {name} was changed by somebody else at the same time. Try again.")


@dataclass(frozen=True, slots=True)
class WrittenBranch:
    """The commit that the branch names now, and remarks for the editor."""

    commit: str
    remarks: tuple[Remark, ...] = ()


def write_branch(
    proposal: LetterProposal,
    repository: Path,
    onto: str,
    content: str = "content",
    remote: str = "",
    room: Path | None = None,
) -> WrittenBranch:
    """Put the proposal on its branch, on top of ``onto`` or of the branch. Raises ``ProposingError``.

    ``content`` is the content folder from the repository's top; empty or a point where that is the top. With a
    ``remote``, changes on the forge are merged first. ``room`` is a folder for temporary files. Doing it again changes
    nothing. One update of one reference is the last step, so that an interrupted run has done nothing.
    """
    if not RECEIPT_NUMBER.fullmatch(proposal.number):
        raise ProposingError(_BAD_NUMBER, number=intake.one_line(proposal.number))
    base = resolve_commit(repository, onto)
    if not base:
        raise ProposingError(_NO_BASE, name=intake.one_line(onto))
    for _try in range(_TRIES):
        ref = f"refs/heads/{proposal.branch}"
        old = resolve_commit(repository, ref)
        branch = _written(proposal, repository, _Place(onto, base, content, remote, room), old)
        if branch.commit == old:
            return branch
        refuse_open(repository, proposal.branch, onto)
        if move_ref(repository, ref, branch.commit, old):
            return branch
    raise ProposingError(_MOVED, name=proposal.branch)


def refuse_open(repository: Path, name: str, onto: str) -> None:
    """Raise where a branch is checked out: moving it would make its files look changed."""
    process = run_git_bounded(repository, "worktree", "list", "--porcelain")
    if f"branch refs/heads/{name}" in process.stdout.decode("utf-8", "replace").splitlines():
        raise ProposingError(_OPEN, name=name, onto=onto)


@dataclass(frozen=True, slots=True)
class _Place:
    """The place of proposals: a branch and its commit, the content folder, a remote, a folder for temporary files."""

    onto: str
    base: str
    content: str
    remote: str
    room: Path | None

    def path(self, inside: str) -> str:
        """Return a path of the content folder from the repository's top."""
        return f"{self.content}/{inside}" if self.content not in {"", "."} else inside


def _written(proposal: LetterProposal, repository: Path, place: _Place, old: str) -> WrittenBranch:
    """Return the commit that the branch should name, made but named by nothing yet."""
    tip, remarks = fetched_tip(proposal.branch, repository, place.remote, old, place.room)
    if tip and is_ancestor(repository, tip, place.base):
        if place.path(proposal.text) in blobs_in(repository, tip):
            return WrittenBranch(tip, (Remark("proposal-merged", (("number", proposal.number),)),))
        tip = ""
    ours = _last_of_letter(repository, tip, place.base) if tip else ""
    start = ask(repository, "merge-base", "--end-of-options", place.base, ours or tip) if tip else place.base
    tree = _tree(proposal, repository, place, start)
    if ours and ask(repository, "rev-parse", "--verify", "--end-of-options", f"{ours}^{{tree}}") == tree:
        return WrittenBranch(tip, remarks)
    trailers = f"Letter: {proposal.number}\n{_TRAILER}: {_mark(repository, start, tree)}\n"
    message = "\n\n".join(filter(None, (_subject(proposal), proposal.left_out, trailers)))
    commit = write_commit(repository, tree, (ours or start,), message)
    if not tip or tip in {ours, start}:
        return WrittenBranch(commit, remarks)
    merged = merge_commits(repository, tip, commit, place.room)
    both = write_commit(repository, merged.tree, (tip, commit), _subject(proposal))
    remaining = (Remark("proposal-editor-kept", (("path", path), ("commit", commit[:12]))) for path in merged.kept)
    return WrittenBranch(both, (*remarks, *remaining))


def _tree(proposal: LetterProposal, repository: Path, place: _Place, start: str) -> str:
    there = blobs_in(repository, start)
    changed: dict[str, tuple[str, str] | None] = {}
    for inside, data in sorted(proposal.files.items()):
        path, blob = place.path(inside), write_blob(repository, data)
        if path in there and there[path][1] != blob:
            raise ProposingError(_TAKEN, path=path, name=place.onto)
        changed[path] = ("100644", blob)
    return write_tree(repository, start, changed, place.room)


def _last_of_letter(repository: Path, tip: str, base: str) -> str:
    """Return the newest commit of a branch that is exactly the letter's; empty without one.

    An editor may have amended one: then its digest is no longer right, and it counts as theirs.
    """
    form = f"--format=%H %(trailers:key={_TRAILER},valueonly,separator=%x20)"
    listed = ask(repository, "log", "--topo-order", f"-{_LOOKED_AT}", form, "--end-of-options", tip, f"^{base}")
    for line in listed.splitlines():
        commit, _space, noted = line.partition(" ")
        if noted and noted == _mark(
            repository, ask(repository, "merge-base", "--end-of-options", base, commit), commit
        ):
            return commit
    return ""


def _mark(repository: Path, start: str, tree: str) -> str:
    """Return a digest of all that a tree or a commit changes since ``start``."""
    changes = ask(
        repository, "diff-tree", "-r", "-z", "--raw", "--full-index", "--no-renames", "--end-of-options", start, tree
    )
    return digest(changes.encode("utf-8", "surrogateescape"))


def _subject(proposal: LetterProposal) -> str:
    return subject_of(proposal.number, proposal.title)


def subject_of(number: str, title: str) -> str:
    """Return the subject of a commit about a letter, in the language of the site."""
    sentence = _("Letter {number}: {title}").format(number=number, title=intake.one_line(title))
    return Words.shorten(harmless(sentence), _SUBJECT)


def harmless(words: str) -> str:
    """Return a stranger's words so that no forge obeys them: “@somebody”, “closes #1” or its address, “[skip ci]”."""
    return _CALLING.sub(r"\g<0> ", words.replace("[", "(").replace("]", ")"))


_ELSEWHERE = N_("The branch {name} is not the one that you work on. Open it (git switch {name}), then try again.")
_SAME_LINES = N_("{path} was changed on the branch {name} and here: make them one text, then try again.")
_UNRECORDED = N_('Files of this letter were changed here. Record them (invoke publish --save "…"), then try again.')


@dataclass(slots=True)
class DraftBranch:
    """A letter's branch, read, written and joined without a checkout; all that one command writes is one commit."""

    repository: Path
    name: str
    target: _Place
    tip: str
    before: str
    """The commit that this command's own follows."""

    @classmethod
    def find(cls, number: str, root: Path, content: Path, target: str) -> DraftBranch | None:
        """Return the branch of a letter; None without one, or where it is part of ``target`` already."""
        top = run_git_bounded(root, "rev-parse", "--show-toplevel")
        name, repository = f"lettres/{number}", Path(os.fsdecode(top.stdout).strip() or root)
        if top.returncode or not RECEIPT_NUMBER.fullmatch(number):
            return None
        tip, base = (resolve_commit(repository, ref) for ref in (f"refs/heads/{name}", target))
        if not (tip and base) or is_ancestor(repository, tip, base):
            return None
        inside = content.resolve().relative_to(repository.resolve()).as_posix()
        return cls(repository, name, _Place(target, base, inside, "", None), tip, tip)

    def files(self) -> dict[str, bytes]:
        """Return what the branch adds or changes, by path from the content folder."""
        start = ask(self.repository, "merge-base", "--end-of-options", self.target.base, self.tip)
        there, rows = blobs_in(self.repository, start), blobs_in(self.repository, self.tip)
        prefix = self.target.path("")
        changed = {path: blob for path, (mode, blob) in rows.items() if (mode, blob) != there.get(path)}
        return {
            path.removeprefix(prefix): read_blob(self.repository, blob)
            for path, blob in changed.items()
            if path.startswith(prefix)
        }

    def write(self, files: Mapping[str, bytes | None], subject: str, room: Path) -> None:
        """Write files, or remove those without bytes; ``room`` is for temporary files. Raises ``ProposingError``."""
        blobs = {path: None if data is None else write_blob(self.repository, data) for path, data in files.items()}
        entries = {self.target.path(path): ("100644", blob) if blob else None for path, blob in blobs.items()}
        tree = write_tree(self.repository, self.tip, entries, room)
        commit = write_commit(self.repository, tree, (self.before,), subject)
        refuse_open(self.repository, self.name, self.target.onto)
        if not move_ref(self.repository, f"refs/heads/{self.name}", commit, self.tip):
            raise ProposingError(_MOVED, name=self.name)
        self.tip = commit

    def join(self, subject: str, room: Path) -> None:
        """Merge the branch into its target, which is checked out, with its files. Raises ``ProposingError``."""
        current = run_git_bounded(self.repository, "symbolic-ref", "--short", "-q", "HEAD").stdout.decode().strip()
        if current != self.target.onto:
            raise ProposingError(_ELSEWHERE, name=self.target.onto)
        merged = merge_commits(self.repository, self.target.base, self.tip, room)
        if merged.kept:
            raise ProposingError(_SAME_LINES, path=merged.kept[0], name=self.name)
        commit = write_commit(self.repository, merged.tree, (self.target.base, self.tip), subject)
        if run_git_bounded(self.repository, "merge", "--ff-only", "--quiet", "--end-of-options", commit).returncode:
            raise ProposingError(_UNRECORDED)


def letter_branch(root: Path) -> str:
    """Return the branch of a letter that is checked out; empty for any other."""
    name = run_git_bounded(root, "symbolic-ref", "--short", "-q", "HEAD").stdout.decode("utf-8", "replace").strip()
    return name if name.startswith("lettres/") else ""
