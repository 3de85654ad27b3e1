"""Profiles as bylines and lists show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from placette.engine.base.networks import PROFILE_LINKS, profile_url
from placette.engine.base.text import fold
from placette.engine.library.communes import CommuneIndex
from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import mark_of
from placette.engine.pages.places import place_view, places_pattern
from placette.engine.pages.ports import PEOPLE
from placette.engine.pages.views import LinkView, PersonView
from placette.engine.texts.pictures import photo_view
from placette.engine.texts.renditions import PhotoFacts
from placette.features.authors.kind import PROFILE
from placette.features.authors.monograms import hue_of, monogram
from placette.features.authors.profile import Presence, Profile
from placette.features.posts import by_key


@dataclass(frozen=True, slots=True)
class Ground:
    """What people are shown against: the communes, the photos, the addresses of the site and of communes' pages."""

    communes: CommuneIndex
    photos: Mapping[str, PhotoFacts]
    base: str
    places: str = ""
    """The pattern of the addresses of communes' pages; empty where there are none."""


def person_view(profile: Profile, ground: Ground) -> PersonView:
    """A person to show; the monogram's colour depends on the key alone, so it never changes."""
    communes, base = ground.communes, ground.base
    found = [communes.by_code[code] for code in profile.communes if code in communes.by_code]
    return PersonView(
        key=profile.key,
        name=profile.name,
        url=base + profile.url,
        kind=profile.kind.value,
        kind_label=profile.kind_label,
        monogram=monogram(profile.name),
        hue=hue_of(profile.key),
        description=profile.description,
        office=profile.office,
        past=profile.presence is Presence.PAST,
        place=place_view(found[0], base, ground.places) if found else None,
        portrait=photo_view(profile.photo, ground.photos, base) if profile.photo else None,
    )


def people_of(desk: Desk) -> Mapping[str, PersonView]:
    """Every author, by key."""
    build = desk.build
    ground = Ground(build.communes, build.photos, build.base, places_pattern(desk))
    return {profile.key: person_view(profile, ground) for profile in build.of(PROFILE)}


def profiles(desk: Desk) -> Mapping[str, Profile]:
    """Every profile, by key."""
    return desk.once(_by_key)


def _by_key(desk: Desk) -> Mapping[str, Profile]:
    return {profile.key: profile for profile in desk.build.of(PROFILE)}


def homes(desk: Desk) -> Mapping[str, list[str]]:
    """The authors (keys) of each commune (code), by name."""
    return desk.once(_by_home)


def _by_home(desk: Desk) -> Mapping[str, list[str]]:
    ordered = sorted(desk.build.of(PROFILE), key=lambda profile: (fold(profile.name), profile.key))
    return by_key((code, profile.key) for profile in ordered for code in profile.communes)


def links_of(profile: Profile, own_site: str = "") -> tuple[LinkView, ...]:
    """Where a person is elsewhere on the web; ``own_site`` is what the link to their own site says."""
    labels = {**PROFILE_LINKS, **({"site": own_site} if own_site else {})}
    found = ((labels[name], profile_url(name, written)) for name, written in profile.links if name in labels)
    return tuple(LinkView(label, url, rel="me nofollow noopener") for label, url in found if url)


def person_marks(desk: Desk) -> Mapping[str, str]:
    """By key, the mark of all that pages show of a person."""
    people = desk.ask(PEOPLE)
    return {p.key: mark_of((p.mark, people[p.key], links_of(p))) for p in desk.build.of(PROFILE)}
