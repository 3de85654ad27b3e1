"""The stop of a build whose content has blocking problems."""

from __future__ import annotations

from collections.abc import Iterable

from placette.engine.base.catalogue import load_catalogue
from placette.engine.problems.problems import Problem
from placette.engine.problems.reports import render_plain


class ContentRefusedError(Exception):
    """Raised before anything is generated. ``exitcode`` 1 is that of a content error."""

    exitcode = 1

    def __init__(self, problems: Iterable[Problem], lang: str = "fr") -> None:
        self.problems = tuple(problems)
        super().__init__("\n" + render_plain(self.problems, load_catalogue(lang).gettext))
