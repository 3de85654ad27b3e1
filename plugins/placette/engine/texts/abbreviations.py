"""Abbreviations: ``*[CLE]: Commission locale de l'eau`` explains each CLE of a text to whom points at it or listens."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from mdit_py_plugins.utils import is_code_block

from placette.engine.texts.inline_marks import mark_words

_DEFINITION = re.compile(r"\*\[([^\[\]\n]+)\]:[ \t]*(.*)")


def abbreviation_plugin(converter: MarkdownIt) -> None:
    """Add the rule that takes the definitions out of the blocks, and the one that marks the words they define."""
    converter.block.ruler.before("reference", "abbr_def", _define, {"alt": ["paragraph", "reference"]})
    converter.core.ruler.push("abbr_replace", _mark_all)


def _define(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("*[", start) or is_code_block(state, start_line):
        return False
    found = _DEFINITION.match(state.src, start, state.eMarks[start_line])
    if found is None:
        return False
    if not silent:
        state.env.setdefault("abbreviations", {}).setdefault(found[1].strip(), found[2].strip())
        state.line = start_line + 1
    return True


def _mark_all(state: StateCore) -> None:
    meanings: dict[str, str] = {word: meaning for word, meaning in state.env.get("abbreviations", {}).items() if word}
    if meanings:
        longest_first = sorted(meanings, key=len, reverse=True)
        words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
        mark_words(state, words, lambda word: ("abbr", {"title": meanings[word]}))
