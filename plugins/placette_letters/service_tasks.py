"""What letters do for other tasks: forget who leaves, remind of what is kept too long, write about decisions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from invoke.exceptions import Exit

from placette import Problem, Row, Task, Words, _, decisions, load_catalogue
from placette_letters.letters_tasks import LIBRARIES


def forget_author(settings: Mapping[str, Any], author: str) -> str:
    """Forget a leaving person's letters and their address. Returns how many letters those were.

    Ends the task (2) where the store fails.
    """
    from placette_letters import store  # noqa: PLC0415 - only who leaves needs it

    try:
        count = store.forget_author(author, settings, Task.ROOT)
    except OSError as error:
        what = _(str(error))
        raise Exit(Problem.printable(_("Their letters could not be forgotten: {what}").format(what=what)), 2) from error
    if not count:
        return ""
    return Task.WORDS.ngettext(
        "{count} letter of theirs is forgotten.", "{count} letters of theirs are forgotten.", count
    ).format(count=count)


def remind(settings: Mapping[str, Any], today: date) -> list[Row]:
    """Return how many letters are kept longer than the page on personal data promises; nothing where none is."""
    from placette_letters.store import TO_SIGN, kept_too_long  # noqa: PLC0415 - as above

    count, last, folder = kept_too_long(settings, Task.ROOT, today)
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
