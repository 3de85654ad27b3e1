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
MAX_RATIO = 20
"""How many times the shorter side the longer one may be; panoramas have ten."""
PROPOSED_SIDE = 2560
"""Pixels of the longer side of a photo as it may be proposed."""
PROPOSED_BYTES = 1_500_000
"""Weight of a photo as it may be proposed."""

_SAMPLE = 24
"""Pixels of the side of a picture in which its main colour is looked for."""
_COLOURS = 4
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


def cut_photo(job: tuple[bytes, int, int, tuple[int, int] | None], _shared: None = None) -> bytes:
    """The pixels (RGB, row after row) of a photo that fills a frame: (bytes, width, height, focus); upright, sRGB.

    ``focus`` is what is kept as near to the middle as can be: per cent from the left, from the top.

    Nothing for what can't be decoded, whatever the file makes the decoder meet: who asks has something else to show.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as what is odd in its metadata: the gate has looked at it
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _cut(*job)
    except Exception:  # noqa: BLE001 - decoders raise whatever a hostile file makes them meet
        return b""


def _cut(data: bytes, width: int, height: int, focus: tuple[int, int] | None) -> bytes:
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            return b""
        image.draft("RGB", (max(width, height), max(width, height)))  # either way up
        pixels = plain_pixels(image)
    centering = _centering(pixels, width / height, focus)
    return ImageOps.fit(pixels, (width, height), Image.Resampling.LANCZOS, centering=centering).tobytes()


def _centering(pixels: Image.Image, ratio: float, focus: tuple[int, int] | None) -> tuple[float, float]:
    """How Pillow shares out what is cut, left to right and top to bottom, to have the focus in the middle."""
    if focus is None:
        return _FOCUS
    width, height = pixels.size
    window = (min(width, height * ratio), min(height, width / ratio))
    across, down = (_share(at / 100, side, kept) for at, side, kept in zip(focus, pixels.size, window, strict=True))
    return across, down


def _share(at: float, side: float, kept: float) -> float:
    """Of what is cut of a side, the share before the window whose middle is nearest to ``at``."""
    return min(1.0, max(0.0, (at * side - kept / 2) / (side - kept))) if side > kept else 0.5


def main_colour(pixels: Image.Image) -> str:
    """The colour (``#rrggbb``) that a picture is mostly made of, to stand in its place until it comes."""
    small = pixels.convert("RGB").resize((_SAMPLE, _SAMPLE), Image.Resampling.BOX)
    few = small.quantize(_COLOURS, Image.Quantize.MEDIANCUT)
    counts = few.histogram()
    most = counts.index(max(counts))
    return "#" + bytes((few.getpalette() or [])[3 * most : 3 * most + 3]).hex()


def is_transparent(image: Image.Image) -> bool:
    """Whether anything shines through a picture."""
    if not image.has_transparency_data:
        return False
    lowest, _ = image.convert("RGBA").getchannel("A").getextrema()
    return int(lowest) < 255  # type: ignore[arg-type]
