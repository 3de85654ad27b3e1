"""Judges a proposal by its changes, which may only touch its author's own texts, in content/."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import PurePosixPath
from posixpath import dirname
from typing import Any

from placette.commands.review.git_index import FileChange
from placette.engine.base.processes import run_bounded
from placette.engine.base.text import fold
from placette.engine.base.translation import N_
from placette.engine.content.kinds import (
    PERSON,
    SHOWN,
    AnyKind,
    Draft,
    Extension,
    Kinds,
    Reference,
    Rights,
    Signed,
    find_kind,
)
from placette.engine.content.library import LIMITS
from placette.engine.content.neighbours import find_name, names_of
from placette.engine.content.tree import MAINTAINED
from placette.engine.findings.problems import Problem, problem
from placette.engine.texts.body import LINK, BodySource, convert_body, convert_plain
from placette.engine.texts.front_matter import (
    Matter,
    NestedBlock,
    Whose,
    canonical_keys,
    facts_of,
    spelling,
    strings_in,
)
from placette.engine.texts.links import Surroundings, rel_outside
from placette.engine.texts.others import contacts_in, is_of_organisation
from placette.features.authors.claims import Claim, KnownNames
from placette.features.authors.profile import PROFILE, SPEAKS_FOR_OTHERS, AuthorKind, ProfileMatter
from placette.features.translations import PostNames, TranslationKeys


def companions_of(draft: Draft) -> Iterator[str]:
    """Yield the companions that a text names, such as a walk's track, as paths from the content folder."""
    places = [companion.place for companion in draft.kind.companions]
    return (path for path in _asked(draft) if any(re.fullmatch(place, path) for place in places))


def owners_beside(
    drafts: Iterable[Draft], owners: Mapping[str, tuple[str, ...]], folders: Container[str] | None = None
) -> dict[str, tuple[str, ...]]:
    """Return whose the files are that texts of several in their folder name: theirs who own one of these (by path).

    Links are only looked for in these ``folders``, if any are given.
    """
    texts = list(drafts)
    many = Counter(dirname(draft.path) for draft in texts)
    signed = [draft for draft in texts if draft.path in owners and not draft.is_withdrawn]
    signed = [one for one in signed if not one.path.endswith("/index.md") or many[dirname(one.path)] > 1]
    linking = [one for one in signed if folders is None or dirname(one.path) in folders]
    jobs = [(BodySource(one.path, one.source.body, ""), one.kind.body.plain) for one in linking]
    paths_of = {one.path: set(_asked(one)) for one in signed}
    for (source, _), links in zip(jobs, run_bounded(_links, jobs, None, LIMITS), strict=True):
        paths_of[source.path] |= links or set()  # none: too slow to be read, so it was never accepted
    owners_of: dict[str, tuple[str, ...]] = {}
    for origin, paths in paths_of.items():
        for path in paths:
            if dirname(path) == dirname(origin) and not path.endswith(".md"):
                owners_of[path] = tuple(dict.fromkeys((*owners_of.get(path, ()), *owners[origin])))
    return owners_of


def _links(job: tuple[BodySource, bool], _shared: None = None) -> frozenset[str]:
    """Return the paths that the links and pictures of a body (plain or not) lead to, whether anything is there."""
    source, is_plain = job
    return (convert_plain if is_plain else convert_body)(source, Surroundings()).asked


def _asked(draft: Draft) -> Iterable[str]:
    return draft.kind.asks(draft, draft.matter) if draft.matter and not draft.is_withdrawn else ()


_OPEN = frozenset({AuthorKind.RESIDENT, AuthorKind.GUEST})
"""The kinds of profiles that speak for one person alone."""

Readers = Callable[[AnyKind], Iterable[AnyKind | Extension[Any]]]
"""Gives what reads the texts of a kind: the kind itself, and the features that add keys to it."""


@dataclass(frozen=True, slots=True)
class People:
    """The profiles of the base: forge accounts, kinds, names, and every spelling of these with the key it means."""

    accounts: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, AuthorKind] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def keys_of(self, account: str) -> frozenset[str]:
        """Return the author keys that belong to a forge account."""
        return frozenset(key for key, name in self.accounts.items() if name.casefold() == account.casefold())

    def listed(self, keys: Iterable[str]) -> str:
        """Return the names of some people, in their order."""
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
    known_names: KnownNames = field(default_factory=KnownNames)
    """The names that the site knows, its people's among them."""
    published: frozenset[str] = frozenset()
    """Contacts that the site itself shows (its settings, its town halls), as they are compared."""
    reads: Readers = _alone

    def is_gone(self, path: str) -> bool:
        """Return whether a file is a withdrawn text, or lies beside one."""
        return path in self.gone or f"{PurePosixPath(path).parent}/index.md" in self.gone

    def owners_of(self, path: str) -> tuple[str, ...]:
        """Return the owners of a file: a post's photos belong to its authors, a profile's portrait to the person."""
        if path in self.owners or find_kind(path, self.kinds):
            return self.owners.get(path, ())
        return self.owners.get(f"{PurePosixPath(path).parent}/index.md", ())

    def rights_of(self, path: str) -> Rights:
        """Return who may change a file: its kind says; what is no text is for those of its folder's texts."""
        if kind := find_kind(path, self.kinds):
            return kind.rights
        top = path.partition("/")[0]
        rights_beside = [kind.rights for kind in self.kinds if kind.place.partition("/")[0] == top]
        return next(
            (rights for rights in rights_beside if rights.add is not Whose.EDITORS), (*rights_beside, Rights())[0]
        )

    def people_in(self, draft: Draft) -> Iterator[tuple[Reference, tuple[str, ...]]]:
        """Yield the keys of a text that name people, in any role, each with the names as they are written."""
        if draft.matter and not draft.is_withdrawn:
            roles = (role for reader in self.reads(draft.kind) for role in reader.refers if role.kind == PERSON)
            for role in roles:
                yield role, () if role.key in draft.unusable else tuple(role.names(draft, draft.matter))


def _is_claimed(matter: ProfileMatter, submitter: str) -> bool:
    return not matter.account or matter.account.casefold() == submitter.casefold()


def judge_names(
    draft: Draft, signers: Sequence[str], owners: tuple[str, ...], people: People, submitter: str, mine: frozenset[str]
) -> Iterator[Problem]:
    """Judge a text in other people's names: each signs with the account of their profile, or an editor proposes it.

    ``owners`` have signed it before.
    """
    key = draft.kind.signed.key if draft.kind.signed else ""
    keys = {find_name(person, people.names) or person for person in signers}
    others = sorted(keys & people.kinds.keys() - mine - set(owners))
    if with_account := [key_of for key_of in others if key_of in people.accounts]:
        yield draft.problem("proposal-name", key, names=people.listed(with_account), account=submitter)
    elif others:
        yield draft.problem("proposal-unclaimed", key, names=people.listed(others))
    elif draft.kind.rights.add is Whose.SIGNER and keys.isdisjoint({*mine, *owners}) and (keys or not draft.is_draft):
        yield draft.problem("proposal-name", key, names=people.listed(signers), account=submitter)


def judge_free_names(
    draft: Draft, written: Mapping[str, str], before: Container[str], base: Registry
) -> Iterator[Problem]:
    """Yield names without a profile (each with its key) that claim something.

    Those that stood there ``before`` were accepted.
    """
    canonical = canonical_keys(draft.schema)
    values = {entry.value: entry.key for entry in draft.source.entries if isinstance(entry.value, str)}
    for name, read_from in written.items():
        if name in before or find_name(name, base.people.names):
            continue
        key = canonical.get(spelling(values.get(name, "")), read_from)
        if claim := base.known_names.judge(name):
            yield _claimed(draft, key, name, claim)


def _claimed(draft: Draft, key: str, text: str, claim: Claim) -> Problem:
    """Return the problem of a name or a description that claims an office, or a name that the site knows."""
    if claim.known:
        return draft.problem("proposal-alike", key, value=text, names=claim.known)
    return draft.problem("proposal-reserved", key, value=text, word=claim.word)


def written_signers(draft: Draft) -> list[str]:
    """Return who signs a text; nobody where the key only has an example in the place of a value."""
    signed = draft.kind.signed
    usable = signed and draft.matter and signed.key not in draft.unusable
    return list(filter(None, signed.people(draft.matter))) if signed and usable and not draft.is_withdrawn else []


def judge_vouching(draft: Draft, before: Draft | None, base: Registry, mine: frozenset[str]) -> Iterator[Problem]:
    """Yield people who are newly said to have read a text: only a listed reader says so, of themselves."""
    for role, names in base.people_in(draft):
        if facts_of(draft.schema, role.key).whose is Whose.READERS:
            former = dict(base.people_in(before)).get(role, ()) if before else ()
            keys = {name: find_name(name, base.people.names) or name for name in names if name not in former}
            if wrong := [name for name, key in keys.items() if key not in mine & base.readers]:
                yield draft.problem("proposal-reader", role.key, names=", ".join(wrong))


def judge_keys(draft: Draft, before: Draft | None, base: Registry, mine: frozenset[str]) -> Iterator[Problem]:
    """Yield the editors' keys that a text sets or changes, but for people who only name themselves."""
    schema, former = draft.schema, before.matter if before else None
    roles = {role.key: set(names) for role, names in base.people_in(draft)}
    accepted = {role.key: set(names) for role, names in base.people_in(before)} if before else {}
    for key in schema.model_fields:
        if facts_of(schema, key).whose is not Whose.EDITORS or key in draft.unusable:
            continue
        if getattr(draft.matter, key) == _value_of(former, schema, key):
            continue
        free, names = facts_of(schema, key).free, roles.get(key, set()) - accepted.get(key, set())
        is_free = fold(str(draft.entry(key).value)) in map(fold, free)
        if not is_free and not (names and {find_name(name, base.people.names) or name for name in names} <= mine):
            advice = {"mend_here": _CHOOSE, "choices": ", ".join(free)} if free else {}
            yield draft.problem("proposal-key", key, **advice)


def _value_of(matter: Matter | None, schema: type[Matter], key: str) -> object:
    """Return the value of a key; without a front matter of this schema, that of one that says nothing."""
    if isinstance(matter, schema):
        return getattr(matter, key)
    return schema.model_fields[key].get_default(call_default_factory=True)


_CHOOSE = N_("Choose among {choices}; or ask the team, who will propose this.")


def judge_roles(draft: Draft, before: Draft | None, base: Registry, agreed: Container[str]) -> Iterator[Problem]:
    """Yield people with a profile whom a text newly gives a part in it, and names that a block shows beside a link.

    Whoever proposes the text or signed it before has ``agreed``.
    """
    signed = draft.kind.signed.key if draft.kind.signed else ""
    accepted = dict(base.people_in(before)) if before else {}
    for role, names in base.people_in(draft):
        if role.key == signed or role.vouches or facts_of(draft.schema, role.key).whose is Whose.EDITORS:
            continue
        former = accepted.get(role, ())
        blocks = [block for block in _blocks(draft, role.key) if not (before and block in _blocks(before, role.key))]
        linked = {text for block in blocks if any(map(_leads, strings_in(block))) for text in strings_in(block)}
        keys = {name: find_name(name, base.people.names) for name in names if name not in former or name in linked}
        others = {key or name for name, key in keys.items() if key in base.people.kinds or name in linked}
        if to_ask := sorted(key for key in others if key not in agreed):
            yield draft.problem("proposal-asked", role.key, names=base.people.listed(to_ask))


def _blocks(draft: Draft, key: str) -> list[NestedBlock]:
    value = draft.entry(key).value
    return [block for block in (value if isinstance(value, list) else [value]) if isinstance(block, NestedBlock)]


def _leads(text: str) -> bool:
    """Return whether a line leads somewhere: to another site, to a mailbox, to a telephone."""
    return bool(rel_outside(text) or LINK.search(text) or any(contacts_in(text)))


def contacts_open_to(mine: Container[str], base: Registry) -> frozenset[str]:
    """Return the ways to reach somebody that whoever has these keys may show: their own, and what is public already.

    Their own are those of their profile as the base has it; those of bodies that have a profile are public.
    """
    kinds = base.people.kinds
    profiles = (text for text in base.texts.values() if text.kind is PROFILE and text.slug in kinds)
    public = (text for text in profiles if text.slug in mine or kinds[text.slug] not in _OPEN)
    return base.published.union(contact for text in public for contact, _ in text.contacts(whole=True))


def judge_contacts(draft: Draft, before: Draft | None, accepted: Container[str]) -> Iterator[Problem]:
    """Yield ways to reach somebody that a text newly shows, but for those that are ``accepted``."""
    former = {contact for contact, _ in before.contacts(whole=True)} if before else set()
    faults = (
        fault
        for contact, fault in draft.contacts("proposal-contact")
        if contact not in accepted and contact not in former and not is_of_organisation(contact)
    )
    yield from islice(faults, _MANY_CONTACTS)


_MANY_CONTACTS = 5
"""Contacts of one text that are reported: whoever takes them out sees the others."""


def judge_office(
    draft: Draft, kinds: Mapping[str, AuthorKind], base: Registry, submitter: str, mine: frozenset[str]
) -> Iterator[Problem]:
    """Judge a text of a service or an elected official: another listed reader has read it so, and proposes it.

    Without a submitter (the team's own work) whoever reads need only be named. ``kinds`` are those of all profiles.
    """
    people = base.people
    keys = {find_name(name, people.names) or name for name in written_signers(draft)}
    capacities = {kinds[key] for key in keys if key in kinds} & SPEAKS_FOR_OTHERS
    if not capacities:
        return
    accounts = {people.accounts.get(key, key) for key in keys}
    for role, names in base.people_in(draft):
        if role.vouches == "office" or (role.vouches == "always" and names):
            listed_readers = {find_name(name, people.names) for name in names} & base.readers - keys
            apart = {key for key in listed_readers if people.accounts.get(key) not in accounts}
            if not (apart & mine if submitter else apart):
                yield draft.problem("proposal-unread", role.key, key=draft.name_of(role.key))


def judge_profile(draft: Draft, matter: ProfileMatter, base: Registry, submitter: str) -> Iterator[Problem]:
    """Yield a profile that takes somebody's account or name, or claims an office."""
    people, key = base.people, draft.slug
    if not _is_claimed(matter, submitter) and matter.account != people.accounts.get(key):
        yield draft.problem("proposal-account", "account", value=matter.account, account=submitter)
    before = base.texts[draft.path].matter if draft.path in base.texts else None
    is_new = matter.name != getattr(before, "name", "")
    if is_new and (claim := base.known_names.judge(matter.name, people.shown.get(key, ""))):
        yield _claimed(draft, "name", matter.name, claim)
    is_new = matter.description != getattr(before, "description", "")
    if is_new and matter.kind[0] in _OPEN and (claim := base.known_names.judge_description(matter.description)):
        yield _claimed(draft, "description", matter.description, claim)


def claimed_original(draft: Draft) -> str:
    """Return the name of the post that a text translates, as written; or empty."""
    return draft.matter.translation_of if isinstance(draft.matter, TranslationKeys) else ""


def judge_translation(
    draft: Draft, owners: Mapping[str, tuple[str, ...]], others: Collection[str], people: People, mine: frozenset[str]
) -> Iterator[Problem]:
    """Report a translation of another author's post: the reviewer sees whose page will lead to it.

    ``others`` are the paths of texts without an entry in ``owners``.
    """
    if not (original := claimed_original(draft)):
        return
    for path in PostNames({*owners, *others}).meant(original, draft.path):
        if (signers := owners.get(path)) and mine.isdisjoint(signers):
            yield draft.problem("proposal-translation", "translation_of", names=people.listed(signers))


_MODES = {"120000": N_("a link"), "160000": N_("another repository"), "100755": N_("a program")}
"""The meaning of git's modes, other than regular files."""
_MANY_DELETIONS = 3
"""How many texts a proposal may remove before an editor must be asked."""
_MANY_TEXTS = 20
"""How many texts a resident's proposal may add or change: more are too many to read at a time."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result: problems of a proposal's changes, new profiles, changed files."""

    problems: tuple[Problem, ...]
    new_authors: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    """Paths below content/ that the proposal adds or changes."""
    public: tuple[Problem, ...] = ()
    """What it would change in public, as questions to whoever merges it."""


def registry_of(
    drafts: Iterable[Draft],
    kinds: Kinds,
    folders: Container[str] | None = None,
    *,
    reads: Readers = _alone,
    listed: Iterable[str] = (),
    known_names: KnownNames | None = None,
    published: frozenset[str] = frozenset(),
) -> Registry:
    """Return the registry made from the base's texts, which are of these kinds.

    ``folders`` are those in which files beside texts were changed; without them, all are looked at. ``listed`` are the
    site's readers, by key, name or account; its team reads too. ``known_names`` are those known from elsewhere.
    """
    texts = list(drafts)
    withdrawn = frozenset(draft.path for draft in texts if draft.is_withdrawn)
    profiles = {draft.slug: draft for draft in texts if draft.kind is PROFILE and draft.path not in withdrawn}
    names = names_of([(key, getattr(draft.matter, "name", "")) for key, draft in profiles.items()])
    owners = {draft.path: keys for draft in texts if draft.path not in withdrawn and (keys := _signers(draft, names))}
    owners |= {draft.path: (key,) for key, draft in profiles.items()}
    owners |= owners_beside(texts, owners, folders)
    matters = {key: draft.matter for key, draft in profiles.items() if isinstance(draft.matter, ProfileMatter)}
    accounts = {key: matter.account for key, matter in matters.items() if matter.account}
    names_shown = {key: matter.name for key, matter in matters.items()}
    people = People(accounts, {key: matter.kind[0] for key, matter in matters.items()}, names_shown, names)
    readers = {
        key for reader in listed for key in (find_name(reader, names), *people.keys_of(reader.removeprefix("@"))) if key
    }
    return Registry(
        people=people,
        owners=owners,
        gone=withdrawn,
        kinds=kinds,
        texts={draft.path: draft for draft in texts},
        readers=people.team | (readers & accounts.keys()),
        known_names=_with_texts(known_names or KnownNames(), people, texts),
        published=published,
        reads=reads,
    )


def _with_texts(names: KnownNames, people: People, texts: Iterable[Draft]) -> KnownNames:
    """Return what a site knows with the names of its profiles and of what editors name, such as sources."""
    editors = [draft for draft in texts if draft.kind.rights.add is Whose.EDITORS and draft.matter]
    bodies = [name for draft in editors if (name := getattr(draft.matter, "name", ""))]
    return names.with_profiles([(name, people.kinds[key]) for key, name in people.shown.items()], bodies)


def _signers(draft: Draft, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return whose a text is: its signers', by key; else a name that nobody answers to: it is the editors'."""
    signed = draft.kind.signed
    if not signed or not draft.matter:
        return ()
    people = [person for person in signed.people(draft.matter) if person]
    keys = tuple(key for person in people if (key := find_name(person, names)))
    return keys or ((people or [getattr(draft.matter, "title", "")])[0],)


def from_content(path: str, folder: str) -> str:
    """Return a path of the repository from the content folder."""
    return path.removeprefix(folder) if path.startswith(folder) else f"../{path}"


def is_maintained(path: str, folder: str) -> bool:
    """Return whether a file of the repository is no content, or one of those that the team keeps there."""
    return not path.startswith(folder) or path.removeprefix(folder).split("/")[0] in MAINTAINED


def judge_changes(
    changes: Iterable[FileChange], base: Registry, proposed: Mapping[str, Draft], submitter: str, folder: str
) -> Verdict:
    """Judge every change. Without a submitter (an editor's own work), no text is protected.

    ``folder`` is the content folder from the repository's root, with a final slash; ``proposed`` are the new texts.
    """
    problems: list[Problem] = []
    inside: list[FileChange] = []
    for change in changes:
        inner = FileChange(change.path.removeprefix(folder), change.status, change.mode)
        if is_maintained(change.path, folder):
            problems.append(problem("proposal-outside", from_content(change.path, folder)))
            continue
        inside.append(inner)
        if inner.mode in _MODES:
            problems.append(problem("proposal-mode", inner.path, reason=_MODES[inner.mode]))
    removed = [change.path for change in inside if change.status == "D" and change.path.endswith(".md")]
    if len(removed) > _MANY_DELETIONS:
        problems.append(problem("proposal-deletions", removed[0], count=len(removed), limit=_MANY_DELETIONS))
    if submitter:
        accounts = base.people.accounts or any(getattr(draft.matter, "account", "") for draft in proposed.values())
        if base.people.kinds and not accounts:  # then nobody can sign
            problems.append(problem("proposal-accounts", "authors"))
        is_editor = not base.people.team.isdisjoint(base.people.keys_of(submitter))
        if not is_editor:
            problems += _trespasses(inside, base, proposed, submitter)
            texts = [change.path for change in inside if change.status != "D" and change.path.endswith(".md")]
            if len(texts) > _MANY_TEXTS:
                problems.append(problem("proposal-many", texts[_MANY_TEXTS], count=len(texts), limit=_MANY_TEXTS))
        problems += _names(inside, base, proposed, submitter, is_editor=is_editor)
    problems += _read_over(inside, base, proposed, submitter)
    added = [change.path for change in inside if change.status == "A"]
    return Verdict(
        problems=tuple(problems),
        new_authors=tuple(path for path in added if PROFILE.is_place(path)),
        changed=tuple(change.path for change in inside if change.status != "D"),
    )


def _trespasses(
    inside: list[FileChange], base: Registry, proposed: Mapping[str, Draft], submitter: str
) -> Iterator[Problem]:
    """Yield changes to the editors' and to others' files: who may make one, the kind of the text says."""
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
    """Yield what the changed texts and profiles say in the name of others. An editor vouches for nobody else either."""
    new = {draft.slug: draft.matter for draft in proposed.values() if isinstance(draft.matter, ProfileMatter)}
    added = {key for key, matter in new.items() if key not in base.people.kinds and _is_claimed(matter, submitter)}
    mine = base.people.keys_of(submitter) | added
    accepted = contacts_open_to(base.people.keys_of(submitter), base)
    for draft in _readable(inside, proposed):
        yield from judge_vouching(draft, base.texts.get(draft.path), base, mine)
        if is_editor:
            continue
        before = base.texts.get(draft.path)
        if draft.kind.rights.add is not Whose.EDITORS:
            yield from judge_keys(draft, before, base, mine)
            if draft.kind.contacts == SHOWN:  # others must have none, whoever proposes them
                yield from judge_contacts(draft, before, accepted)
        if isinstance(draft.matter, ProfileMatter):
            yield from judge_profile(draft, draft.matter, base, submitter)
        elif draft.kind.signed:
            yield from _judge_signed(draft, draft.kind.signed, base, submitter, mine)
            if claimed_original(draft) != (claimed_original(before) if before else ""):
                yield from judge_translation(draft, base.owners, {*base.gone, *proposed}, base.people, mine)


def _readable(inside: list[FileChange], proposed: Mapping[str, Draft]) -> Iterator[Draft]:
    """Return the changed texts that say something; an unfinished one may wait, but in nobody else's name."""
    drafts = (proposed[change.path] for change in inside if change.path in proposed)
    checked = (replace(draft, matter=draft.checkable) if draft.is_draft else draft for draft in drafts)
    return (draft for draft in checked if draft.matter is not None and not draft.is_withdrawn)


def _read_over(
    inside: list[FileChange], base: Registry, proposed: Mapping[str, Draft], submitter: str
) -> Iterator[Problem]:
    """Yield the finished texts of services and elected officials."""
    new = {text.slug: text.matter.kind[0] for text in proposed.values() if isinstance(text.matter, ProfileMatter)}
    mine = base.people.keys_of(submitter)
    for draft in _readable(inside, proposed):
        wrong = submitter and any(judge_vouching(draft, base.texts.get(draft.path), base, mine))
        if draft.kind.signed and not (draft.is_draft or wrong):
            yield from judge_office(draft, {**base.people.kinds, **new}, base, submitter, mine)


def _judge_signed(
    draft: Draft, signed: Signed, base: Registry, submitter: str, mine: frozenset[str]
) -> Iterator[Problem]:
    """Yield who signs a text, and who else it names; the latter are to be asked."""
    people, owners, before = base.people, base.owners_of(draft.path), base.texts.get(draft.path)
    signers = written_signers(draft)
    roles = {name: role.key for role, names in base.people_in(draft) if role.vouches != "always" for name in names}
    former = {name for _, names in base.people_in(before) for name in names} if before else set()
    if before and before.matter and not before.is_withdrawn:
        former |= set(signed.people(before.matter))
    yield from judge_names(draft, signers, owners, people, submitter, mine)
    yield from judge_free_names(draft, dict.fromkeys(signers, signed.key) | roles, former, base)
    yield from judge_roles(draft, before, base, {*mine, *owners})
