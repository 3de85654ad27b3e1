"""People, as visitors look for them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.ports import PERSON_MARKS
from placette.engine.pages.searched import Searched, SearchedKind, Writing, place_names
from placette.features.authors.kind import PROFILE
from placette.features.authors.profile import Profile

_PERSON = SearchedKind("person", N_("Person"), N_("People"), 10)


def searched_people(desk: Desk) -> Iterator[Searched]:
    """Everybody who has a page, by name, by what they say of themselves and where they live."""
    marks, known = desk.ask(PERSON_MARKS), desk.build.communes.by_code
    for profile in desk.build.of(PROFILE):
        communes = tuple(known[code].name for code in profile.communes if code in known)
        read, mark = partial(_read, profile, communes, desk), marks[profile.key]
        yield Searched(_PERSON, profile.url, profile.name, mark, read, desk.lang, communes=communes)


def _read(profile: Profile, communes: tuple[str, ...], desk: Desk) -> Writing:
    known = desk.build.communes.by_code
    places = (known[code] for code in profile.communes if code in known)
    return Writing(
        summary=profile.description,
        html=(desk.build.body_of(profile).html,),
        names=(profile.name,),
        places=tuple(name for place in places for name in place_names(place, desk)),
        subjects=tuple(filter(None, (profile.kind_label, profile.office))),
        place=", ".join(communes),
    )
