"""A commit says what it changes in a short line, and below why."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.commit_message import SUBJECT, faults_of, main

LONG, UNPARTED, UNEXPLAINED = "characters; at most 72", "second line isn't blank", "no body"
CASES: dict[str, tuple[str, list[str]]] = {
    "a subject and its reason": ("Write the map once\n\nIt was written twice.\n", []),
    "as long as can be": (f"{'x' * SUBJECT}\n\nWhy.\n", []),
    "too long": (f"{'x' * (SUBJECT + 1)}\n\nWhy.\n", [LONG]),
    "accents count once": (f"{'é' * SUBJECT}\n\nWhy.\n", []),
    "no reason": ("Write the map once\n", [UNEXPLAINED]),
    "a blank reason": ("Write the map once\n\n \n", [UNEXPLAINED]),
    "no line between": ("Write the map once\nIt was written twice.\n", [UNPARTED]),
    "only comments below": ("Write the map once\n\n# On branch main\n# Changes:\n", [UNEXPLAINED]),
    "the changes shown below": ("Write it\n\n# ------- >8 -------\ndiff --git a/a b/a\n+x\n", [UNEXPLAINED]),
    "nothing": ("# Please enter the message\n", ["subject is empty", UNEXPLAINED]),
    "a merge": ("Merge branch 'walks'\n", []),
    "to be joined to another": ("fixup! Write the map once\n", []),
}


@pytest.mark.parametrize(("message", "expected"), CASES.values(), ids=CASES)
def test_a_message_is_looked_at(message: str, expected: list[str]) -> None:
    found = faults_of(message)
    assert len(found) == len(expected)
    assert all(part in fault for part, fault in zip(expected, found, strict=True)), found


def test_git_is_told_with_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "COMMIT_EDITMSG"
    path.write_text("Write the map once\n\nIt was written twice.\n", encoding="utf-8")
    assert (main(path), capsys.readouterr().err) == (0, "")
    path.write_text("Write the map once\n", encoding="utf-8")
    assert (main(path), capsys.readouterr().err) == (1, "There is no body: say why, below a blank line.\n")
