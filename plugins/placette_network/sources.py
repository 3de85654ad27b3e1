"""Sources: the blogs elsewhere that this site reads, each a file of the editors."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator

from placette import (
    N_,
    PERSON,
    Body,
    BodyForm,
    Draft,
    Licence,
    Making,
    Matter,
    Neighbours,
    Problem,
    ReadingOptions,
    Reference,
    SettingError,
    Site,
    Term,
    TextKind,
    Words,
    key,
    rel_outside,
)
from placette import fields as f

FOLDER = "sources"
"""The folder of sources, from the content folder: ``sources/thiers.md``."""
LONGEST_ADDRESS = 500
MOST_KEPT = 200
"""Texts of a source, at most: a file of them can be read by a person."""


class SourceKind(StrEnum):
    """What kind of place a source is."""

    SITE = "site"  # A town's, or another public body's
    ASSOCIATION = "association"
    RESIDENT = "resident"  # The own blog of somebody with a profile here
    WATCH = "watch"  # What is said of the territory: for the editors alone


class Accept(StrEnum):
    """Which of a source's texts are shown."""

    ALL = "all"
    EACH = "each"  # Each one once an editor has accepted it


@dataclass(frozen=True, slots=True)
class Source:
    """A blog elsewhere. ``feed`` may be empty: then it is found from ``site``, its address.

    ``communes`` (codes) and ``categories`` are those of texts that name none that are known here. Nothing of one that
    has ``left`` is asked, kept or shown. Without a ``licence``, all rights are reserved.
    """

    path: str
    slug: str
    name: str
    site: str
    feed: str
    kind: SourceKind
    author: str = ""
    communes: tuple[str, ...] = ()
    categories: tuple[Term, ...] = ()
    licence: Licence | None = None
    accept: Accept = Accept.EACH
    since: date = date.min
    agreed: str = ""
    left: date | None = None
    lang: str = ""
    url: str = ""  # Always empty: it has no page of its own
    body: Body = field(default_factory=Body)
    mark: str = ""  # A digest of all of the above


_KINDS = {
    **{kind.value: kind for kind in SourceKind},
    "commune": SourceKind.SITE,
    "habitant": SourceKind.RESIDENT,
    "habitante": SourceKind.RESIDENT,
    "veille": SourceKind.WATCH,
}
_ACCEPTS = {**{one.value: one for one in Accept}, "tout": Accept.ALL, "tous": Accept.ALL, "chacun": Accept.EACH}
_ADDRESS = re.compile(r"https?://[^\s/?#@\"'<>\\]+(?:[/?][^\s\"'<>\\]*)?")
_INSIDE = frozenset("arpa corp home internal intranet invalid lan local localdomain localhost onion".split())
"""Last parts of names that are no public ones, or mean another computer in each network."""


def is_web_address(text: str) -> bool:
    """Return whether a text is the address of a page elsewhere that pages may lead to."""
    try:
        host = urlsplit(text).hostname
    except ValueError:
        return False
    return bool(
        host and text.isprintable() and len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text) and rel_outside(text)
    )


def _as_address(value: Any) -> str:
    text = f.as_text(value)
    if not is_web_address(text):
        raise f.fail("source-address", value=text[:120])
    return text


Address = Annotated[str, BeforeValidator(_as_address), f.Bound(LONGEST_ADDRESS)]


class SourceMatter(Matter):
    """The front matter of a source."""

    name: f.ShortText = key("What it is called.", "nom", example="Thiers, le blog de la ville", min_length=1)
    site: Address = key("Its address.", "adresse", example="https://blog.thiers.example/")
    feed: Address = key(
        "The address of its feed; without it, the one that its first page names.",
        "flux",
        example="https://blog.thiers.example/feeds/all.json",
        default="",
    )
    kind: Annotated[SourceKind, BeforeValidator(lambda value: f.choice(value, _KINDS, tuple(SourceKind)))] = key(
        "What it is: site (a town's, another public body's), association, resident, watch (for editors alone).",
        "genre",
        example="site",
    )
    author: f.ShortText = key(
        "The profile of whom it belongs to, for a resident's.", "auteur", "autrice", example="lea", default=""
    )
    commune: f.Communes = key(
        "The communes that its texts are about, where they name none.",
        "communes",
        example="Thiers",
        default_factory=list,
    )
    categories: f.Tags = key(
        "The categories of its texts, where theirs are none of this site.",
        "rubriques",
        "rubrique",
        example="[Patrimoine]",
        default_factory=list,
    )
    licence: f.LicenceName | None = key(
        "The licence of its texts, where they name none.", "licence", "license", example="CC BY-SA 4.0", default=None
    )
    accept: Annotated[Accept, BeforeValidator(lambda value: f.choice(value, _ACCEPTS, tuple(Accept)))] = key(
        "Which texts are shown: all, or each one once an editor has accepted it.",
        "accepter",
        example="all",
        default=Accept.EACH,
    )
    since: f.Day = key("The day since which it is read.", "depuis", example="2026-11-30")
    agreed: f.ShortText = key("Who agreed to it there.", "accord", example="Léa Martin, rédaction", default="")
    left: f.Day | None = key(
        "The day on which it asked to be read no more: nothing of it is shown or kept.",
        "retrait",
        example="2027-01-15",
        default=None,
    )
    lang: f.ShortText = key("The language of its texts, where they name none.", "langue", example="fr", default="")


def _check(draft: Draft, matter: SourceMatter, _neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """Yield what is wrong with a source."""
    if matter.kind is SourceKind.RESIDENT and not matter.author and "author" not in draft.unusable:
        yield draft.problem("source-author", "kind")
    if matter.kind is not SourceKind.WATCH and not matter.agreed and "agreed" not in draft.unusable:
        yield draft.problem("source-agreed", "name")
    choices = ", ".join(term.name for term in options.categories.values())
    for name in matter.categories:
        if Words.fold(name) not in options.categories:
            yield draft.problem("category-unknown", "categories", value=name, choices=choices)


def _source(making: Making[SourceMatter]) -> Source:
    matter, draft = making.matter, making.draft
    return Source(
        path=draft.path,
        slug=draft.slug,
        name=making.say(matter.name),
        site=matter.site,
        feed=matter.feed,
        kind=matter.kind,
        author=next(iter(making.meant(PERSON)), ""),
        communes=making.communes,
        categories=tuple(making.options.categories[Words.fold(name)] for name in matter.categories),
        licence=matter.licence,
        accept=matter.accept,
        since=matter.since.date(),
        agreed=matter.agreed,
        left=matter.left.date() if matter.left else None,
        lang=making.lang,
        body=making.body,
    )


def _in_order(sources: Iterable[Source]) -> list[Source]:
    return sorted(sources, key=lambda one: (Words.fold(one.name), one.path))


SOURCE = TextKind(
    name="source",
    place=rf"{FOLDER}/[^/]+\.md",
    schema=SourceMatter,
    value=Source,
    address="",
    changed=N_("the source {what} changed"),
    check=_check,
    make=_source,
    order=_in_order,
    refers=(Reference("author", PERSON),),
    body=BodyForm(plain=True, optional=True),
    found=None,
)


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """Settings of what is read from other sites. Nobody is asked before somebody types ``invoke gather``."""

    kept: int = 50
    """How many texts of a source are kept, the newest ones."""
    patience_days: int = 7
    """For how many days a source may fail before the editors are told."""

    def __post_init__(self) -> None:
        """Raise ``SettingError`` for values that can't be meant."""
        if not 1 <= self.kept <= MOST_KEPT:
            raise SettingError(f"NETWORK_KEPT = {self.kept}  →  1–{MOST_KEPT}")


def read_sources(site: Site) -> Mapping[str, Source]:
    """Return the sources whose texts pages may show, by slug: not those that left, nor those for the editors alone."""
    return site.once(_read)


def _read(site: Site) -> Mapping[str, Source]:
    today: date = site.build.now.date()
    readable = (
        source for source in site.build.of(SOURCE) if source.kind is not SourceKind.WATCH and is_read(source, today)
    )
    return {source.slug: source for source in readable}


def is_read(source: Source, today: date) -> bool:
    """Return whether a source is asked and shown on a day: from ``since`` until it has left."""
    return source.since <= today and not has_left(source, today)


def has_left(source: Source, today: date) -> bool:
    """Return whether a source has asked to be read no more: nothing of its site is shown, whoever lists it."""
    return bool(source.left and source.left <= today)


@lru_cache(1 << 15)
def place_of(url: str) -> tuple[str, str]:
    """Return the host of an address and the path there, as they are compared.

    A host is as it was registered: «аlpes.example» with a Cyrillic letter is «xn--lpes-43d.example».
    """
    parts = urlsplit(url)
    labels = unicodedata.normalize("NFKC", parts.hostname or "").lower().replace("。", ".").split(".")
    registered = (label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in labels)
    return ".".join(registered).rstrip(".").removeprefix("www."), f"{parts.path.rstrip('/')}/"


def is_public_name(url: str) -> bool:
    """Return whether an address leads to a name that is the same for all: no number, nothing in a reader's network."""
    name, _, top = place_of(url)[0].rpartition(".")
    return bool(name) and top.isascii() and top[:1].isalpha() and top not in _INSIDE


def same_link(url: str) -> str:
    """Return an address without what doesn't matter: the scheme, www., fragment, the last slash."""
    host, path = place_of(url)
    return f"{host}{path}?{urlsplit(url).query}"


def is_inside(url: str, home: str) -> bool:
    """Return whether an address is of the site whose home page is this one."""
    (host, path), (there, above) = place_of(url), place_of(home)
    return host == there and path.startswith(above)


def owner_of(url: str, sources: Mapping[str, Sequence[tuple[str, str]]]) -> str:
    """Return the slug of the source whose site an address is of; empty for none. See ``sites_of``."""
    host, path = place_of(url)
    there = sources.get(host, ())
    inside = next((slug for prefix, slug in there if path.startswith(prefix)), "")
    return inside or (there[0][1] if len(there) == 1 else "")


def sites_of(sources: Iterable[Source]) -> dict[str, list[tuple[str, str]]]:
    """Return by host the paths of sources there with their slugs, the longest first."""
    paths: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for source in sources:
        if source.kind is not SourceKind.WATCH:
            host, path = place_of(source.site)
            paths[host].append((path, source.slug))
    return {host: sorted(places, key=lambda one: (-len(one[0]), one)) for host, places in paths.items()}
