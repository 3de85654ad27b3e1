"""Where visitors search, and the script that is fetched when they begin to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from placette.engine.base.files import digest
from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import ScriptedFolder
from placette.engine.pages.ports import ASSETS
from placette.engine.pages.views import SearchAccess
from placette.features.search.bundle import join_modules
from placette.features.search.page import SEARCH_ADDRESS

DATA = "data/"
"""The folder of the index, beside the page."""


def access_of(desk: Desk) -> SearchAccess | None:
    """Where visitors search; None where the settings leave the page out."""
    if not desk.addresses[SEARCH_ADDRESS]:
        return None
    script, sheet = script_path(desk), desk.ask(ASSETS).sheets.get("search", "")
    return SearchAccess(desk.index_url(SEARCH_ADDRESS), desk.base + script if script else "", sheet)


def data_folder(desk: Desk) -> str:
    """The folder of the index, from the site's root (``recherche/data/``)."""
    return desk.addresses[SEARCH_ADDRESS].url + DATA


def scripted_folders(settings: Mapping[str, Any]) -> Iterator[ScriptedFolder]:
    """The folder of the index, and what its script calls where a page was opened from a disk."""
    if url := settings.get(SEARCH_ADDRESS.setting):
        yield ScriptedFolder(f"{url}{DATA}", "placetteIndex")


def script_of(desk: Desk) -> bytes:
    """The script that reads the index; empty with a theme that has none."""
    return desk.once(_script)


def script_path(desk: Desk) -> str:
    """Its path from the site's root, or empty; another one whenever it changes, so that browsers may keep it."""
    script = script_of(desk)
    return f"theme/search-{digest(script)[:10]}.js" if script else ""


def _script(desk: Desk) -> bytes:
    folder = Path(desk.settings["THEME"]) / "static" / "js" / "search"
    return join_modules(folder, _said(desk)) if folder.is_dir() else b""


def _said(desk: Desk) -> dict[str, str]:
    """What the script says, in the site's language."""
    return {
        "one": desk.words.ngettext("{number} result", "{number} results", 1),
        "other": desk.words.ngettext("{number} result", "{number} results", 2),
        "none": desk.say(N_("No result")),
        "all": desk.say(N_("All results")),
        "label": desk.say(N_("Results")),
        "failed": desk.say(N_("Search does not answer. Check your connection, then try again.")),
    }
