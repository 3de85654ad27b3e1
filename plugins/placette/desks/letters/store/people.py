"""Who is behind an address and what they agreed to, in the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import Any

from placette.desks.letters.letter import Consent


class PeopleRows:
    """The people of a store. Its methods raise ``sqlite3.Error`` for a disk that fails."""

    def __init__(self, rows: sqlite3.Connection) -> None:
        self._rows = rows

    def author_of(self, address: str) -> str:
        """The key of the author that an address is known for; empty for nobody."""
        return str(self._one("SELECT author FROM people WHERE address = ?", address) or "") if address else ""

    def note_author(self, address: str, author: str) -> None:
        """Note that an address is an author's; one that is known stays whose it was."""
        self._rows.execute("INSERT OR IGNORE INTO people VALUES (?, ?)", (address, author))

    def keep_consents(self, number: str, place: int, consents: Iterable[Consent]) -> None:
        """Keep what the letter at ``place`` of a case agrees to, in the words that were asked."""
        rows = [(number, place, it.what, it.agreed, it.wording, it.day.isoformat(), it.nobody) for it in consents]
        self._rows.executemany("INSERT OR REPLACE INTO consents VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def consents_of(self, number: str) -> list[Consent]:
        """What was agreed to in a case, the earliest first."""
        query = "SELECT what, agreed, wording, day, nobody FROM consents WHERE number = ? ORDER BY place"
        rows = self._rows.execute(query, (number,))
        return [
            Consent(what, bool(agreed), wording, date.fromisoformat(day), bool(nobody))
            for what, agreed, wording, day, nobody in rows
        ]

    def forget_consents(self, number: str) -> None:
        """Forget what was agreed to in a case."""
        self._rows.execute("DELETE FROM consents WHERE number = ?", (number,))

    def forget_strays(self) -> None:
        """Forget the addresses that no case was sent from any more."""
        self._rows.execute("DELETE FROM people WHERE address NOT IN (SELECT sender FROM cases)")

    def forget_author(self, author: str) -> None:
        """Forget the addresses of an author."""
        self._rows.execute("DELETE FROM people WHERE author = ?", (author,))

    def _one(self, query: str, *values: str) -> Any:
        row = self._rows.execute(query, values).fetchone()
        return row[0] if row else None
