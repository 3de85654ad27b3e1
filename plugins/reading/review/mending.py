"""``invoke check --fix``: what the plans of mending do to the files, and what is told of it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plugins.core.files import walk_files, write_atomic
from plugins.core.photos import LIMITS, inspect_photo, shrink_photo
from plugins.core.problems import Problem
from plugins.core.text import fold
from plugins.core.workers import run_bounded
from plugins.reading.draft import SCHEMAS, draft_text
from plugins.reading.review.fixing import fix_text
from plugins.reading.review.renaming import plan_renames, rename_in_text
from plugins.reading.schema import ArticleMatter
from plugins.reading.tree import PHOTO_LIMIT, PHOTO_SUFFIXES, SourceKind, kind_of


@dataclass(frozen=True, slots=True)
class Mended:
    """One file that was mended: its path now, and the codes of what was done."""

    path: str
    done: tuple[str, ...]


def mend_folder(root: Path, only: Iterable[Path] = ()) -> list[Mended]:
    """Mend names, texts and heavy photos below ``root`` (or only below the given paths). Links are left alone."""
    wanted = [path.resolve() for path in only]
    paths = [path for path in walk_files(root) if _may_touch(root / path, wanted)]
    return [*_rename(root, paths), *_mend_texts(root, wanted), *_mend_photos(root, wanted)]


def _may_touch(path: Path, wanted: list[Path]) -> bool:
    """Real files only, never through a link."""
    ordinary = path.is_file() and not path.is_symlink()
    return ordinary and (not wanted or any(path.resolve().is_relative_to(folder) for folder in wanted))


def _rename(root: Path, paths: list[str]) -> list[Mended]:
    renames = plan_renames(paths)
    for rename in renames:
        (root / rename.new).parent.mkdir(parents=True, exist_ok=True)
        os.replace(root / rename.old, root / rename.new)
    for folder in {(root / rename.new).parent for rename in renames}:
        for text in folder.glob("*.md"):
            old = text.read_text(encoding="utf-8", errors="surrogateescape")
            beside = [r for r in renames if (root / r.new).parent == folder]
            write_atomic(text, rename_in_text(old, beside).encode("utf-8", "surrogateescape"))
    for rename in renames:
        _drop_empty((root / rename.old).parent, root)
    return [Mended(rename.new, ("name",)) for rename in renames]


def _drop_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _mend_texts(root: Path, wanted: list[Path]) -> list[Mended]:
    found = [(path, kind) for path in walk_files(root) if (kind := kind_of(path)) and kind is not SourceKind.PHOTO]
    texts = {path: (root / path).read_bytes() for path, _ in found if not (root / path).is_symlink()}
    tags = _usual_tags(texts)
    mended = []
    for path, kind in found:
        if path in texts and _may_touch(root / path, wanted):
            fixed = fix_text(texts[path], SCHEMAS[kind], tags)
            if fixed and fixed.done and write_atomic(root / path, fixed.text.encode()):
                mended.append(Mended(path, fixed.done))
    return mended


def _usual_tags(texts: dict[str, bytes]) -> dict[str, str]:
    """The spelling of each tag that most posts use, by folded tag."""
    counts: dict[str, dict[str, int]] = {}
    for path, data in sorted(texts.items()):
        if kind_of(path) is SourceKind.ARTICLE:
            matter = draft_text(path, SourceKind.ARTICLE, data).matter
            for tag in matter.tags if isinstance(matter, ArticleMatter) else ():
                spellings = counts.setdefault(fold(tag), {})
                spellings[tag] = spellings.get(tag, 0) + 1
    return {folded: max(spellings, key=lambda tag: spellings[tag]) for folded, spellings in counts.items()}


def _mend_photos(root: Path, wanted: list[Path]) -> list[Mended]:
    """Make smaller the photos that the gate refuses for their size."""
    paths = [path for path in walk_files(root) if Path(path).suffix in PHOTO_SUFFIXES and _may_touch(root / path, wanted)]
    photos = [(path, (root / path).read_bytes()) for path in paths]
    verdicts = run_bounded(inspect_photo, photos, None, LIMITS)
    heavy = [photo for photo, verdict in zip(photos, verdicts, strict=True) if _is_heavy(photo[1], verdict)]
    small = run_bounded(shrink_photo, [data for _, data in heavy], None, LIMITS)
    return [
        Mended(path, ("photo",))
        for (path, data), made in zip(heavy, small, strict=True)
        if made and len(made) < len(data) and write_atomic(root / path, made)
    ]


def _is_heavy(data: bytes, verdict: object) -> bool:
    return len(data) > PHOTO_LIMIT or (isinstance(verdict, Problem) and verdict.code == "photo-large")
