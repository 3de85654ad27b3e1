"""The texts that programs put into photos: IPTC in Photoshop's blocks, the text chunks of PNG."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from placette.engine.photos.photo_metadata_exif import kinds_of_exif
from placette.engine.photos.photo_metadata_kinds import NOTHING, UNKNOWN, Kinds, PrivateKind
from placette.engine.photos.photo_metadata_xmp import kinds_of_xmp

_MOST = 2_000
"""Resources or datasets of one block that are looked at; honest ones have some tens."""
_INFLATED = 1_000_000
"""Bytes of a compressed text that are looked at."""

_IPTC = {
    **dict.fromkeys((55, 60, 62, 63), PrivateKind.DATE),
    **dict.fromkeys((26, 27, 90, 92, 95, 100, 101), PrivateKind.PLACE),
    **dict.fromkeys((80, 85, 110, 115, 116, 118, 122), PrivateKind.NAME),
    **dict.fromkeys((65, 70), PrivateKind.CAMERA),
    **dict.fromkeys((5, 15, 20, 25, 40, 105, 120), PrivateKind.COMMENT),
}
"""Datasets of record 2 of the IPTC-NAA Information Interchange Model, version 4.2."""

_KEYWORDS = {
    "author": PrivateKind.NAME,
    "copyright": PrivateKind.NAME,
    "creation time": PrivateKind.DATE,
    "software": PrivateKind.CAMERA,
    "source": PrivateKind.CAMERA,
}
"""Keywords of PNG's text chunks (PNG, third edition, 11.3.3.2); all others are comments."""


def kinds_of_photoshop(data: bytes) -> Kinds:
    """What a Photoshop block (APP13) reveals: IPTC's datasets, thumbnails, copies of the rest."""
    found: set[PrivateKind] = set()
    for number, (code, content) in enumerate(_resources(data)):
        found |= _kinds_of_resource(code, content)
        if number >= _MOST:
            break
    return frozenset(found) or UNKNOWN


def _resources(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Image resource blocks: ``8BIM``, number, Pascal string of even length, size, content of even length."""
    place = data.find(b"8BIM")
    while place >= 0 and data[place : place + 4] == b"8BIM" and len(data) >= place + 12:
        name = data[place + 6] + 1
        start = place + 6 + name + name % 2 + 4
        size = int.from_bytes(data[start - 4 : start], "big")
        yield int.from_bytes(data[place + 4 : place + 6], "big"), data[start : start + size]
        place = start + size + size % 2


def _kinds_of_resource(code: int, content: bytes) -> Kinds:
    match code:
        case 0x0404:
            return kinds_of_iptc(content)
        case 0x0409 | 0x040C:
            return frozenset({PrivateKind.THUMBNAIL})
        case 0x0422 | 0x0423:
            return kinds_of_exif(content)
        case 0x0424:
            return kinds_of_xmp(content)
        case _:
            return NOTHING


def kinds_of_iptc(data: bytes) -> Kinds:
    """What IPTC datasets reveal: 0x1C, record, dataset, length of two bytes, content."""
    found: set[PrivateKind] = set()
    place = 0
    for _ in range(_MOST):
        if data[place : place + 1] != b"\x1c" or len(data) < place + 5:
            break
        record, dataset = data[place + 1], data[place + 2]
        if record == 2 and dataset in _IPTC:
            found.add(_IPTC[dataset])
        place += 5 + int.from_bytes(data[place + 3 : place + 5], "big")
    return frozenset(found) or UNKNOWN


def kinds_of_png_text(form: bytes, chunk: bytes) -> Kinds:
    """What a chunk tEXt, zTXt or iTXt reveals."""
    keyword, _, rest = chunk.partition(b"\0")
    name = keyword.decode("latin-1").strip().lower()
    if name == "xml:com.adobe.xmp":
        return kinds_of_xmp(_text(form, rest))
    if name.startswith("raw profile type "):
        return _kinds_of_raw_profile(name.rpartition(" ")[2], _text(form, rest))
    return frozenset({_KEYWORDS.get(name, PrivateKind.DATE if "date" in name else PrivateKind.COMMENT)})


def _kinds_of_raw_profile(name: str, text: bytes) -> Kinds:
    """ImageMagick's way: a name, a length, then the bytes in hexadecimal digits."""
    digits = b"".join(text.split()[2:])
    try:
        data = bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return UNKNOWN
    if name in {"exif", "app1"}:
        return kinds_of_exif(data.removeprefix(b"Exif\0\0")) or UNKNOWN
    return kinds_of_xmp(data) if name == "xmp" else kinds_of_photoshop(data)


def _text(form: bytes, rest: bytes) -> bytes:
    if form == b"tEXt":
        return rest
    if form == b"zTXt":
        return inflated(rest[1:])
    compressed, text = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
    return inflated(text) if compressed else text


def inflated(data: bytes) -> bytes:
    """The beginning of a compressed text; what there is of a damaged one is nothing."""
    try:
        return zlib.decompressobj().decompress(data, _INFLATED)
    except zlib.error:
        return b""
