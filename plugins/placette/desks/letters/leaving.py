"""The store without somebody who leaves the site."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from placette.desks.letters.folders import letters_folder
from placette.desks.letters.store.opening import StoreError, open_store


def forget(author: str, settings: Mapping[str, Any], root: Path) -> int:
    """Forget an author's letters and addresses; gives how many letters. A site without a store gets none.

    Raises ``OSError`` where the store can't be used.
    """
    folder = letters_folder(settings, root)
    if not folder.is_dir():
        return 0
    try:
        with open_store(folder, root) as store:
            return len(store.forget_person(author))
    except (StoreError, sqlite3.Error) as error:
        raise OSError(str(error)) from error
