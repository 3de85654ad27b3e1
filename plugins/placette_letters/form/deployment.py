"""Files for a server that runs the form: a unit of systemd with few rights, and a host of nginx.

Neither the application nor nginx records visitors. The intake runs as another user, in the same group.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import waitress

from placette_letters.form.application import application
from placette_letters.form.server import Doorkeeper, without_words
from placette_letters.form.submission import FormRules

USER, GROUP = "placette-form", "placette-letters"

_NAMES = tuple(f"placette-form.{end}" for end in ("service", "sysusers.conf", "tmpfiles.conf", "nginx.conf"))


def deployment(
    rules: FormRules, command: Sequence[str], site: Path, certificates: Path | None = None
) -> Mapping[str, str]:
    """Return the files by name. ``command`` serves the form when it runs in ``site``; both are absolute.

    ``certificates`` is the folder of the certificate, by default certbot's. Raises ``ValueError`` for a form
    without a host of its own, and for a path that the files can't have.
    """
    if not rules.host:
        raise ValueError("LETTERBOX_FORM?  →  https://…")
    folder = certificates or Path("/etc/letsencrypt/live") / rules.host
    paths = {"folder": rules.folder, "parent": rules.folder.parent, "site": site, "certificates": folder}
    values = {name: _plain(path) for name, path in paths.items()}
    values |= {"command": " ".join(map(_quoted, command)), "host": rules.host, "user": USER, "group": GROUP}
    values |= {"port": str(rules.port), "request": str(rules.limits.request)}
    here = Path(__file__).parent
    return {name: (here / name).read_text(encoding="utf-8").format(**values) for name in _NAMES}


def _plain(path: Path) -> str:
    """Return a path that means the same to systemd, tmpfiles and nginx: each has rules of its own for anything else."""
    text = path.as_posix()
    if not path.is_absolute() or any(letter.isspace() or letter in "\"'\\%$;{}#:" for letter in text):
        raise ValueError(text)
    return text


def _quoted(word: str) -> str:
    """Return a word of a command for systemd (systemd.service, «Command lines»)."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if escaped != word or not word or any(map(str.isspace, word)) or "'" in word else word


_BEYOND = 65_536
"""Bytes above the largest letter that are still read, so that the form itself can report that it is too large."""
_HEADER = 16_384  # Bytes of all headers of a request; browsers send less than 2,000
_CONNECTIONS = 200  # Those that have waited longest for the rest of a request make room
_SILENT, _WHOLE = 60, 600
"""Seconds after which a connection that says nothing is closed, and in which a request must have come whole: its
headers in a tenth of them."""


def form_server(rules: FormRules, port: int | None = None) -> Any:
    """Return the server, ready to ``run`` and ``close``. Port 0 takes any free one (``effective_port``)."""
    log = logging.getLogger("waitress")
    if without_words not in log.filters:
        log.addFilter(without_words)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a short wait is no news
    server = waitress.create_server(
        application(rules),
        host="127.0.0.1",
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
    server.readable = Doorkeeper(server, server.readable, _CONNECTIONS, _WHOLE).readable
    return server
