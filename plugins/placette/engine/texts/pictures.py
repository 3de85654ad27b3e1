"""A photo's renditions as pages show them: what browsers may choose from, and what stands there until it comes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from operator import attrgetter

from placette.engine.pages.views import PictureView, SourceView
from placette.engine.texts.renditions import PhotoFacts, plan_renditions, source_set
from placette.engine.texts.values import Photo

_TYPES = {"AVIF": "image/avif", "WEBP": "image/webp"}
_STEP = 51
"""Six levels of each colour of light: the theme has eighteen classes for 216 colours (``picture.css``)."""


def photo_view(photo: Photo, photos: Mapping[str, PhotoFacts], base: str) -> PictureView:
    """The picture of a photo that passed the gate; raises ``KeyError`` for any other."""
    facts = photos[photo.path]
    renditions = plan_renditions(facts, photo.place)
    forms = {form: tuple(found) for form, found in groupby(renditions, attrgetter("format"))}
    *_, fallback = forms.values()
    widest = max(renditions, key=attrgetter("width"))
    return PictureView(
        src=base + fallback[0].url,
        srcset=source_set(fallback, base) if len(fallback) > 1 else "",
        width=widest.width,
        height=widest.height,
        alt=photo.alt,
        caption=photo.caption,
        credit=photo.credit,
        sources=tuple(SourceView(_TYPES[form], source_set(forms[form], base)) for form in _TYPES),
        large=base + fallback[-1].url,
        tint=tint_classes(facts.tint) if facts.width >= facts.height else "",  # a tall one may leave its box empty
        focus=focus_classes(photo.focus),
    )


def tint_classes(colour: str) -> str:
    """The classes that paint a picture's place in about its own colour (``#rrggbb``) until it comes."""
    if not colour:
        return ""
    levels = (round(int(colour[at : at + 2], 16) / _STEP) for at in (1, 3, 5))
    return "tint " + " ".join(f"{light}{level}" for light, level in zip("rgb", levels, strict=True))


def focus_classes(focus: tuple[int, int] | None) -> str:
    """The classes that keep a place of the picture (per cent from the left, from the top) in sight where it is cut."""
    return " ".join(f"{axis}{round(at / 10)}" for axis, at in zip("xy", focus, strict=True)) if focus else ""
