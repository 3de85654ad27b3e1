"""The renditions of a photo as files that look the same as it, and hardly larger than that needs.

What looks the same differs from photo to photo, so the quality isn't set: two looks at the photo as JPEG, of which the
likeness to the pixels is measured (``similarity``), give that of all its files.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from PIL import Image, ImageMath, ImageOps

from placette.engine.base.processes import Limits, preload
from placette.engine.texts.values import Rendition

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
"""Pillow's names of the formats that are opened at all."""
STILL = frozenset({"JPEG", "MPO"})
"""Formats in which further frames are a phone's previews and depth maps, not an animation."""
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000
MAX_RATIO = 20
"""The largest ratio of the longer to the shorter side; panoramas have ten."""
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
    """Return a new image with nothing but the pixels of ``image``: upright, sRGB, on white unless alpha is kept.

    ``image`` itself is turned: a copy of a phone's photo would take 50 MB more.
    """
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode.startswith("I"):  # sixteen bits: Pillow's own conversion makes everything above 255 white
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    pixels = _to_srgb(image).convert("RGB")
    if alpha and keep_alpha:
        pixels.putalpha(alpha)
    elif alpha:
        pixels = Image.composite(pixels, Image.new("RGB", pixels.size, "white"), alpha)
    pixels.info = {}  # profile, EXIF, comments: all that ``convert`` hands on
    return pixels


def _to_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    from PIL import ImageCms  # noqa: PLC0415 - few photos have a profile

    plain = image if image.mode in {"RGB", "CMYK", "L"} else image.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(plain, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError):
        return image


def cut_photo(job: tuple[bytes, int, int, tuple[int, int] | None], _shared: None = None) -> bytes:
    """Return the pixels (RGB, row by row) of a photo that fills a frame, upright, sRGB; (bytes, width, height, focus).

    ``focus`` stays in sight: per cent from the left, from the top.

    Return nothing for a photo that can't be decoded, whatever the error: the caller has another picture.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as odd metadata: the gate has checked it
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
    centering = (focus[0] / 100, focus[1] / 100) if focus else _FOCUS
    return ImageOps.fit(pixels, (width, height), Image.Resampling.LANCZOS, centering=centering).tobytes()


def main_colour(pixels: Image.Image) -> str:
    """Return the main colour (``#rrggbb``) of a picture, shown in its place while it loads."""
    small = pixels.convert("RGB").resize((_SAMPLE, _SAMPLE), Image.Resampling.BOX)
    few = small.quantize(_COLOURS, Image.Quantize.MEDIANCUT)
    counts = few.histogram()
    most = counts.index(max(counts))
    return "#" + bytes((few.getpalette() or [])[3 * most : 3 * most + 3]).hex()


def is_transparent(image: Image.Image) -> bool:
    """Return whether anything shines through a picture."""
    if not image.has_transparency_data:
        return False
    lowest, _ = image.convert("RGBA").getchannel("A").getextrema()
    return int(lowest) < 255  # type: ignore[arg-type]


_TILE = 7
_LUMINANCE = (0.01 * 255) ** 2
_CONTRAST = (0.03 * 255) ** 2
_UNBIASED = _TILE**2 / (_TILE**2 - 1)
"""From a tile's variance to that of what it is a sample of."""


def similarity(one: Image.Image, other: Image.Image) -> float:
    """Return the SSIM of two pictures of one size, transparency apart: 1 for the same."""
    x, y = (image.convert("L").convert("F") for image in (one, other))
    mean_x, mean_y = x.reduce(_TILE), y.reduce(_TILE)
    tiles = _computed(
        lambda a: (
            (2 * a["x"] * a["y"] + _LUMINANCE)
            * (2 * a["xy"] + _CONTRAST)
            / ((a["x"] * a["x"] + a["y"] * a["y"] + _LUMINANCE) * (a["xx"] + a["yy"] + _CONTRAST))
        ),
        x=mean_x,
        y=mean_y,
        xy=_covariance(x, y, mean_x, mean_y),
        xx=_covariance(x, x, mean_x, mean_x),
        yy=_covariance(y, y, mean_y, mean_y),
    )
    return float(tiles.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)))  # type: ignore[arg-type]


def _covariance(x: Image.Image, y: Image.Image, mean_x: Image.Image, mean_y: Image.Image) -> Image.Image:
    """Return the covariance of each tile of two pictures."""
    product = _computed(lambda a: a["x"] * a["y"], x=x, y=y).reduce(_TILE)
    return _computed(lambda a: (a["xy"] - a["x"] * a["y"]) * _UNBIASED, xy=product, x=mean_x, y=mean_y)


def _computed(expression: Any, **images: Image.Image) -> Image.Image:
    result: Image.Image = ImageMath.lambda_eval(expression, **images)
    return result


ENCODING = Limits(cpu=120.0, wall=300.0, memory=1_500_000_000)
"""The limits of making the files of one photo."""
preload(__name__)
LIKENESS = 0.953
"""The SSIM that every file of a photo is to have, or so: two looks at one of them give the quality of all."""
_USUAL = 72
"""The quality of JPEG at which a photo is looked at first."""
_SLOPE, _FLAT = 0.002, 0.0005
"""The likeness that a step of JPEG's quality adds or so, and the least that is believed."""
_NEAR = 3
"""Steps of quality that aren't worth a second look."""
_LOOK, _NARROWER, _SAFE = 800, 12.0, 3
"""The width that is looked at, or the nearest; steps of JPEG's quality that half of that width needs more; and steps
that are added, as photos differ (measured)."""
_LEAST = {"AVIF": 40, "JPEG": 60}
"""Below these qualities a smooth picture loses fine detail: skies break into bands, stars vanish.

The measure of likeness doesn't see it: it is a mean, and most of such a picture is alike at any quality.
"""


_ENCODERS: dict[str, tuple[int, int, float, dict[str, int | bool]]] = {
    "AVIF": (90, 60, 0.6, {"speed": 9, "max_threads": 1}),
    "JPEG": (95, _USUAL, 1.0, {"optimize": True, "progressive": True}),
}
"""By format, its greatest quality, the quality that it needs where JPEG needs ``_USUAL``, its steps for one of JPEG's
(measured), and its other options. One thread: the photos share the cores, and with more the same pixels give other
bytes."""


def encode_renditions(job: tuple[bytes, tuple[Rendition, ...]], _shared: None = None) -> tuple[bytes, ...]:
    """Return the bytes of a photo's renditions, in their order: upright, sRGB, without metadata.

    Raises ``OSError`` for a photo that can't be decoded.
    """
    data, renditions = job
    sizes = sorted({(rendition.width, rendition.height) for rendition in renditions})
    keep_alpha = all(rendition.format != "JPEG" for rendition in renditions)
    scaled = dict(zip(sizes, _scaled(data, sizes, keep_alpha=keep_alpha), strict=True))
    look = min(sizes, key=lambda size: abs(size[0] - _LOOK))
    jpeg = _jpeg_quality(scaled[look])
    files = []
    for rendition in renditions:
        narrower = max(0.0, math.log2(look[0] / rendition.width))
        files.append(_encode(scaled[rendition.width, rendition.height], rendition.format, jpeg + _NARROWER * narrower))
    return tuple(files)


def _scaled(data: bytes, sizes: Sequence[tuple[int, int]], *, keep_alpha: bool) -> list[Image.Image]:
    """Return a photo in sizes (smallest first), each made of the next that is twice as wide, or else of the widest."""
    with closing(Image.open(io.BytesIO(data), formats=FORMATS)) as image:  # ``with`` alone would keep the pixels
        image.draft("RGB", sizes[-1])
        pixels = plain_pixels(image, keep_alpha=keep_alpha)
    copies: list[Image.Image] = []
    for size in reversed(sizes):
        wide = [image for image in copies if image.width >= 2 * size[0]] or copies[-1:] or [pixels]
        copies.insert(0, wide[0].resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0))
    return copies


def _jpeg_quality(pixels: Image.Image) -> float:
    """Return about which quality a picture needs as JPEG, by at most two looks; the usual for one that isn't opaque."""
    if pixels.mode != "RGB":
        return _USUAL
    first = _likeness(pixels, _USUAL)
    quality = _USUAL + (LIKENESS - first) / _SLOPE
    if abs(quality - _USUAL) >= _NEAR:
        second = min(max(round(quality), 1), _ENCODERS["JPEG"][0])
        likeness = _likeness(pixels, second)
        slope = max(_FLAT, (likeness - first) / (second - _USUAL))
        quality = second + (LIKENESS - likeness) / slope
    return quality + _SAFE


def _likeness(pixels: Image.Image, quality: int) -> float:
    """Return how alike a picture is as JPEG of a quality."""
    data = saved(pixels, "JPEG", {"quality": quality})
    with Image.open(io.BytesIO(data), formats=FORMATS) as copy:
        copy.draft("L", copy.size)
        return similarity(pixels, copy)


def _encode(pixels: Image.Image, form: str, jpeg: float) -> bytes:
    """Return a picture as a file of the quality that looks like ``jpeg`` does as JPEG."""
    if form not in _ENCODERS:
        return saved(pixels, form, {"optimize": True})
    most, usual, per_jpeg, options = _ENCODERS[form]
    quality = max(round(usual + per_jpeg * (jpeg - _USUAL)), _LEAST[form])
    return saved(pixels, form, {**options, "quality": min(quality, most)})


def saved(pixels: Image.Image, form: str, options: dict[str, int | bool]) -> bytes:
    """Return the bytes of a picture in a format (Pillow's name)."""
    target = io.BytesIO()
    pixels.save(target, form, **options)
    return target.getvalue()
