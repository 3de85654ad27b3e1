"""A site whose every post has a photo, each of another shape: what phones and drawers bring, made by the tests.

The photos are gradients, hills and grain, so that they compress as photographs do, with one red disc, the motif, where
the post's focus lies: a picture that is cut must still show it.
"""

from __future__ import annotations

import io
from pathlib import Path
from random import Random
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw

from placette.engine.photos.photos import Prepared, prepare_photo
from tests.fixture_site import copy_site

MOTIF = (225, 20, 60)
"""The colour of the motif, which nothing else in the photos has."""


class Shot(NamedTuple):
    """A photo: its size in pixels, where the motif lies (per cent), the light of its sky and its ground (0 to 255)."""

    width: int
    height: int
    focus: tuple[int, int] = (50, 40)
    light: tuple[int, int] = (215, 90)


SHOTS = {
    "huit-plumes/fontaine.jpg": Shot(1280, 853, (20, 75)),
    "le-portrait/portrait.jpg": Shot(800, 1200, (50, 15)),
    "le-panorama/panorama.jpg": Shot(1920, 560, (90, 50)),
    "le-carre/carre.jpg": Shot(960, 960, (80, 80)),
    "la-petite/petite.jpg": Shot(420, 300),
    "la-grande/grande.jpg": Shot(3200, 2133, (10, 20)),
    "la-nuit/nuit.jpg": Shot(960, 640, (30, 60), (22, 6)),
    "la-neige/neige.jpg": Shot(960, 640, (70, 40), (252, 238)),
}
"""By path below ``articles/2026/``."""


def photo_site(folder: Path) -> Path:
    """The content of ``tests/sites/photos`` with its photos, prepared as ``invoke photo`` does; gives its path."""
    content = copy_site("photos", folder)
    for path, shot in SHOTS.items():
        data = io.BytesIO()
        take(path, shot).save(data, "JPEG", quality=90)
        prepared = prepare_photo((data.getvalue(), ".jpg"))
        assert isinstance(prepared, Prepared), prepared
        (content / "articles" / "2026" / path).write_bytes(prepared.data)
    return content


def take(seed: str, shot: Shot) -> Image.Image:
    """A photo, the same for a seed."""
    rng, (width, height) = Random(seed), shot[:2]
    sky, ground = shot.light
    image = Image.linear_gradient("L").resize((width, height)).point(lambda at: sky + (ground - sky) * at // 255)
    picture = Image.merge("RGB", [image.point(lambda light, by=by: light * by // 100) for by in (96, 98, 100)])  # type: ignore[misc]
    draw = ImageDraw.Draw(picture)
    for step in range(3):
        foot = height * (55 + 14 * step) // 100
        crests = [(x * width // 12, foot - rng.randrange(height // 6)) for x in range(13)]
        tone = max(0, ground - 18 * step)
        draw.polygon([(0, height), *crests, (width, height)], fill=(tone * 8 // 10, tone, tone * 9 // 10))
    picture = _grained(picture, rng, shot)
    across, down, radius = width * shot.focus[0] // 100, height * shot.focus[1] // 100, min(width, height) // 16
    ImageDraw.Draw(picture).ellipse((across - radius, down - radius, across + radius, down + radius), fill=MOTIF)
    return picture


def _grained(picture: Image.Image, rng: Random, shot: Shot) -> Image.Image:
    """With grain of three sizes: leaves, stones, noise."""
    for step, strength in ((3, 10), (9, 24), (27, 36)):
        small = shot.width // step + 1, shot.height // step + 1
        grain = Image.frombytes("L", small, rng.randbytes(small[0] * small[1])).resize(picture.size)
        noise = grain.point(lambda light, by=strength: light * by // 255).convert("RGB")  # type: ignore[misc]
        level = Image.new("RGB", picture.size, (strength // 2,) * 3)
        picture = ImageChops.subtract(ImageChops.add(picture, noise), level)
    return picture
