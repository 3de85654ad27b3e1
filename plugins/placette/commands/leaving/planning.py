"""Decides what a departure changes, from the whole content folder, before a byte is touched."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from itertools import count
from pathlib import Path, PurePosixPath

from placette.commands.leaving.rewriting import (
    Mention,
    Replacement,
    TraceKind,
    Traces,
    add_line,
    apply_edits,
    fields_of,
    key_of,
    names_in,
    person_keys,
    remaining_hits,
    rewrite,
    search,
    traces_of,
)
from placette.commands.review import Rename, follow
from placette.engine.base.files import write_atomic
from placette.engine.base.networks import profile_url
from placette.engine.base.unicode_text import spellings
from placette.engine.content.build import Build
from placette.engine.content.companions import AttachmentKind
from placette.engine.content.kinds import PERSON, Draft, Kinds, draft_text, find_kind
from placette.engine.content.neighbours import find_name, names_of
from placette.engine.content.tree import PHOTO, gate_of, walk_content
from placette.engine.findings.problems import Problem, blocks
from placette.engine.texts.front_matter import quoted, spelling
from placette.engine.texts.values import Licence, Status
from placette.features.agenda.event import EVENT
from placette.features.authors.profile import PROFILE, SPEAKS_FOR_OTHERS, AuthorKind, ProfileMatter
from placette.features.posts.kind import ArticleMatter
from placette.features.questions.kinds import ANSWER
from placette.features.series import EpisodeKeys


@dataclass(frozen=True, slots=True)
class DepartureRequest:
    """The wishes of an author who leaves: their key, whether to ``keep`` their texts, the label.

    ``stem`` begins the new author key. ``own_label`` is true for a label that the person chose; ``replace`` puts it
    into others' sentences too.
    """

    key: str
    keep: bool
    label: str
    stem: str = "anonyme"
    own_label: bool = False
    replace: bool = False


@dataclass(frozen=True, slots=True)
class SiteRules:
    """The site's rules that matter here: the present in its zone, its licence, the pattern of an author's address."""

    now: datetime
    licence: Licence
    author_url: str


class TextFate(StrEnum):
    """The fate of a text: it isn't theirs, its signature changes, or it is taken down."""

    OTHER = "other"
    CHANGED = "changed"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class ContentFolder:
    """The texts of the folder, as bytes and as typed drafts; photos and documents; the author key that each name means.

    ``kinds`` are those of the site's texts.
    """

    texts: Mapping[str, bytes]
    drafts: Mapping[str, Draft]
    photos: tuple[str, ...]
    names: Mapping[str, str]
    kinds: Kinds
    companions: frozenset[str] = frozenset()
    """The files that texts of some kinds bring along, such as the track of a walk."""

    def profile(self, key: str) -> ProfileMatter | None:
        """Return the profile of an author key; None if it can't be read."""
        draft = self.drafts.get(f"authors/{key}.md")
        return draft.matter if draft and isinstance(draft.matter, ProfileMatter) else None

    def profiles(self) -> dict[str, ProfileMatter]:
        """Return every profile that can be read, by key."""
        return {d.slug: d.matter for d in self.drafts.values() if isinstance(d.matter, ProfileMatter)}

    def fate(self, path: str, request: DepartureRequest) -> TextFate:
        """Return the fate of a text."""
        draft = self.drafts[path]
        people = {key: {find_name(name, self.names) for name in names} for key, names in people_of(draft).items()}
        alone = draft.kind.signed and people.get(draft.kind.signed.key) == {request.key}
        if alone and not request.keep and not self._concerns_others(draft):
            return TextFate.DOWN
        return TextFate.CHANGED if request.key in set().union(*people.values()) else TextFate.OTHER

    def _concerns_others(self, draft: Draft) -> bool:
        """Return whether a text stays without its signer: an event takes place, and what was answered was asked."""
        folder = posixpath.dirname(draft.path)
        answers = (one.path for one in self.drafts.values() if one.kind is ANSWER)
        return draft.kind is EVENT or any(posixpath.dirname(path) == folder for path in answers)

    def addresses(self, key: str, rules: SiteRules) -> list[str]:
        """Return the person's page here, and their pages and handles elsewhere, except those that others give too."""
        addresses = {
            person: {text.lower() for link in matter.links for text in (link[1], profile_url(*link))}
            for person, matter in self.profiles().items()
        }
        others = {text for person, texts in addresses.items() if person != key for text in texts}
        return [*sorted(addresses.get(key, set()) - others), rules.author_url.format(slug=key)]


People = dict[str, list[str]]
"""The people named under each key."""


def people_of(draft: Draft) -> People:
    """Return the people whom a text names, by key."""
    matter = None if draft.is_withdrawn else draft.checkable
    if not matter:
        return {}
    references = [reference for reference in draft.kind.refers if reference.kind == PERSON]
    people = {reference.key: list(filter(None, reference.names(draft, matter))) for reference in references}
    return {key: names for key, names in people.items() if names}


def without_person(
    path: str, folder: ContentFolder, request: DepartureRequest, rules: SiteRules, replacement: Replacement
) -> bytes | None:
    """Return the file's bytes without the person; None if that can't be done safely."""
    data, draft = folder.texts[path], folder.drafts[path]
    try:
        text = data.decode("utf-8")
        new = _rewritten(path, text, folder, request, rules, replacement)
    except UnicodeDecodeError:
        return None if _may_name_person(data.decode("utf-8", "replace"), request.key, replacement.traces) else data
    except ValueError:
        return None
    if new == text:
        return data
    return new.encode() if _is_faithful(draft, new, replacement.is_person) else None


def _rewritten(
    path: str, text: str, folder: ContentFolder, request: DepartureRequest, rules: SiteRules, replacement: Replacement
) -> str:
    page = posixpath.relpath(f"authors/{request.key}.md", posixpath.dirname(path) or ".")
    if folder.fate(path, request) is TextFate.OTHER and not _may_name_person(text, request.key, replacement.traces):
        return text
    return rewrite(_licensed(folder.drafts[path], text, folder, request, rules), replacement, page)


def _may_name_person(text: str, key: str, traces: Traces) -> bool:
    remaining = remaining_hits(text, traces, after=True)
    return key in text or bool(names_in(text, traces)) or any(hit.kind is not TraceKind.PART for hit in remaining)


def _licensed(draft: Draft, text: str, folder: ContentFolder, request: DepartureRequest, rules: SiteRules) -> str:
    """Return the text with an explicit licence, if it had another one through its first author, who is leaving."""
    matter = draft.matter
    if request.keep or not isinstance(matter, ArticleMatter) or matter.licence:
        return text
    keys = [find_name(person, folder.names) or "" for person in matter.authors]
    others = [key for key in keys if key != request.key]
    if not others or keys[0] != request.key:
        return text
    profiles = folder.profile(keys[0]), folder.profile(others[0])
    was, becomes = ((profile and profile.licence) or rules.licence for profile in profiles)
    authors = next(field for field in fields_of(text) if key_of(field.key) == "authors")
    return text if was == becomes else apply_edits(text, [add_line(text, authors, f"licence: {was.label}")])


def _is_faithful(draft: Draft, new: str, gone: Callable[[str], bool]) -> bool:
    """Return whether the new text has the same keys and the same other people, not the person, and no more problems."""
    after = draft_text(draft.path, draft.kind, new.encode())
    people = person_keys((draft.kind,))
    keys, still = (
        {key_of(entry.key) for entry in either.source.entries if spelling(entry.key) not in people}
        for either in (draft, after)
    )
    same = keys == still - ({"licence"} - keys)
    before, now = people_of(draft), people_of(after)
    named = any(gone(person) for people in now.values() for person in people)
    others = _others(before, gone)
    unchanged = {role: [person for person in people if person in others.get(role, ())] for role, people in now.items()}
    return same and not named and len(after.problems) <= len(draft.problems) and _others(unchanged, gone) == others


def _others(people: People, gone: Callable[[str], bool]) -> People:
    others = {role: [person for person in persons if not gone(person)] for role, persons in people.items()}
    return {role: persons for role, persons in others.items() if persons}


class LabelError(ValueError):
    """A label that can't be used: it is a person's name, perhaps their own."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan: texts to write, files to rename and delete, then the tombstone of the profile.

    ``key`` is the author key that signs from now on, or empty. ``down`` are posts to take down, ``by_hand`` texts that
    could not be rewritten, ``mentions`` what others wrote about the person.
    """

    profile: str
    name: str
    key: str
    label: str
    traces: Traces
    down: tuple[str, ...] = ()
    writes: Mapping[str, bytes] = field(default_factory=dict)
    moves: tuple[Rename, ...] = ()
    deletes: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()

    @property
    def undecided(self) -> tuple[Mention, ...]:
        """The mentions that certainly mean the person."""
        return tuple(mention for mention in self.mentions if mention.kind is not TraceKind.PART)


def plan_departure(folder: ContentFolder, request: DepartureRequest, rules: SiteRules) -> Plan:
    """Return the whole departure. Raises ``LabelError``, or ``KeyError`` if the key has no readable profile."""
    matter = folder.profile(request.key)
    if matter is None:
        raise KeyError(request.key)
    traces = traces_of(matter.name, folder.addresses(request.key, rules), person_keys(folder.kinds))
    fates = {path: folder.fate(path, request) for path in folder.drafts}
    signs = request.keep and TextFate.CHANGED in fates.values()
    names = {draft.slug for draft in folder.drafts.values()} | folder.names.keys()
    free = (f"{request.stem}-{number}" for number in count(1))
    plan = Plan(
        profile=f"authors/{request.key}.md",
        name=matter.name,
        key=next(key for key in free if key not in names) if signs else "",
        label=_label(folder, request, traces, numbered=signs),
        traces=traces,
        down=tuple(path for path, fate in fates.items() if fate is TextFate.DOWN),
    )
    plan = _with_files(plan, folder, rules, matter)
    plan = _with_texts(plan, folder, request, rules)
    staying = {path: data for path, data in folder.texts.items() if path not in {plan.profile, *plan.down}}
    searched = {**staying, **plan.writes} if request.replace else staying
    return replace(plan, mentions=tuple(search(searched, traces, folder.kinds, after=request.replace)))


def _with_files(plan: Plan, folder: ContentFolder, rules: SiteRules, matter: ProfileMatter) -> Plan:
    """Return the plan with the files to delete and rename, the tombstones, and the profile that signs from now on."""
    posts = [path for path in plan.down if isinstance(folder.drafts[path].checkable, ArticleMatter)]
    unseen = {path for path in plan.down if not folder.drafts[path].kind.tombstone or _never_seen(folder, path, rules)}
    folders = {posixpath.dirname(path) for path in posts}  # texts of other kinds share theirs
    portrait = posixpath.normpath(f"authors/{matter.portrait}") if matter.portrait else ""
    orphans = [photo for photo in folder.photos if photo == portrait or posixpath.dirname(photo) in folders]
    orphans += folder.companions & _asked(folder, set(plan.down)) - _asked(folder, folder.drafts.keys() - plan.down)
    writes = {f"authors/{plan.key}.md": _pseudonym(plan.label, matter)} if plan.key else {}
    writes |= {path: _tombstone(_address(folder.drafts[path])) for path in plan.down if path not in unseen}
    moves = tuple(_moves(set(folder.photos) - set(orphans), plan.traces))
    return replace(plan, writes=writes, moves=moves, deletes=tuple(sorted((*orphans, *unseen))))


def _asked(folder: ContentFolder, paths: Set[str]) -> set[str]:
    """Return the files that some texts name."""
    drafts = (folder.drafts[path] for path in paths)
    usable = ((draft, draft.checkable) for draft in drafts if draft.checkable and not draft.is_withdrawn)
    return {file for draft, matter in usable for file in draft.kind.asks(draft, matter)}


def _with_texts(plan: Plan, folder: ContentFolder, request: DepartureRequest, rules: SiteRules) -> Plan:
    """Return the plan with every other text that changes, or that should change and can't."""

    def is_person(name: str) -> bool:
        return find_name(name, folder.names) == request.key

    replacement = Replacement(is_person, plan.key, plan.label, plan.traces, request.replace)
    renames = (*plan.moves, Rename(plan.profile, f"authors/{plan.key}.md")) if plan.key else plan.moves
    writes, by_hand = {**plan.writes}, []
    for path in sorted(folder.texts.keys() - {plan.profile, *plan.down}):
        new = without_person(path, folder, request, rules, replacement)
        if new is None:
            by_hand.append(path)
            continue
        followed = follow(new.decode("utf-8", "surrogateescape"), path, path, renames)
        new = followed.encode("utf-8", "surrogateescape")
        if new != folder.texts[path]:
            writes[path] = new
    return replace(plan, writes=writes, by_hand=tuple(by_hand))


def _label(folder: ContentFolder, request: DepartureRequest, traces: Traces, *, numbered: bool) -> str:
    """Return an unused name; the default label gets a number if it is taken."""
    if names_in(request.label, traces):
        raise LabelError(request.label)
    if not numbered:
        return request.label
    names = {spelling for profile in folder.profiles().values() for spelling in spellings(profile.name)}
    labels = (request.label if number == 1 else f"{request.label} ({number})" for number in count(1))
    label = next(label for label in labels if not spellings(label) & names)
    if request.own_label and label != request.label:
        raise LabelError(request.label)
    return label


def _never_seen(folder: ContentFolder, path: str, rules: SiteRules) -> bool:
    """Return whether a post was never public and no text links to it, so that its address needn't answer."""
    matter = folder.drafts[path].matter
    if not isinstance(matter, ArticleMatter):
        return False
    waits = matter.status is Status.DRAFT or matter.date.replace(tzinfo=rules.now.tzinfo) > rules.now
    name = f"{PurePosixPath(path).parent.name}/index.md".encode()
    return waits and not any(name in data for other, data in folder.texts.items() if other != path)


def _moves(photos: set[str], traces: Traces) -> Iterator[Rename]:
    """Yield new names for photos whose name identifies the person: it shows in their address."""
    places = set(photos)
    for path in sorted(photos):
        place = PurePosixPath(path)
        if names_in(place.stem, traces):
            new = next(n for i in count(1) if (n := f"{place.parent}/image-{i}{place.suffix}") not in places)
            places.add(new)
            yield Rename(path, new)


def _pseudonym(label: str, matter: ProfileMatter) -> bytes:
    """Return a profile with only what the texts need: the kind of author, and the licence.

    An official or a service becomes a guest: their kind needs a mandate or a body, which would reveal who it was.
    """
    licence = f"licence: {matter.licence.label}\n" if matter.licence else ""
    kind = AuthorKind.GUEST.value if matter.kind[0] in SPEAKS_FOR_OTHERS else matter.kind[1]
    return f"---\nname: {quoted(label)}\nkind: {kind}\n{licence}---\n".encode()


def _address(draft: Draft) -> dict[str, str]:
    """Return the keys of a post's address, and its number in a series, so that other episodes keep theirs."""
    matter = draft.checkable
    if not isinstance(matter, ArticleMatter):
        return {}
    part: dict[str, str] = {}
    if isinstance(matter, EpisodeKeys) and matter.series and matter.episode:
        part = {"series": quoted(matter.series), "episode": f"{matter.episode}"}
    return {"date": f"{matter.date:%Y-%m-%d}", **({"slug": matter.slug} if matter.slug else {}), **part}


def _tombstone(address: Mapping[str, str]) -> bytes:
    lines = [f"{key}: {value}\n" for key, value in {"status": Status.WITHDRAWN, **address}.items()]
    return f"---\n{''.join(lines)}---\n".encode()


def read_folder(root: Path, kinds: Kinds, attachments: tuple[AttachmentKind, ...] = ()) -> ContentFolder:
    """Return the content folder ``root``, with texts of these kinds. Raises ``OSError``.

    Links and files that the gate refuses are not opened.
    """
    files, _ = walk_content(root, gate_of(kinds, attachments=attachments))
    beside = {PHOTO, *(kind.name for kind in attachments)}
    contributed = {companion.name for kind in kinds for companion in kind.companions}
    photos = [file.path for file in files if file.kind in beside]
    texts = {file.path: (root / file.path).read_bytes() for file in files if find_kind(file.path, kinds)}
    kind_of = {path: kind for path in sorted(texts) if (kind := find_kind(path, kinds))}
    drafts = {path: draft_text(path, kind, texts[path]) for path, kind in kind_of.items()}
    profiles = [d for d in drafts.values() if d.kind is PROFILE and not d.is_withdrawn]
    names = [(draft.slug, getattr(draft.matter, "name", "")) for draft in profiles]
    companions = frozenset(file.path for file in files if file.kind in contributed)
    return ContentFolder(texts, drafts, tuple(sorted(photos)), names_of(names), kinds, companions)


def new_problems(plan: Plan, copy: Path, before: Build, read: Callable[[Path], Build]) -> tuple[Problem, ...]:
    """Return the blocking problems that the departure would add; it happens in a ``copy``, and ``read`` looks at that.

    ``before`` is the site as it is.
    """
    earlier = {(problem.path, problem.code, problem.values) for problem in before.problems}
    apply_plan(copy, plan)
    after = read(copy)
    return tuple(p for p in after.problems if blocks((p,)) and (p.path, p.code, p.values) not in earlier)


def apply_plan(root: Path, plan: Plan) -> None:
    """Do all of it, the tombstone last. If something fails, restores everything, then raises ``OSError``."""
    touched = {*plan.writes, *plan.deletes, plan.profile, *(path for m in plan.moves for path in (m.old, m.new))}
    before = {path: (root / path).read_bytes() if (root / path).is_file() else None for path in sorted(touched)}
    try:
        for path, data in plan.writes.items():
            write_atomic(root / path, data)
        for move in plan.moves:
            (root / move.old).rename(root / move.new)
        for path in plan.deletes:
            (root / path).unlink()
        write_atomic(root / plan.profile, _tombstone({}))
    except BaseException:
        for path, was in before.items():
            if was is None:
                (root / path).unlink(missing_ok=True)
            else:
                write_atomic(root / path, was)
        raise
    for place in {(root / path).parent for path in plan.deletes} - {root}:
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()
