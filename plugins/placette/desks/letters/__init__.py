"""``letters``: what people send becomes proposals; they are answered, and never need git."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from placette.desks.letters.form.turnstile import Turnstile
from placette.desks.letters.settings import LettersSettings
from placette.desks.letters.statement import Statement
from placette.engine.pages.features import Feature

__all__ = [
    "FEATURE",
    "Statement",
    "Turnstile",
    "acknowledge_report",
    "forget_author",
    "is_from_reporter",
    "register",
    "send_statement",
    "word_statement",
]


def forget_author(author: str, settings: Mapping[str, Any], root: Path) -> int:
    """Forget what the store of a site knows of an author who leaves; gives how many letters it had of them.

    Raises ``OSError`` where the store can't be opened: the message says why.
    """
    from placette.desks.letters.leaving import forget  # noqa: PLC0415 - a build has no store

    return forget(author, settings, root)


def send_statement(number: str, statement: Statement) -> bool:
    """Queue the mail about a decision for whoever wrote a letter, and close it; False where nobody can be answered."""
    from placette.desks.letters import deciding_tasks  # noqa: PLC0415 - what reads mails takes a second to import

    return deciding_tasks.decide(number, statement)


def is_from_reporter(number: str) -> bool:
    """Whether a letter reports somebody else's text, or asks for its correction."""
    from placette.desks.letters import deciding_tasks  # noqa: PLC0415

    return deciding_tasks.is_from_reporter(number)


def word_statement(
    statement: Statement, settings: Mapping[str, Any], words: Callable[[str], str], *, to_reporter: bool = False
) -> str:
    """The mail about a decision as text, for somebody who is reached in another way; ``words`` choose its language."""
    from placette.desks.letters.answering import statement_text  # noqa: PLC0415
    from placette.desks.letters.desk import correspondent_of  # noqa: PLC0415

    return statement_text(statement, correspondent_of(settings, words, b""), to_reporter=to_reporter)


def acknowledge_report(page: str, settings: Mapping[str, Any], words: Callable[[str], str]) -> str:
    """What whoever reports a page by another way than a letter is told at once, as text."""
    from placette.desks.letters.answering import acknowledgement_text  # noqa: PLC0415
    from placette.desks.letters.desk import correspondent_of  # noqa: PLC0415

    return acknowledgement_text(page, correspondent_of(settings, words, b""))


FEATURE = Feature(name="letters", order=320, settings={"LETTERS": LettersSettings})
"""In a build only its settings count: a misspelt one is reported."""
register = FEATURE.register
