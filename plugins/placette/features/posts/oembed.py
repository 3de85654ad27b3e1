"""oEmbed (oembed.com): what those who embed a link to a post show of it, as one file a post that needs no server."""

from __future__ import annotations

import json

from placette.engine.pages.lookup import Lookup
from placette.engine.pages.machine_contents import EmbedContent

OEMBED = "oembed"
"""The kind of these requests."""
PATH = "ARTICLE_OEMBED_SAVE_AS"
"""The setting of a post's oEmbed file, which is its path from the site's root too; empty where none is wanted."""
_CACHE_AGE = 86_400
"""Seconds for which an answer may be kept: a day, for titles are mended now and then."""


def render_oembed(content: EmbedContent, look: Lookup) -> str:
    """A post as a «link»: title, authors, site, card. Never as HTML, which would run in a page that isn't ours."""
    desk, article = look.desk, look.article(content.article)
    people, card = look.people(article.authors), look.drawn_card(article)
    told: dict[str, object] = {
        "version": "1.0",
        "type": "link",
        "title": article.title,
        "author_name": ", ".join(person.name for person in people),
        "author_url": desk.urls.absolute(people[0].url.removeprefix(desk.build.base)) if people else "",
        "provider_name": desk.site_name,
        "provider_url": desk.urls.absolute(""),
        "cache_age": _CACHE_AGE,
    }
    if card:
        told |= {"thumbnail_url": card.src, "thumbnail_width": card.width, "thumbnail_height": card.height}
    return json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False)
