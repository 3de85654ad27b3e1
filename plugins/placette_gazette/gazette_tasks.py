"""Tasks: gazette, book, paper."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from invoke import Context, task

from placette import (
    CALL,
    N_,
    POST,
    ROOT,
    Article,
    Commune,
    Row,
    SettingError,
    Site,
    _,
    authors,
    draft_text,
    file_failed,
    load_published_settings,
    need,
    open_site,
    posts,
    printable,
    quoted,
    refuse,
    slugify,
    translations,
    what_failed,
    write_atomic,
)
from placette_gazette.contents import Edition, collect, gather
from placette_gazette.issue import (
    FOLDER,
    ISSUE,
    Issue,
    IssueMatter,
    Portion,
    may_be_printed,
    named_posts,
    period_words,
    starts,
)
from placette_gazette.layout import SHEETS, PaperForm
from placette_gazette.letter import list_named

_LONG = 900
"""Words of a post of which a month's issue has the beginning alone."""
_COMING = timedelta(days=45)


def opened_site() -> Site:
    """Read the site as it is published; ends the task (2) for settings that can't be used."""
    try:
        return open_site(load_published_settings(READING_SKIP_INVALID=True))
    except (SettingError, OSError) as error:
        refuse(N_("A setting cannot be used: {what}"), what=what_failed(error))


def write_made(path: Path, make: Callable[[], bytes], failed: str) -> None:
    """Write what ``make`` returns, and say so; ends the task (2) where it can't be made (``failed``) or written."""
    try:
        data = make()
    except (OSError, ValueError) as error:
        refuse(failed, what=what_failed(error))
    try:
        write_atomic(path, data)
    except OSError as error:
        refuse(N_("{path} cannot be written: {what}"), path=path, what=what_failed(error, named=False))
    print(printable(_("Written: {path}").format(path=path)))


@dataclass(frozen=True, slots=True)
class _Part:
    """What an issue is of: the name of its file, its period, the days of its posts, their commune."""

    name: str
    period: str
    first: datetime
    last: datetime
    commune: Commune | None = None

    def holds(self, article: Article) -> bool:
        """Return whether a post belongs to it."""
        at = self.commune is None or self.commune.code in article.communes
        return at and self.first <= article.date.replace(tzinfo=None) < self.last


@task(
    help={
        "month": N_("The month that the issue is of: 2026-12."),
        "year": N_("The year that it is of: 2026."),
        "commune": N_("The commune that it is of: its name or its INSEE code; with --month or --year, of that time."),
        "again": N_("Offer posts too that stood in an issue before."),
        "show": N_("Only show what it would hold."),
    }
)
def gazette(
    _context: Context, month: str = "", year: str = "", commune: str = "", again: bool = False, show: bool = False
) -> None:
    """Begin an issue of the gazette from what was published: a file to put in order, with its editorial to write."""
    site = opened_site()
    part = _part(month, year, commune, site)
    earlier = set[str]() if again else _taken(site)
    chosen_posts = [post for post in reversed(posts.published(site)) if part.holds(post) and post.path not in earlier]
    if not chosen_posts:
        refuse(N_("Nothing was published then that no issue holds already. --again offers all of it."), 1)
    if show:
        for post in chosen_posts:
            print(printable(f"{post.date:%Y-%m-%d}  {post.title} ({_(_SAID[_portion(post, part)])})"))
        return
    file = Path(site.settings["PATH"], FOLDER, f"{part.name}.md")
    try:
        file.parent.mkdir(exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as target:
            target.write(_text(chosen_posts, part, site))
    except FileExistsError:
        refuse(N_("{path} is there already: nothing was written."), path=file)
    except OSError as error:
        raise file_failed(error) from error
    print(printable(_("Written: {path}").format(path=file.relative_to(ROOT) if file.is_relative_to(ROOT) else file)))
    print(_("A draft: put its posts in order, write the editorial, then take out the line that says so."))


def _part(month: str, year: str, commune: str, site: Site) -> _Part:
    """Return what the issue is of; ends the task for what can't be meant."""
    period, now = month or year, site.build.now.replace(tzinfo=None)
    begins = starts(period)
    if (period and begins is None) or (month and year) or not (period or commune):
        refuse(N_("Say what it is of: --month 2026-12, --year 2026 or --commune, whose name is known here."))
    first, is_month = begins or (datetime(1990, 1, 1), False)
    if first > now:
        refuse(N_("{period} has not begun."), period=period)
    last = (first + timedelta(days=32)).replace(day=1) if is_month else first.replace(year=first.year + 1)
    places = site.build.communes.find(commune) if commune else ()
    if commune and len(places) != 1:
        names = ", ".join(f"{item.name} ({item.code})" for item in places) or "–"
        refuse(N_("“{name}” is not one commune of the territory: {names}"), name=commune, names=names)
    place = places[0] if places else None
    stem = "-".join(filter(None, (slugify(place.name) if place else "", period)))
    name = stem if place or is_month else slugify(_("year")) + f"-{period}"
    return _Part(name, period, first, last if begins else datetime.max, place)


def _taken(site: Site) -> set[str]:
    """Return the posts (source paths) that stand in an issue, also in one that waits."""
    index = translations.index_posts(site.build.addresses)
    issues: Iterable[Issue] = (*site.build.of(ISSUE), *site.build.scheduled(ISSUE), *site.build.drafts(ISSUE))
    names = (
        (name, issue.date)
        for issue in issues
        for name in (*(choice.post for choice in issue.chosen), *issue.opposition)
    )
    return {path for name, day in names for path in named_posts(name, day, index)}


_SAID = {
    Portion.WHOLE: N_("whole"),
    Portion.SHORT: N_("its beginning"),
    Portion.LINE: N_("a line: all rights are reserved"),
}


def _portion(article: Article, part: _Part) -> Portion:
    if not may_be_printed(article):
        return Portion.LINE
    is_year = len(part.period) == len("2026") and part.commune is None
    return Portion.SHORT if is_year or article.body.words > _LONG else Portion.WHOLE


def _text(found: Iterable[Article], part: _Part, site: Site) -> str:
    """Return the file of an issue, with French keys where the site is French."""
    today, french, people = site.build.now, site.lang == "fr", authors.profiles(site)
    words = period_words(part.period, site.lang)
    title = ", ".join(filter(None, (part.commune.name if part.commune else site.site_name, words)))
    numbers = [int(post.number) for post in site.build.of(ISSUE) if post.number.isdecimal()]
    opposing = {key for key, person in people.items() if person.side is authors.Side.OPPOSITION}
    short = ": court" if french else ": short"
    listed, opposed = "", ""
    for post in found:
        name = f"\n- {translations.dated_name(post.path)}"  # its year too: another may have a folder of that name
        if opposing.intersection(post.authors):
            opposed += name
        else:
            listed += name + (short if _portion(post, part) is Portion.SHORT else "")
    values = (
        (("titre", "title"), quoted(title)),
        (("numéro", "number"), f"{max(numbers, default=0) + 1}" if not part.commune and "-" in part.period else ""),
        (("date", "date"), f"{today:%Y-%m-%d}"),
        (("période", "period"), part.period),
        (("statut", "status"), "brouillon" if french else "draft"),
        (("billets", "posts"), listed),
        (("opposition", "opposition"), opposed),
        (("agenda_jusqu_au", "events_until"), f"{today + _COMING:%Y-%m-%d}"),
        (("réponses_depuis", "answers_since"), f"{part.first:%Y-%m-%d}" if part.period else ""),
        (("appels", "calls"), f"[{', '.join(post.slug for post in site.build.of(CALL) if post.closes > today)}]"),
    )
    lines = (
        f"{names[0 if french else 1]}: {value}".replace(": \n", ":\n").rstrip() for names, value in values if value
    )
    return "---\n" + "\n".join(lines) + "\n---\n"


@task(
    help={
        "of": N_("A series, a commune, a category, an author …, by the name that the site shows."),
        "year": N_("The year whose posts it holds: 2026."),
        "issue": N_("The issue of the gazette that it is: 2026-12."),
        "output": N_("The file to write, instead of <short name>.epub here."),
    }
)
def book(_context: Context, of: str = "", year: str = "", issue: str = "", output: str = "") -> None:
    """Make a book for e-readers (EPUB) of a series or another list, of a year, of an issue of the gazette."""
    from placette_gazette.book import book_of  # noqa: PLC0415 - what draws takes a moment to import

    site = opened_site()
    edition = _edition(of, year, issue, site)
    if edition is None:
        refuse(N_("Say what it holds: --of with the name of a list here, --year 2026 or --issue 2026-12."))
    make = partial(book_of, edition, site)
    write_made(Path(output or f"{edition.slug}.epub"), make, N_("A file cannot be read or written: {what}"))


def _edition(of: str, year: str, issue: str, site: Site) -> Edition | None:
    """Return what a book holds: an issue as it is, other posts whole, the oldest first; None for nothing."""
    if issue:
        return gather(site, site.texts(ISSUE)[issue]) if issue in site.texts(ISSUE) else None
    title, members = list_named(of, site) if of else (f"{site.site_name}, {year}", ())
    paths = [post.path for post in posts.published(site) if (post.path in members if of else f"{post.date:%Y}" == year)]
    return collect(site, (slugify(title), title), reversed(paths), Portion.WHOLE) if paths else None


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
    from placette_gazette.paper import look_of, make_paper  # noqa: PLC0415 - as above

    need("gazette", "typst")
    if ink not in {"full", "light"} or form not in {*PaperForm} or (columns and (form, columns) not in SHEETS):
        refuse(N_("Choose --form a4 or booklet, --ink full or light, --columns 2 or 3 (of A4)."))
    site = opened_site()
    printed_issue = site.texts(ISSUE).get(issue)
    if printed_issue is None:
        refuse(N_("Which issue? Example: invoke paper --issue 2026-12 --ink light"))

    def make() -> bytes:
        light = ink == "light"
        printed = make_paper(gather(site, printed_issue), look_of(site), PaperForm(form), columns=columns, light=light)
        for warning in printed.warnings:
            print(printable(warning), file=sys.stderr)
        return printed.pdf

    write_made(Path(output or f"{issue}.pdf"), make, N_("The issue could not be printed: {what}"))


def remind(settings: Mapping[str, Any], today: date) -> list[Row]:
    """Name the issues that were printed and name somebody who left: posts of theirs that were withdrawn since."""
    content = Path(settings["PATH"])
    waiting = [
        f"{file.stem}: {names}"
        for file in sorted(content.glob(f"{FOLDER}/*.md"))
        if file.is_file() and (names := _left(file, today))
    ]
    what = _("Printed issues with texts that were withdrawn since: {count}").format(count=len(waiting))
    return [Row(what, "; ".join(waiting), mend="invoke explain issue-post-gone")] if waiting else []


def _left(file: Path, today: date) -> str:
    """Return the posts of an issue that are out of it again, as it names them."""
    matter = draft_text(f"{FOLDER}/{file.name}", ISSUE, file.read_bytes()).matter
    if not isinstance(matter, IssueMatter) or matter.status == "draft" or matter.date.date() > today:
        return ""
    content = file.parents[1]
    every = filter(Path.is_file, content.glob("articles/*/*/index.md"))
    index = translations.index_posts(path.relative_to(content).as_posix() for path in every)
    names = (*(choice.post for choice in matter.posts), *matter.opposition)
    candidates = ((name, named_posts(name, matter.date, index)) for name in names)
    return ", ".join(
        name
        for name, paths in candidates
        if len(paths) == 1 and draft_text(paths[0], POST, (content / paths[0]).read_bytes()).is_withdrawn
    )
