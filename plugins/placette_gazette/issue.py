"""An issue of the gazette, as a kind of text: which posts it holds, in what order, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from operator import attrgetter
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator

from placette import (
    CALL,
    N_,
    POST,
    Body,
    BodyForm,
    Draft,
    Extension,
    Licence,
    Making,
    Matter,
    Neighbours,
    Outline,
    PostNames,
    Problem,
    ReadingOptions,
    Reference,
    Relations,
    TextKind,
    TextStatus,
    Words,
    added,
    check_range,
    key,
)
from placette import fields as f

FOLDER = "issues"
"""The folder of issues, from the content folder: ``issues/2026-12.md``."""
MOST = 200
"""The most posts in an issue: those of a year, a line each."""


class Portion(StrEnum):
    """How much of a text stands in an issue."""

    WHOLE = "whole"
    SHORT = "short"  # its first paragraphs, then a code that leads to the rest
    LINE = "line"  # its title, its people, a code


_PORTIONS = {
    **dict.fromkeys(("whole", "entier", "entiere", "complet", "complete"), Portion.WHOLE),
    **dict.fromkeys(("short", "court", "courte", "extrait", "debut"), Portion.SHORT),
    **dict.fromkeys(("line", "ligne", "titre"), Portion.LINE),
}
_YES = {**dict.fromkeys(("yes", "oui", "true"), True), **dict.fromkeys(("no", "non", "false"), False)}
_PERIOD = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class GazetteSettings:
    """Settings of the gazette."""

    files: bool = True
    """Whether the site offers its issues as files, to print and to read."""


class ChosenPost(NamedTuple):
    """A post of an issue, as its file names it, and how much of it stands there."""

    post: str
    portion: Portion


def as_choices(value: Any) -> tuple[ChosenPost, ...]:
    """Return the posts of an issue: ``- le-lavoir``, ``- le-lavoir: short``."""
    items = f.as_list(value) if isinstance(value, str) else value
    if not isinstance(items, list):
        raise f.fail("value-shape", example="[le-lavoir, la-truffade: short]")
    if len(items) > MOST:
        raise f.fail("value-many", length=len(items), limit=MOST)
    return tuple(choice for item in items for choice in _choices(item))


def _choices(item: Any) -> Iterator[ChosenPost]:
    for name, portion in item.items() if isinstance(item, dict) else ((item, ""),):
        post = f.as_text(name)
        portion_meant = (
            f.choice(portion, _PORTIONS, (N_("whole"), N_("short"), N_("line"))) if portion else Portion.WHOLE
        )
        yield ChosenPost(post.strip("/").removeprefix("articles/").removesuffix("/index.md"), portion_meant)


Choices = Annotated[tuple[ChosenPost, ...], BeforeValidator(as_choices)]
YesOrNo = Annotated[bool, BeforeValidator(partial(f.choice, table=_YES, shown=(N_("yes"), N_("no"))))]


class IssueMatter(Matter):
    """The front matter of an issue; the text below it is its editorial."""

    title: f.Title = key("The title, as readers see it.", "titre", example="Carnets de décembre")
    number: f.ShortText = key(
        "Its number among the issues; none for a special one.", "numéro", example="12", default=""
    )
    date: f.Day = key("The day of the issue; until a later day, it waits.", example="2026-12-01")
    period: f.ShortText = key("What it is of: a month, a year, or words.", "période", example="2026-12", default="")
    summary: f.Sentence = key(
        "One sentence for lists and search engines.", "résumé", "chapeau", example="L’hiver, l’atelier.", default=""
    )
    posts: Choices = key(
        "Its posts in order, by the names of their folders: each whole, short or a line.",
        "billets",
        "articles",
        example="[le-lavoir, la-truffade: short]",
        default=(),
    )
    events_until: f.Day | None = key(
        "The last day of the events that it announces, from its own on.",
        "agenda_jusqu_au",
        example="2027-01-15",
        default=None,
    )
    answers_since: f.Day | None = key(
        "The first day of the answers that it gives, until its own.",
        "réponses_depuis",
        example="2026-11-01",
        default=None,
    )
    calls: f.Keys = key(
        "The calls and consultations that it recalls.", "appels", example="[votre-lavoir]", default_factory=list
    )
    opposition: f.Keys = key(
        "The space of those who aren’t of the majority: their posts, which stand whole.",
        example="[le-mot-de-decembre]",
        default_factory=list,
    )
    made_by: f.Keys = key("Who made it.", "réalisation", "fait_par", example="[equipe]", default_factory=list)
    printer: f.ShortText = key(
        "Name and place of the printer.", "imprimeur", "imprimerie", example="Imprimerie du Pont, Thiers", default=""
    )
    issn: f.ShortText = key("Its ISSN.", example="2823-4564", default="")
    price: f.ShortText = key("Its price.", "prix", example="gratuit", default="")
    deposit: f.ShortText = key("The legal deposit.", "dépôt_légal", example="décembre 2026", default="")
    status: f.StatusName = key("published or draft.", "statut", "état", example="published", default="published")


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue. ``chosen`` and ``opposition`` name posts as its file does; ``body`` is its editorial."""

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    number: str
    date: datetime
    period: str
    chosen: tuple[ChosenPost, ...]
    licence: Licence
    events_until: datetime | None = None
    answers_since: datetime | None = None
    calls: tuple[str, ...] = ()
    opposition: tuple[str, ...] = ()
    made_by: tuple[str, ...] = ()
    printer: str = ""
    issn: str = ""
    price: str = ""
    deposit: str = ""
    draft: bool = False
    body: Body = field(default_factory=Body)
    mark: str = ""
    """A digest of all of the above."""


def status_of(issue: Issue, now: datetime) -> TextStatus:
    """Return the status of an issue at ``now``."""
    if issue.draft:
        return TextStatus.DRAFT
    return TextStatus.SCHEDULED if issue.date > now else TextStatus.PUBLISHED


def starts(period: str) -> tuple[datetime, bool] | None:
    """Return the first day of a month or a year that a period names, and whether it is a month; None for words."""
    match = _PERIOD.fullmatch(period)
    return (datetime(int(match[1]), int(match[2] or 1), 1), bool(match[2])) if match and int(match[1]) else None


def period_words(period: str, lang: str) -> str:
    """Return a period in words: «décembre 2026», «2026», or as it is written."""
    begins = starts(period)
    if begins is None:
        return period
    day, is_month = begins
    return Words.long_date(day.replace(day=2), lang).split(maxsplit=1)[-1] if is_month else f"{day.year}"


def check_issue(
    draft: Draft, matter: IssueMatter, _neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """Yield an issue with nothing in it; days that run the wrong way."""
    if not (matter.posts or matter.opposition or draft.source.body.strip()) and "posts" not in draft.unusable:
        yield draft.problem("issue-empty", "posts")
    for name in _DAYS:
        yield from check_range(draft, name, getattr(matter, name), options)
    if matter.events_until and matter.events_until < matter.date:
        yield draft.problem("issue-days", "events_until", value=f"{matter.events_until:%Y-%m-%d}")
    if matter.answers_since and matter.answers_since > matter.date:
        yield draft.problem("issue-days", "answers_since", value=f"{matter.answers_since:%Y-%m-%d}")


class _Place(NamedTuple):
    """A key of an issue's file, and where its value begins."""

    key: str
    line: int
    column: int


class IssueOutline(NamedTuple):
    """What is checked of an issue beside other texts: its number, and the posts that it names, each with its place."""

    number: str
    number_at: _Place
    posts: tuple[tuple[str, _Place], ...]


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[IssueOutline]:
    matter = draft.checkable
    if not isinstance(matter, IssueMatter):
        return outline
    places = {name: _Place(at.key, at.line, at.column) for name in _TIED if (at := draft.entry(name))}
    posts = [(choice.post, places["posts"]) for choice in matter.posts]
    posts += [(name, places["opposition"]) for name in matter.opposition]
    days = tuple(day for name in _DAYS if (day := getattr(matter, name)))
    outline_of_issue = IssueOutline(matter.number, places["number"], tuple(posts))
    return replace(outline, date=matter.date, draft=draft.is_draft, days=days, extra=outline_of_issue)


_TIED = ("number", "posts", "opposition")
_DAYS = ("date", "events_until", "answers_since")


def check_issues(outlines: Iterable[Outline[Any]]) -> Iterator[Problem]:
    """Yield numbers given twice; names of posts that no post has, that come twice, or whose post isn't out by then."""
    every = list(outlines)
    issues = sorted((entry.path, entry, entry.extra) for entry in every if isinstance(entry.extra, IssueOutline))
    if not issues:
        return
    by_path = {entry.path: entry for entry in every if entry.kind == POST.name}
    posts, numbers = PostNames(by_path), dict[str, str]()
    for _, issue, contents in issues:
        other = numbers.setdefault(Words.fold(contents.number), issue.path) if contents.number else issue.path
        if other != issue.path:
            at = contents.number_at
            yield Problem.of("issue-number-twice", issue.path, at.line, at.column, value=contents.number, other=other)
        yield from _misnamed(issue, contents, posts, by_path)


def _misnamed(
    issue: Outline[Any], own: IssueOutline, posts: PostNames, by_path: Mapping[str, Outline[Any]]
) -> Iterator[Problem]:
    visited: set[str] = set()
    for name, at in own.posts:
        candidates = named_posts(name, issue.date, posts)
        values: dict[str, str] = {"key": at.key, "value": name}
        code, post = "", by_path[candidates[0]] if len(candidates) == 1 else None
        if post is None:
            near = ", ".join(map(PostNames.dated, candidates) if candidates else posts.near(name))
            code = "issue-post-ambiguous" if candidates else "issue-post-unknown"
            values |= {"proposal": _NEAR if near else PostNames.ADVICE, "names": near}
        elif post.path in visited:
            code = "issue-post-twice"
        elif post.gone:
            code = "issue-post-gone"
        elif post.draft and not issue.draft:
            code = "issue-post-draft"
        elif post.date and issue.date and post.date.date() > issue.date.date():
            code = "issue-post-later"
            values |= {"day": f"{post.date:%Y-%m-%d}"}
        if post:
            visited.add(post.path)
        if code:
            yield Problem.of(code, issue.path, at.line, at.column, **values)


def named_posts(name: str, day: datetime | None, posts: PostNames) -> list[str]:
    """Return the posts (source paths) that an issue of a day may mean by a name: of a later year none."""
    return posts.meant(name, f"articles/{day.year if day else 9999}/")


def _issue(making: Making[IssueMatter]) -> Issue:
    matter = making.matter
    return Issue(
        path=making.draft.path,
        slug=making.draft.slug,
        url=making.url,
        title=making.say(matter.title),
        summary=making.say(matter.summary),
        lang=making.lang,
        number=matter.number,
        date=making.moment(matter.date),
        period=matter.period,
        chosen=matter.posts,
        licence=making.licence,
        events_until=matter.events_until,
        answers_since=matter.answers_since,
        calls=making.meant(CALL.name),
        opposition=tuple(matter.opposition),
        made_by=tuple(matter.made_by),
        printer=making.say(matter.printer),
        issn=matter.issn,
        price=making.say(matter.price),
        deposit=making.say(matter.deposit),
        draft=matter.status == "draft",
        body=making.body,
    )


ISSUE = TextKind(
    name="issue",
    place=rf"{FOLDER}/[^/]{{1,80}}\.md",  # {1,80} keeps the editor in the browser away: it would flatten «posts»
    schema=IssueMatter,
    value=Issue,
    address="ISSUE",
    changed=N_("the issue {what} changed"),
    check=check_issue,
    make=_issue,
    refers=(Reference("calls", CALL.name),),
    relations=Relations(_outline, IssueOutline, check_issues),
    order=partial(sorted, key=attrgetter("date", "path"), reverse=True),
    status_of=status_of,
    body=BodyForm(optional=True),
)


class PrintingKeys(Matter):
    """The key of a post by which the editors note that its author agreed to be printed."""

    printable: YesOrNo = key(
        "With all rights reserved: yes if its author told the team that it may stand in the gazette.",
        "imprimable",
        example="yes",
        default=False,
    )


@dataclass(frozen=True, slots=True)
class Printable:
    """Whether the author of a post, who reserves all rights, agreed to be printed."""

    printable: bool = False


def _fields(making: Making[PrintingKeys]) -> Mapping[str, object]:
    return {"printable": making.matter.printable}


PRINTING = Extension(*(POST.name, PrintingKeys, "featured", Printable, 9), fields=_fields)


def may_be_printed(article: Any) -> bool:
    """Return whether more than a line of a post may stand in an issue: its licence says so, or its author does."""
    return bool(article.licence.url) or added(Printable, article).printable


_NEAR = N_("Did you mean {names}?")
