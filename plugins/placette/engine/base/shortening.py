"""Text cut where a reader would cut it: between words, never inside an emoji or an accented letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate

import regex

ELLIPSIS = "…"

_GRAPHEME = regex.compile(r"\X")
_BLANKS = re.compile(r" [ \t\r\n]+|[\t\r\n][ \t\r\n]*")
"""Ordinary white space only: the no-break spaces of French typography stay as they are, and so do single spaces."""
_DANGLING = " \t\u00a0\u202f,;:.–—-(«“"
"""What looks unfinished before an ellipsis."""


def graphemes(text: str) -> list[str]:
    """``text`` in characters as people count them: Unicode's extended grapheme clusters (UAX #29)."""
    found: list[str] = _GRAPHEME.findall(text)
    return found


def one(_grapheme: str) -> int:
    """The weight of a character where all weigh the same."""
    return 1


def shorten(text: str, limit: int, weight: Callable[[str], int] = one, heaviest: int = 1) -> str:
    """``text`` on one line, in at most ``limit`` characters with its ellipsis; empty below one.

    The cut falls between two words, unless that would lose more than half of what fits. ``heaviest`` is
    the most that ``weight`` gives a character.
    """
    line = _BLANKS.sub(" ", text).strip()
    # No text has more characters, as people count them, than code points: most need no counting.
    if len(line) * heaviest <= limit:
        return line
    clusters = graphemes(line)
    reached = list(accumulate(map(weight, clusters)))
    if not reached or reached[-1] <= limit:
        return line
    fitting = sum(1 for total in reached if total <= limit - weight(ELLIPSIS))
    if fitting < 1:
        return ELLIPSIS if limit >= weight(ELLIPSIS) else ""
    return "".join(clusters[: _word_end(clusters, fitting)]).rstrip(_DANGLING) + ELLIPSIS


def _word_end(clusters: list[str], fitting: int) -> int:
    """Where to cut so that at most ``fitting`` characters stay: at a space when one is near."""
    spaces = [at for at in range(fitting // 2, fitting + 1) if clusters[at] == " "]
    return spaces[-1] if spaces else fitting
