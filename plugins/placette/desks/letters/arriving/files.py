"""A folder of files as letters: mails as they are; documents and photos as the mails that could have brought them.

A file with a text is a letter, and so is a folder with its texts and photos. Photos that lie loose beside one text
alone belong to it. So a town hall can hand in a memory stick, and everything after this knows mails only.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from placette.desks.letters.arriving.arrival import Arrival
from placette.engine.base.message import N_

MAIL = ".eml"
TEXTS = frozenset({".docx", ".odt", ".txt", ".md", ".html", ".htm"})
REFUSED = frozenset({".doc", ".docm", ".rtf", ".msg", ".pages", ".pdf"})
"""Texts that can't be read: they come as letters too, and their writer is told what to send."""

ALONE = N_("{name} was left: put it into a folder with its text")
"""What is said of a file that belongs to no text, like the next."""
LINK = N_("{name} was left: it is a link, not a file")

_MOST_FILES = 200


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of one letter, and its name: that of its folder, or of its text."""

    name: str
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class LeftFile:
    """A file that no letter could be made of, and a msgid that says why (``{name}``)."""

    path: Path
    why: str


def find_bundles(folder: Path) -> tuple[list[Bundle], list[LeftFile]]:
    """The letters in a folder, by name, and what belongs to none. Hidden files are left out. Raises ``OSError``."""
    bundles: list[Bundle] = []
    left: list[LeftFile] = []
    entries = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    left += [LeftFile(path, LINK) for path in entries if path.is_symlink()]
    entries = [path for path in entries if not path.is_symlink()]
    for inner in (path for path in entries if path.is_dir()):
        files = tuple(path for path in sorted(inner.rglob("*")) if _counts(path, inner))[:_MOST_FILES]
        bundles += [Bundle(inner.name, files)] if files else []
    loose = [path for path in entries if path.is_file()]
    letters = [path for path in loose if path.suffix.lower() in TEXTS | REFUSED | {MAIL}]
    others = tuple(path for path in loose if path not in letters)
    texts = [path for path in letters if path.suffix.lower() != MAIL]
    if len(texts) == 1:
        bundles.append(Bundle(texts[0].stem, (texts[0], *others)))
        letters.remove(texts[0])
    else:
        left += [LeftFile(path, ALONE) for path in others]
    return bundles + [Bundle(path.stem, (path,)) for path in letters], left


def _counts(path: Path, folder: Path) -> bool:
    """Whether a file of a letter's folder is one of its files: no link, nothing hidden."""
    inside = path.relative_to(folder).parts
    return path.is_file() and not path.is_symlink() and not any(part.startswith((".", "__MACOSX")) for part in inside)


def arrivals_in(bundle: Bundle) -> Iterator[Arrival]:
    """The letters of a bundle: each mail in it, and one of all other files. Raises ``OSError``."""
    mails = [path for path in bundle.files if path.suffix.lower() == MAIL]
    for path in mails:
        yield Arrival(path.read_bytes(), _changed(path))
    others = [path for path in bundle.files if path not in mails]
    if others:
        contents = [(path.name, path.read_bytes()) for path in others]
        yield Arrival(mail_of(bundle.name, contents), max(map(_changed, others)))


def _changed(path: Path) -> datetime:
    """When a file was written, in UTC."""
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC)


def mail_of(name: str, files: list[tuple[str, bytes]]) -> bytes:
    """The mail that could have brought files. The same files make the same mail, so a letter never comes twice."""
    digest = hashlib.sha256()
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(name.replace("_", " ").split())
    message.set_content("")
    for file_name, data in files:
        digest.update(f"{file_name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
        kind, _encoding = mimetypes.guess_type(file_name)
        main, _, sub = (kind or "application/octet-stream").partition("/")
        shown = " ".join(file_name.encode("utf-8", "replace").decode().split())
        message.add_attachment(data, maintype=main, subtype=sub, filename=shown)
    message.set_boundary(f"letter-{digest.hexdigest()}")
    message["Message-ID"] = f"<{digest.hexdigest()}@files.invalid>"
    return message.as_bytes()
