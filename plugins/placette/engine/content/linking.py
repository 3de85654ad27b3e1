"""Links between texts: what dead ones may have meant, and the texts that none mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from dataclasses import replace
from typing import Any

from placette.engine.base.text import nearest
from placette.engine.content.kinds import Kinds, own_name
from placette.engine.content.records import Record
from placette.engine.findings.messages import NEAR, NOTHING_NEAR
from placette.engine.findings.problems import Problem
from placette.engine.texts.links import MISSING, WANTED
from placette.engine.texts.sanitizer import ID_PREFIX

_NONE = (("proposal", NOTHING_NEAR),)
_PER_FILE = 50
"""Dead links of one text for which a proposal is sought: writers mend no more at a time."""
_COMPARED = 50_000
"""Names that are compared with those of dead links, two seconds' worth: of very many links only some are."""
_CHOICES = 20
"""Anchors that a message lists at the most."""
Shown = Mapping[str, tuple[Any, ...]]
"""Texts by kind."""


def propose_targets(
    problems: Iterable[Problem], paths: Iterable[str], written: Callable[[str, str], str]
) -> Iterator[Problem]:
    """Yield the problems, those of dead links with the nearest of ``paths``; past a number of links, none is near.

    ``written`` returns a path as it is written in the file at another.
    """
    paths_by_name: dict[str, list[str]] = {}
    likely: dict[str, str] = {}
    searches: Counter[str] = Counter()
    for finding in problems:
        values = dict(finding.values) if finding.code == MISSING else {}
        if WANTED not in values:
            yield finding
            continue
        target = values[WANTED]
        searches[finding.path] += 1
        for path in sorted(paths) if not paths_by_name else ():
            paths_by_name.setdefault(own_name(path), []).append(path)
        if searches[finding.path] <= _PER_FILE and len(likely) * len(paths_by_name) < _COMPARED:
            likely[target] = likely[target] if target in likely else _nearest_path(target, paths_by_name)
        path = likely.get(target, "")
        near = (("names", written(path, finding.path)), ("proposal", NEAR)) if path else _NONE
        yield replace(finding, values=(*near, ("value", values["value"])))


def _nearest_path(target: str, paths_by_name: Mapping[str, list[str]]) -> str:
    """Return the path whose name is most like that of ``target``, in its folder first; empty where none is."""
    names = nearest(own_name(target), paths_by_name, 1)
    paths = paths_by_name[names[0]] if names else [""]
    return next((path for path in paths if path.split("/")[0] == target.split("/", maxsplit=1)[0]), paths[0])


def mentions_of(records: Collection[Record[Any, Any]], known: Kinds) -> Mapping[str, Set[str]]:
    """Return by path each text with nothing of its own to show, and the texts that name it or link to it.

    A link to such a text keeps its page: readers may follow it, and no link has to be undone.
    """
    bare = {kind.name: kind.body.is_bare for kind in known if kind.body.is_bare}
    mentions: dict[str, set[str]] = {}
    paths_called: dict[tuple[str, str], str] = {}
    for outline, value in ((record.outline, record.value) for record in records):
        if value is not None and outline.kind in bare and bare[outline.kind](value):
            mentions[outline.path] = set()
            paths_called[outline.kind, outline.slug] = outline.path
    for record in records if mentions else ():
        paths = (paths_called.get((kind, slug), "") for kind, _, slug in record.names)
        for path in {*paths, *(path for path, _ in record.answers)} & mentions.keys():
            mentions[path].add(record.outline.path)
    return mentions


def split_unlisted(texts: Shown, mentions: Mapping[str, Set[str]]) -> tuple[Shown, Shown]:
    """Return the texts to show, then the unlisted ones, which no text to show mentions."""
    listed = {text.path for group in texts.values() for text in group} - mentions.keys() if mentions else frozenset()
    unlisted = frozenset(path for path, by in mentions.items() if listed.isdisjoint(by))
    if not unlisted:
        return texts, {}
    return (
        {kind: tuple(text for text in group if text.path not in unlisted) for kind, group in texts.items()},
        {kind: tuple(text for text in group if text.path in unlisted) for kind, group in texts.items()},
    )


def dead_anchors(records: Collection[Record[Any, Any]]) -> Iterator[Problem]:
    """Yield the problems of links to anchors that aren't there."""
    ids = {record.outline.path: record.ids for record in records if record.readable}
    for target, anchor, missing in (link for record in records for link in record.anchors):
        if anchor in ids.get(target, ()):
            continue
        values = dict(missing.values)
        if "choices" in values:  # those that are like the one meant; all of them, where none is
            names = sorted(name.removeprefix(ID_PREFIX) for name in ids.get(target, ()))
            values["choices"] = ", ".join(nearest(values["value"], names) or names[:_CHOICES]) or "–"
            yield replace(missing, values=tuple(sorted(values.items())))
        elif target in ids:
            yield missing
