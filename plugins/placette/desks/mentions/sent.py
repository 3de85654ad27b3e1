"""Whom we told that a post mentions them: a file that editors commit; and who doesn't want to know, beside the caches.

``.webmentions.txt`` lies beside ``.announced.txt``, for the same reasons. A line holds the address of a post below the
site's, the page that it mentions, and a digest of what the post said: when that changes, or goes, they are told again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from placette.engine.base.files import write_atomic

FILE = ".webmentions.txt"
_HEADING = "# Pages elsewhere that were told that a post mentions them (invoke mentions --send). Commit this file.\n"
_SILENT = "webmentions-silent.json"
"""Below ``CACHE_PATH``."""
_ASK_AGAIN = timedelta(days=60)
"""After which a page that took no webmentions is asked whether it does now."""


class Pair(NamedTuple):
    """A post (its address below the site's) and a page elsewhere (its whole address) that it mentions."""

    post: str
    target: str


def read_sent(file: Path) -> dict[Pair, str]:
    """The version of a post that each page was told of. Raises ``OSError`` and ``UnicodeDecodeError``."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    lines = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {Pair(*words[:2]): words[2] for words in lines if len(words) == 3}


def write_sent(file: Path, sent: Mapping[Pair, str]) -> None:
    """Write the file, with sorted lines, so that git can merge two people's work. Raises ``OSError``."""
    lines = (f"{pair.post} {pair.target} {version}\n" for pair, version in sorted(sent.items()))
    write_atomic(file, (_HEADING + "".join(lines)).encode())


_DAYS = TypeAdapter(dict[str, date])


def read_silent(cache: Path, today: date) -> dict[str, date]:
    """Pages that take no webmentions, with the day on which they were asked; none if the file is damaged."""
    try:
        days = _DAYS.validate_json((cache / _SILENT).read_bytes())
    except (OSError, ValidationError):
        return {}
    return {target: day for target, day in days.items() if today - _ASK_AGAIN < day <= today}


def write_silent(cache: Path, silent: Mapping[str, date]) -> None:
    """Write what is remembered of them. Raises ``OSError``."""
    write_atomic(cache / _SILENT, _DAYS.dump_json(dict(sorted(silent.items())), indent=1))
