"""The parts of a kind's declaration: how a text is named, who owns it, which texts it names, who finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from placette.engine.base.translation import N_
from placette.engine.findings.problems import Problem
from placette.engine.texts.front_matter import Matter
from placette.engine.texts.values import Claims

if TYPE_CHECKING:
    from placette.engine.content.kinds import Draft, Making, Outline
    from placette.engine.content.memory import Memory
    from placette.engine.content.options import ReadingOptions
    from placette.engine.content.records import Neighbours

Anchored = tuple[str, str, Problem]
"""A place in another text: the text's path, the anchor, and the problem where it isn't there."""


class Beside(Protocol):
    """The facts of a file beside texts."""

    @property
    def digest(self) -> str:
        """The digest of its bytes."""


def nothing(*_: object) -> tuple[()]:
    """Return nothing: for kinds without such a function."""
    return ()


def _no_more(_draft: Draft, outline: Outline[Any]) -> Outline[Any]:
    return outline


@dataclass(frozen=True, slots=True)
class Called:
    """How other texts name those of a kind: by slug or by title; and the problem of an unknown name."""

    unknown: str
    """The code of the problem."""
    proposal: str
    """The advice when no name is similar."""
    near: int = 3
    """Like names that are proposed at the most."""
    key: str = "title"
    """The key of the front matter that others may name it by."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A key of a front matter that names texts of a kind, by slug or by title.

    ``written`` gives the names where they aren't the value of the key. An unknown name is a problem unless the kind
    itself ``checks`` it. An ``Extension`` fills the field ``fills`` with the slugs; with one, where the key takes one.
    What a text names ``finds`` the text too, where visitors search. People who are named here have read a text over
    and so ``vouch`` for it: always, or for texts of those who speak in an office. An
    event is announced in the name of whoever is named here, who ``signs`` it.
    """

    key: str
    kind: str
    written: Callable[[Draft, Any], Iterable[str]] | None = None
    checks: bool = False
    fills: str = ""
    finds: bool = False
    vouches: Literal["", "always", "office", "signs"] = ""

    def names(self, draft: Draft, matter: Matter) -> Iterable[str]:
        """Return the names, as written."""
        if self.written:
            return self.written(draft, matter)
        value = getattr(matter, self.key) or ()
        return (value,) if isinstance(value, str) else value

    def filled(self, making: Making[Any]) -> Mapping[str, object]:
        """Return the field of the value that it fills."""
        if not self.fills:
            return {}
        found, value = making.meant(self.kind), getattr(making.matter, self.key)
        return {self.fills: next(iter(found), "") if isinstance(value, str) else found}


class SearchedKind(NamedTuple):
    """A kind of results: its key, its singular and plural (to be translated), the order of its group.

    ``by`` is the field of people (keys) who find a text, too.
    """

    key: str
    one: str
    many: str
    order: int
    by: str = "authors"


OTHER_TEXTS = SearchedKind("text", N_("Other text"), N_("Other texts"), 85)
"""The names of results of kinds that declare none."""


OWN_PAGES = SearchedKind("page", N_("About this site"), N_("About this site"), 90)
"""The names of results that are the site's own pages."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stays of a withdrawn text: the front matter that its address needs, and what to check of it."""

    schema: type[Matter]
    check: Callable[[Draft, Any, ReadingOptions], Iterable[Problem]] = nothing


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signs texts of a kind: the key that names them, and how to read it; a name without a profile counts too.

    ``claims`` is what a text says once for all its pictures; none: they are the site's own, as is their licence.
    """

    key: str
    people: Callable[[Any], Iterable[str]]
    claims: Callable[[Any, Neighbours], Claims] | None = None


class Whose(StrEnum):
    """Who may propose a change to texts of a kind."""

    RESIDENTS = "residents"
    """Anybody; in nobody else's name."""
    SIGNER = "signer"
    """Those who sign the text, each with the account that their profile names."""
    EDITORS = "editors"


@dataclass(frozen=True, slots=True)
class Rights:
    """Who may add, change and remove the texts of a kind, and what lies beside them. What is not said is denied.

    ``code`` is the problem with a proposal of somebody else where it is the editors' alone.
    """

    add: Whose = Whose.EDITORS
    change: Whose = Whose.EDITORS
    remove: Whose = Whose.EDITORS
    code: str = "proposal-editors"

    def wanted(self, status: str) -> Whose:
        """Return who may make a change of this status, as git calls it: A, D, or any other."""
        return {"A": self.add, "D": self.remove}.get(status, self.change)


FOR_EDITORS = Rights()
FOR_SIGNERS = Rights(Whose.SIGNER, Whose.SIGNER, Whose.SIGNER)
FOR_RESIDENTS = Rights(Whose.RESIDENTS, Whose.SIGNER, Whose.SIGNER)


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
class BodyForm:
    """The part below an information block: Markdown, or ``plain`` text with links; ``optional`` where it may be empty.

    A text that ``is_bare`` has nothing of its own to show: it is left out until a text that is shown names or links to
    it.
    """

    plain: bool = False
    optional: bool = False
    is_bare: Callable[[Any], bool] | None = None


@dataclass(frozen=True, slots=True)
class Relations:
    """What ties the texts of a kind to others: what these may know of one, which problems arise between them.

    ``outline`` adds to an outline, ``extra`` is the type of what it adds. ``together`` gets all outlines of a site;
    ``anchors`` returns the places in other texts that a front matter names.
    """

    outline: Callable[[Draft, Outline[Any]], Outline[Any]] = _no_more
    extra: Any = None
    together: Callable[[list[Outline[Any]]], Iterable[Problem]] = nothing
    anchors: Callable[[Draft, Any, ReadingOptions], Iterable[Anchored]] = nothing


ALONE, MARKDOWN = Relations(), BodyForm()
"""The default: not tied to others, with a body of Markdown."""
