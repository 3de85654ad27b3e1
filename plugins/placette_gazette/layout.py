"""Where things stand on a page, judged: columns end at one height, pages are full, no heading stands alone.

Typst lays an issue out and says where things came to stand; ``refine_layout`` says what the next layout should know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from math import inf
from typing import Any, NamedTuple

POINT = 25.4 / 72  # millimetres


class PaperForm(StrEnum):
    """How an issue is printed."""

    A4 = "a4"
    BOOKLET = "booklet"


class PageGrid(NamedTuple):
    """A page in millimetres, its columns, and its letters in points."""

    width: float
    height: float
    side: float
    top: float
    bottom: float
    gap: float
    columns: int
    size: float
    line: float
    masthead: float
    lead: float
    title: float

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.side

    @property
    def column(self) -> float:
        """The width of a column."""
        return (self.inner - self.gap * (self.columns - 1)) / self.columns

    @property
    def headed(self) -> float:
        """The width of a picture beside a title."""
        return self.inner - self.column - self.gap


SHEETS = {
    PaperForm.A4: PageGrid(210, 297, 15, 13, 18, 6, 3, 9.4, 12.6, 36, 27, 20),
    PaperForm.BOOKLET: PageGrid(148, 210, 11, 10, 15, 5, 2, 9.0, 12.0, 25, 20, 16),
}


class TypeArea(NamedTuple):
    """What a layout is judged by, in points: a page's top and foot, a line, how much drawings may grow; and how many
    calls may fill a page."""

    top: float
    foot: float
    line: float
    growing: Mapping[str, float]
    calls: int


ROOM = 6  # lines of text that a heading has below it on its page
START, _STEP, _CLOSE = 0.8, 1.4, 0.8  # lines: the first reserve of columns, how it grows, when it is right
_SPREAD = 9 / POINT  # the most between two texts beside what always is, to fill a page
_PATIENCE = 10  # layouts after which columns that still don't hold their text need not end at one height
Again = dict[str, Any]


def refine_layout(frame: TypeArea, said: list[Any], again: Again) -> Again:
    """Return what the next layout should know: the columns' reserves, headings that shrink, and what fills the pages.

    ``said`` holds, in order: ``("head", name, page, y, height, height without its picture)`` where a heading begins,
    ``("share", name, height)`` of the columns below it, ``("text", name, page, y)`` where their words end and
    ``("end", name, page, y)`` the columns themselves; ``("whole", name, page, y, height)`` what they don't part, and
    ``("foot", "", 1, y)`` where the text of the first page ends. ``again["slack"]`` is the reserve of each columns, in
    lines: it is sought between one that was too little and one that was enough.
    """
    again = _BEFORE | again
    if again["turn"] == 0:
        again["share"] = {fact[1]: fact[2] for fact in said if fact[0] == "share"}
        again["sizes"] = {fact[1]: fact[4:] for fact in said if fact[0] == "head"}
    changes = _reserves(frame, said, again)
    if again["turn"] == 1:
        changes["compact"] = _compact(frame, said, again | changes)
    if changes:
        return again | changes | {"turn": again["turn"] + 1}
    if again["is_full"]:
        return again
    if again["turn"] < _PATIENCE and (changed := _changed(frame, said, again)):
        return again | changed | {"turn": again["turn"] + 1}
    return again | _filled(frame, said, again) | {"is_full": True}


_BEFORE: Again = {
    "turn": 0,
    "is_full": False,
    **{key: {} for key in ("share", "sizes", "slack", "least", "enough", "grow", "space", "calls")},
    **{key: [] for key in ("still", "plain", "compact", "full")},
}


def _reserves(frame: TypeArea, said: list[Any], again: Again) -> Again:
    """Return the next reserves to try; nothing once all are right."""
    slack, least, enough = (dict(again[key]) for key in ("slack", "least", "enough"))
    over, still = list[str](), [*again["still"]]
    for name, foot, places in _columns(said):
        if name in again["plain"]:
            continue
        had, below = slack.get(name, START), foot[1] - frame.top
        if name not in still and any(place[0] < foot[0] and place[1] > frame.foot + 1 for place in places):
            still.append(name)
        last = max(places)
        if last[0] < foot[0] and again["share"][name] + had * frame.line > below + 1:  # nothing is left for this page
            enough[name] = had - (below + 0.3) / frame.line
            least[name] = enough[name] - _CLOSE
        elif last > [foot[0], foot[1] + 0.5]:
            over.append(name)
            least[name] = had
            if enough.get(name, inf) <= had:  # what stands above has changed since
                del enough[name]
        else:
            enough[name] = had
        low, high = least.get(name, 0.0), enough.get(name)
        if high is None:
            slack[name] = max(low + _STEP, low * 2)
        else:
            slack[name] = (low + high) / 2 if high - low > max(_CLOSE, high / 6) else high
    if again["turn"] >= _PATIENCE:
        return {"plain": [*again["plain"], *over]} if over else {}
    changes = {"slack": slack, "least": least, "enough": enough, "still": still}
    return {} if (slack, still) == (again["slack"], again["still"]) else changes


def _columns(said: list[Any]) -> Iterator[tuple[str, list[float], list[list[float]]]]:
    """Yield where columns end (a page, and points from its top), and where all that they hold does."""
    places: dict[str, list[list[float]]] = {}
    for kind, name, *where in said:
        if kind in {"text", "whole"}:
            places.setdefault(name, []).append([where[0], where[1] + sum(where[2:])])
        elif kind == "end" and name in places:
            yield name, where, places[name]


def _compact(frame: TypeArea, said: list[Any], again: Again) -> list[str]:
    """Return the headings that go without their picture: a page would be left half empty else."""
    compact, y, depth = [], 0.0, frame.foot - frame.top
    for kind, name, *_ in said:
        if kind == "head":
            full, small = again["sizes"][name]
            y += _BETWEEN if y else 0.0
            if y + full + ROOM * frame.line > depth and small < full and y + small + ROOM * frame.line <= depth:
                compact.append(name)
                full = small
            y = (y if y + full + ROOM * frame.line <= depth else 0.0) + full
        elif kind == "end" and name in again["share"]:
            y = (y + again["share"][name] + again["slack"].get(name, START) * frame.line) % depth
    return compact


_BETWEEN = 6 / POINT  # from a text to the next
_CALL = 31 / POINT  # what a call takes, with the distance above it


def _holes(frame: TypeArea, said: list[Any]) -> Iterator[tuple[list[Any], int, float]]:
    """Yield the headings that began a page because they had no room on the one before, and what they left empty."""
    ended, first = (0, 0.0), next((fact[3] - _BETWEEN for fact in said if fact[0] == "foot"), frame.foot)
    for fact in said:
        if fact[0] == "end":
            ended = fact[2], fact[3]
        elif fact[0] == "head" and ended[0] and fact[2] == ended[0] + 1:
            yield fact, ended[0], (first if ended[0] == 1 else frame.foot) - ended[1]


def _changed(frame: TypeArea, said: list[Any], again: Again) -> Again:
    """Return a heading that gets its picture back, as it begins a page; or that loses it, to have room on one."""
    for (_, name, _, _, full, small), _page, hole in _holes(frame, said):
        if name in again["compact"]:
            return {
                "compact": [heading for heading in again["compact"] if heading != name],
                "full": [*again["full"], name],
            }
        if small < full and name not in again["full"] and hole >= small + ROOM * frame.line + _BETWEEN:
            return {"compact": [*again["compact"], name]}
    return {}


def _filled(frame: TypeArea, said: list[Any], again: Again) -> Again:
    """Return how drawings grow, calls stand and distances widen on pages that the next heading leaves half empty."""
    grow, space, calls, number = dict[str, float](), dict[str, float](), dict[str, list[int]](), 0
    for (_, head, *_), page, hole in _holes(frame, said):
        here = [fact[1] for fact in said if fact[0] == "head" and fact[2] == page]
        room = hole - 2
        while number < frame.calls and room > _CALL:
            calls.setdefault(head, []).append(number)
            number, room = number + 1, room - _CALL
        for other in here:
            if other in frame.growing and other not in again["compact"]:
                grow[other] = min(room, frame.growing[other])
                room -= grow[other]
        for other in here[1:]:
            space[other] = min(_SPREAD, room / len(here[1:]))
    return {"grow": grow, "space": space, "calls": calls}
