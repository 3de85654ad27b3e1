"""A file is taken apart into what somebody wrote, and put together again without losing a comment."""

from __future__ import annotations

import pytest

from placette.desks.starting.pieces import joined, pieces_of, under_headings

SOURCE = """# --- First ---

# About A.
A = 1  # one

B = (
    2,  # two
)
# --- Second ---

# About both.
C = 3; D = 4


# Ours.
@task
def e():
    return A
# At the end.
"""


def test_each_statement_has_the_comments_right_above_it() -> None:
    assert [piece.text for piece in pieces_of(SOURCE)] == [
        "# About A.\nA = 1  # one",
        "B = (\n    2,  # two\n)",
        "# About both.\nC = 3; D = 4",
        "# Ours.\n@task\ndef e():\n    return A",
        "# At the end.",
    ]


def test_a_heading_stands_above_what_is_kept_of_its_part_and_nowhere_else() -> None:
    a, _b, c, e, end = under_headings(pieces_of(SOURCE))
    assert joined([a, e]) == f"\n# --- First ---\n\n{a.text}\n\n# --- Second ---\n\n{e.text}\n"
    assert "First" not in joined([c, e])
    assert joined([c, end]).endswith("# At the end.\n")


@pytest.mark.parametrize("source", ["", "\n\n", '"""Only a docstring."""\n', "x = 1"])
def test_small_files_are_pieces_too(source: str) -> None:
    assert "".join(piece.text for piece in pieces_of(source)) == source.strip()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_what_ends_a_line_of_python_ends_one(end: str) -> None:
    lines = ['A = "\u2028\x85\x1c"  # \x0c', "B = 1"]
    assert [piece.text for piece in pieces_of(end.join(lines))] == lines
