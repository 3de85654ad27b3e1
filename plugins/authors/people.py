"""Profiles as bylines and lists show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from plugins.core.communes import CommuneIndex
from plugins.core.models import Commune, Profile
from plugins.core.monograms import hue_of, monogram
from plugins.core.pictures import photo_view
from plugins.core.renditions import PhotoFacts
from plugins.core.views import PersonView, PlaceView


def place_view(commune: Commune) -> PlaceView:
    """A commune with its département."""
    return PlaceView(commune.code, commune.name, f"{commune.name}, {commune.department}")


def person_view(profile: Profile, communes: CommuneIndex, photos: Mapping[str, PhotoFacts], base: str) -> PersonView:
    """A person to show; the monogram's colour depends on the key alone, so it never changes."""
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
        place=place_view(found[0]) if found else None,
        portrait=photo_view(profile.photo, photos, base) if profile.photo else None,
    )


def people_views(
    profiles: Iterable[Profile], communes: CommuneIndex, photos: Mapping[str, PhotoFacts], base: str
) -> dict[str, PersonView]:
    """Every author by key."""
    return {profile.key: person_view(profile, communes, photos, base) for profile in profiles}
