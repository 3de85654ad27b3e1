"""Profiles as bylines and lists show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zlib import crc32

from plugins.core.communes import CommuneIndex
from plugins.core.models import Presence, Profile
from plugins.core.pictures import photo_view
from plugins.core.places import place_view
from plugins.core.renditions import PhotoFacts
from plugins.core.text import fold
from plugins.core.views import PersonView

HUES = 8
"""Colours of monograms that the theme provides."""
_LITTLE_WORDS = frozenset({"les", "le", "la", "l", "de", "du", "des", "d", "et", "aux", "a", "the", "of"})


def monogram(name: str) -> str:
    """One or two initials of a name: «Les Amis du baromètre (association)» gives «AB»."""
    plain = name.partition("(")[0].replace("'", " ").replace("’", " ")
    words = [word for word in plain.split() if word[:1].isalnum()]
    telling = [word for word in words if fold(word) not in _LITTLE_WORDS] or words
    initials = "".join(word[0] for word in (telling[0], telling[-1])) if len(telling) > 1 else (telling or ["?"])[0][:1]
    return initials.upper()


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
        hue=crc32(profile.key.encode()) % HUES,
        description=profile.description,
        office=profile.office,
        past=profile.presence is Presence.PAST,
        place=place_view(found[0], base, ground.places) if found else None,
        portrait=photo_view(profile.photo, ground.photos, base) if profile.photo else None,
    )


def people_views(profiles: Iterable[Profile], ground: Ground) -> dict[str, PersonView]:
    """Every author by key."""
    return {profile.key: person_view(profile, ground) for profile in profiles}
