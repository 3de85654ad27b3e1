"""Finds words that keep some readers out of a text, and suggests others.

The tables (``jargon.yml``, ``inclusive.yml``) are for French only: each line is a turn of phrase and what could replace
it. In a turn, capitals stand for forms: ``DE`` (de, du, des, d'), ``LE`` (le, la, les, l'), ``À`` (à, au, aux), ``ER``
(every form of such a verb), ``S`` (the agreements of an adjective). ``(a|b)`` and ``?`` mean the same as in regular
expressions. Case, accents, apostrophes and line ends don't matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import yaml

from placette.desks.review.findings import Finding
from placette.desks.review.prose import Prose

CODES = ("jargon", "inclusive")
"""The tables beside this file, named after the code of their advice."""
_HERE = Path(__file__).parent
_REPORTED = 8
_SHOWN = 60

_END, _GAP = r"\b(?!-\w)", r"\s{1,6}"
_CHOICES = {"DE": ("de", "du", "des", "d'"), "LE": ("le", "la", "les", "l'"), "À": ("a", "au", "aux")}
_ENDINGS = {
    "ER": "(?:er|e|es|ent|ons|ez|ee|ees|a|ai|ait|aient|ant|era|eront|erons|erez|erait|eraient|erent)",
    "S": "(?:s|e|es)?",
}
_ENDING = re.compile("ER|S")


def _flat_table() -> dict[int, str]:
    """A one-to-one map, so that offsets stay: to lower case without accents, plain apostrophes and hyphens."""
    accented = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿ"
    plain = "aaaaaaceeeeiiiinooooouuuuyy"
    table = {ord(a): p for a, p in zip(accented, plain, strict=True)}
    table |= {ord(a.upper()): p for a, p in zip(accented, plain, strict=True)}
    table |= {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
    return table | {ord(a): p for a, p in zip("’ʼ‑‐_ŒÆ", "''-- œæ", strict=True)}


_FLAT = _flat_table()


@dataclass(frozen=True, slots=True)
class Turn:
    """A line of a table: its code, the turn in the table's notation, and what to say instead."""

    code: str
    written: str
    better: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The tables ready for searching: one expression with a group per turn, and the turns in the same order."""

    pattern: re.Pattern[str]
    turns: tuple[Turn, ...]


@cache
def load_wording() -> Wording:
    """Both tables in one, so that one scan is enough; raises ``OSError``, ``yaml.YAMLError`` or ``re.error``."""
    turns = [Turn(code, written, better) for code in CODES for written, better in _read_table(code).items()]
    lines = [(_expression(beginning), turn) for turn in turns for beginning in _beginnings(turn.written)]
    lines.sort(key=itemgetter(0))
    tree = _tree([expression for expression, _ in lines])
    return Wording(re.compile(rf"\b(?<!-)(?:{tree})"), tuple(turn for _, turn in lines))


def _read_table(code: str) -> dict[str, str]:
    table: dict[str, str] = yaml.safe_load((_HERE / f"{code}.yml").read_text(encoding="utf-8"))
    return table


def _beginnings(turn: str) -> list[str]:
    """A turn that begins with ``(a|b)``, split into two: the search goes by first letters."""
    if not turn.startswith("("):
        return [turn]
    choices, _, rest = turn[1:].partition(")")
    return [choice + rest for choice in choices.split("|")]


def _tree(expressions: list[str], depth: int = 4) -> str:
    """The sorted expressions as one, each in a group. For speed, those that begin alike share their first letters."""
    if depth == 0 or len(expressions) == 1:
        return "|".join(f"({expression})" for expression in expressions)
    branches = []
    for initial, group in groupby(expressions, key=_initial):
        rest = [expression.removeprefix(initial) for expression in group]
        branches.append(f"{initial}(?:{_tree(rest, depth - 1)})" if initial else _tree(rest, 0))
    return "|".join(branches)


def _initial(expression: str) -> str:
    """The first letter of an expression, if it is always the same."""
    return expression[0] if expression[0].isalpha() and expression[1] not in "?*{" else ""


def _expression(turn: str) -> str:
    """A turn of the tables as a regular expression without groups of its own."""
    words = turn.split(" ")
    parts = [_word(word, _END if last == len(words) else _GAP) for last, word in enumerate(words, 1)]
    return "".join(parts).replace("œ", "(?:œ|oe)")


def _word(word: str, joint: str) -> str:
    if choices := _CHOICES.get(word):
        apart = "|".join(choice for choice in choices if not choice.endswith("'"))
        elided = "".join(f"|{choice}" for choice in choices if choice.endswith("'"))
        return f"(?:(?:{apart}){joint}{elided})"
    stem, ending = (word[: end.start()], _ENDINGS[end[0]]) if (end := _ENDING.search(word)) else (word, "")
    return stem.translate(_FLAT).replace("(", "(?:") + ending + joint


def find_wording(prose: Prose) -> list[Finding]:
    """The turns of the tables that a text uses, each where it first occurs, with what to say instead."""
    found = list(_find_wording(prose, load_wording()))
    return [finding for code in CODES for finding in [f for f in found if f.code == code][:_REPORTED]]


def _find_wording(prose: Prose, wording: Wording) -> Iterator[Finding]:
    seen: set[Turn] = set()
    for found in wording.pattern.finditer(prose.words.translate(_FLAT)):
        turn = wording.turns[(found.lastindex or 1) - 1]
        if turn not in seen:
            seen.add(turn)
            written = " ".join(prose.words[found.start() : found.end()].split())
            yield Finding(found.start(), turn.code, {"found": written[:_SHOWN], "better": turn.better})
