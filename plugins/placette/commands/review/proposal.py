"""Judges a proposal: by its changes, which may only touch its author's own texts, in content/, and by its past.

Earlier commits may hold files that the last one holds no longer; git keeps for ever what they reveal. Whatever these
are called and wherever they lay, they are what their first bytes say.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from posixpath import dirname

from placette.commands.review.git_index import FileChange, blob_sizes, list_tree, read_blobs
from placette.engine.base.git import GitError, run_git
from placette.engine.base.processes import run_bounded
from placette.engine.base.text import fold
from placette.engine.base.translation import N_
from placette.engine.library.attachments import AttachmentKind, inspect_now
from placette.engine.library.build import Build
from placette.engine.library.kinds import PERSON, Draft, Kinds, draft_text, find_kind, find_name, names_of
from placette.engine.library.library import LIMITS
from placette.engine.library.traits import ForEditors
from placette.engine.library.tree import MAINTAINED, bounded
from placette.engine.photos.photo_metadata import UNKNOWN, PrivateKind, form_of, private_kinds
from placette.engine.photos.photo_metadata import Kinds as Revealed
from placette.engine.photos.photos import LIMITS as PHOTO_LIMITS
from placette.engine.problems.problems import Problem, Translate, blocks, problem
from placette.engine.problems.reports import and_more, as_code, by_severity, render_markdown
from placette.engine.texts.body import BodySource, convert_body, convert_plain
from placette.engine.texts.links import Surroundings
from placette.features.agenda.event import EVENT, Event
from placette.features.authors.profile import PROFILE, SPEAKS_FOR_OTHERS, AuthorKind, ProfileMatter
from placette.features.posts.kind import POST, Article
from placette.features.translations import TranslationKeys, index_posts, meant_posts


def companions_of(draft: Draft) -> Iterator[str]:
    """The companions that a text names, such as a walk's track, as paths from the content folder."""
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


Named = Callable[[Draft], Iterable[str]]
"""Gives the people that a text names, in any role, as they are written."""

_OFFICES = SPEAKS_FOR_OTHERS | {AuthorKind.TEAM}


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

    def others(self, written: Iterable[str], mine: frozenset[str]) -> list[str]:
        """Of some names, the keys of the people who have another account than the submitter."""
        keys = dict.fromkeys(find_name(name, self.names) for name in written)
        return [key for key in keys if key in self.accounts and key not in mine]


def _is_claimed(matter: ProfileMatter, submitter: str) -> bool:
    return not matter.account or matter.account.casefold() == submitter.casefold()


def judge_names(
    draft: Draft, signers: list[str], named: Iterable[str], owners: tuple[str, ...], people: People, submitter: str,
    mine: frozenset[str],
) -> Iterator[Problem]:  # fmt: skip
    """A text in other people's names: refused when none of its signers is the submitter, else told to the reviewer.

    ``owners`` have signed it before.
    """
    signed = draft.kind.signed
    key = signed.key if signed else ""
    keys = {find_name(person, people.names) or person for person in signers}
    others = people.others(signers, mine)
    if others and not keys & mine:
        yield draft.problem("proposal-name", key, names=people.listed(others), account=submitter)
        return
    if unclaimed := sorted(keys & people.kinds.keys() - people.accounts.keys() - set(owners)):
        yield draft.problem("proposal-unclaimed", key, names=people.listed(unclaimed))
    if asked := [one for one in people.others((*signers, *named), mine) if one not in owners]:
        yield draft.problem("proposal-asked", key, names=people.listed(asked))


def judge_profile(draft: Draft, matter: ProfileMatter, people: People, submitter: str) -> Iterator[Problem]:
    """A profile that takes somebody's account, or an office that nobody of the team has confirmed."""
    key, (kind, _label) = draft.slug, matter.kind
    if not _is_claimed(matter, submitter) and matter.account != people.accounts.get(key):
        yield draft.problem("proposal-account", "account", value=matter.account, account=submitter)
    by_team = any(people.kinds.get(own) is AuthorKind.TEAM for own in people.keys_of(submitter))
    if kind in _OFFICES and people.kinds.get(key) is not kind and not by_team:
        yield draft.problem("proposal-office", "kind", value=kind.value)


def claimed_original(draft: Draft) -> str:
    """The name of the post that a text says it translates, as written; or empty."""
    return draft.matter.translation_of if isinstance(draft.matter, TranslationKeys) else ""


def judge_translation(
    draft: Draft, owners: Mapping[str, tuple[str, ...]], others: Collection[str], people: People, mine: frozenset[str]
) -> Iterator[Problem]:
    """A translation of a post that is none of the submitter's: the reviewer is told whose page will lead to it.

    ``others`` are the paths of texts that nobody in ``owners`` has signed.
    """
    if not (written := claimed_original(draft)):
        return
    for path in meant_posts(written, draft.path, index_posts({*owners, *others})):
        if (signers := owners.get(path)) and mine.isdisjoint(signers):
            yield draft.problem("proposal-translation", "translation_of", names=people.listed(signers))


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
    closed = {kind.place.split("/")[0]: kind.owner.code for kind in kinds if isinstance(kind.owner, ForEditors)}
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
    gone = [change.path for change in inside if change.status == "D" and change.path.endswith(".md")]
    if len(gone) > _MANY_DELETIONS:
        problems.append(problem("proposal-deletions", gone[0], count=len(gone), limit=_MANY_DELETIONS))
    if submitter:
        if base.people.kinds and not base.people.accounts:  # then no name can be protected
            problems.append(problem("proposal-accounts", "authors"))
        problems += _trespasses(inside, base, proposed, submitter)
        problems += _names(inside, base, proposed, submitter, named)
    added = [change.path for change in inside if change.status == "A"]
    return Verdict(
        problems=tuple(problems),
        new_authors=tuple(path for path in added if PROFILE.is_place(path)),
        changed=tuple(change.path for change in inside if change.status != "D"),
    )


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
    new = {draft.slug: draft.matter for draft in proposed.values() if isinstance(draft.matter, ProfileMatter)}
    added = {key for key, own in new.items() if key not in base.people.kinds and _is_claimed(own, submitter)}
    mine = base.people.keys_of(submitter) | added
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


def readers_of(build: Build, changed: Iterable[str], readers: Mapping[str, str]) -> tuple[str, ...]:
    """The readers of the changed texts, each once, with the reason: ``@x (Brioude, Nature)``."""
    paths = frozenset(changed)
    everything: Iterable[Article | Event] = (
        *build.of(POST),
        *build.scheduled(POST),
        *build.drafts(POST),
        *build.of(EVENT),
    )
    texts = [text for text in everything if text.path in paths]
    found: dict[str, list[str]] = {}
    for name, reader in readers.items():
        codes = {commune.code for commune in build.communes.find(name)}
        category = fold(name)
        if any(codes & set(one.communes) or (one.category and category == fold(one.category.name)) for one in texts):
            found.setdefault(reader, []).append(name)
    return tuple(f"{reader} ({', '.join(names)})" for reader, names in found.items())


_LARGEST = 60_000_000
"""Bytes of the largest file that is looked at, and of those that are read at once."""
_POSITION, _PRIVATE = N_("the place where it was taken"), N_("private data")
_UNREAD = N_("data that cannot be read")
_UNPRINTABLE = re.compile(rb"[\x00-\x08\x0e-\x1f]")
"""Bytes that a text of one byte a letter doesn't have."""


@dataclass(frozen=True, slots=True)
class _PastFile:
    """A file, by its path from the content folder and git's name for what it holds; ``data`` once it was read."""

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
    """What the files of earlier commits reveal; those of the last commit are not looked at.

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
    """What those files reveal that say that they are photos."""
    photos = [one for one in files if form_of(one.data)]
    looks = run_bounded(_look, [one.data for one in photos], None, PHOTO_LIMITS)
    for one, revealed in zip(photos, looks, strict=True):
        yield from ((one, reason) for reason in _reasons(revealed))


def _judge_others(
    files: list[_PastFile], attachments: tuple[AttachmentKind, ...], named: frozenset[str]
) -> Iterator[_Leak]:
    """What the other files reveal, each as what it says that it is; what is no text and nothing known isn't believed.

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
    """What to say of what a photo reveals, if anything; None for one that could not be read within its bounds."""
    if revealed is None or revealed == UNKNOWN:
        yield _UNREAD
    elif revealed:
        if PrivateKind.POSITION in revealed:
            yield _POSITION
        if revealed - UNKNOWN - {PrivateKind.POSITION}:
            yield _PRIVATE


def _is_text(data: bytes) -> bool:
    """Whether a file holds letters and nothing else, in whichever encoding people use."""
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


_MOST_FILES = 20
"""How many of the files that are in order are shown."""


def write_comment(
    verdict: Verdict, problems: Sequence[Problem], translate: Translate, readers: Sequence[str] = (), manual: str = ""
) -> str:
    """The comment in Markdown: thanks, what is fine, what blocks (file by file), advice, what happens next.

    ``readers`` are the members of the team who will read it. They come from the settings, so mentions of them work.
    ``manual`` is the page of the repository that explains the codes; empty where it has none.
    """
    found = sorted({*problems, *verdict.problems})
    blocking, advice = by_severity(found)
    parts = [_greeting(verdict, blocking, translate), _fine(verdict, found, translate)]
    if blocking:
        parts.append(render_markdown(translate(N_("To fix before publication")), blocking, translate))
    if advice:
        parts.append(render_markdown(translate(N_("Some advice, if you like")), advice, translate))
    if found and manual:
        parts.append(translate(N_("What a code means, and why: {page}.")).format(page=as_code(manual)))
    parts.append(_next_step(verdict, translate, readers, blocked=bool(blocking)))
    return "\n\n".join(part for part in parts if part) + "\n"


def _greeting(verdict: Verdict, blocking: Sequence[Problem], translate: Translate) -> str:
    thanks = N_("Welcome, and thank you for your text!") if verdict.new_authors else N_("Thank you for your proposal!")
    state = N_("Everything that can be checked is in order.")
    if blocking:
        state = N_("Here is what remains to fix before publication.")
    return f"{translate(thanks)} {translate(state)}"


def _fine(verdict: Verdict, found: Sequence[Problem], translate: Translate) -> str:
    """The files without blocking problems, listed first: good news is news too."""
    wrong = {p.path for p in found if blocks((p,))}
    fine = [path for path in verdict.changed if path not in wrong]
    if not fine:
        return ""
    shown = [f"- ✓ {as_code(path)}" for path in fine[:_MOST_FILES]]
    heading = translate(N_("Passed"))
    return "\n".join((f"### {heading}", "", *shown, *and_more(len(fine) - _MOST_FILES, translate)))


def _next_step(verdict: Verdict, translate: Translate, readers: Sequence[str], *, blocked: bool) -> str:
    if blocked:
        again = translate(N_("Change your files in this same proposal: it is read again by itself each time."))
        help_is_near = translate(N_("Need help? Say so here, and somebody will answer."))
        return f"{again} {help_is_near}"
    sentences = [N_("A person of the team now reads your text, and answers here.")]
    if verdict.new_authors:
        sentences.append(N_("As it is your first, they will also write to you about your profile and your licence."))
    said = [translate(sentence) for sentence in sentences]
    said += [translate(N_("To be read by: {readers}.")).format(readers=", ".join(readers))] if readers else []
    return " ".join(said)
