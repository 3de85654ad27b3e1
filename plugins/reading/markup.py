"""Markdown to HTML: an explicit list of extensions, after caps on what makes the converter slow."""

from __future__ import annotations

import re
from functools import cache

from markdown import Markdown
from markdown.extensions.tables import TableExtension

_EXTENSIONS = (
    "markdown.extensions.abbr",
    "markdown.extensions.admonition",
    "markdown.extensions.def_list",
    "markdown.extensions.fenced_code",
    "markdown.extensions.footnotes",
    "markdown.extensions.sane_lists",
    TableExtension(use_align_attribute=True),
)
"""Not ``extra``, ``attr_list``, ``md_in_html``, ``meta``, ``codehilite``: each opens an attack or is slow."""

_RUNS = re.compile(
    r"([\[\](){}<>*_`~!|^#+])\1{39,}+"
    r"|^[ \t]*+(?=[-*+>\d])(?!(?:- ?)++$|(?:\* ?)++$)(?:[-*+>] ?){24,}+|(?<![\d.)])(?:\d++[.)] ){12,}+",
    re.MULTILINE,
)
"""Forty of one mark in a row, or twenty nested lists or quotations on one line; rules (``---``) are no lists."""
_COUNTS = (
    *(("[", 3000), ("](", 1500), ("[^", 600), ("![", 600), ("<", 3000), ("`", 4000), ("~~~", 600)),
    *(("\n#", 1000), ("\t", 4000), ("|", 20000)),
)
"""Marks a 30,000-word text does not need; beyond, the converter is super-linear (measured on 3.11.3)."""
_UNBALANCED = 300
"""Brackets without their other half, each of which is looked for to the end of the text."""


class MarkupError(ValueError):
    """A text on which the converter fails, such as lists nested deeper than Python can follow."""


def excess(text: str) -> tuple[str, str] | None:
    """What is too much in a text and the run it begins with, or None."""
    if run := _RUNS.search(text):
        return run[0][:12], run[0]
    for mark, limit in _COUNTS:
        if text.count(mark) > limit:
            return mark.strip("\n"), mark.strip("\n")
    if abs(text.count("[") - text.count("]")) > _UNBALANCED:
        return "[", "["
    return None


def to_html(text: str) -> str:
    """The HTML of a Markdown text, not yet safe. One converter serves a whole process. Raises ``MarkupError``."""
    converter = _converter()
    converter.reset()
    try:
        return str(converter.convert(text))
    except MemoryError:
        raise
    except Exception as error:
        _converter.cache_clear()  # an interrupted one would convert the next text otherwise
        raise MarkupError(type(error).__name__) from error


@cache
def _converter() -> Markdown:
    options = {"markdown.extensions.footnotes": {"BACKLINK_TITLE": "{}", "UNIQUE_IDS": False, "SUPERSCRIPT_TEXT": "{}"}}
    return Markdown(extensions=list(_EXTENSIONS), extension_configs=options, output_format="html")
