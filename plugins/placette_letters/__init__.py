"""``letters``: what people send becomes proposals; they are answered, and never need git."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from placette.engine.pages.features import Feature
from placette.features.decisions import Ruling
from placette_letters.form.protection import Turnstile

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


@dataclass(frozen=True, slots=True)
class LettersSettings:
    """Settings of ``invoke letters``. Secrets come from the environment: ``LETTERS_PASSWORD``, ``LETTERS_TOKEN``."""

    mailbox: str = ""
    """The mailbox that letters come to: imaps://name@server/INBOX."""
    outbox: str = ""
    """The server that answers are sent by: smtps://name@server, or smtp://name@server:587 (STARTTLS)."""
    store: str = ""
    """The folder that keeps letters and addresses, outside the site; empty for the one that the system has for data."""
    forge: str = ""
    """How a proposal reaches the forge: agit (Forgejo, Gitea), gitlab or github; empty for a branch."""
    remote: str = "origin"
    """The repository that proposals are pushed to, as git calls it, or its address."""
    target: str = "main"
    """The branch that proposals are for."""
    largest: int = 50_000_000
    """The most bytes of a letter that is read; a larger one gets an answer that says how to send less."""
    form_port: int = 8047
    """The port that the form is served on, for the server in front of it, on the same machine."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of reasons. ``article`` is what the charter calls the reason, ``url`` where that stands.

    ``law`` is what the text breaks, where it does; ``title``, ``page`` and ``passage`` say what it is about. ``days``
    are those for an appeal, which end with ``until`` and which ``examiner`` examines. Texts may be empty.
    """

    ruling: Ruling
    reasons: str
    article: str
    url: str
    days: int
    until: date
    examiner: str
    law: str = ""
    title: str = ""
    page: str = ""
    passage: str = ""
    reported: bool = False  # Whether somebody's report led to it
    automated: bool = False  # Whether a program took part


def forget_author(author: str, settings: Mapping[str, Any], root: Path) -> int:
    """Forget what the store of a site knows of an author who leaves; gives how many letters it had of them.

    Raises ``OSError`` where the store can't be opened: the message says why.
    """
    from placette_letters.following import forget  # noqa: PLC0415 - a build has no store

    return forget(author, settings, root)


def send_statement(number: str, statement: Statement) -> bool:
    """Queue the mail about a decision for whoever wrote a letter, and close it; False where nobody can be answered."""
    from placette_letters import desk_tasks  # noqa: PLC0415 - what reads mails takes a second to import

    return desk_tasks.decide(number, statement)


def is_from_reporter(number: str) -> bool:
    """Whether a letter reports somebody else's text, or asks for its correction."""
    from placette_letters import desk_tasks  # noqa: PLC0415

    return desk_tasks.is_from_reporter(number)


def word_statement(
    statement: Statement, settings: Mapping[str, Any], words: Callable[[str], str], *, to_reporter: bool = False
) -> str:
    """The mail about a decision as text, for somebody who is reached in another way; ``words`` choose its language."""
    from placette_letters.answering.receipts import statement_text  # noqa: PLC0415
    from placette_letters.following import correspondent_of  # noqa: PLC0415

    return statement_text(statement, correspondent_of(settings, words, b""), to_reporter=to_reporter)


def acknowledge_report(page: str, settings: Mapping[str, Any], words: Callable[[str], str]) -> str:
    """What whoever reports a page by another way than a letter is told at once, as text."""
    from placette_letters.answering.receipts import acknowledgement_text  # noqa: PLC0415
    from placette_letters.following import correspondent_of  # noqa: PLC0415

    return acknowledgement_text(page, correspondent_of(settings, words, b""))


FEATURE = Feature(name="letters", order=320, settings={"LETTERS": LettersSettings})
"""In a build only its settings count: a misspelt one is reported."""
register = FEATURE.register
