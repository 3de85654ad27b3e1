"""Runs Pelican for our tasks: in this process, loud about errors, quiet otherwise."""

from __future__ import annotations

import logging
from dataclasses import fields
from pathlib import Path
from typing import Any

from pelican import Pelican, console
from pelican.log import init as init_logging
from pelican.settings import DEFAULT_CONFIG, get_settings_from_file, read_settings

from placette.engine.base.processes import executor_of, no_collection
from placette.engine.base.settings import SettingError, load_settings, refuse_unknown, told_as_settings
from placette.engine.building.settings import BuildingSettings
from placette.engine.library.build import BUILD, Build

SETTINGS = ("BUILDING", BuildingSettings)
"""Prefix and declaration of the settings of the build itself, which is not among the site's plugins."""
PREVIEW = "READING_PREVIEW"
"""What makes a build a preview. Only tasks may say it: a file could make drafts public."""
_UNDECLARED = frozenset(
    "ROOT TERRITORY_FILE TIMEZONE SITESUBTITLE FEED_DOMAIN AUTHOR LINKS SOCIAL ARTICLE_LANG_URL"
    " ARTICLE_LANG_SAVE_AS PAGE_LANG_URL PAGE_LANG_SAVE_AS YEAR_ARCHIVE_URL MONTH_ARCHIVE_URL DAY_ARCHIVE_URL"
    " CATEGORY_FEED_RSS AUTHOR_FEED_RSS COMMUNE_FEED_ATOM COMMUNE_FEED_JSON SERIES_FEED_ATOM SERIES_FEED_JSON"
    " EPCI_FEED_ATOM EPCI_FEED_JSON DEPARTMENT_FEED_ATOM DEPARTMENT_FEED_JSON POSTS_GEOJSON_SAVE_AS"
    " FEED_ALL_JSON CATEGORY_FEED_JSON AUTHOR_FEED_JSON ARTICLE_OEMBED_SAVE_AS"
    " COMMUNITY_FEED_ATOM COMMUNITY_FEED_JSON WALK_GPX_SAVE_AS"
    " AGENDA_FEED_ICS CATEGORY_FEED_ICS COMMUNE_FEED_ICS".split()
)
"""Names that Pelican reads without giving them a default, and our own that have no prefix."""
_PAGES = frozenset(
    "404 AGENDA AGENDA_MONTH ARCHIVES AUTHORS AUTHORS_BY_COMMUNE AUTHORS_BY_NAME CALL CALLS CATEGORIES COMMUNE"
    " COMMUNES COMMUNITIES COMMUNITY DEPARTMENT EPCI EVENT INDEX MAP PLAN ROBOTS SERIES SERIES_INDEX SHARE SITEMAP"
    " TAGS WALK WALKS".split()
)
"""Pages that Pelican doesn't know, or of which there is one: each has an address and a file."""


def load_site(settings_file: Path, **overrides: Any) -> dict[str, Any]:
    """The settings of a site. Raises ``SettingError`` for a file that can't be used or a misspelt name."""
    with told_as_settings(settings_file), no_collection():  # it imports every plugin
        written = set(get_settings_from_file(str(settings_file)))
        settings: dict[str, Any] = read_settings(str(settings_file), override=overrides)
    if PREVIEW in written:
        raise SettingError(f"{PREVIEW}  →  invoke build --preview")
    refuse_unknown(written, known_settings(settings))
    for prefix, kind in _declared(settings):
        load_settings(kind, prefix, settings)
    executor_of(settings)
    return settings


def known_settings(settings: dict[str, Any]) -> set[str]:
    """Every name that Pelican, the build or one of the site's plugins understands."""
    direct = {f"{page}_{end}" for page in _PAGES for end in ("URL", "SAVE_AS")}
    own = {f"{prefix}_{field.name.upper()}" for prefix, kind in _declared(settings) for field in fields(kind)}
    return {*DEFAULT_CONFIG, *_UNDECLARED, *direct, *own}


def run_pelican(settings: dict[str, Any]) -> Build:
    """Build the site that ``settings`` describe; raises what Pelican or a plugin raises, errors included."""
    init_logging(level=logging.WARNING, fatal="errors", name="pelican")
    console.quiet = True
    Pelican(settings).run()
    build: Build = settings[BUILD]
    return build


def _declared(settings: dict[str, Any]) -> list[tuple[str, type]]:
    """The prefix and dataclass of the build and of each plugin that has settings."""
    return [SETTINGS, *(plugin.SETTINGS for plugin in settings["PLUGINS"] if hasattr(plugin, "SETTINGS"))]
