"""The store as a whole: one SQLite file and one folder of originals, for whoever runs the desk alone.

What is made of letters is not kept, because it can be made again: a case is its letters in order. Each step is one
transaction, so a kill at any moment neither loses nor doubles a letter.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from placette.desks.letters.store.cases import CaseRows
from placette.desks.letters.store.mails import MailRows
from placette.desks.letters.store.people import PeopleRows
from placette.engine.base.files import write_atomic
from placette.engine.base.message import N_
from placette.engine.base.text import slugify

INSIDE = N_("The letters' store lies inside the site, where git would see it: correct LETTERS_STORE.")
"""A reason why a store can't be used, like the next three."""
FOREIGN = N_(
    "The letters’ store belongs to another site: {path} names it. Give this site a folder of its own (LETTERS_STORE)."
    " If the site has moved, correct that file."
)
BUSY = N_("Somebody else is reading letters at this moment. Try again later.")
DAMAGED = N_("The letters' store is damaged or belongs to a newer version: {path}")

_FORM = 1
"""Raise it when the tables change."""
_FILE = "letters.sqlite"
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

    @contextmanager
    def step(self) -> Iterator[None]:
        """All that is written inside, or nothing."""
        self.rows.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.rows.execute("ROLLBACK")
            raise
        self.rows.execute("COMMIT")

    def secret(self) -> bytes:
        """The store's own key, made once: nobody else can name a mail that we will send."""
        self.rows.execute("INSERT OR IGNORE INTO secrets VALUES ('mails', ?)", (os.urandom(32),))
        value: bytes = self.rows.execute("SELECT value FROM secrets WHERE name = 'mails'").fetchone()[0]
        return value

    def forget(self, numbers: Iterable[str]) -> None:
        """Forget who sent the letters of cases and what they said; their days stay.

        Of a text that came out, what was agreed to stays too, with its author's key: it is the proof for the text, and
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
    """Where the store of a site lies: as its settings say, or in the system's folder for data."""
    return Path(written).expanduser() if written else _data_folder() / "placette" / _name(site_root, site_name)


def _name(site_root: Path, site_name: str) -> str:
    return slugify(site_name) or slugify(site_root.name) or "site"


def _data_folder() -> Path:
    """The folder for data of the one who runs this (XDG Base Directory 0.8; Apple's and Microsoft's own)."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


@contextmanager
def open_store(folder: Path, site_root: Path, site: str = "", public: Iterable[str] = ()) -> Iterator[LetterStore]:
    """Open the store for one run of the desk, making it if there is none. Raises ``StoreError`` or ``OSError``.

    ``site`` is the site's address: a store belongs to the first site that opens it, since two sites of one name would
    read, answer and publish each other's letters. ``public`` are the numbers of its receipts.
    """
    if folder.resolve().is_relative_to(_top(site_root.resolve())):
        raise StoreError(INSIDE)
    (folder / "originals").mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    try:
        with FileLock(folder / "lock", timeout=0), closing(_connect(folder / _FILE)) as rows:
            _claim(folder / "site.txt", site)
            yield LetterStore(folder, rows, CaseRows(folder, rows, public), MailRows(rows), PeopleRows(rows))
    except Timeout as error:
        raise StoreError(BUSY) from error


def _top(site_root: Path) -> Path:
    """The folder that git sees: that of the repository which the site is part of, else the site's own."""
    return next((folder for folder in (site_root, *site_root.parents) if (folder / ".git").exists()), site_root)


def _claim(note: Path, site: str) -> None:
    """Note whose store it is; raises ``StoreError`` for one that is another site's."""
    if site and not note.is_file():
        write_atomic(note, f"{site}\n".encode())
    elif site and note.read_text(encoding="utf-8", errors="replace").strip() != site:
        raise StoreError(FOREIGN, note)


def _connect(path: Path) -> sqlite3.Connection:
    rows = sqlite3.connect(path, isolation_level=None)
    path.chmod(0o600)
    try:
        rows.execute("PRAGMA secure_delete = ON")  # what is forgotten leaves the disk too
        (form,) = rows.execute("PRAGMA user_version").fetchone()
        if form == 0:
            rows.executescript(f"BEGIN; {_TABLES} COMMIT;")
        elif form != _FORM:
            raise StoreError(DAMAGED, path)
    except sqlite3.DatabaseError as error:
        rows.close()
        raise StoreError(DAMAGED, path) from error
    return rows
