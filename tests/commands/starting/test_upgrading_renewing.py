"""An upgrade that fails leaves every file as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.commands.starting.upgrading import all_or_nothing


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two files, and what Python leaves beside a module."""
    (tmp_path / "README.md").write_bytes(b"\xff")
    (tmp_path / "plugins" / "__pycache__").mkdir(parents=True)
    (tmp_path / "plugins" / "a.py").write_text("old")
    return tmp_path


NEW = {"README.md": "new", "themes/README.md": "new", "plugins/a.py": None}


def attempt(site: Path) -> None:
    with all_or_nothing(site, NEW):
        assert (site / "README.md").read_text() == "new"
        assert not (site / "plugins" / "a.py").exists()
        raise KeyboardInterrupt


def test_all_is_as_it_was_after_a_failure(site: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        attempt(site)
    assert (site / "README.md").read_bytes() == b"\xff"
    assert (site / "plugins" / "a.py").read_text() == "old"
    assert sorted(path.name for path in site.iterdir()) == ["README.md", "plugins"]


def test_after_a_success_the_new_files_stay_and_no_empty_folder(site: Path) -> None:
    with all_or_nothing(site, NEW):
        pass
    assert (site / "themes" / "README.md").read_text() == "new"
    assert not (site / "plugins").exists()
