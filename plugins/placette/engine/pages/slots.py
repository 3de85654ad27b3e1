"""What features add to pages of others: planned with the request, composed with the page, printed by components."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Feature
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.requests import Request


class SlotView(NamedTuple):
    """A value and the macro that prints it: ``macro`` of ``components/<component>.html``."""

    component: str
    macro: str
    value: Any


class SlotsView(NamedTuple):
    """What a page shows of features, by place; ``styled`` says whether it needs the style sheet of lists."""

    places: Mapping[str, tuple[SlotView, ...]]
    styled: bool = False


def plan_slots(page: str, about: Any, desk: Desk, number: int = 1) -> tuple[tuple[int, Any], ...]:
    """The contents of the slots of a page that is about something: of a long list, the page of that ``number``."""
    planned = []  # a loop: every post asks every slot
    for at, slot in enumerate(desk.slots_of(page)):
        if (number == 1 or not slot.first) and (content := slot.plan(about, desk)):
            planned.append((at, content))
    return tuple(planned)


def as_planned(_about: Any, content: Any, _look: Lookup) -> Any:
    """The view of a slot whose content is printed as it was planned."""
    return content


def slot_views(request: Request, about: Any, look: Lookup) -> SlotsView:
    """What the slots of a page print; ``about`` is what the page is about."""
    declared, kind = look.desk.slots_of(request.kind), look.desk.page_kinds[request.kind]
    places: dict[str, tuple[SlotView, ...]] = dict.fromkeys(kind.places, ())
    for number, content in request.slots:
        slot = declared[number]
        places[slot.place] += (SlotView(slot.component, slot.macro, slot.view(about, content, look)),)
    return SlotsView(places, any(declared[number].styled for number, _ in request.slots))


def slot_templates(features: Iterable[Feature]) -> frozenset[str]:
    """The templates that slots are printed with."""
    named = {slot.component for feature in features for slot in feature.slots if slot.component}
    return frozenset(f"components/{name}.html" for name in named)
