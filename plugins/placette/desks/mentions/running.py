"""One run: ask everywhere, look again for what was there, write the files, say what happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from placette.desks.mentions.addresses import same_page
from placette.desks.mentions.asking import FOR_EVER, AskingError, GoneError, fetch_json
from placette.desks.mentions.bluesky import answers_on_bluesky, is_bluesky_post, is_on_bluesky
from placette.desks.mentions.files import known_mentions
from placette.desks.mentions.found import Harvest, KnownMention
from placette.desks.mentions.inbox import fault_in, waiting_in
from placette.desks.mentions.jf2 import listed_mentions
from placette.desks.mentions.mastodon import answers_on_mastodon, is_status
from placette.desks.mentions.planning import MentionPlan, plan_mentions_of
from placette.desks.mentions.webmentions import mention_at
from placette.desks.status import Manner
from placette.engine.base.files import write_atomic
from placette.features.mentions import MentionSource, MentionsSettings


@dataclass(frozen=True, slots=True)
class AskedPost:
    """A published post: its year and folder, its public address, its day, where it was announced."""

    name: str
    address: str
    day: date
    announced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentionRun:
    """What a run needs to know of the site."""

    site: str
    content: Path
    inbox: Path
    posts: tuple[AskedPost, ...]
    own: MentionsSettings
    lang: str
    languages: tuple[str, ...]
    today: date
    manner: Manner


@dataclass(slots=True)
class MentionReport:
    """What came of it. ``done`` are the files of the inbox that are settled."""

    plan: MentionPlan
    harvest: Harvest
    refused: int = 0
    """Pages that don't mention what they said they did."""
    done: list[Path] = field(default_factory=list)


def run_mentions(run: MentionRun) -> MentionReport:
    """Ask, plan and write. Raises ``OSError`` where the content folder can't be read or written."""
    report = MentionReport(MentionPlan(), Harvest())
    for post in run.posts:
        if post.day >= run.today - timedelta(weeks=run.own.weeks):
            report.harvest.add(_asked(post, run))
    _open_inbox(run, report)
    known = list(known_mentions(run.content))
    places = {post.name: post.address for post in run.posts}
    failures = report.harvest.failures

    def is_gone(one: KnownMention) -> bool:
        return _is_gone(one, places.get(one.post, ""), run, failures)

    report.plan = plan_mentions_of(report.harvest.found, known, is_gone, run.own.most, run.lang, run.languages)
    _apply(report.plan, run.content)
    for file in report.done:
        file.unlink(missing_ok=True)
    return report


def _asked(post: AskedPost, run: MentionRun) -> Harvest:
    harvest, manner, own = Harvest(), run.manner, run.own
    for address in post.announced:
        if is_status(address):
            harvest.add(_tried(address, partial(answers_on_mastodon, address, post.name, manner)))
        elif is_bluesky_post(address) and own.bluesky:
            harvest.add(_tried(address, partial(answers_on_bluesky, address, post.name, own.bluesky, manner)))
    if own.jf2:
        harvest.add(_tried(own.jf2, partial(listed_mentions, own.jf2, post.address, post.name, manner)))
    return harvest


def _tried(address: str, ask: Callable[[], Harvest]) -> Harvest:
    """What an asking brings; where it fails, nothing but why."""
    try:
        return ask()
    except AskingError as error:
        return Harvest(failures=[(address, str(error))])
    except GoneError:
        return Harvest(failures=[(address, "404")])


def _open_inbox(run: MentionRun, report: MentionReport) -> None:
    """Look at every page that said it mentions ours; what can't be reached waits for another run."""
    pages = {same_page(post.address): post.name for post in run.posts}
    for file, told in waiting_in(run.inbox):
        name = pages.get(same_page(told.target), "") if told else ""
        if told is None or not name or fault_in(told, run.site):
            report.refused += 1
            report.done.append(file)
            continue
        try:
            report.harvest.found.append(mention_at(told.source, told.target, name, run.manner))
        except GoneError:
            report.refused += 1
        except AskingError as error:
            report.harvest.failures.append((told.source, str(error)))
            if str(error) not in FOR_EVER:
                continue
        report.done.append(file)


def _is_gone(one: KnownMention, target: str, run: MentionRun, failures: list[tuple[str, str]]) -> bool:
    """Whether a mention certainly isn't there any more: its own place says so, or no longer leads to the post."""
    try:
        if one.source is MentionSource.MASTODON:
            fetch_json(one.at, run.manner)
        elif one.source is MentionSource.BLUESKY:
            return bool(run.own.bluesky) and not is_on_bluesky(one.at, run.own.bluesky, run.manner)
        elif target:
            mention_at(one.at, target, one.post, run.manner)
    except GoneError:
        return True
    except AskingError as error:
        failures.append((one.at, str(error)))
    return False


def _apply(plan: MentionPlan, content: Path) -> None:
    for path, text in {**plan.new, **plan.changed}.items():
        write_atomic(content / path, text.encode())
    for path in plan.removed:
        (content / path).unlink(missing_ok=True)
