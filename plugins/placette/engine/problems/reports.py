"""Problems as text for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from itertools import groupby

from placette.engine.base.message import N_, Severity
from placette.engine.problems.problems import Problem, Translate, explain

_BLOCKS = N_("to fix")
_ADVICE = N_("advice")
_ARROW = "→"


def render_plain(problems: Iterable[Problem], translate: Translate) -> str:
    """All problems grouped by file: place, code, what is wrong, the line, what to do."""
    return _render(problems, translate, lambda line, _severity: line)


def render_colour(problems: Iterable[Problem], translate: Translate) -> str:
    """The same with colours: blocking problems in red, advice in yellow, how to mend in green."""
    return _render(problems, translate, _coloured)


def _render(problems: Iterable[Problem], translate: Translate, paint: Callable[[str, Severity | None], str]) -> str:
    lines = []
    for path, group in groupby(sorted(set(problems)), key=lambda found: found.path):
        lines.append(paint(printable(path), None))
        for found in group:
            lines += [f"  {paint(line, found.severity)}" for line in _lines(found, translate)]
        lines.append("")
    return "\n".join(lines).rstrip()


def _coloured(line: str, severity: Severity | None) -> str:
    """The line with ANSI colours (ECMA-48): bold for files, by severity for what is wrong, green for what to do."""
    if severity is None:
        return f"\x1b[1m{line}\x1b[0m"
    if line.lstrip().startswith(_ARROW):
        return f"\x1b[32m{line}\x1b[0m"
    if line.lstrip().startswith("|"):
        return f"\x1b[2m{line}\x1b[0m"
    return f"\x1b[{31 if severity is Severity.BLOCKING else 33}m{line}\x1b[0m"


def printable(text: str) -> str:
    """``text`` with control characters, which a terminal would obey, and unprintable ones escaped."""
    return "".join(c if c.isprintable() or c in " \u00a0\u202f" else c.encode("unicode_escape").decode() for c in text)


def _lines(found: Problem, translate: Translate) -> list[str]:
    what, mend = explain(found, translate)
    place = f"{found.line}:{found.column}" if found.line and found.column else f"{found.line or 1}"
    label = translate(_BLOCKS if found.severity is Severity.BLOCKING else _ADVICE)
    lines = [printable(f"{place}  {what}  [{found.code}, {label}]")]
    if found.excerpt:
        lines.append(printable(f"    | {found.excerpt}"))
        if found.column:
            lines.append("    | " + " " * columns(printable(found.excerpt[: found.caret])) + "^")
    if mend:
        lines.append(printable(f"    {_ARROW} {mend}"))
    return lines


def columns(text: str) -> int:
    """The terminal columns that ``text`` takes: none for combining marks, two for wide characters (UAX #11)."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(bool(unicodedata.combining(character)) for character in text)
