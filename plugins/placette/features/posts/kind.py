"""Posts, as a kind of text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from placette.engine.base.message import N_
from placette.engine.base.text import fold, slugify
from placette.engine.library.communes import WHOLE
from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Making, Signed, TextKind, Tombstone, Wanted
from placette.engine.library.models import Term
from placette.engine.library.naming import PERSON, people
from placette.engine.library.outline import Outline
from placette.engine.library.records import Neighbours
from placette.engine.texts.beginnings import first_words
from placette.engine.texts.claims import Claims
from placette.engine.texts.renditions import Place
from placette.engine.texts.values import Status
from placette.features.posts.article import Article, standing_of
from placette.features.posts.checking import check_article, check_dates, lead_of
from placette.features.posts.motifs import motifs_of
from placette.features.posts.recordings import recording_of, recording_path
from placette.features.posts.schema import ArticleMatter, WithdrawnPostMatter


@dataclass(frozen=True, slots=True)
class Instalment:
    """A post's place in a series: the series as written, the number, and where the number stands."""

    series: str
    number: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class OriginalPost:
    """The post that another translates: its name and the key as written, and where the name stands."""

    name: str
    key: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class AnsweredPost:
    """The post that another answers: its name (or empty) and the key as written, and where the name stands.

    ``right`` is the day on which a right of reply was asked for; None for any other answer.
    """

    name: str
    key: str
    line: int
    column: int
    right: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ties:
    """What the posts tied to one need to know of it; ``lang`` is empty for the site's language."""

    instalment: Instalment | None = None
    original: OriginalPost | None = None
    lang: str = ""
    answered: AnsweredPost | None = None


def _day(draft: Draft) -> datetime:
    """The date of its address: at the least the year of its folder."""
    if isinstance(draft.matter, ArticleMatter | WithdrawnPostMatter):
        return draft.matter.date
    return datetime(max(1, int(draft.path.split("/")[1])), 1, 1)


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
    """None for most posts: nothing ties them, and they are in the site's language."""
    instalment, original, answered = _instalment(draft), _original(draft), _answered(draft)
    lang = draft.checkable.lang if isinstance(draft.checkable, ArticleMatter) else ""
    tied = instalment or original or answered or lang
    return Ties(instalment, original, lang, answered) if tied else None


def _answered(draft: Draft) -> AnsweredPost | None:
    matter = draft.checkable
    if not isinstance(matter, ArticleMatter) or not (matter.answers or matter.right_of_reply):
        return None
    entry = draft.entry("answers" if matter.answers else "right_of_reply")
    return AnsweredPost(matter.answers, entry.key, entry.line, entry.column, matter.right_of_reply)


def _original(draft: Draft) -> OriginalPost | None:
    matter = draft.checkable
    if not isinstance(matter, ArticleMatter) or not matter.translation_of:
        return None
    entry = draft.entry("translation_of")
    return OriginalPost(matter.translation_of, entry.key, entry.line, entry.column)


def _instalment(draft: Draft) -> Instalment | None:
    matter, number = draft.checkable, draft.entry("episode")
    if isinstance(matter, ArticleMatter | WithdrawnPostMatter) and matter.series and matter.episode:
        return Instalment(matter.series, matter.episode, number.line, number.column)
    return None


def _names(_draft: Draft, matter: ArticleMatter) -> Iterable[Wanted]:
    return people((*matter.authors, *(person for _, helpers in matter.roles() for person in helpers)))


def _asks(draft: Draft, matter: ArticleMatter) -> Iterable[str]:
    yield from lead_of(matter).path(draft)
    yield from recording_path(draft, matter)


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
    place, recording = matter.place, recording_of(making)
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
        tags=_tags(matter.tags),
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


def _tags(names: list[str]) -> tuple[Term, ...]:
    """One term an address: of «Été» and «ete» the first."""
    terms: dict[str, Term] = {}
    for name in names:
        terms.setdefault(slugify(name), Term(name, slugify(name)))
    return tuple(terms.values())


POST = TextKind(
    name="post",
    place=r"articles/\d{4}/[^/]+/index\.md",
    schema=ArticleMatter,
    value=Article,
    address="ARTICLE",
    changed=N_("the post {what} changed"),
    check=check_article,
    make=_article,
    names=_names,
    asks=_asks,
    claims=_claims,
    day=_day,
    outline=_outline,
    extra=Ties,
    order=_newest_first,
    standing=standing_of,
    tombstone=Tombstone(WithdrawnPostMatter, check_dates),
    photos=r"articles/\d{4}/[^/]+",
    signed=Signed("authors", attrgetter("authors")),
)
