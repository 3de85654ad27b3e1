"""Photos to measure with: drawn, the same at every run, as rough as photographs; or one's own.

``python -m tests.benchmarks.photos [--photos DIR] [--count N]`` makes the files of photos of twelve megapixels on one
core, and prints what that took, what they weigh, and how alike they are to the pixels that they were made of.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median_low as median

from PIL import Image, ImageFilter, ImageMath, ImageOps

from placette.engine.photos.encoding import encode_renditions, similarity
from placette.engine.texts.fields import Motif
from placette.engine.texts.values import Rendition
from placette_landscapes.landscapes import draw_landscape
from placette_landscapes.printing import paint

SIZE = (4000, 3000)
"""What a phone takes: 12 megapixels."""
WIDTHS = (480, 800, 1200, 1600, 2400)
_QUALITY = 92
"""Of JPEG, as phones save."""
_ROUGH, _SMOOTH = (8.0, 20.0), 0.6
"""Contrast of every octave of texture (levels of 255) on dark ground, from photo to photo, and in the sky. Photographs
have about as much at every scale: their amplitude falls with frequency (Field, 1987)."""
_LEAVES = 1.5
"""Contrast of the edges where the texture passes its mean, beside that of an octave: without them it would be fog."""
_GRAIN = 2.5
"""Contrast of the sensor's noise, a pixel fine."""


def photo_files(count: int, photos: Path | None, size: tuple[int, int] = SIZE) -> Iterator[tuple[str, bytes]]:
    """So many photos as JPEG files, with their names: all of a folder where one is named, or drawn ones."""
    if photos is None:
        yield from ((f"drawn-{number:02}", draw_photo(number, size)) for number in range(count))
        return
    found = sorted(path for path in photos.iterdir() if path.suffix.lower() in {".jpg", ".jpeg"})
    for number, path in enumerate(found[:count]):
        with Image.open(path) as image:
            fitted = ImageOps.fit(ImageOps.exif_transpose(image).convert("RGB"), size, Image.Resampling.LANCZOS)
        yield f"photo-{number:02}", _saved(fitted)


def draw_photo(number: int, size: tuple[int, int] = SIZE) -> bytes:
    """A landscape with texture at every scale, as a JPEG file; a number always gives the same."""
    dice, motifs = Random(number), tuple(Motif)
    scene = draw_landscape(f"photo-{number}", motifs[number % len(motifs)])
    half = paint(scene, size[0] // 2, size[1] // 2)
    drawn = half.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(size[0] / 1600))
    fog, rough = fractal_noise(dice, size), _roughness(drawn, dice)
    texture = _computed(f"a + {_LEAVES} * ((a > 0) - (a < 0))", a=fog)
    return _saved(Image.merge("RGB", [_textured(band, texture, rough, dice) for band in drawn.split()]))


def fractal_noise(dice: Random, size: tuple[int, int]) -> Image.Image:
    """Noise of all scales down to a pixel's, each octave between -1 and 1, added up (mode ``F``)."""
    total, scale = Image.new("F", size), max(size) // 4
    while scale >= 1:
        coarse = (max(2, size[0] // scale), max(2, size[1] // scale))
        total = _computed("a + b", a=total, b=_noise(dice, coarse).resize(size, Image.Resampling.BICUBIC))
        scale //= 2
    return total


def _noise(dice: Random, size: tuple[int, int]) -> Image.Image:
    grey = Image.frombytes("L", size, dice.randbytes(size[0] * size[1]))
    return _computed("a / 127.5 - 1", a=grey.convert("F"))


def _roughness(drawn: Image.Image, dice: Random) -> Image.Image:
    """The contrast of texture at every place: light is sky, dark is trees and ground, and some of that is plain."""
    dark = drawn.convert("L").filter(ImageFilter.GaussianBlur(drawn.width / 400)).convert("F")
    patches = _noise(dice, (16, 12)).resize(drawn.size, Image.Resampling.BICUBIC)
    return _computed(f"{_SMOOTH} + {dice.uniform(*_ROUGH)} * (1 - a / 255) * abs(b)", a=dark, b=patches)


def _textured(band: Image.Image, texture: Image.Image, rough: Image.Image, dice: Random) -> Image.Image:
    grain = _noise(dice, band.size)
    return _computed(f"a + b * c + {_GRAIN} * d", a=band.convert("F"), b=texture, c=rough, d=grain).convert("L")


def _computed(formula: str, **images: Image.Image) -> Image.Image:
    """A formula of our own, reckoned for every pixel."""
    computed: Image.Image = ImageMath.unsafe_eval(formula, **images)
    return computed


def _saved(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "JPEG", quality=_QUALITY)
    return target.getvalue()


def main(arguments: list[str]) -> None:
    """Encode the photos, and print the figures."""
    parser = argparse.ArgumentParser(prog="photos")
    parser.add_argument("--photos", type=Path, metavar="DIR", help="take the JPEG files of this folder")
    parser.add_argument("--count", type=int, default=8, help="how many photos")
    options = parser.parse_args(arguments)
    seconds, weights, likenesses = 0.0, Counter[str](), []
    for name, data in photo_files(options.count, options.photos):
        sizes = [(width, round(width * SIZE[1] / SIZE[0])) for width in WIDTHS]
        wanted = tuple(Rendition(f"{name}-{w}.{form}", w, h, form) for form in ("AVIF", "JPEG") for w, h in sizes)
        start = time.process_time()
        files = encode_renditions((data, wanted))
        seconds += time.process_time() - start
        pixels = Image.open(io.BytesIO(data)).convert("RGB")
        for rendition, file in zip(wanted, files, strict=True):
            weights[rendition.format] += len(file)
            reference = pixels.resize((rendition.width, rendition.height), Image.Resampling.LANCZOS, reducing_gap=3.0)
            with Image.open(io.BytesIO(file)) as copy:
                likenesses.append((similarity(reference, copy), rendition.url))
    print(f"{seconds / options.count:.2f} s of processor a photo; bytes {dict(weights)}")
    print(f"SSIM at least {min(likenesses)}, median {median(likenesses)[0]:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
