"""Descriptions of pictures that do not serve those who listen to the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from placette.desks.review.findings import Finding
from placette.engine.base.text import fold
from placette.engine.texts.values import Photo

LONGEST = 150
"""Characters that a screen reader says in some ten seconds, without a way to pause inside."""
_LONGEST_DRAWING = 300
"""A diagram, a map or a plan cannot be said in less."""

_DRAWING = re.compile(
    r".{0,60}?\b(?:dessin|schema|croquis|diagram|drawing|drawn|sketch)|(?:l[ea'’] ?|un |une |the |an? )?"
    r"(?:plan|carte|profil|coupe|elevation|graphique|frise|map|chart)\b"
)
_DRAWN_BY = re.compile(r"\b(?:dessin|schema|illustration|gravure|peinture|carte|drawing|diagram|map|painting)s?\b")
_PHOTO_OF = re.compile(
    r"(?:(?:ceci est |voici |on voit sur )?(?:une |la |cette )?(?:image|photo|photographie|illustration)"
    r" (?:de la |de l['’]|des? |du |d['’]|montrant |qui (?:montre|represente) |representant )"
    r"|(?:an? |the )?(?:image|photo|photograph|picture) (?:of|showing) )(?P<what>\w*)"
)
_GENRES = frozenset({"famille", "classe", "groupe", "mariage", "presse", "vacances", "studio", "synthese"})
"""What follows «photo de» when it is the kind of picture that matters: «photo de classe»."""
_FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|webp|avif|gif|heic|tiff?)"
    r"|(?:img|dsc[nf]?|pxl|photo|image|screenshot|capture)[-_ ]?\d[\d_-]*"
    r"|(?:photo|image|img|picture|untitled|sans titre|capture d['’]ecran)"
)


def photo_findings(photo: Photo, at: int) -> Iterator[Finding]:
    """What is wrong with the description of one picture; a decorative one has none."""
    alt, caption = _comparable(photo.alt), _comparable(photo.caption)
    name = PurePosixPath(photo.path).name
    if not alt:
        return
    if _FILE_NAME.fullmatch(alt) or alt == _comparable(PurePosixPath(name).stem):
        yield Finding(at, "alt-file-name", {"alt": photo.alt})
        return
    if caption and alt in caption:
        yield Finding(at, "alt-repeats-caption", {"value": name})
    opening = _PHOTO_OF.match(alt)
    if opening and opening["what"] not in _GENRES:
        yield Finding(at, "alt-photo-of", {"start": photo.alt[: opening.start("what")].strip()})
    limit = _LONGEST_DRAWING if _DRAWING.match(alt) else LONGEST
    if len(photo.alt) > limit:
        yield Finding(at, "alt-long", {"value": name, "length": len(photo.alt), "limit": limit})


def is_drawing(photo: Photo) -> bool:
    """Whether a picture says that it was drawn, by its description or its credit."""
    return bool(_DRAWING.match(_comparable(photo.alt)) or _DRAWN_BY.search(_comparable(photo.credit)))


def _comparable(text: str) -> str:
    return " ".join(fold(text).split()).rstrip(".")


def picture_places(photos: tuple[Photo, ...], markdown: str) -> Iterator[tuple[Photo, int]]:
    """Each picture of a body, in order, and the offset of its ``![``; 0 when it isn't found."""
    after = 0
    for photo in photos:
        at = markdown.find(PurePosixPath(photo.path).name, after)
        if at < 0:
            yield photo, 0
            continue
        after = at + 1
        yield photo, max(0, markdown.rfind("![", markdown.rfind("\n", 0, at) + 1, at))
