"""Photos as strangers send them, opened with suspicion: what each is, or what is wrong with it.

The formats are named to Pillow, and a warning is an error (decompression bombs).
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from plugins.core.files import digest
from plugins.core.messages import PHOTO_ANIMATED, PHOTO_BOMB, PHOTO_DAMAGED, PHOTO_UNKNOWN
from plugins.core.pixels import FORMATS, MAX_PIXELS, MAX_SIDE, STILL
from plugins.core.problems import Problem, problem
from plugins.core.renditions import PhotoFacts
from plugins.core.workers import Limits

LIMITS = Limits(cpu=10.0, wall=20.0, memory=1_500_000_000)
"""What looking at one photo may use."""


def inspect_photo(photo: tuple[str, bytes], _shared: None = None) -> PhotoFacts | Problem:
    """The facts of the photo (path, bytes), or what is wrong with it. Every pixel is decoded once."""
    path, data = photo
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return _facts(path, data)
    except MemoryError:
        raise
    except UnidentifiedImageError:
        return problem("photo-broken", path, reason=PHOTO_UNKNOWN)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return problem("photo-broken", path, reason=PHOTO_BOMB)
    except Exception:  # noqa: BLE001 - decoders raise whatever a hostile file makes them meet
        return problem("photo-broken", path, reason=PHOTO_DAMAGED)


def _facts(path: str, data: bytes) -> PhotoFacts | Problem:
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        width, height = image.size
        if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
            return problem("photo-large", path, size=_size(width, height), limit=f"40 Mpx, {_size(MAX_SIDE, MAX_SIDE)}")
        if image.format not in STILL and getattr(image, "n_frames", 1) > 1:
            return problem("photo-broken", path, reason=PHOTO_ANIMATED)
        image.load()
        upright = ImageOps.exif_transpose(image).size
    return PhotoFacts(path, digest(data), *upright)


def _size(width: int, height: int) -> str:
    return f"{width}\u00a0×\u00a0{height}\u00a0px"
