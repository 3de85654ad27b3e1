"""The store of letters, senders and answers. It is outside the site, so no address ever enters git."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from placette import N_, Files, Words, load_settings
from placette_letters import LettersSettings
from placette_letters.letter import Consent, Gap, Letter, mailbox_of


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case in the store. Days are ISO dates, empty while there is none."""

    number: str
    kind: str
    title: str
    sender: str
    author: str
    folder: str  # The post's folder, from the content folder; empty before the first proposal
    received: str
    read: str
    waiting: str
    closed: str


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """One letter of a case. ``place`` is 0 for the first; ``proven``: it answers a mail of ours."""

    number: str
    place: int
    received: datetime
    file: str
    proven: bool
    handled: bool


DECIDED = "decided-"
"""The start of the step of a mail about a decision."""
_COUNTS = "(place = 0 OR proven)"
"""Which letters are part of a case: numbers are public and senders can be forged, so the others only lie beside it."""
_BY_HAND = 2
"""What ``proven`` holds for a letter that an editor took into its case."""
_HELD = "held"
"""What ``sent`` holds for a mail that waits until somebody has read the letter."""


def _first(rows: sqlite3.Connection, query: str, *values: str | int) -> Any:
    row = rows.execute(query, values).fetchone()
    return row[0] if row else None


class CaseRows:
    """The cases of a store. Its methods raise ``sqlite3.Error`` or ``OSError`` for a disk that fails."""

    def __init__(self, folder: Path, rows: sqlite3.Connection, public: Iterable[str] = ()) -> None:
        """Take the numbers (``public``) that the site's receipts have already: a new store gives none of them again."""
        self._folder, self._rows, self._public = folder, rows, tuple(public)
        self._lost: list[StoredLetter] | None = None

    def knows(self, identity: str) -> bool:
        """Return whether a letter has come before, forgotten or not."""
        return bool(_first(self._rows, "SELECT 1 FROM letters WHERE identity = ?", _digest(identity)))

    def keep_original(self, data: bytes) -> str:
        """Write a letter as it came, and give its name in the store. The same bytes have the same name."""
        name = _original_name(data)
        Files.write_atomic(self._folder / "originals" / name, data, 0o600)
        return name

    def has_original(self, data: bytes) -> bool:
        """Return whether a letter with these bytes has come, and isn't forgotten."""
        return bool(_first(self._rows, "SELECT 1 FROM letters WHERE file = ?", _original_name(data)))

    def restore_original(self, identity: str, data: bytes) -> None:
        """Keep a letter again that has come before, if these are its bytes and it is not forgotten."""
        if _first(self._rows, "SELECT file FROM letters WHERE identity = ?", _digest(identity)) == _original_name(data):
            self.keep_original(data)

    def original(self, letter: StoredLetter) -> bytes | None:
        """Return a letter as it came; None once it is forgotten, and where it is lost."""
        target = self._folder / "originals" / letter.file
        data = target.read_bytes() if letter.file and target.is_file() else b""
        return data if letter.file == _original_name(data) else None

    def lost(self) -> list[StoredLetter]:
        """Return the letters that nobody forgot, and whose original was missing or damaged when this was first asked.

        All originals are read then, and once alone; those that came back since are left out.
        """
        if self._lost is None:
            self._lost = self._letters("file != ''")
        self._lost = [letter for letter in self._lost if self.original(letter) is None]
        return self._lost

    def may_look_again(self, today: date) -> bool:
        """Return whether lost letters are to be looked for in their mailbox, which is read whole then: once a day."""
        last = _first(self._rows, "SELECT day FROM begun WHERE name = 'lost'")
        self._rows.execute("INSERT OR REPLACE INTO begun VALUES ('lost', ?)", (today.isoformat(),))
        return bool(last != today.isoformat())

    def open_case(self, letter: Letter, file: str, title: str, author: str) -> str:
        """Return a new case for a letter, with the next number of its year (``2026-0042``), which it gives."""
        year = letter.received.year
        last = _first(
            self._rows, "SELECT max(CAST(substr(number, 6) AS INTEGER)) FROM cases WHERE number LIKE ?", f"{year}-%"
        )
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
        """Add a letter to a case, which is open again then; with an empty number, only record that it came."""
        place = int(_first(self._rows, "SELECT coalesce(max(place) + 1, 0) FROM letters WHERE number = ?", number))
        row = (_digest(letter.identity), number, place, letter.received.isoformat(), file, proven, not number)
        self._rows.execute("INSERT INTO letters VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        if proven:
            self._rows.execute("UPDATE cases SET closed = '' WHERE number = ?", (number,))

    def accept(self, number: str, place: int) -> None:
        """Take a letter that lies beside a case into it, behind all others; the case is open again then."""
        last = "(SELECT max(place) FROM letters WHERE number = ?2)"
        query = f"UPDATE letters SET proven = ?1, handled = 0, place = {last} + 1 WHERE number = ?2 AND place = ?3"  # noqa: S608
        self._rows.execute(query, (_BY_HAND, number, place))
        self._rows.execute("UPDATE cases SET closed = '' WHERE number = ?", (number,))

    def letters_of(self, number: str) -> list[StoredLetter]:
        """Return the letters of a case, in the order they came or were accepted."""
        return self._letters(f"number = ? AND {_COUNTS}", number)

    def letters_beside(self, number: str) -> list[StoredLetter]:
        """Return the letters that only name a case's number, in the order they came."""
        return self._letters(f"number = ? AND NOT {_COUNTS}", number)

    def _letters(self, which: str, *values: str) -> list[StoredLetter]:
        columns = "number, place, received, file, proven, handled"
        query = f"SELECT {columns} FROM letters WHERE {which} ORDER BY number, place"  # noqa: S608
        return [
            StoredLetter(own, place, datetime.fromisoformat(received), file, proven == 1, bool(handled))
            for own, place, received, file, proven, handled in self._rows.execute(query, values)
        ]

    def unhandled(self) -> list[str]:
        """Return the numbers of cases with letters that nothing has been made of yet."""
        query = f"SELECT DISTINCT number FROM letters WHERE handled = 0 AND {_COUNTS} ORDER BY number"  # noqa: S608
        return [number for (number,) in self._rows.execute(query)]

    def mark_handled(self, number: str, place: int) -> None:
        """Note that something has been made of the letters of a case, up to the one at ``place``."""
        query = f"UPDATE letters SET handled = 1 WHERE number = ? AND place <= ? AND {_COUNTS}"  # noqa: S608
        self._rows.execute(query, (number, place))

    def mark_seen(self, number: str) -> None:
        """Note that an editor has looked at what lies beside a case."""
        self._rows.execute(f"UPDATE letters SET handled = 1 WHERE number = ? AND NOT {_COUNTS}", (number,))  # noqa: S608

    def case(self, number: str) -> StoredCase | None:
        """Return the case with a number."""
        row = self._rows.execute("SELECT * FROM cases WHERE number = ?", (number,)).fetchone()
        return StoredCase(*row) if row else None

    def all(self) -> list[StoredCase]:
        """Return all cases, by number."""
        return [StoredCase(*row) for row in self._rows.execute("SELECT * FROM cases ORDER BY number")]

    def numbers_of(self, author: str) -> list[str]:
        """Return the numbers of an author's cases, and of all others from the same addresses; the latter come first."""
        query = """SELECT number FROM cases WHERE author = ?1 OR (sender != '' AND sender IN
            (SELECT address FROM people WHERE author = ?1 UNION SELECT sender FROM cases WHERE author = ?1))
            ORDER BY author = ?1, number"""
        return [number for (number,) in self._rows.execute(query, (author,))]

    def note_author(self, number: str, author: str) -> None:
        """Note whose case it is."""
        self._rows.execute("UPDATE cases SET author = ? WHERE number = ?", (author, number))

    def note_proposal(self, number: str, title: str, folder: str) -> None:
        """Record the path of a case's post and its title."""
        self._rows.execute("UPDATE cases SET title = ?, folder = ? WHERE number = ?", (title, folder, number))

    def note_profile(self, number: str, key: str) -> None:
        """Record the key of the profile that a case proposes for a new author; empty for none."""
        self._rows.execute("INSERT OR REPLACE INTO profiles VALUES (?, ?)", (number, key))

    def profile_of(self, number: str) -> str:
        """Return the key of the profile that a case alone proposes; empty for none."""
        query = "SELECT max(key) FROM profiles WHERE key != '' GROUP BY key HAVING count(*) = 1 AND max(number) = ?"
        return str(_first(self._rows, query, number) or "")

    def profiles_of_others(self, number: str, sender: str) -> frozenset[str]:
        """Return the keys of profiles that cases of other senders propose; who has no address is another each time."""
        query = """SELECT key FROM profiles JOIN cases USING (number)
            WHERE key != '' AND number != ?1 AND (sender != ?2 OR ?2 = '')"""
        return frozenset(key for (key,) in self._rows.execute(query, (number, sender)))

    def note_days(self, number: str, *, read: str, waiting: str, closed: str) -> None:
        """Note since when a case has been read, waits for its writer, is closed (ISO dates, or empty)."""
        query = "UPDATE cases SET read = ?, waiting = ?, closed = ? WHERE number = ?"
        self._rows.execute(query, (read, waiting, closed, number))

    def forget(self, number: str) -> None:
        """Forget who sent a case's letters, and which originals are theirs; their arrival is known by a digest."""
        self._rows.execute("UPDATE letters SET file = '', handled = 1 WHERE number = ?", (number,))
        self._rows.execute("DELETE FROM profiles WHERE number = ?", (number,))
        self._rows.execute("UPDATE cases SET sender = '', title = '' WHERE number = ?", (number,))

    def over(self, limit: str) -> list[str]:
        """Return the numbers of cases that were closed or published before a day (ISO) and have letters to forget."""
        query = """SELECT number FROM cases WHERE number IN (SELECT number FROM letters WHERE file != '')
            AND ((closed != '' AND closed < ?1) OR number IN
            (SELECT number FROM mails WHERE step = 'published' AND substr(made, 1, 10) < ?1)) ORDER BY number"""
        return [number for (number,) in self._rows.execute(query, (limit,))]

    def note_purge(self, day: date) -> None:
        """Note that the cases that are over were looked for."""
        self._rows.execute("INSERT OR REPLACE INTO begun VALUES ('purge', ?)", (day.isoformat(),))

    def last_purge(self) -> str:
        """Return the day (ISO) of the last time; empty for never."""
        return str(_first(self._rows, "SELECT day FROM begun WHERE name = 'purge'") or "")

    def last_uid(self, box: str, validity: int) -> int:
        """Return the UID of the last letter taken from a mailbox (RFC 9051, 2.3.1.1); 0 for a new or renewed one."""
        return int(_first(self._rows, "SELECT uid FROM boxes WHERE name = ? AND validity = ?", box, validity) or 0)

    def note_uid(self, box: str, validity: int, uid: int) -> None:
        """Note the UID of the last letter that was taken."""
        self._rows.execute("INSERT OR REPLACE INTO boxes VALUES (?, ?, ?)", (box, validity, uid))

    def begun(self, box: str, day: date) -> date:
        """Return the day from which the letters of a mailbox are ours: the one that was given first."""
        self._rows.execute("INSERT OR IGNORE INTO begun VALUES (?, ?)", (box, day.isoformat()))
        return date.fromisoformat(_first(self._rows, "SELECT day FROM begun WHERE name = ?", box))


def _original_name(data: bytes) -> str:
    return f"{hashlib.sha256(data).hexdigest()}.eml"


def _digest(identity: str) -> str:
    """Return the digest of a Message-ID, which may have its writer's address and is known for longer than they are."""
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class QueuedMail:
    """A mail of ours: its Message-ID, its case, its step (``receipt``, ``review-2`` …), its bytes.

    ``asked`` are the gaps that it asks about, in the order of its questions.
    """

    identity: str
    number: str
    step: str
    recipient: str
    data: bytes
    asked: tuple[Gap, ...] = ()


class MailRows:
    """The mails of a store. Its methods raise ``sqlite3.Error`` for a disk that fails."""

    def __init__(self, rows: sqlite3.Connection) -> None:
        self._rows = rows

    def queue(self, mail: QueuedMail, made: datetime, *, held: bool = False) -> bool:
        """Put a mail into the queue; False where this step of the case has its mail already.

        One that is ``held`` leaves once somebody has read the letter, in the place of one that was held before it.
        """
        if held:
            self.drop_held(mail.number)
        asked = json.dumps([(gap.code, gap.about) for gap in mail.asked])
        values = (mail.identity, mail.number, mail.step, mail.recipient, mail.data, asked, made.isoformat())
        row = (*values, _HELD if held else "")
        return self._rows.execute("INSERT OR IGNORE INTO mails VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')", row).rowcount > 0

    def held(self, number: str) -> QueuedMail | None:
        """Return the mail of a case that waits until somebody has read the letter."""
        return next(iter(self._mails("number = ? AND sent = ?", number, _HELD)), None)

    def release(self, number: str) -> None:
        """Let the held mail of a case leave with the next ones."""
        self._rows.execute("UPDATE mails SET sent = '' WHERE number = ? AND sent = ?", (number, _HELD))

    def drop_held(self, number: str) -> None:
        """Forget the held mail of a case: another replaces it, or the case was decided."""
        self._rows.execute("DELETE FROM mails WHERE number = ? AND sent = ?", (number, _HELD))

    def waiting(self) -> list[QueuedMail]:
        """Return the mails that have not left yet, in the order they were made."""
        return self._mails("sent = '' AND refused = ''")

    def of(self, number: str) -> list[QueuedMail]:
        """Return all mails of a case, in the order they were made."""
        return self._mails("number = ?", number)

    def _mails(self, where: str, *values: str) -> list[QueuedMail]:
        columns = "identity, number, step, recipient, data, asked"
        rows = self._rows.execute(f"SELECT {columns} FROM mails WHERE {where} ORDER BY rowid", values)  # noqa: S608
        return [
            QueuedMail(identity, number, step, recipient, data, tuple(Gap(*gap) for gap in json.loads(asked)))
            for identity, number, step, recipient, data, asked in rows
        ]

    def mark_sent(self, identity: str, moment: datetime) -> None:
        """Note that a mail has left."""
        self._rows.execute("UPDATE mails SET sent = ? WHERE identity = ?", (moment.isoformat(), identity))

    def mark_refused(self, identity: str, why: str) -> None:
        """Note that a mail will never be taken."""
        self._rows.execute("UPDATE mails SET refused = ? WHERE identity = ?", (why, identity))

    def refused(self) -> list[tuple[str, str]]:
        """Return numbers of cases whose mails were refused for ever, with the server's reason."""
        return list(self._rows.execute("SELECT number, refused FROM mails WHERE refused != '' ORDER BY rowid"))

    def count_made(self, recipient: str, since: datetime) -> int:
        """Return how many mails were made since a moment for an address, ignoring its part after a plus (RFC 5233)."""
        rows = self._rows.execute("SELECT recipient FROM mails WHERE made >= ?", (since.isoformat(),))
        return sum(mailbox_of(other) == mailbox_of(recipient) for (other,) in rows)

    def number_of(self, identity: str) -> str:
        """Return the case that a mail of ours is about; empty for a mail that isn't ours."""
        return str(_first(self._rows, "SELECT number FROM mails WHERE identity = ?", identity) or "")

    def numbers_with(self, step: str) -> set[str]:
        """Return the cases that were sent a mail of a step."""
        return {number for (number,) in self._rows.execute("SELECT number FROM mails WHERE step = ?", (step,))}

    def made_on(self, number: str, step: str) -> str:
        """Return the day (ISO) on which a case's mail of a step was made; empty where there is none."""
        made = _first(self._rows, "SELECT made FROM mails WHERE number = ? AND step = ?", number, step)
        return str(made or "")[:10]

    def forget(self, number: str) -> None:
        """Forget all mails of a case but a decision that has to leave yet, which is forgotten once it has."""
        waits = f"sent = '' AND refused = '' AND step LIKE '{DECIDED}%'"
        self._rows.execute(f"DELETE FROM mails WHERE number = ? AND NOT ({waits})", (number,))  # noqa: S608

    def forget_settled(self) -> None:
        """Forget the mails of forgotten cases that have left, or that were refused."""
        forgotten = "number NOT IN (SELECT number FROM letters WHERE file != '')"
        self._rows.execute(f"DELETE FROM mails WHERE step LIKE '{DECIDED}%' AND sent || refused != '' AND {forgotten}")  # noqa: S608


class PeopleRows:
    """The people of a store. Its methods raise ``sqlite3.Error`` for a disk that fails."""

    def __init__(self, rows: sqlite3.Connection) -> None:
        self._rows = rows

    def author_of(self, address: str) -> str:
        """Return the key of the author that an address is known for, or empty."""
        return str(_first(self._rows, "SELECT author FROM people WHERE address = ?", address) or "") if address else ""

    def note_author(self, address: str, author: str) -> None:
        """Note that an address is an author's; one that is known stays whose it was."""
        self._rows.execute("INSERT OR IGNORE INTO people VALUES (?, ?)", (address, author))

    def keep_consents(self, number: str, place: int, consents: Iterable[Consent]) -> None:
        """Keep the consents of the letter at ``place`` of a case, with the wording of the questions."""
        rows = [(number, place, it.what, it.agreed, it.wording, it.day.isoformat(), it.none_shown) for it in consents]
        self._rows.executemany("INSERT OR REPLACE INTO consents VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def consents_of(self, number: str) -> list[Consent]:
        """Return the agreements of a case, the earliest first."""
        query = "SELECT what, agreed, wording, day, nobody FROM consents WHERE number = ? ORDER BY place"
        rows = self._rows.execute(query, (number,))
        return [
            Consent(what, bool(agreed), wording, date.fromisoformat(day), bool(none_shown))
            for what, agreed, wording, day, none_shown in rows
        ]

    def forget_consents(self, number: str) -> None:
        """Forget the consents of a case."""
        self._rows.execute("DELETE FROM consents WHERE number = ?", (number,))

    def forget_strays(self) -> None:
        """Forget the addresses that no case was sent from any more."""
        self._rows.execute("DELETE FROM people WHERE address NOT IN (SELECT sender FROM cases)")

    def forget_author(self, author: str) -> None:
        """Forget the addresses of an author."""
        self._rows.execute("DELETE FROM people WHERE author = ?", (author,))


INSIDE = N_("The letters' store is inside the site, where git would see it: correct LETTERS_STORE.")
"""A reason why a store can't be used, like the next three."""
FOREIGN = N_(
    "The letters’ store belongs to another site: {path} names it. Give this site a folder of its own (LETTERS_STORE)."
    " If the site has moved, correct that file."
)
BUSY = N_("Somebody else is reading letters at this moment. Try again later.")
DAMAGED = N_("The letters' store is damaged or belongs to a newer version: {path}")

_FORM = 1  # Raise it when the tables change
FILE, SCRATCH = "letters.sqlite", "tmp"
TO_SIGN = Path("archives/bordereau.csv")
"""Where a store has the list of letters to destroy, which the archives sign."""
_TABLES = """
PRAGMA user_version = 1;
CREATE TABLE cases (number TEXT PRIMARY KEY, kind TEXT, title TEXT, sender TEXT, author TEXT DEFAULT '',
    folder TEXT DEFAULT '', received TEXT, read TEXT DEFAULT '', waiting TEXT DEFAULT '', closed TEXT DEFAULT '');
CREATE TABLE letters (identity TEXT PRIMARY KEY, number TEXT, place INTEGER, received TEXT, file TEXT,
    proven INTEGER, handled INTEGER);
CREATE TABLE mails (identity TEXT PRIMARY KEY, number TEXT, step TEXT, recipient TEXT, data BLOB, asked TEXT,
    made TEXT, sent TEXT DEFAULT '', refused TEXT DEFAULT '', UNIQUE (number, step));
CREATE TABLE people (address TEXT PRIMARY KEY, author TEXT);
CREATE TABLE consents (number TEXT, place INTEGER, what TEXT, agreed INTEGER, wording TEXT, day TEXT,
    nobody INTEGER, PRIMARY KEY (number, place, what));
CREATE TABLE boxes (name TEXT PRIMARY KEY, validity INTEGER, uid INTEGER);
CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB);
CREATE TABLE begun (name TEXT PRIMARY KEY, day TEXT);
CREATE TABLE profiles (number TEXT PRIMARY KEY, key TEXT);
"""


class StoreError(Exception):
    """The store can't be used; the message is a msgid, ``path`` the value of its placeholder."""

    def __init__(self, sentence: str, path: Path | None = None) -> None:
        super().__init__(sentence)
        self.path = path


@dataclass(frozen=True, slots=True)
class LetterStore:
    """An open store."""

    folder: Path
    rows: sqlite3.Connection
    cases: CaseRows
    mails: MailRows
    people: PeopleRows
    scratch: Path
    """For temporary files with people's words: nobody else can enter it, and each run begins with an empty one."""

    @contextmanager
    def step(self) -> Iterator[None]:
        """Save all changes inside, or none."""
        self.rows.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self.rows.in_transaction:  # SQLite ends it itself where the disk is full
                self.rows.execute("ROLLBACK")
            raise
        self.rows.execute("COMMIT")

    def secret(self) -> bytes:
        """Return the store's own key, made once: without it, the names of future mails can't be guessed."""
        self.rows.execute("INSERT OR IGNORE INTO secrets VALUES ('mails', ?)", (os.urandom(32),))
        value: bytes = self.rows.execute("SELECT value FROM secrets WHERE name = 'mails'").fetchone()[0]
        return value

    def forget(self, numbers: Iterable[str]) -> None:
        """Forget the senders of cases' letters and their words; their days stay.

        Of a published text, the agreements stay too, with its author's key: they are the proof for the text, and
        ``forget_person`` must find it.
        """
        for number in numbers:
            with self.step():
                is_out = bool(self.mails.made_on(number, "published"))
                self.cases.forget(number)
                self.mails.forget(number)
                if not is_out:
                    self._forget_agreement(number)
                self.people.forget_strays()
        _remove_strays(self.folder, self.rows)

    def forget_person(self, author: str) -> list[str]:
        """Forget an author's addresses and all their cases, whose numbers it gives."""
        numbers = self.cases.numbers_of(author)
        self.forget(numbers)
        with self.step():
            for number in numbers:
                self._forget_agreement(number)
            self.people.forget_author(author)
        return numbers

    def _forget_agreement(self, number: str) -> None:
        self.people.forget_consents(number)
        self.cases.note_author(number, "")


def store_folder(written: str, site_root: Path, site_name: str) -> Path:
    """Return the folder of a site's store: by its settings, or in the system's folder for data."""
    name = Words.slugify(site_name) or Words.slugify(site_root.name) or "site"
    return Path(written).expanduser() if written else _data_folder() / "placette" / name


def _data_folder() -> Path:
    """Return the folder for data of the one who runs this (XDG Base Directory 0.8; Apple's and Microsoft's own)."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


@contextmanager
def open_store(folder: Path, site_root: Path, site: str = "", public: Iterable[str] = ()) -> Iterator[LetterStore]:
    """Open the store for one run, creating it if there is none. Raises ``StoreError`` or ``OSError``.

    ``site`` is the site's address: a store belongs to the first site that opens it, since two sites of one name would
    read, answer and publish each other's letters. ``public`` are the numbers of its receipts.
    """
    root = site_root.resolve()
    # The files that git sees: the repository that the site is part of, else the site's own folder.
    top = next((above for above in (root, *root.parents) if (above / ".git").exists()), root)
    if folder.resolve().is_relative_to(top):
        raise StoreError(INSIDE)
    Files.make_folder(folder / "originals")
    folder.chmod(0o700)
    try:
        with (
            Files.locked(folder / "lock", 0),
            Files.scratch(folder / SCRATCH) as scratch,
            closing(_connect(folder / FILE)) as rows,
        ):
            _claim(folder / "site.txt", site)
            _remove_strays(folder, rows)
            yield LetterStore(folder, rows, CaseRows(folder, rows, public), MailRows(rows), PeopleRows(rows), scratch)
    except Files.HeldError as error:
        raise StoreError(BUSY) from error


def _remove_strays(folder: Path, rows: sqlite3.Connection) -> None:
    """Remove the letters that no row names (they are forgotten, or a killed run left them), and parts of any file."""
    names = {name for (name,) in rows.execute("SELECT file FROM letters")}
    strays = [path for path in (folder / "originals").iterdir() if path.name not in names]
    for path in {*strays, *folder.rglob(".*.part")}:
        path.unlink()


def _claim(note: Path, site: str) -> None:
    """Note whose store it is; raises ``StoreError`` for one that is another site's."""
    if site and not note.is_file():
        Files.write_atomic(note, f"{site}\n".encode())
    elif site and note.read_text(encoding="utf-8", errors="replace").strip() != site:
        raise StoreError(FOREIGN, note)


def _connect(path: Path) -> sqlite3.Connection:
    rows = sqlite3.connect(path, isolation_level=None)
    path.chmod(0o600)
    try:
        rows.execute("PRAGMA secure_delete = ON")  # forgotten data leave the disk too
        rows.execute("PRAGMA synchronous = EXTRA")  # FULL lets a power cut take back the last change
        (form,) = rows.execute("PRAGMA user_version").fetchone()
        if form == 0:
            rows.executescript(f"BEGIN; {_TABLES} COMMIT;")
        elif form != _FORM:
            raise StoreError(DAMAGED, path)
    except sqlite3.DatabaseError as error:
        rows.close()
        raise StoreError(DAMAGED, path) from error
    return rows


def letters_folder(settings: Mapping[str, Any], root: Path) -> Path:
    """Return the folder of the store of the site at ``root``."""
    options = load_settings(LettersSettings, "LETTERS", settings)
    return store_folder(options.store, root, settings["SITENAME"])


def drop_folder(settings: Mapping[str, Any], root: Path) -> Path:
    """Return the folder for the form's letters: beside the store, which the form's user can't enter."""
    store = letters_folder(settings, root)
    return store.with_name(f"{store.name}-form") / "dropped"
