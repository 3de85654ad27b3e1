"""HTML, such as the body of a mail, becomes a manuscript with its pictures in their places."""

from __future__ import annotations

import re
from collections.abc import Mapping

from placette.desks.letters.documents.binding import bound
from placette.desks.letters.documents.page_blocks import read_page
from placette.desks.letters.documents.remarks import refused
from placette.desks.letters.letter import Manuscript

_LONGEST = 2_000_000
"""Characters of the longest page; Outlook writes some 5,000 for a short mail, without pictures."""
_DEEPEST = 2_000
"""Elements inside each other; a thread of a hundred answers has some five hundred."""
_TAG = re.compile(
    r"<(/?)(?!(?:p|li|t[dhr]|tbody|thead|tfoot|d[dt]|option|br|hr|img|wbr|input|meta|link|col|area|base|source|o:p)\b)[a-z]",
    re.IGNORECASE,
)


def read_html(html: str, pictures: Mapping[str, bytes]) -> Manuscript:
    """A page or the HTML of a mail. ``pictures`` came with it, by the ``cid`` or ``src`` that it names.

    Of two keys for one picture either may be named. One that the page doesn't name comes after the text. No file from
    outside is ever fetched: such a picture becomes a remark. What readers of the mail didn't see is left out.
    """
    if len(html) > _LONGEST or _depth(html) > _DEEPEST:
        return refused("text-complex", "")
    return bound(read_page(html), pictures)


def _depth(html: str) -> int:
    """How many elements lie inside each other at most, those left aside that end by themselves.

    Parsers take time by the square of it: ten seconds for fifty thousand.
    """
    depth = deepest = 0
    for found in _TAG.finditer(html):
        depth = max(0, depth + (-1 if found[1] else 1))
        deepest = max(deepest, depth)
    return deepest
