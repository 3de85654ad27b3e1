"""What Markdown leaves out of a text in silence, or prints otherwise than its writer meant.

The converter's own parser says what is a paragraph, a table or a definition: nothing in code is looked at, and what is
reported is what readers would see.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from placette.commands.review.prose import HOLE, WRITTEN_CODE, Finding
from placette.engine.base.text import BULLETS, one_line
from placette.engine.base.translation import N_
from placette.engine.texts.characters import FOREIGN_LINES
from placette.engine.texts.markup import MarkupError, parse_markup

_SHOWN = 60
_REPORTED = 5
"""Findings of one code that are told of one text: nobody mends more at a time."""

LIST = N_("Begin each line with a hyphen and a space (“- ”).")
NUMBERS = N_("Leave an empty line above, then begin each line with a number, a full stop and a space (“1. ”).")
TABLE = N_("Write a table: “|” between the cells, and below the first row a row |---|---|.")
SIGN = N_("Write the sign at both ends, without a space inside. Between HTML and Markdown, leave an empty line.")
TITLE = N_("Write a space after the signs “#”: ## A heading.")
BAR = N_("Write a backslash before the bar that is part of the code: {better}.")
CELLS = N_("The first row has {count} cells: add one there, or write \\| for a bar that doesn't separate.")
REFERENCE = N_(
    "Markdown keeps such a line for the address of a link. Write \\[ at its beginning, or link to it: [words][{name}]."
)
NOTE = N_("Another note “{name}” comes first, and that one counts: give this one its own name, here and in the text.")
ABBREVIATION = N_("“{name}” is not in the text, or is already explained above. Use it there, or remove this line.")
FENCE = N_("Only the name of a programming language goes after ```: write the words on the next line.")
COMMENT = N_("A comment ends with -->: write that where it ends, or remove the sign <!--.")

_BULLET = re.compile(rf"\s*(?:[{BULLETS}]|o(?=\t|[ \u00a0]{{2}})|[-*](?=[\u00a0\u202f]))[ \t\u00a0\u202f]+\S")
_NUMBER = re.compile(
    r"\s*(?:\d{1,2}[ \u00a0]?[°º]\)?[ \t\u00a0]*(?=\w)|(?:\d{1,3}[.)/]|[a-z]\)|[ivx]{1,4}\))\s)", re.IGNORECASE
)
_CELL = re.compile(r"\s*(?:[^\s|][^\t|]*\t+[^\s|]|\|.*\||[^|]*\S[ \t]\|[ \t]*\S)")
_RUNS = ((_BULLET, LIST), (_NUMBER, NUMBERS), (_CELL, TABLE))
"""How lines begin that Markdown puts into one paragraph, and what to write instead."""
_BROKEN = re.compile(r"(?:  |\\|<br ?/?>)$")
"""How a line ends after which the next begins below it."""
_UNSPACED = re.compile(r"(#{2,6}(?=[^\W\d])|#(?=[A-ZÀ-ÖØ-Þ]))(?!.*\s#)")
"""A heading without its space; a line of several such words are keywords, as are small letters behind one sign."""
_SPAN, _BARE_BAR = re.compile("`[^`]+`"), re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as its parser read it: its lines with their offsets, its blocks, and what it defines."""

    lines: list[str]
    starts: list[int]
    tokens: list[Token]
    env: dict[str, Any]

    def finding(self, line: int, needle: str, code: str, **values: object) -> Finding:
        """Return a finding at the place of ``needle`` in a line, or at its beginning."""
        line = min(line, len(self.lines) - 1)
        return Finding(self.starts[line] + max(0, self.lines[line].find(needle)), code, values)

    def lost(self, line: int, words: str, proposal: str, **values: object) -> Finding:
        """Return a finding of words of a line that aren't printed."""
        excerpt = {"words": one_line(words)[:_SHOWN], "proposal": proposal}
        return self.finding(line, words.split("\n", maxsplit=1)[0], "words-unprinted", **excerpt, **values)


def unprinted(body: str) -> list[Finding]:
    """Return everything of that kind in a text, the first few of each code. Never fails; takes linear time."""
    counts, findings = Counter[str](), []
    for finding in sorted(_findings(body)):
        counts[finding.code] += 1
        findings += [finding] if counts[finding.code] <= _REPORTED else []
    return findings


def _findings(body: str) -> Iterator[Finding]:
    try:
        tokens, env = parse_markup(body)
    except MarkupError:  # reported where the text is converted
        return
    starts = [0, *(match.end() for match in re.finditer(r"\r\n?|\n", body))]
    text = _Text([body[at:end] for at, end in pairwise([*starts, len(body)])], starts, tokens, env)
    yield from _definitions(text)
    yield from _explanations(text)
    for at, token in enumerate(tokens):
        if token.type == "html_block" and token.map:  # a comment that nothing closes takes the rest of the page
            begins = token.content.find("<!--", token.content.rfind("-->") + 1)
            line = token.map[0] + token.content.count("\n", 0, max(0, begins))
            yield from [text.lost(line, token.content[begins:], COMMENT)] if begins >= 0 else ()
        elif token.type == "table_open":
            yield from _rows(text, at)
        elif token.type == "fence" and token.map and len(token.info.split()) > 1 and not re.search('[={"]', token.info):
            yield text.lost(token.map[0], token.info.strip(), FENCE)
        elif token.type == "inline" and token.map and tokens[at - 1].type == "paragraph_open":
            yield from _paragraph(text, token, is_last=at + 2 == len(tokens))


def _inner(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _inner(token.children or [])


def _definitions(text: _Text) -> Iterator[Finding]:
    """Yield definitions of links that nothing uses, but for those written to be seen by nobody: ``[//]: # (…)``."""
    references: dict[str, Any] = text.env.get("references", {})
    used = {token.meta.get("label") for token in _inner(text.tokens) if token.type in {"link_open", "image"}}
    unused = [(label, definition) for label, definition in references.items() if label not in used]
    again = [(definition["label"], definition) for definition in text.env.get("duplicate_refs", ())]
    unused += [(label, definition) for label, definition in again if definition["href"] != references[label]["href"]]
    for label, definition in unused:
        first, end = definition["map"]
        words = "\n".join(line.rstrip("\r\n") for line in text.lines[first:end])
        words = words[max(0, words.find("[")) :]
        if definition["href"] not in {"", "#"}:
            yield text.lost(first, words, REFERENCE, name=label.casefold()[:_SHOWN])


def _explanations(text: _Text) -> Iterator[Finding]:
    """Yield notes whose name another has already or that no word calls; abbreviations that the text lacks, or twice."""
    calls = text.env.get("footnotes", {}).get("refs", {})
    for line, label, again in text.env.get("note_lines", ()):
        if again:
            yield text.lost(line, text.lines[line].strip(" >\t\r\n"), NOTE, name=label[:_SHOWN])
        elif calls.get(f":{label}", -1) < 0:
            yield text.finding(line, f"[^{label}", "note-uncalled", name=label[:_SHOWN])
    marked = (token.children or [] for token in text.tokens)
    used = {word.content for inline in marked for mark, word in pairwise(inline) if mark.type == "abbr_open"}
    for line, word in text.env.get("abbreviation_lines", ()):
        if word not in used:
            yield text.lost(line, text.lines[line].strip(" >\t\r\n"), ABBREVIATION, name=word[:_SHOWN])
        used.discard(word)


def _rows(text: _Text, at: int) -> Iterator[Finding]:
    """Yield cells beyond those of the first row, and bars that cut code in two."""
    count = 0
    for number in range(at, len(text.tokens)):
        token = text.tokens[number]
        count += token.type == "th_open"
        if token.type == "table_close":
            return
        if token.type == "tr_open" and token.map:
            line = token.map[0]
            row = text.lines[line].strip(" >\t\r\n")
            cells = escapedSplit(row)
            cells = cells[not cells[0] : len(cells) - (not cells[-1])]
            spans = (span[0] for span in _SPAN.finditer(row) if _BARE_BAR.search(span[0]))
            code = next(spans, "") if sum(cell.count("`") % 2 for cell in cells) > 1 else ""
            more = "|".join(cells[count:] if count else ()).strip("| ")
            if code:
                better = _BARE_BAR.sub(r"\\|", code)
                kind, excerpt = ("words-unprinted", more) if more else ("mark-unfinished", code)
                values = {"words": excerpt[:_SHOWN], "what": excerpt[:_SHOWN], "proposal": BAR, "better": better}
                yield text.finding(line, code, kind, **values)
            elif more:
                yield text.lost(line, more, CELLS, count=count)


def _paragraph(text: _Text, token: Token, *, is_last: bool) -> Iterator[Finding]:
    """Yield lines of a paragraph that were to be a list, a table, a heading or a comment, or other programs' marks."""
    first, source_lines = token.map[0] if token.map else 0, token.content.split("\n")
    lines = WRITTEN_CODE.sub(lambda code: re.sub(r"[^\n]", HOLE, code[0]), token.content).split("\n")
    is_open = any("<!--" in child.content for child in token.children or () if child.type == "text")
    for number, line in enumerate(lines):
        whole, at = source_lines[number], line.rfind("<!--")
        if (match := _UNSPACED.match(line)) and (len(match[1]) > 1 or (number == 0 and not is_last)):
            yield text.finding(first + number, whole, "mark-unfinished", what=whole[:_SHOWN], proposal=TITLE)
        if match := FOREIGN_LINES.match(line):
            yield text.finding(first + number, whole, "mark-foreign", what=whole[:_SHOWN], system=match.lastgroup)
        if is_open and at >= 0 and "-->" not in line[at:] and line[at - 1 : at] != "\\":
            whole = whole[at:]
            yield text.finding(first + number, whole, "mark-unfinished", what=whole[:_SHOWN], proposal=COMMENT)
    kinds = (next((proposal for pattern, proposal in _RUNS if pattern.match(line)), "") for line in lines)
    for proposal, group in groupby(zip(kinds, range(len(lines)), strict=True), key=lambda child: child[0]):
        run = [number for _, number in group] if proposal else []
        if len(run) < 2 or all(_BROKEN.search(lines[number]) for number in run[:-1]):
            continue
        line = source_lines[run[0]].lstrip()
        start = " ".join(line.split())[:40]
        yield text.finding(first + run[0], line, "lines-joined", start=start, proposal=proposal)
