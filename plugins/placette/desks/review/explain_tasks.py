"""Task: explain."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette.desks.review.explaining import for_terminal, shown_from
from placette.desks.site_tasks import ROOT, _
from placette.engine.base.message import N_
from placette.engine.base.text import nearest
from placette.engine.base.words import site_language
from placette.engine.problems.manual import explained_codes, manual_page, paragraph
from placette.engine.problems.reports import printable

_WIDEST = 100
"""Columns beyond which lines are hard to follow."""


@task(help={"code": N_("The code of a problem, as the check prints it: date-format.")})
def explain(_context: Context, code: str) -> None:
    """Say what the code of a problem means, why the site asks for it, and how to fix it."""
    language = site_language(ROOT)
    known = explained_codes(language)
    if code not in known:
        raise Exit(printable(_unknown(code, known)), 2)
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    page = shown_from(Path(manual_page(code, language)), ROOT)
    print(f"{code}\n\n{for_terminal(paragraph(code, language), width)}\n\n{page}")


def _unknown(code: str, known: Sequence[str]) -> str:
    """What to answer to a code that there isn't."""
    if not known:
        return _("The manual of problems is not at hand.")
    if near := nearest(code, known, 1):
        return _("The manual knows no code “{code}”. Did you mean “{near}”?").format(code=code, near=near[0])
    return _("The manual knows no code “{code}”. The check prints the code behind each message.").format(code=code)
