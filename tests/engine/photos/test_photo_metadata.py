"""What a photo's file says beside its picture is found wherever it stands, and whatever is done to hide it."""

from __future__ import annotations

import io
import struct
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from placette.engine.photos.photo_metadata import form_of, private_kinds
from placette.engine.photos.photo_metadata_kinds import PrivateKind
from placette.engine.photos.photos import inspect_photo
from tests.engine.photos.fixture_photos import (
    MARK,
    PLANTED,
    SRGB,
    avif,
    box,
    chunk,
    jpeg,
    png,
    riff,
    saved,
    scene,
    segment,
    tiff,
    webp,
)

FORMS = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".avif": "AVIF"}
TURNED = tiff((0x0112, 6))
CAREFUL = Image.Exif()
CAREFUL[0x0112], CAREFUL[0x011A], CAREFUL[0x0128] = 6, 72.0, 2
CAREFUL.get_ifd(0x8769).update({0x9000: b"0232", 0x9101: b"\1\2\3\0", 0xA000: b"0100", 0xA001: 1, 0xA002: 64})


@pytest.mark.parametrize("name", PLANTED)
def test_what_was_planted_is_told(name: str) -> None:
    suffix, data, kinds = PLANTED[name]
    assert MARK in data
    assert private_kinds(data, FORMS[suffix]) == kinds
    told = {found.code: dict(found.values) for found in inspect_photo((f"pages/a{suffix}", data)).problems}
    others = kinds - {PrivateKind.POSITION}
    assert ("photo-position" in told, "photo-private" in told) == (PrivateKind.POSITION in kinds, bool(others))
    assert set(told.get("photo-private", {"kinds": ""})["kinds"].split("; ")) - {""} == others


CLEAN: dict[str, tuple[str, bytes]] = {
    **{f"{form}": (form, saved(scene(), form)) for form in FORMS.values()},
    **{f"{form} in its profile": (form, saved(scene(), form, icc_profile=SRGB)) for form in FORMS.values()},
    **{f"{form} that is to be turned": (form, saved(scene(), form, exif=CAREFUL)) for form in FORMS.values()},
    **{f"{form} with alpha": (form, saved(scene().convert("RGBA"), form)) for form in ("PNG", "WEBP", "AVIF")},
    "a progressive JPEG": ("JPEG", saved(scene(), "JPEG", progressive=True, optimize=True)),
    "a JPEG in CMYK": ("JPEG", saved(scene().convert("CMYK"), "JPEG")),
    "a JPEG that keeps step": ("JPEG", saved(scene(), "JPEG", restart_marker_blocks=1)),
    "a JPEG with filling": ("JPEG", jpeg(b"\xff" * 20)),
    "a palette": ("PNG", saved(scene().quantize(4), "PNG", transparency=0)),
    "a lossless WebP": ("WEBP", saved(scene(), "WEBP", lossless=True)),
    "empty room in an AVIF": ("AVIF", avif(box(b"free", bytes(100)))),
}


@pytest.mark.parametrize("name", CLEAN)
def test_what_only_serves_the_picture_is_not_private(name: str) -> None:
    form, data = CLEAN[name]
    assert private_kinds(data, form) == set()


LOOP = b"II*\0\x08\0\0\0" + struct.pack("<H", 1) + struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<I", 8)
MANY = b"II*\0\x08\0\0\0\xff\xff" + struct.pack("<HHII", 0x8769, 4, 1, 8) * 65_535 + bytes(4)
HOSTILE_EXIF = {
    "nothing": b"",
    "a beginning": b"II*\0",
    "another beginning": b"BM\0\0\0\0\0\0",
    "no directory": b"II*\0\xff\xff\xff\xff",
    "a directory in its head": b"II*\0\0\0\0\0",
    "directories that name each other": LOOP,
    "directories that follow each other": tiff((0x0112, 1), following=8),
    "more entries than there is": b"II*\0\x08\0\0\0\xff\xff" + bytes(12),
    "a directory that names itself 65,535 times": MANY,
    "a value out of the block": b"II*\0\x08\0\0\0\1\0" + struct.pack("<HHII", 0x011A, 5, 1, 2**32 - 4) + bytes(4),
    "a count out of the world": b"II*\0\x08\0\0\0\1\0" + struct.pack("<HHII", 0x011A, 5, 2**32 - 1, 8) + bytes(4),
    "a type that isn't": b"II*\0\x08\0\0\0\1\0" + struct.pack("<HHII", 0x0112, 99, 1, 8) + bytes(4),
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
    "beginnings": ("JPEG", b"\xff\xd8" * 5_000_000),
    "segments": ("JPEG", b"\xff\xd8" + segment(0xE5, b"") * 2_500_000),
    "comments": ("JPEG", jpeg(segment(0xFE, b"x" * 60_000) * 160)),
    "steps behind the pixels": ("JPEG", jpeg()[:-2] + b"\xff\xd0" * 2_500_000 + b"\xff\x00" * 2_500_000 + b"\xff\xd9x"),
    "pieces of EXIF": ("JPEG", jpeg(segment(0xE1, b"Exif\0\0" + LOOP) * 200_000)),
    "pieces of Photoshop": ("JPEG", jpeg(segment(0xED, b"8BIM\4\4\0\0\0\0\0\0" * 5_000) * 160)),
    "chunks": ("PNG", png(chunk(b"prIv", b"") * 800_000)),
    "compressed texts": ("PNG", png(chunk(b"zTXt", b"XML:com.adobe.xmp\0\0" + b"x\x9c" + bytes(100)) * 60_000)),
    "pieces of RIFF": ("WEBP", webp(riff(b"priv", b"") * 1_200_000)),
    "boxes": ("AVIF", avif(box(b"free", b"") * 1_200_000)),
    "boxes of data": ("AVIF", avif(box(b"mdat", b"x") * 1_000_000)),
}


@pytest.mark.parametrize("name", TEN_MEGABYTES)
def test_ten_megabytes_of_metadata_end_as_a_problem(name: str) -> None:
    form, data = TEN_MEGABYTES[name]
    assert private_kinds(data, form)


def hidden_item(kind: bytes, place: tuple[int, int], count: int = 1) -> bytes:
    """A meta box that says where items lie, and that none of them is the picture."""
    items = b"".join(box(b"infe", b"\2\0\0\0" + struct.pack(">HH", n, 0) + kind + b"\0") for n in range(1, count + 1))
    extents = b"".join(struct.pack(">HHHII", n, 0, 1, *place) for n in range(1, count + 1))
    where = box(b"iloc", b"\0\0\0\0\x44\0" + struct.pack(">H", count) + extents)
    names = box(b"iinf", bytes(4) + struct.pack(">H", count) + items)
    return box(b"meta", bytes(4) + box(b"pitm", b"\0\0\0\0\0\0") + names + where)


@pytest.mark.parametrize(
    ("boxes", "kinds"),
    [
        (hidden_item(b"av01", (8, 4)), {PrivateKind.HIDDEN}),
        (hidden_item(b"av01", (8, 4), 4_000), {PrivateKind.HIDDEN}),
        (hidden_item(b"mime", (0, 2**31)), {PrivateKind.UNKNOWN}),
        (hidden_item(b"Exif", (0, 2**31), 4_000), {PrivateKind.UNKNOWN}),
        (box(b"meta", bytes(4) + box(b"hdlr", bytes(8) + b"pict" + bytes(12) + MARK)), {PrivateKind.UNKNOWN}),
        (box(b"meta", bytes(4) + box(b"iprp", box(b"ipco", box(b"udes", MARK)))), {PrivateKind.UNKNOWN}),
        (
            box(b"meta", bytes(4) + box(b"iprp", box(b"ipco", box(b"auxC", bytes(4) + b"urn:depth\0")))),
            {PrivateKind.HIDDEN},
        ),
        (
            box(b"meta", bytes(4) + box(b"iref", bytes(4) + box(b"thmb", b"\0\1\xff\xff") * 4_000)),
            {PrivateKind.UNKNOWN},
        ),
        (struct.pack(">I4sQ", 1, b"free", 2**60), {PrivateKind.UNKNOWN}),
    ],
)
def test_boxes_that_lie_end_as_a_problem(boxes: bytes, kinds: set[PrivateKind]) -> None:
    assert kinds <= private_kinds(avif(boxes), "AVIF")


@pytest.mark.parametrize("name", PLANTED)
def test_the_format_of_a_photo_is_known_by_its_first_bytes(name: str) -> None:
    suffix, data, _ = PLANTED[name]
    assert form_of(data) == FORMS[suffix]


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        (saved(scene(), "TIFF"), set()),
        (saved(scene().convert("CMYK"), "TIFF", compression="tiff_lzw", icc_profile=SRGB), set()),
        (tiff((0x8825, [(2, struct.pack("<6I", 45, 1, 46, 1, 47, 1))])), {PrivateKind.POSITION}),
        (tiff((0x0132, "2026:05:01 18:30:00")), {PrivateKind.DATE}),
        (tiff((0xBEEF, 1)), {PrivateKind.UNKNOWN}),
        (b"MM\0*\xff\xff\xff\xff", {PrivateKind.UNKNOWN}),
        (b"II+\0\x08\0\0\0", {PrivateKind.UNKNOWN}),
    ],
)
def test_a_tiff_reveals_what_its_tags_say(data: bytes, kinds: set[PrivateKind]) -> None:
    assert form_of(data) == "TIFF"
    assert private_kinds(data, "TIFF") == kinds


def test_a_film_is_no_picture() -> None:
    film = box(b"ftyp", b"qt  \0\0\0\0") + box(b"moov", b"\xa9xyz+45.1+003.1/")
    assert form_of(film) == "HEIF"
    assert private_kinds(film, "HEIF") == {PrivateKind.UNKNOWN}


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


def test_a_photo_of_a_phone_with_all_of_it_is_told_all_at_once() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x013B], exif[0x0132] = "Maker", "Somebody", "2026:05:01 18:30:00"
    exif.get_ifd(0x8825)[2] = (45.0, 46.0, 47.0)
    exif.get_ifd(0x8769)[0xA431] = "0042"
    data = saved(scene(), "JPEG", exif=exif, comment=b"x")
    expected = {
        PrivateKind.POSITION,
        PrivateKind.CAMERA,
        PrivateKind.NAME,
        PrivateKind.DATE,
        PrivateKind.SERIAL,
        PrivateKind.COMMENT,
    }
    assert private_kinds(data, "JPEG") == expected
    assert Image.open(io.BytesIO(data)).getexif()[0x013B] == "Somebody"
