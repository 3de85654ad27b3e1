"""People as cards show them: the portrait, or letters on their ground."""

from __future__ import annotations

from collections.abc import Mapping

from placette.engine.pages.desk import Desk
from placette.engine.pages.subjects import Sitter, Subject, places_line, shot_of
from placette.features.authors.kind import PROFILE
from placette.features.authors.monograms import GROUNDS, hue_of, monogram
from placette.features.authors.profile import Profile


def faces(desk: Desk) -> Mapping[str, Sitter]:
    """Everybody who writes, by key."""
    return {profile.key: _sitter(profile, desk) for profile in desk.build.of(PROFILE)}


def _sitter(profile: Profile, desk: Desk) -> Sitter:
    portrait = shot_of(profile.photo, desk.build) if profile.photo else None
    return Sitter(monogram(profile.name), GROUNDS[hue_of(profile.key)], portrait)


def author_subject(profile: Profile, desk: Desk) -> Subject:
    """A person or an association: their face, what they are, where they live."""
    known = desk.build.communes.by_code
    kind = profile.kind_label[:1].upper() + profile.kind_label[1:]
    place = places_line(known[code] for code in profile.communes if code in known)
    return Subject(
        slug=profile.key,
        title=profile.name,
        place=" · ".join(filter(None, (kind, place))),
        note=profile.description,
        sitters=(_sitter(profile, desk),),
    )
