"""Reads the site for the status task. Takes no part in a build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.settings import read_settings

from placette.desks.status.settings import StatusSettings
from placette.engine.base.processes import executor_of, using
from placette.engine.base.settings import told_as_settings
from placette.engine.library.build import BUILD, CHECKING, Build

SETTINGS = ("STATUS", StatusSettings)
"""Prefix and declaration of this plugin's settings."""


def site_settings(settings_file: Path) -> dict[str, Any]:
    """Pelican's settings of a site; raises ``SettingError`` if the file can't be used."""
    with told_as_settings(settings_file):
        return dict(read_settings(str(settings_file), override={CHECKING: True}))


def read_site(settings: dict[str, Any]) -> Build:
    """The site as ``invoke check`` sees it. Writes nothing. Raises ``SettingError``."""
    with using(executor_of(settings)):
        Pelican(settings)  # the texts are read when Pelican signals that it is ready
    build: Build = settings[BUILD]
    return build


def public_address(root: Path, settings: dict[str, Any]) -> str:
    """The public address of the site in the folder ``root``, without a slash at the end."""
    file = root / "publishconf.py"
    published = site_settings(file) if file.is_file() else settings
    return str(published["SITEURL"]).rstrip("/")


def register() -> None:
    """Connect nothing: only the tasks matter."""
