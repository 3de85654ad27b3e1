"""Which posts to read next: shared tags, communes, authors and category, rare ones counting more."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import log

from plugins.core.files import digest
from plugins.core.forks import spread
from plugins.core.models import Article
from plugins.core.store import Store

_WEIGHTS = {"tag": 1.0, "commune": 1.2, "author": 0.6, "category": 0.4}
_COMMON = 100
"""Posts of a mark that are looked at, the newest: sharing what is common says little and costs much."""
_COUNT = 3

Mark = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Kinship:
    """The marks of each post, newest first, and for each mark the positions of the posts that bear it."""

    marks: tuple[tuple[Mark, ...], ...]
    bearers: dict[Mark, list[int]]


def index_kinship(articles: Sequence[Article]) -> Kinship:
    """The index of all published posts, newest first."""
    marks = tuple(_marks(article) for article in articles)
    bearers: defaultdict[Mark, list[int]] = defaultdict(list)
    for position, own in enumerate(marks):
        for mark in own:
            bearers[mark].append(position)
    return Kinship(marks, dict(bearers))


def related_posts(position: int, kinship: Kinship) -> tuple[int, ...]:
    """Up to three posts that share most with the one at ``position``, best first, newest first when equal."""
    total, scores = len(kinship.marks), defaultdict[int, float](float)
    for mark in kinship.marks[position]:
        bearers = kinship.bearers[mark]
        weight = _WEIGHTS[mark[0]] * log(1 + total / len(bearers))
        for other in bearers[:_COMMON]:
            scores[other] += weight
    scores.pop(position, None)
    return tuple(other for _, other in nsmallest(_COUNT, ((-score, other) for other, score in scores.items())))


def related_paths(articles: Sequence[Article], store: Store) -> list[tuple[str, ...]]:
    """For each published post the source paths of those to read next; kept as long as no mark changes."""
    kinship = index_kinship(articles)
    key = digest(str((_WEIGHTS, _COMMON, _COUNT)).encode(), repr(kinship.marks).encode("utf-8", "replace"))
    kept = store.get(key)
    if kept is None:
        found = spread(related_posts, range(len(articles)), kinship)
        store.put(key, json.dumps(found).encode())
    else:
        found = json.loads(kept)
    store.prune()
    return [tuple(articles[position].path for position in positions) for positions in found]


def _marks(article: Article) -> tuple[Mark, ...]:
    return (
        *(("tag", tag.slug) for tag in article.tags),
        *(("commune", code) for code in dict.fromkeys(article.communes)),
        *(("author", key) for key in dict.fromkeys(article.authors)),
        ("category", article.category.slug),
    )
