"""What visitors may search: each feature returns its pages, with their texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol

from placette.engine.content.communes import Commune
from placette.engine.content.kinds import OWN_PAGES, SearchedKind, Text
from placette.engine.rendering.entries import UNDATED, Searched, Writing
from placette.engine.rendering.features import PEOPLE, Feature, Site
from placette.engine.rendering.lists import index_link


class TitledText(Text, Protocol):
    """A text with a page of its own."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def summary(self) -> str:
        """A sentence or two."""

    @property
    def lang(self) -> str:
        """Its language."""

    @property
    def mark(self) -> str:
        """A digest of all of it."""


def searched_text(
    kind: SearchedKind,
    text: TitledText,
    site: Site,
    *,
    date: datetime | None = None,
    category: str = "",
    communes: Iterable[str] = (),
    authors: Sequence[str] = (),
    helpers: Sequence[str] = (),
    also: Iterable[str] = (),
) -> Searched:
    """Return a text that visitors may look for, with its ``communes`` (codes) and ``authors`` (keys).

    ``helpers`` (keys) find it too, but don't sign it; ``also`` are other words that find it: tags, steps of a walk.
    """
    people = site.ask(PEOPLE) if authors or helpers else {}
    names = tuple([people[key].name for key in authors if key in people])
    helping = [people[key].name for key in helpers if key in people] if helpers else ()
    subjects = (category, *also, *helping)
    communes_by_code = site.build.communes.by_code
    codes = tuple(communes)
    mark = "\n".join((text.mark, *names, "", *subjects))
    reader = partial(_read, text, subjects, codes, names, site)
    named = tuple([communes_by_code[code].name for code in codes])
    return Searched(kind, text.url, text.title, mark, reader, text.lang, date, category, named)


def searched_pages(site: Site) -> tuple[Searched, ...]:
    """Return every page that visitors may look for, once each, by year; those without a date come first."""
    return site.once(_pages)


def _pages(site: Site) -> tuple[Searched, ...]:
    pages: dict[str, Searched] = {}
    for feature in site.features:
        found = feature.searched(site) if feature.searched else _searched_texts(feature, site)
        pages |= {page.url: page for page in (*found, *_singles(feature, site))}
    return tuple(sorted(pages.values(), key=year_of))


def _singles(feature: Feature, site: Site) -> Iterator[Searched]:
    """Yield the lists, and other pages of which there is one, by their titles and what visitors may do there."""
    for single in feature.singles:
        is_shown = single.entries(site) >= single.least if single.entries else bool(single.finds)
        if single.label and is_shown and (link := index_link(single, site)):
            finds = site.say(single.finds) if single.finds else ""
            reader = partial(Writing, finds, purpose=finds)
            yield Searched(OWN_PAGES, site.addresses[single.address].url, link.label, finds, reader, site.lang)


def _searched_texts(feature: Feature, site: Site) -> Iterator[Searched]:
    """Yield the texts of a feature, by their values: day, category, communes, people."""
    for kind in feature.kinds:
        searched = kind.found
        if searched is None:
            continue
        for text in site.texts(kind).values():
            category = getattr(text, "category", None)
            yield searched_text(
                searched,
                text,
                site,
                date=getattr(text, "date", None),
                category=category.name if category else "",
                communes=getattr(text, "communes", ()),
                authors=getattr(text, searched.by, ()),
            )


def year_of(page: Searched) -> str:
    """Return the year of a page."""
    return f"{page.date.year}" if page.date else UNDATED


def face_of(page: Searched) -> str:
    """Return a short text that identifies a page; its mark covers the rest."""
    kind, url, title, mark, _, lang, moment, category, communes = page
    day = moment.toordinal() if moment else 0
    places = "\t".join(communes)
    return f"{day}\n{kind.key}\n{url}\n{title}\n{lang}\n{category}\n{places}\n{mark}"


def _read(
    text: TitledText, subjects: tuple[str, ...], codes: tuple[str, ...], names: tuple[str, ...], site: Site
) -> Writing:
    places = tuple(map(site.build.communes.by_code.__getitem__, codes))
    return Writing(
        summary=text.summary,
        html=(text.body.html,),
        names=names,
        places=tuple(name for place in places for name in place_names(place, site)),
        subjects=tuple(filter(None, subjects)),
        author=", ".join(names),
        place=", ".join(place.name for place in places),
    )


def place_names(commune: Commune, site: Site) -> tuple[str, ...]:
    """Return the words that find a commune: its name, its areas, the communes that it replaced."""
    index = site.build.communes
    epci = index.epcis.get(commune.epci)
    former = site.once(_former_names).get(commune.code, ())
    return (commune.name, commune.department, *((epci.name,) if epci else ()), *former)


def _former_names(site: Site) -> dict[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for former in site.build.communes.former:
        if former.name:
            names[former.now] = (*names.get(former.now, ()), former.name)
    return names
