"""Judges a proposal by its list of changes: it may only touch its author's own texts, only in content/."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from placette.desks.review.beside import owners_beside
from placette.desks.review.changes import FileChange
from placette.desks.review.proposal_names import Named, People, judge_accounts, judge_names, judge_profile, own_keys
from placette.desks.review.proposal_translations import claimed_original, judge_translation
from placette.engine.base.message import N_
from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Kinds
from placette.engine.library.naming import PERSON, find_name, names_of
from placette.engine.library.tree import MAINTAINED
from placette.engine.problems.problems import Problem, problem
from placette.features.authors.kind import PROFILE
from placette.features.authors.schema import ProfileMatter

_MODES = {"120000": N_("a link"), "160000": N_("another repository"), "100755": N_("a program")}
"""What git's modes mean, other than regular files."""
_MANY_DELETIONS = 3
"""How many texts a proposal may remove before an editor must be asked."""


@dataclass(frozen=True, slots=True)
class Registry:
    """Who owns what in the base: its people, and each text's authors by path."""

    people: People
    owners: Mapping[str, tuple[str, ...]]
    gone: frozenset[str] = frozenset()
    """Paths of the withdrawn texts."""
    translations: Mapping[str, str] = field(default_factory=dict)
    """Paths of translations, each with the name of its original as written."""
    closed: Mapping[str, str] = field(default_factory=dict)
    """Folders that are the editors', each with the code of the problem of a proposal that touches it."""

    def is_gone(self, path: str) -> bool:
        """Whether a file is a withdrawn text, or lies beside one."""
        return path in self.gone or f"{PurePosixPath(path).parent}/index.md" in self.gone

    def owners_of(self, path: str) -> tuple[str, ...]:
        """The owners of a file: a post's photos belong to its authors, a profile's portrait to the person."""
        return self.owners.get(path) or self.owners.get(f"{PurePosixPath(path).parent}/index.md", ())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a proposal does: problems of its changes, new profiles, changed files."""

    problems: tuple[Problem, ...]
    new_authors: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    """Paths below content/ that the proposal adds or changes."""


def registry_of(drafts: Iterable[Draft], kinds: Kinds, folders: Container[str] | None = None) -> Registry:
    """The registry made from the base's texts, which are of these kinds.

    ``folders`` are those in which files beside texts were changed; without them, all are looked at.
    """
    texts = list(drafts)
    gone = frozenset(draft.path for draft in texts if draft.is_withdrawn)
    profiles = {draft.slug: draft for draft in texts if draft.kind is PROFILE and draft.path not in gone}
    names = names_of([(key, getattr(draft.matter, "name", "")) for key, draft in profiles.items()])
    owners = {draft.path: keys for draft in texts if draft.path not in gone and (keys := _signers(draft, names))}
    owners |= {draft.path: (key,) for key, draft in profiles.items()}
    owners |= owners_beside(texts, owners, folders)
    matters = {key: draft.matter for key, draft in profiles.items() if isinstance(draft.matter, ProfileMatter)}
    accounts = {key: matter.account for key, matter in matters.items() if matter.account}
    closed = {kind.place.split("/")[0]: kind.of_editors for kind in kinds if kind.of_editors}
    shown = {key: matter.name for key, matter in matters.items()}
    people = People(accounts, {key: matter.kind[0] for key, matter in matters.items()}, shown, names)
    translations = {draft.path: name for draft in texts if (name := claimed_original(draft))}
    return Registry(people, owners, gone, translations, closed)


def _signers(draft: Draft, names: Mapping[str, str]) -> tuple[str, ...]:
    """Whose a text is: its signers', by key; else a name that nobody answers to, for kinds that are closed then."""
    signed = draft.kind.signed
    if not signed or not draft.matter:
        return ()
    people = list(signed.people(draft.matter))
    keys = tuple(key for person in people if (key := find_name(person, names)))
    return keys or ((people or [getattr(draft.matter, "title", "")])[0],) * signed.closed


def people_named(draft: Draft) -> Iterator[str]:
    """The people that a text's own kind names, in any role."""
    if draft.matter and not draft.is_withdrawn:
        yield from (name for kind, name in draft.kind.names(draft, draft.matter) if kind == PERSON)


def judge_changes(
    changes: Iterable[FileChange],
    base: Registry,
    proposed: Mapping[str, Draft],
    submitter: str,
    folder: str,
    named: Named = people_named,
) -> Verdict:
    """Judge every change. Without a submitter (an editor's own work), nobody's texts are protected.

    ``folder`` is the content folder from the repository's root, with a final slash; ``proposed`` are the new texts.
    """
    problems: list[Problem] = []
    inside: list[FileChange] = []
    for change in changes:
        own = FileChange(change.path.removeprefix(folder), change.status, change.mode)
        if not change.path.startswith(folder) or own.path.split("/")[0] in MAINTAINED:
            shown = own.path if change.path.startswith(folder) else f"../{change.path}"
            problems.append(problem("proposal-outside", shown))
            continue
        inside.append(own)
        if own.mode in _MODES:
            problems.append(problem("proposal-mode", own.path, reason=_MODES[own.mode]))
    problems += _deletions(inside)
    if submitter:
        problems += judge_accounts(base.people)
        problems += _trespasses(inside, base, proposed, submitter)
        problems += _names(inside, base, proposed, submitter, named)
    added = [change.path for change in inside if change.status == "A"]
    return Verdict(
        problems=tuple(problems),
        new_authors=tuple(path for path in added if PROFILE.is_place(path)),
        changed=tuple(change.path for change in inside if change.status != "D"),
    )


def _deletions(inside: list[FileChange]) -> Iterator[Problem]:
    gone = [change.path for change in inside if change.status == "D" and change.path.endswith(".md")]
    if len(gone) > _MANY_DELETIONS:
        yield problem("proposal-deletions", gone[0], count=len(gone), limit=_MANY_DELETIONS)


def _trespasses(
    inside: list[FileChange], base: Registry, proposed: Mapping[str, Draft], submitter: str
) -> Iterator[Problem]:
    """Changes to others' texts, to pages and series of the site, and texts signed with somebody else's name."""
    mine = base.people.keys_of(submitter)
    for change in inside:
        if code := base.closed.get(change.path.split("/")[0]):
            yield problem(code, change.path)
        owners = base.owners_of(change.path)
        if owners and not mine & set(owners):
            yield problem("proposal-others", change.path, names=", ".join(owners))
        draft = proposed.get(change.path)
        if base.is_gone(change.path) or (draft and draft.is_withdrawn and not owners):
            yield problem("proposal-gone", change.path)
        elif draft and draft.is_withdrawn and mine & set(owners) and set(owners) - mine:
            yield problem("proposal-withdraw", change.path, names=", ".join(sorted(set(owners) - mine)))


def _names(
    inside: list[FileChange], base: Registry, proposed: Mapping[str, Draft], submitter: str, named: Named
) -> Iterator[Problem]:
    """What the changed texts and profiles say in the name of others."""
    mine = own_keys(base.people, proposed, submitter)
    for change in inside:
        draft = proposed.get(change.path)
        if draft is None or draft.matter is None or draft.is_withdrawn:
            continue
        if isinstance(draft.matter, ProfileMatter):
            yield from judge_profile(draft, draft.matter, base.people, submitter)
        elif signed := draft.kind.signed:
            signers, owners = list(signed.people(draft.matter)), base.owners_of(change.path)
            yield from judge_names(draft, signers, named(draft), owners, base.people, submitter, mine)
            if claimed_original(draft) != base.translations.get(draft.path):
                yield from judge_translation(draft, base.owners, {*base.gone, *proposed}, base.people, mine)
