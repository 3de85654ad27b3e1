"""Checks of typed texts against the rest of the site: authors, categories, communes, dates, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from plugins.core.communes import WHOLE
from plugins.core.messages import NEAR, NEW_AUTHOR, NOTHING_NEAR
from plugins.core.models import SPEAKS_FOR_OTHERS, Kind
from plugins.core.networks import NETWORKS, profile_url
from plugins.core.problems import Problem, problem
from plugins.core.text import fold, nearest, skeleton, slugify
from plugins.reading.draft import Draft
from plugins.reading.fields import is_slug
from plugins.reading.options import ReadingOptions
from plugins.reading.outline import Outline
from plugins.reading.schema import ArticleMatter, PageMatter, ProfileMatter, WithdrawnPostMatter

_EARLIEST_YEAR = 1990
OFFICES = {Kind.ELECTED: "office: conseillère municipale", Kind.SERVICE: "office: mairie de Volcville"}
"""What the missing line of a profile may look like."""
LATEST = timedelta(days=366)
"""How far in the future a post may be dated."""


def check_article(
    draft: Draft, matter: ArticleMatter, names: Mapping[str, str], options: ReadingOptions
) -> Iterator[Problem]:
    """What a post says that the site does not know, and dates that cannot be."""
    yield from _people(draft, "authors", matter.authors, names)
    for role, keys in matter.roles():
        yield from _people(draft, role.value, list(keys), names)
    if fold(matter.category) not in options.categories:
        choices = ", ".join(term.name for term in options.categories.values())
        yield draft.problem("choice-unknown", "category", value=matter.category, choices=choices)
    for tag in matter.tags:
        if not slugify(tag):
            yield draft.problem("value-shape", "tags", example="tags: [marche, volcans]")
    yield from _communes(draft, matter.commune, options)
    yield from check_language(draft, matter.lang, options)
    yield from check_dates(draft, matter, options)
    if not matter.summary:
        yield problem("summary-missing", draft.path, 1)


def check_page(draft: Draft, matter: PageMatter, options: ReadingOptions) -> Iterator[Problem]:
    """What a page says that the site does not know."""
    yield from check_language(draft, matter.lang, options)
    if draft.slug in options.addresses.reserved:
        yield problem("address-reserved", draft.path, value=draft.slug)


def check_profile(draft: Draft, matter: ProfileMatter, options: ReadingOptions) -> Iterator[Problem]:
    """What a profile says that the site does not know, or leaves out."""
    yield from check_author_address(draft, options)
    yield from _communes(draft, matter.commune, options)
    if matter.since and not (re.fullmatch("[12][0-9]{3}", matter.since)):
        yield draft.problem("value-shape", "since", example="since: 2024")
    kind, label = matter.kind
    if kind in SPEAKS_FOR_OTHERS and not matter.office:
        yield draft.problem("badge-missing", "kind", kind=label, example=OFFICES[kind])
    if matter.office and kind not in SPEAKS_FOR_OTHERS:
        yield draft.problem("badge-borrowed", "office", kind=label)
    for network, written in matter.links:
        if network not in NETWORKS:
            yield draft.problem("choice-unknown", "links", value=network, choices=", ".join(NETWORKS))
        elif not profile_url(network, written):
            yield draft.problem("profile-link", "links", key=network, value=written)


def check_author_address(draft: Draft, options: ReadingOptions) -> Iterator[Problem]:
    """An address below those of authors that is a page of the site's own."""
    if options.addresses.author.format(slug=draft.slug) in options.addresses.own:
        yield problem("address-reserved", draft.path, value=draft.slug)


def check_language(draft: Draft, lang: str, options: ReadingOptions) -> Iterator[Problem]:
    """A language that texts of this site may not be written in."""
    if lang and lang not in options.languages:
        yield draft.problem("choice-unknown", "lang", value=lang, choices=", ".join(options.languages))


def check_names(outlines: Sequence[Outline]) -> Iterator[Problem]:
    """Two profiles whose names read the same."""
    seen: dict[str, str] = {}
    for outline in outlines:
        if outline.name:
            spellings = _spellings(outline.name)
            if others := sorted(seen[spelling] for spelling in spellings if spelling in seen):
                place = (outline.path, outline.name_line, outline.name_column)
                yield problem("author-duplicate", *place, key=outline.name_key, name=outline.name, other=others[0])
            seen = dict.fromkeys(spellings, outline.path) | seen


def same_to_the_eye(name: str, other: str) -> bool:
    """Whether two names can't be told apart once case, accents and look-alike letters are gone."""
    return not _spellings(name).isdisjoint(_spellings(other))


def _spellings(name: str) -> set[str]:
    return {fold(name), skeleton(name)} - {""}


def check_slug(draft: Draft) -> Iterator[Problem]:
    """A folder's or file's name that cannot be the end of an address (``05`` would be the month's archive)."""
    if not is_slug(draft.slug):
        yield draft.problem("slug-format", "slug", value=draft.slug)


def check_addresses(outlines: Sequence[Outline]) -> Iterator[Problem]:
    """Two texts with one address; both files are named."""
    seen: dict[str, str] = {}
    for outline in sorted(outlines, key=lambda outline: outline.path):
        key = outline.url.casefold()
        if not key:  # its kind has no pages
            continue
        if key in seen:
            yield problem("slug-taken", outline.path, other=seen[key])
        seen.setdefault(key, outline.path)


def find_author(wanted: str, names: Mapping[str, str]) -> str | None:
    """The key that ``wanted`` means: a key, or a display name."""
    return names.get(wanted) or names.get(fold(wanted)) or names.get(slugify(wanted))


def check_people(draft: Draft, key: str, people: list[str], names: Mapping[str, str]) -> Iterator[Problem]:
    """People who have no profile."""
    yield from _people(draft, key, people, names)


def check_communes(draft: Draft, communes: list[str], options: ReadingOptions) -> Iterator[Problem]:
    """Communes that the territory does not have, or has several of."""
    yield from _communes(draft, communes, options)


def _people(draft: Draft, key: str, people: list[str], names: Mapping[str, str]) -> Iterator[Problem]:
    for person in people:
        if not find_author(person, names):
            close = nearest(person, names, 1)
            proposal, known = (NEAR, names[close[0]]) if close else (NEW_AUTHOR, "")
            yield draft.problem("author-unknown", key, value=person, proposal=proposal, names=known)


def _communes(draft: Draft, communes: list[str], options: ReadingOptions) -> Iterator[Problem]:
    for wanted in communes:
        found = options.communes.find(wanted)
        if len(found) > 1:
            choices = ", ".join(f"{commune.code} ({commune.department})" for commune in found)
            yield draft.problem("commune-ambiguous", "commune", value=wanted, choices=choices)
        elif not found and wanted != WHOLE:
            yield draft.problem("commune-unknown", "commune", value=wanted, **_commune_proposal(wanted, options))


def _commune_proposal(wanted: str, options: ReadingOptions) -> dict[str, str]:
    close = nearest(wanted, options.communes.by_code if wanted.isdigit() else options.communes.by_name)
    found = [commune for name in close for commune in options.communes.find(name)]
    shown = ", ".join(f"{commune.name} ({commune.code})" for commune in found)
    return {"proposal": NEAR if found else NOTHING_NEAR, "names": shown}


def check_dates(
    draft: Draft, matter: ArticleMatter | WithdrawnPostMatter, options: ReadingOptions
) -> Iterator[Problem]:
    """Dates that cannot be, or that belong into another folder."""
    latest = options.now.replace(tzinfo=None) + LATEST
    for key, moment in (("date", matter.date), ("modified", getattr(matter, "modified", None))):
        if moment and not (moment.year >= _EARLIEST_YEAR and moment <= latest):
            yield draft.problem("date-range", key, value=f"{moment:%Y-%m-%d}")
    folder = draft.path.split("/")[1]
    if folder != f"{matter.date.year}":
        yield draft.problem("date-folder", "date", year=matter.date.year, folder=folder)
