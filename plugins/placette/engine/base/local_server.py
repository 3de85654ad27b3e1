"""A server for strangers behind another one, and pages of one file for those who edit."""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Callable
from gettext import NullTranslations
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HEADER = 16_384
"""Bytes of all headers of a request; browsers send less than 2,000."""


def local_server(
    application: Callable[..., Any],
    host: str,
    port: int,
    *,
    largest: int,
    threads: int = 4,
    connections: int = 200,
    silent: int = 60,
) -> Any:
    """A server that is ready to ``run`` and can be ``close``d. Port 0 takes any free one (``effective_port``).

    ``largest`` is a request's body in bytes, ``silent`` the seconds after which a connection that says nothing is
    closed. Needs waitress, which only the extra ``letters`` brings.
    """
    import waitress  # noqa: PLC0415

    log = logging.getLogger("waitress")
    if _without_words not in log.filters:
        log.addFilter(_without_words)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that somebody waited a moment is no news
    return waitress.create_server(
        application,
        host=host,
        port=port,
        threads=threads,
        ident=None,
        trusted_proxy="127.0.0.1",
        trusted_proxy_headers={"x-forwarded-for"},
        clear_untrusted_proxy_headers=True,
        log_socket_errors=False,
        expose_tracebacks=False,
        max_request_header_size=_HEADER,
        max_request_body_size=largest,
        connection_limit=connections,
        channel_timeout=silent,
        cleanup_interval=10,
        asyncore_use_poll=True,
    )


def _without_words(record: logging.LogRecord) -> bool:
    """Take out of a line what somebody may have written: of a fault, only its kind and where it happened remain."""
    if record.exc_info and record.exc_info[0]:
        kind, _, trace = record.exc_info
        while trace and trace.tb_next:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        record.msg, record.args, record.exc_info = f"{kind.__name__} ({where})", (), None
    return True


def standalone_environment(folder: Path, words: NullTranslations) -> Environment:
    """Jinja for the templates of a folder: everything escaped, nothing undeclared, sentences from the catalogue."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    return environment


def style_policy(style: str, *allowed: str) -> str:
    """A Content Security Policy: this style, what else is ``allowed`` (``img-src data:``), and nothing more."""
    mark = b64encode(sha256(style.encode()).digest()).decode()
    return "; ".join(("default-src 'none'", *allowed, f"style-src 'sha256-{mark}'"))
