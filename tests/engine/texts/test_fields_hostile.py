"""Typing the largest front matter takes a moment, whatever a stranger puts into it: nothing can stop that."""

from __future__ import annotations

import time

import pytest

from placette.engine.content.kinds import AnyKind, draft_text
from placette.engine.texts.fields import as_list
from tests.fixture_kinds import KINDS

LARGE = 16_000
"""Characters, nearly the most of a front matter."""
HOSTILE = (
    *(" ", "\\t", "\\n", "\\u00a0", " ,", ";", "a;", "a ", "a, ", "é", "(", ")", "()", "(1", "1", "1,", "1.1,", "-1 "),
    *("a", "a-", "a.", "a/", "a:", "a@", "@", ".", "..", "/", "[", "](", "<", "https://", "%", "2026-", ":00", "x "),
    *("T", "FREQ=", "FREQ=DAILY;", "BYDAY=", "MO,", "0", "0 ", "a b", "&", "'", "*", "~", "M. ", "none", "‑", "ﬁ"),
)
ENDS = (("a", "b"), ("(", "x"), ("(1", ")x"))
_SHORT_OF_QUADRATIC = 8
"""Times as long as before that four times the front matter may take: what is quadratic takes sixteen."""
_BLUR = 0.3
"""Seconds of processor that say nothing yet."""


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_value_takes_linear_time(unit: str) -> None:
    for kind in KINDS:
        for begin, end in ENDS:
            few, many = (seconds_of(kind, begin, unit * (size // len(unit)), end) for size in (LARGE // 4, LARGE))
            assert many < _SHORT_OF_QUADRATIC * few + _BLUR, (kind.name, begin, end)


def seconds_of(kind: AnyKind, begin: str, middle: str, end: str) -> float:
    """Processor time of typing texts of a kind, each of which has one long value."""
    texts = [f'---\n{key}: "{begin}{middle}{end}"\n---\nx\n'.encode() for key in kind.schema.model_fields]
    start = time.process_time()
    for text in texts:
        draft_text("articles/2026/a/index.md", kind, text)
    return time.process_time() - start


@pytest.mark.parametrize(
    ("written", "items"),
    [
        ("a, b ; c", ["a", "b", "c"]),
        (" ,a\n b,\u00a0c\u00a0,", ["a b", "c"]),
        (" ,; ", []),
        (["a, b", " c "], ["a, b", "c"]),
        ("a" + " " * 16_000 + "b", ["a b"]),
    ],
)
def test_a_list_is_cut_at_commas_and_semicolons(written: str | list[str], items: list[str]) -> None:
    assert as_list(written) == items
