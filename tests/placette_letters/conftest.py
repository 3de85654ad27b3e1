"""Fixtures for the tests of letters."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose name is short enough for sockets, and that the mail server's own user may pass through."""
    folder = tmp_path_factory.mktemp("t")
    for place in (folder, *folder.parents):
        if place.owner() == folder.owner() and place != place.parent:
            place.chmod(place.stat().st_mode | 0o055)
    return folder
