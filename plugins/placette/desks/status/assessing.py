"""Decides the state of the site from its texts, from git and from the answers of outside pages. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from placette.desks.status.history import Commit, History
from placette.desks.status.links.memory import Known
from placette.desks.status.links.outcomes import DEAD, LinkFate
from placette.desks.status.settings import StatusSettings
from placette.desks.status.site_status import Dated, LinkState, Silence, SiteStatus, Wait, Waiting
from placette.engine.base.message import Severity
from placette.engine.base.occurrences import Outlook, coming
from placette.engine.library.build import Build
from placette.engine.problems.problems import Problem, in_order
from placette.features.agenda.happening_events import all_events
from placette.features.authors.kind import PROFILE
from placette.features.calls import CALL, DueConsultation, due_consultations
from placette.features.decisions import DECISION, DecisionsSettings, due_decisions
from placette.features.letterbox import RECEIPT, LateLetter, LetterboxSettings, came_of, late_letters
from placette.features.posts.article import Article
from placette.features.posts.kind import POST
from placette.features.questions import AskingSettings, DueQuestion, due_questions, exchanges_in, promise_of

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
) -> SiteStatus:
    """The state of the site at ``build.now``.

    ``lacking`` is what it lacks to be published, ``letterbox`` and ``asking`` what those who write are promised,
    ``register`` how long people may appeal.
    """
    today = build.now.date()
    recent = today - timedelta(days=rules.recent_days)
    names = {profile.key: profile.name for profile in build.of(PROFILE)}
    posts = (_dated(article, names, article.date.date()) for article in build.of(POST))
    return SiteStatus(
        now=build.now,
        waiting=tuple(_by_age(_waiting(build, names, history))),
        scheduled=tuple(_scheduled(build, names, held=False)),
        held=tuple(_scheduled(build, names, held=True)),
        published=tuple(post for post in posts if post.day > recent),
        problems=tuple(sorted(build.problems, key=lambda found: (found.severity is Severity.ADVICE, in_order(found)))),
        lacking=lacking,
        links=link_state(links),
        silent=tuple(_silent(build, names, today - relativedelta(months=rules.silent_months))),
        passing=tuple(_passing(build, names, today + timedelta(days=rules.coming_days))),
        review=tuple(_to_review(build, names, today - relativedelta(months=rules.review_months))),
        letters=tuple(_late(build, history, letterbox or LetterboxSettings())),
        appeals=tuple(due_decisions(build.of(DECISION), register or DecisionsSettings(), today)),
        questions=tuple(_due(build, names, asking or AskingSettings(), letterbox or LetterboxSettings())),
        consultations=tuple(_undecided(build, names)),
        fault=history.fault,
        shallow=history.shallow,
    )


def link_state(links: Sequence[Known]) -> LinkState:
    """What is known about the links. Of the dead ones, those that are gone come first, then by how long."""
    asked = [known.answer.asked for known in links if known.answer]
    dead = [known for known in links if known.answer and known.answer.outcome.fate in DEAD]
    moved = tuple(known for known in links if known.answer and known.answer.outcome.moved)
    return LinkState(len(links), len(asked), max(asked, default=None), tuple(sorted(dead, key=_deadness)), moved)


def _deadness(known: Known) -> tuple[bool, date, str]:
    answer = known.answer
    failing = bool(answer and answer.outcome.fate is LinkFate.FAILING)
    return failing, (answer.since if answer else None) or date.max, known.link.url


def _waiting(build: Build, names: _Names, history: History) -> Iterator[Waiting]:
    for article in build.drafts(POST):
        who = _names_of(article.authors, names)
        yield _file(Wait.DRAFT, article.path, article.title, who, history)
    for path in _to_mend(build.problems):
        commit = history.added.get(path)
        yield _file(Wait.TO_MEND, path, "", _by(commit), history)
    for proposal in history.proposals:
        who = (proposal.by,) if proposal.by else ()
        yield Waiting(Wait.PROPOSED, proposal.branch, "", who, proposal.since, texts=proposal.paths)


def _file(kind: Wait, path: str, title: str, who: tuple[str, ...], history: History) -> Waiting:
    """A waiting file, since the commit that added it."""
    commit = history.added.get(path)
    known = commit is not None or bool(history.fault) or history.shallow
    return Waiting(kind, path, title, who, commit.day if commit else None, committed=known)


def _by(commit: Commit | None) -> tuple[str, ...]:
    return (commit.by,) if commit and commit.by else ()


def _to_mend(problems: Iterable[Problem]) -> list[str]:
    """The files with blocking problems, sorted."""
    return sorted({found.path for found in problems if found.severity is Severity.BLOCKING})


def _by_age(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Those waiting the longest first; those of unknown date, which are new or unknown to git, last."""
    return sorted(waiting, key=lambda one: (one.since or date.max, one.path))


def _silent(build: Build, names: _Names, before: date) -> Iterator[Silence]:
    """Communes that had posts, but none since ``before``; those silent the longest first."""
    last: dict[str, Article] = {}
    for article in build.of(POST):  # newest first
        for code in article.communes:
            last.setdefault(code, article)
    quiet = [(article.date, code) for code, article in last.items() if article.date.date() < before]
    for _date, code in sorted(quiet):
        commune = build.communes.by_code.get(code)
        post = last[code]
        yield Silence(code, commune.name if commune else code, _dated(post, names, post.date.date()))


def _scheduled(build: Build, names: _Names, *, held: bool) -> list[Dated]:
    """Posts that wait for their date, or those that are held back beyond it."""
    waiting = ((post, build.held.get(post.path)) for post in build.scheduled(POST))
    dated = (_dated(post, names, (until or post.date).date()) for post, until in waiting if (until is not None) is held)
    return sorted(dated, key=_day_and_path)


def _passing(build: Build, names: _Names, until: date) -> list[Dated]:
    """Events whose last date is still to come, but before ``until``; by that date. Cancelled ones are left out."""
    found = []
    for event in all_events(build):
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
    """Letters that nobody has read in time, or whose receipt came late, as far as git knows when it was written."""
    known = {} if history.shallow else {path: commit.day for path, commit in history.added.items() if commit.day}
    return late_letters(build.of(RECEIPT), known, frozenset(came_of(build)), promised, build.now.date())


def _due(build: Build, names: _Names, asking: AskingSettings, letterbox: LetterboxSettings) -> Iterator[DueQuestion]:
    """Questions that wait too long, answers to verify; with the names of those who should do it."""
    promised = promise_of(asking, letterbox)
    for due in due_questions(exchanges_in(build).values(), promised, build.now.date()):
        yield due._replace(who=_names_of(due.who, names))


def _undecided(build: Build, names: _Names) -> Iterator[DueConsultation]:
    """Consultations that wait for their decision, with the names of those who asked."""
    for due in due_consultations(build.of(CALL), build.now):
        yield due._replace(who=_names_of(due.who, names))


def _day_and_path(text: Dated) -> tuple[date, str]:
    return text.day, text.path


def _dated(article: Article, names: _Names, day: date) -> Dated:
    return Dated(article.path, article.title, _names_of(article.authors, names), day)


def _names_of(keys: Iterable[str], names: _Names) -> tuple[str, ...]:
    """The names of authors; the key of one whose profile is missing."""
    return tuple(names.get(key, key) for key in keys)
