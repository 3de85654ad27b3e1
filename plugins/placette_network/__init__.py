"""The network: what other blogs of the territory write, as cards that lead there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from placette import Build, Configured, Feature, FileKind, PageKind, Ports, Problem, Row, Site, Slot
from placette_network import pages
from placette_network.gathered import gathered_folder
from placette_network.sources import SOURCE, NetworkSettings

__all__ = ["FEATURE", "register"]


def _status_rows(settings: Mapping[str, Any]) -> Callable[[Build], tuple[str, Sequence[Row]]]:
    from placette_network.watch import status_rows  # noqa: PLC0415 - a build has no use for it

    return partial(status_rows, settings)


def _configured(settings: Mapping[str, Any]) -> Configured:
    return Configured(reads=(gathered_folder(settings),), services={Ports.STATUS_ROWS: _status_rows})


def _examined(site: Site) -> Iterator[Problem]:
    from placette_network.gathering import examine  # noqa: PLC0415 - a build asks nobody

    yield from examine(site)


FEATURE = Feature(
    name="network",
    order=180,  # below all that the site itself has to say
    kinds=(SOURCE,),
    settings={"NETWORK": NetworkSettings},
    configure=_configured,
    examined=_examined,
    addresses=(pages.NETWORK, pages.OPML, pages.FEED),
    pages=(
        PageKind("network", pages.compose_network),
        FileKind(pages.OPML_FILE, pages.write_file),
    ),
    singles=(pages.NETWORK_PAGE,),
    requests=pages.requests,
    entry=pages.entry,
    announces=pages.announced,
    slots=(
        Slot("index", "shelf", "network", "elsewhere_on_home", pages.on_home),
        Slot("commune", "below", "network", "elsewhere", pages.at_place, first=True),
        Slot("author", "after", "network", "own_blogs", pages.of_person, first=True),
    ),
    offers={Ports.ELSEWHERE: pages.on_map},
    searched=pages.searched,
    moments=pages.moments,
    templates=Path(__file__).parent / "templates",
)
register = FEATURE.register
