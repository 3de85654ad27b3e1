"""Decides what a departure changes, from the whole content folder, before a byte is touched."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import PurePosixPath

from placette.desks.leaving.content_folder import ContentFolder, DepartureRequest, SiteRules, TextFate
from placette.desks.leaving.names import TraceKind, Traces, names_in, traces_of
from placette.desks.leaving.rewriting import Replacement
from placette.desks.leaving.searching import Mention, search
from placette.desks.leaving.without_person import is_person, without_person
from placette.desks.review import Rename, follow
from placette.engine.base.look_alikes import spellings
from placette.engine.library.draft import Draft
from placette.engine.texts.matter import quoted
from placette.engine.texts.values import Status
from placette.features.authors.profile import SPEAKS_FOR_OTHERS, AuthorKind
from placette.features.authors.schema import ProfileMatter
from placette.features.posts.schema import ArticleMatter


class LabelError(ValueError):
    """A label that can't be used: it is somebody's name, perhaps the person's own."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do: texts to write, files to rename and delete, then the tombstone of the profile.

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
        return tuple(found for found in self.mentions if found.kind is not TraceKind.PART)

    @property
    def tombstone(self) -> bytes:
        """What remains of the profile."""
        return _tombstone({})


def plan_departure(folder: ContentFolder, request: DepartureRequest, rules: SiteRules) -> Plan:
    """The whole departure. Raises ``LabelError``, or ``KeyError`` if the key has no readable profile."""
    matter = folder.profile(request.key)
    if matter is None:
        raise KeyError(request.key)
    traces = traces_of(matter.name, folder.addresses(request.key, rules))
    fates = {path: folder.fate(path, request) for path in folder.drafts}
    signs = request.keep and TextFate.CHANGED in fates.values()
    plan = Plan(
        profile=f"authors/{request.key}.md",
        name=matter.name,
        key=_free_key(folder, request.stem) if signs else "",
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
    """The plan with the files to delete and rename, the tombstones, and the profile that signs from now on."""
    unseen = {path for path in plan.down if _never_seen(folder, path, rules)}
    folders = {posixpath.dirname(path) for path in plan.down if path.endswith("/index.md")}  # others share theirs
    portrait = posixpath.normpath(f"authors/{matter.portrait}") if matter.portrait else ""
    gone = [photo for photo in folder.photos if photo == portrait or posixpath.dirname(photo) in folders]
    writes = {f"authors/{plan.key}.md": _pseudonym(plan.label, matter)} if plan.key else {}
    writes |= {path: _tombstone(_address(folder.drafts[path])) for path in plan.down if path not in unseen}
    moves = tuple(_moves(set(folder.photos) - set(gone), plan.traces))
    return replace(plan, writes=writes, moves=moves, deletes=tuple(sorted((*gone, *unseen))))


def _with_texts(plan: Plan, folder: ContentFolder, request: DepartureRequest, rules: SiteRules) -> Plan:
    """The plan with every other text that changes, or that should change and can't."""
    replacement = Replacement(is_person(folder, request.key), plan.key, plan.label, plan.traces, request.replace)
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


def _free_key(folder: ContentFolder, stem: str) -> str:
    taken = {draft.slug for draft in folder.drafts.values()} | folder.names.keys()
    return next(key for number in count(1) if (key := f"{stem}-{number}") not in taken)


def _label(folder: ContentFolder, request: DepartureRequest, traces: Traces, *, numbered: bool) -> str:
    """A name that nobody here has; the default label gets a number if it is taken."""
    if names_in(request.label, traces):
        raise LabelError(request.label)
    if not numbered:
        return request.label
    taken = {spelling for profile in folder.profiles().values() for spelling in spellings(profile.name)}
    labels = (request.label if number == 1 else f"{request.label} ({number})" for number in count(1))
    label = next(label for label in labels if not spellings(label) & taken)
    if request.own_label and label != request.label:
        raise LabelError(request.label)
    return label


def _never_seen(folder: ContentFolder, path: str, rules: SiteRules) -> bool:
    """Whether a post was never public and no text links to it, so that its address needn't answer."""
    matter = folder.drafts[path].matter
    if not isinstance(matter, ArticleMatter):
        return False
    waits = matter.status is Status.DRAFT or matter.date.replace(tzinfo=rules.now.tzinfo) > rules.now
    name = f"{PurePosixPath(path).parent.name}/index.md".encode()
    return waits and not any(name in data for other, data in folder.texts.items() if other != path)


def _moves(photos: set[str], traces: Traces) -> Iterator[Rename]:
    """New names for photos whose name identifies the person: it shows in their address."""
    taken = set(photos)
    for path in sorted(photos):
        place = PurePosixPath(path)
        if names_in(place.stem, traces):
            new = next(n for i in count(1) if (n := f"{place.parent}/image-{i}{place.suffix}") not in taken)
            taken.add(new)
            yield Rename(path, new)


def _pseudonym(label: str, matter: ProfileMatter) -> bytes:
    """A profile with only what the texts need: the kind of author, and the licence.

    An official or a service becomes a guest: their kind needs a mandate or a body, which would reveal who it was.
    """
    licence = f"licence: {matter.licence.label}\n" if matter.licence else ""
    kind = AuthorKind.GUEST.value if matter.kind[0] in SPEAKS_FOR_OTHERS else matter.kind[1]
    return f"---\nname: {quoted(label)}\nkind: {kind}\n{licence}---\n".encode()


def _address(draft: Draft) -> dict[str, str]:
    """What the address of a post needs, and its number in a series, so that the other episodes keep theirs."""
    matter = draft.checkable
    if not isinstance(matter, ArticleMatter):
        return {}
    part = {"series": quoted(matter.series), "episode": f"{matter.episode}"} if matter.series and matter.episode else {}
    return {"date": f"{matter.date:%Y-%m-%d}", **({"slug": matter.slug} if matter.slug else {}), **part}


def _tombstone(address: Mapping[str, str]) -> bytes:
    lines = [f"{key}: {value}\n" for key, value in {"status": Status.WITHDRAWN, **address}.items()]
    return f"---\n{''.join(lines)}---\n".encode()
