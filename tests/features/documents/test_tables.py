"""What is wrong with a table is said at its line, as programs count them."""

from __future__ import annotations

import pytest

from placette.features.documents.tables import inspect_table


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("a;b\n1;2\n3;\u2028\n", 3, "document-broken"),
        ("a;b\r\n1;\x0c2\r\n=1+1;3\r\n", 2, "document-broken"),
        ("sep=#\r\na#b\r\n", 1, "document-broken"),
        ("a;b\n1;2\n3;=1+1\n", 3, "document-formula"),
        ("a;b\n\n\n1;＝1+1\n", 4, "document-formula"),
    ],
)
def test_a_fault_is_told_at_its_line(text: str, line: int, code: str) -> None:
    (found,) = inspect_table("a.csv", text.encode()).problems
    assert (found.line, found.code) == (line, code)


def test_the_cell_is_shown_as_the_spreadsheet_would_take_it() -> None:
    (found,) = inspect_table("a.csv", "a;＝1+1;b\n".encode()).problems
    assert dict(found.values)["value"] == "=1+1"
