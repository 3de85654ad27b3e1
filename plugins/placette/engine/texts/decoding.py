"""From bytes to text: UTF-8 and NFC only, without the characters that deceive a reader."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from placette.engine.problems.problems import Problem, problem

TEXT_LIMIT = 200_000
"""Bytes of the largest text: some 30,000 words, ten times the longest post."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""C0 and C1 controls but tab, line feed and carriage return, and noncharacters: XML or HTML forbids them."""
_INVISIBLE = re.compile(
    "[\u202a-\u202e"  # embeddings and overrides (Trojan Source, CVE-2021-42574)
    "\u200b\u2060-\u2064\u206a-\u206f\ufeff\u180e\u115f\u1160\u3164\uffa0"  # no width, fillers
    "\u2028\u2029"  # line breaks that editors do not show
    "\U000e0000-\U000e007f\ufff9-\ufffb]"  # tags, interlinear annotation
)
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,6}\U000e007f")
"""Emoji of regional flags are the one honest use of tag characters."""
_ISOLATES = {"\u2066": 1, "\u2067": 1, "\u2068": 1, "\u2069": -1}
_SUSPECT = re.compile(f"[{_CONTROLS.pattern[1:-1]}{_INVISIBLE.pattern[1:-1]}{''.join(_ISOLATES)}]")
"""Any of these characters; a text without them is not looked at line by line."""
_LINE_ENDS = re.compile(r"\r\n?")


def decode(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a source file, in NFC with ``\\n`` line ends, and what is wrong with its characters.

    A byte-order mark and CRLF are accepted. What is refused is U+FFFD in the text, so that nothing after
    this meets it, and lines are counted as editors count them. The text is empty when the bytes are not UTF-8.
    """
    if len(data) > TEXT_LIMIT:
        return "", (problem("file-size", path, size=-(-len(data) // 1000), limit=TEXT_LIMIT // 1000),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return "", (problem("not-utf8", path, line, at=line),)
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    problems = tuple(_characters(text, path))
    return (_INVISIBLE.sub("\ufffd", _CONTROLS.sub("\ufffd", text)) if problems else text), problems


def _characters(text: str, path: str) -> Iterator[Problem]:
    if not _SUSPECT.search(text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        yield from _line_characters(line, path, number)


def _line_characters(line: str, path: str, number: int) -> Iterator[Problem]:
    plain = _FLAG.sub(lambda flag: " " * len(flag[0]), line)
    for code, pattern in (("control-character", _CONTROLS), ("invisible-character", _INVISIBLE)):
        if found := pattern.search(plain):
            yield problem(code, path, number, found.start() + 1, name=_name(found[0]))
    depth = 0
    for character in line if any(mark in line for mark in _ISOLATES) else "":
        depth += _ISOLATES.get(character, 0)
        if depth < 0:
            break
    if depth:
        yield problem("direction-unbalanced", path, number)


def _name(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
