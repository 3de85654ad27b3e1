"""What a writer says of a picture in Markdown: description, caption, credit and licence."""

from __future__ import annotations

from placette.engine.base.text import fold
from placette.engine.texts.licences import find_licence
from placette.engine.texts.values import Photo

_DECORATIVE = frozenset({"decorative", "image decorative", "decoratif"})
"""Words that say, folded, that a picture shows nothing a reader needs."""
_DASHES = (" — ", " – ", " -- ")


def is_decorative(words: str) -> bool:
    """Whether a caption or a description says that its picture only decorates."""
    return fold(words) in _DECORATIVE


def photo_of(path: str, alt: str, title: str = "") -> Photo:
    """A photo as Markdown declares it: ``![alt](path "caption — credit, licence")``."""
    caption, credit = caption_and_credit(title)
    return Photo(path, alt, caption, credit)


def caption_and_credit(title: str) -> tuple[str, str]:
    """«Le lavoir — photo de Léa» cut into caption and credit at the last spaced dash; «— Léa» is a credit alone."""
    spaced = f" {title.strip()}"
    for dash in _DASHES:
        if dash in spaced:
            caption, credit = spaced.rsplit(dash, 1)
            return caption.strip(), credit.strip()
    return title.strip(), ""


def licence_of(credit: str) -> str:
    """The licence that ends a credit («photo de Léa, CC BY-SA 4.0»), as it is written on the list; or empty."""
    *_, last = credit.rsplit(",", 1)
    licence = find_licence(last.strip(" ."))
    return licence.label if licence else ""
