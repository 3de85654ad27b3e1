"""What an EXIF block reveals (EXIF 2.32, TIFF 6.0), read without trusting a number in it.

A block may stay when it holds nothing but how the picture is to be shown, each value of the form it should have
and no byte that nothing points to: editors that "remove" a tag often leave its text where it was.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from placette.engine.photos.photo_metadata_kinds import NOTHING, UNKNOWN, Kinds, PrivateKind, kinds_of_profile
from placette.engine.photos.photo_metadata_xmp import kinds_of_xmp

_MOST = 2_000
"""Entries of all directories of a block together; honest ones have less than 300."""
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
"""Bytes of a value of each type."""
_IMAGE, _EXIF, _GPS, _INTEROP, _SECOND, _WHOLE = "image", "exif", "gps", "interop", "second", "whole"
_DIRECTORIES = {0x8769: _EXIF, 0x8825: _GPS, 0xA005: _INTEROP}
"""Tags whose value is the place of another directory."""
_XMP = 0x02BC

_KINDS: dict[int, PrivateKind] = {
    **dict.fromkeys((0x010E, 0x9286, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F, 0x4746, 0x4749), PrivateKind.COMMENT),
    **dict.fromkeys((0x0132, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x9292), PrivateKind.DATE),
    **dict.fromkeys((0x013B, 0x8298, 0x9C9D, 0xA430), PrivateKind.NAME),
    **dict.fromkeys((0xA420, 0xA431, 0xA435, 0xC62F), PrivateKind.SERIAL),
    **dict.fromkeys((0x010F, 0x0110, 0x0131, 0x013C, 0x927C), PrivateKind.CAMERA),
    **dict.fromkeys((0x829A, 0x829D, 0x8822, 0x8827, 0x9102, 0x9214, *range(0x8830, 0x8836)), PrivateKind.CAMERA),
    **dict.fromkeys((*range(0x9201, 0x920B), *range(0xA20B, 0xA218), *range(0xA300, 0xA303)), PrivateKind.CAMERA),
    **dict.fromkeys((*range(0xA401, 0xA40D), *range(0xA432, 0xA435), *range(0xA460, 0xA463)), PrivateKind.CAMERA),
    **dict.fromkeys((0x0201, 0x0202), PrivateKind.THUMBNAIL),
    0x014A: PrivateKind.HIDDEN,
}
_GPS_KINDS: dict[int, PrivateKind] = {
    **dict.fromkeys((0x01, 0x02, 0x03, 0x04, 0x13, 0x14, 0x15, 0x16), PrivateKind.POSITION),
    **dict.fromkeys((0x07, 0x1D), PrivateKind.DATE),
    0x1C: PrivateKind.PLACE,
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One tag: its type, how many values, their bytes and where they lie (not in the entry itself: longer than 4)."""

    tag: int
    type: int
    count: int
    start: int
    value: bytes


def _is_number(entry: _Entry) -> bool:
    return entry.type in {3, 4} and entry.count <= 3


def _is_ratio(entry: _Entry) -> bool:
    return entry.type == 5 and entry.count == 1


def _is_version(entry: _Entry) -> bool:
    return entry.type == 7 and entry.count == 4 and entry.value.isdigit()


def _is_order(entry: _Entry) -> bool:
    return entry.type in {1, 7} and entry.count == 4 and max(entry.value) <= 6


def _is_rule(entry: _Entry) -> bool:
    return entry.value in {b"R98\0", b"R03\0", b"THM\0"}


def _is_numbers(entry: _Entry) -> bool:
    return entry.type in {3, 4}


def _is_profile(entry: _Entry) -> bool:
    return not kinds_of_profile(entry.value)


_Check = Callable[[_Entry], bool]
_HARMLESS: dict[str, dict[int, _Check]] = {
    _IMAGE: {
        **dict.fromkeys((0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0112, 0x0115, 0x0128, 0x0213), _is_number),
        **dict.fromkeys((0x011A, 0x011B), _is_ratio),
    },
    _EXIF: {
        **dict.fromkeys((0x9000, 0xA000), _is_version),
        0x9101: _is_order,
        **dict.fromkeys((0xA001, 0xA002, 0xA003), _is_number),
    },
    _INTEROP: {0x0001: _is_rule, 0x0002: _is_version},
    _WHOLE: {
        **dict.fromkeys((0x00FE, 0x00FF, *range(0x0100, 0x0104), 0x0106, 0x010A, 0x0111, 0x0112), _is_numbers),
        **dict.fromkeys((*range(0x0115, 0x011A), 0x011C, 0x0128, 0x013D, 0x0140), _is_numbers),
        **dict.fromkeys((*range(0x0142, 0x0146), 0x0152, 0x0153, 0x0212, 0x0213), _is_numbers),
        **dict.fromkeys((0x011A, 0x011B), _is_ratio),
        0x8773: _is_profile,
    },
}
"""By directory, the tags that only say how the picture is shown, and the form that their values have."""


@dataclass(slots=True)
class _Reading:
    """A block while it is read: what was found, which bytes something points to, where to go on."""

    block: bytes
    order: str
    todo: list[tuple[int, str]]
    found: set[PrivateKind] = field(default_factory=set)
    used: list[tuple[int, int]] = field(default_factory=lambda: [(0, 8)])
    seen: set[int] = field(default_factory=set)
    left: int = _MOST


def kinds_of_exif(block: bytes) -> Kinds:
    """What an EXIF block (without ``Exif\\0\\0``) reveals; nothing when it is harmless."""
    reading = _read(block, _IMAGE)
    return frozenset(reading.found) or _kinds_between(block, reading.used)


def kinds_of_tiff(data: bytes) -> Kinds:
    """What a TIFF file reveals by its tags: among its pixels, one can't know what is a picture's and what isn't."""
    return frozenset(_read(data, _WHOLE).found)


def _read(block: bytes, role: str) -> _Reading:
    """Read a block or file whose first directory is ``role``; what begins otherwise is unknown data."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    if order is None:
        return _Reading(block, "<", [], set(UNKNOWN))
    reading = _Reading(block, order, [(_number(block, 4, 4, order), role)])
    while reading.todo:
        _read_next(reading)
    return reading


def _read_next(reading: _Reading) -> None:
    """Read the next directory of a block; one that was read already, or is none, is unknown data."""
    block, order = reading.block, reading.order
    place, role = reading.todo.pop()
    entries = None if place in reading.seen else _read_directory(block, place, order, reading.left)
    if entries is None:
        reading.found.add(PrivateKind.UNKNOWN)
        return
    reading.seen.add(place)
    reading.left -= len(entries)
    end = place + 2 + 12 * len(entries)
    reading.used += [(place, end + 4), *((entry.start, entry.start + len(entry.value)) for entry in entries)]
    reading.todo += _further(block, entries, end, order)
    for entry in entries:
        reading.found |= _kinds_of_entry(entry, role)


def _number(block: bytes, place: int, size: int, order: str) -> int:
    return int.from_bytes(block[place : place + size], "little" if order == "<" else "big")


def _read_directory(block: bytes, place: int, order: str, most: int) -> list[_Entry] | None:
    """The entries of the directory at ``place``; None when it doesn't lie in the block or has too many."""
    count = _number(block, place, 2, order)
    if place < 8 or place + 2 + 12 * count > len(block) or count > most:
        return None
    return [_read_entry(block, place + 2 + 12 * number, order) for number in range(count)]


def _read_entry(block: bytes, place: int, order: str) -> _Entry:
    """The entry at ``place``; one whose values don't lie in the block has none, so that it has no right form."""
    tag, kind, count = struct.unpack_from(f"{order}HHI", block, place)
    size = _SIZES.get(kind, 0) * count
    start = place + 8 if size <= 4 else _number(block, place + 8, 4, order)
    return _Entry(tag, kind, count, start, block[start : start + size] if start + size <= len(block) else b"")


def _kinds_of_entry(entry: _Entry, role: str) -> Kinds:
    if entry.tag in _DIRECTORIES:
        return NOTHING if entry.type in {4, 13} and entry.count == 1 else UNKNOWN
    if role == _GPS:
        return frozenset({_GPS_KINDS.get(entry.tag, PrivateKind.CAMERA)})
    if role == _SECOND:
        return frozenset({PrivateKind.THUMBNAIL})
    if entry.tag == _XMP:
        return kinds_of_xmp(entry.value)
    check = _HARMLESS[role].get(entry.tag)
    is_harmless = check and entry.value and check(entry)
    return NOTHING if is_harmless else frozenset({_KINDS.get(entry.tag, PrivateKind.UNKNOWN)})


def _further(block: bytes, entries: list[_Entry], end: int, order: str) -> Iterator[tuple[int, str]]:
    """The places of the directories that this one names, and of the one that follows it."""
    for entry in entries:
        if entry.tag in _DIRECTORIES and entry.value:
            yield _number(entry.value, 0, 4, order), _DIRECTORIES[entry.tag]
    if following := _number(block, end, 4, order):
        yield following, _SECOND


def _kinds_between(block: bytes, used: list[tuple[int, int]]) -> Kinds:
    """Unknown data when any byte but zero lies where nothing points to."""
    reached = 0
    for start, end in sorted(used):
        if block[reached:start].strip(b"\0"):
            return UNKNOWN
        reached = max(reached, end)
    return UNKNOWN if block[reached:].strip(b"\0") else NOTHING
