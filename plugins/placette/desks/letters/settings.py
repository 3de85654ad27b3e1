"""The settings of the letters' desk (``LETTERS_*`` in ``pelicanconf.py``). No secret stands there."""

from __future__ import annotations

from dataclasses import dataclass


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
