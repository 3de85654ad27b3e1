"""Carries out a departure on the disk: foresees its problems, then does all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from placette.desks.leaving.content_folder import ContentFolder, content_folder_of
from placette.desks.leaving.planning import Plan
from placette.engine.base.files import write_atomic
from placette.engine.library.attachments import Attachment, AttachmentKind
from placette.engine.library.build import Build
from placette.engine.library.converting import read_all
from placette.engine.library.kinds import Kinds, find_kind
from placette.engine.library.library import read_library
from placette.engine.library.options import ReadingOptions
from placette.engine.library.sources import source_of
from placette.engine.library.tree import PHOTO, gate_of, walk_content
from placette.engine.problems.problems import Problem, blocks
from placette.engine.texts.renditions import PhotoFacts

F = TypeVar("F", PhotoFacts, Attachment)


def read_folder(root: Path, kinds: Kinds, attachments: tuple[AttachmentKind, ...] = ()) -> ContentFolder:
    """The content folder ``root``, with texts of these kinds. Raises ``OSError``.

    Links and files that the gate refuses are not opened.
    """
    files, _ = walk_content(root, gate_of(kinds, attachments=attachments))
    beside = {PHOTO, *(kind.name for kind in attachments)}
    photos = [file.path for file in files if file.kind in beside]
    texts = {file.path: (root / file.path).read_bytes() for file in files if find_kind(file.path, kinds)}
    return content_folder_of(texts, photos, kinds)


def texts_after(plan: Plan, folder: ContentFolder) -> dict[str, bytes]:
    """The texts as they will be after the departure."""
    texts = {path: data for path, data in folder.texts.items() if path not in plan.deletes}
    return {**texts, **plan.writes, plan.profile: plan.tombstone}


def new_problems(plan: Plan, folder: ContentFolder, build: Build, options: ReadingOptions) -> tuple[Problem, ...]:
    """The blocking problems that the departure would add to the site as it is, which ``build`` shows."""
    names = {move.old: move.new for move in plan.moves}

    def moved(files: Mapping[str, F]) -> dict[str, F]:
        left = {names.get(path, path): facts for path, facts in files.items() if path not in plan.deletes}
        return {path: replace(facts, path=path) for path, facts in left.items()}

    texts = texts_after(plan, folder)
    kinds = {path: kind for path in sorted(texts) if (kind := find_kind(path, options.kinds))}
    sources = [source_of(path, kind.name, texts[path]) for path, kind in kinds.items()]
    around = replace(options, photos=moved(build.photos), attachments=moved(build.attachments))
    after = read_library(sources, around, read_all)
    before = {(found.path, found.code, found.values) for found in build.problems}
    return tuple(p for p in after.problems if blocks((p,)) and (p.path, p.code, p.values) not in before)


def apply_plan(root: Path, plan: Plan) -> None:
    """Do all of it, the tombstone last. If something fails, restores everything, then raises ``OSError``."""
    touched = {*plan.writes, *plan.deletes, plan.profile, *(path for m in plan.moves for path in (m.old, m.new))}
    before = {path: (root / path).read_bytes() if (root / path).is_file() else None for path in sorted(touched)}
    try:
        for path, data in plan.writes.items():
            write_atomic(root / path, data)
        for move in plan.moves:
            (root / move.old).rename(root / move.new)
        for path in plan.deletes:
            (root / path).unlink()
        write_atomic(root / plan.profile, plan.tombstone)
    except BaseException:
        _put_back(root, before)
        raise
    for path in plan.deletes:
        _drop_empty(root / path, root)


def _put_back(root: Path, before: Mapping[str, bytes | None]) -> None:
    for path, data in before.items():
        if data is None:
            (root / path).unlink(missing_ok=True)
        else:
            write_atomic(root / path, data)


def _drop_empty(path: Path, root: Path) -> None:
    folder = path.parent
    if folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
