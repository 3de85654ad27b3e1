"""One file without the person, and the proof that nothing else of it changed."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from placette.desks.leaving.names import Kind, Traces, names_in
from placette.desks.leaving.rewriting import PEOPLE, Change, key_of, mentions, rewrite
from placette.desks.leaving.site import Fate, Rules, Site, Wish
from placette.desks.leaving.values import add_line, apply_edits, fields_of
from placette.engine.library.draft import Draft, draft_text
from placette.engine.library.naming import find_name
from placette.engine.texts.schema import Matter
from placette.engine.texts.values import Licence
from placette.features.agenda.schema import EventMatter
from placette.features.posts.schema import ArticleMatter

People = dict[str, list[str]]
"""For the authors and each role, the people it names."""


def without_person(path: str, site: Site, wish: Wish, rules: Rules, change: Change) -> bytes | None:
    """A file without the person; None when that can't be done safely."""
    data, draft = site.texts[path], site.drafts[path]
    try:
        text = data.decode("utf-8")
        new = _rewritten(path, text, site, wish, rules, change)
    except UnicodeDecodeError:
        return None if _may_tell(data.decode("utf-8", "replace"), wish.key, change.traces) else data
    except ValueError:
        return None
    if new == text:
        return data
    return new.encode() if _is_faithful(draft, new, change.is_person) else None


def is_person(site: Site, key: str) -> Callable[[str], bool]:
    """Whether a name in a list of people means the person."""
    return lambda name: find_name(name, site.names) == key


def _rewritten(path: str, text: str, site: Site, wish: Wish, rules: Rules, change: Change) -> str:
    page = posixpath.relpath(f"authors/{wish.key}.md", posixpath.dirname(path) or ".")
    if site.fate(path, wish) is Fate.OTHER and not _may_tell(text, wish.key, change.traces):
        return text
    return rewrite(_licensed(site.drafts[path], text, site, wish, rules), change, page)


def _may_tell(text: str, key: str, traces: Traces) -> bool:
    found = mentions(text, traces, after=True)
    return key in text or bool(names_in(text, traces)) or any(hit.kind is not Kind.PART for hit in found)


def _licensed(draft: Draft, text: str, site: Site, wish: Wish, rules: Rules) -> str:
    """The text with the licence that it had through its first author, when another comes first now."""
    matter = draft.matter
    if wish.keep or not isinstance(matter, ArticleMatter) or matter.licence:
        return text
    keys = [find_name(person, site.names) or "" for person in matter.authors]
    left = [key for key in keys if key != wish.key]
    if not left or keys[0] != wish.key:
        return text
    was, becomes = (_licence_of(site, key) or rules.licence for key in (keys[0], left[0]))
    authors = next(field for field in fields_of(text) if key_of(field.key) == "authors")
    return text if was == becomes else apply_edits(text, [add_line(text, authors, f"licence: {was.label}")])


def _licence_of(site: Site, key: str) -> Licence | None:
    profile = site.profile(key)
    return profile.licence if profile else None


def _is_faithful(draft: Draft, new: str, gone: Callable[[str], bool]) -> bool:
    """Whether a new text has the keys of the old one, the same other people, not the person, and no more problems."""
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
