"""What ``invoke doctor`` says of mentions."""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.problems.findings import TEXTS, Diagnosis, Level, SiteFinding
from placette.features.mentions.kind import MENTION

_WAITING = Diagnosis(
    "mentions-waiting",
    TEXTS,
    Level.ADVICE,
    N_("What was said elsewhere and nobody has accepted: {count}"),
    N_("Read it in content/mentions/; accepted: true shows it under its post."),
)


def examine_mentions(desk: Desk) -> Iterator[SiteFinding]:
    """What waits."""
    if waiting := len(desk.build.drafts(MENTION)):
        yield _WAITING.found(count=waiting)
