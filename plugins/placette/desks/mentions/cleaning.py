"""What strangers wrote becomes plain text: no markup, no picture, no sign that deceives, a bounded length. Pure."""

from __future__ import annotations

import re
import unicodedata

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from placette.engine.base.shortening import ELLIPSIS, shorten
from placette.engine.texts.characters import CONTROLS, INVISIBLE
from placette.engine.texts.links import rel_outside
from placette.engine.texts.plain_text import LINK
from placette.features.mentions import LIMIT

NAME_LIMIT = 80
_UNREAD = (
    "script, style, template, noscript, iframe, object, embed, svg, math, img, picture, video, audio, canvas, form,"
    " select, textarea, button, head, title, [hidden]"
)
_NAMING = frozenset({"mention", "hashtag", "u-url"})
"""Classes of links whose words say enough."""
_PLACES = "p, div, li, blockquote, h1, h2, h3, h4, h5, h6, tr, section, article, pre"
_ISOLATES = re.compile("[\u2066-\u2069]")
_BLANKS = re.compile(r"[ \t\u00a0\u202f\u3000]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_CONFLICT = re.compile(r"^[<>|]{7}", re.MULTILINE)
"""What git writes around two versions: no text of a site may hold it."""
_STACKED = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
"""Marks piled on one letter, which cover the lines around it: three are enough for any language."""
_LONGEST = 20 * LIMIT
"""Signs of HTML or text that are looked at; more isn't an answer to anything."""


def text_of(html: str) -> str:
    """The words of some HTML, with addresses in place of links to other sites; cleaned. Empty where there are none."""
    try:
        tree = LexborHTMLParser(html[:_LONGEST], is_fragment=True)
        return clean_text(words_in(tree.root)) if tree.root else ""
    except SelectolaxError:
        return ""


def words_in(node: LexborNode, own: str = "") -> str:
    """The words of an element, not cleaned yet, with addresses behind those of links, but for a page of our ``own``.

    The element is used up.
    """
    for unread in node.css(_UNREAD):
        unread.decompose()
    for link in node.css("a[href]"):
        address, classes = link.attributes.get("href") or "", (link.attributes.get("class") or "").split()
        words = " ".join(link.text().split())
        if not _NAMING & set(classes) and rel_outside(address) and not (own and address.startswith(own)):
            link.replace_with(f"{address} " if words in address or "://" in words else f"{words} ({address})")
    for line in node.css("br"):
        line.replace_with("\n")
    for place in node.css(_PLACES):
        place.insert_before("\n\n")
        place.insert_after("\n\n")
    return node.text()


def clean_text(text: str) -> str:
    """A text of at most ``LIMIT`` signs: what nobody sees goes, what would lead astray is no link."""
    kept = _without_tricks(text[:_LONGEST])
    lines = (_BLANKS.sub(" ", line).strip() for line in _CONFLICT.sub("", kept).split("\n"))
    kept = _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()
    kept = LINK.sub(_honest, kept.replace("](", "] ("))
    return kept if len(kept) <= LIMIT else _cut(kept)


def clean_name(text: str) -> str:
    """A name on one line."""
    return shorten(" ".join(_without_tricks(text[:_LONGEST]).split()), NAME_LIMIT)


def _without_tricks(text: str) -> str:
    """Without control, invisible and direction-changing characters; each letter with three marks at the most."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    for pattern in (CONTROLS, INVISIBLE, _ISOLATES):
        plain = pattern.sub("", plain)
    return unicodedata.normalize("NFC", _STACKED.sub(r"\1", unicodedata.normalize("NFD", plain)))


def _honest(found: re.Match[str]) -> str:
    """An address as it stands, or as words where it isn't one that pages may lead to."""
    address = found[0] if found[0].startswith("http") else f"https://{found[0]}"
    return found[0] if rel_outside(address) else found[0].replace("://", " ").replace("www.", "www ")


def _cut(text: str) -> str:
    """The beginning, cut between two words; paragraphs stay, no address is cut."""
    start = text[: LIMIT - 2]
    return f"{start.rpartition(' ')[0].rstrip() or start} {ELLIPSIS}"
