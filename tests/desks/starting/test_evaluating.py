"""What a settings file says is found without running it; what only a run would show is not guessed."""

from __future__ import annotations

import ast
from datetime import date
from typing import Any

import pytest

from placette.desks.starting.evaluating import ROOT, UnreadableError, assign, value_of

NAMES = {"ROOT": ROOT, "A": (1, 2), "TEXT": "a", "PLUGINS": ("x", "y"), "without": object()}


def expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"a" "b"', "ab"),
        ("-1.5", -1.5),
        ("(*A, 3)", (1, 2, 3)),
        ("[*A, None]", [1, 2, None]),
        ('{"a": (TEXT, True)}', {"a": ("a", True)}),
        ("{1, 2}", {1, 2}),
        ('TEXT + "b"', "ab"),
        ("A + (3,)", (1, 2, 3)),
        ('str(ROOT / "content" / "x")', "{root}/content/x"),
        ('without("x")', ("y",)),
        ("date(2026, 11, 2)", date(2026, 11, 2)),
    ],
)
def test_literals_names_and_paths_are_read(text: str, value: Any) -> None:
    found = value_of(expression(text), NAMES)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "text",
    [
        "UNKNOWN",
        'open("x", "w")',
        '__import__("os").environ',
        'f"{TEXT}"',
        "[x for x in A]",
        "{**A}",
        "TEXT * 9999999999",
        "TEXT + A",
        "(*TEXT, 1)",
        "str(1)",
        "ROOT / 1",
        '"a" / "b"',
        "{[1]: 2}",
        'without(x="x")',
        "date(2026, 13, 2)",
        "date(TEXT)",
    ],
)
def test_what_only_a_run_would_show_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableError):
        value_of(expression(text), NAMES)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ('X = Y = "a"', {"X": "a", "Y": "a"}),
        ('X, Y = "a", "b"', {"X": "a", "Y": "b"}),
        ("X, (Y, Z) = 1, A", {"X": 1, "Y": 1, "Z": 2}),
        ("X: int = 1", {"X": 1}),
        ("A += (3,)", {"A": (1, 2, 3)}),
    ],
)
def test_an_assignment_gives_its_names_their_values(text: str, given: dict[str, Any]) -> None:
    names: dict[str, Any] = dict(NAMES)
    assert assign(ast.parse(text).body[0], names) == given
    assert {name: names[name] for name in given} == given


@pytest.mark.parametrize("text", ["X, Y = 1, 2, 3", 'X["a"] = 1', "B += 1", "X: int", "if A: X = 1", "del A"])
def test_other_statements_are_unreadable_and_change_nothing(text: str) -> None:
    names: dict[str, Any] = dict(NAMES)
    with pytest.raises(UnreadableError):
        assign(ast.parse(text).body[0], names)
    assert names == NAMES
