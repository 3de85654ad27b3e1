"""The result of reading a text, and all that decided it beside its bytes: the answers that the site gave.

A current record replaces reading the text again. Its key covers the bytes, the reader and the site's rules; its answers
cover the rest: which texts the names in it mean, where links lead, where pictures are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from placette.engine.base.files import digest
from placette.engine.base.text import fold, nearest
from placette.engine.base.translation import N_, load_catalogue
from placette.engine.content.communes import WHOLE, CommuneIndex, department_of
from placette.engine.content.kinds import Commune, Draft, Gone, Making, Names, Outline, find_name
from placette.engine.content.options import ReadingOptions
from placette.engine.findings.messages import NEAR, NOTHING_NEAR, OTHER_ADDRESS, OTHER_FOLDER, OUTSIDE
from placette.engine.findings.problems import Problem, locate, message_of, problem
from placette.engine.texts.body import missing_code
from placette.engine.texts.fields import is_slug
from placette.engine.texts.front_matter import Matter, given
from placette.engine.texts.links import Surroundings, resolve
from placette.engine.texts.values import Licence, Photo, Place, Spot, Status, is_awaited, is_decorative, unclaimed

if TYPE_CHECKING:
    from placette.engine.content.library import Library


_CODE = re.compile(r"\d[\dAB]\d{3}", re.ASCII)
_MANY = 6
"""The most communes or départements that a proposal names."""
_NEAR = 0.3
"""How far outside the territory a place may be, in degrees: some thirty kilometres."""


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
    """Coordinates that lie far from the territory: nearly always latitude and longitude that changed places."""
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


_EARLIEST_YEAR = 1990
LATEST = timedelta(days=366)
"""How far in the future a text may be dated."""


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


def check_slug(draft: Draft) -> Iterator[Problem]:
    """Report a name that cannot be the end of an address (``05`` would be the month's archive)."""
    if draft.kind.address and not is_slug(draft.slug):
        yield draft.problem("slug-format", "slug", value=draft.slug)


def check_address(draft: Draft, address: str, options: ReadingOptions) -> Iterator[Problem]:
    """Report an address that is a page of the site's own: two pages can't be written to one file."""
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
            values = {"key": at.key, "value": outline.slug, "proposal": OTHER_ADDRESS}
            yield problem("slug-taken", outline.path, at.line, at.column, other=other, **values)
        else:
            yield problem("slug-taken", outline.path, other=other, proposal=OTHER_FOLDER)


def check_range(draft: Draft, key: str, moment: datetime | None, options: ReadingOptions) -> Iterator[Problem]:
    """Report an implausible date."""
    if moment and not (moment.year >= _EARLIEST_YEAR and moment <= latest_moment(options)):
        limits = {"earliest": f"{_EARLIEST_YEAR}-01-01", "latest": f"{latest_moment(options):%Y-%m-%d}"}
        yield draft.problem("date-range", key, value=f"{moment:%Y-%m-%d}", **limits)


V = TypeVar("V")
X = TypeVar("X")

Answer = tuple[str, str, bool]
"""The surroundings' answer about a path: its address, its photo's facts or that it is gone, whether it is withheld."""
_NOT_THERE = "-"
"""The address of a path that isn't there: a text without a page has an empty one."""
Named = tuple[str, str, str]
"""A text that another names: its kind, the name as written, the slug that it means (or empty)."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What a text may know of the others: names by kind, licences by kind and slug, paths and addresses."""

    names: Mapping[str, Names]
    licences: Mapping[tuple[str, str], Licence]
    around: Surroundings

    def find(self, kind: str, written: str) -> str:
        """Return the slug of the text of a kind that a name means; empty when there is none."""
        return find_name(written, self.names.get(kind, {}))

    def licence_of(self, names: tuple[Named, ...]) -> Licence | None:
        """Return the licence of the first of some names."""
        return self.licences.get((names[0][0], names[0][2])) if names else None

    def answer(self, path: str) -> Answer:
        """Return the surroundings' answer about a path, or about an address, which begins with a slash."""
        if path.startswith("/"):
            return self.around.paths.get(path[1:], ""), "", False
        photo = self.around.photos.get(path)
        facts = self.around.beside.get(path) or f"{self.around.points.get(path, '')}"
        facts = facts or "gone" * (path in self.around.gone) or "unshown" * (path in self.around.unshown)
        facts = f"{photo.digest} {photo.width} {photo.height}" if photo else facts
        offered = self.around.offered.get(path)
        address = offered.url if offered else self.around.addresses.get(path, _NOT_THERE)
        withheld = path in self.around.withheld and path not in self.around.previewed
        return address, offered.note if offered else facts, withheld


@dataclass(frozen=True, slots=True)
class Record(Generic[V, X]):
    """A text as it was read. ``value`` is there unless something of its own blocks, or it was withdrawn.

    ``names`` are the texts it names and what they meant, ``licence`` that of the first; ``answers`` the answer
    for each path it asked about. ``ids`` are its anchors, ``anchors`` those it links to.
    """

    outline: Outline[X]
    problems: tuple[Problem, ...] = ()
    value: V | None = None
    gone: Gone | None = None
    readable: bool = False
    ids: frozenset[str] = frozenset()
    anchors: tuple[tuple[str, str, Problem], ...] = ()
    names: tuple[Named, ...] = ()
    licence: Licence | None = None
    answers: tuple[tuple[str, Answer], ...] = ()
    listed: tuple[tuple[str, Problem], ...] = ()
    """Addresses of other pages, each with the problem if the build has no such page."""

    def is_current(self, neighbours: Neighbours, latest: datetime) -> bool:
        """Return whether reading the same bytes again, with no date after ``latest``, would give the same record."""
        outline = self.outline
        if (outline.date and outline.date > latest) or any(day > latest for day in outline.days):
            return False
        if any(neighbours.find(kind, written) != slug for kind, written, slug in self.names):
            return False
        if neighbours.licence_of(self.names) != self.licence:
            return False
        return all(neighbours.answer(path) == answer for path, answer in self.answers)

    def lasts(self, options: ReadingOptions) -> bool:
        """Return whether it depends on no more than it keeps: the proposal of a like name looks at every name."""
        unknown = {kind.called.unknown for kind in options.kinds if kind.called}
        return not any(problem.code in unknown or message_of(problem.code).fleeting for problem in self.problems)


def latest_moment(options: ReadingOptions) -> datetime:
    """Return the latest date that a post may have, without zone."""
    return options.now.replace(tzinfo=None) + LATEST


def rules_mark(options: ReadingOptions) -> str:
    """Return a mark of the site's rules, without time and photos, for which a record keeps the answers."""
    places = options.addresses
    rules = (
        *(
            options.lang,
            options.origin,
            options.base,
            options.languages,
            options.videos,
            options.licence,
            options.labels,
        ),
        *(sorted(options.categories.items()), options.communes.mark, str(options.now.tzinfo)),
        *(sorted(places.patterns.items()), [kind.name for kind in options.kinds], options.passed_over),
        *(
            (own.check.__module__, own.fields.__module__, *(one.key for one in own.refers))
            for own in options.extensions
        ),
        *(sorted(places.reserved), sorted(places.own), places.lists, options.preview, options.charter),
    )
    return digest(repr(rules).encode("utf-8", "replace"))


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


@dataclass(frozen=True, slots=True)
class Embargoed:
    """A text that waits ``until`` a moment, whatever its date; ``reason`` is advice with the explanation."""

    path: str
    until: datetime
    reason: Problem


Embargo = Callable[["Library", datetime], Iterable[Embargoed]]
"""Return the texts under embargo in a library at a moment. Workers get it by name: no lambda, no closure."""


def read_embargoed(
    read: Callable[[ReadingOptions], Library], options: ReadingOptions
) -> tuple[Library, tuple[Embargoed, ...]]:
    """Return the library and its embargoed texts. With any, read again, so that nothing links to them."""
    library = read(options)
    embargoed = tuple(one for embargo in options.embargoes for one in embargo(library, options.now))
    if embargoed:
        library = read(replace(options, embargoed=frozenset(one.path for one in embargoed)))
    return library, embargoed


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
