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

from plugins.reading.typography_rules import (
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
_ADDRESS = rf"""
    (?:(?:https?|ftp)://|www\.)(?:[^\s<>"’«»“”&{INLINE}{OPAQUE}]|&amp;|&(?!\#?\w+;))*(?:[\w/=]|&amp;)
  | (?<!\w)\w[\w.+'-]{{0,63}}+@[\w-]++(?:\.[\w-]++)++
  | [{BREAK}{BLOCK}{INLINE}{OPAQUE}]
"""
"""URLs without the punctuation after them, e-mail addresses, and the markers, should a text hold one."""
_FLAGS = re.VERBOSE | re.IGNORECASE | re.DOTALL
_MARKUP = re.compile(
    rf"""
    (?P<comment><!--.*?(?:-->|\Z)|<[!?][^>]*+(?:>|\Z))
  | <(?P<raw>script|style|textarea|title|iframe|noembed|noframes|xmp)(?=[\s/>]){_TAG_REST}
    .*?(?:</(?P=raw)(?=[\s/>])[^>]*+(?:>|\Z)|\Z)
  | <(?P<end>/?)(?P<name>[a-z][^\s/>]*+){_TAG_REST}
  | {_ADDRESS}
    """,
    _FLAGS,
)
_PLAIN = re.compile(_ADDRESS, _FLAGS)

_LEAVING_ALONE = re.compile("lang|translate|no-typo", re.IGNORECASE)
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
    found = list(_PLAIN.finditer(text))
    flow, pieces = _PLAIN.sub(OPAQUE, text), tuple(match[0] for match in found)
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
    between = re.split(f"[{BREAK}{BLOCK}{INLINE}{OPAQUE}]", text)
    ends = (*pieces, "")
    return "".join(part for pair in zip(between, ends, strict=True) for part in pair)


def _divide(html: str, language: str) -> _Flow:
    """Tell text from the rest: tags, comments, addresses, and whole elements that are left alone."""
    texts: list[str] = []
    pieces: list[str] = []
    position = depth = 0
    closing = ""
    for match in _MARKUP.finditer(html):
        if depth:
            depth += _step(match, closing)
        else:
            texts += html[position : match.start()], _marker(match)
            position = match.start()
            if _is_left_alone(match, language):
                texts[-1], closing, depth = OPAQUE, _name(match), 1
        if not depth:
            pieces.append(html[position : match.end()])
            position = match.end()
    (pieces if depth else texts).append(html[position:])
    return _Flow("".join(texts), tuple(pieces))


def _name(match: re.Match[str]) -> str:
    return (match["name"] or "").lower()


def _marker(match: re.Match[str]) -> str:
    if match["comment"]:
        return INLINE
    name = _name(match)
    return _MARKERS.get(name, BLOCK) if name else OPAQUE


def _step(match: re.Match[str], name: str) -> int:
    """How a token inside the element ``name`` changes the depth: 1, 0 or -1."""
    if _name(match) != name:
        return 0
    if match["end"]:
        return -1
    return 0 if match[0].endswith("/>") else 1


def _is_left_alone(match: re.Match[str], language: str) -> bool:
    """Whether a start tag opens an element that keeps its text as it is."""
    name, tag = _name(match), match[0]
    if not name or match["end"] or name in _VOID or tag.endswith("/>"):
        return False
    if name in _UNTOUCHED:
        return True
    if not _LEAVING_ALONE.search(tag):
        return False
    found = {key.lower(): value.strip("\"'") for key, value in reversed(_ATTRIBUTE.findall(tag))}
    other = _primary(found.get("lang", language)) != language
    return other or found.get("translate", "").lower() == "no" or "no-typo" in found.get("class", "").split()
