"""Comparing and naming words: folding accents, proposing the nearest name, making slugs, choosing by them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from zlib import crc32

_LETTERS = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O"}
WRITTEN_OUT = str.maketrans(_LETTERS | {"’": "'", "ʼ": "'"})
"""Ligatures as plain letters, and plain apostrophes."""
DEVICES = r"(?:con|prn|aux|nul|com\d|lpt\d)"
"""A regular expression for names that no file can have on Windows, whatever follows their stop."""
BULLETS = "•·∙◦▪▫■□‣⁃●○➢➤►✓✔\uf0b7\uf0a7\uf0fc\u2013"
"""Bullets of people and word processors that Markdown doesn't know: no long dash, which begins a line of dialogue."""
_BEGINNING = 4
"""Letters of the shortest word that is taken for the beginning of a longer one."""
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH = 80
"""Characters of the longest slug; file systems and forges accept it with room to spare."""


@lru_cache(4096)
def fold(text: str) -> str:
    """Return ``text`` without case, accents, ligatures, curved apostrophes, to compare or sort as dictionaries do."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.translate(WRITTEN_OUT))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def slugify(text: str) -> str:
    """Return a lower-case ASCII slug: «L'eau de l'EPCI» gives ``l-eau-de-l-epci``; may be empty."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")[:_SLUG_LENGTH].strip("-")


def place_of(word: str, count: int) -> int:
    """Return one of ``count`` places (0, 1, …), always the same for a word."""
    return crc32(word.encode("utf-8", "replace")) % count


def nearest(word: str, candidates: Iterable[str], count: int = 3) -> list[str]:
    """Up to ``count`` candidates that begin with ``word`` or look like it once both are folded, best first."""
    folded: dict[str, str] = {}
    for candidate in sorted(candidates):
        folded.setdefault(fold(candidate), candidate)
    key = fold(word)
    longer = [found for found in folded if found.startswith(key)] if len(key) >= _BEGINNING else []
    alike = get_close_matches(key, folded, n=count, cutoff=0.6)
    return [folded[found] for found in dict.fromkeys((*sorted(longer, key=len), *alike))][:count]


_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")


def without_addresses(text: str) -> str:
    """Return a text with a mark in the place of each address of a mailbox: what tasks print ends in mails and logs."""
    return _ADDRESS.sub("…", text)


_BLANKS = re.compile(r"[ \t\r\n\f]+")


def one_line(text: str) -> str:
    """Return a text in one line, with single spaces; no-break ones stay."""
    return _BLANKS.sub(" ", text).strip(" ")


CONTACT = re.compile(
    r"(?<![\w+.])(?:(?:\+33|0033)[ .\u00a0\u202f-]?[1-9]|0[1-9])(?:[ .\u00a0\u202f-]?\d\d){4}(?!\d)"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
)
"""French numbers as people write them, and addresses."""
