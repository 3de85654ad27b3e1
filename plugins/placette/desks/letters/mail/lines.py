"""Lines of a mail as they are compared: without the marks that Markdown and mailers put around words."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONG = 300
"""Characters beyond which a line is a paragraph of its writer, never a mailer's own line."""

_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_ESCAPED = re.compile(r"\\([^\w\s])")
_MARKS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|\\$|^#{1,6} ")
_BLANKS = re.compile(r"[\s\u00a0\u202f]+")
_WORD = re.compile(r"\w+")
_CONTACT = re.compile(
    r"(?:\+33|\b0)\s?[1-9](?:[\s.\-]?\d{2}){4}\b|\S@\S+\.\w|https?://|\bwww\.|\b\d{5}\s+[A-ZÉÈÎ]|\b(?:t[ée]l|fax|mob|port)"
    r"(?:[ée]phone|ile|able)?\s?[.:]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class KeptLines:
    """A text, and how many lines of another or of a signature it lost."""

    text: str
    lost: int = 0
    quoted: str = ""
    """The mail that it answers, where nothing marks the lines of that one."""


def loosened(line: str) -> str:
    """A line without Markdown's marks and with single plain spaces; empty for a long one."""
    if len(line) > LONG:
        return ""
    bare = _MARKS.sub("", _ESCAPED.sub(r"\1", _LINK.sub(r"\1", line.replace("\u00a0", " ").rstrip())))
    return _BLANKS.sub(" ", bare.replace("’", "'")).strip()


def unquoted(line: str) -> str:
    """A line without the ``>`` before it."""
    return line.lstrip("> \t\\")


def is_quoted(line: str) -> bool:
    """Whether a line begins with ``>``."""
    return line.lstrip(" ").startswith(">")


def word_count(text: str) -> int:
    """The words of a text."""
    return sum(1 for _ in _WORD.finditer(text))


def names_contact(line: str) -> bool:
    """Whether a line holds a telephone number, an address of any kind, or a post code with its town."""
    return bool(_CONTACT.search(line[:LONG]))


def joined(lines: list[str]) -> str:
    """Lines as a text, without blank lines at its ends."""
    return "\n".join(lines).strip("\n").rstrip()
