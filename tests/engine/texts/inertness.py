"""What safe HTML may hold, written down a second time: the tests do not ask the sanitiser's own lists."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_ELEMENTS = (
    "a abbr b bdi blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i"
    " img ins kbd li mark ol p picture pre q s samp small source span strong sub summary sup table tbody td tfoot th"
    " thead time tr u ul var"
)
_ATTRIBUTES = (
    "alt aria-label class colspan datetime decoding dir height href id lang loading rel reversed role"
    " rowspan scope sizes src srcset start tabindex title translate type value width"
)
ELEMENTS, ATTRIBUTES = frozenset(_ELEMENTS.split()), frozenset(_ATTRIBUTES.split())
ADDRESS = re.compile(r"https?://[^/\\@\s]+(?:[/?#][^\s\\]*)?|(?:mailto|tel):[^\s]*|/(?![/\\])[^\s\\]*|#texte-[^\s]*")
"""A web address without user name, a letter, a call, an address of the site from its root, an anchor of the text."""


def harms(html: str) -> list[str]:
    """What in ``html``, as a browser parses it, is not on the lists or leaves its place; none is as it should be."""
    page = LexborHTMLParser(f"<main><article>{html}</article></main><footer></footer>")
    nodes = page.css("article *")
    strays = [node for node in page.css("body *") if node.tag not in {"main", "article", "footer"}]
    kept = page.css("body > main > article") and page.css("body > footer") and len(strays) == len(nodes)
    return [*([] if kept else ["the layout is broken"]), *(harm for node in nodes for harm in _node_harms(node))]


def _node_harms(node: LexborNode) -> list[str]:
    tag = node.tag or "?"
    found = [] if tag in ELEMENTS else [f"<{tag}>"]
    return found + [
        f"<{tag} {name}={value!r}>" for name, value in node.attributes.items() if _is_harm(tag, name, value or "")
    ]


def _is_harm(tag: str, name: str, value: str) -> bool:
    match name:
        case "href" | "src":
            return not ADDRESS.fullmatch(value)
        case "srcset":
            return not all(ADDRESS.fullmatch(part.split()[0]) for part in value.split(","))
        case "id":
            return not value.startswith("texte-")
        case "role":
            return (tag, value) not in {("div", "region"), ("figure", "figure")}
    return name not in ATTRIBUTES
