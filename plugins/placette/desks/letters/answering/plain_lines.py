"""Text/plain that reads well on a phone and aloud: flowed lines (RFC 3676), and strangers' words made harmless."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

WIDTH = 72
"""Characters of a line before it is broken; RFC 3676 (4.2) advises at most 78."""
_ADDRESS = re.compile(r"(?:\w+://|www\.)\S*|\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b(?:/\S*)?", re.IGNORECASE)
"""What a reader of mails would make a link of. A forged sender must not have us carry advertisements to others."""
_NUMBER = re.compile(
    r"(?<![\w+.])(?:(?:\+|00)\d{2}[ .\u00a0\u202f-]?\(?0?\)?[1-9]|0[1-9])(?:[ .\u00a0\u202f-]?\d\d){4}(?!\d)"
)
"""A telephone number as people write it here, with or without its country."""
PICTURE = re.compile(r"!\[[^\[\]\n]{0,500}\]\([^()\n]{0,300}\)")
"""A picture in Markdown."""
_LOOKED_AT = 1000
_SPACES = " \u00a0\u202f"


def in_one_line(text: str, longest: int = 120) -> str:
    """A stranger's words on one line, without control characters, at most ``longest`` characters."""
    seen = "".join(c if c.isprintable() or c in _SPACES else " " for c in text)
    plain = " ".join(seen.split(" ")).strip()
    plain = re.sub(r" {2,}", " ", plain)
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def quotable(text: str, longest: int = 80) -> str:
    """The words of a letter as a mail may repeat them: no addresses and no telephone numbers, and not many."""
    return in_one_line(_NUMBER.sub("…", _ADDRESS.sub("…", text[:_LOOKED_AT])), longest)


def shown_file(name: str) -> str:
    """The name of a file as its sender knows it, without anything that a reader of mails makes a link of."""
    stem, dot, ending = name[:_LOOKED_AT].rpartition(".")
    harmless = re.sub(r"[.@/:]", "_", stem if dot else ending)
    return in_one_line(f"{harmless}{dot}{ending if dot else ''}", 60)


def flowed(blocks: Iterable[str]) -> str:
    """Paragraphs as format=flowed: long lines end in a space where a reader may join them. Blocks are set apart."""
    return "\n\n".join("\n".join(_broken(line) for line in block.split("\n")) for block in blocks if block) + "\n"


def _broken(line: str) -> str:
    parts = textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
    return " \n".join(_stuffed(part) for part in parts)


def _stuffed(line: str) -> str:
    """The line with a space before what a mail program would take for a quotation (RFC 3676, 4.4)."""
    return f" {line}" if line.startswith((" ", ">", "From ")) else line
