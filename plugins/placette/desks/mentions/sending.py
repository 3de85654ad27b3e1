"""Tells pages elsewhere that a post mentions them (W3C Webmention, 3.1), once the post is there to be seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from placette.desks.mentions.asking import FOR_EVER, REDIRECTED_AS_SENT, AskingError, GoneError, fetch, target_of
from placette.desks.mentions.discovery import endpoint_of
from placette.desks.mentions.outgoing import Sending
from placette.desks.mentions.sent import Pair
from placette.desks.mentions.webmentions import LIMITS, read_page
from placette.desks.status import Manner, exchange
from placette.engine.base.processes import run_bounded

_MOST = 200
"""Pages that one run tells, at the most; the next goes on."""
_HOPS = 5
_READ = 10_000
"""Bytes of an answer that are read."""


@dataclass(slots=True)
class SendingReport:
    """What came of it; ``sent`` and ``silent`` are what is to be kept.

    ``unseen`` are posts whose page on the web isn't yet as it is here; ``beyond`` counts what the next run says.
    """

    sent: dict[Pair, str]
    silent: dict[str, date]
    told: list[Pair] = field(default_factory=list)
    taken_back: list[Pair] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    beyond: int = 0


def send_mentions(
    plan: dict[str, list[Sending]], site: str, report: SendingReport, manner: Manner, today: date
) -> None:
    """Say what is planned, and note in the report what came of it, even when it is broken off."""
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
        seen = _leads_to(source, [one.pair.target for one in sendings], manner)
    except AskingError as error:
        report.failures.append((source, str(error)))
        return
    ready = [one for one in sendings if seen[one.pair.target] == bool(one.version)]
    if len(ready) < len(sendings):
        report.unseen.append(url)
    for one in ready:
        try:
            _say(source, one, report, manner, today)
        except AskingError as error:
            report.failures.append((one.pair.target, str(error)))


def _leads_to(source: str, targets: list[str], manner: Manner) -> dict[str, bool]:
    """Whether our own page, as the web sees it, leads to each of some addresses. Raises ``AskingError``."""
    try:
        page = fetch(source, manner)
    except GoneError:
        return dict.fromkeys(targets, False)
    read = run_bounded(read_page, [(page.body, page.url, target) for target in targets], None, LIMITS)
    if None in read:
        raise AskingError("odd")
    return {target: bool(page and page.leads) for target, page in zip(targets, read, strict=True)}


def _say(source: str, one: Sending, report: SendingReport, manner: Manner, today: date) -> None:
    """Tell one page; raises ``AskingError`` where another run may have more luck."""
    target = one.pair.target
    try:
        endpoint = endpoint_of(target, manner)
        taken = bool(endpoint) and _post(endpoint, urlencode({"source": source, "target": target}), manner)
    except GoneError:
        taken = False
    except AskingError as error:
        if str(error) not in FOR_EVER:
            raise
        taken = False
    if not taken:
        report.silent[target] = today
    elif one.version:
        report.told.append(one.pair)
        report.sent[one.pair] = one.version
        return
    else:
        report.taken_back.append(one.pair)
    report.sent.pop(one.pair, None)


def _post(endpoint: str, form: str, manner: Manner) -> bool:
    """Whether an endpoint takes it; raises ``AskingError`` where nobody knows."""
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
