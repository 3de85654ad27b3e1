"""The files for servers, and what the site is made from: written once every other file is known."""

from __future__ import annotations

from collections.abc import Callable

from placette.engine.base.files import digest, write_new
from placette.engine.base.provenance import commit_of
from placette.engine.library.old_addresses import encode_path
from placette.engine.pages.desk import Desk
from placette.engine.pages.ports import APART, DEPARTED, OFFERED
from placette.engine.pages.workshop import Workshop
from placette.features.hosting.apache import render_htaccess
from placette.features.hosting.caddy import render_caddyfile
from placette.features.hosting.netlify import render_headers, render_redirects
from placette.features.hosting.nginx import render_nginx
from placette.features.hosting.provenance import FILE, render_provenance
from placette.features.hosting.rules import ServerRules, make_rules


def list_gone(rules: ServerRules) -> str:
    """The text of ``gone.txt``: for servers that have no file here, and for ``invoke serve``."""
    return "".join(f"{encode_path(path)}\n" for path in rules.gone)


RENDERERS: dict[str, Callable[[ServerRules], str]] = {
    "_headers": render_headers,
    "_redirects": render_redirects,
    ".htaccess": render_htaccess,
    "_servers/nginx.conf": render_nginx,
    "_servers/Caddyfile": render_caddyfile,
    "gone.txt": list_gone,
}
"""Each file, and what writes it; an empty one is left out."""


def write_companions(desk: Desk, workshop: Workshop) -> None:
    """Write those that changed."""
    ledger, build = workshop.ledger, desk.build
    departed, offered, apart = desk.ask(DEPARTED), desk.ask(OFFERED), desk.ask(APART)
    rules = make_rules(build.base, departed, ledger.names(), offered, preview=build.preview, apart=apart)
    commit = commit_of(workshop.content)
    for path, data in {**companions(rules), FILE: render_provenance(commit).encode()}.items():
        if ledger.needs(path, digest(data)):
            write_new(workshop.output, path, data)
            ledger.note(path, digest(data))


def companions(rules: ServerRules) -> dict[str, bytes]:
    """The files for servers, by path."""
    texts = {path: render(rules) for path, render in RENDERERS.items()}
    return {path: text.encode() for path, text in texts.items() if text}
