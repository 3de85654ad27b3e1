"""What other blogs write, on the site: cards that lead there, ``/reseau/`` with all sources, their OPML, a feed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time
from functools import partial
from typing import Any, NamedTuple, TypeVar

from markupsafe import escape

from placette import (
    N_,
    OTHER_TEXTS,
    Build,
    FeedAddress,
    FeedEntry,
    Licence,
    Lookup,
    PageAddress,
    Ports,
    Request,
    Searched,
    Single,
    Site,
    Term,
    Words,
    Writing,
    authors,
    date_view,
    digest,
    lists,
    places_of,
    posts,
    rel_outside,
    views,
)
from placette_network.gathered import GatheredText, gathered_files, read_gathered, settled
from placette_network.sources import (
    SOURCE,
    Accept,
    Source,
    SourceKind,
    is_public_name,
    place_of,
    read_sources,
    same_link,
)

K = TypeVar("K")
V = TypeVar("V")

NETWORK = PageAddress("SOURCES", passing=True)
OPML = PageAddress("SOURCES_OPML", passing=True)
FEED = FeedAddress("SOURCES_FEED", passing=True)
OPML_FILE = "network.opml"
_TITLE = N_("The network")
_ABOUT = N_("Other blogs of the territory: what they write, and the way to each of them.")
_KINDS = {
    SourceKind.SITE: N_("Towns and public services"),
    SourceKind.ASSOCIATION: N_("Associations"),
    SourceKind.RESIDENT: N_("Residents’ own blogs"),
}
_AT_A_PLACE, _OF_A_PERSON, _ON_HOME, _NEWEST = 6, 3, 2, 6
"""How many cards the pages of a place and of a person, the home page and ``/reseau/`` show."""
_SOURCES = 60  # Sources on a page
_FED = 50  # Texts in the feed: a night brings dozens
_SEARCHED = OTHER_TEXTS._replace(
    key="elsewhere", one=N_("On another site"), many=N_("On other sites"), order=OTHER_TEXTS.order + 10
)
_WEIGHT = 0.7  # What the site's own texts say comes first
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=$|[-_])", re.IGNORECASE)


class ShownText(NamedTuple):
    """A text elsewhere that pages show: ``communes`` are known here, ``category`` is one of this site's."""

    text: GatheredText
    source: Source
    communes: tuple[str, ...]
    category: Term | None
    licence: Licence | None


def shown_texts(site: Site) -> tuple[ShownText, ...]:
    """Return the texts to show, each link once, the newest first: accepted, of no later day, not of who left.

    None leads into a reader's own network.
    """
    return site.once(_shown)


def _shown(site: Site) -> tuple[ShownText, ...]:
    sources, today = read_sources(site), site.build.now.date()
    files = {file.stem: file for file in gathered_files(site.settings)} if sources else {}
    texts_of = {slug: read_gathered(files[slug]).texts for slug in sources if slug in files}
    settled_texts, _claimed = settled(texts_of, site.build.of(SOURCE), site.absolute(""), today)
    categories = {Words.fold(term.name): term for term, _ in posts.categories(site).values()} if files else {}
    pairs = [
        _made(text, sources[slug], categories, site)
        for slug, texts in settled_texts.items()
        for text in texts
        if text.day <= today and is_public_name(text.link)
        if not text.waits(each=sources[slug].accept is Accept.EACH)
    ]
    return tuple(sorted(pairs, key=lambda one: (-one.text.day.toordinal(), one.text.link)))


def _made(text: GatheredText, source: Source, categories: Mapping[str, Term], site: Site) -> ShownText:
    index = site.build.communes
    codes = {commune.code: None for code in text.communes for commune in index.find(code) or index.successors(code)}
    category = next((categories[name] for name in map(Words.fold, text.categories) if name in categories), None)
    return ShownText(
        text,
        source,
        tuple(codes) or source.communes,
        category or next(iter(source.categories), None),
        Licence.find(text.licence) if text.licence else source.licence,
    )


def _of_sources(site: Site) -> Mapping[str, list[ShownText]]:
    """Return the texts of each source, by slug."""
    return _grouped((text.source.slug, text) for text in shown_texts(site))


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)


def _of_places(site: Site) -> Mapping[str, list[ShownText]]:
    """Return the texts about each commune, intercommunalité and département, by its code."""
    return _grouped((code, text) for text in shown_texts(site) for code in _areas_of(text, site))


def _areas_of(one: ShownText, site: Site) -> dict[str, None]:
    communes = map(site.build.communes.by_code.__getitem__, one.communes)
    return {code: None for place in communes for code in (place.code, place.epci, place.department_code) if code}


def card_of(one: ShownText, site: Site) -> views.OutsideView:
    """Return a text as pages show it: a plain value, part of what each page is made from."""
    text = one.text
    return views.OutsideView(
        title=text.title,
        url=text.link,
        rel=rel_outside(text.link),
        lang=_lang(one, site),
        place=one.source.name,
        host=place_of(text.link)[0],
        date=date_view(text.day, site.lang),
        summary=text.summary,
        people=", ".join(person.name for person in text.people if not person.role),
        licence=one.licence.label if one.licence and one.licence.url else "",
    )


def _cards(texts: Iterable[ShownText], site: Site) -> tuple[views.OutsideView, ...]:
    return tuple(card_of(text, site) for text in texts)


def _lang(one: ShownText, site: Site) -> str:
    match = _LANGUAGE.match(one.text.lang) or _LANGUAGE.match(one.source.lang)
    return match[0].lower() if match else site.lang


class ElsewhereView(NamedTuple):
    """Texts elsewhere on a page about something else, with the address of the network's page, or nothing."""

    texts: tuple[views.OutsideView, ...]
    network_url: str


class OwnBlogView(NamedTuple):
    """The blog of a person elsewhere: ``rel`` says that it is theirs where their profile names it; its newest texts."""

    link: views.LinkView
    texts: tuple[views.OutsideView, ...]


def at_place(place: Any, site: Site) -> ElsewhereView | None:
    """Return what is written elsewhere about a commune, an intercommunalité or a département."""
    texts = site.once(_of_places).get(getattr(place, "code", ""), ())
    return _elsewhere(texts[:_AT_A_PLACE], site)


def on_home(_about: None, site: Site) -> ElsewhereView | None:
    """Return the newest texts elsewhere, each of another source."""
    first = {text.source.slug: text for text in reversed(shown_texts(site))}
    newest = sorted(first.values(), key=lambda text: (-text.text.day.toordinal(), text.text.link))
    return _elsewhere(newest[:_ON_HOME], site)


def _elsewhere(texts: Iterable[ShownText], site: Site) -> ElsewhereView | None:
    cards = _cards(texts, site)
    return ElsewhereView(cards, site.index_url(NETWORK)) if cards else None


def of_person(profile: authors.Profile, site: Site) -> tuple[OwnBlogView, ...]:
    """Return the blogs elsewhere of a person, each with its newest texts."""
    relations = {same_link(link.url): link.rel for link in authors.links_of(profile)}
    return tuple(
        OwnBlogView(
            views.LinkView(source.name, source.site, relations.get(same_link(source.site)) or rel_outside(source.site)),
            _cards(site.once(_of_sources).get(source.slug, ())[:_OF_A_PERSON], site),
        )
        for source in read_sources(site).values()
        if source.kind is SourceKind.RESIDENT and source.author == profile.key
    )


def on_map(site: Site) -> Mapping[str, views.OutsideView]:
    """Return the newest text about each commune that has posts, or that the editors say a source is about.

    Texts alone, which strangers write, have no page made for a commune.
    """
    places = site.once(_of_places)
    source_codes = {code for source in read_sources(site).values() for code in source.communes}
    codes = source_codes.union(posts.of_communes(site)) if places else ()
    return {code: card_of(places[code][0], site) for code in sorted(codes) if code in places}


SourceRow = tuple[str, tuple[views.PlaceView, ...], views.OutsideView | None]


class NetworkContent(NamedTuple):
    """One page of the sources, below the label of their kind: slug, places, newest text; on the first those of all."""

    groups: tuple[tuple[SourceKind, tuple[SourceRow, ...]], ...]
    newest: tuple[views.OutsideView, ...]
    pagination: views.PaginationView


class ListedSourceView(NamedTuple):
    """A source: its link, the description by the editors, who it belongs to, its newest text."""

    link: views.LinkView
    lang: str
    host: str
    body_html: str
    places: tuple[views.PlaceView, ...]
    person: views.PersonView | None
    since: views.DateView
    licence: str
    last: views.OutsideView | None


class ListedSourcesView(NamedTuple):
    """The sources of a kind; ``id`` is the anchor of its heading."""

    id: str
    label: str
    sources: tuple[ListedSourceView, ...]


class NetworkView(NamedTuple):
    """``/reseau/``: the sources by kind, the newest texts of all, and the same for machines."""

    head: views.HeadView
    title: str
    introduction: str
    newest: tuple[views.OutsideView, ...]
    groups: tuple[ListedSourcesView, ...]
    files: tuple[tuple[views.LinkView, str], ...]
    """Links to its files, each with the type of the file."""
    pagination: views.PaginationView


def _network(site: Site) -> lists.Paged | None:
    """Return the sources, kind by kind; None without any."""
    sources = read_sources(site).values()
    ordered = [(kind, source.slug) for kind in _KINDS for source in sources if source.kind is kind]
    return lists.Paged(ordered, _SOURCES, partial(_content, site)) if ordered else None


def _content(site: Site, items: tuple[Any, ...], pagination: views.PaginationView) -> NetworkContent:
    groups = _grouped((kind, _row(slug, site)) for kind, slug in items)
    newest = _cards(shown_texts(site)[:_NEWEST], site) if pagination.is_first else ()
    return NetworkContent(tuple((kind, tuple(rows)) for kind, rows in groups.items()), newest, pagination)


def _row(slug: str, site: Site) -> SourceRow:
    """Return a source as the list has it; of its communes, those that texts are about have a page for certain."""
    paged = {*posts.of_communes(site), *site.ask(Ports.ELSEWHERE)}
    places = places_of(read_sources(site)[slug].communes, site)
    areas = tuple(place if place.code in paged else place._replace(url="") for place in places)
    return slug, areas, next((card_of(text, site) for text in site.once(_of_sources).get(slug, ())), None)


def compose_network(request: Request, content: NetworkContent, look: Lookup) -> NetworkView:
    """Return one page of the sources."""
    site = look.site
    title, about = site.say(_TITLE), site.say(_ABOUT)
    groups = (
        ListedSourcesView(f"sources-{kind}", site.say(_KINDS[kind]), tuple(_source_view(row, look) for row in rows))
        for kind, rows in content.groups
    )
    number = content.pagination.number
    name = title if content.pagination.is_first else f"{title} – {number}"
    return NetworkView(
        head=lists.head_of(request, name, about, look),
        title=title,
        introduction=about,
        newest=content.newest,
        groups=tuple(groups),
        files=tuple(_files(site)),
        pagination=content.pagination,
    )


def _source_view(row: SourceRow, look: Lookup) -> ListedSourceView:
    site, (slug, places, last) = look.site, row
    source = look.text(SOURCE, read_sources(site)[slug])
    return ListedSourceView(
        link=views.LinkView(source.name, source.site, rel_outside(source.site)),
        lang=source.lang,
        host=place_of(source.site)[0],
        body_html=look.html(source),
        places=places,
        person=look.person(source.author) if source.author else None,
        since=date_view(source.since, site.lang),
        licence=source.licence.label if source.licence else "",
        last=last,
    )


def _files(site: Site) -> Iterator[tuple[views.LinkView, str]]:
    for feed in announced(None, site.site_name, site):
        yield views.LinkView(site.say(N_("Feed of the network")), feed.url), feed.type
        break  # One form is enough for people
    if url := site.index_url(OPML):
        yield views.LinkView(site.say(N_("List for feed readers (OPML)")), url), "text/x-opml"


class FileContent(NamedTuple):
    """A file, as it is written."""

    text: str


def write_file(_request: Request, content: FileContent, _look: Lookup) -> str:
    """Return the file."""
    return content.text


def requests(site: Site) -> Iterator[Request]:
    """Yield the files for machines: the list of sources, the feed of the newest texts."""
    if not read_sources(site):
        return
    if place := site.addresses[OPML]:
        yield Request(OPML_FILE, place.save_as, place.url, FileContent(opml(site)))
    content = lists.FeedContent(site.say(_TITLE), tuple(site.once(_fed)), site.addresses[NETWORK].url, whole=False)
    for form in site.feed_forms:
        path = site.addresses.file(FEED.form(form.end))
        yield Request(form.kind, path, path, content)


def _fed(site: Site) -> Mapping[str, ShownText]:
    """Return the texts in the feed, by names that change with whatever is shown of them."""
    return {f"gathered {digest(repr(text).encode('utf-8', 'replace'))}": text for text in shown_texts(site)[:_FED]}


def entry(path: str, look: Lookup) -> FeedEntry | None:
    """Return a text elsewhere as the feed of the network has it; None for any other."""
    shown_text = look.site.once(_fed).get(path) if path.startswith("gathered ") else None
    if shown_text is None:
        return None
    site, text, source = look.site, shown_text.text, shown_text.source
    day = datetime.combine(text.day, time(), look.site.build.now.tzinfo)
    authors_of_text = [person for person in text.people if not person.role]
    people = [_person(person.name, person.url or source.site) for person in authors_of_text]
    return FeedEntry(
        url=text.link,
        title=text.title,
        summary=text.summary,
        lang=_lang(shown_text, site),
        date=day,
        modified=day,
        html=lambda: str(escape(text.summary)),
        licence=shown_text.licence or next(licence for licence in Licence.ALL if not licence.url),
        people=tuple(people) or (_person(source.name, source.site),),
        helpers=tuple((person.role, _person(person.name, person.url)) for person in text.people if person.role),
        subjects=(shown_text.category.name,) if shown_text.category else (),
        communes=shown_text.communes,
        spot=(text.spot, text.point) if text.spot else None,
        points=_points(shown_text, site),
    )


def _person(name: str, url: str) -> views.PersonView:
    return views.PersonView("", name, url, "", "", "", 0, "")


def _points(one: ShownText, site: Site) -> tuple[tuple[float, float], ...]:
    by_code = site.build.communes.by_code
    return (one.text.point,) if one.text.point else tuple(p for code in one.communes if (p := by_code[code].point))


def announced(about: object, label: str, site: Site) -> Iterator[views.FeedView]:
    """Yield the feed of the network, beside those of the whole site."""
    if about is None and read_sources(site):
        yield from lists.announced(FEED, "", f"{site.say(_TITLE)} – {label}", site)


def opml(site: Site) -> str:
    """Return the sources as OPML 2.0, for feed readers (opml.org/spec2.opml)."""
    from xml.etree import ElementTree as Tree  # noqa: PLC0415 - a site without sources needs none

    root = Tree.Element("opml", version="2.0")
    head, body = Tree.SubElement(root, "head"), Tree.SubElement(root, "body")
    Tree.SubElement(head, "title").text = f"{site.say(_TITLE)} – {site.site_name}"
    for kind, label in _KINDS.items():
        group = Tree.Element("outline", text=site.say(label))
        for source in read_sources(site).values():
            if source.kind is kind:
                feed = {"type": "rss", "xmlUrl": source.feed, "htmlUrl": source.site, "language": source.lang}
                outline = feed if source.feed else {"type": "link", "url": source.site}
                Tree.SubElement(group, "outline", {"text": source.name, "title": source.name, **outline})
        if len(group):
            body.append(group)
    Tree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Tree.tostring(root, encoding="unicode")}\n'


def searched(site: Site) -> Iterator[Searched]:
    """Yield the texts elsewhere, found by title, first words, source and places."""
    by_code = site.build.communes.by_code
    for card in shown_texts(site):
        text, names = card.text, tuple(by_code[code].name for code in card.communes)
        words, writing = f"{text.summary}\n{card.source.name}", partial(_writing, card, names)
        yield Searched(
            *(_SEARCHED, text.link, text.title, words, writing),
            lang=_lang(card, site),
            date=datetime.combine(text.day, time()),
            category=card.category.name if card.category else "",
            communes=names,
        )


def _writing(one: ShownText, names: tuple[str, ...]) -> Writing:
    return Writing(
        one.text.summary, names=(one.source.name,), author=one.source.name, place=", ".join(names), weight=_WEIGHT
    )


def moments(build: Build) -> Iterator[datetime]:
    """Yield when a source begins to be shown, and when one has left."""
    days = (day for source in build.of(SOURCE) for day in (source.since, source.left) if day)
    return (datetime.combine(day, time(), build.now.tzinfo) for day in days)


NETWORK_PAGE = Single(
    NETWORK,
    "network",
    _network,
    _TITLE,
    97,
    77,
    feed=FEED,
    finds=N_("Read what towns, associations and residents write on their own blogs."),
)
