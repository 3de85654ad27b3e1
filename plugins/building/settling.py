"""Putting a finished build in place: only what differs, and only what is ours.

The build writes into a staging folder. When it has passed its gate, its files replace the previous ones,
each by a rename; files of the previous build that no page asks for any more go; files
that are not ours are never touched. The manifest says which are ours.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from plugins.core.files import walk_files, write_atomic


@dataclass(frozen=True, slots=True)
class Settlement:
    """What has to be done, as sorted paths: new or changed files, files to remove, files already right."""

    put: tuple[str, ...]
    remove: tuple[str, ...]
    same: tuple[str, ...]
    digests: dict[str, str]


def plan_settlement(staging: Path, output: Path, previous: dict[str, str]) -> Settlement:
    """Compare a staged build with the output; ``previous`` is the last manifest. Touches nothing."""
    digests = {path: _digest(staging / path) for path in walk_files(staging)}
    same = tuple(p for p, key in digests.items() if (output / p).is_file() and _digest(output / p) == key)
    put = tuple(path for path in digests if path not in set(same))
    gone = tuple(path for path in sorted(set(previous) - set(digests)) if (output / path).is_file())
    return Settlement(put, gone, same, digests)


def apply_settlement(settlement: Settlement, staging: Path, output: Path, manifest: Path) -> None:
    """Do what was planned. Pages that others link to come before the lists that link to them.

    The union of both manifests is noted first, so that a crash half-way leaves nothing unowned.
    """
    write_manifest(manifest, {**read_manifest(manifest), **settlement.digests})
    for path in sorted(settlement.put, key=_assets_first):
        target = output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        _move(staging / path, target)
    for path in settlement.remove:
        (output / path).unlink(missing_ok=True)
        _drop_empty_folders(output / path, output)
    write_manifest(manifest, settlement.digests)


def read_manifest(path: Path) -> dict[str, str]:
    """The digests of the files that the last build wrote, by path; empty when there is none to trust."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: key for name, key in found.items() if isinstance(key, str) and _is_inside(name)}


def write_manifest(path: Path, digests: dict[str, str]) -> None:
    """Note the files of a build."""
    write_atomic(path, json.dumps(digests, indent=0, sort_keys=True).encode())


def _is_inside(name: str) -> bool:
    return not name.startswith(("/", "\\")) and ".." not in name.split("/") and ":" not in name


def _assets_first(path: str) -> tuple[bool, bool, str]:
    """Files that pages need, then pages, then the home page and feeds that announce them."""
    return path.endswith((".html", ".xml")), path == "index.html" or path.startswith("feeds/"), path


def _move(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except OSError:  # another file system: copy beside the target, then rename
        beside = target.with_name(f".{target.name}.part")
        shutil.copyfile(source, beside)
        beside.replace(target)


def _drop_empty_folders(path: Path, root: Path) -> None:
    for folder in path.parents:
        if folder == root or not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
