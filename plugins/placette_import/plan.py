"""What an import would do, before it does anything: each text's file, what stays out, and what ``import.yml`` decides.

The plan holds an outline of each text, never its body. A text that was imported before is known by the ``imported`` of
its front matter: its key, a mark of what the source said, and a mark of the file as it was written. While the first
matches, nothing changed there; while the second does, nobody has edited the file here.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import yaml

from placette import N_, ReadingOptions, Words, addresses, authors, digest, is_good_name
from placette_import.decoding import SourceError, plain, read_yaml, split
from placette_import.values import (
    UNPUBLISHED,
    EntryKind,
    EntryStatus,
    ImportFinding,
    ImportSource,
    SourceEntry,
    SourcePerson,
)

FILE = "import.yml"
BROUGHT = ".imported.txt"
"""Beside the settings: the texts and comments that were brought, by key, so that none comes twice. It is committed."""
BROUGHT_HEADING = N_(
    "# Texts and comments that placette import has brought: one that is removed here stays out. Commit this file."
)
_HEADING = N_(
    "What placette import decides, for each source. What you change here is kept and used the next time; a category\n"
    "that the site doesn't have yet is added to it."
)
_SECTIONS = {
    "site": N_("Where it was to be read"),
    "categories": N_("Categories and key words: there → on this site; nothing: a key word"),
    "category": N_("The category of texts that have none of these"),
    "authors": N_("People: there → the profile here (authors/…)"),
    "unsigned": N_("Who signs what nobody signed"),
    "types": N_("Other kinds of texts: post or page; nothing: they stay out"),
    "credit": N_("Who made its pictures, where nothing else says it"),
    "licence": N_("The licence of its texts and pictures: CC BY 4.0 …; nothing: all rights reserved"),
}
"""The keys of a source in ``import.yml``, each with the comment above it."""
_TABLES = frozenset({"categories", "authors", "types"})
_MOST_SIGNS = 4_000_000
IMPORTED = "imported"
"""The key of a text that was imported, in its front matter."""
_MARKS = re.compile(r"^imported: \"?(\S+) ([0-9a-f]{16}) ([0-9a-f]{16})(?: (\d{1,5}))?\"?\n", re.MULTILINE)
"""Its key, the mark of what the source said, the mark of the file, how many of its pictures couldn't be had."""
_OWN_LINES = re.compile(r"^(?:imported|modified|modifié): .*\n", re.MULTILINE)
"""Lines that the mark of a file ignores: they change without an editor."""
PROVISIONAL = "# placette import:"
"""In a line of ``.moved.txt`` that leads somewhere for want of a better place: it is reckoned again."""
_TELLING = re.compile(r"[%?#]")
"""Signs that mean something else in an address than in percent form."""
UNREAD = "0" * 16
"""A mark that matches none: of a file that an editor has."""
TEAM = "équipe"
_PUBLIC = frozenset({EntryStatus.PROTECTED, EntryStatus.PUBLISHED})
"""Texts that stay out and had an address that everybody could see."""


class TextOutcome(StrEnum):
    """What an import does with a text, or with an event of a calendar."""

    NEW = "new"
    RENEWED = "renewed"
    SAME = "same"
    ASKED = "asked"
    """Nothing changed there; pictures that couldn't be had are asked for again."""
    EDITED = "edited"
    """It changed there, and somebody changed the file here."""
    REMOVED = "removed"
    """It was imported before and is no longer here."""
    UNUSABLE = "unusable"
    """An event that the check would refuse."""
    DRAFTED = "draft"
    """The check refuses it: it is a draft until that is mended."""
    REFUSED = "refused"
    """The check refuses it, and it can't be a draft: it stays out."""


OUT = {
    EntryStatus.DRAFT: N_("never public; --with-drafts lets posts among them in"),
    EntryStatus.SCHEDULED: N_("of a day to come; --with-drafts lets posts among them in"),
    EntryStatus.PRIVATE: N_("private, or for members"),
    EntryStatus.PROTECTED: N_("behind a password"),
    EntryStatus.TRASH: N_("in the dustbin"),
    EntryStatus.REVISION: N_("older versions"),
    EntryStatus.MENU: N_("items of menus, styles, forms: no texts"),
    EntryStatus.LIST: N_("lists of the old site, which have theirs here"),
    EntryStatus.OTHER: N_("of another kind; import.yml can let them in"),
    EntryStatus.PENDING: N_("comments that nobody had accepted; --with-drafts lets them in"),
}
"""Why texts stay out, in the order in which the plan names them."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A text that comes in: its file, and what is decided about it. ``day`` is in the site's zone."""

    uid: str
    outcome: TextOutcome
    path: str
    title: str
    day: datetime
    mark: str
    authors: tuple[str, ...] = ()
    category: str = ""
    """Empty for a page."""
    tags: tuple[str, ...] = ()
    is_draft: bool = False
    addresses: tuple[str, ...] = ()
    missing: int = 0
    """Pictures that an earlier import couldn't have."""


@dataclass(slots=True)
class ImportPlan:
    """All of an import. ``source`` tells it from others of its program: where it was to be read, or its name.

    ``tables`` and ``values`` are those of ``import.yml`` with what is new. ``texts`` are by their key in the source,
    ``people`` are profiles to write, ``names`` those of all profiles. ``with_drafts``: what was never public comes too.
    """

    source: str
    tables: dict[str, dict[str, str]] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    texts: dict[str, Planned] = field(default_factory=dict)
    people: dict[str, SourcePerson] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    new_categories: tuple[str, ...] = ()
    left: Counter[EntryStatus] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    with_drafts: bool = False
    comments: int = 0
    gone: list[str] = field(default_factory=list)
    """Old addresses of texts that stay out and that everybody could see."""
    lists: list[str] = field(default_factory=list)
    """Old addresses of lists."""
    untold: set[str] = field(default_factory=set)
    """The keys of texts that stay out and that not everybody could see: nothing is said of their addresses."""
    findings: list[ImportFinding] = field(default_factory=list)


def mark_of(text: str) -> str:
    """Return a digest of a file's text, without the lines that record when and from what it was made."""
    return digest(_OWN_LINES.sub("", text.replace("\r\n", "\n")).encode("utf-8", "replace"))[:16]


def with_mark(text: str) -> str:
    """Return the text of a file with the mark of what it is now."""
    match = _MARKS.search(text)
    return f"{text[: match.start(3)]}{mark_of(text)}{text[match.end(3) :]}" if match else text


def is_unedited(text: str) -> bool:
    """Return whether a file is as an import wrote it."""
    match = _MARKS.search(text, 0, text.find("\n---", 3) + 1)  # its head alone: a body may say anything
    return match is not None and match[3] == mark_of(text)


def marked_in(text: str) -> set[str]:
    """Return the old addresses of the lines of ``.moved.txt`` that an import marked as provisional."""
    lines = (line for line in text.splitlines() if PROVISIONAL in line)
    return {move.old for move in addresses.read_moves("\n".join(lines)).moves}


def old_path(address: str, site: str = "") -> str:
    """Return an old address as one form: path and query from the root of the old site; empty for one of elsewhere."""
    parts, home = split(address.strip()), split(site)
    hosts = {parts.netloc.removeprefix("www.").lower(), home.netloc.removeprefix("www.").lower()}
    if parts.netloc and len(hosts) > 1:
        return ""
    path = _decoded(parts.path).lstrip("/")
    bare = path.rstrip("/")
    path = f"{bare}/" if path != bare and "." in bare.rpartition("/")[2] else bare  # «version-2.0/» is no file
    return f"{path}?{parts.query}" if parts.query else path


def _decoded(path: str) -> str:
    """Return a path without percent form, unless only that tells its signs from others: ``qui%3F/`` asks nothing."""
    try:
        text = unquote(path, errors="strict")
    except UnicodeError:
        return path
    return path if _TELLING.search(text) or re.search("%(?:2f|5c)", path, re.IGNORECASE) else text


def _read_choices(path: Path, source: str) -> ImportPlan:
    """Return a plan with what ``import.yml`` says of its source. Raises ``SourceError`` where it can't be read."""
    choices = _whole(path).get(source) or {}
    if not isinstance(choices, dict) or not all(isinstance(choices.get(name) or {}, dict) for name in _TABLES):
        raise SourceError(N_("it is not written as it was given"), FILE)
    tables = {name: {str(k): _word(v) for k, v in (choices.get(name) or {}).items()} for name in _TABLES}
    values = {name: _word(choices[name]) for name in _SECTIONS.keys() - _TABLES if name in choices}
    return ImportPlan(source, tables, values)


def _whole(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        whole = (read_yaml(text) if len(text) < _MOST_SIGNS else None) or {}
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        raise SourceError(N_("it cannot be read"), FILE) from error
    if not isinstance(whole, dict):
        raise SourceError(N_("it is not written as it was given"), FILE)
    return whole


def _word(value: object) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value).strip()


def plan_import(
    source: ImportSource,
    content: Path,
    settings: Mapping[str, Any],
    options: ReadingOptions,
    *,
    with_drafts: bool = False,
) -> tuple[ImportSource, ImportPlan]:
    """Return what importing a source would do, and the source at the address that ``import.yml`` says.

    It is read once, from beginning to end. Raises ``SourceError`` where ``import.yml`` can't be read, ``OSError``.
    """
    label = split(source.site).netloc.removeprefix("www.") or Words.slugify(source.name) or source.kind
    plan = replace(_read_choices(content.parent / FILE, label), with_drafts=with_drafts)
    entries = partial(_of_their_days, source.entries, options.now)
    source = replace(source, site=plan.values.get("site") or source.site, entries=entries)
    _Planning(source, plan, content, settings, options).read()
    return source, plan


def _of_their_days(entries: Callable[[], Iterator[SourceEntry]], now: datetime) -> Iterator[SourceEntry]:
    """Yield texts; whatever its source says, one of a day to come isn't public."""
    for entry in entries():
        is_to_come = entry.date and _local(entry.date, now) > _local(now, now)
        is_public = entry.status is EntryStatus.PUBLISHED
        yield replace(entry, status=EntryStatus.SCHEDULED) if is_public and is_to_come else entry


def _local(day: datetime, now: datetime) -> datetime:
    """Return a moment in the site's zone; one without any is of there."""
    return day.astimezone(now.tzinfo).replace(tzinfo=None) if day.tzinfo else day


def stem_of(*names: str) -> str:
    """Return the first of these that makes a name: small letters, digits and hyphens, with a letter among them."""
    for name in names:
        stem = Words.slugify(name)[:60].strip("-")
        if any(sign.isalpha() for sign in stem) and is_good_name(f"{stem}.md"):
            return stem
    return "texte"


class _Planning:
    """What is gathered while a source is read once."""

    def __init__(
        self,
        source: ImportSource,
        plan: ImportPlan,
        content: Path,
        settings: Mapping[str, Any],
        options: ReadingOptions,
    ) -> None:
        self.source, self.plan, self.options = source, plan, options
        self.tables, self.values, self.names, self.findings = plan.tables, plan.values, plan.names, plan.findings
        self.numbers: defaultdict[str, int] = defaultdict(lambda: 2)
        self.own = {Words.fold(term.name): term.name for term in options.categories.values()}
        listed = list(self.own.values())
        usual = {"site": source.site, "category": listed[min(1, len(listed) - 1)] if listed else ""}
        plan.values |= {**usual, "credit": "", "licence": "", **plan.values}
        reserved = [path_of.strip("/") for path_of in (*options.addresses.reserved, *options.addresses.own)]
        reserved += [
            path_of.split("/")[0]
            for name, path_of in settings.items()
            if name.endswith("_URL") and isinstance(path_of, str)
        ]
        self.taken = {f"pages/{name}.md" for name in reserved}
        self.texts: dict[str, tuple[str, str, str, int]] = {}
        """Texts that were imported before, by key: path, mark there, mark here, pictures that couldn't be had."""
        text = addresses.read_text(content.parent / addresses.MOVED_FILE)
        lasting = {move.old for move in addresses.read_moves(text).moves if move.new} - marked_in(text)
        self.team, self.moved = "", {old.strip("/") for old in lasting}
        self.brought = {*addresses.read_text(content.parent / BROUGHT).splitlines()}
        for folder in ("articles", "pages", "authors", "events"):
            for above, _folders, names in os.walk(content / folder):
                for name in names:
                    path = Path(above, name)
                    self._note(path, path.relative_to(content).as_posix())

    def _note(self, path: Path, inside: str) -> None:
        """Keep what a file of the site says: its name is taken, it was imported before, it is somebody's profile."""
        self.taken.add(inside)
        if path.suffix != ".md" or path.is_symlink():
            return
        text = path.read_bytes()[:1_000_000].decode("utf-8", "replace").replace("\r\n", "\n")
        match = _MARKS.search(text, 0, text.find("\n---", 3) + 1)  # its head alone: a body may say anything
        if match and not self.texts.get(match[1], ("", "", "", 0))[2]:  # of a copy, the one that nobody edited
            here = match[3] if mark_of(text) == match[3] else ""
            self.texts[match[1]] = inside, match[2], here, int(match[4] or 0)
        if inside.startswith("authors/"):
            head = dict(re.findall(r"^(name|nom|kind|profil|qualité): *\"?(.*?)\"?$", text, re.MULTILINE))
            self.names[path.stem] = head.get("name") or head.get("nom") or path.stem
            is_team = Words.fold(TEAM) in {Words.fold(head.get(key, "")) for key in ("kind", "profil", "qualité")}
            self.team = self.team or (path.stem if is_team else "")

    def read(self) -> None:
        """Read the source; what importing it would do is in ``plan`` then."""
        plan, visited = self.plan, set[str]()
        for entry in self.source.entries():
            if entry.key in visited:
                self.findings.append(entry.finding("import-twice", name=entry.title))
                continue
            visited.add(entry.key)
            status = self._kept_out(entry)
            if status is None:
                plan.texts[entry.key] = self._planned(entry)
                comments = Counter(comment.status for comment in entry.comments)
                plan.comments += comments["published"]
                if plan.with_drafts:
                    plan.comments += comments["pending"]
                elif comments["pending"]:
                    plan.left[EntryStatus.PENDING] += comments["pending"]
                continue
            if status is EntryStatus.LIST or entry.status in _PUBLIC:
                olds = plan.lists if status is EntryStatus.LIST else plan.gone
                olds += [old_path(address, self.source.site) for address in entry.addresses]
            else:
                plan.untold.add(entry.key)
            if self._uid(entry) in self.texts:
                self.findings.append(entry.finding("import-withdrawn", name=entry.title))
            plan.left[status] += 1
            plan.others.update([entry.type] if status is EntryStatus.OTHER else [])
            plan.states.update([entry.state] if status is EntryStatus.DRAFT else [])
        names = {*self.tables["categories"].values(), self.values["category"]} - {""}
        plan.new_categories = tuple(sorted(name for name in names if Words.fold(name) not in self.own))
        plan.findings = [*self.source.findings, *self.findings]

    def _kept_out(self, entry: SourceEntry) -> EntryStatus | None:
        """Return why a text stays out; None for one that comes in. A page has neither drafts nor a day."""
        if entry.status in OUT and entry.status not in UNPUBLISHED:
            return entry.status
        kind = self._kind(entry)
        if kind not in {*EntryKind}:
            return EntryStatus.OTHER
        is_welcome = entry.status is EntryStatus.PUBLISHED or (self.plan.with_drafts and kind == EntryKind.POST)
        return None if is_welcome else entry.status

    def _kind(self, entry: SourceEntry) -> str:
        """Return whether a text becomes a post or a page; empty while ``import.yml`` doesn't say."""
        return self.tables["types"].setdefault(entry.type, "") if entry.is_other else entry.kind

    def _uid(self, entry: SourceEntry) -> str:
        uid = quote(f"{entry.key}@{self.plan.source}", safe=":/@.~+,()?=&;!*'")
        return uid if len(uid) <= 100 else f"{uid[:40]}~{digest(uid.encode())}"

    def _planned(self, entry: SourceEntry) -> Planned:
        uid = self._uid(entry)
        kind = self._kind(entry)
        day = self._day(entry)
        category, tags = self._terms(entry) if kind != EntryKind.PAGE else ("", ())
        signed = self._signed(entry) if kind != EntryKind.PAGE else ()
        facts = (entry.title, entry.body, entry.form, entry.date, entry.status, entry.summary, entry.lang)
        picture = (
            entry.picture,
            entry.picture_alt,
            entry.picture_caption,
            *map(self.values.get, ("credit", "licence")),
        )
        decided = (kind, *facts, *picture, category, tags, signed, self.options.communes.only)
        mark = digest(repr(tuple(map(str, decided))).encode("utf-8", "replace"))[:16]
        outcome, path = self._outcome(uid, mark, entry, kind, day)
        old = tuple(filter(None, dict.fromkeys(old_path(address, self.source.site) for address in entry.addresses)))
        return Planned(
            uid, outcome, path, entry.title, day, mark, signed, category, tags,
            is_draft=entry.status is EntryStatus.DRAFT or not (entry.date or entry.changed), addresses=old,
            missing=self.texts[uid][3] if uid in self.texts else 0,
        )  # fmt: skip

    def _day(self, entry: SourceEntry) -> datetime:
        """Return the day of a text in the site's zone; of one without any, today, as a draft."""
        day = entry.date or entry.changed
        if day is None:
            if entry.kind is EntryKind.POST:
                self.findings.append(entry.finding("import-undated", name=entry.title))
            return self.options.now.replace(tzinfo=None)
        return _local(day, self.options.now)

    def _outcome(self, uid: str, mark: str, entry: SourceEntry, kind: str, day: datetime) -> tuple[TextOutcome, str]:
        if uid in self.texts:
            path, there, here, missing = self.texts[uid]
            same_folder = not path.startswith("articles/") or path.split("/")[1] == f"{day.year}"
            if there == mark:
                return TextOutcome.ASKED if missing and here else TextOutcome.SAME, path
            return TextOutcome.RENEWED if here and same_folder else TextOutcome.EDITED, path
        old = {old_path(address, self.source.site).strip("/") for address in entry.addresses} - {""}
        if old & self.moved or uid in self.brought:
            return TextOutcome.REMOVED, ""
        number = re.sub(r"\W+", "-", entry.key.rpartition(":")[2])
        stem = stem_of(unquote(entry.slug), entry.title, f"{kind}-{number}")
        form = "pages/{}.md" if kind == EntryKind.PAGE else f"articles/{day.year}/{{}}/index.md"
        path = self._free(form, stem, self.taken)
        self.taken.add(path)
        return TextOutcome.NEW, path

    def _terms(self, entry: SourceEntry) -> tuple[str, tuple[str, ...]]:
        """Return the category of a post, and its tags: what is no category of the site stays as a tag."""
        table, chosen, tags = self.tables["categories"], "", list[str]()
        for name in filter(None, map(plain, entry.categories)):
            if name not in table:
                table[name] = self.own.get(Words.fold(name), name)
            if chosen or not table[name]:
                tags.append(name)
            chosen = chosen or table[name]
        for name in filter(None, map(plain, entry.tags)):
            chosen = chosen or table.get(name, "") or self.own.get(Words.fold(name), "")
            tags.append(name)
        short = (" ".join(tag.replace(",", " ").split()) for tag in tags)
        by_name = {Words.fold(tag): tag for tag in short if Words.slugify(tag) and len(tag) <= 40}
        by_name.pop(Words.fold(chosen), None)
        if len(by_name) > 10:
            self.findings.append(entry.finding("import-tags", name=entry.title, count=str(len(by_name) - 10)))
        return chosen or self.values["category"], tuple(by_name.values())[:10]

    def _signed(self, entry: SourceEntry) -> tuple[str, ...]:
        """Return the profiles of those who signed, all of them; nobody is taken for another of the same name."""
        table, keys = self.tables["authors"], list[str]()
        for key in entry.authors[:20]:
            person = self.source.people.get(key) or SourcePerson(key, key)
            person = replace(person, name=plain(person.name.partition("@")[0], 100), about=plain(person.about, 140))
            if not Words.fold(person.name).strip():
                continue
            if "@" in key:  # a mail address, which nobody has to read in import.yml
                key = f"{Words.slugify(person.name)}~{digest(key.encode())[:6]}"  # noqa: PLW2901
            if not table.get(key):
                table[key] = self._profile_key(replace(person, key=key))
            keys.append(table[key])
            if table[key] not in self.names:
                self.plan.people[table[key]] = person
                self.names[table[key]] = self._name(person)
        return tuple(dict.fromkeys(keys)) or (self._unsigned(),)

    def _profile_key(self, person: SourcePerson) -> str:
        stem = stem_of(person.name, person.slug, person.key, "auteur")
        return self._free("{}", stem, {*self.names, *self.tables["authors"].values()})

    def _free(self, form: str, stem: str, taken: Collection[str]) -> str:
        """Return a name of this form that nothing has, with a number behind where it is needed."""
        first = form.format(stem)
        names = chain([first], (form.format(f"{stem}-{n}") for n in count(self.numbers[first])))
        result = next(name for name in names if name not in taken)
        self.numbers[first] += result != first
        return result

    def _name(self, person: SourcePerson) -> str:
        """Return a name that nobody else has: of two people with the same name, the second has their old one behind."""
        names, name = list(self.names.values()), person.name
        if any(authors.same_to_the_eye(name, other) for other in names):
            self.findings.append(ImportFinding("import-namesake", values={"name": name, "key": person.key}))
            behind = person.key if re.fullmatch(r"[\w.-]{1,30}", person.key) else self.plan.source
            forms = (f"{name} ({end})" for end in chain([behind], count(2)))
            return next(form for form in forms if not any(authors.same_to_the_eye(form, other) for other in names))
        return name

    def _unsigned(self) -> str:
        """Return the profile that signs what nobody signed: the team's, or one with the name of the blog."""
        if not self.values.get("unsigned"):
            person = SourcePerson("", self.source.name or self.plan.source)
            self.values["unsigned"] = self.team or self._profile_key(person)
        key = self.values["unsigned"]
        if key not in self.names:
            self.plan.people[key] = SourcePerson("", self.source.name or self.plan.source, slug=TEAM)
            self.names[key] = self._name(self.plan.people[key])
        return key


def render_choices(path: Path, plan: ImportPlan, say: Callable[[str], str]) -> str:
    """Return the text of ``import.yml`` with what this import decided; what it says of other sources stays."""
    whole = {**_whole(path), plan.source: {**plan.tables, **plan.values}}
    lines = [f"# {line}" for line in say(_HEADING).split("\n")]
    for source, values in whole.items():
        lines += ["", f"{_yaml(source)}:"]
        for name, comment in _SECTIONS.items():
            value = values.get(name, "") if isinstance(values, dict) else ""
            is_table = name in _TABLES
            lines += [f"  # {say(comment)}", f"  {name}:" if is_table else f"  {name}: {_yaml(_word(value))}"]
            if is_table and isinstance(value, dict):
                lines += [f"    {_yaml(str(k))}: {_yaml(_word(v))}" for k, v in sorted(value.items())]
    return "\n".join(lines) + "\n"


def _yaml(text: str) -> str:
    """Return a text as YAML writes it on one line, quoted where it could be taken for something else."""
    style = None if re.fullmatch(r"[A-Za-z][\w.-]*(?: [\w.-]+)*", text, re.ASCII) else '"'
    dumped = yaml.dump(text, Dumper=yaml.CSafeDumper, allow_unicode=True, width=100_000, default_style=style)
    return dumped.removesuffix("\n").removesuffix("\n...")
