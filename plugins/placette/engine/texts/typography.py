"""Typography: what a writer types plainly (``L'eau -- "pure" !``) reads as a printer would set it.

Only the text of an element changes, never a tag, an attribute, code, an address, or an element that
the writer or its language puts out of reach. Everything between two of those is joined by
one marker character each, so that the rules see ``l'<em>eau</em>`` as one run and work on a whole
text at once; the markers are then exchanged for what they stood for.

The division is ours and not ``typogrify.filters.process_ignores`` or ``smartypants._tokenize``: those end a
tag at the first ``>`` of an attribute, an ignored element at its first nested end tag, and take quadratic
time on comments or elements that are never closed (20,000 of them: 6.6 s and 4.5 s; here 0.01 s).
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, zip_longest

from placette.engine.texts.typography_rules import (
    BLOCK,
    BREAK,
    INLINE,
    OPAQUE,
    decode_entities,
    set_english,
    set_french,
    set_other,
)

_UNTOUCHED = frozenset({"pre", "code", "kbd", "samp", "svg", "math", "tt", "template", "object"})
"""Elements whose content isn't prose; script, style and the like are single tokens already."""
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "source", "wbr"})
_INLINE_ELEMENTS = (
    *("a", "abbr", "b", "bdi", "bdo", "cite", "data", "del", "dfn", "em", "font", "i", "ins", "label"),
    *("mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
)
_MARKERS = dict.fromkeys(_INLINE_ELEMENTS, INLINE) | {"br": BREAK, "img": OPAQUE, "input": OPAQUE}
"""Marker by element; any other element is the limit of a paragraph (BLOCK)."""

_TAG_REST = r"""(?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+)*+(?:>|\Z)"""
"""From a tag's name to its end, which a ``>`` in a quoted value is not; a tag never closed takes the rest."""
_TAG = re.compile(
    rf"""
    <(?:
        (?P<comment>!--.*?(?:-->|\Z)|[!?][^>]*+(?:>|\Z))
      | (?P<raw>script|style|textarea|title|iframe|noembed|noframes|xmp)(?=[\s/>]){_TAG_REST}
        .*?(?:</(?P=raw)(?=[\s/>])[^>]*+(?:>|\Z)|\Z)
      | (?P<end>/?)(?P<name>[a-z][^\s/>]*+){_TAG_REST}
    )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
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

_LEAVING_ALONE = re.compile("lang|translate|no-typo", re.IGNORECASE)
_SHORT = 80
"""Characters of a tag that is worth remembering; longer ones hardly come twice."""
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]++)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++)""")


@dataclass(frozen=True, slots=True)
class _Flow:
    """A text as the rules see it, and what each of its markers stands for, in order."""

    text: str
    pieces: tuple[str, ...]


def typeset_html(html: str, lang: str) -> str:
    """The HTML fragment ``html``, whose language is ``lang`` (BCP 47), typeset; adds no tag but ``<sup>``.

    Total and linear; doing it twice changes nothing more. The result is not sanitised.
    """
    language = _primary(lang)
    flow = _divide(html, language)
    if language == "fr":
        return _join(set_french(decode_entities(flow.text), superscripts=True), flow.pieces)
    if language == "en":
        return _join(set_english(flow.text.replace("<", "&lt;")), flow.pieces)
    return _join(set_other(flow.text), flow.pieces)


def typeset_text(text: str, lang: str) -> str:
    """Plain ``text`` (a title, a summary, an alternative text) typeset with Unicode characters alone."""
    language = _primary(lang)
    pieces = tuple(_addresses(text))
    flow = _ADDRESS.sub(OPAQUE, text) if pieces else text
    if language == "fr":
        return _join(set_french(flow, superscripts=False), pieces)
    if language == "en":
        escaped = entities.escape(flow, quote=False).replace("\\", "&#92;")
        return _join(entities.unescape(set_english(escaped)), pieces)
    return _join(set_other(flow), pieces)


def _primary(lang: str) -> str:
    return lang.partition("-")[0].partition("_")[0].strip().lower()


def _join(text: str, pieces: tuple[str, ...]) -> str:
    """``text`` with each marker exchanged for its piece; a rule that lost a marker is a ValueError."""
    between = _BETWEEN.split(text)
    return "".join(chain.from_iterable(zip(between, (*pieces, ""), strict=True)))


def _divide(html: str, language: str) -> _Flow:
    """Tell text from the rest: tags, comments, addresses, and whole elements that are left alone."""
    texts: list[str] = []
    pieces: list[str] = []
    position = depth = 0
    closing = ""
    for match in _TAG.finditer(html):
        written, (start, end) = match[0], match.span()
        tag = _read_tag(written, language) if end - start < _SHORT else _read(written, language)
        if depth:
            depth += tag.step if tag.name == closing else 0
        else:
            texts += html[position:start], tag.marker
            position, closing, depth = start, tag.name, tag.opens
        if not depth:
            pieces.append(html[position:end])
            position = end
    (pieces if depth else texts).append(html[position:])
    if _ADDRESS_SIGN.search("".join(texts[::2])):
        return _without_addresses(texts, pieces)
    return _Flow("".join(texts), tuple(pieces))


def _without_addresses(texts: list[str], pieces: list[str]) -> _Flow:
    """``texts`` (every other one is a marker) with a marker for each address, and all that the markers stand for."""
    found = [_addresses(text) for text in texts[::2]]
    flow = [
        _ADDRESS.sub(OPAQUE, text) if addresses else text for text, addresses in zip(texts[::2], found, strict=True)
    ]
    ends = [[piece] for piece in pieces]
    return _Flow(
        "".join(chain.from_iterable(zip_longest(flow, texts[1::2], fillvalue=""))),
        tuple(chain.from_iterable(chain.from_iterable(zip_longest(found, ends, fillvalue=[])))),
    )


def _addresses(text: str) -> list[str]:
    return [match[0] for match in _ADDRESS.finditer(text)] if _ADDRESS_SIGN.search(text) else []


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag, or what stands for one: its marker, its element, and what it does to the depth inside one of these."""

    marker: str
    name: str
    step: int
    opens: bool
    """Whether it begins an element that keeps its text as it is."""


def _read(tag: str, language: str) -> _Tag:
    match = _TAG.match(tag)
    if not match or match["comment"]:
        return _Tag(INLINE, "", 0, opens=False)
    name = (match["name"] or "").lower()
    if not name:
        return _Tag(OPAQUE, "", 0, opens=False)
    if match["end"]:
        return _Tag(_MARKERS.get(name, BLOCK), name, -1, opens=False)
    closed = tag.endswith("/>")
    opens = not closed and name not in _VOID and _is_left_alone(name, tag, language)
    return _Tag(OPAQUE if opens else _MARKERS.get(name, BLOCK), name, 0 if closed else 1, opens=opens)


_read_tag = lru_cache(maxsize=1024)(_read)


def _is_left_alone(name: str, tag: str, language: str) -> bool:
    """Whether the element of a start tag keeps its text as it is."""
    if name in _UNTOUCHED:
        return True
    if not _LEAVING_ALONE.search(tag):
        return False
    found = {key.lower(): value.strip("\"'") for key, value in reversed(_ATTRIBUTE.findall(tag))}
    other = _primary(found.get("lang", language)) != language
    return other or found.get("translate", "").lower() == "no" or "no-typo" in found.get("class", "").split()
