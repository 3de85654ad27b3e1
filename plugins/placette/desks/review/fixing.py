"""Mends what can be mended without asking: the form of a text, never its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from placette.desks.review.body_fixing import mend_body, mend_characters
from placette.engine.base.text import fold
from placette.engine.texts.matter import quoted, split_source
from placette.engine.texts.schema import Matter, accepted_spellings, canonical_keys, spelling
from placette.engine.texts.validation import type_entries

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier january", "fevrier february", "mars march", "avril april", "mai may", "juin june", "juillet july",
            "aout august", "septembre september", "octobre october", "novembre november", "decembre december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MATTER = re.compile(r"\A(---[ \t]*\n)(.*?)(^---[ \t]*$)", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"(?P<key>[^\s:#'\"\[\]{},-][^:#\n]{0,40}?)[ \t\u00a0\u202f]*:(?P<gap>[ \t]*)(?P<value>.*)")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})", re.ASCII)
_SPELT = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?\s+([^\W\d]+)\s+(\d{4})", re.IGNORECASE | re.ASCII)
_DATES = frozenset({"date", "modified"})
_CLOSED = {"'": "'", '"': '"', "[": "]", "{": "}"}
_PLAIN_TAG = re.compile(r"[^\W_][\w '’./&+-]*")
_LONGEST = 20_000
"""Length in characters beyond which an information block is refused anyway."""
_NEAR = 0.8
"""How similar a key must be to a known one to count as a slip: «titel» is «title», «draft» isn't «date»."""
_WINDOWS_LETTERS = frozenset("àâäæçéèêëîïôöœùûüÿñáíóúãõßÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸÑÁÍÓÚ«»“”‘’–—…€°ºª§·²³½¼×\u00a0\u00ad")
"""Non-ASCII letters of western texts typed on Windows. Any other means that the encoding is a different one."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A mended text, and the codes of what was wrong."""

    text: str
    done: tuple[str, ...]


def fix_text(data: bytes, kind: type[Matter], tags: Mapping[str, str]) -> Fixed | None:
    """The text of a file with its form mended; None if it is neither UTF-8 nor Windows-1252.

    ``tags`` maps the site's folded tags to their usual spelling. An information block that would have more problems
    than before is left as it was.
    """
    text, done = _decode(data)
    if text is None:
        return None
    steps: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("characters", mend_characters),
        ("spaces", _tidy_spaces),
        ("front-matter", lambda given: _fix_matter(given, kind, tags)),
        ("markup", _fix_body),
    )
    for name, step in steps:
        mended = step(text)
        if mended != text:
            text, done = mended, (*done, name)
    return Fixed(text, done)


def iso_date(written: str) -> str:
    """A date in one of the usual notations as year-month-day (in 05/01 the day is 5); else unchanged."""
    bare = written.strip("\"' ")
    if found := _SLASHED.fullmatch(bare):
        day, month, year = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    elif (found := _SPELT.fullmatch(fold(bare))) and found[2] in _MONTHS:
        day, month, year = found[1], str(_MONTHS[found[2]]), found[3]
    else:
        return written
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return written


def _decode(data: bytes) -> tuple[str | None, tuple[str, ...]]:
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        mixed = not data.decode("utf-8", "ignore").isascii()
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None, ()
    usual = all(c in _WINDOWS_LETTERS or c in "\t\r\n" or " " <= c <= "~" for c in text)
    return (text, ("encoding",)) if usual and not mixed else (None, ())


def _tidy_spaces(text: str) -> str:
    """Apply NFC and Unix line ends; remove trailing spaces (but Markdown's two) and empty lines around the text."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    tidy = [line.rstrip() + ("  " if line.endswith("  ") and line.strip() else "") for line in lines]
    return "\n".join(tidy).rstrip().lstrip("\n") + "\n" if text.strip() else text


def _fix_body(text: str) -> str:
    found = _MATTER.match(text)
    return text[: found.end()] + mend_body(text[found.end() :]) if found else text


def _fix_matter(text: str, kind: type[Matter], tags: Mapping[str, str]) -> str:
    found = _MATTER.match(text)
    if not found or len(found[2]) > _LONGEST:
        return text
    lines = found[2].split("\n")
    present = {name for line in lines if (name := _meaning(line, kind))}
    mended = [
        line if part else _fix_line(line, kind, tags, present) for line, part in zip(lines, _parts(lines), strict=True)
    ]
    better = found[1] + "\n".join(mended) + text[found.start(3) :]
    return better if _count_problems(better, kind) <= _count_problems(text, kind) else text


def _count_problems(text: str, kind: type[Matter]) -> int:
    """The number of problems of an information block; one that can't be found at all counts as the worst."""
    source, cut = split_source(text, "")
    return 1000 * len(cut) + len(type_entries(source.entries, kind, "").problems)


def _meaning(line: str, kind: type[Matter]) -> str:
    found = _LINE.fullmatch(line)
    return canonical_keys(kind).get(spelling(found["key"].strip()), "") if found else ""


def _parts(lines: list[str]) -> list[bool]:
    """For each line, whether it is part of a value of several lines, which can't be mended line by line."""
    parts = []
    open_mark = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        parts.append(bool(open_mark) or following[:1].isspace() or following.startswith("- "))
        found = _LINE.fullmatch(line)
        value = found["value"].strip() if found and not open_mark else line.strip()
        if open_mark:
            open_mark = "" if value.endswith(open_mark) else open_mark
        elif value[:1] in _CLOSED and not value.endswith(_CLOSED[value[:1]], 1) and " #" not in value:
            open_mark = _CLOSED[value[:1]]
    return parts


def _fix_line(line: str, kind: type[Matter], tags: Mapping[str, str], present: set[str]) -> str:
    """Mend one ``key: value`` line at the left margin; anything else stays as it is."""
    found = _LINE.fullmatch(line)
    if not found:
        return line
    key, value = _fix_key(found["key"].strip(), kind, present), found["value"].strip()
    name = canonical_keys(kind).get(spelling(key), "")
    if value and not found["gap"] and not name:
        return line  # https://… isn't a key
    if name in _DATES:
        value = iso_date(value)
    elif name == "tags":
        value = _fix_tags(value, tags)
    elif _needs_quotes(value):
        value = quoted(value)
    return f"{key}: {value}".rstrip()


def _fix_key(written: str, kind: type[Matter], present: set[str]) -> str:
    """The right spelling of a key, if exactly one known key is that similar and isn't present already."""
    known = canonical_keys(kind)
    if spelling(written) in known:
        return written.lower()
    names = {spelling(name): name for key in kind.model_fields for name in accepted_spellings(kind, key)}
    close = [name for name in names if _is_slip(spelling(written), name)]
    meanings = {known[name] for name in close}
    if len(meanings) != 1 or meanings & present:
        return written
    return names[max(close, key=lambda name: SequenceMatcher(None, spelling(written), name).ratio())]


def _is_slip(written: str, name: str) -> bool:
    """Whether ``written`` is ``name`` with a typing slip."""
    alike = abs(len(name) - len(written)) <= 1 and name[:1] == written[:1]
    return alike and SequenceMatcher(None, written, name).ratio() >= _NEAR


def _fix_tags(value: str, tags: Mapping[str, str]) -> str:
    """The tags, each once, spelt as elsewhere on the site."""
    items = [item.strip() for item in value[1:-1].split(",") if item.strip()]
    if not (value.startswith("[") and value.endswith("]")) or not all(map(_PLAIN_TAG.fullmatch, items)):
        return value
    once: dict[str, str] = {}
    for item in items:
        usual = tags.get(fold(item), item)
        once.setdefault(fold(item), usual if _PLAIN_TAG.fullmatch(usual) else item)
    return f"[{', '.join(once.values())}]"


def _needs_quotes(value: str) -> bool:
    """Whether YAML would misread a plain value: a colon and a space, a leading indicator, a comment."""
    if not value or value[0] in "\"'[{|>#" or " #" in value:
        return False
    return bool(re.search(r":(?:\s|$)", value)) or value[0] in "&*!%@`" or value.startswith(("- ", "? "))
