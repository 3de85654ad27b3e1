"""The check's report for people: advice first, many of one kind folded; what blocks last; then the numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from gettext import NullTranslations

from placette.desks.review.formats import render_report
from placette.engine.base.message import N_, Severity
from placette.engine.problems.problems import Problem

_WHOLE = 5
"""Pieces of advice of one kind that are shown whole."""


def report_for_people(
    problems: Sequence[Problem], about: Collection[str] | None, form: str, words: NullTranslations, where: str = ""
) -> str:
    """The report in a form for people. Only advice on the files ``about`` (or all of it) is shown, the rest counted.

    ``where`` ends it if it shows a code: the sentence that says where codes are explained.
    """
    wrong = [found for found in problems if found.severity is Severity.BLOCKING]
    advice = [found for found in problems if found.severity is Severity.ADVICE]
    wanted = [found for found in advice if about is None or found.path in about]
    shown, folded = _fold(wanted)
    parts = [render_report(shown, form, words.gettext, "")] if shown else []
    parts += ["\n".join(_folded(folded, words))] if folded else []
    parts += [render_report(wrong, form, words.gettext, "")] if wrong else []
    end = [*_numbers(wrong, advice, len(advice) - len(wanted), words), *([where] if parts and where else [])]
    return "\n\n".join((*parts, *(["\n".join(end)] if end else [])))


def _fold(advice: Sequence[Problem]) -> tuple[list[Problem], Counter[str]]:
    """The pieces that are shown whole, and how many more there are of each kind."""
    seen: Counter[str] = Counter()
    shown = []
    for found in sorted(advice):
        seen[found.code] += 1
        if seen[found.code] <= _WHOLE:
            shown.append(found)
    return shown, Counter({code: count - _WHOLE for code, count in seen.items() if count > _WHOLE})


def _folded(folded: Counter[str], words: NullTranslations) -> Iterator[str]:
    for code, count in sorted(folded.items()):
        more = words.ngettext("… and {count} more like it: {code}", "… and {count} more like it: {code}", count)
        yield more.format(count=count, code=code)


def _numbers(
    wrong: Sequence[Problem], advice: Sequence[Problem], elsewhere: int, words: NullTranslations
) -> Iterator[str]:
    """A last line: what is to be fixed, the advice, and where more of it is."""
    said = []
    if wrong:
        said.append(_counted(words.gettext(N_("To fix")), wrong, words))
    if advice:
        said.append(_counted(words.gettext(N_("Advice")), advice, words))
    if elsewhere:
        left = words.ngettext(
            "{count} of them on texts that have not changed: --all shows it.",
            "{count} of them on texts that have not changed: --all shows them.",
            elsewhere,
        )
        said.append(left.format(count=elsewhere))
    if said:
        yield " ".join(said)


def _counted(label: str, problems: Sequence[Problem], words: NullTranslations) -> str:
    """«À corriger : 3, dans 2 fichiers.»"""
    files = len({found.path for found in problems})
    where = words.ngettext("{label}: {count}, in {files} file.", "{label}: {count}, in {files} files.", files)
    return where.format(label=label, count=len(problems), files=files)
