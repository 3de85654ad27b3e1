"""What the files of the index are called, all in one folder beside the page."""

from __future__ import annotations

import re

_OTHER = re.compile(r"[^a-z0-9_]")


def group_file(kind: str, beginning: str) -> str:
    """The file of a group (``t``), of the best below a beginning (``s``), of endings (``e``): ``t-pu.json``.

    No name of a device of Windows, whatever the words are.
    """
    return f"{kind}-{_OTHER.sub(lambda found: f'-{ord(found[0]):x}-', beginning)}.json"


def page_file(number: int) -> str:
    """What results show of a page: ``d-`` and its number in hexadecimal."""
    return f"d-{number:x}.json"


def year_file(year: str) -> str:
    """What the pages of a year are filtered by."""
    return f"y-{year}.json"


ROOT = "root.json"
FACETS = "facets.json"
