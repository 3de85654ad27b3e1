"""Typography: what a writer types plainly (``L'eau -- "pure" !``) reads as a printer would set it.

Only text changes, never an element, an attribute, code, an address, or an element that the writer or
its language puts out of reach. Everything between two texts is joined by one marker character each, so
that the rules see ``l'<em>eau</em>`` as one run and work on a whole body at once.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from selectolax.lexbor import LexborHTMLParser, LexborNode

from placette.engine.texts.typography_rules import (
    BLOCK,
    BREAK,
    INLINE,
    OPAQUE,
    set_english,
    set_french,
    set_other,
)

_UNTOUCHED = frozenset(
    "pre code kbd samp svg math tt template object script style textarea title iframe noembed noframes xmp".split()
)
"""Elements whose content isn't prose."""
_INLINE = (
    "-comment a abbr b bdi bdo cite data del dfn em font i ins label mark q s small span strong sub sup time u var wbr"
)
_MARKERS = dict.fromkeys(_INLINE.split(), INLINE) | {"br": BREAK, "img": OPAQUE, "input": OPAQUE}
"""Marker by element; any other element is the limit of a paragraph (BLOCK)."""
_CHOOSING = "[lang], [translate], .no-typo"
"""Elements that may say that their text stays as it is."""
_EDGE = "\0"
"""Stands for what a marker of the tree stood for, once the rules are through; a parser lets no text hold it."""
_RAISED = re.compile("</?sup>")
"""Only rules write it: what a text holds is escaped while they work."""

_ADDRESS = re.compile(
    rf"""
    (?:(?:https?|ftp)://|www\.)(?:[^\s<>"’«»“”&{INLINE}{OPAQUE}]|&amp;|&(?!\#?\w+;))*(?:[\w/=]|&amp;)
  | (?<!\w)\w[\w.+'-]{{0,63}}+@[\w-]++(?:\.[\w-]++)++
  | [{BREAK}{BLOCK}{INLINE}{OPAQUE}]
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
"""URLs without the punctuation after them, e-mail addresses, and the markers, should a text hold one."""
_ADDRESS_SIGN = re.compile(f"[@:.{BREAK}{BLOCK}{INLINE}{OPAQUE}](?:(?<![:.])|(?<=:)//|(?<=www.))", re.IGNORECASE)
"""What every address holds; far quicker to look for than an address."""
_BETWEEN = re.compile(f"[{BREAK}{BLOCK}{INLINE}{OPAQUE}]")


def typeset_tree(tree: LexborHTMLParser, lang: str) -> None:
    """Typeset the texts of a parsed body, whose language is ``lang`` (BCP 47); adds no element but ``sup``.

    Total and linear; doing it twice changes nothing more.
    """
    language = _primary(lang)
    divided = [*_divide(tree, language)]
    texts = [entities.escape(node.text_content or "", quote=False) if node else "" for node, _ in divided]
    settled = typeset_parts(texts, [marker for _, marker in divided], lang)
    for (node, _), text, html in zip(divided, texts, settled, strict=True):
        if node and html != text:
            _write(tree, node, html)


def typeset_parts(texts: Sequence[str], markers: Sequence[str], lang: str) -> list[str]:
    """The texts of one body, escaped, each typeset as HTML; a marker says what stands between each and the next."""
    shown, pieces = texts, [_EDGE] * len(texts)
    if _ADDRESS_SIGN.search("".join(texts)):
        hidden = [_hide_addresses(text) for text in texts]
        shown, pieces = [text for text, _ in hidden], [piece for _, found in hidden for piece in (*found, _EDGE)]
    flow = "".join([text + marker for text, marker in zip(shown, markers, strict=True)])
    return _join(_set(flow, _primary(lang), superscripts=True), pieces).split(_EDGE)[:-1]


@lru_cache(4096)  # names, keywords and labels come again and again
def typeset_text(text: str, lang: str) -> str:
    """Plain ``text`` (a title, a summary, an alternative text) typeset with Unicode characters alone."""
    language = _primary(lang)
    flow, pieces = _hide_addresses(text)
    if language != "en":
        return _join(_set(flow, language, superscripts=False), pieces)
    escaped = entities.escape(flow, quote=False).replace("\\", "&#92;")
    return _join(entities.unescape(set_english(escaped)), pieces)


def _primary(lang: str) -> str:
    return lang.partition("-")[0].partition("_")[0].strip().lower()


def _set(flow: str, language: str, *, superscripts: bool) -> str:
    if language == "fr":
        return set_french(flow, superscripts=superscripts)
    return set_english(flow) if language == "en" else set_other(flow)


def _hide_addresses(text: str) -> tuple[str, list[str]]:
    """``text`` with a marker for each address, and the addresses."""
    return (_ADDRESS.sub(OPAQUE, text), _ADDRESS.findall(text)) if _ADDRESS_SIGN.search(text) else (text, [])


def _join(text: str, pieces: list[str]) -> str:
    """``text`` with each marker exchanged for its piece; a rule that lost a marker is a ValueError."""
    return "".join(chain.from_iterable(zip(_BETWEEN.split(text), (*pieces, ""), strict=True)))


def _divide(tree: LexborHTMLParser, language: str) -> Iterator[tuple[LexborNode | None, str]]:
    """The marker of each beginning and end of an element, with the text before it, if there is one to set."""
    alone = {element.mem_id for element in tree.css(_CHOOSING) if _is_left_alone(element, language)}
    around = [(tree.root.iter(include_text=True), BLOCK)] if tree.root else []
    text = None
    while around:
        inside, marker = around[-1]
        node = next(inside, None)
        tag = node.tag if node else ""
        if tag == "-text":
            text = node
            continue
        if node is None:
            around.pop()
        elif tag in _UNTOUCHED or node.mem_id in alone:
            marker = OPAQUE
        else:
            marker = _MARKERS.get(tag or "", BLOCK)
            around.append((node.iter(include_text=True), marker))
        yield text, marker
        text = None


def _is_left_alone(element: LexborNode, language: str) -> bool:
    found = {name: value or "" for name, value in element.attributes.items()}
    other = _primary(found.get("lang", language)) != language
    return other or found.get("translate", "").lower() == "no" or "no-typo" in found.get("class", "").split()


def _write(tree: LexborHTMLParser, text: LexborNode, html: str) -> None:
    """Exchange a text for ``html``, which holds no element but ``sup``."""
    for number, part in enumerate(map(entities.unescape, _RAISED.split(html))):
        if number % 2:
            raised = tree.create_node("sup")
            raised.insert_child(part)
            text.insert_before(raised, move=True)
        elif part:
            text.insert_before(part)
    text.remove()
