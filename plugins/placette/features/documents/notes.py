"""What stands behind a link to a document: its kind, its pages, its size, rounded as people say it."""

from __future__ import annotations

import gettext
from pathlib import PurePosixPath

from babel.numbers import format_decimal

from placette.engine.base.message import N_
from placette.engine.library.attachments import Attachment

_KILOBYTES, _MEGABYTES = N_("{number} kB"), N_("{number} MB")


def note_on(document: Attachment, words: gettext.NullTranslations) -> str:
    """Such as «PDF, 3 pages, 240 ko»."""
    parts = [PurePosixPath(document.path).suffix[1:].upper()]
    if document.pages:
        pages = words.ngettext("{count} page", "{count} pages", document.pages).format(count=document.pages)
        parts.append(pages)
    return ", ".join(part.replace(" ", "\u00a0") for part in (*parts, spoken_size(document.size, words)))


def spoken_size(size: int, words: gettext.NullTranslations) -> str:
    """Bytes as people say them: two digits that mean something, and no zero."""
    lang = words.info().get("language", "en")
    kilobytes = max(1, _rounded(size / 1000))
    if kilobytes < 1000:
        return words.gettext(_KILOBYTES).format(number=format_decimal(int(kilobytes), locale=lang))
    return words.gettext(_MEGABYTES).format(number=format_decimal(_rounded(size / 1_000_000), locale=lang))


def _rounded(number: float) -> float:
    return float(f"{number:.2g}")
