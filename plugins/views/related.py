"""Which posts to read next: shared tags, communes, authors and category, rare ones counting more."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from plugins.core.models import Article

_WEIGHTS = {"tag": 1.0, "commune": 1.2, "author": 0.6, "category": 0.4}
_COMMON = 1000
"""Posts of a mark that are looked at: beyond, sharing it says little and costs much."""

Mark = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Kinship:
    """For each mark, the positions of the posts that bear it, newest first."""

    articles: tuple[Article, ...]
    bearers: dict[Mark, list[int]]


def index_kinship(articles: Sequence[Article]) -> Kinship:
    """The index of all published posts, newest first."""
    bearers: defaultdict[Mark, list[int]] = defaultdict(list)
    for position, article in enumerate(articles):
        for mark in _marks(article):
            bearers[mark].append(position)
    return Kinship(tuple(articles), dict(bearers))


def related_articles(article: Article, kinship: Kinship, count: int = 3) -> tuple[Article, ...]:
    """Up to ``count`` posts that share most with ``article``, best first, newest first when equal."""
    scores: Counter[int] = Counter()
    for mark in sorted(_marks(article)):
        bearers = kinship.bearers.get(mark, [])
        weight = _WEIGHTS[mark[0]] * log(1 + len(kinship.articles) / max(1, len(bearers)))
        for position in bearers[:_COMMON]:
            scores[position] += weight  # type: ignore[assignment]
    ranked = sorted(scores, key=lambda position: (-scores[position], position))
    others = (kinship.articles[position] for position in ranked)
    return tuple(other for other in others if other.path != article.path)[:count]


def _marks(article: Article) -> set[Mark]:
    return {
        *(("tag", tag.slug) for tag in article.tags),
        *(("commune", code) for code in article.communes),
        *(("author", key) for key in article.authors),
        ("category", article.category.slug),
    }
