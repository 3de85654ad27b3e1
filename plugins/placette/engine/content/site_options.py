"""Everything the reading depends on beside the bytes of the texts, as one value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from placette.engine.base.dates import build_moment
from placette.engine.base.settings import load_settings, refuse_unknown
from placette.engine.base.text import fold, slugify
from placette.engine.base.translation import N_, SettingError, load_catalogue
from placette.engine.content.addresses import base_of, origin_of
from placette.engine.content.communes import CommuneIndex, load_communes
from placette.engine.content.companions import Attachment, AttachmentKind
from placette.engine.content.kinds import AnyKind, Extension, Kinds
from placette.engine.content.options import ReadingOptions, ReadingSettings, Term, TextAddresses
from placette.engine.findings.problems import Problem, advice_codes
from placette.engine.texts.links import Labels
from placette.engine.texts.values import find_licence

HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
"""A regular expression for the name of a host, without port."""
_ALERTS = (
    ("note", N_("Note")),
    ("tip", N_("Tip")),
    ("important", N_("Important")),
    ("warning", N_("Warning")),
    ("caution", N_("Caution")),
)


@dataclass(frozen=True, slots=True)
class SiteOptions(ReadingOptions):
    """The rules with the kinds of the site's texts, whose own functions get the rules alone."""

    kinds: Kinds = ()
    extensions: tuple[Extension[Any], ...] = ()
    passed_over: tuple[str, ...] = ()
    """Regular expressions of the places of features that the site leaves out: files there are ignored."""
    attachment_kinds: tuple[AttachmentKind, ...] = ()
    attachments: Mapping[str, Attachment] = field(default_factory=dict)
    """The files that lie beside texts to be offered, by path."""
    unshown: frozenset[str] = frozenset()
    """The files that are there, and refused."""
    left_out: frozenset[str] = frozenset()
    """The files that were passed over: links to them are undone."""
    faulty: tuple[Problem, ...] = ()
    """Other problems that block texts: found when their pages were planned."""
    labels: Labels = field(default_factory=Labels)
    advice_off: frozenset[str] = frozenset()
    """Codes of advice that the site does not want."""
    embargoed: frozenset[str] = frozenset()
    """The texts under embargo, by path: links to them are undone."""

    def kind(self, name: str) -> AnyKind:
        """Return the kind of that name; raises ``StopIteration`` where there is none."""
        return next(kind for kind in self.kinds if kind.name == name)

    def readers_of(self, kind: AnyKind) -> tuple[AnyKind | Extension[Any], ...]:
        """Return the kind itself, then what other features read in its texts."""
        return (kind, *(extension for extension in self.extensions if extension.kind == kind.name))


def options_from(settings: Mapping[str, Any], kinds: Kinds, lists: str = "(?!)", **site: Any) -> SiteOptions:
    """Return the reading's options from Pelican's settings, for texts of these kinds; raises ``SettingError``.

    ``lists`` are the addresses of lists that come and go, ``site`` the other fields of ``SiteOptions``.
    """
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
        choices = (*reading.categories, *(commune.name for commune in communes.by_code.values()))
        refuse_unknown(map(reader, unknown), map(reader, choices))
    words = load_catalogue(settings["DEFAULT_LANG"])
    return SiteOptions(
        now=build_moment(settings["TIMEZONE"]),
        lang=settings["DEFAULT_LANG"],
        base=base_of(settings["SITEURL"]),
        origin=origin_of(settings["SITEURL"]),
        languages=reading.languages,
        licence=licence,
        categories={fold(name): Term(name, slugify(name), text) for name, text in reading.categories.items()},
        communes=communes,
        kinds=kinds,
        addresses=_addresses(settings, reading.reserved, kinds, lists),
        labels=Labels(
            words.gettext(N_("Table")),
            words.gettext(N_("Back to the text")),
            words.gettext(N_("Enlarge: %(what)s")),
            {kind: words.gettext(title) for kind, title in _ALERTS},
        ),
        videos=reading.videos,
        advice_off=frozenset(reading.advice_off),
        preview=reading.preview,
        **site,
    )


def _communes(path: str | None) -> CommuneIndex:
    if not path:
        return CommuneIndex()
    try:
        return load_communes(Path(path))
    except (OSError, ValueError, KeyError) as error:
        raise SettingError(f"TERRITORY_FILE = {path!r}: {error}") from error


def _addresses(settings: Mapping[str, Any], reserved: tuple[str, ...], kinds: Kinds, lists: str) -> TextAddresses:
    """Return Pelican's address settings, and the first parts that its other pages take."""
    urls = [str(value) for name, value in settings.items() if name.endswith("_URL") and value]
    paths = [url for url in urls if "://" not in url]
    single = [path for path in paths if "{" not in path]
    deep = {path for path in single if path.endswith("/") and path.count("/") > 1}  # one may have pages below
    firsts = {path.split("/")[0] for path in paths if "/" in path and not path.startswith("{") and path not in deep}
    firsts |= {*reserved, "theme", "photos", "drawings", "cards", "feeds", "page"}
    patterns = {kind.name: str(settings[f"{kind.address}_URL"]) for kind in kinds if kind.has_pages(settings)}
    return TextAddresses(patterns, frozenset(firsts), frozenset(single), lists)
