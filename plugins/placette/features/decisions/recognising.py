"""Who could be recognised in what a decision says: names, surnames alone, e-mail addresses, telephone numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from placette.engine.library.draft import Draft
from placette.engine.library.naming import PERSON, Names, find_name, names_of
from placette.engine.library.outline import Outline
from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.others import Names as Sought
from placette.engine.texts.others import contacts_in, named_in, names_among, titled_in, words_of
from placette.features.authors import AuthorKind, Signature
from placette.features.decisions.schema import DecisionMatter

TEXTS = ("by", "reasons", "appeal", "outcome_reasons")
"""Keys under which somebody could be recognised."""
_UNNAMED = frozenset({AuthorKind.SERVICE, AuthorKind.TEAM})
"""The kinds of profiles that a decision may name: nobody's."""
_PERSONS = frozenset({AuthorKind.RESIDENT, AuthorKind.GUEST, AuthorKind.ELECTED})
"""The kinds of profiles whose name ends with a surname."""


@dataclass(frozen=True, slots=True)
class DecidedOutline:
    """What is known of a decision: who decided and who wants to be named (as written), its words.

    Each of ``told`` is the key as it is written, its line, and the words as names are looked for in them.
    """

    by: str
    named: str
    told: tuple[tuple[str, int, str], ...]


def decided_of(draft: Draft, matter: DecisionMatter) -> DecidedOutline:
    """What the others need to know of a decision; the name of its file is its address, and may name somebody."""
    entries = ((draft.entry(key), getattr(matter, key)) for key in TEXTS)
    told = ((entry.key, entry.line, words_of(text)) for entry, text in entries if text)
    file = (draft.slug, 1, words_of(draft.slug.replace("-", " ")))
    return DecidedOutline(matter.by, matter.named if matter.consent else "", (file, *told))


def check_reached(draft: Draft, matter: DecisionMatter) -> Iterator[Problem]:
    """Ways to reach somebody, and surnames behind titles."""
    for key in (*TEXTS, "named"):
        text = getattr(matter, key)
        yield from (draft.problem("decision-contact", key, value=found.value) for found in contacts_in(text))
        if key != "named":
            yield from (draft.problem("decision-names", key, value=found.value) for found in titled_in(text))


def check_decisions(outlines: Iterable[Outline[Any]]) -> Iterator[Problem]:
    """Names of profiles in decisions; nothing is looked at on a site without any."""
    known = list(outlines)
    own = [(one.path, one.extra) for one in known if isinstance(one.extra, DecidedOutline)]
    if not own:
        return
    profiles = [one for one in known if one.kind == PERSON and not one.gone]
    names = names_of((one.slug, one.title) for one in profiles)
    sought = names_to_avoid((one.slug, one.title, _kind(one)) for one in profiles)
    for path, decision in own:
        allowed = allowed_in(decision.by, decision.named, names)
        for key, line, words in decision.told:
            found = dict.fromkeys(name for _, name in named_in(words, sought, allowed))
            yield from (problem("decision-names", path, line, 1, key=key, value=name) for name in found)


def _kind(profile: Outline[Any]) -> AuthorKind | None:
    return profile.extra.kind if isinstance(profile.extra, Signature) else None


def recognised_in(text: str, sought: Sought, allowed: Iterable[str] = ()) -> Iterator[str]:
    """All by which somebody could be recognised in a text, but for those who are ``allowed`` (slugs)."""
    yield from (trace.value for find in (contacts_in, titled_in) for trace in find(text))
    yield from (name for _, name in named_in(words_of(text), sought, allowed))


def names_to_avoid(profiles: Iterable[tuple[str, str, AuthorKind | None]]) -> Sought:
    """The names that no decision may hold, from slugs, names and kinds of profiles: surnames of persons alone, too."""
    known = [one for one in profiles if one[2] not in _UNNAMED]
    return names_among(((slug, name) for slug, name, _ in known), {slug for slug, _, kind in known if kind in _PERSONS})


def allowed_in(by: str, named: str, names: Names) -> frozenset[str]:
    """The slugs of those who may be named: who decided, and who wants to be."""
    return frozenset(filter(None, (find_name(by, names), find_name(named, names) if named else "")))
