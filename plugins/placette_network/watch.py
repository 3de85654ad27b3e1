"""The watch: what the local press and hashtags say of the territory, for the editors of this computer alone.

It is kept beside the caches, never in git and never on the site, for thirty days. What an editor keeps is a mention.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from placette import (
    Article,
    Build,
    CommuneIndex,
    LegalSettings,
    Sighting,
    Site,
    characters,
    commune_names,
    drop_links,
    fold,
    shorten,
    write_atomic,
)
from placette_network.gathered import GatheredText
from placette_network.sources import LONGEST_ADDRESS, SOURCE, Source, SourceKind, is_read, is_web_address

Key = tuple[str, ...]
"""The folded words of a name."""


class Weight(IntEnum):
    """What a name says of a text that has it."""

    ELSEWHERE = 0  # Of a commune elsewhere: it hides shorter names inside it
    AROUND = 1  # Where the territory is: doubtful names beside it are meant
    DOUBTFUL = 2  # A commune's, and another one's too, or an everyday word
    SURE = 3


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """Names that texts may have, each with its weight and the communes (codes) that it means.

    A sure name without communes is the territory's. ``numbers`` are postal codes, and départements in brackets.
    """

    known: Mapping[Key, tuple[Weight, frozenset[str]]]
    numbers: frozenset[str]
    longest: int  # Words of a name


_EVERYDAY = frozenset(
    "abondance aigle allier ange arcs avion avril barre bernard blanc blond bois bonne bourg bras bruyere buis"
    " chambre chateau chemin chene cognac colonne comte corps cote couronne cours creuse devise diamant dole dunes"
    " echelle escale fete fleche flotte force fosses four frais francois grand grange grave gray hermitage hopital"
    " humbert indre isle jard lacs landes lens leon lilas loge loire machine madeleine mans marche marin marne"
    " mars martel mary mathieu mayenne mene messe mont morte nice orange paille palais parc peintre pelouse pere"
    " pierre pierres pins place plaine plan poisson pommier pont ponts port prat pres prince quartier rang riche"
    " rives robert roche ronde rouge saint salles saone sens serpent serre table terrasse tilleul tombe tonnerre"
    " tours tulle union vallee vals verger vert vienne viens vignes villes vire vivier yves".split()
)
"""Names of one word, each of one commune in France, that mean something else as often."""
_ARTICLES = {"le": ("du", "au"), "les": ("des", "aux"), "la": (), "l": ()}
_SHORT = {"st": "saint", "ste": "sainte"}
_OVER = re.compile(r"(?<=[\s-])s/\s?-?", re.IGNORECASE)  # Vic s/ Cère
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\b\d{5}\b|\((?:\d{2,3}|2[AB])\)")
_OF_EPCI = re.compile(r"^(?:C[ACU]|M[ée]tropole)\s+(?:d(?:u|es|e la|e l['’]|e)?\s|d['’])?")
_STREET = re.compile(
    r"\b(?:rue|avenue|boulevard|place|quai|cours|square|allées?|lycée|collège|école|Mme|M\.|Adolphe)\s+$", re.IGNORECASE
)
"""What stands before a name that isn't a place's: rue Thiers."""


def key_of(name: str) -> Key:
    """Return a name's words without case, accents, signs and short forms."""
    return tuple(_SHORT.get(word, word) for word in map(fold, _WORD.findall(_OVER.sub("sur ", name))))


def place_names(index: CommuneIndex, france: Mapping[str, str], own: Iterable[str]) -> PlaceNames:
    """Return the names to look for; ``france`` are the communes of all France, ``own`` the names of the site."""
    elsewhere = {key_of(name) for code, name in france.items() if code not in index.by_code and code[:2] != "98"}
    around = {key_of(name): True for name in own}
    for area in index.departments.values():
        around[key_of(area.name)] = {code for code in france if code.startswith(area.code)} <= index.by_code.keys()
    for area in index.epcis.values():
        around[key_of(_OF_EPCI.sub("", area.name))] = len(index.epcis) == 1 < len(index.by_code)
    none = frozenset[str]()
    weights = dict.fromkeys(elsewhere, (Weight.ELSEWHERE, none))
    for key, whole in around.items():
        value = Weight.SURE if whole and not _is_single(key) else Weight.AROUND, none
        weights |= {key: value, ("".join(key),): value}
    here = defaultdict[Key, set[str]](set)
    for name, code in (*((town.name, town.code) for town in index.by_code.values()), *_former(index)):
        here[key_of(name)].add(code)
    for key, codes in here.items():
        is_short = _is_single(key) and (key[-1] in _EVERYDAY or len(key[-1]) < 4)
        value = Weight.DOUBTFUL if is_short or key in elsewhere else Weight.SURE, frozenset(codes)
        weights |= {key: value} | {(joined, *key[1:]): value for joined in _ARTICLES.get(key[0], ())}
        if not _is_single(key):
            weights[("".join(key),)] = value  # as hashtags have it
    weights.pop((), None)
    numbers = {f"({code})" for code in index.departments}
    numbers.update(*(commune.postal_codes.split() for commune in index.by_code.values()))
    return PlaceNames(weights, frozenset(numbers), max(map(len, weights), default=0))


def _former(index: CommuneIndex) -> Iterator[tuple[str, str]]:
    return ((commune.name, commune.now) for commune in index.former if commune.name and commune.now in index.by_code)


def _is_single(key: Key) -> bool:
    """Return whether a name has one word, but for its article."""
    return len(key) < 2 or (len(key) == 2 and key[0] in {*_ARTICLES, "du", "au", "des", "aux"})


def communes_in(text: str, names: PlaceNames) -> frozenset[str] | None:
    """Return the communes (codes) that a text names, none where it names the whole territory; None for another text.

    The longest name counts. One of a single word needs a capital; a doubtful one needs the département, the site's own
    name, a postal code or a sure commune beside it.
    """
    text = _OVER.sub("sur ", text)
    words = list(_WORD.finditer(text))
    folded = [_SHORT.get(word, word) for word in (fold(match[0]) for match in words)]
    sure, doubtful, at = set[str](), set[str](), 0
    most = Weight.AROUND if names.numbers.intersection(_NUMBER.findall(text)) else Weight.ELSEWHERE

    def count_at(at: int) -> int:
        """Count the words of the longest name that begins there."""
        for end in range(min(at + names.longest, len(words)), at, -1):
            key = tuple(folded[at:end])
            if key in names.known and (not _is_single(key) or _is_capital(text, words[end - 1].start())):
                return end - at
        return 0

    while at < len(words):
        count = count_at(at)
        key = tuple(folded[at : at + count])
        if not count or (count == 2 and _is_single(key) and count_at(at + 1) > 1):  # le Puy-de-Dôme isn't Le Puy
            at += 1
            continue
        weight, codes = names.known[key]
        if weight is Weight.DOUBTFUL or (_is_single(key) and _STREET.search(text[: words[at].start()][-20:])):
            doubtful |= codes
        else:
            sure |= codes
            most = max(most, weight)
        at += count
    is_said = most is Weight.SURE or (most is Weight.AROUND and doubtful)
    return frozenset(sure | doubtful) if is_said else None


def _is_capital(text: str, at: int) -> bool:
    return text[at].isupper() or text[at - 1 : at] == "#"


FOLDER, FILE = "network", "watch.json"
"""Below ``CACHE_PATH``."""
DAYS = timedelta(days=30)
"""For how long a text is kept from the day on which it was first read."""
LIMIT = 140  # Signs that are kept of one
SHOWN = 20
"""How many are shown, the newest ones."""
_OF_ONE, _MOST = 100, 500  # Texts of one source and of all, the newest ones
_LARGEST = 2_000_000  # Bytes of a file that is read
_READ = 1000  # Signs of a text that are looked at
_TITLE = 12  # Letters of a title that is looked for, at least
_PERSON = re.compile(r"[\w.+-]*@[\w-][\w.-]*(?:@[\w.-]+)?")


@dataclass(frozen=True, slots=True)
class WatchedText:
    """A text that names the territory: its source (slug), when it was first read, its day, its first words, its link.

    ``places`` are communes (codes); ``post`` is the address of a page of ours that it names. Nobody's name is kept.
    """

    source: str
    read: date
    day: date
    words: Annotated[str, Field(max_length=LIMIT)]
    url: Annotated[str, Field(max_length=LONGEST_ADDRESS)]
    places: tuple[str, ...] = ()
    post: str = ""


_STORED = TypeAdapter(tuple[WatchedText, ...])


def seen_texts(
    source: Source, texts: Iterable[GatheredText], names: PlaceNames, site: str, today: date
) -> Iterator[WatchedText]:
    """Yield the texts of a source that name the territory, or all of one that is about communes; ``site`` is ours."""
    dated = (one._replace(day=min(one.day, today) if one.day > date.min else today) for one in texts)
    newest = sorted(dated, key=lambda one: one.day, reverse=True)
    for text in (one for one in newest[:_OF_ONE] if today - DAYS <= one.day and is_web_address(one.link)):
        said = " | ".join((text.title, text.summary, *(f"#{name}" for name in text.categories)))
        codes = communes_in(said[:_READ], names)
        if codes is None and not source.communes:
            continue
        is_untitled = text.summary.startswith(text.title.rstrip(" …"))  # then its first words are its title
        words = characters.without_tricks((text.summary if is_untitled and text.summary else text.title)[:_READ])
        for person in text.people:
            words = words.replace(person.name or "\0", "…")
        link = re.search(rf"{re.escape(site)}/[\w/.-]{{1,200}}", said) if site else None
        yield WatchedText(
            source.slug,
            today,
            text.day,
            shorten(_PERSON.sub("@…", words), LIMIT)[:LIMIT],
            text.link,
            tuple(sorted(codes or source.communes)),
            link[0] if link else "",
        )


def kept(found: Iterable[WatchedText], sources: Mapping[str, Source], today: date) -> tuple[WatchedText, ...]:
    """Return what may still be known of some texts, each address once, the newest first."""
    by_url: dict[str, WatchedText] = {}
    for text in found:  # the first time that it was read counts
        before = by_url.get(text.url, text)
        by_url[text.url] = replace(text, read=min(text.read, before.read))
    current = (text for text in by_url.values() if text.source in sources and today - DAYS <= text.read <= today)
    return tuple(sorted(current, key=lambda text: (-text.day.toordinal(), text.url))[:_MOST])


def watched_sources(build: Build) -> dict[str, Source]:
    """Return the sources that are watched, by slug; none where a forge runs us, whose reports and caches others see."""
    if os.environ.get("CI"):
        return {}
    today = build.now.date()
    return {
        source.slug: source for source in build.of(SOURCE) if source.kind is SourceKind.WATCH and is_read(source, today)
    }


def read_seen(settings: Mapping[str, Any]) -> tuple[WatchedText, ...]:
    """Return what is stored; nothing for a file that can't be used."""
    file = Path(settings["CACHE_PATH"]) / FOLDER / FILE
    with suppress(OSError, ValidationError):
        if not file.is_symlink() and file.stat().st_size <= _LARGEST:
            return tuple(text for text in _STORED.validate_json(file.read_bytes()) if is_web_address(text.url))
    return ()


def write_seen(settings: Mapping[str, Any], found: tuple[WatchedText, ...]) -> None:
    """Store what was seen for this user alone; git never takes the folder. Raises ``OSError``."""
    folder = Path(settings["CACHE_PATH"]) / FOLDER
    drop_links(folder.parent, folder)  # a proposal may have put one there
    write_atomic(folder / ".gitignore", b"*\n")
    write_atomic(folder / FILE, _STORED.dump_json(found, indent=1), 0o600)


def renew_watch(
    site: Site, gathered: Mapping[str, Iterable[GatheredText]], *, show: bool = False
) -> tuple[Sighting, ...]:
    """Store what sources (by slug) say of the territory, as ``invoke gather`` read it, and return what is known then.

    To ``show`` it, nothing is stored. Raises ``OSError``, and ``ValueError`` for a broken list of communes.
    """
    build, settings = site.build, site.settings
    new: list[WatchedText] = []
    if gathered and (sources := watched_sources(build)):
        names_of_site = str(settings["SITENAME"]), site.options("LEGAL", LegalSettings).publisher
        names = place_names(build.communes, commune_names(), names_of_site)
        for slug in sorted(sources.keys() & gathered.keys()):
            address = str(settings["SITEURL"]).rstrip("/")
            new += seen_texts(sources[slug], gathered[slug], names, address, build.now.date())
    return _known(settings, build, new, show=show)


def sightings(settings: Mapping[str, Any], build: Build) -> tuple[Sighting, ...]:
    """Return what is known to be said of the territory, for ``invoke status``; what is too old is forgotten."""
    try:
        return _known(settings, build)
    except OSError:  # what can't be stored
        return _known(settings, build, show=True)


def _known(
    settings: Mapping[str, Any], build: Build, new: Iterable[WatchedText] = (), *, show: bool = False
) -> tuple[Sighting, ...]:
    """Store what is known, unless it is only to be shown; return the newest, those of one place together."""
    before, sources = read_seen(settings), watched_sources(build)
    texts = kept((*before, *new), sources, build.now.date())
    if texts != before and not show:
        write_seen(settings, texts)
    newest = texts[:SHOWN]
    places = list(dict.fromkeys(text.places for text in newest))
    newest = tuple(sorted(newest, key=lambda text: places.index(text.places)))
    return tuple(as_sighting(text, sources[text.source], build) for text in newest)


def as_sighting(one: WatchedText, source: Source, build: Build) -> Sighting:
    """Return what editors see of a stored text."""
    by_code = build.communes.by_code
    communes = dict.fromkeys(by_code[code].name for code in one.places if code in by_code)
    return Sighting(one.words, one.url, one.day, source.name, shorten(", ".join(communes), LIMIT))


def meant_post(one: WatchedText, posts: Sequence[Article], site: str) -> str:
    """Return the only post (its file) whose address or title a text names; empty for none or several."""
    words, page = fold(one.words), one.post.rstrip("./")
    titled = [post for post in posts if len(post.title) >= _TITLE and fold(post.title) in words]
    linked = [post for post in posts if page and page == f"{site}/{post.url}".rstrip("/")]
    matches = linked or titled
    return matches[0].path if len(matches) == 1 else ""
