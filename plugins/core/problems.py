"""What is wrong with a contribution: a code, a place and the values its message needs.

A problem is a value. The sentence that a person reads is made later, in their language, from
the table in ``messages.py``; tests compare problems, and one test per code compares the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from plugins.core.messages import MESSAGES, Severity

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend. ``line`` and ``column`` count from 1; 0 means the whole file."""

    path: str
    line: int
    column: int
    code: str
    values: tuple[tuple[str, str], ...] = ()
    excerpt: str = ""

    @property
    def severity(self) -> Severity:
        """Whether it blocks publication or is only advice."""
        return MESSAGES[self.code].severity


def problem(code: str, path: str, line: int = 0, column: int = 0, excerpt: str = "", **values: object) -> Problem:
    """A problem whose message is ``MESSAGES[code]``; raises ``KeyError`` for an unknown code."""
    MESSAGES[code]
    named = tuple((name, str(value)) for name, value in sorted(values.items()))
    return Problem(path, line, column, code, named, excerpt)


def blocks(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems forbids publishing."""
    return any(found.severity is Severity.BLOCKING for found in problems)


def explain(found: Problem, translate: Translate) -> tuple[str, str]:
    """The two sentences of a problem: what is wrong, and what to do (may be empty)."""
    message = MESSAGES[found.code]
    values = dict(found.values)
    if "proposal" in values:
        values["proposal"] = translate(values["proposal"]).format_map(values)
    mend = translate(message.mend).format_map(values) if message.mend else ""
    return translate(message.what).format_map(values), mend


def locate(text: str, needle: str, first_line: int = 1) -> tuple[int, int, str]:
    """Line, column and the line's text where ``needle`` first stands in ``text``; zeros if it doesn't."""
    at = text.find(needle) if needle else -1
    if at < 0:
        return 0, 0, ""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return text.count("\n", 0, at) + first_line, at - start + 1, text[start : end if end >= 0 else None]
