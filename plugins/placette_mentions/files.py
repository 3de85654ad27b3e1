"""The files of mentions: one each, which an editor reads, mends and accepts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from placette import (
    BodySource,
    Manner,
    Sighting,
    Surroundings,
    blocks,
    check_scaffolds,
    convert_plain,
    draft_text,
    quoted,
    write_atomic,
)
from placette_mentions import FOLDER, MENTION, MentionMatter, MentionSource, MentionsSettings
from placette_mentions.fetching import (
    FOR_EVER,
    AskingError,
    FoundMention,
    GoneError,
    Harvest,
    KnownMention,
    clean_text,
    fault_of,
    fetch,
    fetch_json,
    is_web_address,
    same_page,
    waiting_notifications,
)
from placette_mentions.networks import (
    BLUESKY_POST,
    MASTODON_STATUS,
    answers_on_bluesky,
    answers_on_mastodon,
    is_on_bluesky,
    listed_mentions,
    mention_at,
)


def path_of(found: FoundMention) -> str:
    """Return a mention's path, from the content folder."""
    return f"{FOLDER}/{found.post.rpartition('/')[2]}/{found.name}"


def source_of_mention(found: FoundMention, languages: tuple[str, ...]) -> str:
    """Return the file of a mention that isn't accepted yet. Only languages of the site are named."""
    lang = found.lang.partition("-")[0].lower()
    values = {
        "author": quoted(found.author),
        "url": quoted(found.link),
        "source": found.source.value,
        "accepted": "false",
        "answers": quoted(found.post),
        "at": quoted(found.at) if found.at != found.link else "",
        "fetched": found.fetched,
        "lang": lang if lang in languages else "",
    }
    lines = "".join(f"{key}: {value}\n" for key, value in values.items() if value)
    return f"---\n{lines}---\n{found.text}\n"


def can_be_read(path: str, text: str, lang: str) -> bool:
    """Return whether a file has no problem that stops a build: a stranger's text must not."""
    draft = draft_text(path, MENTION, text.encode("utf-8", "replace"))
    if draft.matter is None or not MENTION.is_place(path):
        return False
    body = convert_plain(BodySource(path, draft.source.body, lang, draft.source.body_line), Surroundings(lang=lang))
    return not blocks((*draft.problems, *body.problems, *check_scaffolds(draft, draft.matter)))


def known_mentions(content: Path) -> Iterator[KnownMention]:
    """Yield the present files, in order; ``invoke check`` reports unreadable ones. Raises ``OSError``."""
    for file in sorted((content / FOLDER).glob("*/*.md")):
        path = file.relative_to(content).as_posix()
        draft = draft_text(path, MENTION, file.read_bytes())
        if isinstance(draft.matter, MentionMatter):
            matter = draft.matter
            yield KnownMention(
                path=path,
                post=matter.answers or path.split("/")[1],
                source=matter.source,
                link=matter.url,
                at=matter.at or matter.url,
                author=matter.author,
                text=draft.source.body.strip(),
                fetched=matter.fetched,
                accepted=matter.accepted,
            )


@dataclass(slots=True)
class MentionPlan:
    """Files to write by path, new or changed; files to remove; how many were left as an editor has them, or out."""

    new: dict[str, str] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    """Changed elsewhere after an editor had changed them here: they stay as they are."""
    beyond: int = 0  # More than a post may have
    unreadable: int = 0


def plan_mentions_of(
    found: Iterable[FoundMention],
    known: Iterable[KnownMention],
    is_gone: Callable[[KnownMention], bool],
    most: int,
    lang: str,
    languages: tuple[str, ...],
) -> MentionPlan:
    """Return the plan. ``is_gone`` returns for a mention that wasn't found whether it is certainly gone."""
    plan, here = MentionPlan(), {(mention.post, mention.at): mention for mention in known}
    counts = Counter(mention.post for mention in here.values())
    keys = set[tuple[str, str]]()
    for mention in sorted(found, key=lambda mention: (mention.day, mention.at)):
        key = (mention.post, mention.at)
        if key in keys:
            continue
        keys.add(key)
        before = here.get(key)
        if before:
            _renew(plan, before, mention, lang, languages)
        elif counts[mention.post] >= most:
            plan.beyond += 1
        elif _put(plan.new, path_of(mention), mention, lang, languages):
            counts[mention.post] += 1
        else:
            plan.unreadable += 1
    plan.removed = [mention.path for key, mention in here.items() if key not in keys and is_gone(mention)]
    return plan


def _renew(plan: MentionPlan, before: KnownMention, one: FoundMention, lang: str, languages: tuple[str, ...]) -> None:
    """Plan a changed mention, to be accepted again, unless an editor has changed it here."""
    if before.fetched == one.fetched:
        return
    if before.is_edited:
        plan.edited.append(before.path)
    elif not _put(plan.changed, before.path, one, lang, languages):
        plan.unreadable += 1


def _put(files: dict[str, str], path: str, one: FoundMention, lang: str, languages: tuple[str, ...]) -> bool:
    text = source_of_mention(one, languages)
    if not can_be_read(path, text, lang):
        return False
    files[path] = text
    return True


@dataclass(frozen=True, slots=True)
class AskedPost:
    """A published post: its year and folder, its public address, its day, where it was announced."""

    name: str
    address: str
    day: date
    announced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentionRun:
    """The facts of the site for a run."""

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
    """The result of a run. ``done`` are the files of the inbox that are settled."""

    plan: MentionPlan
    harvest: Harvest
    refused: int = 0  # Pages that don't mention the target of their notification
    done: list[Path] = field(default_factory=list)


def run_mentions(run: MentionRun) -> MentionReport:
    """Ask, plan and write. Raises ``OSError`` where the content folder can't be read or written."""
    report = MentionReport(MentionPlan(), Harvest())
    for post in run.posts:
        if post.day >= run.today - timedelta(weeks=run.own.weeks):
            report.harvest.add(_asked(post, run))
    _open_inbox(run, report)
    present = list(known_mentions(run.content))
    places = {post.name: post.address for post in run.posts}
    failures = report.harvest.failures

    def is_gone(one: KnownMention) -> bool:
        return _is_gone(one, places.get(one.post, ""), run, failures)

    report.plan = plan_mentions_of(report.harvest.found, present, is_gone, run.own.most, run.lang, run.languages)
    for path, text in {**report.plan.new, **report.plan.changed}.items():
        write_atomic(run.content / path, text.encode())
    for path in report.plan.removed:
        (run.content / path).unlink(missing_ok=True)
    for file in report.done:
        file.unlink(missing_ok=True)
    return report


def _asked(post: AskedPost, run: MentionRun) -> Harvest:
    harvest, manner, options = Harvest(), run.manner, run.own
    for address in post.announced:
        if status := MASTODON_STATUS.fullmatch(address):
            harvest.add(_tried(address, partial(answers_on_mastodon, status, post.name, manner)))
        elif options.bluesky and (post_found := BLUESKY_POST.fullmatch(address)):
            harvest.add(_tried(address, partial(answers_on_bluesky, post_found, post.name, options.bluesky, manner)))
    if options.jf2:
        harvest.add(_tried(options.jf2, partial(listed_mentions, options.jf2, post.address, post.name, manner)))
    return harvest


def _tried(address: str, ask: Callable[[], Harvest]) -> Harvest:
    """Return the result of a request; where it fails, only why."""
    try:
        return ask()
    except AskingError as error:
        return Harvest(failures=[(address, str(error))])
    except GoneError:
        return Harvest(failures=[(address, "404")])


def _open_inbox(run: MentionRun, report: MentionReport) -> None:
    """Fetch every page of a notification; unreachable ones wait for another run."""
    pages = {same_page(post.address): post.name for post in run.posts}
    for file, notification in waiting_notifications(run.inbox):
        name = pages.get(same_page(notification.target), "") if notification else ""
        if notification is None or not name or fault_of(notification, run.site):
            report.refused += 1
            report.done.append(file)
            continue
        try:
            report.harvest.found.append(mention_at(notification.source, notification.target, name, run.manner))
        except GoneError:
            report.refused += 1
        except AskingError as error:
            report.harvest.failures.append((notification.source, str(error)))
            if str(error) not in FOR_EVER:
                continue
        report.done.append(file)


def keep_mention(settings: Mapping[str, Any], post: str, one: Sighting) -> str:
    """Write what an editor keeps, unless the post has it already; see ``KEEP_MENTION``. Who said it isn't known."""
    content, text = Path(settings["PATH"]), clean_text(one.words)
    mention = FoundMention(post, MentionSource.KEPT, one.url, one.url, "", one.day, text)
    for present in known_mentions(content):
        if present.post == post and one.url in {present.link, present.at}:
            return present.path
    path, file = path_of(mention), source_of_mention(mention, ())
    if not is_web_address(one.url) or not can_be_read(path, file, str(settings["DEFAULT_LANG"])):
        raise ValueError(one.url)
    write_atomic(content / path, file.encode())
    return path


def _is_gone(one: KnownMention, target: str, run: MentionRun, failures: list[tuple[str, str]]) -> bool:
    """Return whether a mention is certainly gone: its own place is, or no longer leads to the post."""
    try:
        if one.source is MentionSource.MASTODON:
            fetch_json(one.at, run.manner)
        elif one.source is MentionSource.BLUESKY:
            return bool(run.own.bluesky) and not is_on_bluesky(one.at, run.own.bluesky, run.manner)
        elif one.source is MentionSource.KEPT:
            fetch(one.at, run.manner, whole=False)
        elif target:
            mention_at(one.at, target, one.post, run.manner)
    except GoneError:
        return True
    except AskingError as error:
        failures.append((one.at, str(error)))
    return False
