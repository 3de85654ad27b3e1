"""The parts that a photo's file may have beside its pixels: a list. Everything else counts as private.

Anyone who downloads a file can read all of it, and can find it in the repository's history, even once it was removed.
So only parts that a picture needs are known, each with its size limit; any other part is refused, and ``invoke photo``
makes the file again from its pixels. The problem names a refused part if the part's name is known. Files are read part
by part, and no number in them is believed.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from enum import StrEnum
from itertools import islice
from struct import iter_unpack

from placette.engine.base.translation import N_

_MOST_PARTS = 20_000
"""Parts of a file that are looked at: honest ones have some tens, a PNG's pixels some hundreds."""
_MOST_BLOCKS, _MOST_ENTRIES, _POSITION = 20, 200, 0x8825
"""EXIF blocks of a file in which a position is looked for, entries of a directory, and the entry that leads to it."""


class PrivateKind(StrEnum):
    """A kind of data that no picture needs; its value is a sentence's part, to be translated."""

    POSITION = N_("the position")
    EXIF = N_("EXIF data (when, with what, sometimes where and by whom it was taken)")
    XMP = N_("XMP data (what programs noted)")
    DATE = N_("the date and hour")
    COMMENT = N_("comments or keywords")
    PROFILE = N_("a colour profile other than sRGB")
    THUMBNAIL = N_("a thumbnail, perhaps of more than the picture shows")
    HIDDEN = N_("a second picture or a film")
    UNKNOWN = N_("data that no picture needs")


Kinds = frozenset[PrivateKind]
NOTHING: Kinds = frozenset()
UNKNOWN: Kinds = frozenset({PrivateKind.UNKNOWN})

_JPEG = re.compile(
    rb"\xe0JFIF\0.{7}\0\0|\xeeAdobe.{7}|\xdb.{65,516}|\xc4.{17,2184}|[\xc0-\xc2].{9,18}|\xda.{6,12}|\xdd.."
    rb"|\xd9",
    re.DOTALL,
)
"""Segments that stay, each behind its marker: JFIF without thumbnail, Adobe's (how CMYK and RGB are stored), tables,
frame, scans, steps and the end (ITU-T T.81, annex B)."""
_PNG = re.compile(
    rb"IHDR.{13}|PLTE.{3,768}|tRNS.{1,256}|IDAT.*|IEND|gAMA.{4}|cHRM.{32}|sRGB.|sBIT.{1,4}|bKGD.{1,6}|pHYs.{9}|cICP.{4}",
    re.DOTALL,
)
"""Chunks that stay (PNG, third edition, 11): the pixels and how they are shown."""
_WEBP = re.compile(rb"VP8[ L].*|VP8X.{10}|ALPH.*", re.DOTALL)
_AVIF = re.compile(
    rb"ftypavif.{4}(?:avif|mif1|miaf|MA1[AB])+|meta|iinf|iref|iprp|ipco|mdat|iloc.*|pitm\0{4}.."
    rb"|hdlr\0{8}pict\0{12}(?:libavif|pict)?\0?|infe\x02\0{3}..\0\0av01(?:Color|Alpha)?\0|auxl..\0\x01..|ipma.{5,64}"
    rb"|ispe.{12}|pixi.{6,8}|av1C.{4}|colrnclx.{7}|irot.|imir.|auxC\0{4}urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0",
    re.DOTALL,
)
"""Boxes that stay, as this site's encoder writes them: a picture, its transparency and how they are shown."""
_CONTAINERS = {b"meta": 4, b"iinf": 6, b"iref": 4, b"iprp": 0, b"ipco": 0}
"""Boxes that contain others, and the bytes before these."""
_OFTEN = (b"IDAT", b"\xc4", b"\xda", b"\xdb", b"\xdd", b"infe", b"pixi", b"av1C", b"colr", b"ispe")
"""Beginnings of parts that a file may have several of; all others, once."""

_NAMED = {
    PrivateKind.EXIF: re.compile(rb"\xe1Exif\0|eXIf|EXIF|infe.{8}Exif", re.DOTALL),
    PrivateKind.XMP: re.compile(rb"\xe1http://ns\.adobe\.com/x|XMP |iTXtXML:com\.adobe\.xmp|infe.{8}mime", re.DOTALL),
    PrivateKind.DATE: re.compile(rb"tIME"),
    PrivateKind.COMMENT: re.compile(rb"[\xed\xfe]|[tz]TXt|tEXt|iTXt(?!XML:com\.adobe\.xmp)"),
    PrivateKind.PROFILE: re.compile(rb"\xe2ICC_PROFILE\0|iCCP|ICCP|colr(?:prof|rICC)"),
    PrivateKind.THUMBNAIL: re.compile(rb"\xe0JF(?:IF|XX)"),
    PrivateKind.HIDDEN: re.compile(rb"\xe2MPF\0|acTL|fcTL|fdAT|ANIM|ANMF"),
}
"""The kind of a refused part, as far as its name tells."""
_PROFILE_HEADS = re.compile(rb"\xe2ICC_PROFILE\0\x01\x01|ICCP|colr(?:prof|rICC)")
_MOST_PROFILE = 4_000
"""Bytes of a profile: the usual sRGB ones have 456 to 3,144, those of a screen or a printer many more."""

_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""A marker among a JPEG's pixels, where 0xFF00 is a pixel's and 0xFFD0 to 0xFFD7 only keep step (ITU-T T.81, B.1.1)."""
_FILLING = re.compile(rb"\xff+")
_END, _PIXELS = 0xD9, 0xDA
_ALONE = frozenset({0, 1, *range(0xD0, 0xD9)})
"""Not markers of segments, or not where segments are: what follows has no length of its own."""
_PICTURES = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n|ftyp|WEBPVP8")
_BEGINNINGS = {
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "WEBP": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "AVIF": re.compile(rb".{4}ftypavi[fs]", re.DOTALL),
    "HEIF": re.compile(rb".{4}ftyp", re.DOTALL),
    "TIFF": re.compile(rb"II[*+]\0|MM\0[*+]"),
}
_BLOCK = re.compile(rb"II\*\0|MM\0\*")
_LATITUDES = (b"gpslatitude", b"gpsdestlatitude", b"geo:lat")
_PACKET = re.compile(rb"<x:xmpmeta|<rdf:RDF")


def form_of(data: bytes) -> str:
    """Return Pillow's name of the format that a file's first bytes announce; empty for an unknown one."""
    return next((form for form, beginning in _BEGINNINGS.items() if beginning.match(data)), "")


def private_kinds(data: bytes, form: str) -> Kinds:
    """Return what a photo's file has beside its picture; ``form`` is Pillow's name of its format (``MPO`` is JPEG).

    Of formats that are never published (HEIC, TIFF …), no part is known: they have unknown data at least.
    """
    readers: dict[str, tuple[Callable[[bytes], Iterator[bytes]], re.Pattern[bytes]]] = {
        "JPEG": (_segments, _JPEG),
        "MPO": (_segments, _JPEG),
        "PNG": (_chunks, _PNG),
        "WEBP": (_riff_chunks, _WEBP),
        "AVIF": (_avif_parts, _AVIF),
    }
    if form_of(data) == form.replace("MPO", "JPEG") and form in readers:
        parts, stays = readers[form]
        kinds = _judged(parts(data), stays)
    else:
        openly = {PrivateKind.EXIF: b"Exif\0\0" in data, PrivateKind.XMP: _PACKET.search(data)}
        kinds = UNKNOWN.union(kind for kind, is_there in openly.items() if is_there)
    return kinds | {PrivateKind.POSITION} if kinds and _has_position(data) else kinds


def _judged(parts: Iterator[bytes], stays: re.Pattern[bytes]) -> Kinds:
    """Return the problems of parts (each its name, then its content) that may not stay."""
    kinds: set[PrivateKind] = set()
    visited: set[bytes] = set()
    for part in islice(parts, _MOST_PARTS):
        name = part[:4] if part[:1].isalpha() else part[:1]
        is_known = stays.fullmatch(part) or _is_srgb(part)
        if not is_known or (name in visited and name not in _OFTEN):
            kinds.add(_kind_of(part))
        visited.add(name)
    return frozenset(kinds) if next(parts, None) is None else UNKNOWN | kinds


def _kind_of(part: bytes) -> PrivateKind:
    kind_named = next((kind for kind, names in _NAMED.items() if names.match(part)), PrivateKind.UNKNOWN)
    return PrivateKind.HIDDEN if kind_named is PrivateKind.UNKNOWN and _PICTURES.search(part) else kind_named


def _is_srgb(part: bytes) -> bool:
    """Return whether a part is one of the usual sRGB profiles (ICC.1:2022, 7.2): browsers write them unasked."""
    if part.startswith(b"iCCP"):
        stream = zlib.decompressobj()
        try:
            profile = stream.decompress(part[4:].partition(b"\0")[2][1:], _MOST_PROFILE)
        except zlib.error:
            return False
        is_whole = stream.eof and not stream.unused_data
    else:
        head = _PROFILE_HEADS.match(part)
        profile, is_whole = (part[head.end() :], True) if head else (b"", False)
    is_profile = len(profile) == int.from_bytes(profile[:4], "big") <= _MOST_PROFILE and profile[36:40] == b"acsp"
    return is_whole and is_profile and b"sRGB" in profile.replace(b"\0", b"")


def _segments(data: bytes) -> Iterator[bytes]:
    """Yield each segment of a JPEG after its marker; bytes without marker after a zero."""
    place = 2
    while place < len(data):
        filling = _FILLING.match(data, place)
        place = filling.end() - 1 if filling else place
        marker = data[place + 1] if filling and place + 1 < len(data) else 0
        if marker == _END:
            yield from (data[place + 1 : place + 2], *_behind(data[place + 2 :]))
            return
        if marker in _ALONE:
            end = _next_marker(data, place + 1)
            yield b"\0" + data[place:end]
        else:
            end = place + 2 + max(2, int.from_bytes(data[place + 2 : place + 4], "big"))
            yield bytes([marker]) + data[place + 4 : end]
        place = _next_marker(data, end) if marker == _PIXELS else end
    yield b""


def _next_marker(data: bytes, start: int) -> int:
    match = _MARKER.search(data, start)
    return match.start() if match else len(data)


def _behind(data: bytes) -> Iterator[bytes]:
    """Yield the bytes after the end of a picture, if any: phones put films and depth maps there."""
    if data:
        yield b"\0" + data


def _chunks(data: bytes) -> Iterator[bytes]:
    """Yield each chunk of a PNG after its name."""
    place, name = 8, b""
    while place < len(data) and name != b"IEND":
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        name = data[place + 4 : place + 8]
        yield data[place + 4 : end - 4]
        place = end
    yield from _behind(data[place:]) if name == b"IEND" else (b"",)


def is_whole_png(data: bytes) -> bool:
    """Return whether every chunk up to the last one has its declared length and checksum, or browsers stop there."""
    place = 8
    for part in _chunks(data):
        end = place + 8 + len(part)
        says = data[place : place + 4], data[end - 4 : end]
        if says != (max(0, len(part) - 4).to_bytes(4, "big"), zlib.crc32(part).to_bytes(4, "big")):
            return False
        if part == b"IEND":
            return True
        place = end
    return False


def _riff_chunks(data: bytes) -> Iterator[bytes]:
    """Yield each chunk of a WebP after its name; a second picture counts as bytes after the end."""
    place, end = 12, 8 + int.from_bytes(data[4:8], "little")
    pictures = 0
    while place + 8 <= end <= len(data):
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        name = data[place : place + 4]
        pictures += name in {b"VP8 ", b"VP8L"}
        yield name + data[place + 8 : place + 8 + size] if pictures <= 1 else b""
        place += 8 + size + size % 2
    yield from _behind(data[place:]) if place == end else (b"",)


def _boxes(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """Yield each box of an AVIF (ISO/IEC 14496-12) after its name, those of a container after the container's."""
    place = 0
    while place < len(data):
        size, name = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        if not 8 <= size <= len(data) - place:
            yield from _behind(data[place:])
            return
        content = data[place + 8 : place + size]
        if name in _CONTAINERS and depth < len(_CONTAINERS):
            yield name
            yield from _boxes(content[_CONTAINERS[name] :], depth + 1)
        else:
            yield name + content
        place += size


def _avif_parts(data: bytes) -> Iterator[bytes]:
    """Yield the boxes of an AVIF; the last has the bytes of its pictures and nothing else, by their declared places."""
    parts = list(islice(_boxes(data), _MOST_PARTS + 1))
    yield from (part[:4] if part.startswith(b"mdat") else part for part in parts)
    places = next((part[4:] for part in parts if part.startswith(b"iloc")), b"")
    is_known = places.startswith(b"\0\0\0\0\x44\0") and len(places) % 14 == 8  # as this site's encoder writes it
    extents = iter_unpack(">3H2I", places[8:] if is_known else b"")
    reached = len(data) + 4 - len(parts[-1])
    for start, size in sorted((start, size) for _, _, count, start, size in extents if count == 1):
        reached = start + size if start == reached else 0
    if reached != len(data) or not parts[-1].startswith(b"mdat"):
        yield b""


def _has_position(data: bytes) -> bool:
    """Return whether EXIF or XMP that is readable in a file gives a latitude."""
    letters = data.replace(b"\0", b"").lower()  # whichever Unicode XMP is written in
    blocks = islice(_BLOCK.finditer(data), _MOST_BLOCKS)
    return any(name in letters for name in _LATITUDES) or any(_gives_latitude(data, at.start()) for at in blocks)


def _gives_latitude(data: bytes, start: int) -> bool:
    """Return whether the EXIF block at ``start`` has a directory of the position, with a latitude in it."""

    def number(place: int, size: int) -> int:
        return int.from_bytes(data[start + place : start + place + size], "little" if data[start] == 0x49 else "big")

    def entries(place: int) -> dict[int, int]:
        rows = range(place + 2, place + 2 + 12 * min(number(place, 2), _MOST_ENTRIES), 12)
        return {number(row, 2): number(row + 8, 4) for row in rows}

    position = entries(number(4, 4)).get(_POSITION, 0)
    return bool(position and entries(position).keys() & {2, 4})
