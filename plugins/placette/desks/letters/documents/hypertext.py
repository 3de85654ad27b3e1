"""HTML, such as the body of a mail, becomes a manuscript with its pictures in their places."""

from __future__ import annotations

from collections.abc import Mapping

from placette.desks.letters.documents.binding import bound
from placette.desks.letters.documents.page_blocks import read_page
from placette.desks.letters.letter import Manuscript


def read_html(html: str, pictures: Mapping[str, bytes]) -> Manuscript:
    """A page or the HTML of a mail. ``pictures`` came with it, by the ``cid`` or ``src`` that it names.

    Of two keys for one picture either may be named. One that the page doesn't name comes after the text. No file from
    outside is ever fetched: such a picture becomes a remark. What readers of the mail didn't see is left out.
    """
    return bound(read_page(html), pictures)
