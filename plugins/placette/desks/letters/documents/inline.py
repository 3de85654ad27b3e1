"""Runs as Markdown: marked words, links, pictures and the calls of notes, so that nothing in them is read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import dropwhile, groupby
from urllib.parse import urlsplit

from placette.desks.letters.documents.blocks import RunKind, WordRun, merged
from placette.desks.letters.documents.emphasis import MARKS
from placette.desks.letters.documents.escaping import escape_inline, escape_label

_SIGNS = {"del": "~~", "strong": "**", "em": "*"}
_BLANKS = re.compile(r"[ \t\r\n]+")
_TICKS = re.compile(r"`+")


def inline_markdown(runs: Sequence[WordRun]) -> str:
    """Runs with each mark around as many of them as have it; a break is a backslash and the end of a line."""
    seen = dropwhile(_is_blank, merged(list(runs)))
    parts = groupby(seen, key=lambda run: run.href)
    return _joined(_link(list(part), href) if href else _marked(list(part), 0) for href, part in parts)


def _is_blank(run: WordRun) -> bool:
    return run.kind is RunKind.WORDS and not run.href and not run.text.strip()


def _joined(parts: Iterable[str]) -> str:
    """Parts in a row; an exclamation mark before a link would make a picture of it."""
    text = ""
    for part in parts:
        text = f"{text[:-1]}\\!{part}" if text.endswith("!") and part.startswith("[") else text + part
    return text


def _marked(runs: Sequence[WordRun], level: int) -> str:
    """Runs of one link, or of none, with their marks from this level on."""
    if level == len(MARKS):
        return _joined(map(_run, runs))
    groups = groupby(runs, key=lambda run: MARKS[level] in run.marks)
    inner = ((marked, _marked(list(part), level + 1)) for marked, part in groups)
    return _joined(_within(MARKS[level], text) if marked else text for marked, text in inner)


def _within(mark: str, text: str) -> str:
    """``text`` between the signs of a mark, which stand at words: spaces are outside of them."""
    words = text.strip()
    if not words:
        return ""
    sign = _SIGNS.get(mark, "")
    if not sign:  # code that holds backticks stands between more of them
        longest = max(map(len, _TICKS.findall(words)), default=0)
        sign, words = "`" * (longest + 1), f" {words} " if longest else words
    return f"{' ' * text.startswith(' ')}{sign}{words}{sign}{' ' * text.endswith(' ')}"


def _run(run: WordRun) -> str:
    if run.kind is RunKind.BREAK:
        return "\\\n"
    if run.kind is RunKind.PICTURE:
        return f"![{escape_inline(run.alt)}]({run.text})"
    if run.kind is RunKind.NOTE:
        return f"[^{run.text}]"
    text = _BLANKS.sub(" ", run.text)
    if "code" in run.marks:
        return text
    return escape_label(text) if run.href else escape_inline(text)


def _link(runs: Sequence[WordRun], href: str) -> str:
    """A link; only its words where they are another address than the one that it leads to."""
    words = "".join(run.text for run in runs if run.kind is RunKind.WORDS).strip()
    text = _marked(runs, 0)
    if not words or any(run.kind is RunKind.PICTURE for run in runs):
        return text
    if words == href:
        return f"<{href}>"
    misleading = words.lower().startswith(("http://", "https://", "www.")) and _host(words) != _host(href)
    if misleading or href == f"mailto:{words}":
        return escape_inline(words)
    space, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    target = f"<{href}>" if "(" in href or ")" in href else href
    return f"{space}[{text.strip()}]({target}){end}"


def _host(address: str) -> str:
    full = address if "://" in address else f"https://{address}"
    try:
        return (urlsplit(full).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
