"""File names for photos and documents: they say what is shown, not the camera's number, and are free."""

from __future__ import annotations

from collections.abc import Collection

from placette.engine.base.text import slugify
from placette.engine.library.tree import is_good_name

_STEM = 60
"""Length limit of a name, without its suffix."""
_DIGITS = "0123456789"
_SAYS_NOTHING = frozenset(
    "at bild burst camera capture copie copy cover crop dcim dsc dscf dscn edit edited effects export foto gopr heic"
    " image img imgp jpeg jpg live modifie mvimg night photo photos pic picture png portrait pxl raw scan screenshot"
    " signal snapchat snapseed thumbnail tiff unnamed untitled video webp whatsapp".split()
)
"""Words that cameras, phones and messengers put into every file name."""


def photo_name(original: str, alt: str, suffix: str, taken: Collection[str]) -> str:
    """A name for a photo, different from all ``taken`` ones (case is ignored).

    The original's own name if it means something. Otherwise the first words of the description: a camera's number
    often reveals the day and the second.
    """
    own = slugify(original)
    return _free(_cut(own if _says_something(own) else slugify(alt)), "photo", suffix, taken)


def document_name(original: str, suffix: str, taken: Collection[str]) -> str:
    """A name for a document, made of its own; different from all ``taken`` ones."""
    return _free(_cut(slugify(original)), "document", suffix, taken)


def _free(wanted: str, kind: str, suffix: str, taken: Collection[str]) -> str:
    stem = wanted or kind
    stem = stem if is_good_name(stem + suffix) else f"{kind}-{stem}"
    known = {name.casefold() for name in taken}
    names = (f"{stem}{number}{suffix}" for number in ("", *(f"-{count}" for count in range(2, len(known) + 3))))
    return next(name for name in names if name not in known)


def _says_something(slug: str) -> bool:
    words = (word.strip(_DIGITS) for word in slug.split("-"))
    return any(len(word) > 2 and word.isalpha() and word not in _SAYS_NOTHING for word in words)


def _cut(slug: str) -> str:
    """The slug cut to the length limit, between words if possible."""
    if len(slug) <= _STEM:
        return slug
    return slug[: _STEM + 1].rpartition("-")[0] or slug[:_STEM]
