"""Extracts the author's own words from a text: the part that a reviewer may comment on.

Code, addresses, notes, references and other people's words (quotations, dialogue, ``<q>``, passages in another
language) are blanked character by character, so that the rest keeps its offset in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from placette.engine.base.text import fold

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
_ITEM = re.compile(r"\s+(?:[-*+]|\d+[.)]) ")
_HIDDEN = frozenset({"code", "quote", "reference"})
_REFERENCES = frozenset({"source", "sources", "references", "bibliographie", "bibliography", "pour aller plus loin"})
"""Folded headings of sections that list titles and names: other people's words."""

_WRITTEN_CODE = re.compile(r"`++(?:[^`\n]|\n(?![ \t]*\n))*+`++")
_TARGET = r"\((?:[^()\n]|\([^()\n]*\))*+\)"
_SAME_PARAGRAPH = r"\n(?![ \t]*\n)"
_LINK = re.compile(r"(?<!!)\[([^\[\]^][^\[\]]{0,199})\](?=\(|\[[^\[\]])")
_INLINE = re.compile(
    rf"""
    (?P<address><(?:https?://|www\.)[^<>\s]*>|(?:https?://|www\.)[^\s<>()\[\]"'«»“”*{HOLE}]+)
  | (?P<mail><(?:mailto:)?[\w.+-]{{1,64}}@[\w.-]+>)
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
_CONTACT_LINK = re.compile(r"\b(?:mailto|tel):", re.IGNORECASE)
_OTHERS = frozenset({"q", "blockquote", "cite", "code", "pre", "kbd", "samp", "script", "style"})
"""Elements whose content isn't the author's own words, like that of any element with ``lang``."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text and its offset."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """The author's own words: ``words`` is as long as the source; ``blocks`` are its paragraphs and list items.

    ``contacts`` are the marks among them that lead to a mailbox or a telephone, such as ``](mailto:…)``.
    """

    words: str
    blocks: tuple[Passage, ...]
    links: tuple[Passage, ...]
    addresses: tuple[Passage, ...]
    contacts: tuple[Passage, ...]


def read_prose(markdown: str) -> Prose:
    """The author's own words in a Markdown text. Never fails; takes linear time."""
    visible, spans = _visible_lines(markdown)
    visible = _WRITTEN_CODE.sub(lambda code: HOLE * len(code[0]), visible)
    words, addresses, contacts = _own_words(visible)
    blocks = tuple(Passage(start, words[start:end]) for start, end in spans)
    links = tuple(Passage(link.start(), link[1]) for link in _LINK.finditer(visible))
    return Prose(words, blocks, links, addresses, contacts)


def _visible_lines(markdown: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with hidden lines blanked, and the start and end of each paragraph."""
    lines: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for kind, line in line_kinds(markdown):
        lines.append(HOLE * len(line) if kind in _HIDDEN else line)
        if kind == "start":
            spans.append((at, at + len(line)))
        elif kind == "text":
            spans[-1] = (spans[-1][0], at + len(line))
        at += len(line) + 1
    return "\n".join(lines), spans


def line_kinds(markdown: str) -> Iterator[tuple[str, str]]:
    """Each line with its kind: ``start`` begins a paragraph, ``text`` continues it; the other kinds name themselves."""
    fence, above, holder, references = "", "blank", "text", False
    for line in markdown.split("\n"):
        found = _LINE.match(line)
        name = (found.lastgroup if found else None) or "text"
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
        yield "reference" if references and above in ("start", "text") else above, line


def _kind(name: str, line: str, above: str, holder: str) -> str:
    """The kind of a line outside fences, from its markup, the line above and the last unindented line."""
    if name == "indented":
        return _indented(line, above, holder)
    if name == "item":
        return "start"
    if name != "text":
        return name
    if above in ("quote", "reference"):
        return above
    if "|" in line:
        return "table"
    return "text" if above in ("start", "text") else "start"


def _indented(line: str, above: str, holder: str) -> str:
    if above in ("quote", "reference", "code"):
        return above
    if holder == "reference":
        return holder
    if above == "blank" and (holder not in ("item", "heading") or line.startswith((" " * 8, "\t\t"))):
        return "code"
    return "text" if above in ("start", "text") and not _ITEM.match(line) else "start"


def _own_words(visible: str) -> tuple[str, tuple[Passage, ...], tuple[Passage, ...]]:
    """The text with markup and other people's words blanked, and the bare addresses and contacts in it."""
    parts: list[str] = []
    addresses: list[Passage] = []
    contacts: list[Passage] = []
    position = 0
    for found in _INLINE.finditer(visible):
        if found.start() < position:
            continue
        if found["address"]:
            addresses.append(Passage(found.start(), found["address"].strip("<>").rstrip(".,;:!?…")))
        elif found["mail"] or (found[0][0] in "<]" and _CONTACT_LINK.search(found[0])):
            contacts.append(Passage(found.start(), found[0]))
        end = _end_of_element(found, visible)
        parts += visible[position : found.start()], HOLE * (end - found.start())
        position = end
    parts.append(visible[position:])
    return "".join(parts), tuple(addresses), tuple(contacts)


def _end_of_element(found: re.Match[str], visible: str) -> int:
    """Where the hidden content of an element ends; an element that is never closed hides the rest of the text."""
    name = found["name"]
    if not name or not (name.lower() in _OTHERS or "lang" in found["attributes"].lower()):
        return found.end()
    closing = visible.find(f"</{name}", found.end())
    return closing if closing >= 0 else len(visible)
