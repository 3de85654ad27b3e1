"""The files of a site as its archive holds them: every address relative and whole, so that a double click opens them.

What browsers refuse to files without a server goes: scripts as modules, letters asked for beforehand. Both are asked
for across origins, and a file has none. The policy of the pages names files too: not all browsers see the page's own
origin in another file.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from placette.desks.archiving.grounds import Grounds

URL_IN_STYLE = re.compile(r"""url\(\s*(["']?)([^"')]*)\1\s*\)""")
"""An address in a style sheet: its quotation mark, itself."""
_REFRESH = re.compile(r"(\d+;\s*url=)(.*)", re.IGNORECASE)
_FOR_MACHINES = frozenset({"canonical", "license"})
"""Relations that name the public address for whoever finds the page elsewhere: it stays."""


def relinked(path: str, data: bytes, grounds: Grounds) -> bytes:
    """A file of the archive; those without addresses of the site stay as they are."""
    if path.endswith(".html"):
        return relinked_page(path, data, grounds)
    return relinked_style(path, data, grounds) if path.endswith(".css") else data


def relinked_style(path: str, data: bytes, grounds: Grounds) -> bytes:
    """A style sheet with relative addresses."""
    return URL_IN_STYLE.sub(lambda found: f'url("{grounds.led_to(found[2], path)}")', data.decode()).encode()


def relinked_page(path: str, data: bytes, grounds: Grounds) -> bytes:
    """A page with relative addresses and nothing that needs a server."""
    tree = LexborHTMLParser(data)
    for node in tree.css('link[rel="preload"], link[rel="modulepreload"]'):
        node.decompose()
    for node in tree.css("[href], [src]"):
        for name in ("href", "src"):
            value = node.attributes.get(name)
            if value and not _is_for_machines(node):
                node.attrs[name] = grounds.led_to(value, path)
    for node in tree.css("[srcset]"):
        node.attrs["srcset"] = _relinked_set(node.attributes["srcset"] or "", path, grounds)
    for node in tree.css('meta[http-equiv="refresh"]'):
        told = node.attributes.get("content") or ""
        node.attrs["content"] = _REFRESH.sub(lambda found: found[1] + grounds.led_to(found[2], path), told)
    for node in tree.css('meta[http-equiv="Content-Security-Policy"]'):
        node.attrs["content"] = (node.attributes.get("content") or "").replace("'self'", "'self' file:")
    for node in tree.css('script[type="module"]'):
        del node.attrs["type"]
        node.attrs["defer"] = ""
    return (tree.html or "").encode()


def _is_for_machines(node: LexborNode) -> bool:
    relations = set((node.attributes.get("rel") or "").split())
    return node.tag == "link" and bool(relations & _FOR_MACHINES)


def _relinked_set(written: str, path: str, grounds: Grounds) -> str:
    """The value of a ``srcset``: addresses, each with a width, between commas."""
    found = (part.split(None, 1) for part in written.split(",") if part.strip())
    return ", ".join(" ".join((grounds.led_to(url, path), *width)) for url, *width in found)
