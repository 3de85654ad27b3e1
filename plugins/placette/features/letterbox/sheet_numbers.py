"""The numbers of paper sheets (``F-2026-0012``), which a code on the sheet carries behind an address."""

from __future__ import annotations

import re

MOST = 9999
"""The last number of a year."""
_NUMBER = re.compile(r"F-20[0-9]{2}-(?!0000)[0-9]{4}")


def sheet_number(year: int, count: int) -> str:
    """The number of the ``count``-th sheet of a year; raises ``ValueError`` where it would need more digits."""
    number = f"F-{year}-{count:04}"
    if not is_sheet_number(number):
        raise ValueError(number)
    return number


def is_sheet_number(written: str) -> bool:
    """Whether this is the number of a sheet."""
    return _NUMBER.fullmatch(written) is not None


def number_in_code(content: str) -> str:
    """The number that the code of a sheet carries; empty for a sheet without one, and for any other code."""
    _address, _, mark = content.strip().partition("#")
    return mark if is_sheet_number(mark) else ""
