"""Tasks: paper, poster, sheet."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette import (
    N_,
    _,
    announcing,
    letterbox,
    load_published_settings,
    long_date,
    need,
    open_published,
    open_site,
    post_named,
    printable,
    settings_can_be_used,
    what_failed,
    write_atomic,
)
from placette_gazette.contents import gather
from placette_gazette.issue import ISSUE
from placette_gazette.layout import SHEETS, PaperForm
from placette_gazette.paper import look_of, make_paper
from placette_gazette.posters import SIZES, make_poster, undrawn
from placette_gazette.sheets import make_sheets

_INKS = ("full", "light")
_PAGES = 500  # The most sheets of one file: a ream of paper


@task(
    help={
        "post": N_("The post: its short name, its file or its folder (content/articles/2026/the-wash-house)."),
        "size": N_("The size of the sheet: a4 or a5."),
        "output": N_("The file to write, instead of <short name>-a4.pdf here."),
    },
)
def poster(_context: Context, post: str = "", size: str = "a4", output: str = "") -> None:
    """Make a poster of a post for the village board: a PDF with a code that leads to it."""
    need("gazette", "typst")
    if not post:
        raise Exit(_("Which post? Example: invoke poster --post the-wash-house"), 2)
    if size.casefold() not in SIZES:
        sentence = _("“{size}” is not a size. Choose among: {sizes}")
        raise Exit(printable(sentence.format(size=size, sizes=", ".join(SIZES))), 2)
    published_site = open_published()
    article, state = post_named(post, published_site)
    target = Path(output or f"{article.slug}-{size.casefold()}.pdf")
    try:
        data = make_poster(article, published_site, size.casefold())
    except (OSError, ValueError) as error:
        raise Exit(printable(_("The poster could not be made: {what}").format(what=what_failed(error))), 2) from error
    try:
        write_atomic(target, data)
    except OSError as error:
        what = what_failed(error, named=False)
        raise Exit(printable(_("{path} cannot be written: {what}").format(path=target, what=what)), 2) from error
    if missing := undrawn(article.title):
        _print_note(_("These letters of the title cannot be printed: {letters}").format(letters=missing))
    if state is announcing.PostState.SCHEDULED:
        day = long_date(article.date, published_site.publisher.site.lang)
        _print_note(_("This post is published on {day}: until then the code leads nowhere.").format(day=day))
    print(printable(_("Written: {path}").format(path=target)))


@task(
    help={
        "issue": N_("The issue of the gazette that it is: 2026-12."),
        "form": N_("How it is printed: a4, or booklet (A5, to fold and staple)."),
        "columns": N_("How many columns a page of A4 has: 2 or 3."),
        "ink": N_("How much ink it takes: full, or light for old printers."),
        "output": N_("The file to write, instead of <short name>.pdf here."),
    },
)
def paper(
    _context: Context, issue: str = "", form: str = "a4", columns: int = 0, ink: str = "full", output: str = ""
) -> None:
    """Print an issue of the gazette in a form that the site doesn't offer: with little ink, in two columns."""
    need("gazette", "typst")
    if ink not in _INKS or form not in {*PaperForm} or (columns and (PaperForm(form), columns) not in SHEETS):
        raise Exit(_("Choose --form a4 or booklet, --ink full or light, --columns 2 or 3 (of A4)."), 2)
    with settings_can_be_used():
        site = open_site(load_published_settings(READING_SKIP_INVALID=True))
    found = site.texts(ISSUE).get(issue)
    if found is None:
        raise Exit(_("Which issue? Example: invoke paper --issue 2026-12 --ink light"), 2)
    target = Path(output or f"{issue}.pdf")
    try:
        printed = make_paper(gather(site, found), look_of(site), PaperForm(form), columns=columns, light=ink == "light")
        write_atomic(target, printed.pdf)
    except (OSError, ValueError) as error:
        raise Exit(printable(_("The issue could not be printed: {what}").format(what=what_failed(error))), 2) from error
    for warning in printed.warnings:
        _print_note(warning)
    print(printable(_("Written: {path}").format(path=target)))


def _print_note(sentence: str) -> None:
    print(printable(sentence), file=sys.stderr)


@task(
    help={
        "count": N_("How many sheets, a page each."),
        "first": N_("The number of the first one, such as 12 for F-2026-0012; without it they have none."),
        "output": N_("The file to write, instead of sheet.pdf here."),
    },
)
def sheet(_context: Context, count: int = 1, first: int = 0, output: str = "sheet.pdf") -> None:
    """Make the paper sheet for the counter: ten lines, a photo, what the writer agrees to; a PDF to print."""
    need("gazette", "typst")
    day = date.today()
    if not 1 <= count <= _PAGES:
        raise Exit(_("--count takes a number from 1 to {most}.").format(most=_PAGES), 2)
    if first < 0 or first + count - 1 > letterbox.MOST:
        raise Exit(_("Sheets have numbers from 1 to {most}.").format(most=letterbox.MOST), 2)
    numbers = tuple(letterbox.sheet_number(day.year, first + one) if first else "" for one in range(count))
    with settings_can_be_used():
        site = open_site(load_published_settings(READING_SKIP_INVALID=True))
    try:
        write_atomic(Path(output), make_sheets(site, numbers, day))
    except (OSError, ValueError) as error:
        raise Exit(printable(_("The sheet could not be made: {what}").format(what=what_failed(error))), 2) from error
    print(printable(_("Written: {path}").format(path=output)))
    if first:
        sentence = _("Numbers {first} to {last}. The next one: --first {next}")
        print(sentence.format(first=numbers[0], last=numbers[-1], next=first + count))
