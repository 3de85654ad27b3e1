"""The number of a sheet has one form, and a code that says anything else says no number."""

from __future__ import annotations

import pytest

from placette.features.letterbox.sheet_numbers import MOST, number_in_code, sheet_number


def test_numbers_have_four_digits() -> None:
    assert (sheet_number(2026, 1), sheet_number(2026, MOST)) == ("F-2026-0001", "F-2026-9999")


@pytest.mark.parametrize("count", [0, -1, MOST + 1])
def test_a_year_has_no_other_numbers(count: int) -> None:
    with pytest.raises(ValueError, match="F-2026"):
        sheet_number(2026, count)


@pytest.mark.parametrize(
    ("content", "number"),
    [
        ("https://carnets.example/contribuer/#F-2026-0012", "F-2026-0012"),
        ("https://carnets.example/contribuer/#F-2026-0012\n", "F-2026-0012"),
        ("https://carnets.example/contribuer/", ""),
        ("https://carnets.example/contribuer/#suivi", ""),
        ("https://carnets.example/#F-2026-0000", ""),
        ("https://carnets.example/#F-2026-00123", ""),
        ("https://carnets.example/#F-2026-٠٠١٢", ""),
        ("https://carnets.example/#F-2026-0012#F-2026-0013", ""),
        ("F-2026-0012", ""),
        ("WIFI:S:mairie;P:secret;;", ""),
        ("", ""),
    ],
)
def test_a_code_says_a_number_or_nothing(content: str, number: str) -> None:
    assert number_in_code(content) == number
