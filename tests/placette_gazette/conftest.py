"""What the tests of the gazette share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixture_site import copy_site
from tests.placette_gazette.fixture_gazette import laid

__all__ = ["content", "laid"]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder of its own: a post, «bonjour», and its author."""
    return copy_site("minimal", tmp_path)
