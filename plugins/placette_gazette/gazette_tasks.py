"""Tasks: gazette, book."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from invoke import Context, task

from placette import (
    CALL,
    N_,
    POST,
    Article,
    Draft,
    Files,
    PostNames,
    Problem,
    Project,
    Row,
    SettingError,
    Site,
    Task,
    Words,
    _,
    authors,
    posts,
    quoted,
)
from placette_gazette.contents import collect
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
from placette_gazette.letter import list_named

_LONG = 900
"""Words of a post of which a month's issue has the beginning alone."""
_COMING = timedelta(days=45)


def opened_site() -> Site:
    """Read the site as it is published; ends the task (2) for settings that can't be used."""
    try:
        return Project.open(Project.published_settings(READING_SKIP_INVALID=True))
    except (SettingError, OSError) as error:
        Task.refuse(N_("A setting cannot be used: {what}"), what=Task.what_failed(error))


def write_made(path: Path, make: Callable[[], bytes], failed: str) -> None:
    """Write what ``make`` returns, and say so; ends the task (2) where it can't be made (``failed``) or written."""
    try:
        data = make()
    except (OSError, ValueError) as error:
        Task.refuse(failed, what=Task.what_failed(error))
    try:
        Files.write_atomic(path, data)
    except OSError as error:
        Task.refuse(N_("{path} cannot be written: {what}"), path=path, what=Task.what_failed(error, named=False))
    print(Problem.printable(_("Written: {path}").format(path=path)))


@task(
    help={
        "month": N_("The month that the issue is of: 2026-12."),
        "year": N_("The year that it is of: 2026."),
        "show": N_("Only show what it would hold."),
    }
)
def gazette(_context: Context, month: str = "", year: str = "", show: bool = False) -> None:
    """Begin an issue of the gazette from what was published: a file to put in order, with its editorial to write."""
    site, period = opened_site(), month or year
    begins = starts(period)
    if begins is None or (month and year):
        Task.refuse(N_("Say what it is of: --month 2026-12 or --year 2026."))
    first, is_month = begins
    if first > site.build.now.replace(tzinfo=None):
        Task.refuse(N_("{period} has not begun."), period=period)
    last = (first + timedelta(days=32)).replace(day=1) if is_month else first.replace(year=first.year + 1)
    days, earlier = {post.path: post.date.replace(tzinfo=None) for post in posts.published(site)}, _taken(site)
    new = [p for p in reversed(posts.published(site)) if first <= days[p.path] < last and p.path not in earlier]
    if not new:
        Task.refuse(N_("Nothing was published then that no issue holds already."), 1)
    if show:
        for post in new:
            print(
                Problem.printable(f"{post.date:%Y-%m-%d}  {post.title} ({_(_SAID[_portion(post, is_month=is_month)])})")
            )
        return
    name = period if is_month else Words.slugify(_("year")) + f"-{period}"
    file = Path(site.settings["PATH"], FOLDER, f"{name}.md")
    try:
        file.parent.mkdir(exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as target:
            target.write(_text(new, period, first, site, is_month=is_month))
    except FileExistsError:
        Task.refuse(N_("{path} is there already: nothing was written."), path=file)
    print(
        Problem.printable(
            _("Written: {path}").format(path=file.relative_to(Task.ROOT) if file.is_relative_to(Task.ROOT) else file)
        )
    )
    print(_("A draft: put its posts in order, write the editorial, then take out the line that says so."))


def _taken(site: Site) -> set[str]:
    """Return the posts (source paths) that stand in an issue, also in one that waits."""
    index = PostNames(site.build.addresses)
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


def _portion(article: Article, *, is_month: bool) -> Portion:
    if not may_be_printed(article):
        return Portion.LINE
    return Portion.WHOLE if is_month and article.body.words <= _LONG else Portion.SHORT


def _text(found: Iterable[Article], period: str, first: datetime, site: Site, *, is_month: bool) -> str:
    """Return the file of an issue, with French keys where the site is French."""
    today, french, people = site.build.now, site.lang == "fr", authors.profiles(site)
    title = f"{site.site_name}, {period_words(period, site.lang)}"
    numbers = [int(post.number) for post in site.build.of(ISSUE) if post.number.isdecimal()]
    opposing = {key for key, person in people.items() if person.side is authors.Side.OPPOSITION}
    short = ": court" if french else ": short"
    listed, opposed = "", ""
    for post in found:
        name = f"\n- {PostNames.dated(post.path)}"  # its year too: another may have a folder of that name
        if opposing.intersection(post.authors):
            opposed += name
        else:
            listed += name + (short if _portion(post, is_month=is_month) is Portion.SHORT else "")
    values = (
        (("titre", "title"), quoted(title)),
        (("numéro", "number"), f"{max(numbers, default=0) + 1}" if is_month else ""),
        (("date", "date"), f"{today:%Y-%m-%d}"),
        (("période", "period"), period),
        (("statut", "status"), "brouillon" if french else "draft"),
        (("billets", "posts"), listed),
        (("opposition", "opposition"), opposed),
        (("agenda_jusqu_au", "events_until"), f"{today + _COMING:%Y-%m-%d}"),
        (("réponses_depuis", "answers_since"), f"{first:%Y-%m-%d}"),
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
        "output": N_("The file to write, instead of <short name>.epub here."),
    }
)
def book(_context: Context, of: str = "", year: str = "", output: str = "") -> None:
    """Make a book for e-readers (EPUB) of a series or another list, or of a year."""
    from placette_gazette.book import book_of  # noqa: PLC0415 - what draws takes a moment to import

    site = opened_site()
    title, members = list_named(of, site) if of else (f"{site.site_name}, {year}", ())
    paths = [post.path for post in posts.published(site) if (post.path in members if of else f"{post.date:%Y}" == year)]
    if not paths:
        Task.refuse(N_("Say what it holds: --of with the name of a list here, or --year 2026."))
    edition = collect(site, (Words.slugify(title), title), reversed(paths), Portion.WHOLE)
    make = partial(book_of, edition, site)
    write_made(Path(output or f"{edition.slug}.epub"), make, N_("A file cannot be read or written: {what}"))


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
    matter = Draft.read(f"{FOLDER}/{file.name}", ISSUE, file.read_bytes()).matter
    if not isinstance(matter, IssueMatter) or matter.status == "draft" or matter.date.date() > today:
        return ""
    content = file.parents[1]
    every = filter(Path.is_file, content.glob("articles/*/*/index.md"))
    index = PostNames(path.relative_to(content).as_posix() for path in every)
    names = (*(choice.post for choice in matter.posts), *matter.opposition)
    candidates = ((name, named_posts(name, matter.date, index)) for name in names)
    return ", ".join(
        name
        for name, paths in candidates
        if len(paths) == 1 and Draft.read(paths[0], POST, (content / paths[0]).read_bytes()).is_withdrawn
    )
