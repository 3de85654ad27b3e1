"""Requests many addresses: several servers at once, each slowly, and none that asks robots to stay away."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from protego import Protego

from placette.desks.status.links.exchange import Manner, exchange
from placette.desks.status.links.outcomes import LinkFate, LinkOutcome, Reply, Visit, judge

_SERVERS_AT_ONCE = 8
_MOST_HOPS = 8
"""How many redirects are followed: browsers follow twenty, honest sites need three."""
_TOO_MANY = 429
_ROBOTS_HOPS = 5
_ROBOTS_BYTES = 512_000
"""How much of a robots.txt is read: the minimum that a parser must accept (RFC 9309, 2.5)."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How much time to take, in seconds.

    ``pause`` is the time between two requests to one server; the server may ask for more (``Crawl-delay``,
    ``Retry-After``), up to ``longest``. ``server`` and ``whole`` limit the time for one server and for the whole run:
    the rest is left for another day.
    """

    pause: float = 1.0
    longest: float = 30.0
    server: float = 300.0
    whole: float = 1200.0


@dataclass(frozen=True, slots=True)
class Asking:
    """One run: how, how fast, until when. ``stop`` ends it early; ``robots`` are the robots.txt rules read so far."""

    manner: Manner
    pace: Pace
    token: str
    until: float
    stop: threading.Event = field(default_factory=threading.Event)
    robots: dict[str, Protego | Reply] = field(default_factory=dict)
    """By origin. If the server can't be reached, its reply instead of the rules."""


def ask_all(urls: Iterable[str], manner: Manner, pace: Pace, token: str) -> dict[str, LinkOutcome]:
    """The outcome for every address, except those for which there was no time.

    ``token`` is our name in a robots.txt. The target of a redirect is requested in the next round, so that its server
    is asked in turn.
    """
    asking = Asking(manner, pace, token, time.monotonic() + pace.whole)
    done: dict[str, LinkOutcome] = {}
    replies: dict[str, Reply] = {}
    visits = [Visit(url, url) for url in dict.fromkeys(urls)]
    for _hop in range(_MOST_HOPS + 1):
        replies |= _ask_servers([visit.at for visit in visits if visit.at not in replies], asking)
        known = [(visit, judge(visit, replies[visit.at])) for visit in visits if visit.at in replies]
        done |= {visit.url: found for visit, found in known if isinstance(found, LinkOutcome)}
        visits = [found for _visit, found in known if isinstance(found, Visit)]
    return done | {visit.url: LinkOutcome(LinkFate.FAILING, "loop") for visit in visits}


def _ask_servers(addresses: Iterable[str], asking: Asking) -> dict[str, Reply]:
    """The replies of many servers. Ctrl+C stops all further requests."""
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    for address in dict.fromkeys(addresses):
        hosts[urlsplit(address).hostname or ""].append(address)
    with ThreadPoolExecutor(_SERVERS_AT_ONCE) as pool:
        try:
            answers = pool.map(lambda own: _ask_server(own, asking), hosts.values())
            return {address: reply for found in answers for address, reply in found.items()}
        except KeyboardInterrupt:
            asking.stop.set()
            raise


def _ask_server(addresses: Iterable[str], asking: Asking) -> dict[str, Reply]:
    """The replies of one server, one after the other, until it asks us to stop or its time is up."""
    until = min(asking.until, time.monotonic() + asking.pace.server)
    replies: dict[str, Reply] = {}
    for address in addresses:
        if time.monotonic() > until or asking.stop.is_set():
            break
        replies[address] = reply = _ask_politely(address, asking)
        if reply.wait is not None and reply.wait > asking.pace.longest:
            break
    return replies


def _ask_politely(address: str, asking: Asking) -> Reply:
    """Request one address if its server's rules allow it; once more if the server asks for a short wait."""
    rules = _rules_of(address, asking)
    if isinstance(rules, Reply):
        return rules
    if not rules.can_fetch(address, asking.token):
        return Reply(why="robots")
    pause = min(max(asking.pace.pause, rules.crawl_delay(asking.token) or 0.0), asking.pace.longest)
    asking.stop.wait(pause)
    reply = exchange(address, "HEAD", asking.manner)
    if _is_doubtful(reply):  # some servers don't support HEAD, or answer nonsense
        asking.stop.wait(pause)
        reply = exchange(address, "GET", asking.manner)
    if reply.wait is not None and reply.wait <= asking.pace.longest and not asking.stop.wait(reply.wait):
        reply = exchange(address, "GET", asking.manner)
    return reply


def _is_doubtful(reply: Reply) -> bool:
    return reply.why in {"connection", "odd"} or (
        reply.status >= 400 and reply.status != _TOO_MANY and reply.wait is None
    )


def _rules_of(address: str, asking: Asking) -> Protego | Reply:
    """The robots.txt of an address's server, read once per run; the server's reply if it isn't available."""
    parts = urlsplit(address)
    origin = f"{parts.scheme}://{parts.netloc}"
    if origin not in asking.robots:
        asking.robots[origin] = _read_rules(f"{origin}/robots.txt", asking.manner)
    return asking.robots[origin]


def _read_rules(url: str, manner: Manner) -> Protego | Reply:
    """The rules, by RFC 9309 (2.3.1): 4xx means no rules; while the server fails, nothing may be requested."""
    reply = exchange(url, "GET", manner, _ROBOTS_BYTES)
    for _hop in range(_ROBOTS_HOPS):
        if not (300 <= reply.status < 400 and reply.location):
            break
        try:
            url = urljoin(url, reply.location)
        except ValueError:
            return Reply(why="odd")
        reply = exchange(url, "GET", manner, _ROBOTS_BYTES)
    if reply.why or reply.status >= 500:
        return reply
    return Protego.parse(reply.body.decode("utf-8-sig", "replace") if reply.status < 300 else "")


def count_servers(addresses: Iterable[str]) -> int:
    """The number of servers that hold these addresses."""
    return len({urlsplit(address).hostname for address in addresses})


def is_cut_off(outcomes: Mapping[str, LinkOutcome], dead: Container[str]) -> bool:
    """Whether this computer has no network: of several servers not known to be ``dead``, none answers."""
    surprising = [url for url in outcomes if url not in dead]
    unreachable = {"no-host", "connection", "timeout"}
    return count_servers(surprising) > 1 and all(outcome.why in unreachable for outcome in outcomes.values())
