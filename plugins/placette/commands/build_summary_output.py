"""The summary of a build, in a sentence whose numbers add up to all texts that were found."""

from __future__ import annotations

from collections.abc import Iterable

from placette.commands.site_tasks import WORDS, _
from placette.engine.content.build_summary import BuildSummary

COUNTED = (
    *("post", "page", "person", "series", "event", "community", "call", "walk", "reply", "receipt"),
    *("question", "answer"),
)
"""The kinds of texts that have a word of their own here, by name: features are not loaded for that."""


def summary_sentences(
    build_summary: BuildSummary, counts: tuple[int, int, int], seconds: float, *, listed: bool = False
) -> str:
    """Return the result of a build in two lines. ``counts`` are the files written, removed and unchanged.

    ``listed`` if the problems of texts that were left out are shown above.
    """
    put, remove, same = counts
    changed = _("{put} files written, {remove} removed, {same} unchanged").format(put=put, remove=remove, same=same)
    return f"{fates(build_summary, listed=listed)}\n{changed} ({seconds:.1f}\u00a0s)"


def fates(build_summary: BuildSummary, *, listed: bool = False) -> str:
    """Return how many texts have each status; ``listed`` if the problems of refused texts are shown above."""
    waiting, drafts = sum(build_summary.scheduled.values()), sum(build_summary.drafts.values())
    ngettext = WORDS.ngettext
    aside = (
        (waiting, ngettext("{count} scheduled", "{count} scheduled", waiting)),
        (drafts, ngettext("{count} draft", "{count} drafts", drafts)),
        (build_summary.gone, ngettext("{count} withdrawn", "{count} withdrawn", build_summary.gone)),
    )
    refused = (
        ngettext("{count} refused: see above", "{count} refused: see above", build_summary.refused)
        if listed
        else ngettext(
            "{count} refused: invoke check says why", "{count} refused: invoke check says why", build_summary.refused
        )
    )
    sentences = (_joined(_published(build_summary)), _joined(aside), _joined([(build_summary.refused, refused)]))
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


def _published(build_summary: BuildSummary) -> list[tuple[int, str]]:
    """Return how many texts of each kind are shown, with words; those of a site's own features together."""
    counts = [build_summary.published.get(kind, 0) for kind in COUNTED]
    posts, pages, profiles, series, events, communities, calls, walks, replies, receipts, asked, answered = counts
    others = sum(build_summary.published.values()) - sum(counts)
    ngettext = WORDS.ngettext
    return [
        (posts, ngettext("{count} post published", "{count} posts published", posts)),
        (pages, ngettext("{count} page", "{count} pages", pages)),
        (profiles, ngettext("{count} profile", "{count} profiles", profiles)),
        (series, ngettext("{count} series", "{count} series", series)),
        (events, ngettext("{count} event", "{count} events", events)),
        (communities, ngettext("{count} community", "{count} communities", communities)),
        (calls, ngettext("{count} call for posts", "{count} calls for posts", calls)),
        (walks, ngettext("{count} walk", "{count} walks", walks)),
        (replies, ngettext("{count} short reply", "{count} short replies", replies)),
        (receipts, ngettext("{count} receipt of a letter", "{count} receipts of letters", receipts)),
        (asked, ngettext("{count} question", "{count} questions", asked)),
        (answered, ngettext("{count} answer", "{count} answers", answered)),
        (others, ngettext("{count} other text", "{count} other texts", others)),
    ]


def _joined(counted: Iterable[tuple[int, str]]) -> str:
    return ", ".join(said.format(count=count) for count, said in counted if count)
