"""Finds where a text names a person or links to them, however it is written.

It ignores case, accents, ligatures, entities, the kinds of spaces, apostrophes and dashes, emphasis between two words,
and the order of first and last name. Positions refer to the text as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from html import unescape

from placette.engine.base.text import fold

_TOKEN = re.compile(r"&#?\w{1,30};|.", re.DOTALL)
_ALIKE = str.maketrans({**dict.fromkeys("’‘ʼ`´", "'"), **dict.fromkeys("‐‑–—", "-"), **dict.fromkeys("\n\r\t", " ")})
_BETWEEN = r"(?:[ '*_\\-]|\.(?=\w)){0,8}"
"""What may stand between the words of a name; nothing, as in a handle, will do. «Anna. Paul» are two people."""
_TURNED = r"(?:[ ,'*_\\-]|\.(?=\w)){0,8}"
_PART = 4
"""The fewest letters of a part of a name that may identify somebody by itself."""
_ADDRESS = (
    r"(?:https?://[^\s<>()\[\]\"']{{0,200}}?|www\.|[\w.+-]{{0,64}}@)?(?<![\w-])(?:{places})"
    r"(?:[/?#](?:[^\s<>()\[\]\"']*[^\s<>()\[\]\"'.,;:!?])?)?(?![\w-])"
)
"""An address, with its scheme and host before it, and the pages below it."""
_LETTER = r"[^\W_]"


class TraceKind(StrEnum):
    """What was found: the whole name, an address of the person, or a part of the name that may mean them."""

    NAME = "name"
    ADDRESS = "address"
    PART = "part"


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A range of a text, from ``start`` up to ``end`` (excluded)."""

    start: int
    end: int
    kind: TraceKind = TraceKind.NAME


@dataclass(frozen=True, slots=True)
class Traces:
    """Patterns that identify a person: in folded texts (name, part of a name), and in texts as written (addresses)."""

    name: re.Pattern[str]
    part: re.Pattern[str] | None
    address: re.Pattern[str] | None
    words: tuple[str, ...]


def traces_of(name: str, addresses: Iterable[str]) -> Traces:
    """The traces of a person with this name. ``addresses`` are pages and handles, with or without ``https://``."""
    variants = dict.fromkeys(filter(None, (_words(name), _words(name.partition("(")[0]))))
    orders = dict.fromkeys(_in_order(words, turn) for words in variants for turn in range(len(words)))
    parts = [word for word in next(iter(variants), ()) if len(word) >= _PART]
    bare = sorted({_bare(address) for address in addresses} - {""}, key=lambda text: (-len(text), text))
    places = "|".join(map(re.escape, bare))
    return Traces(
        name=_whole("|".join(orders)),
        part=_whole("|".join(map(re.escape, parts))) if parts else None,
        address=re.compile(_ADDRESS.format(places=places), re.IGNORECASE) if bare else None,
        words=tuple(max(words, key=len) for words in variants),
    )


def hits(text: str, traces: Traces) -> list[Hit]:
    """Every place in a text that identifies the person, in order; of two that overlap, the first."""
    found = [
        Hit(m.start(), m.end(), TraceKind.ADDRESS) for m in (traces.address.finditer(text) if traces.address else ())
    ]
    if _may_name(text, traces):
        found += _named(text, traces)
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.kind is TraceKind.PART, hit.start)):
        if not any(hit.start < other.end and other.start < hit.end for other in kept):
            kept.append(hit)
    return sorted(kept)


def names_in(text: str, traces: Traces) -> list[Hit]:
    """The places with the whole name."""
    return [hit for hit in hits(text, traces) if hit.kind is TraceKind.NAME]


def put_label(text: str, found: Iterable[Hit], label: str) -> str:
    """The text with the label at these places, fitted into its sentence («photo d’une habitante»)."""
    for hit in sorted(found, reverse=True):
        before, after = text[: hit.start], text[hit.end :]
        fitted = _fitted(label, before)
        if preposition := re.search(r"\b([dD])(?:e\s|['’])$", before):
            before = before[: preposition.start()] + preposition[1] + ("’" if fold(fitted)[0] in "aeiou" else "e ")
        text = before + fitted + after
    return text


def _fitted(label: str, before: str) -> str:
    """The label; its article becomes lower-case in the middle of a sentence."""
    first = fold(label.split(maxsplit=1)[0])
    inside = before.strip() and not re.search(r"[.!?…«\"\n][\s\u00a0\u202f\[(*_]*$", before)
    return label[0].lower() + label[1:] if inside and first in _ARTICLES else label


_ARTICLES = frozenset({"un", "une", "le", "la", "les", "des", "a", "an", "the", "someone", "quelqu’un", "quelqu'un"})


def _words(name: str) -> tuple[str, ...]:
    return tuple(re.findall(f"{_LETTER}+", _plain(name)))


def _in_order(words: tuple[str, ...], turn: int) -> str:
    ends = [_BETWEEN.join(map(re.escape, part)) for part in (words[turn:], words[:turn]) if part]
    return _TURNED.join(ends)


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?<!{_LETTER})(?:{pattern or '(?!)'})(?!{_LETTER})")


def _bare(address: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?@?", "", address.strip().lower()).rstrip("/")


def _may_name(text: str, traces: Traces) -> bool:
    """A quick test: whether the text holds the longest word of the name."""
    folded = _plain(text)
    return any(word in folded for word in traces.words)


def _named(text: str, traces: Traces) -> Iterator[Hit]:
    folded, starts, ends = _mapped(text)
    for kind, pattern in ((TraceKind.NAME, traces.name), (TraceKind.PART, traces.part)):
        for match in pattern.finditer(folded) if pattern else ():
            start, end = starts[match.start()], ends[match.end() - 1]
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            if kind is TraceKind.NAME or text[start].isupper() or text[start] == "&":
                yield Hit(start, end, kind)


def _mapped(text: str) -> tuple[str, list[int], list[int]]:
    """The folded text, and for each of its characters the start and end of what it comes from."""
    pieces, starts, ends = [], [], []
    for token in _TOKEN.finditer(text):
        piece = _plain(token[0])
        pieces.append(piece)
        starts += [token.start()] * len(piece)
        ends += [token.end()] * len(piece)
    return "".join(pieces), starts, ends


def _plain(text: str) -> str:
    return _plain_character(text) if len(text) == 1 else fold(_bare_text(text)).translate(_ALIKE)


@cache
def _plain_character(character: str) -> str:
    return fold(_bare_text(character)).translate(_ALIKE)


def _bare_text(text: str) -> str:
    return unescape(text).replace("\u00ad", "")
