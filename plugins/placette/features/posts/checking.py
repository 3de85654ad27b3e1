"""What a post says that cannot be, or that the site does not know."""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.text import slugify
from placette.engine.library import checks
from placette.engine.library.draft import Draft
from placette.engine.library.leading import Lead
from placette.engine.library.locating import check_spot
from placette.engine.library.naming import check_people
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem, problem
from placette.features.posts.recordings import check_recording
from placette.features.posts.schema import ArticleMatter, WithdrawnPostMatter


def lead_of(matter: ArticleMatter) -> Lead:
    """The lead picture, as the post describes it."""
    words = (matter.image_alt, matter.image_caption, matter.image_credit)
    return Lead("image", matter.image, *words, matter.image_focus)


def check_article(
    draft: Draft, matter: ArticleMatter, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """What a post says that the site does not know, and dates that cannot be."""
    yield from check_people(draft, "authors", matter.authors, neighbours, options)
    for role, keys in matter.roles():
        yield from check_people(draft, role.value, keys, neighbours, options)
    for tag in matter.tags:
        if not slugify(tag):
            yield draft.problem("value-shape", "tags", example=f"{draft.name_of('tags')}: [eau, village]")
    yield from check_spot(draft, matter.place, options)
    yield from check_dates(draft, matter, options)
    if matter.featured and matter.featured.date() < matter.date.date():
        yield draft.problem(
            "featured-early", "featured", value=f"{matter.featured:%Y-%m-%d}", day=f"{matter.date:%Y-%m-%d}"
        )
    yield from lead_of(matter).check(draft, neighbours, options)
    yield from check_recording(draft, matter.audio, neighbours)
    if not matter.summary:
        yield problem("summary-missing", draft.path, 1)


def check_dates(
    draft: Draft, matter: ArticleMatter | WithdrawnPostMatter, options: ReadingOptions
) -> Iterator[Problem]:
    """Dates that cannot be, or that belong into another folder."""
    for key in ("date", "modified", "featured"):
        yield from checks.check_range(draft, key, getattr(matter, key, None), options)
    folder = draft.path.split("/")[1]
    if folder != f"{matter.date.year}":
        yield draft.problem("date-folder", "date", year=matter.date.year, folder=folder)
