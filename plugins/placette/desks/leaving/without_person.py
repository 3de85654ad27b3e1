"""Rewrites one file without the person, and proves that nothing else in it changed."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from placette.desks.leaving.content_folder import ContentFolder, DepartureRequest, SiteRules, TextFate
from placette.desks.leaving.matter_values import add_line, apply_edits, fields_of
from placette.desks.leaving.names import TraceKind, Traces, names_in
from placette.desks.leaving.rewriting import PEOPLE, Replacement, key_of, remaining_hits, rewrite
from placette.engine.library.draft import Draft, draft_text
from placette.engine.library.naming import find_name
from placette.engine.texts.schema import Matter
from placette.engine.texts.values import Licence
from placette.features.agenda.schema import EventMatter
from placette.features.posts.schema import ArticleMatter

People = dict[str, list[str]]
"""The people named as authors and in each role."""


def without_person(
    path: str, folder: ContentFolder, request: DepartureRequest, rules: SiteRules, replacement: Replacement
) -> bytes | None:
    """The file's bytes without the person; None if that can't be done safely."""
    data, draft = folder.texts[path], folder.drafts[path]
    try:
        text = data.decode("utf-8")
        new = _rewritten(path, text, folder, request, rules, replacement)
    except UnicodeDecodeError:
        return None if _may_name_person(data.decode("utf-8", "replace"), request.key, replacement.traces) else data
    except ValueError:
        return None
    if new == text:
        return data
    return new.encode() if _is_faithful(draft, new, replacement.is_person) else None


def is_person(folder: ContentFolder, key: str) -> Callable[[str], bool]:
    """Whether a name in a list of people means the person."""
    return lambda name: find_name(name, folder.names) == key


def _rewritten(
    path: str, text: str, folder: ContentFolder, request: DepartureRequest, rules: SiteRules, replacement: Replacement
) -> str:
    page = posixpath.relpath(f"authors/{request.key}.md", posixpath.dirname(path) or ".")
    if folder.fate(path, request) is TextFate.OTHER and not _may_name_person(text, request.key, replacement.traces):
        return text
    return rewrite(_licensed(folder.drafts[path], text, folder, request, rules), replacement, page)


def _may_name_person(text: str, key: str, traces: Traces) -> bool:
    found = remaining_hits(text, traces, after=True)
    return key in text or bool(names_in(text, traces)) or any(hit.kind is not TraceKind.PART for hit in found)


def _licensed(draft: Draft, text: str, folder: ContentFolder, request: DepartureRequest, rules: SiteRules) -> str:
    """The text with an explicit licence, if it had another one through its first author, who is leaving."""
    matter = draft.matter
    if request.keep or not isinstance(matter, ArticleMatter) or matter.licence:
        return text
    keys = [find_name(person, folder.names) or "" for person in matter.authors]
    left = [key for key in keys if key != request.key]
    if not left or keys[0] != request.key:
        return text
    was, becomes = (_licence_of(folder, key) or rules.licence for key in (keys[0], left[0]))
    authors = next(field for field in fields_of(text) if key_of(field.key) == "authors")
    return text if was == becomes else apply_edits(text, [add_line(text, authors, f"licence: {was.label}")])


def _licence_of(folder: ContentFolder, key: str) -> Licence | None:
    profile = folder.profile(key)
    return profile.licence if profile else None


def _is_faithful(draft: Draft, new: str, gone: Callable[[str], bool]) -> bool:
    """Whether the new text has the same keys and the same other people, not the person, and no more problems."""
    after = draft_text(draft.path, draft.kind, new.encode())
    keys, still = ({key_of(entry.key) for entry in either.source.entries} for either in (draft, after))
    same = keys - PEOPLE == (still - PEOPLE) - ({"licence"} - keys)
    before, now = _people(draft.checkable), _people(after.checkable)
    named = any(gone(person) for people in now.values() for person in people)
    others = _others(before, gone)
    own = {role: [person for person in people if person in others.get(role, ())] for role, people in now.items()}
    return same and not named and len(after.problems) <= len(draft.problems) and _others(own, gone) == others


def _people(matter: Matter | None) -> People:
    if isinstance(matter, EventMatter):
        return {"organiser": [matter.organiser]} if matter.organiser else {}
    if not isinstance(matter, ArticleMatter):
        return {}
    return {"authors": list(matter.authors), **{role.value: list(people) for role, people in matter.roles()}}


def _others(people: People, gone: Callable[[str], bool]) -> People:
    left = {role: [person for person in named if not gone(person)] for role, named in people.items()}
    return {role: named for role, named in left.items() if named}
