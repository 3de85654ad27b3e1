"""Sources of letters: a mailbox, or a folder of files. Each becomes the bytes of a mail."""

from __future__ import annotations

import hashlib
import imaplib
import mimetypes
import re
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from time import mktime

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxStartTls, MailBoxUnencrypted

from placette import N_
from placette_letters.answering.mails import ConnectParts, is_loopback

CUT_SHORT = "X-Letter-Cut-Short"
"""The header before those of a mail that was not fetched whole: its bytes, and the most that are; 0 for broken ones."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """The bytes of a mail, and its time of arrival; ``box``, ``validity`` and ``uid`` are its place in a mailbox."""

    data: bytes
    received: datetime
    box: str = ""
    validity: int = 0
    uid: int = 0


MAIL = ".eml"
TEXTS = frozenset({".docx", ".odt", ".txt", ".md", ".html", ".htm"})
REFUSED = frozenset({".doc", ".docm", ".rtf", ".msg", ".pages", ".pdf"})
"""Unreadable texts: they come as letters too, and their writer gets advice on what to send."""

ALONE = N_("{name} was left: put it into a folder with its text")
"""The message for a file that belongs to no text, like the next."""
LINK = N_("{name} was left: it is a link, not a file")

_MOST_FILES = 200


Files = tuple[Path, ...]


def find_letters(folder: Path) -> tuple[list[tuple[str, Files]], list[tuple[Path, str]]]:
    """Return the letters in a folder, each with its name and files, and the other files with the reason (a msgid).

    A letter is a folder, a mail or a text; other loose files belong to the one text beside them. Hidden files are left
    out. Raises ``OSError``.
    """
    entries = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    rest = [(path, LINK) for path in entries if path.is_symlink()]
    entries = [path for path in entries if not path.is_symlink()]
    letters: list[tuple[str, Files]] = []
    for inner in filter(Path.is_dir, entries):
        files = tuple(path for path in sorted(inner.rglob("*")) if _counts(path, inner))[:_MOST_FILES]
        letters += [(inner.name, files)] if files else []
    loose = list(filter(Path.is_file, entries))
    mails = [path for path in loose if path.suffix.lower() == MAIL]
    texts = [path for path in loose if path.suffix.lower() in TEXTS | REFUSED]
    others = tuple(path for path in loose if path not in mails + texts)
    extras = others if len(texts) == 1 else ()
    rest += [(path, ALONE) for path in others if path not in extras]
    letters += [(path.stem, (path, *extras)) for path in texts]
    return letters + [(path.stem, (path,)) for path in mails], rest


def _counts(path: Path, folder: Path) -> bool:
    """Return whether a file of a letter's folder counts: no link, nothing hidden."""
    inside = path.relative_to(folder).parts
    return path.is_file() and not path.is_symlink() and not any(part.startswith((".", "__MACOSX")) for part in inside)


def arrivals_in(name: str, files: Files) -> Iterator[Arrival]:
    """Yield the letters of files that came together: each mail, and one of all others. Raises ``OSError``."""
    mails = [path for path in files if path.suffix.lower() == MAIL]
    for path in mails:
        yield Arrival(path.read_bytes(), _changed(path))
    others = [path for path in files if path not in mails]
    if others:
        contents = [(path.name, path.read_bytes()) for path in others]
        yield Arrival(mail_of(name, contents), max(map(_changed, others)))


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC)


def mail_of(name: str, files: list[tuple[str, bytes]]) -> bytes:
    """Return the mail that could have brought files: the same files, the same mail, so no letter comes twice."""
    digest = hashlib.sha256()
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(name.replace("_", " ").split())
    message.set_content("")
    for file_name, data in files:
        digest.update(f"{file_name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
        kind, _encoding = mimetypes.guess_type(file_name)
        main, _, sub = (kind or "application/octet-stream").partition("/")
        text = " ".join(file_name.encode("utf-8", "replace").decode().split())
        message.add_attachment(data, maintype=main, subtype=sub, filename=text)
    message.set_boundary(f"letter-{digest.hexdigest()}")
    message["Message-ID"] = f"<{digest.hexdigest()}@files.invalid>"
    return message.as_bytes()


_PATIENCE = 60  # Seconds that the server may be silent
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxError(Exception):
    """The mailbox can't be read; the message is the server's or the system's."""


class BrokenOffError(MailboxError):
    """The server ended the talk instead of giving the letter ``uid``."""

    def __init__(self, what: str, uid: int) -> None:
        super().__init__(what)
        self.uid = uid


@dataclass(frozen=True, slots=True)
class OpenBox:
    """A mailbox whose folder is selected: a name of its own, and which generation of UIDs it has."""

    name: str
    validity: int
    client: imaplib.IMAP4
    broken: frozenset[int] = frozenset()  # The UIDs of letters that aren't asked for, since the server breaks off there
    unfetched: list[int] = field(default_factory=list)  # The UIDs of letters that the server wouldn't give, those too

    def arrivals(self, after: int, largest: int, since: date) -> Iterator[Arrival]:
        """Yield the letters with a UID above ``after`` that came on a day or later, in order.

        Of those above ``largest`` bytes, and of those that the server can't give whole, the headers alone.
        """
        older = set(self.older(after, since))
        for uid in self._uids(after):
            if uid in self.broken:
                self.unfetched.append(uid)
            elif uid not in older and (arrival := self._fetched(uid, largest)):
                yield arrival

    def _fetched(self, uid: int, largest: int) -> Arrival | None:
        try:
            return self._fetch(uid, largest)
        except (imaplib.IMAP4.error, OSError) as error:
            raise BrokenOffError(str(error), uid) from error

    def older(self, after: int, since: date) -> list[int]:
        """Return the UIDs above ``after`` of letters that the server took before a day (RFC 9051, 6.4.4)."""
        return self._uids(after, f" BEFORE {since.day}-{_MONTHS[since.month - 1]}-{since.year}")

    def _uids(self, after: int, more: str = "") -> list[int]:
        with _as_mailbox_error():
            found = _checked(self.client.uid("SEARCH", f"UID {after + 1}:*{more}"))
        words = found[0].split() if found and isinstance(found[0], bytes) else []
        return sorted(uid for uid in map(int, words) if uid > after)  # «n:*» returns the last one for every n

    def _fetch(self, uid: int, largest: int) -> Arrival | None:
        """Return one letter; None if it has gone meanwhile."""
        facts = b" ".join(_parts(_checked(self.client.uid("FETCH", str(uid), "(RFC822.SIZE INTERNALDATE)"))))
        size = _SIZE.search(facts)
        if not size:
            return None
        whole = int(size[1]) <= largest
        data = self._data(uid, "(BODY.PEEK[])") if whole else b""
        if data:
            return Arrival(data, _moment(facts), self.name, self.validity, uid)
        head = self._data(uid, "(BODY.PEEK[HEADER])")
        if not head:
            self.unfetched.append(uid)
            return None
        cut = b"%s: %d %d\r\n" % (CUT_SHORT.encode(), 0 if whole else int(size[1]), largest)
        return Arrival(cut + head, _moment(facts), self.name, self.validity, uid)

    def _data(self, uid: int, what: str) -> bytes:
        """Return a letter or its headers; empty where the server has gone wrong with this one, which stops no other."""
        status, parts = self.client.uid("FETCH", str(uid), what)
        items = [part[1] for part in parts if isinstance(part, tuple)] if status == "OK" else []
        return items[0] if items and isinstance(items[0], bytes) else b""


def _moment(facts: bytes) -> datetime:
    """Return when the server took a letter (INTERNALDATE), in UTC."""
    local = imaplib.Internaldate2tuple(facts)
    return datetime.fromtimestamp(mktime(local), UTC) if local else datetime.now(UTC).replace(microsecond=0)


def _parts(answer: list[object]) -> Iterator[bytes]:
    for part in answer:
        line = part[0] if isinstance(part, tuple) else part
        if isinstance(line, bytes):
            yield line


def _checked(answer: tuple[str, list[object]]) -> list[object]:
    status, parts = answer
    if status != "OK":
        raise MailboxError(b" ".join(_parts(parts)).decode(errors="replace"))
    return [part for part in parts if part is not None]


@contextmanager
def open_mailbox(address: ConnectParts, password: str, broken: Iterable[int] = ()) -> Iterator[OpenBox]:
    """Log into a mailbox for reading only; ``broken`` are the UIDs to leave out. Raises ``MailboxError``."""
    with _as_mailbox_error():
        box = _connect(address).login(address.user, password, initial_folder=None)
    try:
        with _as_mailbox_error():
            folder = address.folder or "INBOX"
            box.folder.set(folder, readonly=True)
            name = f"{address.user}@{address.host}/{folder}"
            opened = OpenBox(name, _validity(box.client), box.client, frozenset(broken))
        yield opened
    finally:
        with suppress(imaplib.IMAP4.error, OSError):  # nothing was changed that could be lost
            box.logout()


@contextmanager
def _as_mailbox_error() -> Iterator[None]:
    try:
        yield
    except (ImapToolsError, imaplib.IMAP4.error, OSError) as error:
        raise MailboxError(str(error)) from error


def _validity(client: imaplib.IMAP4) -> int:
    """Return the generation of UIDs of the folder that was selected (RFC 9051, 2.3.1.1)."""
    _name, values = client.response("UIDVALIDITY")
    return int(values[-1]) if values and isinstance(values[-1], bytes) else 0


def _connect(address: ConnectParts) -> BaseMailBox:
    context = ssl.create_default_context()
    if address.scheme == "imaps":
        return MailBox(address.host, address.port, timeout=_PATIENCE, ssl_context=context)
    if is_loopback(address.host):
        return MailBoxUnencrypted(address.host, address.port, timeout=_PATIENCE)
    return MailBoxStartTls(address.host, address.port, timeout=_PATIENCE, ssl_context=context)
