"""A content folder read as ``invoke status`` reads it, at the tests' moment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from placette.commands.reading_tasks import read_site as read
from placette.commands.review import ADVISER
from placette.engine.content.build import Build
from tests.fixture_site import EPOCH, settings_of


def read_site(content: Path, folder: Path, now: str = EPOCH, **overrides: Any) -> Build:
    """The site of a content folder, with advice; its cache lies in ``folder``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", now)
        return read(settings_of(content, folder, **overrides), adviser=ADVISER)
