"""Names of files that came with a mail: safe on every system, unique, and still what the sender called them."""

from __future__ import annotations

import re
from collections.abc import Collection

from placette.desks.letters.mail.decoding import clean_line
from placette.engine.base.text import slugify
from placette.engine.library.tree import is_good_name

_STEM = 60
"""Characters of the longest stem."""
_SHOWN = 80
"""Characters of a name in a sentence."""
_SUFFIX = re.compile(r"\.([A-Za-z0-9]{1,5})$")
_SUFFIXES = {
    "image/jpeg": ".jpg", "image/jpg": ".jpg", "image/pjpeg": ".jpg", "image/png": ".png", "image/x-png": ".png",
    "image/gif": ".gif", "image/webp": ".webp", "image/avif": ".avif", "image/heic": ".heic", "image/heif": ".heif",
    "image/tiff": ".tif", "image/bmp": ".bmp", "application/pdf": ".pdf", "text/calendar": ".ics", "text/csv": ".csv",
    "application/gpx+xml": ".gpx", "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods", "text/markdown": ".md", "application/rtf": ".rtf",
    "text/rtf": ".rtf", "application/msword": ".doc", "application/vnd.ms-outlook": ".msg",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip
"""The suffix for a media type, where the name has none."""


def suffix_of(sent: str, media: str) -> str:
    """The suffix of a file, in small letters with its dot: that of its name, else of its media type; may be empty."""
    found = _SUFFIX.search(sent.strip(" ."))
    return f".{found[1].lower()}" if found else _SUFFIXES.get(media, "")


def safe_name(sent: str, media: str, taken: Collection[str]) -> str:
    """A name for a file that was sent as ``sent``: ``C:\\Photos\\Été 1.JPG`` gives ``ete-1.jpg``."""
    suffix = suffix_of(sent, media)
    last = re.split(r"[/\\]", sent.strip(" ."))[-1]
    stem = slugify(_SUFFIX.sub("", last))[:_STEM].strip("-")
    kind = "photo" if media.startswith("image/") else "document"
    stem = stem if stem and is_good_name(stem + suffix) else f"{kind}-{stem}".rstrip("-")
    known = {name.casefold() for name in taken}
    names = (f"{stem}{number}{suffix}" for number in ("", *(f"-{count}" for count in range(2, len(known) + 3))))
    return next(name for name in names if name not in known)


def shown_name(sent: str, media: str) -> str:
    """A name as it may stand in a sentence for its sender."""
    last = re.split(r"[/\\]", sent)[-1]
    return clean_line(re.sub(r"[`*_\[\]<>|#!]", "", last), _SHOWN) or media
