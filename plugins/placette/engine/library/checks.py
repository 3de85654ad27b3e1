"""Checks that several kinds of text share: categories, languages, addresses, dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from placette.engine.base.text import fold
from placette.engine.library.draft import Draft
from placette.engine.library.locating import check_communes
from placette.engine.library.options import ReadingOptions
from placette.engine.library.outline import Outline
from placette.engine.problems.messages import OTHER_ADDRESS, OTHER_FOLDER
from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.fields import is_slug
from placette.engine.texts.schema import Matter, given

_EARLIEST_YEAR = 1990
LATEST = timedelta(days=366)
"""How far in the future a text may be dated."""


def check_shared(draft: Draft, matter: Matter, options: ReadingOptions) -> Iterator[Problem]:
    """What front matters of several kinds may give: communes, a category, a language."""
    yield from check_communes(draft, given(matter, "commune", []), options)
    if category := given(matter, "category", ""):
        yield from check_category(draft, category, options)
    yield from check_language(draft, given(matter, "lang", ""), options)


def check_category(draft: Draft, category: str, options: ReadingOptions) -> Iterator[Problem]:
    """A category that is not of the site's list."""
    if fold(category) not in options.categories:
        choices = ", ".join(term.name for term in options.categories.values())
        yield draft.problem("category-unknown", "category", value=category, choices=choices)


def check_language(draft: Draft, lang: str, options: ReadingOptions) -> Iterator[Problem]:
    """A language that texts of this site may not be written in."""
    if lang and lang not in options.languages:
        yield draft.problem("choice-unknown", "lang", value=lang, choices=", ".join(options.languages))


def check_slug(draft: Draft) -> Iterator[Problem]:
    """A folder's or file's name that cannot be the end of an address (``05`` would be the month's archive)."""
    if draft.kind.address and not is_slug(draft.slug):
        yield draft.problem("slug-format", "slug", value=draft.slug)


def check_address(draft: Draft, address: str, options: ReadingOptions) -> Iterator[Problem]:
    """An address that is a page of the site's own: two pages can't be written to one file."""
    if address and options.addresses.is_own(address):
        yield problem("address-reserved", draft.path, value=draft.slug)


def check_addresses(outlines: Sequence[Outline[Any]]) -> Iterator[Problem]:
    """Two texts with one address; both files are named."""
    seen: dict[str, str] = {}
    for outline in sorted(outlines, key=lambda outline: outline.path):
        key = outline.url.casefold()
        if not key:  # its kind has no pages
            continue
        if key in seen:
            yield _taken(outline, seen[key])
        seen.setdefault(key, outline.path)


def _taken(outline: Outline[Any], other: str) -> Problem:
    """A text whose address is that of ``other``, where it says so: to rename its folder would change nothing then."""
    if (at := outline.address_line) is None:
        return problem("slug-taken", outline.path, other=other, proposal=OTHER_FOLDER)
    values = {"key": at.key, "value": outline.slug, "proposal": OTHER_ADDRESS}
    return problem("slug-taken", outline.path, at.line, at.column, other=other, **values)


def check_range(draft: Draft, key: str, moment: datetime | None, options: ReadingOptions) -> Iterator[Problem]:
    """A date that nobody means."""
    latest = options.now.replace(tzinfo=None) + LATEST
    if moment and not (moment.year >= _EARLIEST_YEAR and moment <= latest):
        yield draft.problem("date-range", key, value=f"{moment:%Y-%m-%d}")
