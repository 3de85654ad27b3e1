"""Kinds of texts: where their files are, what they may contain, what is made of them.

The engine knows no kind by name. Each is one constant in its feature; the reading gets them as values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar

from placette.engine.base.text import fold
from placette.engine.base.translation import N_
from placette.engine.content.companions import Companion, Photos
from placette.engine.content.neighbours import Called, Named, Neighbours, Outline
from placette.engine.content.options import ReadingOptions, Term
from placette.engine.findings.problems import Problem, blocks, problem
from placette.engine.texts.characters import decode
from placette.engine.texts.fields import WITHDRAWN
from placette.engine.texts.front_matter import (
    Entry,
    Matter,
    SplitText,
    Whose,
    canonical_keys,
    given,
    spelling,
    spelt_characters,
    split_source,
    suited_name,
    texts_of,
    type_entries,
)
from placette.engine.texts.others import contacts_in, is_place, same_contact
from placette.engine.texts.typography import typeset_text
from placette.engine.texts.values import Body, Claims, Licence, Status

Anchored = tuple[str, str, Problem]
"""A place in another text: the text's path, the anchor, and the problem where it isn't there."""


def nothing(*_: object) -> tuple[()]:
    """Return nothing: for kinds without such a function."""
    return ()


def _no_more(_draft: Draft, outline: Outline[Any]) -> Outline[Any]:
    return outline


@dataclass(frozen=True, slots=True)
class Reference:
    """A key of a front matter that names texts of a kind, by slug or by title.

    ``written`` gives the names where they aren't the value of the key. An unknown name is a problem unless the kind
    itself ``checks`` it. An ``Extension`` fills the field ``fills`` with the slugs; with one, where the key takes one.
    What a text names ``finds`` the text too, where visitors search. People who are named here have read a text over
    and so ``vouch`` for it: always, or for texts of those who speak in an office.
    Whoever is ``asked`` has had no part in it.
    """

    key: str
    kind: str
    written: Callable[[Draft, Any], Iterable[str]] | None = None
    checks: bool = False
    fills: str = ""
    finds: bool = False
    vouches: Literal["", "always", "office", "asked"] = ""

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
        slugs, value = making.meant(self.kind), getattr(making.matter, self.key)
        return {self.fills: next(iter(slugs), "") if isinstance(value, str) else slugs}


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


class TextStatus(StrEnum):
    """The status of a text at the moment of a build."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Gone:
    """A text that was withdrawn. ``what`` stood at its address: the name of a kind."""

    path: str
    url: str
    what: str


M = TypeVar("M", bound=Matter)
V = TypeVar("V")


class Text(Protocol):
    """The value of a text: a frozen dataclass with these fields, and ``mark``, a digest of all of them."""

    @property
    def path(self) -> str:
        """Its source, relative to the content folder."""

    @property
    def url(self) -> str:
        """Its address, from the site's root; empty where its kind has no pages."""

    @property
    def body(self) -> Body:
        """The text under its information block."""


@dataclass(frozen=True, slots=True)
class Making(Generic[M]):
    """The arguments of a value's making, once nothing blocks.

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
        """Return a line of the front matter, typeset."""
        return typeset_text(text, self.lang)

    def moment(self, wall: datetime) -> datetime:
        """Return a date as written, in the site's zone."""
        return wall.replace(tzinfo=self.options.now.tzinfo)

    @property
    def category(self) -> Term | None:
        """The category, if the text gives one."""
        name = getattr(self.matter, "category", "")
        return self.options.categories[fold(name)] if name else None

    @property
    def communes(self) -> tuple[str, ...]:
        """The codes of the communes that the text names."""
        return self.options.communes.codes_of(getattr(self.matter, "commune", ()))

    def meant(self, kind: str, written: Iterable[str] | None = None) -> tuple[str, ...]:
        """Return the slugs of the texts of a kind that are named, each once: all of them, or those ``written``."""
        if written is None:
            slugs = (slug for kind_name, _, slug in self.names if kind_name == kind)
        else:
            slugs = (self.neighbours.find(kind, name) for name in written)
        return tuple(dict.fromkeys(slug for slug in slugs if slug))

    def filled(self, value: type[V], **others: object) -> V:
        """Return a text's value: each field but ``others`` is what the front matter says under the same name."""
        kinds = {reference.key: reference.kind for reference in self.draft.kind.refers}
        types = {field.name: str(field.type) for field in fields(value)}  # type: ignore[arg-type]
        for name in types.keys() - others.keys():
            value_written = getattr(self.matter, name, None)
            if name in {"path", "slug"}:
                others[name] = getattr(self.draft, name)
            elif name in {"url", "lang", "licence", "category", "communes", "body"}:
                others[name] = getattr(self, name)
            elif name in kinds:
                slugs = self.meant(kinds[name], [value_written] if isinstance(value_written, str) else value_written)
                others[name] = next(iter(slugs), "") if isinstance(value_written, str) else slugs
            elif isinstance(value_written, datetime):
                others[name] = self.moment(value_written) if "datetime" in types[name] else value_written.date()
            elif hasattr(self.matter, name):
                others[name] = self.say(value_written) if type(value_written) is str else value_written
        return value(**others)


def _no_fields(_text: object) -> Mapping[str, object]:
    return {}


SHOWN = "contact-shown"
"""Advice on a text that may say how to reach somebody who agrees."""


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
    check: Callable[[Draft, M, Neighbours, ReadingOptions], Iterable[Problem]] = nothing
    """Returns the kind's own problems, beside ``check_shared`` and unknown names."""
    refers: tuple[Reference, ...] = ()
    """Its keys that name other texts; where it has authors, they come first."""
    days: tuple[str, ...] = ()
    """Its keys that are days: a day long ago or far ahead is a mistake."""
    asks: Callable[[Draft, M], Iterable[str]] = nothing
    """The files that it names, as paths from the content folder."""
    called: Called | None = None
    """How other texts may name it, if they may."""
    relations: Relations = ALONE
    order: Callable[[Iterable[V]], list[V]] = list
    status_of: Callable[[V, datetime], TextStatus] | None = None
    """Returns the status of a text at a moment, for kinds with scheduled texts or drafts."""
    tombstone: Tombstone | None = None
    body: BodyForm = MARKDOWN
    beside: tuple[Companion | Photos, ...] = ()
    signed: Signed | None = None
    """Who signs it, if anybody does."""
    rights: Rights = FOR_EDITORS
    """Who may propose one, a change of one, its removal."""
    contacts: str = SHOWN
    """The code of the problem that such a text says how to reach somebody."""
    found: SearchedKind | None = OTHER_TEXTS
    """As which results visitors find its pages; None: they don't."""

    @property
    def companions(self) -> tuple[Companion, ...]:
        """The files beside it that are no photos."""
        return tuple(files for files in self.beside if isinstance(files, Companion))

    def claims(self, matter: M, neighbours: Neighbours) -> Claims:
        """Return what it says once for all its pictures."""
        if given(matter, "imported", ""):  # who made the pictures of another site, that site knows
            return Claims(credit=True, licence=True, imported=True)
        claims = self.signed.claims if self.signed else None
        return claims(matter, neighbours) if claims else Claims(licence=True)

    def has_pages(self, settings: Mapping[str, Any]) -> bool:
        """Return whether a site has pages of this kind."""
        return bool(self.address and settings.get(f"{self.address}_URL"))

    def is_place(self, path: str) -> bool:
        """Return whether a file at ``path`` is of this kind."""
        return re.fullmatch(self.place, path) is not None


@dataclass(frozen=True, slots=True, eq=False)
class Extension(Generic[M]):
    """What a feature reads in the texts of another's kind, which knows nothing of it.

    ``keys`` are those that it adds to the front matter, ``before`` one of the kind's own, ``withdrawn`` those that a
    withdrawn text keeps. ``adds`` are the fields that it adds to the value, a dataclass with a default for each;
    ``fields`` gives their values. ``ties`` are those that it adds to what other texts know, which ``tie`` gives.
    """

    kind: str
    keys: type[Matter] | None = None
    before: str = ""
    adds: type | None = None
    order: int = 0
    """The order of its keys among those of other extensions."""
    withdrawn: type[Matter] | None = None
    ties: type | None = None
    tie: Callable[[Draft], Mapping[str, object]] = _no_fields
    check: Callable[[Draft, M, Neighbours, ReadingOptions], Iterable[Problem]] = nothing
    refers: tuple[Reference, ...] = ()
    """The keys that name texts; they may fill fields of the text's value."""
    fields: Callable[[Making[M]], Mapping[str, object]] = _no_fields
    together: Callable[[list[Outline[Any]], ReadingOptions], Iterable[Problem]] = nothing
    """Returns problems between the texts of a site, from all their outlines."""

    def filled(self, making: Making[M]) -> dict[str, object]:
        """Return all fields that it fills."""
        filled = dict(self.fields(making))
        for reference in self.refers:
            filled |= reference.filled(making)
        return filled


AnyKind = TextKind[Any, Any]
Kinds = tuple[AnyKind, ...]


def find_kind(path: str, kinds: Iterable[AnyKind]) -> AnyKind | None:
    """Return the kind of the text at ``path``; None where no text is expected."""
    return next((kind for kind in kinds if kind.is_place(path)), None)


def schema_for(kind: AnyKind, entries: tuple[Entry, ...]) -> type[Matter]:
    """Return the schema of a front matter: that of a withdrawn text when its status is so, else the kind's."""
    buried = kind.tombstone.schema if kind.tombstone else None
    return buried if buried and any(_is_withdrawn(entry, buried) for entry in entries) else kind.schema


def _leftovers(source: SplitText, extra: Iterable[Entry], path: str) -> Iterator[Problem]:
    """Yield the problems of a withdrawn text that keeps more than its address needs: ``extra`` entries, a body."""
    for entry in extra:
        yield problem("withdrawn-rest", path, entry.line, 1, entry.key, what=entry.key[:80])
    first = next(((n, line) for n, line in enumerate(source.body.split("\n")) if line.strip()), None)
    if first:
        number, line = first
        yield problem("withdrawn-rest", path, source.body_line + number, 1, line, what=" ".join(line.split())[:40])


def _is_withdrawn(entry: Entry, schema: type[Matter]) -> bool:
    is_status = canonical_keys(schema).get(spelling(entry.key)) == "status"
    return is_status and isinstance(entry.value, str) and fold(entry.value) in WITHDRAWN


@dataclass(frozen=True, slots=True)
class Draft:
    """A typed text: ``matter`` is None when its front matter could not be used.

    Then ``stand_in`` serves to check the rest, but for the ``unusable`` keys; nothing is published from it.
    """

    path: str
    kind: AnyKind
    source: SplitText
    matter: Matter | None
    problems: tuple[Problem, ...]
    stand_in: Matter | None = None
    unusable: frozenset[str] = frozenset()

    @staticmethod
    def read(path: str, kind: AnyKind, data: bytes) -> Draft:
        """Decode, cut and type a text. Total: any bytes give a value."""
        return draft_text(path, kind, data)

    @staticmethod
    def own_name(path: str) -> str:
        """Return the part of a text's path that differs from the others."""
        return own_name(path)

    @property
    def checkable(self) -> Matter | None:
        """The front matter as far as it can be checked."""
        return self.matter or self.stand_in

    @property
    def schema(self) -> type[Matter]:
        """The schema of its front matter."""
        return schema_for(self.kind, self.source.entries)

    @property
    def is_withdrawn(self) -> bool:
        """Whether only its address stays."""
        return self.schema is not self.kind.schema

    @property
    def is_draft(self) -> bool:
        """Whether its own line says that it is a draft."""
        matter = self.checkable
        return matter is not None and given(matter, "status", None) is Status.DRAFT

    @property
    def slug(self) -> str:
        """The end of the address: the front matter's, or the name of the file or of the post's folder."""
        return self._own_slug or own_name(self.path)

    @property
    def address_line(self) -> tuple[str, int, int] | None:
        """The key, line and column that give the end of the address; None where a file or folder does."""
        if not self._own_slug:
            return None
        entry = self.entry("slug")
        return entry.key, entry.line, entry.column

    @property
    def _own_slug(self) -> str:
        return (given(self.matter, "slug", None) if self.matter else None) or ""

    def entry(self, key: str) -> Entry:
        """Return the entry of ``key``; one without value in the first line if it isn't there."""
        keys = canonical_keys(self.schema)
        for entry in self.source.entries:
            if keys.get(spelling(entry.key)) == key:
                return entry
        return Entry(key, "", 1, 0)

    def name_of(self, key: str) -> str:
        """Return the name of ``key`` in this file, or the one that would suit its other keys."""
        return suited_name(self.schema, key, (entry.key for entry in self.source.entries))

    def concerns_usable(self, found: Problem) -> bool:
        """Return whether a problem is about a value, not about an example in its place; advice can wait."""
        if self.matter is None and not blocks((found,)):
            return False
        key = dict(found.values).get("key", "")
        return canonical_keys(self.schema).get(spelling(key)) not in self.unusable

    def contacts(self, code: str = "", *, whole: bool = False) -> Iterator[tuple[str, Problem]]:
        """Yield each way to reach somebody that any value or the body shows, once: as it is compared, with its problem.

        That has the ``code``, or its kind's. What a key is meant for is none, unless the text is read ``whole``.
        """
        code, reported = code or self.kind.contacts, set[str]()
        for entry, text, meant in texts_of(self.source.entries, self.schema):
            for trace in contacts_in(text) if whole or meant != "any" else ():
                contact = same_contact(trace.value)
                if contact not in reported and (whole or not meant or not is_place(trace.value)):
                    reported.add(contact)
                    values = {"key": entry.key, "value": trace.value}
                    yield contact, problem(code, self.path, entry.line, entry.column, "", **values)
        body, line, start = self.source.body, self.source.body_line, 0
        for trace in contacts_in(body):
            line += body.count("\n", start, trace.offset)
            start = max(start, body.rfind("\n", start, trace.offset) + 1)
            if (contact := same_contact(trace.value)) not in reported:
                reported.add(contact)
                end = body.find("\n", trace.offset)
                excerpt = body[start : end if end >= 0 else None]
                yield contact, problem(code, self.path, line, trace.offset - start + 1, excerpt, value=trace.value)

    def contact_problems(self) -> Iterator[Problem]:
        """Yield its kind's problem of each."""
        yield from (fault for _, fault in self.contacts())

    def problem(self, code: str, key: str, /, **values: object) -> Problem:
        """Return a problem of this text at the place of ``key``."""
        entry = self.entry(key)
        return problem(code, self.path, entry.line, entry.column, "", **{"key": entry.key, **values})


def draft_text(path: str, kind: AnyKind, data: bytes) -> Draft:
    """Decode, cut and type a text. Total: any bytes give a value."""
    text, problems = decode(data, path)
    if not text and problems:
        return Draft(path, kind, SplitText((), "", 1), None, problems)
    source, cut = split_source(text, path)
    if cut:
        return Draft(path, kind, source, None, (*problems, *cut))
    schema = schema_for(kind, source.entries)
    is_withdrawn = schema is not kind.schema
    extra = (
        [entry for entry in source.entries if spelling(entry.key) not in canonical_keys(schema)] if is_withdrawn else []
    )
    typed = type_entries([entry for entry in source.entries if entry not in extra], schema, path)
    problems = (*problems, *spelt_characters(source.entries, path), *typed.problems)
    if is_withdrawn:
        problems = (*problems, *_leftovers(source, extra, path))
    elif not source.body.strip() and not kind.body.optional:
        problems = (*problems, problem("text-empty", path, source.body_line - 1))
    return Draft(path, kind, source, typed.matter, problems, typed.stand_in, typed.unusable)


def address_day(draft: Draft) -> datetime | None:
    """Return the day in the address of a text: its date, or at the least the year of its folder."""
    if isinstance(day := getattr(draft.matter, "date", None), datetime):
        return day
    year = next((part for part in draft.path.split("/")[:-1] if part.isdecimal() and len(part) == _YEAR), "")
    return datetime(max(1, int(year)), 1, 1) if year else None


def own_name(path: str) -> str:
    """Return the part of a text's path that differs from the others: a post's folder, else the file's name."""
    folders, _, name = path.rpartition("/")  # without pathlib, which takes as long as the rest of a reply's outline
    return folders.rpartition("/")[2] if name == "index.md" else name.rpartition(".")[0] or name


_YEAR = 4
PERSON = "person"
"""The name of the kind of texts about a person: those of other kinds may be signed."""
