"""Walks in the words of schema.org: a trip, and the list of its places in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from placette.engine.library.models import Commune
from placette.engine.pages.views import BearingsView
from placette.features.authors.profile import Profile
from placette.features.posts.article import Article
from placette.features.sharing.structured import JsonLd, Site, agent, filled, licence_of, page_json_ld, place_node
from placette.features.walks.walk import Step, Walk


def walk_json_ld(
    walk: Walk,
    site: Site,
    people: Mapping[str, Profile],
    communes: Sequence[Commune],
    posts: Mapping[str, Article],
    bearings: BearingsView,
) -> JsonLd:
    """A walk's page and the way to it. ``posts`` are the published ones, by source path."""
    trip = filled(
        {
            "@type": "TouristTrip",
            "@id": f"{bearings.url}#walk",
            "name": walk.title,
            "description": walk.summary,
            "url": bearings.url,
            "provider": [agent(key, people, site) for key in walk.authors],
            "subjectOf": {"@id": f"{bearings.url}#page"},
            "itinerary": {
                "@type": "ItemList",
                "numberOfItems": len(walk.steps),
                "itemListElement": [
                    {"@type": "ListItem", "position": number, "item": _stop(step, posts, site)}
                    for number, step in enumerate(walk.steps, 1)
                ],
            },
        }
    )
    page = page_json_ld(bearings, site)
    told = {"mainEntity": {"@id": trip["@id"]}, "contentLocation": [place_node(commune) for commune in communes]}
    page["@graph"][0] |= filled({**told, "inLanguage": walk.lang, **licence_of(walk.licence)})
    page["@graph"].append(trip)
    return page


def _stop(step: Step, posts: Mapping[str, Article], site: Site) -> JsonLd:
    post = posts.get(step.post)
    lat, lon = step.point
    return filled(
        {
            "@type": "Place",
            "name": step.name or (post.title if post else ""),
            "url": site.url + post.url if post else "",
            "geo": {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon},
        }
    )
