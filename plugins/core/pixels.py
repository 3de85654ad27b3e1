"""The pixels of a photo and nothing else: upright, sRGB, eight bits; what every picture that leaves here is made of."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
"""Pillow's names of the formats that are opened at all."""
STILL = frozenset({"JPEG", "MPO"})
"""Formats in which further frames are a phone's previews and depth maps, not an animation."""
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000

_FOCUS = (0.5, 0.4)
"""Where a photo of another shape is cut: its middle, slightly above, where people and steeples are."""


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
