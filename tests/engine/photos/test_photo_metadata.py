"""What a photo's file holds beside its picture is refused wherever it stands, and whatever is done to hide it."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from placette.engine.photos.photo_metadata import PrivateKind, form_of, private_kinds
from placette.engine.photos.photos import inspect_photo
from tests.engine.photos.fixture_photos import (
    MARK,
    PLANTED,
    SRGB,
    avif,
    box,
    chunk,
    jpeg,
    noise,
    png,
    riff,
    saved,
    scene,
    segment,
    tiff,
    webp,
)

FORMS = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".avif": "AVIF"}


@pytest.mark.parametrize("name", PLANTED)
def test_what_was_planted_is_told(name: str) -> None:
    suffix, data, kinds = PLANTED[name]
    assert MARK in data
    assert form_of(data) == FORMS[suffix]
    assert private_kinds(data, FORMS[suffix]) == kinds
    told = {found.code: dict(found.values) for found in inspect_photo((f"pages/a{suffix}", data)).problems}
    others = kinds - {PrivateKind.POSITION}
    assert ("photo-position" in told, "photo-private" in told) == (PrivateKind.POSITION in kinds, bool(others))
    assert set(told.get("photo-private", {"kinds": ""})["kinds"].split("; ")) - {""} == others


TURNED = Image.Exif()
TURNED[0x0112] = 6
CLEAN: dict[str, tuple[str, bytes]] = {
    **{f"{form}": (form, saved(scene(), form)) for form in FORMS.values()},
    **{f"{form} in its profile": (form, saved(scene(), form, icc_profile=SRGB)) for form in FORMS.values()},
    **{f"{form} with alpha": (form, saved(scene().convert("RGBA"), form)) for form in ("PNG", "WEBP", "AVIF")},
    "a JPEG in CMYK": ("JPEG", saved(scene().convert("CMYK"), "JPEG")),
    "a JPEG that keeps step": ("JPEG", saved(scene(), "JPEG", restart_marker_blocks=1)),
    "a palette": ("PNG", saved(scene().quantize(4), "PNG", transparency=0)),
    "a PNG in many chunks": ("PNG", saved(noise(400, 400))),
    "an AVIF that its encoder turned": ("AVIF", saved(scene(), "AVIF", exif=TURNED)),
}


@pytest.mark.parametrize("name", CLEAN)
def test_what_only_serves_the_picture_is_not_private(name: str) -> None:
    form, data = CLEAN[name]
    assert private_kinds(data, form) == set()


LOOP = b"II*\0\x08\0\0\0" + struct.pack("<H", 1) + struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<I", 8)
MANY = b"II*\0\x08\0\0\0\xff\xff" + struct.pack("<HHII", 0x8769, 4, 1, 8) * 65_535 + bytes(4)
HOSTILE_EXIF = {
    "how the picture is to be turned": tiff((0x0112, 6)),
    "no directory": b"II*\0\xff\xff\xff\xff",
    "directories that name each other": LOOP,
    "a directory that names itself 65,535 times": MANY,
    "a value out of the block": b"II*\0\x08\0\0\0\1\0" + struct.pack("<HHII", 0x011A, 5, 1, 2**32 - 4) + bytes(4),
    "a position out of the block": tiff((0x8825, 2**31)),
}


@pytest.mark.parametrize("name", HOSTILE_EXIF)
def test_a_hostile_block_ends_as_a_problem(name: str) -> None:
    block = HOSTILE_EXIF[name]
    assert private_kinds(png(chunk(b"eXIf", block)), "PNG")
    assert private_kinds(webp(riff(b"EXIF", block)), "WEBP")
    if len(block) < 60_000:
        assert private_kinds(jpeg(segment(0xE1, b"Exif\0\0" + block)), "JPEG")


TEN_MEGABYTES = {
    "filling": ("JPEG", b"\xff\xd8" + b"\xff" * 10**7),
    "comments": ("JPEG", jpeg(segment(0xFE, b"x" * 60_000) * 160)),
    "steps behind the pixels": ("JPEG", jpeg()[:-2] + b"\xff\xd0" * 2_500_000 + b"\xff\x00" * 2_500_000 + b"\xff\xd9x"),
    "chunks": ("PNG", png(chunk(b"prIv", b"") * 800_000)),
    "pieces of RIFF": ("WEBP", webp(riff(b"priv", b"") * 1_200_000)),
    "boxes": ("AVIF", avif(box(b"free", b"") * 1_200_000)),
}


@pytest.mark.parametrize("name", TEN_MEGABYTES)
def test_ten_megabytes_of_metadata_end_as_a_problem(name: str) -> None:
    form, data = TEN_MEGABYTES[name]
    assert private_kinds(data, form)


def nested(times: int) -> bytes:
    """Boxes that lie in each other."""
    boxes = b""
    for _ in range(times):
        boxes = box(b"meta", bytes(4) + boxes)
    return boxes


def hidden_item(kind: bytes, place: tuple[int, int], count: int = 1) -> bytes:
    """A meta box that says where items lie, and that none of them is the picture."""
    items = b"".join(box(b"infe", b"\2\0\0\0" + struct.pack(">HH", n, 0) + kind + b"\0") for n in range(1, count + 1))
    extents = b"".join(struct.pack(">HHHII", n, 0, 1, *place) for n in range(1, count + 1))
    where = box(b"iloc", b"\0\0\0\0\x44\0" + struct.pack(">H", count) + extents)
    names = box(b"iinf", bytes(4) + struct.pack(">H", count) + items)
    return box(b"meta", bytes(4) + box(b"pitm", b"\0\0\0\0\0\0") + names + where)


META = bytes(4)
LYING = {
    "an item beside the picture": hidden_item(b"av01", (8, 4)),
    "EXIF out of the file": hidden_item(b"Exif", (0, 2**31), 4_000),
    "a name": box(b"meta", META + box(b"hdlr", bytes(8) + b"pict" + bytes(12) + MARK)),
    "a map of depths": box(b"meta", META + box(b"iprp", box(b"ipco", box(b"auxC", bytes(4) + b"urn:depth\0")))),
    "boxes in boxes": nested(9_000),
    "a size out of the world": struct.pack(">I4sQ", 1, b"free", 2**60),
}


@pytest.mark.parametrize("name", LYING)
def test_boxes_that_lie_end_as_a_problem(name: str) -> None:
    assert private_kinds(avif(LYING[name]), "AVIF")
    assert private_kinds(avif()[:32] + LYING[name] + avif()[32:], "AVIF")
    inside = bytearray(avif())
    inside[32:36] = struct.pack(">I", int.from_bytes(inside[32:36], "big") + len(LYING[name]))
    assert private_kinds(bytes(inside[:44]) + LYING[name] + bytes(inside[44:]), "AVIF")


HOSTILE = {
    "a second frame": ("JPEG", jpeg(segment(0xC0, bytes(9)))),
    "a profile that unfolds": ("PNG", png(chunk(b"iCCP", b"icc\0\0" + zlib.compress(bytes(10**7))))),
    "no last chunk": ("PNG", png()[:-12]),
    "a chunk out of the file": ("PNG", png()[:33] + b"\xff\xff\xff\xffIDAT" + png()[41:]),
    "a chunk behind the file": ("WEBP", webp(riff(b"VP8X", bytes(10))[:-4])),
    "more than it says": ("WEBP", b"RIFF\4\0\0\0" + webp()[8:]),
    "another format than its name's": ("PNG", jpeg()),
    "an animation": ("WEBP", saved(scene(), "WEBP", save_all=True, append_images=[scene().rotate(90)])),
    "a GIF": ("GIF", saved(scene(), "GIF")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_no_picture_needs_is_refused(name: str) -> None:
    form, data = HOSTILE[name]
    assert private_kinds(data, form)


def test_of_colour_profiles_only_srgb_stays() -> None:
    profile = SRGB.replace("sRGB".encode("utf-16-be"), "Léas".encode("utf-16-be"))
    assert profile != SRGB
    for form in FORMS.values():
        assert private_kinds(saved(scene(), form, icc_profile=SRGB), form) == set()
        assert PrivateKind.PROFILE in private_kinds(saved(scene(), form, icc_profile=profile), form)


GPS = [(2, struct.pack("<6I", 45, 1, 46, 1, 47, 1))]


@pytest.mark.parametrize(
    ("data", "form", "named"),
    [
        (saved(scene(), "TIFF"), "TIFF", set()),
        (tiff((0x8825, GPS)), "TIFF", {PrivateKind.POSITION}),
        (tiff((0x8825, [(0x1D, "2026:05:01")])), "TIFF", set()),
        (b"MM\0*\xff\xff\xff\xff", "TIFF", set()),
        (b"II+\0\x08\0\0\0", "TIFF", set()),
        (box(b"ftyp", b"qt  \0\0\0\0") + box(b"moov", b"\xa9xyz+45.1+003.1/"), "HEIF", set()),
        (
            box(b"ftyp", b"heic") + box(b"mdat", b"Exif\0\0" + tiff((0x8825, GPS)) + b"<x:xmpmeta"),
            "HEIF",
            {PrivateKind.POSITION, PrivateKind.EXIF, PrivateKind.XMP},
        ),
    ],
)
def test_of_what_is_never_published_no_part_is_known(data: bytes, form: str, named: set[PrivateKind]) -> None:
    assert form_of(data) == form
    assert private_kinds(data, form) == named | {PrivateKind.UNKNOWN}


@given(st.sampled_from([*sorted(FORMS.values()), "HEIF", "TIFF"]), st.binary(max_size=300))
@settings(max_examples=300)
def test_reading_what_a_file_says_is_total(form: str, data: bytes) -> None:
    private_kinds(data, form)


@given(st.sampled_from(sorted(PLANTED)), st.data())
@settings(max_examples=300)
def test_damage_anywhere_makes_no_crash(name: str, data: Any) -> None:
    suffix, whole, _ = PLANTED[name]
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = whole[:place] + bytes([data.draw(st.integers(0, 255))]) + whole[place + data.draw(st.integers(0, 9)) :]
    private_kinds(changed, FORMS[suffix])
