"""The files of mentions: one each, which an editor reads, mends and accepts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from placette import Draft, Files, Manner, Problem, digest, plain_problems, quoted
from placette_mentions import FOLDER, MENTION, MentionMatter, MentionSource, MentionsSettings
from placette_mentions.fetching import AskingError, FoundMention, GoneError, fetch, leads_to, print_of
from placette_mentions.networks import (
    BLUESKY_POST,
    MASTODON_STATUS,
    Mentions,
    answers_on_bluesky,
    answers_on_mastodon,
    is_on_bluesky,
    listed_mentions,
)

Key = tuple[str, str]
"""The post that a mention is about, and the address to look for it again."""


class MentionFile(NamedTuple):
    """A file of the content folder: its path from there, its front matter, its text."""

    path: str
    matter: MentionMatter
    text: str


class AskedPost(NamedTuple):
    """A published post: its year and folder, its public address, its day, where it was announced."""

    name: str
    address: str
    day: date
    announced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentionRun:
    """The facts of the site for a run."""

    content: Path
    posts: tuple[AskedPost, ...]
    settings: MentionsSettings
    lang: str
    languages: tuple[str, ...]
    today: date
    manner: Manner


@dataclass(slots=True)
class MentionReport:
    """The result of a run: files by path, counts, addresses that couldn't be asked and why."""

    new: dict[str, str] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    """Changed elsewhere after an editor had changed them here: they stay as they are."""
    beyond: int = 0  # More than a post may have
    unusable: int = 0
    failures: list[Key] = field(default_factory=list)


def run_mentions(run: MentionRun) -> MentionReport:
    """Ask, plan and write. Raises ``OSError`` where the content folder can't be read or written."""
    report, mentions = MentionReport(), dict[Key, FoundMention]()
    for post in run.posts:
        if post.day >= run.today - timedelta(weeks=run.settings.weeks):
            for mention in _answers(post, run, report):
                mentions.setdefault((mention.post, mention.at), mention)
    files = present_files(run.content)
    plan_files(mentions, files, run, report)
    places = {post.name: post.address for post in run.posts}
    for (post_name, at), file in files.items():
        if (post_name, at) not in mentions and _is_gone(file.matter.source, at, places.get(post_name, ""), run, report):
            report.removed.append(file.path)
    for path, text in {**report.new, **report.changed}.items():
        Files.write_atomic(run.content / path, text.encode())
    for path in report.removed:
        (run.content / path).unlink(missing_ok=True)
    return report


def _answers(post: AskedPost, run: MentionRun, report: MentionReport) -> Iterator[FoundMention]:
    """Yield what was said of a post wherever it was announced; what fails is reported."""
    settings, manner = run.settings, run.manner
    places: list[tuple[str, Callable[[], Mentions]]] = []
    for address in post.announced:
        if status := MASTODON_STATUS.fullmatch(address):
            places.append((address, partial(answers_on_mastodon, status, post.name, manner)))
        elif settings.bluesky and (bluesky := BLUESKY_POST.fullmatch(address)):
            places.append((address, partial(answers_on_bluesky, bluesky, post.name, settings.bluesky, manner)))
    if settings.jf2:
        places.append((settings.jf2, partial(listed_mentions, settings.jf2, post.address, post.name, manner)))
    for address, ask in places:
        try:
            for mention in ask():
                if mention:
                    yield mention
                else:
                    report.unusable += 1
        except (AskingError, GoneError) as error:
            report.failures.append((address, str(error) if isinstance(error, AskingError) else "404"))


def _is_gone(source: MentionSource, at: str, target: str, run: MentionRun, report: MentionReport) -> bool:
    """Return whether a mention is certainly gone: its own place is, or no longer leads to the post."""
    try:
        if source is MentionSource.BLUESKY:
            return bool(run.settings.bluesky) and not is_on_bluesky(at, run.settings.bluesky, run.manner)
        if source is MentionSource.WEB:
            return bool(target) and not leads_to(at, target, run.manner)
        fetch(at, run.manner)
    except GoneError:
        return True
    except AskingError as error:
        if str(error) != "large":  # then it is there
            report.failures.append((at, str(error)))
    return False


def present_files(content: Path) -> dict[Key, MentionFile]:
    """Return the files that can be read, in order; ``invoke check`` reports the others. Raises ``OSError``."""
    files = {}
    for file in sorted((content / FOLDER).glob("*/*.md")):
        path = file.relative_to(content).as_posix()
        draft = Draft.read(path, MENTION, file.read_bytes())
        if isinstance(draft.matter, MentionMatter):
            key = draft.matter.answers or path.split("/")[1], draft.matter.at or draft.matter.url
            files[key] = MentionFile(path, draft.matter, draft.source.body.strip())
    return files


def plan_files(
    mentions: dict[Key, FoundMention], files: dict[Key, MentionFile], run: MentionRun, report: MentionReport
) -> None:
    """Plan the files of mentions. A changed one is to be accepted again, unless an editor has changed it here."""
    counts = Counter(post for post, _ in files)
    for key, mention in sorted(mentions.items(), key=lambda item: (item[1].day, item[1].at)):
        file = files.get(key)
        if file and file.matter.fetched == print_of(mention.author, mention.text):
            continue
        if file and file.matter.fetched != print_of(file.matter.author, file.text):
            report.edited.append(file.path)
        elif not file and counts[mention.post] >= run.settings.most:
            report.beyond += 1
        else:
            path, text = file.path if file else path_of(mention), source_of_mention(mention, run.languages)
            if not can_be_read(path, text, run.lang):
                report.unusable += 1
                continue
            counts[mention.post] += not file
            (report.changed if file else report.new)[path] = text


def path_of(mention: FoundMention) -> str:
    """Return a mention's path, from the content folder."""
    name = f"{mention.day:%Y-%m-%d}-{mention.source}-{digest(mention.at.encode('utf-8', 'replace'))[:12]}.md"
    return f"{FOLDER}/{mention.post.rpartition('/')[2]}/{name}"


def source_of_mention(mention: FoundMention, languages: Iterable[str]) -> str:
    """Return the file of a mention that isn't accepted yet. Only languages of the site are named."""
    lang = mention.lang.partition("-")[0].lower()
    values = {
        "author": quoted(mention.author),
        "url": quoted(mention.link),
        "source": mention.source.value,
        "accepted": "false",
        "answers": quoted(mention.post),
        "at": quoted(mention.at) if mention.at != mention.link else "",
        "fetched": print_of(mention.author, mention.text),
        "lang": lang if lang in languages else "",
    }
    lines = "".join(f"{key}: {value}\n" for key, value in values.items() if value)
    return f"---\n{lines}---\n{mention.text}\n"


def can_be_read(path: str, text: str, lang: str) -> bool:
    """Return whether a file has no problem that stops a build: a stranger's text must not."""
    draft = Draft.read(path, MENTION, text.encode("utf-8", "replace"))
    if draft.matter is None or not MENTION.is_place(path):
        return False
    return not Problem.block(plain_problems(draft, lang))
