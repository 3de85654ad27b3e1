"""The posts that were announced: a file with one address per line, which editors commit; where each was announced.

It is ``.announced.txt``, beside ``pelicanconf.py``: it is neither a text of the community (``content/``), nor made by a
build (``output/`` and ``.placette/`` are never committed), nor a program (``plugins/``). Addresses last for ever, so a
post whose folder or title changes isn't announced twice. Lines are sorted, so that git can merge two people's work.
Behind an address may stand those of what was sent (``2026/le-lavoir/ https://mastodon.example/@mairie/1``), so that
``invoke mentions`` finds the answers to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from placette.features.posts.article import Article

FILE = ".announced.txt"
_HEADING = "# Posts that were announced (invoke announce --done). Commit this file.\n"


def read_statuses(text: str) -> dict[str, tuple[str, ...]]:
    """The addresses in the file's text, without comments and empty lines, each with those of what was sent about it."""
    lines = (line.split() for line in text.splitlines())
    return {words[0]: tuple(words[1:]) for words in lines if words and not words[0].startswith("#")}


def render_announced(addresses: Iterable[str], statuses: Mapping[str, Iterable[str]] | None = None) -> str:
    """The text of the file."""
    sent = statuses or {}
    lines = (" ".join((address, *dict.fromkeys(sent.get(address, ())))) for address in sorted(set(addresses)))
    return _HEADING + "".join(f"{line}\n" for line in lines)


def new_posts(published: Iterable[Article], announced: frozenset[str], since: date | None) -> tuple[Article, ...]:
    """The posts to announce, oldest first: those not in the file yet, or with ``since`` all from that day on."""
    if since:
        wanted = [article for article in published if article.date.date() >= since]
    else:
        wanted = [article for article in published if article.url not in announced]
    return tuple(sorted(wanted, key=lambda article: (article.date, article.path)))
