"""What safe HTML may hold, written down a second time: the tests do not ask the sanitiser's own lists."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

ELEMENTS = frozenset(
    "a abbr b bdi blockquote br caption cite code dd del dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd"
    " li mark ol p picture pre q s samp small source span strong sub sup table tbody td tfoot th thead time tr u ul var".split()
)
ATTRIBUTES = frozenset(
    "alt aria-label class colspan datetime decoding dir height href id lang loading rel reversed role rowspan scope sizes"
    " src srcset start tabindex title translate type value width".split()
)
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
    for name, value in node.attributes.items():
        if name not in ATTRIBUTES:
            found.append(f"<{tag} {name}>")
        elif name in {"href", "src"} and not ADDRESS.fullmatch(value or ""):
            found.append(f"<{tag} {name}={value!r}>")
        elif name == "srcset" and not all(ADDRESS.fullmatch(part.split()[0]) for part in (value or "").split(",")):
            found.append(f"<{tag} {name}={value!r}>")
        elif name == "id" and not (value or "").startswith("texte-"):
            found.append(f"<{tag} {name}={value!r}>")
        elif name == "role" and (tag, value) not in {("div", "region"), ("figure", "figure")}:
            found.append(f"<{tag} {name}={value!r}>")
    return found
