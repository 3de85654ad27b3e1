"""Cases and their letters, in the store."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from placette.desks.letters.letter import Letter
from placette.engine.base.files import write_atomic


@dataclass(frozen=True, slots=True)
class StoredCase:
    """What the store knows of a case. Days are ISO dates, empty while there is none."""

    number: str
    kind: str
    title: str
    sender: str
    author: str
    folder: str
    """The post's folder, from the content folder; empty before the first proposal."""
    received: str
    read: str
    waiting: str
    closed: str


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """One letter of a case. ``place`` is 0 for the first; ``proven`` says that it answers a mail of ours."""

    number: str
    place: int
    received: datetime
    file: str
    proven: bool
    handled: bool


class CaseRows:
    """The cases of a store. Its methods raise ``sqlite3.Error`` or ``OSError`` for a disk that fails."""

    def __init__(self, folder: Path, rows: sqlite3.Connection, public: Iterable[str] = ()) -> None:
        """``public`` are the numbers that the site's receipts have already: a new store gives none of them again."""
        self._folder, self._rows, self._public = folder, rows, tuple(public)

    def knows(self, identity: str) -> bool:
        """Whether a letter has come before, forgotten or not."""
        return bool(self._one("SELECT 1 FROM letters WHERE identity = ?", _digest(identity)))

    def keep_original(self, data: bytes) -> str:
        """Write a letter as it came, and give its name in the store. The same bytes have the same name."""
        name = f"{hashlib.sha256(data).hexdigest()}.eml"
        target = self._folder / "originals" / name
        if not target.is_file():
            write_atomic(target, data)
            target.chmod(0o600)
        return name

    def original(self, letter: StoredLetter) -> bytes | None:
        """A letter as it came; None once it is forgotten."""
        target = self._folder / "originals" / letter.file
        return target.read_bytes() if letter.file and target.is_file() else None

    def open_case(self, letter: Letter, file: str, title: str, author: str) -> str:
        """A new case for a letter, with the next number of its year (``2026-0042``), which it gives."""
        year = letter.received.year
        last = self._one("SELECT max(CAST(substr(number, 6) AS INTEGER)) FROM cases WHERE number LIKE ?", f"{year}-%")
        public = (int(number[5:]) for number in self._public if number.startswith(f"{year}-"))
        number = f"{year}-{max(int(last or 0), *public, 0) + 1:04}"
        received = letter.received.date().isoformat()
        self._rows.execute(
            "INSERT INTO cases (number, kind, title, sender, author, received) VALUES (?, ?, ?, ?, ?, ?)",
            (number, letter.kind.value, title, letter.sender, author, received),
        )
        self.add_letter(number, letter, file, proven=False)
        return number

    def add_letter(self, number: str, letter: Letter, file: str, *, proven: bool) -> None:
        """Add a letter to a case, which is open again then; to none (an empty number) what is only to be known."""
        place = int(self._one("SELECT count(*) FROM letters WHERE number = ?", number) or 0)
        row = (_digest(letter.identity), number, place, letter.received.isoformat(), file, proven, not number)
        self._rows.execute("INSERT INTO letters VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        self._rows.execute("UPDATE cases SET closed = '' WHERE number = ?", (number,))

    def letters_of(self, number: str) -> list[StoredLetter]:
        """The letters of a case, in the order they came."""
        query = "SELECT * FROM letters WHERE number = ? ORDER BY place"
        return [_letter(row) for row in self._rows.execute(query, (number,))]

    def unhandled(self) -> list[str]:
        """The numbers of cases with letters that nothing has been made of yet."""
        query = "SELECT DISTINCT number FROM letters WHERE handled = 0 ORDER BY number"
        return [number for (number,) in self._rows.execute(query)]

    def mark_handled(self, number: str, place: int) -> None:
        """Note that something has been made of the letters of a case, up to the one at ``place``."""
        self._rows.execute("UPDATE letters SET handled = 1 WHERE number = ? AND place <= ?", (number, place))

    def case(self, number: str) -> StoredCase | None:
        """The case with a number."""
        row = self._rows.execute("SELECT * FROM cases WHERE number = ?", (number,)).fetchone()
        return StoredCase(*row) if row else None

    def all(self) -> list[StoredCase]:
        """All cases, by number."""
        return [StoredCase(*row) for row in self._rows.execute("SELECT * FROM cases ORDER BY number")]

    def numbers_of(self, author: str) -> list[str]:
        """The numbers of an author's cases, and of all others from the same addresses; those that say so come last."""
        query = """SELECT number FROM cases WHERE author = ?1 OR (sender != '' AND sender IN
            (SELECT address FROM people WHERE author = ?1 UNION SELECT sender FROM cases WHERE author = ?1))
            ORDER BY author = ?1, number"""
        return [number for (number,) in self._rows.execute(query, (author,))]

    def note_author(self, number: str, author: str) -> None:
        """Note whose case it is."""
        self._rows.execute("UPDATE cases SET author = ? WHERE number = ?", (author, number))

    def note_proposal(self, number: str, title: str, folder: str) -> None:
        """Note where a case's post lies and what it is called."""
        self._rows.execute("UPDATE cases SET title = ?, folder = ? WHERE number = ?", (title, folder, number))

    def note_profile(self, number: str, key: str) -> None:
        """Note the key of the profile that a case proposes for somebody new; empty for none."""
        self._rows.execute("INSERT OR REPLACE INTO profiles VALUES (?, ?)", (number, key))

    def profiles_of_others(self, number: str, sender: str) -> frozenset[str]:
        """The keys of the profiles that cases of other senders propose; who has no address is another each time."""
        query = """SELECT key FROM profiles JOIN cases USING (number)
            WHERE key != '' AND number != ?1 AND (sender != ?2 OR ?2 = '')"""
        return frozenset(key for (key,) in self._rows.execute(query, (number, sender)))

    def note_days(self, number: str, *, read: str, waiting: str, closed: str) -> None:
        """Note since when a case has been read, waits for its writer, is closed (ISO dates, or empty)."""
        query = "UPDATE cases SET read = ?, waiting = ?, closed = ? WHERE number = ?"
        self._rows.execute(query, (read, waiting, closed, number))

    def forget(self, number: str) -> None:
        """Forget who sent a case's letters and what they said; that they came is known by a digest."""
        for letter in self.letters_of(number):
            if letter.file:
                (self._folder / "originals" / letter.file).unlink(missing_ok=True)
        self._rows.execute("UPDATE letters SET file = '', handled = 1 WHERE number = ?", (number,))
        self._rows.execute("DELETE FROM profiles WHERE number = ?", (number,))
        self._rows.execute("UPDATE cases SET sender = '', title = '' WHERE number = ?", (number,))

    def last_uid(self, box: str, validity: int) -> int:
        """The UID of the last letter that was taken from a mailbox (RFC 9051, 2.3.1.1); 0 for a new or renewed one."""
        return int(self._one("SELECT uid FROM boxes WHERE name = ? AND validity = ?", box, validity) or 0)

    def note_uid(self, box: str, validity: int, uid: int) -> None:
        """Note the UID of the last letter that was taken."""
        self._rows.execute("INSERT OR REPLACE INTO boxes VALUES (?, ?, ?)", (box, validity, uid))

    def begun(self, box: str, day: date) -> date:
        """The day from which the letters of a mailbox are ours: the one that was given first. Older ones are not."""
        self._rows.execute("INSERT OR IGNORE INTO begun VALUES (?, ?)", (box, day.isoformat()))
        return date.fromisoformat(self._one("SELECT day FROM begun WHERE name = ?", box))

    def _one(self, query: str, *values: str | int) -> Any:
        row = self._rows.execute(query, values).fetchone()
        return row[0] if row else None


def _digest(identity: str) -> str:
    """What is kept of a Message-ID: it may hold its writer's address, and is known for longer than they are."""
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()


def _letter(row: tuple[str, str, int, str, str, int, int]) -> StoredLetter:
    _identity, number, place, received, file, proven, handled = row
    return StoredLetter(number, place, datetime.fromisoformat(received), file, bool(proven), bool(handled))
