"""What npm says of a package that can't be fetched is said in a sentence, and offline is told from the rest."""

from __future__ import annotations

import sys
import tarfile
from pathlib import Path

import pytest

from placette.features.territory.national import FetchError, fetch_package

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="npm is a shell script in these tests")


def put_npm(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An npm of this test's own, the only program there is."""
    npm = folder / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{npm.parent}:/usr/bin:/bin")


@pytest.mark.parametrize("code", ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT"])
def test_a_registry_that_can_not_be_reached_is_no_fault_of_the_package(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_npm(tmp_path, f"echo 'npm error code {code}' >&2; echo 'npm error more' >&2; exit 1", monkeypatch)
    with pytest.raises(FetchError, match=f"No connection.*communes.*{code}"):
        fetch_package(tmp_path / "room", "communes")


def test_any_other_failure_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_npm(tmp_path, "echo 'npm error code E404' >&2; exit 1", monkeypatch)
    with pytest.raises(FetchError, match="could not be fetched: npm error code E404"):
        fetch_package(tmp_path / "room", "communes")


def test_without_npm_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FetchError, match="npm is needed"):
        fetch_package(tmp_path / "room", "communes")


def test_a_package_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "package.json").write_text("{}", encoding="utf-8")
    with tarfile.open(tmp_path / "made.tgz", "w:gz") as archive:
        archive.add(tmp_path / "package", "package")
    put_npm(tmp_path, f"cp '{tmp_path}/made.tgz' communes-1.0.0.tgz", monkeypatch)
    assert (fetch_package(tmp_path / "room", "communes") / "package.json").read_text(encoding="utf-8") == "{}"
