"""From bytes to text: UTF-8 and NFC only, without the characters that deceive a reader."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from placette.engine.problems.messages import SHORTER_TEXT
from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.characters import CONTROLS, INVISIBLE, is_suspect, suspects

TEXT_LIMIT = 200_000
"""Bytes of the largest text: some 30,000 words, ten times the longest post."""

_CONFLICT = re.compile(r"^(<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
"""What Git writes around the two versions of a passage; ``=======`` alone may underline a heading."""
_LINE_ENDS = re.compile(r"\r\n?")


def decode(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a source file, in NFC with ``\\n`` line ends, and what is wrong with its characters.

    A byte-order mark and CRLF are accepted. What is refused is U+FFFD in the text, so that nothing after
    this meets it, and lines are counted as editors count them. The text is empty when the bytes are not UTF-8.
    """
    if len(data) > TEXT_LIMIT:
        size, limit = -(-len(data) // 1000), TEXT_LIMIT // 1000
        return "", (problem("file-size", path, size=size, limit=limit, proposal=SHORTER_TEXT),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return "", (problem("not-utf8", path, line, at=line),)
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    problems = (*_conflicts(text, path), *_characters(text, path))
    return (INVISIBLE.sub("\ufffd", CONTROLS.sub("\ufffd", text)) if problems else text), problems


def _characters(text: str, path: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n") if is_suspect(text) else (), 1):
        for code, at, name in suspects(line):
            yield problem(code, path, number, at + 1 if name else 0, **({"name": name} if name else {}))


def _conflicts(text: str, path: str) -> Iterator[Problem]:
    for found in _CONFLICT.finditer(text):
        yield problem("conflict-marker", path, text.count("\n", 0, found.start()) + 1, 1, found[0], mark=found[1])
