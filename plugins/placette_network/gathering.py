"""Gathers what the sources have written: asks each politely, decides which texts are kept, writes a file each.

What servers said about their feeds (ETag, Retry-After …) lies beside the caches: without it nothing is lost but time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from placette import (
    N_,
    WHY,
    CommuneIndex,
    Manner,
    Problem,
    Reply,
    Site,
    asking,
    digest,
    drop_links,
    exchange,
    long_date,
    problem,
    run_bounded,
    write_atomic,
)
from placette_network.feeds import LIMITS, MOST_BYTES, UNDATED, Feed, FeedAnswer, read_feed
from placette_network.gathered import FOLDER, GatheredText, gathered_files, in_order, read_gathered, settled, written
from placette_network.sources import (
    SOURCE,
    Accept,
    NetworkSettings,
    Source,
    SourceKind,
    has_left,
    is_read,
    is_web_address,
    place_of,
    same_link,
)

TOKEN = "placette-gather"  # noqa: S105 - a name
"""Our name in a server's robots.txt, and in what it notes of its visitors."""
PACE = asking.Pace(pause=0.5, whole=1800.0, servers=16)
_LONGEST_WAIT = timedelta(days=7)
_OK, _UNCHANGED = range(200, 300), 304
WHY_NOT = {
    **WHY,
    "no-feed": N_("it is no feed, and names none"),
    "slow": N_("reading it takes too long"),
    "time": N_("there was no time left for it"),
    "later": N_("its server asked to be left alone until later"),
    "file": N_("what was gathered from it cannot be read: mend the file, or remove it"),
}
"""Why a source was not read, in words."""
NOTICES = {
    "moved": N_("its feed comes from {host} now"),
    "future": N_("dated in the future, shown on their day: {count}"),
    "twice": N_("called as an earlier one, left out: {count}"),
    "odd": N_("cannot be used, left out: {count}"),
    "claimed": N_("said to be of {host}, which does not list them, left out: {count}"),
    "licence": N_("have another licence now: {count}"),
}
"""What an editor should know of the texts of a source."""


@dataclass(frozen=True, slots=True)
class Contact:
    """What is remembered of a source's server: what was ``asked``, what answered, the feed that its page named.

    It is left alone ``until`` then. It fails ``since`` a day, and why. ``listed`` is how many of the kept texts are in
    its feed.
    """

    asked: str = ""
    at: str = ""
    found: str = ""
    etag: str = ""
    modified: str = ""
    until: datetime | None = None
    since: date | None = None
    why: str = ""
    status: int = 0
    listed: int = 0


_CONTACTS = TypeAdapter(dict[str, Contact])


def _state(cache: Path) -> Path:
    return cache / "network" / "sources.json"


def read_contacts(cache: Path) -> dict[str, Contact]:
    """What is remembered of each source, by slug; nothing if the file is damaged."""
    try:
        return _CONTACTS.validate_json(_state(cache).read_bytes())
    except (OSError, ValidationError):
        return {}


def write_contacts(cache: Path, contacts: Mapping[str, Contact]) -> None:
    """Write it, readable by a person. Raises ``OSError``."""
    drop_links(cache, _state(cache))
    write_atomic(_state(cache), _CONTACTS.dump_json(dict(sorted(contacts.items())), indent=1))


@dataclass(frozen=True, slots=True)
class GatherRun:
    """The facts for a run. ``sources`` are all of the site; ``only`` those of these slugs are asked, if any is named.

    ``exists`` says whether a source has a file, though it may be one that can't be read.
    """

    sources: tuple[Source, ...]
    folder: Path
    exists: Callable[[str], bool]
    site: str
    kept: int
    communes: CommuneIndex
    now: datetime
    manner: Manner
    pace: asking.Pace = PACE
    only: Collection[str] = ()

    @property
    def today(self) -> date:
        """The day of the run."""
        return self.now.date()

    @property
    def asked(self) -> list[Source]:
        """The sources to ask."""
        return [one for one in self.sources if is_read(one, self.today) and (not self.only or one.slug in self.only)]

    def file(self, slug: str) -> Path:
        """The file of what was gathered from a source."""
        return self.folder / f"{slug}.json"


class FetchedFeed(NamedTuple):
    """What came of asking a source: its feed (None: as it was), or why there is none; the address that answered."""

    feed: Feed | None = None
    why: str = ""
    at: str = ""
    reply: Reply = Reply()


def fetch_feeds(run: GatherRun, contacts: Mapping[str, Contact]) -> dict[str, FetchedFeed]:
    """Ask the sources, by slug, and the feed that a page names. Raises ``CutOffError`` and ``OSError``."""
    due = {one.slug: one for one in run.asked}
    known = {slug: contacts.get(slug, Contact()) for slug in due}
    later = {slug for slug, one in known.items() if one.until and one.until > run.now and slug not in run.only}
    wanted = {slug: one.feed or known[slug].found or one.site for slug, one in due.items() if slug not in later}
    with TemporaryDirectory(prefix="placette-") as room:
        kept = {slug: one for slug, one in known.items() if one.asked == wanted.get(slug) and run.file(slug).is_file()}
        found = _fetch(wanted, kept, run, Path(room))
        pages = {slug: one.feed.feeds[0] for slug, one in found.items() if one.feed and one.feed.feeds}
        found |= _fetch(pages, kept, run, Path(room), dead=pages.values())  # there is a network: pages answered
    failed = {
        slug: FetchedFeed(why=one.feed.why, at=one.at) for slug, one in found.items() if one.feed and one.feed.why
    }
    return {slug: FetchedFeed(why="later") for slug in later} | found | failed


def _fetch(
    wanted: Mapping[str, str], known: Mapping[str, Contact], run: GatherRun, room: Path, dead: Iterable[str] = ()
) -> dict[str, FetchedFeed]:
    """Fetch and read the feeds at these addresses, by slug."""
    if not wanted:
        return {}
    silent = {*dead, *(one.asked for one in known.values() if one.since)}
    get = _getter(known.values(), room)
    followed = asking.follow_all(wanted.values(), run.manner, run.pace, TOKEN, silent, get)
    if asking.is_cut_off({url: one.outcome for url, one in followed.items()}, silent):
        raise asking.CutOffError(sorted(asking.servers_of(followed)))
    answers = {}
    for address, (_, at, reply) in followed.items():
        if reply.status in _OK:
            said = reply.headers.get
            answers[address] = FeedAnswer(_file(room, at), at, said("content-type", ""), said("content-encoding", ""))
    feeds = dict(zip(answers, run_bounded(read_feed, [*answers.values()], run.now.tzinfo, LIMITS), strict=True))
    found = {
        slug: _fetched(followed[address], feeds.get(address)) for slug, address in wanted.items() if address in followed
    }
    return {slug: FetchedFeed(why="time") for slug in wanted} | found


def _file(room: Path, address: str) -> Path:
    return room / digest(address.encode("utf-8", "replace"))


def _getter(known: Iterable[Contact], room: Path) -> asking.Get:
    """Return what requests a feed, unless it is as it was, into a file of a folder."""
    told = {one.at: {"If-None-Match": one.etag, "If-Modified-Since": one.modified} for one in known}

    def get(address: str, manner: Manner) -> Reply:
        headers = {name: value for name, value in told.get(address, {}).items() if value}
        reply = exchange(address, "GET", replace(manner, accepted="gzip", headers=headers), MOST_BYTES + 1)
        if len(reply.body) > MOST_BYTES:
            return Reply(why="large")
        if reply.status in _OK:
            _file(room, address).write_bytes(reply.body)
        return replace(reply, body=b"")  # hundreds of them wait

    return get


def _fetched(followed: asking.Followed, feed: Feed | None) -> FetchedFeed:
    outcome, at, reply = followed
    if reply.status in _OK:
        return FetchedFeed(feed or Feed("slow"), at=at, reply=reply)
    return FetchedFeed(None, "" if reply.status == _UNCHANGED else outcome.why or "odd", at, reply)


def contact_after(before: Contact, source: Source, fetched: FetchedFeed, now: datetime) -> Contact:
    """What is remembered of a source after it was asked."""
    if fetched.why == "later":
        return before
    if fetched.why:
        wait, status = fetched.reply.wait, fetched.reply.status
        until = now + min(timedelta(seconds=wait), _LONGEST_WAIT) if wait else None
        since = before.since or now.date()  # without the feed that was found: it is looked for again
        return Contact(until=until, since=since, why=fetched.why, status=status, listed=before.listed)
    if fetched.feed is None:
        return replace(before, until=None, since=None, why="", status=0)
    asked = source.feed or source.site
    found = fetched.at if fetched.at != asked and not source.feed else ""
    if any(
        one.day > now.date() for one in fetched.feed.texts
    ):  # it is read whole until that day, though it is as it was
        return Contact(found or asked, fetched.at, found)
    said = fetched.reply.headers.get
    return Contact(found or asked, fetched.at, found, said("etag", "")[:500], said("last-modified", "")[:100])


@dataclass(slots=True)
class SourceNews:
    """What a run found at a source, or ``why`` it found nothing; ``notices`` are keys of ``NOTICES`` with values."""

    source: Source
    why: str = ""
    status: int = 0
    new: Sequence[GatheredText] = ()
    changed: Sequence[GatheredText] = ()
    gone: Sequence[GatheredText] = ()
    waiting: Sequence[GatheredText] = ()
    notices: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def note(self, notice: str, count: int, **values: Any) -> None:
        """Add a notice, if there is any text that it is about."""
        if count:
            self.notices.append((notice, {"count": count, **values}))


@dataclass(slots=True)
class GatherResult:
    """The result of a run: news by slug, files to write (None: to remove), feeds by slug, what is remembered."""

    news: dict[str, SourceNews] = field(default_factory=dict)
    files: dict[Path, str | None] = field(default_factory=dict)
    feeds: dict[str, Feed] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)


def gather_sources(run: GatherRun, contacts: Mapping[str, Contact]) -> GatherResult:
    """Ask every source and decide; writes nothing. Raises ``CutOffError`` and ``OSError``."""
    fetched = fetch_feeds(run, contacts)
    done = GatherResult(contacts={one.slug: contacts[one.slug] for one in run.sources if one.slug in contacts})
    before: dict[str, tuple[GatheredText, ...]] = {}
    kept: dict[str, list[GatheredText]] = {}
    fallen: dict[str, list[GatheredText]] = {}
    for source in (one for one in run.sources if one.kind is not SourceKind.WATCH and is_read(one, run.today)):
        read = read_gathered(run.file(source.slug))
        before[source.slug] = read.texts
        if read.odd and not read.texts and source.slug in fetched:
            fetched[source.slug] = FetchedFeed(why="file")
    for source in run.asked:
        slug, answer = source.slug, fetched[source.slug]
        known = contacts.get(slug, Contact())
        done.news[slug] = SourceNews(source, answer.why, answer.reply.status)
        done.contacts[slug] = contact_after(known, source, answer, run.now)
        if answer.feed and not answer.why:
            done.feeds[slug] = answer.feed
        if answer.why or source.kind is SourceKind.WATCH:
            continue
        if answer.feed is None:
            kept[slug], fallen[slug] = [*before[slug]], [*before[slug][known.listed :]] if known.listed else []
        else:
            kept[slug], fallen[slug] = merged(answer.feed, before[slug], source, run)
            done.contacts[slug] = replace(done.contacts[slug], listed=len(kept[slug]) - len(fallen[slug]))
            _note(done.news[slug], answer, run.today)
    gone = _gone(fallen, run)
    for slug, texts in kept.items():
        kept[slug] = [one for one in texts if (slug, one.key) not in gone]
    settling, claimed = settled({**before, **kept}, run.sources, run.site, run.today)
    kept = {slug: settling[slug] for slug in kept}
    for slug, texts in kept.items():
        _report(done.news[slug], before[slug], texts, claimed[slug], run.today)
    done.files = dict(_files(kept, run))
    return done


def merged(
    feed: Feed, before: Sequence[GatheredText], source: Source, run: GatherRun
) -> tuple[list[GatheredText], list[GatheredText]]:
    """The texts to keep, the newest first, and those of them that the feed no longer has room for."""
    known = {one.key: one for one in before}
    found = [_renewed(one, known.get(one.key), source, run) for one in feed.texts if one.day <= run.today]
    listed = {one.key for one in found}
    old = [one for one in before if one.key not in listed and (feed.oldest is None or one.day <= feed.oldest)]
    texts = [*in_order((*found, *old))[: run.kept]]
    return texts, [one for one in texts if one.key not in listed]


def _renewed(text: GatheredText, before: GatheredText | None, source: Source, run: GatherRun) -> GatheredText:
    """A text of a feed: dated, with known communes that it names, and accepted if these words of it were."""
    if text.day == UNDATED:
        text = text._replace(day=before.day if before else run.today)
    if not text.communes:
        named = (run.communes.find(name) for name in (text.spot, *text.categories) if name)
        text = text._replace(communes=tuple(dict.fromkeys(one[0].code for one in named if len(one) == 1)))
    same = before and _words(before) == _words(text)
    return text._replace(accepted=bool(before and before.accepted and (same or source.accept is Accept.ALL)))


def _words(text: GatheredText) -> tuple[Any, ...]:
    return text.title, text.summary, text.link, text.people


def _gone(fallen: Mapping[str, Sequence[GatheredText]], run: GatherRun) -> set[tuple[str, str]]:
    """The texts whose page is gone, by slug and key: one a source is asked each day, another the next."""
    picked = {slug: texts[run.today.toordinal() % len(texts)] for slug, texts in fallen.items() if texts}
    if not picked:
        return set()
    links = {one.link for one in picked.values()}
    outcomes = asking.ask_all(links, run.manner, run.pace, TOKEN, dead=links)
    gone = {link for link, outcome in outcomes.items() if outcome.status in {404, 410}}
    return {(slug, one.key) for slug, one in picked.items() if one.link in gone}


def _note(news: SourceNews, answer: FetchedFeed, today: date) -> None:
    feed = answer.feed or Feed()
    asked = news.source.feed or news.source.site
    if (host := place_of(answer.at)[0]) != place_of(asked)[0]:
        news.note("moved", 1, host=host)
    news.note("future", sum(one.day > today for one in feed.texts))
    news.note("twice", feed.twice)
    news.note("odd", feed.odd)


def _report(
    news: SourceNews,
    before: Sequence[GatheredText],
    texts: Sequence[GatheredText],
    claimed: Mapping[str, int],
    today: date,
) -> None:
    known, now = {one.key: one for one in before}, {one.key for one in texts}
    news.new = [one for one in texts if one.key not in known]
    both = [(known[one.key], one) for one in texts if one.key in known]
    news.changed = [one for old, one in both if one._replace(accepted=old.accepted) != old]
    news.gone = [one for one in before if one.key not in now]
    for host, count in sorted(claimed.items()):
        news.note("claimed", count, host=host)
    news.note("licence", sum(old.licence != one.licence for old, one in both))
    if news.source.accept is Accept.EACH:
        news.waiting = [one for one in texts if not one.accepted and one.day <= today]


def _files(kept: Mapping[str, Sequence[GatheredText]], run: GatherRun) -> Iterator[tuple[Path, str | None]]:
    """The files that change: of sources that were read, and of those that left, are watched now or were removed."""
    accepts = {one.slug: one.accept for one in run.sources}
    for slug, texts in kept.items():
        text = written(texts, each=accepts[slug] is Accept.EACH) if texts else None
        if (run.file(slug).read_text(encoding="utf-8") if run.file(slug).is_file() else None) != text:
            yield run.file(slug), text
    left = {one.slug for one in run.sources if one.kind is SourceKind.WATCH or has_left(one, run.today)}
    for file in sorted(run.folder.glob("[!.]*.json")) if run.folder.is_dir() and not run.only else ():
        if file.stem in left or not run.exists(file.stem):
            yield file, None


def write_gathering(done: GatherResult, cache: Path) -> None:
    """Write what changed. Raises ``OSError``."""
    write_files(done.files)
    write_contacts(cache, done.contacts)


def write_files(files: Mapping[Path, str | None]) -> None:
    """Write gathered files, or remove those without a text. Raises ``OSError``."""
    for file, text in files.items():
        drop_links(file.parents[1], file)  # a proposal may have put one there
        if text is None:
            file.unlink(missing_ok=True)
        else:
            write_atomic(file, text.encode())


def accept_texts(
    sources: Iterable[Source], folder: Path, addresses: Collection[str]
) -> tuple[dict[Path, str | None], set[str]]:
    """The files in which the texts of these addresses are accepted, and the addresses that no text has."""
    wanted, met = {same_link(one): one for one in addresses if is_web_address(one)}, set[str]()
    files: dict[Path, str | None] = {}
    for source in sources:
        file = folder / f"{source.slug}.json"
        texts = read_gathered(file).texts
        named = {one.key for one in texts if same_link(one.link) in wanted}
        met |= {wanted[same_link(one.link)] for one in texts if one.key in named}
        if named:
            accepted = (one._replace(accepted=one.accepted or one.key in named) for one in texts)
            files[file] = written(accepted, each=source.accept is Accept.EACH)
    return files, {*addresses} - met


def examine(site: Site) -> Iterator[Problem]:
    """Report texts that can't be used or wait for an editor, and the sources that have failed for days."""
    sources = {one.slug: one for one in site.build.of(SOURCE)}
    contacts, waiting = read_contacts(Path(site.settings["CACHE_PATH"])), 0
    patience, today = site.options("NETWORK", NetworkSettings).patience_days, site.build.now.date()
    for file in gathered_files(site.settings):
        read, source = read_gathered(file), sources.get(file.stem)
        if read.odd:
            yield problem("network-odd", value=f"{FOLDER}/{file.name}", count=read.odd)
        if source and is_read(source, today) and source.accept is Accept.EACH:
            waiting += sum(not one.accepted and one.day <= today for one in read.texts)
    if waiting:
        yield problem("network-waiting", count=waiting)
    for slug, one in contacts.items():
        if slug in sources and one.since and (today - one.since).days >= patience:
            day = long_date(one.since, site.lang)
            why = site.say(WHY_NOT.get(one.why, WHY["odd"])).format(status=one.status)
            yield problem("network-failing", value=sources[slug].name, day=day, why=why)
