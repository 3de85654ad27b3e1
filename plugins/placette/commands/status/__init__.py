"""How the site stands, for its editors."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from placette.commands.status.links.asking import Manner, exchange
from placette.commands.status.links.memory import known_links, read_answers
from placette.commands.status.links.outcomes import WHY, Link, Reply, outside_links
from placette.commands.status.site_status import LinkState, StatusSettings, link_state
from placette.engine.library.build import Build
from placette.engine.pages.features import Feature

__all__ = ["FEATURE", "WHY", "Manner", "Reply", "exchange", "links_remembered", "register"]


def links_of(build: Build, address: str, content: Path) -> tuple[Link, ...]:
    """The outside links of the site published at ``address``, with files and lines. Raises ``OSError``."""
    return outside_links(build, address, partial(_source, content))


def links_remembered(build: Build, address: str, content: Path, cache: Path) -> LinkState:
    """What is remembered of them in the folder ``cache``. Raises ``OSError``."""
    return link_state(known_links(links_of(build, address, content), read_answers(cache)))


def _source(content: Path, path: str) -> str:
    return (content / path).read_text(encoding="utf-8", errors="replace")


FEATURE = Feature(name="status", order=310, settings={"STATUS": StatusSettings})
"""In a build only its settings count: a misspelt one is reported."""
register = FEATURE.register
