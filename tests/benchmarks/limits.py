"""What our builds may take, as shares of what the rivals take; small sites are held to less than large ones."""

from __future__ import annotations

from dataclasses import dataclass

LARGE = 10_000
"""Posts from which on the stricter limits hold."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What may be reached at most, and what comes after; ``None`` is nothing promised."""

    most: float
    then: float | None = None

    def verdict(self, value: float, unit: str = "") -> str:
        """Whether a value holds, and the limit."""
        goal = "" if self.then is None else f", then {self.then:g}{unit}"
        return f"{'✓' if value <= self.most else '✗'} ≤ {self.most:g}{unit}{goal}"


@dataclass(frozen=True, slots=True)
class Limits:
    """Those of one build, against each rival."""

    hugo: Limit | None = None
    hugo_full: Limit | None = None
    pelican: Limit | None = None


MEMORY = Limit(0.35)
"""Our memory in a build from nothing, as a share of the small Hugo site's."""
IDLE = Limit(8)
"""Percent of the cores that a change of the outermost template may leave unused."""
PICTURES = Limit(25)
"""Processor milliseconds a post for its landscape and cards."""
SERVE = Limit(0.25)
"""Seconds from saving a post to its page, on a site of a thousand posts."""
GROWTH_COLD, GROWTH_EDIT = Limit(5.2), Limit(2.5)
"""Times that builds of five times the posts may take."""


def limits_for(posts: int) -> dict[str, Limits]:
    """The limits of each build of a site of so many posts."""
    cold, template = (0.6, 0.3) if posts >= LARGE else (0.9, 0.5)
    return {
        "cold": Limits(Limit(3, 2), Limit(cold), Limit(0.5)),
        "unchanged": Limits(Limit(0.08), None, Limit(0.04)),
        "edit": Limits(Limit(0.15), None, Limit(0.05)),
        "new": Limits(Limit(0.4), None, Limit(0.1)),
        "template": Limits(Limit(1), Limit(template), Limit(0.3)),
        "component": Limits(),
        "pictures": Limits(),
    }
