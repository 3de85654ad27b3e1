"""A photo's renditions as the theme prints them."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.core.models import Photo
from plugins.core.renditions import PhotoFacts, plan_renditions, source_set
from plugins.core.views import PictureView, SourceView


def photo_view(photo: Photo, photos: Mapping[str, PhotoFacts], base: str) -> PictureView:
    """The picture of a photo that passed the gate; raises ``KeyError`` for any other."""
    renditions = plan_renditions(photos[photo.path])
    fallback = renditions[-1]
    return PictureView(
        src=base + fallback.url,
        width=fallback.width,
        height=fallback.height,
        alt=photo.alt,
        caption=photo.caption,
        credit=photo.credit,
        sources=(SourceView("image/webp", source_set(renditions, base)),),
    )
