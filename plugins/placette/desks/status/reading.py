"""The site as its editors' page needs it: read as ``invoke check`` reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from placette.desks.review import ADVISER
from placette.desks.site_tasks import WORDS
from placette.engine.base.processes import executor_of, using
from placette.engine.base.progress_line import progress_shown
from placette.engine.library.build import Build
from placette.plugin import load_site, read_planned, reader_of


def read_site(settings: dict[str, Any]) -> Build:
    """The site as ``invoke check`` sees it; nothing is written. Raises ``SettingError``."""
    with using(executor_of(settings)), progress_shown(WORDS):
        return read_planned(settings, reader_of(settings, ADVISER))


def public_address(root: Path, settings: dict[str, Any]) -> str:
    """The address at which the site in the folder ``root`` is published, without a slash at its end."""
    file = root / "publishconf.py"
    published = load_site(file) if file.is_file() else settings
    return str(published["SITEURL"]).rstrip("/")
