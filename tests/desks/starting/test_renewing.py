"""What is put out of the way for an attempt is as it was where the attempt fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.desks.starting.renewing import all_or_nothing, set_aside


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A program, a link and what Python leaves beside a module."""
    code = tmp_path / "plugins" / "placette"
    (code / "__pycache__").mkdir(parents=True)
    (code / "__pycache__" / "a.pyc").write_bytes(b"")
    (code / "a.py").write_bytes(b"\xff")
    (code / "a.py").chmod(0o755)
    (code / "link").symlink_to("nowhere")
    (tmp_path / "README.md").write_text("old")
    return tmp_path


PATHS = ["plugins/placette/a.py", "plugins/placette/link", "README.md", "not/there"]
NEW = {"README.md": b"new", "themes/README.md": b"new"}


def attempt(site: Path) -> None:
    with set_aside(site, PATHS), all_or_nothing(site, NEW):
        assert not (site / "plugins").exists()
        assert (site / "README.md").read_text() == "new"
        raise KeyboardInterrupt


def test_all_is_as_it_was_after_a_failure(site: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        attempt(site)
    code = site / "plugins" / "placette"
    assert ((code / "a.py").read_bytes(), (code / "a.py").stat().st_mode & 0o777) == (b"\xff", 0o755)
    assert (code / "link").readlink() == Path("nowhere")
    assert (site / "README.md").read_text() == "old"
    assert not (site / "themes").exists()


def test_nothing_of_it_is_left_after_a_success(site: Path) -> None:
    with set_aside(site, PATHS), all_or_nothing(site, NEW):
        pass
    assert sorted(path.name for path in site.iterdir()) == [".placette", "README.md", "themes"]
    assert list((site / ".placette").iterdir()) == []
