"""Kinds of texts: where their files are, what they may contain, what is made of them.

The engine knows no kind by name. Each is one constant in its feature; the reading gets them as values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from placette.engine.base.rows import Interned
from placette.engine.base.text import fold, nearest, slugify
from placette.engine.content.traits import (
    ALONE,
    FOR_EDITORS,
    MARKDOWN,
    OTHER_TEXTS,
    BodyForm,
    Called,
    Companion,
    Photos,
    Reference,
    Relations,
    Rights,
    SearchedKind,
    Signed,
    Tombstone,
    nothing,
)
from placette.engine.findings.messages import NEAR
from placette.engine.findings.problems import Problem, blocks, problem
from placette.engine.texts.characters import decode
from placette.engine.texts.fields import WITHDRAWN
from placette.engine.texts.front_matter import (
    Entry,
    Matter,
    SplitText,
    canonical_keys,
    given,
    spelling,
    spelt_characters,
    split_source,
    suited_name,
    type_entries,
)
from placette.engine.texts.typography import typeset_text
from placette.engine.texts.values import Body, Claims, Licence, Status

if TYPE_CHECKING:
    from placette.engine.content.options import ReadingOptions
    from placette.engine.content.records import Named, Neighbours


class TextStatus(StrEnum):
    """The status of a text at the moment of a build."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Term(Interned):
    """A category or a tag: its name for readers and its slug in addresses."""

    name: str
    slug: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of the official list: INSEE code (five characters, never a number), name, département.

    ``liaison`` is the list's ``typeLiaison``: which article the name has. ``point`` is its centre, in degrees.
    """

    code: str
    name: str
    department_code: str
    department: str
    liaison: int = 0
    epci: str = ""
    """The SIREN of its intercommunalité; four islands have none."""
    postal_codes: str = ""
    """Between spaces."""
    population: int = 0
    point: tuple[float, float] | None = None


class TownHall(NamedTuple):
    """What the register of administrations knows of a town hall; a part that it doesn't know is empty."""

    street: str = ""
    telephone: str = ""
    site: str = ""


class AreaKind(StrEnum):
    """What communes are part of; the value begins the names of its settings."""

    DEPARTMENT = "DEPARTMENT"
    EPCI = "EPCI"


@dataclass(frozen=True, slots=True)
class Area:
    """A département (its code, ``typeLiaison`` of its name) or an intercommunalité (its SIREN)."""

    kind: AreaKind
    code: str
    name: str
    liaison: int = 0


@dataclass(frozen=True, slots=True)
class Former:
    """A commune that was: its code, its name (empty where the list forgot it), the code of the one it is part of."""

    code: str
    name: str
    now: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A text that was withdrawn. ``what`` stood at its address: the name of a kind."""

    path: str
    url: str
    what: str


M = TypeVar("M", bound=Matter)
V = TypeVar("V")

Wanted = tuple[str, str]
"""A reference to another text: its kind, and the name as written."""


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
            slugs = (slug for own, _, slug in self.names if own == kind)
        else:
            slugs = (self.neighbours.find(kind, name) for name in written)
        return tuple(dict.fromkeys(slug for slug in slugs if slug))

    def filled(self, value: type[V], **others: object) -> V:
        """Return a text's value: each field but ``others`` is what the front matter says under the same name."""
        kinds = {reference.key: reference.kind for reference in self.draft.kind.refers}
        types = {field.name: str(field.type) for field in fields(value)}  # type: ignore[arg-type]
        for name in types.keys() - others.keys():
            written = getattr(self.matter, name, None)
            if name in {"path", "slug"}:
                others[name] = getattr(self.draft, name)
            elif name in {"url", "lang", "licence", "category", "communes", "body"}:
                others[name] = getattr(self, name)
            elif name in kinds:
                slugs = self.meant(kinds[name], [written] if isinstance(written, str) else written)
                others[name] = next(iter(slugs), "") if isinstance(written, str) else slugs
            elif isinstance(written, datetime):
                others[name] = self.moment(written) if "datetime" in types[name] else written.date()
            elif hasattr(self.matter, name):
                others[name] = self.say(written) if type(written) is str else written
        return value(**others)


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

    def names(self, draft: Draft, matter: M) -> Iterator[Wanted]:
        """Return the texts that it names, as written."""
        return ((reference.kind, name) for reference in self.refers for name in reference.names(draft, matter))

    def has_pages(self, settings: Mapping[str, Any]) -> bool:
        """Return whether a site has pages of this kind."""
        return bool(self.address and settings.get(f"{self.address}_URL"))

    @property
    def is_apart(self) -> bool:
        """Whether no other text may name it or lead to it: then nothing need be known of it before it is read."""
        return self.body.plain and not self.address and self.called is None

    def is_place(self, path: str) -> bool:
        """Return whether a file at ``path`` is of this kind."""
        return re.fullmatch(self.place, path) is not None


def _no_ties(_draft: Draft) -> Mapping[str, object]:
    return {}


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
    tie: Callable[[Draft], Mapping[str, object]] = _no_ties
    check: Callable[[Draft, M, Neighbours, ReadingOptions], Iterable[Problem]] = nothing
    refers: tuple[Reference, ...] = ()
    """The keys that name texts; they may fill fields of the text's value."""
    fields: Callable[[Making[M]], Mapping[str, object]] = _no_fields
    together: Callable[[list[Outline[Any]], ReadingOptions], Iterable[Problem]] = nothing
    """Returns problems between the texts of a site, from all their outlines."""

    def names(self, draft: Draft, matter: M) -> Iterator[Wanted]:
        """Return the texts that it reads the names of, as written."""
        return ((reference.kind, name) for reference in self.refers for name in reference.names(draft, matter))

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


X = TypeVar("X")


class AddressLine(NamedTuple):
    """The line of a front matter that gives a text its address: the key as it is written there, and its place."""

    key: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Outline(Generic[X]):
    """What the other texts need to know of one. ``url`` is its address, from the site's root.

    ``usable`` is whether its front matter could be typed, ``gone`` whether it was withdrawn; before ``date``, naive, it
    is not shown. Others may name it by ``title``; texts that name it first get its ``licence``. ``days`` are further
    dates that may be too far away.
    """

    path: str
    kind: str
    slug: str
    url: str
    usable: bool
    draft: bool = False
    gone: bool = False
    date: datetime | None = None
    days: tuple[datetime, ...] = ()
    title: str = ""
    licence: Licence | None = None
    point: tuple[float, float] | None = None
    """Where it takes place, in degrees, if it gives that."""
    signs: int = 0
    """The length of its text in characters, for kinds that need it: blanks in a row count once."""
    address_line: AddressLine | None = None
    """The line of the key that gives its address, unless the name of its folder or file does."""
    extra: X | None = None
    """Facts that only its kind knows."""


def schema_for(kind: AnyKind, entries: tuple[Entry, ...]) -> type[Matter]:
    """Return the schema of a front matter: that of a withdrawn text when its status is so, else the kind's."""
    buried = kind.tombstone.schema if kind.tombstone else None
    return buried if buried and any(_is_withdrawn(entry, buried) for entry in entries) else kind.schema


def leftovers(source: SplitText, schema: type[Matter], path: str) -> Iterator[Problem]:
    """Yield the problems of a withdrawn text that keeps more than its address needs."""
    keys = canonical_keys(schema)
    for entry in source.entries:
        if spelling(entry.key) not in keys:
            yield problem("withdrawn-rest", path, entry.line, 1, entry.key, what=entry.key[:80])
    first = next(((n, line) for n, line in enumerate(source.body.split("\n")) if line.strip()), None)
    if first:
        number, line = first
        yield problem("withdrawn-rest", path, source.body_line + number, 1, line, what=" ".join(line.split())[:40])


def own_entries(entries: tuple[Entry, ...], schema: type[Matter]) -> tuple[Entry, ...]:
    """Return the entries that a withdrawn text may have."""
    keys = canonical_keys(schema)
    return tuple(entry for entry in entries if spelling(entry.key) in keys)


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
    def address_line(self) -> AddressLine | None:
        """The line that gives the end of the address; None where a file or folder does."""
        if not self._own_slug:
            return None
        entry = self.entry("slug")
        return AddressLine(entry.key, entry.line, entry.column)

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
        """Whether a problem is about a value that was read, not about an example in its place; advice can wait."""
        if self.matter is None and not blocks((found,)):
            return False
        key = dict(found.values).get("key", "")
        return canonical_keys(self.schema).get(spelling(key)) not in self.unusable

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
    gone = schema is not kind.schema
    typed = type_entries(own_entries(source.entries, schema) if gone else source.entries, schema, path)
    problems = (*problems, *spelt_characters(source.entries, path), *typed.problems)
    if gone:
        problems = (*problems, *leftovers(source, schema, path))
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
Names = Mapping[str, str]
"""Every spelling by which a text may be named, and the slug that it means."""


def names_of(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return every spelling of some texts' slugs and titles; of one title the first."""
    pairs = list(texts)
    names = {slug: slug for slug, _ in pairs}
    for slug, title in pairs:
        for written in filter(None, (fold(title), slugify(title))):
            names.setdefault(written, slug)
    return names


def find_name(wanted: str, names: Names) -> str:
    """Return the slug that ``wanted`` means; empty when there is none."""
    return names.get(wanted) or names.get(fold(wanted)) or names.get(slugify(wanted)) or ""


def check_called(
    draft: Draft, key: str, written: Iterable[str], kind: str, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """Yield names under ``key`` that no text of a kind has, with those like them; none for a kind that is left out."""
    called = next((known.called for known in options.kinds if known.name == kind), None)
    names = neighbours.names.get(kind, {})
    for wanted in written:
        if called and not find_name(wanted, names):
            close = dict.fromkeys(names[name] for name in nearest(wanted, names, called.near))
            values = {"proposal": NEAR if close else called.proposal, "names": ", ".join(close)}
            yield draft.problem(called.unknown, key, value=wanted, **values)


def check_names(
    reader: AnyKind | Extension[Any], draft: Draft, matter: Matter, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """Yield names that no text has, of those that a kind or an extension reads and doesn't check itself."""
    for reference in reader.refers:
        if not reference.checks:
            yield from check_called(
                draft, reference.key, reference.names(draft, matter), reference.kind, neighbours, options
            )


def check_people(
    draft: Draft, key: str, names: Iterable[str], neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """Yield people without a profile, with the nearest name."""
    yield from check_called(draft, key, names, PERSON, neighbours, options)
