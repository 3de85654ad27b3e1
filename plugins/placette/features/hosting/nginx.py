"""A file to include in nginx's ``server`` block.

A ``location`` with a header of its own doesn't inherit those of the block around it, so each lists them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from placette.engine.base.media_types import TYPES
from placette.features.hosting.rules import (
    ASK_AGAIN,
    ATTACHED,
    CSP,
    FOR_EVER,
    GONE,
    HASHED,
    NOT_FOUND,
    PICTURES,
    SANDBOX,
    ServerRules,
)

_HEAD = """\
# In the server block of the site, where FOLDER is where it lies:
#   root FOLDER; include FOLDER/_servers/nginx.conf;
# A site below a path lies in a folder of that name below the root.
# With the module ngx_brotli, add: brotli_static on;
charset utf-8;
charset_types {charset};
types {{ {types} }}
index index.html;
absolute_redirect off;
gzip_static on;
gzip_vary on;
error_page 403 404 =404 {base}{not_found};
error_page 410 {base}{gone};
"""


def render_nginx(rules: ServerRules) -> str:
    """The text of ``_servers/nginx.conf``."""
    head = _HEAD.format(
        base=rules.base,
        not_found=NOT_FOUND,
        gone=GONE if rules.has_gone else NOT_FOUND,
        types=" ".join(f"{kind} {end};" for end, kind in TYPES.items()),
        charset=" ".join(kind for kind in TYPES.values() if kind.startswith("text/")),
    )
    return head + "".join(f"{line}\n" for line in _locations(rules))


def _locations(rules: ServerRules) -> Iterator[str]:
    base = re.escape(rules.base)
    yield from _asked(rules)
    yield from (f'location = "{old}" {{ return 301 "{new}"; }}' for old, new in rules.moved)
    yield from (f'location {"^~" if path.endswith("/") else "="} "{path}" {{ return 410; }}' for path in rules.gone)
    yield f'location ~ "^{base}(.*/)?[.](?!well-known/)" {{ return 404; }}'  # which proves certificates
    yield f'location ~ "^{base}_(headers$|redirects$|servers/)" {{ return 404; }}'
    for folder in PICTURES:
        lasts = FOR_EVER if folder in HASHED else ASK_AGAIN
        yield from (f'location ^~ "{rules.base}{folder}/" {{', *_headers(rules, SANDBOX, lasts), "}")
    for one in rules.apart:
        own = (f'add_header {name} "{value}" always;' for name, value in rules.headers_of(one))
        yield from (f'location ^~ "{rules.base}{one.folder}" {{', *own, f'add_header Cache-Control "{ASK_AGAIN}";', "}")
    for place in (f'~ "{rules.attached}"', *(f'= "{path}"' for path in rules.named)):
        yield from (f"location {place} {{", *_headers(rules, SANDBOX, ASK_AGAIN))
        yield from (f'add_header {ATTACHED[0]} "{ATTACHED[1]}" always;', "}")
    yield from (f'location ~ "{rules.kept}" {{', *_headers(rules, "", FOR_EVER), "}")
    yield from (f'location "{rules.base}" {{', *_headers(rules, "", ASK_AGAIN), "}")


def _asked(rules: ServerRules) -> Iterator[str]:
    """What moved or is gone for one query alone; ``if`` with nothing but ``return`` in it is safe."""
    if rules.asked:
        yield 'set $asked "$uri?$args";'
    for path, query, new in rules.asked:
        answer = f'301 "{new}"' if new else "410"
        yield f'if ($asked = "{path}?{query}") {{ return {answer}; }}'


def _headers(rules: ServerRules, policy: str, lasts: str) -> Iterator[str]:
    for name, value in rules.headers:
        yield f'add_header {name} "{policy if policy and name == CSP else value}" always;'
    yield f'add_header Cache-Control "{lasts}";'
