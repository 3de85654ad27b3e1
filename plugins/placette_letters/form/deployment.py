"""Files for a server that runs the form: a unit of systemd with few rights, and a host of nginx.

Neither the application nor nginx records visitors. The intake runs as another user, in the same group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from placette_letters.form.application import application
from placette_letters.form.server import local_server
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
    written = path.as_posix()
    if not path.is_absolute() or any(letter.isspace() or letter in "\"'\\%$;{}#:" for letter in written):
        raise ValueError(written)
    return written


def _quoted(word: str) -> str:
    """Return a word of a command for systemd (systemd.service, «Command lines»)."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if escaped != word or not word or any(map(str.isspace, word)) or "'" in word else word


_BEYOND = 65_536
"""Bytes above the largest letter that are still read, so that the form itself can report that it is too large."""


def form_server(rules: FormRules, host: str = "127.0.0.1", port: int | None = None) -> Any:
    """Return the server, ready to ``run``. Port 0 takes any free one (``effective_port``)."""
    largest = rules.limits.request + _BEYOND
    return local_server(application(rules), host, rules.port if port is None else port, largest=largest)


def serve_form(rules: FormRules, host: str = "127.0.0.1", port: int | None = None) -> None:
    """Serve the form until the process is stopped."""
    form_server(rules, host, port).run()
