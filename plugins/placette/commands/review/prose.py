"""Extracts the author's own words from a text: the part that a reviewer may comment on.

Code, addresses, notes, references and other people's words (quotations, dialogue, ``<q>``, passages in another
language) are blanked character by character, so that the rest keeps its offset in the source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from placette.engine.base.text import CONTACT, fold


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """The code of a problem, its offset in the body, the values of its message; what stands there, and should."""

    at: int
    code: str
    values: Mapping[str, object] = field(default_factory=dict, compare=False)
    mend: tuple[str, str] = field(default=("", ""), compare=False)


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

WRITTEN_CODE = re.compile(r"`++(?:[^`\n]|\n(?![ \t]*\n))*+`++")
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
    visible = WRITTEN_CODE.sub(lambda code: HOLE * len(code[0]), visible)
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
    """Return where an element's hidden content ends; one that is never closed hides the rest of the text."""
    name = found["name"]
    if not name or not (name.lower() in _OTHERS or "lang" in found["attributes"].lower()):
        return found.end()
    closing = visible.find(f"</{name}", found.end())
    return closing if closing >= 0 else len(visible)


LONG_SENTENCE = 40
"""In words: in a longer sentence, readers forget the beginning before they reach the end."""
_REPORTED = 5
_SHOWN_WORDS = 6
_SHORTEST_TEXT = 120
"""In words: in a shorter text, averages mean nothing."""
_HARD = 60
"""The LIX above which Björnsson calls a text very difficult, such as statutes and technical reports."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LONG_WORD = re.compile(r"[^\W\d_]{7,}")
_END = re.compile(rf"(?<![.!?…])[.!?…]++[)\]\"”»*_{HOLE}]*+(?=\s+[^\sa-zà-ÿ]|\s*\Z)|[;:](?=\s)")
"""A run of stops is looked at once, from its first: thousands of them would take minutes."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its offset, and its number of words."""

    at: int
    text: str
    words: int


def read_sentences(prose: Prose) -> list[Sentence]:
    """The sentences of paragraphs and list items. A semicolon or a colon ends one too: readers pause there."""
    found = []
    for block in prose.blocks:
        start = 0
        for end in [*(match.end() for match in _END.finditer(block.text)), len(block.text)]:
            text = block.text[start:end]
            if words := len(_WORD.findall(text)):
                found.append(Sentence(block.at + start, text, words))
            start = end
    return found


def long_sentences(sentences: list[Sentence]) -> list[Finding]:
    """The longest of the sentences with more than ``LONG_SENTENCE`` words, in the order of the text."""
    found = sorted((s for s in sentences if s.words > LONG_SENTENCE), key=lambda s: -s.words)[:_REPORTED]
    findings = []
    for sentence in found:
        first = _WORD.search(sentence.text)
        start = " ".join(sentence.text.replace(HOLE, " ").split()[:_SHOWN_WORDS])
        at = sentence.at + (first.start() if first else 0)
        findings.append(Finding(at, "sentence-long", {"words": sentence.words, "start": start}))
    return sorted(findings)


def hard_text(sentences: list[Sentence]) -> Iterator[Finding]:
    """Yield a finding if the text is clearly hard; none for one that is too short to tell.

    LIX = words / sentences + 100 × words of more than six letters / words, sentences ending at full stops and colons,
    here at semicolons too (C. H. Björnsson, «Läsbarhet», Liber, 1968). It needs neither syllables nor a dictionary, so
    it can be taken of French: its author compared newspapers of eleven languages with it («Readability of newspapers in
    11 languages», Reading Research Quarterly 18(4), 1983). 20 is very easy, 60 very difficult.
    """
    words = sum(sentence.words for sentence in sentences)
    if words < _SHORTEST_TEXT:
        return
    long_words = sum(len(_LONG_WORD.findall(sentence.text)) for sentence in sentences)
    average, share = words / len(sentences), 100 * long_words / words
    if average + share >= _HARD:
        values = {"lix": round(average + share), "words": round(average), "share": round(share)}
        yield Finding(sentences[0].at, "readability", values)


_TABLE = Path(__file__).with_name("languages.yml")
ANY_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 12
"""The least short words of another language for a finding."""
_AHEAD = 3
"""How many times more of them there must be than of the text's own."""


@cache
def _languages() -> dict[str, frozenset[str]]:
    table: dict[str, list[str]] = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return {lang: frozenset(words) for lang, words in table.items()}


def other_language(prose: Prose, lang: str) -> str:
    """The language that a text seems to be in, when that is not ``lang``; else empty."""
    words = Counter(ANY_WORD.findall(prose.words.casefold()))
    found = {code: sum(words[word] for word in short) for code, short in _languages().items()}
    likely = max(found, key=lambda code: found[code])
    own = found.get(lang.partition("-")[0], 0)
    return likely if likely != lang and found[likely] >= max(_ENOUGH, _AHEAD * own) else ""


_CONTACT_LENGTH = 60


def contacts(prose: Prose) -> Iterator[Finding]:
    """Yield each number and address in the author's own words, and in their links unless the words have it already."""
    shown = [(found.start(), found[0][:_CONTACT_LENGTH]) for found in CONTACT.finditer(prose.words)]
    said = {_bare(value) for _at, value in shown}
    linked = (
        (mark.at + found.start(), found[0][:_CONTACT_LENGTH])
        for mark in prose.contacts
        for found in CONTACT.finditer(mark.text)
    )
    places = sorted((*shown, *((at, value) for at, value in linked if _bare(value) not in said)))
    return (Finding(at, "contact-shown", {"value": value}) for at, value in places[:_REPORTED])


def _bare(value: str) -> str:
    """A number in the digits that one dials in France, however it is written; an address without capitals."""
    return value.casefold() if "@" in value else re.sub(r"^(?:00)?33", "0", re.sub(r"\D", "", value))
