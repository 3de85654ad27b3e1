"""Files that lie beside texts: which are allowed, how they are inspected and mended, what is known of each.

The engine knows no kind of them by name. A feature gives the suffixes, how a file is inspected and mended, and the note
behind a link to it.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from placette.engine.base.processes import Limits
from placette.engine.content.memory import Memory
from placette.engine.findings.problems import Problem


class Beside(Protocol):
    """The facts of a file beside texts."""

    @property
    def digest(self) -> str:
        """The digest of its bytes."""


@dataclass(frozen=True, slots=True)
class Companion:
    """Files that are no texts and lie beside those of a kind; ``place`` is a regular expression, ``limit`` in bytes.

    ``read`` is given their bytes by path, the memory and the version of the code.
    """

    name: str
    place: str
    suffix: str
    limit: int
    read: Callable[[Mapping[str, bytes], Memory, str], Mapping[str, Beside]]


@dataclass(frozen=True, slots=True)
class Photos:
    """Photos that lie beside texts of a kind: a regular expression of their folders."""

    folders: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """The facts of a file: a digest of its bytes, its size in bytes, its extent.

    ``extent`` is a number of pages, or of what its kind is counted in; 0 where it is unknown. ``note`` follows a link
    to it, in the site's language.
    """

    path: str
    digest: str
    size: int
    extent: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Inspected:
    """The result of inspecting a file: its facts, and every problem that it has, advice too."""

    attachment: Attachment
    problems: tuple[Problem, ...] = ()


def _unknown(_path: str, _data: bytes) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class AttachmentKind:
    """A kind of files that may lie beside any text. Its functions are top-level ones: workers get them by name."""

    name: str
    limits: Mapping[str, int]
    """The most bytes of a file, by its suffix."""
    inspect: Callable[[tuple[str, bytes], None], Inspected]
    """Returns the facts of a file (path, bytes) and all its problems. Total."""
    mend: Callable[[tuple[str, bytes], None], bytes | None]
    """A file without what can be taken out of it; None where nothing can be. The same bytes give the same."""
    bounds: Limits
    """The limits of inspecting one file."""
    costly: Callable[[str], Problem]
    """The problem of a file, by its path, that passes them."""
    mendable: frozenset[str]
    """The codes of problems that mending takes away."""
    private: frozenset[str]
    """The codes that mean a file reveals something, in an earlier commit too."""
    note: Callable[[Attachment, gettext.NullTranslations], str]
    """Returns the note behind a link to a file, in the language of the words."""
    suffix_of: Callable[[str, bytes], str] = _unknown
    """The suffix of what a file (path, bytes) is, first by its bytes, if it may reveal something; else empty."""
    unread: frozenset[str] = frozenset()
    """The codes of problems that leave it unknown what a file reveals."""
