"""From a typed and converted text to its record: its own problems, its value, the answers that decided them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from placette.engine.library import checks
from placette.engine.library.assembling import make_article, make_event, make_page, make_profile, make_series
from placette.engine.library.claims import claims_of
from placette.engine.library.draft import Draft
from placette.engine.library.joining import check_joined, find_declared, joined_of, slugs_of
from placette.engine.library.options import ReadingOptions
from placette.engine.library.outline import Outline
from placette.engine.library.records import Neighbours, Record
from placette.engine.library.tombstones import gone_of
from placette.engine.library.tree import SourceKind
from placette.engine.problems.problems import Problem, blocks
from placette.engine.texts.body import Converted
from placette.engine.texts.claims import unclaimed
from placette.engine.texts.surroundings import resolve
from placette.engine.texts.values import Body, Licence
from placette.features.agenda import checking as happenings
from placette.features.agenda.schema import EventMatter
from placette.features.authors.schema import ProfileMatter, WithdrawnProfileMatter
from placette.features.calls.schema import CallMatter
from placette.features.communities.checking import check_gathering, people_of, with_gathering
from placette.features.communities.schema import CommunityMatter
from placette.features.pages.schema import PageMatter
from placette.features.posts.schema import ArticleMatter, WithdrawnPostMatter
from placette.features.series import numbering as series
from placette.features.series.schema import SeriesMatter
from placette.features.walks.checking import check_walk, files_of, with_walk
from placette.features.walks.schema import WalkMatter


def make_record(
    draft: Draft, outline: Outline, converted: Converted | None, neighbours: Neighbours, options: ReadingOptions
) -> Record:
    """The record of a text; ``converted`` is None when its front matter couldn't even be guessed."""
    problems = [*draft.problems, *(converted.problems if converted else ())]
    problems += _contextual(draft, neighbours, options) if draft.checkable else []
    people = _people(draft, neighbours)
    first = neighbours.licences.get(people[0][1]) if people else None
    asked = {*(converted.asked if converted else ()), *_pictures(draft), *files_of(draft), *_linked(draft)}
    record = Record(
        outline=outline,
        problems=tuple(sorted(set(problems))),
        readable=converted is not None,
        ids=converted.ids if converted else frozenset(),
        anchors=converted.anchors if converted else (),
        people=people,
        licence=first,
        answers=tuple((path, neighbours.answer(path)) for path in sorted(asked)),
        part_of=find_declared(outline.instalment.series, neighbours.series) if outline.instalment else "",
        joined=joined_of(draft.checkable, neighbours.joined),
    )
    if converted is None or blocks(problems):
        return record
    if isinstance(draft.matter, CommunityMatter | CallMatter):
        return with_gathering(record, draft, draft.matter, converted.body, neighbours, options)
    if isinstance(draft.matter, WalkMatter):
        return with_walk(record, draft, draft.matter, converted.body, neighbours, options)
    return _with_text(record, draft, converted, neighbours, options)


def _with_text(
    record: Record, draft: Draft, converted: Converted, neighbours: Neighbours, options: ReadingOptions
) -> Record:
    body, url = converted.body, record.outline.url
    match draft.matter:
        case ArticleMatter() as matter:
            licence: Licence = matter.licence or record.licence or options.licence
            names, part_of = neighbours.names, record.part_of
            joined = slugs_of(record.joined, SourceKind.COMMUNITY), slugs_of(record.joined, SourceKind.CALL)
            made = make_article(draft, matter, body, url, names, options, licence, part_of, joined)
            return replace(record, article=made)
        case EventMatter() as event:
            return replace(record, event=make_event(draft, event, body, url, neighbours, options))
        case WithdrawnPostMatter() | WithdrawnProfileMatter() as gone:
            return replace(record, gone=gone_of(draft.path, url, gone))
    return _with_plain_text(record, draft, body, options)


def _with_plain_text(record: Record, draft: Draft, body: Body, options: ReadingOptions) -> Record:
    """The record with a text that needs nothing of the others."""
    url = record.outline.url
    match draft.matter:
        case PageMatter() as page:
            return replace(record, page=make_page(draft, page, body, url, options))
        case ProfileMatter() as profile:
            return replace(record, profile=make_profile(draft, profile, body, url, options))
        case SeriesMatter() as story:
            return replace(record, series=make_series(draft, story, body, url, options))
    return record


def _people(draft: Draft, neighbours: Neighbours) -> tuple[tuple[str, str], ...]:
    """The people a post names, first author first, and the keys they mean."""
    matter = draft.checkable
    if isinstance(matter, EventMatter):
        named = dict.fromkeys([matter.organiser] if matter.organiser else [])
    elif isinstance(matter, ArticleMatter):
        named = dict.fromkeys([*matter.authors, *(person for _, people in matter.roles() for person in people)])
        named |= dict.fromkeys(happenings.organisers(draft, matter))
    else:
        named = dict.fromkeys(people_of(matter))
    return tuple((person, checks.find_author(person, neighbours.names) or "") for person in named)


def _linked(draft: Draft) -> Iterator[str]:
    """The posts that an event names, as paths from the content folder."""
    if isinstance(draft.checkable, EventMatter):
        yield from happenings.post_paths(draft, draft.checkable).values()


def _pictures(draft: Draft) -> Iterator[str]:
    """The picture that a text's front matter names, as a path from the content folder."""
    match draft.checkable:
        case ArticleMatter(image=name) | ProfileMatter(portrait=name) if name:
            yield resolve(draft.path, name)


def _contextual(draft: Draft, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    yield from checks.check_slug(draft)
    yield from filter(draft.concerns_usable, _about_matter(draft, neighbours, options))


def _about_matter(draft: Draft, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    match draft.checkable:
        case ArticleMatter() as article:
            yield from checks.check_article(draft, article, neighbours.names, options)
            yield from series.check_membership(draft, article, neighbours.series)
            yield from check_joined(draft, neighbours.joined)
            lead = (article.image, article.image_alt, article.image_credit)
            yield from _photo_problems(draft, "image", lead, neighbours, options)
            yield from happenings.check_block(draft, article, neighbours, options)
        case EventMatter() as event:
            yield from happenings.check_event(draft, event, neighbours, options)
        case PageMatter() as page:
            yield from checks.check_page(draft, page, options)
        case CommunityMatter() | CallMatter() as gathering:
            yield from check_gathering(draft, gathering, neighbours.names, options)
            yield from check_joined(draft, neighbours.joined)
        case WalkMatter() as walk:
            yield from check_walk(draft, walk, neighbours, options)
        case SeriesMatter(lang=lang):
            yield from checks.check_language(draft, lang, options)
        case ProfileMatter() as profile:
            yield from checks.check_profile(draft, profile, options)
            portrait = (profile.portrait, profile.portrait_alt, profile.portrait_credit)
            yield from _photo_problems(draft, "portrait", portrait, neighbours, options)
        case WithdrawnPostMatter() as gone:
            yield from checks.check_dates(draft, gone, options)
        case WithdrawnProfileMatter():
            yield from checks.check_author_address(draft, options)


def _photo_problems(
    draft: Draft, key: str, told: tuple[str, str, str], neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """What is wrong with the picture of a front matter: ``told`` is its file's name, its description, its credit."""
    name, alt, credit = told
    if not name:
        return
    if resolve(draft.path, name) not in options.photos:
        yield draft.problem("photo-missing", key, value=name)
        return
    missing = [] if alt else ["photo-alt"]
    for code in (*missing, *unclaimed(credit, claims_of(draft.checkable, neighbours))):
        yield draft.problem(code, key, value=name)
