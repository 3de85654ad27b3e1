"""All files of a new site, with the record by which a later version renews them."""

from __future__ import annotations

from datetime import UTC, datetime

from placette import __version__
from placette.desks.starting.planning import Wishes, plan_site
from placette.desks.starting.record import ANSWERS, RECORD, record_of, render_record
from placette.features.territory.national import France


def plan_recorded(wishes: Wishes, france: France) -> dict[str, str]:
    """All files of a new site, with the record of them."""
    today = datetime.now(UTC).date()
    files = plan_site(wishes, france, today)
    answers = {name: str(getattr(wishes, name)) for name in ANSWERS} | {"place": wishes.place.codes}
    return {**files, RECORD: render_record(record_of(__version__, today, answers, files))}
