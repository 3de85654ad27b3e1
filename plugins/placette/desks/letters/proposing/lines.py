"""The lines of a letter's front matter, with a comment behind each that somebody has to complete."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from placette.desks.intake import one_line
from placette.desks.letters.proposing.facts import SiteFacts, words_of
from placette.desks.writing import spelt
from placette.engine.base.message import N_

_TO_COMPLETE = N_("to complete: {what}")


@dataclass(frozen=True, slots=True)
class MatterLine:
    """A key of ``ArticleMatter``, its value as YAML, and what is to be completed; without a key, the comment alone."""

    key: str
    value: str = ""
    note: str = ""


def render_matter(lines: Iterable[MatterLine], facts: SiteFacts) -> str:
    """A front matter between its fences, in the spelling of the site's language.

    Nothing in a value or a comment can end its line: ``one_line`` takes every line break and control out.
    """
    return "\n".join(("---", *(_rendered(line, facts) for line in lines), "---"))


def _rendered(line: MatterLine, facts: SiteFacts) -> str:
    what = one_line(line.note)
    comment = f"# {words_of(facts.lang).gettext(_TO_COMPLETE).format(what=what)}" if what else ""
    if not line.key:
        return comment
    said = one_line(line.value)
    return " ".join(filter(None, (f"{spelt(line.key, french=facts.french)}:", said, comment)))
