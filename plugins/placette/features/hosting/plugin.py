"""Writes the files for servers once everything that is published is known, and what the site was made from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pelican import Pelican, signals

from placette.engine.base.files import digest, write_new
from placette.engine.base.provenance import commit_of
from placette.engine.library.build import BUILD
from placette.engine.library.departures import departures_of
from placette.engine.pages.ledger import ledger_of
from placette.features.hosting.apache import render_htaccess
from placette.features.hosting.caddy import render_caddyfile
from placette.features.hosting.netlify import render_headers, render_redirects
from placette.features.hosting.nginx import render_nginx
from placette.features.hosting.provenance import FILE, render_provenance
from placette.features.hosting.rules import ServerRules, make_rules


def list_gone(rules: ServerRules) -> str:
    """The text of ``gone.txt``, for servers without a file of their own here, and for ``invoke serve``."""
    return "".join(f"{path}\n" for path in rules.gone)


RENDERERS: dict[str, Callable[[ServerRules], str]] = {
    "_headers": render_headers,
    "_redirects": render_redirects,
    ".htaccess": render_htaccess,
    "_servers/nginx.conf": render_nginx,
    "_servers/Caddyfile": render_caddyfile,
    "gone.txt": list_gone,
}
"""The function for each file's text; an empty file is left out."""


def write_companions(pelican: Pelican) -> None:
    """Write the files that changed, after every generator has named its own, whatever the order of the plugins."""
    settings = pelican.settings
    ledger, departures, build = ledger_of(settings), departures_of(settings), settings[BUILD]
    rules = make_rules(build.base, departures, ledger.wanted, preview=build.preview)
    commit = commit_of(Path(settings["PATH"]))
    for path, data in {**companions(rules), FILE: render_provenance(commit).encode()}.items():
        if ledger.needs(path, digest(data)):
            write_new(Path(settings["OUTPUT_PATH"]), path, data)
            ledger.note(path, digest(data))


def companions(rules: ServerRules) -> dict[str, bytes]:
    """The files for servers, by path."""
    texts = {path: render(rules) for path, render in RENDERERS.items()}
    return {path: text.encode() for path, text in texts.items() if text}


def register() -> None:
    """Connect the handler."""
    signals.finalized.connect(write_companions)
