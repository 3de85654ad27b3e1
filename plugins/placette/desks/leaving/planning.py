"""What a departure changes, decided from the whole content folder before a byte of it is touched."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import PurePosixPath

from placette.desks.leaving.names import Kind, Traces, names_in, traces_of
from placette.desks.leaving.rewriting import Change
from placette.desks.leaving.searching import Finding, search
from placette.desks.leaving.signing import is_person, without_person
from placette.desks.leaving.site import Fate, Rules, Site, Wish
from placette.desks.review.renaming import Rename, follow
from placette.desks.writing.scaffolding import quoted
from placette.engine.base.text import fold, skeleton
from placette.engine.library.draft import Draft
from placette.engine.texts.values import Status
from placette.features.authors.profile import SPEAKS_FOR_OTHERS
from placette.features.authors.profile import Kind as AuthorKind
from placette.features.authors.schema import ProfileMatter
from placette.features.posts.schema import ArticleMatter


class LabelError(ValueError):
    """A label that can't be a name here: it is somebody's, or the person's own."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do: texts to write, files to rename and delete, then the tombstone of the profile.

    ``key`` is the one that signs now, or empty; ``down`` are posts taken down; ``by_hand`` are texts that could not
    be rewritten; ``findings`` what others wrote about the person.
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
    findings: tuple[Finding, ...] = ()

    @property
    def undecided(self) -> tuple[Finding, ...]:
        """What tells of the person for certain."""
        return tuple(found for found in self.findings if found.kind is not Kind.PART)

    @property
    def tombstone(self) -> bytes:
        """What stays of the profile."""
        return _tombstone({})


def plan_departure(site: Site, wish: Wish, rules: Rules) -> Plan:
    """The whole departure; raises ``LabelError``, and ``KeyError`` for a key without a profile that can be read."""
    matter = site.profile(wish.key)
    if matter is None:
        raise KeyError(wish.key)
    traces = traces_of(matter.name, site.addresses(wish.key, rules))
    fates = {path: site.fate(path, wish) for path in site.drafts}
    signs = wish.keep and Fate.CHANGED in fates.values()
    plan = Plan(
        profile=f"authors/{wish.key}.md",
        name=matter.name,
        key=_free_key(site, wish.stem) if signs else "",
        label=_label(site, wish, traces, numbered=signs),
        traces=traces,
        down=tuple(path for path, fate in fates.items() if fate is Fate.DOWN),
    )
    plan = _with_files(plan, site, rules, matter)
    plan = _with_texts(plan, site, wish, rules)
    staying = {path: data for path, data in site.texts.items() if path not in {plan.profile, *plan.down}}
    searched = {**staying, **plan.writes} if wish.replace else staying
    return replace(plan, findings=tuple(search(searched, traces, after=wish.replace)))


def _with_files(plan: Plan, site: Site, rules: Rules, matter: ProfileMatter) -> Plan:
    """The plan with what is deleted and renamed, the tombstones, and the profile that signs from now on."""
    unseen = {path for path in plan.down if _never_seen(site, path, rules)}
    folders = {posixpath.dirname(path) for path in plan.down}
    portrait = posixpath.normpath(f"authors/{matter.portrait}") if matter.portrait else ""
    gone = [photo for photo in site.photos if photo == portrait or posixpath.dirname(photo) in folders]
    writes = {f"authors/{plan.key}.md": _pseudonym(plan.label, matter)} if plan.key else {}
    writes |= {path: _tombstone(_address(site.drafts[path])) for path in plan.down if path not in unseen}
    moves = tuple(_moves(set(site.photos) - set(gone), plan.traces))
    return replace(plan, writes=writes, moves=moves, deletes=tuple(sorted((*gone, *unseen))))


def _with_texts(plan: Plan, site: Site, wish: Wish, rules: Rules) -> Plan:
    """The plan with every other text that changes, or should and can't be."""
    change = Change(is_person(site, wish.key), plan.key, plan.label, plan.traces, wish.replace)
    renames = (*plan.moves, Rename(plan.profile, f"authors/{plan.key}.md")) if plan.key else plan.moves
    writes, by_hand = {**plan.writes}, []
    for path in sorted(site.texts.keys() - {plan.profile, *plan.down}):
        new = without_person(path, site, wish, rules, change)
        if new is None:
            by_hand.append(path)
            continue
        followed = follow(new.decode("utf-8", "surrogateescape"), path, path, renames)
        new = followed.encode("utf-8", "surrogateescape")
        if new != site.texts[path]:
            writes[path] = new
    return replace(plan, writes=writes, by_hand=tuple(by_hand))


def _free_key(site: Site, stem: str) -> str:
    taken = {draft.slug for draft in site.drafts.values()} | site.names.keys()
    return next(key for number in count(1) if (key := f"{stem}-{number}") not in taken)


def _label(site: Site, wish: Wish, traces: Traces, *, numbered: bool) -> str:
    """A name that nobody here has; the usual one gets a number where it is taken."""
    if names_in(wish.label, traces):
        raise LabelError(wish.label)
    if not numbered:
        return wish.label
    taken = {spelt for profile in site.profiles().values() for spelt in (fold(profile.name), skeleton(profile.name))}
    labels = (wish.label if number == 1 else f"{wish.label} ({number})" for number in count(1))
    label = next(label for label in labels if not {fold(label), skeleton(label)} & taken)
    if wish.own_label and label != wish.label:
        raise LabelError(wish.label)
    return label


def _never_seen(site: Site, path: str, rules: Rules) -> bool:
    """Whether a post was never public and no text leads to it, so that its address need not answer."""
    matter = site.drafts[path].matter
    if not isinstance(matter, ArticleMatter):
        return False
    waits = matter.status is Status.DRAFT or matter.date.replace(tzinfo=rules.now.tzinfo) > rules.now
    name = f"{PurePosixPath(path).parent.name}/index.md".encode()
    return waits and not any(name in data for other, data in site.texts.items() if other != path)


def _moves(photos: set[str], traces: Traces) -> Iterator[Rename]:
    """New names for photos whose own name tells of the person: addresses show it."""
    taken = set(photos)
    for path in sorted(photos):
        place = PurePosixPath(path)
        if names_in(place.stem, traces):
            new = next(n for i in count(1) if (n := f"{place.parent}/image-{i}{place.suffix}") not in taken)
            taken.add(new)
            yield Rename(path, new)


def _pseudonym(label: str, matter: ProfileMatter) -> bytes:
    """A profile that says nothing but what the texts need: who speaks, and under which licence.

    A mandate or a service would tell who it was, and such a profile may not do without.
    """
    licence = f"licence: {matter.licence.label}\n" if matter.licence else ""
    kind = AuthorKind.GUEST.value if matter.kind[0] in SPEAKS_FOR_OTHERS else matter.kind[1]
    return f"---\nname: {quoted(label)}\nkind: {kind}\n{licence}---\n".encode()


def _address(draft: Draft) -> dict[str, str]:
    """What the address of a post needs, and its number in a series: the other episodes keep theirs."""
    matter = draft.checkable
    if not isinstance(matter, ArticleMatter):
        return {}
    part = {"series": quoted(matter.series), "episode": f"{matter.episode}"} if matter.series and matter.episode else {}
    return {"date": f"{matter.date:%Y-%m-%d}", **({"slug": matter.slug} if matter.slug else {}), **part}


def _tombstone(address: Mapping[str, str]) -> bytes:
    lines = [f"{key}: {value}\n" for key, value in {"status": Status.WITHDRAWN, **address}.items()]
    return f"---\n{''.join(lines)}---\n".encode()
