"""Lists what a proposal would change in public, each with the question that an editor answers by merging."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from placette.commands.review.proposal import Registry, written_signers
from placette.engine.base.text import fold
from placette.engine.content.kinds import Draft
from placette.engine.content.neighbours import find_name
from placette.engine.findings.problems import Problem, problem
from placette.engine.texts.front_matter import Entry, facts_of, strings_in
from placette.engine.texts.others import contacts_in
from placette.engine.texts.values import licence_of, photo_of
from placette.features.authors.profile import PROFILE
from placette.features.posts.kind import POST

_HEADLINES = frozenset({"title", "summary", "description"})
"""The keys whose words visitors read before all others."""
_PICTURE = re.compile(
    r"!\[[^\]\n]{0,300}\]\(\s*(?:<[^>\n]{0,300}>|[^\s()\"']{1,300})\s+([\"'])(?P<title>.{1,600}?)\1\s*\)"
)
_ADDRESS = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"()\[\]]{1,500}(?<![.,;:!?'’»*_])", re.IGNORECASE)
_MOST = 8
"""How many values of a kind are listed of one text."""


class ShownValue(NamedTuple):
    """A value that a text shows to everybody: the code of its question, its key (empty in the body), itself."""

    code: str
    key: str
    text: str


def _names(draft: Draft, base: Registry) -> Iterator[ShownValue]:
    """Yield every name that a text shows: who signs, who has a part, who is credited."""
    signed = draft.kind.signed
    yield from (ShownValue("public-name", signed.key, name) for name in written_signers(draft) if signed)
    for role, names in base.people_in(draft):
        yield from (ShownValue("public-name", role.key, name) for name in names)
    for key, text in _lines(draft):
        if facts_of(draft.schema, key).shows == "name":
            yield ShownValue("public-name", key, _without_licence(text))
    for picture in _PICTURE.finditer(draft.source.body):
        if credit := photo_of("", "", picture["title"]).credit:
            yield ShownValue("public-name", "", _without_licence(credit))


def _without_licence(credit: str) -> str:
    return credit.rpartition(",")[0].strip() if licence_of(credit) and "," in credit else credit


def _lines(draft: Draft) -> Iterator[tuple[str, str]]:
    for key in draft.schema.model_fields:
        yield from ((key, text) for text in strings_in(draft.entry(key).value) if text)


def _values(draft: Draft, base: Registry) -> Iterator[ShownValue]:
    """Yield what a text shows beside names: in whose name, where, what leads elsewhere, words of office."""
    signed = draft.kind.signed
    yield from (ShownValue("public-signer", signed.key, name) for name in written_signers(draft) if signed)
    for key, text in _lines(draft):
        if (subject := facts_of(draft.schema, key).shows) not in {"", "name"} and text != "*":
            yield ShownValue(f"public-{subject}", key, text)
        if key in _HEADLINES and _sounds_official(text, base):
            yield ShownValue("public-office", key, text)
    for key, text in (*_lines(draft), ("", draft.source.body)):
        yield from (ShownValue("public-contact", key, contact.value) for contact in contacts_in(text))
        yield from (ShownValue("public-contact", key, address[0]) for address in _ADDRESS.finditer(text))


def _sounds_official(text: str, base: Registry) -> bool:
    claim = base.known_names.judge(text)
    return bool(claim and not claim.known) or base.known_names.judge_description(text) is not None


def public_changes(changed: Iterable[str], base: Registry, proposed: Mapping[str, Draft]) -> tuple[Problem, ...]:
    """Return the questions about the changed texts: what each shows to everybody that it did not show before."""
    texts = [replace(draft, matter=draft.checkable) for path in changed if (draft := proposed.get(path))]
    texts = [draft for draft in texts if draft.matter and not draft.is_withdrawn]
    public = {path: draft for path, draft in base.texts.items() if draft.matter and not draft.is_draft}
    profiles = {draft.slug: getattr(draft.matter, "name", "") for draft in texts if draft.kind is PROFILE}
    shown_names = {**base.people.shown, **profiles}
    names = {fold(shown.text) for draft in public.values() for shown in _names(draft, base)} if texts else set()
    newest = max((day for draft in public.values() if (day := _day(draft))), default=datetime.min)
    questions: set[Problem] = set()
    for draft in texts:
        former = set(_values(public[draft.path], base)) if draft.path in public else set()
        values = [value for value in _values(draft, base) if value not in former]
        strangers = (value for value in _names(draft, base) if not find_name(value.text, base.people.names))
        values += [value for value in strangers if value.text not in profiles and fold(value.text) not in names]
        if not draft.is_draft and (_day(draft) or newest) > newest:
            values.append(ShownValue("public-front", "date", ""))
        for code, key in dict.fromkeys((value.code, value.key) for value in values):
            keys = (
                find_name(value.text, base.people.names) or value.text for value in values if value[:2] == (code, key)
            )
            words = list(dict.fromkeys(shown_names.get(name, name) for name in keys))
            line = ", ".join(words[:_MOST]) + (", …" if len(words) > _MOST else "")
            place = draft.entry(key) if key else Entry("", "", draft.source.body_line, 0)
            questions.add(problem(code, draft.path, place.line, place.column, values=line))
    return tuple(sorted(questions))


def _day(draft: Draft) -> datetime | None:
    """Return the day of a post, by which the newest leads the home page; None of other texts."""
    return getattr(draft.matter, "date", None) if draft.kind.name == POST.name else None
