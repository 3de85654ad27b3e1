"""Which drawing each post gets: a motif from what it says, and a palette that no neighbour in a list has with it.

Both depend on the post, and the palette also on those before it in its lists, oldest first: a new post changes no other
drawing, and one that is edited rarely another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from placette.engine.base.text import place_of, slugify
from placette.engine.texts.motifs import Motif
from placette.features.pictures.families import OF_COMMUNES, SEA, Family, neutral_motif
from placette.features.pictures.palettes import suitable_palettes
from placette.features.posts import Article, motifs_of

_BESIDE, _NEAR = 3, 1
"""How much it costs to look like the post before, and like the one before that."""

_List = tuple[str, str]
"""A list that posts stand in: its kind and its name. A category and a tag of one name are two lists."""
_Before = tuple[Motif | None, str, Motif | None, str]
"""Motif and palette of the last post of a list, then of the one before it."""
_NOTHING: _Before = (None, "", None, "")


class Drawing(NamedTuple):
    """What is drawn, and the name of the palette."""

    motif: Motif
    palette: str

    def __str__(self) -> str:
        return f"{self.motif.value}-{self.palette}"


def plan_drawings(articles: Sequence[Article], communes: Mapping[str, str], family: Family) -> dict[str, Drawing]:
    """The drawing of each post, by source path. ``articles`` come newest first; ``communes`` are names by code."""
    last: dict[_List, _Before] = {}
    planned: dict[str, Drawing] = {}
    for article in reversed(articles):
        motif, taken = _motif(article, communes, family), dict[str, int]()
        lists = _lists(article)
        before = [last.get(one, _NOTHING) for one in lists]
        for one, beside, other, near in before:
            if one is motif:
                taken[beside] = taken.get(beside, 0) + _BESIDE
            if other is motif:
                taken[near] = taken.get(near, 0) + _NEAR
        palette = _palette(article.slug, motif, taken)
        planned[article.path] = Drawing(motif, palette)
        for own, (one, beside, _, _) in zip(lists, before, strict=True):
            last[own] = (motif, palette, one, beside)
    return planned


def _lists(article: Article) -> list[_List]:
    """The lists that a post stands in; the first is that of the site."""
    lists = [("site", ""), ("category", article.category.slug)]
    lists += [("series", article.series)] if article.series else []
    lists += [("commune", code) for code in article.communes]
    lists += [("author", key) for key in article.authors]
    return lists + [("tag", tag.slug) for tag in article.tags]


def subject_drawing(name: str, slug: str, family: Family) -> Drawing:
    """The drawing of a subject, as a category, by its name."""
    found = (motif for motif in motifs_of(name, (), "") if motif not in family.absent)
    motif = next(found, None) or neutral_motif(slug, family)
    return Drawing(motif, _palette(slug, motif, {}))


def read_drawing(written: str, slug: str, family: Family) -> Drawing:
    """A drawing as it is written into addresses and cards; one of the territory's for none."""
    motif, _, palette = written.partition("-")
    if written:
        return Drawing(Motif(motif), palette)
    neutral = neutral_motif(slug, family)
    return Drawing(neutral, _palette(slug, neutral, {}))


def _motif(article: Article, communes: Mapping[str, str], family: Family) -> Motif:
    """Its own choice; or what its words name and its territory has; or what the names of its communes say."""
    if article.motif:
        return article.motif
    for motif in article.motifs:
        if motif not in family.absent or (motif in SEA and SEA.intersection(_of_communes(article, communes))):
            return motif
    return next(iter(_of_communes(article, communes)), None) or neutral_motif(article.slug, family)


def _of_communes(article: Article, communes: Mapping[str, str]) -> list[Motif]:
    return [motif for code in article.communes if (motif := _of_name(communes[code]))]


@cache
def _of_name(commune: str) -> Motif | None:
    slug = f"-{slugify(commune)}"
    return next((motif for end, motif in OF_COMMUNES.items() if slug.endswith(end)), None)


def _palette(slug: str, motif: Motif, taken: Mapping[str, int]) -> str:
    """The first of a motif's palettes, from a place that the slug chooses, that costs least."""
    names = suitable_palettes(motif)
    start = place_of(slug, len(names))
    if names[start] not in taken:  # nearly always
        return names[start]
    ordered = (*names[start:], *names[:start])
    free = next((name for name in ordered if name not in taken), None)
    return free or min(ordered, key=taken.__getitem__)
