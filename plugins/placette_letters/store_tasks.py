"""What the tasks of the desk share: the site's settings, its store, who answers."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from invoke.exceptions import Exit

from placette.commands.reading_tasks import load_published_settings, settings_can_be_used
from placette.commands.site_tasks import ROOT, WORDS, _, file_failed, write_text
from placette.engine.base.settings import load_settings
from placette.engine.base.translation import N_, SettingError
from placette.engine.problems.problems import printable
from placette.plugin import listed
from placette_letters import LettersSettings
from placette_letters.answering import Correspondent
from placette_letters.following import correspondent_of, public_numbers, write_receipts
from placette_letters.form.deployment import deployment, serve_form
from placette_letters.form.submission import rules_of
from placette_letters.store import LetterStore, StoreError, drop_folder, letters_folder, open_store

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


def serve() -> None:
    """Serve the form until it is told to end."""
    settings = load_published_settings()
    with settings_can_be_used():
        rules = rules_of(settings, drop_folder(settings, ROOT))
    print(_("The form is served on http://127.0.0.1:{port}/. Ctrl+C ends it.").format(port=rules.port), flush=True)
    serve_form(rules)


def deploy(folder: str) -> None:
    """Write the files for a server into a folder, and say what to do with them."""
    settings = load_published_settings()
    with settings_can_be_used():
        rules = rules_of(settings, drop_folder(settings, ROOT))
        _check_place(load_settings(LettersSettings, "LETTERS", settings))
    command = [str(Path(sys.executable).with_name("invoke")), "letters", "--serve"]
    try:
        files = deployment(rules, command, ROOT)
    except ValueError as error:
        raise Exit(printable(_("The form cannot be deployed: {what}").format(what=error)), 2) from error
    for name, text in files.items():
        write_text(Path(folder) / name, text)
        print(printable(_("Written: {path}").format(path=Path(folder) / name)))


def _check_place(own: LettersSettings) -> None:
    """Raise ``SettingError`` for a store whose place depends on who asks: the form is served by somebody else."""
    if not Path(own.store).is_absolute():
        raise SettingError(f"LETTERS_STORE = {own.store!r}  →  /var/lib/placette/letters")
