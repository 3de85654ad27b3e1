"""What machines read about people: JSON-LD in the words of schema.org, Open Graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from placette.engine.base.networks import fediverse_creator, profile_url
from placette.engine.library.models import Commune
from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.ports import HANDLES
from placette.engine.pages.structured import (
    JsonLd,
    Website,
    breadcrumbs,
    filled,
    graph,
    image_node,
    open_graph_locale,
    place_node,
    reference,
    website_of,
)
from placette.engine.pages.views import BearingsView, SocialImageView, SocialView
from placette.engine.texts.renditions import Place, plan_renditions
from placette.features.authors.kind import PROFILE
from placette.features.authors.profile import AuthorKind, Profile

PERSONS = frozenset({AuthorKind.RESIDENT, AuthorKind.ELECTED, AuthorKind.GUEST})
"""The kinds that are one human being; the others are organisations."""


def agents(desk: Desk) -> Mapping[str, JsonLd]:
    """By key, each author as a person or an organisation that has a page here."""
    site = website_of(desk)
    return {profile.key: author_node(profile, site) for profile in desk.build.of(PROFILE)}


def handles(desk: Desk) -> Mapping[str, tuple[str, ...]]:
    """By key, where each author can be named in the Fediverse."""
    return {profile.key: _handles(profile) for profile in desk.build.of(PROFILE)}


def _handles(profile: Profile) -> tuple[str, ...]:
    return tuple(handle for name, written in profile.links if (handle := fediverse_creator(name, written)))


def author_node(profile: Profile, site: Website) -> JsonLd:
    """A person or an organisation that has a page here."""
    url = site.url + profile.url
    kind = "Person" if profile.kind in PERSONS else "Organization"
    return {"@type": kind, "@id": f"{url}#author", "name": profile.name, "url": url}


def describe_profile(
    profile: Profile, bearings: BearingsView, images: tuple[SocialImageView, ...], look: Lookup
) -> SocialView:
    """Open Graph and JSON-LD of an author's page."""
    desk = look.desk
    communes = [desk.build.communes.by_code[code] for code in profile.communes]
    node = profile_json_ld(profile, website_of(desk), communes, bearings, _portrait(profile, desk))
    creators = desk.ask(HANDLES).get(profile.key, ())
    return SocialView("profile", images, open_graph_locale(desk.lang), node, fediverse_creators=creators)


def _portrait(profile: Profile, desk: Desk) -> SocialImageView | None:
    if not profile.photo:
        return None
    rendition = plan_renditions(desk.build.photos[profile.photo.path], Place.FACE)[-1]
    return SocialImageView(desk.absolute(rendition.url), rendition.width, rendition.height, profile.photo.alt)


def profile_json_ld(
    profile: Profile,
    site: Website,
    communes: Sequence[Commune],
    bearings: BearingsView,
    portrait: SocialImageView | None = None,
) -> JsonLd:
    """An author's page and the way to it, with where the author is elsewhere on the web."""
    person = profile.kind in PERSONS
    entity = filled(
        author_node(profile, site)
        | {
            "description": profile.description,
            "image": image_node(portrait) if portrait else None,
            "sameAs": [url for name, written in profile.links if (url := profile_url(name, written))],
            "homeLocation" if person else "location": [place_node(commune) for commune in communes],
            "knowsLanguage": list(profile.languages),
            **_office(profile),
        }
    )
    page = {
        "@type": "ProfilePage",
        "@id": f"{bearings.url}#page",
        "url": bearings.url,
        "name": bearings.name,
        "inLanguage": site.lang,
        "isPartOf": reference(site, "WebSite", "website"),
        "breadcrumb": {"@id": f"{bearings.url}#breadcrumb"},
        "mainEntity": entity,
    }
    return graph(page, breadcrumbs(bearings))


def _office(profile: Profile) -> JsonLd:
    """In what capacity somebody speaks: a person's mandate, the body that a service belongs to."""
    if profile.kind in PERSONS:
        return {"jobTitle": profile.office}
    return {"parentOrganization": {"@type": "Organization", "name": profile.office} if profile.office else None}
