"""The picture that a front matter names: a post's lead, a person's portrait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Making
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem
from placette.engine.texts.captions import is_decorative
from placette.engine.texts.claims import unclaimed
from placette.engine.texts.figures import missing_code
from placette.engine.texts.renditions import Place
from placette.engine.texts.surroundings import resolve
from placette.engine.texts.values import Photo


@dataclass(frozen=True, slots=True)
class Lead:
    """A picture as a front matter describes it: the key that names it, its file's name, its words, its middle."""

    key: str
    name: str
    alt: str
    caption: str
    credit: str
    focus: tuple[int, int] | None

    def path(self, draft: Draft) -> list[str]:
        """Its path from the content folder, if there is one."""
        return [resolve(draft.path, self.name)] if self.name else []

    def check(self, draft: Draft, neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
        """What is wrong with it."""
        if not self.name:
            return
        path = resolve(draft.path, self.name)
        if path not in options.photos:
            yield draft.problem(missing_code(path, neighbours.around), self.key, value=self.name)
            return
        if not self.alt and not is_decorative(self.caption):
            yield draft.problem("lead-alt", self.key, value=self.name, missing=f"{self.key}_alt")
        for code in unclaimed(self.credit, draft.kind.claims(draft.checkable, neighbours)):
            yield draft.problem(code, self.key, value=self.name)

    def photo(self, making: Making[Any], place: Place) -> Photo | None:
        """The photo, if there is one."""
        if not self.name:
            return None
        words = ("", "") if is_decorative(self.alt) or is_decorative(self.caption) else (self.alt, self.caption)
        alt, caption, credit = (making.say(text) for text in (*words, self.credit))
        return Photo(resolve(making.draft.path, self.name), alt, caption, credit, place, self.focus)
