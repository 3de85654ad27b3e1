"""What a page looks at while it is composed: each part is noted, so that the page is made again when that changes.

A part has a mark, a digest of all that it is made from; ``marks_of`` gives those of a whole build.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar, cast

from placette.engine.base.dates import long_date, short_date
from placette.engine.base.files import digest
from placette.engine.library.build import UncleanError
from placette.engine.library.kinds import Text, TextKind
from placette.engine.pages.desk import Desk
from placette.engine.pages.places import place_view, places_pattern
from placette.engine.pages.ports import PEOPLE
from placette.engine.pages.raising import raise_first
from placette.engine.pages.views import DateView, PersonView, PlaceView
from placette.engine.texts.values import Body

T = TypeVar("T")
V = TypeVar("V", bound=Text)


@dataclass(slots=True)
class Lookup:
    """The desk as one page may use it; ``parts`` are those it has looked at."""

    desk: Desk
    shared: dict[Any, Any] = field(default_factory=dict)
    """What was made before and is the same for every page."""
    parts: set[str] = field(default_factory=set)
    bodies: dict[str, Body] = field(default_factory=dict)
    """What was fetched for this page already: its words stand on it, and in what machines read of it."""

    def note(self, part: str) -> None:
        """Say that the page shows a part."""
        self.parts.add(part)

    def kept(self, key: Any, make: Callable[[], T]) -> T:
        """What is the same for every page, made once in each process."""
        if key not in self.shared:
            self.shared[key] = make()
        return cast("T", self.shared[key])

    def person(self, key: str) -> PersonView | None:
        """A person as bylines show them; None for a key without profile."""
        self.parts.add(f"person {key}")
        return self.desk.ask(PEOPLE).get(key)

    def people(self, keys: tuple[str, ...]) -> tuple[PersonView, ...]:
        """Those of ``keys`` who have a profile."""
        found = (self.person(key) for key in keys)
        return tuple(person for person in found if person)

    def text(self, kind: TextKind[Any, V], text: V) -> V:
        """A text whose page, or part of one, this is: noted by its kind and its source path."""
        self.parts.add(f"{kind.name} {text.path}")
        return text

    def body(self, text: Text) -> Body:
        """The whole body of a text that was looked up; raises ``UncleanError`` for one that cleaning would change.

        What was cleaned for this build needs no second cleaning; what lay in a store may be anybody's.
        """
        body = self.bodies.get(text.path)
        if body is None:
            body = self.bodies[text.path] = self.desk.build.body_of(text)
            if text.path not in self.desk.build.fresh:
                self.kept(("clean", text.path), partial(_assert_clean, body, text.path, self.desk))
        return body

    def html(self, text: Text) -> str:
        """Its HTML."""
        return self.body(text).html


def _assert_clean(body: Body, path: str, desk: Desk) -> bool:
    if not desk.is_clean(body.html):
        raise UncleanError(path)
    return True


def date_view(moment: datetime, lang: str) -> DateView:
    """A day for machines and for people."""
    return DateView(moment.isoformat(), raise_first(long_date(moment, lang)), raise_first(short_date(moment, lang)))


def places_of(codes: tuple[str, ...], desk: Desk) -> tuple[PlaceView, ...]:
    """Communes by code, as readers know them."""
    known, base, pattern = desk.build.communes.by_code, desk.base, places_pattern(desk)
    return tuple(place_view(known[code], base, pattern) for code in codes)


def marks_of(desk: Desk) -> dict[str, str]:
    """The mark of every part that a page may look at."""
    return {part: mark for feature in desk.features for part, mark in feature.marks(desk)}


def mark_of(value: object) -> str:
    """A short mark of a value's text."""
    return digest(repr(value).encode("utf-8", "replace"))[:12]
