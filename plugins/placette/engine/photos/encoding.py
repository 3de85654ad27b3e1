"""The renditions of a photo as files: each as small as it can be while it looks the same.

What looks the same differs from photo to photo, so the quality of each file is searched for, not set: the lowest
at which its likeness to the pixels (``similarity.py``) is above ``LIKENESS``.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PIL import Image

from placette.engine.base.processes import Limits, preload
from placette.engine.photos.pixels import FORMATS, plain_pixels
from placette.engine.photos.similarity import Luma, luma_of, similarity
from placette.engine.texts.renditions import Rendition

ENCODING = Limits(cpu=120.0, wall=300.0, memory=1_500_000_000)
"""What making the files of one photo may use."""
preload(__name__)
LIKENESS = 0.951
"""SSIM of every rendition at least; 0.95 with a margin for other ways to measure it."""
_ENOUGH = 0.9535
"""A likeness that is not worth another try: some 5 % of a file's bytes more than the least."""
_PER_STEP = 0.0013
"""Likeness that a step of quality usually adds around ``LIKENESS``, in both formats (measured on photographs)."""


@dataclass(frozen=True, slots=True)
class _Encoder:
    """A format's greatest quality, the one to try first, and its other options."""

    most: int
    first: int
    options: dict[str, int | bool] = field(default_factory=dict)


GENTLE = {"AVIF": 40, "JPEG": 60}
"""Below these qualities a smooth picture loses what is fine in it: skies break into bands, stars vanish.

The measure of likeness doesn't see it: it is a mean, and most of such a picture is alike at any quality.
"""
_ENCODERS = {
    "AVIF": _Encoder(90, 60, {"speed": 8}),
    "JPEG": _Encoder(95, 78, {"optimize": True, "progressive": True}),
}


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
    widest = max(renditions, key=lambda rendition: rendition.width)
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        image.draft("RGB", (widest.width, widest.height))
        pixels = plain_pixels(image, keep_alpha=all(rendition.format != "JPEG" for rendition in renditions))
    scaled: dict[tuple[int, int], Image.Image] = {}
    near: dict[str, int] = {}
    made = []
    for rendition in renditions:
        size, form = (rendition.width, rendition.height), rendition.format
        if size not in scaled:
            scaled[size] = pixels.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        attempt = _encode(scaled[size], form, near.get(form, 0), (least or {}).get(form, 1))
        made.append(attempt.data)
        near[form] = attempt.quality
    return tuple(made)


def _encode(pixels: Image.Image, form: str, near: int, least: int) -> Attempt:
    """The smallest file of a picture that looks like it; ``near`` is the quality of a like picture, or 0.

    A bound to quality is tried first: most photographs look like themselves at ``GENTLE``.
    """
    if form not in _ENCODERS:
        return Attempt(0, 1.0, _saved(pixels, form, {"optimize": True}))
    encoder, wanted = _ENCODERS[form], luma_of(pixels)
    first = near or (least if least > 1 else encoder.first)
    return find_quality(lambda q: _attempt(pixels, wanted, form, q), least, encoder.most, first)


def _attempt(pixels: Image.Image, wanted: Luma, form: str, quality: int) -> Attempt:
    data = _saved(pixels, form, {"quality": quality, **_ENCODERS[form].options})
    with Image.open(io.BytesIO(data), formats=FORMATS) as copy:
        return Attempt(quality, similarity(wanted, luma_of(copy)), data)


def _saved(pixels: Image.Image, form: str, options: dict[str, int | bool]) -> bytes:
    target = io.BytesIO()
    pixels.save(target, form, **options)
    return target.getvalue()


def find_quality(attempt: Callable[[int], Attempt], least: int, most: int, first: int) -> Attempt:
    """The lowest quality alike enough, or hardly more; ``most`` when none is. Tries as few as it can.

    ``attempt`` tries a quality; more quality is taken to be more alike.
    """
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
        quality = _next_quality(tried, worse, better)
    return better if better.data else worse


def _next_quality(tried: Attempt, worse: Attempt, better: Attempt) -> int:
    """Where to try next: as far as likeness usually goes with quality, or halfway when that leads nowhere."""
    guess = tried.quality + round(((LIKENESS + _ENOUGH) / 2 - tried.likeness) / _PER_STEP)
    if worse.quality < guess < better.quality:
        return guess
    return (worse.quality + better.quality) // 2
