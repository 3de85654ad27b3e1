"""Marks words in a parsed Markdown text: what abbreviations stand for, addresses that letters go to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_LINK_TAG = re.compile(r"<(/?)a\b", re.IGNORECASE)

Mark = Callable[[str], tuple[str, dict[str, str | int | float]]]
"""Gives the name of the element that a word gets around it, and its attributes."""


def mark_words(state: StateCore, words: re.Pattern[str], mark: Mark) -> None:
    """Put an element around every match in the texts of ``state``, but in links and code."""
    for block in state.tokens:
        if block.children and words.search(block.content):
            block.children = list(_marked(block.children, words, mark))


def _marked(tokens: list[Token], words: re.Pattern[str], mark: Mark) -> Iterator[Token]:
    inside = 0
    for token in tokens:
        inside = max(0, inside + _link_step(token))
        if token.type == "text" and not inside:
            yield from _cut(token, words, mark)
        else:
            yield token


def _link_step(token: Token) -> int:
    """1 where a link begins, -1 where one ends, in Markdown or HTML; else 0."""
    if token.type == "html_inline":
        found = _LINK_TAG.match(token.content)
        return (-1 if found[1] else 1) if found else 0
    return token.nesting if token.type in {"link_open", "link_close"} else 0


def _cut(token: Token, words: re.Pattern[str], mark: Mark) -> Iterator[Token]:
    end = 0
    for found in words.finditer(token.content):
        tag, attributes = mark(found[0])
        yield _text(token, token.content[end : found.start()])
        yield Token(f"{tag}_open", tag, 1, attrs=attributes, level=token.level)
        yield _text(token, found[0])
        yield Token(f"{tag}_close", tag, -1, level=token.level)
        end = found.end()
    yield _text(token, token.content[end:])


def _text(token: Token, content: str) -> Token:
    return Token("text", "", 0, content=content, level=token.level)
