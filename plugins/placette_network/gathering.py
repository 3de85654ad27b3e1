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

from placette import N_, CommuneIndex, Files, Manner, Problem, Reply, Site, Words, Work, asking, digest
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
    **Reply.WHY,
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
    moved: str = ""
    """Where its server says that it has moved for good; only an editor writes that into its file."""


_CONTACTS = TypeAdapter(dict[str, Contact])


def _state(cache: Path) -> Path:
    return cache / "network" / "sources.json"


def read_contacts(cache: Path) -> dict[str, Contact]:
    """Return what is remembered of each source, by slug; nothing if the file is damaged."""
    try:
        return _CONTACTS.validate_json(_state(cache).read_bytes())
    except (OSError, ValidationError):
        return {}


def write_contacts(cache: Path, contacts: Mapping[str, Contact]) -> None:
    """Write it, readable by a person. Raises ``OSError``."""
    Files.drop_links(cache, _state(cache))
    Files.write_atomic(_state(cache), _CONTACTS.dump_json(dict(sorted(contacts.items())), indent=1))


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
    claims: Callable[[Source, str], bool] = lambda _source, _name: False
    """Says whether a name in a text of a source would be taken for somebody, or a body, that the site knows."""

    @property
    def today(self) -> date:
        """The day of the run."""
        return self.now.date()

    @property
    def asked(self) -> list[Source]:
        """The sources to ask."""
        return [
            source
            for source in self.sources
            if is_read(source, self.today) and (not self.only or source.slug in self.only)
        ]

    def file(self, slug: str) -> Path:
        """Return the file of what was gathered from a source."""
        return self.folder / f"{slug}.json"


class FetchedFeed(NamedTuple):
    """What came of asking a source: its feed (None: as it was), or why there is none; the address that answered.

    ``asked`` is the address of the feed before any redirect, empty where a passing one led to the page that names it;
    ``moved`` is where lasting ones led from the source's own address.
    """

    feed: Feed | None = None
    why: str = ""
    at: str = ""
    reply: Reply = Reply()
    asked: str = ""
    moved: str = ""


def fetch_feeds(run: GatherRun, contacts: Mapping[str, Contact]) -> dict[str, FetchedFeed]:
    """Ask the sources, by slug, and the feed that a page names. Raises ``CutOffError`` and ``OSError``."""
    due = {source.slug: source for source in run.asked}
    contacts_due = {slug: contacts.get(slug, Contact()) for slug in due}
    waiting = [slug for slug, contact in contacts_due.items() if contact.until and contact.until > run.now]
    later = {slug for slug in waiting if slug not in run.only}
    asked_now = {slug: source for slug, source in due.items() if slug not in later}
    addresses = {slug: source.feed or contacts_due[slug].found or source.site for slug, source in asked_now.items()}
    with TemporaryDirectory(prefix="placette-") as room:
        usable = {
            slug: contact
            for slug, contact in contacts_due.items()
            if contact.asked == addresses.get(slug) and run.file(slug).is_file()
        }
        replies = _fetch(addresses, usable, run, Path(room))
        pages = {slug: reply.feed.feeds[0] for slug, reply in replies.items() if reply.feed and reply.feed.feeds}
        feeds = _fetch(pages, usable, run, Path(room), dead=pages.values())  # there is a network: pages answered
        replies |= {slug: _named_by(replies[slug], feed) for slug, feed in feeds.items()}
    failed = {
        slug: FetchedFeed(why=reply.feed.why, at=reply.at)
        for slug, reply in replies.items()
        if reply.feed and reply.feed.why
    }
    return {slug: FetchedFeed(why="later") for slug in later} | replies | failed


def _named_by(page: FetchedFeed, feed: FetchedFeed) -> FetchedFeed:
    """Return a feed as that of the page that names it; one that a passing redirect led to is asked again each time."""
    is_lasting = page.at in {page.asked, page.moved}
    return feed._replace(asked=feed.asked if is_lasting else "", moved=page.moved)


def _fetch(
    wanted: Mapping[str, str], known: Mapping[str, Contact], run: GatherRun, room: Path, dead: Iterable[str] = ()
) -> dict[str, FetchedFeed]:
    """Fetch and read the feeds at these addresses, by slug."""
    if not wanted:
        return {}
    silent = {*dead, *(contact.asked for contact in known.values() if contact.since)}
    get = _getter(known.values(), room)
    followed = asking.follow_all(wanted.values(), run.manner, run.pace, TOKEN, silent, get)
    answers = {}
    for address, (_, at, reply) in followed.items():
        if reply.status in _OK:
            header = reply.headers.get
            answers[address] = FeedAnswer(
                _file(room, at), at, header("content-type", ""), header("content-encoding", "")
            )
    feeds = dict(zip(answers, Work.bounded(read_feed, [*answers.values()], run.now.tzinfo, LIMITS), strict=True))
    replies = {
        slug: _fetched(followed[address], feeds.get(address))._replace(asked=address)
        for slug, address in wanted.items()
        if address in followed
    }
    return {slug: FetchedFeed(why="time") for slug in wanted} | replies


def _file(room: Path, address: str) -> Path:
    return room / digest(address.encode("utf-8", "replace"))


def _getter(known: Iterable[Contact], room: Path) -> asking.Get:
    """Return what requests a feed, unless it is as it was, into a file of a folder."""
    conditions = {
        contact.at: {"If-None-Match": contact.etag, "If-Modified-Since": contact.modified} for contact in known
    }

    def get(address: str, manner: Manner) -> Reply:
        headers = {name: value for name, value in conditions.get(address, {}).items() if value}
        reply = replace(manner, accepted="gzip", headers=headers).exchange(address, "GET", MOST_BYTES + 1)
        if len(reply.body) > MOST_BYTES:
            return Reply(why="large")
        if reply.status in _OK:
            _file(room, address).write_bytes(reply.body)
        return replace(reply, body=b"")  # hundreds of them wait

    return get


def _fetched(followed: asking.Followed, feed: Feed | None) -> FetchedFeed:
    outcome, at, reply = followed
    if reply.status in _OK:
        return FetchedFeed(feed or Feed("slow"), at=at, reply=reply, moved=outcome.moved)
    why = "" if reply.status == _UNCHANGED else outcome.why or "odd"
    return FetchedFeed(None, why, at, reply, moved=outcome.moved)


def contact_after(before: Contact, source: Source, fetched: FetchedFeed, now: datetime) -> Contact:
    """Return what is remembered of a source after it was asked."""
    if fetched.why == "later":
        return before
    if fetched.why:
        wait, status = fetched.reply.wait, fetched.reply.status
        until = now + min(timedelta(seconds=wait), _LONGEST_WAIT) if wait else None
        since = before.since or now.date()  # without the feed that was found: it is looked for again
        return Contact(until=until, since=since, why=fetched.why, status=status, listed=before.listed)
    moved = fetched.moved or (before.moved if before.found and before.found == fetched.asked else "")
    if fetched.feed is None:
        return replace(before, until=None, since=None, why="", status=0, moved=moved)
    address = source.feed or source.site
    found = fetched.asked if fetched.asked != address and not source.feed else ""
    contact = Contact(found or address, fetched.at, found, moved=moved)
    if any(text.day > now.date() for text in fetched.feed.texts):  # it is read whole until that day, as it was or not
        return contact
    header = fetched.reply.headers.get
    return replace(contact, etag=header("etag", "")[:500], modified=header("last-modified", "")[:100])


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
    result = GatherResult(
        contacts={candidate.slug: contacts[candidate.slug] for candidate in run.sources if candidate.slug in contacts}
    )
    before: dict[str, tuple[GatheredText, ...]] = {}
    texts_of: dict[str, list[GatheredText]] = {}
    fallen: dict[str, list[GatheredText]] = {}
    for source in (
        candidate
        for candidate in run.sources
        if candidate.kind is not SourceKind.WATCH and is_read(candidate, run.today)
    ):
        stored = read_gathered(run.file(source.slug))
        before[source.slug] = stored.texts
        if stored.odd and not stored.texts and source.slug in fetched:
            fetched[source.slug] = FetchedFeed(why="file")
    for source in run.asked:
        slug, answer = source.slug, fetched[source.slug]
        contact = contacts.get(slug, Contact())
        result.news[slug] = SourceNews(source, answer.why, answer.reply.status)
        result.contacts[slug] = contact_after(contact, source, answer, run.now)
        if answer.feed and not answer.why:
            result.feeds[slug] = answer.feed
        if answer.why or source.kind is SourceKind.WATCH:
            continue
        if answer.feed is None:
            texts_of[slug], fallen[slug] = [*before[slug]], [*before[slug][contact.listed :]] if contact.listed else []
        else:
            texts_of[slug], fallen[slug] = merged(answer.feed, before[slug], source, run)
            result.contacts[slug] = replace(result.contacts[slug], listed=len(texts_of[slug]) - len(fallen[slug]))
            _note(result.news[slug], answer, run.today)
    missing = _gone(fallen, run)
    for slug, texts in texts_of.items():
        texts_of[slug] = [candidate for candidate in texts if (slug, candidate.key) not in missing]
    settling, claimed = settled({**before, **texts_of}, run.sources, run.site, run.today)
    texts_of = {slug: settling[slug] for slug in texts_of}
    for slug, texts in texts_of.items():
        _report(result.news[slug], before[slug], texts, claimed[slug], run.today)
    result.files = dict(_files(texts_of, run))
    return result


def merged(
    feed: Feed, before: Sequence[GatheredText], source: Source, run: GatherRun
) -> tuple[list[GatheredText], list[GatheredText]]:
    """Return the texts to keep, the newest first, and those of them that the feed no longer has room for."""
    earlier = {text.key: text for text in before}
    renewed = [_renewed(text, earlier.get(text.key), source, run) for text in feed.texts if text.day <= run.today]
    listed = {text.key for text in renewed}
    old = [text for text in before if text.key not in listed and (feed.oldest is None or text.day <= feed.oldest)]
    texts = [*in_order((*renewed, *old))[: run.kept]]
    return texts, [text for text in texts if text.key not in listed]


def _renewed(text: GatheredText, before: GatheredText | None, source: Source, run: GatherRun) -> GatheredText:
    """Return a text of a feed: dated, with known communes that it names, and accepted if it was just as it is now."""
    if text.day == UNDATED:
        text = text._replace(day=before.day if before else run.today)
    if not text.communes:
        places = (run.communes.find(name) for name in (text.spot, *text.categories) if name)
        text = text._replace(
            communes=tuple(dict.fromkeys(candidates[0].code for candidates in places if len(candidates) == 1))
        )
    text = text._replace(claims=any(run.claims(source, person.name) for person in text.people))
    accepted = text._replace(accepted=True)
    is_asked = text.claims or source.accept is Accept.EACH
    is_accepted = before and before.accepted and (before == accepted or not is_asked)
    return accepted if is_accepted else text


def _gone(fallen: Mapping[str, Sequence[GatheredText]], run: GatherRun) -> set[tuple[str, str]]:
    """Return the texts whose page is gone, by slug and key: one a source is asked each day, another the next."""
    picked = {slug: texts[run.today.toordinal() % len(texts)] for slug, texts in fallen.items() if texts}
    if not picked:
        return set()
    links = {text.link for text in picked.values()}
    outcomes = asking.ask_all(links, run.manner, run.pace, TOKEN, dead=links)
    missing = {link for link, outcome in outcomes.items() if outcome.status in {404, 410}}
    return {(slug, text.key) for slug, text in picked.items() if text.link in missing}


def _note(news: SourceNews, answer: FetchedFeed, today: date) -> None:
    feed = answer.feed or Feed()
    address = news.source.feed or news.source.site
    if (host := place_of(answer.at)[0]) != place_of(address)[0]:
        news.note("moved", 1, host=host)
    news.note("future", sum(text.day > today for text in feed.texts))
    news.note("twice", feed.twice)
    news.note("odd", feed.odd)


def _report(
    news: SourceNews,
    before: Sequence[GatheredText],
    texts: Sequence[GatheredText],
    claimed: Mapping[str, int],
    today: date,
) -> None:
    earlier, now = {text.key: text for text in before}, {text.key for text in texts}
    news.new = [text for text in texts if text.key not in earlier]
    both = [(earlier[text.key], text) for text in texts if text.key in earlier]
    news.changed = [text for old, text in both if text._replace(accepted=old.accepted) != old]
    news.gone = [text for text in before if text.key not in now]
    for host, count in sorted(claimed.items()):
        news.note("claimed", count, host=host)
    news.note("licence", sum(old.licence != text.licence for old, text in both))
    each = news.source.accept is Accept.EACH
    news.waiting = [text for text in texts if text.waits(each=each) and text.day <= today]


def _files(kept: Mapping[str, Sequence[GatheredText]], run: GatherRun) -> Iterator[tuple[Path, str | None]]:
    """Yield the files that change: of sources that were read, that left, are watched now or were removed."""
    accepts = {source.slug: source.accept for source in run.sources}
    for slug, texts in kept.items():
        text = written(texts, each=accepts[slug] is Accept.EACH) if texts else None
        if (run.file(slug).read_text(encoding="utf-8") if run.file(slug).is_file() else None) != text:
            yield run.file(slug), text
    departed = {source.slug for source in run.sources if source.kind is SourceKind.WATCH or has_left(source, run.today)}
    for file in sorted(run.folder.glob("[!.]*.json")) if run.folder.is_dir() and not run.only else ():
        if file.stem in departed or not run.exists(file.stem):
            yield file, None


def write_gathering(done: GatherResult, cache: Path) -> None:
    """Write what changed. Raises ``OSError``."""
    write_files(done.files)
    write_contacts(cache, done.contacts)


def write_files(files: Mapping[Path, str | None]) -> None:
    """Write gathered files, or remove those without a text. Raises ``OSError``."""
    for file, text in files.items():
        Files.drop_links(file.parents[1], file)  # a proposal may have put one there
        if text is None:
            file.unlink(missing_ok=True)
        else:
            Files.write_atomic(file, text.encode())


def accept_texts(
    sources: Iterable[Source], folder: Path, addresses: Collection[str]
) -> tuple[dict[Path, str | None], set[str]]:
    """Return the files in which the texts of these addresses are accepted, and the addresses that no text has."""
    links, matches = {same_link(entry): entry for entry in addresses if is_web_address(entry)}, set[str]()
    files: dict[Path, str | None] = {}
    for source in sources:
        file = folder / f"{source.slug}.json"
        texts = read_gathered(file).texts
        keys = {entry.key for entry in texts if same_link(entry.link) in links}
        matches |= {links[same_link(entry.link)] for entry in texts if entry.key in keys}
        if keys:
            accepted = (entry._replace(accepted=entry.accepted or entry.key in keys) for entry in texts)
            files[file] = written(accepted, each=source.accept is Accept.EACH)
    return files, {*addresses} - matches


def examine(site: Site) -> Iterator[Problem]:
    """Report texts that can't be used or wait for an editor, and the sources that have failed for days."""
    sources = {contact.slug: contact for contact in site.build.of(SOURCE)}
    contacts, waiting = read_contacts(Path(site.settings["CACHE_PATH"])), 0
    patience, today = site.options("NETWORK", NetworkSettings).patience_days, site.build.now.date()
    for file in gathered_files(site.settings):
        stored, source = read_gathered(file), sources.get(file.stem)
        if stored.odd:
            yield Problem.of("network-odd", value=f"{FOLDER}/{file.name}", count=stored.odd)
        if source and is_read(source, today):
            each = source.accept is Accept.EACH
            waiting += sum(text.waits(each=each) and text.day <= today for text in stored.texts)
    if waiting:
        yield Problem.of("network-waiting", count=waiting)
    for slug, contact in contacts.items():
        if slug in sources and contact.moved not in {"", sources[slug].feed or sources[slug].site}:
            yield Problem.of("network-moved", value=sources[slug].name, url=contact.moved)
        if slug in sources and contact.since and (today - contact.since).days >= patience:
            day = Words.long_date(contact.since, site.lang)
            why = site.say(WHY_NOT.get(contact.why, Reply.WHY["odd"])).format(status=contact.status)
            yield Problem.of("network-failing", value=sources[slug].name, day=day, why=why)
