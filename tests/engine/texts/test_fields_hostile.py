"""Typing the largest front matter takes little work, whatever a stranger puts into it: nothing can stop that."""

from __future__ import annotations

from cProfile import Profile

import pytest

from placette.engine.content.kinds import AnyKind, draft_text
from placette.engine.texts.fields import as_list
from tests.fixture_kinds import KINDS

LARGE = 16_000
"""Characters, nearly the most of a front matter."""
HOSTILE = (" ", "\\n", "a, ", "(1", "-1 ", "a@", "](", "https://", "2026-", "FREQ=DAILY;", "MO,", "&")


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_value_takes_work_in_proportion_to_its_length(unit: str) -> None:
    for kind in KINDS:
        small, large = (calls_for(kind, unit * (size // len(unit))) for size in (LARGE // 4, LARGE))
        assert large <= 5 * small + 5_000, kind.name


def calls_for(kind: AnyKind, value: str) -> int:
    """How many functions typing a text of a kind calls whose every key has this value."""
    lines = "".join(f'{key}: "({value})x"\n' for key in kind.schema.model_fields)
    profile = Profile(builtins=True)
    profile.runcall(draft_text, "articles/2026/a/index.md", kind, f"---\n{lines}---\nx\n".encode())
    return sum(entry.callcount for entry in profile.getstats())


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
