"""``new``, ``new-author``, ``new-event``, ``new-walk``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from pydantic_core import PydanticCustomError

from placette.engine.base.geography import NAMESPACE, local_name, parse_gpx, point_in
from placette.engine.base.text import fold, nearest, slugify
from placette.engine.base.translation import N_
from placette.engine.content.build import Build
from placette.engine.content.communes import WHOLE, CommuneIndex
from placette.engine.content.neighbours import find_name, names_of
from placette.engine.content.options import ReadingOptions, Term
from placette.engine.texts.front_matter import quoted
from placette.features.agenda.event import as_instant
from placette.features.authors.profile import (
    DRAWN_PORTRAITS,
    PROFILE,
    AuthorKind,
    Profile,
    find_kind,
    may_be_drawn,
    same_to_the_eye,
)
from placette.features.walks.walk import TRACK_BROKEN, Point, Track, distance, passage_between, read_track

__all__ = ["Why", "answers_of", "spelt", "text_source"]


Why = tuple[str, Mapping[str, str]]
"""A sentence (msgid) on why an answer can't be used, and its values."""

_CHOICES = N_("Not one of the site's: {value}. Choose among: {choices}")
_AUTHOR = N_("Nobody is called {value} here. Choose among: {choices}")
_COMMUNE = N_("{value} is not a commune of this territory. Did you mean: {choices}?")
_WHEN = N_("“{value}” is not a day. Write it as 2026-05-01, or with the time: 2026-05-01 18:30.")
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class KnownAnswers:
    """The categories, communes and people of a site."""

    categories: Mapping[str, Term]
    communes: CommuneIndex
    people: Mapping[str, str]
    """Names by key."""

    def category(self, written: str) -> Why | None:
        """Return why this is no category."""
        choices = ", ".join(term.name for term in self.categories.values())
        return None if fold(written) in self.categories else (_CHOICES, {"value": written, "choices": choices})

    def author(self, written: str) -> Why | None:
        """Return why this is no known key or name."""
        names = names_of(self.people.items())
        close = list(dict.fromkeys(names[name] for name in nearest(written, names, _SHOWN))) or sorted(self.people)
        choices = ", ".join(close[:_SHOWN])
        return None if find_name(written, names) else (_AUTHOR, {"value": written, "choices": choices})

    def commune(self, written: str) -> Why | None:
        """Return why this is no commune, or not one alone."""
        matches = self.communes.find(written)
        if len(matches) == 1 or written == WHOLE:
            return None
        close = [commune for name in nearest(written, self.communes.by_name) for commune in self.communes.find(name)]
        choices = ", ".join(f"{commune.name} ({commune.code})" for commune in (matches or close)[:_SHOWN])
        return _COMMUNE, {"value": written, "choices": choices or "…"}


def not_a_moment(written: str) -> Why | None:
    """Return why this is no day, and no day with a time."""
    try:
        as_instant(written)
    except PydanticCustomError:
        return _WHEN, {"value": written}
    return None


def kind_of_author(written: str) -> Why | None:
    """Return why this is no kind of profile."""
    return None if find_kind(written) else (_CHOICES, {"value": written, "choices": ", ".join(AuthorKind)})


def no_portrait(written: str) -> Why | None:
    """Return why this is no number of a drawn portrait."""
    choices = {"value": written, "choices": f"1 – {DRAWN_PORTRAITS}"}
    return None if may_be_drawn(AuthorKind.RESIDENT, written) else (_CHOICES, choices)


def answers_of(options: ReadingOptions, build: Build) -> KnownAnswers:
    """Return the possible answers on a site; a new author has no page yet, but is valid."""
    people = (*build.of(PROFILE), *build.unlisted(PROFILE))
    return KnownAnswers(options.categories, options.communes, {profile.key: profile.name for profile in people})


def alike(name: str, build: Build) -> list[Profile]:
    """Return those whose name reads the same."""
    everybody = (*build.of(PROFILE), *build.unlisted(PROFILE))
    return [profile for profile in everybody if same_to_the_eye(profile.name, name)]


_FRENCH = {
    "title": "titre",
    "answers": "répond_à",
    "right_of_reply": "droit_de_réponse",
    "author": "auteur",
    "authors": "auteurs",
    "collected_by": "recueilli_par",
    "category": "rubrique",
    "summary": "résumé",
    "tags": "mots-clés",
    "lang": "langue",
    "status": "statut",
    "image": "photo",
    "image_alt": "photo_description",
    "image_caption": "photo_légende",
    "image_credit": "photo_crédit",
    "minors": "mineurs",
    "receipt": "accusé",
    "name": "nom",
    "kind": "profil",
    "office": "fonction",
    "side": "bord",
    "description": "présentation",
    "account": "compte",
    "start": "début",
    "end": "fin",
    "venue": "lieu",
    "organiser": "organisateur",
    "track": "trace",
    "steps": "étapes",
}
"""The keys of all texts as French writers spell them; those that are missing here are the same."""


def post_path(title: str, day: date) -> PurePosixPath:
    """Return the path of a post in the content folder; raises ``ValueError`` for a title without letters."""
    slug = slugify(title)
    if not any(character.isalpha() for character in slug):
        raise ValueError(title)
    return PurePosixPath("articles") / f"{day.year}" / slug / "index.md"


def spelt(key: str, *, french: bool) -> str:
    """Return a key as people write it: in French, or as Pelican calls it."""
    return _FRENCH.get(key, key) if french else key


_PLAIN = frozenset("date start end authors collected_by tags licence status track steps portrait".split())
"""The keys whose values are YAML already."""


def text_source(values: Mapping[str, str], words: str = "", *, french: bool, whole: bool = False) -> str:
    """Return a file with these keys and words; a key without a value is left out, unless the block is to be ``whole``.

    Without ``words`` there is nothing below the block.
    """
    pairs = ((key, value if key in _PLAIN else quoted(value)) for key, value in values.items() if value or whole)
    lines = (f"{spelt(key, french=french)}: {value}".rstrip().replace(": \n", ":\n", 1) for key, value in pairs)
    return "\n".join(("---", *lines, "---", *(("", words) if words else ()), ""))


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded walk: its way, its name and day (ISO) if the file says them, its named places in their order on it."""

    track: Track
    name: str = ""
    day: str = ""
    places: tuple[tuple[str, Point], ...] = ()


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=T)", re.ASCII)
_LONGEST, _PLACES = 80, 40
"""Characters of a place's name, the most steps of a walk."""


def read_recorded(job: tuple[str, bytes], _shared: None = None) -> Recorded:
    """Return what a GPX file (path, bytes) says of a walk; only why, where it can't be used."""
    track = read_track(job)
    if not track.points:
        return Recorded(track)
    elements = [(local_name(element.tag), element) for element in parse_gpx(job[1]).iter()]
    try:
        marks = {
            tag: [(_name(element), point_in(element.attrib)) for element in _of(elements, tag)]
            for tag in ("wpt", "rtept")
        }
    except (KeyError, ValueError):
        return Recorded(replace(track, reason=TRACK_BROKEN))
    places_named = [place for place in marks["wpt"] or marks["rtept"] if place[0]][:_PLACES]
    far = {place: [distance(point, place[1]) for point in track.points] for place in places_named}
    titles = (_name(element) for tag in ("metadata", "trk", "rte") for element in _of(elements, tag))
    days = (_DAY.match((element.text or "").strip()) for element in _of(elements, "time"))
    places = tuple(sorted(far, key=lambda place: far[place].index(min(far[place]))))
    return Recorded(track, next(filter(None, titles), ""), next((day[0] for day in days if day), ""), places)


def _of(elements: Iterable[tuple[str, Element]], tag: str) -> Iterator[Element]:
    return (element for name, element in elements if name == tag)


def _name(element: Element) -> str:
    texts = (" ".join((child.text or "").split()) for child in element if local_name(child.tag) == "name")
    return next(texts, "")[:_LONGEST]


def steps_of(recorded: Recorded, start: str, arrival: str) -> tuple[tuple[str, Point], ...]:
    """Return the steps of a walk: its places; with fewer than two, where the recording begins and where it ends too."""
    points = recorded.track.points
    ends = (start, points[0]), (arrival, points[-1])
    return recorded.places if len(recorded.places) > 1 else (ends[0], *recorded.places, ends[1])


def bare_gpx(track: Track, first: Point, last: Point) -> str:
    """Return a GPX file of the way between two steps and its heights alone; empty when it doesn't pass by them."""
    lines = []
    for at in passage_between(track.points, first, last):
        lat, lon = track.points[at]
        height = f"<ele>{track.heights[at]}</ele>" if track.heights else ""
        lines.append(f'<trkpt lat="{lat:.5f}" lon="{lon:.5f}">{height}</trkpt>')
    root = f'<gpx xmlns="{NAMESPACE}" version="1.1" creator="Placette"><trk><trkseg>'
    parts = ('<?xml version="1.0" encoding="UTF-8"?>', root, *lines, "</trkseg></trk></gpx>", "")
    return "\n".join(parts) if lines else ""
