"""Checks of typed texts against the rest of the site: authors, categories, communes, dates, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from placette.engine.base.text import fold, nearest, skeleton, slugify
from placette.engine.library.draft import Draft
from placette.engine.library.locating import check_communes, check_spot
from placette.engine.library.options import ReadingOptions
from placette.engine.library.outline import Outline
from placette.engine.problems.messages import NEAR, NEW_AUTHOR
from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.fields import is_slug
from placette.features.authors.networks import NETWORKS, profile_url
from placette.features.authors.profile import SPEAKS_FOR_OTHERS, Kind
from placette.features.authors.schema import ProfileMatter
from placette.features.pages.schema import PageMatter
from placette.features.posts.schema import ArticleMatter, WithdrawnPostMatter

_EARLIEST_YEAR = 1990
OFFICES = {Kind.ELECTED: "office: conseillère municipale", Kind.SERVICE: "office: mairie de Volcville"}
"""What the missing line of a profile may look like."""
LATEST = timedelta(days=366)
"""How far in the future a post may be dated."""


def check_article(
    draft: Draft, matter: ArticleMatter, names: Mapping[str, str], options: ReadingOptions
) -> Iterator[Problem]:
    """What a post says that the site does not know, and dates that cannot be."""
    yield from check_people(draft, "authors", matter.authors, names)
    for role, keys in matter.roles():
        yield from check_people(draft, role.value, list(keys), names)
    yield from check_category(draft, matter.category, options)
    for tag in matter.tags:
        if not slugify(tag):
            yield draft.problem("value-shape", "tags", example="tags: [marche, volcans]")
    yield from check_communes(draft, matter.commune, options)
    yield from check_spot(draft, matter.place, options)
    yield from check_language(draft, matter.lang, options)
    yield from check_dates(draft, matter, options)
    if not matter.summary:
        yield problem("summary-missing", draft.path, 1)


def check_category(draft: Draft, category: str, options: ReadingOptions) -> Iterator[Problem]:
    """A category that is not of the site's list."""
    if fold(category) not in options.categories:
        choices = ", ".join(term.name for term in options.categories.values())
        yield draft.problem("choice-unknown", "category", value=category, choices=choices)


def check_page(draft: Draft, matter: PageMatter, options: ReadingOptions) -> Iterator[Problem]:
    """What a page says that the site does not know."""
    yield from check_language(draft, matter.lang, options)
    if draft.slug in options.addresses.reserved:
        yield problem("address-reserved", draft.path, value=draft.slug)


def check_profile(draft: Draft, matter: ProfileMatter, options: ReadingOptions) -> Iterator[Problem]:
    """What a profile says that the site does not know, or leaves out."""
    yield from check_author_address(draft, options)
    yield from check_communes(draft, matter.commune, options)
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
    """People without a profile, with the nearest name."""
    for person in people:
        if not find_author(person, names):
            close = nearest(person, names, 1)
            proposal, known = (NEAR, names[close[0]]) if close else (NEW_AUTHOR, "")
            yield draft.problem("author-unknown", key, value=person, proposal=proposal, names=known)


def check_dates(
    draft: Draft, matter: ArticleMatter | WithdrawnPostMatter, options: ReadingOptions
) -> Iterator[Problem]:
    """Dates that cannot be, or that belong into another folder."""
    for key, moment in (("date", matter.date), ("modified", getattr(matter, "modified", None))):
        yield from check_range(draft, key, moment, options)
    folder = draft.path.split("/")[1]
    if folder != f"{matter.date.year}":
        yield draft.problem("date-folder", "date", year=matter.date.year, folder=folder)


def check_range(draft: Draft, key: str, moment: datetime | None, options: ReadingOptions) -> Iterator[Problem]:
    """A date that nobody means."""
    latest = options.now.replace(tzinfo=None) + LATEST
    if moment and not (moment.year >= _EARLIEST_YEAR and moment <= latest):
        yield draft.problem("date-range", key, value=f"{moment:%Y-%m-%d}")
