"""A cache whose files were replaced by folders heals itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixture_site import build, copy_site

pytestmark = pytest.mark.whole


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_folders_in_the_place_of_the_files_of_a_cache_are_replaced_and_the_site_is_the_same(tmp_path: Path) -> None:
    content = copy_site("minimal", tmp_path)
    build(content, tmp_path)
    before, kept = files_of(tmp_path / "output"), [*files_of(tmp_path / "cache")]
    assert kept
    for name in kept:
        file = tmp_path / "cache" / name
        file.unlink()
        (file / "inside").mkdir(parents=True)
    build(content, tmp_path)
    assert files_of(tmp_path / "output") == before
    assert not [name for name in kept if (tmp_path / "cache" / name).is_dir()]
