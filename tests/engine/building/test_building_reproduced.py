"""Two builds of one content are the same bytes, wherever and by whomever they are made."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from placette.engine.base.files import walk_files
from tests.fixture_site import complaints, copy_project, run, write_setting

_ONE = {"PYTHONHASHSEED": "0", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"}
_OTHER = {"PYTHONHASHSEED": "4242", "TZ": "America/Anchorage", "LC_ALL": "C"}


def test_other_folder_seed_zone_locale_and_umask_give_the_same_bytes(tmp_path: Path) -> None:
    ours = _built(tmp_path / "here", 0o022, _ONE)
    theirs = _built(tmp_path / "somewhere else", 0o077, _OTHER)
    assert sorted(ours) == sorted(theirs)
    assert [path for path in ours if ours[path] != theirs[path]] == []


def test_a_build_with_a_full_store_is_the_same_as_a_clean_one(tmp_path: Path) -> None:
    ours = _built(tmp_path, 0o022, _ONE)
    project = tmp_path / "project"
    assert run(project, "invoke", "build", "--output", "again", **_OTHER).returncode == 0
    assert _files(project / "again") == ours


def _built(folder: Path, umask: int, environment: dict[str, str]) -> dict[str, tuple[bytes, int]]:
    project = copy_project("kitchen-sink", folder)
    write_setting(project, "IDENTITY_WEB_FONTS = SHARING_CARDS = True")
    for compiled in (project / "plugins").rglob("__pycache__/*.bin"):  # here each is to make its own
        compiled.unlink()
    previous = os.umask(umask)
    try:
        built = run(project, "invoke", "build", **environment)
    finally:
        os.umask(previous)
    assert (built.returncode, complaints(built)) == (0, "")
    return _files(project / "output")


def _files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """The bytes and the permissions of every file."""
    found = {path: folder / path for path in walk_files(folder)}
    modes = {path: 0 if sys.platform == "win32" else stat.S_IMODE(file.stat().st_mode) for path, file in found.items()}
    return {path: (file.read_bytes(), modes[path]) for path, file in found.items()}
