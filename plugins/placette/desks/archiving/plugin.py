"""What the archiving task needs of the published site's settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican.settings import read_settings

from placette.desks.archiving.choosing import Patterns
from placette.desks.archiving.making import Publication
from placette.engine.base.settings import told_as_settings
from placette.engine.library.addresses import base_of


def site_settings(path: Path) -> dict[str, Any]:
    """Pelican's settings of a site; raises ``SettingError`` if the file can't be used."""
    with told_as_settings(path):
        return dict(read_settings(str(path)))


def publication_of(settings: dict[str, Any]) -> Publication:
    """What an archive says about its site."""
    url, base = str(settings["SITEURL"]).rstrip("/"), base_of(str(settings["SITEURL"]))
    return Publication(
        name=str(settings["SITENAME"]),
        origin=url.removesuffix(base.rstrip("/")),
        base=base,
        lang=str(settings["DEFAULT_LANG"]),
        licence=str(settings.get("READING_LICENCE", "")),
        rights=str(settings.get("VIEWS_RIGHTS", "")),
    )


def patterns_of(settings: dict[str, Any]) -> Patterns:
    """The file names of each kind of page."""
    year, month, author = (str(settings[f"{kind}_SAVE_AS"]) for kind in ("YEAR_ARCHIVE", "MONTH_ARCHIVE", "AUTHOR"))
    return Patterns(year, month, author, tuple(path for _, path in settings.get("VIEWS_FOOTER", ())))
