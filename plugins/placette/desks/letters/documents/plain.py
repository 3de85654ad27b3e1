"""Plain mails and text files: paragraphs, typed lists and quotations as their writer saw them on the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from placette.desks.letters.documents.escaping import clean_characters, escape_inline, escape_start
from placette.desks.letters.documents.remarks import without_words
from placette.desks.letters.documents.typed_lists import ListMarker, follows, marker_of
from placette.desks.letters.letter import Manuscript

_NARROW, _WIDE = 50, 100
"""Columns between which a program broke lines: 72 to 78 in mails. Shorter ones were broken by hand (verses)."""
_QUOTED = re.compile(r"[ \t]*>[ \t]?")
_RULE = re.compile(r"[ \t]*([-_*=~#·•.])(?:[ \t]*\1){2,}[ \t]*")
_LABEL = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’ -]{1,30}[ \u00a0\u202f]?:(?!//)")
"""A line that says what follows («Commune : Ambert») stands alone, whatever the length of the one before."""
_DEPTH = 8
"""Lists and quotations inside each other; deeper ones stay where they are."""


@dataclass(slots=True)
class _TypedItem:
    """One typed item while its lines are gathered."""

    marker: ListMarker
    lines: list[str] = field(default_factory=list)


def read_plain(text: str) -> Manuscript:
    """A plain text: lines that a program broke are joined again, typed lists are lists, nothing else is markup."""
    lines = [line.rstrip(" \t\u00a0") for line in clean_characters(text).split("\n")]
    markdown = _blocks(lines, _width(lines), 0)
    return Manuscript(markdown) if markdown else without_words()


def _width(lines: list[str]) -> int:
    """The column at which a program broke the lines; 0 when nobody but the writer did."""
    lengths = [len(line) for line in lines if " " in line and "://" not in line]
    longest = max(lengths, default=0)
    return longest if _NARROW <= longest <= _WIDE else 0


def _blocks(lines: list[str], width: int, depth: int) -> str:
    found: list[str] = []
    at, listed = 0, ""
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        if depth < _DEPTH and _QUOTED.match(lines[at]):
            end = _while_quoted(lines, at)
            listed = ""
            inside = _blocks([_QUOTED.sub("", line, count=1) for line in lines[at:end]], width, depth + 1)
            found += [_prefixed(inside, "> ", "> ").replace("> \n", ">\n")] if inside else []
        elif items := _items_at(lines, at):
            end = at + sum(len(item.lines) for item in items)
            listed = _other_sign(items, listed)
            found.append(_list(items, width, listed))
        else:
            end = _paragraph_end(lines, at)
            listed = ""
            found.append(_paragraph(lines[at:end], width))
        at = end
    return "\n\n".join(block for block in found if block)


def _while_quoted(lines: list[str], at: int) -> int:
    while at < len(lines) and _QUOTED.match(lines[at]):
        at += 1
    return at


def _paragraph_end(lines: list[str], at: int) -> int:
    """Where the paragraph that begins at ``at`` ends: an empty line, a list, a quotation or a drawn rule."""
    end = at + 1
    while end < len(lines) and lines[end].strip() and not _QUOTED.match(lines[end]):
        if _items_at(lines, end) or _RULE.fullmatch(lines[end]) or _RULE.fullmatch(lines[end - 1]):
            break
        end += 1
    return end


def _paragraph(lines: list[str], width: int) -> str:
    if len(lines) == 1 and _RULE.fullmatch(lines[0]):
        return "***"
    return _joined([line.strip() for line in lines], width)


def _joined(lines: list[str], width: int) -> str:
    """Lines as one paragraph: a break stays where the next word would still have fitted, and before a label."""
    parts = [escape_start(escape_inline(lines[0]))]
    for before, line in pairwise(lines):
        wrapped = width and len(before) + 1 + len(line.split(" ", 1)[0]) > width and not _LABEL.match(line)
        parts.append(f" {escape_inline(line)}" if wrapped else f"\\\n{escape_start(escape_inline(line))}")
    return "".join(parts)


def _items_at(lines: list[str], at: int) -> list[_TypedItem]:
    """The items of the typed list that begins at this line, each with all its lines; none where there is no list.

    One item alone is no list: «- 12 degrés» and «1986. Un hiver» are sentences.
    """
    first = marker_of(lines[at])
    if first is None or (first.numbered and first.number > 1):
        return []
    items: list[_TypedItem] = []
    last: dict[int, ListMarker] = {}
    while at < len(lines):
        line, marker = lines[at], marker_of(lines[at])
        if marker and (not items or _goes_on(marker, items, last)):
            last = {indent: one for indent, one in last.items() if indent < marker.indent} | {marker.indent: marker}
            items.append(_TypedItem(marker, [line]))
        elif _is_continued(lines, at, items, last):
            items[-1].lines.append(line)
        else:
            break
        at += 1
    return items if len(items) > 1 else []


def _goes_on(marker: ListMarker, items: list[_TypedItem], last: dict[int, ListMarker]) -> bool:
    """Whether a marker is the next item of its level, or the first one of a deeper level."""
    if before := last.get(marker.indent):
        return follows(marker, before)
    deeper = marker.indent > items[-1].marker.indent + 1
    return deeper and (not marker.numbered or marker.number == 1)


def _is_continued(lines: list[str], at: int, items: list[_TypedItem], last: dict[int, ListMarker]) -> bool:
    """Whether a line is more of the last item: the same paragraph, or an empty line before the next item."""
    if lines[at].strip():
        return bool(items[-1].lines[-1].strip()) and not _QUOTED.match(lines[at])
    after = next((number for number in range(at, len(lines)) if lines[number].strip()), -1)
    marker = marker_of(lines[after]) if after >= 0 else None
    return marker is not None and _goes_on(marker, items, last)


def _other_sign(items: list[_TypedItem], before: str) -> str:
    """The sign of a list, which isn't that of the list right before it: they would be one."""
    usual, other = (".", ")") if items[0].marker.numbered else ("-", "*")
    return other if before == usual else usual


def _list(items: list[_TypedItem], width: int, first_sign: str) -> str:
    """A list with its deeper lists, each indented by the width of the marker above it."""
    written: list[str] = []
    above: list[tuple[int, int]] = []
    for item in items:
        while above and (above[-1][0] >= item.marker.indent or len(above) >= _DEPTH):
            above.pop()
        usual = first_sign if not above else "." if item.marker.numbered else "-"
        sign = f"{item.marker.number}{usual} " if item.marker.numbered else f"{usual} "
        indent = " " * sum(length for _, length in above)
        lines = [line.strip() for line in item.lines if line.strip()]
        first = item.lines[0][item.marker.length :].strip()
        text = _joined([first, *lines[1:]], max(0, width - item.marker.length) if width else 0)
        written.append(_prefixed(text, indent + sign, indent + " " * len(sign)))
        above.append((item.marker.indent, len(sign)))
    return "\n".join(written)


def _prefixed(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *(others + line if line else others.rstrip() for line in lines[1:])])
