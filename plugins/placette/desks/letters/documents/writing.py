"""Blocks as our Markdown: what a visitor will read is what the document said, whatever signs were in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from markdownify import ATX, BACKSLASH, MarkdownConverter
from selectolax.lexbor import LexborHTMLParser

from placette.desks.letters.documents.blocks import (
    Blocks,
    Divider,
    DocumentBlock,
    Enumeration,
    Grid,
    Paragraph,
    Quotation,
    RunKind,
    WordRun,
    paragraphs,
)
from placette.desks.letters.documents.emphasis import inline_html, with_clear_marks, without_marks
from placette.desks.letters.documents.escaping import escape_inline, escape_label, escape_start
from placette.engine.texts.markup import to_html

_ITEM_END = "\u00a0; "
"""Between the items of a list that stood in a cell of a table, as French sets them."""


def to_markdown(blocks: Blocks, notes: Mapping[str, Blocks]) -> str:
    """The Markdown of blocks, with the notes that they call at the end; it means the same in our converter."""
    called = dict.fromkeys(run.text for p in paragraphs(blocks) for run in p.runs if run.kind is RunKind.NOTE)
    labels = {label: str(number) for number, label in enumerate((label for label in called if label in notes), 1)}
    parts = [_converted(_html_of(blocks, labels))]
    for label, number in labels.items():
        text = _converted(_html_of(notes[label], {}))
        parts.append(f"[^{number}]: " + text.replace("\n", "\n    ").replace("\n    \n", "\n\n"))
    return "\n\n".join(part for part in parts if part)


def _converted(html: str) -> str:
    return str(_writer().convert(html)).strip("\n")


def _html_of(blocks: Blocks, labels: Mapping[str, str], *, tight: bool = False) -> str:
    """Blocks as the HTML that ``_MarkdownWriter`` reads; two lists in a row get different signs."""
    parts: list[str] = []
    before: DocumentBlock | None = None
    other = False
    for block in blocks:
        other = not other and isinstance(block, Enumeration) and _would_join(block, before)
        parts.append(_block_html(block, labels, tight=tight, other=other))
        before = block
    return "".join(parts)


def _would_join(block: Enumeration, before: DocumentBlock | None) -> bool:
    """Whether a list would go on the one before it."""
    return isinstance(before, Enumeration) and (block.start < 0) == (before.start < 0)


def _block_html(block: DocumentBlock, labels: Mapping[str, str], *, tight: bool, other: bool) -> str:
    if isinstance(block, Paragraph):
        tag = block.role if block.role.startswith("h") else "p"
        kind = ' class="tight"' if tight and tag == "p" else ""
        return f"<{tag}{kind}>{_inline(block.runs, labels)}</{tag}>"
    if isinstance(block, Enumeration):
        tag, start = ("ol", f' start="{block.start}"') if block.start >= 0 else ("ul", "")
        items = "".join(f"<li>{_html_of(item, labels, tight=_is_tight(item))}</li>" for item in block.items)
        kind = ' class="other"' if other else ""
        return f"<{tag}{start}{kind}>{items}</{tag}>"
    if isinstance(block, Quotation):
        return f"<blockquote>{_html_of(block.blocks, labels)}</blockquote>"
    if isinstance(block, Grid):
        cells = ("".join(f"<td>{_inline(tuple(_flat(cell)), labels)}</td>" for cell in row) for row in block.rows)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    return "<hr>"


def _is_tight(item: Blocks) -> bool:
    """Whether an item is one paragraph, with deeper lists or not."""
    return not any(isinstance(block, Paragraph | Quotation | Grid | Divider) for block in item[1:])


def _flat(cell: Blocks) -> Iterator[WordRun]:
    """What a cell holds as one line, since a row of a Markdown table is one: commas stand where lines ended."""
    before = ""
    for block in cell:
        yield WordRun(_between(before))
        if isinstance(block, Paragraph):
            for run in block.runs:
                shown = WordRun(_between(before)) if run.kind is RunKind.BREAK else run
                yield replace(shown, marks=shown.marks - {"code"})
                before = shown.text or before
        elif isinstance(block, Enumeration):
            for place, item in enumerate(block.items):
                yield WordRun(_ITEM_END if place else "")
                yield from _flat(item)
            before = "."


def _between(before: str) -> str:
    """What parts a line from the one ``before`` it."""
    return ", " if before[-1:].isalnum() else " " if before else ""


def _inline(runs: tuple[WordRun, ...], labels: Mapping[str, str]) -> str:
    """Runs as HTML, with as many of their marks as Markdown can say without showing a sign of its own."""
    known = tuple(replace(run, text=labels.get(run.text, "")) if run.kind is RunKind.NOTE else run for run in runs)
    known = tuple(run for run in known if run.kind is not RunKind.NOTE or run.text)
    if not any(run.marks for run in known):
        return inline_html(known)
    plain = without_marks(known, "em", "strong", "del", "code")
    written = " ".join(Paragraph(known).words.split())
    for tried in (with_clear_marks(known), with_clear_marks(without_marks(known, "em", "del", "code"))):
        html = inline_html(tried)
        shown = _shown(html)
        if shown in {written, _shown(inline_html(plain)) if shown != written else ""}:
            return html
    return inline_html(plain)


def _shown(html: str) -> str:
    """The words that a visitor reads of a paragraph."""
    tree = LexborHTMLParser(to_html(_converted(f"<p>{html}</p>")))
    return " ".join(tree.text().split())


@cache
def _writer() -> MarkdownConverter:
    return _MarkdownWriter(heading_style=ATX, newline_style=BACKSLASH, bs4_options="html.parser")


# ruff: noqa: ARG002 - what markdownify calls has its parameters


class _MarkdownWriter(MarkdownConverter):  # type: ignore[misc,no-any-unimported]
    """markdownify, where it would change what a text means: escapes, widths of markers, tables, addresses as words."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return escape_label(text) if "a" in parent_tags else escape_inline(text)

    def process_text(self, el: Any, parent_tags: set[str] | None = None) -> str:
        text = str(super().process_text(el, parent_tags))  # type: ignore[misc]
        linked = getattr(el.next_sibling, "name", "") in {"a", "noteref"}
        return f"{text[:-1]}\\!" if linked and text.endswith("!") else text

    def convert_p(self, el: Any, text: str, parent_tags: set[str]) -> str:
        lines = "\n".join(escape_start(line.strip(" ")) for line in text.strip("\n").split("\n"))
        ends = "\n" if "tight" in el.get("class", ()) else "\n\n"
        return f"{ends}{lines}{ends}" if lines.strip() else ""

    def convert_hN(self, n: int, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: N802
        line = " ".join(text.split(" ")).strip()
        return f"\n\n{'#' * n} {line[:-1]}\\#\n\n" if line.endswith("#") else f"\n\n{'#' * n} {line}\n\n"

    def convert_hr(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return "\n\n***\n\n"

    def convert_blockquote(self, el: Any, text: str, parent_tags: set[str]) -> str:
        lines = text.strip("\n").split("\n")
        return "\n\n" + "\n".join(f"> {line}" if line else ">" for line in lines) + "\n\n"

    def convert_list(self, el: Any, text: str, parent_tags: set[str]) -> str:
        ends = "\n" if "li" in parent_tags else "\n\n"
        return f"{ends}{text.strip(chr(10))}{ends}"

    convert_ul = convert_list
    convert_ol = convert_list

    def convert_li(self, el: Any, text: str, parent_tags: set[str]) -> str:
        other = "other" in el.parent.get("class", ())
        if el.parent.name == "ol":
            number = int(el.parent["start"])
            el.parent["start"] = str(number + 1)
            sign = f"{number}) " if other else f"{number}. "
        else:
            sign = "* " if other else "- "
        first, *others = text.strip("\n").split("\n")
        return "\n".join([sign + first, *(" " * len(sign) + line if line else "" for line in others)]) + "\n"

    def convert_td(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f" {text.strip()} |" if text.strip() else "  |"

    def convert_tr(self, el: Any, text: str, parent_tags: set[str]) -> str:
        rule = "" if el.previous_sibling else f"|{' --- |' * len(el.contents)}\n"
        return f"|{text}\n{rule}"

    def convert_table(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{text.strip(chr(10))}\n\n"

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        words, href = el.get_text().strip(), el["href"]
        if el.find("img") or not words:
            return text
        if words == href:
            return f"<{href}>"
        if words.lower().startswith(("http://", "https://", "www.")) and _host(words) != _host(href):
            return escape_inline(words)
        if href == f"mailto:{words}":
            return escape_inline(words)
        space, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        label = text.strip()
        target = f"<{href}>" if "(" in href or ")" in href else href
        return f"{space}[{label}]({target}){end}"

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"![{escape_inline(el['alt'])}]({el['src']})"

    def convert_noteref(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"[^{el['label']}]"


def _host(address: str) -> str:
    full = address if "://" in address else f"https://{address}"
    try:
        return (urlsplit(full).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
