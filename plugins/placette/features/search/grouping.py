"""The files of groups: terms with their pages, summaries of what was divided, endings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from placette.engine.base.files import digest
from placette.engine.base.processes.forks import spread
from placette.engine.pages.workshop import Workshop
from placette.features.search.contents import EXACT, compact
from placette.features.search.groups import Tree
from placette.features.search.kept import ENDINGS, TERMS, GroupRow, KeptGroup, KeptIndex
from placette.features.search.leaves import nodes_of
from placette.features.search.naming import group_file
from placette.features.search.postings import MOST, published, told
from placette.features.search.putting import PutFile, put_all
from placette.features.search.summaries import SHORTEST, best_terms, summary_of

_SUMMARY = "s"
_LAST = "\U0010ffff"
"""No term holds it: what begins with something comes before that and this."""
_COST = 0.002
"""Seconds that it takes to serialise a group and to find its best terms."""


def write_terms(tree: Tree[list[int]], kept: KeptIndex, folder: str, workshop: Workshop) -> list[str]:
    """Write the groups of terms and the summaries that are not in place; the beginnings that have a summary."""
    made = dict(zip(tree.fresh, spread(_made, list(tree.fresh), tree, cost=_COST), strict=True))
    rows = {leaf: row for leaf, (row, _) in made.items()}
    kept.put_groups(TERMS, rows, tree.gone)
    digests = _digests(TERMS, tree, rows, kept)
    leaves = list(digests)
    groups = {
        folder + group_file(TERMS, leaf): PutFile(mark, partial(_published, tree, leaf, made))
        for leaf, mark in digests.items()
    }
    put_all(groups, workshop)
    nodes = sorted(node for node in nodes_of(digests) if len(node) >= SHORTEST and not node.startswith(EXACT))
    summaries = {}
    for node in nodes:
        below = leaves[bisect_left(leaves, node) : bisect_left(leaves, node + _LAST)]
        key = digest("".join([digests[leaf] for leaf in below]).encode())
        summaries[folder + group_file(_SUMMARY, node)] = PutFile(key, partial(_summary, below, kept))
    put_all(summaries, workshop)
    return nodes


def write_endings(tree: Tree[int], kept: KeptIndex, folder: str, workshop: Workshop) -> None:
    """Write the groups of endings that are not in place."""
    rows = {leaf: _row(tree, leaf, tree.fresh[leaf], []) for leaf in tree.fresh}
    kept.put_groups(ENDINGS, rows, tree.gone)
    groups = {
        folder + group_file(ENDINGS, leaf): PutFile(mark, partial(_endings, tree, leaf))
        for leaf, mark in _digests(ENDINGS, tree, rows, kept).items()
    }
    put_all(groups, workshop)


def _endings(tree: Tree[int], leaf: str) -> bytes:
    terms = sorted(tree.terms(leaf).items())
    words, steps = " ".join(term[::-1] for term, _ in terms), "".join(f"{step}" for _, step in terms)
    return compact({"terms": words, "often": steps})


def _summary(leaves: Sequence[str], kept: KeptIndex) -> bytes:
    return compact(summary_of(kept.best(TERMS, leaf) for leaf in leaves))


def _published(tree: Tree[list[int]], leaf: str, made: Mapping[str, tuple[GroupRow, bytes]]) -> bytes:
    """The file of a group: what is kept of it, but for terms that are everywhere."""
    if leaf not in made:
        return _ordered({term: told(published(own)) for term, own in tree.terms(leaf).items()})
    row, file = made[leaf]
    return file or row.body.encode()


def _made(leaf: str, tree: Tree[list[int]]) -> tuple[GroupRow, bytes]:
    """What is kept of a group, and its file where that holds something else."""
    terms = tree.fresh[leaf]
    texts = {term: told(own) for term, own in terms.items()}
    row = _row(tree, leaf, texts, best_terms(terms, texts) if _is_in_summary(leaf, terms) else [])
    everywhere = {term: told(published(own)) for term, own in terms.items() if own[0] > MOST}
    return row, _ordered(texts | everywhere) if everywhere else b""


def _is_in_summary(leaf: str, terms: Collection[str]) -> bool:
    """Whether a summary may take a group in: one for less than its beginning, or for its only term."""
    return len(leaf) >= SHORTEST + (leaf not in terms) and not leaf.startswith(EXACT)


def _row(tree: Tree[Any], leaf: str, values: Mapping[str, Any], best: list[Any]) -> GroupRow:
    body = _ordered(values)
    return GroupRow(KeptGroup(*tree.totals[leaf], digest(body)), body.decode(), compact(best).decode())


def _digests(name: str, tree: Tree[Any], rows: Mapping[str, GroupRow], kept: KeptIndex) -> dict[str, str]:
    """A digest of each group, in order."""
    return {leaf: rows[leaf].group.digest if leaf in rows else kept.groups[name, leaf].digest for leaf in tree.leaves}


def _ordered(terms: Mapping[str, Any]) -> bytes:
    return compact(dict(sorted(terms.items())))
