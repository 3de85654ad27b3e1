"""Finds lists and tables pasted from a word processor, whose lines would run together into one paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, islice

from placette.desks.review.findings import Finding
from placette.desks.review.prose import line_kinds
from placette.engine.base.message import N_
from placette.engine.base.text import BULLETS

_REPORTED = 3
_SHOWN = 40
_PARAGRAPHS = frozenset({"start", "text", "quote"})
"""The kinds of lines that are looked at. A dash at its beginning makes a line somebody's words: a quotation."""
_BULLET = re.compile(rf"[ ]{{0,3}}(?:[{BULLETS}]|o(?=\t|[ \u00a0]{{2}}))[ \t\u00a0]+\S")
_CELLS = re.compile(r"[ ]{0,3}[^\s|][^\t|]*\t+[^\s|]")
_BROKEN = re.compile(r"(?:  |\\|<br ?/?>)$")
"""How a line ends after which the next begins below it."""

LIST = N_("Begin each line with a hyphen and a space (“- ”).")
TABLE = N_("Write a table: signs | between the cells, and below the first row a row |---|---|.")


def joined_lines(body: str) -> Iterator[Finding]:
    """The first line of each list or table of two lines at least that Markdown takes for a paragraph."""
    return islice(_joined(body), _REPORTED)


def _joined(body: str) -> Iterator[Finding]:
    for proposal, run in groupby(_lines(body), key=lambda line: line[0]):
        lines = [(at, text) for _, at, text in run] if proposal else []
        if len(lines) > 1 and any(not _BROKEN.search(text) for _, text in lines[:-1]):
            at, text = lines[0]
            yield Finding(at, "lines-joined", {"start": " ".join(text.split())[:_SHOWN], "proposal": proposal})


def _lines(body: str) -> Iterator[tuple[str, int, str]]:
    """Each line with what to make of those like it, if anything, and its offset."""
    at = 0
    for kind, line in line_kinds(body):
        yield _proposal(line) if kind in _PARAGRAPHS else "", at, line
        at += len(line) + 1


def _proposal(line: str) -> str:
    if _BULLET.match(line):
        return LIST
    return TABLE if _CELLS.match(line) else ""
