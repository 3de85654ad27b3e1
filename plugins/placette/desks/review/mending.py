"""``invoke check --fix``: mends names, texts and photos on the disk, and reports what was done."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from placette.desks.review.fixing import fix_text
from placette.desks.review.renaming import Rename, follow, plan_renames
from placette.engine.base.files import walk_files, write_atomic
from placette.engine.base.processes import run_bounded
from placette.engine.base.text import fold
from placette.engine.library.attachments import AttachmentKind, inspect_now, unnamed_companions
from placette.engine.library.draft import draft_text
from placette.engine.library.kinds import Kinds, find_kind
from placette.engine.library.tree import PHOTO, Gate, gate_of
from placette.engine.photos.originals import PREPARING, prepare_photo
from placette.engine.photos.photos import MENDABLE, inspect_photo
from placette.engine.texts.decoding import TEXT_LIMIT
from placette.features.posts.kind import POST
from placette.features.posts.schema import ArticleMatter


@dataclass(frozen=True, slots=True)
class Mended:
    """A mended file: its path now, and the codes of what was wrong."""

    path: str
    done: tuple[str, ...]


def mend_folder(
    root: Path, kinds: Kinds, only: Iterable[Path] = (), attachments: tuple[AttachmentKind, ...] = ()
) -> list[Mended]:
    """Mend names, texts of these kinds, photos and attachments below ``root``, or only those below paths in ``only``.

    Links are neither followed nor touched. Raises ``OSError`` if a file can't be changed.
    """
    wanted = [path.resolve() for path in only]
    suffixes = frozenset(suffix for kind in attachments for suffix in kind.limits)
    renamed = _rename(root, wanted, suffixes)
    now = [*wanted, *(root.resolve() / mended.path for mended in renamed if wanted)]
    gate = gate_of(kinds, attachments=attachments)
    files = (path for path in walk_files(root) if not path.endswith(".md") and _is_ordinary(root, path))
    alone = unnamed_companions(root, (*files, *_texts(root)), kinds)
    documents = (mended for kind in attachments for mended in _mend_attachments(root, gate, kind, now, alone))
    return [*renamed, *_mend_texts(root, kinds, now), *_mend_photos(root, gate, now), *documents]


def _is_ordinary(root: Path, path: str) -> bool:
    """Whether there is a regular file at ``path`` below ``root``, with no link on the way from there."""
    return (root / path).is_file() and (root / path).resolve() == root.resolve().joinpath(*PurePosixPath(path).parts)


def _may_touch(root: Path, path: str, wanted: list[Path]) -> bool:
    return _is_ordinary(root, path) and (not wanted or _is_below((root / path).resolve(), wanted))


def _is_below(path: Path, wanted: list[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in wanted)


def _write(path: Path, data: bytes) -> bool:
    """Replace a file by the mended one, unless it is read-only; returns whether it was done."""
    if not path.stat().st_mode & 0o222:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return write_atomic(path, data)


def _rename(root: Path, wanted: list[Path], suffixes: frozenset[str]) -> list[Mended]:
    paths = list(walk_files(root))
    found = plan_renames(paths, suffixes)
    partly = _partly_wanted(root, paths, wanted) if found and wanted else frozenset()
    plan = [_within(rename, partly) for rename in found]
    moves = [move for move in plan if move.old != move.new and _move(root, move, wanted)]
    for move in moves:
        _drop_empty((root / move.old).parent, root)
    return [*(Mended(move.new, ("name",)) for move in moves), *_follow(root, moves)]


def _partly_wanted(root: Path, paths: list[str], wanted: list[Path]) -> frozenset[PurePosixPath]:
    """The folders that hold a file which is not to be mended."""
    others = (path for path in paths if not _is_below((root / path).resolve(), wanted))
    return frozenset(folder for path in others for folder in PurePosixPath(path).parents)


def _within(rename: Rename, partly: frozenset[PurePosixPath]) -> Rename:
    """The rename, without new names for folders that are only ``partly`` to be mended."""
    old, new = PurePosixPath(rename.old), PurePosixPath(rename.new)
    first = next(count for count, (a, b) in enumerate(zip(old.parts, new.parts, strict=True), 1) if a != b)
    return rename if PurePosixPath(*old.parts[:first]) not in partly else Rename(rename.old, str(old.parent / new.name))


def _move(root: Path, move: Rename, wanted: list[Path]) -> bool:
    """Rename a file, unless it may not be touched, the name is taken or a link is in the way; returns success."""
    old, new = root / move.old, root / move.new
    taken = os.path.lexists(new) and (new.is_symlink() or not new.samefile(old))
    if (
        taken
        or not _may_touch(root, move.old, wanted)
        or new.parent.resolve() != root.resolve() / PurePosixPath(move.new).parent
    ):
        return False
    new.parent.mkdir(parents=True, exist_ok=True)
    old.replace(new)
    return True


def _follow(root: Path, moves: list[Rename]) -> list[Mended]:
    """Update the links in every text to the new names."""
    before = {move.new: move.old for move in moves}
    changed = []
    for path in _texts(root) if moves else ():
        old = (root / path).read_bytes().decode("utf-8", "surrogateescape")
        new = follow(old, before.get(path, path), path, moves)
        if new != old and _write(root / path, new.encode("utf-8", "surrogateescape")):
            changed.append(Mended(path, ("links",)))
    return changed


def _drop_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _texts(root: Path) -> list[str]:
    """The texts that are regular files and within the size limit."""
    paths = [path for path in walk_files(root) if path.endswith(".md") and _is_ordinary(root, path)]
    return [path for path in paths if (root / path).stat().st_size <= TEXT_LIMIT]


def _mend_texts(root: Path, known: Kinds, wanted: list[Path]) -> list[Mended]:
    kinds = {path: kind for path in _texts(root) if (kind := find_kind(path, known))}
    texts = {path: (root / path).read_bytes() for path in kinds}
    tags = _usual_tags(texts)
    mended = []
    for path, data in texts.items():
        fixed = fix_text(data, kinds[path].schema, tags) if _may_touch(root, path, wanted) else None
        if fixed and fixed.done and _write(root / path, fixed.text.encode()):
            mended.append(Mended(path, fixed.done))
    return mended


def _usual_tags(texts: dict[str, bytes]) -> dict[str, str]:
    """The most frequent spelling of each tag, by folded tag."""
    counts: dict[str, dict[str, int]] = {}
    for path, data in sorted(texts.items()):
        if POST.is_place(path):
            matter = draft_text(path, POST, data).matter
            for tag in matter.tags if isinstance(matter, ArticleMatter) else ():
                spellings = counts.setdefault(fold(tag), {})
                spellings[tag] = spellings.get(tag, 0) + 1
    return {folded: max(spellings, key=lambda tag: spellings[tag]) for folded, spellings in counts.items()}


def _mend_photos(root: Path, gate: Gate, wanted: list[Path]) -> list[Mended]:
    """Remake photos that the gate refuses for something that remaking cures: metadata, weight, size or format."""
    found = [path for path in walk_files(root) if gate.kind_of(path) == PHOTO]
    paths = [path for path in found if _may_touch(root, path, wanted)]
    made = run_bounded(remake_photo, [(root / path).as_posix() for path in paths], None, PREPARING)
    return [
        Mended(path, new.done) for path, new in zip(paths, made, strict=True) if new and _write(root / path, new.data)
    ]


def _mend_attachments(
    root: Path, gate: Gate, kind: AttachmentKind, wanted: list[Path], alone: frozenset[str]
) -> Iterator[Mended]:
    """Take out of files beside texts what nobody meant to publish; of ``alone``, the companions of no text, too."""
    known = (path for path in walk_files(root) if gate.kind_of(path) == kind.name)
    found = [*known, *sorted(path for path in alone if PurePosixPath(path).suffix in kind.limits)]
    small = (
        path
        for path in found
        if _may_touch(root, path, wanted) and _size(root / path) <= gate.limit_of(kind.name, path)
    )
    files = [(path, (root / path).read_bytes()) for path in small]
    made = run_bounded(kind.mend, files, None, kind.bounds)
    mended = [(file, data) for file, data in zip(files, made, strict=True) if data]
    before = inspect_now([file for file, _ in mended], kind)
    for ((path, _), data), seen in zip(mended, before, strict=True):
        if _write(root / path, data):
            yield Mended(path, tuple(sorted({found.code for found in seen.problems} & kind.mendable)))


def _size(path: Path) -> int:
    return path.stat().st_size


@dataclass(frozen=True, slots=True)
class Remade:
    """A remade photo, and the codes of what was wrong with it."""

    data: bytes
    done: tuple[str, ...]


def remake_photo(path: str, _shared: None = None) -> Remade | None:
    """A photo without what the check refuses; None if nothing is wrong with it, or if it can't be mended.

    It gets the format that its name says, so that no link has to change.
    """
    data = Path(path).read_bytes()
    seen = inspect_photo((path, data))
    done = tuple(dict.fromkeys(found.code for found in seen.problems if found.code in MENDABLE))
    made = prepare_photo((data, PurePosixPath(path).suffix.lower())) if done else ""
    if isinstance(made, str) or any(p.code in MENDABLE for p in inspect_photo((path, made.data)).problems):
        return None
    return Remade(made.data, done)
