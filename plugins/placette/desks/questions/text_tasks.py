"""Where a text comes from, and where it is kept when it can't be written into the site."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from invoke.exceptions import Exit

from placette.desks.questions.betraying import betrayals
from placette.desks.reading_tasks import read_site
from placette.desks.review import ADVISER, render_report
from placette.desks.site_tasks import ROOT, _, read_words, write_text
from placette.desks.writing import Why
from placette.engine.base.message import N_
from placette.engine.library.build import Build
from placette.engine.problems.problems import blocks
from placette.engine.problems.reports import printable
from placette.features.authors import PROFILE, AuthorKind
from placette.features.letterbox import RECEIPT

_KEPT = "questions"
"""The folder of refused texts, in that of the cache."""
_SPEAKS = frozenset({AuthorKind.SERVICE, AuthorKind.ELECTED})
UNLISTED = N_("“{value}” is not on the list: {choices}")
_END = "."
"""The line that ends a text typed at the keyboard."""


def refuse(sentence: str, **values: object) -> NoReturn:
    """End the task (2)."""
    raise Exit(printable(_(sentence).format(**values)), 2)


def day_of(written: str) -> date:
    """A day as it was given; today if none was."""
    try:
        return date.fromisoformat(written) if written else date.today()
    except ValueError:
        refuse(N_("“{value}” is not a day. Write it as 2026-05-01."), value=written)


def speaking(build: Build) -> Callable[[str], Why | None]:
    """What says why somebody can neither be asked nor answer; ends the task (2) where nobody can."""
    people = (*build.of(PROFILE), *build.silent(PROFILE))
    keys = sorted(one.key for one in people if one.kind in _SPEAKS)
    if not keys:
        refuse(
            N_(
                "Nobody here can be asked or answer yet: only services and elected officials can. Make such a profile"
                " first: invoke new-author --kind service"
            )
        )

    def why(given: str) -> Why | None:
        return None if given in keys else (UNLISTED, {"value": given, "choices": ", ".join(keys)})

    return why


def receipt_of(number: str, build: Build) -> str:
    """The number of a letter that the site knows; ends the task (2) for another."""
    if number and number not in {one.number for one in build.of(RECEIPT)}:
        refuse(N_("There is no receipt “{value}” in content/letters/."), value=number)
    return number


def further_asked(slug: str, content: Path) -> int:
    """How often was asked further. The files count, not what was read of them: one may still need fixing."""
    names = (path.stem.rpartition("-")[2] for path in (content / "questions" / slug).glob("follow-up-*.md"))
    return max((int(number) for number in names if number.isdecimal()), default=0)


def text_of(file: str) -> str:
    """The text of a file, or what is typed; ends the task where there is none."""
    text = read_words(file) if file else _typed()
    return text or refuse(N_("There is no text: --text names the file that holds it."))


def _typed() -> str:
    if not sys.stdin.isatty():
        return ""
    print(_("Type the text; an empty line begins a paragraph, and a line with only a full stop ends it."))
    lines = []
    while (line := sys.stdin.readline()) and line.strip() != _END:
        lines.append(line.rstrip())
    return "\n".join(lines).strip()


def keep_from_betraying(
    text: str, name: str, build: Build, allowed: tuple[str, ...], settings: dict[str, Any], *, answers: bool = False
) -> None:
    """End the task (1) where a text would say who somebody is, once it is kept where nobody else reads it."""
    people = (*build.of(PROFILE), *build.silent(PROFILE))
    found = list(dict.fromkeys(betrayals(text, people, allowed, answers=answers)))
    if not found:
        return
    kept = Path(settings["CACHE_PATH"]) / _KEPT / f"{name}.md"
    write_text(kept, f"{text}\n")
    for sentence, value in found:
        print(printable(_(sentence).format(value=value)))
    shown = os.path.relpath(kept, ROOT)
    raise Exit(printable(_("Nothing was written into the site. The text is kept: {path}").format(path=shown)), 1)


def written(target: Path, source: str, content: Path, settings: dict[str, Any]) -> None:
    """Write a file, and say what is still missing; ends the task (1) where that keeps it from being published."""
    write_text(target, source)
    print(printable(_("Written: {path}").format(path=os.path.relpath(target, ROOT))))
    print(_("It is a draft: let somebody else read it, then take out the line status."))
    print(_("Names without a profile here or a title before them are not recognised: look for them before you commit."))
    path = target.relative_to(content).as_posix()
    problems = [found for found in read_site(settings, adviser=ADVISER).problems if found.path == path]
    if problems:
        print(render_report(problems, "plain", _, "content/"))
    if blocks(problems):
        raise Exit(_("The file is written; it needs fixing before it can be published."), 1)
