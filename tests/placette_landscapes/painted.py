"""Pictures made for the tests: painted landscapes, roughened like photographs."""

from __future__ import annotations

import io
from random import Random
from typing import Any

from PIL import Image, ImageChops, ImageFilter

from placette_landscapes.drawings import paint_landscape


def photograph(seed: str, width: int, height: int) -> Image.Image:
    """A landscape with grain of several sizes, so that it compresses as photographs do."""
    rng = Random(seed)
    scene = paint_landscape(seed, "puys-dawn", width, height)
    for step, strength in ((1, 10), (3, 26), (9, 34)):
        size = (width // step + 1, height // step + 1)
        grain = Image.frombytes("L", size, rng.randbytes(size[0] * size[1])).resize((width, height))
        soft = grain.filter(ImageFilter.GaussianBlur(step / 2)).convert("RGB")
        dark = soft.point(lambda value, by=strength: value * by // 255)
        level = Image.new("RGB", (width, height), (strength // 2,) * 3)
        scene = ImageChops.subtract(ImageChops.add(scene, dark), level)
    return scene


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))
