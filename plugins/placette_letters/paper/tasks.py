"""Task: sheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette.commands.reading_tasks import load_published_settings, settings_can_be_used
from placette.commands.site_tasks import _, need, what_failed
from placette.engine.base.files import write_atomic
from placette.engine.base.translation import N_
from placette.engine.problems.problems import printable
from placette.features.letterbox.receipts import MOST, sheet_number
from placette.plugin import open_desk

_PAGES = 500
"""The most sheets of one file: a ream of paper."""


@task(
    help={
        "count": N_("How many sheets, a page each."),
        "first": N_("The number of the first one, such as 12 for F-2026-0012; without it they have none."),
        "output": N_("The file to write, instead of sheet.pdf here."),
    },
)
def sheet(_context: Context, count: int = 1, first: int = 0, output: str = "sheet.pdf") -> None:
    """Make the paper sheet for the counter: ten lines, a photo, what the writer agrees to; a PDF to print."""
    need("poster", "fpdf2", "fonttools")
    # What draws PDFs takes a fifth of a second to import, which every other task would pay.
    from placette_letters.paper.sheet import make_sheets  # noqa: PLC0415

    day = date.today()
    numbers = _numbers(day.year, count, first)
    with settings_can_be_used():
        desk = open_desk(load_published_settings(READING_SKIP_INVALID=True))
    try:
        data = make_sheets(desk, numbers, day)
        write_atomic(Path(output), data)
    except (OSError, ValueError) as error:
        raise Exit(printable(_("The sheet could not be made: {what}").format(what=what_failed(error))), 2) from error
    print(printable(_("Written: {path}").format(path=output)))
    if first:
        print(
            _("Numbers {first} to {last}. The next one: --first {next}").format(
                first=numbers[0], last=numbers[-1], next=first + count
            )
        )


def _numbers(year: int, count: int, first: int) -> tuple[str, ...]:
    """The number of each sheet, or nothing; ends the task for more than a ream, or than a year has numbers."""
    if not 1 <= count <= _PAGES:
        raise Exit(_("--count takes a number from 1 to {most}.").format(most=_PAGES), 2)
    if first < 0 or first + count - 1 > MOST:
        raise Exit(_("Sheets have numbers from 1 to {most}.").format(most=MOST), 2)
    return tuple(sheet_number(year, first + one) if first else "" for one in range(count))
