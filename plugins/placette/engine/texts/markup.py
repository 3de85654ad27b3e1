"""Markdown to HTML: an explicit list of extensions, after caps on what makes the converter slow."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.tables import TableExtension
from markdown.util import STX, AtomicString, Registry

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
_DENSE = re.compile(r"[\[\](){}<>*_`~!|^#+\-\d](?:[ .]{0,2}+[\[\](){}<>*_`~!|^#+\-\d]){11}")
"""What every run holds: a dozen marks or digits with nothing but spaces and stops between; quick to look for."""
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
    if _DENSE.search(text) and (run := _RUNS.search(text)):
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
    converter = make_converter()
    _hasten_preprocessors(converter)
    _hasten_blocks(converter)
    _hasten_inlines(converter)
    converter.block_level_elements = frozenset(converter.block_level_elements)  # a list, and asked for every tag
    return converter


def make_converter() -> Markdown:
    """The library's own converter with our extensions: what ``to_html`` is, without its shortcuts."""
    options = {"markdown.extensions.footnotes": {"BACKLINK_TITLE": "{}", "UNIQUE_IDS": False, "SUPERSCRIPT_TEXT": "{}"}}
    return Markdown(extensions=list(_EXTENSIONS), extension_configs=options, output_format="html")


# The converter tries every processor on every block and every pattern on every piece of text, and for most of them
# nothing there could match. What follows passes those over; what comes out is the same (``test_markup.py``).

_Marks = Mapping[str, tuple[str, ...]]
_Marked = list[tuple[Any, tuple[str, ...]]]

_SOURCE_MARKS: _Marks = {"fenced_code_block": ("```", "~~~"), "html_block": ("<", "&")}
_BLOCK_MARKS: _Marks = {
    "admonition": ("!!!",),
    "table": ("|",),
    "hashheader": ("#",),
    "quote": (">",),
    "deflist": (": ",),
    "footnote": ("]:",),
    "abbr": ("*[",),
    "reference": ("]:",),
}
_INLINE_MARKS: _Marks = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("](",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
"""By Python-Markdown's names: without one of these in the text, the processor or pattern does nothing."""
_TO_REFERENCES = frozenset({"reference", "image_reference", "short_reference", "short_image_ref"})
"""Patterns that do nothing where the text defines no reference."""
_INLINE_MARK = re.compile(rf"[`\\\[<&*_{STX}]")

_PROSE = re.compile(r"(?:\*{0,2}+(?:[^\W\d_]|\d++(?!\.)|[«“\"'(…—])[^\n|]*+\n?+)++")
"""A block that is a paragraph: no line begins as something else would, and nothing parts the cells of a table."""


def _marked(registry: Registry, marks: _Marks) -> _Marked:
    """The registered processors in their order, each with its marks; one without any always has its turn."""
    known = {registry[name]: found for name, found in marks.items()}
    return [(processor, known.get(processor, ("",))) for processor in registry]


def _needed(marked: _Marked, text: str) -> list[Any]:
    return [processor for processor, marks in marked if any(mark in text for mark in marks)]


def _hasten_preprocessors(converter: Markdown) -> None:
    """Look for fenced code and for HTML only in a source that holds their marks."""
    for name, priority in (("fenced_code_block", 25), ("html_block", 20)):
        run = partial(_run_if_marked, converter.preprocessors[name].run, _SOURCE_MARKS[name])
        converter.preprocessors.register(SimpleNamespace(run=run), name, priority)


def _run_if_marked(run: Callable[[list[str]], list[str]], marks: tuple[str, ...], lines: list[str]) -> list[str]:
    text = "\n".join(lines)
    return run(lines) if any(mark in text for mark in marks) else lines


def _hasten_blocks(converter: Markdown) -> None:
    """Make paragraphs of plain prose at once, and try only the processors whose marks the text holds."""
    parser = converter.parser
    marked, paragraph = _marked(parser.blockprocessors, _BLOCK_MARKS), parser.blockprocessors["paragraph"]
    prose = SimpleNamespace(test=lambda _parent, block: _PROSE.fullmatch(block), run=paragraph.run)

    def choose(lines: list[str]) -> list[str]:
        parser.blockprocessors = [prose, *_needed(marked, "\n".join(lines))]
        return lines

    converter.preprocessors.register(SimpleNamespace(run=choose), "choose", 0)  # last: sees what the parser will


def _hasten_inlines(converter: Markdown) -> None:
    """Try only the patterns whose marks the text holds, and none on what holds no mark."""
    marked = _marked(converter.inlinePatterns, _INLINE_MARKS)
    to_references = {converter.inlinePatterns[name] for name in _TO_REFERENCES}
    inline, abbreviations = converter.treeprocessors["inline"], converter.treeprocessors["abbr"].abbrs

    def choose(root: Element) -> None:
        needed = _needed(marked, "".join(root.itertext()))
        inline.inlinePatterns = [p for p in needed if converter.references or p not in to_references]
        for node in () if abbreviations else root.iter():  # they are not looked for in what is atomic
            text = node.text
            if text and not _INLINE_MARK.search(text) and "  \n" not in text:
                node.text = AtomicString(text)

    converter.treeprocessors.register(SimpleNamespace(run=choose), "choose", 21)  # just before «inline», at 20
