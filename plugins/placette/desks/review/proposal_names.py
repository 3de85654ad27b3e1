"""Whose names a proposal uses: signatures, roles, accounts and offices that are not the submitter's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from placette.engine.library.draft import Draft
from placette.engine.library.naming import find_name
from placette.engine.problems.problems import Problem, problem
from placette.features.authors.profile import SPEAKS_FOR_OTHERS, AuthorKind
from placette.features.authors.schema import ProfileMatter

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
