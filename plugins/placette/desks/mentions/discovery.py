"""Where a page takes webmentions (W3C Webmention, 3.1.2): as its server says, or else as it says itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from placette.desks.mentions.asking import AskingError, fetch
from placette.desks.mentions.inbox import is_web_address
from placette.desks.mentions.webmentions import HTML, LIMITS, base_of, joined
from placette.desks.status import Manner
from placette.engine.base.processes import run_bounded

_REL = "webmention"
_LINK = re.compile(r'<([^<>]*)>((?:[^",<]|"(?:\\.|[^"\\])*")*)')
"""A link of a ``Link`` header (RFC 8288, 3), and its parameters."""
_PARAMETER = re.compile(r';\s*rel\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s";,]*))', re.IGNORECASE)
_LONGEST_HEADER = 20_000
"""Characters of ``Link`` headers that are looked at."""


def endpoint_of(target: str, manner: Manner) -> str:
    """Where to say that a page is mentioned; empty where nobody there wants to know.

    Raises ``AskingError`` and ``GoneError``.
    """
    page = fetch(target, manner, whole=False)
    written = next(links_in_header(page.link), None)
    if written is not None:
        found = joined(page.url, written)
    elif page.media_type in HTML:
        (read,) = run_bounded(read_endpoint, [(page.body, page.url)], None, LIMITS)
        if read is None:
            raise AskingError("odd")
        found = read
    else:
        return ""
    return found if is_web_address(found) else ""


def links_in_header(written: str) -> Iterator[str]:
    """The addresses that ``Link`` headers give for webmentions, as they write them."""
    for address, parameters in _LINK.findall(written[:_LONGEST_HEADER]):
        rel = _PARAMETER.search(parameters)
        if rel and _REL in (rel[1] or rel[2] or "").lower().split():
            yield address.strip()


def read_endpoint(page: tuple[bytes, str], _shared: None) -> str:
    """The first address for webmentions that a page (its bytes, its address) gives; empty for none."""
    body, url = page
    try:
        tree = LexborHTMLParser(body.decode("utf-8", "replace"))
    except SelectolaxError:
        return ""
    for node in tree.css("link[rel][href], a[rel][href]"):
        if _REL in (node.attributes.get("rel") or "").lower().split():
            return joined(base_of(tree, url), node.attributes.get("href") or "")
    return ""
