"""Walks in the words of schema.org: a trip, and the list of its places in order."""

from __future__ import annotations

from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.ports import AGENTS
from placette.engine.pages.structured import (
    JsonLd,
    agent,
    filled,
    licence_of,
    open_graph_locale,
    page_json_ld,
    place_node,
    website_of,
)
from placette.engine.pages.views import BearingsView, SocialImageView, SocialView
from placette.features.posts import articles
from placette.features.walks.walk import Step, Walk


def describe_walk(walk: Walk, bearings: BearingsView, images: tuple[SocialImageView, ...], look: Lookup) -> SocialView:
    """Open Graph and JSON-LD of a walk."""
    for key in walk.authors:
        look.note(f"person {key}")
    for step in walk.steps:
        if step.post in articles(look.desk):
            look.note(f"card {step.post}")
    return SocialView("website", images, open_graph_locale(walk.lang), walk_json_ld(walk, bearings, look.desk))


def walk_json_ld(walk: Walk, bearings: BearingsView, desk: Desk) -> JsonLd:
    """A walk's page and the way to it."""
    trip = filled(
        {
            "@type": "TouristTrip",
            "@id": f"{bearings.url}#walk",
            "name": walk.title,
            "description": walk.summary,
            "url": bearings.url,
            "provider": [agent(key, desk.ask(AGENTS)) for key in walk.authors],
            "subjectOf": {"@id": f"{bearings.url}#page"},
            "itinerary": {
                "@type": "ItemList",
                "numberOfItems": len(walk.steps),
                "itemListElement": [
                    {"@type": "ListItem", "position": number, "item": _stop(step, desk)}
                    for number, step in enumerate(walk.steps, 1)
                ],
            },
        }
    )
    page = page_json_ld(bearings, website_of(desk))
    communes = [desk.build.communes.by_code[code] for code in walk.communes]
    about = {"mainEntity": {"@id": trip["@id"]}, "contentLocation": [place_node(commune) for commune in communes]}
    page["@graph"][0] |= filled({**about, "inLanguage": walk.lang, **licence_of(walk.licence)})
    page["@graph"].append(trip)
    return page


def _stop(step: Step, desk: Desk) -> JsonLd:
    post = articles(desk).get(step.post)
    lat, lon = step.point
    return filled(
        {
            "@type": "Place",
            "name": step.name or (post.title if post else ""),
            "url": desk.absolute(post.url) if post else "",
            "geo": {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon},
        }
    )
