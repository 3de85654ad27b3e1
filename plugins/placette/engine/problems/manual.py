"""The manual's paragraph on each problem: what it means, why the site asks for it, how to mend it.

It is read from the chapter's own files (``docs/fr/problemes/``, ``docs/en/problems/``): each heading of the third level
is a code, and so the anchor that a forge gives it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[2]
_MANUALS = (_PACKAGE / "manual", _PACKAGE.parents[1] / "docs")
_CHAPTERS = {"fr": "fr/problemes", "en": "en/problems"}
"""The chapter in each language: a folder of pages, and beside it the page that lists all codes."""
_OTHERWISE = "en"
_HEADING, _FENCE = "### ", "```"


def manual_page(code: str, language: str) -> str:
    """The file and the anchor of a code's paragraph (``…/docs/fr/problemes/images.md#photo-alt``).

    In English where there is no manual in that language; empty where there is none, or no such paragraph.
    """
    found = _paragraphs(_chapter(language)).get(code)
    return f"{found[0]}#{code}" if found else ""


def manual_chapter(language: str) -> Path | None:
    """The page that lists all codes; None where the manual isn't at hand."""
    page = _chapter(language).with_suffix(".md")
    return page if page.is_file() else None


def explained_codes(language: str) -> tuple[str, ...]:
    """Every code that the manual explains, in its order."""
    return tuple(_paragraphs(_chapter(language)))


def paragraph(code: str, language: str) -> str:
    """What the manual says of a code, in Markdown and without its heading; raises ``KeyError`` if it says nothing."""
    return _paragraphs(_chapter(language))[code][1]


def manual_folder() -> Path:
    """Where the manual lies, if it is at hand: in the package, or beside the code in its repository."""
    return next((folder for folder in _MANUALS if folder.is_dir()), _MANUALS[0])


def _chapter(language: str) -> Path:
    return manual_folder() / _CHAPTERS.get(language.partition("-")[0], _CHAPTERS[_OTHERWISE])


@cache
def _paragraphs(chapter: Path) -> dict[str, tuple[Path, str]]:
    """The page and the text of each paragraph, by code."""
    pages = sorted(chapter.glob("*.md"))
    return {code: (page, text) for page in pages for code, text in _read_page(page.read_text(encoding="utf-8"))}


def _read_page(text: str) -> Iterator[tuple[str, str]]:
    code, lines = "", list[str]()
    for is_heading, line in _lines(text):
        if not is_heading:
            lines.append(line)
            continue
        if code:
            yield code, "\n".join(lines).strip()
        code, lines = line.removeprefix(_HEADING) if line.startswith(_HEADING) else "", []
    if code:
        yield code, "\n".join(lines).strip()


def _lines(text: str) -> Iterator[tuple[bool, str]]:
    """Each line, and whether it is a heading: examples hold some too."""
    is_example = False
    for line in text.splitlines():
        is_example ^= line.startswith(_FENCE)
        yield not is_example and line.startswith("#"), line
