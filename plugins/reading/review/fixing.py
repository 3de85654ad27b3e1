"""Mending what can be mended without asking: the form of a text, never its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from plugins.core.text import fold, nearest
from plugins.reading.scaffolding import quoted
from plugins.reading.schema import Matter, canonical_keys, spelling

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
_LINE = re.compile(r"(?P<key>[^\s:#'\"\[\]{},-][^:#\n]{0,40}?)[ \t\u00a0\u202f]*:(?:[ \t]+(?P<value>.*))?")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_SPELT = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?\s+([^\W\d]+)\s+(\d{4})", re.IGNORECASE)
_DATES = frozenset({"date", "modified"})


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text and what was done to it, as codes of what was wrong."""

    text: str
    done: tuple[str, ...]


def fix_text(data: bytes, kind: type[Matter], tags: Mapping[str, str]) -> Fixed | None:
    """The text of a file with its form mended; None when it can't be read as UTF-8 or as Windows' Latin.

    ``tags`` maps folded tags of the site to their usual spelling.
    """
    text, done = _decode(data)
    if text is None:
        return None
    steps: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("spaces", _tidy_spaces),
        ("front-matter", lambda given: _fix_matter(given, kind, tags)),
    )
    for name, step in steps:
        mended = step(text)
        if mended != text:
            text, done = mended, (*done, name)
    return Fixed(text, done)


def iso_date(written: str) -> str:
    """A date written in one of the usual ways as year-month-day; unchanged when it isn't one, or is ambiguous."""
    bare = written.strip("\"' ")
    if found := _SLASHED.fullmatch(bare):
        day, month, year = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    elif (found := _SPELT.fullmatch(bare)) and fold(found[2]) in _MONTHS:
        day, month, year = found[1], str(_MONTHS[fold(found[2])]), found[3]
    else:
        return written
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return written


def _decode(data: bytes) -> tuple[str | None, tuple[str, ...]]:
    for encoding, done in (("utf-8-sig", ()), ("cp1252", ("encoding",))):
        try:
            return data.decode(encoding), done
        except UnicodeDecodeError:
            continue
    return None, ()


def _tidy_spaces(text: str) -> str:
    """NFC, Unix line ends, no spaces at ends of lines but Markdown's two, one line end at the end."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    tidy = [line.rstrip() + ("  " if line.endswith("  ") and line.strip() else "") for line in lines]
    return "\n".join(tidy).rstrip("\n ") + "\n"


def _fix_matter(text: str, kind: type[Matter], tags: Mapping[str, str]) -> str:
    found = _MATTER.match(text)
    if not found:
        return text
    lines = [_fix_line(line, kind, tags) for line in found[2].split("\n")]
    return found[1] + "\n".join(lines) + text[found.start(3) :]


def _fix_line(line: str, kind: type[Matter], tags: Mapping[str, str]) -> str:
    """One ``key: value`` line at the left margin; anything else stays as it is."""
    found = _LINE.fullmatch(line)
    if not found:
        return line
    key, value = _fix_key(found["key"].strip(), kind), (found["value"] or "").strip()
    name = canonical_keys(kind).get(spelling(key), "")
    if name in _DATES:
        value = iso_date(value)
    elif name == "tags":
        value = _fix_tags(value, tags)
    elif _needs_quotes(value):
        value = quoted(value)
    return f"{key}: {value}".rstrip()


def _fix_key(written: str, kind: type[Matter]) -> str:
    """A key written almost right, as it should be; only when a single known key is that close."""
    known = canonical_keys(kind)
    if spelling(written) in known:
        return written.lower() if written != written.lower() else written
    close = nearest(spelling(written), known, 2)
    almost = [name for name in close if abs(len(name) - len(spelling(written))) <= 1]
    meanings = {known[name] for name in almost}
    return known[almost[0]] if len(meanings) == 1 and almost[0][:1] == spelling(written)[:1] else written


def _fix_tags(value: str, tags: Mapping[str, str]) -> str:
    """Tags in small letters, once each, spelt as elsewhere on the site."""
    if not (value.startswith("[") and value.endswith("]")) or any(mark in value for mark in "\"'{"):
        return value
    items = [item.strip() for item in value[1:-1].split(",") if item.strip()]
    spelt = [tags.get(fold(item), item if item.isupper() else item.lower()) for item in items]
    return f"[{', '.join(dict.fromkeys(spelt))}]"


def _needs_quotes(value: str) -> bool:
    """Whether YAML would misread a plain value: a colon and space, a comment, a leading sign of its own."""
    if not value or value[0] in "\"'[{|>":
        return False
    return ": " in value or " #" in value or value.endswith(":") or value[0] in "&*!%@`#"
