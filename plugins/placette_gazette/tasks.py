"""Tasks: gazette, book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from invoke import Context, Exit, task

from placette import (
    N_,
    POST,
    ROOT,
    Article,
    Commune,
    SettingError,
    Site,
    _,
    authors,
    calls,
    draft_text,
    file_failed,
    letterbox,
    load_published_settings,
    open_site,
    posts,
    printable,
    quoted,
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
from placette_gazette.letter import list_named

_LONG = 900
"""Words of a post of which a month's issue has the beginning alone."""
_COMING = timedelta(days=45)


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
    taken = set[str]() if again else _taken(site)
    found = [one for one in reversed(posts.published(site)) if part.holds(one) and one.path not in taken]
    if not found:
        raise Exit(_("Nothing was published then that no issue holds already. --again offers all of it."), 1)
    if show:
        print("\n".join(map(printable, _shown(found, part))))
        return
    file = Path(site.settings["PATH"], FOLDER, f"{part.name}.md")
    try:
        file.parent.mkdir(exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as written:
            written.write(_text(found, part, site))
    except FileExistsError as error:
        raise Exit(printable(_("{path} is there already: nothing was written.").format(path=file)), 2) from error
    except OSError as error:
        raise file_failed(error) from error
    print(printable(_("Written: {path}").format(path=file.relative_to(ROOT) if file.is_relative_to(ROOT) else file)))
    print(_("A draft: put its posts in order, write the editorial, then take out the line that says so."))


def opened_site() -> Site:
    """Read the site as it is published; ends the task (2) for settings that can't be used."""
    try:
        return open_site(load_published_settings(READING_SKIP_INVALID=True))
    except (SettingError, OSError) as error:
        raise Exit(printable(_("A setting cannot be used: {what}").format(what=what_failed(error))), 2) from error


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
        raise Exit(_("Say what it holds: --of with the name of a list here, --year 2026 or --issue 2026-12."), 2)
    path = Path(output or f"{edition.slug}.epub")
    try:
        write_atomic(path, book_of(edition, site))
    except OSError as error:
        raise file_failed(error) from error
    print(printable(_("Written: {path}").format(path=path)))


def _edition(of: str, year: str, issue: str, site: Site) -> Edition | None:
    """Return what a book holds: an issue as it is, other posts whole, the oldest first; None for nothing."""
    if issue:
        return gather(site, site.texts(ISSUE)[issue]) if issue in site.texts(ISSUE) else None
    title, wanted = list_named(of, site) if of else (f"{site.site_name}, {year}", ())
    found = [one.path for one in posts.published(site) if (one.path in wanted if of else f"{one.date:%Y}" == year)]
    return collect(site, (slugify(title), title), reversed(found), Portion.WHOLE) if found else None


def _part(month: str, year: str, commune: str, site: Site) -> _Part:
    """Return what the issue is of; ends the task for what can't be meant."""
    period, now = month or year, site.build.now.replace(tzinfo=None)
    begins = starts(period)
    if (period and begins is None) or (month and year) or not (period or commune):
        raise Exit(_("Say what it is of: --month 2026-12, --year 2026 or --commune, whose name is known here."), 2)
    first, is_month = begins or (datetime(1990, 1, 1), False)
    if first > now:
        raise Exit(printable(_("{period} has not begun.").format(period=period)), 2)
    last = (first + timedelta(days=32)).replace(day=1) if is_month else first.replace(year=first.year + 1)
    places = site.build.communes.find(commune) if commune else ()
    if commune and len(places) != 1:
        names = ", ".join(f"{one.name} ({one.code})" for one in places) or "–"
        sentence = _("“{name}” is not one commune of the territory: {names}")
        raise Exit(printable(sentence.format(name=commune, names=names)), 2)
    place = places[0] if places else None
    stem = "-".join(filter(None, (slugify(place.name) if place else "", period)))
    name = stem if place or is_month else slugify(_("year")) + f"-{period}"
    return _Part(name, period, first, last if begins else datetime.max, place)


def _taken(site: Site) -> set[str]:
    """The posts (source paths) that stand in an issue, also in one that waits."""
    known, found = translations.index_posts(site.build.addresses), set[str]()
    issues: Iterable[Issue] = (*site.build.of(ISSUE), *site.build.scheduled(ISSUE), *site.build.drafts(ISSUE))
    for issue in issues:
        for name in (*(choice.post for choice in issue.chosen), *issue.opposition):
            found.update(named_posts(name, issue.date, known))
    return found


def _portion(article: Article, part: _Part) -> Portion:
    if not may_be_printed(article):
        return Portion.LINE
    is_year = len(part.period) == len("2026") and part.commune is None
    return Portion.SHORT if is_year or article.body.words > _LONG else Portion.WHOLE


_SAID = {
    Portion.WHOLE: N_("whole"),
    Portion.SHORT: N_("its beginning"),
    Portion.LINE: N_("a line: all rights are reserved"),
}


def _shown(found: Iterable[Article], part: _Part) -> Iterator[str]:
    for one in found:
        yield f"{one.date:%Y-%m-%d}  {one.title} ({_(_SAID[_portion(one, part)])})"


def _text(found: Iterable[Article], part: _Part, site: Site) -> str:
    """Return the file of an issue, with French keys where the site is French."""
    today, french = site.build.now, site.lang == "fr"
    words = period_words(part.period, site.lang)
    title = ", ".join(filter(None, (part.commune.name if part.commune else site.site_name, words)))
    numbers = [int(one.number) for one in site.build.of(ISSUE) if one.number.isdecimal()]
    opposed = [one for one in found if _is_opposed(one, site)]
    open_ones = (one for one in site.build.of(calls.CALL) if one.closes > today)
    whole = {Portion.WHOLE: "", Portion.SHORT: (": court" if french else ": short"), Portion.LINE: ""}
    listed = [f"- {_name(one)}{whole[_portion(one, part)]}" for one in found if one not in opposed]
    values = (
        (("titre", "title"), quoted(title)),
        (("numéro", "number"), f"{max(numbers, default=0) + 1}" if not part.commune and "-" in part.period else ""),
        (("date", "date"), f"{today:%Y-%m-%d}"),
        (("période", "period"), part.period),
        (("statut", "status"), "brouillon" if french else "draft"),
        (("billets", "posts"), "".join(f"\n{line}" for line in listed)),
        (("opposition", "opposition"), "".join(f"\n- {_name(one)}" for one in opposed)),
        (("agenda_jusqu_au", "events_until"), f"{today + _COMING:%Y-%m-%d}"),
        (("réponses_depuis", "answers_since"), f"{part.first:%Y-%m-%d}" if part.period else ""),
        (("appels", "calls"), f"[{', '.join(one.slug for one in open_ones)}]"),
    )
    lines = (
        f"{names[0 if french else 1]}: {value}".replace(": \n", ":\n").rstrip() for names, value in values if value
    )
    return "---\n" + "\n".join(lines) + "\n---\n"


def _name(article: Article) -> str:
    """Return the name of a post's folder with its year: it stays clear when another year has that name."""
    return translations.dated_name(article.path)


def _is_opposed(article: Article, site: Site) -> bool:
    """Return whether an elected person who isn't of the majority signs a post."""
    people = authors.profiles(site)
    return any(key in people and people[key].side is authors.Side.OPPOSITION for key in article.authors)


def remind(settings: Mapping[str, Any], today: date) -> letterbox.Reminder | None:
    """Name the issues that were printed and name somebody who left: posts of theirs that were withdrawn since."""
    content = Path(settings["PATH"])
    found = [
        f"{file.stem}: {names}"
        for file in sorted(content.glob(f"{FOLDER}/*.md"))
        if file.is_file() and (names := _left(file, today))
    ]
    what = _("Printed issues with texts that were withdrawn since: {count}").format(count=len(found))
    return letterbox.Reminder(what, "; ".join(found), "invoke explain issue-post-gone") if found else None


def _left(file: Path, today: date) -> str:
    """Return the posts of an issue that are out of it again, as it names them."""
    matter = draft_text(f"{FOLDER}/{file.name}", ISSUE, file.read_bytes()).matter
    if not isinstance(matter, IssueMatter) or matter.status == "draft" or matter.date.date() > today:
        return ""
    content = file.parents[1]
    every = filter(Path.is_file, content.glob("articles/*/*/index.md"))
    known = translations.index_posts(path.relative_to(content).as_posix() for path in every)
    named = (*(choice.post for choice in matter.posts), *matter.opposition)
    meant = ((name, named_posts(name, matter.date, known)) for name in named)
    return ", ".join(
        name
        for name, paths in meant
        if len(paths) == 1 and draft_text(paths[0], POST, (content / paths[0]).read_bytes()).is_withdrawn
    )
