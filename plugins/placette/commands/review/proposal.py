"""Judges a proposal: by its changes, which may only touch its author's own texts, in content/, and by its past.

Earlier commits may have files that the last one lacks; git keeps for ever what they reveal. Their kind is known by
their first bytes, whatever their name and folder.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from posixpath import dirname
from typing import Any

from placette.commands.review.git_index import FileChange, blob_sizes, list_tree, read_blobs
from placette.engine.base.git import GitError, run_git
from placette.engine.base.processes import run_bounded
from placette.engine.base.translation import N_
from placette.engine.library.attachments import AttachmentKind, inspect_now
from placette.engine.library.kinds import (
    PERSON,
    AnyKind,
    Draft,
    Extension,
    Kinds,
    draft_text,
    find_kind,
    find_name,
    names_of,
)
from placette.engine.library.library import LIMITS
from placette.engine.library.traits import Reference, Rights, Signed, Whose
from placette.engine.library.tree import MAINTAINED, bounded
from placette.engine.photos.photo_metadata import UNKNOWN, PrivateKind, form_of, private_kinds
from placette.engine.photos.photo_metadata import Kinds as Revealed
from placette.engine.photos.photos import LIMITS as PHOTO_LIMITS
from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.body import BodySource, convert_body, convert_plain
from placette.engine.texts.front_matter import canonical_keys, spelling
from placette.engine.texts.links import Surroundings
from placette.features.authors.offices import likenesses, office_claimed, office_in
from placette.features.authors.profile import PROFILE, SPEAKS_FOR_OTHERS, AuthorKind, ProfileMatter
from placette.features.translations import TranslationKeys, index_posts, meant_posts


def companions_of(draft: Draft) -> Iterator[str]:
    """Yield the companions that a text names, such as a walk's track, as paths from the content folder."""
    places = [companion.place for companion in draft.kind.companions]
    return (path for path in _asked(draft) if any(re.fullmatch(place, path) for place in places))


def owners_beside(
    drafts: Iterable[Draft], owners: Mapping[str, tuple[str, ...]], folders: Container[str] | None = None
) -> dict[str, tuple[str, ...]]:
    """Whose the files are that texts of several in their folder name: theirs who own one of those texts (by path).

    Links are only looked for in these ``folders``, if any are given.
    """
    texts = list(drafts)
    many = Counter(dirname(draft.path) for draft in texts)
    wanted = [draft for draft in texts if draft.path in owners and not draft.is_withdrawn]
    wanted = [one for one in wanted if not one.path.endswith("/index.md") or many[dirname(one.path)] > 1]
    linking = [one for one in wanted if folders is None or dirname(one.path) in folders]
    jobs = [(BodySource(one.path, one.source.body, ""), one.kind.body.plain) for one in linking]
    named = {one.path: set(_asked(one)) for one in wanted}
    for (source, _), links in zip(jobs, run_bounded(_links, jobs, None, LIMITS), strict=True):
        named[source.path] |= links or set()  # none: too slow to be read, so it was never accepted
    found: dict[str, tuple[str, ...]] = {}
    for origin, paths in named.items():
        for path in paths:
            if dirname(path) == dirname(origin) and not path.endswith(".md"):
                found[path] = tuple(dict.fromkeys((*found.get(path, ()), *owners[origin])))
    return found


def _links(job: tuple[BodySource, bool], _shared: None = None) -> frozenset[str]:
    """The paths that the links and pictures of a body (plain or not) lead to, whether anything is there or not."""
    source, is_plain = job
    return (convert_plain if is_plain else convert_body)(source, Surroundings()).asked


def _asked(draft: Draft) -> Iterable[str]:
    return draft.kind.asks(draft, draft.matter) if draft.matter and not draft.is_withdrawn else ()


Readers = Callable[[AnyKind], Iterable[AnyKind | Extension[Any]]]
"""Gives what reads the texts of a kind: the kind itself, and the features that add keys to it."""

_OPEN = frozenset({AuthorKind.RESIDENT, AuthorKind.GUEST})
"""The kinds of profiles that anybody may add; the others speak for more than one person."""


@dataclass(frozen=True, slots=True)
class People:
    """The profiles of the base: forge accounts, kinds, names, and every spelling of these with the key it means."""

    accounts: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, AuthorKind] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def keys_of(self, account: str) -> frozenset[str]:
        """The author keys that belong to a forge account."""
        return frozenset(key for key, own in self.accounts.items() if own.casefold() == account.casefold())

    def listed(self, keys: Iterable[str]) -> str:
        """The names of some people, in their order."""
        return ", ".join(self.shown.get(key, key) for key in dict.fromkeys(keys))

    @property
    def team(self) -> frozenset[str]:
        """The keys of the team's profiles that name an account."""
        return frozenset(key for key in self.accounts if self.kinds[key] is AuthorKind.TEAM)


def _alone(kind: AnyKind) -> tuple[AnyKind]:
    return (kind,)


@dataclass(frozen=True, slots=True)
class Registry:
    """Who owns what in the base: its people, and each text's authors by path."""

    people: People
    owners: Mapping[str, tuple[str, ...]]
    gone: frozenset[str] = frozenset()
    """Paths of the withdrawn texts."""
    kinds: Kinds = ()
    texts: Mapping[str, Draft] = field(default_factory=dict)
    """All texts of the base, by path."""
    readers: frozenset[str] = frozenset()
    """The keys of those whom the site lists as readers."""
    offices: tuple[str, ...] = ()
    """The site's own words of office."""
    reads: Readers = _alone

    def is_gone(self, path: str) -> bool:
        """Whether a file is a withdrawn text, or lies beside one."""
        return path in self.gone or f"{PurePosixPath(path).parent}/index.md" in self.gone

    def owners_of(self, path: str) -> tuple[str, ...]:
        """The owners of a file: a post's photos belong to its authors, a profile's portrait to the person."""
        if path in self.owners or find_kind(path, self.kinds):
            return self.owners.get(path, ())
        return self.owners.get(f"{PurePosixPath(path).parent}/index.md", ())

    def rights_of(self, path: str) -> Rights:
        """Who may change a file: its kind says; what is no text is for those who may change one of its folder."""
        if kind := find_kind(path, self.kinds):
            return kind.rights
        top = path.partition("/")[0]
        beside = [kind.rights for kind in self.kinds if kind.place.partition("/")[0] == top]
        return next((rights for rights in beside if rights.add is not Whose.EDITORS), (*beside, Rights())[0])

    def people_in(self, draft: Draft) -> Iterator[tuple[Reference, tuple[str, ...]]]:
        """The keys of a text that name people, in any role, each with the names as they are written."""
        if draft.matter and not draft.is_withdrawn:
            for reader in self.reads(draft.kind):
                yield from ((r, tuple(r.names(draft, draft.matter))) for r in reader.refers if r.kind == PERSON)


def _is_claimed(matter: ProfileMatter, submitter: str) -> bool:
    return not matter.account or matter.account.casefold() == submitter.casefold()


def judge_names(
    draft: Draft, signers: Sequence[str], owners: tuple[str, ...], people: People, submitter: str, mine: frozenset[str]
) -> Iterator[Problem]:
    """A text in other people's names: each signs with the account of their profile, or an editor proposes the text.

    ``owners`` have signed it before.
    """
    key = draft.kind.signed.key if draft.kind.signed else ""
    keys = {find_name(person, people.names) or person for person in signers}
    others = sorted(keys & people.kinds.keys() - mine - set(owners))
    if named := [one for one in others if one in people.accounts]:
        yield draft.problem("proposal-name", key, names=people.listed(named), account=submitter)
    elif others:
        yield draft.problem("proposal-unclaimed", key, names=people.listed(others))
    elif draft.kind.rights.add is Whose.SIGNER and keys.isdisjoint({*mine, *owners}):
        yield draft.problem("proposal-name", key, names=people.listed(signers), account=submitter)


def judge_free_names(
    draft: Draft, written: Mapping[str, str], before: Container[str], base: Registry
) -> Iterator[Problem]:
    """Names without a profile (each with its key) that speak for an institution, or read like somebody's.

    Those that stood there ``before`` were accepted.
    """
    known, values = (
        canonical_keys(draft.schema),
        {e.value: e.key for e in draft.source.entries if isinstance(e.value, str)},
    )
    for name, read_from in written.items():
        if name in before or find_name(name, base.people.names):
            continue
        key = known.get(spelling(values.get(name, "")), read_from)
        if word := office_in(name, base.offices):
            yield draft.problem("proposal-reserved", key, value=name, word=word)
        elif alike := list(likenesses(name, base.people.shown)):
            yield draft.problem("proposal-alike", key, value=name, names=base.people.listed(alike))


def judge_vouching(draft: Draft, before: Draft | None, base: Registry, mine: frozenset[str]) -> Iterator[Problem]:
    """People who are newly said to have read a text: only a listed reader says so, of themselves."""
    signed = draft.kind.signed
    signers = signed.people(draft.matter) if signed else ()
    kinds = {base.people.kinds.get(find_name(name, base.people.names)) for name in signers}
    for one, names in base.people_in(draft):
        if one.vouches == "always" or (one.vouches and kinds & SPEAKS_FOR_OTHERS):
            known = dict(base.people_in(before)).get(one, ()) if before else ()
            keys = {name: find_name(name, base.people.names) or name for name in names if name not in known}
            if wrong := [name for name, key in keys.items() if key not in mine & base.readers]:
                yield draft.problem("proposal-reader", one.key, names=", ".join(wrong))


def judge_profile(draft: Draft, matter: ProfileMatter, base: Registry, submitter: str) -> Iterator[Problem]:
    """A profile that takes somebody's account or name, or an office that nobody of the team has confirmed."""
    people, (kind, _label) = base.people, matter.kind
    key = draft.slug
    if not _is_claimed(matter, submitter) and matter.account != people.accounts.get(key):
        yield draft.problem("proposal-account", "account", value=matter.account, account=submitter)
    if kind not in _OPEN and people.kinds.get(key) is not kind:
        yield draft.problem("proposal-office", "kind", value=kind.value)
    before = base.texts[draft.path].matter if draft.path in base.texts else None
    if matter.name != getattr(before, "name", ""):
        others = {other: name for other, name in people.shown.items() if other != key}
        if word := office_in(matter.name, base.offices):
            yield draft.problem("proposal-reserved", "name", value=matter.name, word=word)
        elif alike := list(likenesses(matter.name, others)):
            yield draft.problem("proposal-alike", "name", value=matter.name, names=people.listed(alike))
    if matter.description == getattr(before, "description", "") or kind not in _OPEN:
        return
    if word := office_claimed(matter.description, base.offices):
        yield draft.problem("proposal-reserved", "description", value=matter.description, word=word)


def claimed_original(draft: Draft) -> str:
    """Return the name of the post that a text translates, as written; or empty."""
    return draft.matter.translation_of if isinstance(draft.matter, TranslationKeys) else ""


def judge_translation(
    draft: Draft, owners: Mapping[str, tuple[str, ...]], others: Collection[str], people: People, mine: frozenset[str]
) -> Iterator[Problem]:
    """Report a translation of another author's post: the reviewer sees whose page will lead to it.

    ``others`` are the paths of texts without an entry in ``owners``.
    """
    if not (written := claimed_original(draft)):
        return
    for path in meant_posts(written, draft.path, index_posts({*owners, *others})):
        if (signers := owners.get(path)) and mine.isdisjoint(signers):
            yield draft.problem("proposal-translation", "translation_of", names=people.listed(signers))


_MODES = {"120000": N_("a link"), "160000": N_("another repository"), "100755": N_("a program")}
"""The meaning of git's modes, other than regular files."""
_MANY_DELETIONS = 3
"""How many texts a proposal may remove before an editor must be asked."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result: problems of a proposal's changes, new profiles, changed files."""

    problems: tuple[Problem, ...]
    new_authors: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    """Paths below content/ that the proposal adds or changes."""


def registry_of(
    drafts: Iterable[Draft],
    kinds: Kinds,
    folders: Container[str] | None = None,
    *,
    reads: Readers = _alone,
    listed: Iterable[str] = (),
    offices: tuple[str, ...] = (),
) -> Registry:
    """The registry made from the base's texts, which are of these kinds.

    ``folders`` are those in which files beside texts were changed; without them, all are looked at. ``listed`` are the
    site's readers, by key, name or account; its team reads too.
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
    shown = {key: matter.name for key, matter in matters.items()}
    people = People(accounts, {key: matter.kind[0] for key, matter in matters.items()}, shown, names)
    readers = {key for one in listed for key in (find_name(one, names), *people.keys_of(one.removeprefix("@"))) if key}
    return Registry(
        people=people,
        owners=owners,
        gone=gone,
        kinds=kinds,
        texts={draft.path: draft for draft in texts},
        readers=people.team | (readers & accounts.keys()),
        offices=offices,
        reads=reads,
    )


def _signers(draft: Draft, names: Mapping[str, str]) -> tuple[str, ...]:
    """Whose a text is: its signers', by key; else a name that nobody answers to: it is the editors' to change."""
    signed = draft.kind.signed
    if not signed or not draft.matter:
        return ()
    people = [person for person in signed.people(draft.matter) if person]
    keys = tuple(key for person in people if (key := find_name(person, names)))
    return keys or ((people or [getattr(draft.matter, "title", "")])[0],)


def judge_changes(
    changes: Iterable[FileChange], base: Registry, proposed: Mapping[str, Draft], submitter: str, folder: str
) -> Verdict:
    """Judge every change. Without a submitter (an editor's own work), no text is protected.

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
    gone = [change.path for change in inside if change.status == "D" and change.path.endswith(".md")]
    if len(gone) > _MANY_DELETIONS:
        problems.append(problem("proposal-deletions", gone[0], count=len(gone), limit=_MANY_DELETIONS))
    if submitter:
        if base.people.kinds and not base.people.accounts:  # then nobody can sign
            problems.append(problem("proposal-accounts", "authors"))
        is_editor = not base.people.team.isdisjoint(base.people.keys_of(submitter))
        if not is_editor:
            problems += _trespasses(inside, base, proposed, submitter)
        problems += _names(inside, base, proposed, submitter, is_editor=is_editor)
    added = [change.path for change in inside if change.status == "A"]
    return Verdict(
        problems=tuple(problems),
        new_authors=tuple(path for path in added if PROFILE.is_place(path)),
        changed=tuple(change.path for change in inside if change.status != "D"),
    )


def _trespasses(
    inside: list[FileChange], base: Registry, proposed: Mapping[str, Draft], submitter: str
) -> Iterator[Problem]:
    """Changes to the editors' and to others' files: who may make one, the kind of the text says."""
    mine = base.people.keys_of(submitter)
    for change in inside:
        path, rights, owners = change.path, base.rights_of(change.path), base.owners_of(change.path)
        draft = proposed.get(path)
        is_gone = base.is_gone(path) or bool(draft and draft.is_withdrawn and not owners)
        if rights.wanted(change.status) is Whose.EDITORS:
            yield problem(rights.code, path)
        elif owners and not mine & set(owners):
            yield problem("proposal-others", path, names=", ".join(owners))
        elif not owners and change.status != "A" and not is_gone:
            yield problem(rights.code, path)
        if is_gone:
            yield problem("proposal-gone", path)
        elif draft and draft.is_withdrawn and mine & set(owners) and set(owners) - mine:
            yield problem("proposal-withdraw", path, names=", ".join(sorted(set(owners) - mine)))


def _names(
    inside: list[FileChange], base: Registry, proposed: Mapping[str, Draft], submitter: str, *, is_editor: bool
) -> Iterator[Problem]:
    """What the changed texts and profiles say in the name of others. An editor vouches for nobody else either."""
    new = {draft.slug: draft.matter for draft in proposed.values() if isinstance(draft.matter, ProfileMatter)}
    added = {key for key, own in new.items() if key not in base.people.kinds and _is_claimed(own, submitter)}
    mine = base.people.keys_of(submitter) | added
    for change in inside:
        draft = proposed.get(change.path)
        if draft is None or draft.matter is None or draft.is_withdrawn:
            continue
        yield from judge_vouching(draft, base.texts.get(change.path), base, mine)
        if is_editor:
            continue
        if isinstance(draft.matter, ProfileMatter):
            yield from judge_profile(draft, draft.matter, base, submitter)
        elif draft.kind.signed:
            yield from _judge_signed(draft, draft.kind.signed, base, submitter, mine)
            before = base.texts.get(draft.path)
            if claimed_original(draft) != (claimed_original(before) if before else ""):
                yield from judge_translation(draft, base.owners, {*base.gone, *proposed}, base.people, mine)


def _judge_signed(
    draft: Draft, signed: Signed, base: Registry, submitter: str, mine: frozenset[str]
) -> Iterator[Problem]:
    """Who signs a text, and who else it names; the latter are to be asked."""
    people, owners, before = base.people, base.owners_of(draft.path), base.texts.get(draft.path)
    signers = list(filter(None, signed.people(draft.matter)))
    yield from judge_names(draft, signers, owners, people, submitter, mine)
    named = {name: one.key for one, names in base.people_in(draft) if one.vouches != "always" for name in names}
    known = {name for _, names in base.people_in(before) for name in names} if before else set()
    if before and before.matter and not before.is_withdrawn:
        known |= set(signed.people(before.matter))
    yield from judge_free_names(draft, dict.fromkeys(signers, signed.key) | named, known, base)
    keys = dict.fromkeys(find_name(name, people.names) for name in named if name not in signers)
    if asked := [one for one in keys if one in people.accounts and one not in {*mine, *owners}]:
        yield draft.problem("proposal-asked", signed.key, names=people.listed(asked))


_LARGEST = 60_000_000
"""Bytes of the largest file that is looked at, and of those that are read at once."""
_POSITION, _PRIVATE = N_("the place where it was taken"), N_("private data")
_UNREAD = N_("data that cannot be read")
_UNPRINTABLE = re.compile(rb"[\x00-\x08\x0e-\x1f]")
"""Bytes that a text of one byte a letter doesn't have."""


@dataclass(frozen=True, slots=True)
class _PastFile:
    """A file, by its path from the content folder and git's name for its bytes; ``data`` once it was read."""

    path: str
    blob: str
    size: int
    data: bytes = b""


class CutHistoryError(GitError):
    """The proposal has commits that were not fetched; the message is the name of the last one before them."""


_Leak = tuple[_PastFile, str]
"""A file, and why git should not keep it."""


def past_privacy(
    repository: Path, base: str, folder: str, kinds: Kinds, attachments: tuple[AttachmentKind, ...] = ()
) -> tuple[Problem, ...]:
    """Return what the files of earlier commits reveal; those of the last commit are not looked at.

    An earlier state of a companion that a text still names, such as the track of a walk, is judged with that text.
    Raises ``GitError``; ``CutHistoryError`` where not every commit is there.
    """
    _refuse_cut(repository, base)
    shown = {path: blob for path, _mode, blob in list_tree(repository, "HEAD")}
    files = list(_past_files(repository, base, folder, set(shown.values())))
    named = _companions(repository, folder, kinds, shown) if files else frozenset()
    leaks: list[_Leak] = [(one, _UNREAD) for one in files if one.size > _LARGEST]
    for part in bounded((one for one in files if one.size <= _LARGEST), lambda one: one.size, _LARGEST):
        contents = read_blobs(repository, (one.blob for one in part))
        read = [_PastFile(one.path, one.blob, one.size, contents[one.blob]) for one in part]
        leaks += [*_judge_photos(read), *_judge_others(read, attachments, named)]
    return tuple(
        sorted(
            problem("proposal-history", one.path, reason=reason, commit=_commit(repository, base, one.blob))
            for one, reason in leaks
        )
    )


def _refuse_cut(repository: Path, base: str) -> None:
    """Raise ``CutHistoryError`` where a shallow clone ends between the base and the last commit."""
    listed = repository / os.fsdecode(run_git(repository, "rev-parse", "--git-path", "shallow")).rstrip("\r\n")
    ends = set(listed.read_text(encoding="ascii").split()) if listed.is_file() else set()
    commits = run_git(repository, "rev-list", "--end-of-options", f"{base}..HEAD", "--") if ends else b""
    if cut := next((name for name in commits.decode("ascii").split() if name in ends), ""):
        raise CutHistoryError(cut)


def _judge_photos(files: list[_PastFile]) -> Iterator[_Leak]:
    """Yield what the files that begin like photos reveal."""
    photos = [one for one in files if form_of(one.data)]
    looks = run_bounded(_look, [one.data for one in photos], None, PHOTO_LIMITS)
    for one, revealed in zip(photos, looks, strict=True):
        yield from ((one, reason) for reason in _reasons(revealed))


def _judge_others(
    files: list[_PastFile], attachments: tuple[AttachmentKind, ...], named: frozenset[str]
) -> Iterator[_Leak]:
    """Yield what the other files reveal, by their kind; a file of no known kind that is no text counts as unread.

    Those that are ``named`` (paths) by a text are left to it.
    """
    others = [one for one in files if not form_of(one.data)]
    for kind in attachments:
        suffixes = {one.blob: kind.suffix_of(one.path, one.data) for one in others}
        own = [one for one in others if suffixes[one.blob] and one.path not in named]
        others = [one for one in others if not suffixes[one.blob]]
        seen = inspect_now([(f"{one.path}{suffixes[one.blob]}", one.data) for one in own], kind)
        for one, inspected in zip(own, seen, strict=True):
            codes = {found.code for found in inspected.problems}
            if codes & (kind.private | kind.unread):
                yield one, _PRIVATE if codes & kind.private else _UNREAD
    yield from ((one, _UNREAD) for one in others if not _is_text(one.data))


def _look(data: bytes, _shared: None = None) -> Revealed:
    return private_kinds(data, form_of(data))


def _reasons(revealed: Revealed | None) -> Iterator[str]:
    """Yield the reasons against a photo, by what it reveals; None is one that could not be read within its limits."""
    if revealed is None or revealed == UNKNOWN:
        yield _UNREAD
    elif revealed:
        if PrivateKind.POSITION in revealed:
            yield _POSITION
        if revealed - UNKNOWN - {PrivateKind.POSITION}:
            yield _PRIVATE


def _is_text(data: bytes) -> bool:
    """Return whether a file is plain text, in any encoding that people use."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        data.decode("utf-16" if is_wide else "utf-8")
    except UnicodeDecodeError:
        return not is_wide and not _UNPRINTABLE.search(data)
    return is_wide or b"\0" not in data


def _past_files(repository: Path, base: str, folder: str, shown: set[str]) -> Iterator[_PastFile]:
    """The files that come into the history with the proposal and are not in its last commit."""
    listed = run_git(repository, "rev-list", "--objects", "--end-of-options", f"{base}..HEAD", "--")
    lines = (line.partition(" ") for line in listed.decode("utf-8", "surrogateescape").split("\n"))
    paths = {name: path for name, _, path in lines if path and name not in shown}
    for blob, size in blob_sizes(repository, paths).items():
        path = paths[blob]
        yield _PastFile(path.removeprefix(folder) if path.startswith(folder) else f"../{path}", blob, size)


def _companions(repository: Path, folder: str, kinds: Kinds, shown: dict[str, str]) -> frozenset[str]:
    """The companions that texts of the last commit name, as paths from the content folder."""
    own = {path.removeprefix(folder): blob for path, blob in shown.items() if path.startswith(folder)}
    texts = {path: kind for path in own if (kind := find_kind(path, [one for one in kinds if one.beside]))}
    contents = read_blobs(repository, (own[path] for path in texts))
    drafts = (draft_text(path, kind, contents[own[path]]) for path, kind in texts.items())
    return frozenset(path for draft in drafts for path in companions_of(draft))


def _commit(repository: Path, base: str, blob: str) -> str:
    found = run_git(repository, "log", "--reverse", "--format=%h", "-m", f"--find-object={blob}", f"{base}..HEAD", "--")
    return found.decode("ascii").split("\n", 1)[0]
