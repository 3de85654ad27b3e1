"""Something wrong with a contribution: a code, a place and the values that its message needs.

A problem is a value. The sentence that a person reads is made later, in their language, from the table in
``messages.py``. Tests compare problems; one test per code compares the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import unescape
from pathlib import Path

from placette.engine.base.dates import long_date
from placette.engine.base.installed import folders_of_code
from placette.engine.base.translation import N_, Message, Severity
from placette.engine.findings.messages import messages

Translate = Callable[[str], str]

_WINDOW = 90
"""Length limit of an excerpt in characters: one line of a terminal."""
_BEFORE = 40
"""How many characters of a long line are shown before the place, so that it can be recognised."""
_CUT = "…"
_AS_TYPED = {
    **dict.fromkeys(" \u00a0\u202f", r"\s*"),
    **dict.fromkeys("«»“”", '["«»“”]'),
    **dict.fromkeys("–—", "(?:[–—]|---?)"),
    "’": "['’]",
    "…": r"(?:…|\.{3})",
}
"""Regular expressions for what a writer may have typed instead of a typographic character."""
WORDS = ("proposal", "reason", "missing", "month", "what_here", "mend_here")
"""Values that are msgids, translated when the problem is explained; the last two replace a message's two sentences."""
_LISTS = ("kinds", "choices")
"""Values that are several msgids, separated by semicolons; names that are none stay as they are."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. ``line`` and ``column`` count from 1; 0 means the whole file.

    ``excerpt`` is the line, or its part around the column (see ``problem``). One that ``waits`` is of an unfinished
    draft, and blocks nothing else.
    """

    path: str
    line: int
    column: int
    code: str
    values: tuple[tuple[str, str], ...] = ()
    excerpt: str = ""
    waits: bool = False

    def __lt__(self, other: Problem) -> bool:
        return in_order(self) < in_order(other)

    @staticmethod
    def of(code: str, path: str = "", line: int = 0, column: int = 0, excerpt: str = "", **values: object) -> Problem:
        """Return a problem, or a finding of a whole site; see ``problem``."""
        return problem(code, path, line, column, excerpt, **values)

    @staticmethod
    def block(problems: Iterable[Problem]) -> bool:
        """Return whether any of the problems blocks publication."""
        return blocks(problems)

    @staticmethod
    def printable(text: str) -> str:
        """Return ``text`` with control characters, which a terminal would obey, and unprintable ones escaped."""
        return printable(text)

    def explain(self, translate: Translate, lang: str = "") -> tuple[str, str]:
        """Return what is wrong, and what to do (which may be empty)."""
        return explain(self, translate, lang)

    @property
    def severity(self) -> Severity:
        """Whether it blocks publication, keeps a draft waiting or is only advice."""
        return Severity.MISSING if self.waits else message_of(self.code).severity

    @property
    def caret(self) -> int:
        """The position of the column in ``excerpt``, from 0."""
        start = _window_start(self.column)
        return self.column - 1 - start + (len(_CUT) if start else 0)


_FIRST = "photo-position"
"""What is said of a file before all else: once the rest is right, git would keep it already."""


def in_order(one: Problem) -> tuple[str, int, int, bool, str, tuple[tuple[str, str], ...], str]:
    """Sort problems as ``<`` does, in less time."""
    return one.path, one.line, one.column, one.code != _FIRST, one.code, one.values, one.excerpt


def problem(code: str, path: str = "", line: int = 0, column: int = 0, excerpt: str = "", **values: object) -> Problem:
    """Return a problem, or a finding of a whole site, which needs no path; raises ``KeyError`` for an unknown code.

    ``excerpt`` is the whole line; only a window around the column is kept.
    """
    message_of(code)
    pairs = tuple((name, str(value)) for name, value in sorted(values.items()))
    return Problem(path, line, column, code, pairs, _window(excerpt, column))


def message_of(code: str) -> Message:
    """Return the message of a code; raises ``KeyError`` for an unknown one."""
    return messages()[code]


def subject_of(found: Problem) -> str:
    """Return the subject of a finding (a msgid); it is a legal duty if it keeps a site from being published."""
    return message_of(found.code).subject or LEGAL


def _window_start(column: int) -> int:
    return column - 1 - _BEFORE if column > _WINDOW * 2 // 3 else 0


def _window(line: str, column: int) -> str:
    start = _window_start(column)
    excerpt = line[start : start + _WINDOW]
    return (_CUT if start else "") + excerpt + (_CUT if len(line) > start + _WINDOW else "")


def blocks(problems: Iterable[Problem]) -> bool:
    """Return whether any of the problems blocks publication."""
    return bool(_blocking_codes(problems))


def blocking(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that block publication."""
    items = tuple(problems)
    codes = _blocking_codes(items)
    return tuple(item for item in items if item.code in codes and not item.waits) if codes else ()


def refused_texts(problems: Iterable[Problem]) -> list[str]:
    """Return the files that can't be published as they are, sorted."""
    return sorted({item.path for item in blocking(problems)})


def waiting(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems of drafts that aren't finished."""
    return tuple(item for item in problems if item.waits)


def to_mend(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that keep texts from being shown, even in a preview: those that block, those of drafts."""
    items = tuple(problems)
    return (*blocking(items), *waiting(items))


def _blocking_codes(problems: Iterable[Problem]) -> frozenset[str]:
    """Return the blocking codes. Thousands of problems share a few codes, so each is looked up once."""
    return frozenset(
        code
        for code in {item.code for item in problems if not item.waits}
        if message_of(code).severity is Severity.BLOCKING
    )


def without_echoes(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems, but for pictures whose file has a problem of its own among them."""
    items = list(problems)
    explained = {item.path for item in items}
    return [item for item in items if item.code != "photo-refused" or dict(item.values)["file"] not in explained]


def advice_codes() -> frozenset[str]:
    """Return the codes of advice: what ``READING_ADVICE_OFF`` may name."""
    return frozenset(
        code for code, message in messages().items() if message.severity is Severity.ADVICE and not message.subject
    )


def without(problems: Iterable[Problem], switched_off: frozenset[str]) -> list[Problem]:
    """Return the problems that remain when some advice isn't wanted; what blocks is never switched off."""
    unwanted = switched_off & advice_codes()
    return [item for item in problems if item.code not in unwanted]


def explain(found: Problem, translate: Translate, lang: str = "") -> tuple[str, str]:
    """Return the two sentences of a problem: what is wrong, and what to do (which may be empty).

    Days are written as people write them in ``lang``, if it is given.
    """
    message = message_of(found.code)
    values = {"path": found.path, **dict(found.values)}
    for name, value in values.items() if lang else ():
        with suppress(ValueError):
            values[name] = long_date(datetime.strptime(value, "%Y-%m-%d"), lang)
    for name in WORDS:
        if words := values.get(name):
            values[name] = translate(words).format_map(values)
    for name in _LISTS:
        if words := values.get(name):
            values[name] = ", ".join(translate(word) for word in words.split("; "))
    mend = values.get("mend_here") or (translate(message.mend).format_map(values) if message.mend else "")
    return values.get("what_here") or translate(message.what).format_map(values), mend


def locate(text: str, needle: str, first_line: int = 1) -> tuple[int, int, str]:
    """Return line, column and the line's text where ``needle`` first occurs in ``text``; zeros and no text if nowhere.

    Case and typography may differ. If it is only found by decoding entities (``&#106;``), the column is 0.
    """
    start = text.find(needle) if needle else -1
    if needle and start < 0:
        loose = "".join(_AS_TYPED.get(character, re.escape(character)) for character in needle)
        match = re.search(loose, text, re.IGNORECASE)
        start = match.start() if match else -1
    if start >= 0:
        begin = text.rfind("\n", 0, start) + 1
        end = text.find("\n", start)
        line = text.count("\n", 0, start) + first_line
        return line, start - begin + 1, text[begin : end if end >= 0 else None]
    for number, line_text in enumerate(text.split("\n") if needle and "&" in text else (), first_line):
        if needle in unescape(line_text):
            return number, 0, line_text
    return 0, 0, ""


ADDRESS, LEGAL, CONTACT = N_("Public address"), N_("Legal duties"), N_("Contact")
TEXTS, LINKS = N_("Texts and pictures"), N_("Links to other sites")
BACKUPS, SOFTWARE, BUILT = N_("Backups"), N_("Software"), N_("The built site")
ONLINE, EXAMINATION, DEADLINES = N_("Online"), N_("This examination"), N_("Legal deadlines")
"""The subjects of findings. A site's own feature may name another one."""


def printable(text: str) -> str:
    """Return ``text`` with control characters, which a terminal would obey, and unprintable ones escaped."""
    return "".join(c if c.isprintable() or c in " \u00a0\u202f" else c.encode("unicode_escape").decode() for c in text)


def columns(text: str) -> int:
    """Return the terminal columns that ``text`` takes: none for combining marks, two for wide characters (UAX #11)."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(bool(unicodedata.combining(character)) for character in text)


_PACKAGE = Path(__file__).parents[2]
_MANUALS = (_PACKAGE / "manual", _PACKAGE.parents[1] / "docs")
_CHAPTERS = {"fr": "fr/problemes", "en": "en/problems"}
"""The chapter in each language: a folder of pages, and beside it the page that lists all codes."""
_OTHERWISE = "en"
_HEADING, _FENCE = "### ", "```"


def manual_chapter(language: str) -> Path | None:
    """Return the page that lists all codes; None where the manual isn't at hand."""
    page = _chapter(language).with_suffix(".md")
    return page if page.is_file() else None


def explained_codes(language: str) -> tuple[str, ...]:
    """Return every code that the manual explains, in its order."""
    return tuple(_paragraphs(_pages(language)))


def paragraph(code: str, language: str) -> str:
    """Return what the manual says of a code, in Markdown and without its heading. Raises ``KeyError``."""
    return _paragraphs(_pages(language))[code]


def manual_folder() -> Path:
    """Return the folder of the manual, if it is at hand: in the package, or beside the code in its repository."""
    return next((folder for folder in _MANUALS if folder.is_dir()), _MANUALS[0])


def _chapter(language: str) -> Path:
    return manual_folder() / _CHAPTERS.get(language.partition("-")[0], _CHAPTERS[_OTHERWISE])


def _pages(language: str) -> tuple[Path, ...]:
    """Return the pages of the chapter, those of packages last; none where the manual isn't at hand."""
    chapter = _chapter(language)
    of_packages = (folder / "manual" / chapter.parent.name / chapter.name for folder in folders_of_code()[1:])
    folders = (chapter, *of_packages) if chapter.is_dir() else ()
    return tuple(page for folder in folders for page in sorted(folder.glob("*.md")))


@cache
def _paragraphs(pages: tuple[Path, ...]) -> dict[str, str]:
    """Return the text of each paragraph, by code."""
    return {code: text for page in pages for code, text in _read_page(page.read_text(encoding="utf-8"))}


def _read_page(text: str) -> Iterator[tuple[str, str]]:
    """Yield each code with the text below its heading; examples have lines like headings too."""
    code, lines, is_example = "", list[str](), False
    for line in (*text.splitlines(), "#"):
        is_example ^= line.startswith(_FENCE)
        if is_example or not line.startswith("#"):
            lines.append(line)
            continue
        if code:
            yield code, "\n".join(lines).strip()
        code, lines = line.removeprefix(_HEADING) if line.startswith(_HEADING) else "", []
