"""``_headers`` and ``_redirects``, read by Netlify and Cloudflare Pages; GitLab Pages reads the latter.

They have no 410; the page at an address that is gone says so to visitors itself. Queries are left out: what Netlify
understands of them, GitLab takes for damage of the whole file, and Codeberg for an order about the path alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from placette.engine.library.old_addresses import encode_path
from placette.features.hosting.rules import ATTACHED, CSP, FOR_EVER, HASHED, PICTURES, SANDBOX, ServerRules


def render_headers(rules: ServerRules) -> str:
    """The text of ``_headers``. Patterns overlap only where both headers are wanted, because hosts combine them.

    Documents are listed one by one: not every host knows a pattern for the end of a name.
    """
    kept = [("Cache-Control", FOR_EVER)]
    blocks = list(_common(rules))
    blocks += [_block(f"{rules.base}{folder}/*", ((CSP, SANDBOX),)) for folder in PICTURES]
    blocks += [_block(f"{rules.base}{encode_path(path)}", ((CSP, SANDBOX), ATTACHED)) for path in rules.documents]
    blocks += [_block(f"{rules.base}{folder}/*", kept) for folder in HASHED]
    blocks += [_block(f"{rules.base}{path}", kept) for path in rules.lasting]
    return "\n".join(blocks)


def _common(rules: ServerRules) -> Iterator[str]:
    """The headers of all files. Of those that a folder apart replaces, each other folder gets its own line."""
    replaced = {name for one in rules.apart for name, _ in one.headers}
    yield _block(f"{rules.base}*", [header for header in rules.headers if header[0] not in replaced])
    others = [header for header in rules.headers if header[0] in replaced]
    for top in rules.beside:
        yield _block(f"{rules.base}{encode_path(top)}{'*' if top.endswith('/') else ''}", others)
    for one in rules.apart:
        own = [header for header in rules.headers_of(one) if header[0] in replaced]
        yield _block(f"{rules.base}{one.folder}*", own)


def render_redirects(rules: ServerRules) -> str:
    """The text of ``_redirects``."""
    return "".join(f"{encode_path(old)} {new} 301\n" for old, new in rules.moved)


def _block(pattern: str, headers: Iterable[tuple[str, str]]) -> str:
    return "".join((f"{pattern}\n", *(f"  {name}: {value}\n" for name, value in headers)))
