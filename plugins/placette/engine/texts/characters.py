"""Characters that deceive a reader or break a page, wherever they hide: typed, or spelt as ``"\\0"`` or ``&#8238;``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html.entities import html5

from placette.engine.findings.messages import SHORTER_TEXT
from placette.engine.findings.problems import Problem, problem

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""C0 and C1 controls but tab, line feed and carriage return, and noncharacters: XML or HTML forbids them."""
INVISIBLE = re.compile(
    "[\u202a-\u202e"  # embeddings and overrides (Trojan Source, CVE-2021-42574)
    "\u200b\u2060-\u2064\u206a-\u206f\ufeff\u180e\u115f\u1160\u3164\uffa0"  # no width, fillers
    "\u2028\u2029"  # line breaks that editors do not show
    "\U000e0000-\U000e007f\ufff9-\ufffb]"  # tags, interlinear annotation
)
_PATTERNS = (("control-character", CONTROLS), ("invisible-character", INVISIBLE))
WIDTHLESS = frozenset("\u200b\u2060\ufeff\u180e")
"""Characters in text pasted from web pages and word processors, removed without a problem."""
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,6}\U000e007f")
"""Emoji of regional flags are the one honest use of tag characters."""
_ISOLATES = {"\u2066": 1, "\u2067": 1, "\u2068": 1, "\u2069": -1}
_SUSPECT = re.compile(f"[{CONTROLS.pattern[1:-1]}{INVISIBLE.pattern[1:-1]}{''.join(_ISOLATES)}]")
"""Any of these characters; a text without them is not looked at line by line."""
_REFERENCE = re.compile(
    r"&(?:#(?P<number>\d{1,8})|#[xX](?P<hex>[0-9a-fA-F]{1,7})|(?P<name>[A-Za-z]\w{1,32}));?", re.ASCII
)
_STACKED = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
"""Marks piled on one letter, which cover the lines around it: three are enough for any language."""
_BLANKS = frozenset("\u2800\u3164\uffa0\u115f\u1160")
"""Letters and symbols that show nothing."""
FOREIGN_MARKS = r"""
    (?P<Hugo>\{\{[<%].{0,200}?[>%]\}\})
  | (?P<Jekyll>\{%.{0,200}?%\}|\{\{.{0,200}?\}\})
  | (?P<WordPress>\[/?(?:caption|gallery|embed|video|audio|playlist|button|vc_\w+|et_pb_\w+|su_\w+)\b[^\]\n]{0,200}\])
  | (?P<Obsidian>(?<![\w=])==(?=[^\s=])[^=\n]{1,200}(?<=\S)==(?![\w=]))
  | (?P<kramdown>\{:[^{}\n]{1,200}\}|\{[.\#][\w-][^{}\n]{0,200}\})"""
"""Marks of other programs among words, by the program, as a verbose pattern: the check names them, an import takes
them out. A pattern that ends in a mark begins at the start of its word alone: a word of a whole page takes minutes."""
FOREIGN_LINES = re.compile(
    r"(?P<Docusaurus>:::+[ \t]*(?:\{[^{}\n]{0,200}\}?|[\w-]*))|(?P<Typora>\[\[?_?(?i:toc)_?\]?\][ \t]*$)"
    r"|(?P<MkDocs>(?:\?\?\?\+?[ \t]+[\w-]+|===[+!]?)[ \t]+(?=\"))",
    re.MULTILINE,
)
"""How lines begin that are marks of other programs, by the program."""

Suspect = tuple[str, int, str]
"""The code of a problem, the place of its character in a line (from 0), and the character's name."""


def is_suspect(text: str) -> bool:
    """Return whether a text may contain any such character; quick."""
    return bool(_SUSPECT.search(text))


def suspects(line: str) -> Iterator[Suspect]:
    """Yield the problems of the characters of one line or value."""
    plain = _FLAG.sub(lambda flag: " " * len(flag[0]), line)
    for code, pattern in _PATTERNS:
        if match := pattern.search(plain):
            yield code, match.start(), _name(match[0])
    depth = 0
    for character in line if any(mark in line for mark in _ISOLATES) else "":
        depth += _ISOLATES.get(character, 0)
        if depth < 0:
            break
    if depth:
        yield "direction-unbalanced", 0, ""


def referred(text: str) -> Iterator[Suspect]:
    """Yield the character references of a Markdown or HTML text (``&#8238;``) for such a character."""
    for match in _REFERENCE.finditer(text):
        character = _character(match)
        for code, pattern in _PATTERNS:
            if pattern.search(character):
                yield code, match.start(), _name(character[0])


def without_tricks(text: str) -> str:
    """Return a text without control, invisible and direction-changing characters, letters with three marks."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = _SUSPECT.sub("", plain)
    return unicodedata.normalize("NFC", _STACKED.sub(r"\1", unicodedata.normalize("NFD", plain)))


def has_visible(text: str) -> bool:
    """Return whether a reader sees anything of ``text``: a letter, a digit, a sign or a picture."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in _BLANKS for c in text)


def _character(found: re.Match[str]) -> str:
    if found["name"]:
        return html5.get(f"{found['name']};", "")
    number = int(found["number"]) if found["number"] else int(found["hex"], 16)
    return chr(number) if number <= 0x10FFFF else ""


def _name(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


TEXT_LIMIT = 200_000
"""Bytes of the largest text: some 30,000 words, ten times the longest post."""

_CONFLICT = re.compile(r"^(<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
"""Git's marks around the two versions of a passage; ``=======`` alone may underline a heading."""
_LINE_ENDS = re.compile(r"\r\n?")


def decode(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of a source file, in NFC with ``\\n`` line ends, and the problems of its characters.

    A byte-order mark and CRLF are accepted. A refused character becomes U+FFFD in the text, so that nothing after this
    meets it, and lines are counted as editors count them. The text is empty when the bytes are not UTF-8.
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
    problems = []
    for mark in _CONFLICT.finditer(text):
        line = text.count("\n", 0, mark.start()) + 1
        problems.append(problem("conflict-marker", path, line, 1, mark[0], mark=mark[1]))
    for number, line_text in enumerate(text.split("\n") if is_suspect(text) else (), 1):
        for code, at, name in suspects(line_text):
            problems.append(problem(code, path, number, at + 1 if name else 0, **({"name": name} if name else {})))
    return (INVISIBLE.sub("\ufffd", CONTROLS.sub("\ufffd", text)) if problems else text), tuple(problems)
