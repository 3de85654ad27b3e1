"""Who made a picture, and under which licence it is shown: said for it alone, or once for all of a text."""

from __future__ import annotations

from placette.engine.library.checks import find_author
from placette.engine.library.records import Neighbours
from placette.engine.texts.claims import Claims
from placette.engine.texts.schema import Matter
from placette.features.posts.schema import ArticleMatter


def claims_of(matter: Matter | None, neighbours: Neighbours) -> Claims:
    """What a front matter says for all pictures of its text.

    A post names photographers or illustrators in its byline, and its licence holds for its pictures: its own, or else
    that which its first author's profile gives. What is not a post is the site's own, as is its licence.
    """
    if not isinstance(matter, ArticleMatter):
        return Claims(licence=True)
    first = find_author(matter.authors[0], neighbours.names) if matter.authors else None
    licence = matter.licence or neighbours.licences.get(first or "")
    return Claims(bool(matter.photographers or matter.illustrators), licence is not None)
