"""``.htaccess`` for Apache, with only what ``AllowOverride FileInfo`` permits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from placette.engine.base.media_types import DOWNLOADS, TYPES
from placette.features.hosting.rules import (
    ASK_AGAIN,
    ATTACHED,
    CSP,
    FOR_EVER,
    GONE,
    NOT_FOUND,
    PICTURES,
    SANDBOX,
    ServerRules,
)

_PACKED = frozenset(kind for end, kind in TYPES.items() if f".{end}" in DOWNLOADS and not kind.startswith("text/"))
_TEXTS = [kind for kind in TYPES.values() if kind.startswith(("text/", "application/")) and kind not in _PACKED]
"""Media types that are sent compressed; documents are by their own formats."""


def render_htaccess(rules: ServerRules) -> str:
    """The text of ``.htaccess``."""
    return "".join(f"{line}\n" for line in _lines(rules))


def _lines(rules: ServerRules) -> Iterator[str]:
    yield f'ErrorDocument 404 "{rules.base}{NOT_FOUND}"'
    if rules.has_gone:
        yield f'ErrorDocument 410 "{rules.base}{GONE}"'
    yield from (f'Redirect gone "{path}"' for path in rules.gone)
    yield from (f'RedirectMatch 301 "^{re.escape(old)}$" "{new}"' for old, new in rules.moved)
    yield from _asked(rules)
    yield 'RedirectMatch 404 "/_(headers|redirects|servers/.*)$"'
    yield from (f'AddType "{kind}" .{end}' for end, kind in TYPES.items())
    yield 'AddDefaultCharset "utf-8"'
    yield from (
        "<IfModule mod_filter.c>",
        f"AddOutputFilterByType DEFLATE {' '.join(_TEXTS)}",
        "</IfModule>",
    )
    yield "<IfModule mod_headers.c>"
    yield from (_header(name, value) for name, value in rules.headers)
    yield _header("Cache-Control", ASK_AGAIN)
    yield from (_where(f"^{re.escape(rules.base)}({'|'.join(PICTURES)})/"), _header(CSP, SANDBOX), "</If>")
    for pattern in (rules.attached, *(f"^{re.escape(path)}$" for path in rules.named)):
        yield from (_where(pattern), _header(CSP, SANDBOX), _header(*ATTACHED), "</If>")
    yield from (_where(rules.kept), _header("Cache-Control", FOR_EVER), "</If>")
    for one in rules.apart:
        own = (_header(name, value) for name, value in one.headers)
        yield from (_where(f"^{re.escape(rules.base + one.folder)}"), *own, "</If>")
    yield "</IfModule>"


def _asked(rules: ServerRules) -> Iterator[str]:
    """What moved or is gone for one query alone, which is not kept (``QSD``). Without the module it does nothing."""
    if rules.asked:
        yield from ("<IfModule mod_rewrite.c>", "RewriteEngine On")
    for path, query, new in rules.asked:
        yield f'RewriteCond "%{{QUERY_STRING}}" "^{re.escape(query)}$"'
        led = f'"{new}" [R=301,QSD,L]' if new else "- [G,L]"
        yield f'RewriteRule "^{re.escape(path.removeprefix(rules.base))}$" {led}'
    if rules.asked:
        yield "</IfModule>"


def _where(pattern: str) -> str:
    return f'<If "%{{REQUEST_URI}} =~ m#{pattern}#">'


def _header(name: str, value: str) -> str:
    return f'Header always set {name} "{value}"'
