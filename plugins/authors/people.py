"""Profiles as bylines and lists show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugins.core.communes import CommuneIndex
from plugins.core.models import Presence, Profile
from plugins.core.monograms import hue_of, monogram
from plugins.core.pictures import photo_view
from plugins.core.places import place_view
from plugins.core.renditions import PhotoFacts
from plugins.core.views import PersonView


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
