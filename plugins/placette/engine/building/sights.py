"""What is seen in the elements of a page: what is active, where it leads, what others may lead to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from placette.engine.base.message import N_

_ACTIVE_TAGS = frozenset(  # a line of words reads better than a column of strings
    "applet base embed form frame frameset iframe input math noscript object select style textarea".split()
)
_LOOKED_INTO = _ACTIVE_TAGS | {"script", "template"}
_URL_ATTRIBUTES = frozenset({"href", "src", "action", "formaction", "data", "poster", "xlink:href"})
_ADDRESSED = _URL_ATTRIBUTES | {"srcset"}
HANDED_OVER = frozenset({"geo", "webcal"})
"""Kinds of addresses of which a device makes something: a place, a calendar. Only the theme has links to them."""
SCHEMES = frozenset({"", "http", "https", "mailto", "tel"}) | HANDED_OVER
"""Kinds of addresses that pages may hold: those of texts (``sanitizer.py``), and those."""
_FETCHED = frozenset({"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "manifest"})
"""Relations of a ``<link>`` that make a browser ask for something."""
_UNWANTED = frozenset({"style", "srcdoc", "ping"})
"""Attributes that no page of ours has, beside handlers."""
PLAIN = frozenset(
    "alt aria-current aria-hidden aria-label aria-labelledby aria-pressed as class content crossorigin cx cy d"
    " data-choice data-theme-choice datetime decoding dir fetchpriority fill focusable height hidden hreflang lang"
    " loading media name popover popovertarget popovertargetaction property r rel role rx scope sizes stroke"
    " stroke-width tabindex title transform type value viewBox width x y".split()
)
"""Attributes that lead nowhere and do nothing: most of a page's. Those alone needn't be looked at."""
_OF_LINKS, _LEADING = PLAIN | {"href"}, ("/", "#", "https://")
"""The attributes of links that only lead somewhere, and how the addresses of most begin."""


@dataclass(slots=True)
class Sight:
    """What was seen in a page so far: what is wrong, what a browser fetches by itself, where links lead, anchors."""

    wrong: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    targets: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)
    hands_over: bool = False

    def add(self, other: Sight) -> None:
        """Add what was seen of an element."""
        self.wrong += other.wrong
        self.loaded += other.loaded
        self.targets |= other.targets
        self.anchors |= other.anchors
        self.hands_over |= other.hands_over


def look_at_elements(nodes: Iterable[LexborNode], sight: Sight) -> None:
    """Look at elements, and at those in templates: they wait for a script of ours, parsers keep them out of the page.

    Most elements of most pages have a tag and attributes of which nothing is to say, most others lead somewhere.
    """
    for node in nodes:
        tag, attributes = node.tag or "", node.attributes
        if tag in _LOOKED_INTO:
            _look_into(node, tag, sight)
        if PLAIN.issuperset(attributes):
            continue
        if tag == "a" and _OF_LINKS.issuperset(attributes) and (url := attributes["href"] or "").startswith(_LEADING):
            sight.targets.add(url)  # as below, in a fifth of the time: most differ from page to page
            continue
        seen = _attributes_seen(tag, tuple(attributes.items()))
        if isinstance(seen, str):
            sight.targets.add(seen)
        elif seen:
            sight.add(seen)


def _look_into(node: LexborNode, tag: str, sight: Sight) -> None:
    if tag == "script":
        sight.wrong += _script_faults(node)
    elif tag == "template":
        inside, fits = _opened(node.html or "")
        if not fits or not all(name.startswith("data-") for name in node.attributes):
            sight.wrong.append("<template>")  # a shadow root, or what can only stand in another place
        look_at_elements((one for one in inside if one.tag != "template"), sight)  # one in another doesn't fit
    else:
        sight.wrong.append(f"<{tag}>")


@lru_cache(256)
def _opened(template: str) -> tuple[list[LexborNode], bool]:
    """The elements in a template, and whether they could as well stand in a page; thousands of pages have the same."""
    kept = f"<div{template.removeprefix('<template').removesuffix('</template>')}</div>"
    inside = LexborHTMLParser(kept)
    (box,) = inside.css("body > div:only-child") or (None,)
    return inside.css("div *"), box is not None and box.html == kept and not inside.css("template")


@lru_cache(4_096)
def _attributes_seen(tag: str, attributes: tuple[tuple[str, str | None], ...]) -> Sight | str | None:
    """What is to say of the attributes of an element: the address alone if it only leads there, or nothing at all.

    The same stand on thousands of pages.
    """
    sight = Sight()
    for name, value in attributes:
        if name in PLAIN:
            continue
        if name == "id":
            sight.anchors.add(value or "")
        elif name in _ADDRESSED:
            _see_address(tag, name, value or "", dict(attributes), sight)
        elif name in _UNWANTED or name.startswith("on"):
            sight.wrong.append(f"<{tag} {name}=>")
    says_more = len(sight.targets) > 1 or sight != Sight(targets=sight.targets)
    return sight if says_more else next(iter(sight.targets), None)


def _see_address(tag: str, name: str, value: str, attributes: dict[str, str | None], sight: Sight) -> None:
    """Note where an attribute leads, and whether a browser goes there by itself when it shows the element."""
    if name == "srcset":
        sight.loaded += [candidate for part in value.split(",") for candidate in part.split()[:1]]
        return
    scheme = scheme_of(value)
    if scheme in HANDED_OVER and (tag, name) == ("a", "href"):
        sight.hands_over = True
    elif scheme not in SCHEMES or scheme in HANDED_OVER:
        sight.wrong.append(f"{name}={value[:40]!r}")
    if name == "href":
        sight.targets.add(value)
    asked = tag == "link" and name == "href" and _FETCHED & set((attributes.get("rel") or "").lower().split())
    if name == "src" or asked:
        sight.loaded.append(value)


def _script_faults(script: LexborNode) -> Iterator[str]:
    """A script is a file of ours, or a block of data."""
    if script.attributes.get("type") == "application/ld+json":
        try:
            json.loads(script.text())
        except ValueError:
            yield N_("JSON-LD that cannot be read")
    elif script.text().strip() or "src" not in script.attributes:
        yield N_("inline script")


def scheme_of(url: str) -> str:
    """The scheme of an address as a browser reads it, which passes over blanks and control characters."""
    head, colon, _ = url.partition(":")
    if not colon or "/" in head or "?" in head or "#" in head:
        return ""
    return head.lower() if head.isalpha() else "".join(c for c in head if c > " ").lower()
