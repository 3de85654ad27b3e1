"""The last look at what may name nobody: words that a page shows where it says so by ``data-unnamed``.

The checks have looked at each text before; this looks at what was printed, by whatever road it came there.
"""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.message import N_
from placette.engine.texts.others import contacts_in, is_of_organisation, titled_in

MARK = "data-unnamed"
_REACHED, _NAMED = N_("says how to reach somebody"), N_("names somebody")


def unnamed_faults(tree: LexborHTMLParser) -> Iterator[str]:
    """What is wrong, each with the words; addresses that only a link holds count too."""
    for node in tree.css(f"[{MARK}]"):
        links = (link.attributes["href"] or "" for link in node.css('a[href^="mailto:"], a[href^="tel:"]'))
        for text in (node.text(separator=" "), *(link.partition(":")[2] for link in links)):
            reached = (found.value for found in contacts_in(text) if not is_of_organisation(found.value))
            yield from (f"{_REACHED}: {value}" for value in reached)
            yield from (f"{_NAMED}: {found.value}" for found in titled_in(text))
