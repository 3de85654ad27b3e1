"""A photo is looked at with suspicion; what is published of it is upright, sRGB and says nothing of who took it."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from plugins.core.catalogue import load_catalogue
from plugins.core.encoding import encode_rendition
from plugins.core.messages import PHOTO_ANIMATED, PHOTO_BOMB, PHOTO_DAMAGED, PHOTO_UNKNOWN
from plugins.core.photos import inspect_photo
from plugins.core.problems import Problem, explain
from plugins.core.renditions import PhotoFacts, plan_renditions

RED, BLUE, GREEN, WHITE = (255, 0, 0), (0, 0, 255), (0, 128, 0), (255, 255, 255)
SIZE = (64, 48)
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
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def scene() -> Image.Image:
    """Red at the top left, blue at the top right, green at the bottom left, white at the bottom right."""
    image = Image.new("RGB", SIZE, WHITE)
    for colour, place in ((RED, (0, 0)), (BLUE, (32, 0)), (GREEN, (0, 24))):
        image.paste(colour, (*place, place[0] + 32, place[1] + 24))
    return image


def saved(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def published(data: bytes) -> list[Image.Image]:
    """Every rendition of a photo, opened again; the JPEG is last."""
    facts = inspect_photo(("pages/a.jpg", data))
    assert isinstance(facts, PhotoFacts), facts
    return [Image.open(io.BytesIO(encode_rendition((data, rendition)))) for rendition in plan_renditions(facts)]


def is_near(image: Image.Image, place: tuple[int, int], colour: tuple[int, ...]) -> bool:
    seen = image.convert("RGB").getpixel(place)
    assert isinstance(seen, tuple)
    return all(abs(a - b) <= 12 for a, b in zip(seen, colour, strict=True))


def bomb(width: int, height: int) -> bytes:
    """A PNG that announces far more pixels than it holds."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(1000))),
        (b"IEND", b""),
    )
    parts = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_upright_however_the_camera_was_held(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = scene().transpose(_STORED[orientation]) if orientation > 1 else scene()
    for image in published(saved(stored, "JPEG", exif=exif, quality=95)):
        assert image.size == SIZE
        corners = ((RED, (8, 8)), (BLUE, (56, 8)), (GREEN, (8, 40)), (WHITE, (56, 40)))
        assert all(is_near(image, place, colour) for colour, place in corners)


def test_nothing_but_pixels_is_published() -> None:
    exif = Image.Exif()
    exif[0x013B] = "SECRET artist"
    exif.get_ifd(0x8825)[2] = (45.0, 46.0, 47.0)
    exif.get_ifd(0x8769)[0x9286] = b"SECRET comment"
    data = (
        saved(scene(), "JPEG", exif=exif, comment=b"SECRET", xmp=b"<x>SECRET</x>", icc_profile=SRGB)
        + b"SECRET behind the end"
    )
    facts = inspect_photo(("pages/a.jpg", data))
    assert isinstance(facts, PhotoFacts)
    for rendition in plan_renditions(facts):
        made = encode_rendition((data, rendition))
        assert b"SECRET" not in made
        image = Image.open(io.BytesIO(made))
        assert not image.getexif()
        assert not {"icc_profile", "exif", "xmp", "comment"} & image.info.keys()


def test_the_texts_of_a_png_are_not_published() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "SECRET")
    for image in published(saved(scene(), "PNG", pnginfo=words)):
        assert "Author" not in image.info


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
        ("RGBA", (200, 100, 50, 0), "PNG", WHITE),
        ("RGBA", (200, 100, 50, 255), "PNG", (200, 100, 50)),
        ("LA", (120, 255), "PNG", (120, 120, 120)),
    ],
)
def test_colours_are_kept_whatever_the_mode(mode: str, ink: Any, form: str, seen: tuple[int, int, int]) -> None:
    jpeg = published(saved(Image.new(mode, SIZE, ink), form))[-1]
    assert (jpeg.format, jpeg.mode) == ("JPEG", "RGB")
    assert is_near(jpeg, (30, 20), seen)


def test_a_palette_with_a_transparent_colour_stays_transparent_in_webp() -> None:
    image = scene().quantize(4)
    image.info["transparency"] = image.getpixel((8, 8))
    webp, jpeg = published(saved(image, "PNG", transparency=image.getpixel((8, 8))))
    assert webp.convert("RGBA").getpixel((8, 8))[3] == 0  # type: ignore[index]
    assert is_near(jpeg, (8, 8), WHITE)
    assert is_near(jpeg, (56, 8), BLUE)


@pytest.mark.parametrize(
    "profile", [SRGB, b"nonsense" * 20, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()]
)
@pytest.mark.parametrize(
    ("mode", "form"), [("RGB", "JPEG"), ("RGBA", "PNG"), ("L", "JPEG"), ("P", "PNG"), ("CMYK", "JPEG")]
)
def test_a_colour_profile_is_used_or_left_aside_never_a_reason_to_stop(profile: bytes, mode: str, form: str) -> None:
    for image in published(saved(scene().convert(mode), form, icc_profile=profile)):
        assert image.size == SIZE
        assert "icc_profile" not in image.info


def test_a_phone_s_jpeg_with_a_second_picture_inside_is_a_photo() -> None:
    data = saved(scene(), "MPO", save_all=True, append_images=[scene().rotate(180)], quality=95)
    assert is_near(published(data)[-1], (8, 8), RED)


def test_a_photo_is_never_enlarged() -> None:
    assert [image.size for image in published(saved(Image.new("L", (700, 20)), "PNG"))] == [
        (480, 14),
        (700, 20),
        (700, 20),
    ]


BROKEN = {
    "nothing": (b"", PHOTO_UNKNOWN),
    "a page": (b"<html><script>alert(1)</script>", PHOTO_UNKNOWN),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", PHOTO_UNKNOWN),
    "a GIF": (saved(scene(), "GIF"), PHOTO_UNKNOWN),
    "a TIFF": (saved(scene(), "TIFF"), PHOTO_UNKNOWN),
    "a PDF": (saved(scene(), "PDF"), PHOTO_UNKNOWN),
    "a PNG cut short": (saved(scene())[:90], PHOTO_DAMAGED),
    "a JPEG cut short": (saved(scene().resize((400, 400)), "JPEG")[:1500], PHOTO_DAMAGED),
    "a WebP cut short": (saved(scene().resize((400, 400)), "WEBP")[:200], PHOTO_DAMAGED),
    "an AVIF cut short": (saved(scene().resize((400, 400)), "AVIF")[:-40], PHOTO_DAMAGED),
    "a damaged EXIF block": (saved(scene(), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\x05\0zzzz"), PHOTO_DAMAGED),
    "an announced bomb": (bomb(30_000, 30_000), PHOTO_BOMB),
    "a lesser bomb": (bomb(11_000, 11_000), PHOTO_BOMB),
    "more pixels than data": (bomb(1_000, 1_000), PHOTO_DAMAGED),
    "an animated PNG": (saved(scene(), save_all=True, append_images=[scene().rotate(90)]), PHOTO_ANIMATED),
    "an animated WebP": (saved(scene(), "WEBP", save_all=True, append_images=[scene().rotate(90)]), PHOTO_ANIMATED),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_honest_photo_is_refused_in_plain_words(name: str) -> None:
    data, reason = BROKEN[name]
    found = inspect_photo(("pages/a.jpg", data))
    assert isinstance(found, Problem)
    assert (found.code, dict(found.values)["reason"]) == ("photo-broken", reason)
    assert load_catalogue("fr").gettext(reason) in explain(found, load_catalogue("fr").gettext)[0]


@pytest.mark.parametrize("size", [(12_001, 1), (1, 12_001), (6_400, 6_400)])
def test_a_photo_with_too_many_pixels_is_refused(size: tuple[int, int]) -> None:
    found = inspect_photo(("pages/a.png", saved(Image.new("1", size))))
    assert isinstance(found, Problem)
    assert found.code == "photo-large"


def test_damage_anywhere_in_a_photo_is_a_problem_or_a_photo_never_a_crash() -> None:
    for form in ("JPEG", "PNG", "WEBP"):
        whole = saved(scene(), form)
        for position in range(0, len(whole), max(1, len(whole) // 60)):
            data = whole[:position] + bytes([whole[position] ^ 0xFF]) + whole[position + 1 :]
            facts = inspect_photo(("pages/a.jpg", data))
            if isinstance(facts, PhotoFacts):
                assert encode_rendition((data, plan_renditions(facts)[-1]))
