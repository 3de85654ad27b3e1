"""Photos as strangers send them: opened with suspicion, measured, turned upright, made small.

The formats are named to Pillow, a warning is an error (decompression bombs), and every picture that
leaves here is new: its pixels are copied, so that no metadata of the original can survive.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from plugins.core.files import digest
from plugins.core.messages import PHOTO_ANIMATED, PHOTO_BOMB, PHOTO_DAMAGED, PHOTO_UNKNOWN
from plugins.core.problems import Problem, problem
from plugins.core.renditions import PhotoFacts, Rendition
from plugins.core.workers import Limits

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000
LIMITS = Limits(cpu=10.0, wall=20.0, memory=1_500_000_000)
"""What looking at one photo may use."""

_STILL = frozenset({"JPEG", "MPO"})
"""Formats in which further frames are a phone's previews and depth maps, not an animation."""
PROPOSED_SIDE = 2560
"""Pixels of the longer side of a photo as it may be proposed."""

_FOCUS = (0.5, 0.4)
"""Where a photo of another shape is cut: its middle, slightly above, where people and steeples are."""
_QUALITY: dict[str, dict[str, int | bool]] = {
    "AVIF": {"quality": 70, "speed": 8},
    "JPEG": {"quality": 80, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 80, "method": 4},
}


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
        if image.format not in _STILL and getattr(image, "n_frames", 1) > 1:
            return problem("photo-broken", path, reason=PHOTO_ANIMATED)
        image.load()
        upright = ImageOps.exif_transpose(image).size
    return PhotoFacts(path, digest(data), *upright)


def _size(width: int, height: int) -> str:
    return f"{width}\u00a0×\u00a0{height}\u00a0px"


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


def cut_photo(job: tuple[bytes, int, int], _shared: None = None) -> bytes:
    """The pixels (RGB, row after row) of a photo that fills a frame: (bytes, width, height); upright, sRGB.

    Nothing for what can't be decoded, whatever the file makes the decoder meet: who asks has something else to show.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as what is odd in its metadata: the gate has looked at it
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _cut(*job)
    except Exception:  # noqa: BLE001 - decoders raise whatever a hostile file makes them meet
        return b""


def _cut(data: bytes, width: int, height: int) -> bytes:
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            return b""
        image.draft("RGB", (max(width, height), max(width, height)))  # either way up
        pixels = plain_pixels(image)
    return ImageOps.fit(pixels, (width, height), Image.Resampling.LANCZOS, centering=_FOCUS).tobytes()


def plain_pixels(image: Image.Image, *, keep_alpha: bool = False) -> Image.Image:
    """A new image with nothing but the pixels of ``image``: upright, sRGB, on white unless alpha is kept."""
    upright = _in_eight_bits(ImageOps.exif_transpose(image))
    alpha = upright.convert("RGBA").getchannel("A") if upright.has_transparency_data else None
    pixels = _to_srgb(upright).convert("RGB")
    if alpha and keep_alpha:
        pixels.putalpha(alpha)
    elif alpha:
        pixels = Image.composite(pixels, Image.new("RGB", pixels.size, "white"), alpha)
    return Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Greys of sixteen bits as eight: Pillow's own conversion makes everything above 255 white."""
    if not image.mode.startswith("I"):
        return image
    return image.point(lambda value: value * (1 / 256)).convert("L")


def _to_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    plain = image if image.mode in {"RGB", "CMYK", "L"} else image.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(plain, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError):
        return image


def shrink_photo(data: bytes, _shared: None = None) -> bytes | None:
    """A photo small enough to be proposed: upright, no metadata, at most 2,560 pixels; None if it can't be opened."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                form = "JPEG" if image.format in _STILL else str(image.format)
                image.draft("RGB", (PROPOSED_SIDE, PROPOSED_SIDE))
                pixels = plain_pixels(image, keep_alpha=form != "JPEG")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    pixels.thumbnail((PROPOSED_SIDE, PROPOSED_SIDE), Image.Resampling.LANCZOS)
    target = io.BytesIO()
    pixels.save(target, form, **_QUALITY[form])
    return target.getvalue()
