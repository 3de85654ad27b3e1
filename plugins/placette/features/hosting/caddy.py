"""A file to import into the site's block of a Caddyfile."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase

from placette.engine.pages.ports import FolderApart
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

_HEAD = """\
# In the block of the site, where FOLDER is where it lies:
#   root * FOLDER
#   import FOLDER/_servers/Caddyfile
# A site below a path lies in a folder of that name below the root.
"""


def render_caddyfile(rules: ServerRules) -> str:
    """The text of ``_servers/Caddyfile``."""
    return _HEAD + "".join(f"{line}\n" for line in _lines(rules))


def _lines(rules: ServerRules) -> Iterator[str]:
    yield f"@hidden path {rules.base}_headers {rules.base}_redirects {rules.base}_servers/* */.*"
    yield f"@kept path_regexp {rules.kept}"
    yield f"@attached path_regexp {rules.attached}"
    if rules.named:
        yield f"@named path {' '.join(rules.named)}"
    yield f"@pictures path {' '.join(f'{rules.base}{folder}/*' for folder in PICTURES)}"
    yield from (f"@apart{letter} path {rules.base}{one.folder}*" for letter, one in _lettered(rules))
    if rules.gone:
        paths = (f'"{path}*"' if path.endswith("/") else f'"{path}"' for path in rules.gone)
        yield f"@gone path {' '.join(paths)}"
    if rules.asked:
        yield from _asked(rules)
    yield "route {"  # keeps this order: elsewhere Caddy puts headers for some files before those for all
    yield from ("header {", *(f'{name} "{value}"' for name, value in rules.headers))
    yield from (f'Cache-Control "{ASK_AGAIN}"', "}")
    yield f'header @kept Cache-Control "{FOR_EVER}"'
    yield f'header @pictures {CSP} "{SANDBOX}"'
    for matcher in ("@attached", *(("@named",) if rules.named else ())):
        yield from (f'header {matcher} {name} "{value}"' for name, value in ((CSP, SANDBOX), ATTACHED))
    for letter, one in _lettered(rules):
        yield from (f'header @apart{letter} {name} "{value}"' for name, value in one.headers)
    if rules.asked:  # before what is said of the path alone
        yield from ("redir @led {led} 301", "error @ended 410")
    yield from (f'redir "{old}" {new} 301' for old, new in rules.moved)
    yield from ("error @hidden 404", *(("error @gone 410",) if rules.gone else ()), "}")
    yield from ("file_server {", "precompressed br gzip", "}")
    yield "handle_errors {"
    if rules.has_gone:
        yield from ("@was expression `{err.status_code} == 410`", f"rewrite @was {rules.base}{GONE}")
    yield from ("@never expression `{err.status_code} == 404`", f"rewrite @never {rules.base}{NOT_FOUND}")
    yield from ("file_server", "}")


def _lettered(rules: ServerRules) -> Iterator[tuple[str, FolderApart]]:
    """The folders apart, each with a letter that tells its matcher from the others."""
    return zip(ascii_lowercase, rules.apart, strict=False)


def _asked(rules: ServerRules) -> Iterator[str]:
    """What moved or is gone for one query alone: a table of where each leads, and its two ends."""
    yield "map {path}?{query} {led} {"
    yield from (f'"{path}?{query}" {new or "gone"}' for path, query, new in rules.asked)
    yield from ("default nowhere", "}")
    yield from ('@led expression `{led}.startsWith("/")`', '@ended expression `{led} == "gone"`')
