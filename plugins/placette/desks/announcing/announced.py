"""What was announced already: a file of addresses, one a line, that editors commit.

It lies beside ``pelicanconf.py`` as ``.announced.txt``: what editors did is neither a text of the community
(``content/``), nor made by a build (``output/`` and ``.placette/`` are never committed), nor a program (``plugins/``).
Addresses are for ever, so a post whose folder or title changes is not announced twice. Lines are sorted, so that git
merges the hours of two people.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from placette.features.posts.article import Article

FILE = ".announced.txt"
_HEADING = "# Posts that were announced (invoke announce --done). Commit this file.\n"


def read_announced(text: str) -> frozenset[str]:
    """The addresses of a file's text; comments and empty lines are none."""
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def render_announced(addresses: Iterable[str]) -> str:
    """The text of the file."""
    return _HEADING + "".join(f"{address}\n" for address in sorted(set(addresses)))


def new_posts(published: Iterable[Article], announced: frozenset[str], since: date | None) -> tuple[Article, ...]:
    """The posts to announce, oldest first: those not noted yet, or with ``since`` all those from that day on."""
    if since:
        wanted = [article for article in published if article.date.date() >= since]
    else:
        wanted = [article for article in published if article.url not in announced]
    return tuple(sorted(wanted, key=lambda article: (article.date, article.path)))
