"""Below a list that is short: what else visitors may take part in, so that no page has little on it."""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.text import slugify
from placette.engine.pages.desk import Desk
from placette.engine.pages.lists import Single
from placette.engine.pages.terms import TermsContent, TermsSectionView

_SHORT, _SHOWN = 4, 3
"""Entries from which a list stands by itself, and those of another list that are shown below it."""


def company_of(single: Single, desk: Desk) -> tuple[TermsSectionView, ...]:
    """The first entries of the other lists that invite visitors; nothing below a list that is long enough."""
    if single.entries is None or single.entries(desk) >= _SHORT:
        return ()
    return tuple(_sections(single, desk))


def _sections(single: Single, desk: Desk) -> Iterator[TermsSectionView]:
    for one in (one for feature in desk.features for one in feature.invites):
        if one.address == single.address or not desk.addresses[one.address]:
            continue
        content = desk.once(one.content)
        if isinstance(content, TermsContent) and content.terms:
            yield TermsSectionView(slugify(content.title), content.title, content.terms[:_SHOWN])
