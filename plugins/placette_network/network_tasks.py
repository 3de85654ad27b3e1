"""Tasks: gather, source, and network, a table of the sites for whoever looks after them."""

from __future__ import annotations

import json as jsons
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette import (
    N_,
    ROOT,
    WORDS,
    FindingSection,
    FindingsReport,
    Manner,
    Reply,
    Row,
    SettingError,
    Site,
    _,
    asking,
    exchange,
    file_failed,
    find_licence,
    load_published_settings,
    long_date,
    need,
    open_site,
    printable,
    progress_shown,
    quoted,
    refuse,
    slugify,
    what_failed,
    write_new,
    write_text,
)
from placette_network.feeds import Feed, plain
from placette_network.gathered import gathered_folder
from placette_network.gathering import (
    NOTICES,
    PACE,
    TOKEN,
    WHY_NOT,
    FetchedFeed,
    GatherResult,
    GatherRun,
    SourceNews,
    accept_texts,
    fetch_feeds,
    gather_sources,
    read_contacts,
    write_files,
    write_gathering,
)
from placette_network.sites import MOST, Fetch, NetworkSite, Sent, due_of, examine_sites
from placette_network.sources import (
    FOLDER,
    SOURCE,
    Accept,
    NetworkSettings,
    Source,
    SourceKind,
    is_read,
    is_web_address,
    same_link,
)
from placette_network.watch import renew_watch, watched_sources

_SHOWN = 20  # Lines of a kind that are printed; the rest is counted
_NAMED = 5
_LARGEST_LIST = 2_000_000
_NETWORK_TOKEN = "placette-network"  # noqa: S105 - our name in a robots.txt
_SILENT = frozenset({"no-host", "connection", "timeout"})
_HEADINGS = (
    *(N_("Placette"), N_("Published on"), N_("Legal"), N_("Declared")),
    *(N_("Feeds"), N_("Certificate"), N_("Home page"), N_("HTTPS")),
)
_NONE, _UNKNOWN = "–", "?"


@task(
    positional=[],
    iterable=["accept"],
    help={
        "show": N_("Only show what would change, and change nothing."),
        "source": N_("Ask this source alone: the name of its file."),
        "accept": N_("Accept the text at this address, for a source whose texts wait; may be given several times."),
        "json": N_("Print the report as JSON, for a program."),
    },
)
def gather(_context: Context, accept: list[str], show: bool = False, source: str = "", json: bool = False) -> None:
    """Ask the blogs that this site reads what they have written, and keep title, first words and link (network)."""
    site, run = _opened()
    if accept:
        _accept(run, accept)
        return
    need("network", "feedparser")
    if source and source not in {entry.slug for entry in run.asked}:
        refuse(
            N_("No source that is read is called “{name}”: {known}"),
            name=source,
            known=", ".join(entry.slug for entry in run.asked),
        )
    result = _gathered(replace(run, only=(source,) if source else ()), Path(site.settings["CACHE_PATH"]), show=show)
    watched = _watched(site, result, show=show)
    print(_news_as_json(result) if json else "\n".join(map(printable, (*_lines(result, show=show), *watched))))
    if any(news.why not in {"", "later"} for news in result.news.values()):
        raise Exit("", 1)


def _opened() -> tuple[Site, GatherRun]:
    """Return the site, and the facts for a run; ends the task (2) where it can't be read."""
    settings = load_published_settings(READING_SKIP_INVALID=True)
    try:
        site = open_site(settings)
        return site, gather_run(site)
    except (SettingError, OSError, UnicodeDecodeError) as error:
        raise Exit(printable(_("The network cannot be read: {what}").format(what=what_failed(error))), 2) from error


def gather_run(site: Site) -> GatherRun:
    """Return the facts for a run, from a site that was read."""
    folder, watched = Path(site.settings["PATH"], FOLDER), watched_sources(site.build)
    return GatherRun(
        sources=tuple(s for s in site.build.of(SOURCE) if s.kind is not SourceKind.WATCH or s.slug in watched),
        folder=gathered_folder(site.settings),
        exists=lambda slug: (folder / f"{slug}.md").is_file(),
        site=f"{str(site.settings['SITEURL']).rstrip('/')}/",
        kept=site.options("NETWORK", NetworkSettings).kept,
        communes=site.build.communes,
        now=site.build.now,
        manner=_manner(site.settings, TOKEN),
    )


def _manner(settings: Mapping[str, Any], token: str, **more: Any) -> Manner:
    return Manner(f"{token} (+{str(settings['SITEURL']).rstrip('/')}/)", **more)


def _gathered(run: GatherRun, cache: Path, *, show: bool) -> GatherResult:
    """Ask, decide and write; ends the task (2), with nothing written, where there seems to be no network."""
    with _failing(), progress_shown(WORDS):
        result = gather_sources(run, read_contacts(cache))
        if not show:
            write_gathering(result, cache)
    return result


@contextmanager
def _failing() -> Iterator[None]:
    """End the task (2) where there seems to be no network, or a file can't be read or written."""
    try:
        yield
    except asking.CutOffError as error:
        refuse(
            N_("No connection to the internet, it seems: {servers} cannot be reached. Nothing was changed."),
            servers=", ".join(error.servers[:_NAMED]),
        )
    except OSError as error:
        raise file_failed(error) from error


def _watched(site: Site, done: GatherResult, *, show: bool) -> Iterator[str]:
    """Store what was found by those that are watched, unless it is only to be shown, and yield what is to be said."""
    try:
        texts = {slug: feed.texts for slug, feed in done.feeds.items()}
        rows = renew_watch(site.settings, site.build, texts, show=show)
    except OSError as error:
        raise file_failed(error) from error
    if rows and not show:
        yield _("Said of the territory elsewhere: {count}. invoke status lists it.").format(count=len(rows))
    yield from _row_lines(rows, site.lang) if show else ()


def _accept(run: GatherRun, wanted: list[str]) -> None:
    files, unknown = accept_texts(run.sources, run.folder, wanted)
    with _failing():
        write_files(files)
        for file in files:
            print(_("Accepted, in {file}. Commit it.").format(file=printable(f"{run.folder.name}/{file.name}")))
    if unknown:
        refuse(N_("No text was gathered from there: {addresses}"), addresses=", ".join(sorted(unknown)))


def why_of(why: str, status: int) -> str:
    """Why a source was not read, in words."""
    return _(WHY_NOT[why]).format(status=status)


def _lines(done: GatherResult, *, show: bool) -> Iterator[str]:
    news = sorted(done.news.values(), key=lambda item: item.source.slug)
    for item in news:
        yield from _of_source(item, done.contacts[item.source.slug].since)
    if removed := sorted(file.name for file, text in done.files.items() if text is None):
        yield _("Removed, for nothing of it may be shown: {files}").format(files=", ".join(removed))
    failed = sum(bool(item.why) for item in news)
    yield _("Sources read: {read}, not read: {failed}.").format(read=len(news) - failed, failed=failed)
    if waiting := [text for item in news for text in item.waiting]:
        yield _("Waiting for an editor (invoke gather --accept ADDRESS): {count}").format(count=len(waiting))
        yield from (f"  {text.link}  {text.title}" for text in waiting[:_SHOWN])
    if done.files:
        sentence = N_("Would be written: {files}") if show else N_("Written: {files}. Commit it.")
        names = sorted(file.name for file in done.files)
        listed = ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
        yield _(sentence).format(files=listed)
    else:
        yield _("Nothing has changed.")


def _of_source(one: SourceNews, since: date | None) -> Iterator[str]:
    """Yield what is to say of a source; nothing of one without news."""
    if one.why:
        why = why_of(one.why, one.status)
        sentence = _("Not read: {name} ({why}), since {day}") if since else _("Not read: {name} ({why})")
        yield sentence.format(name=one.source.name, why=why, day=since)
    if one.new or one.changed or one.gone:
        counts = {"new": len(one.new), "changed": len(one.changed), "gone": len(one.gone)}
        yield _("{name}: {new} new, {changed} changed, {gone} gone").format(name=one.source.name, **counts)
    for notice, values in one.notices:
        yield _("{name}: {notice}").format(name=one.source.name, notice=_(NOTICES[notice]).format_map(values))


def _news_as_json(done: GatherResult) -> str:
    sources = {
        slug: {
            **{name: [text.link for text in getattr(news, name)] for name in ("new", "changed", "gone", "waiting")},
            "notices": [{"code": code, **values} for code, values in news.notices],
            "why": news.why,
            "status": news.status,
        }
        for slug, news in sorted(done.news.items())
    }
    return jsons.dumps({"sources": sources, "files": sorted(file.name for file in done.files)}, indent=1)


@task(
    positional=["address"],
    help={
        "address": N_("The address of a blog or of its feed, or an OPML file with many."),
        "kind": N_("What it is: site, association, resident or watch."),
    },
)
def source(_context: Context, address: str, kind: str = "site") -> None:
    """Begin the file of a source, or of all in an OPML file: its name, its feed and its licence are found (network)."""
    need("network", "feedparser", "listparser")
    if kind not in {*SourceKind}:
        refuse(N_("“{name}” is none of the choices: {choices}."), name=kind, choices=", ".join(SourceKind))
    site, run = _opened()
    titles = _listed_in(Path(address)) if Path(address).is_file() else {address: ""}
    odd = [url for url in titles if not is_web_address(url)]
    for url in odd:
        print(printable(_("“{name}” is not the address of a page elsewhere: https://…").format(name=url)))
    links = {same_link(url) for entry in run.sources for url in (entry.site, entry.feed) if url}
    requests = {
        str(number): Source("", str(number), url, url, "", SourceKind.SITE)
        for number, url in enumerate(titles)
        if url not in odd and same_link(url) not in links
    }
    with _failing():
        with progress_shown(WORDS):
            fetched = fetch_feeds(replace(run, sources=tuple(requests.values())), {}) if requests else {}
        outcomes = [_begin(site, entry, fetched[slug], titles[entry.site], kind) for slug, entry in requests.items()]
    if already := len(titles) - len(requests) - len(odd):
        print(_("Already among the sources: {count}").format(count=already))
    if odd or not all(outcomes):
        raise Exit("", 1)


def _listed_in(file: Path) -> dict[str, str]:
    """Return the feeds of an OPML file, with their names."""
    import listparser  # noqa: PLC0415 - the extra “network”

    with _failing(), file.open("rb") as opened:
        listed = listparser.parse(opened.read(_LARGEST_LIST).decode("utf-8", "replace").encode())
    if not listed.feeds:
        refuse(N_("“{name}” lists no feed."), name=file)
    return {str(feed.url): plain(feed.title) for feed in listed.feeds}


def _begin(site: Site, asked: Source, answer: FetchedFeed, name: str, kind: str) -> bool:
    """Write the file of a source that answered, unless there is one; return whether it was written."""
    if answer.why or not answer.feed:
        why = why_of(answer.why, answer.reply.status)
        print(printable(_("Not read: {name} ({why})").format(name=asked.site, why=why)))
        return False
    host = urlsplit(answer.at).hostname or ""
    name = answer.feed.name or name or host
    path = f"{FOLDER}/{slugify(name) or slugify(host)}.md"
    content = Path(site.settings["PATH"])
    try:
        write_new(content, path, source_text(asked, answer, name, kind, site).encode())
    except FileExistsError:
        print(printable(_("{file} is there already.").format(file=f"{content.name}/{path}")))
        return False
    print(printable(_("Begun: {file}. Once they have said yes: agreed:").format(file=f"{content.name}/{path}")))
    return True


def source_text(asked: Source, answer: FetchedFeed, name: str, kind: str, site: Site) -> str:
    """Return the file of a new source, without whom agreed to it."""
    feed, lang = answer.feed or Feed(), (answer.feed or Feed()).lang.partition("-")[0].lower()
    is_home = is_web_address(feed.home) and urlsplit(feed.home).hostname == urlsplit(answer.at).hostname
    licence = find_licence(feed.licence)
    values = {
        "name": quoted(name),
        "site": quoted(feed.home if is_home else asked.site),
        "feed": quoted(answer.at) if is_web_address(answer.at) else "",
        "kind": kind,
        "licence": licence.label if licence else "",
        "accept": Accept.EACH.value,
        "since": site.build.now.date().isoformat(),
        "lang": lang if lang != site.lang and lang in site.settings.get("READING_LANGUAGES", ()) else "",
    }
    author = "author:\n" if kind == SourceKind.RESIDENT else ""
    lines = [f"{key}: {value}\n" for key, value in values.items() if value]
    return f"---\n{''.join(lines)}{author}agreed:\n---\n"


def _row_lines(rows: Iterable[Row], lang: str) -> Iterator[str]:
    for row in rows:
        day = long_date(row.since, lang) if row.since else ""
        yield from (f"{day} – {row.what}", f"    {row.note}", f"    {row.url}")


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
    if months < 1:
        refuse(N_("--months takes a number of months, from 1 on."))
    site = _opened()[0]
    target, today = _target(html, site.settings), site.build.now.date()
    kinds = {SourceKind.SITE, *((SourceKind.ASSOCIATION, SourceKind.RESIDENT) if all else ())}
    sources = [entry for entry in site.build.of(SOURCE) if entry.kind in kinds and is_read(entry, today)]
    with progress_shown(WORDS):
        manner = _manner(site.settings, _NETWORK_TOKEN, patience=10.0, accepted="gzip")
        facts = list(examine_sites(sources, fetcher(manner), site.build.now))
    if len(facts) > 1 and {entry.why for entry in facts} <= _SILENT:
        refuse(N_("None of these sites can be reached: this computer has no network, it seems."))
    sections = [section_of(entry, months, today, site.lang) for entry in facts]
    report = FindingsReport(site.site_name, site.build.now, sections, WORDS, site.lang)
    if target:
        write_text(target, report.as_page(_("Sites of the network")).decode())
    if json or sections:
        print(report.as_json() if json else report.as_text())
    else:
        print(_("There are no sites in the network: content/sources/ has none of this kind."))
    if any(section.rows for section in sections):
        raise Exit("", 1)


def fetcher(manner: Manner, pace: asking.Pace = PACE) -> Fetch:
    """Return what asks for many addresses as ``invoke links`` does; an address without an answer has “timeout”."""
    robots: asking.Robots = {}

    def fetch(urls: Iterable[str], is_weighed: bool) -> Sent:
        def get(url: str, manner: Manner) -> Reply:
            reply = exchange(url, "GET", manner, MOST)
            length = {"content-length": str(len(reply.body))}
            return replace(reply, body=b"", headers=length) if is_weighed else reply

        replies: dict[str, tuple[str, Reply]] = {url: (url, Reply(why="timeout")) for url in urls}
        with suppress(asking.CutOffError):
            for url, one in asking.follow_all([*replies], manner, pace, _NETWORK_TOKEN, (), get, robots).items():
                replies[url] = one.at, replace(one.reply, why="" if one.outcome.why == "status" else one.outcome.why)
        return replies

    return fetch


def _target(html: str, settings: Mapping[str, Any]) -> Path | None:
    """Return the file for the page; ends the task where it would be published."""
    target = (ROOT / html).resolve()
    if html and any(target.is_relative_to(Path(settings[name]).resolve()) for name in ("PATH", "OUTPUT_PATH")):
        refuse(N_("{path} would be published with the site. Name a file elsewhere."), path=html)
    return target if html else None


def section_of(site: NetworkSite, months: int, today: date, lang: str) -> FindingSection:
    """Return the facts of a site, and what is to be done there."""
    rows = [Row.of(problem, _, lang) for problem in due_of(site, today, months)]
    notes = [" · ".join(_facts(site, today))]
    if site.why:
        notes = [_("not looked at: its robots.txt asks for it")] if site.why == "robots" else []
    days = (site.certificate - today).days if site.certificate else None
    return FindingSection(site.url, site.name, rows, notes, site.url, {**asdict(site), "days_left": days})


def _facts(site: NetworkSite, today: date) -> Iterator[str]:
    count = len(site.legal)
    values = (
        site.version or (_("other") if site.version is None else _("hidden")),
        site.published.isoformat() if site.published else _UNKNOWN,
        f"{count}/{count + len(site.missing)}",
        site.statement.isoformat() if site.statement else _UNKNOWN if "accessibility" in site.legal else _NONE,
        f"{site.feeds - len(site.broken)}/{site.feeds}" if site.feeds else _NONE,
        _("{count} d").format(count=(site.certificate - today).days) if site.certificate else _NONE,
        ("" if site.is_whole else "≥\u00a0") + _("{count} kB").format(count=-(-site.weight // 1000)),
        {True: _("yes"), False: _("no"), None: _UNKNOWN}[site.is_led],
    )
    for heading, value in zip(_HEADINGS, values, strict=True):
        yield f"{_(heading)} {value}"
