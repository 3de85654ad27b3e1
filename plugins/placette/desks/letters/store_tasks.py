"""What the tasks of the desk share: the site's settings, its store, who answers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from invoke.exceptions import Exit

from placette.desks.letters.answering import Correspondent
from placette.desks.letters.desk import correspondent_of
from placette.desks.letters.folders import letters_folder
from placette.desks.letters.receipts import public_numbers, write_receipts
from placette.desks.letters.settings import LettersSettings
from placette.desks.letters.store.opening import LetterStore, StoreError, open_store
from placette.desks.reading_tasks import load_published_settings
from placette.desks.site_tasks import ROOT, WORDS, _, file_failed
from placette.engine.base.message import N_
from placette.engine.base.settings import load_settings
from placette.engine.problems.reports import printable
from placette.plugin import listed

_CLOSED = N_("This site has no letterbox: its feature “letterbox” is left out of PLUGINS.")


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """The desk at work: the settings that the site is published with, its own, the store, who answers."""

    settings: dict[str, Any]
    own: LettersSettings
    store: LetterStore
    who: Correspondent

    @property
    def today(self) -> date:
        """The day in the site's zone."""
        return datetime.now(ZoneInfo(self.settings["TIMEZONE"])).date()

    @property
    def content(self) -> Path:
        """The content folder."""
        return Path(self.settings["PATH"])


@contextmanager
def letters_desk() -> Iterator[OpenDesk]:
    """Open the desk; ends the task (2) where it can't be, or where the disk refuses."""
    settings = load_published_settings()
    if not any(feature.name == "letterbox" for feature in listed(settings)):
        raise Exit(_(_CLOSED), 2)
    own, content = load_settings(LettersSettings, "LETTERS", settings), Path(settings["PATH"])
    try:
        with open_store(
            letters_folder(settings, ROOT), ROOT, str(settings["SITEURL"]), public_numbers(content)
        ) as store:
            yield OpenDesk(settings, own, store, correspondent_of(settings, WORDS.gettext, store.secret()))
    except StoreError as error:
        raise Exit(printable(_(str(error)).format(path=error.path)), 2) from error
    except (OSError, sqlite3.Error) as error:
        raise file_failed(error) from error


def renew_receipts(desk: OpenDesk) -> None:
    """Write the receipts that changed, and say what to do with them."""
    written = list(write_receipts(desk.store.cases.all(), desk.content))
    if written:
        sentence = WORDS.ngettext(
            "{count} receipt was renewed in {folder}: commit it, and everybody sees where their letter is.",
            "{count} receipts were renewed in {folder}: commit them, and everybody sees where their letter is.",
            len(written),
        )
        print(sentence.format(count=len(written), folder=f"{desk.content.name}/letters"))
