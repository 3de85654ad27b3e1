"""Task: answer."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from placette.desks.questions.scaffolding import NewAnswer, answer_source
from placette.desks.questions.text_tasks import (
    day_of,
    further_asked,
    keep_from_betraying,
    refuse,
    speaking,
    text_of,
    written,
)
from placette.desks.reading_tasks import load_settings, read_site
from placette.desks.site_tasks import ROOT, ask, ask_until
from placette.desks.writing import Why, answers_of
from placette.engine.base.message import N_
from placette.engine.library.build import Build
from placette.features.questions import QUESTION, Question
from placette.plugin import reader_of

_OWN = N_("Somebody else than who signs reads an answer over.")


@task(
    positional=["question"],
    iterable=["source"],
    help={
        "question": N_("The name of the question's folder."),
        "author": N_("Who signs: the key of a service or of an elected official."),
        "text": N_("The file that holds the answer; left out: it is typed."),
        "source": N_("What it rests on: what it is, an equals sign, its address; once for each."),
        "reader": N_("Who read it over: a key."),
        "day": N_("The day of the answer (2026-05-01); today if left out."),
        "valid_until": N_("The last day on which it is held to be right."),
    },
)
def answer(
    _context: Context,
    question: str,
    source: list[str],
    author: str = "",
    text: str = "",
    reader: str = "",
    day: str = "",
    valid_until: str = "",
) -> None:
    """Put a signed answer beside its question, or beside what was asked further last."""
    settings = load_settings()
    build, content = read_site(settings), Path(settings["PATH"])
    known = answers_of(reader_of(settings).options(settings), build)
    asked = _asked(question, build)
    target = _target(question, content)
    author = ask_until(N_("Who signs (key of a service or an elected official)"), author, speaking(build))
    if not author:
        refuse(N_("Who signs? Example: --author service-eau"))
    sources = [_source(one) for one in source]
    while not source and (typed := ask(N_("A source (what it is = its address); nothing: no more"))):
        sources.append(_source(typed))
    new = NewAnswer(
        author=author,
        day=day_of(day),
        sources=tuple(sources),
        text=text_of(text),
        reader=ask_until(N_("Who read it over (key)"), reader, _somebody_else(author, known.author)),
        valid_until=day_of(valid_until) if valid_until else None,
    )
    told = "\n".join([new.text, *(part for one in sources for part in one)])
    keep_from_betraying(told, question, build, (author, new.reader, asked.to, *asked.authors), settings, answers=True)
    written(target, answer_source(new, french=settings["DEFAULT_LANG"].startswith("fr")), content, settings)


def _somebody_else(author: str, wrong: Callable[[str], Why | None]) -> Callable[[str], Why | None]:
    """What says why somebody can't have read an answer over: who signs it can't."""
    return lambda given: (_OWN, {}) if given == author else wrong(given)


def _asked(slug: str, build: Build) -> Question:
    """The question that is answered; ends the task where there is none."""
    known = (*build.of(QUESTION), *build.drafts(QUESTION), *build.scheduled(QUESTION))
    found = next((one for one in known if one.slug == slug), None)
    return found or refuse(N_("There is no question “{value}” in content/questions/."), value=slug)


def _target(slug: str, content: Path) -> Path:
    """The file of the answer to what was asked last."""
    number = further_asked(slug, content)
    target = content / "questions" / slug / (f"answer-{number}.md" if number else "answer.md")
    if target.exists():
        refuse(N_("{path} is there already: correct it there, with a line below “corrections:”."), path=_shown(target))
    return target


def _shown(path: Path) -> str:
    return os.path.relpath(path, ROOT)


def _source(written_one: str) -> tuple[str, str]:
    """«Loi du 11 février 2005 = https://…»: what a source is, and its address."""
    label, mark, url = (part.strip() for part in written_one.partition("="))
    if not (label and mark and url):
        refuse(N_('“{value}” has no address. Example: --source "Law of 11 February = https://…"'), value=written_one)
    return label, url
