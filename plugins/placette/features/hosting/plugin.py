"""Writes what the servers of a site are told, once all that is published is known, and what the site is made from."""

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
from placette.features.hosting.rules import Rules, make_rules


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


def write_companions(pelican: Pelican) -> None:
    """Write those that changed, once every generator has named its files, in whichever order the plugins stand."""
    settings = pelican.settings
    ledger, departures, build = ledger_of(settings), departures_of(settings), settings[BUILD]
    rules = make_rules(build.base, departures, ledger.wanted, preview=build.preview)
    commit = commit_of(Path(settings["PATH"]))
    for path, data in {**companions(rules), FILE: render_provenance(commit).encode()}.items():
        if ledger.needs(path, digest(data)):
            write_new(Path(settings["OUTPUT_PATH"]), path, data)
            ledger.note(path, digest(data))


def companions(rules: Rules) -> dict[str, bytes]:
    """The files for servers, by path."""
    texts = {path: render(rules) for path, render in RENDERERS.items()}
    return {path: text.encode() for path, text in texts.items() if text}


def register() -> None:
    """Connect the handler."""
    signals.finalized.connect(write_companions)
