"""``letters``: people's letters become proposals; they are answered, and never need git."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from placette import Build, Configured, Feature, Ports, Row, decisions

__all__ = ["FEATURE", "register"]


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
    sample: int = 10
    """In a public body, one finished letter in so many is proposed to the archives, which keep it; 0: none."""
    form_port: int = 8047
    """The port that the form is served on, for the server in front of it, on the same machine."""


def _forget(settings: Mapping[str, Any]) -> Callable[[str], str]:
    from placette_letters import service_tasks  # noqa: PLC0415 - a build has no store

    return partial(service_tasks.forget_author, settings)


def _status_rows(settings: Mapping[str, Any]) -> Callable[[Build], tuple[str, Sequence[Row]]]:
    from placette_letters import service_tasks  # noqa: PLC0415 - as above

    return lambda build: ("deadlines", service_tasks.remind(settings, build.now.date()))


def _correspondence(settings: Mapping[str, Any]) -> decisions.Correspondence:
    from placette_letters import service_tasks  # noqa: PLC0415 - the readers of mails take a second to import

    return service_tasks.correspondence(settings)


def _configure(_settings: Mapping[str, Any]) -> Configured:
    return Configured(
        services={
            Ports.FORGET: _forget,
            Ports.STATUS_ROWS: _status_rows,
            decisions.CORRESPONDENCE: _correspondence,
        }
    )


FEATURE = Feature(
    name="letters",
    order=320,
    settings={"LETTERS": LettersSettings},
    configure=_configure,
)
"""In a build only its settings count: a misspelt one is reported."""
register = FEATURE.register
