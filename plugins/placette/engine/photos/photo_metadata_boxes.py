"""What the boxes of an AVIF or HEIC file reveal (ISO/IEC 14496-12, 23008-12): what isn't the picture or its alpha."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from placette.engine.photos.photo_metadata_exif import kinds_of_exif
from placette.engine.photos.photo_metadata_kinds import (
    NOTHING,
    UNKNOWN,
    Kinds,
    PrivateKind,
    kinds_behind,
    kinds_of_profile,
)
from placette.engine.photos.photo_metadata_xmp import kinds_of_xmp

_MOST = 4_000
"""Boxes, items or extents that are looked at; honest pictures have some tens."""
_MOST_TEXTS, _MOST_STORES = 4, 8
_ALPHA = b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0"
_PROPERTIES = {
    b"ispe": 12, b"pixi": 16, b"av1C": 128, b"irot": 1, b"imir": 1, b"pasp": 8, b"clap": 32,
    b"clli": 4, b"mdcv": 24, b"a1lx": 13, b"a1op": 1, b"lsel": 2,
}  # fmt: skip
"""Properties of a picture, and the bytes that each may have."""
_HEIC_PROPERTIES = {**_PROPERTIES, b"hvcC": 4096}
_PICTURES, _HEIC_PICTURES = frozenset({b"av01", b"grid"}), frozenset({b"av01", b"hvc1", b"grid"})
"""Items that are a picture or put it together; in HEIC files, of another codec too."""
_NAMES = frozenset({b"", b"Color", b"Alpha", b"libavif", b"pict"})
"""What encoders call their items: anything else may be anybody's name."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A thing in the file: its kind (``av01``, ``Exif``, ``mime`` …) and its name or type, as the file says."""

    kind: bytes
    words: bytes


@dataclass(slots=True)
class _File:
    """What the boxes say: which item is the picture, the items, where their bytes lie, who belongs to whom."""

    data: bytes
    found: set[PrivateKind] = field(default_factory=set)
    primary: int = -1
    items: dict[int, _Item] = field(default_factory=dict)
    places: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    links: list[tuple[bytes, int, int]] = field(default_factory=list)
    stored: list[tuple[int, int]] = field(default_factory=list)
    """Where bytes of items may lie: the boxes ``mdat`` and ``idat``."""
    own: int = 0
    """Where ``idat`` begins."""
    properties: Mapping[bytes, int] = field(default_factory=lambda: _PROPERTIES)
    pictures: frozenset[bytes] = _PICTURES


class _Reader:
    """Numbers one after another; zeros behind the end."""

    def __init__(self, data: bytes, start: int, end: int) -> None:
        self.data, self.place, self.end = data, start, end

    def number(self, size: int) -> int:
        """The next ``size`` bytes as a number."""
        return int.from_bytes(self.bytes(size), "big")

    def bytes(self, size: int) -> bytes:
        """The next ``size`` bytes, or what there is of them."""
        start, self.place = self.place, min(self.place + size, self.end)
        return self.data[start : self.place]

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        return self.place >= self.end


def kinds_of_avif(data: bytes) -> Kinds:
    """What an AVIF file reveals beside its picture."""
    return _kinds_of_file(_File(data))


def kinds_of_heic(data: bytes) -> Kinds:
    """What a HEIC file, or any other of such boxes, reveals beside its picture; a film is nothing but unknown data."""
    return _kinds_of_file(_File(data, properties=_HEIC_PROPERTIES, pictures=_HEIC_PICTURES))


def _kinds_of_file(file: _File) -> Kinds:
    data = file.data
    metas = []
    for kind, start, end in _boxes(file, 0, len(data)):
        match kind:
            case b"ftyp" if end - start <= 100:
                pass
            case b"mdat":
                file.stored.append((start, end))
            case b"meta":
                metas.append((start, end))
            case b"free" | b"skip" if not data[start:end].strip(b"\0"):
                pass
            case _:
                file.found |= kinds_of_xmp(data[start:end]) if b"xmpmeta" in data[start:end] else UNKNOWN
    for start, end in metas:
        _read_meta(file, start, end)
    _judge_items(file)
    return frozenset(file.found) or _kinds_between(file)


def _boxes(file: _File, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, beginning and end of the content of each box; what is no box is unknown data, and the last thing."""
    place = start
    for _ in range(_MOST):
        if place == end:
            return
        size, head = int.from_bytes(file.data[place : place + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(file.data[place + 8 : place + 16], "big"), 16
        size = size or end - place
        if size < head or place + size > end:
            break
        yield file.data[place + 4 : place + 8], place + head, place + size
        place += size
    file.found |= kinds_behind(file.data[place:end])


def _read_meta(file: _File, start: int, end: int) -> None:
    for kind, begin, stop in _boxes(file, start + 4, end):
        reader = _Reader(file.data, begin, stop)
        match kind:
            case b"hdlr":
                _read_handler(file, reader)
            case b"pitm":
                file.primary = reader.number(2) if reader.number(4) >> 24 == 0 else reader.number(4)
            case b"iinf":
                _read_items(file, begin, stop)
            case b"iloc":
                _read_places(file, reader)
            case b"iref":
                _read_links(file, begin, stop)
            case b"iprp":
                _read_properties(file, begin, stop)
            case b"idat":
                file.own = begin
                file.stored.append((begin, stop))
            case _:
                file.found.add(PrivateKind.UNKNOWN)


def _read_handler(file: _File, reader: _Reader) -> None:
    kind, reserved = reader.bytes(12)[8:], reader.bytes(12)
    name = reader.bytes(len(file.data)).rstrip(b"\0")
    if kind != b"pict" or reserved.strip(b"\0") or name not in _NAMES:
        file.found.add(PrivateKind.UNKNOWN)


def _read_items(file: _File, start: int, end: int) -> None:
    count = 4 if file.data[start : start + 1] == b"\0" else 6
    for kind, begin, stop in _boxes(file, start + 2 + count, end):
        reader = _Reader(file.data, begin, stop)
        version = reader.number(4) >> 24
        if kind != b"infe" or version not in {2, 3}:
            file.found.add(PrivateKind.UNKNOWN)
            continue
        number = reader.number(version * 2 - 2)
        reader.number(2)
        file.items[number] = _Item(reader.bytes(4), reader.bytes(len(file.data)))


def _read_places(file: _File, reader: _Reader) -> None:
    """The item location box: where the bytes of each item lie."""
    version = reader.number(4) >> 24
    sizes = reader.number(2)
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    wide = 4 if version == 2 else 2
    left = _MOST
    for _ in range(min(reader.number(wide), _MOST)):
        if reader.ended or left <= 0:
            break
        number = reader.number(wide)
        method = reader.number(2) & 15 if version else 0
        reader.number(2)
        begin = reader.number(base) + (file.own if method == 1 else 0)
        extents = []
        for _ in range(min(reader.number(2), left)):
            reader.number(index if version else 0)
            start = begin + reader.number(offset)
            extents.append((start, start + reader.number(length)))
        left -= len(extents) + 1
        file.places[number] = extents


def _read_links(file: _File, start: int, end: int) -> None:
    wide = 2 if file.data[start : start + 1] == b"\0" else 4
    for kind, begin, stop in _boxes(file, start + 4, end):
        reader = _Reader(file.data, begin, stop)
        origin = reader.number(wide)
        for _ in range(min(reader.number(2), _MOST)):
            file.links.append((kind, origin, reader.number(wide)))
        if len(file.links) > _MOST:
            file.found.add(PrivateKind.UNKNOWN)
            break


def _read_properties(file: _File, start: int, end: int) -> None:
    for kind, begin, stop in _boxes(file, start, end):
        if kind == b"ipco":
            for name, first, last in _boxes(file, begin, stop):
                file.found |= _kinds_of_property(name, file.data[first:last], file.properties)
        elif kind != b"ipma":
            file.found.add(PrivateKind.UNKNOWN)


def _kinds_of_property(name: bytes, content: bytes, known: Mapping[bytes, int]) -> Kinds:
    if name == b"colr":
        is_profile = content[:4] in {b"prof", b"rICC"}
        return kinds_of_profile(content[4:]) if is_profile else NOTHING if len(content) <= 11 else UNKNOWN
    if name == b"auxC":
        return NOTHING if content[4:] == _ALPHA else frozenset({PrivateKind.HIDDEN})
    return NOTHING if len(content) <= known.get(name, -1) else UNKNOWN


def _judge_items(file: _File) -> None:
    """Whatever isn't the picture, a tile of it or its transparency."""
    wanted, small = _parts_of_picture(file), {origin for kind, origin, _ in file.links if kind == b"thmb"}
    texts = [number for number, item in file.items.items() if item.kind in {b"Exif", b"mime"}]
    for number in texts[:_MOST_TEXTS]:
        file.found |= _kinds_of_text(file.items[number].kind, _content(file, number))
    if len(texts) > _MOST_TEXTS:
        file.found.add(PrivateKind.UNKNOWN)
    for number in file.items.keys() - texts:
        item = file.items[number]
        if number not in wanted:
            file.found.add(PrivateKind.THUMBNAIL if number in small else PrivateKind.HIDDEN)
        elif item.kind not in file.pictures or item.words.rstrip(b"\0") not in _NAMES:
            file.found.add(PrivateKind.UNKNOWN)


def _kinds_of_text(kind: bytes, content: bytes) -> Kinds:
    """What EXIF (which begins where its first four bytes say) or XMP reveals."""
    return (
        kinds_of_exif(content[4 + int.from_bytes(content[:4], "big") :]) if kind == b"Exif" else kinds_of_xmp(content)
    )


def _parts_of_picture(file: _File) -> set[int]:
    """The picture's own item, its tiles and the transparency of each (whose property says that it is that)."""
    wanted = {file.primary}
    for _ in range(3):  # a grid, its transparency, the tiles of both
        wanted |= {to for kind, origin, to in file.links if kind == b"dimg" and origin in wanted}
        wanted |= {origin for kind, origin, to in file.links if kind == b"auxl" and to in wanted}
    return wanted


def _content(file: _File, number: int) -> bytes:
    """The bytes of an item; nothing when it claims more than the file holds."""
    places = file.places.get(number, [])
    if sum(end - start for start, end in places) > len(file.data):
        return b""
    return b"".join(file.data[start:end] for start, end in places)


def _kinds_between(file: _File) -> Kinds:
    """Unknown data when any byte but zero lies where items are kept and belongs to none."""
    used = sorted(place for number in file.items for place in file.places.get(number, []))
    if len(file.stored) > _MOST_STORES:
        return UNKNOWN
    for start, end in file.stored:
        reached = start
        for first, last in used:
            if file.data[reached : min(first, end)].strip(b"\0"):
                return UNKNOWN
            reached = max(reached, last)
        if file.data[reached:end].strip(b"\0"):
            return UNKNOWN
    return NOTHING
