"""What the archiving task needs of the published site's settings."""

from __future__ import annotations

from typing import Any

from placette.desks.archiving.choosing import Patterns
from placette.desks.archiving.making import Publication
from placette.engine.library.addresses import base_of, file_at


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
    urls = (str(settings[f"{kind}_URL"]) for kind in ("YEAR_ARCHIVE", "MONTH_ARCHIVE", "AUTHOR"))
    year, month, author = (file_at(url) if url else "" for url in urls)
    return Patterns(year, month, author, tuple(path for _, path in settings.get("VIEWS_FOOTER", ())))
