"""Profiles as bylines and lists show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from placette.engine.library.communes import CommuneIndex
from placette.engine.pages.views import PersonView
from placette.engine.texts.pictures import photo_view
from placette.engine.texts.renditions import PhotoFacts
from placette.features.authors.monograms import hue_of, monogram
from placette.features.authors.profile import Presence, Profile
from placette.features.territory.places import place_view


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


def people_views(profiles: Iterable[Profile], ground: Ground) -> dict[str, PersonView]:
    """Every author by key."""
    return {profile.key: person_view(profile, ground) for profile in profiles}
