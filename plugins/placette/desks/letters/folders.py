"""Where the desk keeps things, outside the site. Whoever serves the form needs no more of the desk than this."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from placette.desks.letters.settings import LettersSettings
from placette.desks.letters.store.opening import store_folder
from placette.engine.base.settings import load_settings


def letters_folder(settings: Mapping[str, Any], root: Path) -> Path:
    """Where the store of the site at ``root`` lies."""
    own = load_settings(LettersSettings, "LETTERS", settings)
    return store_folder(own.store, root, settings["SITENAME"])


def drop_folder(settings: Mapping[str, Any], root: Path) -> Path:
    """Where the form drops letters: beside the store, which whoever serves the form can't enter."""
    store = letters_folder(settings, root)
    return store.with_name(f"{store.name}-form") / "dropped"
