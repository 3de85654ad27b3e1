"""Mends what a text's Markdown holds by habit of another system, and links that lack their beginning."""

from __future__ import annotations

import re

from placette.engine.texts.characters import WIDTHLESS

_CODE = re.compile(r"(^(?:```|~~~).*?(?:^(?:```|~~~)[ \t]*$|\Z)|`[^`\n]+`)", re.MULTILINE | re.DOTALL)
_ATTRIBUTES = re.compile(r"^[ \t]*\{:[^{}\n]*\}[ \t]*\n|[ \t]*\{:[^{}\n]*\}", re.MULTILINE)
"""Kramdown's classes and identifiers, on a line of their own or behind what they are about."""
_EMBEDDED = re.compile("\u202a([^\u0590-\u08ff\u202a-\u202e\u2066-\u2069\n]*)\u202c")
"""What runs from left to right and is told to, as Windows and telephones copy numbers."""
_MAIL = re.compile(r"(\]\(<?)([\w.+-]+@[\w-]+(?:\.[\w-]+)+)(?=>?[\s)])")
_SITE = re.compile(r"(\]\(<?)(www\.[^\s()<>]+)(?=>?[\s)])")


def mend_characters(text: str) -> str:
    """The text without characters that pasted text holds: those of no width, and those that set its direction anyway.

    The line breaks of word processors become spaces, which can't begin anything of Markdown's.
    """
    bare = text.translate({**dict.fromkeys(map(ord, WIDTHLESS)), **dict.fromkeys(map(ord, "\u2028\u2029\x0b"), " ")})
    return _EMBEDDED.sub(r"\1", bare)


def mend_body(body: str) -> str:
    """The body with kramdown's attributes gone, and ``mailto:`` and ``https://`` before addresses; code stays."""
    parts = _CODE.split(body)
    parts[::2] = [_mend(part) for part in parts[::2]]
    return "".join(parts)


def _mend(text: str) -> str:
    text = _ATTRIBUTES.sub("", text)
    return _SITE.sub(r"\1https://\2", _MAIL.sub(r"\1mailto:\2", text))
