"""What letters do for other tasks: forget who leaves, remind of what is kept too long, write about decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoke.exceptions import Exit

from placette import Problem, Row, Task, Words, _, decisions, letterbox, load_catalogue, load_settings
from placette_letters.letters_tasks import LIBRARIES

if TYPE_CHECKING:
    from placette_letters.store import CaseRows


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
    """Return which originals of letters are lost, and how many letters are kept longer than promised.

    Creates no store; nothing where there is none, or none that this user can read.
    """
    import sqlite3  # noqa: PLC0415 - as above

    from placette_letters.store import FILE, CaseRows, letters_folder  # noqa: PLC0415 - as above

    path = letters_folder(settings, Task.ROOT).resolve() / FILE
    limit = today - timedelta(days=load_settings(letterbox.LetterboxSettings, "LETTERBOX", settings).keep_days)
    with suppress(sqlite3.Error, OSError):
        if path.is_file():
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as rows:
                cases = CaseRows(path.parent, rows)
                kept = len(cases.over(limit.isoformat()))
                return [*_lost(cases), *_kept_too_long(kept, cases.last_purge(), path.parent, settings)]
    return []


def _lost(cases: CaseRows) -> Iterator[Row]:
    names = [f"{letter.number}/{letter.place}" for letter in cases.lost()]
    if names:
        what = Task.WORDS.ngettext(
            "{count} letter whose original is missing or damaged",
            "{count} letters whose originals are missing or damaged",
            len(names),
        )
        note = _("Put it back from a backup, or read it again where the mail still is.")
        yield Row(what.format(count=len(names)), note, names, "invoke letters", is_late=True)


def _kept_too_long(count: int, last: str, folder: Path, settings: Mapping[str, Any]) -> Iterator[Row]:
    """Yield how many letters should be forgotten by now; ``last`` is the day (ISO) of the last purge."""
    from placette_letters.store import TO_SIGN  # noqa: PLC0415 - as above

    if not count:
        return
    what = Task.WORDS.ngettext(
        "{count} letter kept longer than promised", "{count} letters kept longer than promised", count
    )
    day = Words.long_date(datetime.fromisoformat(last), settings["DEFAULT_LANG"]) if last else _("never")
    about, command = _("last purge: {day}").format(day=day), "invoke letters --purge"
    if (listed := folder / TO_SIGN).is_file():
        about = _("the list of {day} waits for the signature of the archives").format(day=day)
        command = f"invoke letters --signed {listed}"
    yield Row(what.format(count=count), about, mend=command)


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
