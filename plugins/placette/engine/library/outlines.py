"""What the texts of a site know of each other, from the outline of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from placette.engine.base.text import fold, slugify
from placette.engine.library.draft import Draft
from placette.engine.library.joining import declared_names, joined_names
from placette.engine.library.options import ReadingOptions
from placette.engine.library.outline import Instalment, Outline
from placette.engine.library.records import Neighbours
from placette.engine.library.tombstones import is_tombstone
from placette.engine.library.tree import SourceKind
from placette.engine.texts.surroundings import Surroundings
from placette.engine.texts.values import Status
from placette.features.agenda.schema import EventMatter
from placette.features.authors.schema import ProfileMatter
from placette.features.calls.schema import CallMatter
from placette.features.communities.schema import CommunityMatter
from placette.features.posts.schema import ArticleMatter, WithdrawnPostMatter
from placette.features.series.schema import SeriesMatter
from placette.features.walks.schema import WalkMatter


def outline_of(draft: Draft, options: ReadingOptions) -> Outline:
    """The outline of a typed text."""
    matter, name = draft.matter, draft.entry("name")
    return Outline(
        path=draft.path,
        kind=draft.kind.value,
        slug=draft.slug,
        url=address_of(draft, options),
        usable=matter is not None,
        draft=isinstance(matter, ArticleMatter) and matter.status is Status.DRAFT,
        gone=is_tombstone(draft.schema),
        date=matter.date if isinstance(matter, ArticleMatter | WithdrawnPostMatter) else None,
        modified=matter.modified if isinstance(matter, ArticleMatter) else None,
        name=matter.name if isinstance(matter, ProfileMatter) else "",
        name_line=name.line,
        name_column=name.column,
        name_key=name.key,
        licence=matter.licence if isinstance(matter, ProfileMatter) else None,
        title=matter.title if isinstance(matter, SeriesMatter | CommunityMatter | CallMatter) else "",
        told=_told(draft),
        point=matter.place.point if isinstance(matter, ArticleMatter) and matter.place else None,
        instalment=_instalment(draft),
        uid=matter.uid if isinstance(matter, EventMatter) else "",
    )


def _told(draft: Draft) -> datetime | None:
    """The last day of a call, the day of a walk."""
    match draft.matter:
        case CallMatter(deadline=day) | WalkMatter(date=day):
            return day
    return None


def _instalment(draft: Draft) -> Instalment | None:
    """Where a post stands in a series, even if it was withdrawn or something else keeps it out: its number is taken."""
    matter, number = draft.checkable, draft.entry("episode")
    if isinstance(matter, ArticleMatter | WithdrawnPostMatter) and matter.series and matter.episode:
        return Instalment(matter.series, matter.episode, number.line, number.column)
    return None


def address_of(draft: Draft, options: ReadingOptions) -> str:
    """A text's address from the site's root, without leading slash."""
    formats = options.addresses
    if draft.kind is SourceKind.ARTICLE:
        dated = isinstance(draft.matter, ArticleMatter | WithdrawnPostMatter)
        year = draft.matter.date if dated else datetime(max(1, int(draft.path.split("/")[1])), 1, 1)  # type: ignore[union-attr]
        return formats.article.format(date=year, slug=draft.slug)
    others = {SourceKind.PAGE: formats.page, SourceKind.SERIES: formats.series, SourceKind.EVENT: formats.event}
    others |= {SourceKind.COMMUNITY: formats.community, SourceKind.CALL: formats.call, SourceKind.WALK: formats.walk}
    return others.get(draft.kind, formats.author).format(slug=draft.slug)


def neighbours_of(outlines: Sequence[Outline], options: ReadingOptions, refused: frozenset[str]) -> Neighbours:
    """What each text may learn of the others; ``refused`` ones are nobody's neighbours."""
    waiting = frozenset(outline.path for outline in outlines if _waits(outline, options))
    gone = frozenset(outline.path for outline in outlines if outline.gone)
    around = Surroundings(
        lang=options.lang,
        base=options.base,
        addresses={outline.path: outline.url for outline in outlines},
        photos=options.photos,
        withheld=waiting | refused,
        gone=gone,
        previewed=waiting - gone - refused if options.preview else frozenset(),
        points={outline.path: outline.point for outline in outlines if outline.point},
        tracks={path: track.digest for path, track in options.tracks.items()},
        table_label=options.table_label,
        note_back=options.note_back,
    )
    profiles = [outline for outline in outlines if outline.kind == SourceKind.PROFILE.value and not outline.gone]
    licences = {profile.slug: profile.licence for profile in profiles if profile.usable}
    names = author_names([(profile.slug, profile.name) for profile in profiles if profile.path not in refused])
    series = declared_names(outlines, SourceKind.SERIES, refused)
    return Neighbours(names, licences, around, series, joined_names(outlines, refused))


def _waits(outline: Outline, options: ReadingOptions) -> bool:
    late = outline.date is not None and outline.date.replace(tzinfo=options.now.tzinfo) > options.now
    return outline.draft or outline.gone or late


def author_names(profiles: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Every spelling by which a post may name an author, and the key it means; from keys and display names."""
    names = {key: key for key, _ in profiles}
    for key, name in profiles:
        for spelling in filter(None, (fold(name), slugify(name))):
            names.setdefault(spelling, key)
    return names
