"""What a photo's file says beside its picture: where and when it was taken, with what, by whom.

Whoever downloads the file can read it, and so can whoever looks through the repository's history, even once it was
taken out. Only what a picture needs to be shown is known to be harmless; everything else is private.
Files are read by their structure, each byte once, and no number in them is believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from placette.engine.photos.photo_metadata_boxes import kinds_of_avif, kinds_of_heic
from placette.engine.photos.photo_metadata_exif import kinds_of_exif, kinds_of_tiff
from placette.engine.photos.photo_metadata_kinds import (
    NOTHING,
    UNKNOWN,
    Kinds,
    PrivateKind,
    kinds_behind,
    kinds_of_profile,
)
from placette.engine.photos.photo_metadata_words import inflated, kinds_of_photoshop, kinds_of_png_text
from placette.engine.photos.photo_metadata_xmp import kinds_of_xmp

_MOST_SEGMENTS = 2_000
_MOST_CHUNKS = 20_000
"""Parts of a file that are looked at: honest ones have some tens, a PNG's pixels some hundreds."""
_MOST_TEXTS = 50

_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""A marker among a JPEG's pixels, where 0xFF00 is a pixel's and 0xFFD0 to 0xFFD7 only keep step (ITU-T T.81, B.1.1)."""
_FILLING = re.compile(rb"\xff+")
_END, _PIXELS = 0xD9, 0xDA
_ALONE = frozenset({0, 1, *range(0xD0, 0xD9)})
"""Not markers of segments, or not where segments are: what follows has no length of its own."""
_NEEDED = frozenset({*range(0xC0, 0xD0), _PIXELS, 0xDB, 0xDC, 0xDD})
_EXIF, _XMP, _MORE_XMP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
_PROFILE = b"ICC_PROFILE\0"
_MORE_XMP_HEAD = len(_MORE_XMP) + 40

_PNG_HEAD = 8
_PNG_HARMLESS = {
    b"IHDR": 13, b"PLTE": 768, b"IDAT": 2**31, b"IEND": 0, b"tRNS": 256, b"gAMA": 4,
    b"cHRM": 32, b"sRGB": 1, b"sBIT": 4, b"bKGD": 6, b"pHYs": 9, b"cICP": 4,
}  # fmt: skip
"""Chunks that say how a picture is shown, and the bytes that each may have."""

_WEBP_PIXELS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH"})
_BEGINNINGS = {
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "WEBP": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "AVIF": re.compile(rb".{4}ftypavi[fs]", re.DOTALL),
    "HEIF": re.compile(rb".{4}ftyp", re.DOTALL),
    "TIFF": re.compile(rb"II[*+]\0|MM\0[*+]"),
}


def form_of(data: bytes) -> str:
    """Pillow's name of the format that a file's first bytes announce; empty for none of those that are read here."""
    return next((form for form, beginning in _BEGINNINGS.items() if beginning.match(data)), "")


def private_kinds(data: bytes, form: str) -> Kinds:
    """The kinds of private things that a photo's file reveals; ``form`` is Pillow's name of its format."""
    readers: dict[str, Callable[[bytes], Kinds]] = {
        "PNG": _kinds_of_png,
        "WEBP": _kinds_of_webp,
        "AVIF": kinds_of_avif,
        "HEIF": kinds_of_heic,
        "TIFF": kinds_of_tiff,
    }
    return readers.get(form, _kinds_of_jpeg)(data)


def _kinds_of_jpeg(data: bytes) -> Kinds:
    found: set[PrivateKind] = set()
    joined: dict[bytes, list[bytes]] = {_EXIF: [], _MORE_XMP: [], _PROFILE: []}
    for number, (marker, content) in enumerate(_segments(data)):
        if number >= _MOST_SEGMENTS:
            found.add(PrivateKind.UNKNOWN)
            break
        head = next((head for head in joined if content.startswith(head) and marker in {0xE1, 0xE2}), None)
        if head:
            joined[head].append(content)
        else:
            found |= _kinds_of_segment(marker, content)
    return frozenset(found | _kinds_of_joined(joined))


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker of a JPEG with its segment's content; 0 stands for what no marker announces."""
    place = 2
    while place < len(data):
        filling = _FILLING.match(data, place)
        place = filling.end() - 1 if filling else place
        marker = data[place + 1] if filling and place + 1 < len(data) else 0
        if marker == _END:
            yield _END, data[place + 2 :]
            return
        if marker in _ALONE:
            end = _next_marker(data, place + 1)
            yield 0, data[place:end]
        else:
            end = place + 2 + max(2, int.from_bytes(data[place + 2 : place + 4], "big"))
            yield marker, data[place + 4 : end]
        place = _next_marker(data, end) if marker == _PIXELS else end


def _next_marker(data: bytes, start: int) -> int:
    found = _MARKER.search(data, start)
    return found.start() if found else len(data)


def _kinds_of_segment(marker: int, content: bytes) -> Kinds:
    """What one segment reveals, unless it is a part of something longer."""
    if marker in _NEEDED or (marker == 0xEE and content[:5] == b"Adobe" and len(content) == 12):
        return NOTHING
    match marker:
        case 0xE0:
            found = _kinds_of_jfif(content)
        case 0xE1 if content.startswith(_XMP):
            found = kinds_of_xmp(content)
        case 0xE2 if content.startswith(b"MPF\0"):
            found = frozenset({PrivateKind.HIDDEN})
        case 0xED:
            found = kinds_of_photoshop(content)
        case 0xFE:
            found = frozenset({PrivateKind.COMMENT})
        case _:
            found = kinds_behind(content) if marker == _END else UNKNOWN
    return found


def _kinds_of_jfif(content: bytes) -> Kinds:
    """JFIF's own segment has 14 bytes; a thumbnail makes it longer, or follows in one called ``JFXX``."""
    if content[:5] == b"JFIF\0" and len(content) == 14 and content[12:] == b"\0\0":
        return NOTHING
    return frozenset({PrivateKind.THUMBNAIL}) if content[:4] in {b"JFIF", b"JFXX"} else UNKNOWN


def _kinds_of_joined(parts: dict[bytes, list[bytes]]) -> Kinds:
    """What EXIF blocks, further XMP and colour profiles reveal, which may be cut over several segments."""
    exif, more, profile = parts[_EXIF], parts[_MORE_XMP], parts[_PROFILE]
    found: set[PrivateKind] = set()
    if exif:
        found |= kinds_of_exif(b"".join(part[len(_EXIF) :] for part in exif)) | (UNKNOWN if len(exif) > 1 else NOTHING)
    if more:
        found |= kinds_of_xmp(b"".join(part[_MORE_XMP_HEAD:] for part in more))
    if profile:
        found |= kinds_of_profile(b"".join(part[len(_PROFILE) + 2 :] for part in sorted(profile)))
    return frozenset(found)


def _kinds_of_png(data: bytes) -> Kinds:
    found: set[PrivateKind] = set()
    texts, place = 0, _PNG_HEAD
    for _ in range(_MOST_CHUNKS):
        size, form = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        content = data[place + 8 : place + 8 + size]
        place += 12 + size
        texts += form in {b"tEXt", b"zTXt", b"iTXt"}
        found |= _kinds_of_chunk(form, content) if texts <= _MOST_TEXTS else UNKNOWN
        if form == b"IEND" or place >= len(data):
            return frozenset(found | kinds_behind(data[place:]))
    return frozenset(found | UNKNOWN)


def _kinds_of_chunk(form: bytes, content: bytes) -> Kinds:
    if form in {b"tEXt", b"zTXt", b"iTXt"}:
        return kinds_of_png_text(form, content)
    if form == b"tIME":
        return frozenset({PrivateKind.DATE})
    if form == b"eXIf":
        return kinds_of_exif(content.removeprefix(_EXIF))
    if form == b"iCCP":
        return kinds_of_profile(inflated(content.partition(b"\0")[2][1:]))
    return NOTHING if len(content) <= _PNG_HARMLESS.get(form, -1) else UNKNOWN


def _kinds_of_webp(data: bytes) -> Kinds:
    found: set[PrivateKind] = set()
    end, place = min(len(data), 8 + int.from_bytes(data[4:8], "little")), 12
    for _ in range(_MOST_SEGMENTS):
        if place + 8 > end:
            return frozenset(found | kinds_behind(data[min(place, end) :]))
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        found |= _kinds_of_riff(data[place : place + 4], data[place + 8 : min(place + 8 + size, end)])
        place += 8 + size + size % 2
    return frozenset(found | UNKNOWN)


def _kinds_of_riff(form: bytes, content: bytes) -> Kinds:
    if form == b"EXIF":
        return kinds_of_exif(content.removeprefix(_EXIF))
    if form == b"XMP ":
        return kinds_of_xmp(content)
    if form == b"ICCP":
        return kinds_of_profile(content)
    return NOTHING if form in _WEBP_PIXELS else UNKNOWN
