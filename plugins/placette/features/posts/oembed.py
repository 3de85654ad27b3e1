"""oEmbed (oembed.com): what those who embed a link to a post show of it, as one file a post that needs no server."""

from __future__ import annotations

import json

from placette.engine.pages.lookup import Lookup
from placette.engine.pages.ports import CARD
from placette.engine.pages.requests import Request
from placette.features.posts.cards import article_of
from placette.features.posts.contents import EmbedContent

OEMBED = "oembed"
"""The kind of these requests."""
_CACHE_AGE = 86_400
"""Seconds for which an answer may be kept: a day, for titles are mended now and then."""


def write_oembed(_request: Request, content: EmbedContent, look: Lookup) -> str:
    """A post as a «link»: title, authors, site, card. Never as HTML, which would run in a page that isn't ours."""
    desk, article = look.desk, article_of(content.article, look)
    people, card = look.people(article.authors), desk.ask(CARD)(article)
    look.note(f"card {article.path}")
    found: dict[str, object] = {
        "version": "1.0",
        "type": "link",
        "title": article.title,
        "author_name": ", ".join(person.name for person in people),
        "author_url": desk.absolute(people[0].url.removeprefix(desk.base)) if people else "",
        "provider_name": desk.site_name,
        "provider_url": desk.absolute(""),
        "cache_age": _CACHE_AGE,
    }
    if card:
        found |= {"thumbnail_url": card.src, "thumbnail_width": card.width, "thumbnail_height": card.height}
    return json.dumps({name: value for name, value in found.items() if value}, ensure_ascii=False)
