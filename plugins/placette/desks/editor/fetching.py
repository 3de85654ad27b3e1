"""Fetches the editor's program through npm, and keeps it only if it is the one that Placette was tried with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from placette.engine.base.files import write_atomic
from placette.engine.base.programs import run_watched
from placette.features.editor import NAME, VERSION, package_path, refuse_other


class NpmError(Exception):
    """npm didn't give the package; the text is the last line of what it said."""


def pack_command(npm: str, folder: Path) -> list[str]:
    """What has npm put the package into ``folder`` as it is published; nothing of it is run."""
    options = (
        "--ignore-scripts",
        "--prefer-offline",
        "--no-audit",
        "--no-fund",
        "--silent",
        "--pack-destination",
        str(folder),
    )
    return [npm, "pack", f"{NAME}@{VERSION}", *options]


def fetch_package(npm: str, cache: Path, waiting: Callable[[], None]) -> Path:
    """Put the package into a site's cache; gives its path. Nothing is written unless it is the pinned one.

    Raises ``NpmError``, ``PackageError`` for another package, ``OSError`` for a folder that can't be written.
    """
    target = package_path(cache)
    with TemporaryDirectory() as folder:
        done = run_watched(pack_command(npm, Path(folder)), waiting, folder=Path(folder))
        found = sorted(Path(folder).glob("*.tgz"))
        if done.returncode or not found:
            said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
            raise NpmError(said[-1] if said else f"npm: {done.returncode}")
        data = found[0].read_bytes()
    refuse_other(data)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(target, data)
    return target


def is_fetched(cache: Path) -> bool:
    """Whether the pinned package lies in a site's cache; raises ``PackageError`` where another one does."""
    path = package_path(cache)
    if not path.is_file():
        return False
    refuse_other(path.read_bytes())
    return True
