"""What npm gives is kept only if it is the pinned package."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.commands.editor import NpmError, fetch_package, is_fetched, pack_command
from placette.features.editor import PackageError, package_path

pytestmark = pytest.mark.whole


def fake_npm(folder: Path, script: str) -> str:
    """A program in the place of npm; ``$FOLDER`` is where it is to put the package."""
    program = folder / "npm"
    program.write_text(f"#!/bin/sh\nfor FOLDER; do :; done\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


def nothing() -> None:
    """Don't wait."""


def test_nothing_of_a_package_is_run_and_its_version_is_exact() -> None:
    command = pack_command("npm", Path("here"))
    assert "--ignore-scripts" in command
    assert command[2].rpartition("@")[2].replace(".", "").isdigit()
    assert command[-1] == "here"


def test_another_package_is_not_kept(tmp_path: Path) -> None:
    npm = fake_npm(tmp_path, 'echo other > "$FOLDER/sveltia-cms.tgz"')
    with pytest.raises(PackageError, match="sha512-"):
        fetch_package(npm, tmp_path / "cache", nothing)
    assert not (tmp_path / "cache").exists()


def test_what_npm_says_is_passed_on(tmp_path: Path) -> None:
    npm = fake_npm(tmp_path, "echo first >&2; echo no network >&2; exit 1")
    with pytest.raises(NpmError, match=r"^no network$"):
        fetch_package(npm, tmp_path / "cache", nothing)


def test_a_package_that_was_damaged_since_is_noticed(tmp_path: Path) -> None:
    assert not is_fetched(tmp_path)
    path = package_path(tmp_path)
    path.parent.mkdir()
    path.write_bytes(b"half of it")
    with pytest.raises(PackageError):
        is_fetched(tmp_path)
