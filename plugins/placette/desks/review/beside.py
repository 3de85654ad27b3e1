"""Which files beside a text are part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from placette.engine.library.draft import Draft


def companions_of(draft: Draft) -> Iterator[str]:
    """The companions that a text names, such as a walk's track, as paths from the content folder."""
    places = [companion.place for companion in draft.kind.beside]
    asked = draft.kind.asks(draft, draft.matter) if places and draft.matter and not draft.is_withdrawn else ()
    return (path for path in asked if any(re.fullmatch(place, path) for place in places))
