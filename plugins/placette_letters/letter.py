"""Letters as values, from any source, and all that follows from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, count
from pathlib import PurePosixPath

from placette import letterbox

RECEIPT_NUMBER = re.compile(r"\d{4}-\d{4,6}", re.ASCII)
"""The number of a case: the year of its first letter, and how many came before it in that year."""


def mailbox_of(address: str) -> str:
    """Return an address in small letters without its part after a plus (RFC 5233)."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def free_name(stem: str, suffix: str, taken: Iterable[str]) -> str:
    """Return the name with this stem and suffix that isn't taken, whatever its case, with a number behind the stem."""
    folded = {name.casefold() for name in taken}
    names = chain((f"{stem}{suffix}",), (f"{stem}-{number}{suffix}" for number in count(2)))
    return next(name for name in names if name.casefold() not in folded)


_PICTURES = (
    (re.compile(rb"\xff\xd8\xff"), ".jpg", "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), ".png", "image/png"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), ".webp", "image/webp"),
    (re.compile(rb"....ftyp(?:avif|avis)", re.DOTALL), ".avif", "image/avif"),
    (re.compile(rb"....ftyp(?:he|mi|ms)", re.DOTALL), ".heic", "image/heic"),
    (re.compile(rb"GIF8[79]a"), ".gif", "image/gif"),
    (re.compile(rb"II\*\x00|MM\x00\*"), ".tif", "image/tiff"),
    (re.compile(rb"BM"), ".bmp", "image/bmp"),
)
"""The first bytes of picture files."""


def picture_form(data: bytes) -> tuple[str, str]:
    """Return the suffix and the media type of a picture, by its first bytes; both empty for anything else."""
    return next(((suffix, media) for beginning, suffix, media in _PICTURES if beginning.match(data)), ("", ""))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it came, with all metadata of its file: it must be prepared before it is proposed.

    ``name`` is safe as a file name, unique in its letter, and the target of ``![alt](name)`` in the text.
    """

    name: str
    data: bytes
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A document that came with a text, to be published beside it (PDF, ODT, GPX, ICS, CSV)."""

    name: str
    data: bytes


MADE_A_POST = frozenset({letterbox.LetterKind.POST, letterbox.LetterKind.RESPONSE, letterbox.LetterKind.RIGHT_OF_REPLY})
"""The kinds of letters that become a post; the others are for an editor to read."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A part that was left out or changed, as a code of ``REMARKS`` (``remarks.py``) and its values."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A text in our Markdown, without front matter; its pictures are where the writer put them.

    A picture that the text doesn't name comes after it. ``title`` is a paragraph in the style for titles, or a first
    line that looks like one, which then isn't in ``markdown``; empty where there is neither.
    """

    markdown: str
    title: str = ""
    pictures: tuple[Picture, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A person's letter of one time. Every word of it is a claim.

    ``identity`` is unique: the Message-ID, or ``sha256:`` and the digest of the files.
    ``automatic``: no person wrote it, so that it must never be answered (RFC 3834).
    """

    identity: str
    received: datetime
    written: Manuscript
    kind: letterbox.LetterKind = letterbox.LetterKind.POST
    sender: str = ""  # The address in `From`, in small letters; empty where there is none, as in a folder of files
    sender_name: str = ""
    subject: str = ""
    number: str = ""  # The receipt number that it answers (`2026-0042`), found in the subject; empty for a new letter
    references: tuple[str, ...] = ()  # The Message-IDs that it answers (`In-Reply-To`, `References`)
    about: str = ""  # The address of the published page that it is about
    fields: Mapping[str, str] = field(default_factory=dict)
    """The fields of the form or a ready mail: ``name``, ``commune``, ``licence``, ``people``, ``minors`` …"""
    automatic: bool = False
    forged: bool = False  # That a server has found the sender's domain to disown it (`dmarc=fail`)


@dataclass(frozen=True, slots=True)
class Consent:
    """A person's agreement, its wording, its day: kept in the store, never in the repository."""

    what: str  # `licence`, `people` or `minors`
    agreed: bool
    wording: str
    day: date
    none_shown: bool = False  # No person, or no child, can be recognised, so no agreement is needed


@dataclass(frozen=True, slots=True)
class WriterAnswers:
    """The writer's answers to mails about their letter."""

    licence: str = ""
    consents: tuple[Consent, ...] = ()
    corrections: tuple[str, ...] = ()  # All other words, for the editor
    written: Manuscript | None = None  # The text, where the letter had none
    pictures: tuple[Picture, ...] = ()  # Those that came since
    remarks: tuple[Remark, ...] = ()  # Unusable parts of the last answer


@dataclass(frozen=True, slots=True)
class Case:
    """A letter, its receipt number, its proven author, and the answers since.

    ``author`` is the key of a profile in ``content/authors/``; empty for a new author, or before proof.
    """

    number: str
    letter: Letter
    author: str = ""
    answers: WriterAnswers = WriterAnswers()
    licence: str = ""
    """The label of the site's own licence, which a bare “yes” agrees to; empty for the first of the list."""

    @property
    def written(self) -> Manuscript:
        """The text as its writer last sent it."""
        return self.answers.written or self.letter.written

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures that belong to the text, in order: its own, and those that came since."""
        later = self.answers.written.pictures if self.answers.written else ()
        return (*self.letter.written.pictures, *later, *self.answers.pictures)


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap of a proposal before publication: a code of ``GAPS`` and its subject.

    Codes: ``title``, ``summary``, ``commune``, ``category``, ``alt``, ``credit``, ``licence``, ``people``, ``minors``,
    ``signature``; ``text`` where there is no proposal yet. ``about`` is the name of a picture, else empty.
    """

    code: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class LetterProposal:
    """A letter as files of the content folder, ready to be read by the gate and by an editor."""

    number: str
    title: str
    folder: PurePosixPath
    """The post's folder, from the content folder (``articles/2026/le-lavoir``); of a reply, its file without suffix."""
    files: Mapping[str, bytes]
    """Files by path from the content folder: the post, its pictures and enclosures; the profile of a new author."""
    gaps: tuple[Gap, ...] = ()
    remarks: tuple[Remark, ...] = ()
    left_out: str = ""  # The words of the letter that are not in the text, in a line for everybody to read

    @property
    def text(self) -> str:
        """The path of the text itself: a post's file in its folder, or a reply's, whose folder is that of others."""
        inside = "/index.md" if self.folder.parts[0] == "articles" else ".md"
        return f"{self.folder.as_posix()}{inside}"

    @property
    def branch(self) -> str:
        """The branch of the proposal."""
        return f"lettres/{self.number}"
