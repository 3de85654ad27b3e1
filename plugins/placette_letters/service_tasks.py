"""What letters do for other tasks: forget who leaves, remind of what is kept too long, write about decisions."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from invoke.exceptions import Exit

from placette import Problem, Row, Task, Words, _, decisions, letterbox, load_catalogue, load_settings
from placette_letters.letters_tasks import LIBRARIES


def forget_author(settings: Mapping[str, Any], author: str) -> str:
    """Forget a leaving person's letters and their address. Returns how many letters those were.

    Ends the task (2) where the store fails.
    """
    import sqlite3  # noqa: PLC0415 - only who leaves needs it

    from placette_letters.store import StoreError, letters_folder, open_store  # noqa: PLC0415

    folder = letters_folder(settings, Task.ROOT)
    if not folder.is_dir():
        return ""
    try:
        with open_store(folder, Task.ROOT) as store:
            count = len(store.forget_person(author))
    except (StoreError, sqlite3.Error, OSError) as error:
        what = _(str(error))
        raise Exit(Problem.printable(_("Their letters could not be forgotten: {what}").format(what=what)), 2) from error
    if not count:
        return ""
    return Task.WORDS.ngettext(
        "{count} letter of theirs is forgotten.", "{count} letters of theirs are forgotten.", count
    ).format(count=count)


def remind(settings: Mapping[str, Any], today: date) -> list[Row]:
    """Return how many letters are kept longer than the page on personal data promises; nothing where none is."""
    from placette_letters.store import TO_SIGN  # noqa: PLC0415 - as above

    count, last, folder = _kept_too_long(settings, today)
    if not count:
        return []
    what = Task.WORDS.ngettext(
        "{count} letter kept longer than promised", "{count} letters kept longer than promised", count
    )
    day = Words.long_date(datetime.fromisoformat(last), settings["DEFAULT_LANG"]) if last else _("never")
    about, command = _("last purge: {day}").format(day=day), "invoke letters --purge"
    if (listed := folder / TO_SIGN).is_file():
        about = _("the list of {day} waits for the signature of the archives").format(day=day)
        command = f"invoke letters --signed {listed}"
    return [Row(what.format(count=count), about, mend=command)]


def _kept_too_long(settings: Mapping[str, Any], today: date) -> tuple[int, str, Path]:
    """Return how many letters should be forgotten by now, the day (ISO) of the last purge, the store's folder.

    Creates no store.
    """
    import sqlite3  # noqa: PLC0415 - as above

    from placette_letters.store import FILE, CaseRows, letters_folder  # noqa: PLC0415

    path = letters_folder(settings, Task.ROOT).resolve() / FILE
    if not path.is_file():
        return 0, "", path.parent
    limit = today - timedelta(days=load_settings(letterbox.LetterboxSettings, "LETTERBOX", settings).keep_days)
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as rows:
            cases = CaseRows(path.parent, rows)
            return len(cases.over(limit.isoformat())), cases.last_purge(), path.parent
    except sqlite3.Error:
        return 0, "", path.parent


def correspondence(settings: Mapping[str, Any]) -> decisions.Correspondence:
    """Return the ways to write to people about decisions, in the language of these settings."""
    from placette_letters.answering.mails import correspondent_of  # noqa: PLC0415 - as above
    from placette_letters.answering.receipts import acknowledgement_text, statement_text  # noqa: PLC0415

    who = correspondent_of(settings, load_catalogue(settings["DEFAULT_LANG"]).gettext, b"")
    return decisions.Correspondence(
        look_up=_look_up,
        send=_send,
        word=lambda statement: statement_text(statement, who),
        acknowledge=lambda page: acknowledgement_text(page, who),
    )


def _look_up(number: str) -> decisions.LetterFacts:
    Task.need("letters", *LIBRARIES)
    from placette_letters import case_tasks  # noqa: PLC0415 - the readers of mails take a second to import

    return case_tasks.look_up(number)


def _send(number: str, statement: decisions.Statement) -> bool:
    from placette_letters import case_tasks  # noqa: PLC0415

    return case_tasks.decide(number, statement)
