"""What a source of texts has, whatever program made it: the values between the readers, the converter and the plan.

A reader streams: ``ImportSource.entries`` may be called again and each time reads the source from its beginning. What
is held in memory are people, files and addresses; of texts, one at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from placette import N_

TO_DESCRIBE = N_("to describe")
"""In the place of a description of a picture that came from another site, until somebody writes it."""


class Form(StrEnum):
    """How a body is written in its source.

    ``HUGO`` and ``JEKYLL`` are Markdown with shortcodes and with Liquid's tags. In a ``TEXT`` an empty line begins a
    paragraph.
    """

    HTML = "html"
    MARKDOWN = "markdown"
    PYTHON_MARKDOWN = "python-markdown"
    RST = "rst"
    SPIP = "spip"
    HUGO = "hugo"
    JEKYLL = "jekyll"
    TEXT = "text"


class EntryKind(StrEnum):
    """What a text is in its source."""

    POST = "post"
    PAGE = "page"


class EntryStatus(StrEnum):
    """Who may read a text in its source. What isn't published stays out, unless somebody asks for drafts.

    ``PROTECTED`` is behind a password. ``MENU`` is no text of anybody: an item of a menu, a style, a block. ``LIST`` is
    a page that its program filled with others. ``OTHER`` is of a type that an extension of the program made up
    (``SourceEntry.type``); whether it is a text, editors say. ``PENDING`` is a comment that nobody has accepted.
    """

    PUBLISHED = "published"
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PRIVATE = "private"
    PROTECTED = "protected"
    TRASH = "trash"
    REVISION = "revision"
    MENU = "menu"
    LIST = "list"
    OTHER = "other"
    PENDING = "pending"


PUBLIC = {
    "wordpress": {"wp:status": "publish", "wp:post_password": ""},
    "blogger": {"blogger:status": "|live", "blogger:trashed": "", "app:draft": "|no"},
    "ghost": {"status": "published", "visibility": "|public"},
    "dotclear": {"post_status": "1", "post_password": ""},
    "spip": {"statut": "publie"},
    "folder": {
        "draft": "|false",
        "published": r"|true|\d{4}-.*",
        "expirydate": "",
        "status": "|publish|published",
        "statut": "|publie|publié",
        "visibility": "|public|published",
    },
    "calendar": {"class": "|public"},
}
"""By source: what each of its fields says of a text that everybody can read. With any other value, nobody could."""
_UNPUBLIC = {
    **dict.fromkeys(("wp:post_password", "post_password"), EntryStatus.PROTECTED),
    **dict.fromkeys(("visibility", "private"), EntryStatus.PRIVATE),
    **dict.fromkeys(("blogger:trashed", "trash", "soft_trashed", "refuse", "poubelle"), EntryStatus.TRASH),
    **dict.fromkeys(("future", "scheduled", "-1"), EntryStatus.SCHEDULED),
    "inherit": EntryStatus.REVISION,
    "skip": EntryStatus.MENU,
}
"""What the plan calls a text that isn't public, by the value of its field, or by the field. Others are drafts."""
UNPUBLISHED = frozenset({EntryStatus.DRAFT, EntryStatus.SCHEDULED})
"""What may come in when somebody asks for it."""


def read_status(kind: str, get: Callable[[str], str]) -> dict[str, Any]:
    """Return the ``status`` of a text, and as ``state`` what its source calls one that was never public."""
    fields = ((name, get(name).strip().lower(), public) for name, public in PUBLIC[kind].items())
    states = [(name, value) for name, value, public in fields if not re.fullmatch(public, value)]
    statuses = [_UNPUBLIC.get(value, _UNPUBLIC.get(name, EntryStatus.DRAFT)) for name, value in states]
    hidden = next((status for status in statuses if status not in UNPUBLISHED), None)
    status = hidden or next(iter(statuses), EntryStatus.PUBLISHED)
    return {"status": status, "state": ": ".join(states[0])[:40] if status is EntryStatus.DRAFT else ""}


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment below a text. Neither mail nor IP address is read, so that none can be written.

    ``parent`` is the key of the comment that it answers, empty for none. ``status``: published, pending, spam, trash.
    """

    key: str
    author: str = ""
    date: datetime | None = None
    body: str = ""
    form: Form = Form.HTML
    parent: str = ""
    status: str = "published"


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A text as its source has it.

    ``key`` is stable in its source: ``wp:1234``, ``spip:article12``, ``hugo:posts/x.md``. ``authors`` are keys of
    ``ImportSource.people``, in their order. ``addresses`` are all under which it was found, its permalink first:
    absolute, or from the root of the old site. ``picture`` is its lead picture: an address, a path or the key of an
    upload. ``type`` is what the source calls its kind, where that may be anything, ``state`` what it calls one that
    was never public. ``file`` and ``line`` say where its
    body begins, for findings: a path below ``ImportSource.root``, or the name of the export.
    """

    key: str
    kind: EntryKind = EntryKind.POST
    title: str = ""
    body: str = ""
    form: Form = Form.HTML
    date: datetime | None = None
    changed: datetime | None = None
    status: EntryStatus = EntryStatus.PUBLISHED
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    summary: str = ""
    lang: str = ""
    addresses: tuple[str, ...] = ()
    picture: str = ""
    picture_alt: str = ""
    picture_caption: str = ""
    slug: str = ""
    comments: tuple[Comment, ...] = ()
    type: str = ""
    state: str = ""
    file: str = ""
    line: int = 1

    @property
    def is_other(self) -> bool:
        """Whether it is of a kind that an extension of its program made up."""
        return self.type not in {"", *EntryKind}

    def finding(self, code: str, **values: str) -> ImportFinding:
        """Return something to say about it."""
        return ImportFinding(code, self.key, self.file, self.line, values)


@dataclass(frozen=True, slots=True)
class SourcePerson:
    """Somebody who wrote, without a mail address: what they say of themselves, the end of the old page about them."""

    key: str
    name: str
    about: str = ""
    site: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class SourceUpload:
    """A file of the source.

    ``url`` is its old address, ``path`` where it lies below ``ImportSource.root`` (empty: not there). ``parent`` is the
    key of the text that it was added to, ``page`` the old address of a page about it alone.
    """

    key: str
    url: str
    path: str = ""
    alt: str = ""
    caption: str = ""
    parent: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class OldAddress:
    """An old address that is no text's: of a list, a feed, a term, a date. ``name`` is the term's or the person's."""

    path: str
    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ImportFinding:
    """Something to say about a source: a stable code, where (an entry's key, a file, a line), and values to fill in."""

    code: str
    key: str = ""
    file: str = ""
    line: int = 0
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportSource:
    """A source that was opened: what it is, what is in it, and how to read its texts.

    ``kind`` names the program (``wordpress`` …), ``site`` the old site's address without a slash at the end.
    ``extensions`` are those of Python-Markdown that its settings name, with their options. ``findings`` grows
    while texts are read.
    """

    kind: str
    name: str
    site: str
    entries: Callable[[], Iterator[SourceEntry]]
    people: Mapping[str, SourcePerson] = field(default_factory=dict)
    uploads: Mapping[str, SourceUpload] = field(default_factory=dict)
    addresses: tuple[OldAddress, ...] = ()
    lang: str = ""
    root: Path | None = None
    extensions: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    findings: list[ImportFinding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Used:
    """A picture or file that a converted body shows: its old address, the name it has beside the text, its words."""

    address: str
    name: str
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class ConvertedBody:
    """A body in our Markdown, what lies beside it, what is to say. ``video`` is the film of the post, if it has one."""

    text: str
    used: tuple[Used, ...] = ()
    findings: tuple[ImportFinding, ...] = ()
    video: str = ""
    video_title: str = ""
