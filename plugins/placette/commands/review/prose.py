"""Extracts the author's own words from a text: the part that a reviewer may comment on.

Code, addresses, notes, references and other people's words (quotations, dialogue, ``<q>``, passages in another
language) are blanked character by character, so that the rest keeps its offset in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from placette.engine.base.text import fold


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """The code of a problem, its offset in the body, the values of its message."""

    at: int
    code: str
    values: Mapping[str, object] = field(default_factory=dict, compare=False)


HOLE = "\0"
"""Replaces a blanked character. Decoding refuses it, so no text contains one of its own."""

_LINE = re.compile(
    r"""
    (?P<blank>[ \t]*$)
  | (?P<fence>```|~~~)
  | (?P<quote>[ ]{0,3}(?:>|[—–][ ]))
  | (?P<reference>\*?\[[^\]\n]*\]:)
  | (?P<heading>\#|!!!)
  | (?P<item>[ ]{0,3}(?:(?:[-*+]|\d+[.)])[ ]|:[ ]))
  | (?P<indented>[ ]{4}|\t)
    """,
    re.VERBOSE,
)
_HIDDEN = frozenset({"code", "quote", "reference"})
_REFERENCES = frozenset({"source", "sources", "references", "bibliographie", "bibliography", "pour aller plus loin"})
"""Folded headings of sections that list titles and names: other people's words."""

WRITTEN_CODE = re.compile(r"`++(?:[^`\n]|\n(?![ \t]*\n))*+`++")
_TARGET = r"\((?:[^()\n]|\([^()\n]*\))*+\)"
_SAME_PARAGRAPH = r"\n(?![ \t]*\n)"
_LINK = re.compile(r"(?<!!)\[([^\[\]^][^\[\]]{0,199})\](?=\(|\[[^\[\]])")
_INLINE = re.compile(
    rf"""
    (?P<address><(?:https?://|www\.)[^<>\s]*>|(?:https?://|www\.)[^\s<>()\[\]"'«»“”*{HOLE}]+)
  | <(?:mailto:)?[\w.+-]{{1,64}}@[\w.-]+>
  | <(?P<name>[a-zA-Z][\w-]*+)(?P<attributes>[^<>]*+)>
  | </[^<>]*+>
  | <!--(?:(?!-->).)*+(?:-->)?
  | !\[[^\[\]]*\]{_TARGET}
  | \](?:{_TARGET}|\[[^\[\]\n]*\])
  | \[\^[^\[\]\n]*\]
  | «(?:[^«»\n]|{_SAME_PARAGRAPH})*+»?
  | “(?:[^“”\n]|{_SAME_PARAGRAPH})*+”
  | "(?:[^"\n]|{_SAME_PARAGRAPH})*+"
    """,
    re.VERBOSE | re.DOTALL,
)
_OTHERS = frozenset({"q", "blockquote", "cite", "code", "pre", "kbd", "samp", "script", "style"})
"""Elements whose content isn't the author's own words, like that of any element with ``lang``."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text and its offset."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """The author's own words: ``words`` is as long as the source."""

    words: str
    links: tuple[Passage, ...]
    addresses: tuple[Passage, ...]


def read_prose(markdown: str) -> Prose:
    """Return the author's own words in a Markdown text. Never fails; takes linear time."""
    visible = "\n".join(HOLE * len(line) if is_hidden else line for line, is_hidden in _hidden_lines(markdown))
    visible = WRITTEN_CODE.sub(lambda code: HOLE * len(code[0]), visible)
    words, addresses = _own_words(visible)
    links = tuple(Passage(link.start(), link[1]) for link in _LINK.finditer(visible))
    return Prose(words, links, addresses)


def _hidden_lines(markdown: str) -> Iterator[tuple[str, bool]]:
    """Yield each line, and whether it is code, somebody else's words, or a reference."""
    fence, above, holder, references = "", "blank", "text", False
    for line in markdown.split("\n"):
        match = _LINE.match(line)
        name = (match.lastgroup if match else None) or "text"
        if fence:
            above, fence = "code", "" if line.startswith(fence) else fence
        elif name == "fence":
            above, fence = "code", line[:3]
        else:
            above = _kind(name, line, above, holder)
        if name not in ("blank", "indented"):
            holder = name
        if above == "heading":
            references = fold(line.strip("# :!")) in _REFERENCES
        yield line, above in _HIDDEN or (references and above in ("item", "text"))


def _kind(name: str, line: str, above: str, holder: str) -> str:
    """Return the kind of a line outside fences, from its markup, the line above and the last unindented line."""
    if name == "text" and above in ("quote", "reference"):
        return above
    if name != "indented":
        return name
    if above in ("quote", "reference", "code"):
        return above
    if holder == "reference":
        return holder
    is_inside = holder in ("item", "heading") and not line.startswith((" " * 8, "\t\t"))
    return "text" if above != "blank" or is_inside else "code"


def _own_words(visible: str) -> tuple[str, tuple[Passage, ...]]:
    """Return the text with markup and other people's words blanked, and the bare addresses in it."""
    parts: list[str] = []
    addresses: list[Passage] = []
    position = 0
    for match in _INLINE.finditer(visible):
        if match.start() < position:
            continue
        if match["address"]:
            addresses.append(Passage(match.start(), match["address"].strip("<>").rstrip(".,;:!?…")))
        end = _end_of_element(match, visible)
        parts += visible[position : match.start()], HOLE * (end - match.start())
        position = end
    parts.append(visible[position:])
    return "".join(parts), tuple(addresses)


def _end_of_element(found: re.Match[str], visible: str) -> int:
    """Return where an element's hidden content ends; one that is never closed hides the rest of the text."""
    name = found["name"]
    if not name or not (name.lower() in _OTHERS or "lang" in found["attributes"].lower()):
        return found.end()
    closing = visible.find(f"</{name}", found.end())
    return closing if closing >= 0 else len(visible)
