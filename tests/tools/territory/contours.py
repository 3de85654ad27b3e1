"""Mend the shapes of communes where neighbours don't quite meet, and pack them for ``contours.xz``."""

from __future__ import annotations

import json
import lzma
import sys
from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate
from math import cos, radians

from placette.engine.base.geography import Outline, Ring
from placette.engine.content.communes import Contours, packed
from placette.features.territory.topology import KINDS, Corner, make_contours

_DEGREE = 111.2
"""Kilometres in a degree of latitude (mean radius of the Earth, 6,371 km)."""
_ISLET, _GAP, _HOLE = 0.05, 1.0, -60.0
"""Square kilometres: smaller parts of a commune are left out, smaller gaps between neighbours are none, and a former
commune that is missing is a hole no larger than that."""


def mend_contours(shapes: Mapping[str, Outline], partly: Collection[str] = ()) -> Contours:
    """The lines of communes that tile their country: without islets, and without slivers between neighbours.

    A gap or an overlap is a ring of lines that one commune alone uses, and of several communes. A small one is taken
    whole by the commune that has the longest part of it; a large gap by the only neighbour of whose shape a part may be
    missing (``partly``), if there is one.
    """
    large = {code: tuple(_large(shape)) for code, shape in shapes.items()}
    contours = make_contours(large, fineness=0)
    used = {number: code for code, rings in contours.rings.items() for ring in rings for number in ring}
    alone = {number: code for number, code in used.items() if ~number not in used}
    changed: dict[str, set[int]] = {}
    for ring in contours.joined(list(alone)):
        shares: Counter[str] = Counter()
        for number in ring:
            shares[alone[number]] += len(contours.lines[max(number, ~number)])
        area, wide = _area(contours.ring(ring)), [code for code in shares if code in partly]
        small, hole = abs(area) < _GAP, _HOLE < area < 0 and len(wide) == 1
        if len(shares) > 1 and (small or hole):
            takes = shares.most_common(1)[0][0] if small else wide[0]
            own = changed.setdefault(takes, {number for line in contours.rings[takes] for number in line})
            own.difference_update(number for number in ring if alone[number] == takes)
            own.update(~number for number in ring if alone[number] != takes)
    rings = {**contours.rings, **{code: contours.joined(sorted(own)) for code, own in changed.items()}}
    mended = Contours(contours.lines, rings)
    return make_contours({code: tuple(_large(mended.outline((code,)))) for code in rings}, fineness=0)


def pack_contours(contours: Contours) -> bytes:
    """Contours as a file; the same ones give the same bytes.

    A line is written where a ring first uses it: a zero, how many steps it has, and these. It begins where the line
    before it ends, or else at the next of the starts. A known line is a reference: how many lines ago it came, and
    whether it runs the other way.
    """
    parts: list[array[int]] = [array(kind) for kind in KINDS]
    sizes, turns, lengths, starts, up, across = parts
    known: dict[int, tuple[int, bool]] = {}
    for code in sorted(contours.rings):
        for ring in contours.rings[code]:
            sizes.append(len(ring))
            for at, number in enumerate(ring):
                plain, turned = max(number, ~number), number < 0
                if plain in known:
                    first, other = known[plain]
                    turns.append(2 * (len(known) - first) + (turned != other))
                    continue
                known[plain] = len(known), turned
                corners = _corners_of(contours.lines[plain], turned=turned)
                steps = packed(corners)
                turns.append(0)
                lengths.append(len(corners) - 1)
                starts.extend(() if at else steps[:2])
                up.extend(steps[2::2])
                across.extend(steps[3::2])
    codes, rings = " ".join(sorted(contours.rings)), [len(contours.rings[code]) for code in sorted(contours.rings)]
    head = json.dumps([codes, rings, [len(part) for part in parts]], separators=(",", ":")).encode()
    return lzma.compress(head + b"\n" + b"".join(map(_bytes, parts)), preset=9 | lzma.PRESET_EXTREME)


def _bytes(part: array[int]) -> bytes:
    if sys.byteorder == "big":
        part.byteswap()
    return part.tobytes()


def _corners_of(steps: Sequence[int], *, turned: bool) -> list[Corner]:
    corners = [*zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True)]
    return corners[::-1] if turned else corners


def _large(shape: Outline) -> Iterator[Ring]:
    """The rings of a shape but for its islets; the largest stays, be it an islet."""
    areas = [abs(_area(ring)) for ring in shape]
    return (ring for ring, area in zip(shape, areas, strict=True) if area >= min(_ISLET, max(areas)))


def _area(ring: Ring) -> float:
    """Square kilometres, negative for a ring that runs with the clock."""
    width = cos(radians(ring[0][0])) * _DEGREE**2 / 2
    return width * sum(a[1] * b[0] - b[1] * a[0] for a, b in zip(ring, (*ring[1:], ring[0]), strict=True))
