"""Series, as a kind of text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BeforeValidator

from placette.engine.base.translation import N_
from placette.engine.content.extended import added
from placette.engine.content.kinds import BodyForm, Making, Relations, Rights, SearchedKind, TextKind
from placette.engine.content.neighbours import Called, Outline, find_name, names_of
from placette.engine.findings.problems import Problem, problem
from placette.engine.texts import fields as f
from placette.engine.texts.fields import choice
from placette.engine.texts.front_matter import Matter, key
from placette.engine.texts.values import Body

NEW_SERIES = N_("Check the spelling, or ask the team to open the series.")
"""The proposal when no series is close: they are the editors' to declare."""


SERIES_KIND = "series"  # the name of the kind


@dataclass(frozen=True, slots=True)
class Instalment:
    """A post's place in a series: the series as written, the number, and the place of the number in the file."""

    series: str
    number: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class InstalmentTie:
    """The facts of a post for other episodes."""

    instalment: Instalment | None = None


def check_numbers(outlines: Iterable[Outline[Any]]) -> Iterator[Problem]:
    """Yield numbers given twice (for the later post) or left out (for the post that comes after the hole).

    Scheduled posts count, drafts don't; neither does whether a text has problems of its own.
    """
    known = list(outlines)
    titles = {outline.slug: outline.title for outline in known if outline.kind == SERIES_KIND}
    names = names_of(titles.items())
    members: defaultdict[str, list[tuple[Instalment, Outline[Any]]]] = defaultdict(list)
    for outline in known:
        part = added(InstalmentTie, outline.extra).instalment
        if part and not outline.draft and (slug := find_name(part.series, names)):
            members[slug].append((part, outline))
    for slug, episodes in sorted(members.items()):
        yield from _misnumbered(titles[slug] or slug, sorted(episodes, key=_by_number))


def _by_number(episode: tuple[Instalment, Outline[Any]]) -> tuple[int, bool, str, str]:
    """Sort by number; of two with one number, an invalid one gives way to a valid one."""
    part, outline = episode
    return part.number, not outline.usable, f"{outline.date or ''}", outline.path


def _misnumbered(title: str, episodes: list[tuple[Instalment, Outline[Any]]]) -> Iterator[Problem]:
    last, holder = 0, ""
    for part, outline in episodes:
        place, number = (outline.path, part.line, part.column), part.number
        if number == last:
            yield problem("episode-taken", *place, other=holder, number=number, series=title)
            continue
        if number > last + 1:
            first, end = last + 1, number - 1
            gap = f"{first}" if first == end else f"{first} – {end}"
            yield problem("episode-gap", *place, gap=gap, number=number, series=title)
        last, holder = number, outline.path


_PROGRESS = {
    **dict.fromkeys(("open", "en cours", "ouverte"), False),
    **dict.fromkeys(("finished", "terminee", "termine"), True),
}  # whether a series is finished


def as_progress(value: Any) -> bool:
    """Return whether a series is finished, in English or French."""
    return choice(value, _PROGRESS, (N_("open"), N_("finished")))


Progress = Annotated[bool, BeforeValidator(as_progress)]


class SeriesMatter(Matter):
    """The front matter of a series."""

    title: f.Title = key("The title.", "titre", example="Le tour de main")
    summary: f.Sentence = key(
        "One sentence for the list of series and search engines.",
        "résumé",
        "chapeau",
        example="Un geste, trois façons de l'apprendre.",
        min_length=1,
    )
    lang: f.ShortText = key("The language of the series.", "langue", example="fr", default="")
    status: Progress = key("open, or finished.", "statut", "état", example="open", default=False)


@dataclass(frozen=True, slots=True)
class Series:
    """A series; ``body`` is its introduction."""

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    finished: bool
    body: Body = field(default_factory=Body)
    mark: str = ""  # a digest of all of the above


def _series(making: Making[SeriesMatter]) -> Series:
    """Return a series, with its introduction."""
    draft, title, summary = making.draft, making.say(making.matter.title), making.say(making.matter.summary)
    return Series(draft.path, draft.slug, making.url, title, summary, making.lang, making.matter.status, making.body)


SERIES = TextKind(
    name=SERIES_KIND,
    place=r"series/[^/]+\.md",
    schema=SeriesMatter,
    value=Series,
    address="SERIES",
    changed=N_("the series {what} changed"),
    make=_series,
    called=Called("series-unknown", NEW_SERIES),
    relations=Relations(together=check_numbers),
    body=BodyForm(optional=True),
    rights=Rights(code="proposal-series"),
    found=SearchedKind("series", N_("A series"), N_("Series"), 60),
)
