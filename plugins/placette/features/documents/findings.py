"""Active and private content of documents, in words for the person who is about to publish them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from placette.engine.base.geography import local_name
from placette.engine.base.occurrences import ENCODED
from placette.engine.base.translation import N_
from placette.engine.texts.characters import is_suspect


class Active(StrEnum):
    """An action that a document takes on the reader's computer; its value is a sentence's part."""

    PROGRAM = N_("a program (script or macro)")
    LAUNCH = N_("an order to open another file or program")
    SUBMIT = N_("an order to send or to fetch data")
    FILES = N_("other files hidden inside it")
    MEDIA = N_("sound, film or a 3D model")
    FORM = N_("a form that is a program (XFA)")
    ALARM = N_("alarms that ring or send something")
    ATTACHED = N_("attached files, or addresses from which programs fetch some")
    INVITATION = N_("an invitation that asks for an answer")
    OUTSIDE = N_("parts or links that lead to no web page, such as another file")


class Private(StrEnum):
    """Private information of a document beside its visible content."""

    AUTHOR = N_("who wrote it")
    PATH = N_("where it was on a computer, or an e-mail address")
    COMMENTS = N_("the names of those who commented on it or changed it")
    PEOPLE = N_("who organises it and who is invited, with their addresses")
    TIME = N_("on which day and at what time somebody was there")
    PLACE = N_("where a photo in it was taken")
    LABELS = N_("what a program or a phone wrote beside the sound: names, days, pictures, sometimes a place")
    KEPT = N_("what a program kept for itself, such as earlier versions")
    BEHIND = N_("bytes behind its end, which no program shows")


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of a document. ``signed``: changing a byte would break a signature.

    ``extent`` is how many pages, metres or dates it has, after its kind; 0 where it is unknown.
    """

    active: frozenset[Active] = frozenset()
    private: frozenset[Private] = frozenset()
    extent: int = 0
    signed: bool = False
    advice: tuple[str, ...] = ()
    """The codes of helps for people who can't see it."""


def findings_from(found: Iterable[Active | Private], extent: int) -> Findings:
    """Join single findings into one value."""
    kinds = frozenset(found)
    active = frozenset(kind for kind in kinds if isinstance(kind, Active))
    return Findings(active, frozenset(kind for kind in kinds if isinstance(kind, Private)), extent)


class UnusableError(ValueError):
    """A document that can't be offered at all; the message is a reason of ``document-broken``."""


class EncryptedError(ValueError):
    """A document that is encrypted."""


FIXES = N_("Run invoke check --fix, which takes that out and leaves the pages as they are, or send it to the team.")
"""The proposal for private data, like the next."""
CLEANS = N_("Run invoke check --fix, which takes that out and leaves the rest as it is, or send it to the team.")
SIGNED = N_(
    "It is signed, so nothing may be taken out of it: ask for a copy without signature, or send it to the team."
)
DAMAGED = N_("the file is damaged or incomplete")
"""A reason for ``document-broken``, like those below."""
OTHER = N_("it is not what the end of its name says")
EMPTY = N_("it has no page")
EMPTY_TABLE = N_("it is empty")
LARGE = N_("it unfolds into far too much")
DEEP = N_("it is nested too deeply")
COSTLY = N_("opening it takes too much time or memory")
LETTERS = N_("its letters are not encoded in UTF-8: choose “CSV UTF-8” where you export it")
CONTROLS = N_("it contains characters that cannot be seen, at line {at}")
SEPARATOR = N_("its first line sets what separates the cells (sep=): leave that line out")
UNSEEN = N_("it contains characters that cannot be seen")
DECLARES = N_("the file contains declarations (DOCTYPE) that no GPX file needs")
MANY_POINTS = N_("the file contains more than 20,000 points")
NOWHERE = N_("it contains neither a route nor a place")
NO_DATE = N_("it contains no event")
OFTEN = N_("one of its events repeats several times a day")
STRANGE = N_("it is written in a way that not every program reads")

_PATH = re.compile(
    r"\b[a-z]:\\|\\\\\w[\w.-]*\\|/(?:users|home|volumes|mnt)/|\bfile:/|[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}",
    re.IGNORECASE,
)
"""A file's path on a computer, or an e-mail address."""
_PEOPLE = frozenset(
    "creator contributor author authors authorsposition captionwriter manager company lastmodifiedby lastsavedby"
    " initial-creator printed-by sourcemodifiedby owner".split()
)
"""Names, in small letters, of fields for the authors of a document."""


def is_path(text: str) -> bool:
    """Return whether a text has the path of a file on a computer, or an e-mail address."""
    return bool(_PATH.search(text))


def private_in_line(key: str, value: str) -> frozenset[Private]:
    """Return the private information in a line of metadata."""
    if not value.strip():
        return frozenset()
    if key.casefold().replace(" ", "") in _PEOPLE:
        return frozenset({Private.AUTHOR})
    return frozenset({Private.PATH}) if is_path(value) else frozenset()


def _parsed(data: bytes) -> Element | None:
    try:
        root: Element = fromstring(data.strip(b" \t\r\n\0"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return None
    return root


def private_in_xmp(data: bytes) -> frozenset[Private]:
    """Return the private information in a packet of XMP (ISO 16684-1). An unreadable one counts as private."""
    root = _parsed(data)
    if root is None:
        return frozenset({Private.KEPT}) if data.strip() else frozenset()
    kinds: set[Private] = set()
    for element in root.iter():
        tag = local_name(element.tag)
        whole = tag.casefold() in _PEOPLE or tag.startswith("GPS")  # fields that name people, and their lists
        text = "".join(element.itertext()) if whole else element.text or ""
        lines = [(tag, text), *((local_name(name), said) for name, said in element.items())]
        for key, value in lines:
            kinds |= private_in_line(key, value)
            if key.startswith("GPS") and value.strip():
                kinds.add(Private.PLACE)
    return frozenset(kinds)


def title_in(data: bytes) -> str:
    """Return the title that a packet of XMP gives; empty without one."""
    root = _parsed(data)
    elements = root.iter() if root is not None else ()
    titles = ("".join(element.itertext()).strip() for element in elements if local_name(element.tag) == "title")
    return next(filter(None, titles), "")


def readable_text(data: bytes) -> str:
    """Return the text of a file. Raises ``UnusableError`` if it isn't in UTF-8, or has invisible characters."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableError(ENCODED) from error
    if is_suspect(text):
        raise UnusableError(UNSEEN)
    return text


def leads_to_the_web(address: str) -> bool:
    """Return whether an address is that of a page, without the name of a user or of a program."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc


_START, _PIXELS, _APPLICATION, _COMMENT = 0xD8, 0xDA, range(0xE1, 0xF0), 0xFE
_COLOURS, _ADOBE = b"ICC_PROFILE\0", b"Adobe"
"""Segments that a picture needs: its profile, and how its colours are stored."""


def bare_jpeg(data: bytes) -> bytes:
    """Return the JPEG without comments and segments of programs, but for its colours; as it was if it can't be read."""
    parts, place = [data[:2]], 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != _PIXELS:
        marker, end = data[place + 1], place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        content = data[place + 4 : end]
        private = marker == _COMMENT or (marker in _APPLICATION and not content.startswith((_COLOURS, _ADOBE)))
        if not private:
            parts.append(data[place:end])
        place = end
    whole = data[:2] == bytes((0xFF, _START)) and data[place : place + 2] == bytes((0xFF, _PIXELS))
    return b"".join((*parts, data[place:])) if whole else data
