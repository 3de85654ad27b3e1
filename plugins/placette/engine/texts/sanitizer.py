"""The allow-list of HTML, and the cleaning that ends the reading.

nh3 (ammonia) parses as browsers do and keeps only what is listed here. It is the last step: a change after a sanitiser
can undo it. Everything it would remove has been reported before, from the same lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import nh3
from selectolax.lexbor import LexborHTMLParser

_TAGS = (
    "a abbr b bdi blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i"
    " img ins kbd li mark ol p picture pre q s samp small source span strong sub summary sup table tbody td tfoot th"
    " thead time tr u ul var"
)
TAGS = frozenset(_TAGS.split())
ATTRIBUTES: dict[str, frozenset[str]] = {
    "*": frozenset({"lang", "dir", "id", "class", "translate"}),
    "a": frozenset({"href", "title", "rel", "aria-label", "download"}),
    "abbr": frozenset({"title"}),
    "dfn": frozenset({"title"}),
    "div": frozenset({"tabindex", "role", "aria-label"}),
    "figure": frozenset({"role", "aria-label"}),
    "img": frozenset({"src", "alt", "width", "height", "loading", "decoding", "sizes", "srcset"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "source": frozenset({"type", "srcset", "sizes"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}
AUTHOR_TAGS = TAGS - {"picture", "source", "u"} | {"h1", "u"}
"""Elements that a writer may type as HTML; the figure machinery is ours."""
_OURS = {"tabindex", "role", "aria-label", "download"}
AUTHOR_ATTRIBUTES = {name: values - _OURS for name, values in ATTRIBUTES.items()} | {
    "img": frozenset({"src", "alt", "title"}),
    "td": frozenset({"colspan", "rowspan", "align"}),
    "th": frozenset({"colspan", "rowspan", "scope", "align"}),
}
_AUTHOR_ALLOWED = {tag: AUTHOR_ATTRIBUTES["*"] | AUTHOR_ATTRIBUTES.get(tag, frozenset()) for tag in AUTHOR_TAGS}
_CLASSES = (
    "figure gallery table-scroll footnote footnote-ref footnote-backref admonition admonition-title note astuce"
    " bare upright document-note attention erratum align-left align-right align-center no-typo portrait task-list-item"
)
_TINTS = (f"{light}{level}" for light in "rgb" for level in range(6))
CLASSES = frozenset({*_CLASSES.split(), "tint", *_TINTS})
_DROPPED_QUIETLY = frozenset("target width height border cellpadding cellspacing hspace vspace aria-hidden".split())
"""Attributes that other editors write and this site sets itself: they go, and the text is published."""
_DROPPED_WHOLE = "script style template noscript iframe object svg math textarea title select"
"""Elements removed with their content; of others the text stays."""
ID_PREFIX = "texte-"
"""Anchors of a text never collide with the page's own (DOM clobbering)."""
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_ANCHOR_LENGTH = 180
_NOT_ANCHOR = re.compile(r"[\s\"'<>&%]+")
_LINES_LOST = re.compile(r"(<pre[^<>]*>)\n+")
"""Line ends that a parser drops at the beginning of ``pre``, one at each reading."""
_ROUNDS = 4
"""Cleanings after which HTML that still changes (misnested tables and links) is taken for hostile."""
_FORMS = {
    "id": re.compile(rf"{ID_PREFIX}[^\s\"'<>&]{{0,200}}"),
    "lang": re.compile("[A-Za-z0-9-]{1,35}"),
    "dir": re.compile("ltr|rtl|auto"),
    "role": re.compile("region|figure"),
    "tabindex": re.compile("0"),
    "download": re.compile(""),
    "srcset": re.compile(r"(?:/[^\s:,]*photos/[\w.-]+ \d+w(?:, |$))+"),
}
"""The patterns of the values of some attributes."""


class UnstableError(ValueError):
    """HTML that every parsing changes: what a browser would make of it cannot be known."""


def anchor(name: str) -> str:
    """Return the anchor (``id``) that ``name`` becomes on the page; the same for a link and what it leads to."""
    return ID_PREFIX + _NOT_ANCHOR.sub("-", name)[:_ANCHOR_LENGTH]


def clean(html: str) -> str:
    """Return ``html`` with only what the lists allow; stable. Raises ``UnstableError`` for HTML that never settles."""
    source, cleaned = html, _clean_once(html)
    for _ in range(_ROUNDS):
        settled = _LINES_LOST.sub(r"\1", cleaned)
        again = cleaned if settled == source else _clean_once(settled)  # the same HTML gives the same
        if again == cleaned:
            return cleaned
        source, cleaned = settled, again
    raise UnstableError(cleaned[:120])


def is_clean(html: str) -> bool:
    """Return whether ``html`` is what ``clean`` gives: cleaning it once more changes nothing."""
    return _clean_once(_LINES_LOST.sub(r"\1", html)) == html


def _clean_once(html: str) -> str:
    return str(_cleaner().clean(html))


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(_DROPPED_WHOLE.split()),
        attributes={name: set(values) for name, values in ATTRIBUTES.items()},
        attribute_filter=_filter,
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


@lru_cache(512)  # most come again, all of them when what was cleaned is cleaned again
def _filter(_tag: str, name: str, value: str) -> str | None:
    """Keep, change or drop (None) one attribute that the lists let through."""
    if name == "class":
        return " ".join(c for c in value.split() if c in CLASSES or c.startswith("language-")) or None
    form = _FORMS.get(name)
    return value if form is None or form.fullmatch(value) else None


def removed_by_cleaning(tree: LexborHTMLParser) -> Iterator[tuple[str, str, str]]:
    """Yield the HTML of a writer that will not be published: a problem's code, a label, and text to find it by."""
    for node in tree.css("*"):
        tag = node.tag or ""
        allowed = _AUTHOR_ALLOWED.get(tag)
        if allowed is None:
            yield "html-removed", f"<{tag}>", f"<{tag}"
        elif not allowed.issuperset(attributes := node.attributes):
            for name in sorted(set(attributes) - allowed):
                yield "html-dropped" if name in _DROPPED_QUIETLY else "html-removed", f"{name}=", name
