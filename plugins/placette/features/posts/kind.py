"""Posts, as a kind of text."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from operator import attrgetter
from typing import Any

from placette.engine.base.text import fold, slugify
from placette.engine.base.translation import N_
from placette.engine.library import records
from placette.engine.library.communes import WHOLE
from placette.engine.library.kinds import PERSON, Draft, Making, Outline, Term, TextKind
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Lead, Neighbours, check_spot
from placette.engine.library.traits import Photos, Reference, Relations, Signed, Tombstone
from placette.engine.pages.entries import FeedFile
from placette.engine.pages.site import Site
from placette.engine.pages.structured import JsonLd, Website
from placette.engine.pages.views import LinkView
from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.body import first_words
from placette.engine.texts.links import resolve
from placette.engine.texts.values import Claims, Place, Status
from placette.features.posts.motifs import motifs_of
from placette.features.posts.schema import Article, ArticleMatter, Recording, Role, WithdrawnPostMatter, status_of

_SUFFIX, _TYPE = ".mp3", "audio/mpeg"


def _beside(draft: Draft, name: str) -> str:
    """Its path, empty for one of another folder: what lies beside another text is as public as that text is."""
    path = resolve(draft.path, name)
    return path if posixpath.dirname(path) == posixpath.dirname(draft.path) else ""


def recording_link(article: Article, site: Site) -> LinkView | None:
    """Where a post can be heard, and how long that takes."""
    recording = article.recording
    return LinkView(recording.note, site.base + recording.url) if recording else None


def recording_file(article: Article, site: Site) -> FeedFile | None:
    """The recording as podcast programs want it."""
    if article.recording is None:
        return None
    size = site.build.attachments[article.recording.path].size
    return FeedFile(site.absolute(article.recording.url), size, _TYPE)


def recording_node(recording: Recording | None, site: Website) -> JsonLd | None:
    """The recording in the words of schema.org."""
    if recording is None:
        return None
    return {"@type": "AudioObject", "contentUrl": site.url + recording.url, "encodingFormat": _TYPE}


def lead_of(matter: ArticleMatter) -> Lead:
    """The lead picture, as the post describes it."""
    words = (matter.image_alt, matter.image_caption, matter.image_credit)
    return Lead("image", matter.image, *words, matter.image_focus)


def check_article(
    draft: Draft, matter: ArticleMatter, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """What a post says that the site does not know, and dates that cannot be."""
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
    path = _beside(draft, matter.audio)
    if matter.audio and not matter.audio.endswith(_SUFFIX):
        yield draft.problem("audio-format", "audio", value=matter.audio)
    elif matter.audio and path not in neighbours.around.offered and path not in neighbours.around.unshown:
        yield draft.problem("audio-missing", "audio", value=matter.audio)
    if not matter.summary:
        yield problem("summary-missing", draft.path, 1)


def check_dates(
    draft: Draft, matter: ArticleMatter | WithdrawnPostMatter, options: ReadingOptions
) -> Iterator[Problem]:
    """Dates that cannot be, or that belong into another folder."""
    for key in ("date", "modified", "featured"):
        yield from records.check_range(draft, key, getattr(matter, key, None), options)
    folder = draft.path.split("/")[1]
    if folder != f"{matter.date.year}":
        yield draft.problem("date-folder", "date", year=matter.date.year, folder=folder)


@dataclass(frozen=True, slots=True)
class Ties:
    """What the posts tied to one need to know of it; ``lang`` is empty for the site's language."""

    lang: str = ""


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[Ties]:
    """When and where, and its ties even if something keeps it out: its number in a series is taken."""
    matter = draft.matter
    outline = replace(outline, extra=_ties(draft))
    if isinstance(matter, WithdrawnPostMatter):
        return replace(outline, date=matter.date)
    if not isinstance(matter, ArticleMatter):
        return outline
    return replace(
        outline,
        draft=matter.status is Status.DRAFT,
        date=matter.date,
        signs=len(" ".join(draft.source.body.split())),
        days=(matter.modified,) if matter.modified else (),
        point=matter.place.point if matter.place else None,
    )


def _ties(draft: Draft) -> Ties | None:
    """None for most posts: they are in the site's language."""
    lang = draft.checkable.lang if isinstance(draft.checkable, ArticleMatter) else ""
    return Ties(lang) if lang else None


def _asks(draft: Draft, matter: ArticleMatter) -> Iterable[str]:
    yield from lead_of(matter).path(draft)
    yield from ([path] if matter.audio and (path := _beside(draft, matter.audio)) else [])


def _claims(matter: ArticleMatter, neighbours: Neighbours) -> Claims:
    """A byline may name photographers or illustrators, and a post's licence, or its first author's, holds for all."""
    first = neighbours.find(PERSON, matter.authors[0]) if matter.authors else ""
    licence = matter.licence or neighbours.licences.get((PERSON, first))
    return Claims(bool(matter.photographers or matter.illustrators), licence is not None)


def _newest_first(articles: Iterable[Article]) -> list[Article]:
    return sorted(articles, key=attrgetter("date", "path"), reverse=True)


def _article(making: Making[ArticleMatter]) -> Article:
    """A post whose people, category and communes are all known."""
    matter, options = making.matter, making.options
    path = _beside(making.draft, making.matter.audio)
    offered = making.neighbours.around.offered.get(path) if making.matter.audio else None
    place, recording = matter.place, Recording(path, offered.url, offered.note) if offered else None
    terms: dict[str, Term] = {}  # one an address: of «Été» and «ete» the first
    for name in matter.tags:
        terms.setdefault(slugify(name), Term(name, slugify(name)))
    return Article(
        path=making.draft.path,
        slug=making.draft.slug,
        url=making.url,
        title=making.say(matter.title),
        summary=making.say(matter.summary or first_words(making.body.html)),
        lang=making.lang,
        date=making.moment(matter.date),
        modified=making.moment(matter.modified) if matter.modified else None,
        authors=making.meant(PERSON, matter.authors),
        roles=tuple((role, making.meant(PERSON, helpers)) for role, helpers in matter.roles()),
        category=options.categories[fold(matter.category)],
        tags=tuple(terms.values()),
        communes=making.communes,
        whole_territory=WHOLE in matter.commune,
        licence=matter.licence or making.licence,
        status=matter.status,
        photo=lead_of(matter).photo(making, Place.LEAD),
        motif=matter.motif,
        motifs=() if matter.image or matter.motif else motifs_of(matter.title, matter.tags, matter.category),
        body=replace(making.body, files=(*making.body.files, recording.path)) if recording else making.body,
        recording=recording,
        featured=making.moment(matter.featured + timedelta(days=1)) if matter.featured else None,
        spot=replace(place, name=making.say(place.name)) if place else None,
    )


POST = TextKind(
    name="post",
    place=r"articles/\d{4}/[^/]+/index\.md",
    schema=ArticleMatter,
    value=Article,
    address="ARTICLE",
    changed=N_("the post {what} changed"),
    check=check_article,
    make=_article,
    refers=tuple(Reference(key, PERSON) for key in ("authors", *(role.value for role in Role))),
    asks=_asks,
    relations=Relations(_outline, Ties),
    order=_newest_first,
    standing=status_of,
    tombstone=Tombstone(WithdrawnPostMatter, check_dates),
    beside=(Photos(r"articles/\d{4}/[^/]+"),),
    owner=Signed("authors", attrgetter("authors"), claims=_claims),
    found=None,  # by year: they are thousands
)
