"""What is published of a photo is upright, sRGB and says nothing of who took it, whatever the gate let through."""

from __future__ import annotations

import io
from itertools import groupby
from typing import Any

import pytest
from PIL import Image, ImageCms

from placette.engine.photos.encoding import encode_renditions
from placette.engine.photos.photos import inspect_photo
from placette.engine.texts.renditions import Place, plan_renditions
from tests.engine.photos.fixture_photos import BLUE, GREEN, MARK, PLANTED, RED, SIZE, SRGB, WHITE, saved, scene

_STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera held that way stores an upright scene (EXIF 2.32, tag 0x0112)."""


def published(data: bytes) -> dict[str, list[Image.Image]]:
    """Every rendition of a photo by format, opened again, without asking whether the gate would refuse it."""
    return {form: [Image.open(io.BytesIO(made)) for made in files] for form, files in made_of(data).items()}


def made_of(data: bytes) -> dict[str, tuple[bytes, ...]]:
    facts = inspect_photo(("pages/a.jpg", data)).facts
    assert facts
    planned = groupby(plan_renditions(facts, Place.FIGURE), key=lambda rendition: rendition.format)
    return {form: encode_renditions((data, tuple(renditions))) for form, renditions in planned}


def is_near(image: Image.Image, place: tuple[int, int], colour: tuple[int, ...]) -> bool:
    seen = image.convert("RGB").getpixel(place)
    assert isinstance(seen, tuple)
    return all(abs(a - b) <= 24 for a, b in zip(seen, colour, strict=True))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_upright_however_the_camera_was_held(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = scene().transpose(_STORED[orientation]) if orientation > 1 else scene()
    for image in [one for made in published(saved(stored, "JPEG", exif=exif, quality=95)).values() for one in made]:
        assert image.size == SIZE
        corners = ((RED, (8, 8)), (BLUE, (56, 8)), (GREEN, (8, 40)), (WHITE, (56, 40)))
        assert all(is_near(image, place, colour) for colour, place in corners)


@pytest.mark.parametrize("name", [name for name, (_, data, _) in PLANTED.items() if inspect_photo(("", data)).facts])
def test_nothing_but_pixels_is_published(name: str) -> None:
    for file in [file for files in made_of(PLANTED[name][1]).values() for file in files]:
        assert MARK not in file
        image = Image.open(io.BytesIO(file))
        assert not image.getexif()
        assert not {"icc_profile", "exif", "xmp", "comment"} & image.info.keys()


@pytest.mark.parametrize(
    ("mode", "ink", "form", "seen"),
    [
        ("RGB", (200, 100, 50), "PNG", (200, 100, 50)),
        ("RGB", (200, 100, 50), "JPEG", (200, 100, 50)),
        ("RGB", (200, 100, 50), "WEBP", (200, 100, 50)),
        ("RGB", (200, 100, 50), "AVIF", (200, 100, 50)),
        ("CMYK", (0, 128, 255, 0), "JPEG", (255, 127, 0)),
        ("L", 120, "PNG", (120, 120, 120)),
        ("1", 1, "PNG", WHITE),
        ("I;16", 120 * 257, "PNG", (120, 120, 120)),
        ("RGBA", (200, 100, 50, 255), "PNG", (200, 100, 50)),
        ("LA", (120, 255), "PNG", (120, 120, 120)),
    ],
)
def test_colours_are_kept_whatever_the_mode(mode: str, ink: Any, form: str, seen: tuple[int, int, int]) -> None:
    jpeg = published(saved(Image.new(mode, SIZE, ink), form))["JPEG"][-1]
    assert jpeg.mode == "RGB"
    assert is_near(jpeg, (30, 20), seen)


def test_a_palette_with_a_transparent_colour_stays_transparent() -> None:
    image = scene().quantize(4)
    made = published(saved(image, "PNG", transparency=image.getpixel((8, 8))))
    assert "JPEG" not in made
    for form in ("AVIF", "PNG"):
        assert made[form][-1].convert("RGBA").getpixel((8, 8))[3] < 8  # type: ignore[index]
        assert is_near(made[form][-1], (56, 8), BLUE)


@pytest.mark.parametrize(
    "profile", [SRGB, b"nonsense" * 20, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()]
)
@pytest.mark.parametrize(
    ("mode", "form"), [("RGB", "JPEG"), ("RGBA", "PNG"), ("L", "JPEG"), ("P", "PNG"), ("CMYK", "JPEG")]
)
def test_a_colour_profile_is_used_or_left_aside_never_a_reason_to_stop(profile: bytes, mode: str, form: str) -> None:
    for image in [
        one for made in published(saved(scene().convert(mode), form, icc_profile=profile)).values() for one in made
    ]:
        assert image.size == SIZE
        assert "icc_profile" not in image.info


def test_a_phone_s_jpeg_with_a_second_picture_inside_shows_the_first() -> None:
    data = saved(scene(), "MPO", save_all=True, append_images=[scene().rotate(180)], quality=95)
    assert is_near(published(data)["JPEG"][-1], (8, 8), RED)


def test_a_photo_is_never_enlarged() -> None:
    made = published(saved(Image.new("L", (700, 40)), "PNG"))
    assert {form: [image.size for image in images][-1] for form, images in made.items()} == dict.fromkeys(
        ("AVIF", "JPEG"), (700, 40)
    )
