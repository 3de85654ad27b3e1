"""The files of a site as the archive holds them: with relative addresses, so that a double click opens a page.

Browsers refuse some things to a page opened from a disk: scripts that are modules, and preloaded fonts. Both need an
origin, and a file has none, so these marks are removed. The content security policy allows ``file:`` as well, since
not every browser takes another file for the page's own origin.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from placette.desks.archiving.site_files import SiteFiles

URL_IN_STYLE = re.compile(r"""url\(\s*(["']?)([^"')]*)\1\s*\)""")
"""An address in a style sheet: the quotation mark, then the address."""
_REFRESH = re.compile(r"(\d+;\s*url=)(.*)", re.IGNORECASE)
_ADDRESSES = ("href", "src", "data-href", "data-src")
"""Attributes that hold an address, those for scripts too."""
_FOR_MACHINES = frozenset({"canonical", "license"})
"""Links that state the public address for readers who find a copy of the page: they stay as they are."""


def relinked(path: str, data: bytes, site_files: SiteFiles) -> bytes:
    """A file as the archive holds it; only pages and style sheets change."""
    if path.endswith(".html"):
        return relinked_page(path, data, site_files)
    return relinked_style(path, data, site_files) if path.endswith(".css") else data


def relinked_style(path: str, data: bytes, site_files: SiteFiles) -> bytes:
    """A style sheet with relative addresses."""
    return URL_IN_STYLE.sub(lambda found: f'url("{site_files.new_address(found[2], path)}")', data.decode()).encode()


def relinked_page(path: str, data: bytes, site_files: SiteFiles) -> bytes:
    """A page with relative addresses and nothing that needs a server."""
    tree = LexborHTMLParser(data)
    for node in tree.css('link[rel="preload"], link[rel="modulepreload"]'):
        node.decompose()
    for node in tree.css(", ".join(f"[{name}]" for name in _ADDRESSES)):
        for name in _ADDRESSES:
            value = node.attributes.get(name)
            if value and not _is_for_machines(node):
                node.attrs[name] = site_files.new_address(value, path)
    for node in tree.css("[srcset]"):
        node.attrs["srcset"] = _relinked_set(node.attributes["srcset"] or "", path, site_files)
    for node in tree.css('meta[http-equiv="refresh"]'):
        refresh = node.attributes.get("content") or ""
        node.attrs["content"] = _REFRESH.sub(lambda found: found[1] + site_files.new_address(found[2], path), refresh)
    for node in tree.css('meta[http-equiv="Content-Security-Policy"]'):
        node.attrs["content"] = (node.attributes.get("content") or "").replace("'self'", "'self' file:")
    for node in tree.css('script[type="module"]'):
        del node.attrs["type"]
        node.attrs["defer"] = ""
    return (tree.html or "").encode()


def _is_for_machines(node: LexborNode) -> bool:
    relations = set((node.attributes.get("rel") or "").split())
    return node.tag == "link" and bool(relations & _FOR_MACHINES)


def _relinked_set(written: str, path: str, site_files: SiteFiles) -> str:
    """The value of a ``srcset`` with relative addresses: pairs of an address and a width, separated by commas."""
    found = (part.split(None, 1) for part in written.split(",") if part.strip())
    return ", ".join(" ".join((site_files.new_address(url, path), *width)) for url, *width in found)
