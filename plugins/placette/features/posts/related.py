"""Which posts to read next: shared tags, communes, authors and category, rare ones counting more."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import log
from pathlib import Path
from typing import Any

from placette.engine.base.files import digest
from placette.engine.base.processes import spread
from placette.engine.base.store import Store
from placette.engine.base.versions import code_version
from placette.engine.pages.desk import Desk
from placette.features.posts.article import Article
from placette.features.posts.groups import published

_WEIGHTS = {"tag": 1.0, "commune": 1.2, "author": 0.6, "category": 0.4}
_COMMON = 100
"""Posts of a mark that are looked at, the newest: sharing what is common says little and costs much."""
SHOWN = 3
"""Posts to read next that a page shows."""
_COUNT = 2 * SHOWN
"""Those that are found: some may stand on the page already."""
_Borne = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
_COST = 0.0001
"""Seconds that it takes to find what is related to a post."""


@dataclass(frozen=True, slots=True)
class Kinship:
    """The marks of each post, newest first; for each mark its weight, and the newest posts that bear it."""

    marks: tuple[tuple[str, ...], ...]
    weights: dict[str, float]
    bearers: dict[str, list[int]]


def index_kinship(marks: Sequence[tuple[str, ...]]) -> Kinship:
    """The index of all published posts, newest first, from the marks of each."""
    bearers: defaultdict[str, list[int]] = defaultdict(list)
    for position, own in enumerate(marks):
        for mark in own:
            bearers[mark].append(position)
    size = _size(marks)
    weights = {mark: _WEIGHTS[mark.split(" ", 1)[0]] * log(1 + size / len(found)) for mark, found in bearers.items()}
    return Kinship(tuple(marks), weights, {mark: found[:_COMMON] for mark, found in bearers.items()})


def borne_by(article: Article) -> _Borne:
    """What a post can share with others, by kind in the order of the weights."""
    return tuple(tag.slug for tag in article.tags), article.communes, article.authors, (article.category.slug,)


def marks_of(borne: _Borne) -> tuple[str, ...]:
    """The same as marks: a kind and a name each."""
    return tuple(f"{kind} {name}" for kind, names in zip(_WEIGHTS, borne, strict=True) for name in dict.fromkeys(names))


def related_posts(position: int, kinship: Kinship) -> tuple[int, ...]:
    """Up to six posts that share most with the one at ``position``, best first, newest first when equal."""
    scores = defaultdict[int, float](float)
    for mark in kinship.marks[position]:
        weight = kinship.weights[mark]
        for other in kinship.bearers[mark]:
            scores[other] += weight
    scores.pop(position, None)
    return tuple(other for _, other in nsmallest(_COUNT, ((-score, other) for other, score in scores.items())))


def read_next(desk: Desk) -> list[tuple[str, ...]]:
    """For each published post, in order, the posts to read next (source paths), best first: more than are shown."""
    return desk.once(_read_next)


def _read_next(desk: Desk) -> list[tuple[str, ...]]:
    return related_paths(published(desk), Store(Path(desk.settings["CACHE_PATH"]) / "related"))


def related_paths(articles: Sequence[Article], store: Store) -> list[tuple[str, ...]]:
    """For each published post the source paths of those to read next; only those are sought that may have changed."""
    paths = [article.path for article in articles]
    borne = [borne_by(article) for article in articles]
    rules = digest(str((_WEIGHTS, _COMMON, _COUNT)).encode(), code_version().encode())
    key = digest(rules.encode(), repr((paths, borne)).encode("utf-8", "replace"))
    kept = store.get(key)
    if kept is None:
        marks = [marks_of(one) for one in borne]
        last = _Last(json.loads(store.get(rules) or b"[[], [], []]"))
        found = _found(paths, marks, last)
        store.put(key, json.dumps(found).encode())
        store.put(rules, json.dumps([paths, marks, found]).encode())
    else:
        found = json.loads(kept)
        store.keep(rules)
    store.prune()
    return [tuple(map(paths.__getitem__, positions)) for positions in found]


class _Last:
    """What was found for the posts of another build: their paths, their marks, the positions of those related."""

    def __init__(self, kept: list[Any]) -> None:
        self.paths: list[str] = kept[0]
        self.marks: list[tuple[str, ...]] = [tuple(marks) for marks in kept[1]]
        self.found: list[list[int]] = kept[2]


def _found(paths: list[str], marks: list[tuple[str, ...]], last: _Last) -> list[Sequence[int]]:
    """For each post the positions of those related, as they were found before wherever nothing can differ."""
    kinship, then = index_kinship(marks), {path: number for number, path in enumerate(last.paths)}
    now = {path: number for number, path in enumerate(paths)}
    ordered = _shared(last.paths, now) == _shared(paths, then)  # equals come in their own order
    changed = _changed(kinship, paths, last) if ordered else kinship.bearers.keys()
    stale = [
        number
        for number, path in enumerate(paths)
        if path not in then or last.marks[then[path]] != marks[number] or not changed.isdisjoint(marks[number])
    ]
    sought = dict(zip(stale, spread(related_posts, stale, kinship, cost=_COST), strict=True))
    return [
        sought[number] if number in sought else [now[last.paths[other]] for other in last.found[then[path]]]
        for number, path in enumerate(paths)
    ]


def _size(marks: Sequence[object]) -> int:
    """How many posts there are, up to the next power of two: one more must not change the weight of every mark."""
    return 1 << max(len(marks) - 1, 0).bit_length()


def _shared(paths: Iterable[str], others: dict[str, int]) -> list[str]:
    return [path for path in paths if path in others]


def _changed(kinship: Kinship, paths: list[str], last: _Last) -> frozenset[str]:
    """The marks that weigh otherwise, or whose newest posts are others."""
    before = index_kinship(last.marks)
    return frozenset(
        mark
        for mark, bearers in kinship.bearers.items()
        if kinship.weights[mark] != before.weights.get(mark)
        or [paths[n] for n in bearers] != [last.paths[n] for n in before.bearers[mark]]
    )
