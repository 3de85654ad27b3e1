"""What was gathered from the sources: a file each, beside the content folder, which a person can read and git compare.

``gathered/thiers.json`` has a line for each value. ``invoke gather`` writes it; whatever reads it believes nothing: a
value that is not what it should be leaves its text out.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter

from placette import characters, replies
from placette_network.sources import (
    Source,
    has_left,
    is_inside,
    is_web_address,
    owner_of,
    place_of,
    same_link,
    sites_of,
)

FOLDER = "gathered"
"""The folder of what was gathered, beside the content folder."""
LIMIT = 300  # Signs that are kept of a text
LINE, LONGEST_KEY = 200, 500  # Signs of a title, a name, a category; of a key
MANY = 10  # People, places, categories of one text
_FORMAT = 1  # The number of a file's form
_LARGEST = 2_000_000  # Bytes of a file that is read
_BROKEN = re.compile(rf"[\n\r\t\u2028\u2029\u2066-\u2069]|{characters.CONTROLS.pattern}|{characters.INVISIBLE.pattern}")


def _harmless(text: str) -> str:
    if _BROKEN.search(text):
        raise ValueError(text)
    return text


def _discreet(text: str) -> str:
    """Return a text without what leads to somebody, no longer than before."""
    return replies.without_contacts(text)[: len(text)]


def _web_address(text: str) -> str:
    if not is_web_address(text):
        raise ValueError(text)
    return text


_Line = Annotated[str, AfterValidator(_harmless), AfterValidator(_discreet), Field(max_length=LINE)]
_Lines = Annotated[tuple[_Line, ...], Field(max_length=MANY)]


class Person(NamedTuple):
    """Somebody who wrote a text, or helped: ``role`` is empty for who wrote it."""

    name: _Line
    url: Annotated[str, AfterValidator(lambda url: url if is_web_address(url) else "")] = ""
    role: _Line = ""


class GatheredText(NamedTuple):
    """A text elsewhere. ``key`` is what its feed calls it, unique there; ``summary`` is plain text.

    ``communes`` are INSEE codes; ``licence`` is a label or an address, as it was given.
    ``accepted`` is an editor's yes, for a source whose texts wait for one, and for a text that ``claims`` something:
    the name of somebody in it would be taken for one that the site knows.
    """

    key: Annotated[str, AfterValidator(_harmless), Field(min_length=1, max_length=LONGEST_KEY)]
    link: Annotated[str, AfterValidator(_web_address)]
    title: Annotated[_Line, Field(min_length=1)]
    day: date
    summary: Annotated[str, AfterValidator(_harmless), AfterValidator(_discreet), Field(max_length=LIMIT + 2)] = ""
    people: Annotated[tuple[Person, ...], Field(max_length=MANY)] = ()
    communes: _Lines = ()
    spot: _Line = ""
    point: tuple[Annotated[float, Field(ge=-90, le=90)], Annotated[float, Field(ge=-180, le=180)]] | None = None
    """Where it is about, in degrees."""
    categories: _Lines = ()
    lang: Annotated[_Line, Field(max_length=20)] = ""
    licence: _Line = ""
    accepted: Annotated[bool, Field(strict=True)] = False
    claims: Annotated[bool, Field(strict=True)] = False

    def waits(self, *, each: bool) -> bool:
        """Return whether it isn't shown before an editor accepts it, as ``each`` text of some sources."""
        return (each or self.claims) and not self.accepted


_TEXT = TypeAdapter(GatheredText, config=ConfigDict(defer_build=True))


class Gathered(NamedTuple):
    """The texts of a source, the newest first, and how many of its file could not be used."""

    texts: tuple[GatheredText, ...] = ()
    odd: int = 0


def gathered_folder(settings: Mapping[str, Any]) -> Path:
    """Return the folder of what was gathered."""
    return Path(settings["PATH"]).parent / FOLDER


def gathered_files(settings: Mapping[str, Any]) -> tuple[Path, ...]:
    """Return the files of what was gathered, by name. No link is followed."""
    folder = gathered_folder(settings)
    if folder.is_symlink() or not folder.is_dir():
        return ()
    return tuple(sorted(file for file in folder.glob("[!.]*.json") if not file.is_symlink()))


def read_gathered(file: Path) -> Gathered:
    """Read a file; an absent one has nothing. A file that can't be used counts as one odd text."""
    try:
        if file.is_symlink() or not file.is_file():
            return Gathered()
        if file.stat().st_size > _LARGEST:
            return Gathered(odd=1)
        values = json.loads(file.read_bytes())
        if values.get("format", 1) != _FORMAT:  # the first files had no number, and the form of 1
            return Gathered(odd=1)
        texts = [text_from(value) for value in values["texts"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Gathered(odd=1)
    usable = [text for text in texts if text]
    return Gathered(in_order(usable), len(texts) - len(usable))


def in_order(texts: Iterable[GatheredText]) -> tuple[GatheredText, ...]:
    """Return each text once, the newest first."""
    by_key = {text.key: text for text in texts}
    return tuple(sorted(by_key.values(), key=lambda text: (-text.day.toordinal(), text.key)))


def written(texts: Iterable[GatheredText], *, each: bool = False) -> str:
    """Return the file of some texts; what is empty has no line, but for a missing yes where ``each`` text needs one."""
    values = [
        {name: value for name, value in _value(text).items() if value or (name == "accepted" and text.waits(each=each))}
        for text in in_order(texts)
    ]
    return json.dumps({"format": _FORMAT, "texts": values}, ensure_ascii=False, indent=1) + "\n"


def _value(text: GatheredText) -> dict[str, Any]:
    people = [{name: value for name, value in person._asdict().items() if value} for person in text.people]
    return text._asdict() | {"day": text.day.isoformat(), "people": people}


def text_from(value: Any) -> GatheredText | None:
    """Return a text from plain values, such as a file's; None where it is not what it should be."""
    with suppress(ValueError, TypeError):
        return _TEXT.validate_python({name: value[name] for name in GatheredText._fields if name in value})
    return None


def settled(
    known: Mapping[str, Sequence[GatheredText]], sources: Iterable[Source], home: str, today: date
) -> tuple[dict[str, list[GatheredText]], dict[str, Counter[str]]]:
    """Return the texts that are a source's own to show, by its slug, and how many it claims by host.

    These are texts of this site, of a source that left, and those of another source: that one has them, or doesn't list
    them. Of texts that two others list, the first is kept, by slug.
    """
    sources = [*sources]
    sites, departed = sites_of(sources), {item.slug for item in sources if has_left(item, today)}
    links_of = cache(
        lambda slug: {same_link(item.link) for item in known.get(slug, ())}
    )  # of few, where texts are claimed
    texts_of: dict[str, list[GatheredText]] = {slug: [] for slug in known}
    claimed = {slug: Counter[str]() for slug in known}
    visited: set[str] = set()
    for slug, text in [(slug, text) for slug, texts in sorted(known.items()) for text in texts]:
        link, owner = same_link(text.link), owner_of(text.link, sites)
        names = {link, *([text.key] if ":" in text.key else ())}
        if owner in departed or is_inside(text.link, home):
            continue
        if owner and owner != slug:
            claimed[slug].update([place_of(text.link)[0]] if link not in links_of(owner) else ())
        elif owner or not names & visited:
            texts_of[slug].append(text)
            visited |= names
    return texts_of, claimed
