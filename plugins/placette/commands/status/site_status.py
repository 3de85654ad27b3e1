"""The state of the site as values: what waits, what comes, what came out, what is wrong, where it is quiet."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from placette.commands.status.links import DEAD, Known, LinkFate, known_links, links_of, read_answers
from placette.engine.base.git import GitError, run_git
from placette.engine.base.occurrences import Outlook, coming
from placette.engine.base.translation import N_, Severity
from placette.engine.content.build import Build
from placette.engine.findings.messages import advice, declare_findings, fine
from placette.engine.findings.problems import LINKS, Problem, blocking, in_order, problem, waiting
from placette.engine.rendering.features import Sighting
from placette.engine.rendering.printing import HiddenEntry
from placette.features.agenda.selection import all_events
from placette.features.authors.profile import PROFILE
from placette.features.calls import CALL, DueConsultation, due_consultations
from placette.features.decisions import DECISION, DecisionsSettings, DueDecision, due_decisions
from placette.features.letterbox import RECEIPT, LateLetter, LetterboxSettings, Reminder, came_of, late_letters
from placette.features.posts.kind import POST, Article
from placette.features.questions import AskingSettings, DueQuestion, due_questions, exchanges_in, promise_of
from placette.features.replies import DueRight, due_rights

if TYPE_CHECKING:
    from placette.commands.status import StatusSettings


class Wait(StrEnum):
    """Why a text isn't published."""

    DRAFT = "draft"
    UNFINISHED = "unfinished"
    TO_MEND = "to-mend"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft, a text to mend or a proposal (``path`` is its branch). ``who`` are the people behind it, by name.

    ``committed`` is false for a file that git doesn't have yet; ``since`` is None then, or if git doesn't know.
    ``texts`` are the files of a proposal.
    """

    kind: Wait
    path: str
    title: str
    who: tuple[str, ...]
    since: date | None
    committed: bool = True
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dated:
    """A text and the day that matters: of publication, of an event's last date, of the last change."""

    path: str
    title: str
    who: tuple[str, ...]
    day: date


@dataclass(frozen=True, slots=True)
class QuietPlace:
    """A commune and the last post about it."""

    code: str
    name: str
    last: Dated


@dataclass(frozen=True, slots=True)
class LinkState:
    """The state of outside links: how many, how many ever requested, when last; the dead ones, the moved ones."""

    count: int = 0
    asked: int = 0
    last: date | None = None
    dead: tuple[Known, ...] = ()
    moved: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteStatus:
    """The state of the site at ``now``, in the order of its JSON. Each list begins with the most urgent.

    ``problems`` begins with the blocking ones. ``fault`` is why git knows nothing; ``shallow`` means that it knows only
    the newest commits.
    """

    now: datetime
    deadlines: tuple[DueRight, ...] = ()
    """Rights of reply that the law has published, or refused with a reason, within three days."""
    waiting: tuple[Waiting, ...] = ()
    scheduled: tuple[Dated, ...] = ()
    held: tuple[Dated, ...] = ()
    """Texts that are ready and wait all the same, each with the day from which it may appear."""
    letters: tuple[LateLetter, ...] = ()
    """Letters that wait longer than was promised."""
    reminders: tuple[Reminder, ...] = ()
    """What packages have editors not forget, such as letters that are kept longer than was promised."""
    appeals: tuple[DueDecision, ...] = ()
    """Decisions whose appeal ends soon, or waits for its outcome."""
    questions: tuple[DueQuestion, ...] = ()
    """Questions that wait longer than was promised, and answers to verify."""
    consultations: tuple[DueConsultation, ...] = ()
    """Consultations that have ended without a decision."""
    published: tuple[Dated, ...] = ()
    lacking: tuple[Problem, ...] = ()
    """The settings required before the site can be published."""
    hidden: tuple[HiddenEntry, ...] = ()
    """The entries of the menu and the footer that aren't shown for now."""
    problems: tuple[Problem, ...] = ()
    links: LinkState = field(default_factory=LinkState)
    silent: tuple[QuietPlace, ...] = ()
    passing: tuple[Dated, ...] = ()
    review: tuple[Dated, ...] = ()
    watch: tuple[Sighting, ...] = ()
    """What is said of the territory elsewhere: for the eyes of editors alone."""
    fault: str = ""
    shallow: bool = False


_LOG = ("log", "--no-show-signature", "--no-color", "--no-ext-diff", "--format=%x00%ct%x00%an")
_FILES = ("--name-only", "-z", "--no-renames", "--relative")
_RAW = ("--raw", "--no-abbrev", "-z", "--no-renames", "--relative")
_MOST_BRANCHES = 100
"""How many branches are read, the newest first: each costs a hundredth of a second."""
_TRUNKS = frozenset({"main", "master"})
"""Branches that others are merged into, besides a remote's HEAD."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: its day, its author's name, and the files below the content folder that it changes."""

    day: date | None
    by: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """An unmerged branch of a remote that changes texts: who began it and when, and which files it changes."""

    branch: str
    by: str
    since: date | None
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What git knows. ``fault`` is why it knows nothing; a ``shallow`` clone doesn't know when its oldest files came.

    ``added`` is the commit that added each file, by path; a file without one isn't committed.
    """

    added: Mapping[str, Commit] = field(default_factory=dict)
    proposals: tuple[Proposal, ...] = ()
    fault: str = ""
    shallow: bool = False


def read_history(content: Path, zone: tzinfo | None) -> History:
    """The history of a content folder, with days in the site's time zone. Raises nothing."""
    try:
        shallow = _ask(content, "rev-parse", "--is-shallow-repository").strip() == "true"
        added = {} if shallow else _added(content, zone)
        return History(added, tuple(_proposals(content, zone)), shallow=shallow)
    except GitError as error:
        return History(fault=str(error).partition("\n")[0] or "git")


def parse_log(raw: bytes, zone: tzinfo | None) -> Iterator[Commit]:
    """Parse ``git log`` in our format: per commit an empty field, the time in seconds, the name, then the paths."""
    fields = [part.decode("utf-8", "surrogateescape") for part in raw.split(b"\0")]
    fields.append("")  # as if one more followed
    start = 0
    while start + 3 < len(fields):
        end = fields.index("", start + 3)
        paths = tuple(path.removeprefix("\n") for path in fields[start + 3 : end])
        yield Commit(day_of_commit(fields[start + 1], zone), fields[start + 2], paths)
        start = end


def day_of_commit(seconds: str, zone: tzinfo | None) -> date | None:
    """The day of a moment in seconds since 1970; None if no calendar has it, since a commit may state any time."""
    try:
        return datetime.fromtimestamp(int(seconds), zone).date()
    except (ValueError, OverflowError, OSError):
        return None


def _added(content: Path, zone: tzinfo | None) -> dict[str, Commit]:
    found: dict[str, Commit] = {}
    if not _has_commits(content):
        return found
    for commit in parse_log(run_git(content, *_LOG, "--diff-filter=A", *_FILES, "--", "."), zone):
        for path in commit.paths:
            found.setdefault(path, commit)
    return found


def _proposals(content: Path, zone: tzinfo | None) -> Iterator[Proposal]:
    """The remote branches that change texts and aren't merged into this branch or a trunk, the oldest first."""
    trunks = _trunks(content)
    bases = [*(["HEAD"] if _has_commits(content) else []), *trunks]
    if not bases:
        return
    listed = _refs(content, "--sort=-committerdate", *(f"--no-merged={base}" for base in bases))
    branches = [ref for ref, symbolic in listed if not symbolic]
    found = [_proposal(content, ref, bases, zone) for ref in branches[:_MOST_BRANCHES] if ref not in trunks]
    yield from sorted(filter(None, found), key=lambda proposal: (proposal.since or date.min, proposal.branch))


def _proposal(content: Path, ref: str, bases: list[str], zone: tzinfo | None) -> Proposal | None:
    """Return a branch's proposal; None if it changes no text, or a base has had the same files (merged as one)."""
    without = (f"^{base}" for base in bases)
    log = run_git(content, *_LOG, "--no-merges", *_FILES, "--end-of-options", ref, *without, "--", ".")
    commits = list(parse_log(log, zone))
    touched = {path for commit in commits for path in commit.paths}
    for base in bases if touched else ():
        differing = run_git(content, "diff", "--no-ext-diff", *_RAW, "--end-of-options", base, ref, "--", ".")
        left = {(path, state) for path, state in _states(differing) if path in touched}
        if left:
            had = run_git(content, "log", "--format=", *_RAW, "--end-of-options", base, f"^{ref}", "--", ".")
            left -= _states(had)
        touched = {path for path, _state in left}
    if not touched:
        return None
    return Proposal(ref.removeprefix("refs/remotes/"), commits[-1].by, commits[-1].day, tuple(sorted(touched)))


def _states(raw: bytes) -> set[tuple[str, bytes]]:
    """Parse changes as ``git diff --raw -z`` lists them: each path, and the name of what it then holds."""
    facts, paths = raw.split(b"\0")[:-1:2], raw.decode("utf-8", "surrogateescape").split("\0")[1::2]
    return {(path, fact.split()[3]) for fact, path in zip(facts, paths, strict=True)}


def _trunks(content: Path) -> list[str]:
    refs = _refs(content)
    named = {symbolic for _ref, symbolic in refs if symbolic}
    short = {ref: ref.removeprefix("refs/remotes/").partition("/")[2] for ref, _symbolic in refs}
    return sorted(ref for ref, symbolic in refs if not symbolic and (ref in named or short[ref] in _TRUNKS))


def _refs(content: Path, *options: str) -> list[tuple[str, str]]:
    """Return the full names of remote branches, each with the branch that it is an alias of, if any.

    The list is split at line feeds only: a name can't have one, but may have what Python takes for other line ends.
    """
    listed = _ask(content, "for-each-ref", "--format=%(refname)%00%(symref)", *options, "refs/remotes")
    pairs = (line.partition("\0") for line in listed.split("\n"))
    return [(ref, symbolic) for ref, _nul, symbolic in pairs if ref]


def _has_commits(content: Path) -> bool:
    try:
        return bool(run_git(content, "rev-parse", "--verify", "--quiet", "HEAD"))
    except GitError:
        return False


def _ask(content: Path, *arguments: str) -> str:
    return os.fsdecode(run_git(content, *arguments))


_Names = Mapping[str, str]
"""The names of authors, by key."""


def status_of(
    build: Build,
    history: History,
    links: Sequence[Known],
    rules: StatusSettings,
    lacking: tuple[Problem, ...] = (),
    letterbox: LetterboxSettings | None = None,
    register: DecisionsSettings | None = None,
    asking: AskingSettings | None = None,
    reminders: tuple[Reminder, ...] = (),
) -> SiteStatus:
    """The state of the site at ``build.now``.

    ``lacking`` is what it lacks to be published, ``letterbox`` and ``asking`` what those who write are promised,
    ``register`` how long people may appeal, ``reminders`` those of packages.
    """
    today = build.now.date()
    recent = today - timedelta(days=rules.recent_days)
    names = {profile.key: profile.name for profile in build.of(PROFILE)}
    posts = (_dated(article, names, article.date.date()) for article in build.of(POST))
    letterbox, register, asking = (
        letterbox or LetterboxSettings(),
        register or DecisionsSettings(),
        asking or AskingSettings(),
    )
    questions = due_questions(exchanges_in(build).values(), promise_of(asking, letterbox), today)
    consultations = due_consultations(build.of(CALL), build.now)
    return SiteStatus(
        now=build.now,
        deadlines=tuple(due_rights(build)),
        waiting=tuple(sorted(_waiting(build, names, history), key=lambda one: (one.since or date.max, one.path))),
        scheduled=tuple(_scheduled(build, names, held=False)),
        held=tuple(_scheduled(build, names, held=True)),
        published=tuple(post for post in posts if post.day > recent),
        problems=tuple(sorted(build.problems, key=lambda found: (found.severity is Severity.ADVICE, in_order(found)))),
        lacking=lacking,
        links=link_state(links),
        silent=tuple(_silent(build, names, today - relativedelta(months=rules.silent_months))),
        passing=tuple(_passing(build, names, today + timedelta(days=rules.coming_days))),
        review=tuple(_to_review(build, names, today - relativedelta(months=rules.review_months))),
        letters=tuple(_late(build, history, letterbox)),
        appeals=tuple(due_decisions(build.of(DECISION), register, today)),
        questions=tuple(due._replace(who=_names_of(due.who, names)) for due in questions),
        consultations=tuple(due._replace(who=_names_of(due.who, names)) for due in consultations),
        reminders=reminders,
        fault=history.fault,
        shallow=history.shallow,
    )


def link_state(links: Sequence[Known]) -> LinkState:
    """Return what is known about the links. Of the dead ones, those that are gone come first, then by how long."""
    asked = [known.answer.asked for known in links if known.answer]
    dead = [known for known in links if known.answer and known.answer.outcome.fate in DEAD]
    moved = tuple(known for known in links if known.answer and known.answer.outcome.moved)
    return LinkState(len(links), len(asked), max(asked, default=None), tuple(sorted(dead, key=_deadness)), moved)


_STALE = timedelta(days=31)
"""After how long links should be asked again."""
_ABOUT_LINKS = {
    "links-unasked": advice(N_("Links to other sites that nobody has ever followed: {count}."), "invoke links"),
    "links-dead": advice(
        N_("Links to other sites that led nowhere when last followed, on {day}: {count} of {all}."),
        N_("invoke status lists them, with file and line."),
    ),
    "links-moved": advice(N_("Pages of other sites that have moved for good: {count}."), "invoke links"),
    "links-stale": advice(N_("Links to other sites were last followed on {day}."), "invoke links"),
    "links-good": fine(N_("Links to other sites: {count}. None was dead on {day}.")),
}
declare_findings(LINKS, _ABOUT_LINKS)


def link_findings(state: LinkState, today: date) -> Iterator[Problem]:
    """Yield findings on the links, as ``invoke links`` stored them."""
    if state.count > state.asked:
        yield problem("links-unasked", count=state.count - state.asked)
    if state.last is None:
        return
    if state.dead:
        yield problem("links-dead", count=len(state.dead), all=state.count, day=state.last)
    if state.moved:
        yield problem("links-moved", count=len(state.moved))
    if today - state.last > _STALE:
        yield problem("links-stale", day=state.last)
    elif not (state.dead or state.moved) and state.count == state.asked:
        yield problem("links-good", count=state.count, day=state.last)


def _deadness(known: Known) -> tuple[bool, date, str]:
    answer = known.answer
    failing = bool(answer and answer.outcome.fate is LinkFate.FAILING)
    return failing, (answer.since if answer else None) or date.max, known.link.url


def _waiting(build: Build, names: _Names, history: History) -> Iterator[Waiting]:
    for article in build.drafts(POST):
        who = _names_of(article.authors, names)
        yield _file(Wait.DRAFT, article.path, article.title, who, history)
    known = {post.path for post in build.drafts(POST)}
    kinds = {found.path: Wait.UNFINISHED for found in waiting(build.problems) if found.path not in known}
    kinds |= dict.fromkeys(refused_texts(build.problems), Wait.TO_MEND)
    for path, kind in kinds.items():
        commit = history.added.get(path)
        yield _file(kind, path, "", (commit.by,) if commit and commit.by else (), history)
    for proposal in history.proposals:
        who = (proposal.by,) if proposal.by else ()
        yield Waiting(Wait.PROPOSED, proposal.branch, "", who, proposal.since, texts=proposal.paths)


def _file(kind: Wait, path: str, title: str, who: tuple[str, ...], history: History) -> Waiting:
    commit = history.added.get(path)
    known = commit is not None or bool(history.fault) or history.shallow
    return Waiting(kind, path, title, who, commit.day if commit else None, committed=known)


def refused_texts(problems: Iterable[Problem]) -> list[str]:
    """The files that can't be published as they are, sorted."""
    return sorted({found.path for found in blocking(problems)})


def _silent(build: Build, names: _Names, before: date) -> Iterator[QuietPlace]:
    """Communes that had posts, but none since ``before``; those silent the longest first."""
    last: dict[str, Article] = {}
    for article in build.of(POST):  # newest first
        for code in article.communes:
            last.setdefault(code, article)
    quiet = [(article.date, code) for code, article in last.items() if article.date.date() < before]
    for _date, code in sorted(quiet):
        commune = build.communes.by_code.get(code)
        post = last[code]
        yield QuietPlace(code, commune.name if commune else code, _dated(post, names, post.date.date()))


def _scheduled(build: Build, names: _Names, *, held: bool) -> list[Dated]:
    """Return posts that wait for their date, or those under an embargo beyond it."""
    waiting = ((post, build.embargoed.get(post.path)) for post in build.scheduled(POST))
    dated = (_dated(post, names, (until or post.date).date()) for post, until in waiting if (until is not None) is held)
    return sorted(dated, key=_day_and_path)


def _passing(build: Build, names: _Names, until: date) -> list[Dated]:
    """Events that repeat and whose last date is to come before ``until``; by that date. Cancelled ones are left out."""
    found = []
    for event in (one for one in all_events(build) if one.happening.rule):  # the others were to happen once
        left = coming(event.happening, build.now)
        if left and left[-1].date() <= until and event.happening.outlook is not Outlook.CANCELLED:
            by = event.happening.organiser
            who = _names_of((by,), names) if by else tuple(filter(None, (event.happening.organiser_name,)))
            found.append(Dated(event.path, event.title, who, left[-1].date()))
    return sorted(found, key=_day_and_path)


def _to_review(build: Build, names: _Names, before: date) -> list[Dated]:
    """Published posts that haven't changed since ``before``, the oldest first."""
    dated = (_dated(article, names, (article.modified or article.date).date()) for article in build.of(POST))
    return sorted((post for post in dated if post.day < before), key=_day_and_path)


def _late(build: Build, history: History, promised: LetterboxSettings) -> list[LateLetter]:
    """Return letters that were read late, or whose receipt came late, as far as git knows when it was written."""
    known = {} if history.shallow else {path: commit.day for path, commit in history.added.items() if commit.day}
    return late_letters(build.of(RECEIPT), known, frozenset(came_of(build)), promised, build.now.date())


def _day_and_path(text: Dated) -> tuple[date, str]:
    return text.day, text.path


def _dated(article: Article, names: _Names, day: date) -> Dated:
    return Dated(article.path, article.title, _names_of(article.authors, names), day)


def _names_of(keys: Iterable[str], names: _Names) -> tuple[str, ...]:
    """The names of authors; the key of one whose profile is missing."""
    return tuple(names.get(key, key) for key in keys)


def examine_known_links(build: Build, address: str, content: Path, cache: Path) -> list[Problem]:
    """Return what ``invoke links`` stored in the folder ``cache``; no server is asked. Raises ``OSError``."""
    state = link_state(known_links(links_of(build, address, content), read_answers(cache)))
    return list(link_findings(state, build.now.date()))
