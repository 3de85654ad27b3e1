"""Whose posts a proposal claims to translate: their pages will lead to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from placette.desks.review.proposal_names import People
from placette.engine.library.draft import Draft
from placette.engine.problems.problems import Problem
from placette.features.posts.schema import ArticleMatter
from placette.features.translations import index_posts, meant_posts


def claimed_original(draft: Draft) -> str:
    """The name of the post that a text says it translates, as written; or empty."""
    return draft.matter.translation_of if isinstance(draft.matter, ArticleMatter) else ""


def judge_translation(
    draft: Draft,
    owners: Mapping[str, tuple[str, ...]],
    others: Collection[str],
    people: People,
    mine: frozenset[str],
) -> Iterator[Problem]:
    """A translation of a post that is none of the submitter's: the reviewer is told whose page will lead to it.

    ``others`` are the paths of texts that nobody in ``owners`` has signed.
    """
    if not (written := claimed_original(draft)):
        return
    for path in meant_posts(written, draft.path, index_posts({*owners, *others})):
        if (signers := owners.get(path)) and mine.isdisjoint(signers):
            yield draft.problem("proposal-translation", "translation_of", names=people.listed(signers))
