"""What may be answered when a text is begun, and why an answer can't be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from placette.engine.base.message import N_
from placette.engine.base.text import fold, nearest
from placette.engine.library.build import Build
from placette.engine.library.communes import WHOLE, CommuneIndex
from placette.engine.library.models import Term
from placette.engine.library.naming import find_name, names_of
from placette.engine.library.options import ReadingOptions
from placette.features.authors.fields import find_kind
from placette.features.authors.kind import PROFILE
from placette.features.authors.profile import AuthorKind

Why = tuple[str, Mapping[str, str]]
"""A sentence (msgid) that says why an answer can't be used, and its values."""

_CHOICES = N_("Not one of the site's: {value}. Choose among: {choices}")
_AUTHOR = N_("Nobody is called {value} here. Choose among: {choices}")
_COMMUNE = N_("{value} is not a commune of this territory. Did you mean: {choices}?")
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class KnownAnswers:
    """The categories, communes and people of a site."""

    categories: Mapping[str, Term]
    communes: CommuneIndex
    people: Mapping[str, str]
    """Names by key."""

    def category(self, written: str) -> Why | None:
        """Why this is no category."""
        choices = ", ".join(term.name for term in self.categories.values())
        return None if fold(written) in self.categories else (_CHOICES, {"value": written, "choices": choices})

    def author(self, written: str) -> Why | None:
        """Why this is nobody's key or name."""
        names = names_of(self.people.items())
        close = list(dict.fromkeys(names[name] for name in nearest(written, names, _SHOWN))) or sorted(self.people)
        choices = ", ".join(close[:_SHOWN])
        return None if find_name(written, names) else (_AUTHOR, {"value": written, "choices": choices})

    def commune(self, written: str) -> Why | None:
        """Why this is no commune, or not one alone."""
        found = self.communes.find(written)
        if len(found) == 1 or written == WHOLE:
            return None
        close = [commune for name in nearest(written, self.communes.by_name) for commune in self.communes.find(name)]
        choices = ", ".join(f"{commune.name} ({commune.code})" for commune in (found or close)[:_SHOWN])
        return _COMMUNE, {"value": written, "choices": choices or "…"}


def kind_of_author(written: str) -> Why | None:
    """Why this is no kind of profile."""
    return None if find_kind(written) else (_CHOICES, {"value": written, "choices": ", ".join(AuthorKind)})


def answers_of(options: ReadingOptions, build: Build) -> KnownAnswers:
    """What may be answered on a site; somebody whose first text this will be has no page yet, but is somebody."""
    people = (*build.of(PROFILE), *build.silent(PROFILE))
    return KnownAnswers(options.categories, options.communes, {one.key: one.name for one in people})
