"""What stands behind a link to a document: its kind, its pages, dates or way, its size, as people say them."""

from __future__ import annotations

import gettext
from pathlib import PurePosixPath

from placette.engine.base.cldr import spoken_number
from placette.engine.base.message import N_
from placette.engine.library.attachments import Attachment

_KILOBYTES, _MEGABYTES = N_("{number} kB"), N_("{number} MB")
_METRES, _KILOMETRES = N_("{number} m"), N_("{number} km")
_MINUTES = N_("{number} min")
_CALENDAR = N_("ICS calendar")


def note_on(document: Attachment, words: gettext.NullTranslations) -> str:
    """Such as «PDF, 3 pages, 240 ko», «GPX, 12 km, 85 ko», «Agenda ICS, 3 dates, 2 ko» or «MP3, 6 min, 2,9 Mo»."""
    suffix = PurePosixPath(document.path).suffix
    parts = [words.gettext(_CALENDAR) if suffix == ".ics" else suffix[1:].upper()]
    if document.extent:
        parts.append(_extent(document.extent, suffix, words))
    return ", ".join(part.replace(" ", "\u00a0") for part in (*parts, spoken_size(document.size, words)))


def _extent(extent: int, suffix: str, words: gettext.NullTranslations) -> str:
    if suffix == ".gpx":
        return spoken_way(extent, words)
    if suffix == ".mp3":
        return words.gettext(_MINUTES).format(number=max(1, round(extent / 60)))
    if suffix == ".ics":
        return words.ngettext("{count} date", "{count} dates", extent).format(count=extent)
    return words.ngettext("{count} page", "{count} pages", extent).format(count=extent)


def spoken_way(metres: int, words: gettext.NullTranslations) -> str:
    """Metres as people say them: two digits that mean something."""
    lang, rounded = words.info().get("language", "en"), _rounded(metres)
    if rounded < 1000:
        return words.gettext(_METRES).format(number=spoken_number(int(rounded), lang))
    return words.gettext(_KILOMETRES).format(number=spoken_number(rounded / 1000, lang))


def spoken_size(size: int, words: gettext.NullTranslations) -> str:
    """Bytes as people say them: two digits that mean something, and no zero."""
    lang = words.info().get("language", "en")
    kilobytes = max(1, _rounded(size / 1000))
    if kilobytes < 1000:
        return words.gettext(_KILOBYTES).format(number=spoken_number(int(kilobytes), lang))
    return words.gettext(_MEGABYTES).format(number=spoken_number(_rounded(size / 1_000_000), lang))


def _rounded(number: float) -> float:
    return float(f"{number:.2g}")
