"""Notify pages elsewhere that a post mentions them (W3C Webmention, 3.1), once the post is online."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from pydantic import TypeAdapter, ValidationError
from selectolax.lexbor import LexborHTMLParser

from placette import N_, WHY, Manner, digest, exchange, run_bounded, write_atomic
from placette_mentions.fetching import (
    FOR_EVER,
    REDIRECTED_AS_SENT,
    AskingError,
    GoneError,
    fetch,
    is_web_address,
    target_of,
)
from placette_mentions.networks import LIMITS, endpoint_of, read_page

FILE = ".webmentions.txt"
_HEADING = "# Pages elsewhere that were told that a post mentions them (invoke mentions --send). Commit this file.\n"
_SILENT = "webmentions-silent.json"  # Below `CACHE_PATH`
_ASK_AGAIN = timedelta(days=60)  # After which a page that took no webmentions is asked whether it does now


class Pair(NamedTuple):
    """A post (its address below the site's) and a page elsewhere (its whole address) that it mentions."""

    post: str
    target: str


def read_sent(file: Path) -> dict[Pair, str]:
    """Return the version of a post that each page was notified of. Raises ``OSError`` and ``UnicodeDecodeError``."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    lines = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {Pair(*words[:2]): words[2] for words in lines if len(words) == 3}


def write_sent(file: Path, sent: Mapping[Pair, str]) -> None:
    """Write the file, with sorted lines, so that git can merge two people's work. Raises ``OSError``."""
    lines = (f"{pair.post} {pair.target} {version}\n" for pair, version in sorted(sent.items()))
    write_atomic(file, (_HEADING + "".join(lines)).encode())


_DAYS = TypeAdapter(dict[str, date])


def read_silent(cache: Path, today: date) -> dict[str, date]:
    """Pages that take no webmentions, with the day on which they were asked; none if the file is damaged."""
    try:
        days = _DAYS.validate_json((cache / _SILENT).read_bytes())
    except (OSError, ValidationError):
        return {}
    return {target: day for target, day in days.items() if today - _ASK_AGAIN < day <= today}


def write_silent(cache: Path, silent: Mapping[str, date]) -> None:
    """Write the pages without endpoint. Raises ``OSError``."""
    write_atomic(cache / _SILENT, _DAYS.dump_json(dict(sorted(silent.items())), indent=1))


_MOST_NOTIFIED = 50
"""Pages that one post may notify; the web has no use for a list of links that is sent to all of them."""


class OutgoingPost(NamedTuple):
    """A post to notify pages of: its address below the site's, the pages it mentions, a digest of its words.

    ``is_new`` as long as further pages may be notified.
    """

    url: str
    targets: tuple[str, ...]
    version: str
    is_new: bool


class Sending(NamedTuple):
    """A notification to send: ``version`` is empty where the post no longer mentions that page."""

    pair: Pair
    version: str


def outgoing_post(url: str, title: str, html: str, site: str, *, is_new: bool) -> OutgoingPost:
    """Return a post with the links of its HTML; ``site`` is our own address, which needs no notification.

    Its version is one of words and links: a new release of ours alone makes no new version.
    """
    tree, ours = LexborHTMLParser(html), f"{site.rstrip('/')}/"
    hrefs = (node.attributes.get("href") or "" for node in tree.css("a[href]"))
    outside = dict.fromkeys(href for href in hrefs if is_web_address(href) and not f"{href}/".startswith(ours))
    words = " ".join(tree.text(separator=" ").split())
    version = digest(*(part.encode() for part in (title, words, *outside)))[:12]
    return OutgoingPost(url, tuple(outside), version, is_new)


def plan_sending(
    posts: Iterable[OutgoingPost], sent: Mapping[Pair, str], silent: Collection[str]
) -> dict[str, list[Sending]]:
    """Return the notifications to send, by the post's address, posts in order.

    Pages that know an earlier version, or a post that is gone, are notified again; ``silent`` ones never.
    """
    plan: defaultdict[str, list[Sending]] = defaultdict(list)
    targets_by_post = defaultdict[str, list[str]](list)
    for pair in sorted(sent):
        targets_by_post[pair.post].append(pair.target)
    for post in posts:
        notified = targets_by_post.pop(post.url, [])
        new = [target for target in post.targets if target not in notified] if post.is_new else []
        new = new[: max(_MOST_NOTIFIED - len(notified), 0)]
        for target in (*notified, *new):
            version = post.version if target in post.targets else ""
            if target not in silent and sent.get(Pair(post.url, target)) != version:
                plan[post.url].append(Sending(Pair(post.url, target), version))
    for url, notified in targets_by_post.items():
        plan[url] += [Sending(Pair(url, target), "") for target in notified if target not in silent]
    return dict(plan)


SHOWN = 20  # Lines of a kind that are printed; the rest is counted
_WHY = {**WHY, "json": N_("its answer cannot be understood")}


def listed(heading: str, lines: Iterable[str], translate: Callable[[str], str]) -> Iterator[str]:
    """Yield a heading and its lines; nothing where there are none."""
    entries = list(lines)
    if entries:
        yield heading
        yield from (f"  {line}" for line in entries[:SHOWN])
        yield from _more(len(entries), translate, "  ")


def failed_lines(failures: Iterable[tuple[str, str]], translate: Callable[[str], str]) -> Iterator[str]:
    """Yield each address that couldn't be asked, once, with why."""
    failed = _reasons(failures)
    for at, key, status in failed[:SHOWN]:
        why = translate(_WHY[key]).format(status=status)
        yield translate(N_("Not asked, the next run will try again: {address} ({why})")).format(address=at, why=why)
    yield from _more(len(failed), translate)


def failed_values(failures: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Return the same for a program."""
    return [{"address": at, "why": key, "status": status} for at, key, status in _reasons(failures)]


def _reasons(failures: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Address, key of ``_WHY``, and the status where it is that."""
    unique = dict.fromkeys(failures)
    return [(at, key if key in _WHY else "status", key if key.isdigit() else "") for at, key in unique]


def _more(count: int, translate: Callable[[str], str], indent: str = "") -> Iterator[str]:
    if count > SHOWN:
        yield indent + translate(N_("… and {count} more")).format(count=count - SHOWN)


_MOST = 200  # Pages that one run notifies, at the most; the next goes on
_HOPS = 5
_READ = 10_000  # Bytes of an answer that are read


@dataclass(slots=True)
class SendingReport:
    """The result; ``sent`` and ``silent`` are to be kept.

    ``unseen`` are posts whose page on the web isn't yet as it is here; ``beyond`` counts the rest for the next run.
    """

    sent: dict[Pair, str]
    silent: dict[str, date]
    notified: list[Pair] = field(default_factory=list)
    taken_back: list[Pair] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    beyond: int = 0


def send_mentions(
    plan: dict[str, list[Sending]], site: str, report: SendingReport, manner: Manner, today: date
) -> None:
    """Send the planned notifications, and record the results, even when it is interrupted."""
    left = _MOST
    for url, sendings in plan.items():
        now, later = sendings[:left], sendings[left:]
        report.beyond += len(later)
        left -= len(now)
        if now:
            _send_post(f"{site}/{url}", url, now, report, manner, today)


def _send_post(
    source: str, url: str, sendings: list[Sending], report: SendingReport, manner: Manner, today: date
) -> None:
    try:
        leads = _leads_to(source, [sending.pair.target for sending in sendings], manner)
    except AskingError as error:
        report.failures.append((source, str(error)))
        return
    ready = [sending for sending in sendings if leads[sending.pair.target] == bool(sending.version)]
    if len(ready) < len(sendings):
        report.unseen.append(url)
    for sending in ready:
        try:
            _send(source, sending, report, manner, today)
        except AskingError as error:
            report.failures.append((sending.pair.target, str(error)))


def _leads_to(source: str, targets: list[str], manner: Manner) -> dict[str, bool]:
    """Return for each address whether our own page, as online, leads to it. Raises ``AskingError``."""
    try:
        page = fetch(source, manner)
    except GoneError:
        return dict.fromkeys(targets, False)
    pages = run_bounded(read_page, [(page.body, page.url, target) for target in targets], None, LIMITS)
    if None in pages:
        raise AskingError("odd")
    return {target: bool(page and page.leads) for target, page in zip(targets, pages, strict=True)}


def _send(source: str, one: Sending, report: SendingReport, manner: Manner, today: date) -> None:
    """Notify one page. Raises ``AskingError`` where another run may have more luck."""
    target = one.pair.target
    try:
        endpoint = endpoint_of(target, manner)
        is_taken = bool(endpoint) and _post(endpoint, urlencode({"source": source, "target": target}), manner)
    except GoneError:
        is_taken = False
    except AskingError as error:
        if str(error) not in FOR_EVER:
            raise
        is_taken = False
    if not is_taken:
        report.silent[target] = today
    elif one.version:
        report.notified.append(one.pair)
        report.sent[one.pair] = one.version
        return
    else:
        report.taken_back.append(one.pair)
    report.sent.pop(one.pair, None)


def _post(endpoint: str, form: str, manner: Manner) -> bool:
    """Return whether an endpoint accepts it. Raises ``AskingError`` where that is unknown."""
    for _ in range(_HOPS + 1):
        reply = exchange(endpoint, "POST", manner, _READ, form)
        if reply.why:
            raise AskingError(reply.why)
        if reply.status in REDIRECTED_AS_SENT and reply.location:
            endpoint = target_of(endpoint, reply.location)
            continue
        if 200 <= reply.status < 300:
            return True
        if reply.status == 429 or reply.status >= 500:
            raise AskingError(str(reply.status))
        return False
    raise AskingError("loop")


def planned_lines(plan: Mapping[str, Iterable[Sending]], translate: Callable[[str], str]) -> Iterator[str]:
    """Yield the planned notifications as lines."""
    pairs = [sending.pair for sendings in plan.values() for sending in sendings]
    yield from listed(translate(N_("To be asked whether they want to know of a post:")), map(_words, pairs), translate)
    if not pairs:
        yield translate(N_("There is no page to notify."))


def sending_lines(report: SendingReport, translate: Callable[[str], str]) -> Iterator[str]:
    """Yield the results as lines."""
    for heading, lines in (
        (N_("Told that a post mentions them:"), map(_words, report.notified)),
        (N_("Told that a post no longer mentions them:"), map(_words, report.taken_back)),
        (N_("Not yet online as they are here, so nobody was told of them; publish them first:"), report.unseen),
    ):
        yield from listed(translate(heading), lines, translate)
    yield from failed_lines(report.failures, translate)
    if report.beyond:
        yield translate(N_("Left for the next run: {count}")).format(count=report.beyond)
    if report.notified or report.taken_back:
        yield translate(N_("Noted in {file}. Commit it.")).format(file=FILE)
    else:
        yield translate(N_("Nobody was notified."))


def sending_json(report: SendingReport) -> str:
    """Return the same for a program."""
    value = {
        "told": report.notified,
        "taken_back": report.taken_back,
        "unseen": report.unseen,
        "beyond": report.beyond,
        "failed": failed_values(report.failures),
    }
    return json.dumps(value, indent=1)


def _words(pair: Pair) -> str:
    return f"{pair.post} → {pair.target}"
