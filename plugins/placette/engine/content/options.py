"""Everything the reading depends on beside the bytes of the texts, as one value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from placette.engine.base.dates import build_moment
from placette.engine.base.settings import load_settings, refuse_unknown
from placette.engine.base.text import fold, slugify
from placette.engine.base.translation import N_, SettingError, load_catalogue
from placette.engine.content.addresses import base_of, origin_of
from placette.engine.content.attachments import Attachment, AttachmentKind
from placette.engine.content.communes import CommuneIndex, load_communes
from placette.engine.content.kinds import AnyKind, Extension, Kinds, Term
from placette.engine.content.traits import Beside
from placette.engine.findings.problems import Problem, advice_codes
from placette.engine.texts.links import Labels
from placette.engine.texts.values import Licence, PhotoFacts, find_licence

if TYPE_CHECKING:
    from placette.engine.content.records import Embargo


VIDEOS = ("youtube.com", "vimeo.com")
"""The hosts whose videos may be shown where a site lists none. PeerTube has none here: anybody may run an instance."""
HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
"""A regular expression for the name of a host, without port."""


@dataclass(frozen=True, slots=True)
class TextAddresses:
    """Format strings of addresses by kind of text, as Pelican's own ``ARTICLE_URL`` and its kin."""

    patterns: Mapping[str, str] = field(default_factory=dict)
    """Empty for a kind without pages."""
    reserved: frozenset[str] = frozenset()
    """First parts of addresses that the site uses itself."""
    own: frozenset[str] = frozenset()
    """Whole addresses of pages of the site itself."""
    lists: str = "(?!)"
    """A regular expression for the addresses of passing lists, such as a category's."""

    def pattern(self, kind: AnyKind) -> str:
        """That of a kind."""
        return self.patterns.get(kind.name, "")

    def is_own(self, address: str) -> bool:
        """Return whether the site itself has, or may have, a page of its own there."""
        return address in self.own or (address.count("/") == 1 and address.rstrip("/") in self.reserved)


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """A site's rules for its texts. ``now`` bounds the dates and is in the site's zone."""

    now: datetime
    lang: str
    base: str
    """The path under which the site is published, with slashes at both ends."""
    languages: tuple[str, ...]
    licence: Licence
    categories: Mapping[str, Term]
    """By folded name."""
    communes: CommuneIndex
    kinds: Kinds
    extensions: tuple[Extension[Any], ...] = ()
    passed_over: tuple[str, ...] = ()
    """Regular expressions of the places of features that the site leaves out: files there are ignored."""
    addresses: TextAddresses = field(default_factory=TextAddresses)
    photos: Mapping[str, PhotoFacts] = field(default_factory=dict)
    unshown: frozenset[str] = frozenset()
    """The files that are there, and refused."""
    beside: Mapping[str, Beside] = field(default_factory=dict)
    """Facts of the files that texts may name, by path."""
    attachment_kinds: tuple[AttachmentKind, ...] = ()
    attachments: Mapping[str, Attachment] = field(default_factory=dict)
    """The files that lie beside texts to be offered, by path."""
    origin: str = ""
    """Scheme and host of the site."""
    faulty: tuple[Problem, ...] = ()
    """Other problems that block texts: found when their pages were planned."""
    left_out: frozenset[str] = frozenset()
    """The files that were passed over: links to them are undone."""
    labels: Labels = field(default_factory=Labels)
    videos: tuple[str, ...] = VIDEOS
    """The hosts whose films may be shown."""
    advice_off: frozenset[str] = frozenset()
    """Codes of advice that the site does not want."""
    charter: str = ""
    """The page with the publication rules (its slug)."""
    preview: bool = False
    """Whether drafts and scheduled posts are shown."""
    embargoes: tuple[Embargo, ...] = ()
    """Functions that return the texts under embargo, though they are finished."""
    embargoed: frozenset[str] = frozenset()
    """The texts under embargo, by path: links to them are undone."""

    def kind(self, name: str) -> AnyKind:
        """Return the kind of that name; raises ``StopIteration`` where there is none."""
        return next(kind for kind in self.kinds if kind.name == name)

    def extensions_of(self, kind: AnyKind) -> tuple[Extension[Any], ...]:
        """Return what other features read in texts of a kind."""
        return tuple(extension for extension in self.extensions if extension.kind == kind.name)

    def readers_of(self, kind: AnyKind) -> tuple[AnyKind | Extension[Any], ...]:
        """Return the kind itself, then its extensions."""
        return (kind, *self.extensions_of(kind))


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """Settings of the reading."""

    categories: dict[str, str] = field(default_factory=dict)
    """The closed list of categories: each name and one sentence that introduces its page."""
    languages: tuple[str, ...] = ("fr", "en", "oc")
    """Languages a text may be written in (BCP 47)."""
    licence: str = "CC BY 4.0"
    """The licence of a text when neither it nor its author says."""
    videos: tuple[str, ...] = VIDEOS
    """Hosts whose videos posts may show: those two, instances of PeerTube, or one that keeps MP4 or WebM files."""
    reserved: tuple[str, ...] = ()
    """First parts of addresses that no page may take, beside those the site uses."""
    advice_off: tuple[str, ...] = ()
    """Codes of the advice that ``invoke check`` is not to give, such as "alt-long", shown beside each."""
    readers: dict[str, str] = field(default_factory=dict)
    """Who of the team reads the proposals of a category or about a commune: its name, then theirs or their account."""
    skip_invalid: bool = False
    """Whether to publish what can be when some texts need mending (``invoke build --skip-invalid``)."""
    preview: bool = False
    """Whether to show drafts and scheduled posts: said by ``invoke build --preview`` alone, never by a file."""


F = TypeVar("F")
_TABLE = N_("Table")
_NOTE_BACK = N_("Back to the text")
_ENLARGE = N_("Enlarge: %(what)s")
_ALERTS = (
    ("note", N_("Note")),
    ("tip", N_("Tip")),
    ("important", N_("Important")),
    ("warning", N_("Warning")),
    ("caution", N_("Caution")),
)


def options_from(
    settings: Mapping[str, Any],
    kinds: Kinds,
    extensions: tuple[Extension[Any], ...],
    passed_over: tuple[str, ...] = (),
    attachment_kinds: tuple[AttachmentKind, ...] = (),
    lists: str = "(?!)",
) -> ReadingOptions:
    """Return the reading's options from Pelican's settings, for texts of these kinds; raises ``SettingError``."""
    reading = load_settings(ReadingSettings, "READING", settings)
    licence = find_licence(reading.licence)
    if licence is None:
        raise SettingError(f"READING_LICENCE = {reading.licence!r}")
    off = "READING_ADVICE_OFF = {}".format  # what blocks cannot be switched off
    refuse_unknown(map(off, reading.advice_off), map(off, advice_codes()))
    if wrong := [host for host in reading.videos if not re.fullmatch(HOST, host)]:
        raise SettingError(f"READING_VIDEOS = {wrong[0]!r}  →  'tube.example'")
    communes = _communes(settings.get("TERRITORY_FILE"))
    names = {fold(name) for name in reading.categories}
    unknown = [name for name in reading.readers if fold(name) not in names and not communes.find(name)]
    if unknown:
        reader = "READING_READERS = {}".format
        known = (*reading.categories, *(commune.name for commune in communes.by_code.values()))
        refuse_unknown(map(reader, unknown), map(reader, known))
    words = load_catalogue(settings["DEFAULT_LANG"])
    return ReadingOptions(
        now=build_moment(settings["TIMEZONE"]),
        lang=settings["DEFAULT_LANG"],
        base=base_of(settings["SITEURL"]),
        origin=origin_of(settings["SITEURL"]),
        languages=reading.languages,
        licence=licence,
        categories={fold(name): Term(name, slugify(name), text) for name, text in reading.categories.items()},
        communes=communes,
        kinds=kinds,
        extensions=extensions,
        passed_over=passed_over,
        attachment_kinds=attachment_kinds,
        addresses=replace(_addresses(settings, reading, kinds), lists=lists),
        labels=Labels(
            words.gettext(_TABLE),
            words.gettext(_NOTE_BACK),
            words.gettext(_ENLARGE),
            {kind: words.gettext(title) for kind, title in _ALERTS},
        ),
        videos=reading.videos,
        advice_off=frozenset(reading.advice_off),
        preview=reading.preview,
    )


def _communes(path: str | None) -> CommuneIndex:
    if not path:
        return CommuneIndex()
    try:
        return load_communes(Path(path))
    except (OSError, ValueError, KeyError) as error:
        raise SettingError(f"TERRITORY_FILE = {path!r}: {error}") from error


def _addresses(settings: Mapping[str, Any], own: ReadingSettings, kinds: Kinds) -> TextAddresses:
    """Pelican's address settings, and the first parts that its other pages take."""
    urls = [str(value) for name, value in settings.items() if name.endswith("_URL") and value]
    paths = [url for url in urls if "://" not in url]
    single = [path for path in paths if "{" not in path]
    deep = {path for path in single if path.endswith("/") and path.count("/") > 1}  # one may have pages below
    firsts = {path.split("/")[0] for path in paths if "/" in path and not path.startswith("{") and path not in deep}
    reserved = frozenset({*firsts, *own.reserved, "theme", "photos", "drawings", "cards", "feeds", "page"})
    with_pages = [kind for kind in kinds if kind.has_pages(settings)]
    patterns = {kind.name: str(settings[f"{kind.address}_URL"]) for kind in with_pages}
    return TextAddresses(patterns, reserved, frozenset(single))
