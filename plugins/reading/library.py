"""The whole reading of a site: bytes in, typed texts and problems out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from plugins.core.models import Article, Page, Profile, Status
from plugins.core.problems import Problem, blocks
from plugins.reading import checks
from plugins.reading.assembling import make_article, make_page, make_profile
from plugins.reading.body import BodySource, Converted
from plugins.reading.dead_links import propose_targets
from plugins.reading.draft import Draft, draft_text
from plugins.reading.options import ReadingOptions
from plugins.reading.schema import ArticleMatter, PageMatter, ProfileMatter
from plugins.reading.surroundings import Surroundings, resolve
from plugins.reading.tree import SourceKind

Convert = Callable[[list[BodySource], Surroundings], list[Converted]]
"""Converts many bodies; the caller chooses in which processes."""


@dataclass(frozen=True, slots=True)
class Library:
    """What was read. ``refused`` are paths of texts that a blocking problem keeps out."""

    articles: tuple[Article, ...]
    pages: tuple[Page, ...]
    profiles: tuple[Profile, ...]
    problems: tuple[Problem, ...]
    refused: frozenset[str]
    drafts: Mapping[str, Draft]
    """The typed sources, by path."""


def read_library(texts: Iterable[tuple[str, SourceKind, bytes]], options: ReadingOptions, convert: Convert) -> Library:
    """Read every text of a site: (path, kind, bytes) of each, sorted by path. Never raises for content."""
    return read_drafts([draft_text(path, kind, data) for path, kind, data in texts], options, convert, frozenset())


def read_valid(texts: Iterable[tuple[str, SourceKind, bytes]], options: ReadingOptions, convert: Convert) -> Library:
    """Like ``read_library``, but links to refused texts are undone, so that the others can be published.

    A refusal can cause others (the posts of an author whose profile is refused), so it is read
    again until nothing more is refused.
    """
    drafts = [draft_text(path, kind, data) for path, kind, data in texts]
    refused: frozenset[str] = frozenset()
    while True:
        library = read_drafts(drafts, options, convert, refused)
        if library.refused <= refused:
            return library
        refused |= library.refused


def read_drafts(drafts: list[Draft], options: ReadingOptions, convert: Convert, refused: frozenset[str]) -> Library:
    """Check and convert typed texts; ``refused`` ones stay out and are linked to by nobody."""
    usable = [draft for draft in drafts if draft.matter]
    names = checks.author_names([draft for draft in drafts if draft.path not in refused])
    addresses = {draft.path: address_of(draft, options) for draft in drafts}
    around = _surroundings(usable, addresses, options, refused)
    readable = [draft for draft in drafts if draft.checkable]
    converted = convert([_body_source(draft, options) for draft in readable], around)
    bodies = {draft.path: body for draft, body in zip(readable, converted, strict=True)}
    problems = [*(p for draft in drafts for p in draft.problems), *_contextual(readable, names, options)]
    problems += [*checks.check_names(usable), *checks.check_addresses(addresses)]
    problems += propose_targets((p for body in bodies.values() for p in body.problems), addresses)
    problems += _dead_anchors(bodies)
    return _assemble(usable, bodies, names, options, addresses, problems)


def _surroundings(
    drafts: list[Draft], addresses: Mapping[str, str], options: ReadingOptions, refused: frozenset[str]
) -> Surroundings:
    posts = [(draft.path, draft.matter) for draft in drafts if isinstance(draft.matter, ArticleMatter)]
    waiting = {path for path, matter in posts if _waits(matter, options)}
    return Surroundings(
        lang=options.lang,
        base=options.base,
        addresses=addresses,
        photos=options.photos,
        withheld=frozenset(waiting) | refused,
        table_label=options.table_label,
        note_back=options.note_back,
    )


def _waits(matter: ArticleMatter, options: ReadingOptions) -> bool:
    return matter.status is Status.DRAFT or matter.date.replace(tzinfo=options.now.tzinfo) > options.now


def address_of(draft: Draft, options: ReadingOptions) -> str:
    """A text's address from the site's root, without leading slash."""
    formats = options.addresses
    if draft.kind is SourceKind.ARTICLE:
        dated = isinstance(draft.matter, ArticleMatter)
        year = draft.matter.date if dated else datetime(max(1, int(draft.path.split("/")[1])), 1, 1)  # type: ignore[union-attr]
        return formats.article.format(date=year, slug=draft.slug)
    return (formats.page if draft.kind is SourceKind.PAGE else formats.author).format(slug=draft.slug)


def _body_source(draft: Draft, options: ReadingOptions) -> BodySource:
    lang = getattr(draft.checkable, "lang", "") or options.lang
    return BodySource(draft.path, draft.source.body, lang, draft.source.body_line)


def _contextual(drafts: list[Draft], names: Mapping[str, str], options: ReadingOptions) -> Iterator[Problem]:
    for draft in drafts:
        yield from checks.check_slug(draft)
        yield from filter(draft.concerns_usable, _about_matter(draft, names, options))


def _about_matter(draft: Draft, names: Mapping[str, str], options: ReadingOptions) -> Iterator[Problem]:
    match draft.checkable:
        case ArticleMatter() as article:
            yield from checks.check_article(draft, article, names, options)
            yield from _photo_problems(draft, "image", article.image, article.image_alt, options)
        case PageMatter() as page:
            yield from checks.check_page(draft, page, options)
        case ProfileMatter() as profile:
            yield from checks.check_profile(draft, profile, options)
            yield from _photo_problems(draft, "portrait", profile.portrait, profile.portrait_alt, options)


def _photo_problems(draft: Draft, key: str, name: str, alt: str, options: ReadingOptions) -> Iterator[Problem]:
    if name and resolve(draft.path, name) not in options.photos:
        yield draft.problem("photo-missing", key, value=name)
    elif name and not alt:
        yield draft.problem("photo-alt", key, value=name)


def _dead_anchors(bodies: Mapping[str, Converted]) -> Iterator[Problem]:
    for converted in bodies.values():
        for target, anchor, missing in converted.anchors:
            if target in bodies and anchor not in bodies[target].ids:
                yield missing


def _assemble(
    drafts: list[Draft],
    bodies: Mapping[str, Converted],
    names: Mapping[str, str],
    options: ReadingOptions,
    addresses: Mapping[str, str],
    problems: list[Problem],
) -> Library:
    refused = frozenset(p.path for p in problems if blocks((p,)))
    articles, pages, profiles = [], [], []
    licences = {d.slug: d.matter.licence for d in drafts if isinstance(d.matter, ProfileMatter)}
    for draft in (d for d in drafts if d.path not in refused):
        body, url = bodies[draft.path].body, addresses[draft.path]
        match draft.matter:
            case ArticleMatter() as matter:
                author = licences.get(checks.find_author(matter.authors[0], names) or "")
                licence = matter.licence or author or options.licence
                articles.append(make_article(draft, matter, body, url, names, options, licence))
            case PageMatter() as page:
                pages.append(make_page(draft, page, body, url, options))
            case ProfileMatter() as profile:
                profiles.append(make_profile(draft, profile, body, url, options))
    articles.sort(key=lambda article: (article.date, article.path), reverse=True)
    return Library(
        articles=tuple(articles),
        pages=tuple(pages),
        profiles=tuple(profiles),
        problems=tuple(sorted(set(problems))),
        refused=refused,
        drafts={draft.path: draft for draft in drafts},
    )
