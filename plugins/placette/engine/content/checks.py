"""Checks that texts of several kinds share: names, communes, addresses, dates, pictures, sentences of a model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from placette.engine.base.text import fold, nearest
from placette.engine.base.translation import N_, load_catalogue
from placette.engine.content.communes import WHOLE, Commune, CommuneIndex, department_of
from placette.engine.content.kinds import PERSON, AnyKind, Draft, Extension, Making
from placette.engine.content.neighbours import Neighbours, Outline, find_name
from placette.engine.content.options import ReadingOptions
from placette.engine.findings.messages import NEAR, NOTHING_NEAR, OTHER_ADDRESS, OTHER_FOLDER, OUTSIDE
from placette.engine.findings.problems import Problem, locate, problem
from placette.engine.texts.body import missing_code
from placette.engine.texts.fields import is_slug
from placette.engine.texts.front_matter import Matter, given
from placette.engine.texts.links import resolve
from placette.engine.texts.values import Photo, Place, Spot, Status, is_awaited, is_decorative, unclaimed

_CODE = re.compile(r"\d[\dAB]\d{3}", re.ASCII)
_MANY = 6
"""The most communes or départements that a proposal names."""
_NEAR = 0.3
"""How far outside the territory a place may be, in degrees: some thirty kilometres."""
_EARLIEST_YEAR = 1990
LATEST = timedelta(days=366)
"""How far in the future a text may be dated."""
POST = N_("Write here. Photos go into the same folder.")
"""The body of a new post (``invoke new``)."""
_ONCE = ("Quelques mots sur vous, si vous voulez.", "A few words about you, if you like.")
"""Sentences that new profiles had once."""
MODEL = (
    "Votre texte commence ici.",
    "Une ligne vide sépare deux paragraphes.",
    "Une ou deux phrases qui donnent envie de lire.",
)
"""Sentences of the model in CONTRIBUTING.md, which is there to be copied."""


def check_called(
    draft: Draft, key: str, written: Iterable[str], kind: str, neighbours: Neighbours
) -> Iterator[Problem]:
    """Yield names under ``key`` that no text of a kind has, with those like them; none for a kind that is left out."""
    naming, names = neighbours.called.get(kind), neighbours.names.get(kind, {})
    for wanted in written:
        if naming and not find_name(wanted, names):
            close = dict.fromkeys(names[name] for name in nearest(wanted, names, naming.near))
            values = {"proposal": NEAR if close else naming.proposal, "names": ", ".join(close)}
            yield draft.problem(naming.unknown, key, value=wanted, **values)


def check_names(
    reader: AnyKind | Extension[Any], draft: Draft, matter: Matter, neighbours: Neighbours
) -> Iterator[Problem]:
    """Yield names that no text has, of those that a kind or an extension reads and doesn't check itself."""
    for reference in reader.refers:
        if not reference.checks:
            yield from check_called(draft, reference.key, reference.names(draft, matter), reference.kind, neighbours)


def check_people(draft: Draft, key: str, names: Iterable[str], neighbours: Neighbours) -> Iterator[Problem]:
    """Yield people without a profile, with the nearest name."""
    yield from check_called(draft, key, names, PERSON, neighbours)


def check_communes(draft: Draft, communes: list[str], options: ReadingOptions) -> Iterator[Problem]:
    """Yield names and codes that mean no commune of the territory, several, or one that is part of another now."""
    index = options.communes
    for name in communes:
        matches = index.find(name)
        if len(matches) > 1:
            choices = ", ".join(f"{commune.code} ({commune.department})" for commune in matches)
            yield draft.problem("commune-ambiguous", "commune", value=name, choices=choices)
        elif not matches and (now := index.successors(name)):
            yield draft.problem("commune-merged", "commune", value=name, choices=_listed(now))
        elif not matches and name != WHOLE:
            yield draft.problem("commune-unknown", "commune", value=name, **_proposal(name, index))


def check_spot(draft: Draft, spot: Spot | None, options: ReadingOptions) -> Iterator[Problem]:
    """Report coordinates that lie far from the territory: nearly always latitude and longitude that changed places."""
    limits = options.communes.limits
    if not (spot and spot.point and limits):
        return
    (south, west), (north, east) = limits
    lat, lon = spot.point
    if not (south - _NEAR <= lat <= north + _NEAR and west - _NEAR <= lon <= east + _NEAR):
        example = f"{(south + north) / 2:.2f}, {(west + east) / 2:.2f}"
        yield draft.problem("place-far", "place", value=f"{lat}, {lon}", example=example)


def _proposal(wanted: str, known: CommuneIndex) -> dict[str, str]:
    """Propose communes: those of a postal code, those that resemble the name or the code."""
    is_code = bool(_CODE.fullmatch(wanted))
    posted = [one for one in known.by_code.values() if is_code and wanted in one.postal_codes.split()]
    close = nearest(wanted, known.by_code if is_code else known.by_name)
    matches = posted or [commune for name in close for commune in known.find(name)]
    if is_code and not posted and known.departments and department_of(wanted) not in known.departments:
        parts = [f"{area.name} ({code})" for code, area in sorted(known.departments.items())]
        return {"proposal": OUTSIDE, "names": ", ".join(parts[:_MANY]) + " …" * (len(parts) > _MANY)}
    return {"proposal": NEAR if matches else NOTHING_NEAR, "names": _listed(matches[:_MANY])}


def _listed(communes: list[Commune] | tuple[Commune, ...]) -> str:
    return ", ".join(f"{commune.name} ({commune.code})" for commune in communes)


def check_shared(draft: Draft, matter: Matter, options: ReadingOptions) -> Iterator[Problem]:
    """Check the keys of several kinds: communes, days, a category, a language."""
    yield from check_communes(draft, given(matter, "commune", []), options)
    for name in draft.kind.days:
        yield from check_range(draft, name, given(matter, name, None), options)
    category, lang = given(matter, "category", ""), given(matter, "lang", "")
    if category and fold(category) not in options.categories:
        choices = ", ".join(term.name for term in options.categories.values())
        yield draft.problem("category-unknown", "category", value=category, choices=choices)
    if lang and lang not in options.languages:
        yield draft.problem("choice-unknown", "lang", value=lang, choices=", ".join(options.languages))


def check_slug(draft: Draft, address: str, options: ReadingOptions) -> Iterator[Problem]:
    """Report a name that can't end an address (``05`` would be a month's archive), or an address of the site's own."""
    if draft.kind.address and not is_slug(draft.slug):
        yield draft.problem("slug-format", "slug", value=draft.slug)
    if address and options.addresses.is_own(address):
        yield problem("address-reserved", draft.path, value=draft.slug)


def check_addresses(outlines: Sequence[Outline[Any]]) -> Iterator[Problem]:
    """Report two texts with one address; both files are named."""
    paths: dict[str, str] = {}
    for outline in sorted(outlines, key=lambda outline: outline.path):
        key = outline.url.casefold()
        other = paths.setdefault(key, outline.path) if key else outline.path  # a kind without pages has no addresses
        if other == outline.path:
            continue
        if at := outline.address_line:  # the text gives its address: to rename its folder would change nothing
            key, line, column = at
            values = {"key": key, "value": outline.slug, "proposal": OTHER_ADDRESS}
            yield problem("slug-taken", outline.path, line, column, other=other, **values)
        else:
            yield problem("slug-taken", outline.path, other=other, proposal=OTHER_FOLDER)


def check_range(draft: Draft, key: str, moment: datetime | None, options: ReadingOptions) -> Iterator[Problem]:
    """Report an implausible date."""
    if moment and not (moment.year >= _EARLIEST_YEAR and moment <= latest_moment(options)):
        limits = {"earliest": f"{_EARLIEST_YEAR}-01-01", "latest": f"{latest_moment(options):%Y-%m-%d}"}
        yield draft.problem("date-range", key, value=f"{moment:%Y-%m-%d}", **limits)


def latest_moment(options: ReadingOptions) -> datetime:
    """Return the latest date that a post may have, without zone."""
    return options.now.replace(tzinfo=None) + LATEST


@dataclass(frozen=True, slots=True)
class Lead:
    """A picture as a front matter describes it: the key that names it, its file's name, its words, its middle."""

    key: str
    name: str
    alt: str
    caption: str
    credit: str
    focus: tuple[int, int] | None

    def path(self, draft: Draft) -> list[str]:
        """Return its path from the content folder, if there is one."""
        return [resolve(draft.path, self.name)] if self.name else []

    def check(self, draft: Draft, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
        """Yield its problems."""
        if not self.name:
            return
        path = resolve(draft.path, self.name)
        if path not in options.photos:
            yield draft.problem(missing_code(path, neighbours.around), self.key, value=self.name, file=path)
            return
        claims = draft.kind.claims(draft.checkable, neighbours)
        if lacking := claims.lacking(self.alt, self.caption):
            code = "photo-awaited" if lacking == "awaited" else "lead-alt"
            yield draft.problem(code, self.key, value=self.name, missing=f"{self.key}_alt")
        for code in unclaimed(self.credit, claims):
            yield draft.problem(code, self.key, value=self.name)

    def photo(self, making: Making[Any], place: Place) -> Photo | None:
        """Return the photo, if there is one."""
        if not self.name:
            return None
        words = ("", "") if is_decorative(self.alt) or is_decorative(self.caption) else (self.alt, self.caption)
        words = ("", words[1]) if is_awaited(self.alt) else words
        alt, caption, credit = (making.say(text) for text in (*words, self.credit))
        return Photo(resolve(making.draft.path, self.name), alt, caption, credit, place, self.focus)


@cache
def left_sentences() -> tuple[str, ...]:
    """Return the sentences in French and English. Called before texts are read in forks, which inherit them."""
    return (*MODEL, *_ONCE, load_catalogue("fr").gettext(POST), POST)


def check_scaffolds(draft: Draft, matter: Matter) -> Iterator[Problem]:
    """Report these sentences in a text that is to be published; a draft may have them."""
    if given(matter, "status", None) is Status.DRAFT:
        return
    source, summary = draft.source, given(matter, "summary", "")
    for sentence in left_sentences():
        if sentence in source.body:
            line, column, excerpt = locate(source.body, sentence, source.body_line)
            yield problem("text-scaffold", draft.path, line, column, excerpt, what=sentence)
        if sentence in summary:
            yield draft.problem("text-scaffold", "summary", what=sentence)
