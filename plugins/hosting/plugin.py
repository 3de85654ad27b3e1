"""Writes what the servers of a site are told, once all that is published is known, and what the site is made from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins.core.build import BUILD
from plugins.core.departures import departures_of
from plugins.core.files import digest, write_new
from plugins.core.ledger import ledger_of
from plugins.core.provenance import commit_of
from plugins.hosting.apache import render_htaccess
from plugins.hosting.caddy import render_caddyfile
from plugins.hosting.netlify import render_headers, render_redirects
from plugins.hosting.nginx import render_nginx
from plugins.hosting.provenance import FILE, render_provenance
from plugins.hosting.rules import Rules, make_rules


def list_gone(rules: Rules) -> str:
    """The text of ``gone.txt``: for servers that have no file here, and for ``invoke serve``."""
    return "".join(f"{path}\n" for path in rules.gone)


RENDERERS: dict[str, Callable[[Rules], str]] = {
    "_headers": render_headers,
    "_redirects": render_redirects,
    ".htaccess": render_htaccess,
    "_servers/nginx.conf": render_nginx,
    "_servers/Caddyfile": render_caddyfile,
    "gone.txt": list_gone,
}
"""Each file, and what writes it; an empty one is left out."""


class ServersGenerator(Generator):  # type: ignore[misc]
    """Writes the files for servers; Pelican runs it after those that write pages."""

    def generate_output(self, _writer: Any) -> None:
        """Write those that changed."""
        ledger = ledger_of(self.settings)
        build, departures = self.settings[BUILD], departures_of(self.settings)
        rules = make_rules(build.base, departures, ledger.wanted, preview=build.preview)
        commit = commit_of(Path(self.settings["PATH"]))
        for path, data in {**companions(rules), FILE: render_provenance(commit).encode()}.items():
            if ledger.needs(path, digest(data)):
                write_new(Path(self.output_path), path, data)
                ledger.note(path, digest(data))


def companions(rules: Rules) -> dict[str, bytes]:
    """The files for servers, by path."""
    texts = {path: render(rules) for path, render in RENDERERS.items()}
    return {path: text.encode() for path, text in texts.items() if text}


def add_generator(_pelican: Any) -> type[Generator]:
    """Have Pelican run our generator."""
    return ServersGenerator


def register() -> None:
    """Connect the handler."""
    signals.get_generators.connect(add_generator)
