"""``gazette``: issues on paper, as a book, on the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from placette import Build, Configured, Feature, LegalSettings, PageKind, Ports, Problem, Row, Site
from placette_gazette import pages
from placette_gazette.files import examine_files, write_issues
from placette_gazette.issue import ISSUE, PRINTING, GazetteSettings
from placette_gazette.letter import LetterSettings, examine_letter, subscription_of

__all__ = ["FEATURE", "register"]

_LARGE = 1000
"""Inhabitants from whom on the opposition has a space (code général des collectivités territoriales, L. 2121-27-1)."""


def _examined(site: Site) -> Iterator[Problem]:
    """Report the files that issues lack, and the space of the opposition where the law wants one."""
    law, newest = site.options("LEGAL", LegalSettings), next(iter(site.texts(ISSUE).values()), None)
    owes = law.publisher_kind == "commune" and law.inhabitants >= _LARGE and law.opposition != "sans-objet"
    if newest and owes and not newest.opposition:
        yield Problem.of("gazette-opposition", newest.path)
    yield from examine_files(site)
    yield from examine_letter(site)


def _status_rows(settings: Mapping[str, Any]) -> Callable[[Build], tuple[str, Sequence[Row]]]:
    from placette_gazette import gazette_tasks  # noqa: PLC0415 - a build has no use for it

    return lambda build: ("deadlines", gazette_tasks.remind(settings, build.now.date()))


FEATURE = Feature(
    name="gazette",
    order=92,
    kinds=(ISSUE,),
    extensions=(PRINTING,),
    configure=lambda _settings: Configured(services={Ports.STATUS_ROWS: _status_rows}),
    settings={"GAZETTE": GazetteSettings, "LETTER": LetterSettings},
    addresses=(pages.ISSUES, pages.ISSUE_PAGE, pages.FEED),
    pages=(
        PageKind("gazette", pages.compose_gazette),
        PageKind("issue", pages.compose_issue, "WebPage", above=pages.ISSUES),
    ),
    singles=(pages.GAZETTE_LIST,),
    requests=pages.issue_requests,
    entry=pages.issue_entry,
    announces=pages.announced_feed,
    marks=pages.marks,
    offers={Ports.ANNOUNCEABLE: pages.announced_issues, Ports.SUBSCRIPTION: subscription_of},
    listed=pages.listed,
    sections=pages.sections,
    searched=pages.searched,
    files=write_issues,
    moments=pages.moments,
    examined=_examined,
    templates=Path(__file__).parent / "templates",
)
register = FEATURE.register
