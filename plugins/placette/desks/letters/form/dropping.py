"""A letter becomes a mail in a folder, for the same intake as those that come by mail.

The mail is written piece by piece: a letter of 50 MB takes no more memory than one of a few lines. It appears in the
folder whole or not at all.
"""

from __future__ import annotations

import binascii
import hashlib
import os
import secrets
import shutil
from base64 import b32encode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from placette.desks.letters.form.checking import DropFile
from placette.desks.letters.form.settings import FormLimits
from placette.features.letterbox import SUBJECTS, LetterKind

_LINE = 57
"""Bytes that make a line of 76 characters in base64 (RFC 2045, 6.8)."""
_CHUNK = _LINE * 1024
_ROUND = str.maketrans("[]", "()")
"""A receipt number in square brackets makes a mail an answer; in a form, anybody may give anybody's address."""
_SPAN = 60
"""Characters of a title that is made of a text's first words."""


class NoRoomError(Exception):
    """The folder or the disk is full: nothing was kept of the letter."""


@dataclass(frozen=True, slots=True)
class Drop:
    """A letter as it is to be written: cleaned values, the wordings of the consents, the files."""

    kind: LetterKind
    values: Mapping[str, str]
    wordings: Mapping[str, str]
    pieces: tuple[DropFile, ...]
    stamp: str
    """The page that it was written on: the same letter from the same page is one letter, however often it comes."""
    proven: bool
    lang: str
    to: str = ""

    @property
    def identity(self) -> str:
        """SHA-256 over all that its writer sent, in hexadecimal digits."""
        state = hashlib.sha256(repr((self.kind.value, sorted(self.values.items()), self.stamp)).encode())
        for piece in self.pieces:
            state.update(f"\0{piece.name}\0{piece.upload.size}\0".encode())
            piece.upload.file.seek(0)
            while chunk := piece.upload.file.read(_CHUNK):
                state.update(chunk)
        return state.hexdigest()


def reference_of(identity: str) -> str:
    """The short reference that its writer is shown (``ABCD-2345``)."""
    letters = b32encode(bytes.fromhex(identity)).decode()
    return f"{letters[:4]}-{letters[4:8]}"


def headers_of(drop: Drop, identity: str, moment: datetime) -> dict[str, str]:
    """The headers of the mail, in ASCII. Nothing that somebody wrote can end a line or begin another header."""
    values = dict(drop.values)
    email, name = values.pop("email", ""), values.get("name", "")
    text = values.pop("text", "")
    title = (values.get("title") or text[:_SPAN].partition("\n")[0]).translate(_ROUND)
    mark = f"[{SUBJECTS[drop.kind][drop.lang != 'fr']}] " if drop.kind in SUBJECTS else ""
    found = {"From": f"{_words(name)} <{email}>" if name else email} if email else {}
    found |= {"To": drop.to} if drop.to else {}
    found |= {
        "Date": format_datetime(moment),
        "Message-ID": f"<{identity[:40]}@form.invalid>",
        "Subject": _encoded(mark + title),
        "X-Placette-Form": "1",
        "X-Placette-Kind": drop.kind.value,
        "X-Placette-Reference": reference_of(identity),
        "X-Placette-Proof": "altcha" if drop.proven else "none",
    }
    found |= {f"X-Placette-Field-{key}": _encoded(value) for key, value in sorted(values.items())}
    return found | {f"X-Placette-Field-wording-{key}": _encoded(asked) for key, asked in sorted(drop.wordings.items())}


def mail_of(drop: Drop, identity: str, moment: datetime) -> Iterator[bytes]:
    """The mail, piece by piece. Its boundary stands in none of its parts: base64 has no ``_``."""
    boundary = f"=_{identity[:32]}"
    top = Message()
    for name, value in headers_of(drop, identity, moment).items():
        top[name] = value
    top["MIME-Version"] = "1.0"
    top["Content-Type"] = f'multipart/mixed; boundary="{boundary}"'
    text = EmailMessage(policy=SMTP)
    text.set_content(drop.values.get("text", "") + "\n", charset="utf-8", cte="base64")
    del text["MIME-Version"]
    yield _head(top) + f"--{boundary}\r\n".encode() + text.as_bytes()
    for piece in drop.pieces:
        yield f"\r\n--{boundary}\r\n".encode() + _head(_described(piece))
        yield from _base64(piece)
    yield f"\r\n--{boundary}--\r\n".encode()


def write_drop(folder: Path, drop: Drop, identity: str, moment: datetime, limits: FormLimits) -> None:
    """Write the mail; raises ``NoRoomError`` and ``OSError``.

    The name begins with the time, so that a folder is read in order. A part of a mail is hidden and disappears.
    """
    needed = sum(piece.upload.size for piece in drop.pieces) * 3 // 2 + limits.text
    if _weight(folder) + needed > limits.folder or shutil.disk_usage(folder).free < limits.spare + needed:
        raise NoRoomError
    name = f"{moment:%Y%m%dT%H%M%S}-{secrets.token_hex(8)}.eml"
    part = folder / f".{name}.part"
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o660), "wb") as target:
            for chunk in mail_of(drop, identity, moment):
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        part.rename(folder / name)
    finally:
        part.unlink(missing_ok=True)


def clear_parts(folder: Path) -> None:
    """Remove what a server that was killed had begun to write."""
    for part in folder.glob(".*.part"):
        part.unlink(missing_ok=True)


def _encoded(value: str) -> str:
    """A header's value in ASCII (RFC 2047), folded."""
    ascii_line = value.isascii() and value.isprintable() and len(value) < 60 and "=?" not in value
    return value if ascii_line else _words(value)


def _words(value: str) -> str:
    """A value as encoded words, which no name can get out of."""
    return Header(value, "utf-8", maxlinelen=74).encode(linesep="\r\n")


def _described(piece: DropFile) -> Message:
    part = Message()
    part.add_header("Content-Type", piece.media_type)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", piece.name))
    part["Content-Transfer-Encoding"] = "base64"
    return part


def _head(part: Message) -> bytes:
    """Headers and the empty line after them; a line end inside a value is none of ours unless it folds."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in part.items())
    return f"{lines}\r\n".encode("ascii")


def _base64(piece: DropFile) -> Iterator[bytes]:
    piece.upload.file.seek(0)
    while chunk := piece.upload.file.read(_CHUNK):
        lines = (binascii.b2a_base64(chunk[at : at + _LINE], newline=False) for at in range(0, len(chunk), _LINE))
        yield b"\r\n".join(lines) + b"\r\n"


def _weight(folder: Path) -> int:
    """Bytes of what waits in the folder; the intake may take some of it away meanwhile."""
    total = 0
    for entry in os.scandir(folder):
        with suppress(FileNotFoundError):
            total += entry.stat(follow_symlinks=False).st_size
    return total
