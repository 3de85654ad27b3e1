"""The status of the site, for its editors."""

from __future__ import annotations

from pathlib import Path

from placette.commands.status.asking import Manner, exchange
from placette.commands.status.links import WHY, Link, Reply, known_links, outside_links, read_answers
from placette.commands.status.site_status import StatusSettings, day_of_commit, link_findings, link_state, refused_texts
from placette.engine.library.build import Build
from placette.engine.pages.features import Feature
from placette.engine.problems.problems import Problem

__all__ = [
    "FEATURE",
    "WHY",
    "Manner",
    "Reply",
    "day_of_commit",
    "examine_known_links",
    "exchange",
    "refused_texts",
    "register",
]


def links_of(build: Build, address: str, content: Path) -> tuple[Link, ...]:
    """The outside links of the site published at ``address``, with files and lines. Raises ``OSError``."""
    return outside_links(build, address, lambda path: (content / path).read_text(encoding="utf-8", errors="replace"))


def examine_known_links(build: Build, address: str, content: Path, cache: Path) -> list[Problem]:
    """Return what ``invoke links`` stored in the folder ``cache``; no server is asked. Raises ``OSError``."""
    state = link_state(known_links(links_of(build, address, content), read_answers(cache)))
    return list(link_findings(state, build.now.date()))


FEATURE = Feature(name="status", order=310, settings={"STATUS": StatusSettings})
"""In a build only its settings count: a misspelt one is reported."""
register = FEATURE.register
