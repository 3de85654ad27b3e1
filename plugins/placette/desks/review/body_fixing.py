"""Mends what a text's Markdown holds by habit of another system, and links that lack their beginning."""

from __future__ import annotations

import re

from placette.engine.texts.characters import WIDTHLESS

_CODE = re.compile(r"(^(?:```|~~~).*?(?:^(?:```|~~~)[ \t]*$|\Z)|`[^`\n]+`)", re.MULTILINE | re.DOTALL)
_ATTRIBUTES = re.compile(r"^[ \t]*\{:[^{}\n]*\}[ \t]*\n|[ \t]*\{:[^{}\n]*\}", re.MULTILINE)
"""Kramdown's classes and identifiers, on a line of their own or behind what they are about."""
_MAIL = re.compile(r"(\]\(<?)([\w.+-]+@[\w-]+(?:\.[\w-]+)+)(?=>?[\s)])")
_SITE = re.compile(r"(\]\(<?)(www\.[^\s()<>]+)(?=>?[\s)])")


def drop_widthless(text: str) -> str:
    """The text without the characters of no width that pasted text holds."""
    return text.translate(dict.fromkeys(map(ord, WIDTHLESS)))


def mend_body(body: str) -> str:
    """The body with kramdown's attributes gone, and ``mailto:`` and ``https://`` before addresses; code stays."""
    parts = _CODE.split(body)
    parts[::2] = [_mend(part) for part in parts[::2]]
    return "".join(parts)


def _mend(text: str) -> str:
    text = _ATTRIBUTES.sub("", text)
    return _SITE.sub(r"\1https://\2", _MAIL.sub(r"\1mailto:\2", text))
