"""What a kind of text is: where its files lie, what they may say, what is made of them.

The engine knows no kind by name. Each is one constant in its feature; the reading is given them as values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from placette.engine.base.text import fold
from placette.engine.library.models import Standing, Term
from placette.engine.problems.problems import Problem
from placette.engine.texts.claims import Claims
from placette.engine.texts.schema import Matter
from placette.engine.texts.typography import typeset_text
from placette.engine.texts.values import Body, Licence

if TYPE_CHECKING:
    from placette.engine.library.draft import Draft
    from placette.engine.library.memory import Memory
    from placette.engine.library.options import ReadingOptions
    from placette.engine.library.outline import Outline
    from placette.engine.library.records import Named, Neighbours

M = TypeVar("M", bound=Matter)
V = TypeVar("V")

Wanted = tuple[str, str]
"""What a text names: the kind of the other text, the name as written."""
Anchored = tuple[str, str, Problem]
"""A place in another text: the text's path, the anchor, and the problem where it isn't there."""


class Text(Protocol):
    """What the reading makes of a text: a frozen dataclass with these fields, and ``mark``, a digest of all of them."""

    @property
    def path(self) -> str:
        """Its source, relative to the content folder."""

    @property
    def url(self) -> str:
        """Its address, from the site's root; empty where its kind has no pages."""

    @property
    def body(self) -> Body:
        """The text under its information block."""


class Beside(Protocol):
    """What is known of a file that lies beside texts."""

    @property
    def digest(self) -> str:
        """The digest of its bytes."""


@dataclass(frozen=True, slots=True)
class Called:
    """How other texts call those of a kind: by slug or by title; and what is said of a name that none has."""

    unknown: str
    """The code of the problem."""
    proposal: str
    """What to do when no name is like it."""
    near: int = 3
    """Like names that are proposed at the most."""
    key: str = "title"
    """The key of the front matter that others may name it by."""


def _nothing(*_: object) -> tuple[()]:
    return ()


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stays of a text that was withdrawn: the front matter that its address needs, and what to check of it."""

    schema: type[Matter]
    check: Callable[[Draft, Any, ReadingOptions], Iterable[Problem]] = _nothing


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signs texts of a kind, which is theirs alone to change: the key that names them, and how to read it.

    What is ``closed`` and signed by nobody who has a profile is for editors to change.
    """

    key: str
    people: Callable[[Any], Iterable[str]]
    closed: bool = False


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
class Making(Generic[M]):
    """All that a value is made from, once nothing blocks.

    ``names`` are the texts that this one names; ``licence`` is that of the first of them, or else the site's.
    """

    draft: Draft
    matter: M
    body: Body
    url: str
    names: tuple[Named, ...]
    licence: Licence
    neighbours: Neighbours
    options: ReadingOptions

    @property
    def lang(self) -> str:
        """The language of the text."""
        return getattr(self.matter, "lang", "") or self.options.lang

    def say(self, text: str) -> str:
        """A line of the front matter, typeset."""
        return typeset_text(text, self.lang)

    def moment(self, wall: datetime) -> datetime:
        """A date as written, in the site's zone."""
        return wall.replace(tzinfo=self.options.now.tzinfo)

    @property
    def category(self) -> Term | None:
        """The category, if the text gives one."""
        written = getattr(self.matter, "category", "")
        return self.options.categories[fold(written)] if written else None

    @property
    def communes(self) -> tuple[str, ...]:
        """The codes of the communes that the text names."""
        return self.options.communes.codes_of(getattr(self.matter, "commune", ()))

    def meant(self, kind: str, written: Iterable[str] | None = None) -> tuple[str, ...]:
        """The slugs of the texts of a kind that are named, each once: all of them, or those ``written``."""
        if written is None:
            found = (slug for own, _, slug in self.names if own == kind)
        else:
            found = (self.neighbours.find(kind, name) for name in written)
        return tuple(dict.fromkeys(slug for slug in found if slug))


def _own_pictures(*_: object) -> Claims:
    """What is not signed is the site's own, as is its licence."""
    return Claims(licence=True)


def _undated(_draft: Draft) -> datetime | None:
    return None


def _no_more(_draft: Draft, outline: Outline[Any]) -> Outline[Any]:
    return outline


def _no_fields(_making: Making[Any]) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True, slots=True, eq=False)
class TextKind(Generic[M, V]):
    """A kind of text. Its functions are top-level ones: workers get them by name."""

    name: str
    place: str
    """A regular expression of its files' paths."""
    schema: type[M]
    value: type[V]
    address: str
    """The beginning of the names of its address settings: «WALK» of ``WALK_URL``; empty where it never has pages."""
    changed: str
    """Why a page that shows it is made again; «{what}» is its path or slug."""
    make: Callable[[Making[M]], V]
    check: Callable[[Draft, M, Neighbours, ReadingOptions], Iterable[Problem]] = _nothing
    """What is wrong with it, beside what ``check_shared`` finds."""
    switch: str = ""
    """The setting that leaves its pages out when it is empty; none: it always has pages."""
    names: Callable[[Draft, M], Iterable[Wanted]] = _nothing
    """The texts that it names, as written; where it has authors, they come first."""
    asks: Callable[[Draft, M], Iterable[str]] = _nothing
    """The files that it names, as paths from the content folder."""
    anchors: Callable[[Draft, M, ReadingOptions], Iterable[Anchored]] = _nothing
    """The places in other texts that its front matter names."""
    fleeting: frozenset[str] = frozenset()
    """The codes of its problems that depend on the day: what was read with one is read again."""
    claims: Callable[[M, Neighbours], Claims] = _own_pictures
    """What it says once for all its pictures."""
    called: Called | None = None
    """How others may name it, if they may."""
    day: Callable[[Draft], datetime | None] = _undated
    """The date in its address."""
    outline: Callable[[Draft, Outline[Any]], Outline[Any]] = _no_more
    """Adds to an outline what the others may know of this kind."""
    extra: Any = None
    """The type of the outline's ``extra``."""
    together: Callable[[list[Outline[Any]]], Iterable[Problem]] = _nothing
    """What is wrong between the texts of a site, from all their outlines."""
    order: Callable[[Iterable[V]], list[V]] = list
    standing: Callable[[V, datetime], Standing] | None = None
    """Where one stands at a moment, for kinds that can wait."""
    tombstone: Tombstone | None = None
    is_plain: bool = False
    """Whether its body is plain text with links, no Markdown."""
    may_be_empty: bool = False
    """Whether its information block says enough."""
    is_bare: Callable[[V], bool] | None = None
    """Whether one has nothing of its own to show: it is left out until a text that is shown names or links to it."""
    photos: str = ""
    """A regular expression of the folders in which photos lie beside it."""
    beside: tuple[Companion, ...] = ()
    signed: Signed | None = None
    of_editors: str = ""
    """The code of the problem with a proposal of somebody who is no editor; none: anybody may propose one."""

    @property
    def is_apart(self) -> bool:
        """Whether no other text may name it or lead to it: then nothing need be known of it before it is read."""
        return self.is_plain and not self.address and self.called is None

    def is_place(self, path: str) -> bool:
        """Whether a file at ``path`` is of this kind."""
        return re.fullmatch(self.place, path) is not None


@dataclass(frozen=True, slots=True, eq=False)
class Extension(Generic[M]):
    """What a feature reads in the texts of another's kind, which knows nothing of it.

    ``fields`` gives the values of the fields of the text's value that this feature fills.
    """

    kind: str
    check: Callable[[Draft, M, Neighbours, ReadingOptions], Iterable[Problem]] = _nothing
    names: Callable[[Draft, M], Iterable[Wanted]] = _nothing
    asks: Callable[[Draft, M], Iterable[str]] = _nothing
    fields: Callable[[Making[M]], Mapping[str, object]] = _no_fields
    together: Callable[[list[Outline[Any]], ReadingOptions], Iterable[Problem]] = _nothing
    """What is wrong between the texts of a site, from all their outlines."""


AnyKind = TextKind[Any, Any]
Kinds = tuple[AnyKind, ...]


def find_kind(path: str, kinds: Iterable[AnyKind]) -> AnyKind | None:
    """The kind of the text at ``path``; None where no text is expected."""
    return next((kind for kind in kinds if kind.is_place(path)), None)
