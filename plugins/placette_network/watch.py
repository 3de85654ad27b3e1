"""The watch: what the local press and hashtags say of the territory, for the editors of this computer alone.

It is kept beside the caches, never in git and never on the site, for thirty days.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, TypeAdapter, ValidationError

from placette import Build, Files, Row, Words, characters
from placette_network.gathered import GatheredText
from placette_network.sources import LONGEST_ADDRESS, SOURCE, Source, SourceKind, is_read, is_web_address

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
_PERSON = re.compile(r"[\w.+-]*@[\w-][\w.-]*(?:@[\w.-]+)?")


@dataclass(frozen=True, slots=True)
class WatchedText:
    """A text of a source (slug): when it was first read, its day, its first words, its link. Nobody's name is kept."""

    source: str
    read: date
    day: date
    words: Annotated[str, Field(max_length=LIMIT)]
    url: Annotated[str, Field(max_length=LONGEST_ADDRESS)]


_STORED = TypeAdapter(tuple[WatchedText, ...])


def names_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Return what finds one of the names as people write it: with its capitals and accents, hyphens or spaces."""
    spelt = (r"[-\s]+".join(map(re.escape, re.split(r"[-\s]+", name))) for name in names if name)
    return re.compile(rf"\b(?:{'|'.join(spelt) or '(?!)'})\b")


def watched_texts(
    source: str, texts: Iterable[GatheredText], today: date, named: re.Pattern[str] | None = None
) -> Iterator[WatchedText]:
    """Yield what is kept of the newest texts of a source (slug): all, or those with one of the names."""
    dated = (text._replace(day=min(text.day, today) if text.day > date.min else today) for text in texts)
    about = (text for text in dated if not named or named.search(f"{text.title} {text.summary}"[:_READ]))
    newest = sorted(about, key=lambda text: text.day, reverse=True)
    for text in newest[:_OF_ONE]:
        if text.day < today - DAYS or not is_web_address(text.link):
            continue
        is_untitled = text.summary.startswith(text.title.rstrip(" …"))  # then its first words are its title
        words = characters.without_tricks((text.summary if is_untitled and text.summary else text.title)[:_READ])
        for person in text.people:
            words = words.replace(person.name or "\0", "…")
        yield WatchedText(source, today, text.day, Words.shorten(_PERSON.sub("@…", words), LIMIT)[:LIMIT], text.link)


def current_texts(texts: Iterable[WatchedText], sources: Mapping[str, Source], today: date) -> tuple[WatchedText, ...]:
    """Return what may still be known of some texts, each address once, the newest first."""
    by_url: dict[str, WatchedText] = {}
    for text in texts:  # the first time that it was read counts
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


def write_seen(settings: Mapping[str, Any], texts: tuple[WatchedText, ...]) -> None:
    """Store what was seen for this user alone; git never takes the folder. Raises ``OSError``."""
    folder = Path(settings["CACHE_PATH"]) / FOLDER
    Files.drop_links(folder.parent, folder)  # a proposal may have put one there
    Files.write_atomic(folder / ".gitignore", b"*\n")
    Files.write_atomic(folder / FILE, _STORED.dump_json(texts, indent=1), 0o600)


def renew_watch(
    settings: Mapping[str, Any], build: Build, gathered: Mapping[str, Iterable[GatheredText]], *, show: bool = False
) -> list[Row]:
    """Store what sources (by slug) say of the territory, as ``invoke gather`` read it, and return what is known then.

    To ``show`` it, nothing is stored. Raises ``OSError``.
    """
    today, watched = build.now.date(), watched_sources(build)
    slugs = sorted(watched.keys() & gathered.keys())
    names = names_pattern((settings["SITENAME"], *(commune.name for commune in build.communes.by_code.values())))
    new = [
        text
        for slug in slugs
        for text in watched_texts(slug, gathered[slug], today, None if watched[slug].communes else names)
    ]
    return _known(settings, build, new, show=show)


def status_rows(settings: Mapping[str, Any], build: Build) -> tuple[str, list[Row]]:
    """Return what is known to be said of the territory, for ``invoke status``; what is too old is forgotten."""
    try:
        return "watch", _known(settings, build)
    except OSError:  # what can't be stored
        return "watch", _known(settings, build, show=True)


def _known(
    settings: Mapping[str, Any], build: Build, new: Iterable[WatchedText] = (), *, show: bool = False
) -> list[Row]:
    """Store what is known, unless it is only to be shown; return the newest, those of one place together."""
    before, sources = read_seen(settings), watched_sources(build)
    texts = current_texts((*before, *new), sources, build.now.date())
    if texts != before and not show:
        write_seen(settings, texts)
    newest = texts[:SHOWN]
    places = list(dict.fromkeys(sources[text.source].communes for text in newest))
    newest = tuple(sorted(newest, key=lambda text: places.index(sources[text.source].communes)))
    return [_row(text, sources[text.source], build) for text in newest]


def _row(text: WatchedText, source: Source, build: Build) -> Row:
    """Return a text with its place, who said it, and the server that its link leads to."""
    place = Words.shorten(", ".join(build.communes.by_code[code].name for code in source.communes), LIMIT)
    note = " – ".join(filter(None, (place, f"{source.name} ({urlsplit(text.url).hostname or ''})")))
    return Row(text.words, note, (text.url,), since=text.day, url=text.url)
