"""Photos as strangers send them: opened with suspicion, measured, turned upright, made small.

The formats are named to Pillow, a warning is an error (decompression bombs), and every picture that
leaves here is new: its pixels are copied, so that no metadata of the original can survive.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageCms, ImageOps

from plugins.core.files import digest
from plugins.core.problems import Problem, problem
from plugins.core.renditions import PhotoFacts, Rendition
from plugins.core.workers import Limits

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000
LIMITS = Limits(cpu=10.0, wall=20.0, memory=1_500_000_000)
"""What looking at one photo may use."""

_QUALITY = {"WEBP": {"quality": 80, "method": 4}, "JPEG": {"quality": 80, "optimize": True, "progressive": True}}


def inspect_photo(photo: tuple[str, bytes], _shared: None = None) -> PhotoFacts | Problem:
    """The facts of the photo (path, bytes), or what is wrong with it. Every pixel is decoded once."""
    path, data = photo
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return _facts(path, data)
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        return problem("photo-broken", path, reason=str(error)[:120] or type(error).__name__)


def _facts(path: str, data: bytes) -> PhotoFacts | Problem:
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        width, height = image.size
        frames = getattr(image, "n_frames", 1)
        if width * height * frames > MAX_PIXELS or max(width, height) > MAX_SIDE or frames > 1:
            return problem("photo-large", path, size=f"{width} × {height} px × {frames}", limit="40 Mpx")
        image.load()
        upright = ImageOps.exif_transpose(image).size
    return PhotoFacts(path, digest(data), *upright)


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


def plain_pixels(image: Image.Image, *, keep_alpha: bool = False) -> Image.Image:
    """A new image with nothing but the pixels of ``image``: upright, sRGB, on white unless alpha is kept."""
    upright = ImageOps.exif_transpose(image)
    transparent = upright.has_transparency_data
    converted = _to_srgb(upright).convert("RGBA" if transparent else "RGB")
    if transparent and not keep_alpha:
        ground = Image.new("RGBA", converted.size, "white")
        converted = Image.alpha_composite(ground, converted).convert("RGB")
    return Image.frombytes(converted.mode, converted.size, converted.tobytes())


def _to_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK", "L"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    except ImageCms.PyCMSError:
        return image
