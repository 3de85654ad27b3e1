"""The renditions of a photo as files: each as small as it can be while it looks the same.

What looks the same differs from photo to photo, so the quality of each file is searched for, not set: the lowest
at which its likeness to the pixels (``similarity``) is above ``LIKENESS``.
"""

from __future__ import annotations

import io
import warnings
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
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


@dataclass(frozen=True, slots=True)
class ImagesSettings:
    """Pictures of posts."""

    fine_details: bool = True
    """Whether to keep fine details in smooth pictures (stars, thin lines, skies), at two to three times their bytes.

    Otherwise every file is the smallest whose similarity to its photo (SSIM) is 0.95.
    """


def plain_pixels(image: Image.Image, *, keep_alpha: bool = False) -> Image.Image:
    """A new image with nothing but the pixels of ``image``: upright, sRGB, on white unless alpha is kept.

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

    ``focus`` is kept as near to the middle as can be: per cent from the left, from the top.

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
    centering = _centering(pixels, width / height, focus)
    return ImageOps.fit(pixels, (width, height), Image.Resampling.LANCZOS, centering=centering).tobytes()


def _centering(pixels: Image.Image, ratio: float, focus: tuple[int, int] | None) -> tuple[float, float]:
    """Return how Pillow shares out what is cut, left to right and top to bottom, to have the focus in the middle."""
    if focus is None:
        return _FOCUS
    width, height = pixels.size
    window = (min(width, height * ratio), min(height, width / ratio))
    across, down = (_share(at / 100, side, kept) for at, side, kept in zip(focus, pixels.size, window, strict=True))
    return across, down


def _share(at: float, side: float, kept: float) -> float:
    """Return the share of a side's cut that is before the window whose middle is nearest to ``at``."""
    return min(1.0, max(0.0, (at * side - kept / 2) / (side - kept))) if side > kept else 0.5


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


@dataclass(frozen=True, slots=True)
class Luma:
    """The light of a picture, and the mean and variance of every tile."""

    light: Image.Image
    mean: Image.Image
    variance: Image.Image


def luma_of(image: Image.Image) -> Luma:
    """Return the luminance of a picture of any mode, transparency apart."""
    light = image.convert("L").convert("F")
    mean = light.reduce(_TILE)
    return Luma(light, mean, _covariance(light, light, mean, mean))


def similarity(one: Luma, other: Luma) -> float:
    """The SSIM of two pictures of one size: 1 for the same."""
    both = _covariance(one.light, other.light, one.mean, other.mean)
    tiles = _computed(
        lambda a: (
            (2 * a["x"] * a["y"] + _LUMINANCE)
            * (2 * a["xy"] + _CONTRAST)
            / ((a["x"] * a["x"] + a["y"] * a["y"] + _LUMINANCE) * (a["xx"] + a["yy"] + _CONTRAST))
        ),
        x=one.mean,
        y=other.mean,
        xy=both,
        xx=one.variance,
        yy=other.variance,
    )
    return float(tiles.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)))  # type: ignore[arg-type]


def _covariance(x: Image.Image, y: Image.Image, mean_x: Image.Image, mean_y: Image.Image) -> Image.Image:
    product = _computed(lambda a: a["x"] * a["y"], x=x, y=y).reduce(_TILE)
    return _computed(lambda a: (a["xy"] - a["x"] * a["y"]) * _UNBIASED, xy=product, x=mean_x, y=mean_y)


def _computed(expression: Any, **images: Image.Image) -> Image.Image:
    result: Image.Image = ImageMath.lambda_eval(expression, **images)
    return result


ENCODING = Limits(cpu=120.0, wall=300.0, memory=1_500_000_000)
"""The limits of making the files of one photo."""
preload(__name__)
LIKENESS = 0.9507
"""SSIM of every rendition at least: 0.95 with a margin, as scikit-image may find 0.00002 less than ``similarity``."""
_ENOUGH = 0.9535
"""A likeness that is not worth another try: some 5 % of a file's bytes more than the least."""
_WANTED = (LIKENESS + _ENOUGH) / 2


_USUAL = 72
"""The quality of JPEG that is tried first."""


@dataclass(frozen=True, slots=True)
class _Encoder:
    """A format's greatest quality, its other options, and those that large pictures have besides.

    It needs the quality ``usual`` where JPEG needs ``_USUAL``, and ``per_jpeg`` steps for one of JPEG's (measured:
    within three). ``gain`` is the likeness that a step is taken to add: searches are shortest with it (measured).
    ``packing`` is for the file that is kept alone: it takes four times as long, and changes no pixel.
    """

    most: int
    usual: int
    per_jpeg: float
    gain: float
    options: dict[str, int | bool]
    large: dict[str, int | bool] = field(default_factory=dict)
    packing: dict[str, int | bool] = field(default_factory=dict)


GENTLE = {"AVIF": 40, "JPEG": 60}
"""Below these qualities a smooth picture loses fine detail: skies break into bands, stars vanish.

The measure of likeness doesn't see it: it is a mean, and most of such a picture is alike at any quality.
"""
_ENCODERS = {
    "AVIF": _Encoder(90, 60, 0.6, 0.0023, {"speed": 8, "max_threads": 1}, {"speed": 9}),
    "JPEG": _Encoder(95, _USUAL, 1.0, 0.0012, {}, packing={"optimize": True, "progressive": True}),
}
"""One thread: the photos share the cores, and with more the same pixels give other bytes."""
_SLOPE, _FLAT, _NEAR = 0.002, 0.0005, 0.003
"""The likeness that a step of JPEG's quality adds or so, the least that is believed, and what is near enough."""
_LARGE = 1_000_000
"""Pixels from which AVIF's speed 9 takes half of the time of 8 for the same bytes; a small file would be 7 % larger."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A quality that was tried: the file it gives, and how alike it is."""

    quality: int
    likeness: float
    data: bytes = b""


def encode_renditions(
    job: tuple[bytes, tuple[Rendition, ...]], least: Mapping[str, int] | None = None
) -> tuple[bytes, ...]:
    """The bytes of a photo's renditions, in their order: upright, sRGB, without metadata.

    ``least`` may name a quality, by format, that the search doesn't go below (``GENTLE``).
    Raises ``OSError`` for a photo that can't be decoded.
    """
    data, renditions = job
    sizes = sorted({(rendition.width, rendition.height) for rendition in renditions})
    keep_alpha = all(rendition.format != "JPEG" for rendition in renditions)
    errors: dict[str, float] = defaultdict(float)
    made: dict[Rendition, bytes] = {}
    for size, pixels in zip(sizes, _scaled(data, sizes, keep_alpha=keep_alpha), strict=True):
        picture = _Picture(pixels, luma_of(pixels))
        jpeg = picture.as_jpeg()
        for rendition in renditions:
            if (rendition.width, rendition.height) == size:
                least_quality = (least or {}).get(rendition.format, 1)
                made[rendition] = _encode(picture, rendition.format, jpeg, errors, least_quality)
    return tuple(made[rendition] for rendition in renditions)


def _scaled(data: bytes, sizes: Sequence[tuple[int, int]], *, keep_alpha: bool) -> list[Image.Image]:
    """Return a photo in sizes (smallest first), each made of the next that is twice as wide, or else of the widest."""
    with closing(Image.open(io.BytesIO(data), formats=FORMATS)) as image:  # ``with`` alone would keep the pixels
        image.draft("RGB", sizes[-1])
        pixels = plain_pixels(image, keep_alpha=keep_alpha)
    made: list[Image.Image] = []
    for size in reversed(sizes):
        wide = [image for image in made if image.width >= 2 * size[0]] or made[-1:] or [pixels]
        made.insert(0, wide[0].resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0))
    return made


@dataclass(frozen=True, slots=True)
class _Picture:
    """A photo in one size, and what was tried for it."""

    pixels: Image.Image
    wanted: Luma
    tried: dict[tuple[str, int], Attempt] = field(default_factory=dict)

    def attempt(self, form: str, quality: int) -> Attempt:
        """Try a quality, once."""
        known = self.tried.get((form, quality))
        if known is None:
            data = saved(self.pixels, form, {**self.options(form), "quality": quality})
            with Image.open(io.BytesIO(data), formats=FORMATS) as copy:
                copy.draft("L", copy.size)  # of JPEG: its light alone
                known = self.tried[form, quality] = Attempt(quality, similarity(self.wanted, luma_of(copy)), data)
        return known

    def options(self, form: str) -> dict[str, int | bool]:
        """Return the options of a try."""
        encoder, is_large = _ENCODERS[form], self.pixels.width * self.pixels.height >= _LARGE
        return encoder.options | (encoder.large if is_large else {})

    def as_jpeg(self) -> float:
        """Return about which quality it needs as JPEG; of one that isn't opaque, any."""
        at, slope, last = float(_USUAL), _SLOPE, Attempt(0, 0.0)
        for _ in range(4 if self.pixels.mode == "RGB" else 0):
            tried = self.attempt("JPEG", round(at))
            if last.quality not in {0, tried.quality}:
                slope = max(_FLAT, (tried.likeness - last.likeness) / (tried.quality - last.quality))
            last, missing = tried, _WANTED - tried.likeness
            at = min(max(tried.quality + missing / slope, 1), _ENCODERS["JPEG"].most)
            if abs(missing) < _NEAR:
                break
        return at


def _encode(picture: _Picture, form: str, jpeg: float, errors: dict[str, float], least: int) -> bytes:
    """Return the smallest file that looks like a picture.

    The search begins where its quality as ``jpeg`` leads, but for the error of the next smaller width.
    """
    if form not in _ENCODERS:
        return saved(picture.pixels, form, {"optimize": True})
    encoder = _ENCODERS[form]
    reckoned = encoder.usual + encoder.per_jpeg * (jpeg - _USUAL)
    likely = min(max(round(reckoned + errors[form]), least), encoder.most)
    taken = find_quality(partial(picture.attempt, form), least, encoder.most, likely, encoder.gain)
    errors[form] = taken.quality + (_WANTED - taken.likeness) / encoder.gain - reckoned
    if encoder.packing:
        return saved(picture.pixels, form, {**picture.options(form), **encoder.packing, "quality": taken.quality})
    return taken.data


def saved(pixels: Image.Image, form: str, options: dict[str, int | bool]) -> bytes:
    """The bytes of a picture in a format (Pillow's name)."""
    target = io.BytesIO()
    pixels.save(target, form, **options)
    return target.getvalue()


def find_quality(attempt: Callable[[int], Attempt], least: int, most: int, first: int, gain: float) -> Attempt:
    """Return the lowest quality alike enough, or hardly more; ``most`` if none is. Likeness rises by ``gain`` or so."""
    worse, better = Attempt(least - 1, -1.0), Attempt(most + 1, 2.0)
    quality = first
    while better.quality - worse.quality > 1:
        tried = attempt(quality)
        if tried.likeness >= LIKENESS:
            better = tried
            if tried.likeness <= _ENOUGH:
                break
        else:
            worse = tried
        guess = quality + round((_WANTED - tried.likeness) / gain)
        quality = guess if worse.quality < guess < better.quality else (worse.quality + better.quality) // 2
    return better if better.data else worse
