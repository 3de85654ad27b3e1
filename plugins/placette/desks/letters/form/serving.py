"""The form's server: for the server in front of it on the same machine, and without any log of visitors."""

from __future__ import annotations

from typing import Any

from placette.desks.letters.form.application import application
from placette.desks.letters.form.settings import FormRules
from placette.engine.base.local_server import local_server

_BEYOND = 65_536
"""Bytes above the largest letter that are still read, so that the form itself can say that it is too large."""


def form_server(rules: FormRules, host: str = "127.0.0.1", port: int | None = None) -> Any:
    """The server, ready to ``run``. Port 0 takes any free one (``effective_port``)."""
    largest = rules.limits.request + _BEYOND
    return local_server(application(rules), host, rules.port if port is None else port, largest=largest)


def serve_form(rules: FormRules, host: str = "127.0.0.1", port: int | None = None) -> None:
    """Serve the form until the process is told to end."""
    form_server(rules, host, port).run()
