"""A proposal as a branch. The editor's working tree, index and HEAD stay as they are, and so does what they changed.

What comes from the letter alone is a line of commits of its own; each notes a digest of what it changes. Where an
editor has changed the branch since, the desk's next commit has two parents: the editor's version and the letter's.
So the common ancestor is always known, on any machine, from the branch alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from placette.desks.intake import one_line
from placette.desks.letters.letter import RECEIPT_NUMBER, LetterProposal, Remark
from placette.desks.letters.proposing.errors import ProposingError
from placette.desks.letters.proposing.fetching import fetched_tip
from placette.desks.letters.proposing.merging import merge_commits
from placette.desks.letters.proposing.plumbing import (
    ask,
    blobs_in,
    is_ancestor,
    move_ref,
    resolve_commit,
    run_git_bounded,
    write_blob,
    write_commit,
    write_tree,
)
from placette.desks.letters.proposing.remarks import ALREADY_MERGED, EDITOR_KEPT
from placette.engine.base.files import digest
from placette.engine.base.message import N_
from placette.engine.base.shortening import shorten

_TRAILER = "Proposal"
_SUBJECT = 72
_TRIES = 5
"""How often it is begun anew because somebody else moved the branch meanwhile."""
_LOOKED_AT = 500
"""Commits of a branch in which the letter's last one is looked for."""
_BAD_NUMBER = N_("“{number}” is not the number of a letter.")
_NO_BASE = N_("There is no branch “{name}” to put the proposal on.")
_TAKEN = N_("{path} is already on the branch {name}, and it says something else. The letter needs another title.")
_OPEN = N_("The branch {name} is open in a working tree. Close it (git switch {onto}), then try again.")
_MOVED = N_("The branch {name} was changed by somebody else at the same time. Try again.")


@dataclass(frozen=True, slots=True)
class WrittenBranch:
    """The commit that the branch names now, whether that is new, and what the editor should know."""

    commit: str
    is_new: bool
    remarks: tuple[Remark, ...] = ()


def write_branch(
    proposal: LetterProposal, repository: Path, onto: str, content: str = "content", remote: str = ""
) -> WrittenBranch:
    """Put the proposal on its branch, on top of ``onto`` or of what the branch holds. Raises ``ProposingError``.

    ``content`` is the content folder from the repository's top; empty or a point where that is the top. With a
    ``remote``, what was changed on the forge is taken in first. Doing it again changes nothing. One update of one
    reference is the last step, so that a run that was cut short has done nothing.
    """
    if not RECEIPT_NUMBER.fullmatch(proposal.number):
        raise ProposingError(_BAD_NUMBER, number=one_line(proposal.number))
    base = resolve_commit(repository, onto)
    if not base:
        raise ProposingError(_NO_BASE, name=one_line(onto))
    for _try in range(_TRIES):
        ref = f"refs/heads/{proposal.branch}"
        old = resolve_commit(repository, ref)
        written = _written(proposal, repository, _Place(onto, base, content, remote), old)
        if written.commit == old:
            return written
        _refuse_open(repository, ref, onto)
        if move_ref(repository, ref, written.commit, old):
            return written
    raise ProposingError(_MOVED, name=proposal.branch)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where proposals go: a branch and its commit, the content folder, a remote."""

    onto: str
    base: str
    content: str
    remote: str

    def path(self, inside: str) -> str:
        """A path of the content folder from the repository's top."""
        return f"{self.content}/{inside}" if self.content not in {"", "."} else inside


def _written(proposal: LetterProposal, repository: Path, place: _Place, old: str) -> WrittenBranch:
    """The commit that the branch should name, made but named by nothing yet."""
    tip, remarks = fetched_tip(proposal.branch, repository, place.remote, old)
    if tip and is_ancestor(repository, tip, place.base):
        if place.path(proposal.text) in blobs_in(repository, tip):
            return WrittenBranch(tip, is_new=False, remarks=(Remark(ALREADY_MERGED, (("number", proposal.number),)),))
        tip = ""
    ours = _last_of_letter(repository, tip, place.base) if tip else ""
    start = ask(repository, "merge-base", place.base, ours or tip) if tip else place.base
    tree = _tree(proposal, repository, place, start)
    if ours and ask(repository, "rev-parse", f"{ours}^{{tree}}") == tree:
        return WrittenBranch(tip, is_new=tip != old, remarks=remarks)
    message = _message(proposal, _mark(repository, start, tree))
    commit = write_commit(repository, tree, (ours or start,), message)
    if not tip or tip in {ours, start}:
        return WrittenBranch(commit, is_new=True, remarks=remarks)
    merged = merge_commits(repository, tip, commit)
    both = write_commit(repository, merged.tree, (tip, commit), _subject(proposal))
    kept = (Remark(EDITOR_KEPT, (("path", path), ("commit", commit[:12]))) for path in merged.kept)
    return WrittenBranch(both, is_new=True, remarks=(*remarks, *kept))


def _tree(proposal: LetterProposal, repository: Path, place: _Place, start: str) -> str:
    """The tree of ``start`` with the proposal's files; raises for one that is somebody else's."""
    there = blobs_in(repository, start)
    changed: dict[str, tuple[str, str] | None] = {}
    for inside, data in sorted(proposal.files.items()):
        path, blob = place.path(inside), write_blob(repository, data)
        if path in there and there[path][1] != blob:
            raise ProposingError(_TAKEN, path=path, name=place.onto)
        changed[path] = ("100644", blob)
    return write_tree(repository, start, changed)


def _last_of_letter(repository: Path, tip: str, base: str) -> str:
    """The newest commit of a branch that holds what the letter said and nothing else; empty where there is none.

    An editor may have amended one: then its digest is no longer right, and it counts as theirs.
    """
    shown = f"--format=%H %(trailers:key={_TRAILER},valueonly,separator=%x20)"
    listed = ask(repository, "log", "--topo-order", f"-{_LOOKED_AT}", shown, tip, f"^{base}")
    for line in listed.splitlines():
        commit, _space, noted = line.partition(" ")
        if noted and noted == _mark(repository, ask(repository, "merge-base", base, commit), commit):
            return commit
    return ""


def _mark(repository: Path, start: str, tree: str) -> str:
    """A digest of all that a tree or a commit changes since ``start``."""
    changes = ask(repository, "diff-tree", "-r", "-z", "--raw", "--full-index", "--no-renames", start, tree)
    return digest(changes.encode("utf-8", "surrogateescape"))


def _message(proposal: LetterProposal, mark: str) -> str:
    return f"{_subject(proposal)}\n\nLetter: {proposal.number}\n{_TRAILER}: {mark}\n"


def _subject(proposal: LetterProposal) -> str:
    return shorten(f"Lettre {proposal.number} : {one_line(proposal.title)}", _SUBJECT)


def _refuse_open(repository: Path, ref: str, onto: str) -> None:
    """Raise where somebody works on the branch: moving it would make their files look changed."""
    done = run_git_bounded(repository, "worktree", "list", "--porcelain")
    if f"branch {ref}" in done.stdout.decode("utf-8", "replace").splitlines():
        raise ProposingError(_OPEN, name=ref.removeprefix("refs/heads/"), onto=onto)
