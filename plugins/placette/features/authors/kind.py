"""Profiles of authors, as a kind of text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from placette.engine.base.message import N_
from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Called, Making, TextKind, Tombstone
from placette.engine.library.naming import PERSON
from placette.engine.library.outline import Outline
from placette.engine.problems.messages import NEW_AUTHOR
from placette.engine.texts.renditions import Place
from placette.features.authors.checking import Signature, check_names, check_profile, portrait_of
from placette.features.authors.profile import Profile
from placette.features.authors.schema import ProfileMatter, WithdrawnProfileMatter


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[Signature]:
    """Where its name stands, who speaks, and the licence of texts without one of their own."""
    matter, name = draft.matter, draft.entry("name")
    if not isinstance(matter, ProfileMatter):
        return outline
    place = Signature(name.line, name.column, name.key, matter.kind[0])
    return replace(outline, licence=matter.licence, extra=place)


def _portrait(draft: Draft, matter: ProfileMatter) -> Iterable[str]:
    return portrait_of(matter).path(draft)


def _profile(making: Making[ProfileMatter]) -> Profile:
    """An author; names and descriptions are typeset in the site's language."""
    matter = making.matter
    kind, label = matter.kind
    return Profile(
        path=making.draft.path,
        key=making.draft.slug,
        url=making.url,
        name=making.say(matter.name),
        kind=kind,
        kind_label=label,
        office=making.say(matter.office),
        description=making.say(matter.description),
        communes=making.communes,
        since=matter.since,
        languages=tuple(matter.languages),
        links=matter.links,
        licence=matter.licence,
        photo=portrait_of(matter).photo(making, Place.FACE),
        presence=matter.status,
        body=making.body,
    )


def _is_bare(profile: Profile) -> bool:
    """Whether there is no biography: a line of description alone makes no page."""
    return not (profile.body.words or profile.body.photos)


PROFILE = TextKind(
    name=PERSON,
    place=r"authors/[^/]+\.md",
    schema=ProfileMatter,
    value=Profile,
    address="AUTHOR",
    changed=N_("the profile {what} changed"),
    check=check_profile,
    make=_profile,
    asks=_portrait,
    called=Called("author-unknown", NEW_AUTHOR, near=1, key="name"),
    outline=_outline,
    extra=Signature,
    together=check_names,
    tombstone=Tombstone(WithdrawnProfileMatter),
    may_be_empty=True,
    is_bare=_is_bare,
    photos="authors",
)
