"""How alike a picture and its compressed copy are to the eye: SSIM (Wang, Bovik, Sheikh and Simoncelli, 2004).

The mean over tiles of 7 × 7 pixels of the luma, with the constants of the article. Tiles stand side by side instead
of sliding by one pixel: that samples the same values, and seven is no divisor of the blocks that encoders work in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageMath

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
    """The light of a picture of any mode, what is transparent apart."""
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
