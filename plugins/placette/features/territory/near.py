"""What the home page shows of places: those that most is written about, the newest post of each, a map of them."""

from __future__ import annotations

from placette.engine.pages.desk import Desk
from placette.engine.pages.lists import list_url
from placette.engine.pages.lookup import Lookup
from placette.features.posts import card_of, of_communes
from placette.features.territory.area_pages import COMMUNES, MAP_PAGE, post_points
from placette.features.territory.commune_pages import counted
from placette.features.territory.contents import NearContent
from placette.features.territory.place_pages import drawing_of
from placette.features.territory.views import NearPlaceView, NearView

_PLACES = 6
"""Communes that the home page names."""


def near_content(_about: None, desk: Desk) -> NearContent | None:
    """The communes with most posts; None for fewer than two, where nothing is nearer."""
    posts = of_communes(desk)
    if len(posts) < 2:
        return None
    most = tuple(sorted(counted(posts, desk), key=lambda pair: -pair[1])[:_PLACES])  # as many: by name, as they come
    return NearContent(most, tuple(posts[place.code][0] for place, _ in most), post_points(desk))


def near_view(_about: None, content: NearContent, look: Lookup) -> NearView:
    """The same, with what pages need."""
    desk = look.desk
    places = tuple(
        NearPlaceView(place, count, card_of(path, look))
        for (place, count), path in zip(content.places, content.newest, strict=True)
    )
    drawing = drawing_of(content.places, content.posted, desk)
    return NearView(places, drawing, list_url(COMMUNES, desk), list_url(MAP_PAGE, desk))
