"""A proposal as files of the content folder, for an editor who works without branches."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from placette.desks.letters.letter import LetterProposal
from placette.desks.letters.proposing.errors import ProposingError
from placette.engine.base.files import write_atomic
from placette.engine.base.message import N_
from placette.engine.library.tree import is_good_name

_TAKEN = N_("{path} is there already and says something else: nothing was written.")
_BAD_PLACE = N_("{path} is no place for a file of a proposal: nothing was written.")
_UNWRITTEN = N_("The proposal could not be written: {what}")


def write_folder(proposal: LetterProposal, content: Path, before: LetterProposal | None = None) -> tuple[str, ...]:
    """Write the files into the content folder; the paths of those that are new or changed. Raises ``ProposingError``.

    A file of somebody else's is never touched. ``before`` is the proposal that was written earlier: its files may be
    replaced or removed where they are still as it left them. What an editor changed stays: where the letter says
    nothing new of that file the rest is written, else nothing is.
    The post comes last, so that a run that was cut short has shown nothing and can be done again.
    """
    old = before.files if before else {}
    root = content.resolve()
    gone = [path for path in old if path not in proposal.files]
    new = [path for path, data in proposal.files.items() if old.get(path) != data or not (root / path).exists()]
    ordered = sorted(new, key=lambda path: (path == proposal.text, path))
    try:
        for path in (*ordered, *gone):
            _refuse_place(root, path)
            _refuse_taken(root / path, path, {proposal.files.get(path), old.get(path)})
        written = tuple(path for path in ordered if write_atomic(root / path, proposal.files[path]))
        for path in gone:
            (root / path).unlink(missing_ok=True)
    except OSError as error:
        raise ProposingError(_UNWRITTEN, what=error) from error
    return written


def _refuse_place(root: Path, path: str) -> None:
    """Raise for a path with an odd name, or that leads through a link out of the folder."""
    parts = PurePosixPath(path).parts
    folder = root.joinpath(*parts[:-1])
    if not all(map(is_good_name, parts)) or folder.resolve() != folder:
        raise ProposingError(_BAD_PLACE, path=path)


def _refuse_taken(target: Path, path: str, ours: set[bytes | None]) -> None:
    """Raise for a file that is neither as it will be nor as we left it."""
    if target.is_symlink() or (target.exists() and (not target.is_file() or target.read_bytes() not in ours)):
        raise ProposingError(_TAKEN, path=path)
