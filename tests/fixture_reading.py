"""Pages as machines read them: JSON-LD and Open Graph by extruct, microformats by mf2py, the rest by Lexbor.

None of these parsers had a part in writing the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import extruct
import mf2py
from selectolax.lexbor import LexborHTMLParser


@dataclass(frozen=True)
class PageData:
    """The data of a page for machines. ``items`` are its microformats, ``things`` the nodes of its JSON-LD."""

    lang: str
    things: list[dict[str, Any]]
    graph: dict[str, list[str]]
    """Open Graph, by property."""
    names: dict[str, list[str]]
    """``<meta>``, by name and by property: one may say both, those who read ``twitter:`` take both."""
    links: list[dict[str, str]]
    """Every ``<link>`` as its attributes."""
    items: list[dict[str, Any]]
    rels: dict[str, list[str]]

    def thing(self, kind: str) -> dict[str, Any]:
        """The one node of this type."""
        (found,) = [thing for thing in self.things if thing["@type"] == kind]
        return found

    def item(self, kind: str) -> dict[str, Any]:
        """The properties of the first top-level item of this type."""
        found: dict[str, Any] = next(item for item in self.items if kind in item["type"])
        return found

    def alternates(self, mime: str) -> list[str]:
        """The addresses that the page announces in another form."""
        return [link["href"] for link in self.links if link.get("rel") == "alternate" and link.get("type") == mime]


def read_page(html: str, url: str) -> PageData:
    """Return the data of the page at ``url``."""
    tree = LexborHTMLParser(html)
    data = extruct.extract(html, base_url=url, syntaxes=["json-ld", "opengraph"])
    formats = mf2py.parse(html, url=url)
    (root,) = tree.css("html")
    return PageData(
        lang=root.attributes.get("lang") or "",
        things=[thing for document in data["json-ld"] for thing in document.get("@graph", [document])],
        graph=_grouped(pair for document in data["opengraph"] for pair in document["properties"]),
        names=_grouped(
            (called, m.attributes.get("content") or "")
            for m in tree.css("meta")
            for called in (m.attributes.get("name"), m.attributes.get("property"))
            if called
        ),
        links=[{name: value or "" for name, value in node.attributes.items()} for node in tree.css("link")],
        items=formats["items"],
        rels=formats["rels"],
    )


def _grouped(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
