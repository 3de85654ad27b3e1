"""Tasks: gather, source and network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
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
    Files,
    FindingSection,
    FindingsReport,
    Licence,
    Manner,
    Problem,
    Project,
    Reply,
    Row,
    SettingError,
    Site,
    Task,
    Words,
    _,
    asking,
    authors,
    intake,
    quoted,
)
from placette_network.feeds import Feed
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
_NETWORK_TOKEN = "placette-network"  # noqa: S105 - our name in a robots.txt
_SILENT = frozenset({"no-host", "connection", "timeout"})
_HEADINGS = (N_("Placette"), N_("Published on"), N_("Legal"), N_("Feeds"), N_("Certificate"))
_NONE, _UNKNOWN = "–", "?"


@task(
    positional=[],
    iterable=["accept"],
    help={
        "show": N_("Only show what would change, and change nothing."),
        "source": N_("Ask this source alone: the name of its file."),
        "accept": N_("Accept the text at this address, for a source whose texts wait; may be given several times."),
    },
)
def gather(_context: Context, accept: list[str], show: bool = False, source: str = "") -> None:
    """Ask the blogs that this site reads what they have written, and keep title, first words and link (network)."""
    site, run = _opened()
    if accept:
        _accept(run, accept)
        return
    Task.need("network", "feedparser")
    if source and source not in {entry.slug for entry in run.asked}:
        Task.refuse(
            N_("No source that is read is called “{name}”: {known}"),
            name=source,
            known=", ".join(entry.slug for entry in run.asked),
        )
    result = _gathered(replace(run, only=(source,) if source else ()), Path(site.settings["CACHE_PATH"]), show=show)
    print("\n".join(map(Problem.printable, (*_lines(result, show=show), *_watched(site, result, show=show)))))
    if any(news.why not in {"", "later"} for news in result.news.values()):
        raise Exit("", 1)


def _opened() -> tuple[Site, GatherRun]:
    """Return the site, and the facts for a run; ends the task (2) where it can't be read."""
    settings = Project.published_settings(READING_SKIP_INVALID=True)
    try:
        site = Project.open(settings)
        return site, gather_run(site)
    except (SettingError, OSError, UnicodeDecodeError) as error:
        raise Exit(
            Problem.printable(_("The network cannot be read: {what}").format(what=Task.what_failed(error))), 2
        ) from error


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
        claims=_claims(site),
    )


def _claims(site: Site) -> Callable[[Source, str], bool]:
    """Return what says whether a name would be taken for one that the site knows.

    A source has its own name, a resident's that of their profile. A public body's site speaks for offices and for its
    communes, and people may write there as they do here.
    """
    build, profiles = site.build, authors.profiles(site)
    public_names = intake.known_names(site.settings, build.communes)
    public_names = public_names.with_profiles((), {source.name for source in build.of(SOURCE)})
    names = public_names.with_profiles((profile.name, profile.kind) for profile in profiles.values())

    def judge(source: Source, name: str) -> bool:
        if source.kind is SourceKind.SITE:
            claim = public_names.judge(name, source.name)
            own_places = {build.communes.by_code[code].name for code in source.communes}
            return claim is not None and claim.known not in {"", *own_places}
        author = profiles.get(source.author)
        return names.judge(name, author.name if author else source.name) is not None

    return judge


def _manner(settings: Mapping[str, Any], token: str, **more: Any) -> Manner:
    return Manner(f"{token} (+{str(settings['SITEURL']).rstrip('/')}/)", **more)


def _gathered(run: GatherRun, cache: Path, *, show: bool) -> GatherResult:
    """Ask, decide and write; ends the task (2), with nothing written, where there seems to be no network."""
    with _failing(), Task.progress_shown(Task.WORDS):
        result = gather_sources(run, read_contacts(cache))
        if not show:
            Files.sweep_parts(run.folder)
            write_gathering(result, cache)
    return result


@contextmanager
def _failing() -> Iterator[None]:
    """End the task (2) where there seems to be no network."""
    try:
        yield
    except asking.CutOffError as error:
        Task.refuse(
            N_("No connection to the internet, it seems: {servers} cannot be reached. Nothing was changed."),
            servers=", ".join(error.args[:_NAMED]),
        )


def _watched(site: Site, done: GatherResult, *, show: bool) -> Iterator[str]:
    """Store what was found by those that are watched, unless it is only to be shown, and yield what is to be said."""
    texts = {slug: feed.texts for slug, feed in done.feeds.items()}
    rows = renew_watch(site.settings, site.build, texts, show=show)
    if rows and not show:
        yield _("Said of the territory elsewhere: {count}. invoke status lists it.").format(count=len(rows))
    yield from _row_lines(rows, site.lang) if show else ()


def _accept(run: GatherRun, wanted: list[str]) -> None:
    files, unknown = accept_texts(run.sources, run.folder, wanted)
    with _failing():
        write_files(files)
        for file in files:
            print(_("Accepted, in {file}. Commit it.").format(file=Problem.printable(f"{run.folder.name}/{file.name}")))
    if unknown:
        Task.refuse(N_("No text was gathered from there: {addresses}"), addresses=", ".join(sorted(unknown)))


def why_of(why: str, status: int) -> str:
    """Return in words why a source was not read."""
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


@task(
    positional=["address"],
    help={
        "address": N_("The address of a blog or of its feed."),
        "kind": N_("What it is: site, association, resident or watch."),
    },
)
def source(_context: Context, address: str, kind: str = "site") -> None:
    """Begin the file of a source: its name, its feed and its licence are found (network)."""
    Task.need("network", "feedparser")
    if kind not in {*SourceKind}:
        Task.refuse(N_("“{name}” is none of the choices: {choices}."), name=kind, choices=", ".join(SourceKind))
    if not is_web_address(address):
        Task.refuse(N_("“{name}” is not the address of a page elsewhere: https://…"), name=address)
    site, run = _opened()
    if same_link(address) in {same_link(url) for entry in run.sources for url in (entry.site, entry.feed) if url}:
        Task.refuse(N_("Already among the sources: {address}"), address=address)
    asked = Source("", "1", address, address, "", SourceKind.SITE)
    with _failing():
        with Task.progress_shown(Task.WORDS):
            (answer,) = fetch_feeds(replace(run, sources=(asked,)), {}).values()
        is_begun = _begin(site, asked, answer, kind)
    if not is_begun:
        raise Exit("", 1)


def _begin(site: Site, asked: Source, answer: FetchedFeed, kind: str) -> bool:
    """Write the file of a source that answered, unless there is one; return whether it was written."""
    if answer.why or not answer.feed:
        why = why_of(answer.why, answer.reply.status)
        print(Problem.printable(_("Not read: {name} ({why})").format(name=asked.site, why=why)))
        return False
    host = urlsplit(answer.at).hostname or ""
    name = answer.feed.name or host
    path = f"{FOLDER}/{Words.slugify(name) or Words.slugify(host)}.md"
    content = Path(site.settings["PATH"])
    try:
        Files.write_new(content, path, source_text(asked, answer, name, kind, site).encode())
    except FileExistsError:
        print(Problem.printable(_("{file} is there already.").format(file=f"{content.name}/{path}")))
        return False
    print(Problem.printable(_("Begun: {file}. Once they have said yes: agreed:").format(file=f"{content.name}/{path}")))
    return True


def source_text(asked: Source, answer: FetchedFeed, name: str, kind: str, site: Site) -> str:
    """Return the file of a new source, without whom agreed to it."""
    feed, lang = answer.feed or Feed(), (answer.feed or Feed()).lang.partition("-")[0].lower()
    is_home = is_web_address(feed.home) and urlsplit(feed.home).hostname == urlsplit(answer.at).hostname
    licence = Licence.find(feed.licence)
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
        day = Words.long_date(row.since, lang) if row.since else ""
        yield from (f"{day} – {row.what}", f"    {row.note}", f"    {row.url}")


@task(
    help={
        "all": N_("The sites of associations and residents too, not only those of public bodies."),
        "json": N_("As JSON, for a program."),
    }
)
def network(_context: Context, all: bool = False, json: bool = False) -> None:  # noqa: A002
    """Show how the sites of the network fare: version, last text, legal pages, feeds, certificate."""
    Task.need("network", "feedparser")
    site = _opened()[0]
    today = site.build.now.date()
    kinds = {SourceKind.SITE, *((SourceKind.ASSOCIATION, SourceKind.RESIDENT) if all else ())}
    sources = [entry for entry in site.build.of(SOURCE) if entry.kind in kinds and is_read(entry, today)]
    with Task.progress_shown(Task.WORDS):
        manner = _manner(site.settings, _NETWORK_TOKEN, patience=10.0, accepted="gzip")
        facts = list(examine_sites(sources, fetcher(manner), site.build.now))
    if len(facts) > 1 and {entry.why for entry in facts} <= _SILENT:
        Task.refuse(N_("None of these sites can be reached: this computer has no network, it seems."))
    sections = [section_of(entry, today, site.lang) for entry in facts]
    report = FindingsReport(site.site_name, site.build.now, sections, Task.WORDS, site.lang)
    if json or sections:
        print(report.as_json() if json else report.as_text())
    else:
        print(_("There are no sites in the network: content/sources/ has none of this kind."))
    if any(section.rows for section in sections):
        raise Exit("", 1)


def fetcher(manner: Manner, pace: asking.Pace = PACE) -> Fetch:
    """Return what asks for many addresses as ``invoke links`` does; an address without an answer has “timeout”."""
    robots: asking.Robots = {}

    def get(url: str, manner: Manner) -> Reply:
        return manner.exchange(url, "GET", MOST)

    def fetch(urls: Iterable[str]) -> Sent:
        replies: dict[str, tuple[str, Reply]] = {url: (url, Reply(why="timeout")) for url in urls}
        with suppress(asking.CutOffError):
            for url, last in asking.follow_all([*replies], manner, pace, _NETWORK_TOKEN, (), get, robots).items():
                why = "" if last.outcome.why == "status" else last.outcome.why
                replies[url] = last.at, replace(last.reply, why=why)
        return replies

    return fetch


def section_of(site: NetworkSite, today: date, lang: str) -> FindingSection:
    """Return the facts of a site, and what is to be done there."""
    rows = [Row.of(problem, _, lang) for problem in due_of(site, today)]
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
        f"{site.feeds - len(site.broken)}/{site.feeds}" if site.feeds else _NONE,
        _("{count} d").format(count=(site.certificate - today).days) if site.certificate else _NONE,
    )
    for heading, value in zip(_HEADINGS, values, strict=True):
        yield f"{_(heading)} {value}"
