"""What the last ``invoke links`` found out about the outside links of a site. Asks nobody."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from placette.desks.status.assessing import link_state
from placette.desks.status.links.addresses import Link, outside_links
from placette.desks.status.links.memory import known_links, read_answers
from placette.desks.status.site_status import LinkState
from placette.engine.library.build import Build


def links_of(build: Build, address: str, content: Path) -> tuple[Link, ...]:
    """The outside links of the site published at ``address``, with files and lines. Raises ``OSError``."""
    return outside_links(build, address, partial(_source, content))


def links_remembered(build: Build, address: str, content: Path, cache: Path) -> LinkState:
    """What is remembered of them in the folder ``cache``. Raises ``OSError``."""
    return link_state(known_links(links_of(build, address, content), read_answers(cache)))


def _source(content: Path, path: str) -> str:
    return (content / path).read_text(encoding="utf-8", errors="replace")
