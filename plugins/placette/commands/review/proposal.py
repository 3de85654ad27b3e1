"""Judges a proposal by its list of changes: it may only touch its author's own texts, only in content/."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path, PurePosixPath

from placette.engine.base.git import GitError, run_git
from placette.engine.base.processes import run_bounded
from placette.engine.base.text import fold
from placette.engine.base.translation import N_, Severity
from placette.engine.library.build import Build
from placette.engine.library.kinds import PERSON, Draft, Kinds, find_name, names_of
from placette.engine.library.library import LIMITS
from placette.engine.library.traits import ForEditors
from placette.engine.library.tree import MAINTAINED
from placette.engine.problems.problems import Problem, Translate, blocks, explain, printable, problem
from placette.engine.texts.body import BodySource, convert_body, convert_plain
from placette.engine.texts.characters import TEXT_LIMIT
from placette.engine.texts.links import Surroundings
from placette.features.agenda.event import EVENT, Event
from placette.features.authors.profile import PROFILE, SPEAKS_FOR_OTHERS, AuthorKind, ProfileMatter
from placette.features.posts.kind import POST
from placette.features.posts.schema import Article
from placette.features.translations import TranslationKeys, index_posts, meant_posts

_Job = tuple[BodySource, bool]
"""A body, and whether it is plain text."""


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
    many = Counter(_folder(draft.path) for draft in texts)
    wanted = [draft for draft in texts if draft.path in owners and not draft.is_withdrawn]
    wanted = [one for one in wanted if not one.path.endswith("/index.md") or many[_folder(one.path)] > 1]
    linking = [one for one in wanted if folders is None or _folder(one.path) in folders]
    jobs = [(BodySource(one.path, one.source.body, ""), one.kind.body.plain) for one in linking]
    named = {one.path: set(_asked(one)) for one in wanted}
    for (source, _), links in zip(jobs, run_bounded(_links, jobs, None, LIMITS), strict=True):
        named[source.path] |= links or set()  # none: too slow to be read, so it was never accepted
    found: dict[str, tuple[str, ...]] = {}
    for origin, paths in named.items():
        for path in paths:
            if _folder(path) == _folder(origin) and not path.endswith(".md"):
                found[path] = tuple(dict.fromkeys((*found.get(path, ()), *owners[origin])))
    return found


def _links(job: _Job, _shared: None = None) -> frozenset[str]:
    """The paths that the links and pictures of a body lead to, whether anything is there or not."""
    source, is_plain = job
    return (convert_plain if is_plain else convert_body)(source, Surroundings()).asked


def _asked(draft: Draft) -> Iterable[str]:
    """The paths that an information block names."""
    return draft.kind.asks(draft, draft.matter) if draft.matter and not draft.is_withdrawn else ()


def _folder(path: str) -> str:
    return posixpath.dirname(path)


_DIFF = ("diff", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--ignore-submodules=none")
"""Lists submodules too: a ``.gitmodules`` in the proposal could ask git to hide them."""
_ORDINARY = frozenset({"100644", "100755"})
"""Modes of regular files. A submodule has no content, and a link's content is its target."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """One changed file: its path from the repository's root, what happened (A, M, D, T), its new mode.

    ``blob`` is git's name for the new content.
    """

    path: str
    status: str
    mode: str
    blob: str = ""


def list_changes(repository: Path, base: str) -> tuple[FileChange, ...]:
    """The changes from the common ancestor with ``base`` to the proposal's last commit. Raises ``GitError``.

    A renamed file counts as a removal and an addition.
    """
    return parse_changes(run_git(repository, *_DIFF, "--end-of-options", f"{base}...HEAD", "--"))


def parse_changes(raw: bytes) -> tuple[FileChange, ...]:
    """Parse ``git diff --raw -z``: ``:oldmode newmode oldsha newsha status NUL path NUL``."""
    fields = raw.split(b"\0")
    changes = []
    for head, path in zip(fields[0::2], fields[1::2], strict=False):
        _old, new, _from, blob, status = head.decode("ascii").removeprefix(":").split(" ")
        changes.append(FileChange(path.decode("utf-8", "surrogateescape"), status[:1], new, blob))
    return tuple(changes)


def proposed_texts(repository: Path, changes: Iterable[FileChange]) -> dict[str, bytes]:
    """The Markdown files that a proposal adds or changes, by path; raises ``GitError``."""
    return _read_blobs(repository, {c.path: c.blob for c in changes if c.mode in _ORDINARY and c.path.endswith(".md")})


def base_texts(repository: Path, base: str, folder: str) -> dict[str, bytes]:
    """The Markdown files of ``folder`` as they were when the proposal left ``base``, by path; raises ``GitError``."""
    ancestor = run_git(repository, "merge-base", "--end-of-options", base, "HEAD").decode("ascii").strip()
    listed = run_git(repository, "ls-tree", "-r", "-z", "--full-tree", ancestor, "--", folder)
    blobs = {}
    for line in filter(None, listed.split(b"\0")):
        facts, _, name = line.partition(b"\t")
        mode, _type, blob = facts.decode("ascii").split(" ")
        if mode in _ORDINARY and name.endswith(b".md"):
            blobs[name.decode("utf-8", "surrogateescape")] = blob
    return _read_blobs(repository, blobs)


def _read_blobs(repository: Path, blobs: dict[str, str]) -> dict[str, bytes]:
    """The content of each path's blob, read in one go; empty for a blob larger than a text may be."""
    sizes = blob_sizes(repository, blobs.values())
    contents = read_blobs(repository, (blob for blob, size in sizes.items() if size <= TEXT_LIMIT))
    return {path: contents.get(blob, b"") for path, blob in blobs.items()}


def blob_sizes(repository: Path, names: Iterable[str]) -> dict[str, int]:
    """The size in bytes of each of these objects that is the content of a file; raises ``GitError``."""
    wanted = sorted(set(names))
    lines = _changes_asked(repository, "--batch-check=%(objecttype) %(objectsize)", wanted).decode("ascii").splitlines()
    facts = [(name, *line.split(" ")) for name, line in zip(wanted, lines, strict=True)]
    if lost := next((name for name, kind, _ in facts if kind == name), ""):  # «name missing»
        raise GitError(f"{lost}: missing")
    return {name: int(size) for name, kind, size in facts if kind == "blob"}


def read_blobs(repository: Path, names: Iterable[str]) -> dict[str, bytes]:
    """The content of each of these blobs, read in one go; raises ``GitError``."""
    wanted = sorted(set(names))
    return _parse_batch(_changes_asked(repository, "--batch=%(objectsize)", wanted), wanted)


def _changes_asked(repository: Path, question: str, blobs: list[str]) -> bytes:
    return run_git(repository, "cat-file", question, given="".join(f"{blob}\n" for blob in blobs).encode("ascii"))


def _parse_batch(answer: bytes, blobs: list[str]) -> dict[str, bytes]:
    """Parse ``size LF content LF`` for each blob."""
    contents, place = {}, 0
    for blob in blobs:
        start = answer.index(b"\n", place) + 1
        size = answer[place:start].strip()
        if not size.isdigit():  # «name missing»
            raise GitError(f"{blob}: missing")
        end = start + int(size)
        contents[blob] = answer[start:end]
        place = end + 1
    return contents


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


def own_keys(people: People, proposed: Mapping[str, Draft], submitter: str) -> frozenset[str]:
    """The keys that are the submitter's: by account, or by a profile that the proposal adds."""
    new = {draft.slug: draft.matter for draft in proposed.values() if isinstance(draft.matter, ProfileMatter)}
    added = {key for key, matter in new.items() if key not in people.kinds and _is_claimed(matter, submitter)}
    return people.keys_of(submitter) | added


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


def judge_accounts(people: People) -> Iterator[Problem]:
    """Profiles without any account: then no name can be protected."""
    if people.kinds and not people.accounts:
        yield problem("proposal-accounts", "authors")


def claimed_original(draft: Draft) -> str:
    """The name of the post that a text says it translates, as written; or empty."""
    return draft.matter.translation_of if isinstance(draft.matter, TranslationKeys) else ""


def judge_translation(
    draft: Draft,
    owners: Mapping[str, tuple[str, ...]],
    others: Collection[str],
    people: People,
    mine: frozenset[str],
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


def readers_of(build: Build, changed: Iterable[str], readers: Mapping[str, str]) -> tuple[str, ...]:
    """The readers of the changed texts, each once, with the reason: ``@x (Brioude, Nature)``."""
    paths = frozenset(changed)
    texts = [text for text in _texts(build) if text.path in paths]
    found: dict[str, list[str]] = {}
    for name, reader in readers.items():
        codes = {commune.code for commune in build.communes.find(name)}
        if any(fold(name) in _categories(text) or codes & set(text.communes) for text in texts):
            found.setdefault(reader, []).append(name)
    return tuple(f"{reader} ({', '.join(names)})" for reader, names in found.items())


def _texts(build: Build) -> Iterable[Article | Event]:
    return (*build.of(POST), *build.scheduled(POST), *build.drafts(POST), *build.of(EVENT))


def _categories(text: Article | Event) -> frozenset[str]:
    return frozenset({fold(text.category.name)} if text.category else ())


_MOST_OF_A_FILE = 12
"""How many problems of a file are shown: more would discourage. The rest is counted."""
_MOST_FILES = 20
"""How many of the files that are in order are shown."""
_ROOM = 24_000
"""Characters for blocking problems, and as many for advice: forges accept comments of 65,536."""
_LONGEST = 300
"""Length limit of a sentence in characters: it may quote a whole value."""
_JOINER = "\u2060"
_MARKS = re.compile(r"[\\`*_~\[\]<>#|!&$]")
"""Characters with a meaning in Markdown within a sentence, including entities (``&#64;``)."""
_REFERENCE = re.compile(r"[@#!%~$&^](?=\w)|\bGH-(?=\d)|(?<=:)(?=//)|\bwww(?=\.)", re.IGNORECASE)
"""Where a forge would see a mention, a reference or an address in the rendered Markdown."""


def write_comment(
    verdict: Verdict, problems: Sequence[Problem], translate: Translate, readers: Sequence[str] = (), manual: str = ""
) -> str:
    """The comment in Markdown: thanks, what is fine, what blocks (file by file), advice, what happens next.

    ``readers`` are the members of the team who will read it. They come from the settings, so mentions of them work.
    ``manual`` is the page of the repository that explains the codes; empty where it has none.
    """
    found = sorted({*problems, *verdict.problems})
    blocking = [p for p in found if p.severity is Severity.BLOCKING]
    advice = [p for p in found if p.severity is Severity.ADVICE]
    parts = [_greeting(verdict, blocking, translate), _fine(verdict, found, translate)]
    if blocking:
        parts.append(_section(translate(N_("To fix before publication")), blocking, translate))
    if advice:
        parts.append(_section(translate(N_("Some advice, if you like")), advice, translate))
    if found and manual:
        parts.append(translate(N_("What a code means, and why: {page}.")).format(page=_code(manual)))
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
    shown = [f"- ✓ {_code(path)}" for path in fine[:_MOST_FILES]]
    heading = translate(N_("Passed"))
    return "\n".join((f"### {heading}", "", *shown, *_more(len(fine) - _MOST_FILES, translate)))


def _section(title: str, problems: Sequence[Problem], translate: Translate) -> str:
    """The problems, file by file. Problems for which there is no room are counted."""
    lines, room, left = [f"### {title}"], _ROOM, 0
    for path, group in groupby(problems, key=lambda p: p.path):
        listed = list(group)
        file = ["", f"**{_code(path)}**", "", *(_item(p, translate) for p in listed[:_MOST_OF_A_FILE])]
        room -= sum(map(len, file))
        lines += [*file, *_more(len(listed) - _MOST_OF_A_FILE, translate)] if room > 0 else []
        left += len(listed) if room <= 0 else 0
    return "\n".join((*lines, *(["", *_more(left, translate)] if left else [])))


def _more(count: int, translate: Translate) -> list[str]:
    return [translate(N_("- … and {count} more.")).format(count=count)] if count > 0 else []


def _item(found: Problem, translate: Translate) -> str:
    what, mend = (_escaped(text) for text in explain(found, translate))
    place = translate(N_("line {line}")).format(line=found.line) + ": " if found.line else ""
    excerpt = f"\n  {_code(found.excerpt)}" if found.excerpt else ""
    return f"- {place}{what} ({_code(found.code)}){excerpt}" + (f"\n  → {mend}" if mend else "")


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


def _code(text: str) -> str:
    """The text as code, so that the forge finds no mentions, links or markup in it."""
    return f"`{_shortened(printable(text)).replace('`', 'ˋ')}`"


def _escaped(text: str) -> str:
    """A sentence that may quote a stranger, escaped for Markdown and for the forge."""
    shown = _REFERENCE.sub(lambda sign: sign[0] + _JOINER, _shortened(printable(text)))
    return _MARKS.sub(r"\\\g<0>", shown)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
