"""The renditions of a photo as files."""

from __future__ import annotations

import io

from PIL import Image

from plugins.core.pixels import FORMATS, plain_pixels
from plugins.core.renditions import Rendition

_QUALITY: dict[str, dict[str, int | bool]] = {
    "JPEG": {"quality": 80, "optimize": True, "progressive": True},
    "WEBP": {"quality": 80, "method": 4},
}


def encode_rendition(job: tuple[bytes, Rendition], _shared: None = None) -> bytes:
    """The bytes of one rendition of a photo: upright, sRGB, without metadata. Raises ``OSError``."""
    data, rendition = job
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        image.draft("RGB", (rendition.width, rendition.height))
        pixels = plain_pixels(image, keep_alpha=rendition.format == "WEBP")
    pixels = pixels.resize((rendition.width, rendition.height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    target = io.BytesIO()
    pixels.save(target, rendition.format, **_QUALITY[rendition.format])
    return target.getvalue()
