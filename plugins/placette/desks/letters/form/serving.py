"""The form's server: waitress, for the server in front of it on the same machine, and without any log of visitors."""

from __future__ import annotations

import logging
from typing import Any

import waitress

from placette.desks.letters.form.application import application
from placette.desks.letters.form.settings import FormRules

_HEADER = 16_384
"""Bytes of all headers of a request; browsers send less than 2,000."""
_SILENT = 60
"""Seconds after which a connection that says nothing is closed."""
_CONNECTIONS = 200
_BEYOND = 65_536
"""Bytes above the largest letter that are still read, so that the form itself can say that it is too large."""


def form_server(rules: FormRules, host: str = "127.0.0.1", port: int | None = None) -> Any:
    """A server that is ready to ``run`` and can be ``close``d. Port 0 takes any free one (``effective_port``)."""
    log = logging.getLogger("waitress")
    if _without_words not in log.filters:
        log.addFilter(_without_words)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that somebody waited a moment is no news
    return waitress.create_server(
        application(rules),
        host=host,
        port=rules.port if port is None else port,
        threads=4,
        ident=None,
        trusted_proxy="127.0.0.1",
        trusted_proxy_headers={"x-forwarded-for"},
        clear_untrusted_proxy_headers=True,
        log_socket_errors=False,
        expose_tracebacks=False,
        max_request_header_size=_HEADER,
        max_request_body_size=rules.limits.request + _BEYOND,
        connection_limit=_CONNECTIONS,
        channel_timeout=_SILENT,
        cleanup_interval=10,
        asyncore_use_poll=True,
    )


def serve_form(rules: FormRules, host: str = "127.0.0.1", port: int | None = None) -> None:
    """Serve the form until the process is told to end."""
    form_server(rules, host, port).run()


def _without_words(record: logging.LogRecord) -> bool:
    """Take out of a line what somebody may have written: of a fault, only its kind and where it happened remain."""
    if record.exc_info and record.exc_info[0]:
        kind, _, trace = record.exc_info
        while trace and trace.tb_next:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        record.msg, record.args, record.exc_info = f"{kind.__name__} ({where})", (), None
    return True
