"""From a checked text to the value that the rest of the build consumes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.files import digest
from placette.engine.base.occurrences import Happening
from placette.engine.base.text import fold, slugify
from placette.engine.library.checks import find_author
from placette.engine.library.communes import WHOLE
from placette.engine.library.draft import Draft
from placette.engine.library.models import Term
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Neighbours
from placette.engine.texts.renditions import Place
from placette.engine.texts.surroundings import resolve
from placette.engine.texts.typography import typeset_text
from placette.engine.texts.values import Body, Licence, Photo
from placette.features.agenda.checking import block_of, happening_of, post_paths
from placette.features.agenda.event import Event
from placette.features.agenda.schema import EventMatter, HappeningMatter
from placette.features.authors.profile import Profile
from placette.features.authors.schema import ProfileMatter
from placette.features.calls.call import Call
from placette.features.communities.community import Community
from placette.features.pages.page import Page
from placette.features.pages.schema import PageMatter
from placette.features.posts.article import Article
from placette.features.posts.schema import ArticleMatter
from placette.features.series.schema import SeriesMatter
from placette.features.series.series import Series
from placette.features.walks.walk import Walk

T = TypeVar("T", Article, Event, Page, Profile, Series, Community, Call, Walk)

_SUMMARY = 240
"""Characters of a summary made from a text's first words."""


def make_article(
    draft: Draft,
    matter: ArticleMatter,
    body: Body,
    url: str,
    names: Mapping[str, str],
    options: ReadingOptions,
    licence: Licence,
    series: str,
    joined: tuple[tuple[str, ...], tuple[str, ...]],
) -> Article:
    """A post whose people, category, communes and series (a slug, or empty) are all known.

    ``joined`` are the slugs of its communities and of the calls that it answers.
    """
    lang = matter.lang or options.lang
    zone = options.now.tzinfo
    return marked(
        Article(
            path=draft.path,
            slug=draft.slug,
            url=url,
            title=typeset_text(matter.title, lang),
            summary=typeset_text(matter.summary or _first_words(body.html), lang),
            lang=lang,
            date=matter.date.replace(tzinfo=zone),
            modified=matter.modified.replace(tzinfo=zone) if matter.modified else None,
            authors=keys_of(matter.authors, names),
            roles=tuple((role, keys_of(people, names)) for role, people in matter.roles()),
            category=options.categories[fold(matter.category)],
            tags=_tags(matter.tags),
            communes=codes_of(matter.commune, options),
            whole_territory=WHOLE in matter.commune,
            licence=licence,
            status=matter.status,
            photo=_lead(draft, matter, lang),
            body=body,
            series=series,
            episode=matter.episode or 0,
            spot=replace(matter.place, name=typeset_text(matter.place.name, lang)) if matter.place else None,
            communities=joined[0],
            call=next(iter(joined[1]), ""),
            event=_announced(draft, matter, names, lang),
        )
    )


def _announced(draft: Draft, matter: ArticleMatter, names: Mapping[str, str], lang: str) -> Happening | None:
    """The event that a post announces."""
    typed = block_of(draft, matter)
    return _happening(typed.matter, names, lang) if typed and typed.matter else None


def _happening(matter: HappeningMatter, names: Mapping[str, str], lang: str) -> Happening:
    found = happening_of(matter, find_author(matter.organiser, names) or "" if matter.organiser else "")
    venue, name, price = (typeset_text(text, lang) for text in (found.venue, found.organiser_name, found.price))
    return replace(found, venue=venue, organiser_name=name, price=price)


def make_event(
    draft: Draft, matter: EventMatter, body: Body, url: str, neighbours: Neighbours, options: ReadingOptions
) -> Event:
    """An event; of the posts that it names those that are shown."""
    lang, around = matter.lang or options.lang, neighbours.around
    hidden = around.withheld - around.previewed
    posts = (path for path in post_paths(draft, matter).values() if path not in hidden)
    return marked(
        Event(
            path=draft.path,
            slug=draft.slug,
            url=url,
            title=typeset_text(matter.title, lang),
            summary=typeset_text(matter.summary or _first_words(body.html), lang),
            lang=lang,
            happening=_happening(matter, neighbours.names, lang),
            communes=codes_of(matter.commune, options),
            category=options.categories[fold(matter.category)] if matter.category else None,
            posts=tuple(dict.fromkeys(posts)),
            modified=matter.modified.replace(tzinfo=options.now.tzinfo) if matter.modified else None,
            uid=matter.uid,
            body=body,
        )
    )


def make_series(draft: Draft, matter: SeriesMatter, body: Body, url: str, options: ReadingOptions) -> Series:
    """A series, with its introduction."""
    lang = matter.lang or options.lang
    title, summary = typeset_text(matter.title, lang), typeset_text(matter.summary, lang)
    return marked(Series(draft.path, draft.slug, url, title, summary, lang, matter.status, body))


def make_page(draft: Draft, matter: PageMatter, body: Body, url: str, options: ReadingOptions) -> Page:
    """A page of the site itself."""
    lang = matter.lang or options.lang
    title, summary = typeset_text(matter.title, lang), typeset_text(matter.summary, lang)
    return marked(Page(draft.path, draft.slug, url, title, summary, lang, body))


def make_profile(draft: Draft, matter: ProfileMatter, body: Body, url: str, options: ReadingOptions) -> Profile:
    """An author; names and descriptions are typeset in the site's language."""
    kind, label = matter.kind
    return marked(
        Profile(
            path=draft.path,
            key=draft.slug,
            url=url,
            name=typeset_text(matter.name, options.lang),
            kind=kind,
            kind_label=label,
            office=typeset_text(matter.office, options.lang),
            description=typeset_text(matter.description, options.lang),
            communes=codes_of(matter.commune, options),
            since=matter.since,
            languages=tuple(matter.languages),
            links=matter.links,
            licence=matter.licence,
            photo=_portrait(draft, matter, options.lang),
            presence=matter.status,
            body=body,
        )
    )


def marked(text: T) -> T:
    """The text with the mark by which its pages know whether it has changed."""
    return replace(text, mark=digest(repr(text).encode("utf-8", "replace")))


def _tags(names: list[str]) -> tuple[Term, ...]:
    """One term an address: of «Été» and «ete» the first."""
    terms: dict[str, Term] = {}
    for name in names:
        terms.setdefault(slugify(name), Term(name, slugify(name)))
    return tuple(terms.values())


def keys_of(people: list[str] | tuple[str, ...], names: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of the people that are known, each once."""
    found = (find_author(person, names) for person in people)
    return tuple(dict.fromkeys(key for key in found if key))


def codes_of(communes: list[str], options: ReadingOptions) -> tuple[str, ...]:
    """The codes of communes as written, each once."""
    return tuple(dict.fromkeys(found.code for wanted in communes for found in options.communes.find(wanted)))


def _lead(draft: Draft, matter: ArticleMatter, lang: str) -> Photo | None:
    if not matter.image:
        return None
    texts = (matter.image_alt, matter.image_caption, matter.image_credit)
    return _photo(draft, matter.image, texts, lang, Place.LEAD, matter.image_focus)


def _portrait(draft: Draft, matter: ProfileMatter, lang: str) -> Photo | None:
    if not matter.portrait:
        return None
    texts = (matter.portrait_alt, "", matter.portrait_credit)
    return _photo(draft, matter.portrait, texts, lang, Place.FACE, matter.portrait_focus)


def _photo(
    draft: Draft, name: str, texts: tuple[str, str, str], lang: str, place: Place, focus: tuple[int, int] | None
) -> Photo:
    alt, caption, credit = (typeset_text(text, lang) for text in texts)
    return Photo(resolve(draft.path, name), alt, caption, credit, place, focus)


def _first_words(html: str) -> str:
    """The beginning of a text's first paragraph, for a post that has no summary."""
    tree = LexborHTMLParser(html, is_fragment=True)
    for note in tree.css("a.footnote-ref"):
        note.decompose()
    words = (" ".join(node.text().split()) for node in tree.css("p"))
    paragraph = next(filter(None, words), "")
    return paragraph if len(paragraph) <= _SUMMARY else paragraph[:_SUMMARY].rsplit(" ", 1)[0] + "…"
