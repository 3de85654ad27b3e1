"""Task: network, a table of the sites of the network for whoever looks after them."""

from __future__ import annotations

import json as jsons
import textwrap
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette import (
    N_,
    ROOT,
    WORDS,
    Manner,
    Reply,
    SettingError,
    _,
    asking,
    exchange,
    load_published_settings,
    long_date,
    need,
    open_site,
    printable,
    progress_shown,
    refuse,
    shorten,
    standalone_environment,
    what_failed,
    write_text,
)
from placette_network.gathering import PACE
from placette_network.sites import LEGAL, MOST, DueWork, Fetch, NetworkSite, Sent, due_of, examine_sites
from placette_network.sources import SOURCE, SourceKind, is_read

_TOKEN = "placette-network"  # noqa: S105 - our name in a robots.txt
_WIDTH, _NAME = 100, 12
"""Columns of the table, and the fewest for the name of a site."""
_SILENT = frozenset({"no-host", "connection", "timeout"})
_HEADINGS = (
    *(N_("Site"), N_("Placette"), N_("Published on"), N_("Legal"), N_("Declared")),
    *(N_("Feeds"), N_("Certificate"), N_("Home page"), N_("HTTPS")),
)
_NONE, _UNKNOWN = "–", "?"


class SiteRow(NamedTuple):
    """A site in words: the cells below the headings, and what is due."""

    url: str
    cells: tuple[str, ...]
    due: tuple[str, ...]


@task(
    help={
        "all": N_("The sites of associations and residents too, not only those of public bodies."),
        "months": N_("After how many months without a text a site is named."),
        "html": N_("Write a page for editors into this file, which is not published."),
        "json": N_("As JSON, for a program."),
    }
)
def network(_context: Context, all: bool = False, months: int = 6, html: str = "", json: bool = False) -> None:  # noqa: A002
    """Show how the sites of the network fare: version, last text, legal pages, feeds, certificate, weight."""
    need("network", "feedparser")
    settings = load_published_settings(READING_SKIP_INVALID=True)
    target = _target(html, settings)
    if months < 1:
        refuse(N_("--months takes a number of months, from 1 on."))
    try:
        site = open_site(settings)
    except (SettingError, OSError, UnicodeDecodeError) as error:
        raise Exit(printable(_("The network cannot be read: {what}").format(what=what_failed(error))), 2) from error
    today: date = site.build.now.date()
    kinds = {SourceKind.SITE, *((SourceKind.ASSOCIATION, SourceKind.RESIDENT) if all else ())}
    sources = [one for one in site.build.of(SOURCE) if one.kind in kinds and is_read(one, today)]
    with progress_shown(WORDS):
        found = list(examine_sites(sources, fetcher(_manner(settings)), site.build.now))
    if len(found) > 1 and {one.why for one in found} <= _SILENT:
        refuse(N_("None of these sites can be reached: this computer has no network, it seems."))
    due = [tuple(due_of(one, today, months)) for one in found]
    rows = [_row(one, own, today, site.lang) for one, own in zip(found, due, strict=True)]
    if target:
        write_text(target, _page(rows, site.lang, str(settings["SITENAME"]), today))
    print(_as_json(found, due, today) if json else _as_text(rows))
    if any(due):
        raise Exit("", 1)


def fetcher(manner: Manner, pace: asking.Pace = PACE) -> Fetch:
    """Return what asks for many addresses as ``invoke links`` does; an address without an answer has “timeout”."""
    robots: asking.Robots = {}

    def fetch(urls: Iterable[str], keep: Callable[[Reply], Reply]) -> Sent:
        wanted, found = list(urls), {}
        with suppress(asking.CutOffError):
            get = lambda url, manner: keep(exchange(url, "GET", manner, MOST))  # noqa: E731
            found = asking.follow_all(wanted, manner, pace, _TOKEN, (), get, robots)
        none = Reply(why="timeout")
        return {url: _seen(found[url]) if url in found else (url, none) for url in wanted}

    return fetch


def _seen(one: asking.Followed) -> tuple[str, Reply]:
    return one.at, replace(one.reply, why="" if one.outcome.why == "status" else one.outcome.why)


def _target(html: str, settings: dict[str, Any]) -> Path | None:
    """The file for the page; ends the task where it would be published."""
    target = (ROOT / html).resolve()
    if html and any(target.is_relative_to(Path(settings[name]).resolve()) for name in ("PATH", "OUTPUT_PATH")):
        refuse(N_("{path} would be published with the site. Name a file elsewhere."), path=html)
    return target if html else None


def _manner(settings: dict[str, Any]) -> Manner:
    return Manner(f"{_TOKEN} (+{str(settings['SITEURL']).rstrip('/')}/)", patience=10.0, accepted="gzip")


def _row(site: NetworkSite, due: Sequence[DueWork], today: date, lang: str) -> SiteRow:
    said = tuple(_in_words(one, lang) for one in due)
    if site.why:
        said = said or (_("not looked at: its robots.txt asks for it"),)
        return SiteRow(site.url, (site.name, *[_NONE] * (len(_HEADINGS) - 1)), said)
    count = len(site.legal)
    cells = (
        site.name,
        site.version or (_("other") if site.version is None else _("hidden")),
        site.published.isoformat() if site.published else _UNKNOWN,
        f"{count}/{count + len(site.missing)}",
        site.statement.isoformat() if site.statement else _UNKNOWN if "accessibility" in site.legal else _NONE,
        f"{site.feeds - len(site.broken)}/{site.feeds}" if site.feeds else _NONE,
        _("{count} d").format(count=(site.certificate - today).days) if site.certificate else _NONE,
        ("" if site.is_whole else "≥\u00a0") + _("{count} kB").format(count=-(-site.weight // 1000)),
        {True: _("yes"), False: _("no"), None: _UNKNOWN}[site.is_led],
    )
    return SiteRow(site.url, cells, said)


def _in_words(one: DueWork, lang: str) -> str:
    values = dict(one.values)
    if reason := values.get("reason"):
        values["reason"] = _(reason).format(status=values["status"])
    if "pages" in values:
        values["pages"] = ", ".join(_(LEGAL[kind].name) for kind in values["pages"])
    if "day" in values:
        values["day"] = long_date(datetime.combine(values["day"], time()), lang)
    return _(one.sentence).format(**values)


def _as_text(rows: Sequence[SiteRow]) -> str:
    """A table for a terminal of 100 columns, and below it what is due."""
    if not rows:
        return _("There are no sites in the network: content/sources/ has none of this kind.")
    table = [[*map(_, _HEADINGS)], *([*map(printable, row.cells)] for row in rows)]
    widths = [max(len(cells[at]) for cells in table) for at in range(len(_HEADINGS))]
    widths[0] = min(widths[0], max(_NAME, _WIDTH - sum(widths[1:]) - 2 * len(widths) + 2))
    names = [shorten(cells[0], widths[0]) for cells in table]
    lines = ["  ".join(map(str.ljust, (name, *cells[1:]), widths)) for name, cells in zip(names, table, strict=True)]
    due = [f"{name} – {printable(said)}" for name, row in zip(names[1:], rows, strict=True) for said in row.due]
    said = [line for one in due for line in textwrap.wrap(one, _WIDTH, subsequent_indent="  ")]
    return "\n".join((*map(str.rstrip, lines), "", *(said or [_("Nothing is to be done.")])))


def _as_json(found: Sequence[NetworkSite], due: Sequence[Sequence[DueWork]], today: date) -> str:
    sites = [
        {**asdict(one), "days_left": (one.certificate - today).days if one.certificate else None}
        | {"broken": [{"url": url, "why": why, "status": status} for url, why, status in one.broken]}
        | {"due": [work.code for work in own]}
        for one, own in zip(found, due, strict=True)
    ]
    return jsons.dumps({"version": 1, "day": today, "sites": sites}, indent=1, default=str)


def _page(rows: Sequence[SiteRow], lang: str, site: str, today: date) -> str:
    template = standalone_environment(Path(__file__).parent, WORDS).get_template("table.html")
    day = long_date(datetime.combine(today, time()), lang)
    return template.render(rows=rows, headings=list(map(_, _HEADINGS)), lang=lang, site=site, day=day)
