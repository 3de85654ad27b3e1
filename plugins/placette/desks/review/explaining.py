"""The manual's paragraphs on a terminal, and the sentence that says where they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill, indent

from placette.engine.base.message import N_
from placette.engine.problems.manual import manual_chapter
from placette.engine.problems.problems import Translate

_EXAMPLE = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_MARGIN = "    "
_WHERE = N_("To understand a code: invoke explain CODE, or {page}.")


def for_terminal(markdown: str, width: int) -> str:
    """A paragraph of the manual in lines of at most ``width`` columns; its examples stay as they are."""
    return "\n\n".join(_blocks(markdown, width))


def _blocks(markdown: str, width: int) -> Iterator[str]:
    for number, part in enumerate(_EXAMPLE.split(markdown)):
        if number % 2:
            yield indent(part.rstrip(), _MARGIN)
            continue
        for block in filter(None, part.strip().split("\n\n")):
            yield fill(_plain(block), width, break_long_words=False, break_on_hyphens=False)


def _plain(block: str) -> str:
    """A block without the marks of quotations, bold words and links."""
    words = " ".join(line.removeprefix("> ") for line in block.split("\n"))
    return _LINK.sub(r"\1", words.replace("**", ""))


def where_explained(language: str, site: Path, translate: Translate) -> str:
    """The sentence that ends a report; empty where the manual isn't at hand."""
    page = manual_chapter(language)
    return translate(_WHERE).format(page=shown_from(page, site)) if page else ""


def shown_from(path: Path, site: Path) -> str:
    """A path as it is written in the site's folder; whole if it lies elsewhere."""
    return path.relative_to(site).as_posix() if path.is_relative_to(site) else path.as_posix()
