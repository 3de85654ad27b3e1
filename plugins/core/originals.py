"""Originals, from wherever they come, as what may be committed: upright, sRGB, no metadata, not too large."""

from __future__ import annotations

import io
import warnings

from PIL import Image

from plugins.core.pixels import FORMATS, STILL, plain_pixels

PROPOSED_SIDE = 2560
"""Pixels of the longer side of a photo as it may be proposed."""
_QUALITY: dict[str, dict[str, int | bool]] = {
    "AVIF": {"quality": 70, "speed": 8},
    "JPEG": {"quality": 80, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 80, "method": 4},
}


def shrink_photo(data: bytes, _shared: None = None) -> bytes | None:
    """A photo small enough to be proposed: upright, no metadata, at most 2,560 pixels; None if it can't be opened."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                form = "JPEG" if image.format in STILL else str(image.format)
                image.draft("RGB", (PROPOSED_SIDE, PROPOSED_SIDE))
                pixels = plain_pixels(image, keep_alpha=form != "JPEG")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    pixels.thumbnail((PROPOSED_SIDE, PROPOSED_SIDE), Image.Resampling.LANCZOS)
    target = io.BytesIO()
    pixels.save(target, form, **_QUALITY[form])
    return target.getvalue()
