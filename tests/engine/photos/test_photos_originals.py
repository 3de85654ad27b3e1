"""Whatever a phone, a scanner or a stranger hands in becomes a light, upright photo that says nothing, or a reason."""

from __future__ import annotations

import io
import os
import struct
import zlib
from typing import Any

import pillow_heif
import pytest
from PIL import Image, ImageDraw, PngImagePlugin, TiffImagePlugin

from placette.engine.base.processes import run_bounded
from placette.engine.findings import messages
from placette.engine.photos.encoding import PROPOSED_BYTES, PROPOSED_SIDE
from placette.engine.photos.photo_metadata import PrivateKind, private_kinds
from placette.engine.photos.photos import PREPARING, Prepared, prepare_photo
from tests.engine.photos.fixture_photos import (
    BLUE,
    GREEN,
    RED,
    SIZE,
    SRGB,
    STORED,
    WHITE,
    bomb,
    profile,
    saved,
    scene,
    segment,
)

pillow_heif.register_heif_opener()

CORNERS = ((RED, (8, 8)), (BLUE, (56, 8)), (GREEN, (8, 40)), (WHITE, (56, 40)))
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".avif", "")
WIDE = SRGB.replace(b"rXYZ", b"swap").replace(b"gXYZ", b"rXYZ").replace(b"swap", b"gXYZ")
"""A profile that calls green what sRGB calls red."""
XMP = b"<x:xmpmeta><rdf:Description photoshop:City='SECRET' exif:GPSLatitude='45,46N'/></x:xmpmeta>"


def prepared(data: bytes, suffix: str = "") -> Prepared:
    made = prepare_photo((data, suffix))
    assert isinstance(made, Prepared), made
    return made


def opened(made: Prepared) -> Image.Image:
    return Image.open(io.BytesIO(made.data))


def is_near(image: Image.Image, place: tuple[int, int], colour: tuple[int, ...], within: int = 14) -> bool:
    seen = image.convert("RGB").getpixel(place)
    assert isinstance(seen, tuple)
    return all(abs(a - b) <= within for a, b in zip(seen, colour, strict=True))


def secret_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = "SECRET artist"
    exif[0x010F] = "SECRET maker"
    position = exif.get_ifd(0x8825)
    position[1], position[2], position[3], position[4] = "N", (45.0, 46.0, 47.0), "E", (3.0, 4.0, 5.0)
    details = exif.get_ifd(0x8769)
    details[0x9286], details[0xA431], details[0x9003] = b"SECRET comment", "SECRET serial", "2026:05:01 10:11:12"
    return exif


def secret_jpeg() -> bytes:
    """A JPEG that says SECRET wherever a JPEG can: EXIF, XMP, IPTC, comment, thumbnail, profile, behind the end."""
    thumbnail = saved(scene(), "JPEG", comment=b"SECRET thumbnail")
    whole = saved(scene(), "JPEG", exif=secret_exif(), comment=b"SECRET", xmp=XMP, icc_profile=profile(b"SECRET"))
    iptc = b"\x1c\x02\x78" + struct.pack(">H", 6) + b"SECRET"
    photoshop = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc + b"\0"
    more = segment(0xED, photoshop) + segment(0xE0, b"JFXX\0\x10" + thumbnail) + segment(0xEF, b"SECRET maker's own")
    return whole[:2] + more + whole[2:] + b"SECRET behind the end" + thumbnail


@pytest.fixture(scope="module")
def noisy() -> bytes:
    """Twelve million pixels without rest: nothing is heavier."""
    return saved(Image.frombytes("RGB", (4000, 3000), os.urandom(36_000_000)), "JPEG", quality=92)


@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_upright_however_the_camera_was_held(orientation: int, form: str) -> None:
    stored = scene().transpose(STORED[orientation]) if orientation > 1 else scene()
    options = {"quality": 95} if form != "TIFF" else {}
    made = prepared(saved(stored, form, exif=secret_exif(orientation), **options), ".png")
    assert (made.width, made.height) == SIZE
    assert all(is_near(opened(made), place, colour, 24) for colour, place in CORNERS)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_nothing_that_a_jpeg_says_comes_out(suffix: str) -> None:
    data = secret_jpeg()
    assert data.count(b"SECRET") >= 8
    made = prepared(data, suffix)
    assert b"SECRET" not in made.data
    image = opened(made)
    assert private_kinds(made.data, str(image.format)) == frozenset()
    assert not image.getexif()
    assert not {"icc_profile", "exif", "xmp", "comment", "photoshop"} & image.info.keys()
    assert {
        PrivateKind.POSITION,
        PrivateKind.EXIF,
        PrivateKind.XMP,
        PrivateKind.COMMENT,
        PrivateKind.PROFILE,
        PrivateKind.THUMBNAIL,
    } <= made.removed


def words_in_png() -> PngImagePlugin.PngInfo:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "SECRET")
    words.add_itxt("Comment", "SECRET", zip=False)
    return words


def tags_of_tiff() -> TiffImagePlugin.ImageFileDirectory_v2:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[270], tags[305], tags[315], tags[700], tags[33723] = "SECRET", "SECRET", "SECRET", XMP, b"SECRET"
    return tags


SAYING: dict[str, dict[str, Any]] = {
    "PNG": {"pnginfo": words_in_png(), "exif": secret_exif()},
    "WEBP": {"exif": secret_exif(), "xmp": XMP},
    "AVIF": {"exif": secret_exif(), "xmp": XMP},
    "HEIF": {"exif": secret_exif().tobytes(), "xmp": XMP},
    "GIF": {"comment": b"SECRET"},
    "TIFF": {"tiffinfo": tags_of_tiff()},
}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("form", SAYING)
def test_nothing_that_another_file_says_comes_out(form: str, suffix: str) -> None:
    data = saved(scene(), form, **SAYING[form])
    assert b"SECRET" in data
    made = prepared(data, suffix)
    assert b"SECRET" not in made.data
    assert private_kinds(made.data, str(opened(made).format)) == frozenset()
    assert made.removed


def test_what_lies_hidden_under_transparency_does_not_come_out() -> None:
    image = scene().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(SIZE).point(lambda value: 255 if value > 128 else 0))
    made = opened(prepared(saved(image)))
    assert made.convert("RGBA").getpixel((8, 8)) == (0, 0, 0, 0)
    assert is_near(made, (8, 40), GREEN)


@pytest.mark.parametrize(
    ("mode", "ink", "form", "seen"),
    [
        ("CMYK", (0, 128, 255, 0), "JPEG", (255, 127, 0)),
        ("I;16", 120 * 257, "PNG", (120, 120, 120)),
        ("P", 0, "GIF", (0, 0, 0)),
        ("LA", (120, 255), "PNG", (120, 120, 120)),
        ("RGB", (200, 100, 50), "MPO", (200, 100, 50)),
    ],
)
@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_colours_are_kept_whatever_the_mode(mode: str, ink: Any, form: str, seen: tuple[int, ...], suffix: str) -> None:
    image = opened(prepared(saved(Image.new(mode, SIZE, ink), form), suffix))
    assert image.mode in {"RGB", "P", "L"}
    assert is_near(image, (30, 20), seen)


def test_sixteen_bits_of_colour_become_eight() -> None:
    rows = (b"\0" + struct.pack(">3H", 200 * 257, 100 * 257, 50 * 257) * 8) * 8
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", 8, 8, 16, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    parts = (struct.pack(">I", len(c)) + kind + c + struct.pack(">I", zlib.crc32(kind + c)) for kind, c in chunks)
    assert is_near(opened(prepared(b"\x89PNG\r\n\x1a\n" + b"".join(parts))), (4, 4), (200, 100, 50))


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_the_colours_of_a_profile_come_out_as_they_were_seen(form: str) -> None:
    image = opened(prepared(saved(Image.new("RGB", SIZE, (250, 5, 5)), form, icc_profile=WIDE), ".png"))
    assert is_near(image, (9, 9), (5, 250, 5), 40)
    assert "icc_profile" not in image.info


@pytest.mark.no_cover
@pytest.mark.parametrize("suffix", SUFFIXES[:-1])
def test_the_heaviest_photo_becomes_light_in_the_format_that_is_wanted(noisy: bytes, suffix: str) -> None:
    made = prepared(noisy, suffix)
    assert len(made.data) <= PROPOSED_BYTES
    assert max(made.width, made.height) <= PROPOSED_SIDE
    assert made.suffix == suffix
    assert opened(made).size == (made.width, made.height)
    assert abs(made.width / made.height - 4 / 3) < 0.01


def test_a_drawing_stays_sharp_and_a_transparent_one_transparent() -> None:
    drawing = Image.new("RGBA", (800, 600), (0, 0, 0, 0))
    ImageDraw.Draw(drawing).ellipse((100, 100, 700, 500), fill=(180, 30, 30, 255), outline=(0, 0, 0, 255), width=9)
    made = prepared(saved(drawing))
    assert made.suffix == ".png"
    assert opened(made).convert("RGBA").getpixel((2, 2)) == (0, 0, 0, 0)
    plain = Image.new("RGB", (800, 600), "white")
    plain.paste(drawing, mask=drawing)
    assert prepared(saved(plain, "GIF")).suffix == ".png"
    assert is_near(opened(prepared(saved(drawing), ".jpg")), (2, 2), WHITE)


def test_a_cut_out_photo_is_a_webp_and_a_grey_photo_a_jpeg() -> None:
    noise = Image.effect_noise((900, 700), 90)
    cut_out = noise.convert("RGB")
    cut_out.putalpha(Image.linear_gradient("L").resize((900, 700)))
    assert prepared(saved(cut_out)).suffix == ".webp"
    assert prepared(saved(noise, "TIFF")).suffix == ".jpg"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_phones_heic_is_upright_and_says_nothing(orientation: int) -> None:
    stored = scene().transpose(STORED[orientation]) if orientation > 1 else scene()
    whole = pillow_heif.from_pillow(stored.resize((512, 384)) if orientation < 5 else stored.resize((384, 512)))
    target = io.BytesIO()
    whole.save(target, quality=95, exif=secret_exif(orientation).tobytes(), xmp=XMP)
    data = target.getvalue()
    assert data[4:12] == b"ftypheic"
    made = prepared(data)
    assert b"SECRET" not in made.data
    assert PrivateKind.POSITION in made.removed
    assert (made.width, made.height) == (512, 384)
    small = opened(made).convert("RGB").resize(SIZE)
    assert all(is_near(small, place, colour, 24) for colour, place in CORNERS)


@pytest.mark.whole
def test_a_heic_is_prepared_in_a_worker_too() -> None:
    heic = saved(Image.radial_gradient("L").resize((1200, 900)).convert("RGB"), "HEIF")
    outcomes = run_bounded(prepare_photo, [(heic, ""), (b"nothing", "")], None, PREPARING)
    assert isinstance(outcomes[0], Prepared)
    assert outcomes[1] == messages.PHOTO_CLOSED


def raw(tag: int, value: int | bytes) -> bytes:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[tag] = value
    tags.tagtype[tag] = 4 if isinstance(value, int) else 1
    return saved(scene(), "TIFF", tiffinfo=tags)


TURNED: dict[str, Any] = {"save_all": True, "append_images": [scene().rotate(90)]}
LARGE = scene().resize((400, 400))
REFUSED = {
    "nothing": (b"", messages.PHOTO_CLOSED),
    "a page": (b"<!DOCTYPE html><html><script>alert(1)</script>", messages.PHOTO_PAGE),
    "a drawing in XML": (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- -->\n<svg onload='x()'/>", messages.PHOTO_DRAWING),
    "a PDF": (saved(scene(), "PDF"), messages.PHOTO_CLOSED),
    "a PNG cut short": (saved(scene())[:90], messages.PHOTO_DAMAGED),
    "a JPEG cut short": (saved(LARGE, "JPEG")[:1500], messages.PHOTO_DAMAGED),
    "a HEIC cut short": (saved(LARGE, "HEIF")[:-40], messages.PHOTO_DAMAGED),
    "a lesser bomb": (bomb(6_000, 6_000), messages.PHOTO_BOMB),
    "more pixels than data": (bomb(1_000, 1_000), messages.PHOTO_DAMAGED),
    "a strip": (saved(Image.new("RGB", (2_100, 100))), messages.PHOTO_NARROW),
    "an animated GIF": (saved(scene(), "GIF", **TURNED), messages.PHOTO_ANIMATED),
    "two pages": (saved(scene(), "TIFF", **TURNED), messages.PHOTO_PAGES),
    "a raw file": (raw(50706, bytes((1, 4, 0, 0))), messages.PHOTO_RAW),
    "a raw file's small copy": (raw(254, 1), messages.PHOTO_RAW),
}


@pytest.mark.parametrize("suffix", ["", ".jpg"])
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_honest_photo_is_refused_for_a_clear_reason(name: str, suffix: str) -> None:
    data, reason = REFUSED[name]
    assert prepare_photo((data, suffix)) == reason


@pytest.mark.no_cover
def test_too_many_honest_pixels_are_refused_unless_a_jpeg_can_be_opened_smaller() -> None:
    large = Image.effect_noise((1000, 750), 60).resize((9_200, 7_000), Image.Resampling.NEAREST)
    assert prepare_photo((saved(large.convert("1"), compress_level=1), "")) == messages.PHOTO_HUGE
    made = prepared(saved(large, "JPEG", quality=40))
    assert made.width / made.height == pytest.approx(9200 / 7000, abs=0.01)


def test_without_its_package_a_heic_is_told_how_to_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pillow_heif", None)  # as when it isn't installed
    assert prepare_photo((saved(scene(), "HEIF"), "")) == messages.PHOTO_HEIC
    assert 'pip install "placette[heic]"' in messages.PHOTO_HEIC


def test_damage_anywhere_is_a_reason_or_a_photo_never_a_crash() -> None:
    reasons = {value for name, value in vars(messages).items() if name.startswith("PHOTO_")}
    for form in ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "HEIF", "AVIF"):
        whole = saved(scene(), form)
        for position in range(0, len(whole), max(1, len(whole) // 40)):
            data = whole[:position] + bytes([whole[position] ^ 0xFF]) + whole[position + 1 :]
            made = prepare_photo((data, ""))
            assert isinstance(made, Prepared) or made in reasons
